"""What `parley mock` sends and takes, held against the types of PyPI openai.

Those types are made from OpenAI's published document (mock/pypi_types.py reads them), so this is the nearest
to the document that can be had from a registry. Azure's annotations are in no type, and are listed here.
"""

import json
import pathlib
import subprocess
import sys
import unittest

from clients import HERE, INSTALL, PYTHON, ROOT, environment

sys.path.append(str(ROOT / "tests/e2e"))

from mock_test import Mock  # noqa: E402

FIXTURES = HERE / "mock/shapes.yaml"
SITUATIONS = ("text", "refusal", "call", "calls", "thoughts", "cut", "filtered", "json", "usage")
TOOL = {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}

# What Azure adds, whose document is another.
AZURE_ONLY = ("content_filter_results", "prompt_filter_results", "content_filters")

# What we send and the types do not have, each with its reason.
KNOWN_SURPLUS = (
    "store",  # the service repeats it in every response
    "reasoning_content",  # how other hosts show thoughts in a chat, which OpenAI does not; fixtures may
)

NESTED_ERROR = '{"type":"error","sequence_number":7,"error":{'

# Complaints about the shape of a value, as against the company it is in.
OF_SHAPE = ("unknown_parameter", "invalid_type", "invalid_value", "missing_required_parameter")


class Types:
    """The types of the client, in a process of its own Python: `ask` gives what it says of a job."""

    def __init__(self):
        if not list(PYTHON.parents[1].glob("lib/python3*/site-packages/openai")):
            raise AssertionError(f"PyPI openai {INSTALL}")
        self.process = subprocess.Popen(
            [str(PYTHON), str(HERE / "mock/pypi_types.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )

    def ask(self, **job):
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.communicate()


# Complaints that the examples earn: their texts are no ids, and the types do not tell roles apart.
EARNED = (
    "Expected an ID that begins with",
    "Unknown parameter: 'input[0].phase'",  # of a user's message
    "Missing required parameter: 'messages[0].content'",  # of an assistant who calls nothing either
)


def events_of(stream):
    """The JSON of each event of a stream."""
    data = [line.removeprefix("data: ") for line in stream.splitlines() if line.startswith("data: ")]
    return [each for each in data if each != "[DONE]"]


def without_azure(text):
    def pruned(value):
        if isinstance(value, dict):
            return {name: pruned(one) for name, one in value.items() if name not in AZURE_ONLY}
        return [pruned(one) for one in value] if isinstance(value, list) else value

    return json.dumps(pruned(json.loads(text)))


class Held(unittest.TestCase):
    """A mock, and the types that its answers and its requests are held against."""

    ARGUMENTS = ()
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.types = Types()
        cls.addClassCleanup(cls.types.stop)
        cls.mock = Mock(*cls.ARGUMENTS)
        cls.addClassCleanup(cls.mock.errors.close)
        cls.addClassCleanup(cls.mock.stop)


class Sent(Held):
    """Each shape of an answer, from OpenAI's paths and from Azure's."""

    ARGUMENTS = ("--strict", FIXTURES)

    def send(self, path, body):
        answer = self.mock.request("POST", path, body)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.text

    def expect_sound(self, kind, texts):
        self.assertTrue(texts)
        found = self.types.ask(answers=[{"kind": kind, "text": text} for text in texts])
        known = tuple(f".{name}: no such field" for name in KNOWN_SURPLUS)
        self.assertEqual({each for wrong in found for each in wrong if not each.endswith(known)}, set())

    def chat(self, situation, base="/v1", **more):
        body = {"model": "m", "messages": [{"role": "user", "content": situation}]} | more
        return self.send(f"{base}/chat/completions", body)

    def response(self, situation, base="/v1", **more):
        return self.send(f"{base}/responses", {"model": "m", "input": situation} | more)

    def test_chats(self):
        self.expect_sound("chat", [self.chat(each) for each in SITUATIONS] + [self.chat("text", n=2)])

    def test_chunks_of_a_chat(self):
        options = {"stream": True, "stream_options": {"include_usage": True}}
        streams = [self.chat(each, **options) for each in SITUATIONS]
        self.expect_sound("chat chunk", [event for stream in streams for event in events_of(stream)])

    def test_responses(self):
        self.expect_sound("response", [self.response(each) for each in SITUATIONS])

    def test_a_response_repeats_what_was_asked_as_the_service_does(self):
        asked = {
            "instructions": "Be brief.",
            "tools": [{"type": "function"} | TOOL, {"type": "web_search"}],
            "tool_choice": {"type": "function", "name": "weather"},
            "metadata": {"a": "b"},
            "text": {"verbosity": "low"},
            "reasoning": {"effort": "low"},
            "max_output_tokens": 64,
            "temperature": 0.5,
            "truncation": "auto",
            "prompt_cache_key": "k",
            "safety_identifier": "s",
        }
        self.expect_sound("response", [self.response("text", **asked)])

    def test_events_of_a_response(self):
        streams = [self.response(each, stream=True) for each in (*SITUATIONS, "broken", "nested")]
        events = [event for stream in streams for event in events_of(stream)]
        # The service nests the error of a stream, as clients need it; its document has it flat.
        self.expect_sound("response event", [each for each in events if not each.startswith(NESTED_ERROR)])
        self.assertEqual(sum(each.startswith(NESTED_ERROR) for each in events), 1)

    def test_chats_of_azure_have_annotations_and_nothing_else_more(self):
        base = "/openai/v1"
        self.expect_sound("chat", [without_azure(self.chat(each, base)) for each in SITUATIONS])
        # The first chunk is Azure's own, with nothing in it but the prompt's annotations.
        streams = [events_of(self.chat(each, base, stream=True))[1:] for each in SITUATIONS]
        self.expect_sound("chat chunk", [without_azure(chunk) for stream in streams for chunk in stream])

    def test_responses_of_azure_have_annotations_and_nothing_else_more(self):
        base = "/openai/v1"
        self.expect_sound("response", [without_azure(self.response(each, base)) for each in SITUATIONS])
        streams = [events_of(self.response(each, base, stream=True)) for each in SITUATIONS]
        self.expect_sound("response event", [without_azure(event) for stream in streams for event in stream])

    def test_embeddings(self):
        self.expect_sound("embeddings", [self.send("/v1/embeddings", {"model": "m", "input": ["a", "b"]})])

    def test_models(self):
        listed = json.loads(self.mock.request("GET", "/v1/models").text)
        self.assertEqual((listed.keys(), listed["object"]), ({"object", "data"}, "list"))
        one = self.mock.request("GET", "/v1/models/m").text
        self.expect_sound("model", [json.dumps(each) for each in listed["data"]] + [one])

    def test_errors(self):
        texts = []
        for status in (400, 401, 403, 404, 409, 422, 429, 500, 503):
            answer = self.mock.chat(f"status {status}")
            self.assertEqual(answer.status, status)
            body = json.loads(answer.text)
            self.assertEqual(body.keys(), {"error"})
            texts.append(json.dumps(body["error"]))
        self.expect_sound("error", texts)


class Taken(Held):
    """Each documented field of a request, in each documented form, is known to the mock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fields = cls.types.ask(requests=True)

    def complaint(self, path, least, name, value):
        """What the mock has against the shape of a field; what depends on other fields is no matter here."""
        answer = self.mock.request("POST", path, least | {name: value})
        if answer.status == 200:
            return None
        error = json.loads(answer.text)["error"]
        is_of_shape = error["code"] in OF_SHAPE or error["message"].startswith("Unrecognized")
        return error["message"] if is_of_shape else None

    def expect_known(self, api, path, least):
        found = {}
        for name, values in self.fields[api].items():
            if name == "model":
                continue
            for value in values:
                wrong = self.complaint(path, least, name, value)
                if wrong and not any(each in wrong for each in EARNED):
                    found[f"{name} = {json.dumps(value)}"] = wrong
        self.assertEqual(found, {})

    def test_of_chats(self):
        least = {"model": "m", "messages": [{"role": "user", "content": "As JSON."}]}
        self.expect_known("chat", "/v1/chat/completions", least)

    def test_of_responses(self):
        self.expect_known("responses", "/v1/responses", {"model": "m", "input": "As JSON."})

    def test_of_embeddings(self):
        self.expect_known("embeddings", "/v1/embeddings", {"model": "m", "input": "a"})


if __name__ == "__main__":
    unittest.main()
