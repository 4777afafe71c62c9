"""What stands between the load and the model: Parley, nginx, Quart, or nothing."""

import contextlib
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

from bench.processes import Program, free_port, running
from bench.streaming.host import TokenHost, host_of
from bench.streaming.nginx import STREAMING, running_nginx

QUESTION = {"role": "user", "content": "How is the firmware of a sensor updated?"}
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


def parley(bench: Bench, base_url: str) -> contextlib.AbstractContextManager[Relay]:
    """With everything on: retrieval, prompt, citation check, limits, heartbeats, a log line per request."""
    return running_parley(bench, "Parley", {"OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": ""})


@contextlib.contextmanager
def running_parley(bench: Bench, name: str, environment: dict[str, str]) -> Iterator[Relay]:
    port = free_port()
    arguments = [str(bench.parley), "serve", "--data", str(bench.store), "--port", str(port)]
    arguments += ["--model", "bench", "--no-shared-answers"]  # every stream asks the same
    environment = {"HTTP_PROXY": "", "http_proxy": "", "HTTPS_PROXY": "", "https_proxy": ""} | environment
    with running(arguments, port, bench.folder / f"parley-{port}.log", environment) as program:
        yield Relay(name, port, "/chat/stream", {"messages": [QUESTION]}, "ndjson", program)


@contextlib.contextmanager
def parley_with_key(bench: Bench, model_url: str) -> Iterator[Relay]:
    with host_of(bench.folder, model_url) as host:
        environment = {"OPENAI_BASE_URL": host.plain_url, "OPENAI_API_KEY": host.credential}
        with running_parley(bench, "Parley", environment) as relay:
            yield relay


@contextlib.contextmanager
def parley_keyless(bench: Bench, model_url: str) -> Iterator[Relay]:
    with host_of(bench.folder, model_url) as host, TokenHost(host.credential) as tokens:
        environment = {
            "OPENAI_BASE_URL": host.tls_url,
            "OPENAI_API_KEY": "",
            "AZURE_OPENAI_KEY": "",
            "AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential",
            "PARLEY_TOKEN_SCOPE": "https://cognitiveservices.azure.com/.default",
            "SSL_CERT_FILE": str(host.authority.trusted),
        }
        with running_parley(bench, "Parley, keyless over TLS", environment | tokens.environment) as relay:
            yield relay
        if tokens.tokens_given != 1:
            raise RuntimeError(f"{tokens.tokens_given} tokens were fetched, not one")


@contextlib.contextmanager
def nginx(bench: Bench, base_url: str) -> Iterator[Relay]:
    """A plain proxy that changes nothing in the stream: the practical limit of a relay."""
    upstream = base_url.removeprefix("http://").partition("/")[0]
    with nginx_relay(bench, "nginx", upstream, "proxy_pass http://model;") as relay:
        yield relay


@contextlib.contextmanager
def nginx_plain(bench: Bench, model_url: str) -> Iterator[Relay]:
    with host_of(bench.folder, model_url) as host:
        upstream = host.plain_url.removeprefix("http://").partition("/")[0]
        passing = f'proxy_pass http://model; proxy_set_header Authorization "Bearer {host.credential}";'
        with nginx_relay(bench, "nginx", upstream, passing) as relay:
            yield relay


@contextlib.contextmanager
def nginx_over_tls(bench: Bench, model_url: str) -> Iterator[Relay]:
    with host_of(bench.folder, model_url) as host:
        upstream = host.tls_url.removeprefix("https://").partition("/")[0]
        passing = (
            f'proxy_pass https://model; proxy_set_header Authorization "Bearer {host.credential}"; '
            f"proxy_ssl_verify on; proxy_ssl_trusted_certificate {host.authority.trusted}; "
            "proxy_ssl_name localhost; proxy_ssl_server_name on; proxy_ssl_protocols TLSv1.2 TLSv1.3;"
        )
        with nginx_relay(bench, "nginx over TLS", upstream, passing) as relay:
            yield relay


@contextlib.contextmanager
def nginx_relay(bench: Bench, name: str, upstream: str, passing: str) -> Iterator[Relay]:
    port = free_port()
    servers = f"""
  upstream model {{ server {upstream}; keepalive 512; keepalive_requests 10000000; }}
  server {{
    listen 127.0.0.1:{port} reuseport backlog=4096;
    location / {{ {passing} {STREAMING} }}
  }}"""
    with running_nginx(bench.folder, port, servers) as program:
        body = {"model": "bench", "stream": True, "messages": [QUESTION]}
        yield Relay(name, port, "/v1/chat/completions", body, "sse", program)


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
