"""parley audit as a command: which pages it takes, what it refuses, and what it leaves behind."""

import json
import os
import signal
import subprocess
import unittest

from audit_pages import BAD, GOOD, MENU, PATIENCE_FOR_PAGES_S, STYLED, Audit, processes_of
from parley_process import PARLEY, PATIENCE_S, environment, wait_until


class Targets(Audit):
    def test_a_folder_is_served_so_that_pages_find_their_files(self):
        self.write("site/a/styled.html", STYLED)
        self.write("site/css/bad.css", "p { color: #ddd; background: #fff }")
        done = self.audit("site", status=1)
        self.assertIn("color-contrast", done.stdout)
        self.audit("site/a/styled.html", status=0)  # the style sheet is not found
        self.audit("--serve", "site", "site/a/styled.html", status=1)

    def test_lists_and_sitemaps_name_pages(self):
        self.write("good.html", GOOD)
        self.write("list.txt", f"# ours\ngood.html\n{self.url}/good\n")
        done = self.audit("@list.txt", "good.html", status=0)
        self.assertIn("2 pages audited: no violations", done.stdout)
        urls = "".join(
            f"<url><loc>https://elsewhere.example/{path}</loc></url>" for path in ("good", "a.pdf", "bad")
        )
        self.server.pages["/sitemap.xml"] = f"<urlset>{urls}</urlset>"
        move = ("--sitemap-find", "https://elsewhere.example", "--sitemap-replace", self.url)
        sitemap = ("--sitemap", self.url + "/sitemap.xml", *move)
        done = self.audit(*sitemap, status=1)
        self.assertIn("left out 1 that are no HTML", done.stderr)
        self.assertIn(f"** {self.url}/bad\n", done.stdout)
        self.audit(*sitemap, "--sitemap-exclude", "/bad$", status=0)
        self.audit("--sitemap", self.url + "/nowhere.xml", status=3)

    def test_a_configuration_has_defaults_and_pages(self):
        self.write("bad.html", BAD)
        self.write("menu.html", MENU)
        config = {
            "defaults": {"rules": ["image-alt"]},
            "pages": [
                {"target": "bad.html", "name": "bad one", "threshold": 1},
                {"target": "menu.html", "name": "menu", "actions": ["click element #open"]},
            ],
        }
        self.write("parley-audit.json", json.dumps(config))
        pages = json.loads(self.audit("--json", status=1).stdout)
        found = {page["parley"]["page"]: len(page["violations"]) for page in pages}
        self.assertEqual(found, {"bad one": 1, "menu": 1})
        self.write("parley-audit.json", '{"pages": [{"target": "bad.html", "delai": 1}]}')
        self.assertIn("did you mean `delay`?", self.audit(status=2).stderr)

    def test_secrets_reach_the_page_and_nothing_else(self):
        self.write("secret", "X-Token: hunter2\n")
        env = self.environment(PARLEY_AUDIT_COOKIE="session=hunter3")
        address = self.url.replace("//", "//ann:hunter4@") + "/bad"
        done = self.audit("--header", "@secret", "--json", address, status=1, env=env)
        page = dict(self.server.seen)["/bad"]
        self.assertEqual(page["X-Token"], "hunter2")
        self.assertIn("session=hunter3", page["Cookie"])
        self.assertNotIn("hunter", done.stdout + done.stderr)


class Manners(Audit):
    def test_wrong_usage_is_status_2_before_anything_is_audited(self):
        self.write("good.html", GOOD)
        self.write("a/x.html", GOOD)
        self.write("a_x.html", GOOD)
        for arguments, hint in (
            ((), "needs a page"),
            (("nothing.html",), "there is no such file"),
            (("example.com",), "addresses begin with http://"),
            (("--formt", "json", "good.html"), "did you mean --format?"),
            (("--format", "pdf", "good.html"), "--format takes"),
            (("--format", "json=/no/such/folder/a", "good.html"), "cannot write"),
            (("--viewport", "big", "good.html"), "--viewport takes"),
            (("--update", "good.html"), "audit snapshot"),
            (("snapshot", "a/x.html", "a_x.html"), "would have one snapshot"),
            (("--config", "no.json", "good.html"), "--config"),
            (("--detail", "all", "snapshot", "good.html"), "--detail takes"),
            (("--detail", "targets", "good.html"), "audit snapshot"),
            (("--start", "true", "good.html"), "--ready-url"),
            (("--watch", self.url + "/good"), "no files to watch"),
            (("--action", "set field #password hunter2", "good.html"), "`set …` is no action"),
            (("--write-baseline", "/no/such/folder/b", "good.html"), "check --write-baseline"),
            (("report",), "one file"),
            (("report", "r.json", "--update"), "takes no --update"),
            (("diff", "a.json", "b.json", "--format", "json"), "takes no --format"),
            (("diff", "good.html"), "two files"),
        ):
            done = self.audit(*arguments, status=2)
            self.assertIn(hint, done.stderr, arguments)
            self.assertEqual(done.stdout, "", arguments)
        text = self.audit("--help", status=0).stdout
        self.assertIn("--fail-on IMPACT", text)

    def test_without_a_browser_it_could_not_run(self):
        done = self.audit("--browser-path", "/no/such/browser", self.write("good.html", GOOD), status=3)
        self.assertIn("there is no browser at /no/such/browser: install one", done.stderr)

    def test_without_a_place_for_temporary_files_it_could_not_run(self):
        done = self.audit("rules", status=3, env=environment(TMPDIR="/no/such/folder"))
        self.assertIn("TMPDIR", done.stderr)

    def test_rules_and_browsers_are_listed(self):
        rules = [json.loads(line) for line in self.audit("rules", "--json", status=0).stdout.splitlines()]
        self.assertGreater(len(rules), 90)
        self.assertIn("target-size", [rule["ruleId"] for rule in rules])
        narrowed = self.audit("rules", "--tags", "wcag22aa", status=0).stdout.splitlines()
        self.assertTrue(all("wcag22aa" in line for line in narrowed), narrowed)
        self.assertRegex(self.audit("browsers", status=0).stdout, r"^chromium  .*  axe-core \S+  works\n$")
        self.audit("rules", "page.html", status=2)
        self.assertIn("Mozilla Public License", self.audit("rules", "--licence", status=0).stdout)

    def test_ctrl_c_reports_what_is_done_and_leaves_nothing(self):
        known = '{"page": "elsewhere", "rule": "list", "target": "ul"}'
        baseline = self.write("known.json", '{"findings": [%s]}' % known)
        pages = (self.url + "/bad", self.url + "/slow", self.url + "/good")
        process = self.begin("--jobs", 1, "--write-baseline", baseline, *pages)
        wait_until(lambda: "/slow" in dict(self.server.seen), "the slow page", PATIENCE_FOR_PAGES_S)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=PATIENCE_S)
        self.assertEqual(process.returncode, 3)
        self.assertIn("Rule Violated:\nimage-alt", out)
        self.assertEqual(out.count("Not audited: stopped"), 2, out)
        self.assertIn("elsewhere", (self.folder / baseline).read_text())
        self.assert_nothing_is_left()

    def test_nobody_reading_leaves_nothing_behind(self):
        read, write = os.pipe()
        os.close(read)
        page = self.write("bad.html", BAD)
        with os.fdopen(write, "wb") as closed:
            process = subprocess.Popen(
                [PARLEY, "audit", page],
                stdout=closed,
                stderr=subprocess.PIPE,
                env=self.environment(),
                cwd=self.folder,
            )
            _, said = process.communicate(timeout=PATIENCE_FOR_PAGES_S)
        self.assertEqual(process.returncode, 3)
        self.assertIn(b"standard output", said)
        self.assert_nothing_is_left()

    def test_a_killed_run_leaves_no_browser(self):
        process = subprocess.Popen(
            [PARLEY, "audit", self.url + "/slow"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environment(),
            cwd=self.folder,
        )
        wait_until(lambda: "/slow" in dict(self.server.seen), "the slow page", PATIENCE_FOR_PAGES_S)
        process.kill()
        process.wait(PATIENCE_S)
        wait_until(lambda: not processes_of(self.temporary), "the end of the browser")
        # The profile that a killed run cannot remove goes with the next one.
        self.audit(self.url + "/good", status=0)


if __name__ == "__main__":
    unittest.main()
