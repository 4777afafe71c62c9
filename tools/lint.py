#!/usr/bin/env python3
"""Runs clang-format and clang-tidy over our C++, as tests.

usage: tools/lint.py format            is every file laid out as .clang-format says?
       tools/lint.py tidy BUILD_DIR    does clang-tidy's short list find anything in what BUILD_DIR compiles?

Both take version 14, as Debian 12 ships it: another version lays out and judges differently.
A file that clang-tidy has passed is not looked at again until it, a header of ours that it includes, its
compile command or .clang-tidy changes; the memory of that is BUILD_DIR/clang-tidy-passed.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSION = "14"
OUR_FOLDERS = ("src", "tests", "bench")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def our_files(*suffixes: str) -> list[pathlib.Path]:
    return sorted(
        path for folder in OUR_FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in suffixes
    )


def check_format() -> int:
    files = our_files(".cpp", ".hpp")
    if not files:
        sys.exit("lint: found no C++ to check")
    done = subprocess.run([f"clang-format-{VERSION}", "--dry-run", "-Werror", "--ferror-limit=3", *files])
    if done.returncode:
        print(f"lint: lay them out with `clang-format-{VERSION} -i FILE...`", file=sys.stderr)
    return 1 if done.returncode else 0


def with_headers(path: pathlib.Path, seen: set[pathlib.Path]) -> set[pathlib.Path]:
    """The file and every header under src/ that it includes, directly or not."""
    if path not in seen and path.is_file():
        seen.add(path)
        for name in INCLUDE.findall(path.read_text(errors="replace")):
            with_headers(ROOT / "src" / name, seen)
            with_headers(path.parent / name, seen)
    return seen


def fingerprint(path: pathlib.Path, command: str) -> str:
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes() + command.encode())
    for part in sorted(with_headers(path, set())):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def passes_tidy(path: pathlib.Path, build: pathlib.Path) -> bool:
    command = [f"clang-tidy-{VERSION}", "-p", str(build), "--quiet", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout or done.stderr, flush=True)
    return done.returncode == 0


def check_tidy(build: pathlib.Path) -> int:
    entries = json.loads((build / "compile_commands.json").read_text())
    ours = {path.resolve() for path in our_files(".cpp")}
    wanted = {
        path: fingerprint(path, entry["command"])
        for entry in entries
        if (path := pathlib.Path(entry["directory"], entry["file"]).resolve()) in ours
    }
    if not wanted:
        sys.exit(f"lint: {build} compiles none of our files")
    memory = build / "clang-tidy-passed"
    passed = set(memory.read_text().split()) if memory.exists() else set()
    open_files = [path for path, key in wanted.items() if key not in passed]
    print(f"lint: {len(open_files)} of {len(wanted)} files changed since they passed", flush=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
        verdicts = dict(zip(open_files, workers.map(lambda path: passes_tidy(path, build), open_files)))
    good = [key for path, key in wanted.items() if verdicts.get(path, True)]
    memory.write_text("\n".join(sorted(good)) + "\n")
    return 0 if len(good) == len(wanted) else 1


def main(arguments: list[str]) -> int:
    match arguments:
        case ["format"]:
            return check_format()
        case ["tidy", build]:
            return check_tidy(pathlib.Path(build))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
