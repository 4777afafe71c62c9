"""How soon is Parley ready, how much does it hold when idle, how large is it, how long does it build?

usage: python3 -m bench.start [--parley PROGRAM] [--skip-build]
"""

import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from bench.figures import Figure, at_most, figures_table, median
from bench.processes import Memory, Program, free_port, program_parser, running, say

STARTS = 20
QUESTIONS = 100
QUESTION = "How is the firmware of a sensor updated?"
TOUCHED = pathlib.Path("src/rag/answer.cpp")


def serve(parley: pathlib.Path, store: pathlib.Path, port: int) -> list[str]:
    return [str(parley), "serve", "--data", str(store), "--port", str(port)]


def is_ready(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def start_ms(parley: pathlib.Path, store: pathlib.Path, log: pathlib.Path) -> float:
    """From the spawn to the first 200 of /readyz."""
    port = free_port()
    began = time.monotonic()
    program = Program(serve(parley, store, port), port, log, {})
    try:
        while not is_ready(port):
            if time.monotonic() - began > 30:
                raise RuntimeError(f"not ready in 30 s: {log.read_text()[-2000:]}")
            time.sleep(0.0005)
        return (time.monotonic() - began) * 1000
    finally:
        program.stop()


def idle_memory(parley: pathlib.Path, store: pathlib.Path, log: pathlib.Path) -> tuple[Memory, Memory]:
    """After the start, and after questions to the built-in answerer."""
    port = free_port()
    with running(serve(parley, store, port), port, log) as program:
        while not is_ready(port):
            time.sleep(0.01)
        fresh = program.memory()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        body = json.dumps({"messages": [{"role": "user", "content": QUESTION}]})
        for _ in range(QUESTIONS):
            connection.request("POST", "/chat/stream", body, {"Content-Type": "application/json"})
            reply = connection.getresponse()
            if reply.status != 200 or b'"delta"' not in reply.read():
                raise RuntimeError(f"no answer: status {reply.status}")
        return fresh, program.memory()


def stripped_mb(parley: pathlib.Path, folder: pathlib.Path) -> float:
    stripped = folder / "stripped"
    subprocess.run(["strip", "-o", stripped, parley], check=True)
    return stripped.stat().st_size / 1e6


def build_seconds(folder: pathlib.Path) -> tuple[float, float]:
    """A clean release build with nothing cached, then again after one file was touched."""
    built = folder / "build"
    environment = os.environ | {"CCACHE_DISABLE": "1"}
    configure = ["cmake", "--preset", "release", "-B", str(built)]
    make = ["cmake", "--build", str(built), "--parallel", "2", "--target", "parley"]

    def timed(*commands: list[str]) -> float:
        began = time.monotonic()
        for command in commands:
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        return time.monotonic() - began

    say("clean release build")
    clean = timed(configure, make)
    os.utime(TOUCHED)
    again = timed(make)
    shutil.rmtree(built)
    return clean, again


def shared(memory: Memory) -> str:
    return f"PSS {memory.pss_mb:.1f} MB"


def measure(parley: pathlib.Path, folder: pathlib.Path, builds: bool) -> list[Figure]:
    store, log = folder / "store", folder / "parley.log"
    subprocess.run([parley, "ingest", "--data", store, "samples"], check=True, stdout=sys.stderr)
    starts = [start_ms(parley, store, log) for _ in range(STARTS)]
    fresh, used = idle_memory(parley, store, log)
    slowest = f"slowest {max(starts):.0f} ms"
    figures = [
        at_most(f"start to /readyz on samples/, median of {STARTS}", median(starts), 50, "ms", slowest),
        at_most("idle memory (RSS) after the start", fresh.rss_mb, 30, "MB", shared(fresh)),
        at_most(f"idle memory (RSS) after {QUESTIONS} questions", used.rss_mb, 30, "MB", shared(used)),
        at_most("stripped binary", stripped_mb(parley, folder), 20, "MB"),
    ]
    if builds:
        clean, again = build_seconds(folder)
        figures.append(at_most("clean release build on two cores, no cache", clean / 60, 6, "minutes"))
        figures.append(at_most(f"build after a change of {TOUCHED}", again, 20, "s"))
    return figures


def main() -> int:
    parser = program_parser(__doc__)
    parser.add_argument("--skip-build", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(figures_table(measure(given.parley.resolve(), pathlib.Path(folder), not given.skip_build)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
