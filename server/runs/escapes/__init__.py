"""Attempts to escape from where a script runs. Each returns True if it was held back.

What a probe finds decides which level of isolation is used and shown, so every attempt is a real one: it reads a real
file, knocks at a real port, kills a real process.
"""

import logging

from server.runs.escapes import files, kernel, network, processes
from server.runs.escapes.attempt import ATTEMPTS
from server.runs.steps import Probed, ProbeRequest

__all__ = ["ATTEMPTS", "attempt_all", "files", "kernel", "network", "processes"]

#: What keeps the machine busiest.
LAST = ("take_memory", "write_too_much", "fork_without_end")


def attempt_all(request: ProbeRequest) -> Probed:
    """Try everything, the most disruptive last. An attempt that goes wrong by itself has held nothing back."""
    order = sorted(ATTEMPTS, key=lambda name: LAST.index(name) if name in LAST else -1)
    return Probed({name: _was_held(name, request) for name in order})


def _was_held(name: str, request: ProbeRequest) -> bool:
    try:
        return ATTEMPTS[name].held(request)
    except Exception:
        logging.getLogger(__name__).exception("The attempt to %s failed", ATTEMPTS[name].words)
        return False
