"""What is done while an answer is prepared: the query that a model makes of a follow-up, and the steps."""

import json
import unittest

from parley_process import Serve, StoreTest, lines_of, run

FIXTURES = """version: 1
fixtures:
  - name: query
    when: {tools: [search_sources]}
    reply: QUERY
  - name: answer
    when: {last_role: user}
    reply: {text: "27 days [leave.md]."}
"""
CALL = '{tool_calls: [{name: search_sources, arguments: {search_query: "annual leave days"}}]}'
CONVERSATION = [
    {"role": "user", "content": "How many days of annual leave do we have?"},
    {"role": "assistant", "content": "27 days [leave.md]."},
    {"role": "user", "content": "And in the second year?"},
]


def steps_of(process):
    return [(step["step"], step["state"]) for step in process]


class Process(StoreTest):
    def setUp(self):
        super().setUp()
        self.ingest_texts()

    def serve(self, query=CALL, *arguments):
        fixtures = self.folder / "fixtures.yaml"
        fixtures.write_text(FIXTURES.replace("QUERY", query))
        serve = Serve(self.data, "--model", "mock", "--fixtures", fixtures, *arguments)
        self.addCleanup(serve.stop)
        return serve

    def post(self, serve, path, messages=CONVERSATION, **overrides):
        body = json.dumps({"messages": messages, "context": {"overrides": overrides}})
        answer = serve.request("POST", path, body, {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 200, answer.text)
        return answer.text

    def stream(self, serve, **about):
        return lines_of(self.post(serve, "/chat/stream", **about))

    def test_each_step_is_told_before_the_answer_and_once_more_in_its_context(self):
        serve = self.serve()
        events = self.stream(serve, show_process=True)
        self.assertEqual([event["sequence_number"] for event in events], list(range(len(events))))
        told = [event for event in events if event["type"] == "response.process"]
        ended = [("question", "done"), ("query", "done"), ("search", "done")]
        asked = ("query", "started")
        self.assertEqual(steps_of(told), [ended[0], asked, *ended[1:], ("answer", "started")])
        self.assertEqual(told[2]["data"], {"query": "annual leave days", "rewritten": True})
        self.assertIn("leave.md", [source["name"] for source in told[3]["data"]["results"]])
        self.assertEqual(told[4]["data"], {"model": "mock"})
        first_word = next(i for i, event in enumerate(events) if "delta" in event)
        self.assertLess(events.index(told[4]), first_word)
        self.assertEqual(steps_of(events[-1]["context"]["process"]), ended)
        query = events[4]["context"]["thoughts"]
        self.assertEqual(query[1]["description"], "annual leave days")
        self.assertIn("token_usage", query[0]["props"])

        whole = json.loads(self.post(serve, "/chat", show_process=True))
        self.assertEqual(steps_of(whole["context"]["process"]), ended)
        self.assertEqual(whole["output_text"], "27 days [leave.md].")

    def test_nothing_is_told_to_those_who_do_not_ask(self):
        events = self.stream(self.serve())
        self.assertEqual(
            {event["type"] for event in events}, {"response.context", "response.output_text.delta"}
        )
        self.assertNotIn("process", events[-1]["context"])
        by_default = self.stream(self.serve(CALL, "--show-process"))
        self.assertEqual(by_default[0]["type"], "response.process")

    def test_a_first_question_is_its_own_query(self):
        told = self.stream(self.serve(), messages=CONVERSATION[:1], show_process=True)
        self.assertEqual((told[1]["step"], told[1]["state"]), ("query", "skipped"))

    def test_a_model_that_makes_no_query_does_not_keep_the_answer_away(self):
        for query, state in (("{status: 400}", "failed"), ('{text: "0"}', "done")):
            events = self.stream(self.serve(query), show_process=True)
            self.assertEqual((events[2]["step"], events[2]["state"]), ("query", state))
            self.assertFalse(events[2]["data"]["rewritten"])
            self.assertIn("27 days", "".join(event.get("delta", "") for event in events))

    def test_a_failure_after_a_step_is_a_line_of_the_stream(self):
        serve = Serve(self.data, "--model", "mock", "--answer", "none", "--fixtures", self.no_fixtures())
        self.addCleanup(serve.stop)
        events = self.stream(serve, messages=CONVERSATION[:1], show_process=True)
        self.assertEqual(events[0]["type"], "response.process")
        self.assertIn("error", events[-1])

    def no_fixtures(self):
        path = self.folder / "none.yaml"
        path.write_text('version: 1\nfixtures: [{when: {last_user: "never asked"}, reply: "x"}]\n')
        return path

    def test_ask_tells_them_as_lines_and_checks_when_to_rewrite(self):
        done = run("ask", "--data", self.data, "--json", "--show-process", "How many days of leave?")
        steps = [json.loads(line).get("step") for line in done.stdout.splitlines()]
        self.assertEqual(steps[:3], ["question", "query", "search"], done.stderr)
        wrong = run("ask", "--data", self.data, "--rewrite", "sometimes", "Why?")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("--rewrite takes follow-ups, always or never", wrong.stderr)


if __name__ == "__main__":
    unittest.main()
