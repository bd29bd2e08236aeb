"""Two nodes of one ledger on a real broker: they share the partitions, and whichever is asked answers."""
import unittest

from support import Market, Nodes, all_records, brokers, eventually, run
from support.client import fresh_key
from support.load import through
from support.program import free_port

PARTITIONS = 3


class TwoNodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.nodes = Nodes(brokers(), 2, PARTITIONS)
        cls.addClassCleanup(cls.nodes.close)
        cls.nodes.start()
        eventually("both nodes decide for something", lambda: len(set(
            cls.nodes.owner(p) for p in range(PARTITIONS)) - {None}) == 2, 30, pause_s=0.1)
        cls.owners = cls.nodes.await_owners(PARTITIONS)
        # Projects go to the partition with the fewest: one to each.
        cls.markets = [Market(cls.nodes, f"nodes-{n}", f"ND{'AB'[n]}") for n in range(2)]
        for market in cls.markets:
            market.unused = iter(market.plots)

    def other_than(self, node):
        return next(one for one in self.nodes.nodes if one is not node)

    def test_every_node_names_the_same_owners(self):
        for node in self.nodes.nodes:
            told = {p["partition"]: p["owner"] for p in node.partitions()}
            self.assertEqual(told, {p: f"http://127.0.0.1:{owner.port}"
                                    for p, owner in enumerate(self.owners)})
            for partition in node.partitions():
                self.assertLessEqual({"term", "owner", "node", "lag", "head", "phase"}, set(partition))

    def test_a_deal_goes_through_whichever_node_is_asked(self):
        for market in self.markets:
            for first, second in (self.nodes.nodes, reversed(self.nodes.nodes)):
                here, there = through(market, first), through(market, second)
                plot = next(market.unused)
                hold = here.must_hold(plot)
                self.assertEqual(there.state(hold)["state"], "held")
                order = there.must_checkout(hold)
                self.nodes.gateway.pay(order["order_id"])
                eventually("it is booked", lambda: here.state(hold)["state"] == "booked")
                position = here.booking(here.state(hold)["booking_id"])["history"][-1]["position"]
                self.assertEqual(there.letters(position)[plot], "b")

    def test_what_was_written_at_one_node_is_read_there_at_once(self):
        for market in self.markets:
            for node in self.nodes.nodes:
                asked = through(market, node)
                hold = asked.must_hold(next(market.unused))
                self.assertEqual(asked.extend(hold).status, 200)
                self.assertEqual(asked.release(hold).status, 200)
                self.assertEqual(asked.state(hold)["state"], "released")

    def test_one_key_at_both_nodes_is_one_hold(self):
        for market in self.markets:
            plot = next(market.unused)
            key, contact = fresh_key(), self.nodes.people.new()
            answers = [through(market, node).hold([plot], contact, key) for node in self.nodes.nodes]
            self.assertEqual([answer.status for answer in answers], [201, 201])
            self.assertEqual(answers[0].body, answers[1].body)
            self.assertEqual(answers[1].headers["Idempotency-Replayed"], "true")
            other = through(market, self.nodes.nodes[0]).hold([plot], self.nodes.people.new(), key)
            self.assertEqual((other.status, other.problem), (422, "idempotency-key-reused"))

    def test_a_buyer_who_comes_back_to_the_other_node_is_the_same_buyer(self):
        contact, holds = self.nodes.people.new(), []
        for node in self.nodes.nodes:
            for market in self.markets:
                asked = through(market, node)
                holds.append(asked.must_hold(next(market.unused), contact))
                asked.must_checkout(holds[-1], contact)
        mine = {hold["hold_id"] for hold in holds}
        started = [event for _, record in all_records(self.nodes.nodes[0].admin)
                   for event in record["events"]
                   if event["type"] == "CheckoutStarted" and event["hold"] in mine]
        self.assertEqual(len(started), len(holds))
        self.assertEqual(len({a["buyer"] for event in started for a in event["applicants"]}), 1)

    def test_a_browser_that_returns_to_the_other_node_hurries_the_owner(self):
        market = self.markets[0]
        for node in self.nodes.nodes:
            asked = through(market, node)
            hold = asked.must_hold(next(market.unused))
            callback = self.nodes.gateway.pay(asked.must_checkout(hold)["order_id"], "silent")["callback"]
            answer = node.visitor.post("/v1/payments/callback", callback, key=False)
            self.assertIn(answer.status, (200, 202))
            eventually("it is booked", lambda: asked.state(hold)["state"] == "booked", 5)

    def test_a_stranger_is_not_answered_as_a_node(self):
        for node in self.nodes.nodes:
            answer = node.visitor.post("/cluster/v1/questions", raw=b"let me in" * 20, key=False)
            self.assertEqual((answer.status, answer.body), (403, b""))


class Roles(unittest.TestCase):
    def test_a_node_that_only_answers_queries_passes_commands_on(self):
        nodes = Nodes(brokers(), 1, PARTITIONS)
        self.addCleanup(nodes.close)
        reader, writer = nodes.new_node("reader", "query"), nodes.new_node("writer", "writer")
        nodes.nodes += [reader, writer]
        nodes.start()
        market = Market(nodes, "roles", "ROL")
        asked = through(market, reader)
        hold = asked.must_hold(market.plots[0])
        self.assertEqual(asked.state(hold)["state"], "held")
        self.assertEqual({p["phase"] for p in reader.partitions()}, {"reading"})
        refused = writer.visitor.get(market.path + "/map")
        self.assertEqual((refused.status, refused.problem), (503, "no-queries-here"))
        taken = through(market, writer).hold([market.plots[1]])
        self.assertEqual(taken.status, 201, taken)


class Takeover(unittest.TestCase):
    def test_the_other_node_takes_over_from_one_that_is_killed_and_hands_back(self):
        nodes = Nodes(brokers(), 2, PARTITIONS)
        self.addCleanup(nodes.close)
        nodes.start()
        market = Market(nodes, "takeover", "TAK")
        owners = nodes.await_owners(PARTITIONS)
        killed = owners[1]
        left = next(node for node in nodes.nodes if node is not killed)
        asked = through(market, left)
        held = asked.must_hold(market.plots[0])
        key, contact = fresh_key(), nodes.people.new()
        killed.kill()

        def answered():
            answer = asked.hold([market.plots[1]], contact, key)
            self.assertIn(answer.status, (201, 503), answer)
            if answer.status == 503:
                self.assertIn("Retry-After", answer.headers)
            return answer.status == 201
        eventually("the other node decides", answered, 30)
        self.assertEqual(asked.state(held)["state"], "held")
        eventually("it owns everything", lambda: {p["phase"] for p in left.partitions()} == {"serving"}, 30)
        again = asked.hold([market.plots[0]])
        self.assertEqual(again.problem, "plot-unavailable")
        killed.start(nodes.gateway, 60)
        eventually("both decide again", lambda: len(set(
            nodes.owner(p) for p in range(PARTITIONS)) - {None}) == 2, 30, pause_s=0.1)
        self.assertEqual(asked.release(held).status, 200)
        done = run("verify", *left.place)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_node_that_stops_hands_over_at_once(self):
        nodes = Nodes(brokers(), 2, PARTITIONS)
        self.addCleanup(nodes.close)
        nodes.start()
        market = Market(nodes, "handover", "HAN")
        owners = nodes.await_owners(PARTITIONS)
        stopped = owners[1]
        left = next(node for node in nodes.nodes if node is not stopped)
        self.assertEqual(stopped.stop(), 0)
        eventually("the other owns everything",
                   lambda: {p["phase"] for p in left.partitions()} == {"serving"}, 5)
        self.assertEqual(through(market, left).hold([market.plots[0]]).status, 201)


    def test_an_owner_that_was_overtaken_while_it_had_nothing_to_do_notices_by_itself(self):
        """No command is sent. The one that had two partitions gets one back at most."""
        nodes = Nodes(brokers(), 2, PARTITIONS)
        self.addCleanup(nodes.close)
        nodes.start()
        eventually("both nodes decide for something", lambda: len(set(nodes.await_owners(PARTITIONS))) == 2, 30)
        owners = nodes.await_owners(PARTITIONS)
        frozen = max(nodes.nodes, key=owners.count)
        left = next(node for node in nodes.nodes if node is not frozen)
        frozen.process.freeze()
        eventually("the other owns everything",
                   lambda: {p["phase"] for p in left.partitions()} == {"serving"}, 30)
        frozen.process.wake()
        nodes.await_owners(PARTITIONS)
        eventually("both name the same owners", lambda: (
            [p["owner"] for p in frozen.partitions()] == [p["owner"] for p in left.partitions()]))
        self.assertTrue(frozen.is_ready())
        done = run("verify", *left.place)
        self.assertEqual(done.returncode, 0, done.stdout)


class Refused(unittest.TestCase):
    """Each by its name, and with the next step."""

    @classmethod
    def setUpClass(cls):
        cls.nodes = Nodes(brokers(), 1, PARTITIONS)
        cls.addClassCleanup(cls.nodes.close)
        cls.nodes.start()
        cls.node = cls.nodes.nodes[0]

    def serve(self, data, *options, log=None):
        done = run("serve", "--data", data, *(log or self.nodes.log), "--listen",
                   f"127.0.0.1:{free_port()}", *options, timeout=60)
        self.assertIn(done.returncode, (2, 3), done.stdout)
        return done.stdout

    def key(self):
        return ("--master-key-file", self.nodes.master_key)

    def test_two_nodes_on_one_directory(self):
        said = self.serve(self.node.data, *self.key())
        self.assertIn("data-in-use", said)
        self.assertIn(str(self.node.process.pid), said)

    def test_a_wrong_master_key(self):
        wrong = self.nodes.directory / "wrong.key"
        wrong.write_text("ab" * 32)
        wrong.chmod(0o600)
        self.assertIn("master-key-wrong", self.serve(
            self.nodes.directory / "a", "--master-key-file", wrong))
        self.assertIn("master-key-missing", self.serve(self.nodes.directory / "b"))

    def test_a_directory_of_another_ledger(self):
        other = Nodes(brokers(), 1, PARTITIONS)
        self.addCleanup(other.close)
        other.start()
        other.nodes[0].stop()
        said = self.serve(other.nodes[0].data, *self.key())
        self.assertIn("ledger-differs", said)

    def test_a_topic_that_is_not_there(self):
        log = ["--log", self.nodes.brokers.url("nothing"), "--single-broker"]
        said = self.serve(self.nodes.directory / "c", *self.key(), log=log)
        self.assertIn("log-missing", said)
        self.assertIn("plotledger found", said)

    def test_a_second_founding_in_the_same_topic(self):
        done = run("found", *self.nodes.log, "--partitions", PARTITIONS, "--data",
                   self.nodes.directory / "second")
        self.assertEqual(done.returncode, 3, done.stdout)
        self.assertIn("log-exists", done.stdout)
        self.assertFalse((self.nodes.directory / "second" / "master.key").exists())

    def test_nodes_that_could_not_work_together(self):
        secret = ("--cluster-secret-file", self.nodes.secret_file)
        url = ("--advertise", "http://127.0.0.1:1")
        for options, reason in ((secret, "cluster-incomplete"), (url, "cluster-incomplete"),
                                (("--roles", "query"), "cluster-incomplete"),
                                (("--roles", "both"), "roles-malformed"),
                                (("--advertise", "here", *secret), "advertise-malformed")):
            self.assertIn(reason, self.serve(self.nodes.directory / "d", *self.key(), *options))
        said = self.serve(self.nodes.directory / "d", *url, *secret, log=["--log", "embedded"])
        self.assertIn("roles-need-kafka", said)
        for log in ("kafka://", "kafka://host:1", "kafka://host:1/a b", "elsewhere"):
            self.assertIn("log-malformed", self.serve(self.nodes.directory / "d", log=["--log", log]))


if __name__ == "__main__":
    unittest.main()
