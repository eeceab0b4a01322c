"""A launcher watches its channel: once the server is gone, what is in the boundary ends, even while it still starts."""

import os
import select
import threading
import time

from server.runs.sandbox.inside.process_tree import kill_tree, list_children

#: So long what is inside may take to end by itself, and so long it is killed over and over.
EXIT_GRACE_SECONDS, KILLING_SECONDS = 2.0, 10.0


def exit_when_closed(descriptor: int) -> None:
    """From now on this process and all that came of it end soon after the other end of the channel was closed."""
    threading.Thread(target=_wait_for_hangup, args=(descriptor,), name="channel to the server", daemon=True).start()


def _wait_for_hangup(descriptor: int) -> None:
    poller = select.poll()
    poller.register(descriptor, 0)  # the end is reported without asking
    while not any(event & (select.POLLHUP | select.POLLERR) for _, event in poller.poll()):
        pass
    time.sleep(EXIT_GRACE_SECONDS)
    until = time.monotonic() + KILLING_SECONDS
    while time.monotonic() < until:
        kill_tree(list_children(os.getpid()))
        time.sleep(0.2)
    os._exit(1)
