"""The machine that the numbers were measured on: nobody can compare them without it."""

import os
import platform
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

LIBRARIES = ("pandas", "numpy", "scikit-learn", "pyarrow", "fastapi", "sqlalchemy", "sandlock")


def described() -> dict[str, str]:
    """What the machine is and what runs on it, by name."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count() or 1),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **{library: metadata.version(library) for library in LIBRARIES if _installed(library)},
        "load before": load(),
    }


def load() -> str:
    """The load averages of the last 1, 5 and 15 minutes: above the number of cores, others were at work as well."""
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())


def _processor() -> str:
    return next(_after("/proc/cpuinfo", "model name"), platform.processor() or platform.machine())


def _memory() -> str:
    kilobytes = next(_after("/proc/meminfo", "MemTotal"), "")
    return f"{int(kilobytes.split()[0]) / 2**20:.0f} GiB" if kilobytes else "unknown"


def _after(path: str, name: str) -> Iterator[str]:
    """The values of the lines that begin with the name."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return
    yield from (line.partition(":")[2].strip() for line in lines if line.startswith(name))


def _installed(library: str) -> bool:
    try:
        metadata.version(library)
    except metadata.PackageNotFoundError:
        return False
    return True
