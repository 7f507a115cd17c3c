"""What the attacks of server_attacks share: a server, requests in bytes, answers cut apart, and the claims."""
import contextlib
import json
import multiprocessing
import os
import re
import resource
import signal
import socket
import subprocess
import time
import urllib.parse

from writer_clients import Failed, Server, percentile, small_index

PATIENCE = 30  # seconds for what takes a moment on an idle machine
STOPPED_WITHIN = 10
FORK = multiprocessing.get_context("fork")


class Attack:
    """What is claimed of one kind of attack, and what came of it."""

    def __init__(self, name):
        self.name, self.held, self.failed, self.skipped, self.figures = name, 0, 0, 0, {}

    def claim(self, what, held, otherwise=""):
        self.held += bool(held)
        self.failed += not held
        print(f"{self.name}: {what} ... " + ("ok" if held else f"FAILED: {otherwise}"), flush=True)

    def skip(self, why):
        self.skipped += 1
        print(f"{self.name} ... skipped: {why}", flush=True)


class Ground:
    """A program, an index of a few made-up articles, and a folder for all that is made."""

    def __init__(self, program, folder, seed, quick):
        self.program, self.folder, self.seed, self.quick = program, folder, seed, quick
        self.data = os.path.join(folder, "data")
        self.markers = small_index(program, self.data, folder)

    @contextlib.contextmanager
    def serve(self, attack, *options, **more):
        """A server for one attack, which has to outlive it and to end when told to."""
        server = Served(self.program, more.pop("data", self.data), self.folder, *options, **more)
        try:
            yield server
            attack.claim("the server lives", server.process.poll() is None, f"exit code {server.process.poll()}")
            code, seconds = server.end()
            attack.claim(f"SIGTERM ends the server with 0 within {STOPPED_WITHIN} s",
                         code == 0 and seconds <= STOPPED_WITHIN, f"exit code {code} after {seconds:.1f} s")
        finally:
            if server.process.poll() is None:
                server.kill(True)


class Served(Server):
    """`newssearch serve` on a free port, with options of its own."""

    started = 0

    def __init__(self, program, data, folder, *options, descriptors=None):
        Served.started += 1
        self.log_path = os.path.join(folder, f"serve-{Served.started}.log")
        self.log = open(self.log_path, "ab")

        def limit():
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

        self.process = subprocess.Popen([program, "--data", data, "serve", "--listen", "127.0.0.1:0", *options],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, cwd=folder,
                                        preexec_fn=limit)
        self.addresses = [self.process.stdout.readline().decode().strip()]
        if "--admin" in options:
            self.addresses.append(self.process.stdout.readline().decode().strip())
        if not self.addresses[0].startswith("http"):
            self.kill(True)
            raise Failed(f"serve does not start: {self.logged().decode('utf-8', 'replace')}")
        self.port = urllib.parse.urlsplit(self.addresses[0]).port

    def logged(self):
        with open(self.log_path, "rb") as file:
            return file.read()

    def logged_paths(self):
        """Of the requests it answered, with --access-log."""
        return [json.loads(line).get("path", "") for line in self.logged().splitlines() if b'"answered"' in line]

    def sockets(self):
        count = 0
        for descriptor in os.listdir(f"/proc/{self.process.pid}/fd"):
            with contextlib.suppress(OSError):
                count += os.readlink(f"/proc/{self.process.pid}/fd/{descriptor}").startswith("socket:")
        return count

    def answers(self, request, **how):
        return cut(exchanged(("127.0.0.1", self.port), request, **how)[0])

    def is_well(self):
        """Answers plain requests as it should."""
        got = [self.answers(get(target, b"Connection: close")) for target in ("/healthz", "/v1/search?q=harbour")]
        return all(len(answers) == 1 and answers[0].status == 200 for answers in got)

    def end(self):
        """Exit code and how long it took."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(3 * STOPPED_WITHIN)
        if self.process.poll() is None:
            self.kill(True)
        else:
            self.close()
        return self.process.returncode, time.monotonic() - begin


def get(target, *fields, method=b"GET"):
    """The bytes of a request. Targets and fields are bytes, or text in Latin-1."""
    target = target.encode("latin-1") if isinstance(target, str) else target
    return b"\r\n".join([method + b" " + target + b" HTTP/1.1", b"Host: news.example", *fields, b"", b""])


def post(target, body, *fields):
    return get(target, b"Content-Type: application/json", b"Content-Length: %d" % len(body), *fields,
               method=b"POST") + body


def exchanged(address, data, half_close=True, within=PATIENCE, quiet=None):
    """What came back for some bytes until the other side closed, and whether it did. Silent for `quiet` seconds: until
    then. Without `half_close` the other side may wait for more."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    got, deadline = b"", time.monotonic() + within
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(within)
        connection.connect(address)
        with contextlib.suppress(ConnectionError):  # refused before it has read all
            connection.sendall(data)
        with contextlib.suppress(OSError):
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        while time.monotonic() < deadline:
            connection.settimeout(quiet or max(0.01, deadline - time.monotonic()))
            try:
                more = connection.recv(1 << 16)
            except socket.timeout:
                return got, False
            except ConnectionError:
                return got, True
            if not more:
                return got, True
            got += more
    return got, False


class NoAnswer(Exception):
    """Bytes that are no answers of HTTP/1."""


class Answer:
    def __init__(self, head, body):
        self.head, self.body = head, body
        line, *fields = head.split(b"\r\n")
        if not re.fullmatch(rb"HTTP/1\.[01] [1-5][0-9][0-9] [ -~]*", line):
            raise NoAnswer(f"status line {line!r}")
        self.status = int(line[9:12])
        self.fields = {}
        for field in fields:
            if not re.fullmatch(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[ -~]*", field):
                raise NoAnswer(f"field {field!r}")
            name, value = field.decode().split(":", 1)
            if name.lower() in self.fields:
                raise NoAnswer(f"a second {name}")
            self.fields[name.lower()] = value.strip()


def cut(data, bodies=True):
    """The answers in some bytes, 1xx left out; strict, and NoAnswer where they are none. `bodies`: whether the answers
    have such, which those to HEAD have not."""
    answers = []
    while data:
        head, blank, data = data.partition(b"\r\n\r\n")
        if not blank:
            raise NoAnswer(f"no end of a head: {head[:80]!r}")
        answer = Answer(head, b"")
        if answer.status < 200:
            continue
        length = int(answer.fields.get("content-length", "0")) if bodies and answer.status not in (204, 304) else 0
        if len(data) < length:
            raise NoAnswer(f"{len(data)} of {length} bytes of a body")
        answer.body, data = data[:length], data[length:]
        answers.append(answer)
    return answers


class SteadyClient:
    """Asks for some targets in turn, each over a connection of its own, in a process of its own."""

    TARGETS = {"healthz": "/healthz", "search": "/v1/search?q=harbour+council"}

    def __init__(self, port, targets=None, pause=0.05):
        self.targets, self.samples = targets or self.TARGETS, []
        self.ours, theirs = FORK.Pipe()
        self.process = FORK.Process(target=self.run, args=(port, pause, theirs), daemon=True)
        self.process.start()

    def run(self, port, pause, pipe):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        samples = []
        while not pipe.poll(pause):
            for name, target in self.targets.items():
                begin, status = time.monotonic(), 0
                with contextlib.suppress(OSError, NoAnswer, IndexError):
                    got, _ = exchanged(("127.0.0.1", port), get(target, b"Connection: close"), half_close=False)
                    status = cut(got)[0].status
                samples.append((name, status, time.monotonic() - begin))
        pipe.send(samples)

    def end(self, attack, while_what):
        """Claims that all was answered, and notes how fast."""
        self.ours.send("end")
        samples = self.samples = self.ours.recv() if self.ours.poll(2 * PATIENCE) else []
        self.process.join(PATIENCE)
        odd = sorted({f"{name} {status or 'no answer'}" for name, status, _ in samples if status != 200})
        attack.claim(f"all others are answered 200 {while_what}", samples and not odd, odd)
        for name in self.targets:
            took = self.took(name)
            attack.figures[name] = (f"{len(took)} p50={1000 * percentile(took, 0.5):.1f}ms "
                                    f"p99={1000 * percentile(took, 0.99):.1f}ms")

    def took(self, name):
        return [seconds for asked, _, seconds in self.samples if asked == name]
