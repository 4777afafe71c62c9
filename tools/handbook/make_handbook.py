#!/usr/bin/env python3
"""Makes samples/handbook.pdf from the chapters beside this file.

usage: tools/handbook/make_handbook.py [FILE]

A chapter is a Markdown file with one # title, ## sections, paragraphs of one line, - lists and | tables |.
Each chapter begins on a new page. Python's own library is all it needs, and the same text gives the same
bytes everywhere, so the PDF is kept in the tree and a test compares it.
"""

import itertools
import pathlib
import sys
from dataclasses import dataclass

from pdf_writer import BOLD, PAGE_HEIGHT, PAGE_WIDTH, REGULAR, Bookmark, Page, document, text_width

FOLDER = pathlib.Path(__file__).resolve().parent
OUTPUT = FOLDER.parent.parent / "samples" / "handbook.pdf"
TITLE = "Larkfield Instruments: Employee Handbook, edition 14"

LEFT, RIGHT, TOP, BOTTOM = 72.0, 72.0, 84.0, 72.0
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
SIZE, LEADING = 10.5, 14.6
COLUMN_GAP = 26.0
CONTENTS_PAGES = 1


@dataclass(frozen=True)
class Block:
    kind: str  # title, section, paragraph, item or row
    text: str


def blocks(markdown: str) -> list[Block]:
    kinds = (("## ", "section"), ("# ", "title"), ("- ", "item"), ("| ", "row"))
    found = []
    for line in filter(None, markdown.splitlines()):
        mark, kind = next(((mark, kind) for mark, kind in kinds if line.startswith(mark)), ("", "paragraph"))
        found.append(Block(kind, line.removeprefix(mark)))
    return found


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def with_leaders(cells: list[str], widths: list[float], font: str) -> str:
    """One line of a table, its gaps filled with dots.

    They carry the eye along the row, and keep it one line for programs that extract the text: across a plain
    gap those would read each column from top to bottom.
    """
    line, begin = "", 0.0
    for cell, width in zip(cells, widths):
        while line and text_width(line + "·  ", font, SIZE) < begin:
            line += "·"
        line = f"{line} {cell} ".lstrip()
        begin += width
    return line.rstrip()


class Layout:
    """Fills pages from top to bottom. Bookmarks are made where chapters begin."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.bookmarks: list[Bookmark] = []
        self.y = 0.0

    def new_page(self, heading: str) -> None:
        page = Page()
        page.text(LEFT, PAGE_HEIGHT - 48, heading, REGULAR, 8.5)
        page.rule(LEFT, PAGE_HEIGHT - 54, TEXT_WIDTH)
        number = f"Page {len(self.pages) + 1}"
        page.text(PAGE_WIDTH - RIGHT - text_width(number, REGULAR, 8.5), 40, number, REGULAR, 8.5)
        self.pages.append(page)
        self.y = PAGE_HEIGHT - TOP

    def lines(self, heading: str, lines: list[str], indent: float = 0, font: str = REGULAR) -> None:
        for line in lines:
            if self.y < BOTTOM:
                self.new_page(heading)
            self.pages[-1].text(LEFT + indent, self.y, line, font, SIZE)
            self.y -= LEADING

    def table(self, heading: str, rows: list[list[str]]) -> None:
        columns = range(len(rows[0]))
        widths = [max(text_width(row[column], BOLD, SIZE) for row in rows) + COLUMN_GAP for column in columns]
        for number, row in enumerate(rows):
            font = BOLD if number == 0 else REGULAR
            self.lines(heading, [with_leaders(row, widths, font)], font=font)
        self.y -= 6

    def chapter(self, number: int, markdown: str) -> None:
        parts = blocks(markdown)
        heading = f"{number}. {parts[0].text}"
        self.new_page(heading)
        self.bookmarks.append(Bookmark(heading, len(self.pages) - 1))
        for kind, group in itertools.groupby(parts, key=lambda block: block.kind):
            texts = [block.text for block in group]
            if kind == "row":
                rows = [[cell.strip() for cell in text.strip("| ").split("|")] for text in texts]
                self.table(heading, rows)
            for text in texts:
                self.block(heading, Block(kind, text))
            if kind == "item":
                self.y -= 6

    def block(self, heading: str, block: Block) -> None:
        match block.kind:
            case "title":
                self.pages[-1].text(LEFT, self.y, heading, BOLD, 18)
                self.y -= 32
            case "section":
                self.y -= 4
                if self.y < BOTTOM + 2 * LEADING:
                    self.new_page(heading)
                self.pages[-1].text(LEFT, self.y, block.text, BOLD, 12.5)
                self.y -= 18
            case "paragraph":
                self.lines(heading, wrapped(block.text, REGULAR, SIZE, TEXT_WIDTH))
                self.y -= 6
            case "item":
                first, *others = wrapped(block.text, REGULAR, SIZE, TEXT_WIDTH - 14)
                self.lines(heading, [f"•  {first}"])
                self.lines(heading, others, indent=14)


def cover() -> Page:
    page = Page()
    page.text(LEFT, 560, "Larkfield Instruments", BOLD, 30)
    page.text(LEFT, 520, "Employee Handbook", REGULAR, 22)
    page.text(LEFT, 488, "Edition 14, valid from 3 March 2025", REGULAR, 13)
    page.text(LEFT, 130, "Mill Lane, Aldermoor. People team: extension 2200.", REGULAR, SIZE)
    page.text(LEFT, 112, "The company and everyone in this handbook are invented.", REGULAR, SIZE)
    return page


def contents(bookmarks: list[Bookmark]) -> Page:
    page = Page()
    page.text(LEFT, PAGE_HEIGHT - TOP, "Contents", BOLD, 18)
    y = PAGE_HEIGHT - TOP - 34
    for bookmark in bookmarks:
        number = str(bookmark.page + 1)
        page.text(LEFT, y, bookmark.title, REGULAR, SIZE)
        page.text(PAGE_WIDTH - RIGHT - text_width(number, REGULAR, SIZE), y, number, REGULAR, SIZE)
        y -= 17
    return page


def handbook() -> bytes:
    layout = Layout()
    layout.pages = [cover()] + [Page()] * CONTENTS_PAGES
    for number, path in enumerate(sorted((FOLDER / "chapters").glob("*.md")), 1):
        layout.chapter(number, path.read_text(encoding="utf-8"))
    layout.pages[1] = contents(layout.bookmarks)
    return document(TITLE, "Larkfield Instruments", layout.pages, layout.bookmarks)


def main(arguments: list[str]) -> int:
    if len(arguments) > 1 or any(each.startswith("-") for each in arguments):
        is_asked_for = arguments in (["-h"], ["--help"])
        print(__doc__, file=sys.stdout if is_asked_for else sys.stderr)
        return 0 if is_asked_for else 2
    pathlib.Path(arguments[0] if arguments else OUTPUT).write_bytes(handbook())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
