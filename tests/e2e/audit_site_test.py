"""parley audit on whole sites: packed sitemaps, links, a server that it starts, files that change."""

import gzip
import json
import pathlib
import signal
import socket
import sys
import unittest

from audit_pages import BAD, GOOD, PATIENCE_FOR_PAGES_S, Audit
from parley_process import PATIENCE_S, wait_until


def page(title, *links):
    """Without a violation."""
    body = "".join(f'<li><a href="{link}">to {link}</a></li>' for link in links)
    return f"""<!DOCTYPE html><html lang="en"><head><title>{title}</title></head>
<body><main><h1>{title}</h1><ul>{body}<li>end</li></ul></main></body></html>"""


def names(text):
    return [each["parley"]["page"] for each in json.loads(text)]


def runs(process_id):
    """Whether it is there and no zombie."""
    try:
        return pathlib.Path(f"/proc/{process_id}/stat").read_text().rsplit(")")[1].split()[0] != "Z"
    except OSError:
        return False


class Sitemaps(Audit):
    def test_sitemaps_may_be_packed(self):
        urls = f"<urlset><url><loc>{self.url}/good</loc></url></urlset>".encode()
        self.server.pages["/sitemap.xml.gz"] = gzip.compress(urls)
        index = f"<sitemapindex><sitemap><loc>{self.url}/sitemap.xml.gz</loc></sitemap></sitemapindex>"
        (self.folder / "index.xml.gz").write_bytes(gzip.compress(index.encode()))
        done = self.audit("--sitemap", "index.xml.gz", "--format", "compact", status=0)
        self.assertIn("1 page audited: no violations", done.stdout)
        self.server.pages["/sitemap.xml.gz"] = gzip.compress(urls)[:-9]
        done = self.audit("--sitemap", "index.xml.gz", status=3)
        self.assertIn("/sitemap.xml.gz: it is compressed, and damaged", done.stderr)
        self.server.pages["/sitemap.xml.gz"] = gzip.compress(bytes(60 * 1024 * 1024))
        self.assertIn("unpacked it has more than", self.audit("--sitemap", "index.xml.gz", status=3).stderr)


class Crawl(Audit):
    def setUp(self):
        super().setUp()
        self.server.pages |= {
            "/": page("Start", "/b", "/a#part", "https://elsewhere.example/", "/report.pdf", "/feed.xml"),
            "/a": page("A", "/", "/c", "/b"),
            "/b": page("B", "/d", "/missing"),
            "/c": BAD,
            "/d": page("D", "/c"),
            "/feed.xml": "<rss/>",
        }

    def test_links_are_followed_in_the_same_order_however_many_at_a_time(self):
        self.server.pages["/missing"] = GOOD
        expected = [self.url + path for path in ("/", "/b", "/a", "/d", "/missing", "/c")]
        for jobs in (1, 3):
            done = self.audit("--crawl", "--json", "--jobs", jobs, self.url + "/", status=1)
            self.assertEqual(names(done.stdout), expected)
        self.assertNotIn("elsewhere", done.stderr)

    def test_a_link_that_leads_to_nothing_is_not_audited_and_a_limit_is_said(self):
        done = self.audit("--crawl", "--json", self.url + "/", status=3)
        self.assertIn(self.url + "/missing", names(done.stdout))
        self.assertIn(f"status 404; {self.url}/b links to it", done.stdout)
        self.write("alone.html", page("Alone", "index.html"))
        self.assertIn("serve it with --serve", self.audit("--crawl", "alone.html", status=2).stderr)
        done = self.audit("--crawl", "--max-urls", 2, "--json", self.url + "/", status=0)
        self.assertEqual(names(done.stdout), [self.url + "/", self.url + "/b"])
        self.assertIn("stopped at 2 pages", done.stderr)

    def test_what_is_no_page_is_left_out(self):
        self.server.pages["/"] = page("Start", "/feed", "/good")
        self.server.pages["/feed"] = "<rss/>"
        self.server.types = {"/feed": "application/rss+xml"}
        done = self.audit("--crawl", "--json", self.url + "/", status=0)
        self.assertEqual(names(done.stdout), [self.url + "/", self.url + "/good"])
        self.assertIn("1 link left out", done.stderr)

    def test_snapshots_behind_a_page_that_failed_are_not_pruned(self):
        self.server.pages |= {"/a": GOOD, "/b": page("B", "/d"), "/d": page("D", "/c"), "/c": GOOD}
        command = ("snapshot", "--crawl", "--update", "--prune", "--dir", "kept", self.url + "/")
        self.audit(*command, status=1)
        behind = self.folder / "kept" / "d" / "chromium" / "snapshot.txt"
        self.assertTrue(behind.exists())
        del self.server.pages["/b"]
        self.audit(*command, status=3)
        self.assertTrue(behind.exists())
        self.server.pages["/"] = page("Start", "/a")
        self.audit(*command, status=1)
        self.assertFalse(behind.exists())

    def test_a_page_with_two_addresses_is_audited_once_and_a_view_of_its_own_has_its_snapshot(self):
        self.server.pages["/"] = page("Start", "/good", "/good/", "/moved", "/#/view", "/#/other")
        self.server.moved["/moved"] = "/good"
        done = self.audit("--crawl", "--json", self.url, status=0)
        expected = [self.url, *(self.url + path for path in ("/good", "/#/view", "/#/other"))]
        self.assertEqual(names(done.stdout), expected)
        self.assertIn("1 link left out", done.stderr)
        self.audit("snapshot", "--crawl", "--update", "--dir", "kept", self.url, status=1)
        kept = sorted(each.parent.parent.name for each in (self.folder / "kept").rglob("snapshot.txt"))
        self.assertEqual(kept, ["good", "index", "index_2", "index_3"])

    def test_served_files_keep_their_names(self):
        self.write("site/index.html", page("Start", "/sub/a.html?x"))
        self.write("site/sub/a.html", page("A"))
        self.write("site/other.html", BAD)
        done = self.audit("--serve", "site", "--crawl", "--json", "site/index.html", status=0)
        self.assertEqual(names(done.stdout), ["site/index.html", "site/sub/a.html?x"])


class Start(Audit):
    SERVER = """import http.server, os, pathlib, sys
pathlib.Path("id").write_text(str(os.getpid()))
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler)
print("listening on", sys.argv[1], flush=True)
server.serve_forever()
"""

    def setUp(self):
        super().setUp()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.write("server.py", self.SERVER)
        self.write("good.html", GOOD)
        self.command = f"{sys.executable} server.py {self.port}; true"
        self.address = f"http://127.0.0.1:{self.port}/good.html"

    def assert_has_ended(self):
        wait_until(lambda: not runs((self.folder / "id").read_text()), "the end of the server")

    def test_a_server_is_started_waited_for_and_ended(self):
        for ready in (("--ready-url", self.address), ("--ready-pattern", r"^listening on \d+$")):
            done = self.audit("--start", self.command, *ready, self.address, status=0)
            self.assertEqual(done.stdout, "Found 0 accessibility violations:\n")
            self.assert_has_ended()

    def test_a_server_that_does_not_start_is_told_with_its_words(self):
        command = "echo no such module >&2; exit 4"
        done = self.audit("--start", command, "--ready-url", self.address, self.address, status=3)
        self.assertIn("ended with status 4; it said last:\nno such module", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_an_address_that_answers_already_is_no_server_of_ours(self):
        done = self.audit(
            "--start", self.command, "--ready-url", self.url + "/good", self.url + "/good", status=3
        )
        self.assertIn("answers at the address of --ready-url already", done.stderr)

    def test_ctrl_c_ends_the_server_too(self):
        process = self.begin(
            "--start", self.command, "--ready-pattern", "listening", self.address, self.url + "/slow"
        )
        wait_until(lambda: "/slow" in dict(self.server.seen), "the slow page", PATIENCE_FOR_PAGES_S)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)
        self.assertEqual(process.returncode, 3)
        self.assert_has_ended()
        self.assert_nothing_is_left()


class Watch(Audit):
    def test_pages_are_audited_again_when_a_file_changes(self):
        self.write("site/a.html", GOOD)
        report = self.folder / "site/report.json"
        process = self.begin("--watch", "--format", "json=site/report.json", "site")

        def violations():
            try:
                found = json.loads(report.read_text())
            except (OSError, ValueError):
                return None
            pages = found if isinstance(found, list) else [found]
            return [len(each["violations"]) for each in pages]

        wait_until(lambda: violations() == [0], "the first report", PATIENCE_FOR_PAGES_S)
        self.write("site/a.html", BAD)
        wait_until(lambda: violations() == [2], "the second report", PATIENCE_FOR_PAGES_S)
        self.write("site/b.html", GOOD)
        wait_until(lambda: violations() == [2, 0], "the new page", PATIENCE_FOR_PAGES_S)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE_S)
        self.assertIn(process.returncode, (1, 3), said)
        self.assertIn("watching 1 file; Ctrl-C ends", said)
        self.assert_nothing_is_left()


if __name__ == "__main__":
    unittest.main()
