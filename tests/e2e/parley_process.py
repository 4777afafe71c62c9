"""Runs the program under test: commands to their end, and `serve` beside the test."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import select
import signal
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARLEY = os.environ.get("PARLEY_BIN", str(ROOT / "build/dev/bin/parley"))
PATIENCE_S = 60  # how long a test waits for something that must happen; generous, sanitizers are slow

FOLDER_OF_TEXTS = {
    "leave.md": "# Leave\n\nEveryone has 27 days of annual leave. Unused days lapse at the end of March.\n",
    "security.txt": "Report a lost badge to the security desk within one hour. "
    "The desk answers on extension 4417.\n",
    "scales.html": "<html><head><title>Scales</title></head><body><h1>Scales</h1>"
    "<p>The QX-200 balance weighs up to 220 grams with a readability of 0.1 milligrams.</p></body></html>",
}


def environment(**extra):
    """Nothing of the tester's own settings may reach the program."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if not re.match(r"PARLEY_|OPENAI_|AZURE_|IDENTITY_|MSI_|IMDS_|.*_PROXY$", k, re.IGNORECASE)
    }
    return kept | extra


def run(*arguments, timeout=PATIENCE_S, env=None, **options):
    return subprocess.run(
        [PARLEY, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=env or environment(),
        stdin=subprocess.DEVNULL,
        **options,
    )


def write_texts(folder, texts=None):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (texts or FOLDER_OF_TEXTS).items():
        (folder / name).write_text(text)
    return folder


def wait_until(condition, what, seconds=PATIENCE_S):
    """Polls for something another process does; fails with a sentence when it never comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"{what}: not within {seconds} s")


class Serve(contextlib.AbstractContextManager):
    """`parley serve` on a free port; `log` is what it wrote to standard error so far."""

    def __init__(self, data, *arguments, env=None, preexec_fn=None):
        self.log_file = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            [PARLEY, "serve", "--data", str(data), "--port", "0", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=self.log_file,
            stdin=subprocess.DEVNULL,
            text=True,
            env=env or environment(),
            preexec_fn=preexec_fn,
        )
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
        self.ready_line = self.process.stdout.readline() if ready else ""
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.ready_line)
        if not found:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"serve did not say where it is: {self.ready_line!r}\n{self.log}")
        self.port = int(found.group(1))
        wait_until(lambda: self.get("/readyz").status == 200, "readiness")

    def __exit__(self, *_):
        self.stop()

    @property
    def log(self):
        self.log_file.seek(0)
        return self.log_file.read()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def mock_port(self):
        """Of the mock that answers with `--model mock`."""
        return int(re.search(r"event=model_mock .*url=http://127\.0\.0\.1:(\d+)", self.log)[1])

    def stop(self, signal_number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(signal_number)
        status = self.process.wait(PATIENCE_S)
        self.process.stdout.close()
        return status

    def memory_kb(self):
        """What the process holds in memory, its sanitizer included."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.M)[1])

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)

    def request(self, method, path, body=None, headers=None):
        connection = self.connection()
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        answer.text = answer.read()
        connection.close()
        return answer

    def get(self, path, headers=None):
        return self.request("GET", path, headers=headers)

    def post_chat(self, question, path="/chat", **overrides):
        return self.request(
            "POST", path, chat_body(question, **overrides), {"Content-Type": "application/json"}
        )

    def ask(self, question, **overrides):
        answer = self.post_chat(question, **overrides)
        if answer.status != 200:
            raise AssertionError(f"{answer.status}: {answer.text}")
        return json.loads(answer.text)


def chat_body(question, **overrides):
    return json.dumps(
        {"messages": [{"role": "user", "content": question}], "context": {"overrides": overrides}}
    )


def lines_of(body):
    return [json.loads(line) for line in body.decode().split("\n") if line.strip()]


class StoreTest(unittest.TestCase):
    """A test with a folder of its own and a store in it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="parley-e2e-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.data = self.folder / "store"

    def ingest(self, *arguments, **options):
        return run("ingest", "--data", self.data, *arguments, **options)

    def ingest_texts(self, texts=None):
        documents = write_texts(self.folder / "documents", texts)
        done = self.ingest(documents)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        return documents
