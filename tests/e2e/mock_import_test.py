"""`parley mock --import`: what other tools recorded becomes fixtures that say the same."""

import json
import re
import resource
import signal
import subprocess
import unittest

import har
from mock_test import MockCase
from parley_process import PARLEY, PATIENCE_S, environment, run, wait_until

KEY = "sk-live-0123456789abcdefghij"
CHUNKS = '{"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n{"choices":[{"index":0,"delta":{}}]}\n'
AIMOCK = {
    "fixtures": [
        {"match": {"userMessage": "hello"}, "response": {"content": "Hi there"}},
        {"match": {"userMessage": "weather"}, "response": {"toolCalls": [{"name": "look", "arguments": {}}]}},
        {"match": {"userMessage": "limit"}, "response": {"error": {"message": "Slow down"}, "status": 429}},
        {"match": {"toolName": "look"}, "response": {"content": "It is"}},
    ]
}


class ImportTest(MockCase):
    def setUp(self):
        super().setUp()
        self.made = self.folder / "made"

    def import_files(self, *arguments, **options):
        return run("mock", "--import", *arguments, "--recordings", self.made, **options)

    def import_har(self, *entries, arguments=()):
        return self.import_files(har.write(self.folder / "session.har", *entries), *arguments)

    def replay(self, *arguments):
        return self.start(self.made, "--strict", "--speed", "0", *arguments)

    def text_of_folder(self):
        return "".join(path.read_text() for path in self.made.rglob("*") if path.is_file())

    def test_two_entries_that_ask_the_same_are_answered_in_turn(self):
        done = self.import_har(
            har.entry(har.question("Q"), har.completion("one")),
            har.entry(har.question("Q"), har.completion("two")),
            har.entry(har.question("Q", stream=True), har.events("in", " parts"), kind="text/event-stream"),
            har.entry(None, "<p>", url="https://example.com/page?token=abc", kind="text/html"),
            har.entry(None, "<p>", url="https://example.com/page?token=def", kind="text/html"),
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(
            done.stdout,
            f"Imported 3 answers into {self.made} (2 fixtures).\n"
            "Left out 2 requests of no API that the mock knows:\n"
            "  GET https://example.com/page (2 times)\n",
        )
        replay = self.replay("--require-all")
        self.assertEqual([replay.text("Q"), replay.text("Q")], ["one", "two"])
        streamed = replay.chat("Q", stream=True)
        self.assertEqual(streamed.text, har.events("in", " parts"))
        self.assertIsNone(streamed.getheader("content-encoding"))
        self.assertEqual(replay.stop(), 0, replay.said)

    def test_an_import_that_is_repeated_makes_the_same_files(self):
        entries = [har.entry(har.question("Q"), har.completion(text)) for text in ("one", "two")]
        self.import_har(*entries)
        first = self.text_of_folder()
        self.assertEqual(self.import_har(*entries).returncode, 0)
        self.assertEqual(self.text_of_folder(), first)

    def test_no_key_and_nothing_that_is_masked_reaches_the_disk(self):
        headers = [("Authorization", f"Bearer {KEY}"), ("Cookie", "session=cookie-of-mine")]
        url = har.CHAT + "?api-key=key-in-the-query"
        leak = har.completion(f"{KEY} and key-in-the-query and cookie-of-mine for Ann Other")
        done = self.import_har(
            har.entry(har.question(f"it is {KEY}", user="Ann Other"), leak, url=url, headers=headers),
            har.entry(
                har.question("split", stream=True), har.events(KEY[:9], KEY[9:]), kind="text/event-stream"
            ),
            arguments=("--mask", "user"),
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn(
            "entry 2 (POST https://api.example.com/v1/chat/completions): it holds what", done.stderr
        )
        told = self.text_of_folder()
        self.assertIn("*** and *** and *** for ***", told)
        for word in (KEY, KEY[9:], "key-in-the-query", "cookie-of-mine", "Ann Other"):
            self.assertNotIn(word, told + done.stdout + done.stderr)

    def test_answers_without_requests_are_for_all_or_for_the_one_that_is_given(self):
        chunks = self.write(CHUNKS, "a.chunks.txt")
        self.assertEqual(self.import_files(chunks).returncode, 0)
        replay = self.replay()
        self.assertIn('"content":"Hi"', replay.chat("anything", stream=True).text)
        self.assertEqual(replay.chat("anything").status, 501)
        replay.stop()

        request = self.write(json.dumps(har.question("Q", stream=True)), "request.json")
        self.made = self.folder / "other"
        self.assertEqual(self.import_files(chunks, "--import-request", request).returncode, 0)
        replay = self.replay()
        self.assertIn("[DONE]", replay.chat("Q", stream=True).text)
        self.assertEqual(replay.chat("anything", stream=True).status, 501)

    def test_fixtures_of_aimock_answer_as_there_and_what_cannot_be_said_is_named(self):
        done = self.import_files(self.write(json.dumps(AIMOCK), "aimock.json"), "--json")
        self.assertEqual(done.returncode, 1)
        told = json.loads(done.stdout)
        self.assertEqual((told["answers"], told["fixtures"], told["left_out"]), (3, 3, []))
        self.assertEqual(told["refused"][0]["why"], "fixture 4: `toolName` has no equivalent here")
        replay = self.replay()
        self.assertEqual(replay.text("well hello!"), "Hi there")
        self.assertEqual(replay.chat("limit").status, 429)
        call = json.loads(replay.chat("the weather").text)["choices"][0]["message"]["tool_calls"][0]
        self.assertEqual(call["function"], {"name": "look", "arguments": "{}"})

    def test_a_wrong_file_is_told_by_line_and_nothing_is_saved(self):
        good = har.write(self.folder / "good.har", har.entry(har.question("Q"), har.completion("A")))
        for name, content, told in (
            ("cut.har", '{"log": {\n"entries": [', ":2: the file ends in the middle of its JSON"),
            ("page.html", "<html>\n", ":1: this is not JSON"),
            ("latin.har", b'{"log": {\n\n"a": "\xe9"}}', ":3: this is not UTF-8"),
            ("other.json", "{}", ":1: this is no HAR"),
            ("entry.har", '{"log": {"entries": [7]}}', ": entry 1: it is no object"),
            ("none.har", None, ": cannot be read: No such file"),
        ):
            path = self.folder / name
            if content is not None:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
            done = self.import_files(good, path)
            self.assertEqual(done.returncode, 2, name)
            self.assertIn(f"{path}{told}", done.stderr)
            self.assertFalse(self.made.exists())

    def test_what_there_is_nothing_to_import_from_is_a_problem(self):
        done = self.import_har(har.entry(None, "", url="https://example.com/"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("Imported 0 answers", done.stdout)

    def test_wrong_usage_is_told(self):
        for wrong, told in (
            (["--import"], "--import takes the files to import"),
            (["--import", "a", "--port", "1"], "--port does nothing here: --import serves nothing"),
            (["--import", "a", "--mask", "messages[0]"], "--mask: `messages[0]` is no path"),
            (["--import", "a", "--mask", ""], "--mask does nothing here: it names nothing"),
            (["--import", "a", "--import-request", "none"], "none cannot be read"),
            (["--json"], "--json does nothing here: say --import, too"),
        ):
            done = run("mock", *wrong)
            self.assertEqual(done.returncode, 2, wrong)
            self.assertIn(told, done.stderr)

    def test_masks_of_fixtures_of_aimock_are_wrong_usage_and_files_of_others_stay(self):
        file = self.write(json.dumps({"fixtures": AIMOCK["fixtures"][:1]}), "aimock.json")
        done = self.import_files(file, "--mask", "user")
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"{file}: --mask does nothing for fixtures of aimock", done.stderr)
        self.made.mkdir()
        mine = self.made / "aimock.yaml"
        mine.write_text("# Mine\n")
        done = self.import_files(file)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{mine} is no recording", done.stderr)
        self.assertEqual(mine.read_text(), "# Mine\n")

    def test_a_folder_that_cannot_be_made_and_a_full_disk_are_told(self):
        file = har.write(self.folder / "a.har", har.entry(har.question("Q"), har.completion("A" * 1000)))
        done = run("mock", "--import", file, "--recordings", file / "below")
        self.assertEqual(done.returncode, 3)
        self.assertIn("check --recordings", done.stderr)

        def little_room():
            resource.setrlimit(resource.RLIMIT_FSIZE, (500, resource.RLIM_INFINITY))

        done = self.import_files(file, preexec_fn=little_room)
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot be written: File too large", done.stderr)
        self.assertEqual(list(self.made.iterdir()), [])

    def test_an_import_that_is_interrupted_leaves_whole_files(self):
        entries = [har.entry(har.question(f"Q {n}"), har.completion("A" * 500)) for n in range(2000)]
        file = har.write(self.folder / "long.har", *entries)
        process = subprocess.Popen(
            [PARLEY, "mock", "--import", file, "--recordings", self.made],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        wait_until(lambda: self.made.exists() and any(self.made.glob("*.yaml")), "the first fixture")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(PATIENCE_S), -signal.SIGINT)
        saved = {int(n) for n in re.findall(r"last_user: 'Q (\d+)'", self.text_of_folder())}
        self.assertLess(len(saved), 2000)
        replay = self.replay()
        self.assertEqual(replay.text(f"Q {min(saved)}"), "A" * 500)


if __name__ == "__main__":
    unittest.main()
