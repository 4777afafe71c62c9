"""Tidy's checks of what is not source text: names, links, scripts, lock files."""

import json
import posixpath
import re

from tidy_tree import Finding, Tree

VAGUE_NAMES = {"util", "utils", "utility", "utilities", "common", "helper", "helpers", "misc"}
LINK = re.compile(r"\]\((?P<target>[^)\s]+)(?:\s+\"[^\"]*\")?\)")
SCRIPTS = ("script/", ".ci/")


def check_names(tree: Tree) -> list[Finding]:
    message = "say what is in it: a name for everything collects everything"
    found = []
    for path in tree.texts:
        words = {part.split(".")[0] for part in path.lower().split("/")}
        if words & VAGUE_NAMES:
            found.append(Finding(path, 1, "vague-name", message))
    return found


def check_links(tree: Tree) -> list[Finding]:
    """Links between files of the tree resolve; links to other places are not followed."""
    folders = {posixpath.dirname(path) for path in tree.texts}
    folders |= {parent for folder in folders for parent in parents(folder)}
    found = []
    for path, number, line in tree.numbered(".md"):
        if path.startswith(("samples/", "tests/")):
            continue
        for match in LINK.finditer(re.sub(r"`[^`]*`", "", line)):
            target = match["target"].split("#")[0]
            if not target or re.match(r"[a-z]+:", target):
                continue
            resolved = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            if resolved not in tree.texts and resolved not in folders:
                message = f"{target} is not in the tree: mend or remove the link"
                found.append(Finding(path, number, "link", message))
    return found


def parents(folder: str) -> list[str]:
    parts = folder.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def check_scripts(tree: Tree) -> list[Finding]:
    found = []
    for path in sorted(tree.texts):
        first_line = (tree.lines(path) or [""])[0]
        if path.startswith(SCRIPTS):
            if path not in tree.executable:
                found.append(Finding(path, 1, "script", f"people run it by name: chmod +x {path}"))
            if first_line == "#!/usr/bin/env bash" and "set -euo pipefail" not in tree.texts[path]:
                message = "add `set -euo pipefail`: a failed step must stop it"
                found.append(Finding(path, 1, "script", message))
        elif first_line.startswith("#!") and path not in tree.executable:
            found.append(Finding(path, 1, "script", f"it has a #! line: chmod +x {path}"))
    return found


def check_npm_locks(tree: Tree) -> list[Finding]:
    """A lock made on one system must install on another: every platform's variant is in it, with its hash."""
    found = []
    for path in tree.paths("package-lock.json"):
        packages = json.loads(tree.texts[path]).get("packages", {})
        for name, package in packages.items():
            if name and not package.get("link") and "integrity" not in package:
                message = f"{name} has no integrity hash: make the lock again"
                found.append(Finding(path, 1, "npm-lock", message))
            if "resolved" in package:
                message = f"{name} names a host: set omit-lockfile-registry-resolved in .npmrc"
                found.append(Finding(path, 1, "npm-lock", message))
            for optional in package.get("optionalDependencies", {}):
                if not is_locked(packages, name, optional):
                    message = (
                        f"{optional}, optional for {name or 'us'}, is missing, so the lock fails on its "
                        "platform: delete node_modules and the lock, then run npm install; if it is still "
                        "missing, override the version that needs it with one whose parts are all published"
                    )
                    found.append(Finding(path, 1, "npm-lock", message))
    return found


def is_locked(packages: dict, holder: str, name: str) -> bool:
    """npm looks for a dependency beside its holder, then in each folder above."""
    while True:
        if posixpath.join(holder, "node_modules", name) in packages:
            return True
        if not holder:
            return False
        holder = holder.rpartition("node_modules/")[0].rstrip("/")


def check_debian_locks(tree: Tree) -> list[Finding]:
    """A package that is asked for is also recorded. Whether the record is still true, tools/deps.py says."""
    found = []
    for path, number, line in tree.numbered(".list", under="deps/debian/"):
        name, folder = line.split("#")[0].strip(), posixpath.dirname(path)
        for lock in tree.paths(".lock", under=folder + "/") if name else []:
            if not any(row.startswith(name + " ") for row in tree.lines(lock)):
                message = f"{name} is not in {lock}: run tools/deps.py record {posixpath.basename(folder)}"
                found.append(Finding(path, number, "debian-lock", message))
    for path, number, line in tree.numbered(".list", ".lock", under="deps/debian/"):
        if "://" in line:
            message = "names only, no mirror: each machine has its own"
            found.append(Finding(path, number, "debian-lock", message))
    return found


CHECKS = [check_names, check_links, check_scripts, check_npm_locks, check_debian_locks]
