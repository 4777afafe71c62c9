"""Joins sources into batches that clang-tidy reads as one file.

Nearly all of its time goes into headers that all of them include: Asio, Beast, GoogleTest. Files whose
private names differ can share that: their texts are put one after the other, and each finding is led back to
where it stood. Which files fit is guessed from their text; a wrong guess is a batch that does not compile,
never a finding that is lost.
"""

import collections
import dataclasses
import pathlib
import re
import shlex
from collections.abc import Iterable

FILES_MAX = 12
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
NAMESPACE = re.compile(r"^namespace ([\w:]+) \{", re.MULTILINE)
# What a file declares stands at the beginning of a line, before one of these.
DECLARED = re.compile(r"\b([a-z_]\w*)(?=\s*(?:[({=;\[]|final\b))", re.IGNORECASE)
TEST = re.compile(r"TEST(?:_[FP])?\((\w+), (\w+)\)")
FLAGS = ("-I", "-D", "-isystem", "-std", "-f", "-W")


def with_headers(path: pathlib.Path, root: pathlib.Path, seen: set[pathlib.Path]) -> set[pathlib.Path]:
    """The file and every header below `root`, or beside it, that it includes, directly or not."""
    if path not in seen and path.is_file():
        seen.add(path)
        for name in INCLUDE.findall(path.read_text(errors="replace")):
            with_headers(root / name, root, seen)
            with_headers(path.parent / name, root, seen)
    return seen


def namespace_of(text: str) -> str:
    found = NAMESPACE.search(text)
    return found.group(1) if found else ""


def declared_in(text: str) -> tuple[set[str], set[str]]:
    """The names, each with its namespace, that a text declares for itself alone, and for others too."""
    space = namespace_of(text)
    private: set[str] = set()
    public: set[str] = set()
    names = public
    for line in text.splitlines():
        if line == "namespace {":
            names = private
        elif re.match(r"} *// namespace", line):
            names = public
        elif test := TEST.match(line):
            public.add(f"{space}::{test.group(1)}.{test.group(2)}")
        elif line.startswith("#define"):
            private.add(line.split()[1].split("(")[0])
        elif line[:1].isalpha() and not line.startswith(("namespace", "using namespace")):
            names.update(f"{space}::{name}" for name in DECLARED.findall(line))
    return private, public


@dataclasses.dataclass(frozen=True)
class source:
    """A file to judge, as its compile command reads it; `known` are its names and those of our headers."""

    path: pathlib.Path
    text: str
    flags: tuple[str, ...]
    private: set[str]
    public: set[str]
    known: set[str]


def read_source(path: pathlib.Path, command: str, root: pathlib.Path) -> source:
    text = path.read_text(errors="replace")
    private, public = declared_in(text)
    known = private | public
    for header in with_headers(path, root, set()) - {path}:
        known |= declared_in(header.read_text(errors="replace"))[1]
    words = iter(shlex.split(command))
    flags = [
        f"{word}{next(words)}" if word == "-isystem" else word for word in words if word.startswith(FLAGS)
    ]
    return source(path, text, (*flags, f"-iquote{path.parent}"), private, public, known)


class batch:
    """Sources that can stand in one file, as far as their names tell."""

    def __init__(self, sources: Iterable[source]) -> None:
        self.sources: list[source] = []
        self.private: set[str] = set()
        self.public: set[str] = set()
        self.known: set[str] = set()
        for one in sources:
            self.add(one)

    def takes(self, one: source) -> bool:
        return (
            len(self.sources) < FILES_MAX
            and not self.private & one.known
            and not one.private & self.known
            and not self.public & one.public
        )

    def add(self, one: source) -> None:
        self.sources.append(one)
        self.private |= one.private
        self.public |= one.public
        self.known |= one.known

    def halves(self) -> list["batch"]:
        middle = len(self.sources) // 2
        return [batch(self.sources[:middle]), batch(self.sources[middle:])]

    def text(self) -> str:
        return "".join(one.text.rstrip("\n") + "\n" for one in self.sources)

    def flags(self) -> list[str]:
        """Those of all. A name of one file may hide that of another here, which says nothing of either."""
        return [*dict.fromkeys(flag for one in self.sources for flag in one.flags), "-Wno-shadow"]

    def led_back(self, findings: str, written: pathlib.Path) -> str:
        """The findings, as of the files themselves rather than of the one that was `written`."""
        return re.sub(
            rf"^{re.escape(str(written))}:(\d+):",
            lambda found: "{}:{}:".format(*self.place(int(found.group(1)))),
            findings,
            flags=re.MULTILINE,
        )

    def place(self, line: int) -> tuple[pathlib.Path, int]:
        for one in self.sources:
            lines = len(one.text.rstrip("\n").split("\n"))
            if line <= lines:
                return one.path, line
            line -= lines
        raise ValueError(f"there is no line {line} after the last")


def mixed(sources: list[source]) -> list[source]:
    """Those of one namespace spread over the whole list, so that neighbours share few names."""
    sizes = collections.Counter(namespace_of(one.text) for one in sources)
    seen: collections.Counter[str] = collections.Counter()
    places = []
    for one in sources:
        space = namespace_of(one.text)
        places.append(seen[space] / sizes[space])
        seen[space] += 1
    return [one for _, one in sorted(zip(places, sources), key=lambda pair: pair[0])]


def batches(sources: list[source]) -> list[batch]:
    made: list[batch] = []
    for one in mixed(sources):
        taker = next((each for each in made if each.takes(one)), None)
        if taker is None:
            taker = batch([])
            made.append(taker)
        taker.add(one)
    return made
