"""The server is killed again and again under load: what it acknowledged stays, exactly once."""
import os
import threading
import unittest
import uuid

from support import ATHI_RIVER, Market, Rules, StageTest, Unreachable, eventually, run
from support.load import NOT_NOW, Load

KILLS = int(os.environ.get("PLOTLEDGER_KILLS", "100"))
CLIENTS = 16
ACKNOWLEDGED_BETWEEN_KILLS = 25
RULES = Rules(hold_s=6, checkout_hold_s=10, extension_s=3, longest_hold_s=20, retry_window_s=3,
              gateway_wait_s=5)

class KilledUnderLoad(StageTest):
    def test_what_was_acknowledged_is_in_history_once_and_is_answered_again(self):
        market = Market(self.stage, "killed", "KIL", ATHI_RIVER, RULES)
        load = self.live_through_kills(market)
        self.settle(market)
        load.check(self)
        self.check_books(market)
        done = run("verify", *self.server.place)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_while_the_server_comes_back_no_holder_is_told_that_there_is_no_hold(self):
        market = Market(self.stage, "back", "BAC", rules=RULES)
        denied = []
        for plot in market.plots[:max(5, KILLS // 5)]:
            hold = self.held(market, plot)
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

    def held(self, market, plot):
        """On Kafka, partitions pass on once more when the dead node's membership ends."""
        contact, key = self.stage.people.new(), str(uuid.uuid4())

        def decided():
            answer = market.hold([plot], contact, key)
            return answer if answer.status not in NOT_NOW else None
        return self.must(201, eventually("a decision about the hold", decided)).json

    def live_through_kills(self, market):
        restarts = []
        with Load(market, [self.server], CLIENTS) as load:
            for _ in range(KILLS):
                load.wait_for_more(ACKNOWLEDGED_BETWEEN_KILLS, 30)
                self.server.kill()
                restarts.append(self.server.start(self.gateway))
        print(f"\n{KILLS} kills, {len(load.acknowledged)} commands acknowledged, back after "
              f"{sorted(restarts)[KILLS // 2]:.2f} s (median), {max(restarts):.2f} s (longest)")
        return load

    def settle(self, market):
        gateway = self.gateway
        eventually("nothing is held any more", lambda: "h" not in market.map()["statuses"], 60)
        eventually("all webhooks are delivered",
                   lambda: gateway.summary()["webhooks"]["pending"] == 0, 120)
        eventually("the books know what the gateway knows", lambda: (
            market.balances().get("assets:gateway-clearing") == gateway.held_paise()), 90)

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
