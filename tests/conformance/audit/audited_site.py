"""The pages of `pages/` on the loopback, as two sites (127.0.0.1 and localhost), and what goes wrong."""

import contextlib
import http.server
import pathlib
import socket
import threading

PAGES = pathlib.Path(__file__).parent / "pages"
# What is only shown within another page.
PARTS = {"frame-inner", "frame-middle"}
# Addresses that are no page of the folder.
REFUSED, MISSING, REDIRECTED, PLAIN = "refused", "missing", "redirected", "plain"
STRICT = "default-src 'none'; script-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.split("?")[0].strip("/")
        if name == REDIRECTED:
            self.send_response(302)
            self.send_header("Location", "/images.html")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        file = PAGES / name
        is_there = file.suffix == ".html" and file.is_file() and file.parent == PAGES
        self.answer(name, is_there, file.read_text() if is_there else "Only text, and no page.")

    def answer(self, name, is_there, text):
        is_page = is_there or name != PLAIN
        if name == MISSING:
            text = (
                '<!doctype html><html lang="en"><title>Lost</title><main><h1>Lost</h1><img id="lost"></main>'
            )
        body = text.replace("OTHER", self.server.other).replace("CLOSED", self.server.closed).encode()
        self.send_response(200 if is_there or name == PLAIN else 404)
        self.send_header("Content-Type", f"text/{'html' if is_page else 'plain'}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if name == "csp.html":
            self.send_header("Content-Security-Policy", STRICT)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Browsers leave connections as they like."""


@contextlib.contextmanager
def served():
    """{name: address} of every page, and of what is none."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and never listening: nobody answers there
        server = Server(("127.0.0.1", 0), Handler)
        server.other = f"http://localhost:{server.server_port}"
        server.closed = f"http://127.0.0.1:{taken.getsockname()[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield addresses(f"http://127.0.0.1:{server.server_port}", server.closed)
        finally:
            server.shutdown()
            server.server_close()


def addresses(here, closed):
    names = sorted(file.stem for file in PAGES.glob("*.html") if file.stem not in PARTS)
    found = {name: f"{here}/{name}.html" for name in names}
    return found | {REFUSED: closed + "/"} | {name: f"{here}/{name}" for name in (MISSING, REDIRECTED, PLAIN)}
