"""`parley audit` and the tools it stands beside, on the same pages with the same engine: they find the same.

The table of docs/audit-agreement.md says where they do not, and why; it is read here. A difference without a
row fails, and so does a row that no difference needs.
"""

import json
import pathlib
import re
import sys
import tempfile
import unittest

from clients import HERE, ROOT
from differences import ABSENT, Difference, documented

sys.path.append(str(HERE / "audit"))

import audited_site  # noqa: E402
import findings  # noqa: E402
import peers  # noqa: E402

DOCUMENT = ROOT / "docs/audit-agreement.md"
CLI, PA11Y, PYPI, PYPI_TOP = (
    "@axe-core/cli",
    "pa11y-ci",
    "axe-playwright-python",
    "axe-playwright-python, top",
)
FOUND = ("violations", "incomplete")
IN_THE_DARK = "dark in the dark"


def without_frames(report):
    """Theirs does not say which frames were left out."""
    return re.sub(r"^Not audited: the frame .*\n", "", report, flags=re.MULTILINE)


class Agreement(unittest.TestCase):
    """Every tool runs once, on all pages."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="parley-agreement-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.rows = documented("", DOCUMENT)
        cls.pages = cls.enterClassContext(audited_site.served())
        cls.ours = peers.parley(cls.pages, cls.folder)
        cls.ours_top = peers.parley(cls.pages, cls.folder, "--frames", "none")
        dark = {IN_THE_DARK: cls.pages["dark"]}
        cls.ours_top |= peers.parley(dark, cls.folder, "--frames", "none", "--color-scheme", "dark")
        wanted = [{"name": name, "url": url} for name, url in cls.pages.items()]
        wanted.append({"name": IN_THE_DARK, "url": cls.pages["dark"], "color_scheme": "dark"})
        engine = str(peers.installed(peers.ENGINE))
        cls.pypi = peers.pypi(wanted, cls.folder, engine=engine, options=peers.EVERYTHING)
        cls.compared = {}

    def differences(self, client):
        """All that is not the same; every tool runs once."""
        if client not in self.compared:
            ours = self.ours_top if client == PYPI_TOP else self.ours
            groups = peers.GROUPS if client in (CLI, PYPI_TOP) else FOUND
            theirs = self.pypi if client in (PYPI, PYPI_TOP) else self.run_peer(client)
            self.compared[client] = [
                Difference(case, client, what, *(ABSENT if text is None else text for text in texts))
                for case, mine in ours.items()
                for what, *texts in findings.fields_differ(mine, theirs[case], groups, client != PA11Y)
            ]
        return self.compared[client]

    def run_peer(self, client):
        if client == PA11Y:
            return peers.pa11y(self.pages, self.folder)
        rows = [row for row in self.rows if row.client in (client, "*") and row.what == "outcome"]
        alone = {row.case for row in rows if row.theirs.startswith("failed")}
        return peers.axe_cli(self.pages, self.folder, sorted(alone & self.pages.keys()))

    def assert_agreement(self, client):
        found = self.differences(client)
        unexplained = [str(each) for each in found if not any(row.covers(each) for row in self.rows)]
        self.assertEqual(unexplained, [], f"not in {DOCUMENT.name}:\n" + "\n".join(unexplained))

    def test_every_trap_has_its_findings(self):
        """Nothing below would tell an empty answer from agreement."""
        found = {
            name: {rule["id"] for rule in page.rules.get("violations", [])}
            for name, page in self.ours.items()
        }
        self.assertEqual(
            {name for name, rules in found.items() if not rules and not self.ours[name].failure},
            {"clean", "dark", "fading"},
        )
        self.assertGreater(len(set().union(*found.values())), 45)

    def test_axe_core_cli_says_the_same_of_every_rule(self):
        self.assert_agreement(CLI)

    def test_pa11y_ci_finds_the_same(self):
        self.assert_agreement(PA11Y)

    def test_axe_playwright_python_finds_the_same(self):
        self.assert_agreement(PYPI)

    def test_axe_playwright_python_says_the_same_of_every_rule_where_frames_are_left_out(self):
        self.assert_agreement(PYPI_TOP)

    def test_no_row_is_without_a_difference(self):
        found = [each for client in (CLI, PA11Y, PYPI, PYPI_TOP) for each in self.differences(client)]
        unneeded = [row for row in self.rows if not any(row.covers(each) for each in found)]
        self.assertEqual(unneeded, [])

    def test_reports_are_those_of_axe_playwright_python_byte_for_byte(self):
        compared = 0
        for name, ours in self.ours_top.items():
            theirs = self.pypi[name]
            if (
                ours.failure
                or theirs.failure
                or ours.page["violations"] != theirs.page["results"]["violations"]
            ):
                continue
            saved = self.folder / "saved.json"
            saved.write_text(json.dumps(ours.page))
            report = self.parley("report", saved, "--format", "text")
            with self.subTest(page=name):
                if theirs.page["report"] is None:
                    # It cannot write the path into a shadow, which is a list.
                    self.assertIn("TypeError", theirs.page["report_error"])
                    self.assertIn(" >>> ", report)
                else:
                    self.assertEqual(without_frames(report), theirs.page["report"])
                    compared += 1
        self.assertGreater(compared, 15)

    def test_the_report_of_a_run_is_the_same_too(self):
        for name in ("images", "unicode"):
            browser = ("--browser-path", peers.browser_path(), "--axe-source", peers.ENGINE)
            report = self.parley(*browser, self.pages[name])
            self.assertEqual(report, self.pypi[name].page["report"])

    def parley(self, *arguments):
        return peers.run(
            [peers.parley_process.PARLEY, "audit", *arguments], self.folder, statuses=(0, 1)
        ).stdout


if __name__ == "__main__":
    unittest.main()
