"""Runs `parley audit` and the tools it is compared with on the same pages, each as its users run it.

Each gives {page: Outcome}. All have the same engine and the same browser. bench/audit.py runs them, too.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.append(str(ROOT / "tests/e2e"))

import parley_process  # noqa: E402

MODULES = HERE / "node_modules"
ENGINE = MODULES / "axe-core/axe.js"
PYTHON = ROOT / "build/python/bin/python"
PATIENCE_S = 900  # for all pages
PATIENCE_OF_PA11Y_MS = 20_000  # for a page that never loads, and one that never answers
FAILURE_MAX = 100  # characters of an error
INSTALL = "is not installed: run script/bootstrap test"
GROUPS = ("violations", "incomplete", "passes", "inapplicable")
EVERYTHING = {"resultTypes": list(GROUPS)}
FLAGS = (
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
)


@dataclass(frozen=True)
class Outcome:
    """What came of a page: axe's groups of rules, or else why there are none."""

    rules: dict = field(default_factory=dict)
    failure: str = ""
    page: dict = field(default_factory=dict)  # the answer as it came


def browser_path():
    """The program itself: Debian's /usr/bin/chromium is a script that adds flags of its own."""
    wanted = os.environ.get("PARLEY_BROWSER")
    for path in (wanted, "/usr/lib/chromium/chromium", shutil.which("chromium")):
        if path and os.access(path, os.X_OK):
            return path
    raise AssertionError(f"Chromium {INSTALL}")


def driver_path():
    path = shutil.which("chromedriver")
    if not path:
        raise AssertionError(f"chromedriver {INSTALL}")
    return path


def browser_flags():
    """Chromium refuses to run as root with its sandbox."""
    return [*FLAGS, *(["no-sandbox"] if os.geteuid() == 0 else [])]


def environment(folder):
    """Nothing of the tester's own; what they leave behind is left in the folder."""
    return parley_process.environment(HOME=str(folder), TMPDIR=str(folder), NODE_NO_WARNINGS="1")


def run(command, folder, statuses=(0,), stdout=subprocess.PIPE):
    """To its end; a browser that it left behind, as @axe-core/cli does when it fails, ends then."""
    process = subprocess.Popen(
        [str(word) for word in command],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
    )
    try:
        out, errors = process.communicate(timeout=PATIENCE_S)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    done = subprocess.CompletedProcess(command, process.returncode, out, errors)
    if statuses and done.returncode not in statuses:
        raise AssertionError(f"{command[0]} broke: {(out or '')[-2000:]}{errors[-2000:]}")
    return done


def installed(path):
    if not path.exists():
        raise AssertionError(f"{path.relative_to(ROOT)} {INSTALL}")
    return path


def groups_of(page):
    return {group: page.get(group, []) for group in GROUPS}


def parley(addresses, folder, *options):
    command = [parley_process.PARLEY, "audit", "--json", "--browser-path", browser_path()]
    command += ["--axe-source", installed(ENGINE), "--options", json.dumps(EVERYTHING), *options]
    done = run([*command, *addresses.values()], folder, statuses=(0, 1, 3))
    pages = json.loads(done.stdout)
    outcomes = {}
    for name, page in zip(addresses, pages if isinstance(pages, list) else [pages], strict=True):
        failure = page.get("parley", {}).get("error", {}).get("detail", "")
        outcomes[name] = Outcome({} if failure else groups_of(page), failure and "not audited", page)
    return outcomes


def axe_cli_command(*options):
    """@axe-core/cli with our browser and engine; addresses follow."""
    program = installed(MODULES / "@axe-core/cli/dist/src/bin/cli.js")
    command = ["node", program, "--chrome-path", browser_path(), "--chromedriver-path", driver_path()]
    command += ["--axe-source", installed(ENGINE), "--chrome-options", ",".join(browser_flags())]
    return [*command, *options]


def axe_cli(addresses, folder, alone=()):
    """A page on which it breaks ends the whole run: those that do are named, and run alone."""
    together = {name: address for name, address in addresses.items() if name not in alone}
    done = run([*axe_cli_command("--stdout"), *together.values()], folder)
    pages = zip(together, json.loads(done.stdout), strict=True)
    outcomes = {name: Outcome(groups_of(page), page=page) for name, page in pages}
    for name in alone:
        done = run([*axe_cli_command("--stdout"), addresses[name]], folder, statuses=())
        if done.returncode == 0:
            outcomes[name] = Outcome(groups_of(json.loads(done.stdout)[0]))
        else:
            outcomes[name] = Outcome(failure=failure_of(done.stdout + done.stderr))
    return outcomes


def failure_of(text):
    """The sentence of an error, without its stack and without addresses that change."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines() if line.strip()]
    said = next((line for line in lines if "Error" in line), "silence")
    return "failed: " + said.replace("|", "/")[:FAILURE_MAX]


def pa11y_config(folder, **defaults):
    """All that it finds by axe, at our size of window."""
    launch = {"executablePath": browser_path(), "args": [f"--{flag}" for flag in browser_flags()]}
    launch["protocolTimeout"] = PATIENCE_OF_PA11Y_MS
    everything = {"includeNotices": True, "includeWarnings": True, "runners": ["axe"]}
    size = {"viewport": {"width": 1280, "height": 720}, "timeout": PATIENCE_OF_PA11Y_MS}
    settings = {"chromeLaunchConfig": launch, **everything, **size}
    file = folder / "pa11yci.json"
    file.write_text(json.dumps({"defaults": settings | defaults}))
    return file


def pa11y_command(folder, **defaults):
    program = installed(MODULES / "pa11y-ci/bin/pa11y-ci.js")
    return ["node", program, "--json", "--config", pa11y_config(folder, **defaults)]


def pa11y(addresses, folder):
    # Into a file: it ends before what it wrote into a pipe has been read.
    with open(folder / "pa11y.json", "w+", encoding="utf-8") as out:
        run([*pa11y_command(folder), *addresses.values()], folder, statuses=(0, 2), stdout=out)
        out.seek(0)
        found = json.load(out)["results"]
    return {name: pa11y_outcome(found, address) for name, address in addresses.items()}


def pa11y_outcome(found, address):
    issues = found.get(address)
    if issues is None:
        return Outcome(failure="failed: nothing is said of the address")
    if issues and "code" not in issues[0]:
        return Outcome(failure=failure_of("Error: " + issues[0].get("message", "")))
    rules = {"violations": {}, "incomplete": {}}
    for issue in issues:
        group = rules["incomplete" if issue["runnerExtras"]["needsFurtherReview"] else "violations"]
        empty = {"id": issue["code"], "impact": issue["runnerExtras"]["impact"], "nodes": []}
        group.setdefault(issue["code"], empty)["nodes"].append({"target": [issue["selector"]]})
    return Outcome({group: list(named.values()) for group, named in rules.items()}, page={"issues": issues})


def pypi_job(pages, **more):
    return {
        "browser": browser_path(),
        "arguments": [f"--{flag}" for flag in browser_flags()],
        "pages": pages,
    } | more


def pypi_command(job):
    found = list(PYTHON.parents[1].glob("lib/python3*/site-packages/axe_playwright_python"))
    if not found:
        raise AssertionError(f"axe-playwright-python {INSTALL}")
    return [PYTHON, HERE / "pypi_axe.py", json.dumps(job)]


def pypi(pages, folder, **more):
    """`pages` as the driver takes them; without `more`, its own engine and options."""
    done = run(pypi_command(pypi_job(pages, **more)), folder)
    outcomes = {}
    for name, page in json.loads(done.stdout.splitlines()[-1]).items():
        if "error" in page:
            outcomes[name] = Outcome(failure=failure_of(page["error"]), page=page)
        else:
            outcomes[name] = Outcome(groups_of(page["results"]), page=page)
    return outcomes
