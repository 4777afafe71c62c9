"""What `parley audit` looks at in audit_page_test.py, beside servers: the page with hands, and the shop."""

import http.client
import http.server
import threading

from parley_process import PATIENCE_S, ROOT

AUDIT = ROOT / "tests/audit"


class Site:
    """Serves on a free port of loopback until it is closed."""

    def __init__(self, handler):
        self.is_closing = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.is_closing.set()
        self.server.shutdown()
        self.server.server_close()


class Answers(http.server.BaseHTTPRequestHandler):
    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_text(self, kind, text):
        self.answer(200, [("Content-Type", kind), ("Cache-Control", "no-store")], text.encode())

    def log_message(self, *_):
        pass


def page_with_hands(port, in_the_page=""):
    """The server at the port, with hands.js in its page.

    A file that is called slow is never taken, and withdrawn.md is gone by the time that it is opened.
    """
    left_out = {"connection", "content-length", "transfer-encoding", "keep-alive"}
    not_passed_on = left_out | {"host", "origin", "accept-encoding"}
    script = '<script type="module" src="/hands.js"></script>'

    class Handler(Answers):
        def pass_on(self):
            if self.path == "/hands.js":
                return self.answer_text("text/javascript", (AUDIT / "hands.js").read_text())
            if "name=slow" in self.path:
                self.close_connection = True
                return site.is_closing.wait(PATIENCE_S)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
            behind = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
            headers = {
                name: value for name, value in self.headers.items() if name.lower() not in not_passed_on
            }
            path = self.path.replace("/content/withdrawn.md", "/content/gone.md")
            behind.request(self.command, path, body, headers)
            found = behind.getresponse()
            text = found.read()
            if self.path == "/":
                text = text.replace(b"</body>", f"{in_the_page}{script}</body>".encode())
            kept = [(name, value) for name, value in found.getheaders() if name.lower() not in left_out]
            behind.close()
            self.answer(found.status, kept, text)

        do_GET = do_POST = do_DELETE = pass_on

    site = Site(Handler)
    return site


def shop():
    """The page of examples/page; `chat` is to be the address of its server."""
    usual = "http://127.0.0.1:8080"
    ears = '<script type="module" src="/ears.js"></script>'

    class Handler(Answers):
        def do_GET(self):
            name = self.path.lstrip("/") or "index.html"
            folder = AUDIT if name == "ears.js" else ROOT / "examples/page"
            text = (folder / name).read_text().replace(usual, self.server.chat)
            text = text.replace("script-src ", "script-src 'self' ").replace("</body>", ears + "</body>")
            kinds = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
            self.answer_text(kinds[name.rpartition(".")[2]] + "; charset=utf-8", text)

    return Site(Handler)
