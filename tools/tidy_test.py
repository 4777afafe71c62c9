#!/usr/bin/env python3
"""Proves that every check of tidy can fail, that its message helps, and that a good tree passes."""

import json
import pathlib
import re
import unittest

import tidy
from tidy_tree import Tree

MODULE = "parley_module({name}\n  SOURCES {name}.cpp\n  TESTS {name}_test.cpp\n  USES {uses})\n"

DEPENDABOT = "".join(
    f"  - package-ecosystem: {ecosystem}\n    directory: {folder}\n"
    for ecosystem, folder in (("npm", "/web"), ("github-actions", "/"), ("docker", "/infra"))
)


def good_tree() -> dict[str, str]:
    """Two modules, a script and a page: the smallest tree that keeps every rule."""
    return {
        "src/base/CMakeLists.txt": MODULE.format(name="base", uses=""),
        "src/base/README.md": "What fails and how it is said.\n",
        "src/base/base.hpp": "// Names failures. Prints nothing.\n",
        "src/base/base.cpp": '#include "base/base.hpp"\n',
        "src/base/base_test.cpp": '#include "base/base.hpp"\n',
        "src/http/CMakeLists.txt": MODULE.format(name="http", uses="base"),
        "src/http/README.md": "Carries bytes. See [base](../base/README.md).\n",
        "src/http/http.hpp": '// Carries bytes.\n#include "base/base.hpp"\n',
        "src/http/http.cpp": '#include "http/http.hpp"\n',
        "src/http/http_test.cpp": '#include "http/http.hpp"\n',
        "script/run": "#!/usr/bin/env bash\nset -euo pipefail\n",
        ".github/dependabot.yml": DEPENDABOT,
        ".github/workflows/ci.yml": f"  - uses: actions/checkout@{'1a' * 20} # v1.2.3\n",
    }


def found(changes: dict[str, str | None], executable: tuple[str, ...] = ("script/run",)) -> list[str]:
    """The findings in the good tree after some files are replaced, added, or (None) removed."""
    files = {path: text for path, text in {**good_tree(), **changes}.items() if text is not None}
    return [str(finding) for finding in tidy.findings(Tree(files, frozenset(executable)))]


def cpp_function(lines: int) -> str:
    return "void f()\n{\n" + "    g();\n" * (lines - 2) + "}\n"


def image(copy: str) -> dict[str, str]:
    """An image that runs bootstrap after `copy`, and a bootstrap that reads two files of tests/a."""
    return {
        "infra/Dockerfile": f"FROM debian:12\n{copy}\nRUN script/bootstrap test \\\n    && true\n",
        "script/bootstrap": "#!/usr/bin/env bash\nset -euo pipefail\n  ensure_npm tests/a build/stamp\n",
        "tests/a/package.json": "{}",
        "tests/a/.npmrc": "fund=false\n",
        "web/src/lib/i18n/locales/da.ts": "x" * 200 + "\n",
    }


# One row for each thing that must be found: (rule, words of the message, the change that breaks the tree).
BROKEN = [
    ("layers", "base/ may include nothing, not http/", {"src/base/base.cpp": '#include "http/http.hpp"\n'}),
    ("layers", "give the module a row", {"src/misplaced/README.md": "x\n"}),
    ("include-path", 'such as "http/http.hpp"', {"src/http/http.cpp": '#include "http.hpp"\n'}),
    ("uses", "add base to USES", {"src/http/CMakeLists.txt": MODULE.format(name="http", uses="")}),
    ("uses", "take base out of USES", {"src/http/http.hpp": "// Carries bytes.\n"}),
    ("cmake", "no CMakeLists.txt lists this file", {"src/http/lost.cpp": "\n"}),
    ("cmake", "no CMakeLists.txt lists this file", {"src/http/detail/lost_test.cpp": "\n"}),
    ("cmake", "write this file", {"src/http/CMakeLists.txt": None}),
    ("readme", "say in 15 lines", {"src/http/README.md": None}),
    ("readme", "keep 15 lines", {"src/http/README.md": "x\n" * 16}),
    ("line-length", "111 columns", {"src/http/http.cpp": "/" + "/" * 110 + "\n"}),
    ("file-length", "401 lines", {"src/http/http.cpp": "\n" * 401}),
    ("file-length", "201 lines", {"web/src/Answer.svelte": "\n" * 201}),
    ("function-length", "60 lines", {"src/http/http.cpp": cpp_function(61)}),
    ("function-length", "60 lines", {"web/send.ts": "export function f() {\n" + "  g();\n" * 60 + "}\n"}),
    ("function-length", "60 lines", {"web/a.ts": "class A {\n  f(): B {\n" + "    g();\n" * 60 + "  }\n}\n"}),
    ("function-length", "60 lines", {"tools/f.py": "def f():\n" + "    g()\n" * 60}),
    ("header-comment", "what it is for", {"src/http/http.hpp": '#include "base/base.hpp"\n'}),
    ("using-namespace", "name what you use", {"src/base/base.hpp": "// Names.\nusing namespace std;\n"}),
    ("detached", "task_group", {"src/http/http.cpp": "co_spawn(loop, work(), asio::detached);\n"}),
    ("capture", "name each capture", {"src/http/http.cpp": "auto f = [=] { return a; };\n"}),
    ("skipped-test", "deleted or mended", {"src/http/http_test.cpp": "    GTEST_SKIP();\n"}),
    ("commented-out", "delete code", {"src/http/http.cpp": "// return size;\n"}),
    ("commented-out", "delete code", {"web/send.ts": "  // send(body);\n"}),
    ("todo", "TODO(perf|security|cleanup)", {"src/http/http.cpp": "// TODO: faster\n"}),
    ("licence", "LICENSE file", {"src/http/http.cpp": "// Copyright 2026 Somebody\n"}),
    ("machine-path", "make it relative", {"src/http/http.cpp": 'open("/home/ann/notes");\n'}),
    ("vague-name", "say what is in it", {"tests/utils/a.md": "x\n"}),
    ("vague-name", "say what is in it", {"web/src/helpers.ts": "\n"}),
    ("link", "gone.md is not in the tree", {"docs/a.md": "See [this](gone.md#part).\n"}),
    ("script", "set -euo pipefail", {"script/run": "#!/usr/bin/env bash\n"}),
    ("debian-lock", "no mirror", {"deps/debian/x/build.list": "https://mirror.example/a.deb\n"}),
    ("debian-lock", "b is not in", {"deps/debian/x/t.list": "b\n", "deps/debian/x/amd64.lock": "bb 1\n"}),
    ("dependabot", "add npm /tests/a", {"tests/a/package-lock.json": "{}"}),
    ("dependabot", "add uv /deps/python", {"deps/python/requirements.txt": "a==1\n"}),
    ("dependabot", "add docker /other", {"other/Dockerfile": "FROM debian:12\n"}),
    ("dependabot", "add github-actions /", {".github/dependabot.yml": ""}),
    ("action-pin", "name the commit", {".github/workflows/ci.yml": "  - uses: actions/cache@v4\n"}),
    ("action-pin", "and its tag", {".github/workflows/ci.yml": f"- uses: a/b@{'1a' * 20}\n"}),
    ("image-copy", "COPY tests/a/package.json", image("COPY script/bootstrap script/")),
    ("image-copy", "COPY tests/a/package.json", image("COPY --from=build . .")),
    ("image-copy", "COPY tests/a/.npmrc", image("COPY tests/a/package.json tests/a/")),
    ("allow", "needs its reason", {"src/http/http.cpp": "// tidy-allow(todo)\n"}),
]


class Tidy(unittest.TestCase):
    def test_finds_nothing_in_a_good_tree(self) -> None:
        self.assertEqual(found({}), [])

    def test_finds_each_thing_that_breaks_a_rule_and_says_what_to_do(self) -> None:
        for rule, words, changes in BROKEN:
            with self.subTest(rule=rule, words=words):
                matching = [line for line in found(changes) if f"[{rule}]" in line and words in line]
                self.assertTrue(matching, found(changes))

    def test_every_rule_has_a_row_that_breaks_it(self) -> None:
        proven = {rule for rule, _, _ in BROKEN} | {"npm-lock"}
        sources = [
            pathlib.Path(m.__file__)
            for m in (tidy.tidy_code, tidy.tidy_files, tidy.tidy_layers, tidy.tidy_pins)
        ]
        text = "".join(path.read_text() for path in sources)
        named = set(re.findall(r'Finding\(.*?, "([\w-]+)"', text))
        self.assertEqual(named - proven, set())
        self.assertGreater(len(named), 15)

    def test_accepts_an_image_that_holds_what_bootstrap_reads(self) -> None:
        for copy in ("COPY . .", "COPY tests/a/package.json tests/a/.npmrc tests/a/"):
            self.assertEqual(found(image(copy), ("script/run", "script/bootstrap")), [])

    def test_asks_for_the_run_bit_of_scripts(self) -> None:
        self.assertIn("chmod +x script/run", " ".join(found({}, executable=())))

    def test_accepts_a_finding_that_is_allowed_with_a_reason(self) -> None:
        reason = "// tidy-allow(function-length): one table that reads better in one piece.\n"
        text = '#include "base/base.hpp"\n' + reason + cpp_function(61)
        self.assertEqual(found({"src/http/http.cpp": text}), [])

    def test_does_not_take_words_in_strings_and_comments_for_code(self) -> None:
        text = '#include "base/base.hpp"\nlog("detached");  // not detached, [=] or anything\n'
        self.assertEqual(found({"src/http/http.cpp": text}), [])

    def test_takes_an_indented_example_in_a_comment_for_an_example(self) -> None:
        text = '// Carries bytes.\n//\n//     auto x = f(y);\n#include "base/base.hpp"\n'
        self.assertEqual(found({"src/http/http.hpp": text}), [])

    def test_takes_folders_inside_a_module_for_the_module(self) -> None:
        nested = {
            "src/http/detail/parts.hpp": "// Parts.\n",
            "src/http/http.cpp": '#include "http/detail/parts.hpp"\n',
        }
        self.assertEqual(found(nested), [])


class NpmLock(unittest.TestCase):
    def lock(self, **packages: dict) -> list[str]:
        by_path = {name.replace("__", "/"): package for name, package in packages.items()}
        return found({"web/package-lock.json": json.dumps({"packages": by_path})})

    def test_accepts_a_lock_with_every_platform_in_it(self) -> None:
        holder = {"integrity": "sha512-a", "optionalDependencies": {"b": "1"}}
        self.assertEqual(self.lock(node_modules__a=holder, node_modules__b={"integrity": "sha512-b"}), [])

    def test_finds_a_platform_that_was_dropped_from_the_lock(self) -> None:
        holder = {"integrity": "sha512-a", "optionalDependencies": {"b": "1"}}
        lines = " ".join(self.lock(node_modules__a=holder))
        self.assertIn("b, optional for node_modules/a, is missing", lines)

    def test_finds_a_package_without_integrity(self) -> None:
        self.assertIn("no integrity hash", " ".join(self.lock(node_modules__a={})))

    def test_finds_a_download_address(self) -> None:
        package = {"integrity": "sha512-a", "resolved": "https://registry.example/a.tgz"}
        self.assertIn("names a host", " ".join(self.lock(node_modules__a=package)))


if __name__ == "__main__":
    unittest.main()
