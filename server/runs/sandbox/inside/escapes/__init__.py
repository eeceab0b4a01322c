"""Attempts to escape from where a script runs. Each returns True if it was held back.

What a probe finds decides which level of isolation is used and shown, so every attempt is a real one: it reads a real
file, knocks at a real port, kills a real process.
"""

import logging

from server.runs.sandbox.inside.escapes import file_escapes, kernel_escapes, network_escapes, process_escapes
from server.runs.sandbox.inside.escapes.escape_attempt import ESCAPE_ATTEMPTS
from server.runs.sandbox.inside.sandbox_messages import EscapesAttempted
from server.runs.sandbox.inside.sandbox_requests import ProbeRequest

__all__ = [
    "ESCAPE_ATTEMPTS",
    "attempt_all_escapes",
    "file_escapes",
    "kernel_escapes",
    "network_escapes",
    "process_escapes",
]

#: What keeps the machine busiest.
MOST_DISRUPTIVE = ("take_memory", "write_too_much", "fork_without_end")


def attempt_all_escapes(request: ProbeRequest) -> EscapesAttempted:
    """Try everything, the most disruptive last. An attempt that goes wrong by itself has held nothing back."""
    order = sorted(ESCAPE_ATTEMPTS, key=lambda name: MOST_DISRUPTIVE.index(name) if name in MOST_DISRUPTIVE else -1)
    return EscapesAttempted({name: _is_held_back(name, request) for name in order})


def _is_held_back(name: str, request: ProbeRequest) -> bool:
    try:
        return ESCAPE_ATTEMPTS[name].run(request)
    except Exception:
        logging.getLogger(__name__).exception("The attempt to %s failed", ESCAPE_ATTEMPTS[name].description)
        return False
