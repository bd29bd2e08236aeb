"""The server is killed again and again under load: what it acknowledged stays, exactly once."""
import collections
import os
import random
import threading
import unittest

from support import ATHI_RIVER, Market, Rules, StageTest, Unreachable, all_records, eventually, run
from support.client import fresh_key

KILLS = int(os.environ.get("PLOTLEDGER_KILLS", "100"))
CLIENTS = 16
ACKNOWLEDGED_BETWEEN_KILLS = 25
RULES = Rules(hold_s=6, checkout_hold_s=10, extension_s=3, longest_hold_s=20, retry_window_s=3,
              gateway_wait_s=5)
NOT_NOW = (429, 503)


class Acknowledged:
    """A command as it was sent, and the answer that its client was given."""

    def __init__(self, key, send, answer):
        self.key = key
        self.send = send
        self.answer = answer


class Buyer(threading.Thread):
    """Holds, checks out, pays, extends and releases; repeats with the same key until answered."""

    def __init__(self, number, market, over, acknowledge):
        super().__init__(daemon=True)
        self._random = random.Random(number)
        self._market = market
        self._over = over
        self._acknowledge = acknowledge
        self.failure = None

    def run(self):
        try:
            while not self._over.is_set():
                self.buy()
        except Exception as error:  # told to the test, which fails with it
            self.failure = error

    def buy(self):
        market, contact = self._market, self._market.stage.people.new()
        plot = self._random.choice(market.plots)
        held = self.command(lambda key: market.hold([plot], contact, key))
        if held is None or held.status != 201:
            return
        hold = held.json
        if self._random.random() < 0.2:
            self.command(lambda key: market.extend(hold, key))
        if self._random.random() < 0.2:
            self.command(lambda key: market.release(hold, key))
            return
        order = self.command(lambda key: market.checkout(hold, contact, key=key))
        if order is not None and order.status == 201:
            outcome = self._random.choice(["success", "success", "failure", "silent"])
            market.stage.gateway.pay(order.json["order_id"], outcome, order="shuffled",
                                     copies=self._random.choice([1, 3]))

    def command(self, send):
        """The answer, however long it takes; None if the test is over before."""
        key = fresh_key()
        while not self._over.is_set():
            try:
                answer = send(key)
            except Unreachable:
                self._over.wait(0.02)
                continue
            if answer.status not in NOT_NOW:
                self._acknowledge(Acknowledged(key, send, answer))
                return answer
            self._over.wait(0.05)
        return None


class KilledUnderLoad(StageTest):
    def test_what_was_acknowledged_is_in_history_once_and_is_answered_again(self):
        market = Market(self.stage, "killed", "KIL", ATHI_RIVER, RULES)
        acknowledged = self.live_through_kills(market)
        self.settle(market)
        self.check_first_answers(acknowledged)
        self.check_history(acknowledged)
        self.check_books(market)
        done = run("verify", "--data", self.server.data)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_while_the_server_comes_back_no_holder_is_told_that_there_is_no_hold(self):
        market = Market(self.stage, "back", "BAC", rules=RULES)
        denied = []
        for plot in market.plots[:max(5, KILLS // 5)]:
            hold = market.must_hold(plot)
            asked = threading.Event()

            def ask():
                while not asked.is_set():
                    try:
                        answer = self.server.visitor.get(
                            f"/v1/holds/{hold['hold_id']}", headers={"Hold-Token": hold["token"]})
                    except Unreachable:
                        continue
                    if answer.status not in (200, *NOT_NOW):
                        denied.append(answer)

            self.server.kill()
            holder = threading.Thread(target=ask)
            holder.start()
            try:
                self.server.start(self.gateway)
            finally:
                asked.set()
                holder.join()
        self.assertEqual(denied, [])

    def live_through_kills(self, market):
        acknowledged, over, more = [], threading.Event(), threading.Condition()

        def acknowledge(command):
            with more:
                acknowledged.append(command)
                more.notify_all()

        buyers = [Buyer(number, market, over, acknowledge) for number in range(CLIENTS)]
        for buyer in buyers:
            buyer.start()
        restarts = []
        try:
            for _ in range(KILLS):
                with more:
                    enough = len(acknowledged) + ACKNOWLEDGED_BETWEEN_KILLS
                    self.assertTrue(more.wait_for(lambda: len(acknowledged) >= enough, 30),
                                    f"buyers are not answered: {self.server.process.tail()}")
                self.server.kill()
                restarts.append(self.server.start(self.gateway))
        finally:
            over.set()
            for buyer in buyers:
                buyer.join()
        self.assertEqual([buyer.failure for buyer in buyers if buyer.failure], [])
        print(f"\n{KILLS} kills, {len(acknowledged)} commands acknowledged, back after "
              f"{sorted(restarts)[KILLS // 2]:.2f} s (median), {max(restarts):.2f} s (longest)")
        return acknowledged

    def settle(self, market):
        gateway = self.gateway
        eventually("nothing is held any more", lambda: "h" not in market.map()["statuses"], 60)
        eventually("all webhooks are delivered",
                   lambda: gateway.summary()["webhooks"]["pending"] == 0, 120)
        eventually("the books know what the gateway knows", lambda: (
            market.balances().get("assets:gateway-clearing") == gateway.held_paise()), 90)

    def check_first_answers(self, acknowledged):
        for command in acknowledged:
            again, first = command.send(command.key), command.answer
            self.assertEqual((again.status, again.body), (first.status, first.body))
            self.assertEqual(again.headers["Content-Type"], first.headers["Content-Type"])

    def check_history(self, acknowledged):
        times = collections.Counter(record["command_id"]
                                    for _, record in all_records(self.server.admin)
                                    if "command_id" in record)
        lost = [command.answer for command in acknowledged if times[command.key] != 1]
        self.assertEqual(lost, [])
        self.assertEqual([key for key, count in times.items() if count > 1], [])

    def check_books(self, market):
        self.assertEqual(market.trial_balance()["sum_paise"], 0)
        bookings = market.bookings()
        sold = [plot["id"] for booking in bookings for plot in booking["plots"]]
        self.assertEqual(len(sold), len(set(sold)))
        self.assertEqual(market.map()["statuses"].count("b"), len(sold))
        check = market.portal_check()
        self.assertEqual((check["mismatches"], check["bookings"]), ([], len(bookings)))
        self.assertGreater(len(bookings), 0)


if __name__ == "__main__":
    unittest.main()
