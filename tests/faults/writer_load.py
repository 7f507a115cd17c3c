"""What the trials of writer_faults share: who writes and searches all the time, and what is compared in the end."""
import json
import random
import threading
import time

from writer_clients import Failed, article, quoted

PATIENCE_OF_CLIENTS = 180


def trial(add_arguments):
    """Gives a trial its arguments."""
    def with_arguments(function):
        function.add_arguments = add_arguments
        return function
    return with_arguments


def complain(name, *lines):
    for line in lines[:20]:
        print(f"{name}: {line}", flush=True)


class Acknowledged:
    """What was acknowledged, by id, and beside it what may have been done since."""

    GONE = (0, "")

    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")
        self.lock = threading.Lock()
        self.known = {}      # id: (revision, marker), or GONE
        self.attempted = {}  # id: markers of later writes that nobody answered
        self.count = 0
        self.is_reached = True  # by answers; else what is answered is as if nobody had

    def reached(self, is_reached):
        with self.lock:
            self.is_reached = is_reached

    def attempt(self, identity, marker):
        with self.lock:
            self.attempted.setdefault(identity, []).append(marker)

    def refuse(self, identity, marker):
        """It was answered that it was not done."""
        with self.lock:
            self.attempted[identity].remove(marker)

    def acknowledge(self, identity, revision, marker):
        with self.lock:
            if not self.is_reached:
                return
            self.file.write(f"{identity} {revision} {marker or 'removed'}\n")
            self.file.flush()
            self.known[identity] = (revision, marker)
            self.attempted[identity] = []
            self.count += 1

    def settle(self, served):
        """What was served after a restart, acknowledged or not, is as good as acknowledged."""
        with self.lock:
            for identity, marker in served.items():
                self.known[identity] = (self.known[identity][0], marker)
                self.attempted[identity] = []

    def marker_of(self, identity):
        return self.known.get(identity, self.GONE)[1]


class Compared:
    """What is served beside what was acknowledged."""

    def __init__(self, server, acknowledged):
        self.lost = self.dup = self.torn = 0
        self.said = []
        self.served = {}  # id: marker, or "" where there is none
        for identity, (revision, marker) in sorted(acknowledged.known.items()):
            self.compare(server, identity, revision, marker, acknowledged.attempted.get(identity, []))

    def compare(self, server, identity, revision, marker, attempted):
        status, text = server.read("/v1/articles/" + quoted(identity))
        served = ""
        if status == 200:
            one = json.loads(text)
            served = one["headline"].split()[0]
            if one["body"].split()[1] != served or not one["body"].endswith(f"Again {served}."):
                self.torn += 1
                self.said.append(f"{identity}: torn: {one['headline']} / {one['body'][:60]}")
        elif status not in (404, 410):
            raise Failed(f"{identity}: the server answers {status}")
        self.served[identity] = served
        if served not in [marker, *attempted]:
            self.lost += 1
            self.said.append(f"{identity}: '{served or 'none'}' is served, acknowledged was revision {revision}: "
                             f"'{marker or 'removed'}'")
        for each in {marker, served, *attempted} - {""}:
            found = server.search_ids(each)
            if found is None:
                raise Failed(f"a search for {each} fails")
            times = found.count(identity)
            if times > 1 or len(set(found)) < len(found):
                self.dup += 1
                self.said.append(f"{each}: finds {found}")
            if times != (1 if each == served else 0) and times <= 1:
                self.lost += 1
                self.said.append(f"{each}: finds {found}, and {identity} is served with '{served or 'none'}'")


class Client(threading.Thread):
    """Writes articles of its own, an order or batch after the other; asks again where nobody answered, or leaves it."""

    def __init__(self, number, server, words, acknowledged):
        super().__init__(daemon=True)
        self.number, self.server, self.words, self.acknowledged = number, server, words, acknowledged
        self.stopping = False
        self.ids = []
        self.error = ""

    def run(self):
        try:
            while not self.stopping:
                self.one_request()
        except Exception as error:  # a thread's is seen by nobody else
            self.error = repr(error)

    def an_id(self):
        if not self.ids or random.random() < 0.5:
            self.ids.append(f"client{self.number}-{len(self.ids)}")
        return random.choice(self.ids[-40:])

    def one_request(self):
        dice = random.random()
        if dice < 0.5:
            identity, marker = self.an_id(), self.words.next()
            one = article(identity, marker)
            self.send([(identity, marker)], lambda server: server.put(one, wait=random.random() < 0.2))
        elif dice < 0.65:
            identity = self.an_id()
            self.send([(identity, "")], lambda server: server.admin("DELETE", "/v1/articles/" + identity))
        else:
            orders, lines = [], []
            for identity in dict.fromkeys(self.an_id() for _ in range(random.randint(2, 12))):
                marker = self.words.next() if random.random() < 0.85 else ""
                orders.append((identity, marker))
                lines.append(json.dumps(article(identity, marker) if marker else {"delete": identity}))
            body = "\n".join(lines) + "\n"
            self.send(orders, lambda server: server.admin("POST", "/v1/articles:batch", body, "application/x-ndjson"))

    def send(self, orders, ask):
        for identity, marker in orders:
            self.acknowledged.attempt(identity, marker)
        while not self.stopping:
            status, text = ask(self.server())
            if status in (200, 202):
                lines = [json.loads(line) for line in text.splitlines()]
                for (identity, marker), line in zip(orders, lines, strict=True):
                    self.acknowledged.acknowledge(identity, line["revision"], marker)
                return
            if status == 404 and len(orders) == 1:  # there is none to delete
                return self.acknowledged.acknowledge(orders[0][0], 0, "")
            time.sleep(0.05)
            if random.random() < 0.2:
                return None
        return None


def add_count(default, option, text):
    return lambda parser: parser.add_argument(option, type=int, default=default, help=text)


class Searching(threading.Thread):
    """Searches all the time."""

    def __init__(self, server, targets):
        super().__init__(daemon=True)
        self.server, self.targets = server, targets
        self.stopping = False
        self.count = self.errors = 0
        self.times = []
        self.said = []

    def run(self):
        while not self.stopping:
            target = random.choice(self.targets)
            began = time.monotonic()
            status, text = self.server.read(target)
            self.times.append(time.monotonic() - began)
            self.count += 1
            if status != 200:
                self.errors += 1
                self.said.append(f"{target}: {status} {text[:200]}")
            time.sleep(0.01)


SEARCHES = ["/v1/search?q=harbour", "/v1/search?q=council+bridge", "/search?q=winter", "/v1/search?q=%2A",
            "/v1/suggest?q=har", "/v1/articles/first-1"]
