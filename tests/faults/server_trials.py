"""The trials of server_load: mixed and soak."""
import collections
import contextlib
import http.client
import json
import os
import random
import signal
import socket
import threading
import time
import urllib.parse

from attack_clients import FORK, Served, get
from hostile_queries import hostile_queries
from load_trials import (Loading, Samples, add_articles, articles_of, end, index_articles, start, tasks_end,
                         words_in)
from writer_clients import PATIENCE, Failed, is_clean, percentile, quoted
from writer_load import complain, trial

REFUSED = {400, 414, 429, 503}  # 414: an address of more than 8 KB
EVERYTHING = "/v1/search?facets=section,source,author,lang,tag,place&date_histogram=auto&q="


class KeptAlive:
    """A connection that stays from request to request; opened anew where it was closed."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def ask(self, target):
        """Status, text and seconds; status 0 where there is no answer."""
        began = time.monotonic()
        try:
            self.connection.request("GET", target)
            response = self.connection.getresponse()
            status, text = response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            status, text = 0, repr(error).encode()
        return status, text, time.monotonic() - began


# mixed

def asked_in_process(port, targets, times, pipe):
    """Asks for each at its time, or as soon after as the one before is answered; sends (target, status, seconds)."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    client, answers, began = KeptAlive(port), [], time.monotonic()
    for target, due in zip(targets, times):
        time.sleep(max(0.0, began + due - time.monotonic()))
        status, _, seconds = client.ask(target)
        answers.append((target, status, seconds))
    pipe.send(answers)


class Asking:
    """Clients in processes of their own."""

    def __init__(self, port, plans):
        self.started = []
        for targets, times in plans:
            ours, theirs = FORK.Pipe()
            process = FORK.Process(target=asked_in_process, args=(port, targets, times, theirs), daemon=True)
            process.start()
            self.started.append((ours, process))

    def answers(self, patience):
        deadline, given = time.monotonic() + patience, []
        for ours, process in self.started:
            if not ours.poll(max(0.0, deadline - time.monotonic())):
                process.terminate()
                raise Failed("a client does not end")
            given += ours.recv()
            process.join()
        return given


def normal_plans(words, clients, rate, seconds):
    """For each client, searches of one to three words at random times: so many a second of them all."""
    plans = []
    for _ in range(clients):
        times = sorted(random.uniform(0, seconds) for _ in range(int(rate * seconds / clients)))
        plans.append(([f"/v1/search?q={quoted(' '.join(random.sample(words, random.choice([1, 2, 2, 3]))))}"
                       for _ in times], times))
    return plans


def hostile_plans(queries, clients, seconds):
    """Spread over the time, by turns."""
    times = [seconds * number / len(queries) for number in range(len(queries))]
    return [([EVERYTHING + urllib.parse.quote_from_bytes(each, safe="") for each in queries[number::clients]],
             times[number::clients]) for number in range(clients)]


def add_mixed_arguments(parser):
    add_articles(parser, 5000)
    parser.add_argument("--hostile", type=int, default=200, help="queries of which an archive could suffer")
    parser.add_argument("--seconds", type=float, default=30, help="for each of the two times")
    parser.add_argument("--clients", type=int, default=4, help="that search, over connections they keep")
    parser.add_argument("--rate", type=float, default=60, help="their searches a second, together")
    parser.add_argument("--ratio", type=float, default=3, help="how much the p99 may be more; 0: that is not claimed")


@trial(add_mixed_arguments)
def mixed(arguments, folder):
    """Searches as readers do, first alone, then with hostile queries between them.

    Claims: readers are answered 200 at any time, with a p99 beside the hostile queries of at most --ratio times that
    without; each hostile one is answered, or refused by 400, 414, 429 or 503; the server lives. alone, beside: the
    readers' times; slowest: of a hostile one. Half of the hostile queries are of hostile_queries.txt, half made.
    """
    data, texts = os.path.join(folder, "data"), articles_of(arguments.articles, arguments.most)
    index_articles(arguments.program, data, os.path.join(folder, "first.jsonl"), texts)
    words = sorted({each for one in texts[:1000] for each in words_in(one["title"] + " " + one["body"][:600])})
    hostile = hostile_queries(arguments.hostile, texts, words)
    server = Served(arguments.program, data, folder)
    try:
        patience = arguments.seconds + PATIENCE
        plans = [normal_plans(words, arguments.clients, arguments.rate, arguments.seconds) for _ in range(2)]
        warm_up = normal_plans(words, arguments.clients, arguments.rate, 2)  # so that files have been read
        Asking(server.port, warm_up).answers(patience)
        alone = Asking(server.port, plans[0]).answers(patience)
        hostile_ones = Asking(server.port, hostile_plans(hostile, 4, arguments.seconds))
        beside = Asking(server.port, plans[1]).answers(patience)
        suffered = hostile_ones.answers(patience)
        lives, well = server.process.poll() is None, server.is_well()
        code, _ = server.end()
    finally:
        end(server)
    said = [f"{target}: {status or 'no answer'}" for target, status, _ in alone + beside if status != 200]
    said += [f"hostile: {target[:200]}: {status or 'no answer'}" for target, status, _ in suffered
             if status != 200 and status not in REFUSED]
    if not lives or not well or code != 0:
        said.append(f"the server: lives {lives}, answers {well}, ended with {code}")
    times = {name: [seconds for _, _, seconds in given] for name, given in (("alone", alone), ("beside", beside))}
    p99 = {name: percentile(each, 0.99) for name, each in times.items()}
    ratio = p99["beside"] / p99["alone"]
    if arguments.ratio and ratio > arguments.ratio:
        said.append(f"beside hostile queries the p99 is {ratio:.1f} times that without, {arguments.ratio:g} may be")
    complain("mixed", *said)
    statuses = collections.Counter(status for _, status, _ in suffered)
    print(f"articles={len(texts)} searches={len(alone)}+{len(beside)} " + " ".join(
        f"{name}_p50={1000 * percentile(each, 0.5):.1f}ms p99={1000 * p99[name]:.1f}ms" for name, each in times.items())
        + f" ratio={ratio:.2f} hostile={len(suffered)} "
        + " ".join(f"{status}={count}" for status, count in sorted(statuses.items()))
        + f" hostile_p50={1000 * percentile([each[2] for each in suffered], 0.5):.0f}ms"
        + f" slowest={1000 * max(each[2] for each in suffered):.0f}ms alive={int(lives)} violations={len(said)}")
    return not said


# soak

class Soaking(Loading):
    """Readers of all kinds, and a writer, until told to stop."""

    def __init__(self, server, texts, count, pause):
        super().__init__(server, texts, count)
        self.pause = pause
        self.requests = self.broken_off = 0
        self.connections = threading.local()

    def begin_kinds(self, readers):
        kinds = [self.read_on] * readers + [self.break_off, self.write_now_and_then]
        self.threads = [threading.Thread(target=self.guarded, args=(kind, number), daemon=True)
                        for number, kind in enumerate(kinds)]
        for thread in self.threads:
            thread.start()

    def asked(self, target):
        """The answer's text, or none."""
        if not hasattr(self.connections, "kept"):
            self.connections.kept = KeptAlive(self.server.port)
        status, text, seconds = self.connections.kept.ask(target)
        text = text.decode("utf-8", "replace")
        with self.lock:
            self.requests += 1
            self.search_times.append(seconds)
        return text if self.answered(target, status, text) else None

    def some_words(self):
        return " ".join(random.choices(self.asked_words, k=random.choice([1, 1, 2, 3])))

    def read_on(self, _):
        """As a reader does: a search, its pages, an article of it and what is beside that."""
        self.asked(f"/v1/suggest?q={quoted(self.some_words()[:4])}")
        search = target = f"/v1/search?per_page=5&q={quoted(self.some_words())}" + random.choice(
            ["", "&sort=newest", "&collapse=story", "&date_histogram=day"])
        for _ in range(random.choice([1, 1, 2, 4])):
            text = self.asked(target)
            answer = json.loads(text) if text else {"hits": [], "links": {"next": None}}
            for hit in random.sample(answer["hits"], min(1, len(answer["hits"]))):
                self.asked("/v1/articles/" + quoted(hit["id"]))
                self.asked(f"/v1/articles/{quoted(hit['id'])}/related")
                self.asked("/article/" + quoted(hit["id"]))
            if not answer["links"]["next"]:
                break
            target = random.choice([answer["links"]["next"], f"{search}&cursor={answer['next_cursor']}"])
            self.stopping.wait(self.pause)

    def break_off(self, _):
        """A request that is not sent to its end, or an answer that is not read."""
        request = get(f"/v1/search?per_page=100&q={quoted(self.some_words())}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.server.port), PATIENCE) as one:
            cut = random.choice([len(request) // 2, len(request), len(request)])
            one.sendall(request[:cut])
            if cut == len(request) and random.random() < 0.5:
                one.recv(100)
        with self.lock:
            self.broken_off += 1
        self.stopping.wait(4 * self.pause)

    def write_now_and_then(self, number):
        self.write(number)
        self.stopping.wait(random.uniform(20, 80) * self.pause)


class SoakSamples(Samples):
    MORE_AT_LAST = {"server_rss_mb": (1.1, 8), "writer_rss_mb": (1.1, 8), "server_fds": (1, 8), "writer_fds": (1, 8),
                    "server_threads": (1, 2), "writer_threads": (1, 2)}


class DeletedFiles:
    """Files that a process has open or mapped though they are removed, and since when."""

    def __init__(self, data):
        self.data, self.since, self.most_seconds, self.held = os.path.realpath(data), {}, 0.0, ""

    @staticmethod
    def of(pid):
        names = set()
        with contextlib.suppress(OSError):
            with open(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as file:
                names |= {line.split(maxsplit=5)[5].strip() for line in file if line.endswith(" (deleted)\n")}
            for descriptor in os.listdir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    name = os.readlink(f"/proc/{pid}/fd/{descriptor}")
                    if name.endswith(" (deleted)"):
                        names.add(name)
        return names

    def look(self, *pids):
        """How many there are."""
        now = time.monotonic()
        seen = {(pid, name) for pid in pids for name in self.of(pid) if name.startswith(self.data)}
        self.since = {one: self.since.get(one, now) for one in seen}
        for one, begin in self.since.items():
            if now - begin > self.most_seconds:
                self.most_seconds, self.held = now - begin, f"{one[1]} by process {one[0]}"
        return len(seen)


def add_soak_arguments(parser):
    add_articles(parser, 2000)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--swap", type=float, default=60, help="seconds from one rebuild to the next")
    parser.add_argument("--sample", type=float, default=10, help="seconds from one look at the processes to the next")
    parser.add_argument("--clients", type=int, default=4,
                        help="that read, beside one that breaks off and one that writes")
    parser.add_argument("--pause", type=float, default=0.05, help="seconds that a reader takes")
    parser.add_argument("--ids", type=int, default=400, help="articles that are written again and again")


HEADER = ("minute  requests failed busy broken_off  generation  server: MB  fds threads  writer: MB  fds threads  "
          "deleted")


def row(minute, soaking, samples, deleted, generation):
    last = {name: values[-1] for name, values in samples.taken.items()}
    print(f"{minute:6.1f} {soaking.requests:9} {soaking.failed:6} {soaking.busy:4} {soaking.broken_off:10} "
          f"{generation:11} {last['server_rss_mb']:11} {last['server_fds']:4} {last['server_threads']:7} "
          f"{last['writer_rss_mb']:11} {last['writer_fds']:4} {last['writer_threads']:7} {deleted:8}", flush=True)


@trial(add_soak_arguments)
def soak(arguments, folder):
    """Reads and writes for a long time, while one index takes the place of another.

    Readers search, page, complete, fetch articles and what is beside them; one breaks off half-way; every few seconds
    some articles are written and published, and every --swap seconds the index is built anew. Claims: no request fails
    (busy: put off by 503, as the machine was slow); neither process ends; in a run of three minutes or more, the last
    third took no more memory (RssAnon) than the middle one by 10 % and 8 MB, and no more descriptors (8) and threads
    (2); no removed file stays open for more than a minute. figures: first, last and most of each.
    """
    data, texts = os.path.join(folder, "data"), articles_of(arguments.articles, arguments.most)
    index_articles(arguments.program, data, os.path.join(folder, "first.jsonl"), texts)
    server = start(arguments.program, data, folder, "server")
    samples, deleted, said, died, swaps = SoakSamples(), DeletedFiles(data), [], 0, 0
    try:
        pid = server.writer_pid()
        soaking = Soaking(server, texts, arguments.ids, arguments.pause)
        soaking.begin_kinds(arguments.clients)
        began = time.monotonic()
        finish, next_swap, next_row = began + 60 * arguments.minutes, began, began
        print(HEADER, flush=True)
        while (left := finish - time.monotonic()) > 0:
            if time.monotonic() >= next_swap:
                next_swap += arguments.swap
                status, text = server.admin("POST", "/v1/admin/reindex?force=1")
                swaps += status == 202
                if status not in (202, 409):  # 409: the one before is not done
                    said.append(f"reindex: {status} {text[:200]}")
            state = samples.take(server, data, pid)
            open_ones = deleted.look(server.process.pid, pid)
            if state and state["failure"]:
                said.append(state["failure"])
            if server.process.poll() is not None:
                raise Failed("the server ended")
            if server.writer_pid() != pid:
                died, pid = died + 1, server.writer_pid()
            if time.monotonic() >= next_row:
                next_row += 60
                row((time.monotonic() - began) / 60, soaking, samples, open_ones, state["generation"] if state else 0)
            time.sleep(min(left, arguments.sample))
        seconds = time.monotonic() - began
        soaking.end()
        tasks_end(server)
        row(seconds / 60, soaking, samples, deleted.look(server.process.pid, pid), server.state()["generation"])
        code = server.stop()
        damage = is_clean(arguments.program, data)
    finally:
        end(server)
    if arguments.minutes >= 3:
        said += samples.grew()
    if deleted.most_seconds > 60:
        said.append(f"kept open for {deleted.most_seconds:.0f} s though it is removed: {deleted.held}")
    if damage:
        said.append(damage)
    refused = [task["message"] for task in samples.tasks.values() if task["state"] == "failed"]
    complain("soak", *soaking.said, *said, *(f"not built anew: {message}" for message in refused))
    print(f"minutes={seconds / 60:.1f} requests={soaking.requests} failed={soaking.failed} busy={soaking.busy} "
          f"broken_off={soaking.broken_off} writes={soaking.writes} swaps={swaps} not_built={len(refused)} died={died} "
          f"p50={1000 * percentile(soaking.search_times, 0.5):.0f}ms "
          f"p99={1000 * percentile(soaking.search_times, 0.99):.0f}ms deleted_open={deleted.most_seconds:.0f}s "
          f"{samples.figures()}")
    return soaking.failed + died + len(refused) == 0 and not said and code == 0 and swaps > 0
