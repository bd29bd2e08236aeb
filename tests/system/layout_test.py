"""Surveyed layouts: every plot comes in, with its area and its price to the paisa."""
import concurrent.futures
import fractions
import unittest
import urllib.parse

from support import ATHI_RIVER, ATHI_RIVER_AREAS, STREETS, Market, PRICES, StageTest

SQ_YD_IN_MM2 = fractions.Fraction(83_612_736, 100)  # (0.9144 m)², exactly


def half_up(value):
    """To whole paise; halves away from zero."""
    magnitude = int(abs(value) + fractions.Fraction(1, 2))
    return magnitude if value >= 0 else -magnitude


def sheet(area_mm2, prices):
    """(head, amount, tax) of each line and the sum: the design's rule, computed apart."""
    land = half_up(prices["rate_paise_per_sq_yd"] * fractions.Fraction(area_mm2) / SQ_YD_IN_MM2)
    lines = [("land", land, 0)]
    for head in prices["heads"]:
        if head["kind"] == "percent":
            amount = half_up(fractions.Fraction(land * head["basis_points"], 10_000))
        elif head["kind"] == "per_area":
            amount = half_up(head["paise"] * fractions.Fraction(area_mm2) / SQ_YD_IN_MM2)
        else:
            amount = head["paise"]
        half = half_up(fractions.Fraction(amount * head["tax_basis_points"], 20_000))
        lines.append((head["head"], amount, 2 * half))  # CGST and SGST, each rounded on its own
    return lines, sum(amount + tax for _, amount, tax in lines)


class SurveyedLayout(StageTest):
    def cards(self, market):
        def card(plot):
            path = f"{market.path}/plots?id={urllib.parse.quote(plot, safe='')}"
            return self.must(200, self.server.visitor.get(path)).json
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            return dict(zip(market.plots, pool.map(card, market.plots)))

    def check_prices(self, cards):
        for plot, card in cards.items():
            lines, total = sheet(card["plot"]["area_mm2"], PRICES)
            shown = [(line["head"], line["amount"]["paise"], line["tax"]["paise"])
                     for line in card["price"]["lines"]]
            self.assertEqual(shown, lines, plot)
            self.assertEqual(card["price"]["total"], {"paise": total, "currency": "INR"}, plot)
            # A tenth by the price's rule, half up, and never above a tenth (RERA s.13, the cap on advances).
            token = min(half_up(fractions.Fraction(total, 10)), total // 10)
            self.assertEqual(card["price"]["token"]["paise"], token, plot)
            plan = [part["amount"]["paise"] for part in card["plans"][0]["installments"]]
            self.assertEqual(plan, [token, total - token], plot)

    def test_athi_river_comes_in_whole_with_outside_areas_and_prices(self):
        market = Market(self.stage, "athi-river", "AKR", ATHI_RIVER)
        self.assertEqual(market.preview["plots"], 456)
        self.assertEqual([p for p in market.preview["problems"] if p["severity"] == "error"], [])
        self.assertEqual(sorted(market.plots), sorted(ATHI_RIVER_AREAS))
        self.assertEqual(market.map()["statuses"], "a" * 456)
        cards = self.cards(market)
        for plot, card in cards.items():
            outside = ATHI_RIVER_AREAS[plot]
            self.assertLessEqual(abs(card["plot"]["area_mm2"] - outside) * 200, outside, plot)
        self.check_prices(cards)

    def test_numbers_that_start_anew_in_each_street_come_in_by_block(self):
        market = Market(self.stage, "streets", "STR", STREETS)
        names = {f"{f['properties']['Street']}:{f['properties']['Plot']}" for f in STREETS.features}
        self.assertEqual(set(market.plots), names)
        self.assertEqual((market.preview["plots"], len(names)), (60, 60))
        cards = self.cards(market)
        self.check_prices(cards)
        for plot, card in cards.items():
            self.assertEqual(f"{card['plot']['block']}:{card['plot']['no']}", plot)

    def test_what_the_buyer_pays_is_what_the_card_says(self):
        market = Market(self.stage, "paid", "PAI", STREETS)
        plot = market.plots[11]
        card = self.cards(market)[plot]
        booking = market.booking(market.buy(plot)["booking_id"])
        self.assertEqual(booking["price"], card["price"]["total"])
        self.assertEqual(booking["paid"], card["price"]["token"])
        self.assertEqual(booking["paid"]["paise"] + booking["outstanding"]["paise"],
                         booking["price"]["paise"])


if __name__ == "__main__":
    unittest.main()
