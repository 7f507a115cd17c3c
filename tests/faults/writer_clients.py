"""What the trials of writer_faults share: made-up articles, a server or a writer of their own, who speaks to them."""
import http.client
import json
import os
import random
import signal
import socket
import struct
import subprocess
import threading
import time
import urllib.parse

PATIENCE = 120  # seconds, for what takes one on an idle machine
CONSONANTS = "bcdfghjklmnpqrtvwz"
PLAIN = ("harbour council bridge winter ferry market lantern orchard minister quarry railway granite meadow parliament "
         "storm fisher village teacher gallery border copper engine summit valley island journal kitchen ladder "
         "mountain needle palace quiver ribbon saddle timber umbrella violin window yellow zebra anchor barrel "
         "candle dagger falcon garden hammer").split()


class Failed(Exception):
    """A claim does not hold."""


def word(number):
    """A word of no language that stands for a number: no two are forms of each other."""
    letters = ""
    for _ in range(6):
        number, rest = divmod(number, len(CONSONANTS))
        letters += CONSONANTS[rest]
    return "x" + letters + "x"


class Words:
    """Gives each version of an article a word of its own."""

    def __init__(self):
        self.lock = threading.Lock()
        self.given = random.randrange(1000)

    def next(self):
        with self.lock:
            self.given += 1
            return word(self.given * 7919 % 30_000_000)


def article(identity, marker, **fields):
    text = " ".join(random.choices(PLAIN, k=60))
    return {"id": identity, "title": f"{marker} {' '.join(random.choices(PLAIN, k=5))}",
            "body": f"The {marker} was seen. {text}. Again {marker}.",
            "published": f"2024-{random.randint(1, 12):02}-{random.randint(1, 28):02}T10:00:00Z",
            "section": random.choice(["World", "Sport", "Science"]), "lang": "en", **fields}


def small_index(program, data, folder, count=40):
    """Indexes as many made-up articles, and returns their ids and markers."""
    first = {f"first-{i}": word(31_000_000 + i * 101) for i in range(count)}
    path = os.path.join(folder, "first.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        for identity, marker in first.items():
            file.write(json.dumps(article(identity, marker)) + "\n")
    subprocess.run([program, "--data", data, "--quiet", "index", path], check=True, stdout=subprocess.DEVNULL)
    return first


def until(what, condition, patience=PATIENCE, pause=0.02):
    """Waits for a condition; Failed where it does not come."""
    deadline = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failed(f"{what}: not within {patience} s")
        time.sleep(pause)


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def asked(connection, method, target, body=None, content_type="application/json"):
    """Status and body of an answer; status 0 where there is none."""
    try:
        headers = {"Content-Type": content_type} if body is not None else {}
        connection.request(method, target, body.encode() if isinstance(body, str) else body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


def quoted(text):
    return urllib.parse.quote(text, safe="")


class Server:
    """`newssearch serve` with a writer."""

    def __init__(self, program, data, folder, environment=None):
        self.socket = os.path.join(folder, "admin.sock")
        self.log = open(os.path.join(folder, "serve.log"), "ab")
        self.process = subprocess.Popen(
            [program, "--data", data, "serve", "--listen", "127.0.0.1:0", "--admin", "unix:" + self.socket],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log,
            env={**os.environ, **(environment or {})})
        line = self.process.stdout.readline().decode()
        self.process.stdout.readline()
        if not line.startswith("http"):
            self.kill(True)
            raise Failed(f"serve does not start: {line!r}")
        self.port = urllib.parse.urlsplit(line.strip()).port

    def read(self, target):
        return asked(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE), "GET", target)

    def admin(self, method, target, body=None, content_type="application/json"):
        return asked(UnixConnection(self.socket), method, target, body, content_type)

    def put(self, one, wait=False):
        target = "/v1/articles/" + quoted(one["id"]) + ("?wait=searchable" if wait else "")
        return self.admin("PUT", target, json.dumps(one))

    def state(self):
        status, text = self.admin("GET", "/v1/admin/writer")
        return json.loads(text) if status == 200 else None

    def writer_pid(self):
        """Of the writer as it is now; 0: there is none."""
        pid = self.process.pid
        for task in os.listdir(f"/proc/{pid}/task"):
            try:
                with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                    children = file.read().split()
            except OSError:
                continue
            if children:
                return int(children[0])
        return 0

    def await_searchable(self):
        def is_searchable():
            state = self.state()
            return state if state and state["searchable"] >= state["seq"] else None
        return until("searchable == seq", is_searchable, pause=0.1)

    def search_ids(self, text):
        """Ids that a search finds; None where it fails."""
        status, body = self.read(f"/v1/search?q={quoted(text)}&per_page=100&collapse=none&spelling=off&facets=&"
                                 "date_histogram=")
        return [hit["id"] for hit in json.loads(body)["hits"]] if status == 200 else None

    def kill(self, also_writer):
        writer = self.writer_pid()
        self.process.kill()
        if also_writer and writer:
            try:
                os.kill(writer, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        self.close()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill(True)
            raise Failed("serve does not end") from None
        self.close()
        return self.process.returncode

    def close(self):
        self.process.stdout.close()
        self.log.close()


class WriterGone(Exception):
    """No answer, or that it failed."""


class Writer:
    """`newssearch writer` alone, spoken to over its socket (common/write_protocol.h)."""

    def __init__(self, program, data, environment=None, log=subprocess.DEVNULL):
        self.path = os.path.join(data, "writer.sock")
        self.process = subprocess.Popen(
            [program, "--data", data, "writer", "--interval", "20", "--threads", "1"], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=log, env={**os.environ, **(environment or {})})

    def ended(self):
        return self.process.poll() is not None

    def await_listening(self):
        """False where it ended instead."""
        def is_known():
            if self.ended():
                return "ended"
            try:
                self.ask({"call": "state"})
                return "listens"
            except WriterGone:
                return None
        return until("the writer listens", is_known) == "listens"

    def ask(self, request, patience=PATIENCE):
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(patience)
                connection.connect(self.path)
                text = json.dumps(request).encode()
                connection.sendall(struct.pack("<I", len(text)) + text)
                head = self.receive(connection, 4)
                answer = json.loads(self.receive(connection, struct.unpack("<I", head)[0]))
        except OSError as error:
            raise WriterGone(str(error)) from None
        if "error" in answer:
            raise WriterGone(answer["error"]["message"])
        return answer

    @staticmethod
    def receive(connection, size):
        data = b""
        while len(data) < size:
            more = connection.recv(size - len(data))
            if not more:
                raise WriterGone("closed")
            data += more
        return data

    def write(self, orders, wait="durable"):
        return self.ask({"call": "write", "wait": wait, "orders": orders})

    def state(self):
        return self.ask({"call": "state"})

    def stop(self):
        """The exit code; negative: the signal."""
        if not self.ended():
            self.process.terminate()
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failed("the writer does not end") from None


def put_order(one):
    return {"op": "put", "id": one["id"], "article": json.dumps(one), "reason": ""}


def remove_order(identity, op="remove"):
    return {"op": op, "id": identity, "article": "", "reason": ""}


def command(program, data, *words):
    """Exit code, standard output and standard error of a command."""
    done = subprocess.run([program, "--data", data, *words], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=PATIENCE, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def is_clean(program, data):
    code, output, errors = command(program, data, "status", "--check")
    return None if code == 0 else output + errors


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0
