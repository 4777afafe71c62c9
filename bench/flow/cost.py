"""What each part of the flow adds to the CPU time of an answer, and of each of its events."""

import asyncio
import pathlib
from dataclasses import dataclass, field

from bench.figures import Figure, median, short
from bench.flow.asking import Asked, Connection
from bench.flow.model_host import ModelHost
from bench.processes import Program, free_port, running, say

WORDS = 500
ANSWERS, AT_ONCE, ROUNDS = 300, 8, 3
NO_EXTRAS = ["--rewrite", "never", "--no-shared-answers", "--resume-seconds", "0", "--log-level", "warning"]


@dataclass(frozen=True)
class Variant:
    name: str
    asked: Asked = Asked()
    options: list[str] = field(default_factory=list)
    without: tuple[str, ...] = ()  # of NO_EXTRAS, with its value

    def arguments(self) -> list[str]:
        left, kept = [*NO_EXTRAS], []
        while left:
            word = left.pop(0)
            value = [left.pop(0)] if left and not left[0].startswith("--") else []
            if word not in self.without:
                kept += [word, *value]
        return kept + self.options


PLAIN = Variant("search and stream, nothing else")
REWRITE = {"asked": Asked(follows=True), "without": ("--rewrite",)}
VECTORS = ["--embedding-model", "e"]
EVERYTHING = {"show_process": True, "suggest_followup_questions": True, "resumable": True}
VARIANTS = (
    PLAIN,
    Variant("+ steps of the process", Asked({"show_process": True})),
    Variant("+ suggested questions", Asked({"suggest_followup_questions": True})),
    Variant("+ a run that can be resumed", Asked({"resumable": True}), without=("--resume-seconds",)),
    Variant("+ vectors", options=VECTORS),
    Variant("+ a follow-up that is rewritten", **REWRITE),
    Variant("+ history", options=["--history"]),
    Variant("+ a queue of answers", options=["--answers", "4"]),
    Variant("+ shared answers", without=("--no-shared-answers",)),
    Variant("in dialect B", Asked(headers="X-Parley-Dialect: b\r\n")),
    Variant("in dialect C", Asked(headers="X-Parley-Dialect: c\r\n")),
    Variant("as /v1/chat/completions", Asked(path="/v1/chat/completions")),
    Variant(
        "everything in dialect A",
        Asked(EVERYTHING, follows=True),
        [*VECTORS, "--history"],
        ("--rewrite", "--resume-seconds", "--no-shared-answers"),
    ),
)


def check(text: bytes) -> None:
    if f"word{WORDS - 1}".encode() not in text:
        raise RuntimeError(f"an answer is not whole: {text[-500:]!r}")


async def ask_many(port: int, how: Asked, count: int, who: int = AT_ONCE) -> None:
    """Nobody asks what another does: an answer that is shared costs less."""
    async with Connection(port) as connection:
        for number in range(count):
            check((await connection.ask(how, f"How many days of leave had {who} in year {number}?")).text)


async def cpu_of(program: Program, how: Asked) -> float:
    """Microseconds of each answer."""
    await ask_many(program.port, how, 5)
    before = program.cpu_seconds()
    await asyncio.gather(*(ask_many(program.port, how, ANSWERS // AT_ONCE, who) for who in range(AT_ONCE)))
    return (program.cpu_seconds() - before) / (ANSWERS // AT_ONCE * AT_ONCE) * 1e6


async def round_of(parley: pathlib.Path, store: pathlib.Path, variant: Variant, host: ModelHost) -> float:
    port = free_port()
    serve = [str(parley), "serve", "--data", str(store), "--port", str(port), "--model", "m"]
    log = store.parent / "serve.log"
    with running([*serve, *variant.arguments()], port, log, host.environment) as served:
        return await cpu_of(served, variant.asked)


async def measure(parley: pathlib.Path, store: pathlib.Path) -> list[Figure]:
    taken: dict[str, list[float]] = {variant.name: [] for variant in VARIANTS}
    async with ModelHost(WORDS) as host:
        for turn in range(ROUNDS):
            for variant in VARIANTS:
                taken[variant.name].append(await round_of(parley, store, variant, host))
                say(f"round {turn + 1}: {variant.name}: {taken[variant.name][-1]:.0f} us an answer")
    plain = median(taken[PLAIN.name])
    return [figure(variant.name, median(taken[variant.name]), plain) for variant in VARIANTS]


def figure(name: str, cpu_us: float, plain_us: float) -> Figure:
    each = f"{short(cpu_us / WORDS)} us an event, {short(cpu_us)} us an answer of {WORDS}"
    beside = (
        f"{short(cpu_us / plain_us)} x the plain one, {short((cpu_us - plain_us) / WORDS)} us an event more"
    )
    return Figure(f"CPU: {name}", each, "" if name == PLAIN.name else beside)
