"""One call each, made three times against the same endpoint: PyPI openai, npm openai and parley::openai."""

import base64
import functools
import json
import os
import struct
from dataclasses import dataclass, field

from clients import NPM, PYPI, ROOT, environment, run_driver, run_ours
from differences import plain, step_of
from recorder import Answer, Recorder

PROBE = os.environ.get("PARLEY_OPENAI_PROBE", str(ROOT / "build/dev/bin/openai_probe"))
DRIVERS = {PYPI: "pypi_openai.py", NPM: "npm_openai.mjs"}
USAGE = {"prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9}
VECTORS = [[0.5, -0.25], [0.125, 1.0]]
WEATHER_SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}


def events(*values, named=False, end=b""):
    lines = []
    for value in values:
        name = f"event: {value['type']}\n" if named else ""
        lines.append(f"{name}data: {json.dumps(value)}\n\n")
    return Answer(200, "".join(lines).encode() + end, {"Content-Type": "text/event-stream"})


def completion(request):
    if not request.json.get("stream"):
        message = {"role": "assistant", "content": "Hi there", "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        head = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m"}
        return Answer.of_json(head | {"choices": [choice], "usage": USAGE})
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}

    def chunk(delta, finish=None):
        return head | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}], "usage": None}

    chunks = [
        chunk({"role": "assistant", "content": ""}),
        chunk({"content": "Hi"}),
        chunk({"content": " there"}),
    ]
    return events(*chunks, chunk({}, "stop"), head | {"choices": [], "usage": USAGE}, end=b"data: [DONE]\n\n")


def response(request):
    part = {"type": "output_text", "text": "Hi there", "annotations": [], "logprobs": []}
    item = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}
    used = {"input_tokens": 7, "output_tokens": 2, "total_tokens": 9}
    used |= {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
    whole = {"id": "resp_1", "object": "response", "created_at": 1, "model": "m", "status": "completed"}
    whole |= {"output": [item], "usage": used, "error": None, "incomplete_details": None, "tools": []}
    whole |= {"parallel_tool_calls": True, "tool_choice": "auto", "metadata": {}, "instructions": None}
    if not request.json.get("stream"):
        return Answer.of_json(whole)
    begun = whole | {"status": "in_progress", "output": [], "usage": None}
    where = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    told = [{"type": "response.created", "response": begun}]
    told += [{"type": "response.output_item.added", "output_index": 0, "item": item | {"content": []}}]
    told += [{"type": "response.content_part.added", "part": part | {"text": ""}} | where]
    told += [
        {"type": "response.output_text.delta", "delta": text, "logprobs": []} | where
        for text in ("Hi", " there")
    ]
    told += [{"type": "response.output_text.done", "text": "Hi there", "logprobs": []} | where]
    told += [{"type": "response.output_item.done", "output_index": 0, "item": item}]
    told += [{"type": "response.completed", "response": whole}]
    return events(*({"sequence_number": n} | each for n, each in enumerate(told)), named=True)


def embeddings(request):
    def vector(numbers):
        if request.json.get("encoding_format") != "base64":
            return numbers
        return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()

    data = [{"object": "embedding", "index": n, "embedding": vector(each)} for n, each in enumerate(VECTORS)]
    used = {"prompt_tokens": 2, "total_tokens": 2}
    return Answer.of_json({"object": "list", "data": data, "model": "m", "usage": used})


def models(request):
    one = {"object": "model", "created": 1, "owned_by": "me"}
    if request.path.endswith("/models"):
        return Answer.of_json({"object": "list", "data": [one | {"id": "a"}, one | {"id": "b"}]})
    return Answer.of_json(one | {"id": request.path.rsplit("/", 1)[1]})


def answer(request):
    """What a model's host says, whichever of its routes is asked."""
    routes = {"/chat/completions": completion, "/responses": response, "/embeddings": embeddings}
    for route, respond in routes.items():
        if request.path.endswith(route):
            return respond(request)
    if "/models" in request.path:
        return models(request)
    return Answer.of_json(
        {"error": {"message": "no such route", "type": "t", "param": None, "code": None}}, 404
    )


@dataclass(frozen=True)
class Case:
    name: str
    job: str  # JSON, without the address
    replies: tuple = field(default=())  # in place of the first answers

    def script(self):
        left = list(self.replies)
        return lambda request: left.pop(0) if left else answer(request)


def flat(value, where):
    """A JSON value as its leaves; what is empty is a leaf too."""
    if isinstance(value, dict) and value:
        return {
            path: leaf for key, each in value.items() for path, leaf in flat(each, f"{where}/{key}").items()
        }
    if isinstance(value, list) and value:
        return {
            path: leaf for n, each in enumerate(value) for path, leaf in flat(each, f"{where}/{n}").items()
        }
    is_whole = isinstance(value, float) and value.is_integer()
    return {where: json.dumps(int(value) if is_whole else value)}


def step(request, base_url):
    body = flat(request.json, "body ") if request.body else {}
    return step_of(request, base_url) | {name.replace(" /", " "): plain(text) for name, text in body.items()}


def call(client, job):
    env = environment()
    if client != "ours":
        return run_driver(DRIVERS[client], job, env)
    if not os.path.exists(PROBE):
        raise AssertionError(f"{PROBE} is missing: build the dev preset, as script/test does")
    done = run_ours(PROBE, json.dumps(job), env=env)
    if done.returncode != 0:
        raise AssertionError(f"openai_probe broke: {done.stderr}")
    return json.loads(done.stdout)


@functools.cache
def run_case(case, client):
    """The requests of a case, the times at which they came, and what the client gave to its user."""
    with Recorder(case.script()) as recorder:
        job = json.loads(case.job)
        job["base_url"] = recorder.url + ("/v1" if job["style"] == "openai" else "")
        outcome = call(client, job)
        outcome.pop("message", None)  # the words of a failure are each client's own
        steps = [step(request, recorder.url) for request in recorder.requests]
        times = [request.at for request in recorder.requests]
    return steps, times, {"request": "outcome"} | flat(outcome, "outcome")
