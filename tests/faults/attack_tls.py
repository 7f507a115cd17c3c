"""Attacks on the port where TLS is spoken: by handshakes that never end, or make no sense, or are of something else."""
import contextlib
import http.client
import os
import random
import socket
import ssl
import subprocess

from attack_clients import PATIENCE, cut, exchanged, get
from attack_loads import LATE, SlowSender, drip

HANDSHAKES_AT_ONCE = 50
HANDSHAKE_SECONDS = 10  # the server's deadline
GONE_MIDWAY = 200


def certificate(folder):
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    paths = [os.path.join(folder, name) for name in ("tls-certificate.pem", "tls-key.pem")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-out", paths[0], "-keyout",
                    paths[1]], check=True, capture_output=True)
    os.chmod(paths[1], 0o600)
    return paths


def hello():
    """The first words of a client's handshake."""
    context = ssl.create_default_context()
    said = ssl.MemoryBIO()
    with contextlib.suppress(ssl.SSLWantReadError):
        context.wrap_bio(ssl.MemoryBIO(), said, server_hostname="localhost").do_handshake()
    return said.read()


def broken(beginning, randomness):
    """Those words, with bytes changed, put in and taken out; or anything."""
    if randomness.random() < 0.2:
        return randomness.randbytes(randomness.randrange(1, 4000))
    words = bytearray(beginning)
    for _ in range(randomness.randrange(1, 6)):
        at = randomness.randrange(len(words))
        words[at:at + randomness.randrange(3)] = randomness.randbytes(randomness.randrange(3))
    return bytes(words)


class Reader:
    """Asks over TLS, and keeps its connection. Counts what was answered."""

    def __init__(self, port, authority):
        self.connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE,
                                                      context=ssl.create_default_context(cafile=authority))
        self.answered = 0

    def ask(self):
        self.connection.request("GET", "/v1/search?q=harbour")
        answer = self.connection.getresponse()
        answer.read()
        self.answered += answer.status == 200
        return answer.status == 200


def answers_anew(port, authority):
    with contextlib.suppress(OSError, http.client.HTTPException):
        return Reader(port, authority).ask()
    return False


def slow_handshakes(server, attack, reader, beginning):
    senders = [SlowSender(server.port, *words) for words in [(beginning[:40], b"\0"), (b"", b"")]
               for _ in range(HANDSHAKES_AT_ONCE // 2)]
    asked = 0
    while any(sender.ended is None for sender in senders) and asked < HANDSHAKE_SECONDS + LATE:
        drip([sender for sender in senders if sender.ended is None], 1)
        reader.ask()
        asked += 1
    ended = [sender.ended for sender in senders if sender.ended is not None]
    attack.claim(f"slow handshakes: {len(ended)} of {len(senders)} hung up on at {HANDSHAKE_SECONDS} s",
                 len(ended) == len(senders) and max(ended) <= HANDSHAKE_SECONDS + LATE, f"{len(ended)} ended")
    attack.claim(f"others had all of {asked} answers", reader.answered == asked, reader.answered)
    attack.figures["handshakes"] = f"{min(ended, default=0):.1f}-{max(ended, default=0):.1f}s"


def tls(ground, attack):
    """Who shakes hands slowly, wrongly or not at all costs nobody else an answer."""
    authority, key = certificate(ground.folder)
    beginning, randomness = hello(), random.Random(ground.seed)
    with ground.serve(attack, "--tls-certificate", authority, "--tls-key", key) as server:
        slow_handshakes(server, attack, Reader(server.port, authority), beginning)

        address, answered = ("127.0.0.1", server.port), 0
        trials = 100 if ground.quick else 2000
        for _ in range(trials):
            answered += b"HTTP/" in exchanged(address, broken(beginning, randomness))[0]
        attack.claim(f"none of {trials} broken handshakes is answered in HTTP", answered == 0, answered)

        told = [answer.status for answer in cut(exchanged(address, get("/v1/search?q=harbour"))[0])]
        attack.claim("plain HTTP is told that TLS is spoken here", told == [400], told)

        for _ in range(GONE_MIDWAY):
            with socket.create_connection(address, timeout=PATIENCE) as client:
                client.sendall(beginning)
        attack.claim("those who came after are answered", answers_anew(server.port, authority))
