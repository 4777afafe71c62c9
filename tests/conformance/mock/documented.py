"""The tables of docs/mock-conformance.md, which the tests read: what is written there is what is tested."""

from clients import ROOT

DOCUMENT = ROOT / "docs/mock-conformance.md"


def table(first_column):
    """The rows of the table whose first column has this name, in order: {column: cell}."""
    columns, rows = [], []
    for line in DOCUMENT.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").replace("`", "").split("|")]
        if line.startswith(f"| {first_column} |"):
            columns = cells
        elif columns and not line.startswith("|"):
            return rows
        elif columns and not line.startswith("|---"):
            rows.append(dict(zip(columns, cells, strict=True)))
    raise AssertionError(f"{DOCUMENT.name} has no table that begins with `{first_column}`, or no end of it")
