"""Writes a PDF of text pages with two standard fonts, bookmarks and page numbers.

No clock, no randomness, no compression: the same pages give the same bytes on every machine. Characters are
limited to Windows-1252, which the standard fonts hold; anything else is an error.
"""

from dataclasses import dataclass, field

PAGE_WIDTH, PAGE_HEIGHT = 595.0, 842.0  # A4 in points

# Widths of the characters 32 to 126 in thousandths of the size, from Adobe's metrics of the standard fonts.
REGULAR_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 "
    "556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 "
    "722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 "
    "500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
BOLD_WIDTHS = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 "
    "556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 "
    "722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 "
    "556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
BEYOND_ASCII = {"•": 350, "·": 278, "°": 400, "é": 556}

REGULAR, BOLD = "F1", "F2"
WIDTHS = {
    font: {chr(32 + index): int(width) for index, width in enumerate(widths.split())} | BEYOND_ASCII
    for font, widths in ((REGULAR, REGULAR_WIDTHS), (BOLD, BOLD_WIDTHS))
}


def text_width(text: str, font: str, size: float) -> float:
    return sum(WIDTHS[font][character] for character in text) * size / 1000


def literal(text: str) -> bytes:
    encoded = text.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        encoded = encoded.replace(special, b"\\" + special)
    return b"(" + encoded + b")"


@dataclass
class Page:
    operators: list[bytes] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, font: str, size: float) -> None:
        """Writes one line with its baseline `y` points above the lower edge."""
        place = f"BT /{font} {size:g} Tf {x:.2f} {y:.2f} Td ".encode()
        self.operators.append(place + literal(text) + b" Tj ET")

    def rule(self, x: float, y: float, width: float) -> None:
        self.operators.append(f"0.5 w {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S".encode())


@dataclass(frozen=True)
class Bookmark:
    title: str
    page: int  # counted from 0


def font_object(name: str) -> bytes:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()


def stream_object(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream"


def page_object(content: int) -> bytes:
    fonts = f"<< /{REGULAR} 3 0 R /{BOLD} 4 0 R >>"
    box = f"[0 0 {PAGE_WIDTH:g} {PAGE_HEIGHT:g}]"
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox {box} "
        f"/Resources << /Font {fonts} >> /Contents {content} 0 R >>"
    ).encode()


def bookmark_object(bookmark: Bookmark, number: int, first: int, last: int, page_number: int) -> bytes:
    siblings = f"/Prev {number - 1} 0 R " if number > first else ""
    siblings += f"/Next {number + 1} 0 R " if number < last else ""
    place = f"/Parent 5 0 R {siblings}/Dest [{page_number} 0 R /Fit]"
    return b"<< /Title " + literal(bookmark.title) + f" {place} >>".encode()


def assemble(objects: list[bytes]) -> bytes:
    """Numbers the objects from 1, and adds the table that says at which byte each begins."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def document(title: str, author: str, pages: list[Page], bookmarks: list[Bookmark]) -> bytes:
    # Objects 1 to 6 are fixed; then a page and its content in turn; then the bookmarks.
    page_numbers = [7 + 2 * index for index in range(len(pages))]
    first = 7 + 2 * len(pages)
    last = first + len(bookmarks) - 1
    kids = " ".join(f"{number} 0 R" for number in page_numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R /PageMode /UseOutlines /Lang (en) >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        font_object("Helvetica"),
        font_object("Helvetica-Bold"),
        f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {len(bookmarks)} >>".encode(),
        b"<< /Title " + literal(title) + b" /Author " + literal(author) + b" >>",
    ]
    for number, page in zip(page_numbers, pages):
        objects += [page_object(number + 1), stream_object(b"\n".join(page.operators))]
    for offset, mark in enumerate(bookmarks):
        objects.append(bookmark_object(mark, first + offset, first, last, page_numbers[mark.page]))
    return assemble(objects)
