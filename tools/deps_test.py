#!/usr/bin/env python3
"""Proves that moved packages are reported. The archive itself is asked only by CI's scheduled run."""

import pathlib
import tempfile
import unittest

import deps


class Drift(unittest.TestCase):
    def test_reports_nothing_when_the_archive_is_as_recorded(self) -> None:
        self.assertEqual(deps.drift({"a": "1"}, {"a": "1"}, {}, {"a"}), [])

    def test_reports_an_indirect_package_that_moved(self) -> None:
        rows = deps.drift({"a": "1", "indirect": "1"}, {"a": "1", "indirect": "2"}, {}, {"a"})
        self.assertEqual(rows, [("indirect", "1", "2", "-")])

    def test_reports_packages_that_joined_and_left_the_closure(self) -> None:
        rows = deps.drift({"old": "1"}, {"new": "1"}, {}, set())
        self.assertEqual(rows, [("new", "-", "1", "-"), ("old", "1", "-", "-")])

    def test_reports_a_direct_package_that_is_older_on_this_machine(self) -> None:
        self.assertEqual(deps.drift({"a": "2"}, {"a": "2"}, {"a": "1"}, {"a"}), [("a", "2", "2", "1")])

    def test_leaves_alone_what_this_machine_holds_for_others(self) -> None:
        self.assertEqual(deps.drift({"a": "2"}, {"a": "2"}, {"a": "1"}, set()), [])


class Files(unittest.TestCase):
    def test_every_release_lists_every_set(self) -> None:
        for release in ("bookworm", "trixie"):
            for name in deps.SETS:
                self.assertTrue(deps.direct(release, (name,)), f"{release}/{name}.list")

    def test_reads_a_lock_it_wrote(self) -> None:
        with tempfile.NamedTemporaryFile("w+", suffix=".lock") as file:
            file.write("# a note\na 1:2.0-1+b2\n")
            file.flush()
            self.assertEqual(deps.read_lock(pathlib.Path(file.name)), {"a": "1:2.0-1+b2"})

    def test_takes_versions_out_of_what_apt_plans(self) -> None:
        match = deps.PLANNED.match("Inst libc6 (2.36-9+deb12u1 Debian:12/stable [amd64])")
        self.assertEqual((match["name"], match["version"]), ("libc6", "2.36-9+deb12u1"))


if __name__ == "__main__":
    unittest.main()
