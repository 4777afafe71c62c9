"""`--model mock`: the application on a stand-in for a model in the same process, with nothing to set up."""

import http.client
import json
import socket
import unittest

from parley_process import PATIENCE_S, Serve, StoreTest, chat_body, environment, lines_of, run, wait_until
from scripted_model import DONE, ScriptedModel, words

QUESTION = "How many days of annual leave do we have?"
HALF = """version: 1
fixtures:
  - reply:
      text: "You have 27 days [leave.md]."
      chunking: {by: words}
      pauses: [{name: half, after: "You have"}]
"""


def text_of(events):
    return "".join(e["delta"] for e in events if e.get("type") == "response.output_text.delta")


class MockModel(StoreTest):
    def ask(self, *arguments, env=None):
        return run("ask", "--data", self.data, "--model", "mock", *arguments, QUESTION, env=env)

    def serve(self, *arguments):
        serve = Serve(self.data, "--model", "mock", *arguments)
        self.addCleanup(serve.stop)
        return serve

    def test_ask_is_answered_from_the_documents(self):
        self.ingest_texts()
        done = self.ask()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("27 days", done.stdout)
        self.assertIn("leave.md", done.stdout)

    def test_what_is_set_up_for_a_real_model_is_left_alone(self):
        self.ingest_texts()
        nowhere = "http://127.0.0.1:1"
        env = environment(
            OPENAI_API_KEY="sk-not-for-a-mock", HTTP_PROXY=nowhere, AZURE_OPENAI_API_VERSION="2024-10-21"
        )
        done = self.ask(env=env)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("27 days", done.stdout)

    def test_a_model_of_that_name_elsewhere_is_asked_there(self):
        self.ingest_texts()
        with ScriptedModel(lambda a: a.whole(*words("From elsewhere [leave.md]."), *DONE)) as model:
            done = self.ask(env=environment(OPENAI_BASE_URL=model.url))
        self.assertIn("From elsewhere", done.stdout, done.stderr)
        self.assertEqual(model.requests[0]["body"]["model"], "mock")

    def test_a_mistake_in_its_fixtures_is_wrong_usage(self):
        self.ingest_texts()
        path = self.folder / "f.yaml"
        path.write_text(HALF.replace("chunking", "chunkin"))
        for command in (["ask", QUESTION], ["serve", "--port", "0"]):
            done = run(*command, "--data", self.data, "--model", "mock", "--fixtures", path)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(f"{path}:5:", done.stderr)

    def test_serve_streams_and_can_be_held_half_way(self):
        self.ingest_texts()
        path = self.folder / "f.yaml"
        path.write_text(HALF)
        serve = self.serve("--fixtures", path)
        body = chat_body(QUESTION)
        with socket.create_connection(("127.0.0.1", serve.port), PATIENCE_S) as connection:
            connection.sendall(
                "POST /chat/stream HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
            )
            received = self.read_until(connection, b"have")
            self.assertNotIn(b"27 days", received.split(b"output_text.delta", 1)[1])
            control = http.client.HTTPConnection("127.0.0.1", serve.mock_port, timeout=PATIENCE_S)
            control.request("POST", "/__mock/pauses", json.dumps({"release": "half"}))
            self.assertEqual(control.getresponse().status, 200)
            control.close()
            self.read_until(connection, b"0\r\n\r\n")
        self.assertEqual(serve.stop(), 0, serve.log)

    def read_until(self, connection, marker):
        received = b""
        while marker not in received:
            more = connection.recv(65536)
            self.assertTrue(more, f"the stream ended before {marker!r}: {received[-200:]!r}")
            received += more
        return received

    def test_many_questions_of_the_same_words_are_all_answered(self):
        self.ingest_texts()
        serve = self.serve("--loops", "2")
        for _ in range(30):  # more than the loop guard of `parley mock` allows
            answer = serve.post_chat(QUESTION, path="/chat/stream")
            self.assertIn("27 days", text_of(lines_of(answer.text)))
        wait_until(lambda: "model_mock" in serve.log, "its place in the log")


if __name__ == "__main__":
    unittest.main()
