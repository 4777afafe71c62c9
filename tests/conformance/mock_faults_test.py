"""What the official clients make of every fault of `parley mock`, in each place where it can stand.

The table of docs/mock-conformance.md whose first column is `fault` says it, and is read here: text, reason
for the end or error, and how often the client asked.
"""

import json
import math
import pathlib
import sys
import tempfile
import unittest

from clients import ROOT

sys.path += [str(pathlib.Path(__file__).parent / "mock"), str(ROOT / "tests/e2e")]

import documented  # noqa: E402
import faults  # noqa: E402
from matrix_case import MatrixCase  # noqa: E402


def words_of(cell):
    """What a row can ask of a cell: its API, how it is answered, and where the fault stands."""
    how = {"streamed" if cell.streamed else "whole"} if cell.api != "embeddings" else set()
    return {cell.api, *cell.situation.split()[1:]} | how


def row_of(cell, rows):
    """The first that fits, as a reader of the table would find it."""
    for at, row in enumerate(rows):
        kinds = row["fault"].split(", ")
        if faults.kind_of(cell.situation) in kinds and words_of(cell).issuperset(row["where"].split()):
            return at
    return None


def number_told(number):
    return "NaN" if number is None or math.isnan(number) else f"{number:g}"


def answer_told(read):
    if "vectors" in read:
        return [" ".join(f"[{' '.join(map(number_told, one))}]" for one in read["vectors"])]
    choices = ["choices " + " ".join(map(str, read["order"]))] if len(read.get("order", [])) > 1 else []
    return [read["finish"] or "no finish", *choices]


def error_told(read):
    foreign = "" if read["is_documented"] else "*"
    return [read["class"] + foreign + (f" {read['status']}" if read["status"] else "")]


def told(read, requests):
    """As the table writes it: what was read, then how it ended, and the number of requests beyond one."""
    parts = [read["text"]] if read["text"] else []
    parts += error_told(read) if read["outcome"] == "error" else answer_told(read)
    return ", ".join(parts) + (f" ×{requests}" if requests > 1 else "")


class Faults(MatrixCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = documented.table("fault")
        with tempfile.TemporaryDirectory(prefix="parley-faults-") as folder:
            fixtures = pathlib.Path(folder) / "faults.json"
            fixtures.write_text(json.dumps(faults.fixtures()))
            cls.run_matrix(fixtures, faults.cells_of)

    def test_no_fault_of_the_mock_is_forgotten(self):
        self.assertEqual(faults.FAULTS.keys(), faults.kinds_of_the_mock())

    def test_each_client_does_what_the_document_says(self):
        def check(cell, read):
            at = row_of(cell, self.rows)
            self.assertIsNotNone(at, f"no row fits; it was {told(read, len(self.asked(cell)))}")
            self.assertEqual(told(read, len(self.asked(cell))), self.rows[at][cell.client])

        self.check_each(check)

    def test_no_row_of_the_document_is_without_a_cell(self):
        used = {row_of(cell, self.rows) for cell in self.reads}
        self.assertEqual([row for at, row in enumerate(self.rows) if at not in used], [])

    def test_every_client_meets_every_fault(self):
        for client in {cell.client for cell in self.reads}:
            met = {faults.kind_of(cell.situation) for cell in self.reads if cell.client == client}
            self.assertEqual(met, faults.FAULTS.keys(), client)


if __name__ == "__main__":
    unittest.main()
