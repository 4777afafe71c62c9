"""Starts programs on loopback and reads what they cost from /proc, their descendants included."""

import argparse
import contextlib
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
STOP_SECONDS_MAX = 15


@dataclass(frozen=True)
class Memory:
    rss_mb: float
    pss_mb: float  # pages shared between processes counted once


def say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


def program_parser(about: str) -> argparse.ArgumentParser:
    """The options that every program of the bench takes."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    built = pathlib.Path("build/bench/bin/parley")
    parser.add_argument("--parley", type=pathlib.Path, default=built, help="the program under test")
    return parser


def raise_descriptor_limit() -> None:
    """As far as the machine allows; children inherit it."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    """A running program and its descendants."""

    def __init__(
        self, arguments: list[str], port: int, log: pathlib.Path, environment: dict[str, str]
    ) -> None:
        self.port = port
        self._log = log
        with open(log, "wb") as out:
            self._process = subprocess.Popen(
                arguments, stdout=out, stderr=out, env=os.environ | environment, start_new_session=True
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_listening(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError(f"{self._process.args[0]} stopped: {self._log.read_text()[-2000:]}")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.02)
        raise RuntimeError(f"{self._process.args[0]} does not listen: {self._log.read_text()[-2000:]}")

    def cpu_seconds(self) -> float:
        return sum(cpu_seconds_of(pid) for pid in family(self.pid))

    def memory(self) -> Memory:
        rss, pss = 0, 0
        for pid in family(self.pid):
            for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
                rss += int(line.split()[1]) if line.startswith("Rss:") else 0
                pss += int(line.split()[1]) if line.startswith("Pss:") else 0
        return Memory(rss / 1024, pss / 1024)

    def stop(self) -> None:
        """Asks first; what a program leaves behind in its group is killed."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS_MAX)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()


@contextlib.contextmanager
def running(
    arguments: list[str], port: int, log: pathlib.Path, environment: dict[str, str] | None = None
) -> Iterator[Program]:
    program = Program(arguments, port, log, environment or {})
    try:
        program.wait_until_listening()
        yield program
    finally:
        program.stop()


def family(root: int) -> list[int]:
    """The process and all its descendants that are alive."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        fields = _stat_fields(int(entry)) if entry.isdigit() else []
        if fields:
            children.setdefault(int(fields[1]), []).append(int(entry))
    found, next_ones = [], [root]
    while next_ones:
        pid = next_ones.pop()
        found.append(pid)
        next_ones += children.get(pid, [])
    return found


def cpu_seconds_of(pid: int) -> float:
    fields = _stat_fields(pid)
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS if fields else 0.0


def _stat_fields(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the state on: the name before it may hold anything."""
    return _read(f"/proc/{pid}/stat").rpartition(")")[2].split()


def _read(path: str) -> str:
    """Nothing when the process is gone."""
    try:
        return pathlib.Path(path).read_text()
    except OSError:
        return ""
