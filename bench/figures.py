"""A measured figure beside its target, and how both read in the results."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    MET = "met"
    NOT_MET = "**not met**"
    NO_TARGET = ""


@dataclass(frozen=True)
class Figure:
    what: str
    measured: str
    reference: str = ""  # what it stands beside, measured in the same run
    target: str = ""
    verdict: Verdict = Verdict.NO_TARGET


def at_most(what: str, measured: float, limit: float, unit: str, reference: str = "") -> Figure:
    verdict = Verdict.MET if measured <= limit else Verdict.NOT_MET
    return Figure(what, f"{short(measured)} {unit}", reference, f"<= {short(limit)} {unit}", verdict)


def short(number: float) -> str:
    """Three digits that matter; no more are repeatable."""
    if abs(number) >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.3g}"


def median(numbers: Iterable[float]) -> float:
    return statistics.median(numbers)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def figures_table(figures: Iterable[Figure]) -> str:
    return table(
        ["what", "measured", "beside", "target", ""],
        [[f.what, f.measured, f.reference, f.target, f.verdict.value] for f in figures],
    )
