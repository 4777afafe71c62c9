"""What does relaying a model's stream cost, beside nginx and the usual sample stack? Prints markdown.

usage: python3 -m bench.streaming --tools FOLDER [--parley PROGRAM] [--rounds N] [--no-quart]
                                  [--only bursts speed tls held readers]

FOLDER holds the sources of the measuring programs, llm_upstream.cpp and stream_load.cpp.
PARLEY_BENCH_TOOLS names it too.
"""

import functools
import pathlib
import subprocess
import sys
import tempfile

from bench.figures import Figure, Verdict, at_most, figures_table, short
from bench.processes import raise_descriptor_limit
from bench.streaming import cost, held, readers, relays, tools
from bench.streaming.relays import Bench

HELD_STREAMS = 10_000
QUART_HELD_STREAMS = 2_000
STALLED_KIB_MAX = 256
TLS_COST_MAX = 1.1  # x what TLS costs nginx


def bursts(bench: Bench, rounds: int, quart: bool) -> list[Figure]:
    full = cost.bursts(bench, cost.COMPARED, rounds)
    single = cost.bursts(bench, cost.COMPARED, rounds, tokens=1)
    ours, nginx = full["Parley"], full["nginx"]
    figures = [
        at_most(
            "W1, CPU per token in bursts, the question's own cost included",
            cost.cost_ratio(ours, nginx), 1.5, "x nginx", beside(ours, nginx),
        ),
        per_token_alone(full, single),
        no_errors("W1, streams that failed", ours),
    ]  # fmt: skip
    if quart:
        slow = cost.bursts(bench, [relays.quart], 1)["Quart"]
        ratio = slow.us_per_token() / ours.us_per_token()
        figures.append(
            Figure(
                "W1, how often Parley's cost goes into Quart's", f"{short(ratio)} times",
                f"Quart {short(slow.us_per_token())} us per token", ">= 60 times", judge(ratio >= 60),
            )
        )  # fmt: skip
    return figures


def per_token_alone(full: dict[str, cost.Runs], single: dict[str, cost.Runs]) -> Figure:
    """What 199 more tokens cost, and what is left for the question."""
    tokens = cost.W1_TOKENS
    questions = {name: runs.us_per_token() for name, runs in single.items()}
    more = {name: (full[name].us_per_token() * tokens - questions[name]) / (tokens - 1) for name in full}
    return Figure(
        "W1 split: a token more, and a question with one token",
        f"{short(more['Parley'])} us, {short(questions['Parley'])} us",
        f"nginx {short(more['nginx'])} us, {short(questions['nginx'])} us",
    )


def human_speed(bench: Bench, rounds: int, quart: bool) -> list[Figure]:
    figures = []
    for streams in (100, 500):
        compared = [*cost.COMPARED, relays.direct]
        runs = cost.human_speed(bench, compared, rounds, streams)
        ours, nginx, floor = runs["Parley"], runs["nginx"], runs["direct"]
        ratio = cost.cost_ratio(ours, nginx)
        what = f"W2, CPU per event, {streams} streams"
        if streams == 500:
            figures.append(at_most(what, ratio, 1.25, "x nginx", beside(ours, nginx)))
        else:
            figures.append(Figure(what, f"{short(ratio)} x nginx", beside(ours, nginx)))
        figures.append(latency(streams, ours, nginx, floor))
        figures.append(no_errors(f"W2, streams of {streams} that failed", ours))
    if quart:
        slow = cost.human_speed(bench, [relays.quart], 1, 100)["Quart"]
        arrives = f"to the reader {short(slow.added_ms('p50'))} / {short(slow.added_ms('p99'))} ms"
        figures.append(Figure("W2, Quart, 100 streams", f"{short(slow.us_per_token())} us", arrives))
    return figures


def latency(streams: int, ours: cost.Runs, nginx: cost.Runs, floor: cost.Runs) -> Figure:
    def both(runs: cost.Runs) -> str:
        return f"{short(runs.added_ms('p50'))} / {short(runs.added_ms('p99'))} ms"

    has_target = streams == 100
    met = ours.added_ms("p99") <= nginx.added_ms("p99") + 0.5
    return Figure(
        f"W2, from the model to the reader, p50 / p99, {streams} streams", both(ours),
        f"nginx {both(nginx)}, no relay {both(floor)}",
        "p99 <= nginx + 0.5 ms" if has_target else "", judge(met) if has_target else Verdict.NO_TARGET,
    )  # fmt: skip


def keyless_over_tls(bench: Bench, rounds: int, _quart: bool) -> list[Figure]:
    figures = []
    for what, measure, limit in (
        ("W4, a token every 20 ms, 500 streams", functools.partial(cost.human_speed, streams=500), 1.25),
        ("W4, bursts", cost.bursts, 1.5),
    ):
        runs = measure(bench, cost.OVER_TLS, rounds)
        plain_nginx, plain, nginx, ours = runs.values()
        more, nginx_more = cost.cost_ratio(ours, plain), cost.cost_ratio(nginx, plain_nginx)
        plain_ratio = cost.cost_ratio(plain, plain_nginx)
        figures += [
            at_most(
                f"{what}: CPU per event, keyless over TLS",
                cost.cost_ratio(ours, nginx), limit, "x nginx over TLS", beside(ours, nginx),
            ),
            Figure(f"{what}: plain, with a key", f"{short(plain_ratio)} x nginx", beside(plain, plain_nginx)),
            at_most(
                f"{what}: what TLS without a key adds", more, TLS_COST_MAX * nginx_more, "x plain",
                f"nginx {short(nginx_more)} x plain",
            ),
            no_errors(f"{what}: streams that failed", ours),
        ]  # fmt: skip
    return figures


def open_streams(bench: Bench, rounds: int, quart: bool) -> list[Figure]:
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(held.hold(bench, relays.nginx, HELD_STREAMS))
        ours.append(held.hold(bench, relays.parley, HELD_STREAMS))
    parley, nginx = held.typical(ours), held.typical(theirs)
    beside_nginx = f"nginx {short(nginx.kib_per_stream)} KiB"
    figures = [
        at_most("W3, memory per open idle stream", parley.kib_per_stream, 8, "KiB", beside_nginx),
        Figure(
            "W3, streams held, errors", f"{parley.streams:,}, {parley.errors}",
            f"nginx {nginx.streams:,}, {nginx.errors}", f"{HELD_STREAMS:,}, 0",
            judge(parley.streams >= HELD_STREAMS and parley.errors == 0),
        ),
    ]  # fmt: skip
    if quart:
        slow = held.hold(bench, relays.quart, QUART_HELD_STREAMS, connects_per_second=100)
        held_text = f"{slow.streams:,} of {QUART_HELD_STREAMS:,} held"
        figures.append(Figure("W3, Quart", f"{short(slow.kib_per_stream)} KiB", held_text))
    return figures


def leaving_and_stalling(bench: Bench, _rounds: int, _quart: bool) -> list[Figure]:
    left, stalled = readers.leave(bench), readers.stall(bench)
    others = f"another reader's first word after {short(stalled.other_reader_ms)} ms"
    after = f"after {short(stalled.model_kib_each)} KiB, nearly all in socket buffers"
    p50 = f"p50 {short(left.p50_ms)} ms"
    paused = "yes" if stalled.paused else "no"
    return [
        at_most("a reader leaves: until the model sees it, p99", left.p99_ms, 50, "ms", p50),
        at_most("a reader stops: memory for it", stalled.relay_kib_each, STALLED_KIB_MAX, "KiB", others),
        Figure("a reader stops: the model is paused", paused, after, "yes", judge(stalled.paused)),
    ]


def judge(met: bool) -> Verdict:
    return Verdict.MET if met else Verdict.NOT_MET


def no_errors(what: str, runs: cost.Runs) -> Figure:
    return Figure(what, str(runs.failed()), f"of {runs.streams():,}", "0", judge(runs.failed() == 0))


def beside(ours: cost.Runs, nginx: cost.Runs) -> str:
    return f"Parley {short(ours.us_per_token())} us, nginx {short(nginx.us_per_token())} us"


PARTS = {
    "bursts": bursts,
    "speed": human_speed,
    "tls": keyless_over_tls,
    "held": open_streams,
    "readers": leaving_and_stalling,
}

NOTE = """
W1: 200 tokens as fast as the socket takes them, 64 connections. W2: a token every 20 ms. W3: 10,000 streams
after their first word, over two processes. W4: as W2 and W1, with a host that takes only a token: nginx in
front of the model, with TLS by an authority of the run, which both relays verify. Parley gets its token from
a stand-in for managed identity. Beside it the same host without TLS, where that token is a key. Parley has
everything on: retrieval over `samples/`, prompt, citation check, limits, heartbeats, a log line per request;
nginx passes bytes on. Cost is processor time of the relay's processes over a run, by tokens the model sent,
not by lines: Parley joins the deltas of one read into one line. Runs take turns (nginx, Parley, nginx, ...);
figures are medians of {rounds}, Quart ran once. The load and the model share the cores.
"""


def main() -> int:
    parser = tools.parser(__doc__, PARTS)
    parser.add_argument("--no-quart", action="store_true")
    given = parser.parse_args()
    if reason := tools.missing(given.tools):
        print(f"Left out: {reason}.")
        return 1
    tools.build(given.tools)
    raise_descriptor_limit()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(given.parley.resolve(), pathlib.Path(folder, "store"), pathlib.Path(folder))
        take_in = [bench.parley, "ingest", "--data", bench.store, "samples"]
        subprocess.run(take_in, check=True, stdout=sys.stderr)
        figures = [f for part in given.only for f in PARTS[part](bench, given.rounds, not given.no_quart)]
    print(NOTE.format(rounds=given.rounds))
    print(figures_table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
