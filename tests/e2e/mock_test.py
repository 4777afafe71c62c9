"""`parley mock` as a process: what a test sees of it, and what its exit status says."""

import http.client
import json
import pathlib
import re
import select
import signal
import subprocess
import tempfile
import unittest

from parley_process import PARLEY, PATIENCE_S, environment, run, wait_until

HEADERS = {"Authorization": "Bearer not-a-real-key-1234", "Content-Type": "application/json"}

ONE_FIXTURE = """version: 1
fixtures:
  - name: greeting
    when: {last_user: hello}
    reply: {text: "Good day to you."}
"""


class Mock:
    """`parley mock` on a free port; `stop` gives its exit status."""

    def __init__(self, *arguments, **variables):
        self.errors = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            [PARLEY, "mock", "--port", "0", "--log-level", "warning", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=self.errors,
            stdin=subprocess.DEVNULL,
            text=True,
            env={k: v for k, v in environment().items() if k != "CI"} | variables,
        )
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
        line = self.process.stdout.readline() if ready else ""
        found = re.search(r"http://127\.0\.0\.1:(\d+)/v1", line)
        if not found:
            self.stop(signal.SIGKILL)
            raise AssertionError(f"mock did not say where it is: {line!r}")
        self.port = int(found[1])

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(PATIENCE_S)
        self.process.stdout.close()
        return status

    @property
    def said(self):
        self.errors.seek(0)
        return self.errors.read()

    def request(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        text = body if body is None or isinstance(body, str) else json.dumps(body)
        connection.request(method, path, text, HEADERS)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    def control(self, method, name, body=None):
        answer = self.request(method, "/__mock/" + name, body)
        return answer.status, json.loads(answer.text)

    def chat(self, text, **more):
        body = {"model": "m", "messages": [{"role": "user", "content": text}], **more}
        return self.request("POST", "/v1/chat/completions", body)

    def text(self, text):
        return json.loads(self.chat(text).text)["choices"][0]["message"]["content"]


class MockCase(unittest.TestCase):
    """A test with a folder of its own and mocks that end with it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="parley-mock-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, text, name="f.yaml"):
        path = self.folder / name
        part = self.folder / (name + ".new")
        part.write_text(text)
        part.rename(path)
        return path

    def start(self, *arguments, **variables):
        mock = Mock(*arguments, **variables)
        self.addCleanup(mock.errors.close)
        self.addCleanup(mock.stop, signal.SIGKILL)
        return mock


class MockTest(MockCase):
    def test_echoes_without_any_fixture(self):
        mock = self.start()
        self.assertIn("hello there", mock.text("hello there"))
        self.assertEqual(mock.stop(), 0)

    def test_answers_from_fixtures_streamed_and_not(self):
        mock = self.start(self.write(ONE_FIXTURE), "--strict")
        self.assertEqual(mock.text("hello"), "Good day to you.")
        streamed = mock.chat("hello", stream=True)
        self.assertEqual(streamed.getheader("Content-Type").split(";")[0], "text/event-stream")
        self.assertTrue(streamed.text.endswith("data: [DONE]\n\n"))
        self.assertEqual(mock.stop(), 0, mock.said)

    def test_a_request_that_nothing_matches_fails_a_strict_run(self):
        for strict, variables, expected in (
            ("--strict", {}, 1),
            ("--no-strict", {"CI": "1"}, 0),
            (None, {"CI": "1"}, 1),
        ):
            with self.subTest(strict=strict, variables=variables):
                mock = self.start(self.write(ONE_FIXTURE), *([strict] if strict else []), **variables)
                missed = mock.chat("Hello")
                self.assertEqual(missed.status, 501)
                self.assertEqual(json.loads(missed.text)["error"]["code"], "mock_no_match")
                self.assertEqual(mock.stop(), expected)
                self.assertIn('The nearest is "greeting"', mock.said)

    def test_a_run_that_nobody_asked_anything_fails(self):
        self.assertEqual(self.start("--strict").stop(), 1)
        self.assertEqual(self.start("--strict", "--allow-idle").stop(), 0)

    def test_calls_that_did_not_come_and_unused_fixtures_fail(self):
        path = self.write(ONE_FIXTURE + "    calls: 2\n  - {name: other, when: {last_user: x}, reply: y}\n")
        receipt = self.folder / "receipt.json"
        mock = self.start(path, "--strict", "--require-all", "--receipt", receipt)
        mock.chat("hello")
        self.assertEqual(mock.stop(), 1)
        told = json.loads(receipt.read_text())
        self.assertEqual(
            told["problems"],
            [
                'Fixture "greeting" was to be called 2 times, and was called once.',
                'Fixture "other" was never used.',
            ],
        )
        self.assertEqual((told["passed"], told["requests"], told["unused"]), (False, 1, ["other"]))

    def test_mistakes_in_fixtures_keep_it_from_starting(self):
        path = self.write(ONE_FIXTURE.replace("last_user", "last_usr"))
        done = run("mock", "--port", "0", path)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, f"{path}:4: `when` has no `last_usr`: did you mean `last_user`?\n")
        self.assertEqual(run("mock", "--port", "0", self.folder / "none.yaml").returncode, 2)

    def test_wrong_usage_and_a_taken_port(self):
        for wrong in (
            ["--speed", "fast"],
            ["--style", "x"],
            ["--answer", "x"],
            ["--validate", "x"],
            ["--strict", "--no-strict"],
            ["--latency", "{ttft: 5}"],
            ["--latency", "5", "--ttft-ms", "5"],
            ["--latency", "{speed: 2}"],
        ):
            self.assertEqual(run("mock", *wrong).returncode, 2, wrong)
        mock = self.start()
        self.assertEqual(run("mock", "--port", mock.port).returncode, 3)

    def test_refuses_options_that_would_do_nothing(self):
        host = ["--record", "http://localhost"]
        for useless, beside, told in (
            (["--virtual-clock"], host, "say --record-mode record-on-miss"),
            (["--ttft-ms", "5"], [*host, "--record-mode", "proxy"], "say --record-mode record-on-miss"),
            (["--recordings", "x"], [*host, "--record-mode", "proxy"], "say --record-mode record"),
            (["--recordings", "x"], [], "say --record URL, or --record-mode replay, too"),
            (host, ["--record-mode", "replay"], "--record-mode replay asks nobody"),
            (["--ca-file", "x"], [], "say --record URL, too"),
            (["--tls-port", "8443"], [], "say --tls-authority FILE, too"),
            (["--limit-window-ms", "5"], [], "say --limit-requests or --limit-tokens, too"),
        ):
            with self.subTest(useless=useless, beside=beside):
                done = run("mock", "--port", "0", *useless, *beside)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(f"{useless[0]} does nothing here: ", done.stderr)
                self.assertIn(told, done.stderr)

    def test_a_refused_request_fails_a_strict_run_unless_allowed(self):
        for allowed, expected in (([], 1), (["--allow-refused"], 0)):
            with self.subTest(allowed=allowed):
                mock = self.start(self.write(ONE_FIXTURE), "--strict", *allowed)
                self.assertEqual(mock.request("POST", "/v1/chat/completions", {"model": "m"}).status, 400)
                self.assertEqual(mock.text("hello"), "Good day to you.")
                self.assertEqual(mock.stop(), expected, mock.said)
                self.assertEqual("--allow-refused allows it" in mock.said, not allowed)

    def test_neither_receipt_nor_stderr_tell_a_key(self):
        receipt = self.folder / "receipt.json"
        mock = self.start(self.write(ONE_FIXTURE), "--strict", "--receipt", receipt)
        key = "sk-proj-0123456789abcdefghijABCDEFGHIJ"
        mock.chat(f"my key is {key}")
        mock.request("GET", f"/v1/nowhere?api_key={key}")
        mock.request("GET", f"/nowhere/{key}")
        mock.request("POST", "/v1/chat/completions", {"model": key})
        mock.request("POST", "/v1/chat/completions", {"model": "m", "messages": [{"role": key}]})
        mock.request(key.replace("-", ""), "/v1/chat/completions")
        self.assertEqual(mock.stop(), 1)
        self.assertGreaterEqual(len(json.loads(receipt.read_text())["problems"]), 5)
        for text in (receipt.read_text(), mock.said):
            self.assertIn("my key is ***", text)
            self.assertNotIn("0123456789abcdefghij", text)
            self.assertNotIn("not-a-real-key", text)

    def test_a_changed_file_does_not_undo_what_the_control_plane_did(self):
        mock = self.start(self.write(ONE_FIXTURE))
        added = {"version": 1, "fixtures": [{"name": "b", "when": {"last_user": "b"}, "reply": "added"}]}
        self.assertEqual(mock.control("POST", "fixtures", added)[0], 200)
        self.write(
            ONE_FIXTURE.replace("Good day", "Good evening")
            + "  - {name: b, when: {last_user: b}, reply: from the file}\n"
        )
        wait_until(lambda: mock.text("hello") == "Good evening to you.", "the changed fixture")
        self.assertEqual(mock.text("b"), "added")
        self.assertEqual(mock.control("PUT", "fixtures", added)[0], 200)
        self.write(ONE_FIXTURE)
        wait_until(lambda: "fixtures_kept" in mock.said, "the word about the file")
        self.assertEqual(mock.chat("hello").status, 501)

    def test_reads_changed_files_again_and_keeps_the_last_good_ones(self):
        path = self.write(ONE_FIXTURE)
        mock = self.start(path)
        self.write(ONE_FIXTURE.replace("Good day", "Good evening"))
        wait_until(lambda: mock.text("hello") == "Good evening to you.", "the changed fixture")
        self.write("version: 1\nfixtures:\n  - {nam: x}\n")
        wait_until(lambda: "did you mean `name`?" in mock.said, "the mistake")
        self.assertEqual(mock.text("hello"), "Good evening to you.")

    def test_holds_an_answer_until_it_is_released(self):
        mock = self.start(
            self.write(
                "version: 1\nfixtures:\n  - reply: {text: one two three, chunking: {by: words},"
                " pauses: [{name: half, after: one}]}\n"
            )
        )
        connection = http.client.HTTPConnection("127.0.0.1", mock.port, timeout=PATIENCE_S)
        body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "q"}]}
        connection.request("POST", "/v1/chat/completions", json.dumps(body), HEADERS)
        answer = connection.getresponse()
        wait_until(lambda: mock.control("GET", "pauses")[1] == {"waiting": {"half": 1}}, "the pause")
        self.assertEqual(mock.control("POST", "pauses", {"release": "half"}), (200, {"released": 1}))
        self.assertIn("three", answer.read().decode())
        connection.close()

    def test_an_answer_takes_the_time_that_is_said(self):
        mock = self.start("--virtual-clock", "--latency", "{ttft_ms: 4000, ramp: [{at_ms: 0, factor: 2}]}")
        connection = http.client.HTTPConnection("127.0.0.1", mock.port, timeout=PATIENCE_S)
        body = {"model": "m", "messages": [{"role": "user", "content": "q"}]}
        for header, wait_ms in ({}, 8000), ({"X-Mock-Latency": "{ttft_ms: 250}"}, 250):
            connection.request("POST", "/v1/chat/completions", json.dumps(body), HEADERS | header)
            wait_until(lambda: mock.control("GET", "clock")[1]["waiting"] == 1, "the wait")
            mock.control("POST", "clock", {"advance_ms": wait_ms - 1})
            self.assertEqual(mock.control("GET", "clock")[1]["waiting"], 1)
            mock.control("POST", "clock", {"advance_ms": 1})
            self.assertIn("q", connection.getresponse().read().decode())
        connection.close()

    def test_the_journal_tells_what_was_asked_without_the_key(self):
        mock = self.start()
        mock.chat("hello")
        _, journal = mock.control("GET", "journal")
        entry = journal["requests"][0]
        self.assertEqual((entry["outcome"], entry["status"], entry["endpoint"]), ("default", 200, "chat"))
        self.assertEqual(entry["body"]["messages"][0]["content"], "hello")
        self.assertNotIn("not-a-real-key", json.dumps(journal))
        status, _ = mock.control("POST", "assert", {"expect": [{"when": {"last_user": "hello"}, "calls": 1}]})
        self.assertEqual(status, 200)
        status, told = mock.control("POST", "assert", {"expect": [{"when": {"last_user": "bye"}}]})
        self.assertEqual((status, told["passed"]), (409, False))

    def test_writes_its_port_into_a_file(self):
        path = self.folder / "port"
        mock = self.start("--port-file", path)
        self.assertEqual(path.read_text(), f"{mock.port}\n")
        mock.stop()
        self.assertFalse(path.exists(), "the port outlived its mock")

    def test_takes_away_the_port_of_a_run_that_was_killed_before_it_does_anything_else(self):
        path = self.folder / "port"
        path.write_text("1\n")
        wrong = self.write("version: 1\nfixtures: wrong\n")
        self.assertEqual(run("mock", "--port-file", path, wrong).returncode, 2)
        self.assertFalse(path.exists())

    def test_says_at_once_that_the_receipt_cannot_be_written(self):
        failed = run("mock", "--port", "0", "--receipt", self.folder / "none" / "receipt.json")
        self.assertEqual(failed.returncode, 3)
        self.assertIn("--receipt", failed.stderr)

    def test_ends_with_its_report_when_its_terminal_closes(self):
        mock = self.start(self.write(ONE_FIXTURE), "--strict")
        self.assertEqual(mock.chat("Hello").status, 501)
        self.assertEqual(mock.stop(signal.SIGHUP), 1)
        self.assertIn('The nearest is "greeting"', mock.said)

    def test_a_reload_that_failed_fails_a_strict_run(self):
        path = self.write(ONE_FIXTURE)
        mock = self.start(path, "--strict")
        self.write("version: 1\nfixtures: wrong\n")
        wait_until(lambda: "fixtures_kept" in mock.said, "the reload")
        self.assertEqual(mock.text("hello"), "Good day to you.")
        self.assertEqual(mock.stop(), 1)
        self.assertIn("the last good ones answered", mock.said)

    def test_the_control_plane_is_closed_beyond_loopback_without_a_token(self):
        mock = Mock.__new__(Mock)
        mock.errors = tempfile.TemporaryFile(mode="w+")
        mock.process = subprocess.Popen(
            [PARLEY, "mock", "--port", "0", "--host", "0.0.0.0", "--port-file", self.folder / "port"],
            stdout=subprocess.PIPE,
            stderr=mock.errors,
            env=environment(),
        )
        self.addCleanup(mock.errors.close)
        self.addCleanup(mock.stop, signal.SIGKILL)
        wait_until((self.folder / "port").exists, "the port")
        mock.port = int((self.folder / "port").read_text())
        self.assertEqual(mock.control("GET", "journal")[0], 403)
        self.assertEqual(mock.chat("hello").status, 200)


if __name__ == "__main__":
    unittest.main()
