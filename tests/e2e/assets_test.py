"""The web client's files as they come over the wire: compressed or not, whole, in part, or not again."""

import gzip
import shutil
import subprocess
import unittest

from parley_process import PATIENCE_S, Serve, StoreTest


class Assets(StoreTest):
    def setUp(self):
        super().setUp()
        self.serve = Serve(self.data)
        self.addCleanup(self.serve.stop)
        page = self.serve.get("/").text.decode()
        self.script = page.split('src="', 1)[1].split('"', 1)[0].lstrip(".")
        self.plain = self.serve.get(self.script)

    def in_coding(self, accepted, method="GET", **headers):
        sent = {"Accept-Encoding": accepted} | {name.replace("_", "-"): v for name, v in headers.items()}
        return self.serve.request(method, self.script, headers=sent)

    def curl(self, accepted):
        """What curl makes of it, which undoes the coding."""
        self.assertTrue(shutil.which("curl"), "curl is missing: apt-get install curl")
        url = self.serve.url + self.script
        command = ["curl", "-sS", "--fail", "--compressed", "-H", f"Accept-Encoding: {accepted}", url]
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_every_coding_gives_the_same_script_to_curl(self):
        self.assertIn(b"import", self.plain.text)
        for accepted, coding in (("br", "br"), ("gzip", "gzip"), ("identity", None)):
            answer = self.in_coding(accepted)
            self.assertEqual(answer.headers["Content-Encoding"], coding)
            self.assertEqual(self.curl(accepted), self.plain.text, accepted)

    def test_a_client_gets_no_coding_that_it_refuses(self):
        for accepted, coding in (
            ("gzip, deflate, br, zstd", "br"),
            ("br;q=0, gzip", "gzip"),
            ("br;q=0, *", "gzip"),
            ("br;q=0.1, gzip;q=0.2", "gzip"),
            ("identity, *;q=0", None),
            ("br;q=0, gzip;q=0", None),
            ("", None),
        ):
            self.assertEqual(self.in_coding(accepted).headers["Content-Encoding"], coding, accepted)

    def test_caches_tell_the_codings_apart(self):
        answers = [self.in_coding(accepted) for accepted in ("br", "gzip", "identity")]
        self.assertEqual(len({answer.headers["ETag"] for answer in answers}), 3)
        for accepted, answer in zip(("br", "gzip", "identity"), answers):
            self.assertIn("Accept-Encoding", answer.headers["Vary"])
            again = self.in_coding(accepted, If_None_Match=answer.headers["ETag"])
            self.assertEqual((again.status, again.text), (304, b""))
            self.assertIn("Accept-Encoding", again.headers["Vary"])
        other = self.in_coding("gzip", If_None_Match=answers[0].headers["ETag"])
        self.assertEqual((other.status, gzip.decompress(other.text)), (200, self.plain.text))

    def test_a_head_and_a_part_are_of_the_coding_that_was_chosen(self):
        whole = self.in_coding("gzip")
        head = self.in_coding("gzip", "HEAD")
        self.assertEqual((head.status, head.text), (200, b""))
        for name in ("Content-Length", "Content-Encoding", "ETag"):
            self.assertEqual(head.headers[name], whole.headers[name])
        rest = self.in_coding("gzip", Range="bytes=100-", If_Range=whole.headers["ETag"])
        self.assertEqual((rest.status, rest.text), (206, whole.text[100:]))
        self.assertEqual(rest.headers["Content-Range"], f"bytes 100-{len(whole.text) - 1}/{len(whole.text)}")
        changed = self.in_coding("br", Range="bytes=100-", If_Range=whole.headers["ETag"])
        self.assertEqual(changed.status, 200, "a part of one coding is never joined to another")


if __name__ == "__main__":
    unittest.main()
