"""Moves the wall clock of a server and its writer."""
import datetime
import json
import mmap
import os
import random
import signal
import struct
import threading
import time

from writer_clients import Failed, Server, Words, article, is_clean, quoted, small_index, until, word
from writer_load import PATIENCE_OF_CLIENTS, SEARCHES, Acknowledged, Client, Compared, Searching, complain, trial

SECOND, HOUR, DAY, YEAR = 1, 3600, 86400, 365 * 86400
FARTHEST = 8 * YEAR  # articles of 2024 are then of the future
KEPT = 8             # articles that wait for their time, of each kind
SHOWN_WITHIN = 20    # real seconds after an embargo has ended; 2 once one was not


class WallClock:
    """That of processes which have newssearch_fault_shim (FAULT_CLOCK)."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "clock")
        with open(self.path, "wb") as file:
            file.write(bytes(8))
        with open(self.path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 8)
        self.ahead = 0

    def now(self):
        return time.time() + self.ahead

    def jump(self, seconds):
        self.ahead += seconds
        self.memory[:] = struct.pack("=q", self.ahead)


def far():
    """Seconds of a jump, or until something's time."""
    unit, most = random.choice([(SECOND, 59), (HOUR, 23), (DAY, 29), (YEAR, 5)])
    return unit * random.randint(1, most)


class Timed:
    """An article that is to be seen from a time on (embargoed), or until then (expires)."""

    def __init__(self, field, identity, marker, at):
        self.field, self.identity, self.marker, self.at = field, identity, marker, at
        self.passed = False  # the clock has been there, wherever it is now

    def article(self):
        text = datetime.datetime.fromtimestamp(self.at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        return article(self.identity, self.marker, **{self.field: text})

    def is_found(self, server):
        found = server.search_ids(self.marker)
        if found is None:
            raise Failed(f"a search for {self.marker} fails")
        return self.identity in found and server.read("/v1/articles/" + self.identity)[0] == 200

    def seen_at(self, server):
        """Addresses where it is."""
        seen = []
        for target in (f"/v1/articles/{self.identity}", f"/article/{self.identity}",
                       f"/v1/articles/{self.identity}/related", f"/v1/articles/{self.identity}/story"):
            if server.read(target)[0] == 200:
                seen.append(target)
        for target in (f"/v1/search?q={self.marker}&collapse=none&spelling=on&facets=section",
                       f"/v1/search?q={self.marker[:5]}%2A&collapse=none", f"/v1/suggest?q={self.marker[:6]}",
                       "/v1/search?q=%2A&per_page=100&collapse=none", "/v1/articles/first-1/related?mode=related",
                       "/v1/trending", "/trending", "/search?q=%2A"):
            status, text = server.read(target)
            if target.startswith("/v1/s") and status == 200:
                answer = json.loads(text)
                for repeated in ("q", "query", "links", "warnings"):  # what was asked
                    answer.pop(repeated, None)
                text = json.dumps(answer)
            if status >= 500:
                raise Failed(f"{target}: {status} {text[:200]}")
            if self.marker in text or self.identity in text:
                seen.append(target)
        return seen


class Prompt(threading.Thread):
    """Writes an article after the other, waits until it can be searched, and looks for it."""

    def __init__(self, server, words, within):
        super().__init__(daemon=True)
        self.server, self.words, self.within = server, words, within
        self.may_write = threading.Lock()
        self.stopping = False
        self.count = self.failed = self.late = 0
        self.longest = 0.0
        self.said = []
        self.error = ""

    def run(self):
        try:
            while not self.stopping:
                with self.may_write:
                    self.one_article()
        except Exception as error:  # a thread's is seen by nobody else
            self.error = repr(error)

    def one_article(self):
        identity, marker = f"prompt-{self.count % 50}", self.words.next()
        self.count += 1
        began = time.monotonic()
        status, text = self.server.put(article(identity, marker), wait=True)
        seconds = time.monotonic() - began
        self.longest = max(self.longest, seconds)
        found = self.server.search_ids(marker)
        if status != 200 or not json.loads(text)["searchable"] or found is None or identity not in found:
            self.failed += 1
            self.said.append(f"PUT {identity}: {status} {text[:200]}; a search for {marker} finds {found}")
        elif seconds > self.within:
            self.late += 1
            self.said.append(f"PUT {identity}: {seconds:.1f} s")


class Jumps:
    """A server whose clock jumps, and articles whose time comes."""

    def __init__(self, server, clock, words, prompt):
        self.server, self.clock, self.words, self.prompt = server, clock, words, prompt
        self.timed = {"embargoed": [], "expires": []}
        self.count = self.early = self.overdue = self.lost = self.back = 0
        self.said = []

    def add(self, field):
        """Two of one time."""
        at = int(self.clock.now()) + random.choice([3, far() + 2])
        for _ in range(2):
            self.count += 1
            one = Timed(field, f"{field}-{self.count:05}", self.words.next(), at)  # no id begins another
            status, text = self.server.put(one.article(), wait=field == "expires")
            if status not in (200, 202):
                raise Failed(f"PUT {one.identity}: {status} {text}")
            self.timed[field].append(one)
        while len(self.timed[field]) > KEPT:
            self.timed[field].pop(random.randrange(KEPT))

    def where(self, one):
        return f"{one.identity}: {one.at - self.clock.now():.1f} s before its time, {self.clock.ahead} s ahead"

    def look(self):
        """At each of them."""
        for one in list(self.timed["embargoed"]):
            if self.clock.now() >= one.at:
                patience = 2 if self.overdue else SHOWN_WITHIN
                try:
                    until("shown", lambda one=one: one.is_found(self.server), patience, pause=0.1)
                except Failed as failure:
                    self.overdue += 1
                    self.said.append(f"{self.where(one)}: {failure}")
                self.timed["embargoed"].remove(one)
                continue
            seen = one.seen_at(self.server)
            if seen and self.clock.now() < one.at:
                self.early += 1
                self.said.append(f"{self.where(one)}: seen at {seen}")
        for one in list(self.timed["expires"]):
            before = self.clock.now()
            if before >= one.at:
                one.passed = True
                if seen := one.seen_at(self.server):
                    self.overdue += 1
                    self.said.append(f"{self.where(one)}: seen at {seen}")
            elif not one.passed and not one.is_found(self.server) and self.clock.now() < one.at:
                self.lost += 1
                self.said.append(f"{self.where(one)}: not found")

    def note_passed(self):
        for some in self.timed.values():
            for one in some:
                one.passed = one.passed or self.clock.now() + 1 >= one.at

    def jump(self):
        waiting = [one for some in self.timed.values() for one in some]
        if waiting and random.random() < 0.4:  # to an article's time, or just before
            seconds = random.choice(waiting).at - int(self.clock.now()) - random.randint(-1, 2)
        else:
            seconds = random.choice([-1, 1]) * far()
        if abs(self.clock.ahead + seconds) > FARTHEST:
            seconds = -self.clock.ahead
        self.note_passed()
        self.timed["embargoed"] = [one for one in self.timed["embargoed"] if not one.passed]  # may be shown, or not yet
        if random.random() < 0.8:
            self.clock.jump(seconds)
        else:  # while the writer is away: it reads its journal, and what waits, by another clock
            with self.prompt.may_write:
                if pid := self.server.writer_pid():
                    os.kill(pid, signal.SIGKILL)
                self.clock.jump(seconds)
                until("a writer answers", self.server.state)
        self.note_passed()

    def purge(self, identity, marker):
        status, text = self.server.put(article(identity, marker), wait=True)
        if status != 200:
            raise Failed(f"PUT {identity}: {status} {text}")
        status, text = self.server.admin("DELETE", f"/v1/articles/{quoted(identity)}?purge=1&wait=searchable")
        if status not in (200, 202):
            raise Failed(f"DELETE {identity}: {status} {text}")
        until("it is purged", lambda: self.server.search_ids(marker) == [])

    def look_for_purged(self, identity, marker):
        status, text = self.server.put(article(identity, marker))
        if status != 410 or self.server.search_ids(marker) != []:
            self.back += 1
            self.said.append(f"{identity}: PUT {status} {text}; found {self.server.search_ids(marker)}")


def add_arguments(parser):
    parser.add_argument("--jumps", type=int, default=20, help="how often the clock is moved")
    parser.add_argument("--shim", required=True, help="libnewssearch_fault_shim.so")
    parser.add_argument("--within", type=float, default=5, help="seconds until what is written must be found")


@trial(add_arguments)
def clock(arguments, folder):
    """Moves the wall clock of a server and its writer, while articles are written and searched.

    It jumps forwards and backwards by seconds, hours, days or years, or to the second an article's time comes; one jump
    in five, while the writer was killed and begins anew. Monotonic time and the times of files go on. failed:
    searches and writes that were answered with anything but what was asked for, or did not lead to it; late, an article
    whose PUT with wait=searchable took longer than --within; lost, dup, torn: of what was acknowledged, as in kills;
    early, an embargoed article seen anywhere before the clock came to its time; overdue, one not found 20 s after that,
    or one seen although it has expired; back, a purged article that is found or taken in again. What was published
    once its embargo had ended stays when the clock is put back before that; what had expired may be seen again then.
    """
    data = os.path.join(folder, "data")
    small_index(arguments.program, data, folder)
    wall = WallClock(folder)
    server = Server(arguments.program, data, folder,
                    {"LD_PRELOAD": os.path.abspath(arguments.shim), "FAULT_CLOCK": wall.path})
    words, acknowledged = Words(), Acknowledged(os.path.join(folder, "acknowledged"))
    prompt, searching = Prompt(server, words, arguments.within), Searching(server, SEARCHES)
    clients = [Client(number, lambda: server, words, acknowledged) for number in range(2)]
    threads = [prompt, searching, *clients]
    jumps = Jumps(server, wall, words, prompt)
    purged = ("purged", word(11))
    try:
        until("a writer answers", server.state)
        jumps.purge(*purged)
        for thread in threads:
            thread.start()
        for _ in range(arguments.jumps):
            jumps.add("embargoed")
            jumps.add("expires")
            jumps.look()
            jumps.jump()
            jumps.look()
            jumps.look_for_purged(*purged)
        for thread in threads:
            thread.stopping = True
        for thread in threads:
            thread.join(PATIENCE_OF_CLIENTS)
            if thread.is_alive() or getattr(thread, "error", ""):
                raise Failed(f"a client: {getattr(thread, 'error', '') or 'does not end'}")
        server.await_searchable()
        compared = Compared(server, acknowledged)
        code = server.stop()
        damage = is_clean(arguments.program, data)
    finally:
        if server.process.poll() is None:
            server.kill(True)
    failed, lost = prompt.failed + searching.errors, compared.lost + jumps.lost
    complain("clock", *prompt.said, *searching.said, *jumps.said, *compared.said)
    if damage:
        complain("clock", damage)
    print(f"jumps={arguments.jumps} requests={2 * prompt.count + searching.count} acked={acknowledged.count} "
          f"failed={failed} late={prompt.late} longest={prompt.longest:.1f}s lost={lost} dup={compared.dup} "
          f"torn={compared.torn} early={jumps.early} overdue={jumps.overdue} back={jumps.back} "
          f"damaged={1 if damage else 0}")
    return (failed + prompt.late + lost + compared.dup + compared.torn + jumps.early + jumps.overdue + jumps.back == 0
            and not damage and code == 0)
