"""What the figures were measured on, as a line of markdown. No names of hosts or people."""

import os
import platform
import re
import subprocess


def first_match(path: str, pattern: str) -> str:
    with open(path, encoding="utf-8") as file:
        found = re.search(pattern, file.read(), re.MULTILINE)
    return found[1].strip() if found else "unknown"


def machine_line() -> str:
    memory_gb = int(first_match("/proc/meminfo", r"^MemTotal:\s+(\d+)")) / 1e6
    compiler = subprocess.run(["c++", "--version"], capture_output=True, text=True, check=True).stdout
    system = first_match("/etc/os-release", r'^PRETTY_NAME="?([^"\n]+)')
    processor = first_match("/proc/cpuinfo", r"^model name\s*:\s*(.+)")
    return (
        f"{len(os.sched_getaffinity(0))} cores of {processor}, {memory_gb:.0f} GB, {system}, "
        f"kernel {platform.release().partition('-')[0]}, {compiler.splitlines()[0]}; "
        f"load average {os.getloadavg()[0]:.1f} at the start"
    )


if __name__ == "__main__":
    print(machine_line())
