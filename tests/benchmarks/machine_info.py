"""The machine that the numbers were measured on: nobody can compare them without it."""

import os
import platform
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

REPORTED_LIBRARIES = ("pandas", "numpy", "scikit-learn", "pyarrow", "fastapi", "sqlalchemy", "sandlock")


def describe_machine() -> dict[str, str]:
    """What the machine is and what runs on it, by name."""
    return {
        "processor": _read_processor(),
        "cores": str(os.cpu_count() or 1),
        "memory": _read_memory(),
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **{library: metadata.version(library) for library in REPORTED_LIBRARIES if _is_installed(library)},
        "load before": read_load_averages(),
    }


def read_load_averages() -> str:
    """The load averages of the last 1, 5 and 15 minutes: above the number of cores, others were at work as well."""
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())


def _read_processor() -> str:
    return next(_read_values("/proc/cpuinfo", "model name"), platform.processor() or platform.machine())


def _read_memory() -> str:
    kilobytes = next(_read_values("/proc/meminfo", "MemTotal"), "")
    return f"{int(kilobytes.split()[0]) / 2**20:.0f} GiB" if kilobytes else "unknown"


def _read_values(path: str, name: str) -> Iterator[str]:
    """The values of the lines that begin with the name."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return
    yield from (line.partition(":")[2].strip() for line in lines if line.startswith(name))


def _is_installed(library: str) -> bool:
    try:
        metadata.version(library)
    except metadata.PackageNotFoundError:
        return False
    return True
