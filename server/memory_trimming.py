"""Memory of the server: what it no longer uses goes back to the machine, so that a day of work leaves it as it began.

Threads of a server each take from an arena of their own, and glibc keeps what they free: after hours of lists, designs
and tables most of the resident memory would be such holes.
"""

import ctypes
import sys
import threading

#: Two arenas are enough where one thread at a time runs Python.
MAX_ARENAS = 2
#: What is larger than this goes back as soon as it is freed.
LARGE_ALLOCATION = 256 * 1024
TRIM_SECONDS = 60.0
#: The numbers of these parameters in malloc.h.
M_MMAP_THRESHOLD, M_TRIM_THRESHOLD, M_ARENA_MAX = -3, -1, -8


def enable_memory_trimming() -> None:
    """Have freed memory go back to the machine, now and every minute. To be called before there are other threads."""
    libc = _load_glibc()
    if libc is None:
        return
    for parameter, value in (
        (M_ARENA_MAX, MAX_ARENAS),
        (M_MMAP_THRESHOLD, LARGE_ALLOCATION),
        (M_TRIM_THRESHOLD, LARGE_ALLOCATION),
    ):
        libc.mallopt(parameter, value)
    threading.Thread(target=_keep_trimming, args=(libc,), name="memory", daemon=True).start()


def _load_glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") and hasattr(libc, "mallopt") else None


def _keep_trimming(libc: ctypes.CDLL) -> None:
    pause = threading.Event()
    while not pause.wait(TRIM_SECONDS):
        libc.malloc_trim(0)
