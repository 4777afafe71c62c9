#!/usr/bin/env python3
"""Checks what clang-format, clang-tidy and the compilers do not: layers, sizes, names, links.

usage: tools/tidy.py [ROOT]

Prints one line per finding, "path:line: [rule] what to do instead", and exits with 1 when there are any.
A finding can be allowed where it stands, with a reason, in a comment on its line or up to six lines above it:

    // tidy-allow(function-length): one table, read top down; splitting would hide its order.

The checks are in tidy_layers.py (modules and CMake), tidy_code.py (source text), tidy_pins.py (what moves our
dependencies) and tidy_files.py (everything else); tidy_test.py proves that each of them can fail.
"""

import pathlib
import sys

import tidy_code
import tidy_files
import tidy_layers
import tidy_pins
from tidy_tree import Finding, Tree

CHECKS = tidy_layers.CHECKS + tidy_code.CHECKS + tidy_files.CHECKS + tidy_pins.CHECKS


def findings(tree: Tree) -> list[Finding]:
    """What is wrong in the tree, less what is allowed with a reason, plus what is allowed without one."""
    found = [finding for check in CHECKS for finding in check(tree) if not tree.allows(finding)]
    return sorted(set(found + tree.allowed_without_reason()))


def main(arguments: list[str]) -> int:
    if arguments and (len(arguments) > 1 or not pathlib.Path(arguments[0]).is_dir()):
        is_asked_for = arguments in (["-h"], ["--help"])
        print(__doc__, file=sys.stdout if is_asked_for else sys.stderr)
        return 0 if is_asked_for else 2
    root = pathlib.Path(arguments[0]) if arguments else pathlib.Path(__file__).parent.parent
    found = findings(Tree.read(root))
    for finding in found:
        print(finding)
    print(f"tidy: {len(found)} findings", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
