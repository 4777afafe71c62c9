"""A model's host as a keyless deployment meets it: TLS by an authority of this run, and only with a token.

In front of the scripted model stands nginx, which listens plainly and with TLS and refuses whatever comes
without the credential: so a relay that has not logged in is a failed stream, not a fast one.
"""

import contextlib
import functools
import http.server
import json
import pathlib
import secrets
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.processes import free_port
from bench.streaming import nginx

NAME = "localhost"
TOKEN_SECONDS = 86_400


@dataclass(frozen=True)
class Authority:
    """Certificates of this run: what relays trust, and what the host shows."""

    trusted: pathlib.Path
    certificate: pathlib.Path
    key: pathlib.Path


@dataclass(frozen=True)
class Host:
    plain_url: str
    tls_url: str
    credential: str  # a key or a token: the host takes it as `Authorization: Bearer ...`
    authority: Authority


@functools.cache
def authority_in(folder: pathlib.Path) -> Authority:
    made = Authority(folder / "ca.pem", folder / "host.pem", folder / "host.key")
    ca_key = folder / "ca.key"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2"]
    openssl("req", "-x509", *curve, "-subj", "/CN=bench", "-keyout", ca_key, "-out", made.trusted)
    signed = ["-CA", made.trusted, "-CAkey", ca_key, "-addext", f"subjectAltName=DNS:{NAME}"]
    shown = ["-addext", "basicConstraints=critical,CA:FALSE"]
    host_files = ["-keyout", made.key, "-out", made.certificate]
    openssl("req", "-x509", *curve, *signed, *shown, "-subj", f"/CN={NAME}", *host_files)
    return made


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@contextlib.contextmanager
def host_of(folder: pathlib.Path, model_url: str) -> Iterator[Host]:
    authority, credential = authority_in(folder), secrets.token_urlsafe(900)  # as long as a real token
    plain, tls = free_port(), free_port()
    model = model_url.removeprefix("http://").partition("/")[0]
    servers = f"""
  map_hash_bucket_size 2048;
  map $http_authorization $is_welcome {{ "Bearer {credential}" 1; default 0; }}
  upstream model {{ server {model}; keepalive 1024; keepalive_requests 10000000; }}
  ssl_certificate {authority.certificate}; ssl_certificate_key {authority.key};
  ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:sessions:1m;
  server {{
    listen 127.0.0.1:{plain} reuseport backlog=4096;
    listen 127.0.0.1:{tls} ssl reuseport backlog=4096;
    if ($is_welcome = 0) {{ return 401; }}
    location / {{ proxy_pass http://model; {nginx.STREAMING} proxy_buffer_size 32k; proxy_buffers 8 32k; }}
  }}"""
    with nginx.running_nginx(folder, tls, servers):
        yield Host(f"http://{NAME}:{plain}/v1", f"https://{NAME}:{tls}/v1", credential, authority)


class TokenHost:
    """Managed identity as App Service has it, on loopback: gives the host's token to who shows the header."""

    def __init__(self, token: str) -> None:
        self.header_value = secrets.token_hex(16)
        self.tokens_given = 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                is_known = self.headers["X-IDENTITY-HEADER"] == outer.header_value
                outer.tokens_given += is_known
                expires_on = str(int(time.time()) + TOKEN_SECONDS)
                good = {"access_token": token, "expires_on": expires_on, "token_type": "Bearer"}
                body = json.dumps(good if is_known else {"statusCode": 401, "message": "no"}).encode()
                self.send_response(200 if is_known else 401)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def environment(self) -> dict[str, str]:
        endpoint = f"http://127.0.0.1:{self._server.server_port}/msi/token"
        return {"IDENTITY_ENDPOINT": endpoint, "IDENTITY_HEADER": self.header_value}

    def __enter__(self) -> "TokenHost":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
