"""W1 and W2: processor time per token, and the latency a relay adds.

The time is that of the relay's processes over a whole run, divided by the tokens the model sent in it. Lines
are not counted, because Parley joins the deltas that came in one read into one line. What a question costs
before its first token (parsing, retrieval, prompt) is in there too.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from bench.figures import median
from bench.processes import say
from bench.streaming import relays, tools
from bench.streaming.relays import Bench, Relay

W1_CONNECTIONS = 64
W1_TOKENS = 200
W1_SECONDS = 5
W2_TOKENS = 200
W2_INTERVAL_MS = 20
W2_RAMP_SECONDS = W2_TOKENS * W2_INTERVAL_MS / 1000  # then as many streams end as begin
W2_SECONDS = 6


@dataclass(frozen=True)
class Run:
    us_per_token: float
    streams: int
    failed: int
    added_ms: dict  # p50, p99, ... of `--stamp`


@dataclass(frozen=True)
class Runs:
    """Of one relay, in the order in which they took turns with the others."""

    runs: list[Run]

    def us_per_token(self) -> float:
        return median(run.us_per_token for run in self.runs)

    def added_ms(self, quantile: str) -> float:
        return median(run.added_ms[quantile] for run in self.runs)

    def failed(self) -> int:
        return sum(run.failed for run in self.runs)

    def streams(self) -> int:
        return sum(run.streams for run in self.runs)


def cost_ratio(ours: Runs, theirs: Runs) -> float:
    """The median of the ratios of neighbouring runs: what disturbs one disturbs the other."""
    return median(a.us_per_token / b.us_per_token for a, b in zip(ours.runs, theirs.runs))


Start = Callable[[Bench, str], contextlib.AbstractContextManager[Relay]]


def bursts(bench: Bench, starts: list[Start], rounds: int, tokens: int = W1_TOKENS) -> dict[str, Runs]:
    """W1: all tokens of an answer as fast as the socket takes them."""
    options = ["-c", str(W1_CONNECTIONS), "--duration", str(W1_SECONDS)]
    options += ["--expect-substring", f"tok{tokens - 1}"]
    with tools.upstream(bench.folder, tokens) as model:
        return take_turns(bench, model, starts, rounds, options)


def human_speed(bench: Bench, starts: list[Start], rounds: int, streams: int) -> dict[str, Runs]:
    """W2: one token every 20 ms on each stream; the starts are spread over the length of a stream."""
    seconds = W2_RAMP_SECONDS + W2_SECONDS
    options = ["-c", str(streams), "--connect-rate", str(streams / W2_RAMP_SECONDS), "--warmup"]
    options += [str(W2_RAMP_SECONDS), "--duration", str(seconds), "--expect-substring", f"tok{W2_TOKENS - 1}"]
    pace = ["--interval-ms", str(W2_INTERVAL_MS), "--stamp"]
    with tools.upstream(bench.folder, W2_TOKENS, *pace) as model:
        return take_turns(bench, model, starts, rounds, options)


def take_turns(
    bench: Bench, model: tools.Upstream, starts: list[Start], rounds: int, options: list[str]
) -> dict[str, Runs]:
    with contextlib.ExitStack() as running:
        taking_part = [running.enter_context(start(bench, model.base_url)) for start in starts]
        for relay in taking_part:
            warm_up(relay)
        runs: dict[str, list[Run]] = {relay.name: [] for relay in taking_part}
        for _ in range(rounds):
            for relay in taking_part:
                runs[relay.name].append(measure(relay, model, options))
    return {name: Runs(of_relay) for name, of_relay in runs.items()}


def warm_up(relay: Relay) -> None:
    """So that first touches of memory and first connections are nobody's cost per token."""
    tools.finish_load(load(relay, ["-c", "64", "-n", "1"]))


def measure(relay: Relay, model: tools.Upstream, options: list[str]) -> Run:
    tokens_before, cpu_before = model.tokens_sent(), relay.cpu_seconds()
    seen = tools.finish_load(load(relay, options))
    tokens, cpu = model.tokens_sent() - tokens_before, relay.cpu_seconds() - cpu_before
    run = Run(cpu * 1e6 / max(1, tokens), seen["ok"], seen["failed"], seen["since_stamp_ms"])
    errors = f", errors {seen['errors']}" if seen["failed"] else ""
    say(f"{relay.name}: {run.us_per_token:.2f} us per token, {tokens} tokens, {run.streams} streams{errors}")
    return run


def load(relay: Relay, options: list[str]):
    return tools.start_load(relay.port, relay.path, relay.body, relay.line_format, *options)


COMPARED: list[Start] = [relays.nginx, relays.parley]

OVER_TLS: list[Start] = [
    relays.nginx_plain,
    relays.parley_with_key,
    relays.nginx_over_tls,
    relays.parley_keyless,
]
