"""Prints what compare.py measured: python3 report.py [--classes] RESULTS.json"""

import argparse
import json
import math
import statistics

SUBJECTS = ["newssearch", "newssearch-plain"]  # whose times are divided by those of the others
REFERENCES = ["lucene", "xapian", "sqlite", "newssearch-plain", "newssearch"]  # whose counts others are held against
MODE_NAMES = {
    "top10": "Top 10",
    "total": "Top 10 and the exact total",
    "facets": "Top 10, exact total, sections, sources and months of every match",
    "range": "Top 10 in some days and the exact total",
    "range_months": "Top 10 in some days, exact total and months of every match",
    "newest": "The ten newest matches",
    "page": "A page: facets, months, ten headlines and snippets highlighted",
    "related": "Ten articles related to one",
}


def percentile(values, share):
    """The smallest that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(1, math.ceil(share * len(ordered))) - 1]


def figures(times):
    return [percentile(times, .5), percentile(times, .95), percentile(times, .99), statistics.fmean(times)]


def ratios(ours, theirs):
    """Geometric mean and p95 of ours against theirs, over the queries both answered."""
    common = [number for number in ours if number in theirs]
    if not common:
        return None
    mean = statistics.fmean(math.log(ours[number] / theirs[number]) for number in common)
    p95 = percentile([ours[n] for n in common], .95) / percentile([theirs[n] for n in common], .95)
    return math.exp(mean), p95


def number(value):
    if value is None:
        return "-"
    return str(value) if isinstance(value, (int, str)) else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def print_table(title, heads, rows):
    cells = [heads] + [[number(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    print(f"\n{title}")
    for row in cells:
        print("  ".join(cell.ljust(width) if column == 0 else cell.rjust(width)
                        for column, (cell, width) in enumerate(zip(row, widths))).rstrip())


def print_corpus(results):
    corpus = results["corpus"]
    machine = results["machine"]
    print(f"{machine['cpu']}, {machine['cores']} cores, kernel {machine['kernel']}, {machine['date']}, "
          f"load {machine['load_before']:.1f} before and {machine['load_after']:.1f} after")
    print(f"{len(results['queries'])} queries, {results['rounds']} rounds, {results['block']} queries in a turn")
    kinds = [("real", corpus["real"])] if "real" in corpus else []
    kinds.append(("indexed", corpus["indexed"]))
    print_table("Corpus", [""] + [name for name, _ in kinds],
                [[figure] + [kind.get(figure) for _, kind in kinds] for figure in corpus["indexed"]])


def print_builds(results):
    text = results["corpus"]["indexed"]["text_bytes"] / 1e6
    lucene = results["builds"].get("lucene")
    rows = []
    for name, built in results["builds"].items():
        rows.append([name, built["wall_s"], built["cpu_s"], text / built["cpu_s"], text / built["wall_s"],
                     built["cpu_s"] / lucene["cpu_s"] if lucene else None,
                     built["wall_s"] / lucene["wall_s"] if lucene else None, built["peak_rss_bytes"] / 1e6,
                     built["index_bytes"] / 1e6, built["index_bytes"] / 1e6 / text])
    heads = ["", "wall s", "CPU s", "MB/CPU s", "MB/s", "CPU/lucene", "wall/lucene", "peak MB", "index MB",
             "index/text"]
    title = f"Building the index of {text:.1f} MB of text: lucene and newssearch with {results['threads']} threads"
    print_table(title, heads, rows)


def of_class(results, times, name):
    """The times of one class of query, by the number of the query; all where no class is named."""
    return {query: us for query, us in times.items() if name is None or results["queries"][int(query)][0] == name}


def classes_in(results, answers):
    asked = {results["queries"][int(query)][0] for answer in answers.values() for query in answer["us"]}
    return sorted(asked)


def print_mode(results, mode, answers, every_class):
    answers = {name: answer for name, answer in answers.items() if answer["us"]}
    subject = next((name for name in SUBJECTS if name in answers), None)
    print_figures(results, f"{MODE_NAMES[mode]} (µs)", answers, subject, None)
    names = classes_in(results, answers)
    if mode == "related":
        return
    heads = [""] + list(answers)
    times = {name: {engine: of_class(results, answer["us"], name) for engine, answer in answers.items()}
             for name in names}
    print_table(f"{mode}: median by class (µs)", heads,
                [[name] + [percentile(us.values(), .5) if us else None for us in times[name].values()]
                 for name in names])
    if subject:
        peers = [engine for engine in answers if engine != subject]
        for which, title in enumerate(["geometric mean", "p95"]):
            rows = []
            for name in names:
                pairs = [ratios(times[name][subject], times[name][peer]) for peer in peers]
                rows.append([name] + [pair[which] if pair else None for pair in pairs])
            print_table(f"{mode}: {subject} / other, {title} by class", [""] + peers, rows)
    if every_class:
        for name in names:
            print_figures(results, f"{mode}, {name} (µs)", answers, subject, name)


def print_figures(results, title, answers, subject, name):
    rows = []
    for engine, answer in answers.items():
        times = of_class(results, answer["us"], name)
        if not times:
            continue
        ours = of_class(results, answers[subject]["us"], name) if subject else {}
        rows.append([engine, len(times), *figures(times.values()), *(ratios(ours, times) or (None, None))])
    print_table(title, ["", "queries", "p50", "p95", "p99", "mean", f"{subject}/it g.mean", "p95"], rows)


def print_counts(results):
    """How far the engines agree on what matches: a time means little where they do not."""
    for mode in ("total", "range"):
        answers = results["modes"].get(mode, {})
        reference = next((name for name in REFERENCES if name in answers), None)
        if not reference:
            continue
        rows = []
        for engine, answer in answers.items():
            if engine == reference:
                continue
            pairs = [(total, answers[reference]["total"][query], results["queries"][int(query)][0])
                     for query, total in answer["total"].items() if answers[reference]["total"].get(query) is not None]
            off = [(abs(a - b) / max(1, b), name) for a, b, name in pairs if a != b]
            worst = {}
            for _, name in [pair for pair in off if pair[0] > .05]:
                worst[name] = worst.get(name, 0) + 1
            listed = " ".join(f"{name}:{count}" for name, count in sorted(worst.items(), key=lambda kv: -kv[1]))
            shares = [share for share, _ in off]
            rows.append([engine, len(pairs), len(off), sum(share > .01 for share in shares),
                         sum(share > .05 for share in shares), 100 * statistics.median(shares) if off else None,
                         100 * max(shares) if off else None, listed])
        print_table(f"Exact totals beside those of {reference} ({mode})",
                    ["", "queries", "differ", "> 1 %", "> 5 %", "median %", "largest %", "classes > 5 %"], rows)


def print_buckets(results):
    answers = results["modes"].get("facets", {})
    reference = next((name for name in REFERENCES if name in answers), None)
    if not reference:
        return
    rows = []
    for engine, answer in answers.items():
        same = [query for query, total in answer["total"].items() if total == answers[reference]["total"].get(query)]
        differ = sum(answer["buckets"][query] != answers[reference]["buckets"][query] for query in same)
        rows.append([engine, len(same), differ])
    print_table(f"Sections, sources and months found, beside {reference}, where the totals are the same",
                ["", "queries", "differ"], rows)


def print_overlap(results):
    answers = results["modes"].get("top10", {})
    reference = next((name for name in REFERENCES if name in answers), None)
    if not reference:
        return
    rows = []
    for engine, answer in answers.items():
        both = [(set(ids), set(answers[reference]["ids"].get(query, []))) for query, ids in answer["ids"].items()]
        full = [len(a & b) / 10 for a, b in both if len(a) == 10 and len(b) == 10]
        rows.append([engine, len(full), statistics.fmean(full) if full else None])
    print_table(f"Share of the ten best that {reference} has too, of queries with ten", ["", "queries", "share"], rows)


def print_at_once(results):
    """Throughput, and how long a query takes while others are answered."""
    for mode, by_threads in results["at_once"].items():
        rows = []
        for engine in {engine: None for answers in by_threads.values() for engine in answers}:
            of_engine = {threads: answers[engine] for threads, answers in by_threads.items() if engine in answers}
            fewest = next(iter(of_engine.values()))
            for threads, answer in of_engine.items():
                lucene = by_threads[threads].get("lucene")
                p50, p99 = (percentile(answer["us"], share) for share in (.5, .99))
                rows.append([engine, threads, answer["per_s"], answer["per_s"] / fewest["per_s"],
                             answer["per_s"] / lucene["per_s"] if lucene else None, p50, p99,
                             p99 / percentile(lucene["us"], .99) if lucene else None, answer["cpu_us"]])
        heads = ["", "threads", "queries/s", "/fewest threads", "/lucene", "p50", "p99", "p99/lucene", "CPU/query"]
        print_table(f"{mode} from several threads (µs): the best round", heads, rows)


def print_memory(results):
    rows = [[name, memory["peak_rss"] / 1e6, memory["no_file"] / 1e6] for name, memory in results["memory"].items()]
    print_table("Memory of the drivers after all queries (MB)", ["", "peak resident", "no files"], rows)


def print_cold(results):
    if results["cold"]:
        states = ["nothing", "programs", "all"]
        rows = []
        for name, cold in results["cold"].items():
            times = [cold.get(state) for state in states]
            rows.append([name] + [figure for some in times for figure in
                                  ((statistics.median(some), max(some)) if some else (None, None))])
        starts = max(len(some) for cold in results["cold"].values() for some in cold.values())
        print_table(f"New process to its first answer, a page (ms), with this in the page cache: median of {starts}, "
                    "longest", ["", *(head for state in states for head in (state, "longest"))], rows)


def print_report(results, every_class=False):
    print_corpus(results)
    print_builds(results)
    for mode, answers in results["modes"].items():
        if any(answer["us"] for answer in answers.values()):
            print_mode(results, mode, answers, every_class)
    print_counts(results)
    print_buckets(results)
    print_overlap(results)
    print_at_once(results)
    print_memory(results)
    print_cold(results)
    for name, why in results["skipped"].items():
        print(f"\nLeft out: {name}: {why}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Prints what compare.py measured.")
    parser.add_argument("results", help="results.json of a run")
    parser.add_argument("--classes", action="store_true", help="every figure of every class of query too")
    options = parser.parse_args()
    with open(options.results) as file:
        print_report(json.load(file), options.classes)
