"""The chat routes, read by clients of each dialect: npm ai-chat-protocol and ndjson-readablestream."""

import http.client
import json
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
    reply: {{text: "It was twenty-seven days.", fault: {{kind: reset, after_events: 3}}}}
"""


def words_of(line):
    """Of an answer, in the form of A, B and D."""
    delta = line.get("delta", "")
    return delta if isinstance(delta, str) else delta.get("content", "")


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

    def send(self, server, method, path):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request(method, path)
        answer = connection.getresponse()
        return answer, json.loads(answer.read())

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

    def test_its_form_with_files_is_read_and_files_that_are_no_text_are_refused(self):
        for streamed in (False, True):
            with self.subTest(streamed=streamed):
                job = {"question": QUESTION, "files": ["One page."], "streamed": streamed, "state": "s"}
                got = self.ask(job)
                self.assertEqual(got["outcome"], "answer", got)
                self.assertIn("27 days [leave.md].", got["text"])
                self.assertEqual(got["state"], "s")
                got = self.ask(job | {"files": ["\0"]})
                self.assertEqual(got["code"], "invalid_input", got)
                self.assertIn("messages[0].files[0] must be text", got["message"])

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
        self.assertEqual("".join(map(words_of, got["lines"])), ANSWER)

    def test_an_answer_that_breaks_off_ends_with_the_error_as_a_line(self):
        for dialect in "abd":
            with self.subTest(dialect):
                body = self.body("Break off")
                if dialect == "d":
                    body = {"input": body["messages"]}
                lines = self.ask_lines(body, headers={"X-Parley-Dialect": dialect})["lines"]
                self.assertEqual("".join(map(words_of, lines)), "It was")
                self.assertIsInstance(lines[-1]["error"], str)

    def test_the_client_of_the_chat_protocol_raises_when_an_answer_breaks_off(self):
        for streamed in (False, True):
            with self.subTest(streamed=streamed):
                got = self.ask({"question": "Break off", "streamed": streamed}, "--dialect", "c")
                self.assertEqual(got["outcome"], "error", got)
                self.assertRegex(got["code"], "^(closed|unreachable|upstream_failed|malformed)$")
                self.assertTrue(got["message"])

    def test_a_wrong_path_or_method_is_an_error_in_the_form_of_the_dialect(self):
        with Serve(self.data, "--dialect", "c") as server:
            for method, path, status in (("GET", "/chat", 405), ("POST", "/chat/none", 404)):
                answer, body = self.send(server, method, path)
                self.assertEqual(answer.status, status)
                self.assertEqual(sorted(body["error"]), ["code", "message", "request_id"])
            answer, body = self.send(server, "GET", "/chat?dialect=a")
            self.assertIsInstance(body["error"], str)
            answer, body = self.send(server, "GET", "/v1/chat/completions")
            self.assertEqual(sorted(body["error"]), ["code", "message", "param", "request_id", "type"])

    def test_the_classic_app_gets_its_lines_when_it_is_chosen(self):
        for how in ({"headers": {"X-Parley-Dialect": "b"}}, {}):
            arguments = [] if how else ["--dialect", "b"]
            lines = self.ask_lines(self.body(), *arguments, **how)["lines"]
            self.assertEqual(lines[0]["delta"], {"role": "assistant"})
            self.assertEqual("".join(map(words_of, lines)), ANSWER)
            self.assertEqual(lines[-1]["context"]["followup_questions"], ["Who decides?"])

    def test_the_quickstart_gets_events_for_its_typed_parts(self):
        said = [
            {"type": "message", "role": "system", "content": [{"type": "input_text", "text": "Be brief."}]},
            {"type": "message", "role": "user", "content": [{"type": "input_text", "text": QUESTION}]},
        ]
        got = self.ask_lines({"input": said})
        self.assertEqual(got["type"], "application/x-ndjson")
        self.assertEqual({line["type"] for line in got["lines"]}, {"response.output_text.delta"})
        self.assertIn("27 days", "".join(map(words_of, got["lines"])))

    def test_a_dialect_that_is_none_is_refused(self):
        got = self.ask_lines(self.body(), headers={"X-Parley-Dialect": "z"})
        self.assertEqual((got["status"], got["error"]), (400, "the dialect must be a, b, c or d"))


if __name__ == "__main__":
    unittest.main()
