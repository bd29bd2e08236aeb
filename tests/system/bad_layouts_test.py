"""What is wrong with a layout is named, and nothing of it is kept."""
import json
import unittest

from support import ATHI_RIVER, STREETS, UnharmedHistory

GEOJSON = {"Content-Type": "application/geo+json"}
CORNER, SIDE = (78.2, 17.07), 0.0002


def square(column=0, side=SIDE, height=None):
    """A ring of about 21 m a side, `column` plots to the east."""
    west, south = CORNER[0] + column * SIDE, CORNER[1]
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side],
            [west, south]]
    return [position + [height] for position in ring] if height is not None else ring


def feature(properties, ring, kind="Polygon"):
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


class BadLayouts(UnharmedHistory):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.admin.post("/v1/projects", {"project_id": "bad", "name": "Bad", "code": "BAD",
                                               "city": "Pune", "timezone": "Asia/Kolkata"})
        cls.path = "/v1/projects/bad/layout"

    def preview(self, body, query="plot_no=no"):
        answer = self.server.admin.post(f"{self.path}?{query}", raw=body, headers=GEOJSON)
        return self.must(200, answer).json

    def problem(self, body, severity, where, *words, query="plot_no=no"):
        """One of the preview's problems names feature, cause and severity."""
        preview = self.preview(body, query)
        fits = [p for p in preview["problems"] if p["severity"] == severity
                and p["feature"] == where and all(word in p["problem"] for word in words)]
        self.assertEqual(len(fits), 1, preview["problems"])
        if severity == "error":
            self.assertIsNone(preview["digest"])
            confirmed = self.server.admin.post(f"{self.path}?{query}&confirm={'0' * 64}", raw=body,
                                               headers=GEOJSON)
            self.refused(409, "layout-has-errors", confirmed)
        self.refused(404, "not-found", self.server.visitor.get(self.path))
        self.unharmed()
        return preview

    def test_not_geojson(self):
        self.problem(b"plot,area\n1,200\n", "error", "file", "JSON")
        self.problem(b'{"plots":[]}', "error", "file", "GeoJSON")
        self.problem(ATHI_RIVER.bytes[:5_000], "error", "feature 19")

    def test_no_such_property(self):
        self.problem(ATHI_RIVER.bytes, "error", "file", '"Plot_No"', '"Name"', '"Shape_Area"',
                     query="plot_no=Plot_No")

    def test_a_number_that_stands_twice(self):
        body = collection(feature({"no": "7"}, square(0)), feature({"no": "7"}, square(1)))
        self.problem(body, "error", "feature 2 (7)", "same number as feature 1 (7)")

    def test_numbers_that_are_unique_only_within_a_street(self):
        preview = self.preview(STREETS.bytes, "plot_no=Plot")
        self.assertIsNone(preview["digest"])
        named = [p for p in preview["problems"] if "same number" in p["problem"]]
        self.assertTrue(all('"Street"' in p["problem"] for p in named), named)
        self.assertGreater(len(named), 0)
        self.unharmed()

    def test_an_empty_number(self):
        body = collection(feature({"no": " "}, square(0)), feature({"no": "2"}, square(1)))
        self.problem(body, "error", "feature 1", "no")
        body = collection(feature({"no": None}, square(0)), feature({"no": "2"}, square(1)))
        self.problem(body, "error", "feature 1", "no")

    def test_stray_blanks_are_taken_off_and_do_not_make_two_plots_of_one(self):
        body = collection(feature({"no": " 12 "}, square(0)), feature({"no": "13"}, square(1)))
        self.assertEqual(self.preview(body)["plots"], 2)
        body = collection(feature({"no": " 12 "}, square(0)), feature({"no": "12"}, square(1)))
        self.problem(body, "error", "feature 2 (12)", "same number")

    def test_an_open_ring(self):
        self.problem(collection(feature({"no": "1"}, square(0)[:-1])), "error", "feature 1 (1)",
                     "open")

    def test_a_ring_that_crosses_itself(self):
        ring = square(0)
        ring[1], ring[2] = ring[2], ring[1]
        self.problem(collection(feature({"no": "1"}, ring)), "error", "feature 1 (1)", "cross")

    def test_area_zero(self):
        west, south = CORNER
        flat = [[west, south], [west + SIDE, south], [west + 2 * SIDE, south], [west, south]]
        preview = self.preview(collection(feature({"no": "1"}, flat)))
        errors = [p for p in preview["problems"] if p["severity"] == "error"]
        self.assertEqual([p["feature"] for p in errors], ["feature 1 (1)"], preview)
        self.unharmed()

    def test_a_multipolygon_and_a_third_coordinate_are_taken_and_said(self):
        body = collection(feature({"no": "1"}, square(0, height=4.0), "MultiPolygon"),
                          feature({"no": "2"}, square(1)))
        preview = self.problem(body, "warning", "file", "third value")
        self.assertEqual(preview["plots"], 2)
        self.assertIsNotNone(preview["digest"])

    def test_an_overlap_is_a_warning_that_names_both(self):
        body = collection(feature({"no": "1"}, square(0, SIDE * 1.5)),
                          feature({"no": "2"}, square(1)))
        self.problem(body, "warning", "feature 1 (1)", "overlaps feature 2 (2)", "sq m")

    def test_a_stated_area_that_contradicts_the_geometry(self):
        body = collection(feature({"no": "1", "area": 900}, square(0)),
                          feature({"no": "2", "area": 471}, square(1)))
        preview = self.preview(body, "plot_no=no&area=area&area_unit=sq_m")
        named = [p["feature"] for p in preview["problems"] if "900" in p["problem"]]
        self.assertEqual(named, ["feature 1 (1)"], preview["problems"])
        without = self.preview(body)
        self.assertEqual([p for p in without["problems"] if "900" in p["problem"]], [])
        self.unharmed()

    def test_25_mib_is_taken_and_a_byte_more_is_not(self):
        body = collection(feature({"no": "1"}, square(0)))
        body += b" " * (25 * 2**20 - len(body))
        self.assertEqual(self.preview(body)["plots"], 1)
        answer = self.server.admin.post(self.path + "?plot_no=no", raw=body + b" ",
                                        headers={**GEOJSON, "Connection": "close"})
        self.refused(413, "body-too-large", answer)
        self.unharmed()

    def test_nothing_is_imported_but_what_was_previewed(self):
        one = collection(feature({"no": "1"}, square(0)))
        other = collection(feature({"no": "2"}, square(0)))
        digest = self.preview(one)["digest"]
        answer = self.server.admin.post(f"{self.path}?plot_no=no&confirm={digest}", raw=other,
                                        headers=GEOJSON)
        self.refused(409, "layout-changed", answer)
        self.refused(404, "not-found", self.server.visitor.get(self.path))
        self.unharmed()


if __name__ == "__main__":
    unittest.main()
