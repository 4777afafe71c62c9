"""Snapshots of `parley audit` and of pytest-axe-playwright-snapshot: one format, read and written by both."""

import json
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

from clients import HERE

sys.path.append(str(HERE / "audit"))

import audited_site  # noqa: E402
import peers  # noqa: E402

# With violations, without, in shadows, in frames that both leave out, and with names that are no ASCII.
NAMES = ("clean", "images", "forms", "tables", "contrast", "unicode", "shadow", "frames", "csp")
CONFTEST = """
import pytest
from playwright.sync_api import sync_playwright

@pytest.fixture(params=["chromium"])
def page(request):
    with sync_playwright() as playwright:
        browser = getattr(playwright, request.param).launch(executable_path={path!r}, args={arguments!r})
        yield browser.new_page()
        browser.close()
"""
TEST = """
def test_{name}(page, axe_pytest_snapshot):
    page.goto({url!r})
    axe_pytest_snapshot(page)
"""
# What is kept of `images` in place of what it has, so that each kind of difference is there.
KEPT = {
    "New violations found": ("input-image-alt (critical) : 1\n", ""),
    "Old violations no longer found": (
        "image-alt (critical) : 2\n",
        "image-alt (critical) : 2\nbypass (serious) : 1\n",
    ),
    "Additional instances of existing violations were found": (
        "image-alt (critical) : 2",
        "image-alt (critical) : 1",
    ),
    "Fewer instances of existing violations were found": (
        "svg-img-alt (serious) : 1",
        "svg-img-alt (serious) : 7",
    ),
}
UPDATES = {"pytest --snapshot-update": "UPDATE", "parley audit snapshot --update": "UPDATE"}


class Snapshots(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="parley-snapshots-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.pages = self.enterContext(audited_site.served())
        installed = list(peers.PYTHON.parents[1].glob("lib/python3*/site-packages/axe_playwright_python"))
        self.assertTrue(installed, peers.INSTALL)
        # The plugin takes no other engine than its own.
        self.engine = installed[0] / "axe.min.js"
        arguments = [f"--{flag}" for flag in peers.browser_flags()]
        self.write("conftest.py", CONFTEST.format(path=peers.browser_path(), arguments=arguments))

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def of_pages(self, names):
        """A test module, and a configuration of ours that names pages as its tests are named."""
        self.write("test_pages.py", "".join(TEST.format(name=name, url=self.pages[name]) for name in names))
        pages = [{"target": self.pages[name], "name": f"test_{name}"} for name in names]
        self.write("parley-audit.json", json.dumps({"pages": pages}))

    def pytest(self, *arguments, status):
        command = [peers.PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", *arguments]
        return peers.run(command, self.folder, statuses=(status,)).stdout

    def parley(self, *arguments, status):
        command = [peers.parley_process.PARLEY, "audit", "snapshot", "--dir", "snapshots/test_pages"]
        command += ["--browser-path", peers.browser_path(), "--axe-source", self.engine, "--frames", "none"]
        return peers.run([*command, *arguments], self.folder, statuses=(status,)).stdout

    def files(self):
        """{path: bytes} of the snapshots."""
        root = self.folder / "snapshots"
        return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("snapshot.txt")}

    def test_each_reads_what_the_other_wrote_and_writes_the_same_bytes(self):
        self.of_pages(NAMES)
        self.pytest("--snapshot-update", status=1)
        theirs = self.files()
        self.assertEqual(len(theirs), len(NAMES))
        self.assertIn(b"image-alt (critical) : ", theirs["test_pages/test_images/chromium/snapshot.txt"])
        self.assertEqual(theirs["test_pages/test_clean/chromium/snapshot.txt"], b"")
        said = self.parley(status=0)
        self.assertIn(f"{len(NAMES)} snapshots as kept", said)
        shutil.rmtree(self.folder / "snapshots")
        self.parley("--update", status=1)
        self.assertEqual(self.files(), theirs)
        self.pytest(status=0)
        self.pytest("--snapshot-update", status=0)

    def test_both_say_the_same_of_each_difference(self):
        self.of_pages(["images"])
        self.pytest("--snapshot-update", status=1)
        file = self.folder / "snapshots/test_pages/test_images/chromium/snapshot.txt"
        kept = file.read_text()
        for old, other in KEPT.values():
            self.assertIn(old, kept)
            kept = kept.replace(old, other, 1)
        file.write_text(kept)
        ours, theirs = self.parley(status=1), self.pytest(status=1)
        for words in KEPT:
            self.assertIn(words, ours)
        self.assertEqual(message_in(ours), message_in_pytest(theirs))


def message_in(text):
    """From its first sentence on, whatever the command is that updates."""
    for command, word in UPDATES.items():
        text = text.replace(command, word)
    said = text[text.index("New violations") :]
    return [line.strip() for line in said.splitlines() if line.strip()]


def message_in_pytest(text):
    """pytest marks each line of an error; its summary repeats the first."""
    lines = [line[1:].strip() for line in text.splitlines() if re.match(r"E\s", line)]
    return message_in("\n".join(lines).replace("AssertionError: ", "", 1))


if __name__ == "__main__":
    unittest.main()
