"""W3: what an open stream costs while the model is silent.

Two descriptors a stream, and a process may be held to 20,000: so two relays of 5,000 streams each.
"""

import contextlib
from dataclasses import dataclass

from bench.figures import median
from bench.processes import Program, say
from bench.streaming import tools
from bench.streaming.cost import Start
from bench.streaming.relays import Bench, Relay

RELAYS = 2
SILENCE_MS = 60_000
HOLD_SECONDS = 3
WARMING_STREAMS = 8  # on more than one loop, and too few for their memory to matter when it is used again
CONNECTS_PER_SECOND = 1500  # per relay


@dataclass(frozen=True)
class Held:
    streams: int
    errors: int
    kib_per_stream: float


def hold(bench: Bench, start: Start, streams: int, connects_per_second: int = CONNECTS_PER_SECOND) -> Held:
    """One word per stream, then silence; the memory is what the relays grew by, shared pages counted once."""
    with contextlib.ExitStack() as running:
        silent = ["--interval-ms", str(SILENCE_MS)]
        model = running.enter_context(tools.upstream(bench.folder, 2, *silent))
        holding = [running.enter_context(start(bench, model.base_url)) for _ in range(RELAYS)]
        # A few questions first: what each loop sets up once and all streams share is not the streams'.
        for relay in holding:
            tools.finish_load(hold_open(relay, WARMING_STREAMS, CONNECTS_PER_SECOND, 0.2))
        loads = [hold_open(relay, streams // RELAYS, connects_per_second, HOLD_SECONDS) for relay in holding]
        seen = [tools.finish_load(load) for load in loads]
    held = sum(each["server"]["held"] for each in seen)
    errors = sum(each["failed"] for each in seen)
    grown = sum(each["server"]["hold_pss_kb"] - each["server"]["pss_idle_kb"] for each in seen)
    found = Held(held, errors, grown / max(1, held))
    say(f"{holding[0].name}: {held} streams held, {errors} errors, {found.kib_per_stream:.2f} KiB each")
    return found


def hold_open(relay: Relay, streams: int, connects_per_second: int, seconds: float):
    program: Program = relay.program
    options = ["-c", str(streams), "--connect-rate", str(connects_per_second), "--hold"]
    options += ["--hold-seconds", str(seconds), "--pid", str(program.pid)]
    return tools.start_load(relay.port, relay.path, relay.body, relay.line_format, *options)


def typical(found: list[Held]) -> Held:
    return Held(
        min(each.streams for each in found),
        sum(each.errors for each in found),
        median(each.kib_per_stream for each in found),
    )
