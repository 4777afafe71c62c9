"""The documents as a model: `parley serve` asked by PyPI openai and npm openai, as they are."""

import http.client
import json
import sys
import unittest

from clients import ROOT, environment, run_driver

sys.path.append(str(ROOT / "tests/e2e"))

from parley_process import Serve, StoreTest  # noqa: E402

DRIVERS = ("pypi_openai.py", "npm_openai.mjs")
QUESTION = "How many days of annual leave?"
ANSWER = "27 days [leave.md]."
FIXTURES = f"""
version: 1
fixtures:
  - when: {{last_user: {{prefix: "{QUESTION}"}}}}
    reply: {{text: "{ANSWER}", usage: {{prompt: 20, completion: 7}}}}
  - when: {{last_user: {{prefix: "Busy?"}}}}
    reply: {{status: 429, retry_after_ms: 1000}}
"""


def request(question=QUESTION, **members):
    return {"model": "parley", "stream": False, "messages": [{"role": "user", "content": question}]} | members


class ServedModel(StoreTest):
    def serve(self, *arguments):
        self.ingest_texts()
        server = Serve(self.data, *arguments)
        self.addCleanup(server.stop)
        return server

    def serve_mock(self):
        fixtures = self.folder / "fixtures.yaml"
        fixtures.write_text(FIXTURES)
        return self.serve("--model", "mock", "--fixtures", fixtures)

    def each(self, server, call="chat", **job):
        for driver in DRIVERS:
            with self.subTest(driver):
                job |= {"style": "openai", "base_url": server.url + "/v1", "key": "any", "call": call}
                yield run_driver(driver, job, environment())

    def post(self, server, body):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request(
            "POST", "/v1/chat/completions", json.dumps(body), {"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        return answer, answer.read().decode()

    def test_clients_get_the_answer_whole_and_streamed_with_its_usage(self):
        server = self.serve_mock()
        wanted = {"outcome": "answer", "text": ANSWER, "finish": "stop", "tokens": 27}
        streamed = request(stream=True, stream_options={"include_usage": True})
        for body in (request(), streamed):
            for got in self.each(server, request=body):
                self.assertEqual(got, wanted)

    def test_clients_find_the_model_by_its_name(self):
        server = self.serve()
        for got in self.each(server, "models"):
            self.assertEqual(got, {"outcome": "answer", "models": ["parley"]})
        for got in self.each(server, "model", model="parley"):
            self.assertEqual(got, {"outcome": "answer", "models": ["parley"]})

    def test_it_answers_without_any_model_and_cites_what_can_be_opened(self):
        server = self.serve()
        answer, text = self.post(server, request())
        self.assertEqual(answer.status, 200, text)
        message = json.loads(text)["choices"][0]["message"]
        self.assertIn("27 days", message["content"])
        [cited] = [each["url_citation"] for each in message["annotations"]]
        self.assertEqual(message["content"][cited["start_index"] : cited["end_index"]], "[leave.md]")
        self.assertEqual(cited["url"], server.url + "/content/leave.md")
        self.assertEqual(server.get("/content/leave.md").status, 200)

    def test_the_last_chunk_of_a_stream_has_the_citations(self):
        server = self.serve()
        answer, text = self.post(server, request(stream=True))
        self.assertEqual(answer.headers["Content-Type"], "text/event-stream")
        events = [line.removeprefix("data: ") for line in text.splitlines() if line]
        self.assertEqual(events[-1], "[DONE]")
        choice = json.loads(events[-2])["choices"][0]
        self.assertEqual(choice["finish_reason"], "stop")
        self.assertEqual(choice["delta"]["annotations"][0]["url_citation"]["title"], "leave.md")

    def test_a_refusal_is_the_exception_that_clients_know(self):
        server = self.serve_mock()
        for got in self.each(server, request=request(n=2)):
            self.assertRegex(got["message"], "^BadRequestError: .*400.*n must be 1")
        for got in self.each(server, request=request("Busy?")):
            self.assertRegex(got["message"], "^RateLimitError: .*429")


if __name__ == "__main__":
    unittest.main()
