"""Our workbooks, opened by another library (Debian's python3-openpyxl). Called with the folder of paper_samples."""
import datetime
import pathlib
import subprocess
import sys
import tempfile
import unittest

import openpyxl

PROGRAM = sys.argv.pop(1)


class Workbooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        subprocess.run([PROGRAM, cls.folder.name], check=True)

    def sheet(self, name):
        book = openpyxl.load_workbook(pathlib.Path(self.folder.name) / name)
        return book.worksheets[0]

    def test_amounts_are_numbers_and_dates_are_dates(self):
        sheet = self.sheet("statement.en.xlsx")
        self.assertEqual([c.value for c in sheet[1]][:3], ["Value date", "Recorded on", "Particulars"])
        first = sheet[3]
        self.assertEqual(first[0].value, datetime.datetime(2026, 4, 1))
        self.assertEqual(first[4].value, 250000.5)
        self.assertIn("\\,##0.00", first[4].number_format)
        self.assertEqual(first[4].data_type, "n")
        last = sheet[sheet.max_row]
        self.assertEqual([c.value for c in last][2:], ["Closing balance", None, 4240598.25, 3840004, 600594.25])
        self.assertTrue(last[6].font.bold)
        self.assertEqual(sheet.freeze_panes, "A2")

    def test_every_paisa_is_there(self):
        sheet = self.sheet("amounts.xlsx")
        for row in list(sheet.rows)[1:]:
            paise = int(row[0].value)
            if abs(paise) < 10**15:
                self.assertEqual(round(row[1].value * 100), paise)
                self.assertEqual(row[1].data_type, "n")
            else:
                self.assertEqual(row[1].data_type, "s")
                self.assertEqual(int(row[1].value.replace(".", "")), paise)

    def test_text_is_never_a_formula(self):
        sheet = self.sheet("amounts.xlsx")
        self.assertEqual(sheet["C2"].value, "=1+1")
        self.assertEqual(sheet["C2"].data_type, "s")

    def test_the_file_says_when_its_events_were_recorded(self):
        book = openpyxl.load_workbook(pathlib.Path(self.folder.name) / "statement.en.xlsx")
        self.assertEqual(book.properties.created, datetime.datetime(2026, 11, 25, 8, 35, 9))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
