"""Tidy's checks of the module tree: who may include whom, and that CMake says the same."""

import posixpath
import re

from tidy_tree import Finding, Tree

# Lowest first. A module may include modules of the rows before its own, never of its own row or a later one.
LAYERS = (
    ("base",),
    ("ndjson", "sse", "sqlite", "process", "runs", "admission"),
    ("http",),
    ("identity",),
    ("openai", "retrieval", "history"),
    ("ingest", "rag"),
    ("server", "mock", "audit", "doctor", "eval"),
    ("cli",),
)
ROW = {module: row for row, modules in enumerate(LAYERS) for module in modules}

INCLUDE = re.compile(r'\s*#\s*include\s+"(?P<path>[^"]+)"')
MODULE_CALL = re.compile(r"parley_module\s*\((?P<arguments>[^)]*)\)")
README_LINES_MAX = 15


def module_of(path: str) -> str | None:
    """The module a file of src/ belongs to; folders inside a module belong to it."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "src" else None


def modules(tree: Tree) -> list[str]:
    return sorted({module for path in tree.texts if (module := module_of(path))})


def includes(tree: Tree) -> list[tuple[str, int, str]]:
    return [
        (path, number, match["path"])
        for path, number, line in tree.numbered(".hpp", ".cpp", under="src/")
        if (match := INCLUDE.match(line))
    ]


def below(module: str) -> str:
    names = [name for row in LAYERS[: ROW[module]] for name in row]
    return ", ".join(names) or "nothing"


def check_known_modules(tree: Tree) -> list[Finding]:
    message = "no such layer: give the module a row in LAYERS of tools/tidy_layers.py"
    return [Finding(f"src/{name}", 1, "layers", message) for name in modules(tree) if name not in ROW]


def check_layers(tree: Tree) -> list[Finding]:
    found = []
    for path, number, included in includes(tree):
        mine, theirs = module_of(path), included.split("/")[0]
        if f"src/{included}" not in tree.texts:
            message = f'write the path from src/, such as "{mine}/{posixpath.basename(included)}"'
            found.append(Finding(path, number, "include-path", message))
        elif mine in ROW and theirs in ROW and mine != theirs and ROW[theirs] >= ROW[mine]:
            advice = "move the type down, or pass it in from cli/"
            message = f"{mine}/ may include {below(mine)}, not {theirs}/: {advice}"
            found.append(Finding(path, number, "layers", message))
    return found


def uses_of(tree: Tree, module: str) -> set[str]:
    """The modules named after USES in the CMake files of one module."""
    used: set[str] = set()
    for path in tree.paths("CMakeLists.txt", under=f"src/{module}/"):
        text = re.sub(r"#.*", "", tree.texts[path])
        for call in MODULE_CALL.finditer(text):
            words = iter(call["arguments"].split())
            keyword = ""
            for word in words:
                if word in ("SOURCES", "TESTS", "USES", "LINKS") or word.isupper():
                    keyword = word
                elif keyword == "USES":
                    used.add(word)
    return used


def check_uses(tree: Tree) -> list[Finding]:
    found = []
    for module in modules(tree):
        path = f"src/{module}/CMakeLists.txt"
        if path not in tree.texts:
            message = "a module is built by parley_module(...): write this file"
            found.append(Finding(path, 1, "cmake", message))
            continue
        included = {other.split("/")[0] for file, _, other in includes(tree) if module_of(file) == module}
        included &= set(ROW) - {module}
        used = uses_of(tree, module)
        for name in sorted(included - used):
            found.append(Finding(path, 1, "uses", f"the code includes {name}/: add {name} to USES"))
        for name in sorted(used - included):
            found.append(Finding(path, 1, "uses", f"nothing here includes {name}/: take {name} out of USES"))
    return found


def check_sources_are_listed(tree: Tree) -> list[Finding]:
    """A .cpp that no CMakeLists.txt on its way to the root names is never compiled, and a test never run."""
    found = []
    for path in tree.paths(".cpp"):
        folder, listed = posixpath.dirname(path), False
        while not listed:
            text = tree.texts.get(posixpath.join(folder, "CMakeLists.txt"), "")
            relative = posixpath.relpath(path, folder or ".")
            name = re.escape(relative)
            listed = re.search(rf"(^|[\s(/\"]){name}($|[\s)\"])", text, re.MULTILINE) is not None
            if not folder:
                break
            folder = posixpath.dirname(folder)
        if not listed:
            message = "no CMakeLists.txt lists this file: list it, or delete it"
            found.append(Finding(path, 1, "cmake", message))
    return found


def check_readme(tree: Tree) -> list[Finding]:
    found = []
    for module in modules(tree):
        path = f"src/{module}/README.md"
        if path not in tree.texts:
            message = f"say in {README_LINES_MAX} lines what the module does, does not do, and why"
            found.append(Finding(path, 1, "readme", message))
        elif len(tree.lines(path)) > README_LINES_MAX:
            message = f"keep {README_LINES_MAX} lines, move the rest beside the code or to docs/"
            found.append(Finding(path, 1, "readme", message))
    return found


CHECKS = [check_known_modules, check_layers, check_uses, check_sources_are_listed, check_readme]
