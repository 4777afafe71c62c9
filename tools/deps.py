#!/usr/bin/env python3
"""Records which versions of Debian's packages the tree was tested with, and reports when they move.

usage: tools/deps.py record [RELEASE]        after script/test passed: write deps/debian/RELEASE/ARCH.lock
       tools/deps.py check [RELEASE]         compare the lock with today's archive and with this machine
       tools/deps.py pins RELEASE SET...     print name=version for apt-get, to build as recorded

RELEASE is bookworm or trixie, and this machine's own when left out. The archive is asked as a fresh machine
would ask it: an empty package database, the mirrors this machine uses, signatures checked, no recommended
packages. The lock so holds the whole closure, indirect packages too, and names no mirror.
Exit status: 0 as recorded, 1 something moved, 2 wrong usage, 3 the archive could not be asked.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "deps" / "debian"
SETS = ("build", "test", "bench", "node")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
PLANNED = re.compile(r"^Inst (?P<name>\S+) \((?P<version>\S+)")

Versions = dict[str, str]


class Unavailable(Exception):
    """The archive could not be asked; the text says why."""


def run(command: list[str]) -> str:
    environment = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise Unavailable(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-600:]}")
    return done.stdout


def this_release() -> str:
    match = re.search(r"^VERSION_CODENAME=(\w+)", pathlib.Path("/etc/os-release").read_text(), re.MULTILINE)
    return match[1] if match else "unknown"


def direct(release: str, sets: tuple[str, ...]) -> list[str]:
    """The packages named in the list files, without comments."""
    lines = [line for name in sets for line in (FOLDER / release / f"{name}.list").read_text().splitlines()]
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def source_lines(release: str) -> str:
    """sources.list text for `release` on the mirrors of this machine, for the archive and its updates."""
    targets = run(["apt-get", "indextargets", "--format", "$(LABEL) $(BASE_URI)"])
    wanted = {"Debian": (release, f"{release}-updates"), "Debian-Security": (f"{release}-security",)}
    lines = []
    for label, suites in wanted.items():
        mirrors = re.findall(rf"^{label} (\S+?)/?dists/", targets, re.MULTILINE)
        if not mirrors:
            raise Unavailable(f"apt knows no {label} archive: run apt-get update on a Debian machine first")
        lines += [f"deb [signed-by={KEYRING}] {mirrors[0]} {suite} main" for suite in suites]
    return "\n".join(lines) + "\n"


def closure(release: str, names: list[str]) -> Versions:
    """What apt would install for `names` on a machine with nothing on it, and in which version."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for part in ("etc/apt/apt.conf.d", "etc/apt/preferences.d", "var/lib/dpkg", "var/log/apt"):
            (root / part).mkdir(parents=True)
        for part in ("var/lib/apt/lists/partial", "var/cache/apt/archives/partial"):
            (root / part).mkdir(parents=True)
        (root / "etc/apt/sources.list").write_text(source_lines(release))
        (root / "var/lib/dpkg/status").touch()
        options = ["-o", f"Dir={root}", "-o", f"Dir::State::status={root}/var/lib/dpkg/status"]
        # Not as another user: the folder belongs to whoever runs this.
        options += ["-o", "APT::Sandbox::User=", "-o", "Acquire::Languages=none"]
        run(["apt-get", "-qq", *options, "--error-on=any", "update"])
        install = ["install", "--simulate", "--no-install-recommends", "--yes"]
        plan = run(["apt-get", *options, *install, *names])
    planned = (PLANNED.match(line) for line in plan.splitlines())
    return {match["name"]: match["version"] for match in planned if match}


def read_lock(path: pathlib.Path) -> Versions:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split(" ", 1) for line in lines)


def installed() -> Versions:
    text = run(["dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package} ${Version}\\n"])
    rows = (line.split() for line in text.splitlines() if line.startswith("ii"))
    return {name: version for _, name, version in rows}


def drift(recorded: Versions, archive: Versions, here: Versions, ours: set[str]) -> list[tuple[str, ...]]:
    """Rows of (package, recorded, archive, this machine) that differ.

    A package that is not installed here has not moved; of those that are, only the ones we ask for by name
    (`ours`) count, since a machine may hold much that is none of our business.
    """
    rows = []
    for name in sorted(recorded.keys() | archive.keys()):
        locked, newest, present = recorded.get(name), archive.get(name), here.get(name)
        stale = name in ours and present is not None and present != locked
        if locked != newest or stale:
            rows.append((name, locked or "-", newest or "-", present or "-"))
    return rows


def print_table(rows: list[tuple[str, ...]]) -> None:
    table = [("package", "recorded", "archive", "this machine"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def record(release: str, lock: pathlib.Path) -> int:
    versions = closure(release, direct(release, SETS))
    note = f"# What apt resolved for {release} when script/test last passed: {len(versions)} packages.\n"
    lock.write_text(note + "".join(f"{name} {version}\n" for name, version in sorted(versions.items())))
    print(f"deps: recorded {len(versions)} packages in {lock.relative_to(ROOT)}")
    return 0


def check(release: str, lock: pathlib.Path) -> int:
    if not lock.exists():
        raise Unavailable(f"{lock.relative_to(ROOT)} does not exist: tools/deps.py record writes it")
    here = installed() if release == this_release() else {}
    # A machine may bring its own Node.js: see script/bootstrap.
    ours = set(direct(release, SETS)) - set(direct(release, ("node",)))
    rows = drift(read_lock(lock), closure(release, direct(release, SETS)), here, ours)
    if rows:
        print_table(rows)
        print(f"deps: {len(rows)} packages moved; if script/test passes, run tools/deps.py record {release}")
        return 1
    print("deps: everything is as recorded")
    return 0


def pins(release: str, lock: pathlib.Path, sets: tuple[str, ...]) -> int:
    recorded, wanted = read_lock(lock), closure(release, direct(release, sets))
    print("\n".join(f"{name}={recorded[name]}" for name in sorted(wanted) if name in recorded))
    return 0


def main(arguments: list[str]) -> int:
    command, *rest = arguments or ["help"]
    release = rest[0] if rest else this_release()
    if command not in ("record", "check", "pins") or (command == "pins" and not set(rest[1:]) <= set(SETS)):
        is_asked_for = command in ("help", "-h", "--help")
        print(__doc__, file=sys.stdout if is_asked_for else sys.stderr)
        if not is_asked_for:
            print(f"deps: there is no such command or set: {' '.join(arguments)}", file=sys.stderr)
        return 0 if is_asked_for else 2
    try:
        lock = FOLDER / release / f"{run(['dpkg', '--print-architecture']).strip()}.lock"
        if not lock.parent.is_dir():
            raise Unavailable(f"there are no package lists for {release}")
        if command == "pins":
            return pins(release, lock, tuple(rest[1:]) or ("build",))
        return record(release, lock) if command == "record" else check(release, lock)
    except (Unavailable, OSError) as problem:
        print(f"deps: {problem}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
