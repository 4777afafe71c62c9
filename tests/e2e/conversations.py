"""Many conversations at once, some of whose readers leave in mid-answer and come back: what each one got.

The one client of this for the tests and for the bench (bench/resume.py)."""

import asyncio
import json
import random
from dataclasses import dataclass, field

PATIENCE_S = 120


@dataclass
class Told:
    """What one reader was told, over all its connections."""

    run: str = ""
    numbers: list[int] = field(default_factory=list)
    text: str = ""
    error: str = ""
    comebacks: int = 0
    ended: bool = False

    def take(self, line: bytes) -> None:
        event = json.loads(line)
        if event.get("type") == "response.output_text.delta":
            self.text += event["delta"]
        self.error = event.get("error", self.error)
        self.numbers.append(event["sequence_number"])

    @property
    def lost(self) -> int:
        return len(set(range(self.numbers[-1] + 1 if self.numbers else 0)) - set(self.numbers))

    @property
    def repeated(self) -> int:
        return len(self.numbers) - len(set(self.numbers))


class Connection:
    """One request and its streamed answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.status, self.run, self._unread = 0, "", b""

    @classmethod
    async def open(cls, port: int, method: str, path: str, body: str = "") -> "Connection":
        made = cls(*await asyncio.open_connection("127.0.0.1", port))
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        made._writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        answer = (await made._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in answer[1:])}
        made.status, made.run = int(answer[0].split()[1]), fields.get("x-parley-run", "")
        return made

    async def line(self) -> bytes:
        """The next one that is no heartbeat; empty at the end."""
        while True:
            line, newline, rest = self._unread.partition(b"\n")
            if newline:
                self._unread = rest
                if line:
                    return line
                continue
            size = int(await self._reader.readline(), 16)
            self._unread += (await self._reader.readexactly(size + 2))[:-2]
            if size == 0:
                return b""

    def leave(self) -> None:
        self._writer.transport.abort()


@dataclass(frozen=True)
class Crowd:
    """How many talk at once, and which share of them leaves in mid-answer to come back, or for good."""

    port: int
    readers: int
    come_back: float
    stay_away: float
    seed: int = 1


def question_body() -> str:
    overrides = {"resumable": True, "show_process": True}
    asked = [{"role": "user", "content": "How many days of annual leave?"}]
    return json.dumps({"messages": asked, "context": {"overrides": overrides}})


async def read(connection: Connection, told: Told, lines_max: int) -> None:
    """So many lines, or all there are."""
    for _ in range(lines_max):
        line = await connection.line()
        if not line:
            told.ended = True
            return
        told.take(line)


async def converse(port: int, breaks: list[int], returns: bool) -> Told:
    """Leaves after each so many lines; without a return the last time is for good."""
    told = Told()
    connection = await Connection.open(port, "POST", "/chat/stream", question_body())
    told.run = connection.run
    for lines in breaks:
        await read(connection, told, lines)
        connection.leave()
        if not returns or told.ended:
            return told
        after = told.numbers[-1] if told.numbers else -1
        connection = await Connection.open(port, "GET", f"/runs/{told.run}?after={after}")
        told.comebacks += 1
    await read(connection, told, 1_000_000)
    connection.leave()
    return told


async def _talk(crowd: Crowd) -> list[Told]:
    chance = random.Random(crowd.seed)
    talks = []
    for _ in range(crowd.readers):
        kind = chance.random()
        leaves = kind < crowd.come_back + crowd.stay_away
        breaks = [chance.randrange(8) for _ in range(chance.randint(1, 3))] if leaves else []
        talks.append(converse(crowd.port, breaks, returns=kind < crowd.come_back))
    return await asyncio.wait_for(asyncio.gather(*talks), PATIENCE_S)


def talk(crowd: Crowd) -> list[Told]:
    return asyncio.run(_talk(crowd))
