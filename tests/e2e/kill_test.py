"""kill -9 in the middle of an ingest: nothing acknowledged is lost, nothing is half a document."""

import hashlib
import json
import random
import re
import signal
import sqlite3
import subprocess
import unittest

from parley_process import PARLEY, Serve, StoreTest, environment, write_texts

KILLS = 50
PARAGRAPHS = 40
MARK = re.compile(r"m\d+x\d+x\d+")


def mark(number, version, paragraph):
    return f"m{number}x{version}x{paragraph}"


def text_of(number, version):
    paragraphs = [
        f"Document {number}, version {version}, paragraph {p}: its mark is {mark(number, version, p)}."
        for p in range(PARAGRAPHS)
    ]
    return f"# Document {number}\n\n" + "\n\n".join(paragraphs) + "\n"


def version_in(text):
    """The one version whose marks stand in the text of a document."""
    (version,) = {int(found.split("x")[1]) for found in MARK.findall(text)}
    return version


class Kill(StoreTest):
    def check_store(self, acknowledged):
        """Every acknowledged document is there, whole, and no older than what was acknowledged."""
        store = sqlite3.connect(f"file:{self.data / 'parley.db'}?mode=ro", uri=True)
        self.addCleanup(store.close)
        self.assertEqual(store.execute("PRAGMA integrity_check").fetchone()[0], "ok")
        if not store.execute("SELECT name FROM sqlite_master WHERE name = 'document'").fetchall():
            self.assertEqual(acknowledged, {}, "killed before the store was made")
            return
        rows = store.execute("SELECT number, source_path, content_hash FROM document").fetchall()
        self.assertLessEqual(set(acknowledged), {path for _, path, _ in rows})
        for number, path, content_hash in rows:
            content = (self.data / "content" / content_hash[:2] / content_hash).read_bytes()
            self.assertEqual(hashlib.sha256(content).hexdigest(), content_hash, path)
            self.assertGreaterEqual(version_in(content.decode()), acknowledged.get(path, 0), path)
            chunks = store.execute("SELECT text FROM chunk WHERE document = ? ORDER BY ordinal", (number,))
            found = set(MARK.findall(" ".join(text for (text,) in chunks)))
            self.assertEqual(found, set(MARK.findall(content.decode())), path)

    def take_in_and_kill(self, documents, after_lines):
        """Kills a run after some lines: the paths that it acknowledged, and whether it was killed."""
        process = subprocess.Popen(
            [PARLEY, "ingest", "--data", self.data, "--json", documents],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        lines = [process.stdout.readline() for _ in range(after_lines)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().splitlines()
        process.stderr.read()
        was_killed = process.wait() == -signal.SIGKILL
        process.stdout.close()
        process.stderr.close()
        reports = [json.loads(line) for line in lines if line.rstrip().endswith("}")]
        done = {r["path"] for r in reports if r.get("outcome") in ("added", "updated", "unchanged")}
        return done, was_killed

    def test_fifty_kills_lose_nothing(self):
        chance = random.Random(20260101)
        documents = self.folder / "documents"
        written, acknowledged = {}, {}
        killed = 0
        for attempt in range(KILLS):
            changed = chance.sample(range(60), 20)
            write_texts(documents, {f"{n}.md": text_of(n, attempt) for n in changed})
            written |= {str(documents / f"{n}.md"): attempt for n in changed}
            done, was_killed = self.take_in_and_kill(documents, chance.randrange(1, 20))
            acknowledged |= {path: written[path] for path in done}
            killed += was_killed
            self.check_store(acknowledged)
        self.assertGreater(killed, KILLS // 2, "most runs should have been killed before their end")
        self.assertGreater(len(acknowledged), 20)

        last = self.ingest(documents)
        self.assertEqual(last.returncode, 0, last.stderr)
        self.check_store(written)
        version = written[str(documents / "7.md")]
        with Serve(self.data) as serve:
            answer = serve.ask(f"What is the mark of document 7, version {version}, paragraph 5?")
        self.assertIn(f"paragraph 5: its mark is {mark(7, version, 5)}. [7.md]", answer["output_text"])


if __name__ == "__main__":
    unittest.main()
