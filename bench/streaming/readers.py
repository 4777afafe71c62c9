"""Readers that leave, and readers that stop reading."""

import asyncio
import json
import socket
import statistics
import time
from dataclasses import dataclass

from bench.processes import say
from bench.streaming import relays
from bench.streaming.relays import Bench, Relay
from bench.streaming.scripted_model import NEVER_STOP, ScriptedModel

LEAVERS = 200
STALLED = 50
QUIET_SECONDS = 2.0  # so long without a byte from the model counts as paused
PAUSE_SECONDS_MAX = 60.0
ANSWER_SECONDS_MAX = 10.0


@dataclass(frozen=True)
class Left:
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Stalled:
    paused: bool
    relay_kib_each: float  # memory of the relay per reader that does not read
    model_kib_each: float  # what the model could send before it was paused; most is in socket buffers
    other_reader_ms: float  # until another reader's first word, meanwhile


def leave(bench: Bench) -> Left:
    left = asyncio.run(_leave(bench))
    say(f"a reader leaves: the model sees it after {left.p50_ms:.2f} ms p50, {left.p99_ms:.2f} ms p99")
    return left


def stall(bench: Bench) -> Stalled:
    stalled = asyncio.run(_stall(bench))
    say(f"readers that stop reading: {stalled}")
    return stalled


async def _leave(bench: Bench) -> Left:
    async with ScriptedModel() as model:
        with relays.parley(bench, model.base_url) as relay:
            taken_ms = []
            for _ in range(LEAVERS):
                reader, writer = await ask(relay, relays.QUESTION["content"])
                await read_first_word(reader)
                left_at = time.monotonic()
                writer.close()
                seen_at = await asyncio.wait_for(model.left_at.get(), ANSWER_SECONDS_MAX)
                taken_ms.append((seen_at - left_at) * 1000)
    return Left(statistics.median(taken_ms), statistics.quantiles(taken_ms, n=100)[98])


async def _stall(bench: Bench) -> Stalled:
    async with ScriptedModel() as model:
        with relays.parley(bench, model.base_url) as relay:
            _, warm = await ask(relay, relays.QUESTION["content"])
            before = relay.program.memory()
            open_ones = [await ask(relay, NEVER_STOP) for _ in range(STALLED)]
            paused = await wait_until_paused(model)
            grown_kib = (relay.program.memory().pss_mb - before.pss_mb) * 1024
            began = time.monotonic()
            reader, writer = await ask(relay, relays.QUESTION["content"])
            await asyncio.wait_for(read_first_word(reader), ANSWER_SECONDS_MAX)
            other_ms = (time.monotonic() - began) * 1000
            for each in [warm, writer, *(writer for _, writer in open_ones)]:
                each.transport.abort()
    return Stalled(paused, grown_kib / STALLED, model.endless_bytes / 1024 / STALLED, other_ms)


async def wait_until_paused(model: ScriptedModel) -> bool:
    end = time.monotonic() + PAUSE_SECONDS_MAX
    sent, since = -1, time.monotonic()
    while time.monotonic() < end:
        await asyncio.sleep(0.05)
        if model.endless_bytes != sent:
            sent, since = model.endless_bytes, time.monotonic()
        elif time.monotonic() - since >= QUIET_SECONDS:
            return sent > 0
    return False


async def ask(relay: Relay, question: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    body = json.dumps({"messages": [{"role": "user", "content": question}]})
    # A small window, so that a reader that does not read is noticed before megabytes are on their way.
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32 * 1024)
    connection.setblocking(False)
    await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", relay.port))
    reader, writer = await asyncio.open_connection(sock=connection, limit=16 * 1024)
    head = f"POST {relay.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
    return reader, writer


async def read_first_word(reader: asyncio.StreamReader) -> None:
    seen = b""
    while b'"delta":"word' not in seen:
        more = await reader.read(16 * 1024)
        if not more:
            raise RuntimeError(f"the stream ended before its first word: {seen[-500:]!r}")
        seen = (seen + more)[-64 * 1024 :]
