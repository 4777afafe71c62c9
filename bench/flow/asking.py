"""Questions to a running `parley serve`, over connections that stay open."""

import asyncio
import json
import time
from dataclasses import dataclass, field

PATIENCE_S = 60


@dataclass(frozen=True)
class Asked:
    """How a question is put."""

    overrides: dict = field(default_factory=dict)
    path: str = "/chat/stream"
    follows: bool = False  # a turn came before it
    headers: str = ""

    def body(self, question: str) -> dict:
        messages = [{"role": "user", "content": question}]
        if self.follows:
            before = {"role": "assistant", "content": "It is 25 days."}
            messages = [{"role": "user", "content": "How many days of leave?"}, before, *messages]
        if self.path.startswith("/v1/"):
            return {"model": "parley", "stream": True, "messages": messages}
        return {"messages": messages, "context": {"overrides": self.overrides}}


@dataclass(frozen=True)
class Told:
    """When the first bytes of an answer's body came, and all of it."""

    asked_at: float
    first_at: float
    text: bytes


class Connection:
    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> "Connection":
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 22)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.transport.abort()

    async def ask(self, how: Asked, question: str) -> Told:
        return await asyncio.wait_for(self._ask(how, question), PATIENCE_S)

    async def _ask(self, how: Asked, question: str) -> Told:
        body = json.dumps(how.body(question)).encode()
        head = (
            f"POST {how.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{how.headers}"
        )
        asked_at = time.monotonic()
        self._writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the server said {answer[:300]!r}")
        first_at, parts = 0.0, []
        while size := int(await self._reader.readline(), 16):
            parts.append((await self._reader.readexactly(size + 2))[:-2])
            first_at = first_at or time.monotonic()
        await self._reader.readline()
        return Told(asked_at, first_at, b"".join(parts))
