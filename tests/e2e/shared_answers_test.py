"""The same question at the same time: one answer for all who ask it."""

import json
import unittest

from load_test import FREE, HELD, QUESTION, LoadTest, cookie
from parley_process import chat_body, wait_until


class SharedAnswers(LoadTest):
    sharing = []

    def test_twenty_who_ask_the_same_are_one_call_of_the_model(self):
        serve = self.serve("--loops", 2)
        streams = [self.stream(serve, headers=cookie(f"{i % 10}")) for i in range(20)]
        for stream in streams:
            stream.until_words()
        self.assertEqual(len(self.requests(serve)), 1)
        self.release(serve)
        texts = {stream.text() for stream in streams}
        self.assertEqual(texts, {"You have 27 days [leave.md]."})
        contexts = {json.dumps(stream.events[-1]["context"], sort_keys=True) for stream in streams}
        self.assertEqual(len(self.requests(serve)), 1)
        self.assertEqual(len(contexts), 1, "sources, thoughts and figures are those of the one answer")
        self.assertIn("event=answer_shared readers=20", serve.log)

    def test_who_asks_after_the_end_has_an_answer_of_their_own(self):
        serve = self.serve(fixtures=FREE)
        for calls in (1, 2, 3):
            self.assertIn("27 days", serve.ask(QUESTION)["output_text"])
            self.assertEqual(len(self.requests(serve)), calls)

    def test_what_differs_in_anything_that_decides_the_answer_is_asked_for_itself(self):
        serve = self.serve("--client-prompts")
        differing = [
            {},
            {"temperature": 0.9},
            {"top": 1},
            {"retrieval_mode": "text"},
            {"exclude_category": "x"},
            {"include_documents": ["leave.md"]},
            {"prompt_template": "Rhyme."},
            {"show_process": True},
        ]
        streams = [self.stream(serve, **overrides) for overrides in differing]
        other = self.stream(serve, question="How many days of leave are there in a year?")
        for stream in [*streams, other]:
            stream.until_words()
        self.assertEqual(len(self.requests(serve)), len(differing) + 1)

    def test_the_first_who_leaves_takes_nothing_from_the_others(self):
        serve = self.serve("--loops", 2)
        first, *others = [self.stream(serve) for _ in range(6)]
        for stream in (first, *others):
            stream.until_words()
        first.leave()
        wait_until(lambda: "path=/chat/stream" in serve.log, "the end of its request")
        self.release(serve)
        for stream in others:
            self.assertEqual(stream.text(), "You have 27 days [leave.md].")
        self.assertEqual(len(self.requests(serve)), 1)

    def test_when_all_have_left_the_model_is_told_to_stop(self):
        serve = self.serve("--loops", 2)
        streams = [self.stream(serve) for _ in range(4)]
        for stream in streams:
            stream.until_words()
        for stream in streams:
            stream.leave()
        wait_until(lambda: self.requests(serve)[0]["took_ms"] is not None, "the end of the call")
        self.stream(serve).until_words()
        self.assertEqual(len(self.requests(serve)), 2)

    def test_every_way_of_asking_shares(self):
        serve = self.serve("--loops", 1)
        streams = [self.stream(serve), self.stream(serve, resumable=True)]
        messages = {"messages": [{"role": "user", "content": QUESTION}]}
        model = {"model": "m", "stream": True}
        whole = self.posted(serve, "/chat", messages)
        others = [
            self.posted(serve, "/v1/chat/completions", messages | model),
            self.posted(serve, "/v1/responses", {"input": QUESTION} | model),
            self.posted(serve, "/chat/stream?dialect=b", messages),
            self.posted(serve, "/chat/stream", {"input": messages["messages"]}),  # dialect D
        ]
        for stream in streams:
            stream.until_words()
        answers = [connection.getresponse() for connection in others]  # their streams have begun
        self.release(serve)
        for stream in streams:
            self.assertEqual(stream.text(), "You have 27 days [leave.md].")
        for answer in [whole.getresponse(), *answers]:
            text = answer.read()
            self.assertEqual(answer.status, 200, text)
            self.assertIn(b"27", text)
        self.assertEqual(len(self.requests(serve)), 1)
        self.assertIn("event=answer_shared readers=7", serve.log)

    def posted(self, serve, path, body):
        connection = serve.connection()
        self.addCleanup(connection.close)
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        return connection

    def test_a_stopped_run_ends_for_its_reader_alone(self):
        serve = self.serve()
        stopped = self.stream(serve, resumable=True)
        stopped.until_words()
        other = self.stream(serve, resumable=True)
        other.until_words()
        run = stopped.answer.headers["X-Parley-Run"]
        self.assertEqual(serve.request("DELETE", "/runs/" + run).status, 204)
        self.assertEqual(stopped.rest()[-1]["code"], "cancelled")
        self.release(serve)
        self.assertIn("27 days", other.text())
        self.assertEqual(len(self.requests(serve)), 1)

    def test_each_keeps_the_answer_in_a_history_of_their_own(self):
        serve = self.serve("--history")
        streams = {name: self.stream(serve, headers=cookie(name)) for name in "ab"}
        for stream in streams.values():
            stream.until_words()
        self.release(serve)
        for name, stream in streams.items():
            self.assertIn("27 days", stream.text())
            kept = serve.get("/chat_history/sessions?count=10", cookie(name))
            self.assertEqual(len(json.loads(kept.text)["sessions"]), 1, kept.text)
        self.assertEqual(len(self.requests(serve)), 1)

    def test_they_take_one_place_in_the_queue_which_stays_when_the_first_leaves(self):
        serve = self.serve("--answers", 1, "--loops", 2)
        other = self.stream(serve, question="Who has leave?", headers=cookie("a"))
        other.until_words()
        waiting = [self.stream(serve, headers=cookie(name), show_process=True) for name in "bcd"]
        for stream in waiting:
            self.assertEqual(stream.until_step("queue")["data"]["position"], 1)
        waiting[0].leave()
        self.release(serve)
        other.rest()
        for stream in waiting[1:]:
            stream.until_words()
        self.release(serve)
        for stream in waiting[1:]:
            self.assertIn("27 days", stream.text())
        self.assertEqual(len(self.requests(serve)), 2)

    def test_with_a_limit_per_user_nobody_waits_in_the_place_of_another(self):
        serve = self.serve("--answers-per-user", 1)
        for name in "ab":
            self.stream(serve, headers=cookie(name)).until_words()
        self.assertEqual(len(self.requests(serve)), 2)
        self.stream(serve, headers=cookie("a")).until_words()
        self.assertEqual(len(self.requests(serve)), 2, "a's own answer is shared")

    def test_who_joins_a_question_that_is_turned_away_hears_nothing_of_others(self):
        serve = self.serve("--answers", 1, "--queue-length", 0)
        self.stream(serve, question="Who has leave?", headers=cookie("a")).until_words()
        for name in "ab":
            headers = {"Content-Type": "application/json"} | cookie(name)
            refused = serve.request("POST", "/chat", chat_body(QUESTION), headers)
            self.assertEqual(refused.status, 429, refused.text)
            self.assertIn("Too many questions wait", refused.text.decode())

    def test_an_error_of_the_model_reaches_all(self):
        fixtures = HELD.replace("by: words}", "by: words}\n      fault: {kind: close, after_events: 4}")
        serve = self.serve(fixtures=fixtures)
        streams = [self.stream(serve) for _ in range(4)]
        for stream in streams:
            stream.until_words()
        self.release(serve)
        ends = {json.dumps([each.rest()[-1][key] for key in ("error", "code")]) for each in streams}
        self.assertEqual(len(ends), 1, ends)
        self.assertEqual(len(self.requests(serve)), 1)

    def test_a_server_that_stops_ends_those_who_share(self):
        serve = self.serve("--loops", 2, "--grace-seconds", 1)
        for stream in [self.stream(serve) for _ in range(6)]:
            stream.until_words()
        self.assertEqual(serve.stop(), 0, serve.log)


if __name__ == "__main__":
    unittest.main()
