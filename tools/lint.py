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
import subprocess
import sys
import tempfile

from lint_batches import batch, batches, read_source, with_headers

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSION = "14"
OUR_FOLDERS = ("src", "tests", "bench")
DOES_NOT_COMPILE = "[clang-diagnostic-error]"


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


def fingerprint(path: pathlib.Path, command: str) -> str:
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes() + command.encode())
    for part in sorted(with_headers(path, ROOT / "src", set())):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def judge(one: batch, folder: pathlib.Path) -> set[pathlib.Path]:
    """Prints what clang-tidy finds in a batch; the files that pass."""
    if len(one.sources) == 1:
        written = one.sources[0].path
    else:
        written = folder / f"{one.sources[0].path.stem}_and_others.cpp"
        written.write_text(one.text())
    command = [f"clang-tidy-{VERSION}", "--quiet", f"--config-file={ROOT}/.clang-tidy", written]
    done = subprocess.run([*command, "--", *one.flags()], capture_output=True, text=True)
    if done.returncode == 0:
        return {each.path for each in one.sources}
    if len(one.sources) > 1 and DOES_NOT_COMPILE in done.stdout:
        return set().union(*(judge(half, folder) for half in one.halves()))
    print(one.led_back(done.stdout, written) or done.stderr, flush=True)
    return set()


def check_tidy(build: pathlib.Path) -> int:
    entries = json.loads((build / "compile_commands.json").read_text())
    ours = {path.resolve() for path in our_files(".cpp")}
    commands = {
        path: entry["command"]
        for entry in entries
        if (path := pathlib.Path(entry["directory"], entry["file"]).resolve()) in ours
    }
    if not commands:
        sys.exit(f"lint: {build} compiles none of our files")
    keys = {path: fingerprint(path, command) for path, command in commands.items()}
    memory = build / "clang-tidy-passed"
    passed = set(memory.read_text().split()) if memory.exists() else set()
    open_files = [path for path, key in keys.items() if key not in passed]
    print(f"lint: {len(open_files)} of {len(keys)} files changed since they passed", flush=True)
    good = set(keys) - set(open_files)
    made = batches([read_source(path, commands[path], ROOT / "src") for path in open_files])
    with tempfile.TemporaryDirectory() as folder:
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
            good.update(*workers.map(lambda one: judge(one, pathlib.Path(folder)), made))
    memory.write_text("\n".join(sorted(keys[path] for path in good)) + "\n")
    return 0 if len(good) == len(keys) else 1


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
