"""What does ingesting PDFs cost, beside pdftotext alone on the same files?

usage: python3 -m bench.ingest [--parley PROGRAM] [PATH...]

Paths are files or folders; without any, the manuals that Debian packages brought, else our own handbook.
"""

import gzip
import os
import pathlib
import subprocess
import sys
import tempfile

from bench.figures import Figure, at_most, figures_table, median
from bench.processes import program_parser, say

ROUNDS = 3
MANUALS = ["/usr/share/doc/gnuplot", "/usr/share/doc/octave", "/usr/share/doc/valgrind"]
FALLBACK = pathlib.Path("samples/handbook.pdf")


def cpu_seconds(arguments: list[str | pathlib.Path]) -> float:
    """User and system time of a program and of all the children it waited for."""
    before = os.times()
    # A PDF that cannot be read is ingest's exit status 1, and pdftotext's; both have worked on it.
    done = subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{arguments[0]} failed: {done.stderr[-2000:]}")
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def pdfs_under(paths: list[pathlib.Path], unpacked: pathlib.Path) -> list[pathlib.Path]:
    """Each file once: Debian links some manuals from several places, and packs others."""
    found = set()
    for path in paths:
        for each in [path] if path.is_file() else path.rglob("*.pdf*"):
            if each.name.endswith(".pdf.gz"):
                plain = unpacked / each.name.removesuffix(".gz")
                plain.write_bytes(gzip.decompress(each.read_bytes()))
                found.add(plain)
            elif each.suffix == ".pdf":
                found.add(each.resolve())
    return sorted(found)


def count_pages(pdfs: list[pathlib.Path]) -> int:
    pages = 0
    for pdf in pdfs:
        printed = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout
        for line in printed.splitlines():
            pages += int(line.split()[1]) if line.startswith("Pages:") else 0
    return pages


def measure(parley: pathlib.Path, pdfs: list[pathlib.Path], folder: pathlib.Path) -> Figure:
    pages = count_pages(pdfs)
    ours, alone = [], []
    for turn in range(ROUNDS):
        alone.append(sum(cpu_seconds(["pdftotext", "-q", pdf, os.devnull]) for pdf in pdfs))
        ours.append(cpu_seconds([parley, "ingest", "--data", folder / f"store-{turn}", *pdfs]))
        say(f"{pages} pages: ingest {ours[-1]:.2f} s, pdftotext {alone[-1]:.2f} s of CPU")
    ratio = median(a / b for a, b in zip(ours, alone))
    beside = f"{median(ours):.2f} s and {median(alone):.2f} s for {pages:,} pages in {len(pdfs)} files"
    return at_most("ingest of PDFs, user and system time", ratio, 1.5, "x pdftotext", beside)


def main() -> int:
    parser = program_parser(__doc__)
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    given = parser.parse_args()
    manuals = [pathlib.Path(each) for each in MANUALS]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pdfs = pdfs_under(given.paths or manuals, folder) or pdfs_under([FALLBACK], folder)
        print(figures_table([measure(given.parley.resolve(), pdfs, folder)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
