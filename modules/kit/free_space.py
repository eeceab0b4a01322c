"""How much is free on a disk, in numbers and in words. For the processes of steps as well: so without any library."""

import os
from pathlib import Path

MIB = 2**20
ADVICE = "Free some space, for example under Storage, and it continues automatically."


def get_free_bytes(folder: Path) -> int:
    """What a program without special rights can still write on the disk of a folder."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def get_total_bytes(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_blocks * found.f_frsize


def format_mib(size: int) -> str:
    """A size for people: whole MB of 2**20 bytes, as everywhere here."""
    return f"{max(0, size) // MIB:,} MB"


def describe_full_disk(folder: Path) -> str:
    """What to tell whoever wanted to write."""
    return f"The disk is full: {format_mib(get_free_bytes(folder))} free. {ADVICE}"
