"""Tidy's checks of source text: sizes, words that mean trouble, comments."""

import ast
import posixpath
import re
from typing import Iterator

from tidy_tree import Finding, Tree

CPP = (".hpp", ".cpp")
SCRIPTS = ("script/bootstrap", "script/server", "script/test", "script/bench", ".ci/run")
CODE = CPP + SCRIPTS + (".py", ".ts", ".svelte", ".js", ".css", ".cmake", "CMakeLists.txt")
COLUMNS_MAX = 110
TRANSLATIONS = "web/src/lib/i18n/locales/"  # a sentence stands on one line, so that languages can be compared
FILE_LINES_MAX = {".svelte": 200}
FILE_LINES_MAX_ELSE = 400
FUNCTION_LINES_MAX = 60

TS_FUNCTION = re.compile(
    r"^(?P<indent>\s*)(?:export |default |public |private |static |async )*"
    r"(?:function\b.*|const \w+ = (?:async )?\(.*=> "
    r"|(?!if\b|for\b|while\b|switch\b|catch\b)\w+\([^=]*\)[^=]*)\{$"
)
COMMENTED_OUT = re.compile(
    r"^\s*// ?(?:(?:return|if|for|while|auto|const|co_await|co_return|let|import)\b.*[;{]"
    r"|\S+\(.*\);|#include .*|\S+ = .*;)$"
)
TODO = re.compile(r"\b(TODO|FIXME|XXX)\b")
TODO_FORM = re.compile(r"\bTODO\((perf|security|cleanup)\): \S")
LICENCE = re.compile(r"Copyright|SPDX-License|Licen[sc]ed under", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.}:/])/(home|Users|root|work|farm)/\w")


def code_of(line: str) -> str:
    """The line without its comment and without what stands in quotes."""
    return re.sub(r'"(\\.|[^"\\])*"', '""', line).split("//")[0]


def check_line_length(tree: Tree) -> list[Finding]:
    return [
        Finding(path, number, "line-length", f"{len(line)} columns: break it before {COLUMNS_MAX}")
        for path, number, line in tree.numbered(*CODE)
        if len(line) > COLUMNS_MAX and not path.startswith(TRANSLATIONS)
    ]


def check_file_length(tree: Tree) -> list[Finding]:
    found = []
    for path in tree.paths(*CPP, ".py", ".ts", ".svelte"):
        limit = FILE_LINES_MAX.get(posixpath.splitext(path)[1], FILE_LINES_MAX_ELSE)
        count = len(tree.lines(path))
        if count > limit:
            message = f"{count} lines hold more than one idea: split so that each file stays under {limit}"
            found.append(Finding(path, 1, "file-length", message))
    return found


def cpp_functions(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Line number and length of functions. clang-format sets only their braces alone on a line."""
    begin: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        indent = line[: len(line) - len(line.lstrip())]
        if line.strip() == "{":
            begin[indent] = number
        elif line.startswith(indent + "}") and indent in begin:
            start = begin.pop(indent)
            yield start, number - start + 1


def ts_functions(lines: list[str]) -> Iterator[tuple[int, int]]:
    begin: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        match = TS_FUNCTION.match(line)
        indent = line[: len(line) - len(line.lstrip())]
        if match:
            begin[match["indent"]] = number
        elif line.startswith(indent + "}") and indent in begin:
            start = begin.pop(indent)
            yield start, number - start + 1


def py_functions(text: str) -> Iterator[tuple[int, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def check_function_length(tree: Tree) -> list[Finding]:
    functions = [(path, cpp_functions(tree.lines(path))) for path in tree.paths(*CPP)]
    functions += [(path, ts_functions(tree.lines(path))) for path in tree.paths(".ts", ".svelte")]
    functions += [(path, py_functions(tree.texts[path])) for path in tree.paths(".py")]
    message = f"split until each part fits {FUNCTION_LINES_MAX} lines"
    return [
        Finding(path, line, "function-length", f"{length} lines: {message}")
        for path, found in functions
        for line, length in found
        if length > FUNCTION_LINES_MAX
    ]


def check_header_comment(tree: Tree) -> list[Finding]:
    message = "open with a comment: what it is for, what it does not do, its limits"
    return [
        Finding(path, 1, "header-comment", message)
        for path in tree.paths(".hpp")
        if not (tree.lines(path) or [""])[0].startswith("// ")
    ]


def check_banned_words(tree: Tree) -> list[Finding]:
    found = []
    for path, number, line in tree.numbered(*CPP):
        code = code_of(line)
        if path.endswith(".hpp") and re.search(r"\busing\s+namespace\b", code):
            message = "every includer would get it: name what you use, or alias the namespace"
            found.append(Finding(path, number, "using-namespace", message))
        if re.search(r"\bdetached\b", code):
            message = "nobody would await it or see it fail: spawn it in a task_group"
            found.append(Finding(path, number, "detached", message))
        if re.search(r"\[=[,\]]", code):
            message = "name each capture: [=] hides what the closure keeps alive"
            found.append(Finding(path, number, "capture", message))
        if re.search(r"\bGTEST_SKIP\b|\bDISABLED_\w", code):
            message = "a test that does not run is deleted or mended"
            found.append(Finding(path, number, "skipped-test", message))
    return found


def check_comments(tree: Tree) -> list[Finding]:
    found = []
    for path, number, line in tree.numbered(*CPP, ".ts", ".svelte", ".js"):
        if COMMENTED_OUT.match(line):
            message = "delete code that does not run; an example is indented by four spaces after //"
            found.append(Finding(path, number, "commented-out", message))
    own_rules = ("tools/tidy", "CONTRIBUTING.md", "docs/")
    for path, number, line in tree.numbered(*CODE):
        if path.startswith(own_rules):
            continue
        if TODO.search(line) and not TODO_FORM.search(line):
            message = "write `TODO(perf|security|cleanup): sentence.`, or do it now"
            found.append(Finding(path, number, "todo", message))
        if number <= 15 and LICENCE.search(line):
            message = "one LICENSE file speaks for the tree: start with the contract"
            found.append(Finding(path, number, "licence", message))
    return found


def check_machine_paths(tree: Tree) -> list[Finding]:
    message = "a path of one machine: make it relative, or a setting"
    return [
        Finding(path, number, "machine-path", message)
        for path, number, line in tree.numbered(*CODE, ".md", ".json", ".yml", ".yaml")
        if MACHINE_PATH.search(line) and not path.startswith("tools/tidy")
    ]


CHECKS = [
    check_line_length,
    check_file_length,
    check_function_length,
    check_header_comment,
    check_banned_words,
    check_comments,
    check_machine_paths,
]
