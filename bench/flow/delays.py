"""How soon a reader sees that something is done, and how soon the model is asked, over a large store."""

import asyncio
import pathlib
import random
import re
import statistics

from bench.figures import Figure, at_most
from bench.flow.asking import Asked, Connection
from bench.flow.model_host import ModelHost
from bench.processes import free_port, running, say

QUESTIONS = 300
WORDS_KNOWN = 20_000
SECTIONS_EACH, SECTION_WORDS = 50, 110
FIRST_MS, MODEL_MS = 5.0, 10.0


def make_documents(folder: pathlib.Path, sections: int) -> None:
    """Markdown whose words are as frequent as those of a language (Zipf)."""
    chance = random.Random(1)
    words = [f"w{number:x}" for number in range(WORDS_KNOWN)]
    weights = [1 / (rank + 2) for rank in range(WORDS_KNOWN)]
    for number in range(sections // SECTIONS_EACH):
        parts = []
        for section in range(SECTIONS_EACH):
            said = " ".join(chance.choices(words, weights, k=SECTION_WORDS))
            parts.append(f"# Section {number}-{section}\n\n{said}.\n")
        (folder / f"document-{number}.md").write_text("\n".join(parts))


def make_questions() -> list[str]:
    chance = random.Random(2)
    return [
        " ".join(f"w{chance.randrange(20, WORDS_KNOWN):x}" for _ in range(6)) + "?" for _ in range(QUESTIONS)
    ]


async def ingest(parley: pathlib.Path, store: pathlib.Path, folder: pathlib.Path, host: ModelHost) -> int:
    """How many passages there are then."""
    arguments = ["ingest", "--data", str(store), "--embedding-model", "e", str(folder)]
    environment = {"PATH": "/usr/bin:/bin", **host.environment}
    done = await asyncio.create_subprocess_exec(
        str(parley),
        *arguments,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await done.communicate()
    if done.returncode != 0:
        raise RuntimeError(f"ingest ended with {done.returncode}: {said[-2000:]!r}")
    last = said.decode().strip().splitlines()[-1]
    say(last)
    return int(re.search(r"(\d+) passages", last)[1])


async def ask_all(port: int, host: ModelHost) -> tuple[list[float], list[float]]:
    """Milliseconds to the first event, and to the model less what the host itself took for a vector."""
    how, first, model = Asked({"show_process": True}), [], []
    async with Connection(port) as connection:
        for question in make_questions():
            before = host.embedding_seconds
            told = await connection.ask(how, question)
            asked = (await host.chats.get()) - told.asked_at
            first.append((told.first_at - told.asked_at) * 1000)
            model.append((asked - (host.embedding_seconds - before)) * 1000)
    return first[10:], model[10:]


def figures(how: str, first: list[float], model: list[float]) -> list[Figure]:
    def row(what: str, taken: list[float], limit: float) -> Figure:
        p50, p99 = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
        return at_most(f"{what}, {how}", p99, limit, "ms p99", f"{p50:.2f} ms p50, {len(taken)} questions")

    return [row("first event", first, FIRST_MS), row("until the model is asked", model, MODEL_MS)]


async def measure(parley: pathlib.Path, folder: pathlib.Path, sections: int) -> list[Figure]:
    documents, store, found = folder / "documents", folder / "large", []
    documents.mkdir()
    await asyncio.to_thread(make_documents, documents, sections)
    async with ModelHost(words=20) as host:
        passages = await ingest(parley, store, documents, host)
        for how, options in (("words", []), ("hybrid", ["--embedding-model", "e"])):
            port = free_port()
            serve = [
                str(parley),
                "serve",
                "--data",
                str(store),
                "--port",
                str(port),
                "--model",
                "m",
                *options,
            ]
            log = folder / "serve.log"
            arguments = [*serve, "--log-level", "warning"]
            with running(arguments, port, log, host.environment) as program:
                await wait_until_ready(program.port)
                first, model = await ask_all(program.port, host)
            found += figures(f"{passages:,} passages, {how}", first, model)
    return found


async def wait_until_ready(port: int) -> None:
    for _ in range(600):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        if answer.startswith(b"HTTP/1.1 200"):
            return
        await asyncio.sleep(0.1)
    raise RuntimeError(f"the server does not become ready: {answer[-500:]!r}")
