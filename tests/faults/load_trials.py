"""The trials of writer_faults that write much, or what is odd: load, restore, poison, order."""
import collections
import json
import os
import random
import re
import shutil
import subprocess
import threading
import time

from poison_articles import poison_articles
from writer_clients import (Failed, Server, Words, Writer, article, command, is_clean, percentile, quoted, until, word)
from writer_load import PATIENCE_OF_CLIENTS, complain, trial

NDJSON = "application/x-ndjson"
MOST_BATCH_BYTES, MOST_BATCH_LINES = 7_000_000, 900
MOST_BODY = 900_000


def articles_of(path, count):
    """So many articles of a file of JSON Lines, or made-up ones, as objects with id, title and body."""
    if not path:
        return [article(f"made-{number}", word(20_000_000 + number * 37)) for number in range(count)]
    given = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            one = json.loads(line)
            body = one.get("body") or one.get("text") or ""
            if len(body) > 200 and len(line) < MOST_BODY:
                one["id"], one["title"], one["body"] = str(one["id"]), one.get("title") or "", body
                given.append(one)
            if len(given) == count:
                break
    if len(given) < 20:
        raise Failed(f"'{path}' has too few articles with a body")
    return given


def lines_of(articles):
    return "".join(json.dumps(one) + "\n" for one in articles)


def index_articles(program, data, path, articles):
    with open(path, "w", encoding="utf-8") as file:
        file.write(lines_of(articles))
    subprocess.run([program, "--data", data, "--quiet", "index", "--keep-recurring-lines", path], check=True,
                   stdout=subprocess.DEVNULL)


def start(program, data, folder, name):
    """A server with a folder of its own, whose writer answers."""
    own = os.path.join(folder, name)
    os.makedirs(own, exist_ok=True)
    server = Server(program, data, own)
    until("a writer answers", server.state)
    return server


def end(*servers):
    for server in servers:
        if server and server.process.poll() is None:
            server.kill(True)


def exported(program, data):
    """Lines of an export, by id."""
    code, text, errors = command(program, data, "export")
    if code != 0:
        raise Failed(f"export: {code}: {errors}")
    return {json.loads(line)["id"]: line for line in text.split("\n") if line}


def tasks_end(server):
    """Waits until all is published and nothing is built."""
    def idle():
        state = server.state()
        return state and state["searchable"] >= state["seq"] and all(
            task["state"] != "running" for task in state["tasks"]) and state
    return until("the writer has nothing to do", idle, pause=0.1, patience=600)


def words_in(text):
    return re.findall(r"[^\W\d_]{4,}", text)


def bare(answer):
    """A search's answer without what is another one each time."""
    for name in ("took_ms", "links", "cursor", "next_cursor"):
        answer.pop(name, None)
    if "index" in answer:
        answer["index"].pop("generation", None)
    return answer


def manifest_of(data):
    with open(os.path.join(data, "current"), encoding="ascii") as file:
        generation = os.path.join(data, file.read().strip())
    with open(os.path.join(generation, "manifest.json"), encoding="utf-8") as file:
        return json.load(file)


# load

class Process:
    """What a process takes up: memory of its own and with mapped files, in MB, descriptors and threads."""

    def __init__(self, pid):
        self.own = self.mapped = self.descriptors = self.threads = 0
        try:
            with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
                fields = dict(line.split(":", 1) for line in file)
            self.own = int(fields["RssAnon"].split()[0]) // 1024
            self.mapped = int(fields["VmRSS"].split()[0]) // 1024
            self.threads = int(fields["Threads"])
            self.descriptors = len(os.listdir(f"/proc/{pid}/fd"))
        except (OSError, KeyError):
            pass


def megabytes_below(folder):
    """Of the files, each once whatever its names."""
    seen = {}
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                status = os.lstat(os.path.join(root, name))
            except OSError:  # removed meanwhile
                continue
            seen[status.st_ino] = status.st_blocks * 512
    return sum(seen.values()) // 1_000_000


class Loading:
    """Threads that write, search and measure until told to stop."""

    def __init__(self, server, texts, count):
        self.server, self.texts, self.count = server, texts, count
        self.words = Words()
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.writes = self.searches = self.failed = self.busy = 0
        self.search_times, self.visible = [], []
        self.said = []
        self.threads = []
        self.asked_words = sorted({each for one in texts[:400] for each in words_in(one["title"] + one["body"][:600])})

    def begin(self, writers, searchers):
        kinds = [self.write] * writers + [self.search] * searchers + [self.see]
        self.threads = [threading.Thread(target=self.guarded, args=(kind, number), daemon=True)
                        for number, kind in enumerate(kinds)]
        for thread in self.threads:
            thread.start()

    def end(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(PATIENCE_OF_CLIENTS)
            if thread.is_alive():
                raise Failed("a client does not end")

    def guarded(self, kind, number):
        try:
            while not self.stopping.is_set():
                kind(number)
        except Exception as error:  # a thread's is seen by nobody else
            self.fail(f"a client: {error!r}")

    def fail(self, what):
        with self.lock:
            self.failed += 1
            self.said.append(what)

    def article(self, number):
        text = self.texts[number % len(self.texts)]
        marker = self.words.next()
        return {**text, "id": f"load-{number}", "url": "", "title": f"{text['title']} {marker}",
                "body": f"{text['body']}\n\n{marker}."}, marker

    def answered(self, what, status, text):
        """Whether it was done; what is put off as the machine is slow is no failure."""
        if status in (200, 202):
            return True
        if status == 503 and ("query_timeout" in text or "more is written than can be published" in text):
            with self.lock:
                self.busy += 1
            time.sleep(0.1)
        else:
            self.fail(f"{what}: {status} {text[:200]}")
        return False

    def write(self, _):
        if random.random() < 0.3:
            one, _ = self.article(random.randrange(self.count))
            status, text = self.server.put(one)
            done = self.answered("PUT", status, text) and 1
        else:
            ids = random.sample(range(self.count), min(self.count, random.randint(5, 60)))
            body = lines_of(self.article(each)[0] for each in ids)
            status, text = self.server.admin("POST", "/v1/articles:batch", body, NDJSON)
            done = self.answered("a batch", status, text) and len(ids)
            for line in text.splitlines() if done else ():
                if json.loads(line)["status"] not in (200, 202):
                    self.fail(f"a line of a batch: {line[:200]}")
        with self.lock:
            self.writes += done

    def search(self, _):
        dice = random.random()
        query = " ".join(random.choices(self.asked_words, k=random.choice([1, 1, 2, 3])))
        if dice < 0.1:
            query = f'"{query}"'
        elif dice < 0.2:
            query = query.split()[0][:4] + "*"
        elif dice < 0.25:
            query = "*"
        target = f"/v1/search?q={quoted(query)}" + random.choice(
            ["", "&sort=newest", "&facets=section,source", "&collapse=story", "&from=2012&to=2019", "&page=2"])
        began = time.monotonic()
        status, text = self.server.read(target)
        took = time.monotonic() - began
        with self.lock:
            self.searches += 1
            self.search_times.append(took)
        self.answered(target, status, text)

    def see(self, _):
        """From a PUT to the search that finds it."""
        one, marker = self.article(self.count + random.randrange(50))
        began = time.monotonic()
        if not self.answered("PUT", *self.server.admin("PUT", f"/v1/articles/{one['id']}?wait=searchable",
                                                       json.dumps(one))):
            return
        found = until("it is found", lambda: self.server.search_ids(marker), pause=0.05)
        with self.lock:
            self.visible.append(time.monotonic() - began)
            self.writes += 1
        if found != [one["id"]]:
            self.fail(f"{marker} finds {found}, not {one['id']}")
        self.stopping.wait(0.5)


class Samples:
    """What was measured from time to time: first, last, most, and whether it grew."""

    MORE_AT_LAST = {"server_rss_mb": (1.1, 32), "writer_rss_mb": (1.1, 32), "server_fds": (1, 16),
                    "writer_fds": (1, 64), "data_mb": (1.5, 0), "journal_mb": (1.25, 64)}  # a factor, and so much more

    def __init__(self):
        self.taken = collections.defaultdict(list)
        self.tasks = {}

    def take(self, server, data, pid):
        for name, process in (("server", Process(server.process.pid)), ("writer", Process(pid))):
            self.taken[f"{name}_rss_mb"].append(process.own)
            self.taken[f"{name}_with_files_mb"].append(process.mapped)
            self.taken[f"{name}_fds"].append(process.descriptors)
            self.taken[f"{name}_threads"].append(process.threads)
        self.taken["data_mb"].append(megabytes_below(data))
        self.taken["journal_mb"].append(megabytes_below(os.path.join(data, "journal")))
        self.taken["generations"].append(sum(name.startswith("gen-") for name in os.listdir(data)))
        state = server.state()
        for task in state["tasks"] if state else []:
            self.tasks[task["id"]] = task
        return state

    def grew(self):
        """What the last third of the time needed more than the one before it: a sentence for each."""
        for name, (factor, more) in self.MORE_AT_LAST.items():
            values = self.taken[name]
            third = len(values) // 3
            middle, last = max(values[third:-third]), max(values[-third:])
            if last > middle * factor + more:
                yield f"{name} grew from {middle} to {last}"

    def figures(self):
        return " ".join(f"{name}={values[0]}/{values[-1]}/{max(values)}" for name, values in self.taken.items())


def add_articles(parser, most):
    parser.add_argument("--articles", metavar="FILE.jsonl", help="articles as JSON Lines; else made-up ones")
    parser.add_argument("--most", type=int, default=most, help="articles taken of the file or made up")


def add_load_arguments(parser):
    add_articles(parser, 2000)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--searchers", type=int, default=2)
    parser.add_argument("--ids", type=int, default=6000,
                        help="articles that are written again and again; for under 5000 the index is not built anew")
    parser.add_argument("--within", type=float, default=5, help="seconds within which what is written is to be found")


@trial(add_load_arguments)
def load(arguments, folder):
    """Writes as fast as it is taken, for a long time, while others search.

    New versions of the same articles, so that the index comes to an end of growing and is built anew many times.
    failed: requests that were not answered with what was asked for; busy: those put off (503), too much being asked;
    visible: from a PUT with wait=searchable to the search that finds it; rss: memory of the process's own (RssAnon),
    with_files: with the mapped files of the index (VmRSS); first, last and most. A run of two minutes or more fails
    where the last third of it needed more than the middle one: memory 10 % and 32 MB, descriptors 16, the data
    directory half of it, the journal a quarter and a segment.
    """
    data = os.path.join(folder, "data")
    texts = articles_of(arguments.articles, arguments.most)
    index_articles(arguments.program, data, os.path.join(folder, "first.jsonl"), texts[:max(20, len(texts) // 2)])
    server = start(arguments.program, data, folder, "server")
    samples, said, died = Samples(), [], 0
    try:
        pid = server.writer_pid()
        server.admin("POST", "/v1/admin/reindex?force=1")  # from now on the journal is kept for a rollback
        tasks_end(server)
        loading = Loading(server, texts, arguments.ids)
        began = time.monotonic()
        finish = began + arguments.minutes * 60
        loading.begin(arguments.writers, arguments.searchers)
        while (left := finish - time.monotonic()) > 0:
            time.sleep(min(left, 10, arguments.minutes * 5))
            state = samples.take(server, data, pid)
            if state and state["failure"]:
                said.append(state["failure"])
            if server.process.poll() is not None:
                raise Failed("the server ended")
            if server.writer_pid() != pid:
                died += 1
                pid = server.writer_pid()
        seconds = time.monotonic() - began
        loading.end()
        tasks_end(server)
        code = server.stop()
        damage = is_clean(arguments.program, data)
    finally:
        end(server)
    if arguments.minutes >= 2:
        said += samples.grew()
    seen = percentile(loading.visible, 0.99)
    if seen > arguments.within:
        said.append(f"one write in a hundred is found after more than {seen:.1f} s")
    if damage:
        said.append(damage)
    refused = [task["message"] for task in samples.tasks.values() if task["state"] == "failed"]
    complain("load", *loading.said, *said, *(f"not built anew: {message}" for message in refused))
    print(f"minutes={seconds / 60:.1f} writes={loading.writes} writes_per_s={loading.writes / seconds:.0f} "
          f"searches={loading.searches} failed={loading.failed} busy={loading.busy} died={died} "
          f"search_p50={1000 * percentile(loading.search_times, 0.5):.0f}ms "
          f"p99={1000 * percentile(loading.search_times, 0.99):.0f}ms "
          f"visible_p50={1000 * percentile(loading.visible, 0.5):.0f}ms p99={1000 * seen:.0f}ms {samples.figures()} "
          f"rebuilds={sum(task['state'] == 'done' for task in samples.tasks.values())} not_built={len(refused)}")
    return loading.failed + died == 0 and not said and code == 0


# restore

class Versions:
    """What each article was, version by version: 0 stands for none."""

    def __init__(self):
        self.lock = threading.Lock()
        self.last = {}       # id: the last version written, or asked for
        self.done = {}       # id: the last version acknowledged
        self.removed = collections.defaultdict(list)  # id: versions that took it out

    def next(self, identity, removes):
        with self.lock:
            self.last[identity] = self.last.get(identity, 0) + 1
            if removes:
                self.removed[identity].append(self.last[identity])
            return self.last[identity]

    def acknowledge(self, versions):
        with self.lock:
            self.done.update(versions)

    def snapshot(self):
        with self.lock:
            return dict(self.done)


def version_of(line):
    """As the headline and the end of the body state it; None where they differ."""
    one = json.loads(line)
    headline, body = one["headline"].rsplit(" ", 1)[-1], one["body"].rsplit(" ", 1)[-1].rstrip(".")
    return int(headline[1:]) if headline == body and re.fullmatch(r"v\d+", headline) else None


class VersionWriter(threading.Thread):
    """Writes articles of its own, new versions of them, and takes some out."""

    def __init__(self, server, texts, versions):
        super().__init__(daemon=True)
        self.server, self.texts, self.versions = server, texts, versions
        self.stopping = False
        self.error = ""

    def run(self):
        try:
            while not self.stopping:
                self.write(random.sample(self.texts, min(len(self.texts), random.randint(1, 30))))
                time.sleep(0.02)
        except Exception as error:  # a thread's is seen by nobody else
            self.error = repr(error)

    def write(self, texts):
        orders, versions = [], {}
        for one in texts:
            identity = one["id"]
            removes = random.random() < 0.1
            versions[identity] = version = self.versions.next(identity, removes)
            orders.append({"delete": identity} if removes else
                          {**one, "title": f"{one['title']} v{version}",
                           "body": f"{one['body']}\n\nThis is v{version}."})
        status, text = self.server.admin("POST", "/v1/articles:batch", lines_of(orders), NDJSON)
        if status not in (200, 202):
            raise Failed(f"a batch: {status} {text[:200]}")
        for line in map(json.loads, text.splitlines()):
            if line["status"] not in (200, 202, 404):
                raise Failed(f"a line of a batch: {line}")
        self.versions.acknowledge(versions)


def missing_in(stored, acknowledged, versions):
    """What a backup must hold and does not: sentences."""
    for identity, version in acknowledged.items():
        line = stored.get(identity)
        if line is None:
            if not any(removal >= version for removal in versions.removed[identity]):
                yield f"{identity} is not there, v{version} was acknowledged"
        elif (found := version_of(line)) is None or found < version:
            yield f"{identity} is v{found}, v{version} was acknowledged"


def search_targets(articles, count):
    """Searches of many kinds for what articles hold."""
    sections = sorted({section for one in articles for section in
                       (one["section"] if isinstance(one.get("section"), list) else [one.get("section")]) if section})
    sources = sorted({one["source"] for one in articles if one.get("source")})
    targets = []
    for number in range(count):
        one = random.choice(articles)
        words = words_in(one["body"][:3000]) or ["harbour"]
        at = random.randrange(len(words))
        stretch = re.split(r"[^\w]+", one["body"][:3000])
        cut = random.randrange(max(1, len(stretch) - 3))
        word_, title = words[at], random.choice(words_in(one["title"]) or words)
        year = random.randint(2008, 2024)
        kinds = [f"q={quoted(word_)}", f"q={quoted(word_ + ' ' + random.choice(words))}",
                 f"q={quoted(chr(34) + ' '.join(stretch[cut:cut + 3]) + chr(34))}", f"q=title%3A{quoted(title)}",
                 f"q={quoted(word_)}&section={quoted(random.choice(sections or ['World']))}",
                 f"q={quoted(word_[:4])}%2A", f"q={quoted(word_)}&from={year}&to={year + 3}",
                 f"q={quoted(word_)}&sort={random.choice(['newest', 'oldest'])}",
                 f"q={quoted(word_)}&facets=section,source,author,lang,tag,place&facet_limit=100",
                 f"q={quoted(one['title'][:100])}&collapse={random.choice(['copies', 'story', 'none'])}",
                 f"q={quoted(word_ + ' -' + random.choice(words))}&page=2",
                 f"q={quoted(word_)}&source={quoted(random.choice(sources or ['x']))}&date_histogram=month"]
        targets.append(f"/v1/search?per_page=20&{kinds[number % len(kinds)]}")
    return targets


def differing_answers(targets, one, other):
    """Searches that two servers answer differently."""
    for target in targets:
        (status, text), (other_status, other_text) = one.read(target), other.read(target)
        answers = [bare(json.loads(each)) for each in (text, other_text)]
        if "query_timeout" in text + other_text:  # slow, not wrong
            continue
        if status != 200 or other_status != 200 or answers[0] != answers[1]:
            where = [name for name in answers[0] if answers[0][name] != answers[1].get(name)]
            yield f"{target}: {status} and {other_status}: {where}"


def flipped(path):
    """Flips a bit in the middle of a file."""
    with open(path, "r+b") as file:
        file.seek(os.path.getsize(path) // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def damages_refused(program, backup, folder):
    """How many files of a backup there are, those a damage of which a restore passes over, and what it said of them."""
    files = sorted(os.path.relpath(os.path.join(root, name), backup) for root, _, names in os.walk(backup)
                   for name in names if os.path.getsize(os.path.join(root, name)) > 0)
    files = [name for name in files if name not in ("backup.json", "current")
             and not name.endswith("manifest.json")]
    passed = []
    for name in files:
        flipped(os.path.join(backup, name))
        target = os.path.join(folder, "of-damaged")
        code, _, errors = command(program, target, "restore", backup)
        flipped(os.path.join(backup, name))
        if code != 5 or os.path.basename(name) not in errors or os.path.exists(os.path.join(target, "current")):
            passed.append(f"{name} damaged: restore ends with {code}: {errors.strip()}")
        shutil.rmtree(target, ignore_errors=True)
    return len(files), passed


def add_restore_arguments(parser):
    add_articles(parser, 400)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--backups", type=int, default=4, help="how many are made while articles are written")


def restored(program, backup, data):
    """What a backup restored elsewhere holds once its journal was applied."""
    code, _, errors = command(program, data, "restore", backup)
    if code != 0:
        raise Failed(f"restore: {code}: {errors}")
    writer = Writer(program, data)
    try:
        writer.await_listening()
        writer.ask({"call": "publish"})
        until("nothing is built", lambda: all(task["state"] != "running" for task in writer.state()["tasks"]),
              patience=600, pause=0.1)
    finally:
        writer.stop()
    return exported(program, data)


@trial(add_restore_arguments)
def restore(arguments, folder):
    """Makes backups while articles are written, and restores them.

    complete: backups made while others wrote that hold all that was acknowledged before they began, each article whole;
    ids, equal: articles of the index and of its last backup restored elsewhere, and those that are the same; queries,
    equal: searches both answer with the same JSON but for time and generation; purged_back: purged articles that came
    back, be it that they were purged before the backup or after it; damaged_refused: files of a backup, a bit of which
    was flipped, that the restore named and refused.
    """
    program, data = arguments.program, os.path.join(folder, "data")
    texts = articles_of(arguments.articles, arguments.most)
    index_articles(program, data, os.path.join(folder, "first.jsonl"),
                   [{**one, "title": one["title"] + " v0", "body": one["body"] + "\n\nThis is v0."} for one in texts])
    server = other = None
    said, versions = [], Versions()
    complete = purged_back = 0
    purged = article("purged-before", word(77))
    purged_later = article("purged-after", word(78))
    try:
        server = start(program, data, folder, "server")
        writers = [VersionWriter(server, texts[number::2], versions) for number in range(2)]
        for one in (purged, purged_later):
            if (answer := server.put(one, wait=True))[0] != 200:
                raise Failed(f"PUT {one['id']}: {answer}")
        for each in writers:
            each.start()
        taken = []
        for number in range(arguments.backups):
            time.sleep(1 + random.random())
            if number == 1:
                server.admin("DELETE", f"/v1/articles/{purged['id']}?purge=1&reason=test")
            acknowledged, backup = versions.snapshot(), os.path.join(folder, f"backup-{number}")
            code, _, errors = command(program, data, "backup", *(["--copy"] if number % 2 else []), backup)
            if code != 0:
                raise Failed(f"backup: {code}: {errors}")
            taken.append((backup, acknowledged))
        for each in writers:
            each.stopping = True
        for each in writers:
            each.join(PATIENCE_OF_CLIENTS)
            if each.error or each.is_alive():
                raise Failed(f"a client: {each.error or 'does not end'}")
        tasks_end(server)
        last = os.path.join(folder, "backup-last")
        code, _, errors = command(program, data, "backup", "--copy", last)
        if code != 0:
            raise Failed(f"backup: {code}: {errors}")
        elsewhere = os.path.join(folder, "elsewhere")
        stored, there = exported(program, data), restored(program, last, elsewhere)
        equal = sum(there.get(identity) == line for identity, line in stored.items())
        said += list(missing_in(there, versions.snapshot(), versions))
        if set(there) != set(stored):
            said.append(f"ids differ: {sorted(set(there) ^ set(stored))[:5]}")
        other = start(program, elsewhere, folder, "other")
        targets = search_targets(texts, arguments.queries)
        different = list(differing_answers(targets, server, other))
        status, text = other.put(purged)
        if status != 410 or purged["id"] in there:
            purged_back += 1
            said.append(f"what was purged before is in the backup, or taken in again: {status} {text}")
        other.stop()
        for number, (backup, acknowledged) in enumerate(taken):
            place = os.path.join(folder, f"restored-{number}")
            missing = list(missing_in(restored(program, backup, place), acknowledged, versions))
            if damage := is_clean(program, place):
                missing.append(damage)
            said += [f"{os.path.basename(backup)}: {each}" for each in missing]
            complete += not missing
            shutil.rmtree(place)
        server.admin("DELETE", f"/v1/articles/{purged_later['id']}?purge=1&reason=test")
        tasks_end(server)
        server.stop()
        code, _, errors = command(program, data, "restore", "--force", last)
        if code != 0:
            raise Failed(f"restore --force: {code}: {errors}")
        server = start(program, data, folder, "server")
        try:
            until("all is searchable after a restore", lambda: (state := server.state()) and
                  state["searchable"] >= state["seq"], patience=30, pause=0.1)
        except Failed as failure:
            state = server.state()
            said.append(f"{failure}: it stays at {state['searchable']}, the journal is at {state['seq']}")
        status, text = server.put(purged_later)
        if status != 410 or purged_later["id"] in exported(program, data) or server.search_ids(word(78)) != []:
            purged_back += 1
            said.append(f"what was purged after the backup came back with it: {status} {text}")
        server.stop()
        if damage := is_clean(program, data):
            said.append(damage)
        files, passed = damages_refused(program, last, folder)
    finally:
        end(server, other)
    complain("restore", *said, *different, *passed)
    print(f"ids={len(stored)} equal={equal} queries={len(targets)} equal={len(targets) - len(different)} "
          f"backups={len(taken)} complete={complete} purged_back={purged_back} "
          f"damaged_refused={files - len(passed)}/{files}")
    return not said and not different and not passed and purged_back == 0 and equal == len(stored)


# poison

class Poisoned:
    """One writer that is given each poison between good neighbours."""

    def __init__(self, server, within):
        self.server, self.within = server, within
        self.words = Words()
        self.pid = server.writer_pid()
        self.good = {}  # id: marker, all that must be found
        self.stored = self.refused = self.stalled = self.died = self.found = 0
        self.slowest = 0.0
        self.said = []

    def neighbours(self, name):
        made = [article(f"good-{name}-{side}", self.words.next()) for side in ("before", "after")]
        return made, {one["id"]: one["title"].split()[0] for one in made}

    def look(self, name, markers, began):
        """Waits for the neighbours, and looks whether the writer is the same."""
        self.good.update(markers)
        query = " OR ".join(markers.values())
        try:
            until(f"{name}: its neighbours are found",
                  lambda: set(markers) <= set(self.server.search_ids(query) or []), patience=4 * self.within)
            self.found += len(markers)
        except Failed as failure:
            self.said.append(str(failure))
        seconds = time.monotonic() - began
        self.slowest = max(self.slowest, seconds)
        state = self.server.state() or {"failure": "no answer"}
        if seconds > self.within or state["failure"]:
            self.stalled += 1
            self.said.append(f"{name}: {seconds:.1f} s, {state['failure']}")
        if self.server.writer_pid() != self.pid:
            self.died += 1
            self.said.append(f"{name}: the writer died")
            self.pid = until("a writer is there", self.server.writer_pid)

    def refusal(self, name, status, text):
        """Of one article. Complains where it was not refused as it should be."""
        try:
            problem = json.loads(text)
            reason = problem.get("detail") or problem.get("message") or problem.get("title")
        except (ValueError, AttributeError):
            reason = ""
        if status < 400 or status >= 500 or not reason:
            self.said.append(f"{name}: {status} {text[:200]}")

    def batch(self, name, line):
        made, markers = self.neighbours(name)
        before, after = (json.dumps(one).encode() for one in made)
        began = time.monotonic()
        status, text = self.server.admin("POST", "/v1/articles:batch?wait=searchable",
                                         before + b"\n" + line + b"\n" + after + b"\n", NDJSON)
        if status not in (200, 202):  # all of it
            self.refused += 1
            self.refusal(name, status, text)
            began = time.monotonic()
            status, text = self.server.admin("POST", "/v1/articles:batch?wait=searchable", lines_of(made), NDJSON)
            return self.look(name, markers, began)
        refused = False
        for result in map(json.loads, text.splitlines()):
            if result["status"] not in (200, 202):
                refused = True
                self.refusal(name, result["status"], json.dumps(result.get("error", "")))
                if result["id"] in markers:
                    self.said.append(f"{name}: its neighbour is refused: {result}")
        self.refused += refused
        self.stored += not refused
        return self.look(name, markers, began)

    def alone(self, name, line):
        """By PUT, under the id it states."""
        try:
            identity = json.loads(line)["id"]
            target = "/v1/articles/" + quoted(identity)
        except (ValueError, TypeError, KeyError, RecursionError):
            target = "/v1/articles/" + quoted(name)
        status, text = self.server.admin("PUT", target, line)
        if status not in (200, 202):
            return self.refusal(name + " by PUT", status, text)
        for place in (target, target.replace("/v1/articles/", "/article/")):
            status, text = self.server.read(place)
            if status not in (200, 404):
                self.said.append(f"{name}: {place[:80]}: {status} {text[:200]}")
        return None


def add_poison_arguments(parser):
    parser.add_argument("--within", type=float, default=5, help="seconds within which the neighbours are to be found")
    parser.add_argument("--only", default="", help="only cases whose names hold this")


@trial(add_poison_arguments)
def poison(arguments, folder):
    """Writes articles made to break the writer, each between two good ones, in a batch, by PUT, and from a file.

    Each is stored or refused with a reason, its neighbours are found within 5 s, and the writer goes on: stalled, cases
    where they were not, or the writer said that it failed; died, where it was another process afterwards. In the end
    all is checked and built anew, and everything is there as before: damaged counts what is not.
    """
    program, data = arguments.program, os.path.join(folder, "data")
    index_articles(program, data, os.path.join(folder, "first.jsonl"), articles_of(None, 40))
    server = start(program, data, folder, "server")
    damaged = []
    cases = {name: line for name, line in poison_articles().items() if arguments.only in name}
    try:
        poisoned = Poisoned(server, arguments.within)
        for name, line in cases.items():
            poisoned.batch(name, line)
            poisoned.alone(name, line)
        path = os.path.join(folder, "poison.jsonl")
        expected = {}
        with open(path, "wb") as file:
            for name, line in cases.items():
                made, markers = poisoned.neighbours("file-" + name)
                expected[name] = markers
                file.write(json.dumps(made[0]).encode() + b"\n" + line + b"\n" + json.dumps(made[1]).encode() + b"\n")
        code, report, errors = command(program, data, "--quiet", "index", "--format", "jsonl", "--keep-recurring-lines",
                                       "--format-report", "json", path)
        if code not in (0, 1):
            poisoned.said.append(f"index: {code}: {errors[:500]}")
        elif any(not each["reason"] for each in json.loads(report)["rejections"]):
            poisoned.said.append("index: an article is rejected without a reason")
        for name, markers in expected.items():
            poisoned.look("file-" + name, markers, time.monotonic())
        tasks_end(server)
        server.stop()
        if damage := is_clean(program, data):
            damaged.append(damage)
        before = exported(program, data)
        code, _, errors = command(program, data, "--quiet", "reindex")
        if code != 0:
            damaged.append(f"reindex: {code}: {errors}")
        if damage := is_clean(program, data):
            damaged.append(damage)
        after = exported(program, data)
        damaged += [f"{identity[:80]!r} is another one after reindex" for identity in set(before) | set(after)
                    if before.get(identity) != after.get(identity)]
        damaged += [f"{identity} is gone" for identity in poisoned.good if identity not in after]
    finally:
        end(server)
    complain("poison", *poisoned.said, *damaged)
    print(f"cases={len(cases)} stored={poisoned.stored} refused={poisoned.refused} "
          f"neighbours={poisoned.found}/{len(poisoned.good)} slowest={poisoned.slowest:.1f}s "
          f"stalled={poisoned.stalled} died={poisoned.died} damaged={len(damaged)}")
    return not poisoned.said and not damaged and poisoned.stalled + poisoned.died == 0


# order

ROUNDING = 1e-4
COMPARED_HITS, LOOKED_AT = 20, 60
PLAIN_SCORES, DEFAULTS = "&recency=off&expand=off", ""


class Answer:
    def __init__(self, server, query, settings):
        status, text = server.read(f"/v1/search?q={quoted(query)}&collapse=none&spelling=off&facets=&date_histogram="
                                   f"&snippet_length=0&per_page={LOOKED_AT}{settings}")
        if status != 200:
            raise Failed(f"{query}: {status} {text[:200]}")
        answer = json.loads(text)
        self.total = answer["total"]["value"]
        self.ids = [hit["id"] for hit in answer["hits"]]
        self.scores = {hit["id"]: hit["score"] for hit in answer["hits"]}
        self.parsed = answer["query"]


class Comparison:
    """How two indexes of the same articles answer the same queries."""

    def __init__(self, queries, one, other):
        self.queries = len(queries)
        self.same_order = self.same_set = self.tied = self.totals = 0
        self.differences = []  # of scores, relative
        self.said = []
        for query, answer, other_answer in zip(queries, one, other, strict=True):
            self.compare(query, answer, other_answer)

    def compare(self, query, one, other):
        first, second = one.ids[:COMPARED_HITS], other.ids[:COMPARED_HITS]
        self.same_order += first == second
        self.same_set += set(first) == set(second)
        self.totals += one.total == other.total
        both = [each for each in one.ids if each in other.scores]
        differences = [abs(one.scores[each] - other.scores[each]) / max(one.scores[each], 1e-9) for each in both]
        self.differences += differences
        if one.total != other.total:
            self.said.append(f"{query}: {one.total} and {other.total} hits: {one.parsed['parsed']} / "
                             f"{other.parsed['parsed']}")
        elif first != second:
            scores = {**other.scores, **one.scores}  # of many that are alike, each has others among its hits
            tied = all(abs(scores[own] - scores[theirs]) <= ROUNDING * scores[own]
                       for own, theirs in zip(first, second))
            self.tied += tied
            if not tied:
                at = next(i for i, (own, theirs) in enumerate(zip(first, second)) if own != theirs)
                own, theirs = first[at], second[at]
                self.said.append(f"{query}: hit {at + 1} is {own} ({one.scores.get(own)}, there "
                                 f"{other.scores.get(own)}) or {theirs} ({one.scores.get(theirs)}, there "
                                 f"{other.scores.get(theirs)})")

    def most(self):
        return max(self.differences, default=0.0)

    def others(self):
        """Queries whose orders differ by more than how ties are broken."""
        return self.queries - self.same_order - self.tied

    def figures(self):
        return (f"queries={self.queries} same_order={self.same_order} tied={self.tied} other={self.others()} "
                f"same_set={self.same_set} totals_equal={self.totals} max_score_difference={self.most():.1e} "
                f"p50={percentile(self.differences, 0.5):.1e} p99={percentile(self.differences, 0.99):.1e}")


def halves_of_like_length(articles):
    """Two halves whose articles are of about the same length on average, each in a random order."""
    by_length = sorted(articles, key=lambda one: len(words_in(one["title"] + " " + one["body"])))
    halves = [[], []]
    for at in range(0, len(by_length) - 1, 2):
        pair = by_length[at:at + 2]
        random.shuffle(pair)
        halves[0].append(pair[0])
        halves[1].append(pair[1])
    for half in halves:
        random.shuffle(half)
    return halves


def add_in_batches(server, articles, size, wait):
    """Each batch is published before the next one where `wait`."""
    at = 0
    while at < len(articles):
        batch, count = [], 0
        for one in articles[at:at + min(size, MOST_BATCH_LINES)]:
            count += len(json.dumps(one))
            if count > MOST_BATCH_BYTES and batch:
                break
            batch.append(one)
        at += len(batch)
        status, text = server.admin("POST", "/v1/articles:batch" + ("?wait=searchable" if wait else ""),
                                    lines_of(batch), NDJSON)
        refused = [line for line in text.splitlines() if json.loads(line).get("status") not in (200, 202)]
        if status not in (200, 202) or refused:
            raise Failed(f"a batch: {status} {refused[:1]} {text[:200]}")
    server.await_searchable()


def add_order_arguments(parser):
    add_articles(parser, 600)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--batches", type=int, default=20)


@trial(add_order_arguments)
def order(arguments, folder):
    """Compares the order of hits where articles were indexed at once, added in few or many parts, and built anew.

    parts: half of the articles added in many batches, against the same in as few as can be: both score with the average
    length of the first half. anew: these parts built anew, against all indexed at once. at_once: the parts against all
    indexed at once, which scores with another average length: told, and nothing is claimed. tied: orders that differ
    only among hits whose scores differ by less than a ten-thousandth; other: by more. Plainly scored, and with the
    defaults: recency, and what the first hits teach.
    """
    program = arguments.program
    articles = articles_of(arguments.articles, arguments.most)
    base, added = halves_of_like_length(articles)
    data = {name: os.path.join(folder, "data-" + name) for name in ("once", "parts", "few")}
    index_articles(program, data["once"], os.path.join(folder, "all.jsonl"), base + added)
    index_articles(program, data["parts"], os.path.join(folder, "half.jsonl"), base)
    shutil.copytree(data["parts"], data["few"])
    servers = {}
    figures, said = {}, []
    try:
        for name, place in data.items():
            servers[name] = start(program, place, folder, name)
        add_in_batches(servers["parts"], added, max(1, len(added) // arguments.batches), True)
        add_in_batches(servers["few"], added, MOST_BATCH_LINES, False)
        folds = sum(len(tasks_end(servers[name])["tasks"]) for name in ("parts", "few"))
        parts = {name: manifest_of(data[name]) for name in data}
        counts = {manifest["articles"] for manifest in parts.values()}
        if len(counts) > 1:
            said.append(f"numbers of articles differ: {counts}")
        queries = []
        for number in range(arguments.queries):
            one = random.choice(articles)
            words = words_in(one["body"][:4000]) or ["harbour"]
            queries.append([random.choice(words), " ".join(random.choices(words, k=2)), one["title"][:120],
                            " ".join(random.choices(words, k=3))][number % 4])
        def answers(name):
            return {settings: [Answer(servers[name], query, settings) for query in queries]
                    for settings in (PLAIN_SCORES, DEFAULTS)}
        once, in_parts, in_few = answers("once"), answers("parts"), answers("few")
        status, text = servers["parts"].admin("POST", "/v1/admin/reindex?force=1")
        if status != 202:
            raise Failed(f"reindex: {status} {text}")
        tasks_end(servers["parts"])
        anew = answers("parts")
        for suffix, settings in (("", PLAIN_SCORES), ("_defaults", DEFAULTS)):
            for name, one, other in (("parts", in_parts, in_few), ("anew", once, anew), ("at_once", once, in_parts)):
                figures[name + suffix] = Comparison(queries, one[settings], other[settings])
        for server in servers.values():
            server.stop()
    finally:
        end(*servers.values())
    for name, comparison in figures.items():
        complain(f"order: {name}", *comparison.said[:8])
    complain("order", *said)
    lengths = "/".join(f"{manifest.get('average_length', 0):.2f}" for manifest in parts.values())
    print(f"articles={len(base) + len(added)} parts={'/'.join(str(len(m.get('parts', []))) for m in parts.values())} "
          f"folds={folds} average_length={lengths}")
    for name, comparison in figures.items():
        print(f"{name}: {comparison.figures()}")
    return not said and all(comparison.totals == comparison.queries and comparison.others() == 0 and
                            comparison.most() <= ROUNDING
                            for name, comparison in figures.items() if not name.startswith("at_once"))
