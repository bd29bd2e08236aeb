"""Real Kafka brokers for the tests of one process, started by the project's own script and stopped at the end."""
import atexit
import itertools
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

from .program import ROOT
from .scratch import clear_up
from .waiting import eventually

_SCRIPT = ROOT / "ops/kafka/brokers"
_CANNOT_BE_HAD = 3
_numbers = itertools.count(1)


class Brokers:
    """One node or three, in a directory of their own."""

    def __init__(self, count):
        self.count = count
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="plotledger-brokers-"))
        atexit.register(self.close)
        self.bootstrap = self._run("start", str(count))

    def fresh_topic(self):
        return f"test-{os.getpid()}-{next(_numbers)}"

    def url(self, topic):
        return f"kafka://{self.bootstrap}/{topic}"

    def start_missing(self):
        """Those that were killed begin again, under the same addresses."""
        self._run("start", str(self.count))

    def kill(self, node):
        os.kill(self.pid(node), signal.SIGKILL)

    def freeze(self, node):
        os.kill(self.pid(node), signal.SIGSTOP)

    def wake(self, node):
        os.kill(self.pid(node), signal.SIGCONT)

    def leader(self, topic, partition):
        """The node that leads the partition, once one does."""
        return eventually("the partition has a leader", lambda: next(
            (p["leader"] for p in self._partitions(topic) if p["partition"] == partition and p["leader"] > 0), None), 60)

    def await_replicas(self, topic, partitions):
        """Until every node follows every partition."""
        def whole():
            told = self._partitions(topic)
            return len(told) == partitions and all(len(p["isrs"]) == self.count for p in told)
        eventually("all replicas are in sync", whole, 90, pause_s=0.2)

    def _partitions(self, topic):
        done = subprocess.run(["kcat", "-L", "-J", "-m", "5", "-b", self.bootstrap, "-t", topic], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if done.returncode or not done.stdout.strip():
            return []
        return next((t["partitions"] for t in json.loads(done.stdout)["topics"] if t["topic"] == topic), [])

    def pid(self, node):
        return self._state()["pids"][str(node)]

    def configure(self, topic, *settings):
        """As with kafka-configs.sh."""
        done = subprocess.run([_SCRIPT, "configs", "--", "--bootstrap-server", self.bootstrap, "--alter",
                               "--entity-type", "topics", "--entity-name", topic, "--add-config",
                               ",".join(settings)], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise AssertionError(f"{topic} {settings}: {done.stdout}")

    def close(self):
        self._run("stop")
        clear_up(self.directory)

    def _state(self):
        return json.loads((self.directory / "state.json").read_text())

    def _run(self, *words):
        done = subprocess.run([_SCRIPT, *words, "--dir", self.directory], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode == _CANNOT_BE_HAD:
            print("SKIPPED: " + done.stderr.strip(), file=sys.stderr)
            raise unittest.SkipTest(done.stderr.strip())
        if done.returncode:
            raise AssertionError(f"brokers {words}: {done.stderr}")
        return done.stdout.strip()


_shared = {}


def brokers(count=1):
    """The same for every test of this process."""
    if count not in _shared:
        _shared[count] = Brokers(count)
    return _shared[count]
