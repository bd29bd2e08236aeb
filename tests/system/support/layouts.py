"""The layouts that tests import, and the areas that an outside tool measured in one of them."""
import csv
import json

from .program import ROOT

_FIXTURES = ROOT / "tests/query-api/layout/fixtures"


class Layout:
    def __init__(self, file, plot_no, block=None):
        self.bytes = (_FIXTURES / file).read_bytes()
        self.plot_no = plot_no
        self.block = block
        self.features = json.loads(self.bytes)["features"]

    def __len__(self):
        return len(self.features)


ATHI_RIVER = Layout("athi-river.geojson", "Name")
STREETS = Layout("streets.geojson", "Plot", "Street")

with open(_FIXTURES / "athi-river-areas.csv", newline="") as _file:
    ATHI_RIVER_AREAS = {row["no"]: int(row["area_mm2"]) for row in csv.DictReader(_file)}
