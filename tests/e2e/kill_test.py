"""kill -9 in the middle of an ingest: nothing acknowledged is lost, nothing is half a document."""

import hashlib
import json
import random
import re
import signal
import sqlite3
import subprocess
import unittest

from parley_process import PARLEY, StoreTest, environment, run, write_texts

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


class Kill(StoreTest):
    def check_store(self, acknowledged):
        """Every acknowledged document is there, whole, in a version that was written."""
        store = sqlite3.connect(f"file:{self.data / 'parley.db'}?mode=ro", uri=True)
        self.addCleanup(store.close)
        self.assertEqual(store.execute("PRAGMA integrity_check").fetchone()[0], "ok")
        if not store.execute("SELECT name FROM sqlite_master WHERE name = 'document'").fetchall():
            self.assertEqual(acknowledged, set(), "killed before the store was made")
            return
        rows = store.execute("SELECT number, source_path, content_hash FROM document").fetchall()
        self.assertLessEqual(acknowledged, {path for _, path, _ in rows})
        for number, path, content_hash in rows:
            content = (self.data / "content" / content_hash[:2] / content_hash).read_bytes()
            self.assertEqual(hashlib.sha256(content).hexdigest(), content_hash, path)
            chunks = store.execute("SELECT text FROM chunk WHERE document = ? ORDER BY ordinal", (number,))
            found = set(MARK.findall(" ".join(text for (text,) in chunks)))
            self.assertEqual(found, set(MARK.findall(content.decode())), path)

    def test_fifty_kills_lose_nothing(self):
        chance = random.Random(20260101)
        documents = self.folder / "documents"
        acknowledged = set()
        killed = 0
        for attempt in range(KILLS):
            changed = {f"{n}.md": text_of(n, attempt) for n in chance.sample(range(60), 20)}
            write_texts(documents, changed)
            process = subprocess.Popen(
                [PARLEY, "ingest", "--data", self.data, "--json", documents],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=environment(),
            )
            for _ in range(chance.randrange(1, 20)):
                line = process.stdout.readline()
                if not line:
                    break
                report = json.loads(line)
                if report.get("outcome") in ("added", "updated", "unchanged"):
                    acknowledged.add(report["path"])
            process.send_signal(signal.SIGKILL)
            for line in process.stdout.read().splitlines():
                if line.endswith("}") and json.loads(line).get("outcome") in ("added", "updated"):
                    acknowledged.add(json.loads(line)["path"])
            process.stderr.read()
            killed += process.wait() == -signal.SIGKILL
            process.stdout.close()
            process.stderr.close()
            self.check_store(acknowledged)
        self.assertGreater(killed, KILLS // 2, "most runs should have been killed before their end")
        self.assertGreater(len(acknowledged), 20)

        last = self.ingest(documents)
        self.assertEqual(last.returncode, 0, last.stderr)
        self.assertIn("mark", run("ask", "--data", self.data, "What is the mark of document 7?").stdout)


if __name__ == "__main__":
    unittest.main()
