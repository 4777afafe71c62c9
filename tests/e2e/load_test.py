"""More questions than are answered at once, models that are busy, and places that answer for them."""

import http.client
import json
import unittest

from mock_test import Mock
from parley_process import PATIENCE_S, Serve, StoreTest, chat_body, environment, lines_of, wait_until

QUESTION = "How many days of annual leave do we have?"
HELD = """version: 1
fixtures:
  - reply:
      text: "You have 27 days [leave.md]."
      chunking: {by: words}
      pauses: [{name: held, after: "You have"}]
"""
BUSY = """version: 1
fixtures:
  - replies: [{status: 429, retry_after_ms: WAIT}, {text: "You have 27 days [leave.md]."}]
    then: repeat
"""
FREE = """version: 1
fixtures:
  - reply: {text: "You have 27 days [leave.md]."}
"""
HOUR_MS = 3_600_000


def busy_for(milliseconds):
    return BUSY.replace("WAIT", str(milliseconds))


def cookie(name):
    """That of a visitor, as a browser sends it."""
    return {"Cookie": "parley_visitor=" + name * 64}


class Stream:
    """A streamed answer that is read line by line, while others are asked."""

    def __init__(self, serve, headers=None, question=QUESTION, path="/chat/stream", **overrides):
        self.connection = serve.connection()
        body = chat_body(question, **overrides)
        self.connection.request("POST", path, body, {"Content-Type": "application/json", **(headers or {})})
        self.answer = None
        self.events = []

    def until(self, is_it):
        """Reads on to the event that is meant."""
        self.answer = self.answer or self.connection.getresponse()
        while True:
            line = self.answer.readline()
            if not line:
                raise AssertionError(f"not in the stream: {self.events}")
            if line.strip():
                self.events.append(json.loads(line))
                if is_it(self.events[-1]):
                    return self.events[-1]

    def until_step(self, step, state="started"):
        return self.until(lambda event: (event.get("step"), event.get("state")) == (step, state))

    def until_words(self):
        return self.until(lambda event: "delta" in event)

    def rest(self):
        self.answer = self.answer or self.connection.getresponse()
        self.events += lines_of(self.answer.read())
        return self.events

    def text(self):
        return "".join(event.get("delta", "") for event in self.rest())

    def leave(self):
        self.connection.close()
        if self.answer:
            self.answer.close()


class LoadTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.ingest_texts()

    def write(self, fixtures, name="fixtures.yaml"):
        path = self.folder / name
        path.write_text(fixtures)
        return path

    sharing = ["--no-shared-answers"]  # most of these tests ask the same question often

    def serve(self, *arguments, fixtures=HELD, **options):
        model = ["--model", "mock", "--fixtures", self.write(fixtures)]
        serve = Serve(self.data, *model, *self.sharing, *arguments, **options)
        self.addCleanup(serve.stop)
        return serve

    def stream(self, serve, **about):
        stream = Stream(serve, **about)
        self.addCleanup(stream.leave)
        return stream

    def control(self, serve, method, name, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", serve.mock_port, timeout=PATIENCE_S)
        connection.request(method, "/__mock/" + name, body and json.dumps(body))
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def requests(self, serve):
        """What the model was asked."""
        return self.control(serve, "GET", "journal")["requests"]

    def release(self, serve):
        self.control(serve, "POST", "pauses", {"release": "held"})

    def assert_told_to_come_back(self, answer, words):
        self.assertEqual(answer.status, 429, answer.text)
        body = json.loads(answer.text)
        self.assertEqual(body["code"], "rate_limited")
        self.assertIn(words, body["error"])
        self.assertGreaterEqual(body["retry_after"], 1)
        self.assertEqual(answer.headers["Retry-After"], str(body["retry_after"]))
        self.assertIn(f"Ask again in {body['retry_after']} s", body["error"])


class Turns(LoadTest):
    def held(self, serve, **about):
        """An answer that has begun and does not end before it is let go."""
        stream = self.stream(serve, **about)
        stream.until_words()
        return stream

    def waiting(self, serve, **about):
        stream = self.stream(serve, show_process=True, **about)
        stream.until_step("queue")
        return stream

    def test_who_waits_is_told_the_position_until_it_is_their_turn(self):
        serve = self.serve("--answers", 1, "--loops", 2)
        first = self.held(serve)
        second = self.waiting(serve)
        third = self.waiting(serve)
        self.assertEqual(second.events[-1]["data"]["position"], 1)
        self.assertEqual(third.events[-1]["data"]["position"], 2)
        self.assertEqual(third.events[-1]["text"], "Waiting for a turn: number 2 in the queue")
        self.release(serve)
        self.assertIn("27 days", first.text())
        second.until_words()
        third.until(lambda event: event.get("step") == "queue" and event["data"]["position"] == 1)
        self.release(serve)
        self.assertIn("27 days", second.text())
        third.until_words()
        self.release(serve)
        events = third.rest()
        self.assertEqual([event["sequence_number"] for event in events], list(range(len(events))))
        steps = [(event["step"], event["state"]) for event in events if "step" in event]
        self.assertEqual(steps[-5:-3], [("queue", "done"), ("question", "done")])
        told = events[-1]["context"]["process"]
        self.assertEqual([step["step"] for step in told], ["queue", "question", "query", "search"])
        times = [step["elapsed_ms"] for step in told]
        self.assertEqual(times, sorted(times), "all count from when the question came")

    def test_users_take_turns(self):
        serve = self.serve("--answers", 1)
        first = self.held(serve, headers=cookie("a"))
        again = self.waiting(serve, headers=cookie("a"))
        once_more = self.waiting(serve, headers=cookie("a"))
        other = self.waiting(serve, headers=cookie("b"))
        self.assertEqual(other.events[-1]["data"]["position"], 2, "before the other's second one")
        self.release(serve)
        first.rest()
        for next_one in (again, other, once_more):
            next_one.until_words()
            self.release(serve)
            self.assertIn("27 days", next_one.text())

    def test_one_user_is_answered_no_more_often_at_once_than_may_be(self):
        serve = self.serve("--answers-per-user", 1, "--queue-length", 0)
        self.held(serve, headers=cookie("a"))
        self.held(serve, headers=cookie("b"))
        refused = serve.request("POST", "/chat", chat_body(QUESTION), self.json(cookie("a")))
        self.assert_told_to_come_back(refused, "You have 1 question open")

    def test_addresses_behind_a_proxy_are_users_too(self):
        serve = self.serve("--answers-per-user", 1, "--queue-length", 0)
        self.held(serve, headers={"X-Forwarded-For": "203.0.113.1, 203.0.113.7"})
        self.held(serve, headers={"X-Forwarded-For": "203.0.113.1, 203.0.113.8"})
        again = {"X-Forwarded-For": "203.0.113.7"}
        refused = serve.request("POST", "/chat", chat_body(QUESTION), self.json(again))
        self.assert_told_to_come_back(refused, "You have 1 question open")

    def json(self, headers=None):
        return {"Content-Type": "application/json", **(headers or {})}

    def test_a_full_queue_is_429_on_every_route(self):
        serve = self.serve("--answers", 1, "--queue-length", 1)
        self.held(serve, headers=cookie("a"))
        self.waiting(serve, headers=cookie("b"))
        for path in ("/chat", "/chat/stream"):
            for overrides in ({}, {"resumable": True}):
                body = chat_body(QUESTION, **overrides)
                refused = serve.request("POST", path, body, self.json(cookie("c")))
                self.assert_told_to_come_back(refused, "Too many questions wait")
        for streamed in (False, True):
            asked = {"messages": [{"role": "user", "content": QUESTION}], "model": "m", "stream": streamed}
            refused = serve.request("POST", "/v1/chat/completions", json.dumps(asked), self.json(cookie("c")))
            self.assertEqual(refused.status, 429, refused.text)
            self.assertGreaterEqual(int(refused.headers["Retry-After"]), 1)
            self.assertEqual(json.loads(refused.text)["error"]["code"], "rate_limited")

    def test_who_has_the_most_waiting_makes_room_for_others(self):
        serve = self.serve("--answers", 1, "--queue-length", 2)
        self.held(serve, headers=cookie("a"))
        first = self.waiting(serve, headers=cookie("a"))
        second = self.waiting(serve, headers=cookie("a"))
        self.waiting(serve, headers=cookie("b"))
        ended = second.rest()[-1]
        self.assertIn("You have 2 questions open", ended["error"])
        self.assertEqual(ended["code"], "rate_limited")
        self.assertGreaterEqual(ended["retry_after"], 1)
        self.assertNotIn("error", first.events[-1])

    def test_a_wait_that_is_too_long_is_429_before_the_first_byte_and_a_line_after_it(self):
        serve = self.serve("--answers", 1, "--queue-seconds", 1)
        self.held(serve, headers=cookie("a"))
        streamed = self.waiting(serve, headers=cookie("b"))
        whole = serve.request("POST", "/chat", chat_body(QUESTION), self.json(cookie("c")))
        self.assert_told_to_come_back(whole, "waited too long")
        last = streamed.rest()[-1]
        self.assertEqual(last["code"], "rate_limited")
        self.assertIn("waited too long", last["error"])

    def test_who_leaves_gives_the_place_up(self):
        serve = self.serve("--answers", 1)
        first = self.held(serve, headers=cookie("a"))
        leaver = self.waiting(serve, headers=cookie("b"))
        last = self.waiting(serve, headers=cookie("c"))
        leaver.leave()
        last.until(lambda event: event.get("step") == "queue" and event["data"]["position"] == 1)
        first.leave()
        last.until_words()

    def test_a_stopped_run_gives_the_place_up(self):
        serve = self.serve("--answers", 1)
        self.held(serve)
        waiting = self.waiting(serve, resumable=True)
        behind = self.waiting(serve)
        run = waiting.answer.headers["X-Parley-Run"]
        self.assertEqual(serve.request("DELETE", "/runs/" + run).status, 204)
        self.assertEqual(waiting.rest()[-1]["code"], "cancelled")
        behind.until(lambda event: event.get("step") == "queue" and event["data"]["position"] == 1)

    def test_a_server_that_stops_ends_those_who_wait(self):
        serve = self.serve("--answers", 1, "--grace-seconds", 1)
        self.held(serve)
        self.waiting(serve, resumable=True)
        self.waiting(serve)
        self.assertEqual(serve.stop(), 0, serve.log)


class Busy(LoadTest):
    """One model that says 429."""

    def test_it_is_asked_again_after_the_time_it_names_and_the_wait_is_told(self):
        serve = self.serve(fixtures=busy_for(1000))
        stream = self.stream(serve, show_process=True)
        waits = stream.until_step("retry")
        self.assertEqual(waits["data"] | {"model": "mock"}, waits["data"])
        self.assertEqual((waits["data"]["reason"], waits["data"]["attempt"]), ("rate_limited", 2))
        self.assertEqual(waits["data"]["wait_ms"], 1000)
        self.assertEqual(waits["text"], "The model is busy: trying again in 1 s")
        stream.until_step("retry", "done")
        self.assertIn("27 days", stream.text())
        retried = [step for step in stream.events[-1]["context"]["process"] if step["step"] == "retry"]
        self.assertEqual([step["state"] for step in retried], ["done"])
        self.assertEqual(len(self.requests(serve)), 2)

    def test_whoever_comes_meanwhile_waits_too_and_is_told_so(self):
        serve = self.serve("--loops", 1, fixtures=busy_for(3000))
        first = self.stream(serve, show_process=True)
        first.until_step("retry")
        second = self.stream(serve, show_process=True)
        waits = second.until_step("retry")
        self.assertEqual(waits["data"]["attempt"], 1, "it has not been asked for this one yet")
        self.assertLessEqual(waits["data"]["wait_ms"], 3000)
        for stream in (first, second):
            self.assertIn("27 days", stream.text())
        self.assertEqual(len(self.requests(serve)), 3)

    def test_a_wait_that_is_too_long_is_passed_on(self):
        serve = self.serve(fixtures=busy_for(HOUR_MS))
        for path in ("/chat", "/chat/stream"):
            refused = serve.post_chat(QUESTION, path)
            self.assertEqual(refused.status, 429, refused.text)
            body = json.loads(refused.text)
            self.assertEqual(refused.headers["Retry-After"], str(body["retry_after"]))
            self.assert_an_hour(body)
        self.assert_an_hour(self.stream(serve, show_process=True).rest()[-1])
        self.assertEqual(len(self.requests(serve)), 1, "nobody asks before the time")
        self.assertIn("event=model_try_failed", serve.log)

    def assert_an_hour(self, problem):
        self.assertEqual(problem["code"], "rate_limited")
        self.assertIn(problem["retry_after"], range(3600 - PATIENCE_S, 3601))
        self.assertIn(f"ask again in {problem['retry_after']} s", problem["error"])


class Places(LoadTest):
    """A model at more than one place."""

    def mock(self, fixtures, name):
        mock = Mock(self.write(fixtures, name), "--no-strict")
        self.addCleanup(mock.stop)
        return mock

    def serve_at(self, first, *others, **variables):
        fallbacks = ",".join(f"other@http://127.0.0.1:{each.port}/v1" for each in others)
        env = environment(
            OPENAI_BASE_URL=f"http://127.0.0.1:{first.port}/v1",
            PARLEY_MODEL="first",
            PARLEY_FALLBACK_MODELS=fallbacks,
            **variables,
        )
        serve = Serve(self.data, env=env)
        self.addCleanup(serve.stop)
        return serve

    def asked(self, mock):
        return mock.control("GET", "journal")[1]["requests"]

    def test_the_next_place_answers_for_one_that_is_busy_which_is_then_left_alone(self):
        busy, free = self.mock(busy_for(HOUR_MS), "busy.yaml"), self.mock(FREE, "free.yaml")
        serve = self.serve_at(busy, free)
        stream = self.stream(serve, show_process=True)
        spilled = stream.until_step("retry")
        self.assertEqual(
            spilled["data"], {"reason": "rate_limited", "wait_ms": 0, "attempt": 2, "model": "other"}
        )
        self.assertEqual(spilled["text"], "The model is busy: asking another one")
        self.assertIn("27 days", stream.text())
        for _ in range(3):
            serve.ask(QUESTION)
        self.assertEqual((len(self.asked(busy)), len(self.asked(free))), (1, 4))
        self.assertRegex(serve.log, f"event=model_spilled to=other place=http://127.0.0.1:{free.port}/v1")

    def test_the_next_place_answers_for_one_that_is_dead(self):
        dead, free = self.mock(FREE, "dead.yaml"), self.mock(FREE, "free.yaml")
        serve = self.serve_at(dead, free)
        serve.ask(QUESTION)
        self.assertEqual((len(self.asked(dead)), len(self.asked(free))), (1, 0))
        dead.stop()
        stream = self.stream(serve, show_process=True)
        self.assertEqual(stream.until_step("retry")["data"]["wait_ms"], 0)
        self.assertIn("27 days", stream.text())
        self.assertEqual(len(self.asked(free)), 1)

    def test_when_all_are_busy_the_shortest_wait_is_passed_on(self):
        busy = [self.mock(busy_for(wait), f"{wait}.yaml") for wait in (HOUR_MS, HOUR_MS // 2)]
        refused = self.serve_at(*busy).post_chat(QUESTION)
        self.assertEqual(refused.status, 429)
        self.assertIn(int(refused.headers["Retry-After"]), range(1800 - PATIENCE_S, 1801))

    def test_each_place_gets_its_own_key(self):
        locked = Mock(self.write(FREE, "free.yaml"), "--no-strict", PARLEY_MOCK_KEYS="key-b")
        self.addCleanup(locked.stop)
        for keys, status in (("key-b", 200), ("", 502)):
            busy = self.mock(busy_for(HOUR_MS), "busy.yaml")
            serve = self.serve_at(busy, locked, OPENAI_API_KEY="key-a", PARLEY_FALLBACK_KEYS=keys)
            self.assertEqual(serve.post_chat(QUESTION).status, status)


if __name__ == "__main__":
    unittest.main()
