"""Runs the clients that are compared: the official ones of PyPI and npm, and ours.

Each takes a job as JSON and writes one JSON line. Without a client the tests that want it fail.
"""

import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/conformance"
sys.path.append(str(ROOT / "tests/e2e"))

import parley_process  # noqa: E402

PYTHON = ROOT / "build/python/bin/python"
PATIENCE_S = 120
PYPI, NPM = "PyPI", "npm"
INSTALL = "is not installed: run script/bootstrap test"

OTHER_CERTIFICATES = (
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NODE_EXTRA_CA_CERTS",
)

# Where a driver finds its client, so that its absence is a sentence and no stack of calls.
INSTALLED = {
    "pypi_identity.py": lambda: list(PYTHON.parents[1].glob("lib/python3*/site-packages/azure/identity")),
    "pypi_openai.py": lambda: list(PYTHON.parents[1].glob("lib/python3*/site-packages/openai")),
    "npm_chat.mjs": lambda: (HERE / "node_modules/@microsoft/ai-chat-protocol/package.json").exists(),
    "npm_identity.mjs": lambda: (HERE / "node_modules/@azure/identity/package.json").exists(),
    "npm_openai.mjs": lambda: (HERE / "node_modules/openai/package.json").exists(),
}


def environment(**extra):
    """What every client is given: nothing of the tester's own, and no other certificates."""
    kept = parley_process.environment()
    for name in list(kept):
        # With a desktop, its browser would be opened in place of the one that $BROWSER names.
        if name in OTHER_CERTIFICATES or name.endswith("DISPLAY") or name.startswith("XDG_"):
            del kept[name]
    return kept | {"PYTHONDONTWRITEBYTECODE": "1", "NODE_NO_WARNINGS": "1"} | extra


def run_driver(driver, job, env):
    """The one line that an official client's driver wrote."""
    if not INSTALLED[driver]():
        raise AssertionError(f"the client of {driver} {INSTALL}")
    # Node's path is looked up here: the environment of a job has another PATH.
    program = str(PYTHON) if driver.endswith(".py") else find_program("node")
    done = subprocess.run(
        [program, str(HERE / driver), json.dumps(job)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env=env,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0 or not done.stdout.strip():
        raise AssertionError(f"{driver} broke: {done.stdout}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def find_program(name):
    for folder in os.environ["PATH"].split(":"):
        if os.access(f"{folder}/{name}", os.X_OK):
            return f"{folder}/{name}"
    raise AssertionError(f"{name} {INSTALL}")


def run_ours(program, *arguments, env):
    return subprocess.run(
        [program, *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env=env,
        stdin=subprocess.DEVNULL,
    )
