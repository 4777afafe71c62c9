"""The chat routes, read by clients of each dialect: npm ai-chat-protocol and ndjson-readablestream."""

import sys
import unittest

from clients import ROOT, environment, run_driver

sys.path.append(str(ROOT / "tests/e2e"))

from parley_process import Serve, StoreTest  # noqa: E402

QUESTION = "How many days of annual leave?"
ANSWER = "27 days [leave.md]."
FIXTURES = f"""
version: 1
fixtures:
  - when: {{last_user: {{prefix: "{QUESTION}"}}}}
    reply: {{text: "{ANSWER}<<Who decides?>>", chunking: {{by: words, size: 1}}}}
  - when: {{last_user: {{prefix: "Busy?"}}}}
    reply: {{status: 429, retry_after_ms: 1000}}
  - when: {{last_user: {{prefix: "Break off"}}}}
    reply: {{text: "It was", fault: {{kind: reset, after_events: 2}}}}
"""


class ChatDialects(StoreTest):
    def setUp(self):
        super().setUp()
        self.ingest_texts()
        self.fixtures = self.folder / "fixtures.yaml"
        self.fixtures.write_text(FIXTURES)

    def ask(self, job, *arguments):
        with Serve(self.data, "--model", "mock", "--fixtures", self.fixtures, *arguments) as server:
            return run_driver("npm_chat.mjs", {"url": server.url + "/chat"} | job, environment())

    def ask_lines(self, body, *arguments, headers=None):
        return self.ask({"body": body, "headers": headers or {}}, *arguments)

    def body(self, question=QUESTION):
        overrides = {"suggest_followup_questions": True}
        return {
            "messages": [{"role": "user", "content": question}],
            "context": {"overrides": overrides},
            "session_state": "s1",
        }

    def test_the_client_of_the_chat_protocol_gets_text_context_and_state(self):
        for streamed in (False, True):
            with self.subTest(streamed=streamed):
                job = {"question": QUESTION, "streamed": streamed, "state": {"k": 1}}
                got = self.ask(job, "--dialect", "c")
                self.assertEqual(got["outcome"], "answer", got)
                self.assertIn("27 days [leave.md].", got["text"])
                self.assertEqual(got["state"], {"k": 1})
                self.assertEqual(got["context"]["data_points"]["citations"][0], "leave.md")

    def test_its_errors_have_a_code_and_a_message(self):
        for streamed in (False, True):
            with self.subTest(streamed=streamed):
                got = self.ask({"question": "Busy?", "streamed": streamed}, "--dialect", "c")
                self.assertEqual((got["outcome"], got["code"]), ("error", "rate_limited"), got)
        got = self.ask({"question": " ", "streamed": False}, "--dialect", "c")
        self.assertEqual((got["code"], got["message"]), ("invalid_input", "the question is empty"))

    def test_lines_of_the_public_app_are_read_to_their_end(self):
        got = self.ask_lines(self.body())
        self.assertEqual(got["type"], "application/json-lines")
        kinds = [line["type"] for line in got["lines"]]
        self.assertEqual((kinds[0], kinds[-1]), ("response.context", "response.context"))
        self.assertEqual(got["lines"][-1]["context"]["followup_questions"], ["Who decides?"])
        text = "".join(line.get("delta", "") for line in got["lines"])
        self.assertEqual(text, ANSWER)

    def test_an_answer_that_breaks_off_ends_with_the_error_as_a_line(self):
        lines = self.ask_lines(self.body("Break off"))["lines"]
        self.assertIsInstance(lines[-1]["error"], str)

    def test_the_classic_app_gets_its_lines_when_it_is_chosen(self):
        for how in ({"headers": {"X-Parley-Dialect": "b"}}, {}):
            arguments = [] if how else ["--dialect", "b"]
            lines = self.ask_lines(self.body(), *arguments, **how)["lines"]
            self.assertEqual(lines[0]["delta"], {"role": "assistant"})
            self.assertEqual("".join(line["delta"].get("content", "") for line in lines), ANSWER)
            self.assertEqual(lines[-1]["context"]["followup_questions"], ["Who decides?"])

    def test_the_quickstart_gets_events_for_its_typed_parts(self):
        said = [
            {"type": "message", "role": "system", "content": [{"type": "input_text", "text": "Be brief."}]},
            {"type": "message", "role": "user", "content": [{"type": "input_text", "text": QUESTION}]},
        ]
        got = self.ask_lines({"input": said})
        self.assertEqual(got["type"], "application/x-ndjson")
        self.assertEqual({line["type"] for line in got["lines"]}, {"response.output_text.delta"})
        self.assertIn("27 days", "".join(line["delta"] for line in got["lines"]))

    def test_a_dialect_that_is_none_is_refused(self):
        got = self.ask_lines(self.body(), headers={"X-Parley-Dialect": "z"})
        self.assertEqual((got["status"], got["error"]), (400, "the dialect must be a, b, c or d"))


if __name__ == "__main__":
    unittest.main()
