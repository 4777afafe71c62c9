"""parley audit on our own page, as anybody would run it: every state of it, and the page of the example.

The states are in tests/audit/parley-audit.json. They are those of the web client's own tests, and more.
"""

import json
import pathlib
import re
import shutil
import subprocess
import unittest

from audit_page_site import AUDIT, page_with_hands, shop
from mock_test import Mock
from parley_process import ROOT, Serve, StoreTest, chat_body, environment, run, wait_until

CONFIG = AUDIT / "parley-audit.json"
SNAPSHOTS = AUDIT / "snapshots"
PATIENCE_FOR_ALL_S = 900
TOO_LONG = "Why? " * 13_200


def states_of(config):
    """Names of the states by the file of the web tests that looks at them, too.

    A page is called by that and the state at its end; on the way there are others.
    """
    found = {}
    for page in config["pages"]:
        file, _, end = page["name"].partition(": ")
        on_the_way = [
            step.removeprefix("audit as ") for step in page["actions"] if step.startswith("audit as ")
        ]
        found.setdefault(file, set()).update([*on_the_way, end])
    return found


def states_of_web_tests():
    """The same of all tests that call inEveryView, by the name of their file."""
    listed = subprocess.run(
        ["node", "node_modules/vitest/vitest.mjs", "list", "--config", "vitest.e2e.config.ts"]
        + ["--json", "--no-isolate", "--pool=threads"],
        cwd=ROOT / "web",
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    found = {}
    for test in json.loads(listed.stdout[listed.stdout.index("[") :]):
        name = re.search(r" > (.+): axe finds nothing and nothing needs scrolling", test["name"])
        if name:
            found.setdefault(pathlib.Path(test["file"]).name.removesuffix(".test.ts"), set()).add(name[1])
    return found


def lacking(config, wanted):
    """What the tests look at and the configuration does not."""
    there = states_of(config)
    return {file: missing for file, names in wanted.items() if (missing := names - there.get(file, set()))}


class List(unittest.TestCase):
    config = json.loads(CONFIG.read_text())

    def test_every_state_of_the_web_tests_is_audited(self):
        wanted = states_of_web_tests()
        self.assertGreater(sum(map(len, wanted.values())), 40)
        self.assertEqual(lacking(self.config, wanted), {})
        pages = [page for page in self.config["pages"] if not page["name"].startswith("history:")]
        self.assertIn("conversation renamed", lacking({"pages": pages}, wanted)["history"])

    def test_every_snapshot_is_empty(self):
        snapshots = list(SNAPSHOTS.rglob("*.txt"))
        self.assertTrue(snapshots, "there are no snapshots")
        self.assertEqual([str(each) for each in snapshots if each.stat().st_size > 0], [])


class Page(StoreTest):
    def setUp(self):
        super().setUp()
        self.assertTrue(shutil.which("chromium"), "Chromium is missing: apt-get install chromium")

    def serve(self, data, *options):
        model = ("--model", "large", "--openai-base-url", f"http://127.0.0.1:{self.mock.port}/v1")
        env = environment(OPENAI_API_KEY="not-a-real-key")
        serve = Serve(data, *model, "--resume-seconds", 0, *options, env=env)
        self.addCleanup(serve.stop)
        return serve

    def start_all(self, in_the_page=""):
        """The addresses in the configuration, and those that stand for them here."""
        documents = self.folder / "documents"
        shutil.copytree(AUDIT / "documents", documents)
        shutil.copy(ROOT / "samples/handbook.pdf", documents)
        self.assertEqual(self.ingest(documents).returncode, 0)
        self.mock = Mock("--strict", AUDIT / "answers.yaml")
        self.addCleanup(self.mock.stop)
        host = shop()
        self.addCleanup(host.close)
        examples = ("--examples", "How much notice do I give?|Is notice long?", "--allow-origins", host.url)
        main = self.serve(self.data, "--top", 8, "--rewrite", "never", "--feedback", *examples)
        host.server.chat = main.url
        offers = ("--rewrite", "always", "--client-prompts", "--embedding-model", "e", "--rerank-model", "r")
        empty = self.serve(self.folder / "none", "--uploads", *offers)
        shelf = self.serve(self.folder / "shelf", "--uploads")
        self.upload(shelf, "annual-report.md", b"# Annual report\n\nNothing of note happened.\n")
        self.upload(shelf, "scan.pdf", b"%PDF-1.7\nThis is not all.")
        pages = [page_with_hands(each.port, in_the_page) for each in (shelf, main)]
        for page in pages:
            self.addCleanup(page.close)
        things = [main, empty, self.serve_with_a_line(), pages[0], host, pages[1], self.serve(self.data)]
        return {f"http://127.0.0.1:{8080 + i}": thing.url for i, thing in enumerate(things)}

    def serve_with_a_line(self):
        """Somebody holds the only place that there is, and never leaves."""
        serve = self.serve(self.data, "--answers", 1)
        holder = serve.connection()
        self.addCleanup(holder.close)
        kind = {"Content-Type": "application/json"}
        holder.request("POST", "/chat/stream", chat_body("Is notice half written?"), kind)
        holder.getresponse().readline()
        return serve

    def upload(self, serve, name, text):
        self.assertEqual(serve.request("POST", f"/documents?name={name}", text).status, 202)
        states = lambda: [each["state"] for each in json.loads(serve.get("/documents").text)["documents"]]
        wait_until(lambda: states() and not {"waiting", "reading", "embedding"} & set(states()), name)

    def audit(self, config, addresses):
        text = json.dumps(config).replace("A QUESTION THAT IS TOO LONG", TOO_LONG)
        for usual, here in addresses.items():
            text = text.replace(usual, here)
        file = self.folder / "parley-audit.json"
        file.write_text(text)
        temporary = self.folder / "tmp"
        temporary.mkdir()
        env = environment(TMPDIR=str(temporary), CI="true")
        where = ("--dir", SNAPSHOTS, "--config", file)
        return run("audit", "snapshot", *where, env=env, timeout=PATIENCE_FOR_ALL_S)

    def test_no_state_of_the_page_violates_a_rule(self):
        addresses = self.start_all()
        done = self.audit(json.loads(CONFIG.read_text()), addresses)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        kept = len(list(SNAPSHOTS.rglob("*.txt")))
        self.assertEqual(
            done.stdout, f"{kept} snapshots as kept in {SNAPSHOTS}\n"
        )  # and none that is left over
        self.assertEqual(self.mock.stop(), 0, self.mock.said)

    def test_a_page_that_is_broken_fails_by_the_name_of_the_rule(self):
        addresses = self.start_all(in_the_page='<img src="/favicon.ico">')
        config = json.loads(CONFIG.read_text())
        config["pages"] = [page for page in config["pages"] if page["name"].startswith("documents: a")]
        done = self.audit(config, addresses)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("New violations found: image-alt (critical)", done.stdout)


if __name__ == "__main__":
    unittest.main()
