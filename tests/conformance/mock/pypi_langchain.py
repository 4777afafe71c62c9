"""Makes calls with PyPI langchain-openai as the cells (JSON) on standard input say; writes what came."""

import asyncio
import json
import sys

import openai
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from side_by_side import side_by_side

TOOL = {"type": "function", "function": {"name": "weather", "description": "", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}}}}  # fmt: skip


def connect(cell):
    made = {
        "model": "m",
        "base_url": cell["base_url"],
        "api_key": "key-1",
        "default_headers": {"X-Mock-Scope": cell["scope"]},
    }
    if cell["patience_ms"]:
        made |= {"timeout": cell["patience_ms"] / 1000, "max_retries": 0}
    if cell["api"] == "embeddings":
        return OpenAIEmbeddings(check_embedding_ctx_length=False, **made)  # else it loads a tokenizer
    client = ChatOpenAI(use_responses_api=cell["api"] == "responses", stream_usage=True, **made)
    return client.bind_tools([TOOL]) if cell["situation"] == "tool" else client


def take(message, read):
    read["text"] += message.text
    about = message.response_metadata
    finish = about.get("finish_reason") or {"completed": "stop"}.get(about.get("status"), about.get("status"))
    read["finish"] = finish or read["finish"]
    if message.usage_metadata:
        read["usage"] = [message.usage_metadata["input_tokens"], message.usage_metadata["output_tokens"]]
    for each in getattr(message, "tool_call_chunks", []):
        read["tool"] = read.get("tool") or {"name": "", "arguments": ""}
        read["tool"]["name"] += each["name"] or ""
        read["tool"]["arguments"] += each["args"] or ""
    if not hasattr(message, "tool_call_chunks"):
        for each in message.tool_calls:
            read["tool"] = {"name": each["name"], "arguments": json.dumps(each["args"])}


def texts(cell):
    return [cell["situation"], "another text"][: cell["count"]]


def take_vectors(vectors, read):
    read["vectors"] = [[round(each, 6) for each in one] for one in vectors]


def make_sync(cell, read):
    client = connect(cell)
    if cell["api"] == "embeddings":
        take_vectors(client.embed_documents(texts(cell)), read)
    elif not cell["streamed"]:
        take(client.invoke(cell["situation"]), read)
    else:
        for piece in client.stream(cell["situation"]):
            take(piece, read)
            if cell["situation"] == "abort" and read["text"]:
                break


async def make_async(cell, read):
    client = connect(cell)
    if cell["api"] == "embeddings":
        take_vectors(await client.aembed_documents(texts(cell)), read)
    elif not cell["streamed"]:
        take(await client.ainvoke(cell["situation"]), read)
    else:
        pieces = client.astream(cell["situation"])
        async for piece in pieces:
            take(piece, read)
            if cell["situation"] == "abort" and read["text"]:
                await pieces.aclose()
                break


async def make(cell):
    read = {"outcome": "answer", "text": "", "finish": None}
    try:
        if cell["way"] == "async":
            await make_async(cell, read)
        else:
            await asyncio.to_thread(make_sync, cell, read)
    except Exception as problem:  # whatever it is, it is what a user of the client would see
        read |= {
            "outcome": "error",
            "class": type(problem).__name__,
            "is_documented": isinstance(problem, openai.OpenAIError),
            "status": getattr(problem, "status_code", None),
        }
    return read


if __name__ == "__main__":  # in one loop: the client shares its connections with later instances of itself
    print(json.dumps(asyncio.run(side_by_side(make, json.load(sys.stdin)))))
