"""The cells of the matrix: which client makes which call in which way, and what it is answered.

A driver makes all cells of its client in one process, against one `parley mock` (fixtures.yaml).
"""

import itertools
import json
import pathlib
import subprocess
from dataclasses import dataclass

from clients import HERE, INSTALL, PYTHON, environment, find_program

FOLDER = HERE / "mock"
PATIENCE_S = 600  # for all cells of a client
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


CLIENTS = (
    Client(
        "PyPI openai", "pypi_openai.py", "lib/python3*/site-packages/openai",
        ("chat", "responses", "embeddings", "models"), ("sync", "async"),
    ),
    Client(
        "npm openai", "npm_openai.mjs", "openai/package.json", ("chat", "responses", "embeddings", "models"),
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

    def __str__(self):
        streamed = " streamed" if self.streamed else ""
        return f"{self.client} {self.way}, {self.api}{streamed}: {self.situation}"

    @property
    def scope(self):
        """Of the mock: sequences begin anew in each."""
        return "/".join((self.client, self.api, self.situation, str(self.streamed), self.way))


def cells_of(client):
    for api, way in itertools.product(client.apis, client.ways):
        if api in ("embeddings", "models"):
            rest = OF_OTHERS if api == "embeddings" else OF_OTHERS[:-1]
            yield from (Cell(client.name, api, situation, False, way) for situation in rest)
            continue
        yield from (Cell(client.name, api, situation, False, way) for situation in OF_CHAT)
        yield from (Cell(client.name, api, situation, True, way) for situation in OF_CHAT + IN_A_STREAM)


def is_installed(client):
    if client.driver.endswith(".py"):
        return bool(list(SITES.glob(client.installed)))
    return pathlib.Path(HERE / "node_modules" / client.installed).exists()


def run_cells(client, base_url):
    """What came of each cell of the client, as its driver tells it."""
    if not is_installed(client):
        raise AssertionError(f"{client.name} {INSTALL}")
    cells = list(cells_of(client))
    job = [
        {"api": c.api, "situation": c.situation, "streamed": c.streamed, "way": c.way}
        | {"base_url": base_url, "scope": c.scope}
        for c in cells
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
    return dict(zip(cells, json.loads(done.stdout.splitlines()[-1]), strict=True))
