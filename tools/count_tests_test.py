#!/usr/bin/env python3
"""Proves that only a test that ran and succeeded counts as passed."""

import pathlib
import tempfile
import unittest

import count_tests


def counted(text: str) -> tuple[int, int]:
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "report.xml")
        path.write_text(text)
        return count_tests.count(str(path))


class CountTests(unittest.TestCase):
    def test_counts_every_status_but_run_as_failed(self) -> None:
        statuses = ("run", "fail", "notrun", "disabled", "run")
        cases = "".join(f'<testcase name="{n}" status="{status}"/>' for n, status in enumerate(statuses))
        self.assertEqual(counted(f"<testsuite>{cases}</testsuite>"), (2, 3))

    def test_counts_a_run_of_no_test_as_a_failure(self) -> None:
        self.assertEqual(counted("<testsuite/>"), (0, 1))

    def test_counts_a_missing_or_broken_report_as_a_failure(self) -> None:
        self.assertEqual(count_tests.count("does-not-exist.xml"), (0, 1))
        self.assertEqual(counted("<testsuite>"), (0, 1))


if __name__ == "__main__":
    unittest.main()
