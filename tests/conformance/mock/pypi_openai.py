"""Makes calls with PyPI openai, sync and async, as the cells (JSON) on standard input say."""

import asyncio
import json
import sys

import openai
from side_by_side import side_by_side

TOOL = {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}


def with_options(client, cell):
    patience = {"timeout": cell["patience_ms"] / 1000, "max_retries": 0} if cell["patience_ms"] else {}
    return client.with_options(default_headers={"X-Mock-Scope": cell["scope"]}, **patience)


def request(cell):
    situation = cell["situation"]
    if cell["api"] == "embeddings":
        return {"model": "m", "input": situation if cell["count"] == 1 else [situation, "another text"]}
    made = {"model": "m", "stream": cell["streamed"]}
    if cell["api"] == "chat":
        made |= {"messages": [{"role": "user", "content": situation}], "n": cell["count"]}
        if situation == "tool":
            made["tools"] = [{"type": "function", "function": TOOL}]
        if situation == "usage" and cell["streamed"]:
            made["stream_options"] = {"include_usage": True}
        return made
    return (
        made
        | {"input": situation}
        | ({"tools": [{"type": "function"} | TOOL]} if situation == "tool" else {})
    )


def call(client, cell):
    if cell["api"] == "embeddings":
        return client.embeddings.create(**request(cell))
    if cell["api"] == "models":
        return client.models.retrieve(cell["situation"])
    api = client.chat.completions if cell["api"] == "chat" else client.responses
    return api.create(**request(cell))


def nothing_read():
    return {"outcome": "answer", "text": "", "finish": None, "order": []}


def take_chunk(chunk, read):
    if chunk.usage:
        read["usage"] = [chunk.usage.prompt_tokens, chunk.usage.completion_tokens]
    for choice in chunk.choices:
        if choice.index not in read["order"]:
            read["order"].append(choice.index)
        if choice.index == 0:
            read["text"] += choice.delta.content or ""
        read["finish"] = choice.finish_reason or read["finish"]
        for each in choice.delta.tool_calls or []:
            read["tool"] = read.get("tool") or {"name": "", "arguments": ""}
            read["tool"]["name"] += each.function.name or ""
            read["tool"]["arguments"] += each.function.arguments or ""


def take_event(event, read):
    if event.type == "response.output_text.delta":
        read["text"] += event.delta
    if event.type == "error":
        read["finish"] = "error event"
    if event.type in ("response.completed", "response.failed", "response.incomplete"):
        take_response(event.response, read)


def take_response(response, read):
    read["finish"] = "stop" if response.status == "completed" else response.status
    if response.usage:
        read["usage"] = [response.usage.input_tokens, response.usage.output_tokens]
    for item in response.output:
        if item.type == "function_call":
            read["tool"] = {"name": item.name, "arguments": item.arguments}


def take_whole(answer, cell, read):
    if isinstance(answer, str):
        read["finish"] = "a text"  # what was no JSON by its content type
    elif cell["api"] == "embeddings":
        read["vectors"] = [[round(each, 6) for each in one.embedding] for one in answer.data]
        read["usage"] = [answer.usage.prompt_tokens, 0]
    elif cell["api"] == "models":
        read["text"] = answer.id
    elif cell["api"] == "chat":
        take_chat(answer, read)
    else:
        read["text"] = answer.output_text
        take_response(answer, read)


def take_chat(answer, read):
    if answer.choices is None:
        read["finish"] = "an empty answer"
        return
    choice = answer.choices[0]
    read["order"] = [one.index for one in answer.choices]
    read["text"], read["finish"] = choice.message.content or "", choice.finish_reason
    read["usage"] = [answer.usage.prompt_tokens, answer.usage.completion_tokens]
    for each in choice.message.tool_calls or []:
        read["tool"] = {"name": each.function.name, "arguments": each.function.arguments}


def take(piece, cell, read):
    (take_chunk if cell["api"] == "chat" else take_event)(piece, read)
    return cell["situation"] == "abort" and read["text"]


def told(problem):
    return {
        "outcome": "error",
        "class": type(problem).__name__,
        "is_documented": isinstance(problem, openai.OpenAIError),
        "status": getattr(problem, "status_code", None),
    }


def make_sync(client, cell):
    read = nothing_read()
    try:
        answer = call(with_options(client, cell), cell)
        if not cell["streamed"]:
            take_whole(answer, cell, read)
            return read
        with answer:
            for piece in answer:
                if take(piece, cell, read):
                    break
    except Exception as problem:  # whatever it is, it is what a user of the client would see
        read |= told(problem)
    return read


async def make_async(client, cell):
    read = nothing_read()
    try:
        answer = await call(with_options(client, cell), cell)
        if not cell["streamed"]:
            take_whole(answer, cell, read)
            return read
        async with answer:
            async for piece in answer:
                if take(piece, cell, read):
                    break
    except Exception as problem:
        read |= told(problem)
    return read


async def make_all(cells):
    """Clients are made once for each way; what is sync runs on threads."""
    where = {"base_url": cells[0]["base_url"], "api_key": "key-1"}
    with openai.OpenAI(**where) as blocking:
        async with openai.AsyncOpenAI(**where) as client:

            async def make(cell):
                if cell["way"] == "async":
                    return await make_async(client, cell)
                return await asyncio.to_thread(make_sync, blocking, cell)

            return await side_by_side(make, cells)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(make_all(json.load(sys.stdin)))))
