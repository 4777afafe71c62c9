"""Pages to audit, and `parley audit` in a folder of its own: for the tests of it beside this file."""

import http.server
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest

from parley_process import PARLEY, PATIENCE_S, environment, run, wait_until

PATIENCE_FOR_PAGES_S = 3 * PATIENCE_S

GOOD = """<!DOCTYPE html><html lang="en"><head><title>Good</title></head>
<body><main><h1>Good</h1><p>Nothing is wrong.</p></main></body></html>"""
BAD = """<!DOCTYPE html><html lang="en"><head><title>Bad</title></head>
<body><main><h1>Bad</h1><img src="a.png"><img src="b.png"><select id="s"><option>1</option></select></main>
</body></html>"""
DARK = """<!DOCTYPE html><html lang="en"><head><title>Dark</title><style>
body { background: #fff; color: #000 } @media (prefers-color-scheme: dark) { p { color: #ccc } }
@media (max-width: 500px) { #wide { display: none } #narrow { display: block !important } }
</style></head><body><main><h1>Dark</h1><p>Text</p><div id="wide">wide</div>
<div id="narrow" style="display: none"><img src="x.png"></div></main></body></html>"""
STYLED = """<!DOCTYPE html><html lang="en"><head><title>Styled</title>
<link rel="stylesheet" href="/css/bad.css"></head>
<body><main><h1>Styled</h1><p>Pale</p></main></body></html>"""
MENU = """<!DOCTYPE html><html lang="en"><head><title>Menu</title></head><body><main><h1>Menu</h1>
<button id="open" onclick="document.getElementById('menu').hidden = false">Open</button>
<div id="menu" hidden><img src="x.png"></div></main></body></html>"""


class Pages(http.server.BaseHTTPRequestHandler):
    """What the path says; `/slow` waits until it is let go."""

    pages = {"/good": GOOD, "/bad": BAD}

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        if self.path == "/slow":
            self.server.let_go.wait(PATIENCE_S)
        if self.path in self.server.moved:
            self.send_response(302)
            self.send_header("Location", self.server.moved[self.path])
            return self.end_headers()
        text = self.server.pages.get(self.path) or self.pages.get(self.path)
        self.send_response(200 if text else 404)
        kind = "application/xml" if self.path.endswith(".xml") else "text/html"
        kind = self.server.types.get(self.path, kind)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text if isinstance(text, bytes) else (text or "<h1>Not found</h1>").encode())

    def log_message(self, *_):
        pass


def processes_of(folder):
    """Command lines of programs that were told of the folder."""
    found = []
    for each in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = each.read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in words and each.parent.name != str(os.getpid()):
            found.append(words.replace(b"\0", b" ").decode(errors="replace"))
    return found


class Audit(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="parley-e2e-audit-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.server.seen, self.server.pages, self.server.types = [], {}, {}
        self.server.moved = {}
        self.server.let_go = threading.Event()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.addCleanup(self.server.let_go.set)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def environment(self, **extra):
        return environment(TMPDIR=str(self.temporary), **extra)

    def audit(self, *arguments, status, env=None):
        """Runs it in the folder; nothing of a browser may be left."""
        done = run(
            "audit",
            *arguments,
            cwd=self.folder,
            timeout=PATIENCE_FOR_PAGES_S,
            env=env or self.environment(),
        )
        self.assertEqual(done.returncode, status, f"{arguments}\n{done.stdout}\n{done.stderr}")
        self.assert_nothing_is_left()
        return done

    def begin(self, *arguments):
        """Runs it beside the test; ended with the test at the latest."""
        process = subprocess.Popen(
            [PARLEY, "audit", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(),
            cwd=self.folder,
        )
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def assert_nothing_is_left(self):
        wait_until(lambda: not processes_of(self.temporary), "the end of the browser")
        self.assertEqual(list(self.temporary.iterdir()), [])

    def write(self, name, text):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return name
