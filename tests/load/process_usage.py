"""What a process takes of the machine, from /proc."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class ProcessUsage:
    """A moment of a process: its resident memory, and the processor time that it has taken so far."""

    moment: float
    resident: int
    processor: float
    threads: int


def read_usage(pid: int) -> ProcessUsage:
    """What the process has and has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    processor = (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND
    resident = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) * PAGE_BYTES
    return ProcessUsage(time.monotonic(), resident, processor, int(fields[17]))
