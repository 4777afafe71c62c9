"""Tidy's checks of what pins our dependencies and moves them: Dependabot, the actions of CI, the images."""

import posixpath
import re

from tidy_tree import Finding, Tree

DEPENDABOT = ".github/dependabot.yml"
BOOTSTRAP = "script/bootstrap"

# What Dependabot calls the kind of a file that pins.
ECOSYSTEMS = {"package-lock.json": "npm", "requirements.txt": "uv", "Dockerfile": "docker"}

ENTRY = re.compile(r"- package-ecosystem: (\S+)\n +directory: (\S+)")
PINNED_ACTION = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")


def check_dependabot(tree: Tree) -> list[Finding]:
    """Whatever pins a version is moved by Dependabot; what it does not know grows old unnoticed."""
    known = set(ENTRY.findall(tree.texts.get(DEPENDABOT, "")))
    needed = {
        (path, ECOSYSTEMS[posixpath.basename(path)], "/" + posixpath.dirname(path))
        for path in tree.texts
        if posixpath.basename(path) in ECOSYSTEMS
    }
    needed |= {(path, "github-actions", "/") for path in tree.paths(".yml", under=".github/workflows/")}
    return [
        Finding(path, 1, "dependabot", f"nothing moves it: add {ecosystem} {folder} to {DEPENDABOT}")
        for path, ecosystem, folder in needed
        if (ecosystem, folder) not in known
    ]


def check_actions(tree: Tree) -> list[Finding]:
    """A tag can be moved to other code by whoever owns the action; a commit cannot."""
    message = "name the commit and its tag: `uses: owner/name@<40 hex digits> # v1.2.3`"
    return [
        Finding(path, number, "action-pin", message)
        for path, number, line in tree.numbered(".yml", under=".github/workflows/")
        if re.search(r"\buses:", line) and not PINNED_ACTION.search(line)
    ]


def check_images(tree: Tree) -> list[Finding]:
    """An image that runs script/bootstrap before the tree is in it copies each file that bootstrap reads."""
    folders = re.findall(r"^ *ensure_npm (\S+) ", tree.texts.get(BOOTSTRAP, ""), re.MULTILINE)
    read = [posixpath.join(folder, name) for folder in folders for name in NPM_FILES]
    found = []
    for path in tree.paths("Dockerfile"):
        copied, steps = set(), tree.texts[path].replace("\\\n", " ").splitlines()
        for step in steps:
            if step.startswith("COPY ") and "--from" not in step:
                copied |= {posixpath.normpath(source) for source in step.split()[1:-1]}
            elif step.startswith("RUN ") and BOOTSTRAP in step and "." not in copied:
                missing = [name for name in read if name in tree.texts and name not in copied]
                message = f"{BOOTSTRAP} reads what the image does not hold yet: COPY {' '.join(missing)}"
                found += [Finding(path, 1, "image-copy", message)] if missing else []
    return found


CHECKS = [check_dependabot, check_actions, check_images]
