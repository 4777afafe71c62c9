"""Makes calls with PyPI openai, sync and async, as the cells (JSON) on standard input say."""

import asyncio
import json
import sys

import openai

TOOL = {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}
SILENCE_S = 0.3  # how long a silent host is waited for


def with_options(client, cell):
    patience = {"timeout": SILENCE_S, "max_retries": 0} if cell["situation"] == "silent" else {}
    return client.with_options(default_headers={"X-Mock-Scope": cell["scope"]}, **patience)


def request(cell):
    situation = cell["situation"]
    if cell["api"] == "embeddings":
        return {"model": "m", "input": situation}
    made = {"model": "m", "stream": cell["streamed"]}
    if cell["api"] == "chat":
        made["messages"] = [{"role": "user", "content": situation}]
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


def take_chunk(chunk, read):
    if chunk.usage:
        read["usage"] = [chunk.usage.prompt_tokens, chunk.usage.completion_tokens]
    for choice in chunk.choices:
        read["text"] += choice.delta.content or ""
        read["finish"] = choice.finish_reason or read["finish"]
        for each in choice.delta.tool_calls or []:
            read["tool"] = read.get("tool") or {"name": "", "arguments": ""}
            read["tool"]["name"] += each.function.name or ""
            read["tool"]["arguments"] += each.function.arguments or ""


def take_event(event, read):
    if event.type == "response.output_text.delta":
        read["text"] += event.delta
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
    if cell["api"] == "embeddings":
        read["vector"] = [round(each, 6) for each in answer.data[0].embedding]
        read["usage"] = [answer.usage.prompt_tokens, 0]
    elif cell["api"] == "models":
        read["text"] = answer.id
    elif cell["api"] == "chat":
        choice = answer.choices[0]
        read["text"], read["finish"] = choice.message.content or "", choice.finish_reason
        read["usage"] = [answer.usage.prompt_tokens, answer.usage.completion_tokens]
        for each in choice.message.tool_calls or []:
            read["tool"] = {"name": each.function.name, "arguments": each.function.arguments}
    else:
        read["text"] = answer.output_text
        take_response(answer, read)


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
    read = {"outcome": "answer", "text": "", "finish": None}
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
    read = {"outcome": "answer", "text": "", "finish": None}
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
    """All that are async in one loop, and the others between them: a client is made once for each way."""
    where = {"base_url": cells[0]["base_url"], "api_key": "key-1"}
    with openai.OpenAI(**where) as blocking:
        async with openai.AsyncOpenAI(**where) as client:
            return [
                await make_async(client, cell) if cell["way"] == "async" else make_sync(blocking, cell)
                for cell in cells
            ]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(make_all(json.load(sys.stdin)))))
