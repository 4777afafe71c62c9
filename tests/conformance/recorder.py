"""A server on the loopback that remembers what it was asked, over http or https.

`answer(request)` decides; the certificates are made by `openssl` for one run.
"""

import base64
import contextlib
import http.server
import json
import pathlib
import ssl
import subprocess
import threading
import time
import urllib.parse
from dataclasses import dataclass, field


@dataclass
class Request:
    method: str
    path: str
    query: list
    headers: dict  # names in lower case
    body: bytes
    at: float = field(default_factory=time.time)

    @property
    def form(self):
        return urllib.parse.parse_qsl(self.body.decode(), keep_blank_values=True)

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def line(self):
        return f"{self.method} {self.path}"


@dataclass(eq=False)
class Answer:
    status: int = 200  # 0: the connection is closed without a word
    body: bytes = b""
    headers: dict = field(default_factory=dict)

    @staticmethod
    def of_json(value, status=200, **headers):
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json"} | named)

    @staticmethod
    def of_text(text, status=200, media_type="text/html"):
        return Answer(status, text.encode(), {"Content-Type": media_type})


class Recorder(contextlib.AbstractContextManager):
    def __init__(self, answer, tls=None):
        self.requests = []
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                url = urllib.parse.urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                asked = Request(
                    self.command,
                    url.path,
                    urllib.parse.parse_qsl(url.query, keep_blank_values=True),
                    {name.lower(): value for name, value in self.headers.items()},
                    body,
                )
                recorder.requests.append(asked)
                given = answer(asked)
                if given.status == 0:
                    self.close_connection = True
                    return
                self.send_response(given.status)
                for name, value in given.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(given.body)))
                self.end_headers()
                self.wfile.write(given.body)

            do_GET = do_POST = do_DELETE = handle_any

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a client that hangs up is none of our business

        self.server = Server(("127.0.0.1", 0), Handler)
        if tls is not None:
            # The handshake is left to the thread of the connection: one slow client holds up nobody.
            self.server.socket = tls.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"openssl {arguments[0]}: {done.stderr}")
    return done.stdout


class Certificates:
    """A certificate authority, a server that it vouches for, and an application with a key of its own."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.authority = folder / "authority.pem"
        self.application = folder / "application.pem"  # key and certificate
        self.application_certificate = folder / "application.crt"
        self.public_key = folder / "application.pub"
        self._make_authority(folder)
        self._make_server(folder)
        self._make_application(folder)

    def _make_authority(self, folder):
        made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test authority"]
        openssl(*made, "-keyout", folder / "authority.key", "-out", self.authority)

    def _make_server(self, folder):
        asked = ["req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1"]
        openssl(*asked, "-keyout", folder / "server.key", "-out", folder / "server.csr")
        (folder / "server.ext").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
        signed = ["x509", "-req", "-in", folder / "server.csr", "-CA", self.authority, "-CAkey"]
        signed += [
            folder / "authority.key",
            "-CAcreateserial",
            "-days",
            "2",
            "-extfile",
            folder / "server.ext",
        ]
        openssl(*signed, "-out", folder / "server.crt")
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(folder / "server.crt", folder / "server.key")

    def _make_application(self, folder):
        made = [
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=Test application",
        ]
        openssl(*made, "-keyout", folder / "application.key", "-out", self.application_certificate)
        self.public_key.write_text(openssl("x509", "-in", self.application_certificate, "-pubkey", "-noout"))
        self.application.write_text(
            (folder / "application.key").read_text() + self.application_certificate.read_text()
        )

    def check_signature(self, algorithm, text, signature, folder):
        """Raises unless `signature` (base64url) of the JWT's `text` was made with the application's key."""
        paddings = {
            "PS256": ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"],
            "RS256": [],
        }
        data, proof = pathlib.Path(folder) / "signed", pathlib.Path(folder) / "signature"
        data.write_text(text)
        proof.write_bytes(decode_base64url(signature))
        wanted = ["dgst", "-sha256", *paddings[algorithm], "-verify", self.public_key, "-signature", proof]
        return openssl(*wanted, data).strip()


def decode_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
