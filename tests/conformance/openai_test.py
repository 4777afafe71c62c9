"""How models are asked: PyPI openai and npm openai against parley::openai, field by field."""

import json
import unittest

from clients import NPM, PYPI
from differences import compare, documented
from openai_cases import WEATHER_SCHEMA, Case, run_case

PREFIX = "openai/"
MODEL = "gpt-4o mini"  # as a deployment's name it is part of a path
MESSAGES = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}]
OPENAI = {"style": "openai", "key": "key-1"}
AZURE_LEGACY = {"style": "azure_legacy", "api_version": "2024-10-21"}
AZURE_V1 = {"style": "azure_v1"}
TOKENS = {"tokens": ["token-1"]}
USAGE = {"stream_options": {"include_usage": True}}
FUNCTION = {
    "name": "weather",
    "description": "The weather of a city",
    "parameters": WEATHER_SCHEMA,
    "strict": True,
}
ARGUMENTS = '{"city":"Oslo"}'
QUESTION = 'Is it cold in Oslo? "é\n'


def case(name, call, where=OPENAI, api="chat", **request):
    if request:
        request = {"model": MODEL} | request
    return Case(name, json.dumps({"call": call, "model": MODEL, "api": api, "request": request} | where))


def chat_with_tools():
    spoken = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": ARGUMENTS}}
    picture = {"type": "image_url", "image_url": {"url": "https://example.org/a.png", "detail": "low"}}
    return {
        "messages": [
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "content": QUESTION},
            {"role": "assistant", "content": None, "tool_calls": [spoken]},
            {"role": "tool", "tool_call_id": "call_1", "content": "12 degrees"},
            {"role": "user", "content": [{"type": "text", "text": "And here?"}, picture]},
        ],
        "temperature": 0.5,
        "top_p": 0.9,
        "max_completion_tokens": 100,
        "tools": [{"type": "function", "function": FUNCTION}],
        "tool_choice": {"type": "function", "function": {"name": "weather"}},
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "weather", "schema": WEATHER_SCHEMA, "strict": True},
        },
        "reasoning_effort": "low",
        "seed": 7,
        "stop": ["END"],
        "stream": True,
    } | USAGE


def response_with_tools():
    picture = {"type": "input_image", "image_url": "https://example.org/a.png", "detail": "low"}
    return {
        "instructions": "Be brief.",
        "input": [
            {"role": "user", "content": QUESTION},
            {"type": "function_call", "call_id": "call_1", "name": "weather", "arguments": ARGUMENTS},
            {"type": "function_call_output", "call_id": "call_1", "output": "12 degrees"},
            {"role": "user", "content": [{"type": "input_text", "text": "And here?"}, picture]},
        ],
        "temperature": 0.5,
        "top_p": 0.9,
        "max_output_tokens": 100,
        "tools": [{"type": "function"} | FUNCTION],
        "tool_choice": {"type": "function", "name": "weather"},
        "text": {
            "format": {"type": "json_schema", "name": "weather", "schema": WEATHER_SCHEMA, "strict": True}
        },
        "reasoning": {"effort": "low"},
        "store": False,
        "stream": True,
    }


CHAT = {"messages": MESSAGES, "stream": True} | USAGE
RESPONSE = {"instructions": "Be brief.", "input": MESSAGES[1:], "store": False, "stream": True}
TEXTS = {"input": ["one", "two"]}
CASES = [
    case("chat streamed", "chat streamed", **CHAT),
    case("chat whole", "chat whole", messages=MESSAGES, stream=False),
    case("chat with tools", "tools streamed", **chat_with_tools()),
    case("response streamed", "response streamed", api="responses", **RESPONSE),
    case("response whole", "response whole", api="responses", **RESPONSE | {"stream": False}),
    case("response with tools", "tools streamed", api="responses", **response_with_tools()),
    case("embeddings", "embeddings", **TEXTS),
    case("embeddings shortened", "embeddings shortened", **TEXTS, dimensions=2),
    case("models", "models"),
    case("model", "model"),
    case("azure legacy with key", "chat streamed", AZURE_LEGACY | {"key": "key-1"}, **CHAT),
    case("azure legacy with token", "chat streamed", AZURE_LEGACY | TOKENS, **CHAT),
    case("azure legacy response", "response streamed", AZURE_LEGACY | TOKENS, "responses", **RESPONSE),
    case("azure legacy embeddings", "embeddings", AZURE_LEGACY | TOKENS, **TEXTS),
    case("azure v1 with key", "chat streamed", AZURE_V1 | {"key": "key-1"}, **CHAT),
    case("azure v1 with token", "chat streamed", AZURE_V1 | TOKENS, **CHAT),
    case("azure v1 response", "response streamed", AZURE_V1 | TOKENS, "responses", **RESPONSE),
    case("azure v1 embeddings", "embeddings", AZURE_V1 | TOKENS, **TEXTS),
]


def differences_of(case, client):
    ours, _, our_outcome = run_case(case, "ours")
    theirs, _, their_outcome = run_case(case, client)
    return compare(
        PREFIX + case.name, client, ours + [our_outcome], theirs + [their_outcome], documented(PREFIX)
    )


class Requests(unittest.TestCase):
    maxDiff = None

    def check(self, case, client):
        _, _, outcome = run_case(case, "ours")
        self.assertEqual(outcome["outcome/outcome"], '"answer"')
        _, unexplained = differences_of(case, client)
        self.assertEqual([str(each) for each in unexplained], [], "no row of docs/conformance.md covers this")


def add_tests():
    for each in CASES:
        for client in (PYPI, NPM):

            def test(self, case=each, client=client):
                self.check(case, client)

            setattr(Requests, f"test_{each.name}_{client}".replace(" ", "_"), test)


add_tests()


class EveryRowIsNeeded(unittest.TestCase):
    def test_no_row_of_the_document_is_older_than_the_clients(self):
        seen = [
            found for each in CASES for client in (PYPI, NPM) for found in differences_of(each, client)[0]
        ]
        rows = [row for row in documented(PREFIX) if not row.case.startswith("openai/after ")]
        self.assertEqual([row for row in rows if not any(row.covers(each) for each in seen)], [])


if __name__ == "__main__":
    unittest.main()
