"""The peer that most sample applications are: Quart relays a model's stream through httpx.

Run by gunicorn with uvicorn's worker: see bench/streaming/relays.py. Plain on purpose, no tuning beyond what
the usual client package for such endpoints sets.
"""

import json
import os
from collections.abc import AsyncIterator

import httpx
from quart import Quart, Response, request

app = Quart(__name__)


@app.before_serving
async def open_client() -> None:
    limits = httpx.Limits(max_connections=1000, max_keepalive_connections=100)
    app.client = httpx.AsyncClient(base_url=os.environ["OPENAI_BASE_URL"], limits=limits, timeout=600)


@app.after_serving
async def close_client() -> None:
    await app.client.aclose()


async def relay(messages: list) -> AsyncIterator[str]:
    asked = {"model": "bench", "stream": True, "messages": messages}
    async with app.client.stream("POST", "/chat/completions", json=asked) as reply:
        reply.raise_for_status()
        async for line in reply.aiter_lines():
            # The httpx of Debian 12 leaves line ends on.
            data = line.strip().removeprefix("data: ")
            if not data or data == "[DONE]":
                continue
            for choice in json.loads(data)["choices"]:
                yield json.dumps({"delta": choice["delta"]}, ensure_ascii=False) + "\n"


@app.post("/chat/stream")
async def chat_stream() -> Response:
    body = await request.get_json()
    response = Response(relay(body["messages"]), mimetype="application/json-lines")
    response.timeout = None
    return response
