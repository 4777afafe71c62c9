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
  - when: {{last_user: {{prefix: "Break off"}}}}
    reply: {{text: "It was twenty-seven days.", fault: {{kind: reset, after_events: 3}}}}
  - when: {{last_user: {{prefix: "Too long"}}}}
    reply: {{text: "It was", finish_reason: length}}
  - when: {{endpoint: embeddings}}
    reply: {{}}
"""


def request(question=QUESTION, **members):
    return {"model": "parley", "stream": False, "messages": [{"role": "user", "content": question}]} | members


def response_request(said=QUESTION, **members):
    return {"model": "parley", "stream": False, "input": said} | members


class ServedModel(StoreTest):
    def serve(self, *arguments):
        self.ingest_texts()
        server = Serve(self.data, *arguments)
        self.addCleanup(server.stop)
        return server

    def serve_mock(self, *arguments):
        fixtures = self.folder / "fixtures.yaml"
        fixtures.write_text(FIXTURES)
        return self.serve("--model", "mock", "--fixtures", fixtures, *arguments)

    def each(self, server, call="chat", **job):
        for driver in DRIVERS:
            with self.subTest(driver):
                job |= {"style": "openai", "base_url": server.url + "/v1", "key": "any", "call": call}
                yield run_driver(driver, job, environment())

    def each_api(self, server, question, streamed, **job):
        for api, body in (("chat", request(question)), ("responses", response_request(question))):
            with self.subTest(api, streamed=streamed):
                yield from self.each(server, api=api, request=body | {"stream": streamed}, **job)

    def post(self, server, body, path="/v1/chat/completions"):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer, answer.read().decode()

    def test_clients_get_the_answer_whole_and_streamed_with_its_usage(self):
        server = self.serve_mock()
        wanted = {"outcome": "answer", "text": ANSWER, "finish": "stop", "tokens": 27}
        streamed = request(stream=True, stream_options={"include_usage": True})
        for body in (request(), streamed):
            for got in self.each(server, request=body):
                self.assertEqual(got, wanted)

    def test_clients_get_a_response_to_a_string_and_to_items_whole_and_streamed(self):
        server = self.serve_mock()
        wanted = {"outcome": "answer", "text": ANSWER, "finish": "stop", "tokens": 27}
        items = [
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "content": "Hello"},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hi."}]},
            {"role": "user", "content": [{"type": "input_text", "text": QUESTION}]},
        ]
        for said in (QUESTION, items):
            for streamed in (False, True):
                body = response_request(said, stream=streamed, instructions="Rhyme.")
                for got in self.each(server, api="responses", request=body):
                    self.assertEqual(got, wanted)

    def test_a_response_cites_what_can_be_opened(self):
        server = self.serve()
        answer, text = self.post(server, response_request(store=True), "/v1/responses")
        self.assertEqual(answer.status, 200, text)
        whole = json.loads(text)
        self.assertEqual((whole["status"], whole["store"]), ("completed", False))
        [part] = whole["output"][0]["content"]
        [cited] = part["annotations"]
        self.assertEqual(part["text"][cited["start_index"] : cited["end_index"]], "[leave.md]")
        self.assertEqual(cited["url"], server.url + "/content/leave.md")

    def test_the_events_of_a_response_are_numbered_and_end_with_the_whole(self):
        server = self.serve()
        answer, text = self.post(server, response_request(stream=True), "/v1/responses")
        self.assertEqual(answer.headers["Content-Type"], "text/event-stream")
        events = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
        self.assertEqual([each["sequence_number"] for each in events], list(range(len(events))))
        self.assertEqual((events[0]["type"], events[-1]["type"]), ("response.created", "response.completed"))
        told = [each["annotation"] for each in events if each["type"].endswith("annotation.added")]
        self.assertEqual(told, events[-1]["response"]["output"][0]["content"][0]["annotations"])

    def test_an_answer_that_breaks_off_is_an_exception_in_every_client(self):
        server = self.serve_mock()
        for streamed in (False, True):
            for got in self.each_api(server, "Break off", streamed):
                self.assertEqual(got["outcome"], "error", got)
                self.assertRegex(got["message"], "Error: ." if streamed else "502")

    def test_an_answer_that_a_limit_cut_says_so(self):
        server = self.serve_mock()
        for streamed in (False, True):
            for got in self.each(server, request=request("Too long", stream=streamed)):
                self.assertEqual(got["finish"], "length", got)
        for got in self.each(server, api="responses", request=response_request("Too long")):
            self.assertEqual(got["finish"], "incomplete", got)

    def test_an_answer_ends_where_the_client_says(self):
        server = self.serve_mock()
        for got in self.each(server, request=request(stop=["[leave"], stream=True)):
            self.assertEqual((got["text"], got["finish"]), ("27 days ", "stop"), got)
        _, text = self.post(server, request(stop="[leave"))
        self.assertEqual(json.loads(text)["choices"][0]["message"]["content"], "27 days ")

    def test_clients_get_the_vectors_of_the_embedding_model(self):
        server = self.serve_mock("--embedding-model", "text-embedding-3-small")
        asked = {"model": "text-embedding-3-small", "input": ["leave", "badge"], "dimensions": 8}
        seen = []
        for form in ({}, {"encoding_format": "float"}, {"encoding_format": "base64"}):
            for got in self.each(server, "embeddings", request=asked | form):
                self.assertEqual(got["outcome"], "answer", got)
                seen.append(got)
        plain = [got for got in seen if isinstance(got["vectors"][0], list)]
        self.assertGreaterEqual(len(plain), 4)
        for got in plain:
            self.assertEqual([len(each) for each in got["vectors"]], [8, 8])
            for one, other in zip(got["vectors"], plain[0]["vectors"]):
                self.assertTrue(all(abs(a - b) < 1e-6 for a, b in zip(one, other)))
            self.assertGreater(got["tokens"], 0)
        for got in self.each(server, "models"):
            self.assertEqual(got["models"], ["parley", "text-embedding-3-small"])

    def test_without_an_embedding_model_the_setting_is_named(self):
        server = self.serve()
        for got in self.each(server, "embeddings", request={"model": "m", "input": "leave"}):
            self.assertRegex(got["message"], "^NotFoundError: .*404.*--embedding-model")

    def test_what_no_embedding_can_be_made_of_is_refused_by_name(self):
        server = self.serve_mock("--embedding-model", "text-embedding-3-small")
        for asked, complaint in (
            ({"model": "text-embedding-3-small", "input": [1, 2]}, "BadRequestError: .*400.*tokens are not"),
            ({"model": "text-embedding-3-small", "input": [""]}, "BadRequestError: .*400.*input.0. is empty"),
            ({"model": "other", "input": "a"}, "NotFoundError: .*404.*model must be text-embedding-3-small"),
        ):
            for got in self.each(server, "embeddings", request=asked):
                self.assertRegex(got["message"], complaint)

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
        previous = response_request(previous_response_id="resp_1")
        for got in self.each(server, api="responses", request=previous):
            self.assertRegex(got["message"], "^BadRequestError: .*400.*previous_response_id cannot be had")
        for streamed in (False, True):
            for got in self.each_api(server, "Busy?", streamed, retries=0):
                self.assertRegex(got["message"], "^RateLimitError: .*429")


if __name__ == "__main__":
    unittest.main()
