"""What the tests of matrices share: one strict `parley mock`, what each cell read, and what was asked."""

import unittest

import matrix
from mock_test import Mock
from parley_process import wait_until


class MatrixCase(unittest.TestCase):
    maxDiff = None

    @classmethod
    def run_matrix(cls, fixtures, cells_of_client):
        """Once for all tests of the class. The mock must end well: no miss, no fault that never happened."""
        cls.mock = Mock("--strict", "--journal", "10000", fixtures)
        cls.addClassCleanup(cls.mock.errors.close)
        cls.addClassCleanup(cls.stop_the_mock)
        cls.reads = matrix.run_all(cells_of_client, f"http://127.0.0.1:{cls.mock.port}/v1")
        cls.requests = cls.requests_of_all_cells()

    @classmethod
    def stop_the_mock(cls):
        status = cls.mock.stop()
        if status != 0:
            raise AssertionError(f"the strict mock ended with {status}: {cls.mock.said}")

    @classmethod
    def journal(cls, query):
        status, told = cls.mock.control("GET", f"journal?{query}")
        if status != 200:
            raise AssertionError(f"journal?{query}: {status} {told}")
        return told["requests"]

    @classmethod
    def requests_of_all_cells(cls):
        """By scope. One is told when its answer has ended: a reader's leaving may be noticed late."""
        requests = {}

        def are_all_told():
            requests.update({cell.scope: [] for cell in cls.reads})
            for entry in cls.journal("limit=10000"):
                requests[entry["scope"]].append(entry)
            return all(requests.values())

        try:
            wait_until(are_all_told, "the end of every answer")
        except AssertionError as late:
            untold = [str(cell) for cell in cls.reads if not requests[cell.scope]]
            raise AssertionError(f"{late}; never asked, or not ended: {untold}") from late
        return requests

    def check_each(self, check, *situations):
        for cell, read in self.reads.items():
            if not situations or cell.situation in situations:
                with self.subTest(str(cell)):
                    check(cell, read)

    def asked(self, cell):
        """What the mock was asked for a cell, after all were made."""
        return self.requests[cell.scope]
