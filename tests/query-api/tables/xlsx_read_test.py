"""Workbooks written by another library (Debian's python3-openpyxl), as we read them. Called with table_dump."""
import datetime
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

PROGRAM = sys.argv.pop(1)


class Reading(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name) / "book.xlsx"

    def read(self, book):
        book.save(self.path)
        done = subprocess.run([PROGRAM, self.path], capture_output=True, text=True)
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        return {(sheet, int(line), int(column)): what for sheet, line, column, what in rows}

    def test_cells_are_what_they_were_written_as(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Prices"
        sheet["A1"], sheet["B3"] = "Plot no", datetime.date(2026, 11, 25)
        sheet["C3"] = datetime.datetime(2026, 11, 25, 23, 59, 59)
        sheet["D3"], sheet["E3"], sheet["F3"] = 1234567.5, 0.015, "=SUM(D3:D3)"
        sheet["E3"].number_format = "0.00%"
        sheet["D3"].number_format = '"₹" #,##0.00'
        sheet["G3"], sheet["H3"] = True, "  ₹ नाम  "
        sheet["I3"], sheet["J3"] = 432912345678, 1234.5678
        sheet.merge_cells("A5:C5")
        sheet["A5"] = "merged"
        hidden = book.create_sheet("Old")
        hidden.sheet_state = "hidden"
        hidden["A1"] = "secret"
        self.assertEqual(self.read(book), {
            ("Prices", 1, 0): "text:Plot no", ("Prices", 3, 1): "date:2026-11-25", ("Prices", 3, 2): "date:2026-11-25",
            ("Prices", 3, 3): "money:123456750", ("Prices", 3, 4): "text:1.5%", ("Prices", 3, 5): "error:#FORMULA",
            ("Prices", 3, 6): "text:TRUE", ("Prices", 3, 7): "text:₹ नाम", ("Prices", 3, 8): "money:43291234567800",
            ("Prices", 3, 9): "number:1234.5678", ("Prices", 5, 0): "text:merged"})

    def test_every_amount_and_day_comes_through(self):
        dice = random.Random(5)
        book = openpyxl.Workbook()
        sheet, expected = book.active, {}
        for line in range(1, 800):
            paise = dice.randrange(10 ** dice.randrange(1, 15))
            day = datetime.date(1991, 1, 1) + datetime.timedelta(days=dice.randrange(35000))
            sheet.append([paise / 100, day])
            expected[("Sheet", line, 0)] = f"money:{paise}"
            expected[("Sheet", line, 1)] = f"date:{day}"
        self.assertEqual(self.read(book), expected)

    def test_days_of_the_old_macintosh(self):
        book = openpyxl.Workbook()
        book.epoch = CALENDAR_MAC_1904
        book.active["A1"] = datetime.date(2026, 11, 25)
        self.assertEqual(self.read(book), {("Sheet", 1, 0): "date:2026-11-25"})

    def test_an_empty_workbook_is_refused(self):
        book = openpyxl.Workbook()
        book.save(self.path)
        done = subprocess.run([PROGRAM, self.path], capture_output=True, text=True)
        self.assertEqual(done.stdout, "refused\ttable-empty\n")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
