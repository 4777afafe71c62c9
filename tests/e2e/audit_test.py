"""parley audit on pages of our own: what it finds, how it says so, and what is known already."""

import csv
import html as html_module
import json
import os
import re
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
        said = good.stderr.splitlines()
        self.assertEqual(len(said), 0 if os.geteuid() else 1, said)  # said once: root has no sandbox
        self.assertTrue(all("without its sandbox" in line for line in said), said)

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

    def test_what_axe_cannot_tell_is_listed_where_it_fails(self):
        faint = '<p style="background: linear-gradient(#fff, #777); color: #444">Text</p>'
        page = self.write("unsure.html", GOOD.replace("</main>", faint + "</main>"))
        self.assertEqual(self.audit(page, status=0).stdout, "Found 0 accessibility violations:\n")
        done = self.audit(page, "--fail-on-incomplete", status=1)
        self.assertIn("Fails until a person has looked:\ncolor-contrast - ", done.stdout)
        self.audit(page, "--fail-on-incomplete", "--write-baseline", "known.json", status=0)
        self.audit(page, "--fail-on-incomplete", "--baseline", "known.json", status=0)

    def test_a_page_is_audited_again_for_what_counts_alone(self):
        self.write("known.json", '[{"rule": "image-alt", "reason": "an old page"}]')
        again = (self.url + "/bad", "--rules", "image-alt", "--retries", 2, "--interval", 0)
        for options, visits in (((), 3), (("--ignore", "known.json"), 1), (("--fail-on", "none"), 1)):
            self.server.seen.clear()
            self.audit(*again, *options, status=1 if visits > 1 else 0)
            self.assertEqual([path for path, _ in self.server.seen].count("/bad"), visits, options)

    def test_a_delay_ends_with_the_time_of_the_page(self):
        late = self.audit(self.url + "/good", "--delay", 600000, "--timeout", 4, status=3)
        self.assertEqual(late.stdout, "Not audited: the delay is longer than --timeout leaves\n")

    def test_a_step_that_fails_is_named_by_its_line(self):
        self.write("steps.txt", "# the menu\nclick #open\n\nclear #menu\n")
        page = self.write("menu.html", MENU)
        done = self.audit(page, "--actions", "steps.txt", status=3)
        self.assertIn("Not audited: steps.txt:4, `clear #menu`: ", done.stdout)


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
            "--format",
            "csv=r.csv",
            "--format",
            "md=r.md",
            status=1,
        )
        pages = json.loads((self.folder / "r.json").read_text())
        self.assertEqual([page["parley"]["page"] for page in pages], ["site/bad.html", "site/good.html"])
        shown = {(page["parley"]["viewport"], page["parley"]["colorScheme"]) for page in pages}
        self.assertEqual(shown, {("1280x720", "light")})
        suites = xml.etree.ElementTree.parse(self.folder / "r.xml").getroot()
        self.assertEqual(suites.get("failures"), "2")
        sarif = json.loads((self.folder / "r.sarif").read_text())
        places = {
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for result in sarif["runs"][0]["results"]
        }
        self.assertIn("site/bad.html", places)
        for totals in (pages[1]["parley"]["totals"], sarif["runs"][0]["properties"]["totals"]):
            self.assertEqual(totals["byImpact"]["critical"], 3)
            self.assertEqual(totals["byRule"], {"image-alt": 2, "select-name": 1})
        rows = list(csv.DictReader((self.folder / "r.csv").read_text().splitlines()))
        found = [(row["page"], row["rule"]) for row in rows if row["kind"] == "violation"]
        self.assertEqual(
            sorted(found), [("site/bad.html", rule) for rule in ("image-alt",) * 2 + ("select-name",)]
        )
        self.assertIn(("total", "image-alt", "2"), [(r["kind"], r["rule"], r["elements"]) for r in rows])
        self.assertIn("| image-alt | 2 |\n", (self.folder / "r.md").read_text())
        # What we write is what we preach.
        schemes = ("--color-scheme", "light,dark", "--viewport", "1280x720,320x640")
        self.audit("r.html", "--standard", "wcag22aa", "--tags", "best-practice", *schemes, status=0)

    def test_pictures_of_elements_are_in_the_html_alone(self):
        style = "<style>img { width: 40px; height: 40px; display: block; margin-top: 3000px }</style>"
        hidden = '<div role="button" style="position: absolute; width: 0; height: 0"></div>'
        self.write("bad.html", BAD.replace("</head>", style + "</head>").replace("<h1>", hidden + "<h1>"))
        done = self.audit("--format", "html=r.html", "--json", "bad.html", status=1)
        html = (self.folder / "r.html").read_text()
        alts = re.findall(r'<img src="data:image/png;base64,[^"]{100,}" alt="How ([^"]*) looks">', html)
        rules = json.loads(done.stdout)["violations"]
        seen = [n["target"][0] for r in rules if r["id"] != "aria-command-name" for n in r["nodes"]]
        self.assertEqual(len(seen), 3, seen)
        self.assertEqual(sorted(alts), sorted(html_module.escape(target) for target in seen))
        self.assertIn("No picture: it is not to be seen", html)
        self.assertNotIn("base64", done.stdout)
        self.audit("r.html", "--standard", "wcag22aa", "--tags", "best-practice", status=0)

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

    def test_what_is_known_is_left_out_of_a_saved_report_too(self):
        bad = self.write("bad.html", BAD)
        self.write("r.json", self.audit("--json", bad, "--write-baseline", "known.json", status=0).stdout)
        none = self.environment(PARLEY_BROWSER="/no/such/browser")
        self.audit("report", "r.json", "--baseline", "known.json", status=0, env=none)
        rules = [{"rule": "image-alt", "reason": "decoration"}, {"rule": "list", "reason": "never there"}]
        self.write("ignore.json", json.dumps(rules))
        done = self.audit("report", "r.json", "--ignore", "ignore.json", status=1, env=none)
        self.assertNotIn("Rule Violated:\nimage-alt", done.stdout)
        self.assertIn("`list` (never there) is to be ignored, but was not found", done.stderr)

    def test_what_was_not_audited_is_no_difference_between_saved_results(self):
        addresses = (self.url + "/bad", self.url + "/gone")
        self.server.pages["/gone"] = GOOD
        self.write("old.json", self.audit("--json", *addresses, status=1).stdout)
        del self.server.pages["/gone"]
        self.write("new.json", self.audit("--json", *addresses, status=3).stdout)
        for files in (("old.json", "new.json"), ("new.json", "old.json"), ("new.json", "new.json")):
            done = self.audit("diff", *files, status=3)
            self.assertEqual(done.stdout, "", files)
            self.assertIn(f"not audited: {self.url}/gone, in new.json: ", done.stderr, files)

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

    def test_snapshots_of_elements_notice_one_in_place_of_another(self):
        page = self.write("bad.html", BAD)
        targets = self.folder / "snapshots/bad.html/chromium/snapshot.targets.json"
        self.audit("snapshot", "--update", page, status=1)
        self.assertFalse(targets.exists())
        self.audit("snapshot", "--detail", "targets", page, status=1)
        self.audit("snapshot", "--detail", "targets", "--update", page, status=1)
        rules = json.loads(targets.read_text())
        self.assertEqual([rule["rule"] for rule in rules], ["image-alt", "select-name"])
        self.audit("snapshot", "--detail", "targets", page, status=0)
        self.write("bad.html", BAD.replace('src="b.png"', 'alt="b" src="b.png"><img id="new" src="b.png"'))
        self.audit("snapshot", page, status=0)
        swapped = self.audit("snapshot", "--detail", "targets", page, status=1)
        self.assertIn("  new: image-alt: #new\n", swapped.stdout)
        self.assertIn("  gone: image-alt: img", swapped.stdout)

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

    def test_a_baseline_keeps_what_is_known_of_pages_that_were_not_audited(self):
        pages = [self.write(f"{name}.html", BAD) for name in ("one", "two")]
        self.audit(*pages, "--write-baseline", "known.json", status=0)
        known = (self.folder / "known.json").read_text()
        self.audit(pages[0], "--write-baseline", "known.json", status=0)
        self.assertEqual((self.folder / "known.json").read_text(), known)
        (self.folder / "known.json").write_text("mine")
        done = self.audit(pages[0], "--write-baseline", "known.json", status=2)
        self.assertIn("is no baseline", done.stderr)

    def test_a_baseline_does_not_make_snapshots_good(self):
        self.audit("snapshot", self.write("bad.html", BAD), "--write-baseline", "known.json", status=1)

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
