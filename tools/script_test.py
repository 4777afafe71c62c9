#!/usr/bin/env python3
"""That script/server, test and bench check their options before their work; and what server runs then."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]
STARTED = 42  # the status of a script that went on to its work


class Scripts(unittest.TestCase):
    def setUp(self) -> None:
        """A tree in which the work is one step that says that it was begun."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "script").mkdir()
        (self.root / "docs").mkdir()
        for name in ("script/server", "script/test", "script/bench", "docs/configuration.md"):
            shutil.copy(ROOT / name, self.root / name)
        self.write_program(self.root / "script/bootstrap", f"exit {STARTED}")

    @staticmethod
    def write_program(path: pathlib.Path, line: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)

    def run_script(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.root / "script" / name), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=30)

    def assert_refused(self, name: str, arguments: tuple[str, ...], hint: str) -> None:
        with self.subTest(script=name, arguments=arguments):
            done = self.run_script(name, *arguments)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(hint, done.stderr)

    def assert_begun(self, name: str, *arguments: str) -> None:
        with self.subTest(script=name, arguments=arguments):
            done = self.run_script(name, *arguments)
            self.assertEqual(done.returncode, STARTED, done.stderr)

    def test_help_is_given_wherever_it_is_asked_for(self) -> None:
        for name, before in (("server", ("--port", "9000")), ("test", ("--unit",)), ("bench", ("start",))):
            for arguments in (("--help",), ("-h",), (*before, "--help")):
                done = self.run_script(name, *arguments)
                self.assertEqual(done.returncode, 0, (name, arguments))
                self.assertIn(f"usage: script/{name}", done.stdout)

    def test_server_refuses_what_parley_serve_would_refuse_after_the_build(self) -> None:
        for arguments, hint in (
            (("--prot", "9000"), "no option --prot"),
            (("--prune",), "no option --prune"),
            (("--openai-api-key=sk-hidden",), "no option --openai-api-key"),
            (("--port",), "--port needs a value"),
            (("--port", "--host=::1"), "--port needs a value"),
            (("--port", "http"), "--port takes a whole number"),
            (("--port=80x",), "--port takes a whole number"),
            (("9000",), "takes options only"),
            (("--host", "::1", "-p", "1"), "takes options only"),
            (("--data", "elsewhere"), "./data"),
            (("--data=elsewhere",), "./data"),
        ):
            self.assert_refused("server", arguments, hint)

    def test_server_never_repeats_a_value_it_refuses(self) -> None:
        self.assertNotIn("sk-hidden", self.run_script("server", "--openai-api-key=sk-hidden").stderr)

    def test_server_goes_to_work_with_options_of_parley_serve(self) -> None:
        self.assert_begun("server")
        self.assert_begun("server", "--port", "9000", "--host=::1", "--model", "some-model")
        self.assert_begun("server", "--examples=Why?|What = that?", "--top", "3", "--config", "my file")

    def test_server_takes_in_the_samples_however_many_of_them_were_removed_and_serves(self) -> None:
        parley = self.root / "build/release/bin/parley"
        for name in ("script/bootstrap", "cmake"):
            self.write_program(self.root / name, "exit 0")
        self.write_program(parley, 'echo "$*"')
        (self.root / "build/release/build.ninja").touch()
        command = [str(self.root / "script/server"), "--port", "9000"]
        path = f"{self.root}:{os.environ['PATH']}"
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, env={"PATH": path})
        self.assertEqual(
            done.stdout.splitlines(),
            ["ingest --data data --prune --force samples", "serve --data data --port 9000"],
            done.stderr,
        )

    def test_test_refuses_a_typo_and_an_option_without_its_value(self) -> None:
        for arguments, hint in (
            (("--fuz",), "no option --fuz"),
            (("line_reader",), "no option line_reader"),
            (("--unit", "-R"), "-R needs a value"),
        ):
            self.assert_refused("test", arguments, hint)

    def test_test_goes_to_work_with_its_options_and_those_of_ctest(self) -> None:
        self.assert_begun("test")
        self.assert_begun("test", "--tsan", "--fuzz", "--unit")
        self.assert_begun("test", "--unit", "-R", "line_reader", "-j", "1", "-V", "--", "--rerun-failed")
        self.assert_begun("test", "-j2")

    def test_bench_refuses_a_part_that_it_does_not_have(self) -> None:
        self.assert_refused("bench", ("retreival",), "unknown part")
        self.assert_begun("bench", "retrieval", "start")


if __name__ == "__main__":
    unittest.main()
