"""The cells of the matrices: which client makes which call in which way, and what it is answered.

A driver makes all cells of its client in one process, against one `parley mock`. Those of situations are here
(fixtures.yaml), those of faults in faults.py.
"""

import itertools
import json
import pathlib
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

from clients import HERE, INSTALL, PYTHON, environment, find_program

FOLDER = HERE / "mock"
PATIENCE_S = 600  # for all cells of a client
SILENCE_MS = 1000  # how long a host that says nothing is waited for: enough to ask it on a busy machine
SITES = PYTHON.parents[1]
STATUSES = ("400", "401", "403", "404", "409", "422", "429", "500")
IN_A_STREAM = ("broken", "torn", "closed", "truncated", "spoilt", "abort")
OF_CHAT = ("ok", "usage", "tool", "limited", "silent", *STATUSES)
OF_OTHERS = ("ok", "limited", "401", "500", "closed", "silent")


@dataclass(frozen=True)
class Client:
    name: str
    driver: str
    installed: str  # a file that is there when the client is
    apis: tuple = ("chat", "responses", "embeddings")
    ways: tuple = ("sync",)
    choices: int = 1  # how many of a chat it can ask for


CLIENTS = (
    Client(
        "PyPI openai", "pypi_openai.py", "lib/python3*/site-packages/openai",
        ("chat", "responses", "embeddings", "models"), ("sync", "async"), choices=2,
    ),
    Client(
        "npm openai", "npm_openai.mjs", "openai/package.json", ("chat", "responses", "embeddings", "models"),
        choices=2,
    ),
    Client("npm ai", "npm_ai.mjs", "@ai-sdk/openai/package.json"),
    Client(
        "PyPI langchain-openai", "pypi_langchain.py", "lib/python3*/site-packages/langchain_openai",
        ways=("sync", "async"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    client: str
    api: str
    situation: str
    streamed: bool
    way: str
    count: int = 1  # of choices, or of texts to embed
    patience_ms: int | None = None  # then the client gives up, at once; none: its own, and its own retries

    def __str__(self):
        streamed = " streamed" if self.streamed else ""
        return f"{self.client} {self.way}, {self.api}{streamed}: {self.situation}"

    @property
    def at_once(self):
        """How many are made side by side: few where one that is busy would make others give up."""
        if self.situation.startswith("oversized_event"):
            return 1
        return 4 if self.patience_ms else 8

    @property
    def scope(self):
        """Of the mock: sequences begin anew in each."""
        return "/".join((self.client, self.api, self.situation, str(self.streamed), self.way))


def cells_of(client):
    for api, way in itertools.product(client.apis, client.ways):
        if api in ("embeddings", "models"):
            rest = OF_OTHERS if api == "embeddings" else OF_OTHERS[:-1]
            yield from (cell_of(client, api, situation, False, way) for situation in rest)
            continue
        yield from (cell_of(client, api, situation, False, way) for situation in OF_CHAT)
        yield from (cell_of(client, api, situation, True, way) for situation in OF_CHAT + IN_A_STREAM)


def cell_of(client, api, situation, streamed, way):
    patience_ms = SILENCE_MS if situation == "silent" else None
    return Cell(client.name, api, situation, streamed, way, patience_ms=patience_ms)


def is_installed(client):
    if client.driver.endswith(".py"):
        return bool(list(SITES.glob(client.installed)))
    return pathlib.Path(HERE / "node_modules" / client.installed).exists()


def run_all(cells_of_client, base_url):
    """What came of every cell of every client, as its driver tells it. The clients work side by side."""

    def run(client):
        # Those that give up come late: a client's first call may take longer than their patience.
        cells = sorted(cells_of_client(client), key=lambda cell: cell.at_once, reverse=True)
        return dict(zip(cells, run_driver(client, cells, base_url), strict=True))

    with ThreadPoolExecutor(len(CLIENTS)) as pool:
        return {cell: read for reads in pool.map(run, CLIENTS) for cell, read in reads.items()}


def run_driver(client, cells, base_url):
    if not is_installed(client):
        raise AssertionError(f"{client.name} {INSTALL}")
    job = [
        asdict(cell) | {"base_url": base_url, "scope": cell.scope, "at_once": cell.at_once} for cell in cells
    ]
    program = str(PYTHON) if client.driver.endswith(".py") else find_program("node")
    done = subprocess.run(
        [program, str(FOLDER / client.driver)],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env=environment(),
    )
    if done.returncode != 0 or not done.stdout.strip():
        raise AssertionError(f"{client.driver} broke: {done.stdout}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])
