"""Requests whose end two readers could see at two places, sent directly and through a proxy; and malformed ones."""
import concurrent.futures
import contextlib
import json
import os
import random
import shutil
import socket
import subprocess

from attack_clients import PATIENCE, NoAnswer, cut, exchanged, get, post
from writer_clients import until

SMUGGLED = "/smuggled-"  # and the number of the framing: nobody asks for it but in what may be a body
AT_ONCE = 8
QUIET = 1.5  # seconds; longer than the proxy waits for the rest of a request


def request(*lines, body=b"", first=b"POST /v1/search HTTP/1.1", host=b"Host: news.example", end=b"\r\n"):
    head = [first, *([host] if host else []), b"Content-Type: application/json", *lines, b"", b""]
    return end.join(head) + body


def chunked(*lines, body, **how):
    return request(b"Transfer-Encoding: chunked", *lines, body=body, **how)


def framings(number):
    """Pairs of a name and the bytes; in each a request for SMUGGLED + number lies where one reader sees a body."""
    hidden = get(f"{SMUGGLED}{number}")
    size = b"%d" % len(hidden)
    length = b"Content-Length: " + size
    last = b"0\r\n\r\n"
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden)
    covering = b"Content-Length: %d" % len(last + hidden)

    yield "Content-Length over Transfer-Encoding", chunked(covering, body=last + hidden)
    yield "Transfer-Encoding over Content-Length", chunked(b"Content-Length: 4", body=chunk)
    yield "Content-Length before Transfer-Encoding", request(covering, b"Transfer-Encoding: chunked",
                                                             body=last + hidden)
    for coding in (b"xchunked", b"chunked, identity", b"identity, chunked", b"gzip, chunked", b"identity",
                   b"\"chunked\"", b"chunked;q=1", b"chunked,", b",chunked", b"\x0bchunked", b"chunked\x00",
                   b"chunked x", b"CHUNKED", b"", b"chu\tnked"):
        yield (f"Transfer-Encoding: {coding.decode('latin-1')!r} with Content-Length",
               request(b"Transfer-Encoding: " + coding, covering, body=last + hidden))
    yield "Transfer-Encoding: xchunked alone", request(b"Transfer-Encoding: xchunked", body=chunk)
    yield "two Transfer-Encodings", chunked(b"Transfer-Encoding: identity", body=chunk)
    yield "Transfer-Encoding twice", chunked(b"Transfer-Encoding: chunked", body=chunk)
    yield "space before the colon of Transfer-Encoding", request(b"Transfer-Encoding : chunked", covering,
                                                                 body=last + hidden)
    yield "Transfer-Encoding on a folded line", request(b"Transfer-Encoding:", b" chunked", covering,
                                                        body=last + hidden)
    yield "Transfer-Encoding behind a bare CR", request(b"X-A: b\rTransfer-Encoding: chunked", covering,
                                                        body=last + hidden)
    yield "Transfer-Encoding behind a bare LF", request(b"X-A: b\nTransfer-Encoding: chunked", covering,
                                                        body=last + hidden)
    yield "Connection names Transfer-Encoding", chunked(b"Connection: Transfer-Encoding", covering, body=last + hidden)
    yield "HTTP/1.0 with chunks", chunked(body=last + hidden, first=b"POST /v1/search HTTP/1.0")
    yield "HTTP/1.0 with chunks and keep-alive", chunked(b"Connection: keep-alive", covering, body=last + hidden,
                                                         first=b"POST /v1/search HTTP/1.0")

    yield "Content-Length twice, not the same", request(b"Content-Length: 0", length, body=hidden)
    yield "Content-Length twice, the longer first", request(length, b"Content-Length: 0", body=hidden)
    yield "Content-Length twice, the same", request(length, length, body=hidden)
    for value in (size + b", " + size, size + b",", b"0, " + size, b"+" + size, b"-" + size, b"0x%x" % len(hidden), b"",
                  b" ", size + b" 0", b"0 " + size, size + b";", size + b".0", b"1e2", b"\x0b" + size, size + b"\x00",
                  b"%d" % (2**64 + len(hidden)), b"%d" % (2**64), b"9" * 40, "\uff15".encode(), b"\"" + size + b"\""):
        yield f"Content-Length: {value.decode('latin-1')!r}", request(b"Content-Length: " + value, body=hidden)
    yield "space before the colon of Content-Length", request(b"Content-Length : " + size, body=hidden)
    yield "NUL in the name Content-Length", request(b"Content-\0Length: " + size, body=hidden)
    yield "Content-Length on a folded line", request(b"Content-Length:", b" " + size, body=hidden)
    yield "Content-Length hidden by folding", request(b"X-A: b", b" " + length, body=hidden)
    yield "Content-Length on a first line that is folded", request(b" " + length, body=hidden, host=None)
    yield "Content-Length behind a bare LF", request(b"X-A: b\n" + length, body=hidden)
    yield "Content-Length behind a bare CR", request(b"X-A: b\r" + length, body=hidden)
    yield "Content-Length behind a NUL", request(b"X-A: b\0\r\n" + length, body=hidden)
    yield "bare LF after every line", request(length, body=hidden, end=b"\n")
    yield "bare CR after every line", request(length, body=hidden, end=b"\r")
    yield "head ended by LF CR LF", request(length).removesuffix(b"\r\n\r\n") + b"\n\r\n" + hidden
    yield "a line without a colon", request(b"Content-Length", length, body=hidden)
    yield "a nameless field", request(b": x", length, body=hidden)
    yield "a body longer than its Content-Length", request(b"Content-Length: 5", body=b"{\"q\":\"x\"}" + hidden)

    for name, line in {"beyond 64 bits": b"1" + b"0" * 16, "beyond 64 bits by wrapping": b"1%016x" % len(hidden),
                       "of 40 digits": b"f" * 40, "with 0x": b"0x%x" % len(hidden), "negative": b"-1", "empty": b"",
                       "with a plus": b"+%x" % len(hidden), "with a blank inside": b"%x 0" % len(hidden),
                       "not hexadecimal": b"xyz"}.items():
        yield f"chunk size {name}", chunked(body=line + b"\r\n" + hidden + b"\r\n" + last)
    yield "chunk extension with a bare LF", chunked(body=b"2;a\nxx\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden))
    yield "chunk extension with a bare CR", chunked(body=b"2;a\rxx\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden))
    yield "chunk extension with a NUL", chunked(body=b"2;\0\r\n{}\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden))
    yield "chunk extension quoting a line end", chunked(body=b"%x;a=\"\r\n%s\"\r\n0\r\n\r\n" % (len(hidden), hidden))
    yield "chunk size ended by a bare LF", chunked(body=b"%x\n%s\r\n0\r\n\r\n" % (len(hidden), hidden))
    yield "chunk ended by a bare LF", chunked(body=b"2\r\n{}\n%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden))
    yield "chunk ended by nothing", chunked(body=b"2\r\n{}%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden))
    yield "chunk longer than its size", chunked(body=b"2\r\n{}XX0\r\n\r\n%s" % hidden)
    yield "last chunk ended by bare LFs", chunked(body=b"0\n\n" + hidden)
    yield "last chunk of many zeros, ended by a bare LF", chunked(body=b"000000\n\r\n" + hidden)
    yield "trailer that is a Content-Length", chunked(body=b"0\r\n" + length + b"\r\n\r\n" + hidden)
    yield "trailer that is a Transfer-Encoding", chunked(body=b"0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)
    yield "trailer that is a Host", chunked(body=b"0\r\nHost: evil.example\r\n\r\n" + hidden)
    yield "trailer announced", chunked(b"Trailer: X-A", body=b"0\r\nX-A: b\r\n\r\n" + hidden)
    yield "trailer that is a request", chunked(body=b"0\r\n" + hidden)
    yield "chunk that holds a request", chunked(body=chunk)

    yield "two Hosts", request(b"Host: evil.example", length, body=hidden)
    yield "the same Host twice", request(b"Host: news.example", length, body=hidden)
    yield "no Host", request(length, body=hidden, host=None)
    yield "space before the colon of Host", request(length, body=hidden, host=b"Host : news.example")
    yield "whole address with another Host", request(length, body=hidden,
                                                     first=b"POST http://evil.example/v1/search HTTP/1.1")
    for method in (b"GET", b"HEAD", b"DELETE", b"OPTIONS", b"TRACE", b"CONNECT", b"PUT", b"get", b"BREW"):
        yield f"{method.decode()} with a body", request(length, body=hidden, first=method + b" /v1/search?q=x HTTP/1.1")
    yield "GET with chunks", chunked(body=chunk, first=b"GET /v1/search?q=x HTTP/1.1")
    yield "GET in HTTP/1.0 with a body", request(length, body=hidden, first=b"GET /v1/search?q=x HTTP/1.0")
    yield "method to override by a field", request(length, b"X-HTTP-Method-Override: GET", body=hidden)
    yield "upgrade to HTTP/2 with a body", request(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c",
                                                   b"HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA", length, body=hidden)
    yield "upgrade to a web socket with a body", request(b"Connection: Upgrade", b"Upgrade: websocket",
                                                         b"Sec-WebSocket-Version: 777", length, body=hidden)
    yield "Expect: 100-continue", request(b"Expect: 100-continue", length, body=hidden)
    yield "Expect something else", request(b"Expect: y 100-continue", length, body=hidden)
    for name, line in {"two blanks": b"POST  /v1/search HTTP/1.1", "a tab": b"POST\t/v1/search\tHTTP/1.1",
                       "a blank at its end": b"POST /v1/search HTTP/1.1 ", "no version": b"POST /v1/search",
                       "version 1.10": b"POST /v1/search HTTP/1.10", "version 2.0": b"POST /v1/search HTTP/2.0",
                       "version 0.9": b"POST /v1/search HTTP/0.9", "a small version": b"POST /v1/search http/1.1",
                       "a NUL": b"POST /v1/sea\0rch HTTP/1.1", "a blank before it": b" POST /v1/search HTTP/1.1",
                       "a blank in its target": b"POST /v1/search?q=a b HTTP/1.1"}.items():
        yield f"first line with {name}", request(length, body=hidden, first=line)
    yield "a request that is a plain body", request(length, body=hidden)


def all_framings():
    """With a number of its own in each: (number, name, bytes)."""
    names = [name for name, _ in framings(0)]
    return [(number, name, list(framings(number))[number][1]) for number, name in enumerate(names)]


def attack_framings(ground, attack):
    """Each is refused or answered as one request; what lies in its body is never answered."""
    accepted, statuses = 0, {}
    with ground.serve(attack, "--access-log") as server:
        control = server.answers(post("/v1/search", b'{"q":"harbour"}') + get(SMUGGLED + "control"))
        attack.claim("control: two whole requests are two answers", [one.status for one in control] == [200, 404],
                     [one.status for one in control])
        for number, name, data in all_framings():
            got, closed = exchanged(("127.0.0.1", server.port), data)
            # Its log has it by now: a line is written before the connection is closed.
            answered = f"{SMUGGLED}{number}" in server.logged_paths() or f"{SMUGGLED}{number}".encode() in got
            accepted += answered
            try:
                answers = cut(got, bodies=name != "HEAD with a body")
            except NoAnswer as error:
                attack.claim(name, False, error)
                continue
            status = answers[0].status if answers else "closed"
            statuses[status] = statuses.get(status, 0) + 1
            rest = [one.status for one in answers[1:]]  # bytes behind a body may be refused as no request
            attack.claim(f"{name}: {status}", closed and not answered and rest in ([], [400]) and status != 500,
                         f"{'answered what was smuggled; ' if answered else ''}answers "
                         f"{[one.status for one in answers]} closed={closed} to {data!r}")
        attack.claim("plain requests are answered after it", server.is_well(), "they are not")
    attack.figures["framings"] = sum(statuses.values())
    attack.figures["accepted"] = accepted
    attack.figures["answers"] = "/".join(f"{status}:{count}" for status, count in sorted(statuses.items(), key=str))


NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 256; }}
http {{
  log_format paths escape=json '{{"path":"$request_uri","status":"$status"}}';
  access_log {folder}/nginx-access.log paths;
  client_body_temp_path {folder}/nginx-body; proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi; uwsgi_temp_path {folder}/nginx-uwsgi; scgi_temp_path {folder}/nginx-scgi;
  client_header_timeout 1s; client_body_timeout 1s; lingering_timeout 1s; keepalive_timeout 5s;
  upstream newssearch {{ server 127.0.0.1:{upstream}; keepalive 4; }}
  server {{
    listen 127.0.0.1:{ports[0]};
    location / {{ proxy_pass http://newssearch; proxy_http_version 1.1; proxy_set_header Connection ""; }}
  }}
  server {{
    listen 127.0.0.1:{ports[1]};
    location / {{
      proxy_pass http://newssearch; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_request_buffering off;
    }}
  }}
}}
"""


def free_ports(count):
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]


@contextlib.contextmanager
def nginx_before(server, program, folder):
    """The ports of a proxy that keeps its connections to the server: one holds requests back until they are whole."""
    ports = free_ports(2)
    configuration = os.path.join(folder, "nginx.conf")
    with open(configuration, "w", encoding="ascii") as file:
        file.write(NGINX.format(folder=folder, upstream=server.port, ports=ports))
    process = subprocess.Popen([program, "-p", folder, "-c", configuration], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        def listens():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", ports[1]), 1):
                return True
            return process.poll() is not None
        until("nginx listens", listens, patience=PATIENCE)
        yield ports
    finally:
        process.terminate()
        process.wait(PATIENCE)


def behind_nginx(ground, attack):
    """Behind a proxy that keeps its connections, the server answers no request that the proxy has not sent as one, and
    nobody gets an answer meant for somebody else."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if not program:
        attack.skip("nginx is not installed")
        return
    victims_wrong, sent = [], 0
    with ground.serve(attack, "--access-log") as server:
        with nginx_before(server, program, ground.folder) as ports:
            control = cut(exchanged(("127.0.0.1", ports[0]), get("/healthz") + get(SMUGGLED + "control"), False,
                                    quiet=QUIET)[0])
            attack.claim("control: two whole requests are two answers", [one.status for one in control] == [200, 404],
                         [one.status for one in control])

            def sent_through(port, number, data):
                exchanged(("127.0.0.1", port), data, False, quiet=QUIET)
                victim = f"/victim-{port}-{number}"
                answers = cut(exchanged(("127.0.0.1", port), get(victim, b"Connection: close"), False)[0])
                told = [json.loads(one.body).get("instance") for one in answers]
                return None if told == [victim] else f"{victim} was answered {told}"

            with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
                waiting = [pool.submit(sent_through, port, number, data)
                           for number, _, data in all_framings() for port in ports]
                sent = len(waiting)
                victims_wrong = [what for what in (one.result() for one in waiting) if what]
        with open(os.path.join(ground.folder, "nginx-access.log"), encoding="utf-8") as file:
            passed_on = [json.loads(line)["path"] for line in file]
        answered = server.logged_paths()
    smuggled = sorted({path for path in answered if path.startswith(SMUGGLED)} - set(passed_on))
    attack.claim("the proxy passes requests on", sum(path.startswith("/victim-") for path in answered) == sent,
                 f"{len(answered)} arrived")
    attack.claim("none but what the proxy sent as a request is answered", not smuggled,
                 [f"{path}: {all_framings()[int(path.removeprefix(SMUGGLED))][1]}" for path in smuggled])
    attack.claim("who comes after gets an answer of his own", not victims_wrong, victims_wrong[:5])
    attack.figures.update(framings=sent, passed_on=len(answered) - sent - 2, smuggled=len(smuggled),
                          wrong_answers=len(victims_wrong))


def mutated(data, rng):
    """A valid request with some bytes flipped, put in, taken out, doubled or exchanged."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data))
        end = min(len(data), at + rng.randint(1, 12))
        what = rng.randrange(6)
        if what == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif what == 1:
            data[at:at] = rng.choice([b"\r", b"\n", b"\r\n", b"\0", b":", b" ", b"\t", b"%", b"%00", b"\xff", b"\x7f",
                                      b"0", b"\r\n\r\n", b",", b";", b"\x1b", rng.randbytes(3)])
        elif what == 2 and end - at < len(data):
            del data[at:end]
        elif what == 3:
            data[at:at] = data[at:end] * rng.randint(1, 3)
        elif what == 4:
            data[at] = rng.randrange(256)
        else:
            del data[max(at, 1):]
    return bytes(data)


def malformed(ground, attack):
    """Whatever arrives, the server lives, and what it answers is HTTP and no failure of its own."""
    rng = random.Random(ground.seed)
    body = b'{"q":"harbour council","per_page":5,"sort":"newest"}'
    valid = [get("/v1/search?q=harbour+%22council+bridge%22&per_page=3&lang=en"), post("/v1/search", body),
             get("/v1/search", b"Content-Type: application/json", b"Transfer-Encoding: chunked", method=b"POST")
             + b"%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(body), body),
             get("/v1/articles/first-3/related?mode=related", b"Accept: application/json", b"If-None-Match: \"x\""),
             get("/search?q=%e2%82%ac&since=2024-01", b"Accept: text/html", b"Accept-Language: en", b"Cookie: a=b"),
             get("http://news.example/v1/suggest?q=ha"), get("/healthz") + get("/v1/trending?window=7d"),
             get("/v1/search?q=x", b"Origin: https://site.example", b"Access-Control-Request-Method: GET",
                 method=b"OPTIONS")]
    count = 300 if ground.quick else 2000
    statuses, odd = {}, []
    with ground.serve(attack, "--access-log") as server:
        for _ in range(count):
            data = mutated(rng.choice(valid), rng)
            try:
                got, closed = exchanged(("127.0.0.1", server.port), data)
                found = [answer.status for answer in cut(got, bodies=not data.startswith(b"HEAD "))] or ["closed"]
            except (NoAnswer, OSError) as error:
                closed, found = True, [str(error)]
            for status in found:
                statuses[status] = statuses.get(status, 0) + 1
            failures = [s for s in found if isinstance(s, str) and s != "closed"
                        or isinstance(s, int) and s >= 500 and s not in (503, 505)]
            if not closed or failures:
                odd.append(f"{found} closed={closed} to {data!r}")
            if server.process.poll() is not None:
                odd.append(f"ended after {data!r}")
                break
        attack.claim(f"{count} malformed requests, with seed {ground.seed}: answered, or closed", not odd, odd[:3])
        attack.claim("plain requests are answered after it", server.is_well(), "they are not")
    attack.figures["requests"] = count
    attack.figures["answers"] = "/".join(f"{status}:{n}" for status, n in sorted(statuses.items(), key=str))
