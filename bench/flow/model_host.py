"""A host of models: says so many words at once, embeds anything, and notes when it was asked."""

import array
import asyncio
import base64
import json
import random
import time
import zlib

DIMENSIONS = 384
VECTORS = 2048  # different ones; what a search costs does not depend on them
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"
    b"Cache-Control: no-cache\r\n\r\n"
)


def event(choice: dict) -> bytes:
    data = f"data: {json.dumps({'object': 'chat.completion.chunk', 'choices': [choice]})}\n\n".encode()
    return b"%x\r\n%b\r\n" % (len(data), data)


def answer_of(words: int) -> bytes:
    """Each word an event of its own; one in fifty ends a sentence that cites nothing."""
    parts = [f"word{number}{'. ' if number % 50 == 49 else ' '}" for number in range(words)]
    deltas = [{"index": 0, "delta": {"content": part}} for part in parts]
    stop = {"index": 0, "delta": {}, "finish_reason": "stop"}
    done = b"data: [DONE]\n\n"
    return HEAD + b"".join(map(event, [*deltas, stop])) + b"%x\r\n%b\r\n0\r\n\r\n" % (len(done), done)


def search_call() -> bytes:
    call = {"name": "search_sources", "arguments": '{"search_query":"annual leave"}'}
    message = {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": call}]}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
    return whole({"object": "chat.completion", "choices": [choice]})


def whole(body: dict) -> bytes:
    text = json.dumps(body).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(text)
    return head + text


def made_vectors() -> list[str]:
    chance = random.Random(1)
    made = []
    for _ in range(VECTORS):
        numbers = array.array("f", (chance.gauss(0, 1) for _ in range(DIMENSIONS)))
        made.append(base64.b64encode(numbers.tobytes()).decode())
    return made


class ModelHost:
    """On the loop of whoever enters it. Times are those of time.monotonic()."""

    def __init__(self, words: int) -> None:
        self._answer = answer_of(words)
        self._vectors = made_vectors()
        self.chats: asyncio.Queue[float] = asyncio.Queue()  # when each question to the model was all there
        self.embedding_seconds = 0.0  # spent here, from question to answer, all together

    async def __aenter__(self) -> "ModelHost":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024, limit=1 << 20)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def environment(self) -> dict[str, str]:
        port = self._server.sockets[0].getsockname()[1]
        return {"OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1", "OPENAI_API_KEY": "key-1"}

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await self._answer_one(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        _, _, length = head.partition(b"content-length:")
        body = await reader.readexactly(int(length.split(b"\r\n")[0]))
        seen = time.monotonic()
        if b"/embeddings" in head.split(b"\r\n")[0]:
            writer.write(self._embeddings(json.loads(body)["input"]))
            self.embedding_seconds += time.monotonic() - seen
        elif b'"tools"' in body:
            writer.write(search_call())
        else:
            self.chats.put_nowait(seen)
            writer.write(self._answer)
        await writer.drain()

    def _embeddings(self, texts: list[str]) -> bytes:
        rows = [
            {"index": index, "embedding": self._vectors[zlib.crc32(text.encode()) % VECTORS]}
            for index, text in enumerate(texts)
        ]
        return whole({"data": rows, "usage": {"prompt_tokens": len(texts)}})
