"""The trials of writer_faults."""
import json
import os
import random
import shutil
import signal
import subprocess
import threading
import time

from writer_clients import (Failed, Server, Words, Writer, WriterGone, article, command, is_clean, percentile,
                            put_order, quoted, remove_order, small_index, until, word)
from writer_load import (PATIENCE_OF_CLIENTS, SEARCHES, Acknowledged, Client, Compared, Searching, add_count, complain,
                         trial)


@trial(add_count(20, "--count", "how often something is killed"))
def kills(arguments, folder):
    """Kills the writer, or the server and its writer, at any moment.

    Four clients write articles of their own, one at a time and in batches, update and remove them. In the end: lost,
    what was acknowledged and is not served as it was, or not found by its word; dup, what is found twice; torn, an
    article of two versions. A write that nobody answered may be there or not.
    """
    data = os.path.join(folder, "data")
    small_index(arguments.program, data, folder)
    server = [Server(arguments.program, data, folder)]
    words, acknowledged = Words(), Acknowledged(os.path.join(folder, "acknowledged"))
    clients = [Client(number, lambda: server[0], words, acknowledged) for number in range(4)]
    for client in clients:
        client.start()
    recoveries = []
    try:
        for number in range(arguments.count):
            until("a writer answers", server[0].state)
            time.sleep(random.random() ** 2 * 2)
            began = time.monotonic()
            if number % 2 == 0:
                if pid := server[0].writer_pid():
                    os.kill(pid, signal.SIGKILL)
            else:
                server[0].kill(also_writer=number % 4 == 1)
                server[0] = Server(arguments.program, data, folder)
            before = acknowledged.count
            until("a write is acknowledged again", lambda: acknowledged.count > before + 4)
            recoveries.append(time.monotonic() - began)
        for client in clients:
            client.stopping = True
        for client in clients:
            client.join(PATIENCE_OF_CLIENTS)
            if client.error or client.is_alive():
                raise Failed(f"a client: {client.error or 'does not end'}")
        server[0].await_searchable()
        compared = Compared(server[0], acknowledged)
        code = server[0].stop()
        damage = is_clean(arguments.program, data)
    finally:
        if server[0].process.poll() is None:
            server[0].kill(True)
    complain("kills", *compared.said)
    if damage:
        complain("kills", damage)
    print(f"kills={arguments.count} acked={acknowledged.count} ids={len(acknowledged.known)} lost={compared.lost} "
          f"dup={compared.dup} torn={compared.torn} damaged={1 if damage else 0} "
          f"recovery_p50={percentile(recoveries, 0.5):.1f}s recovery_max={max(recoveries):.1f}s")
    return compared.lost + compared.dup + compared.torn == 0 and not damage and code == 0


POINT_CALLS = "write,pwrite,fsync,fdatasync,rename,open,link,mkdir,ftruncate"
POINT_FAULTS = {"EIO": {"FAULT_ERRNO": "EIO"}, "ENOSPC": {"FAULT_ERRNO": "ENOSPC"}, "SHORT": {"FAULT_ERRNO": "SHORT"},
                "KILL": {"FAULT_KILL": "1"}}


class Point:
    """One run of a writer with a fault, and of one without after it."""

    def __init__(self, program, data, environment, log, rebuilt):
        self.program, self.data = program, data
        self.words = Words()
        self.known = {}    # id: (marker, held), or None where it was removed
        self.unsure = {}   # the same, of what nobody answered
        self.lost = self.stuck = 0
        self.spoke = False
        self.said = []
        self.writer = Writer(program, data, environment, log)
        listens = self.writer.await_listening()
        if listens:
            self.write_all()
        if listens and rebuilt:
            self.build_anew()
        if not self.writer.ended():
            self.spoke = self.spoke or bool(self.failure())
        self.code = self.writer.stop()
        self.spoke = self.spoke or self.code != 0
        self.look(log)

    def failure(self):
        try:
            return self.writer.state()["failure"]
        except WriterGone:
            return "gone"

    def send(self, orders, states, wait="durable"):
        for identity, state in states.items():
            self.unsure.setdefault(identity, []).append(state)
        try:
            answer = self.writer.write(orders, wait)
        except WriterGone:
            self.spoke = True
            return
        for (identity, state), outcome in zip(states.items(), answer["outcomes"], strict=True):
            if outcome["kind"] in ("rejected", "conflict"):
                continue
            self.known[identity] = state
            self.unsure[identity] = []

    def put(self, *ids, wait="durable", **fields):
        orders, states = [], {}
        for identity in ids:
            marker = self.words.next()
            orders.append(put_order(article(identity, marker, **fields)))
            states[identity] = (marker, "embargoed" in fields)
        self.send(orders, states, wait)

    def write_all(self):
        for first in range(0, 30, 5):
            self.put(*(f"point-{i}" for i in range(first, first + 5)), wait="searchable" if first == 10 else "durable")
        self.put("point-3")
        self.send([remove_order("point-7")], {"point-7": None})
        self.put("first-1", "point-12", wait="searchable")
        self.send([remove_order("first-2")], {"first-2": None}, "searchable")

    def build_anew(self):
        """When asked to, and again after a purge, with an embargo and more writes meanwhile."""
        self.put("point-held", embargoed="2199-01-01T00:00:00Z")
        try:
            self.writer.ask({"call": "reindex", "force": False})
            self.put("point-4", "point-31")
            self.await_tasks(1)
            self.send([remove_order("first-3", "purge")], {"first-3": None}, "searchable")
            self.put("point-32")
            self.await_tasks(2)
        except WriterGone:
            self.spoke = True

    def await_tasks(self, count):
        """Until so many were begun and none runs, or one has failed, which may be what was to be tried."""
        def done():
            tasks = self.writer.state()["tasks"]
            self.spoke = self.spoke or any(task["state"] == "failed" for task in tasks)
            return self.spoke or len(tasks) >= count and all(task["state"] == "done" for task in tasks)
        until("the index is built anew", done)

    def look(self, log):
        writer = Writer(self.program, self.data, log=log)
        try:
            if not writer.await_listening():
                self.stuck += 1
                self.said.append(f"the next writer ends with {writer.process.returncode}")
                return
            answer = writer.ask({"call": "publish"})
            if not answer["searchable"]:
                self.stuck += 1
                self.said.append("the next writer does not publish: " + writer.state()["failure"])
        except WriterGone as error:
            self.stuck += 1
            self.said.append(f"the next writer: {error}")
        finally:
            writer.stop()
        if not any(self.known.values()) and not os.path.exists(os.path.join(self.data, "current")):
            return  # nothing was acknowledged, and there was nothing before
        if damage := is_clean(self.program, self.data):
            self.stuck += 1
            self.said.append(damage)
            return
        code, text, errors = command(self.program, self.data, "search", "*", "--output", "json", "--limit", "100",
                                     "--collapse", "none")
        if code != 0:
            self.stuck += 1
            self.said.append(f"search: {code}: {errors}")
            return
        hits = [(hit["id"], hit["headline"].split()[0]) for hit in json.loads(text)["hits"]]
        served = dict(hits)
        if len(served) < len(hits):
            self.lost += 1
            self.said.append("an article is found twice")
        for identity, state in self.known.items():
            possible = [each[0] if each and not each[1] else None for each in (state, *self.unsure.get(identity, []))]
            if served.get(identity) not in possible:
                self.lost += 1
                self.said.append(f"{identity}: {served.get(identity)}, not {possible}")


def add_point_arguments(parser):
    parser.add_argument("--shim", required=True, help="libnewssearch_fault_shim.so")
    parser.add_argument("--step", type=int, default=1, help="every so manieth call fails")
    parser.add_argument("--faults", default=",".join(POINT_FAULTS), help="which of " + ",".join(POINT_FAULTS))
    parser.add_argument("--empty", action="store_true", help="begin without an index")
    parser.add_argument("--anew", action="store_true", help="build the index anew twice, the second time after a purge")
    parser.add_argument("--from", dest="first", type=int, default=1, help="the first call that fails")


@trial(add_point_arguments)
def points(arguments, folder):
    """Lets each system call of a writer fail, one a run.

    `newssearch writer` takes 30 articles, three updates and two removals (with --anew more, among them an embargo and a
    purge, and builds the index anew), while its n-th call of those that write fails (EIO, ENOSPC), writes half (SHORT),
    or kills it. Then a writer without a fault is started: lost, what was acknowledged and is not there; silent, as much of it as the first writer ended well after; stuck, where the next
    writer does not come to publish, or leaves an index that is not whole.
    """
    base = os.path.join(folder, "base")
    if arguments.empty:
        os.mkdir(base)
    else:
        small_index(arguments.program, base, folder, 10)
    runs = lost = silent = stuck = 0
    calls = {}
    for name in arguments.faults.split(","):
        at = arguments.first
        count_file = os.path.join(folder, "count")
        while True:
            data = os.path.join(folder, "data")
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(base, data)
            if os.path.exists(count_file):
                os.unlink(count_file)
            environment = {"LD_PRELOAD": os.path.abspath(arguments.shim), "FAULT_CALLS": POINT_CALLS,
                           "FAULT_AT": str(at), "FAULT_COUNT_FILE": count_file, "FAULT_PATH": data,
                           **POINT_FAULTS[name]}
            log_path = os.path.join(folder, "writer.log")
            with open(log_path, "wb") as log:
                point = Point(arguments.program, data, environment, log, arguments.anew)
            runs += 1
            lost += point.lost
            silent += 0 if point.spoke else point.lost
            stuck += point.stuck
            if point.said:
                with open(log_path, encoding="utf-8", errors="replace") as log:
                    complain("points", f"{name} at {at} (exit {point.code}): ", *point.said, log.read())
            elif point.code not in (0, 4, -9 if name == "KILL" else 4):
                with open(log_path, encoding="utf-8", errors="replace") as log:
                    complain("points", f"{name} at {at}: the writer ended with {point.code}: {log.read()}")
                calls.setdefault("odd_ends", 0)
                calls["odd_ends"] += 1
            counted = int(open(count_file, encoding="ascii").read()) if os.path.exists(count_file) else at
            if counted < at:
                calls[name] = counted
                break
            at += arguments.step
    odd = calls.pop("odd_ends", 0)
    print(f"runs={runs} calls={max(calls.values())} lost={lost} silent={silent} stuck={stuck} odd_ends={odd}")
    return lost + silent + stuck + odd == 0


@trial(add_count(10, "--sizes", "of how many file systems"))
def full(arguments, folder):
    """Fills a file system of its own, of another size each time.

    A client writes until three orders in a row are refused or are not published within a while; searches go on. Then
    the file system is made larger: all that was acknowledged must become searchable, and writing go on, by itself.
    Without the right to mount one it says so and holds.
    """
    errors = lost = resumed = refused = searches = 0
    base = os.path.join(folder, "base")
    small_index(arguments.program, base, folder)
    base_bytes = sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(base) for name in names)
    for number in range(arguments.sizes):
        mount = os.path.join(folder, f"disk{number}")
        os.mkdir(mount)
        size = base_bytes * 2 + (number + 1) * 400_000
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "newssearch-faults", mount],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            print("sizes=0: skipped: a tmpfs cannot be mounted here: " + mounted.stderr.decode().strip())
            return True
        server = searching = None
        try:
            data = os.path.join(mount, "data")
            shutil.copytree(base, data)
            server = Server(arguments.program, data, folder)
            until("a writer answers", server.state)
            searching = Searching(server, SEARCHES)
            searching.start()
            acknowledged, words = Acknowledged(os.path.join(folder, "acknowledged")), Words()
            in_a_row = written = 0
            deadline = time.monotonic() + 60
            while in_a_row < 3 and time.monotonic() < deadline:
                batch = {f"full-{written + i}": words.next() for i in range(20)}
                written += 20
                for identity, marker in batch.items():
                    acknowledged.attempt(identity, marker)
                status, text = server.admin(
                    "POST", "/v1/articles:batch",
                    "".join(json.dumps(article(identity, marker)) + "\n" for identity, marker in batch.items()),
                    "application/x-ndjson")
                if status in (200, 202):
                    for line, (identity, marker) in zip(map(json.loads, text.splitlines()), batch.items(), strict=True):
                        acknowledged.acknowledge(identity, line["revision"], marker)
                state = server.state()
                if status in (200, 202) and not (state and state["failure"]):
                    in_a_row = 0
                    continue
                in_a_row += 1
                time.sleep(0.5)
            refused += in_a_row >= 3
            subprocess.run(["mount", "-o", f"remount,size={size + 200_000_000}", mount], check=True)
            before = acknowledged.count

            def writes_again():
                status, text = server.put(article("after", word(17)), wait=True)
                return status == 200 and json.loads(text)["searchable"]
            until("writing goes on", writes_again, pause=0.5)
            server.await_searchable()
            resumed += 1
            searching.stopping = True
            searching.join()
            compared = Compared(server, acknowledged)
            lost += compared.lost + compared.dup + compared.torn
            errors += searching.errors
            searches += searching.count
            complain("full", *searching.said[:3], *compared.said)
            if before == 0:
                complain("full", f"size {size}: nothing was acknowledged at all")
            server.stop()
            if damage := is_clean(arguments.program, data):
                lost += 1
                complain("full", damage)
        except Failed as failure:
            complain("full", f"size {size}: {failure}; state {server and server.state()}")
        finally:
            if searching:
                searching.stopping = True
            if server and server.process.poll() is None:
                server.kill(True)
            time.sleep(0.2)
            subprocess.run(["umount", "-l", mount], check=False)
    print(f"sizes={arguments.sizes} filled={refused} searches={searches} search_errors={errors} lost={lost} "
          f"resumed={resumed}/{arguments.sizes}")
    return errors + lost == 0 and resumed == arguments.sizes


@trial(add_count(20, "--rebuilds", "how often the index is built anew"))
def swaps(arguments, folder):
    """Builds the index anew, again and again, while articles are written and searched.

    swaps: generations that took the place of another; failed: requests that were answered with anything but what was
    asked for; missing: articles that were acknowledged as searchable, and a later search does not find; visible: from
    an article's PUT with wait=searchable to the first search that finds it.
    """
    data = os.path.join(folder, "data")
    known = dict(small_index(arguments.program, data, folder, 200))
    server = Server(arguments.program, data, folder)
    lock, words = threading.Lock(), Words()
    requests = failed = missing = done = 0
    visible, said = [], []
    stopping = threading.Event()

    def write(number):
        nonlocal requests, failed, missing
        count = 0
        while not stopping.is_set():
            count += 1
            identity = f"swap{number}-{count}" if random.random() < 0.7 else f"swap{number}-{max(1, count // 2)}"
            marker = words.next()
            with lock:
                known.pop(identity, None)
            began = time.monotonic()
            status, text = server.put(article(identity, marker), wait=True)
            found = server.search_ids(marker)
            with lock:
                visible.append(time.monotonic() - began)
                requests += 2
                if status != 200:
                    failed += 1
                    said.append(f"PUT {identity}: {status} {text[:200]}")
                elif found is None or identity not in found:
                    missing += 1
                    said.append(f"{identity} {marker}: {found}: {text[:200]}")
                else:
                    known[identity] = marker

    def check():
        nonlocal requests, failed, missing
        while not stopping.is_set():
            with lock:
                identity, marker = random.choice(list(known.items()))
            found = server.search_ids(marker)
            with lock:
                requests += 1
                if found is None:
                    failed += 1
                elif identity not in found and known.get(identity) == marker:
                    missing += 1
                    said.append(f"{identity} {marker}: not found any more: {found}")
            time.sleep(0.01)

    searching = Searching(server, SEARCHES)
    threads = [threading.Thread(target=write, args=(number,), daemon=True) for number in range(2)]
    threads += [threading.Thread(target=check, daemon=True), searching]
    try:
        until("a writer answers", server.state)
        for thread in threads:
            thread.start()
        for _ in range(arguments.rebuilds):
            def begun():
                status, text = server.admin("POST", "/v1/admin/reindex?force=1")
                return json.loads(text)["id"] if status == 202 else None
            task = until("a rebuild begins", begun, pause=0.1)

            def ended(task=task):
                status, text = server.admin("GET", "/v1/tasks/" + task)
                return status == 200 and json.loads(text)["state"] != "running" and json.loads(text)
            state = until("a rebuild ends", ended, pause=0.05)
            done += state["state"] == "done"
            if state["state"] != "done":
                said.append(f"{task}: {state['message']}")
        searching.stopping = True
        stopping.set()
        for thread in threads:
            thread.join(PATIENCE_OF_CLIENTS)
        swapped = server.await_searchable()["generation"] - 1
        for identity, marker in known.items():
            requests += 1
            if identity not in (server.search_ids(marker) or []):
                missing += 1
                said.append(f"{identity} {marker}: not found in the end")
        server.stop()
    finally:
        searching.stopping = True
        stopping.set()
        if server.process.poll() is None:
            server.kill(True)
    requests += searching.count
    failed += searching.errors
    complain("swaps", *searching.said, *said)
    print(f"swaps={swapped} rebuilds={done}/{arguments.rebuilds} requests={requests} failed={failed} missing={missing} "
          f"visible_p50_ms={1000 * percentile(visible, 0.5):.0f} visible_p99_ms={1000 * percentile(visible, 0.99):.0f} "
          f"search_p99_ms={1000 * percentile(searching.times, 0.99):.0f}")
    return failed + missing == 0 and done == arguments.rebuilds


CANARIES = {"title": "Vexlorimund", "body": "Grompaldire", "author": "Thrixoben Quavandel", "section": "Zorbexity",
            "tags": "Plimvortex", "id": "kanarie-wibblestrom", "source": "Drenkovalt", "places": "Ustrobania",
            "first": "Blenfordaxe"}


def canary_words():
    return [one.lower() for text in CANARIES.values() for one in text.split()] + ["wibblestrom"]


def surfaces_with_canaries(server):
    """How many addresses were looked at, and those where a canary is."""
    looked, found = 0, []
    targets = ["/v1/search?q=%2A&per_page=100&facets=section,source,author,lang,tag,place&facet_limit=100",
               "/search", "/search?q=%2A", "/v1/trending", "/trending", "/feed", "/feed.xml", "/rss", "/atom.xml",
               "/sitemap.xml", "/v1/articles/neighbour/related?mode=related",
               "/v1/articles/neighbour/related?mode=copies",
               "/v1/articles/neighbour/related?mode=background", "/v1/articles/neighbour/related?mode=followups",
               "/v1/articles/neighbour", "/article/neighbour", "/v1/articles/neighbour/story",
               "/v1/articles/" + CANARIES["id"], "/article/" + CANARIES["id"],
               "/v1/articles/" + CANARIES["id"] + "/related", "/v1/articles/" + CANARIES["id"] + "/story"]
    for one in canary_words():
        targets += [f"/v1/search?q={quoted(one)}&spelling=on&facets=section,source,author,lang,tag,place",
                    f"/v1/search?q={quoted(one[:-1])}&spelling=on", f"/v1/search?q={quoted(one[:-2])}%2A",
                    f"/search?q={quoted(one)}", f"/v1/suggest?q={quoted(one[:5])}", f"/v1/suggest?q={quoted(one[:3])}"]
    targets += [f"/v1/search?q=&{field}={quoted(CANARIES[name])}" for field, name in
                [("author", "author"), ("section", "section"), ("tag", "tags"), ("source", "source"),
                 ("place", "places")]]
    for target in targets:
        status, text = server.read(target)
        looked += 1
        asked_for = [one for one in canary_words() if one[:3] in target.lower()]
        if target.startswith("/v1/search"):
            if status == 200:
                answer = json.loads(text)
                answer.pop("query"), answer.pop("links"), answer.pop("warnings")  # what was asked
                for values in answer["facets"].values():
                    values[:] = [value for value in values if not value["selected"] or value["count"] > 0]
                if answer["total"]["value"] > 0 and any(one in target.lower() for one in canary_words()):
                    found.append(f"{target}: {answer['total']['value']} hits")
                text = json.dumps(answer)
            else:
                text = ""
        elif asked_for and not target.startswith("/v1/suggest"):  # a page repeats what was asked
            text = "" if status != 200 or "No article" in text or "Nothing" in text else text
        elif target.startswith("/v1/suggest"):
            answer = json.loads(text)
            answer.pop("q", None), answer.pop("query", None)
            text = json.dumps(answer)
        elif CANARIES["id"] in target:
            if status not in (404, 410):
                found.append(f"{target}: {status}")
            continue
        found += [f"{target}: {status} has {one}" for one in set(canary_words()) if one in text.lower()]
    return looked, found


def files_with_canaries(data):
    """How many files there are, and those where a canary is in plain bytes."""
    forms = [one.encode() for text in CANARIES.values() for one in {text, text.lower(), text.upper()}]
    forms += [one.encode() for one in canary_words()]
    looked, found = 0, []
    for root, _, names in os.walk(data):
        for name in names:
            path = os.path.join(root, name)
            if not os.path.isfile(path):
                continue
            looked += 1
            with open(path, "rb") as file:
                content = file.read()
            found += [f"{os.path.relpath(path, data)} has {form.decode()}" for form in dict.fromkeys(forms) if
                      form in content or form.title() in content]
            if any(one.encode() in name.encode() for one in canary_words()):
                found.append(f"{path} is named by one")
    return looked, found


@trial(lambda parser: parser.add_argument("--kill", action="store_true",
                                          help="kill the writer when the purge is answered: the erasing goes on"))
def purge(arguments, folder):
    """Purges an article with words of its own in each field, and looks for them.

    surfaces: addresses asked, JSON and pages, within 5 s of the answer; files: all below the data directory after the
    index was built anew. The article was updated once: the words of its first version are looked for, too.
    """
    data = os.path.join(folder, "data")
    small_index(arguments.program, data, folder, 60)
    server = Server(arguments.program, data, folder)
    said = []
    try:
        until("a writer answers", server.state)
        neighbour = article("neighbour", word(5), tags=["harbour"])
        canary = {**article(CANARIES["id"], CANARIES["title"]), "authors": [CANARIES["author"]],
                  "section": CANARIES["section"], "tags": [CANARIES["tags"]], "source": CANARIES["source"],
                  "places": [CANARIES["places"]],
                  "body": neighbour["body"] + f" {CANARIES['body']} met {CANARIES['author']} in {CANARIES['places']}. "
                                              f"{CANARIES['body']} left."}
        first = {**canary, "title": CANARIES["title"] + " " + CANARIES["first"],
                 "body": canary["body"] + " " + CANARIES["first"] + " came."}
        for one in (neighbour, first, canary):
            status, text = server.put(one, wait=True)
            if status != 200:
                raise Failed(f"PUT {one['id']}: {status} {text}")
        before_surfaces = len(surfaces_with_canaries(server)[1])
        if before_surfaces < 20 or not files_with_canaries(data)[1]:
            raise Failed(f"the canaries are not found before: on {before_surfaces} surfaces")
        status, text = server.admin("DELETE", f"/v1/articles/{CANARIES['id']}?purge=1&reason=test")
        if status not in (200, 202):
            raise Failed(f"DELETE: {status} {text}")
        began = time.monotonic()
        if arguments.kill:
            until("the purge is published", lambda: (server.state() or {"searchable": 0, "seq": 1})["searchable"] >=
                  json.loads(text)["seq"], pause=0.005)
            os.kill(server.writer_pid(), signal.SIGKILL)
        absent = until("absent from results", lambda: server.search_ids(CANARIES["body"]) == [])
        seconds = time.monotonic() - began
        surfaces, found = surfaces_with_canaries(server)
        late = not arguments.kill and (not absent or seconds > 5)

        def put_again():
            answer = server.put(canary)
            return answer if answer[0] not in (0, 503) else None
        again, text = until("an answer", put_again, pause=0.2)

        def erased():
            state = server.state()
            if not state:
                return None
            tasks = [task for task in state["tasks"] if task["kind"] == "erase"]
            return tasks and tasks[-1]["state"] == "done"
        try:
            until("erased", erased, patience=60, pause=0.1)
        except Failed as failure:
            said.append(f"{failure}: {server.state()}")
        files, in_files = files_with_canaries(data)
        _, found_after = surfaces_with_canaries(server)
        found += found_after
        if again != 410:
            said.append(f"PUT after the purge answers {again}: {text}")
        server.stop()
        if damage := is_clean(arguments.program, data):
            said.append(damage)
        # As a command, with the server stopped.
        path = os.path.join(folder, "again.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.write(json.dumps(canary) + "\n")
        command(arguments.program, data, "--quiet", "index", path)
        code, output, _ = command(arguments.program, data, "search", CANARIES["body"], "--output", "json")
        if code == 0 and json.loads(output)["total"]["value"] > 0:
            said.append("`newssearch index` takes the purged article in again")
    finally:
        if server.process.poll() is None:
            server.kill(True)
    complain("purge", *found, *in_files, *said)
    print(f"surfaces={surfaces} found={len(found)} after={seconds:.1f}s files={files} found={len(in_files)} "
          f"put_again={again} violations={len(said) + late}")
    return not found and not in_files and not said and not late


@trial(add_count(20, "--count", "how many at once"))
def writers(arguments, folder):
    """Starts `newssearch writer` and `newssearch index` at once, on one directory.

    One holds it at a time, and the others end with status 3: every index that ended well is found afterwards, and
    nothing is damaged.
    """
    data = os.path.join(folder, "data")
    first = small_index(arguments.program, data, folder)
    won = locked = odd = rounds = 0
    said, expected = [], dict(first)
    for rounds in range(1, 4):
        began = []
        for number in range(arguments.count):
            if number % 2:
                began.append((None, None, subprocess.Popen(
                    [arguments.program, "--data", data, "writer", "--interval", "20"], stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)))
                continue
            identity, marker = f"writers-{rounds}-{number}", word(rounds * 1000 + number)
            path = os.path.join(folder, identity + ".jsonl")
            with open(path, "w", encoding="utf-8") as file:
                file.write(json.dumps(article(identity, marker)) + "\n")
            began.append((identity, marker, subprocess.Popen(
                [arguments.program, "--data", data, "--quiet", "index", path], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)))
        deadline = time.monotonic() + 60
        alive = began
        while time.monotonic() < deadline:
            alive = [each for each in began if each[2].poll() is None]
            if len(alive) <= 1 and all(each[0] is None for each in alive):
                break
            time.sleep(0.05)
        if len(alive) > 1:
            said.append(f"{len(alive)} are there at once")
        for identity, marker, process in began:
            if process.poll() is None:
                process.terminate()
            _, errors = process.communicate(timeout=60)
            if process.returncode == 0:
                won += 1
                if identity:
                    expected[identity] = marker
            elif process.returncode == 3:
                locked += 1
            else:
                odd += 1
                said.append(f"ended with {process.returncode}: {errors.decode()}")
    damage = is_clean(arguments.program, data)
    found = 0
    for identity, marker in expected.items():
        _, output, _ = command(arguments.program, data, "search", marker, "--output", "json", "--collapse", "none")
        found += identity in output
    complain("writers", *said)
    if damage:
        complain("writers", damage)
    print(f"processes={3 * arguments.count} won={won} locked={locked} otherwise={odd} "
          f"articles={found}/{len(expected)} damaged={1 if damage else 0}")
    return odd == 0 and not said and not damage and found == len(expected) and won >= rounds


BIT_ANSWERS = [["search", "harbour", "--facets", "section"], ["search", "council bridge"], ["search", "wint*"],
               ["search", '"the"'], ["search", "*", "--sort", "newest", "--limit", "20"], ["suggest", "lan"],
               ["search", "title:lantern"], ["show", "first-3"], ["show", "first-21"]]


@trial(add_count(200, "--flips", "how many bits"))
def bits(arguments, folder):
    """Flips a bit of a file of a generation, one at a time.

    Before and after, the program answers the same questions: right, all answers are the same; reported, one of them is
    refused or comes with a word of the damage; checked, an answer is another one, which `status --check` alone tells
    from its checksum; silent, it does not either; crashed, a program ended by a signal.
    """
    data = os.path.join(folder, "data")
    small_index(arguments.program, data, folder, 60)
    writer = Writer(arguments.program, data)
    writer.await_listening()
    for number in range(5):
        writer.write([put_order(article(f"added-{number}", word(900 + number)))], "searchable")
    writer.write([remove_order("first-5")], "searchable")
    writer.stop()

    def answers():
        given = []
        for words in BIT_ANSWERS:
            form = ["--output", "json"] if words[0] in ("search", "suggest") else []
            code, output, errors = command(arguments.program, data, *words, *form)
            if form and code == 0:
                answer = json.loads(output)
                answer.pop("took_ms", None)
                output = json.dumps(answer)
            given.append((code, output, errors))
        return given

    with open(os.path.join(data, "current"), encoding="ascii") as file:
        generation = os.path.join(data, file.read().strip())
    files = sorted(os.path.join(root, name) for root, _, names in os.walk(generation) for name in names)
    right_answers = answers()
    counts = dict.fromkeys(["right", "reported", "checked", "silent", "crashed"], 0)
    where = {}
    for _ in range(arguments.flips):
        path = random.choice([path for path in files if os.path.getsize(path) > 0])
        at, bit = random.randrange(os.path.getsize(path)), 1 << random.randrange(8)

        def flip(path=path, at=at, bit=bit):
            with open(path, "r+b") as file:
                file.seek(at)
                byte = file.read(1)[0]
                file.seek(at)
                file.write(bytes([byte ^ bit]))
        flip()
        try:
            given = answers()
            code, output, errors = command(arguments.program, data, "status", "--check")
        finally:
            flip()
        name = os.path.relpath(path, generation)
        if any(each[0] < 0 or each[0] > 5 for each in given) or code < 0:
            kind = "crashed"
            complain("bits", f"{name} byte {at} bit {bit}: crashed: {[each[0] for each in given]}, status {code}: "
                             f"{[each[2] for each in given if each[0] < 0 or each[0] > 5][:1]}")
        elif given == right_answers:
            kind = "right"
        elif all(now[1] == right[1] or now[0] not in (0, 1) or now[2] != right[2]
                 for now, right in zip(given, right_answers)):
            kind = "reported"
        elif code != 0:
            kind = "checked"
            where[name] = where.get(name, 0) + 1
        else:
            kind = "silent"
            complain("bits", f"{name} byte {at} bit {bit}: another answer, and nobody says so: {output} {errors}")
        counts[kind] += 1
    if where:
        complain("bits", "told by --check alone: " + ", ".join(f"{name} {count}" for name, count in where.items()))
    figures = " ".join(f"{name}={count}" for name, count in counts.items())
    print(f"flips={arguments.flips} files={len(files)} {figures}")
    return counts["silent"] + counts["crashed"] == 0
