"""Builds every engine's index of one corpus, asks all the same queries in turn, and reports.

Started by `run`, which installs and builds what this needs. See README.md for what is measured and how.
"""

import argparse
import contextlib
import glob
import http.client
import json
import os
import platform
import random
import select
import shutil
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import report

MODES = ["top10", "total", "facets", "range", "range_months", "newest", "page", "related"]
JIT_PASSES = 5  # Lucene's warm-up: the virtual machine compiles what it has run often enough
QUERY_TIMEOUT = 120  # seconds; a driver that takes longer is given up
AT_ONCE_MODES = ["top10", "facets", "page"]  # asked from several threads too
COLD_STARTS = 7  # of each kind, of which the median and the longest are told
ROOT = Path(__file__).resolve().parents[3]
LUCENE_JARS = ["core", "analyzers-common", "facet", "highlighter", "queries", "memory"]
OMEGA = Path("/usr/lib/cgi-bin/omega/omega")


def say(text):
    print(text, flush=True)


def complain(text):
    print("peers: " + text, file=sys.stderr, flush=True)


def lucene_jars():
    return [jar for part in LUCENE_JARS for jar in glob.glob(f"/usr/share/java/lucene-{part}-8*.jar")]


def build_programs(build, source, targets):
    """As fast as the project builds them."""
    say(f"Building {', '.join(targets)} of {source} in {build}")
    build.mkdir(parents=True, exist_ok=True)
    configure = ["cmake", "-S", source, "-B", build, "-G", "Ninja", "-Wno-dev", "-DCMAKE_BUILD_TYPE=Release",
                 "-DNEWSSEARCH_TESTS=OFF", "-DNEWSSEARCH_PEERS=ON"]
    if shutil.which("ccache"):  # which takes what another tree has compiled, but nothing with a precompiled header
        configure += ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache", "-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON"]
    environment = {**os.environ, "CCACHE_BASEDIR": str(source)}
    for command in (configure, ["cmake", "--build", build, "--target", *targets]):
        with open(build / "peers.log", "a") as log:
            if subprocess.run(command, stdout=log, stderr=log, env=environment).returncode != 0:
                raise SystemExit(f"peers: the build failed: see {build}/peers.log")


def build_lucene_driver(build):
    jars = lucene_jars()
    if shutil.which("javac") and len(jars) == len(LUCENE_JARS):
        source = Path(__file__).with_name("LucenePeer.java")
        subprocess.run(["javac", "-cp", ":".join(jars), "-d", build / "peers", source], check=True)


def fetch_reuters():
    if subprocess.run(["sh", ROOT / "corpus" / "fetch-reuters.sh"]).returncode != 0:
        raise SystemExit("peers: Reuters could not be fetched: name a corpus of your own")
    return [str(ROOT / "corpus/downloads/reuters-21578/articles")]


class Engine:
    """How an engine is built and asked, and what it needs for that."""

    def __init__(self, name, build, serve, needs, index=None, warm_up=1, done=(0,), threads=False):
        self.name, self.build, self.serve, self.needs, self.warm_up = name, build, serve, needs, warm_up
        self.index = index or name  # the folder of its index; engines of the same folder share it
        self.done = done  # exit codes of a build that was done
        self.threads = threads  # it answers from several threads at once

    def missing(self):
        return [need for need in self.needs if not Path(need).exists()]


def newssearch_engine(name, build, corpus, indexes, threads, index="newssearch", choices=()):
    indexer, driver = build / "newssearch", build / "peers/newssearch_peer"
    index_command = [indexer, "--data", indexes / index, "index", "--quiet", "--threads", str(threads),
                     "--keep-recurring-lines", corpus / "articles.jsonl"]
    return Engine(name, index_command, [driver, *choices, "serve", indexes / index], [driver, indexer], index=index,
                  done=(0, 1), threads=True)  # 1: but for single articles


def engines(options, corpus, indexes):
    programs = options.build / "peers"
    threads = str(options.threads)

    def native(name, needs=()):
        program = programs / (name + "_peer")
        return Engine(name, [program, "build", corpus / "articles.tsv", indexes / name],
                      [program, "serve", indexes / name], [program, *needs])

    def newssearch(name, *choices):
        return newssearch_engine(name, options.build, corpus, indexes, options.threads, choices=choices)

    jars = lucene_jars()
    java = ["java", "-XX:+UseSerialGC", "-Xms256m", "-Xmx2g", "-cp", ":".join([*jars, str(programs)]), "LucenePeer"]
    lucene_needs = [programs / "LucenePeer.class", shutil.which("java") or "/usr/bin/java"]
    if len(jars) < len(LUCENE_JARS):
        lucene_needs.append("/usr/share/java/lucene-core-8*.jar (package liblucene8-java)")
    lucene = Engine("lucene", [*java, "build", corpus / "articles.tsv", indexes / "lucene", threads],
                    [*java, "serve", indexes / "lucene"], lucene_needs, warm_up=JIT_PASSES, threads=True)
    return [
        newssearch("newssearch"),
        newssearch("newssearch-plain", "--plain"),
        newssearch("newssearch-xapian", "--plain", "--engine", "xapian"),
        lucene,
        native("xapian"),
        native("sqlite"),
        native("sphinx", needs=["/usr/bin/searchd", "/usr/bin/indexer"]),
        native("omega", needs=[OMEGA, "/usr/bin/scriptindex"]),
    ]


class Driver:
    """A running driver: one line in, one line out."""

    class Failed(Exception):
        pass

    def __init__(self, engine, log):
        self.name, self.log_path, self.unread = engine.name, log, b""
        with open(log, "w") as errors:
            self.process = subprocess.Popen([str(word) for word in engine.serve], stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, stderr=errors, bufsize=0)
        if self.read_line() != "ready":
            raise Driver.Failed(f"{self.name} did not start: {self.last_words()}")

    def read_line(self):
        while b"\n" not in self.unread:
            if not select.select([self.process.stdout], [], [], QUERY_TIMEOUT)[0]:
                raise Driver.Failed(f"{self.name} has not answered for {QUERY_TIMEOUT} s")
            more = os.read(self.process.stdout.fileno(), 1 << 16)
            if not more:
                raise Driver.Failed(f"{self.name} has ended: {self.last_words()}")
            self.unread += more
        line, self.unread = self.unread.split(b"\n", 1)
        return line.decode()

    def cpu_seconds(self):
        """Of all its threads, since it began."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """Bytes: the largest resident set so far, and what of it now is no file."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        lines = dict(line.split(":", 1) for line in status.splitlines())
        return {"peak_rss": 1024 * int(lines["VmHWM"].split()[0]), "no_file": 1024 * int(lines["RssAnon"].split()[0])}

    def last_words(self):
        return (Path(self.log_path).read_text(errors="replace").strip() or "it said nothing")[-500:]

    def ask(self, mode, queries):
        """For each query (microseconds, total or None, buckets, ids); None where the engine has no such thing."""
        lines = "".join("\t".join([mode, *query[1:]]) + "\n" for query in queries)
        try:
            self.process.stdin.write(lines.encode())
        except BrokenPipeError:
            raise Driver.Failed(f"{self.name} has ended: {self.last_words()}") from None
        answers = [self.read_answer(mode, query) for query in queries]
        return None if None in answers else answers

    def ask_at_once(self, mode, queries, threads):
        """So many threads take the queries in turn: the microseconds of each, and those of all together."""
        lines = "".join("\t".join([mode, *query[1:]]) + "\n" for query in queries)
        self.process.stdin.write(f"at_once\t{threads}\t{len(queries)}\n{lines}".encode())
        return [self.read_answer(mode, query)[0] for query in queries], float(self.read_line())

    def read_answer(self, mode, query):
        fields = self.read_line().split("\t")
        if fields[0] == "unsupported":
            return None
        if fields[0] == "error":
            raise Driver.Failed(f"{self.name}, {mode} of {query}: {' '.join(fields[1:])}")
        total = None if fields[1] == "-" else int(fields[1])
        return float(fields[0]), total, int(fields[2]), fields[3].split(",") if fields[3] else []

    def stop(self):
        try:
            self.process.stdin.close()
            self.process.wait(20)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()


def index_bytes(folder):
    """Of newssearch's, the generation that is current: an older one is kept beside it once there is one."""
    current = folder / "current"
    return bytes_below(folder / current.read_text().strip() if current.is_file() else folder)


def bytes_below(folder):
    return sum(path.lstat().st_size for path in Path(folder).rglob("*") if path.is_file() and not path.is_symlink())


def run_measured(command, done, log):
    """Runs it to its end: wall and CPU seconds and the largest resident set of it or a child of it."""
    start = time.monotonic()
    with open(log, "w") as output:
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in done:
        last = Path(log).read_text(errors="replace").strip()[-500:]
        raise Driver.Failed(f"{command[0]} failed ({process.returncode}): {last}")
    return {"wall_s": time.monotonic() - start, "cpu_s": usage.ru_utime + usage.ru_stime,
            "peak_rss_bytes": usage.ru_maxrss * 1024}


class Comparison:
    """Of engines on one corpus; `engines_of` makes all there are, from the options and the folders."""

    def __init__(self, options, engines_of):
        self.options, self.work = options, options.work
        self.corpus, self.indexes, self.logs = self.work / "corpus", self.work / "index", self.work / "logs"
        for folder in (self.corpus, self.indexes, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        self.engines = self.choose_engines(engines_of(options, self.corpus, self.indexes))
        self.skipped = {}

    def choose_engines(self, known):
        wanted = self.options.engines.split(",") if self.options.engines else [engine.name for engine in known]
        for name in wanted:
            if name not in [engine.name for engine in known]:
                raise SystemExit(f"peers: no engine '{name}': there are {', '.join(engine.name for engine in known)}")
        return [engine for engine in known if engine.name in wanted]

    def skip(self, name, why):
        complain(f"{name} is left out: {why}")
        self.skipped[name] = why
        self.engines = [engine for engine in self.engines if engine.name != name]

    def prepare_corpus(self):
        """The corpus and the queries, unless those of the same settings are there already."""
        options, settings_file = self.options, self.work / "settings.json"
        settings = {"inputs": [str(Path(path).resolve()) for path in options.inputs], "articles": options.articles,
                    "grown": options.grown, "seed": options.seed, "per_class": options.per_class,
                    "hold_out": options.hold_out}
        if options.reuse and settings_file.exists() and json.loads(settings_file.read_text()) == settings:
            return
        options.reuse = False
        settings_file.unlink(missing_ok=True)
        say("Making the corpus")
        numbers = [word for name, value in (("--articles", options.articles), ("--grown", options.grown),
                                                ("--hold-out", options.hold_out)) if value
                   for word in (name, str(value))]
        self.tool("make_corpus", *numbers, "--seed", str(options.seed), str(self.corpus), *options.inputs)
        say("Choosing the queries")
        with open(self.work / "queries.tsv", "w") as queries:
            self.tool("make_queries", "--per-class", str(options.per_class), "--seed", str(options.seed),
                      str(self.corpus), stdout=queries)
        settings_file.write_text(json.dumps(settings))

    def tool(self, name, *words, stdout=None):
        program = self.options.build / "peers" / name
        if not program.exists():
            raise SystemExit(f"peers: {program} is missing: build it first (run without --no-build)")
        if subprocess.run([str(program), *words], stdout=stdout).returncode != 0:
            raise SystemExit(f"peers: {name} failed")

    def build_indexes(self):
        builds, file = {}, self.work / "builds.json"
        before = json.loads(file.read_text()) if self.options.reuse and file.exists() else {}
        for engine in list(self.engines):
            missing = engine.missing()
            if missing:
                self.skip(engine.name, "missing: " + ", ".join(map(str, missing)))
            elif engine.index in builds:
                pass  # shared
            elif engine.index in before:
                builds[engine.index] = before[engine.index]
            else:
                self.build_index(engine, builds)
        file.write_text(json.dumps({**before, **builds}, indent=1))
        return builds

    def build_index(self, engine, builds):
        index = self.indexes / engine.index
        shutil.rmtree(index, ignore_errors=True)
        say(f"Building the index of {engine.index}")
        try:
            built = run_measured(engine.build, engine.done, self.logs / f"{engine.index}-build.log")
        except (Driver.Failed, OSError) as failure:
            return self.skip(engine.name, str(failure))
        builds[engine.index] = {**built, "index_bytes": index_bytes(index)}

    def read_queries(self):
        lines = (self.work / "queries.tsv").read_text().splitlines()
        return [line.split("\t") for line in lines]

    @contextlib.contextmanager
    def running(self, on_one_core=False):
        """All drivers, until the end of the block."""
        drivers = {}
        try:
            for engine in list(self.engines):
                try:
                    drivers[engine.name] = Driver(engine, self.logs / f"{engine.name}-serve.log")
                    if on_one_core:
                        os.sched_setaffinity(drivers[engine.name].process.pid, {max(os.sched_getaffinity(0))})
                except (Driver.Failed, OSError) as failure:
                    self.skip(engine.name, str(failure))
            yield drivers
        finally:
            for driver in drivers.values():
                driver.stop()

    def ask_mode(self, mode, queries, drivers):
        """By engine: per query the least time of the rounds, the total and the buckets."""
        asked = [number for number, query in enumerate(queries) if (query[0] == "related") == (mode == "related")]
        answers = {name: {"us": {}, "total": {}, "buckets": {}, "ids": {}} for name in drivers}
        left = {name: self.options.patience for name in drivers}  # seconds
        say(f"Asking {len(asked)} queries: {mode}")
        for name in list(drivers):
            self.warm_up(name, mode, [queries[number] for number in asked], drivers, answers)
        blocks = [asked[start:start + self.options.block] for start in range(0, len(asked), self.options.block)]
        for turn in range(self.options.rounds):
            for place, block in enumerate(blocks):
                names = [name for name in drivers if name in answers and left[name] > 0]
                first = (place + turn) % max(1, len(names))  # each engine has its turn after each other one
                for name in names[first:] + names[:first]:
                    found = self.ask(name, mode, [queries[number] for number in block], drivers, answers)
                    for number, answer in zip(block, found or []):
                        left[name] -= answer[0] / 1e6
                        self.note(answers[name], number, answer)
        return answers

    def warm_up(self, name, mode, queries, drivers, answers):
        engine = next(engine for engine in self.engines if engine.name == name)
        left = self.options.patience / 4
        for _ in range(engine.warm_up):
            for start in range(0, len(queries), self.options.block):
                if left <= 0:
                    return
                found = self.ask(name, mode, queries[start:start + self.options.block], drivers, answers)
                if not found:
                    return
                left -= sum(answer[0] for answer in found) / 1e6

    def ask(self, name, mode, queries, drivers, answers):
        try:
            found = drivers[name].ask(mode, queries)
        except Driver.Failed as failure:
            drivers.pop(name).stop()
            answers.pop(name, None)
            self.skip(name, str(failure))
            return None
        if found is None:
            answers.pop(name, None)
        return found

    @staticmethod
    def note(answers, number, answer):
        us, *found = answer
        answers["us"][number] = min(us, answers["us"].get(number, us))
        answers["total"][number], answers["buckets"][number], answers["ids"][number] = found

    def ask_at_once(self, mode, queries, drivers):
        """By threads and engine: queries a second and each one's time, of its best round; CPU time, of all."""
        asked = [query for query in queries if query[0] != "related"]
        say(f"Asking {len(asked)} queries from {', '.join(map(str, self.options.at_once))} threads: {mode}")
        found = {}
        for threads in self.options.at_once:
            answers = found[threads] = {}
            for turn in range(self.options.rounds + 1):
                for engine in [engine for engine in self.engines if engine.threads and engine.name in drivers]:
                    driver = drivers[engine.name]
                    before = driver.cpu_seconds()
                    try:
                        times, all_us = driver.ask_at_once(mode, asked, threads)
                    except (Driver.Failed, BrokenPipeError) as failure:
                        drivers.pop(engine.name).stop()
                        answers.pop(engine.name, None)
                        self.skip(engine.name, str(failure))
                        continue
                    if turn == 0:  # to warm up
                        continue
                    answer = answers.setdefault(engine.name, {"per_s": 0, "cpu_us": 0})
                    answer["cpu_us"] += 1e6 * (driver.cpu_seconds() - before) / len(asked) / self.options.rounds
                    rate = 1e6 * len(asked) / all_us
                    if rate > answer["per_s"]:
                        answer.update(per_s=rate, us=times)
        return found

    def start_cold(self, queries):
        """By engine and by what is in the page cache: the milliseconds of a new process to its first answer."""
        some = [query for query in queries if query[0] != "related"]
        cold = {}
        cached = {"nothing": forget_everything, "programs": forget_files, "all": lambda index: True}
        for state, forget in cached.items():
            for turn in range(COLD_STARTS):
                query = some[turn % len(some)]
                for name, start, index in self.ways_to_start():
                    if name in self.skipped or not forget(index):
                        continue
                    try:
                        took = start(query)
                    except START_FAILURES as failure:
                        self.skip(name, str(failure))
                        continue
                    cold.setdefault(name, {}).setdefault(state, []).append(took)
        return cold

    def ways_to_start(self):
        """What is started, how (a query in, milliseconds out), and its index. Drivers, and newssearch's own program."""
        for engine in list(self.engines):
            index = self.indexes / engine.index
            if engine.name == "newssearch":
                program = [str(engine.build[0]), "--data", str(index)]
                yield "newssearch search", lambda query: first_of_search(program, query), index
                yield "newssearch serve", lambda query: first_of_server(program, query), index
            yield engine.name, lambda query: self.first_of_driver(engine, query), index

    def first_of_driver(self, engine, query):
        start = time.monotonic()
        driver = Driver(engine, self.logs / f"{engine.name}-cold.log")
        try:
            driver.ask("page", [query])
            return 1e3 * (time.monotonic() - start)
        finally:
            driver.stop()


START_FAILURES = (Driver.Failed, OSError, http.client.HTTPException, subprocess.TimeoutExpired)


def typed(query):
    """As a person would type it."""
    words = query[2].split()
    return '"' + " ".join(words) + '"' if query[1] == "phrase" else f" {query[1].upper()} ".join(words)


def first_of_search(program, query):
    start = time.monotonic()
    searched = subprocess.run([*program, "search", "--facets", "section,source", typed(query)],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    took = time.monotonic() - start
    if searched.returncode > 1:  # 1: nothing is found
        raise Driver.Failed("search failed: " + searched.stderr.decode(errors="replace")[-500:])
    return 1e3 * took


def first_of_server(program, query):
    path = "/v1/search?" + urllib.parse.urlencode({"q": typed(query), "facets": "section,source",
                                                   "date_histogram": "month"})
    start = time.monotonic()
    server = subprocess.Popen([*program, "serve", "--listen", "127.0.0.1:0"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        address = urllib.parse.urlsplit(server.stdout.readline().decode())
        client = http.client.HTTPConnection(address.hostname or "", address.port, timeout=QUERY_TIMEOUT)
        client.request("GET", path)
        answer = client.getresponse()
        answer.read()
        took = time.monotonic() - start
        if answer.status != 200:
            raise Driver.Failed(f"serve answered {answer.status} to {path}")
        return 1e3 * took
    finally:
        server.terminate()
        server.wait(20)


def forget_everything(_):
    """Empties the page cache: programs and libraries too. Only root may; tells whether it was done."""
    os.sync()
    try:
        Path("/proc/sys/vm/drop_caches").write_text("3")
        return True
    except OSError:
        return False


def forget_files(folder):
    """Takes an index out of the page cache, and leaves the rest."""
    os.sync()
    for path in Path(folder).rglob("*"):
        if path.is_file():
            with open(path, "rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


def machine():
    model = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return {"cpu": model[0] if model else platform.machine(), "cores": os.cpu_count(), "kernel": platform.release(),
            "load_before": os.getloadavg()[0], "date": time.strftime("%Y-%m-%d")}


def add_corpus_options(parser):
    """What is indexed, by which programs, and where it is put."""
    parser.add_argument("inputs", nargs="*", metavar="CORPUS",
                        help="anything `newssearch index` reads (default: Reuters-21578, fetched)")
    parser.add_argument("--articles", default="all", help="use only the first N, or all (default)")
    parser.add_argument("--grown", type=int, default=0, metavar="N", help="resample the corpus to N articles")
    parser.add_argument("--per-class", type=int, default=40, metavar="N", help="queries of each class (default 40)")
    parser.add_argument("--threads", type=int, default=2, help="of the indexers that can use several (default 2)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=ROOT / "build/peers/work", metavar="DIR",
                        help="where corpus, indexes and results are put (default build/peers/work)")
    parser.add_argument("--build", type=Path, default=ROOT / "build/peers", metavar="DIR",
                        help="CMake's build folder (default build/peers)")
    parser.add_argument("--no-build", action="store_true", help="use the programs in it as they are")
    parser.add_argument("--reuse", action="store_true",
                        help="take corpus, queries and indexes of the last run as they are")


def read_corpus_options(parser):
    options = parser.parse_args()
    options.articles = 0 if options.articles == "all" else int(options.articles)
    options.hold_out = 0  # as make_corpus has it
    for path in options.inputs:
        if not Path(path).exists():
            parser.error(f"{path}: there is no such file or folder")
    options.work, options.build = options.work.resolve(), options.build.resolve()
    return options


def parse_options():
    parser = argparse.ArgumentParser(prog="run", description="newssearch beside other engines on one corpus.")
    add_corpus_options(parser)
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count (default 5), after warming up")
    parser.add_argument("--block", type=int, default=20, metavar="N",
                        help="queries that an engine answers in its turn (default 20)")
    parser.add_argument("--engines", metavar="A,B", help="only these")
    parser.add_argument("--modes", default=",".join(MODES), metavar="A,B", help="only these of " + " ".join(MODES))
    parser.add_argument("--patience", type=float, default=60, metavar="S",
                        help="seconds an engine may spend on a mode before it sits out the rest (default 60)")
    parser.add_argument("--at-once", default="1,2,3,4", metavar="A,B",
                        help="ask newssearch and Lucene from so many threads too (default 1,2,3,4; 0: not)")
    parser.add_argument("--no-cold", action="store_true", help="do not measure cold starts (they empty the page cache)")
    parser.add_argument("--classes", action="store_true", help="print every figure of every class of query too")
    options = read_corpus_options(parser)
    options.at_once = [int(number) for number in options.at_once.split(",") if int(number) > 0]
    options.modes = options.modes.split(",")
    for mode in options.modes:
        if mode not in MODES:
            parser.error(f"no mode '{mode}': there are {', '.join(MODES)}")
    return options


def main():
    options = parse_options()
    options.inputs = options.inputs or fetch_reuters()
    if not options.no_build:
        build_programs(options.build, ROOT, ["newssearch", "peers"])
        build_lucene_driver(options.build)
    comparison = Comparison(options, engines)
    results = {"machine": machine(), "threads": options.threads, "rounds": options.rounds, "block": options.block,
               "seed": options.seed}
    comparison.prepare_corpus()
    results["corpus"] = json.loads((comparison.corpus / "corpus.json").read_text())
    results["builds"] = comparison.build_indexes()
    queries = comparison.read_queries()
    results["queries"] = [query[:3] for query in queries]
    with comparison.running() as drivers:
        results["modes"] = {mode: comparison.ask_mode(mode, queries, drivers) for mode in options.modes}
        results["at_once"] = {mode: comparison.ask_at_once(mode, queries, drivers) for mode in options.modes
                              if options.at_once and mode in AT_ONCE_MODES}
        results["memory"] = {name: driver.memory() for name, driver in drivers.items()}
    results["cold"] = {} if options.no_cold else comparison.start_cold(queries)
    results["skipped"] = comparison.skipped
    results["machine"]["load_after"] = os.getloadavg()[0]
    file = options.work / "results.json"
    file.write_text(json.dumps(results))
    say("")
    report.print_report(json.loads(file.read_text()), options.classes)
    say(f"\nEverything measured is in {file}; print it again with: python3 {Path(__file__).parent}/report.py {file}")


if __name__ == "__main__":
    main()
