"""The same requests to `parley mock` and to npm's aimock: prints every field in which their answers differ.

usage: python3 -m bench.mock_differences [--parley PROGRAM]

docs/mock-conformance.md says why each of them does.
"""

import http.client
import json
import pathlib
import re
import sys
import tempfile

from bench.mock import AIMOCK
from bench.processes import free_port, program_parser, running

TEXT = "The answer is 42."
TOOLS = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]
THEIRS = [
    {"match": {"userMessage": "hello"}, "response": {"content": TEXT}},
    {"match": {"userMessage": "tool"}, "response": {"toolCalls": [{"name": "weather", "arguments": "{}"}]}},
    {"match": {"userMessage": "busy"}, "response": {"error": {"message": "Slow down"}, "status": 429}},
]
OURS = [
    {
        "name": "hello",
        "when": {"last_user": "hello"},
        "reply": {"text": TEXT, "chunking": {"by": "whole"}},
        "then": "repeat",
    },
    {
        "name": "tool",
        "when": {"last_user": "tool"},
        "reply": {"tool_calls": [{"name": "weather", "arguments": {}}]},
        "then": "repeat",
    },
    {"name": "busy", "when": {"last_user": "busy"}, "reply": {"status": 429}, "then": "repeat"},
]


def chat(text: str, **more) -> tuple:
    message = {"role": more.pop("role", "user"), "content": text}
    return ("/v1/chat/completions", {"model": "gpt-4o", "messages": [message]} | more)


CASES = {
    "chat": chat("hello"),
    "chat streamed": chat("hello", stream=True, stream_options={"include_usage": True}),
    "chat of two choices": chat("hello", n=2),
    "tool call": chat("tool", tools=TOOLS),
    "tool call streamed": chat("tool", tools=TOOLS, stream=True),
    "response": ("/v1/responses", {"model": "gpt-4o", "input": "hello"}),
    "response streamed": ("/v1/responses", {"model": "gpt-4o", "input": "hello", "stream": True}),
    "models": ("/v1/models", None),
    "429": chat("busy"),
    "unmatched": chat("nothing like it"),
    "a longer message": chat("say hello"),
    "no model": chat("hello", model=None),
    "unknown role": chat("hello", role="robot"),
    "no JSON": ("/v1/chat/completions", '{"model":'),
    "no such path": ("/v1/nonsense", None),
}


def ask(port: int, path: str, body) -> dict[str, str]:
    """Status, names of headers, and every field of the answer, or of each of its events."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    headers = {"Content-Type": "application/json", "Authorization": "Bearer key-1"}
    connection.request("GET" if body is None else "POST", path, text, headers)
    answer = connection.getresponse()
    seen = {"status": str(answer.status)} | {
        f"header {name.lower()}": "sent" for name, _ in answer.getheaders()
    }
    said = answer.read().decode()
    events = re.findall(r"^data: (\{.*)$", said, re.MULTILINE)
    for number, each in enumerate(events or [said]):
        seen |= flat(json.loads(each), f"event {number} " if events else "")
    return seen


def flat(value, where: str) -> dict[str, str]:
    if isinstance(value, dict) and value:
        return {
            path: leaf for key, each in value.items() for path, leaf in flat(each, f"{where}/{key}").items()
        }
    if isinstance(value, list) and value:
        return {
            path: leaf for n, each in enumerate(value) for path, leaf in flat(each, f"{where}/{n}").items()
        }
    return {where: json.dumps(value)[:60]}


def main() -> int:
    given = program_parser(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, ours, theirs = pathlib.Path(name), free_port(), free_port()
        (folder / "ours.json").write_text(json.dumps({"version": 1, "fixtures": OURS}))
        (folder / "theirs.json").write_text(json.dumps({"fixtures": THEIRS}))
        parley = [str(given.parley.resolve()), "mock", str(folder / "ours.json"), "--port", str(ours)]
        aimock = ["node", str(AIMOCK), "-f", str(folder / "theirs.json"), "-p", str(theirs), "--strict"]
        with (
            running(parley, ours, folder / "ours.log"),
            running(aimock, theirs, folder / "theirs.log"),
        ):
            for case, (path, body) in CASES.items():
                mine, other = ask(ours, path, body), ask(theirs, path, body)
                for field in sorted(mine.keys() | other.keys()):
                    if mine.get(field) != other.get(field):
                        print(f"{case}: {field}: {mine.get(field, '–')} | {other.get(field, '–')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
