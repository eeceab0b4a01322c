"""A keeper watches its line: once the server is gone, what is inside the boundary ends, even while it still starts."""

import os
import select
import threading
import time

from server.runs.processes import kill_tree, list_children

#: So long what is inside may take to end by itself, and so long it is killed over and over.
GRACE_SECONDS, KILLING_SECONDS = 2.0, 10.0


def end_with_line(descriptor: int) -> None:
    """From now on this process and all that came of it end soon after the other end of the line was closed."""
    threading.Thread(target=_watch, args=(descriptor,), name="line to the server", daemon=True).start()


def _watch(descriptor: int) -> None:
    line = select.poll()
    line.register(descriptor, 0)  # of the end one is told without asking
    while not any(event & (select.POLLHUP | select.POLLERR) for _, event in line.poll()):
        pass
    time.sleep(GRACE_SECONDS)
    until = time.monotonic() + KILLING_SECONDS
    while time.monotonic() < until:
        kill_tree(list_children(os.getpid()))
        time.sleep(0.2)
    os._exit(1)
