#!/usr/bin/env python3
"""Proves that files judged in one go are judged as they would be alone."""

import contextlib
import io
import pathlib
import tempfile
import unittest

import lint
from lint_batches import batch, batches, read_source

CLEAN = "namespace parley {\nnamespace {\nint {0}() {{ return 0; }}\n}} // namespace\n}}\n"
FINDING = "namespace parley {\n\nint* {0}() {{ return 0; }}\n}}\n"


def filled(text: str, name: str) -> str:
    return text.replace("{0}", name).replace("{{", "{").replace("}}", "}")


class Lint(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        (self.folder / "src").mkdir()
        (self.folder / "written").mkdir()

    def sources(self, **texts: str) -> list:
        made = []
        for name, text in texts.items():
            path = self.folder / "src" / f"{name}.cpp"
            path.write_text(text)
            made.append(
                read_source(path, f"c++ -std=c++20 -I{self.folder}/src -c {path}", self.folder / "src")
            )
        return made

    def judged(self, one: batch) -> tuple[set[str], str]:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            passed = lint.judge(one, self.folder / "written")
        return {path.stem for path in passed}, said.getvalue()

    def test_puts_files_of_different_names_into_one_batch(self) -> None:
        made = batches(self.sources(a=filled(CLEAN, "one"), b=filled(CLEAN, "two")))
        self.assertEqual([len(each.sources) for each in made], [2])
        self.assertEqual(self.judged(made[0]), ({"a", "b"}, ""))

    def test_parts_files_that_share_a_private_name(self) -> None:
        made = batches(self.sources(a=filled(CLEAN, "same"), b=filled(CLEAN, "same")))
        self.assertEqual([len(each.sources) for each in made], [1, 1])

    def test_parts_a_private_name_from_that_of_anothers_header(self) -> None:
        (self.folder / "src" / "given.hpp").write_text("namespace parley {\nint given();\n}\n")
        made = batches(self.sources(a=filled(CLEAN, "given"), b='#include "given.hpp"\n'))
        self.assertEqual([len(each.sources) for each in made], [1, 1])

    def test_leads_a_finding_back_to_its_file_and_line(self) -> None:
        one = batch(self.sources(a=filled(CLEAN, "one"), b=filled(FINDING, "two"), c=filled(CLEAN, "three")))
        passed, said = self.judged(one)
        self.assertEqual(passed, set())
        self.assertIn(f"{self.folder}/src/b.cpp:3:", said)
        self.assertIn("modernize-use-nullptr", said)

    def test_a_finding_in_a_header_lets_no_file_of_the_batch_pass(self) -> None:
        (self.folder / "src" / "bad.hpp").write_text("inline int* bad() { return 0; }\n")
        passed, said = self.judged(batch(self.sources(a='#include "bad.hpp"\n', b=filled(CLEAN, "two"))))
        self.assertEqual(passed, set())
        self.assertIn("bad.hpp:1:", said)

    def test_judges_files_alone_that_do_not_compile_together(self) -> None:
        one = batch(self.sources(a=filled(CLEAN, "same"), b=filled(CLEAN, "same")))
        self.assertEqual(self.judged(one), ({"a", "b"}, ""))

    def test_a_file_that_does_not_compile_alone_does_not_pass(self) -> None:
        passed, said = self.judged(batch(self.sources(a=filled(CLEAN, "one"), b="int broken(\n")))
        self.assertEqual(passed, {"a"})
        self.assertIn("b.cpp", said)


if __name__ == "__main__":
    unittest.main()
