"""Topics whose settings endanger history: refused at the start, unready while a node runs, named by `doctor`,
each with the command that corrects it."""
import json
import shlex
import subprocess
import unittest

from support import Nodes, brokers, eventually, run
from support.program import ROOT, free_port


class Topics(unittest.TestCase):
    def setUp(self):
        self.nodes = Nodes(brokers(), 1, 2)
        self.addCleanup(self.nodes.close)
        self.node = self.nodes.nodes[0]

    def refused(self):
        done = run("serve", *self.node.place, *self.node.options, "--listen", f"127.0.0.1:{free_port()}",
                   timeout=60)
        self.assertEqual(done.returncode, 3, done.stdout)
        return done.stdout

    def doctor(self, *options):
        return run("doctor", *self.node.place, "--master-key-file", self.nodes.master_key, *options)

    def correct(self, fix):
        """Does what the message says, with the tool that it names."""
        self.assertTrue(fix.startswith("kafka-configs.sh "), fix)
        subprocess.run([ROOT / "ops/kafka/brokers", "configs", "--", *shlex.split(fix)[1:]], check=True,
                       stdout=subprocess.DEVNULL)


class EndangeredTopics(Topics):
    def test_each_is_refused_and_corrected_as_the_message_says(self):
        self.node.data.mkdir()
        for topic, setting, name in (
                (self.nodes.topic, "retention.ms=604800000", "retention-set"),
                (self.nodes.topic + ".documents", "retention.bytes=1000000000", "retention-set"),
                (self.nodes.topic, "cleanup.policy=compact", "compaction-set"),
                (self.nodes.topic + ".keys", "cleanup.policy=delete", "keys-not-compacted"),
                (self.nodes.topic, "flush.messages=1000", "not-flushed"),
                (self.nodes.topic, "unclean.leader.election.enable=true", "unclean-election")):
            with self.subTest(topic=topic, setting=setting):
                self.nodes.brokers.configure(topic, setting)
                said = self.refused()
                self.assertIn(name, said)
                self.assertIn(topic, said)
                looks = json.loads(self.doctor("--json").stdout)["looks"]
                wrong = [look for look in looks if not look["well"]]
                self.assertEqual([look["name"] for look in wrong], [name])
                self.assertIn(wrong[0]["fix"], said)
                self.assertIn(wrong[0]["fix"], self.doctor().stdout)
                self.correct(wrong[0]["fix"])
                self.assertEqual(self.doctor().returncode, 0)
        self.nodes.start()

    def test_three_replicas_are_wanted_unless_it_is_said_that_one_broker_will_do(self):
        self.node.place.remove("--single-broker")
        said = self.refused()
        self.assertIn("too-few-replicas", said)
        self.assertIn("--single-broker", said)
        done = run("found", "--log", brokers().url(brokers().fresh_topic()), "--data",
                   self.nodes.directory / "new", "--replication", 1)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("too-few-replicas", done.stdout)


class EndangeredLater(Topics):
    def test_a_running_node_is_unready_within_a_minute_and_ready_again_once_it_is_corrected(self):
        self.nodes.start()
        self.nodes.brokers.configure(self.nodes.topic, "unclean.leader.election.enable=true")
        eventually("the node is unready", lambda: not self.node.is_ready(), 75, pause_s=0.5)
        told = self.node.visitor.get("/readyz?verbose")
        self.assertEqual(told.status, 503)
        self.assertIn("unclean-election", told.json["reasons"][0])
        self.assertIn(b"DANGER unclean-election", self.node.log.read_bytes())
        self.assertIn("plotledger_log_dangers 1", self.node.admin.get("/metrics").body.decode())
        self.correct(told.json["reasons"][0].split("To correct it: ")[1])
        eventually("the node is ready", self.node.is_ready, 75, pause_s=0.5)


if __name__ == "__main__":
    unittest.main()
