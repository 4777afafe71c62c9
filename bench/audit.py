"""What does an audit cost, beside @axe-core/cli and axe-playwright-python? Prints markdown.

usage: python3 -m bench.audit [--parley PROGRAM] [--rounds N]
                              [--only small cold large settling memory]

All have the same pages, version of axe-core and browser (PARLEY_BROWSER names another). script/bootstrap
bench installs them.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench import audit_pages
from bench.figures import Figure, Verdict, at_most, figures_table, median, short
from bench.processes import family, program_parser, say

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "tests/conformance/audit"))

import peers  # noqa: E402

CLI, PYTHON = "@axe-core/cli", "axe-playwright-python"
ONE_TAB, TWO_TABS, UNSETTLED = "1 tab", "2 tabs", "1 tab, --no-settle"
SMALL_ONE_MAX, SMALL_TWO_MAX, COLD_MAX, TWO_TABS_MIN = (
    0.45,
    0.35,
    0.6,
    1.4,
)  # times @axe-core/cli; times one tab
OWN_MEMORY_MB_MAX, SETTLING_MS_MAX = 30, 150
SAMPLE_SECONDS = 0.25  # adding up the pages of a browser takes its time

Command = list[str | pathlib.Path]


@dataclass(frozen=True)
class Bench:
    parley: pathlib.Path
    folder: pathlib.Path
    rounds: int
    pages: dict[str, list[pathlib.Path]]


def parley(bench: Bench, files: list[pathlib.Path], *options: str | int) -> Command:
    command = [bench.parley, "audit", "--json", "--browser-path", peers.browser_path()]
    return [*command, *map(str, options), *files]


def axe_cli(files: list[pathlib.Path]) -> Command:
    return [*peers.axe_cli_command("--stdout"), *(file.as_uri() for file in files)]


def python(files: list[pathlib.Path]) -> Command:
    """As fast as it goes: in one tab."""
    pages = [{"name": file.stem, "url": file.as_uri()} for file in files]
    return peers.pypi_command(peers.pypi_job(pages, engine=str(peers.ENGINE), one_tab=True))


def seconds(bench: Bench, name: str, command: Command) -> tuple[float, str]:
    """From the start of the process to its end, and what it printed."""
    began = time.monotonic()
    done = peers.run(command, bench.folder, statuses=(0, 1))
    took = time.monotonic() - began
    say(f"{name}: {took:.2f} s")
    return took, done.stdout


def take_turns(bench: Bench, commands: dict[str, Command]) -> dict[str, list[float]]:
    """What disturbs one disturbs its neighbours too. A first round fills caches and does not count."""
    found: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(bench.rounds + 1):
        for name, command in commands.items():
            took, _ = seconds(bench, name, command)
            if turn:
                found[name].append(took)
    return found


def ratio(found: dict[str, list[float]], name: str, other: str) -> float:
    return median(mine / theirs for mine, theirs in zip(found[name], found[other]))


def both(found: dict[str, list[float]], name: str, other: str) -> str:
    return f"{short(median(found[name]))} s and {short(median(found[other]))} s"


def small(bench: Bench) -> list[Figure]:
    """One browser each, started for the run."""
    files = bench.pages["small"]
    commands = {
        CLI: axe_cli(files),
        ONE_TAB: parley(bench, files, "--jobs", 1),
        TWO_TABS: parley(bench, files, "--jobs", 2),
        PYTHON: python(files),
        UNSETTLED: parley(bench, files, "--jobs", 1, "--no-settle"),
    }
    found = take_turns(bench, commands)
    figures = [
        at_most(
            f"{len(files)} small pages, {name}",
            ratio(found, name, CLI),
            limit,
            f"x {CLI}",
            both(found, name, CLI),
        )
        for name, limit in ((ONE_TAB, SMALL_ONE_MAX), (TWO_TABS, SMALL_TWO_MAX))
    ]
    equal = ratio(found, UNSETTLED, PYTHON)
    what, beside = f"{len(files)} small pages, {UNSETTLED}", both(found, UNSETTLED, PYTHON)
    figures.append(at_most(what, equal, 1, f"x {PYTHON}", beside))
    faster = ratio(found, ONE_TAB, TWO_TABS)
    verdict = Verdict.MET if faster >= TWO_TABS_MIN else Verdict.NOT_MET
    pair = both(found, ONE_TAB, TWO_TABS)
    figures.append(
        Figure(
            "pages a second, two tabs", f"{short(faster)} x one tab", pair, f">= {TWO_TABS_MIN} x", verdict
        )
    )
    return figures


def cold(bench: Bench) -> list[Figure]:
    file = bench.pages["small"][:1]
    found = take_turns(bench, {CLI: axe_cli(file), ONE_TAB: parley(bench, file), PYTHON: python(file)})
    what = "one small page, with the start of the browser"
    return [
        at_most(what, ratio(found, ONE_TAB, CLI), COLD_MAX, f"x {CLI}", both(found, ONE_TAB, CLI)),
        Figure(what, f"{short(ratio(found, ONE_TAB, PYTHON))} x {PYTHON}", both(found, ONE_TAB, PYTHON)),
    ]


def steps_of(printed: str) -> list[dict[str, int]]:
    """Milliseconds of each step of each page, and of the whole."""
    pages = json.loads(printed)
    each = [page["parley"] for page in (pages if isinstance(pages, list) else [pages])]
    return [page["steps"] | {"whole": page["milliseconds"]} for page in each]


def large(bench: Bench) -> list[Figure]:
    figures = []
    for file in bench.pages["large"]:
        commands = {CLI: axe_cli([file]), ONE_TAB: parley(bench, [file])}
        found = take_turns(bench, commands)
        _, printed = seconds(bench, ONE_TAB, commands[ONE_TAB])
        (steps,) = steps_of(printed)
        share = f"axe {100 * steps['audit'] / steps['whole']:.0f} % of the page's {short(steps['whole'])} ms"
        beside = f"{both(found, ONE_TAB, CLI)}; {share}"
        what = f"one large page ({file.stem})"
        figures.append(Figure(what, f"{short(ratio(found, ONE_TAB, CLI))} x {CLI}", beside))
    return figures


def settling(bench: Bench) -> list[Figure]:
    """Of a page that is quiet from the start, after another in its tab: the first one loads axe meanwhile."""
    files = bench.pages["small"][:1] + bench.pages["quiet"]
    waits, audits = [], []
    for _ in range(bench.rounds):
        _, printed = seconds(bench, "a quiet page", parley(bench, files, "--jobs", 1))
        steps = steps_of(printed)[-1]
        waits.append(steps["settle"])
        audits.append(steps["audit"])
    beside = f"its audit {short(median(audits))} ms"
    return [at_most("settling of a quiet page", median(waits), SETTLING_MS_MAX, "ms", beside)]


def kilobytes(file: pathlib.Path, label: str) -> int:
    """A line of a file in /proc; nothing when the process is gone."""
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(label)), 0)


def peaks_mb(bench: Bench, command: Command) -> tuple[float, float]:
    """The most that the process itself held, and the most that all of them did, shared pages counted once."""
    own, tree = 0, 0
    words = [str(word) for word in command]
    environment = peers.environment(bench.folder)
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    while process.poll() is None:
        own = max(own, kilobytes(pathlib.Path(f"/proc/{process.pid}/status"), "VmHWM:"))
        of_all = (kilobytes(pathlib.Path(f"/proc/{pid}/smaps_rollup"), "Pss:") for pid in family(process.pid))
        tree = max(tree, sum(of_all))
        time.sleep(SAMPLE_SECONDS)
    return own / 1024, tree / 1024


def memory(bench: Bench) -> list[Figure]:
    figures = []
    files = bench.pages["small"]
    for what, those, jobs in (
        ("ten small pages, one tab", files, 1),
        ("ten small pages, two tabs", files, 2),
        ("small and large pages, two tabs", files + bench.pages["large"], 2),
    ):
        own, tree = peaks_mb(bench, parley(bench, those, "--jobs", jobs))
        _, theirs = peaks_mb(bench, axe_cli(those))
        say(f"{what}: {own:.0f} MB of its own, {tree:.0f} MB with the browser; {CLI} {theirs:.0f} MB")
        beside = f"with its browser {short(tree)} MB, {short(tree / theirs)} x {CLI}"
        figures.append(at_most(f"memory of parley itself, {what}", own, OWN_MEMORY_MB_MAX, "MB", beside))
    return figures


PARTS: dict[str, Callable[[Bench], list[Figure]]] = {
    "small": small,
    "cold": cold,
    "large": large,
    "settling": settling,
    "memory": memory,
}

NOTE = """
Pages are files; each run starts its browser, and runs take turns; ratios are medians, of {rounds} rounds, and
times are whole runs. `@axe-core/cli` always asks axe for passes, too, and waits for nothing.
axe-playwright-python shows all pages in one tab, asks for violations alone and waits for the load event. Ours
settles unless it says otherwise. Each has axe-core as it ships it.
"""


def main() -> int:
    parser = program_parser(__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = pathlib.Path(folder)
        bench = Bench(given.parley.resolve(), where, given.rounds, audit_pages.written(where))
        figures = [figure for part in given.only for figure in PARTS[part](bench)]
    print(NOTE.format(rounds=given.rounds))
    print(figures_table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
