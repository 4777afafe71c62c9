"""Pages for bench/audit.py: ten small ones, two that are large, and one that is quiet."""

import pathlib

SMALL = 10
CELLS_IN_ROW, ROWS = 50, 100
BAD_ELEMENTS = 1200  # of each of two kinds

STYLE = (
    "body { font: 16px sans-serif; color: #222; background: #fff } "
    "nav a { color: #06c } .pale { color: #aaa }"
)


def page(title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def small(number: int) -> str:
    """A page of a site as people write them, with a few things wrong."""
    links = "".join(f'<li><a href="page-{to}.html">Page {to}</a></li>' for to in range(SMALL))
    paragraphs = "".join(f"<p>Paragraph {at} of page {number}, with words in it.</p>" for at in range(12))
    form = (
        '<form><label for="name">Name</label><input id="name"><input id="bare" type="text">'
        '<select id="choice"><option>One</option></select><button type="button">Send</button></form>'
    )
    table = "<table><tr><th>Name</th><th>Count</th></tr>" + "<tr><td>A</td><td>1</td></tr>" * 5 + "</table>"
    wrong = '<img src="data:,"><p class="pale">Pale</p>'
    main = f"<h1>Page {number}</h1>{paragraphs}{table}{form}{wrong}"
    return page(f"Page {number}", f"<nav><ul>{links}</ul></nav><main>{main}</main>")


def cells() -> str:
    row = "<tr>" + "<td>12</td>" * CELLS_IN_ROW + "</tr>"
    return page("Cells", f"<main><h1>Cells</h1><table>{row * ROWS}</table></main>")


def bad() -> str:
    element = '<p><img src="data:,"><input type="text"></p>'
    return page("Bad", f"<main><h1>Bad</h1>{element * BAD_ELEMENTS}</main>")


def written(folder: pathlib.Path) -> dict[str, list[pathlib.Path]]:
    """The files of each kind."""
    texts = {f"page-{number}": small(number) for number in range(SMALL)}
    texts |= {"cells": cells(), "bad": bad(), "quiet": page("Quiet", "<main><h1>Quiet</h1></main>")}
    files = {name: folder / f"{name}.html" for name in texts}
    for name, text in texts.items():
        files[name].write_text(text)
    return {
        "small": [files[f"page-{number}"] for number in range(SMALL)],
        "large": [files["cells"], files["bad"]],
        "quiet": [files["quiet"]],
    }
