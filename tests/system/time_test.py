"""What happens because time passes, and when money comes at a time that nobody expected."""
import json
import time
import unittest

from support import Market, Rules, StageTest, all_records, eventually, moment
from support.client import fresh_key
from support.gateway import sign

SHORT = Rules(hold_s=2, checkout_hold_s=3, extension_s=2, longest_hold_s=8, retry_window_s=4,
              gateway_wait_s=3)


class HoldsEndByThemselves(StageTest):
    """Between a request and the stream's next message nobody asks the server for anything."""

    def test_a_plain_hold_is_free_again_within_a_second_of_its_end(self):
        market = Market(self.stage, "plain", "PLA", rules=SHORT)
        with market.watch() as watcher:
            hold = market.must_hold(market.plots[0])
            at = watcher.wait_for(market.plots[0], "a", 10)
        late = at - moment(hold["expires_at"])
        print(f"\nhold: free {late:.3f} s after expires_at")
        self.assertTrue(0 <= late <= 1, late)
        self.assertEqual(market.state(hold)["state"], "expired")

    def test_an_unpaid_order_frees_its_plot_within_a_second_of_its_end(self):
        market = Market(self.stage, "unpaid", "UNP", rules=SHORT)
        with market.watch() as watcher:
            hold = market.must_hold(market.plots[0])
            market.must_checkout(hold)
            end = moment(market.state(hold)["expires_at"])
            self.assertGreater(end, moment(hold["expires_at"]))
            late = watcher.wait_for(market.plots[0], "a", 10) - end
        print(f"\nunpaid order: free {late:.3f} s after expires_at")
        self.assertTrue(0 <= late <= 1, late)

    def test_a_failed_payments_plot_is_free_within_a_second_of_its_windows_end(self):
        market = Market(self.stage, "failed", "FAI", rules=SHORT)
        with market.watch() as watcher:
            hold = market.must_hold(market.plots[0])
            order = market.must_checkout(hold)
            before = time.time()
            self.gateway.pay(order["order_id"], "failure")
            window = eventually("the failure is known", lambda: self.window(market, hold, before))
            late = watcher.wait_for(market.plots[0], "a", 15) - window
        print(f"\nfailed payment: free {late:.3f} s after its window's end")
        self.assertTrue(0 <= late <= 1, late)
        self.assertEqual(market.state(hold)["state"], "expired")

    def window(self, market, hold, before):
        """The end of the window to try again, once the hold has one."""
        end = moment(market.state(hold)["expires_at"])
        return end if end >= before + SHORT.retry_window_s else None

    def test_after_the_longest_hold_nothing_is_held(self):
        market = Market(self.stage, "longest", "LON", rules=SHORT)
        plots = market.plots[:8]
        with market.watch() as watcher:
            holds = [market.must_hold(plot) for plot in plots]
            market.must_checkout(holds[1])
            self.gateway.pay(market.must_checkout(holds[2])["order_id"], "failure")
            pending = self.gateway.pay(market.must_checkout(holds[3])["order_id"], "authorized")
            self.gateway.pay(market.must_checkout(holds[4])["order_id"], "failure", drop=True)
            self.gateway.pay(market.must_checkout(holds[5])["order_id"], "authorized", drop=True)
            for hold in (holds[6], holds[3]):
                self.must(200, market.extend(hold))
            asked = moment(market.state(holds[7])["extendable_until"])
            for plot in plots:
                watcher.wait_for(plot, "a", asked + SHORT.gateway_wait_s + 1 - time.time())
        self.assertNotIn("h", market.map()["statuses"])
        self.gateway.capture_late(pending["payment_id"])
        self.assertEqual(market.wait_for_state(holds[3], "booked")["state"], "booked")

    def test_a_gateway_that_does_not_answer_holds_no_plot_for_ever(self):
        market = Market(self.stage, "silent", "SIL", rules=SHORT)
        with market.watch() as watcher:
            hold = market.must_hold(market.plots[0])
            market.must_checkout(hold)
            end = moment(market.state(hold)["expires_at"])
            self.gateway.outage(api=True)
            try:
                rival = eventually("the hold is confirming", lambda: (
                    market.state(hold)["state"] == "confirming" and market.hold([market.plots[0]])))
                self.refused(409, "plot-unavailable", rival)
                self.assertIn("Retry-After", rival.headers)
                self.assertEqual(market.letters()[market.plots[0]], "h")
                late = watcher.wait_for(market.plots[0], "a", 10) - end - SHORT.gateway_wait_s
            finally:
                self.gateway.outage()
        print(f"\nsilent gateway: free {late:.3f} s after gateway_wait")
        self.assertTrue(0 <= late <= 1, late)


class MoneyThatComesAtAnyTime(StageTest):
    def checked_out(self, market, plot):
        contact = self.stage.people.new()
        hold = market.must_hold(plot, contact)
        return hold, market.must_checkout(hold, contact)

    def expired(self, market, plot):
        with market.watch() as watcher:
            hold, order = self.checked_out(market, plot)
            watcher.wait_for(plot, "a", 15)
        return hold, order

    def check_books(self, market):
        self.assertEqual(market.trial_balance()["sum_paise"], 0)
        self.assertEqual(market.portal_check()["mismatches"], [])

    def test_without_any_webhook_it_is_booked_by_asking_within_a_minute(self):
        market = Market(self.stage, "polled", "POL")
        with market.watch() as watcher:
            hold, order = self.checked_out(market, market.plots[0])
            paid = time.time()
            self.gateway.pay(order["order_id"], "silent")
            took = watcher.wait_for(market.plots[0], "b", 60) - paid
        print(f"\nwebhooks dropped: booked by asking after {took:.1f} s")
        self.assertEqual(market.state(hold)["state"], "booked")
        self.check_books(market)

    def test_paid_after_expiry_while_the_plot_is_free_is_booked(self):
        market = Market(self.stage, "late", "LAT", rules=SHORT)
        hold, order = self.expired(market, market.plots[0])
        self.assertEqual(market.state(hold)["state"], "expired")
        self.gateway.pay(order["order_id"])
        state = market.wait_for_state(hold, "booked")
        self.assertEqual(market.letters()[market.plots[0]], "b")
        self.assertEqual(market.booking(state["booking_id"])["paid"], order["amount"])
        self.check_books(market)

    def test_paid_after_resale_is_sent_back_once_and_the_owner_is_untouched(self):
        market = Market(self.stage, "resold", "RES", rules=SHORT)
        plot = market.plots[0]
        late, order = self.expired(market, plot)
        owner = market.booking(market.buy(plot)["booking_id"])
        paid = self.gateway.pay(order["order_id"], copies=3, order="reversed")
        self.assertEqual(market.wait_for_state(late, "orphaned")["refund"]["amount"],
                         order["amount"])

        def refunds():
            return [r for r in self.gateway.refunds() if r["payment_id"] == paid["payment_id"]]
        eventually("the refund is at the gateway", refunds, 60)
        state = eventually("the refund is processed", lambda: (
            (now := market.state(late))["refund"]["state"] == "processed" and now), 60)
        self.gateway.replay(paid["payment_id"], copies=3)
        eventually("every webhook arrived",
                   lambda: self.gateway.summary()["webhooks"]["pending"] == 0)
        self.assertEqual([r["amount"] for r in refunds()], [order["amount"]["paise"]])
        self.assertEqual(state["refund"]["amount"], order["amount"])
        self.assertEqual(market.booking(owner["booking_id"]), owner)
        self.assertEqual(market.letters()[plot], "b")
        self.assertEqual(market.balances()["liabilities:refunds-payable"], 0)
        self.check_books(market)

    def test_two_captures_of_one_order_are_one_booking_and_a_credit(self):
        market = Market(self.stage, "twice", "TWI")
        hold, order = self.checked_out(market, market.plots[0])
        first = self.gateway.pay(order["order_id"])["payment_id"]
        booking_id = market.wait_for_state(hold, "booked")["booking_id"]
        second = self.gateway.pay(order["order_id"])["payment_id"]
        booking = eventually("the second capture is in the books", lambda: (
            len((now := market.booking(booking_id))["payments"]) == 2 and now))
        self.assertEqual([p["payment_id"] for p in booking["payments"]], [first, second])
        self.assertEqual(booking["credit"], order["amount"])
        self.assertEqual(booking["paid"]["paise"], 2 * order["amount"]["paise"])
        self.assertEqual(len({r["number"] for r in booking["receipts"]}), 2)
        self.assertEqual([b["booking_id"] for b in market.bookings()], [booking_id])
        self.assertEqual(-market.balances()["liabilities:advances"], order["amount"]["paise"])
        self.check_books(market)

    def test_a_failed_payment_that_is_captured_after_all_is_booked(self):
        market = Market(self.stage, "after-all", "AFT")
        hold, order = self.checked_out(market, market.plots[0])
        failed = self.gateway.pay(order["order_id"], "failure")["payment_id"]
        self.gateway.capture_late(failed)
        market.wait_for_state(hold, "booked")
        self.check_books(market)

    def test_another_amount_is_neither_success_nor_failure_and_lies_in_suspense(self):
        market = Market(self.stage, "amount", "AMO", rules=SHORT)
        hold, order = self.checked_out(market, market.plots[0])
        wrong = order["amount"]["paise"] - 1
        with market.watch() as watcher:
            self.gateway.pay(order["order_id"], amount_paise=wrong, copies=2)
            eventually("the money is in suspense", lambda: (
                market.balances().get("liabilities:suspense") == -wrong))
            self.assertIn(market.state(hold)["state"], ("held", "confirming"))
            self.assertEqual(market.letters()[market.plots[0]], "h")
            watcher.wait_for(market.plots[0], "a", 15)
        self.assertEqual(market.bookings(), [])
        self.assertEqual(market.balances(), {"assets:gateway-clearing": wrong,
                                             "liabilities:suspense": -wrong})
        self.check_books(market)

    def test_a_signed_webhook_of_an_unknown_order_is_kept(self):
        body = json.dumps({
            "entity": "event", "event": "payment.captured", "contains": ["payment"],
            "payload": {"payment": {"entity": {
                "id": "pay_" + fresh_key()[:14], "entity": "payment", "amount": 123_400,
                "currency": "INR", "status": "captured", "order_id": "order_" + fresh_key()[:14],
                "method": "upi", "captured": True, "created_at": int(time.time()), "notes": []}}},
            "created_at": int(time.time())}).encode()
        payment = json.loads(body)["payload"]["payment"]["entity"]["id"]
        for _ in range(2):
            self.must(200, self.server.visitor.post(
                "/v1/webhooks/razorpay", raw=body, key=False,
                headers={"Content-Type": "application/json", "X-Razorpay-Signature": sign(body),
                         "x-razorpay-event-id": "event-" + payment}))
        kept = [event for _, record in all_records(self.server.admin)
                for event in record["events"] if event["type"] == "PaymentUnmatched"]
        self.assertEqual([event["payment"]["payment"] for event in kept], [payment])
        self.assertEqual(kept[0]["payment"]["amount"], 123_400)


if __name__ == "__main__":
    unittest.main()
