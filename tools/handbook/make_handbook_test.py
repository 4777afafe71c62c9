#!/usr/bin/env python3
"""Proves that samples/handbook.pdf is what the chapters say, and that the layout loses no text."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import make_handbook
from pdf_writer import REGULAR, Bookmark, Page, document, text_width


WORD = re.compile(r"[\w.,;:°]+")


def text_of_pdf(content: bytes, *options: str) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        command = ["pdftotext", *options, file.name, "-"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Handbook(unittest.TestCase):
    def test_the_file_in_the_tree_is_made_from_these_chapters(self) -> None:
        advice = "run tools/handbook/make_handbook.py and commit samples/handbook.pdf"
        self.assertEqual(make_handbook.OUTPUT.read_bytes(), make_handbook.handbook(), advice)

    def test_every_word_of_every_chapter_can_be_read_on_its_page(self) -> None:
        content = make_handbook.handbook()
        for number, path in enumerate(sorted((make_handbook.FOLDER / "chapters").glob("*.md")), 1):
            page = str(number + 1 + make_handbook.CONTENTS_PAGES)
            on_page = set(WORD.findall(text_of_pdf(content, "-f", page, "-l", page)))
            in_chapter = set(WORD.findall(path.read_text(encoding="utf-8")))
            self.assertEqual(in_chapter - on_page, set(), path.name)

    def test_has_at_least_thirty_pages(self) -> None:
        self.assertGreaterEqual(make_handbook.handbook().count(b"/Type /Page "), 30)


class Questions(unittest.TestCase):
    """tests/samples/questions.json is only worth something while its answers stand where it says."""

    def test_each_answer_stands_on_the_page_that_is_named(self) -> None:
        root = make_handbook.OUTPUT.parent.parent
        questions = json.loads((root / "tests" / "samples" / "questions.json").read_text(encoding="utf-8"))
        self.assertGreaterEqual(len(questions), 20)
        for question in filter(lambda question: question["file"], questions):
            with self.subTest(question["question"]):
                content = (root / "samples" / question["file"]).read_bytes()
                text = text_on_page(content, question["page"])
                self.assertIn(question["contains"], " ".join(text.split()))


def text_on_page(content: bytes, page: int | None) -> str:
    if page:
        return text_of_pdf(content, "-f", str(page), "-l", str(page))
    if content.startswith(b"\xff\xfe"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


class Layout(unittest.TestCase):
    def test_wraps_before_the_margin(self) -> None:
        lines = make_handbook.wrapped("word " * 200, REGULAR, 10, 300)
        self.assertTrue(all(text_width(line, REGULAR, 10) <= 300 for line in lines))
        self.assertEqual(sum(len(line.split()) for line in lines), 200)

    def test_continues_a_long_chapter_on_another_page(self) -> None:
        layout = make_handbook.Layout()
        layout.chapter(1, "# Long\n\n" + "word " * 2000)
        self.assertGreater(len(layout.pages), 1)

    def test_refuses_a_character_the_fonts_do_not_hold(self) -> None:
        with self.assertRaises(KeyError):
            text_width("漢", REGULAR, 10)

    def test_escapes_what_would_end_a_string(self) -> None:
        page = Page()
        page.text(72, 700, "a (b) \\ c", REGULAR, 10)
        content = document("t", "a", [page], [Bookmark("(", 0)])
        self.assertIn(b"(a \\(b\\) \\\\ c) Tj", content)
        self.assertEqual(text_of_pdf(content).split(), ["a", "(b)", "\\", "c"])


if __name__ == "__main__":
    unittest.main()
