"""What does each part of the flow cost per event, and how soon is something to be seen? Prints markdown.

usage: python3 -m bench.flow [--parley PROGRAM] [--sections N] [--only cost|delays]
"""

import asyncio
import pathlib
import sys
import tempfile

from bench.figures import Figure, Verdict, figures_table
from bench.flow import cost, delays
from bench.processes import program_parser

SAMPLES = pathlib.Path("samples")


async def measure(parley: pathlib.Path, folder: pathlib.Path, only: str, sections: int) -> list[Figure]:
    found: list[Figure] = []
    if only != "delays":
        store = folder / "store"
        async with cost.ModelHost(1) as host:
            await delays.ingest(parley, store, SAMPLES.resolve(), host)
        found += await cost.measure(parley, store)
    if only != "cost":
        found += await delays.measure(parley, folder, sections)
    return found


def main() -> int:
    parser = program_parser(__doc__)
    parser.add_argument("--sections", type=int, default=140_000)  # somewhat over 100,000 passages
    parser.add_argument("--only", choices=("cost", "delays"), default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        parley = given.parley.resolve()
        found = asyncio.run(measure(parley, pathlib.Path(name), given.only, given.sections))
    print(figures_table(found))
    return 0 if all(figure.verdict is not Verdict.NOT_MET for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
