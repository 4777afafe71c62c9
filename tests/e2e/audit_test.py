"""parley audit on pages of our own: what it finds, how it says so, and what is known already."""

import json
import socket
import unittest
import xml.etree.ElementTree

from audit_pages import BAD, DARK, GOOD, MENU, Audit


class Findings(Audit):
    def test_a_page_with_violations_is_status_1_and_a_clean_one_0(self):
        bad = self.audit(self.write("bad.html", BAD), status=1)
        self.assertTrue(bad.stdout.startswith("Found 2 accessibility violations:\n"), bad.stdout)
        self.assertIn("Rule Violated:\nimage-alt - ", bad.stdout)
        self.assertIn("Rule Violated:\nselect-name - ", bad.stdout)
        good = self.audit(self.write("good.html", GOOD), status=0)
        self.assertEqual(good.stdout, "Found 0 accessibility violations:\n")
        self.assertEqual(good.stderr, "")

    def test_a_page_that_was_not_audited_is_never_clean(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            refused = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        for address, words in ((self.url + "/nowhere", "404"), (refused, "")):
            done = self.audit(address, status=3)
            self.assertTrue(done.stdout.startswith("Not audited: "), done.stdout)
            self.assertIn(words, done.stdout)
        done = self.audit("--json", self.url + "/good", self.url + "/nowhere", status=3)
        good, missing = json.loads(done.stdout)
        self.assertEqual(good["violations"], [])
        self.assertNotIn("violations", missing)
        self.assertIn("404", missing["parley"]["error"]["detail"])
        self.audit("--allow-http-errors", "--rules", "image-alt", self.url + "/nowhere", status=0)

    def test_thresholds_decide_what_fails(self):
        bad = self.write("bad.html", BAD)
        self.audit("--fail-on", "none", bad, status=0)
        self.audit("--max-violations", 2, bad, status=0)
        self.audit("--max-violations", 1, bad, status=1)
        self.audit("--disable", "image-alt,select-name", bad, status=0)
        self.audit("--rules", "image-alt", "--exclude", "img", bad, status=0)
        self.audit("--include", "h1", bad, status=0)

    def test_viewports_and_colour_schemes_are_audited_each(self):
        page = self.write("dark.html", DARK)
        self.audit(page, status=0)
        done = self.audit(
            page,
            "--viewport",
            "1280x720,390x844",
            "--color-scheme",
            "light,dark",
            "--format",
            "compact",
            status=1,
        )
        lines = [line for line in done.stdout.splitlines() if page in line]
        for variant, rule in (
            ("dark 1280x720", "color-contrast"),
            ("dark 390x844", "color-contrast"),
            ("light 390x844", "image-alt"),
            ("dark 390x844", "image-alt"),
        ):
            self.assertEqual(len([l for l in lines if variant in l and rule in l]), 1, done.stdout)
        self.assertFalse([l for l in lines if "light 1280x720" in l], done.stdout)

    def test_states_on_the_way_through_a_page_are_audited(self):
        page = self.write("menu.html", MENU)
        self.audit(page, status=0)
        steps = (
            "--action",
            "audit as closed",
            "--action",
            "click element #open",
            "--action",
            "audit as open",
        )
        done = self.audit(page, "--json", *steps, status=1)
        found = {
            each["parley"].get("variant", ""): len(each["violations"]) for each in json.loads(done.stdout)
        }
        self.assertEqual(found, {"closed": 0, "open": 1, "": 1})
        failed = self.audit(page, "--action", "click element #nothing", "--timeout", 5, status=3)
        self.assertIn("#nothing", failed.stdout)


class Reports(Audit):
    def test_every_format_is_written_in_one_run(self):
        self.write("site/bad.html", BAD)
        self.write("site/good.html", GOOD)
        self.audit(
            "site",
            "--format",
            "json=r.json",
            "--format",
            "junit=r.xml",
            "--format",
            "sarif=r.sarif",
            "--format",
            "html=r.html",
            status=1,
        )
        pages = json.loads((self.folder / "r.json").read_text())
        self.assertEqual([page["parley"]["page"] for page in pages], ["site/bad.html", "site/good.html"])
        suites = xml.etree.ElementTree.parse(self.folder / "r.xml").getroot()
        self.assertEqual(suites.get("failures"), "2")
        sarif = json.loads((self.folder / "r.sarif").read_text())
        places = {
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for result in sarif["runs"][0]["results"]
        }
        self.assertIn("site/bad.html", places)
        # What we write is what we preach.
        schemes = ("--color-scheme", "light,dark", "--viewport", "1280x720,320x640")
        self.audit("r.html", "--standard", "wcag22aa", "--tags", "best-practice", *schemes, status=0)

    def test_saved_results_are_reported_and_compared_without_a_browser(self):
        self.write("bad.html", BAD)
        done = self.audit("--json", "bad.html", status=1)
        self.write("old.json", done.stdout)
        none = self.environment(PARLEY_BROWSER="/no/such/browser")
        again = self.audit("report", "old.json", status=1, env=none)
        self.assertIn("Rule Violated:\nimage-alt", again.stdout)
        self.assertEqual(self.audit("report", "--json", "old.json", status=1, env=none).stdout, done.stdout)
        self.assertEqual(self.audit("diff", "old.json", "old.json", status=0, env=none).stdout, "")
        self.write("old.txt", "image-alt (critical) : 1\nlist (serious) : 1")
        difference = self.audit("diff", "old.txt", "old.json", status=1, env=none)
        self.assertIn("more: image-alt (critical), 1 before, 2 now", difference.stdout)
        self.assertIn("gone: list (serious)", difference.stdout)

    def test_several_pages_at_once_come_in_their_order(self):
        for i in range(6):
            self.write(f"site/{i}.html", BAD if i % 2 else GOOD)
        one = json.loads(self.audit("--json", "--jobs", 1, "site", status=1).stdout)
        four = json.loads(self.audit("--json", "--jobs", 4, "site", status=1).stdout)
        names = [f"site/{i}.html" for i in range(6)]
        self.assertEqual([each["parley"]["page"] for each in one], names)
        self.assertEqual([each["parley"]["page"] for each in four], names)
        rules = lambda pages: [[rule["id"] for rule in each["violations"]] for each in pages]
        self.assertEqual(rules(one), rules(four))


class Known(Audit):
    def test_snapshots_are_written_when_asked_and_compared(self):
        page = self.write("bad.html", BAD)
        file = self.folder / "snapshots/bad.html/chromium/snapshot.txt"
        missing = self.audit("snapshot", page, status=1)
        self.assertIn("doesn't exist", missing.stdout)
        self.assertFalse(file.exists())
        written = self.audit("snapshot", "--update", page, status=1)
        self.assertIn("  Created snapshots:\n    bad.html/chromium/snapshot.txt\n", written.stdout)
        self.assertEqual(file.read_text(), "image-alt (critical) : 2\nselect-name (critical) : 1")
        self.audit("snapshot", "--update", page, status=0)
        self.audit("snapshot", page, status=0)
        self.audit("snapshot", "--strict", page, status=1)
        self.write("bad.html", BAD.replace('<img src="a.png">', ""))
        self.assertIn("Fewer instances", self.audit("--snapshot", "snapshots", page, status=1).stdout)
        self.audit("snapshot", "--fixed-ok", page, status=0)
        file.write_text("<<<<<<< HEAD\n")
        self.assertIn("snapshot.txt:1: ", self.audit("snapshot", page, status=3).stderr)

    def test_a_baseline_keeps_what_is_known_from_failing(self):
        page = self.write("bad.html", BAD)
        self.audit(page, "--write-baseline", "known.json", status=0)
        self.audit(page, "--baseline", "known.json", status=0)
        self.write("bad.html", BAD.replace("<h1>", '<input id="new"><h1>'))
        done = self.audit(page, "--baseline", "known.json", status=1)
        self.assertIn("label", done.stdout)
        self.assertNotIn("image-alt", done.stdout)
        self.write("bad.html", GOOD)
        done = self.audit(page, "--baseline", "known.json", status=0)
        self.assertIn("fixed", done.stderr)

    def test_what_is_ignored_has_a_reason_and_is_counted(self):
        page = self.write("bad.html", BAD)
        rules = [
            {"rule": "image-alt", "reason": "decoration"},
            {"rule": "select-name", "reason": "old", "expires": "2020-01-31"},
            {"rule": "list", "reason": "never there"},
        ]
        self.write("ignore.json", json.dumps(rules))
        done = self.audit(page, "--ignore", "ignore.json", status=1)
        self.assertIn("2 elements ignored", done.stdout)
        self.assertIn("expired on 2020-01-31", done.stderr)
        self.assertIn("`list` (never there) is to be ignored, but was not found", done.stderr)
        self.write("ignore.json", '[{"rule": "image-alt"}]')
        self.assertIn("gives no reason", self.audit(page, "--ignore", "ignore.json", status=2).stderr)


if __name__ == "__main__":
    unittest.main()
