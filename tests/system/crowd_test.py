"""Two hundred buyers at once who pay, fail, dawdle, refresh and pay late, on a gateway with moods."""
import collections
import concurrent.futures
import random
import time
import unittest

from support import ATHI_RIVER, Market, Relay, Rules, Stage, all_records, eventually, run

BUYERS = 200
PLOTS = 130  # fewer than buyers, so that they get into each other's way
RULES = Rules(hold_s=5, checkout_hold_s=10, extension_s=2, longest_hold_s=25, retry_window_s=4,
              gateway_wait_s=5)
MOODS = [{}, {"copies": 3}, {"order": "reversed"}, {"copies": 3, "order": "shuffled"},
         {"delay_ms": 1_500}, {"copies": 3, "order": "reversed", "delay_ms": 700}]


class Buyer:
    """One of the crowd. `paid`: what the gateway took from him; `prompt`: an order
    paid at once, with webhooks that are not held back."""

    def __init__(self, number, market):
        self._random = random.Random(number)
        self._market = market
        self._gateway = market.stage.gateway
        self._wanted = market.plots[:PLOTS]
        self.contact = market.stage.people.new()
        self.paid = self.paid_by_rival = 0
        self.prompt = None
        self.hold = None
        self.order = None
        self.plot = None

    def live(self):
        """What he did, in a word."""
        if not self.take_a_plot():
            return "found nothing"
        story = self._random.choice([
            self.pays, self.pays, self.pays, self.pays_silently, self.fails, self.fails_then_pays,
            self.walks_away, self.releases, self.extends_and_pays, self.pays_late, self.pays_after_resale,
            self.pays_twice, self.refreshes, self.is_captured_late, self.comes_back_by_callback])
        story()
        return story.__name__

    def take_a_plot(self):
        """Looks at the map, picks a free plot, and is often too late; gives up after a while."""
        try:
            return eventually("he has a plot", self.picks, seconds=15, pause_s=0.3)
        except AssertionError:
            return False

    def picks(self):
        letters = self._market.letters()
        free = [plot for plot in self._wanted if letters[plot] == "a"]
        if not free:
            return False
        self.plot = self._random.choice(free)
        answer = self._market.hold([self.plot], self.contact)
        if answer.status == 201:
            self.hold = answer.json
        elif answer.problem != "plot-unavailable":
            raise RuntimeError(f"a hold was answered with {answer}")
        return self.hold is not None

    def check_out(self, key=None):
        answer = self._market.checkout(self.hold, self.contact, key=key)
        if answer.status != 201 and answer.problem != "hold-expired":
            raise AssertionError(f"a checkout was answered with {answer}")
        self.order = answer.json if answer.status == 201 else None
        return self.order is not None

    def pay(self, outcome="success", **webhooks):
        done = self._gateway.pay(self.order["order_id"], outcome, **webhooks)
        if outcome in ("success", "silent"):
            self.paid += self.order["amount"]["paise"]
        return done

    def pays(self):
        if self.check_out():
            mood = self._random.choice(MOODS)
            self.prompt = self.order["order_id"] if "delay_ms" not in mood else None
            self.pay(**mood)

    def pays_silently(self):
        if self.check_out():
            self.pay("silent")

    def fails(self):
        if self.check_out():
            self.pay("failure", copies=2)

    def fails_then_pays(self):
        if self.check_out():
            self.pay("failure")
            self.pay(**self._random.choice(MOODS))

    def walks_away(self):
        pass

    def releases(self):
        self._market.release(self.hold)

    def extends_and_pays(self):
        self._market.extend(self.hold)
        self.pays()

    def pays_late(self):
        if self.check_out():
            self.waits_until_it_is_over()
            self.pay(copies=self._random.choice([1, 3]))

    def pays_after_resale(self):
        """When his time is over another buys the plot, unless somebody did so already."""
        if self.check_out():
            self.waits_until_it_is_over()
            rival = self._market.stage.people.new()
            answer = self._market.hold([self.plot], rival)
            if answer.status == 201:
                order = self._market.must_checkout(answer.json, rival)
                self._gateway.pay(order["order_id"])
                self.paid_by_rival = order["amount"]["paise"]
            self.pay(copies=3, order="shuffled")

    def waits_until_it_is_over(self):
        eventually("his hold is over", lambda: self.state() == "expired", 30, pause_s=0.3)

    def pays_twice(self):
        if self.check_out():
            self.prompt = self.order["order_id"]
            self.pay()
            self.pay(copies=3, order="reversed")

    def refreshes(self):
        """Three tabs ask for the same checkout at once, each with a key of its own: one order."""
        with concurrent.futures.ThreadPoolExecutor(3) as tabs:
            answers = list(tabs.map(lambda _: self._market.checkout(self.hold, self.contact),
                                    range(3)))
        made = {answer.body for answer in answers if answer.status == 201}
        if len(made) > 1 or not all(a.problem in ("", "hold-expired") for a in answers):
            raise AssertionError(f"a refresh made another order: {answers}")
        if made and self.check_out():
            self.prompt = self.order["order_id"]
            self.pay(copies=2)

    def is_captured_late(self):
        if self.check_out():
            payment = self.pay("authorized")["payment_id"]
            self._gateway.capture_late(payment, **self._random.choice(MOODS))
            self.paid += self.order["amount"]["paise"]

    def comes_back_by_callback(self):
        if self.check_out():
            callback = self.pay(delay_ms=2_000)["callback"]
            answer = self._market.stage.server.visitor.post("/v1/payments/callback", callback,
                                                            key=False)
            if answer.status not in (200, 202):
                raise AssertionError(f"a callback was answered with {answer}")

    def state(self):
        return self._market.state(self.hold)["state"]


class Crowd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.relay = Relay()
        cls.addClassCleanup(cls.relay.close)
        cls.stage = Stage(cls.relay.port)
        cls.addClassCleanup(cls.stage.close)
        cls.relay.aim(cls.stage.server.port)
        cls.stage.start()
        cls.market = Market(cls.stage, "crowd", "CRO", ATHI_RIVER, RULES)
        cls.buyers = [Buyer(number, cls.market) for number in range(BUYERS)]
        with cls.market.watch() as cls.watcher:
            with concurrent.futures.ThreadPoolExecutor(BUYERS) as crowd:
                stories = list(crowd.map(Buyer.live, cls.buyers))
            cls.settle()
        print("\ncrowd:", dict(collections.Counter(stories)))

    @classmethod
    def settle(cls):
        """Until every webhook has arrived, every hold has ended and every orphan is back."""
        gateway, market = cls.stage.gateway, cls.market
        eventually("all webhooks are delivered",
                   lambda: gateway.summary()["webhooks"]["pending"] == 0, 60)
        eventually("nothing is held any more", lambda: "h" not in market.map()["statuses"], 60)
        eventually("the books know what the gateway knows", lambda: (
            market.balances()["assets:gateway-clearing"] == gateway.held_paise()), 90)
        eventually("no refund is on its way", lambda: all(
            refund["state"] == "processed" for refund in market.refunds()), 60)

    def test_history_is_whole_and_every_view_equals_it(self):
        done = run("verify", *self.stage.server.place)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_no_plot_is_sold_twice_and_the_map_says_who_is_booked(self):
        bookings = self.market.bookings()
        sold = [plot["id"] for booking in bookings for plot in booking["plots"]]
        self.assertEqual(sorted(sold), sorted(set(sold)))
        letters = self.market.letters()
        self.assertEqual({p for p, letter in letters.items() if letter == "b"}, set(sold))
        self.assertEqual(set(letters.values()), {"a", "b"})
        self.assertGreater(len(sold), BUYERS // 4)

    def test_every_buyer_who_paid_has_a_booking_or_his_money_back(self):
        for buyer in self.buyers:
            if buyer.paid:
                self.assertIn(buyer.state(), ("booked", "orphaned"), buyer.plot)
        states = collections.Counter(b.state() for b in self.buyers if b.hold)
        print("\nholds:", dict(states))
        rivals = sum(buyer.paid_by_rival > 0 for buyer in self.buyers)
        self.assertEqual(states["booked"] + rivals, len(self.market.bookings()))
        self.assertGreater(states["orphaned"], 0)

    def test_portal_and_finance_agree_on_every_booking(self):
        check = self.market.portal_check()
        self.assertEqual(check["mismatches"], [])
        self.assertEqual(check["bookings"], len(self.market.bookings()))

    def test_the_gateways_money_is_in_the_books_to_the_paisa(self):
        summary = self.stage.gateway.summary()
        self.assertEqual(summary["captured_paise"], sum(
            buyer.paid + buyer.paid_by_rival for buyer in self.buyers))
        balances = self.market.balances()
        booked = sum(b["paid"]["paise"] - b["refunded"]["paise"] for b in self.market.bookings())
        waiting = -balances.get("liabilities:refunds-payable", 0)
        suspense = -balances.get("liabilities:suspense", 0)
        self.assertEqual(self.stage.gateway.held_paise(), booked + waiting + suspense)
        self.assertEqual(balances["assets:gateway-clearing"], self.stage.gateway.held_paise())
        self.assertEqual(self.market.trial_balance()["sum_paise"], 0)

    def test_every_orphan_was_sent_back_once_and_nothing_else_was(self):
        sent = collections.Counter()
        for refund in self.stage.gateway.refunds():
            sent[refund["payment_id"]] += refund["amount"]
        orphans = {e["payment"]: e["amount"] for e in self.events("PaymentOrphaned")}
        self.assertEqual(sent, orphans)
        self.assertEqual(len(self.stage.gateway.refunds()), len(orphans))

    def test_receipt_numbers_have_no_holes(self):
        numbers = [e["number"] for e in self.events("ReceiptIssued")]
        serials = [int(number.rsplit("/", 1)[1]) for number in numbers]
        self.assertEqual(serials, list(range(1, len(serials) + 1)))

    def test_from_webhook_to_colour_takes_less_than_a_second(self):
        took = sorted(self.delays())
        worst = took[-1]
        p99 = took[min(len(took) - 1, len(took) * 99 // 100)]
        print(f"\nwebhook to colour: {len(took)} bookings, median {took[len(took) // 2]:.3f} s, "
              f"p99 {p99:.3f} s, maximum {worst:.3f} s")
        self.assertGreater(len(took), 20)
        self.assertLess(p99, 1)

    def delays(self):
        for buyer in self.buyers:
            if buyer.prompt is None or buyer.state() != "booked":
                continue
            received = self.relay.received[buyer.prompt]
            shown = self.watcher.seen(buyer.plot, "b")
            self.assertIsNotNone(shown, f"{buyer.plot} was never shown as booked")
            yield max(0.0, shown - received)

    def events(self, kind):
        return [event for _, record in all_records(self.stage.server.admin)
                for event in record["events"] if event["type"] == kind]


if __name__ == "__main__":
    unittest.main()
