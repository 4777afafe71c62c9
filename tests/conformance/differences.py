"""Compares what clients did, field by field; the tables of docs/conformance.md list what may differ.

What a client did is a list of steps (a request, a program that was started), each a map of field to text.
"""

import fnmatch
import re
from dataclasses import dataclass

from clients import ROOT

DOCUMENT = ROOT / "docs/conformance.md"
ABSENT = "–"
# Those of the tests are made of one digit each and stay as they are.
UUID = re.compile(r"(?!(.)\1{7}-)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One line of the document. All but `why` are patterns of file names (`*`)."""

    case: str
    client: str
    what: str
    ours: str
    theirs: str
    why: str

    def covers(self, difference):
        return all(
            fnmatch.fnmatchcase(getattr(difference, name), re.sub(r"\[", "[[]", getattr(self, name)))
            for name in ("case", "client", "what", "ours", "theirs")
        )


@dataclass(frozen=True)
class Difference:
    case: str
    client: str
    what: str
    ours: str
    theirs: str

    def __str__(self):
        return f"| {self.case} | {self.client} | {self.what} | {self.ours} | {self.theirs} | WHY |"


def documented(prefix, document=DOCUMENT):
    """The rows of the document whose case begins with `prefix`."""
    rows = []
    for line in document.read_text().splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 6:
            rows.append(Row(*cells))
    return [row for row in rows if row.case.startswith(prefix)]


def steps_differ(case, client, ours, theirs):
    """Every field that is not the same, in two lists of steps of the same length."""
    for mine, other in zip(ours, theirs):
        for what in sorted(mine.keys() | other.keys()):
            if mine.get(what, ABSENT) != other.get(what, ABSENT):
                yield Difference(case, client, what, mine.get(what, ABSENT), other.get(what, ABSENT))


def compare(case, client, ours, theirs, rows):
    """The differences of two lists of steps, and those of them that no row explains.

    Requests that only they send are left out of the pairs when a row says so: what `request`, ours absent.
    """
    found, paired = [], []
    for step in theirs:
        alone = Difference(case, client, "request", ABSENT, step["request"])
        if any(row.what == "request" and row.covers(alone) for row in rows):
            found.append(alone)
        else:
            paired.append(step)
    if len(ours) != len(paired):
        steps = [", ".join(step["request"] for step in each) or ABSENT for each in (ours, paired)]
        found.append(Difference(case, client, "steps", *steps))
    found += steps_differ(case, client, ours, paired)
    return found, [each for each in found if not any(row.covers(each) for row in rows)]


def plain(value):
    """A value as it is compared: what must differ from call to call is only told by its shape."""
    return "a UUID" if UUID.fullmatch(str(value)) else str(value)


def step_of(request, base_url):
    """A recorded request without its body, as fields."""
    step = {"request": request.line}
    for name, value in request.headers.items():
        step[f"header {name}"] = plain(value.replace(base_url.split("//")[1], "HOST"))
    for name, value in request.query:
        step[f"query {name}"] = plain(value)
    return step
