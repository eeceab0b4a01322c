"""The lock of an environment: every package with its version and hashes, and what the lock is known by."""

import hashlib
import re

#: A name and a version, as the resolver writes them.
PINNED_LINE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)


def strip_comments(lock: str) -> str:
    """The lines that say what is installed. Comments name the command and its paths, which differ between two runs."""
    return "".join(
        f"{line.rstrip()}\n" for line in lock.splitlines() if line.strip() and not line.lstrip().startswith("#")
    )


def compute_lock_hash(lock: str, python: str, machine: str) -> str:
    """What names the folder: the packages with their hashes, Python, and what kind of machine they are for."""
    return hashlib.sha256(f"1\n{python}\n{machine}\n{strip_comments(lock)}".encode()).hexdigest()


def list_locked_packages(lock: str) -> list[str]:
    """The packages as `pandas 2.2.3`, in the order of the lock."""
    return [f"{found['name']} {found['version']}" for found in PINNED_LINE.finditer(lock)]
