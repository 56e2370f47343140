"""What a measurement was made on."""
import os
import platform
import re
import subprocess


def first_match(path, pattern):
    with open(path) as file:
        found = re.search(pattern, file.read(), re.M)
    return found.group(1).strip() if found else "unknown"


def first_line(*command):
    try:
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "unknown"


def facts():
    return {
        "cpu": first_match("/proc/cpuinfo", r"^model name\s*:\s*(.*)$"),
        "cores": os.cpu_count(),
        "memory_gib": round(int(first_match("/proc/meminfo", r"^MemTotal:\s*(\d+)")) / 2 ** 20, 1),
        "kernel": platform.release(),
        "compiler": first_line(os.environ.get("CXX", "c++"), "--version"),
        "load_before": round(os.getloadavg()[0], 2),
    }
