"""What stands between the load and the model: Parley, nginx, Quart, or nothing."""

import contextlib
import os
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

from bench.processes import Program, free_port, running

QUESTION = {"role": "user", "content": "How is the firmware of a sensor updated?"}
NGINX_WORKERS = 2
QUART_WORKERS = 5


@dataclass(frozen=True)
class Relay:
    name: str
    port: int
    path: str
    body: dict
    line_format: str
    program: Program | None  # None: the load talks to the model itself

    def cpu_seconds(self) -> float:
        return self.program.cpu_seconds() if self.program else 0.0


@dataclass(frozen=True)
class Bench:
    """What all relays need: the program under test, its filled store, a folder to write to."""

    parley: pathlib.Path
    store: pathlib.Path
    folder: pathlib.Path


@contextlib.contextmanager
def parley(bench: Bench, base_url: str) -> Iterator[Relay]:
    """With everything on: retrieval, prompt, citation check, limits, heartbeats, a log line per request."""
    port = free_port()
    arguments = [str(bench.parley), "serve", "--data", str(bench.store), "--port", str(port)]
    arguments += ["--model", "bench"]
    environment = {"OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": "", "HTTP_PROXY": "", "http_proxy": ""}
    with running(arguments, port, bench.folder / f"parley-{port}.log", environment) as program:
        yield Relay("Parley", port, "/chat/stream", {"messages": [QUESTION]}, "ndjson", program)


@contextlib.contextmanager
def nginx(bench: Bench, base_url: str) -> Iterator[Relay]:
    port = free_port()
    config = bench.folder / f"nginx-{port}.conf"
    config.write_text(nginx_config(bench.folder, port, base_url))
    arguments = ["/usr/sbin/nginx", "-e", "stderr", "-p", str(bench.folder), "-c", str(config)]
    with running(arguments, port, bench.folder / f"nginx-{port}.log") as program:
        body = {"model": "bench", "stream": True, "messages": [QUESTION]}
        yield Relay("nginx", port, "/v1/chat/completions", body, "sse", program)


def nginx_config(folder: pathlib.Path, port: int, base_url: str) -> str:
    """A plain proxy that changes nothing in the stream: the practical limit of a relay."""
    host = base_url.removeprefix("http://").partition("/")[0]
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"  {kind}_temp_path {folder}/nginx-{kind};" for kind in kinds)
    return f"""{user} daemon off; worker_processes {NGINX_WORKERS}; worker_rlimit_nofile 20000;
pid {folder}/nginx-{port}.pid; error_log stderr crit;
events {{ worker_connections 19000; }}
http {{
  access_log off; keepalive_requests 10000000;
{temporary}
  upstream model {{ server {host}; keepalive 512; keepalive_requests 10000000; }}
  server {{
    listen 127.0.0.1:{port} reuseport backlog=4096;
    location / {{
      proxy_pass http://model; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_buffering off; proxy_read_timeout 300s;
    }}
  }}
}}
"""


@contextlib.contextmanager
def quart(bench: Bench, base_url: str) -> Iterator[Relay]:
    port = free_port()
    arguments = ["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "-w", str(QUART_WORKERS)]
    arguments += ["-b", f"127.0.0.1:{port}", "--timeout", "600", "--log-level", "critical"]
    arguments += ["bench.peers.quart_app:app"]
    environment = {"OPENAI_BASE_URL": base_url}
    with running(arguments, port, bench.folder / f"quart-{port}.log", environment) as program:
        yield Relay("Quart", port, "/chat/stream", {"messages": [QUESTION]}, "ndjson", program)


@contextlib.contextmanager
def direct(bench: Bench, base_url: str) -> Iterator[Relay]:
    """No relay: what the load and the model cost by themselves."""
    port = int(base_url.removeprefix("http://").partition("/")[0].rpartition(":")[2])
    body = {"model": "bench", "stream": True, "messages": [QUESTION]}
    yield Relay("direct", port, "/v1/chat/completions", body, "sse", None)
