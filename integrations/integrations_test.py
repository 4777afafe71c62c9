"""Runs the action's step and the hook's entry with a stand-in for parley, and looks at what it was told."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import yaml

HERE = pathlib.Path(__file__).resolve().parent
SETTINGS = (HERE.parent / "src/base/audit_settings.cpp").read_text()
OPTIONS = set(re.findall(r'setting\{"([a-z-]+)"', SETTINGS))

STAND_IN = """#!/bin/sh
for each in "$@"; do printf '%s\\n' "$each" >> "$TOLD"; done
# Snapshots are compared on standard output, unless a format takes that.
case " $* " in
  *" --snapshot="*" --format=compact "* | *" --format=compact "*" --snapshot="*)
    echo "1 critical image-alt <img>"; echo "differs: page" >&2 ;;
  *" --snapshot="*) echo "differs: page" ;;
  *) echo "1 critical image-alt <img>" ;;
esac
exit "$STATUS"
"""


class Integrations(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        program = self.folder / "parley"
        program.write_text(STAND_IN)
        program.chmod(0o755)

    def told(self, *command, status=0, **variables):
        """What the stand-in was told, one argument per line."""
        for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
            variables[name] = str(self.folder / name.lower())
        variables |= {"TOLD": str(self.folder / "told"), "STATUS": str(status)}
        variables["PATH"] = f"{self.folder}:{os.environ['PATH']}"
        done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, status, done.stderr)
        return (self.folder / "told").read_text().splitlines()

    def run_action(self, status=0, **inputs):
        action = yaml.safe_load((HERE / "github-action/action.yml").read_text())
        (step,) = action["runs"]["steps"]
        variables = {}
        for name, text in step["env"].items():
            key = re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", text).group(1)
            variables[name] = inputs.pop(key, action["inputs"][key]["default"])
        self.assertEqual(inputs, {}, "the action has no such input")
        return self.told("bash", "-e", "-o", "pipefail", "-c", step["run"], status=status, **variables)

    def assert_options_exist(self, arguments):
        for each in arguments:
            if each.startswith("--"):
                self.assertIn(each[2:].split("=")[0], OPTIONS)

    def test_the_action_audits_what_it_is_told(self):
        told = self.run_action(
            targets="http://127.0.0.1/\n\na page.html\n",
            options="--standard=wcag22aa\n--header=X-Key: $(id) `id`",
            config="audit.json",
            snapshot="snapshots",
            sarif="a.sarif",
            junit="a.xml",
            html="a.html",
        )
        self.assertEqual(
            told,
            ["audit", "--config=audit.json", "--snapshot=snapshots"]
            + ["--format=sarif=a.sarif", "--format=junit=a.xml", "--format=html=a.html"]
            + ["--standard=wcag22aa", "--header=X-Key: $(id) `id`", "http://127.0.0.1/", "a page.html"],
        )
        self.assert_options_exist(told)

    def test_the_action_ends_as_the_audit_did_and_shows_what_it_found(self):
        for status in (0, 1, 3):
            with self.subTest(status=status):
                self.run_action(status=status, targets="page.html")
                self.assertIn(f"status={status}\n", (self.folder / "github_output").read_text())
        self.assertIn("    1 critical image-alt <img>", (self.folder / "github_step_summary").read_text())

    def test_the_action_shows_how_snapshots_differ(self):
        told = self.run_action(status=1, targets="page.html", snapshot="snapshots")
        self.assertEqual(told, ["audit", "--snapshot=snapshots", "page.html"])
        self.assertIn("    differs: page", (self.folder / "github_step_summary").read_text())

    def test_no_value_of_the_action_is_part_of_its_script(self):
        action = yaml.safe_load((HERE / "github-action/action.yml").read_text())
        for step in action["runs"]["steps"]:
            self.assertNotIn("${{", step["run"])

    def assert_audits_files(self, hook):
        self.folder.joinpath("told").unlink(missing_ok=True)
        told = self.told(*hook["entry"].split(), *hook["args"], "a.html", "b.html")
        self.assertEqual(told, ["audit", *hook["args"], "a.html", "b.html"])
        self.assert_options_exist(told)
        self.assertEqual(hook["types"], ["html"])

    def test_the_hook_audits_the_files_of_a_commit(self):
        config = yaml.safe_load((HERE / "pre-commit/config.yaml").read_text())
        (hook,) = config["repos"][0]["hooks"]
        self.assert_audits_files(hook)

    def test_the_hook_that_others_name_does_the_same(self):
        (named,) = yaml.safe_load((HERE.parent / ".pre-commit-hooks.yaml").read_text())
        self.assert_audits_files(named)
        config = yaml.safe_load((HERE / "pre-commit/config.yaml").read_text())
        del named["description"]
        self.assertEqual([named], config["repos"][0]["hooks"])


if __name__ == "__main__":
    unittest.main()
