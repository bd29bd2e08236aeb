"""The server under test as a process: starts, is killed, stops, starts again on the same data.
PLOTLEDGER_TEST_LOG=kafka puts its log on a real broker."""
import os
import time

from .brokers import brokers
from .client import Client
from .gateway import KEY_ID
from .program import Process, free_port, run
from .waiting import eventually


def found_on_kafka(data, partitions=2):
    """A new ledger on one broker; how a command line names its log."""
    one = brokers()
    words = ["--log", one.url(one.fresh_topic()), "--single-broker"]
    done = run("found", *words, "--partitions", partitions, "--data", data)
    if done.returncode:
        raise AssertionError(f"a ledger cannot be founded: {done.stdout}")
    return words


class Server:
    """`place`: how a command line names the ledger; `log`: its part that names the log, none for the
    embedded one."""

    def __init__(self, directory, log=None):
        self.data = directory / "data"
        if log is None:
            on_kafka = os.environ.get("PLOTLEDGER_TEST_LOG") == "kafka"
            log = found_on_kafka(self.data) if on_kafka else []
        self.place = ["--data", self.data, *log]
        self.options = []
        self.log = directory / "server.log"
        self.port = free_port()
        self.visitor = Client(self.port)
        self.admin = None
        self.process = None

    @property
    def is_running(self):
        return self.process is not None and self.process.exit_code is None

    def start(self, gateway, seconds=30):
        """Returns how long it took until it was ready."""
        begun = time.monotonic()
        self.launch(gateway)
        eventually("the server is ready", self.is_ready, seconds)
        if self.admin is None:
            self.admin = Client(self.port, (self.data / "admin.key").read_text().strip())
        return time.monotonic() - begun

    def launch(self, gateway):
        self.process = Process(
            self.log, "serve", *self.place, *self.options, "--listen", f"127.0.0.1:{self.port}",
            "--gateway", f"http://127.0.0.1:{gateway.port}", "--gateway-key-id", KEY_ID,
            "--gateway-secret-file", gateway.secret_file,
            "--webhook-secret-file", gateway.webhook_secret_file, "--limits", "off")

    def kill(self):
        self.process.kill()

    def stop(self):
        code = self.process.stop()
        self.process = None
        return code

    def partitions(self):
        """What /readyz?verbose tells of each; none while the server does not answer."""
        try:
            answer = self.visitor.get("/readyz?verbose", timeout=5)
        except OSError:
            return []
        return answer.json["partitions"] if answer.status in (200, 503) else []

    def phase(self, partition):
        return next((p["phase"] for p in self.partitions() if p["partition"] == partition), None)

    def is_ready(self):
        if self.process.exit_code is not None:
            raise AssertionError(f"the server ended by itself: {self.process.tail()}")
        try:
            return self.visitor.get("/readyz", timeout=5).status == 200
        except OSError:
            return False
