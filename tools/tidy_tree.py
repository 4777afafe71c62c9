"""The files that tidy looks at, as text, and the findings it makes about them.

Reads the whole tree once, so a check is a function from a Tree to findings and tests need no disk.
"""

import os
import pathlib
import re
from dataclasses import dataclass
from typing import Iterator

# Folders that git ignores, and git's own.
NOT_OURS = {".git", "build", "data", "node_modules", "dist", "__pycache__", ".svelte-kit", ".cache"}
BINARY = {".pdf", ".png", ".ico", ".woff2", ".db", ".gz", ".bin"}
ALLOW = re.compile(r"tidy-allow\((?P<rule>[\w-]+)\)(?P<reason>:?.*)")
ALLOW_REACHES_LINES = 6
REASON_CHARACTERS_MIN = 15


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [{self.rule}] {self.message}"


class Tree:
    """Text files by path relative to the root, with forward slashes. Binary files have no lines."""

    def __init__(self, files: dict[str, str], executable: frozenset[str] = frozenset()) -> None:
        self.texts = files
        self.executable = executable
        self._lines = {path: text.splitlines() for path, text in files.items()}

    @classmethod
    def read(cls, root: pathlib.Path) -> "Tree":
        files, executable = {}, set()
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders if name not in NOT_OURS)
            for name in names:
                path = pathlib.Path(folder, name)
                relative = path.relative_to(root).as_posix()
                text_file = path.suffix not in BINARY and not path.is_symlink()
                files[relative] = path.read_text(errors="replace") if text_file else ""
                if os.access(path, os.X_OK):
                    executable.add(relative)
        return cls(files, frozenset(executable))

    def paths(self, *suffixes: str, under: str = "") -> list[str]:
        return [path for path in sorted(self.texts) if path.startswith(under) and path.endswith(suffixes)]

    def lines(self, path: str) -> list[str]:
        return self._lines[path]

    def numbered(self, *suffixes: str, under: str = "") -> Iterator[tuple[str, int, str]]:
        """Every (path, line number, line) of the files with these endings."""
        for path in self.paths(*suffixes, under=under):
            for number, line in enumerate(self._lines[path], 1):
                yield path, number, line

    def allows(self, finding: Finding) -> bool:
        lines = self._lines.get(finding.path, [])
        # A finding about a whole file is allowed by its opening comment.
        last = finding.line if finding.line > 1 else 30
        for line in lines[max(0, finding.line - 1 - ALLOW_REACHES_LINES) : last]:
            match = ALLOW.search(line)
            if match and match["rule"] == finding.rule and has_reason(match["reason"]):
                return True
        return False

    def allowed_without_reason(self) -> list[Finding]:
        found = []
        for path, number, line in self.numbered(".cpp", ".hpp", ".ts", ".svelte", ".css", ".cmake"):
            match = ALLOW.search(line)
            if match and not has_reason(match["reason"]):
                message = "an allowance needs its reason: write `tidy-allow(rule): one sentence why`"
                found.append(Finding(path, number, "allow", message))
        return found


def has_reason(text: str) -> bool:
    return text.startswith(":") and len(text.strip(": */->")) >= REASON_CHARACTERS_MIN
