"""Attacks by many connections, by slowness, by more than can be answered; and whether time tells a key."""
import contextlib
import hashlib
import math
import os
import random
import resource
import selectors
import signal
import socket
import subprocess
import time
import urllib.parse

from attack_clients import FORK, PATIENCE, NoAnswer, SteadyClient, cut, get
from writer_clients import PLAIN, Failed, percentile, quoted, small_index, until

SLOW_AT_ONCE = 50
HEADER_SECONDS, BODY_SECONDS, WRITE_SECONDS, IDLE_SECONDS = 10, 30, 30, 15  # the server's deadlines
LATE = 10  # seconds that a busy machine may take longer
DESCRIPTORS = 1024  # what a process may open by default: less than the connections that are promised
CONNECTIONS = 1024
IDLE = 400
REFUSED = 40


class SlowSender:
    """Sends the beginning of a request at once and the rest a byte a second, until the server has had enough."""

    def __init__(self, port, beginning, drop):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.sendall(beginning)
        self.socket.setblocking(False)
        self.begin, self.drop, self.got, self.ended = time.monotonic(), drop, b"", None

    def send(self):
        with contextlib.suppress(OSError):
            self.socket.send(self.drop)

    def read(self):
        try:
            more = self.socket.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        self.got += more
        if self.ended is None:
            self.ended = time.monotonic() - self.begin

    def refusal(self):
        with contextlib.suppress(NoAnswer):
            return [answer.status for answer in cut(self.got)]
        return [self.got[:40]]


def drip(senders, seconds):
    """Until all have ended or the time is over."""
    waiting = selectors.DefaultSelector()
    for sender in senders:
        waiting.register(sender.socket, selectors.EVENT_READ, sender)
    begin = next_drop = time.monotonic()
    while waiting.get_map() and time.monotonic() < begin + seconds:
        if time.monotonic() >= next_drop:
            next_drop += 1
            for key in waiting.get_map().values():
                key.data.send()
        for key, _ in waiting.select(max(0.0, next_drop - time.monotonic())):
            key.data.read()
            waiting.unregister(key.fileobj)
    waiting.close()


def slow_readers(port, count):
    """They ask for much and read nothing of it."""
    asked, readers = get("/openapi.json") * 100, []
    for _ in range(count):
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(("127.0.0.1", port))
        reader.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            reader.send(asked)
        readers.append(reader)
    return readers


def slow(ground, attack):
    """Who is slow is hung up on at the deadline, and nobody else waits for it."""
    head = b"GET /v1/search?q=harbour HTTP/1.1\r\nHost: news.example\r\nX-Slow: "
    body = b"POST /v1/search HTTP/1.1\r\nHost: news.example\r\nContent-Type: application/json\r\n"
    with ground.serve(attack, "--access-log") as server:
        before, begin = server.sockets(), time.monotonic()
        kinds = {"headers": (HEADER_SECONDS, [SlowSender(server.port, head, b"a") for _ in range(SLOW_AT_ONCE)])}
        readers = []
        if not ground.quick:
            drops = [(body + b"Content-Length: 1000\r\n\r\n", b"a"),
                     (body + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n")]
            kinds["bodies"] = (BODY_SECONDS, [SlowSender(server.port, *drops[i % 2]) for i in range(SLOW_AT_ONCE)])
            readers = slow_readers(server.port, SLOW_AT_ONCE)
            until("all are connected", lambda: server.sockets() >= before + 3 * SLOW_AT_ONCE, HEADER_SECONDS)
        others = SteadyClient(server.port)
        drip([sender for _, senders in kinds.values() for sender in senders],
             max(seconds for seconds, _ in kinds.values()) + LATE)
        for kind, (seconds, senders) in kinds.items():
            ended = [sender.ended for sender in senders if sender.ended is not None]
            told = sum(sender.refusal() == [408] for sender in senders)
            attack.claim(f"slow {kind}: {len(ended)} of {len(senders)} hung up on at {seconds} s, {told} with 408",
                         len(ended) == told == len(senders) and max(ended) <= seconds + LATE,
                         [sender.refusal() for sender in senders if sender.refusal() != [408]][:3])
            attack.figures[kind] = f"{min(ended, default=0):.1f}-{max(ended, default=0):.1f}s"
        if readers:  # what they have not read hides from them that they were hung up on: the server's sockets tell
            for sender in (one for _, senders in kinds.values() for one in senders):
                sender.socket.close()
            with contextlib.suppress(Failed):
                until("all are hung up on", lambda: server.sockets() <= before + 1,
                      max(LATE, WRITE_SECONDS + LATE - (time.monotonic() - begin)), 0.2)
            left = server.sockets() - before - 1
            attack.claim(f"slow readers: {SLOW_AT_ONCE} hung up on at {WRITE_SECONDS} s", left <= 0,
                         f"{left} connections are still open after {time.monotonic() - begin:.0f} s")
            attack.figures["readers"] = f"{time.monotonic() - begin:.1f}s"
        others.end(attack, "meanwhile")
        for one in readers:
            one.close()


def connected(port, count):
    held = []
    for _ in range(count):
        one = socket.create_connection(("127.0.0.1", port), PATIENCE)
        held.append(one)
    return held


def told(connection, within):
    """What a connection hears without asking anything: (status, Retry-After, seconds), or why not."""
    begin, got = time.monotonic(), b""
    connection.settimeout(within)
    try:
        while more := connection.recv(1 << 16):
            got += more
        answer = cut(got)[0]
        return answer.status, answer.fields.get("retry-after"), time.monotonic() - begin
    except (OSError, NoAnswer, IndexError) as error:
        return f"{type(error).__name__} {error}", None, time.monotonic() - begin


def asked(connection, target):
    connection.settimeout(PATIENCE)
    try:
        connection.sendall(get(target))
        return cut(connection.recv(1 << 16))[0].status
    except (OSError, NoAnswer, IndexError) as error:
        return str(error)


def idle(ground, attack):
    """Idle connections cost others nothing, and there are no more of them than may be."""
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < CONNECTIONS + 2 * REFUSED:
        attack.skip("so many connections may not be opened here: ulimit -n")
        return
    with ground.serve(attack, "--access-log", descriptors=DESCRIPTORS) as server, contextlib.ExitStack() as stack:
        held = [stack.enter_context(one) for one in connected(server.port, IDLE)]
        others = SteadyClient(server.port)
        time.sleep(3)
        others.end(attack, f"beside {IDLE} idle connections")
        begin = time.monotonic()
        held += [stack.enter_context(one) for one in connected(server.port, CONNECTIONS - IDLE)]
        status = asked(held[-1], "/healthz")
        attack.claim(f"connection {CONNECTIONS} is answered", status == 200, status)
        heard = []
        for _ in range(REFUSED):
            with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as one:
                heard.append(told(one, 2))
                if len(heard) == 3 and not any(isinstance(each[0], int) for each in heard):
                    break  # each would take as long
        refused = sum(each[0] == 503 and bool(each[1]) for each in heard)
        attack.claim(f"those beyond {CONNECTIONS} are refused with 503 and Retry-After, with {DESCRIPTORS} descriptors",
                     refused == REFUSED, f"{refused} of {REFUSED}: {heard[:2]}")
        status = asked(held[-1], "/healthz")
        attack.claim("who is connected is answered still", status == 200, status)
        attack.figures["refused"] = f"{refused} p99={1000 * percentile([each[2] for each in heard], 0.99):.0f}ms"
        left = IDLE_SECONDS + LATE - (time.monotonic() - begin)
        ends = [told(one, max(0.1, left - (time.monotonic() - begin))) for one in held]
        still = sum("timed out" in str(each[0]) for each in ends)
        attack.claim(f"idle connections are closed at {IDLE_SECONDS} s", not still, f"{still} are open")
        attack.figures["idle_closed"] = f"{len(ends) - still} within {time.monotonic() - begin:.1f}s"
        attack.claim("plain requests are answered after it", server.is_well(), "they are not")
        # The server is told to stop with connections that wait, and requests that are half sent.
        held = [stack.enter_context(one) for one in connected(server.port, 40)]
        for one in held[:20]:
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: ")


def rank_test(some, others):
    """Mann-Whitney's, of two sides: the probability of such a difference, or a larger one, where there is none."""
    ranked = sorted([(value, 0) for value in some] + [(value, 1) for value in others])
    ranks, ties, at = 0.0, 0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        ranks += sum(1 for _, side in ranked[at:end] if side == 0) * (at + end + 1) / 2
        ties += (end - at) ** 3 - (end - at)
        at = end
    n, m = len(some), len(others)
    u, total = ranks - n * (n + 1) / 2, n + m
    deviation = math.sqrt(n * m / 12 * (total + 1 - ties / (total * (total - 1))))
    return math.erfc(abs(u - n * m / 2) / deviation / math.sqrt(2)) if deviation else 1.0


def key_like(key, rng, digits):
    """A wrong key whose SHA-256 begins as the right one's does."""
    wanted = hashlib.sha256(key.encode()).hexdigest()[:digits]
    while True:
        other = f"ns_{rng.getrandbits(256):064x}"
        if hashlib.sha256(other.encode()).hexdigest().startswith(wanted):
            return other


def timed(connection, key):
    request = get("/healthz", b"Authorization: Bearer " + key.encode())
    begin = time.perf_counter()
    connection.sendall(request)
    got = connection.recv(1 << 16)
    return time.perf_counter() - begin, cut(got)[0]


def keys(ground, attack):
    """Time does not tell how much of a key is right. Ten wrong keys a minute are heard from all of loopback: each
    server hears nine, and there are many servers. A wrong key costs its connection, opened before the clock runs."""
    rng = random.Random(ground.seed)
    made = subprocess.run([ground.program, "key", "desk"], capture_output=True, text=True, check=True).stdout
    (key, line), file = made.splitlines(), os.path.join(ground.folder, "keys")
    with open(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="ascii") as out:
        out.write(line + "\n")
    kinds = {"far": lambda: f"ns_{rng.getrandbits(256):064x}",
             "near": lambda: key[:-1] + ("0" if key[-1] != "0" else "1"),
             "digest": lambda likeness=key_like(key, rng, 4 if ground.quick else 5): likeness}
    took, odd = {name: [] for name in kinds}, []
    rounds = 8 if ground.quick else 130
    admin = ["--admin", "127.0.0.1:0", "--admin-key-file", file]
    for number in range(rounds):
        quiet = attack if number == 0 else Unheard()
        with ground.serve(quiet, *admin) as server:
            address = ("127.0.0.1", urllib.parse.urlsplit(server.addresses[1]).port)
            for _ in range(5):
                with socket.create_connection(address, PATIENCE) as connection:
                    if timed(connection, key)[1].status != 200:
                        odd.append("the right key is refused")
            order = list(kinds) * 3
            rng.shuffle(order)
            for name in order:
                wrong = kinds[name]()
                with socket.create_connection(address, PATIENCE) as connection:
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    time.sleep(0.002)  # until it is accepted
                    seconds, answer = timed(connection, wrong)
                took[name].append(seconds)
                if answer.status != 401:
                    odd.append(f"{answer.status} to a wrong key")
            if number == 0:
                last = [timed(socket.create_connection(address, PATIENCE), "ns_x")[1] for _ in range(2)]
                attack.claim("after ten wrong keys comes 429 and when to come again",
                             [one.status for one in last] == [401, 429] and "retry-after" in last[1].fields,
                             [one.status for one in last])
        if quiet is not attack and quiet.failed:
            odd.append("a server ends otherwise than with 0")
    attack.claim("a wrong key is 401, the right one 200", not odd, odd[:3])
    attack.figures["samples"] = len(took["far"])
    attack.figures["median_far"] = f"{1e6 * percentile(took['far'], 0.5):.1f}us"
    for name in ("near", "digest"):
        difference = percentile(took[name], 0.5) - percentile(took["far"], 0.5)
        probability = rank_test(took[name], took["far"])
        figure = f"{1e6 * difference:+.1f}us p={probability:.2f}"
        attack.claim(f"{name}: a key that is nearly right takes as long as another wrong one, {figure}",
                     probability > 0.001, figure)
        attack.figures[name] = figure


class Unheard:
    """Takes claims without printing them."""

    failed = 0

    def claim(self, _, held, __=""):
        self.failed += not held


QUERIES = [" OR ".join(random.Random(number).sample(PLAIN, 8)) for number in range(500)]


def search_target(number):
    return get(f"/v1/search?per_page=50&collapse=none&q={quoted(QUERIES[number % len(QUERIES)])}")


def one_answer(connection):
    """Reads one, and returns status and whether it says when to come again."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = connection.recv(1 << 18)
        if not more:
            raise ConnectionError("closed")
        got += more
    head, _, rest = got.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(rest) < length:
        more = connection.recv(1 << 18)
        if not more:
            raise ConnectionError("closed")
        rest += more
    return int(head[9:12]), b"\r\nretry-after:" in head.lower()


def closed_loop(port, seconds, number, pipe):
    """Asks for the next as soon as the last has come; sends the seconds of those answered."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    good, end = [], time.monotonic() + seconds
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        while (began := time.monotonic()) < end:
            connection.sendall(search_target(number))
            number += 7
            if one_answer(connection)[0] == 200:
                good.append(time.monotonic() - began)
    pipe.send(good)


class Asked:
    """A connection that waits for one answer; non-blocking."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setblocking(False)
        self.due, self.got = 0.0, b""

    def whole(self):
        """The head of the answer once all of it has come."""
        self.got += self.socket.recv(1 << 18)
        head, blank, rest = self.got.partition(b"\r\n\r\n")
        if not blank or len(rest) < int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]):
            return None
        return head


def open_loop(port, rate, seconds, number, pipe):
    """Asks at its times, whatever has come back. Time is counted from when a request was due."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    good, refused, odd, unsent = [], [], [], 0
    waiting, free = selectors.DefaultSelector(), [Asked(port) for _ in range(64)]
    begin = time.monotonic()
    due, end = begin, begin + seconds
    while due < end or waiting.get_map():
        now = time.monotonic()
        if now > end + PATIENCE:
            odd.append("no answer")
            break
        while due <= now and due < end:
            if free:
                one = free.pop()
                one.due, one.got = due, b""
                one.socket.send(search_target(number))
                waiting.register(one.socket, selectors.EVENT_READ, one)
            else:
                unsent += 1
            number += 7
            due += 1 / rate
        for key, _ in waiting.select(max(0.0, min(due - time.monotonic(), 0.1)) if due < end else 0.1):
            try:
                head = key.data.whole()
            except (OSError, ValueError, IndexError) as error:
                odd.append(str(error))
                waiting.unregister(key.fileobj)
                continue
            if not head:
                continue
            waiting.unregister(key.fileobj)
            free.append(key.data)
            took, status = time.monotonic() - key.data.due, int(head[9:12])
            if status == 200:
                good.append(took)
            elif status == 503 and b"\r\nretry-after:" in head.lower():
                refused.append(took)
            else:
                odd.append(f"status {status}")
    pipe.send((good, refused, odd, unsent))


def in_processes(run, count, *arguments):
    """What as many processes return; the last argument but the pipe is a number for each."""
    started = []
    for number in range(count):
        ours, theirs = FORK.Pipe()
        process = FORK.Process(target=run, args=(*arguments, number * 131, theirs), daemon=True)
        process.start()
        started.append((ours, process))
    results = [ours.recv() if ours.poll(4 * PATIENCE) else None for ours, _ in started]
    for _, process in started:
        process.join(PATIENCE)
    return results


def at_capacity(port, seconds):
    """The most that is answered a second, and the times of that many clients as can wait without being refused: the
    most of 1, 2 and 4 that get as much."""
    answered = {count: sum((one or [] for one in in_processes(closed_loop, count, port, seconds)), [])
                for count in (1, 2, 4)}
    peak = max(len(times) for times in answered.values())
    return peak / seconds, [times for times in answered.values() if len(times) >= 0.95 * peak][-1]


def overload(ground, attack, seconds):
    """Offered twice what it can answer, the server answers as much as it can and refuses the rest at once: at least
    0.9 of that, in at most twice the time that it takes at capacity, and /healthz within 10 ms."""
    data = os.path.join(ground.folder, "overload-data")
    folder = os.path.join(ground.folder, "overload")
    os.mkdir(folder)
    small_index(ground.program, data, folder, count=3000)
    workers = 1
    with ground.serve(attack, "--workers", str(workers), "--cache", "0", data=data) as server:
        in_processes(closed_loop, 2, server.port, 1)  # so that what is read from disk has been read
        peak, capacity = at_capacity(server.port, max(2, seconds / 4))
        others, clients = SteadyClient(server.port, {"healthz": "/healthz"}, pause=0.1), 2
        results = in_processes(open_loop, clients, server.port, 2 * peak / clients, seconds)
        others.end(attack, "meanwhile")
        attack.claim("plain requests are answered after it", server.is_well(), "they are not")
    good, refused, odd, unsent = [], [], [], 0
    for result in results:
        one = result or ([], [], ["a client that does not end"], 0)
        good, refused, odd, unsent = good + one[0], refused + one[1], odd + one[2], unsent + one[3]
    attack.claim("each request is answered 200, or 503 with Retry-After", good and not odd, odd[:3])
    cores, ratio = len(os.sched_getaffinity(0)), len(good) / seconds / peak
    slower = percentile(good, 0.99) / percentile(capacity, 0.99)
    attack.claim("at least 0.9 of the most is answered", ratio >= 0.9, f"{ratio:.2f}")
    attack.claim("in at most twice the time at capacity (p99)", slower <= 2, f"{slower:.1f} times")
    health = percentile(others.took("healthz"), 0.5)
    attack.claim("/healthz takes less than 10 ms (p50)", health < 0.01, f"{1000 * health:.1f} ms")
    attack.figures.update(
        peak=f"{peak:.0f}/s", capacity_p99=f"{1000 * percentile(capacity, 0.99):.0f}ms",
        offered=f"{(len(good) + len(refused) + unsent) / seconds:.0f}/s",
        good=f"{len(good) / seconds:.0f}/s", ratio=f"{ratio:.2f}",
        refused=len(refused), unsent=unsent, accepted_p50=f"{1000 * percentile(good, 0.5):.0f}ms",
        accepted_p99=f"{1000 * percentile(good, 0.99):.0f}ms", refused_p99=f"{1000 * percentile(refused, 0.99):.0f}ms",
        workers=workers,
        cores=f"{cores}, which clients and server share")
