"""Cuts the power of the file system a data directory lies on."""
import contextlib
import ctypes
import fcntl
import json
import os
import random
import struct
import subprocess
import time

from writer_clients import Failed, Server, Words, article, is_clean, small_index, until
from writer_load import PATIENCE_OF_CLIENTS, Acknowledged, Client, Compared, complain, trial

EXT4_IOC_SHUTDOWN = 0x8004587D  # _IOR('X', 125, __u32)
NO_LOG_FLUSH = 2                # not even what is complete in ext4's journal but not written yet
SYNC_FILE_RANGE = 1 | 2 | 4     # wait before, write, wait after: pages alone, no name and no size
CUTS_OF_A_DISK = 20
KINDS = {"writing": ["writing"], "publishing": ["publishing"],
         "both": ["writing"] * 5 + ["publishing"] * 3 + ["index"] * 2}


class NoDisk(Exception):
    """One cannot be mounted, or cut, here."""


class Disk:
    """An ext4 file system in a file, mounted over a loop device, whose power can be cut."""

    def __init__(self, folder, megabytes=256):
        self.image = os.path.join(folder, "disk.ext4")
        self.path = os.path.join(folder, "disk")
        os.makedirs(self.path, exist_ok=True)
        with open(self.image, "wb") as file:
            file.truncate(megabytes << 20)
        self.call("mkfs.ext4", "-q", "-F", self.image)

    @staticmethod
    def call(*words):
        try:
            done = subprocess.run(words, capture_output=True, check=False)
        except FileNotFoundError:
            raise NoDisk(f"there is no {words[0]}") from None
        if done.returncode != 0:
            raise NoDisk(f"{words[0]}: {done.stderr.decode('utf-8', 'replace').strip()}")

    def mount(self, *options):
        self.call("mount", "-t", "ext4", "-o", ",".join(["loop", *options]), self.image, self.path)

    def cut(self):
        disk = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(disk, EXT4_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        except OSError as error:
            raise NoDisk(f"EXT4_IOC_SHUTDOWN: {error}") from None
        finally:
            os.close(disk)

    def unmount(self):
        """Its loop device goes with it. Processes that were killed may take a moment to let go of it."""
        for _ in range(100):
            if not os.path.ismount(self.path):
                return
            if subprocess.run(["umount", self.path], capture_output=True, check=False).returncode != 0:
                time.sleep(0.05)
        subprocess.run(["umount", "-l", self.path], check=False)

    def remove(self):
        self.unmount()
        os.unlink(self.image)


def write_back(folder):
    """Writes pages of some files to the device, as the kernel does in its own time and in any order."""
    write = ctypes.CDLL(None, use_errno=True).sync_file_range
    write.argtypes = [ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint]
    for root, _, names in os.walk(folder):
        for name in names:
            if random.random() < 0.5:
                continue
            with contextlib.suppress(OSError):  # it has gone, or is a socket
                file = os.open(os.path.join(root, name), os.O_RDONLY | os.O_NONBLOCK)
                try:
                    write(file, 0, random.choice([0, 4096, 65536]), SYNC_FILE_RANGE)
                finally:
                    os.close(file)


class OneDisk:
    """A data directory on a disk of its own, and all that was written to it."""

    def __init__(self, program, folder, words):
        self.program, self.folder, self.words = program, folder, words
        self.disk = Disk(folder)
        self.data = os.path.join(self.disk.path, "data")
        self.server = None
        self.clients = []
        self.acknowledged = Acknowledged(os.path.join(folder, "acknowledged"))
        self.indexed = []  # ids `newssearch index` was given
        self.rounds = 0

    def begin(self):
        self.disk.mount()
        for identity, marker in small_index(self.program, self.data, self.folder).items():
            self.acknowledged.acknowledge(identity, 1, marker)
        self.server = Server(self.program, self.data, self.folder)
        until("a writer answers", self.server.state, patience=30)

    def current(self):
        try:
            with open(os.path.join(self.data, "current"), encoding="ascii") as file:
                return int(file.read().strip().removeprefix("gen-"))
        except (OSError, ValueError):
            return 0

    def generations(self):
        return [int(name[4:]) for name in os.listdir(self.data) if name.startswith("gen-")]

    def write(self):
        for number in range(3):
            client = Client(number, lambda: self.server, self.words, self.acknowledged)
            client.ids = [f"client{number}-{i}" for i in range(20)]  # most of them those of the cut before
            self.clients.append(client)
            client.start()

    def await_writing(self):
        time.sleep(random.random() ** 2 * 1.5)

    def await_publishing(self):
        """One of the moments of it: it is being built, renamed, named by `current` beside and in place."""
        def is_there(name):
            return lambda: os.path.exists(os.path.join(self.data, name))
        before = self.current()
        moment = random.choice(["adding", "rebuild", "renamed", "beside", "named"])
        if moment == "adding":
            until("a generation is added to", is_there("adding"), pause=0)
            time.sleep(random.random() * 0.08)
        elif moment == "rebuild":
            time.sleep(random.random() * 0.3)
            status, text = self.server.admin("POST", "/v1/admin/reindex?force=1")
            if status != 202:
                raise Failed(f"reindex: {status} {text}")
            time.sleep(random.random() * 0.5)
        elif moment == "renamed":
            until("a generation is renamed", lambda: max(self.generations()) > before, pause=0)
        elif moment == "beside":
            until("`current` is written beside", is_there("current.tmp"), pause=0)
        else:
            until("another generation is current", lambda: self.current() > before, pause=0)
            time.sleep(random.random() * 0.01)

    def index(self):
        """Alone or through the writer: cut at once when it has ended, or anywhere in it. Returns what is current."""
        if random.random() < 0.5:
            self.server.stop()
        new = [f"index{self.rounds}-{i}" for i in range(20)]
        orders = {identity: self.words.next() for identity in [*new, *random.sample(self.indexed, k=min(
            5, len(self.indexed)))]}
        self.indexed += new
        path = os.path.join(self.folder, "more.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for identity, marker in orders.items():
                file.write(json.dumps(article(identity, marker)) + "\n")
                self.acknowledged.attempt(identity, marker)
        process = subprocess.Popen([self.program, "--data", self.data, "--quiet", "index", path],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(random.choice([random.random() * 0.4, 60]))
        except subprocess.TimeoutExpired:
            self.cut()
            process.kill()
            process.wait()
            return 0
        current = self.current()
        if process.returncode == 0:
            for identity, marker in orders.items():
                self.acknowledged.acknowledge(identity, 1, marker)
        self.cut()
        if process.returncode != 0:
            raise Failed(f"index ends with {process.returncode}")
        return current

    def cut(self):
        """What is answered from now on reaches nobody, as after a cut nothing runs."""
        self.acknowledged.reached(False)
        self.disk.cut()

    def end_processes(self):
        for client in self.clients:
            client.stopping = True
        if self.server and self.server.process.poll() is None:
            self.server.kill(True)
        for client in self.clients:
            client.join(PATIENCE_OF_CLIENTS)
            if client.error or client.is_alive():
                raise Failed(f"a client: {client.error or 'does not end'}")
        self.clients = []

    def power_on(self):
        """Everything is as the device has it; one time in five it is cut again while the writer begins."""
        while True:
            self.end_processes()
            self.disk.unmount()
            self.disk.mount(*random.choice([[], ["commit=1"]]))
            if random.random() < 0.8:
                return
            self.server = Server(self.program, self.data, self.folder)
            time.sleep(random.random() * 0.3)
            self.disk.cut()

    def one_cut(self, kind):
        """Cuts the power, and returns what was found: Compared, and what is wrong with the generations or None."""
        self.rounds += 1
        least = self.server.state()["generation"]
        if kind == "index":
            least = max(least, self.index())
        else:
            self.write()
            self.await_writing() if kind == "writing" else self.await_publishing()
            if random.random() < 0.3:
                write_back(self.data)
            self.cut()
        self.power_on()
        self.acknowledged.reached(True)
        damage = is_clean(self.program, self.data)
        if not damage and self.current() < least:
            damage = f"`current` names {self.current()}, and {least} was current before"
        self.server = Server(self.program, self.data, self.folder)
        until("a writer answers", self.server.state, patience=30)
        identity, marker = f"after{self.rounds}", self.words.next()
        self.acknowledged.attempt(identity, marker)
        status, text = self.server.put(article(identity, marker), wait=True)
        if status != 200:
            raise Failed(f"PUT after the cut: {status} {text}")
        self.acknowledged.acknowledge(identity, 1, marker)
        compared = Compared(self.server, self.acknowledged)
        self.acknowledged.settle(compared.served)
        return compared, damage

    def end(self):
        """What is wrong in the end, or None."""
        self.server.stop()
        return is_clean(self.program, self.data)

    def remove(self):
        with contextlib.suppress(Failed):
            self.end_processes()
        self.disk.remove()


def add_arguments(parser):
    parser.add_argument("--cuts", type=int, default=20, help="how often the power is cut")
    parser.add_argument("--during", choices=list(KINDS), default="both",
                        help="what is going on; both: and `newssearch index` in a fifth of them")


@trial(add_arguments)
def power(arguments, folder):
    """Cuts the power of an ext4 file system of its own (needs to mount a loop device: root).

    The cut is the ioctl EXT4_IOC_SHUTDOWN without a flush of the log: at one instant, all that ext4 has not written to
    the device is lost, and nothing is written any more; the next mount replays ext4's journal. As ext4 writes what
    nobody syncs after 5 s (names) to 30 s (pages), almost all that was not synced is lost. In half of the mounts names
    are written each second, and before a third of the cuts pages of files taken at random, as the kernel may at any
    time. What the device itself may forget that ext4 has written and not flushed is not tried. Processes outlive the
    cut until they are killed: what they answer in between counts as not answered, as an fdatasync under way may then
    succeed in Linux without ext4's journal having been written.

    writing: while three clients write, update and remove, one at a time and in batches; publishing: at one of its
    moments; index: of `newssearch index`, when it has ended well or anywhere in it. Then the same file system is
    mounted again: publish_good, of the last two kinds, `current` names a whole generation, and none before the one
    that was known to be published; lost, what was acknowledged, or was served after the cut before, and is not served
    as it was or not found by its word; dup, found twice; torn, of two versions; damaged, what is not whole or does not
    start; bad, cuts after which any of this was so. Each 20 cuts have a file system of their own.
    """
    counts = dict.fromkeys(["writing", "publishing", "index"], 0)
    lost = dup = torn = damaged = good = bad = acked = 0
    words, one, kinds = Words(), None, []
    began = time.monotonic()
    try:
        for number in range(arguments.cuts):
            if not kinds:
                kinds = random.sample(KINDS[arguments.during], k=len(KINDS[arguments.during]))
            kind = kinds.pop()
            said = []
            try:
                if not one:
                    one = OneDisk(arguments.program, folder, words)
                    one.begin()
                compared, damage = one.one_cut(kind)
                lost, dup, torn = lost + compared.lost, dup + compared.dup, torn + compared.torn
                said += compared.said
                good += kind != "writing" and not damage
                if not damage and (one.rounds == CUTS_OF_A_DISK or number + 1 == arguments.cuts):
                    damage = one.end()
            except Failed as failure:
                damage = str(failure)
            counts[kind] += 1
            if damage:
                damaged += 1
                said.insert(0, damage)
            if said:
                bad += 1
                complain("power", f"cut {number + 1}, {kind}:", *said)
            if damage or one.rounds == CUTS_OF_A_DISK or number + 1 == arguments.cuts:
                acked += one.acknowledged.count
                one.remove()
                one = None
    except NoDisk as error:
        if sum(counts.values()) > 0:
            raise
        print(f"cuts=0: skipped: {error}")
        return True
    finally:
        if one:
            one.remove()
    published = counts["publishing"] + counts["index"]
    kinds_cut = " ".join(f"{name}={count}" for name, count in counts.items())
    print(f"cuts={arguments.cuts} {kinds_cut} acked={acked} lost={lost} dup={dup} torn={torn} damaged={damaged} "
          f"bad={bad} publish_good={good}/{published} seconds={time.monotonic() - began:.0f}")
    return bad == 0 and good == published
