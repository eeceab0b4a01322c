"""What a process takes of the machine, from /proc."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Usage:
    """A moment of a process: its resident memory, and the processor time that it has taken so far."""

    at: float
    resident: int
    processor: float
    threads: int


def usage_of(pid: int) -> Usage:
    """What the process has and has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    processor = (int(fields[11]) + int(fields[12])) / TICKS
    resident = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) * PAGE
    return Usage(time.monotonic(), resident, processor, int(fields[17]))
