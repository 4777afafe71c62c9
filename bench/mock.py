"""What does a model to test against cost, beside nginx and aimock? Prints markdown.

usage: python3 -m bench.mock --tools FOLDER [--parley PROGRAM] [--rounds N]
                             [--only start requests streams held memory]

FOLDER holds the sources of the load generator, as for bench.streaming (PARLEY_BENCH_TOOLS names it too).
"""

import contextlib
import http.client
import json
import pathlib
import re
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.figures import Figure, Verdict, at_most, figures_table, median, short
from bench.processes import Program, free_port, raise_descriptor_limit, running, say
from bench.streaming import nginx, tools

AIMOCK = pathlib.Path("bench/peers/aimock/node_modules/@copilotkit/aimock/dist/cli.js")
TEXT = ("A mock answers in the words of its fixture, piece by piece, as a model would. " * 4)[:256]
PIECE = 5  # characters of an event's text: 52 of them
REQUESTS_TARGET, STREAMS_TARGET = 4, 5  # times aimock
CONNECTIONS, SECONDS, WARM_UP_SECONDS = 16, 5, 1
STARTS, START_MS_MAX = 20, 20
HELD, HELD_KIB_MAX, HELD_SECONDS, HELD_CONNECTS_PER_SECOND = 10_000, 8, 5, 2_000
MANY_REQUESTS, FIRST_REQUESTS = 1_000_000, 100_000
HEADERS = ["--header", "Content-Type: application/json", "--header", "Authorization: Bearer key-1"]


@dataclass(frozen=True)
class Bench:
    parley: pathlib.Path
    folder: pathlib.Path
    rounds: int


@dataclass(frozen=True)
class Peer:
    name: str
    program: Program


def body(**more) -> dict:
    return {"model": "gpt-4o", "messages": [{"role": "user", "content": "hello"}]} | more


def fixture(**timing) -> str:
    chunks = {"by": "characters", "size": PIECE}
    reply = {"text": TEXT, "chunking": chunks} | ({"timing": timing} if timing else {})
    when = {"last_user": "hello"}
    return json.dumps(
        {"version": 1, "fixtures": [{"name": "answer", "when": when, "reply": reply, "then": "repeat"}]}
    )


@contextlib.contextmanager
def parley(bench: Bench, text: str | None = None) -> Iterator[Peer]:
    port, fixtures = free_port(), bench.folder / "fixtures.json"
    fixtures.write_text(text or fixture())
    options = ["--port", str(port), "--no-strict", "--loop-guard", "0", "--log-level", "warning"]
    with running(
        [str(bench.parley), "mock", *options, str(fixtures)], port, bench.folder / "mock.log"
    ) as program:
        yield Peer("Parley", program)


@contextlib.contextmanager
def aimock(bench: Bench) -> Iterator[Peer]:
    port, fixtures = free_port(), bench.folder / "aimock.json"
    fixtures.write_text(
        json.dumps({"fixtures": [{"match": {"userMessage": "hello"}, "response": {"content": TEXT}}]})
    )
    options = ["-p", str(port), "-f", str(fixtures), "-c", str(PIECE), "--log-level", "silent"]
    with running(["node", str(AIMOCK), *options], port, bench.folder / "aimock.log") as program:
        yield Peer("aimock", program)


@contextlib.contextmanager
def static_nginx(bench: Bench) -> Iterator[Peer]:
    """The same answer, as a fixed text of its configuration."""
    with parley(bench) as model:
        answer = ask(model.program.port).decode().replace("'", "")
    port = free_port()
    servers = f"""server {{ listen 127.0.0.1:{port};
      location / {{ default_type application/json; return 200 '{answer}'; }} }}"""
    with nginx.running_nginx(bench.folder, port, servers) as program:
        yield Peer("nginx static", program)


def ask(port: int) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(
        "POST", "/v1/chat/completions", json.dumps(body()), {"Content-Type": "application/json"}
    )
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"status {answer.status}: {text[:500]!r}")
    return text


def load(peer: Peer, request: dict, line_format: str, *options: str) -> dict:
    watched = ["--pid", str(peer.program.pid), *HEADERS]
    port = peer.program.port
    return tools.finish_load(
        tools.start_load(port, "/v1/chat/completions", request, line_format, *watched, *options)
    )


def cost_us(peer: Peer, request: dict, line_format: str) -> float:
    """Processor time of the server for a request, or for an event."""
    options = ["-c", str(CONNECTIONS), "--duration", str(SECONDS), "--warmup", str(WARM_UP_SECONDS)]
    seen = load(peer, request, line_format, *options)
    if seen["failed"]:
        raise RuntimeError(f"{peer.name}: {seen['failed']} failed: {seen['errors']}")
    say(f"{peer.name}: {seen['server']['cpu_us_per_line']:.2f} us, {seen['lines_s']:.0f} a second")
    return seen["server"]["cpu_us_per_line"]


Start = Callable[[Bench], contextlib.AbstractContextManager[Peer]]


def costs(bench: Bench, starts: list[Start], request: dict, line_format: str) -> dict[str, list[float]]:
    """They take turns, so that what disturbs one disturbs its neighbours too."""
    found: dict[str, list[float]] = {}
    with contextlib.ExitStack() as stack:
        peers = [stack.enter_context(start(bench)) for start in starts]
        for _ in range(bench.rounds):
            for peer in peers:
                found.setdefault(peer.name, []).append(cost_us(peer, request, line_format))
    return found


def compared(what: str, found: dict[str, list[float]], target: int) -> list[Figure]:
    ours = median(found["Parley"])
    others = ", ".join(f"{name} {short(median(us))} us" for name, us in found.items() if name != "Parley")
    figures = [Figure(f"{what}, CPU", f"{short(ours)} us", others)]
    if "aimock" in found:
        times = median(theirs / mine for theirs, mine in zip(found["aimock"], found["Parley"]))
        verdict = Verdict.MET if times >= target else Verdict.NOT_MET
        figures.append(
            Figure(f"{what} per CPU-second", f"{short(times)} x aimock", "", f">= {target} x", verdict)
        )
    return figures


def peers() -> list[Start]:
    if AIMOCK.exists():
        return [parley, aimock]
    say(f"left out aimock: {AIMOCK} is missing (script/bootstrap bench; it needs Node.js 20.15)")
    return [parley]


def requests(bench: Bench) -> list[Figure]:
    return compared("a whole answer", costs(bench, [static_nginx, *peers()], body(), "raw"), REQUESTS_TARGET)


def streams(bench: Bench) -> list[Figure]:
    options = {"stream": True, "stream_options": {"include_usage": True}}
    found = costs(bench, peers(), body(**options), "sse")
    return compared("a streamed event", found, STREAMS_TARGET)


def start(bench: Bench) -> list[Figure]:
    """From the start of the process to the last byte of its first answer."""
    starts = [start_ms(bench, parley_command(bench)) for _ in range(STARTS)]
    times, cpu, others = [wall for wall, _ in starts], median(cpu for _, cpu in starts), []
    if AIMOCK.exists():
        fixtures = bench.folder / "aimock.json"
        fixtures.write_text(
            json.dumps({"fixtures": [{"match": {"userMessage": "hello"}, "response": {"content": "x"}}]})
        )
        command = ["node", str(AIMOCK), "-f", str(fixtures), "--log-level", "silent", "-p"]
        others = [start_ms(bench, command)[0] for _ in range(3)]
    beside = f"of it processor {short(cpu)} ms, slowest {short(max(times))} ms" + (
        f", aimock {short(median(others))} ms" if others else ""
    )
    return [
        at_most(f"start to the first answer, median of {STARTS}", median(times), START_MS_MAX, "ms", beside)
    ]


def parley_command(bench: Bench) -> list[str]:
    fixtures = bench.folder / "fixtures.json"
    fixtures.write_text(fixture())
    return [str(bench.parley), "mock", str(fixtures), "--no-strict", "--log-level", "warning", "--port"]


def start_ms(bench: Bench, command: list[str]) -> tuple[float, float]:
    """On the clock, and of the processor."""
    port, began = free_port(), time.monotonic()
    program = Program([*command, str(port)], port, bench.folder / "start.log", {})
    try:
        while time.monotonic() - began < 30:
            with contextlib.suppress(OSError):
                ask(port)
                wall_ms = (time.monotonic() - began) * 1000
                ran_ns = pathlib.Path(f"/proc/{program.pid}/schedstat").read_text().split()[0]
                return wall_ms, int(ran_ns) / 1e6
            time.sleep(0.0005)
        raise RuntimeError("no answer in 30 s")
    finally:
        program.stop()


def counter(port: int, name: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/__mock/metrics", timeout=60) as reply:
        return int(re.search(rf"^parley_mock_{name} (\d+)$", reply.read().decode(), re.MULTILINE)[1])


def held(bench: Bench) -> list[Figure]:
    """A token every 20 ms on each, over and over; then one a second, which a core can carry."""
    figures = []
    for every_ms, streams_open in ((1000, HELD), (20, 1000), (20, HELD)):
        text = fixture(per_event_ms=every_ms)
        with parley(bench, text.replace(TEXT, TEXT * 20)) as peer:
            options = ["-c", str(streams_open), "--connect-rate", str(HELD_CONNECTS_PER_SECOND), "--hold"]
            seen = load(peer, body(stream=True), "sse", *options, "--hold-seconds", str(HELD_SECONDS))
            writes, late = counter(peer.program.port, "writes_total"), counter(
                peer.program.port, "late_writes_total"
            )
        server = seen["server"]
        what = f"{streams_open:,} open streams, a token per {every_ms} ms"
        cost = f"{short(server['cpu_us_per_line'])} us an event"
        if streams_open == HELD:  # of fewer, the journal's thousand entries would be most
            kib = server["hold_pss_kb_per_stream"]
            figures.append(at_most(f"{what}: memory each", kib, HELD_KIB_MAX, "KiB", cost))
        gaps = (
            f"between two events p50 {short(seen['gap_ms']['p50'])} ms, p99 {short(seen['gap_ms']['p99'])} ms"
        )
        figures.append(
            Figure(f"{what}: writes late by more than 5 ms", f"{100 * late / max(1, writes):.1f} %", gaps)
        )
        if seen["server"]["held"] < streams_open or seen["failed"]:
            raise RuntimeError(f"{seen['server']['held']} held, {seen['errors']}")
    return figures


def memory(bench: Bench) -> list[Figure]:
    """With the journal on, and full from the thousandth request on."""
    with parley(bench) as peer:

        def after(requests: int) -> float:
            load(peer, body(), "raw", "-c", str(CONNECTIONS), "-n", str(requests // CONNECTIONS))
            return peer.program.memory().rss_mb

        first = after(FIRST_REQUESTS)
        last = after(MANY_REQUESTS - FIRST_REQUESTS)
        counted = counter(peer.program.port, "requests_total")
    what = f"memory after {counted:,} requests, the journal on"
    return [at_most(what, last, first * 1.05, "MB", f"after {FIRST_REQUESTS:,}: {short(first)} MB")]


PARTS = {"start": start, "requests": requests, "streams": streams, "held": held, "memory": memory}

NOTE = """
One fixture, an answer of {characters} characters in pieces of {piece}; the journal is on, as it always is.
Cost is processor time of the server's processes. nginx returns the same whole answer from its configuration;
aimock is npm's `@copilotkit/aimock`. Runs take turns; figures are medians of {rounds}.
The load shares the cores.
"""


def main() -> int:
    given = tools.parser(__doc__, PARTS).parse_args()
    if reason := tools.missing(given.tools):
        print(f"Left out: {reason}.")
        return 1
    tools.build(given.tools)
    raise_descriptor_limit()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(given.parley.resolve(), pathlib.Path(folder), given.rounds)
        figures = [figure for part in given.only for figure in PARTS[part](bench)]
    print(NOTE.format(characters=len(TEXT), piece=PIECE, rounds=given.rounds))
    print(figures_table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
