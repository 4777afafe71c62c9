"""parley audit --browser firefox: the same findings as in Chromium, and nothing that it leaves behind."""

import json
import signal
import unittest

from audit_pages import BAD, DARK, PATIENCE_FOR_PAGES_S, Audit, processes_of
from parley_process import PATIENCE_S, wait_until

FRAMED = """<!DOCTYPE html><html lang="en"><head><title>Framed</title></head><body><main><h1>Framed</h1>
<iframe title="inner" src="/bad"></iframe><p style="color: #bbb; background: #fff">Pale</p></main>
</body></html>"""


def findings(page):
    """The rules that a page violates, and where."""
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in page["violations"]]


class InFirefox(Audit):
    def test_the_findings_are_those_of_chromium(self):
        self.server.pages["/framed"] = FRAMED
        self.server.pages["/dark"] = DARK
        pages = [self.url + path for path in ("/good", "/bad", "/framed", "/dark")]
        arguments = ("--json", "--jobs", "2", "--color-scheme", "dark", *pages)
        found = {}
        for browser in ("chromium", "firefox"):
            done = self.audit("--browser", browser, *arguments, status=1)
            found[browser] = [findings(page) for page in json.loads(done.stdout)]
        self.assertEqual(len(found["firefox"]), 4)
        self.assertEqual(found["firefox"], found["chromium"])
        self.assertTrue(all(found["firefox"][1:]), found)

    def test_snapshots_have_a_place_of_their_own(self):
        page = self.write("bad.html", BAD)
        self.audit("snapshot", "--browser", "firefox", "--update", page, status=1)
        kept = [str(each.relative_to(self.folder)) for each in self.folder.rglob("snapshot.txt")]
        self.assertEqual(len(kept), 1)
        self.assertIn("/firefox/", kept[0])

    def test_browsers_are_tried(self):
        done = self.audit("browsers", "--browser", "firefox", status=0)
        self.assertRegex(done.stdout, r"^firefox  Firefox \S+  axe-core \S+  works\n$")
        done = self.audit("--browser", "netscape", self.url + "/good", status=2)
        self.assertIn("--browser takes chromium or firefox", done.stderr)
        done = self.audit("--browser", "firefox", "--browser-path", "/no/firefox", self.url, status=3)
        self.assertIn("apt install firefox-esr", done.stderr)

    def test_ctrl_c_leaves_no_browser_and_no_profile(self):
        process = self.begin("--browser", "firefox", "--jobs", "1", self.url + "/bad", self.url + "/slow")
        wait_until(lambda: "/slow" in dict(self.server.seen), "the slow page", PATIENCE_FOR_PAGES_S)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=PATIENCE_FOR_PAGES_S)
        self.assertEqual(process.returncode, 3)
        self.assertIn("Rule Violated:\nimage-alt", out)
        self.assert_nothing_is_left()

    def test_a_killed_run_leaves_no_browser_and_no_profile(self):
        process = self.begin("--browser", "firefox", self.url + "/slow")
        wait_until(lambda: "/slow" in dict(self.server.seen), "the slow page", PATIENCE_FOR_PAGES_S)
        self.assertTrue(processes_of(self.temporary))
        process.kill()
        process.wait(PATIENCE_S)
        self.server.let_go.set()
        wait_until(lambda: not processes_of(self.temporary), "the end of Firefox", PATIENCE_FOR_PAGES_S)
        wait_until(lambda: not list(self.temporary.iterdir()), "the end of its profile", PATIENCE_FOR_PAGES_S)


if __name__ == "__main__":
    unittest.main()
