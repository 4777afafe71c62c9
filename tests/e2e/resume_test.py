"""Answers whose readers leave and come back: nothing lost or repeated, and no model asked for nobody."""

import json
import signal
import threading
import time
import unittest
import urllib.request

from conversations import Crowd, talk
from model_test import ModelTest, text_of
from parley_process import PATIENCE_S, Serve, StoreTest, chat_body, lines_of, wait_until
from scripted_model import DONE, words

SLOW = """version: 1
fixtures:
  - reply:
      text: "You have twenty-seven days of annual leave, and they lapse at the end of March [leave.md]."
      chunking: {by: words}
      timing: {ttft_ms: 30, per_event_ms: 30}
    then: repeat
"""
ANSWER = "You have twenty-seven days of annual leave, and they lapse at the end of March [leave.md]."


def run_of(answer):
    return answer.headers["X-Parley-Run"]


class Crowds(StoreTest):
    def journal(self, serve):
        with urllib.request.urlopen(f"http://127.0.0.1:{serve.mock_port}/__mock/journal") as reply:
            return json.load(reply)["requests"]

    def test_two_hundred_conversations_lose_and_repeat_nothing(self):
        self.ingest_texts()
        fixtures = self.folder / "slow.yaml"
        fixtures.write_text(SLOW)
        options = ["--model", "mock", "--fixtures", fixtures, "--loops", "2", "--resume-seconds", "2"]
        options += ["--no-shared-answers"]  # all of them ask the same
        with Serve(self.data, *options) as serve:
            told = talk(Crowd(serve.port, readers=200, come_back=0.1, stay_away=0.05))
            stayed = [each for each in told if each.ended]
            self.assertEqual({each.text for each in stayed}, {ANSWER})
            self.assertEqual([each.lost for each in told], [0] * 200)
            self.assertEqual([each.repeated for each in told], [0] * 200)
            self.assertGreater(sum(each.comebacks for each in stayed), 10)
            wait_until(
                lambda: all(entry["took_ms"] is not None for entry in self.journal(serve)),
                "the end of every call of the model",
            )
            self.assertEqual(len(self.journal(serve)), 200)


class Resumed(ModelTest):
    """A model that says one word, and the rest when the test lets it."""

    def start_held(self, *arguments, rest=(*words("two ", "three."), *DONE)):
        self.go_on = threading.Event()
        self.addCleanup(self.go_on.set)

        def script(answer):
            answer.begin()
            answer.send(*words("One "))
            if not rest:
                answer.wait_for_close()
                return
            self.go_on.wait(PATIENCE_S)
            answer.send(*rest)
            answer.end()

        self.start(script, *arguments)

    def ask(self, fields=None):
        connection = self.serve.connection()
        self.addCleanup(connection.close)
        body = chat_body("How many days of annual leave?", resumable=True)
        fields = {"Content-Type": "application/json"} | (fields or {})
        connection.request("POST", "/chat/stream", body, fields)
        return connection

    def begin(self, fields=None):
        """A reader that has seen the first word: its connection, its answer and the lines."""
        connection = self.ask(fields)
        answer = connection.getresponse()
        seen = b""
        while b"One " not in seen or not seen.endswith(b"\n"):
            more = answer.read1(65536)
            self.assertTrue(more, seen)
            seen += more
        return connection, answer, lines_of(seen)

    def resume(self, run, after=-1):
        return self.serve.get(f"/runs/{run}?after={after}")

    def test_the_rest_comes_over_another_connection(self):
        self.start_held()
        connection, answer, seen = self.begin()
        run = run_of(answer)
        connection.close()
        self.go_on.set()
        rest = lines_of(self.resume(run, seen[-1]["sequence_number"]).text)
        self.assertEqual(text_of(seen + rest), "One two three.")
        numbers = [line["sequence_number"] for line in seen + rest]
        self.assertEqual(numbers, list(range(len(numbers))))
        self.assertEqual(lines_of(self.resume(run).text), seen + rest)
        self.assertEqual(len(self.model.requests), 1)

    def test_who_does_not_ask_for_it_gets_the_stream_as_it_was(self):
        self.start_held()
        self.go_on.set()
        answer, events = self.stream()
        self.assertNotIn("X-Parley-Run", answer.headers)
        self.assertEqual(text_of(events), "One two three.")

    def test_nobody_coming_back_ends_the_models_call(self):
        self.start_held("--resume-seconds", "1", rest=())
        connection, answer, _ = self.begin()
        run = run_of(answer)
        left = time.monotonic()
        connection.close()
        self.assertTrue(self.model.closed_by_client.wait(PATIENCE_S))
        self.assertGreater(time.monotonic() - left, 0.9)
        wait_until(lambda: self.resume(run).status == 404, "the run to be forgotten")

    def test_zero_seconds_end_the_call_with_the_reader(self):
        self.start_held("--resume-seconds", "0", rest=())
        connection, answer, _ = self.begin()
        run = run_of(answer)
        self.assertIsNone(run)
        connection.close()
        self.assertTrue(self.model.closed_by_client.wait(PATIENCE_S))

    def test_stop_ends_the_models_call_at_once(self):
        self.start_held(rest=())
        took = []
        for _ in range(5):
            self.model.closed_by_client.clear()
            _, answer, _ = self.begin()
            run = run_of(answer)
            asked = time.monotonic()
            self.assertEqual(self.serve.request("DELETE", f"/runs/{run}").status, 204)
            self.assertTrue(self.model.closed_by_client.wait(PATIENCE_S))
            took.append(time.monotonic() - asked)
            self.assertEqual(self.resume(run).status, 404)
        self.assertLess(min(took), 0.05, took)

    def test_a_page_of_another_site_cannot_stop_an_answer(self):
        self.start_held()
        _, answer, _ = self.begin()
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        refused = self.serve.request("DELETE", f"/runs/{run_of(answer)}", headers=elsewhere)
        self.assertEqual(refused.status, 400, refused.text)
        self.assertIn("another site", json.loads(refused.text)["error"])
        self.assertFalse(self.model.closed_by_client.is_set())

    def test_a_bad_place_is_refused_in_words(self):
        self.start_held()
        _, answer, _ = self.begin()
        run = run_of(answer)
        for after in ("x", "", "-2", "7"):
            answer = self.resume(run, after)
            self.assertEqual(answer.status, 400, after)
            self.assertTrue(json.loads(answer.text)["error"])
        self.assertEqual(self.resume("0" * 32).status, 404)
        self.assertEqual(self.serve.request("POST", f"/runs/{run}").status, 405)

    def test_lines_that_were_given_up_for_others_are_gone(self):
        def script(answer):
            answer.begin()
            answer.send(*words("One ", *["x" * 16_000] * 40))
            answer.wait_for_close()

        self.start(script, "--resume-megabytes", "1")
        runs = []
        for _ in range(2):  # two thirds of the memory each
            connection, answer, _ = self.begin()
            runs.append(run_of(answer))
            connection.close()
        gone = wait_until(lambda: self.first_refusal(runs), "the first lines of one to go")
        self.assertIn("not kept any more", json.loads(gone.text)["error"])

    def first_refusal(self, runs):
        answers = [self.peek(run) for run in runs]
        return next((answer for answer in answers if answer.status == 410), None)

    def peek(self, run):
        """The head of the run from its beginning, and the body only where that is not the answer itself."""
        connection = self.serve.connection()
        connection.request("GET", f"/runs/{run}")
        answer = connection.getresponse()
        answer.text = answer.read() if answer.status != 200 else b""
        connection.close()
        return answer

    def test_a_failure_in_the_middle_is_the_last_line_of_those_who_come_back(self):
        self.start_held(rest=(*words("two "), b"data: {not json\n\n"))
        connection, answer, seen = self.begin()
        run = run_of(answer)
        connection.close()
        self.go_on.set()
        *_, last = rest = lines_of(self.resume(run, seen[-1]["sequence_number"]).text)
        self.assertEqual(text_of(rest), "two ")
        self.assertTrue(last["error"])
        self.assertEqual(last["sequence_number"], seen[-1]["sequence_number"] + 2)

    def test_a_stop_of_the_server_tells_readers_and_ends_the_models_call(self):
        self.start_held("--grace-seconds", "1", rest=())
        _, answer, _ = self.begin()
        self.serve.process.send_signal(signal.SIGTERM)
        heard = lines_of(answer.read())
        self.assertEqual(self.serve.process.wait(PATIENCE_S), 0)
        self.assertIn("being stopped", heard[-1]["error"])
        self.assertTrue(self.model.closed_by_client.wait(PATIENCE_S))

    def test_a_stop_of_the_server_waits_for_no_answer_that_nobody_reads(self):
        self.start_held("--grace-seconds", "60", rest=())
        connection, _, _ = self.begin()
        connection.close()
        wait_until(lambda: "status=499" in self.serve.log, "the reader to be missed")
        began = time.monotonic()
        self.assertEqual(self.serve.stop(), 0)
        self.assertLess(time.monotonic() - began, 30)
        self.assertTrue(self.model.closed_by_client.wait(PATIENCE_S))

    def test_with_the_history_on_it_is_its_visitors_alone_and_is_kept_without_a_reader(self):
        self.start_held("--history")
        mine, yours = ({"Cookie": self.serve.get("/config").headers["Set-Cookie"]} for _ in range(2))
        connection, answer, seen = self.begin(mine)
        run = run_of(answer)
        connection.close()
        self.go_on.set()
        self.assertEqual(self.serve.get(f"/runs/{run}", yours).status, 404)
        self.assertEqual(self.serve.get(f"/runs/{run}").status, 404)
        whole = lines_of(self.serve.get(f"/runs/{run}", mine).text)
        self.assertEqual(text_of(whole), "One two three.")
        session = self.serve.get(f"/chat_history/sessions/{seen[0]['session_state']}", mine)
        ((_, kept),) = json.loads(session.text)["answers"]
        self.assertEqual(kept["output_text"], "One two three.")

    def test_a_reader_that_leaves_before_the_head_ends_the_models_call(self):
        self.start(lambda answer: answer.wait_for_close(), "--resume-seconds", "3600")
        connection = self.ask()
        wait_until(lambda: self.model.requests, "the model to be asked")
        connection.close()
        self.assertTrue(self.model.closed_by_client.wait(PATIENCE_S))


if __name__ == "__main__":
    unittest.main()
