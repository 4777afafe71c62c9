"""The two measuring programs, llm_upstream and stream_load: builds them, runs them, reads what they print.

Their source is not part of this tree; see the README beside it for every field.
"""

import argparse
import contextlib
import json
import os
import pathlib
import subprocess
import urllib.request
from collections.abc import Collection, Iterator

from bench.processes import Program, free_port, program_parser, running, say

PROGRAMS = ("llm_upstream", "stream_load")
BUILT = pathlib.Path("build/bench/stream")


def missing(sources: pathlib.Path | None) -> str:
    """What to say when the measuring programs cannot be built; nothing when they can."""
    if sources is None:
        return "no folder of llm_upstream.cpp and stream_load.cpp is named (--tools, PARLEY_BENCH_TOOLS)"
    absent = [f"{name}.cpp" for name in PROGRAMS if not (sources / f"{name}.cpp").is_file()]
    return f"{' and '.join(absent)} not found in {sources} (--tools, PARLEY_BENCH_TOOLS)" if absent else ""


def parser(about: str, parts: Collection[str]) -> argparse.ArgumentParser:
    """Of a bench that these programs measure, in `parts` that can be asked for alone."""
    made = program_parser(about)
    named = os.environ.get("PARLEY_BENCH_TOOLS")
    made.add_argument("--tools", type=pathlib.Path, default=pathlib.Path(named) if named else None)
    made.add_argument("--only", nargs="*", choices=parts, default=list(parts))
    made.add_argument("--rounds", type=int, default=3)
    return made


def build(sources: pathlib.Path) -> None:
    BUILT.mkdir(parents=True, exist_ok=True)
    for name in PROGRAMS:
        source, program = sources / f"{name}.cpp", BUILT / name
        if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
            say(f"building {name}")
            subprocess.run(["c++", "-std=c++20", "-O2", "-o", program, source], check=True)


class Upstream:
    """The scripted model endpoint."""

    def __init__(self, program: Program, tokens: int) -> None:
        self.port = program.port
        self.tokens = tokens

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def tokens_sent(self) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/stats", timeout=10) as reply:
            return json.load(reply)["events"]


@contextlib.contextmanager
def upstream(folder: pathlib.Path, tokens: int, *options: str) -> Iterator[Upstream]:
    port = free_port()
    arguments = [str(BUILT / "llm_upstream"), "--port", str(port), "--tokens", str(tokens), *options]
    with running(arguments, port, folder / "llm_upstream.log") as program:
        yield Upstream(program, tokens)


def start_load(port: int, path: str, body: dict, line_format: str, *options: str) -> subprocess.Popen:
    arguments = [str(BUILT / "stream_load"), "--port", str(port), "--path", path, "--format", line_format]
    arguments += ["--data", json.dumps(body), *options]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def finish_load(load: subprocess.Popen) -> dict:
    """What it printed. Its failures are counted there, under "failed" and "errors"."""
    printed, _ = load.communicate(timeout=600)
    return json.loads(printed)
