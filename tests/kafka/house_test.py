"""Moving house: a ledger goes from a directory to Kafka and back, its hashes unchanged. And a log that
lost its tail is refused, with the missing sequences by name."""
import json
import pathlib
import re
import shutil
import signal
import subprocess
import unittest

from support import Brokers, Market, Nodes, Stage, brokers, eventually, run
from support.program import plotledger


def heads(*place):
    done = run("verify", "--json", "--quiet", *place)
    if done.returncode:
        raise AssertionError(done.stdout[-500:])
    return json.loads(done.stdout)["heads"]


def messages_in(own, topic, partition):
    """No messages while there is no such topic."""
    place = f"{topic}:{partition}:-1"  # the end
    done = subprocess.run(["kcat", "-Q", "-b", own.bootstrap, "-t", place], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True)
    return int(done.stdout.split()[-1]) if done.returncode == 0 else 0


class MovingHouse(unittest.TestCase):
    def setUp(self):
        self.stage = Stage(log=[])
        self.addCleanup(self.stage.close)
        self.stage.start()
        self.server = self.stage.server
        self.topic = brokers().fresh_topic()
        self.url = brokers().url(self.topic)

    def copy(self, source, target):
        done = run("copy", "--from", source, "--to", target, "--single-broker")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("The copy is whole", done.stdout)
        return done.stdout

    def sell(self, market, plot):
        hold = market.must_hold(plot)
        self.stage.gateway.pay(market.must_checkout(hold)["order_id"])
        return eventually("it is booked", lambda: market.state(hold).get("booking_id"))

    def test_to_kafka_and_back_with_the_same_hashes_keys_and_documents(self):
        market = Market(self.stage, "moving", "MOV")
        before = self.sell(market, market.plots[0])
        booked = market.booking(before)
        self.server.stop()
        at_home = heads(*self.server.place)
        self.copy(self.server.data, self.url)
        self.assertEqual(heads("--data", self.server.data, "--log", self.url), at_home)

        self.server.place += ["--log", self.url, "--single-broker"]
        self.server.start(self.stage.gateway, 60)
        self.assertEqual(market.booking(before), booked)  # personal data is opened, the layout is there
        after = self.sell(market, market.plots[1])
        booked_after = market.booking(after)
        self.server.stop()
        on_kafka = heads(*self.server.place)

        home = self.stage.directory / "home"
        self.copy(self.url, home)
        for key in ("master.key", "admin.key"):
            shutil.copy(self.server.data / key, home / key)
        self.assertEqual(heads("--data", home), on_kafka)
        self.server.data, self.server.place = home, ["--data", home]
        self.server.start(self.stage.gateway, 60)
        self.assertEqual((market.booking(before), market.booking(after)), (booked, booked_after))

    def test_a_copy_that_is_interrupted_goes_on_where_it_stopped(self):
        self.server.stop()
        demo = self.stage.directory / "demo"
        self.assertEqual(run("demo", "--data", demo, "--load-only", timeout=300).returncode, 0)
        ends = []
        for _ in range(3):
            ends.append(self.copied_in_part(demo))
        self.assertGreater(ends[-1], 0)
        said = self.copy(demo, self.url)
        self.assertEqual(heads("--data", self.stage.directory, "--log", self.url), heads("--data", demo))
        self.assertIn("0 records", self.copy(demo, self.url))  # nothing is left to do
        self.assertLess(int(said.split("copied: ")[1].split()[0]), sum(
            int(head.split(":")[0].split("-")[1]) for head in heads("--data", demo)))

    def copied_in_part(self, demo):
        """Kills a copy as soon as some more is there; how much that is."""
        before = self.count()
        process = subprocess.Popen([plotledger(), "copy", "--quiet", "--from", demo, "--to", self.url,
                                    "--single-broker"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            eventually("something is copied", lambda: process.poll() is not None or self.count() > before, 60)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        return self.count()

    def count(self):
        """Messages of the log's topic."""
        return sum(messages_in(brokers(), self.topic, partition) for partition in (0, 1))

    def test_a_copy_into_another_ledger_is_refused(self):
        self.server.stop()
        self.copy(self.server.data, self.url)
        other = Nodes(brokers(), 1, 2)
        self.addCleanup(other.close)
        done = run("copy", "--from", self.server.data, "--to", other.log[1], "--single-broker")
        self.assertEqual(done.returncode, 3, done.stdout)
        self.assertIn("copy-differs", done.stdout)


class LostTail(unittest.TestCase):
    def test_a_log_that_ends_before_what_was_applied_is_refused_by_sequence(self):
        own = Brokers(1)
        self.addCleanup(own.close)
        nodes = Nodes(own, 1, 2)
        self.addCleanup(nodes.close)
        nodes.start()
        market = Market(nodes, "tail", "TAI")
        node = nodes.nodes[0]
        for plot in market.plots[:10]:
            market.must_hold(plot)
        last = market.map()["version"]
        eventually("all of it is applied", lambda: node.partitions()[1]["lag"] == 0)
        applied = node.partitions()[1]["applied"]
        self.assertGreaterEqual(applied, last)
        node.kill()
        stored = messages_in(own, nodes.topic, 1)  # records go on coming until the node dies
        own.kill(1)
        lost = self.cut(own.directory, nodes.topic)
        own.start_missing()
        done = run("serve", *node.place, *node.options, "--listen", f"127.0.0.1:{node.port}", timeout=60)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("log-shorter-than-applied", done.stdout)
        first, last = self.missing(done.stdout)
        self.assertEqual(first, stored - lost + 1)
        self.assertIn(last, range(applied, stored + 1))
        told = run("doctor", *node.place, "--master-key-file", nodes.master_key)
        self.assertEqual(told.returncode, 1, told.stdout)
        self.assertEqual(self.missing(told.stdout), (first, last))

    def missing(self, text):
        found = re.search(r"partition 1: sequences (\d+) to (\d+) are missing", text)
        self.assertTrue(found, text)
        return int(found[1]), int(found[2])

    def cut(self, directory, topic):
        """Takes the last records off partition 1, as a broker does that lost what it had not synced; how many."""
        partition = pathlib.Path(directory) / "node-1" / f"{topic}-1"
        segment = max(partition.glob("*.log"))
        bytes_ = segment.read_bytes()
        starts, at = [], 0
        while at + 12 <= len(bytes_):
            size = int.from_bytes(bytes_[at + 8:at + 12], "big")
            if size == 0:
                break
            starts.append(at)
            at += 12 + size
        cut_at = starts[-3]
        lost = sum(int.from_bytes(bytes_[s + 57:s + 61], "big") for s in starts[-3:])
        segment.write_bytes(bytes_[:cut_at])
        for index in (*partition.glob("*.index"), *partition.glob("*.timeindex"), *partition.glob("*.snapshot")):
            index.unlink()
        for checkpoint in (pathlib.Path(directory) / "node-1").glob("*checkpoint"):
            if checkpoint.name.startswith(("recovery-point", "replication-offset")):
                checkpoint.unlink()
        return lost


if __name__ == "__main__":
    unittest.main()
