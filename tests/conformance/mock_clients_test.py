"""What the official clients make of `parley mock`: every client, call and situation.

The table of docs/mock-conformance.md says which error each fault surfaces as, and is read here.
"""

import json
import pathlib
import sys
import unittest

from clients import ROOT

sys.path += [str(pathlib.Path(__file__).parent / "mock"), str(ROOT / "tests/e2e")]

import documented  # noqa: E402
import matrix  # noqa: E402
from matrix_case import MatrixCase  # noqa: E402
from parley_process import wait_until  # noqa: E402

ANSWER = "The answer is 42."
LONG_ANSWER = "One two three four five six seven eight nine ten."
VECTOR = [0.6, 0.8]


def documented_errors():
    """{case: {client: error}}"""
    return {row["case"]: row for row in documented.table("case")}


def case_of(cell, rows):
    """The row that holds for a cell: the one that says most."""
    way = "streamed " if cell.streamed else ""
    for case in (f"{cell.api} {cell.situation}", f"{way}{cell.situation}", cell.situation):
        if case in rows:
            return case
    return None


def error_of(read):
    """As the table writes it: the class, and the status that a program can read from it."""
    if read["outcome"] != "error":
        return "–"
    return read["class"] + (f" {read['status']}" if read["status"] else "")


class Answers(MatrixCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = documented_errors()
        cls.run_matrix(matrix.FOLDER / "fixtures.yaml", matrix.cells_of)

    def test_every_cell_was_answered_by_the_fixture_of_its_situation(self):
        def check(cell, _):
            self.assertEqual({entry["outcome"] for entry in self.asked(cell)}, {"answered"})

        self.check_each(check)

    def test_answers_are_read_whole(self):
        def check(cell, read):
            self.assertEqual(read["outcome"], "answer", read)
            if cell.api == "embeddings":
                self.assertEqual(read["vectors"], [VECTOR])
            elif cell.api == "models":
                self.assertEqual(read["text"], cell.situation)
            else:
                self.assertEqual((read["text"], read["finish"]), (ANSWER, "stop"))

        self.check_each(check, "ok", "limited", "usage")

    def test_a_429_is_tried_again_once(self):
        def check(cell, _):
            self.assertEqual([entry["status"] for entry in self.asked(cell)], [429, 200])

        self.check_each(check, "limited")

    def test_what_stays_refused_is_tried_three_times_where_the_client_says_so(self):
        def check(cell, _):
            self.assertEqual([str(entry["status"]) for entry in self.asked(cell)], [cell.situation] * 3)

        self.check_each(check, "409", "429", "500")

    def test_what_another_try_cannot_mend_is_asked_once(self):
        def check(cell, _):
            self.assertEqual([str(entry["status"]) for entry in self.asked(cell)], [cell.situation])

        self.check_each(check, "400", "401", "403", "404", "422")

    def test_usage_is_what_the_fixture_says(self):
        self.check_each(lambda _, read: self.assertEqual(read["usage"], [23, 9]), "usage")

    def test_a_tool_call_has_its_name_and_arguments(self):
        def check(cell, read):
            self.assertEqual(read["tool"]["name"], "weather")
            self.assertEqual(json.loads(read["tool"]["arguments"]), {"city": "Oslo"})
            if cell.api == "chat":
                self.assertIn(read["finish"], ("tool_calls", "tool-calls"))

        self.check_each(check, "tool")

    def test_each_fault_is_the_error_that_the_document_names(self):
        def check(cell, read):
            case = case_of(cell, self.rows)
            self.assertEqual(error_of(read), self.rows[case][cell.client] if case else "–")

        self.check_each(check)

    def test_text_before_a_fault_is_not_lost(self):
        def check(cell, read):
            if cell.streamed:
                self.assertTrue(LONG_ANSWER.startswith(read["text"]), read["text"])
                self.assertTrue(0 < len(read["text"]) < len(LONG_ANSWER), read["text"])

        self.check_each(check, "broken", "torn", "closed", "spoilt")

    def test_a_stream_without_its_last_event_has_no_reason_to_have_ended(self):
        def check(_, read):
            self.assertEqual((read["outcome"], read["text"]), ("answer", ANSWER))
            self.assertIn(read["finish"], (None, "other"))

        self.check_each(check, "truncated")

    def test_the_mock_sees_a_reader_that_leaves(self):
        def check(cell, read):
            self.assertEqual((read["outcome"], read["text"]), ("answer", "The"))
            scope = "scope=" + cell.scope.replace(" ", "%20")
            left = wait_until(
                lambda: [one for one in self.journal(scope) if one["reader_left"]], "the end of the answer"
            )
            self.assertIsNone(left[0]["ending"])

        self.check_each(check, "abort")

    def test_no_row_of_the_document_is_without_a_cell(self):
        used = {case_of(cell, self.rows) for cell in self.reads}
        self.assertEqual(self.rows.keys() - used, set())


if __name__ == "__main__":
    unittest.main()
