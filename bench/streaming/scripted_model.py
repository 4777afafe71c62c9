"""A model endpoint that says one word and falls silent, or never stops, and notes when its reader leaves.

llm_upstream is for load; this one is for looking at single streams.
"""

import asyncio
import json
import time

NEVER_STOP = "never stop"
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"
    b"Cache-Control: no-cache\r\n\r\n"
)
WRITE_BYTES = 64 * 1024


def word_chunk(word: str) -> bytes:
    event = {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": word}}]}
    data = f"data: {json.dumps(event)}\n\n".encode()
    return b"%x\r\n%b\r\n" % (len(data), data)


class ScriptedModel:
    def __init__(self) -> None:
        self.left_at: asyncio.Queue[float] = asyncio.Queue()  # time.monotonic() per stream that was closed
        self.endless_bytes = 0  # written so far, all endless streams together
        self._open = 0
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "ScriptedModel":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        while self._open:  # the relay has been stopped, so all readers have left
            await asyncio.sleep(0.01)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            body = await read_request(reader)
            writer.write(HEAD + word_chunk("word"))
            if NEVER_STOP.encode() in body:
                await self._write_for_ever(writer)
            await reader.read(1)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        self.left_at.put_nowait(time.monotonic())
        writer.transport.abort()
        self._open -= 1

    async def _write_for_ever(self, writer: asyncio.StreamWriter) -> None:
        chunk = word_chunk("and so on ")
        block = chunk * (WRITE_BYTES // len(chunk))
        writer.transport.set_write_buffer_limits(high=WRITE_BYTES)
        while True:
            writer.write(block)
            await writer.drain()
            self.endless_bytes += len(block)
            await asyncio.sleep(0)


async def read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return await reader.readexactly(int(line.partition(b":")[2]))
    return b""
