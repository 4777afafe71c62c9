"""nginx as Debian ships it, with servers of ours."""

import contextlib
import os
import pathlib
from collections.abc import Iterator

from bench.processes import Program, running

WORKERS = 2

# Passes bytes on as they come, over connections that stay open.
STREAMING = (
    'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_read_timeout 300s;'
)


@contextlib.contextmanager
def running_nginx(folder: pathlib.Path, port: int, servers: str) -> Iterator[Program]:
    """`servers` stands in its http block; `port` is one that they listen on."""
    config = folder / f"nginx-{port}.conf"
    config.write_text(config_with(folder, port, servers))
    arguments = ["/usr/sbin/nginx", "-e", "stderr", "-p", str(folder), "-c", str(config)]
    with running(arguments, port, folder / f"nginx-{port}.log") as program:
        yield program


def config_with(folder: pathlib.Path, port: int, servers: str) -> str:
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"  {kind}_temp_path {folder}/nginx-{kind};" for kind in kinds)
    return f"""{user} daemon off; worker_processes {WORKERS}; worker_rlimit_nofile 20000;
pid {folder}/nginx-{port}.pid; error_log stderr crit;
events {{ worker_connections 19000; }}
http {{
  access_log off; keepalive_requests 10000000;
{temporary}
{servers}
}}
"""
