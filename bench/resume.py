"""Do readers that come back get all of an answer, once, and is no model left talking? Prints markdown.

usage: python3 -m bench.resume [--parley PROGRAM] [--readers N]

A tenth leaves in mid-answer and comes back, up to three times; one in fifty stays away.
"""

import json
import pathlib
import sys
import tempfile
import time
import urllib.request

from bench.figures import Figure, Verdict, figures_table
from bench.processes import Program, free_port, program_parser, raise_descriptor_limit, running, say

sys.path.append("tests/e2e")
from conversations import Crowd, Told, talk  # noqa: E402

WORDS = 40
TEXT = " ".join(f"word{number}" for number in range(WORDS)) + "."
COME_BACK, STAY_AWAY = 0.1, 0.02
RESUME_SECONDS = 5


def fixture() -> str:
    timing = {"ttft_ms": 100, "per_event_ms": 100}
    reply = {"text": TEXT, "chunking": {"by": "words"}, "timing": timing}
    return json.dumps({"version": 1, "fixtures": [{"reply": reply, "then": "repeat"}]})


def journal(port: int) -> list[dict]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/__mock/journal", timeout=60) as reply:
        return json.load(reply)["requests"]


def left_open(port: int) -> int:
    """Calls of the model that nobody ended, after the time that an answer waits for its reader."""
    end = time.monotonic() + RESUME_SECONDS + 10
    while time.monotonic() < end:
        calls = sum(1 for entry in journal(port) if entry["took_ms"] is None)
        if calls == 0:
            return 0
        time.sleep(0.1)
    return calls


def none(what: str, count: int, reference: str = "") -> Figure:
    return Figure(what, str(count), reference, "0", Verdict.MET if count == 0 else Verdict.NOT_MET)


def figures(told: list[Told], seconds: float, leaked: int, grown_mb: float) -> list[Figure]:
    back = [each for each in told if each.comebacks]
    comebacks = sum(each.comebacks for each in told)
    wrong = sum(each.ended and (each.text != TEXT or bool(each.error)) for each in told)
    numbers = sum(len(each.numbers) for each in told)
    who = f"{len(back):,} readers came back {comebacks:,} times; {numbers:,} lines in {seconds:.1f} s"
    return [
        none(f"{len(told):,} conversations: lines lost", sum(each.lost for each in told), who),
        none("lines repeated", sum(each.repeated for each in told)),
        none("answers seen to their end that are not whole", wrong),
        none(
            "calls of the model left open", leaked, f"{sum(not e.ended for e in told):,} readers stayed away"
        ),
        Figure("memory of the server meanwhile", f"{grown_mb:.0f} MB more"),
    ]


def measure(parley: pathlib.Path, readers: int, folder: pathlib.Path) -> list[Figure]:
    fixtures, mock_port, port = folder / "fixtures.json", free_port(), free_port()
    fixtures.write_text(fixture())
    quiet = ["--log-level", "warning"]
    mock = [str(parley), "mock", "--port", str(mock_port), "--no-strict", "--loop-guard", "0", *quiet]
    serve = [
        str(parley),
        "serve",
        "--data",
        str(folder / "store"),
        "--port",
        str(port),
        "--model",
        "m",
        *quiet,
    ]
    options = ["--resume-seconds", str(RESUME_SECONDS), "--no-shared-answers"]
    to_mock = {"OPENAI_BASE_URL": f"http://127.0.0.1:{mock_port}/v1", "OPENAI_API_KEY": "key-1"}
    with running([*mock, str(fixtures)], mock_port, folder / "mock.log"):
        with running([*serve, *options], port, folder / "serve.log", to_mock) as program:
            return talk_and_count(program, mock_port, readers)


def talk_and_count(program: Program, mock_port: int, readers: int) -> list[Figure]:
    before, began = program.memory().rss_mb, time.monotonic()
    told = talk(Crowd(program.port, readers, COME_BACK, STAY_AWAY))
    seconds, grown_mb = time.monotonic() - began, program.memory().rss_mb - before
    say(f"{readers} conversations took {seconds:.1f} s")
    return figures(told, seconds, left_open(mock_port), grown_mb)


def main() -> int:
    parser = program_parser(__doc__)
    parser.add_argument("--readers", type=int, default=1000)  # as many as the mock's journal keeps
    given = parser.parse_args()
    raise_descriptor_limit()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(given.parley.resolve(), given.readers, pathlib.Path(folder))
    print(figures_table(found))
    return 0 if all(figure.verdict is not Verdict.NOT_MET for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
