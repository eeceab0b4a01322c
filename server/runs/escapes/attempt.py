"""What an attempt to escape is, and what several of them share."""

import ctypes
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from server.runs.seccomp import own_architecture
from server.runs.steps import ProbeRequest
from server.runs.syscalls import NUMBERS

Held = Callable[[ProbeRequest], bool]
#: The level of isolation that is not reached while the attempt succeeds.
Needed = Literal["S1", "S2", "S3"]


@dataclass(frozen=True)
class Attempt:
    """One way out: what a script that has it can do, in words that follow "Scripts can"."""

    name: str
    level: Needed
    words: str
    held: Held


ATTEMPTS: dict[str, Attempt] = {}


def attempt(level: Needed, words: str) -> Callable[[Held], Held]:
    """Register a function that tries to get out, and returns whether it was held back."""

    def register(held: Held) -> Held:
        ATTEMPTS[held.__name__] = Attempt(held.__name__, level, words, held)
        return held

    return register


def refused(action: Callable[[], object]) -> bool:
    """Whether the system refused to do it."""
    try:
        action()
    except OSError:
        return True
    return False


def all_refused(*actions: Callable[[], object]) -> bool:
    """Whether the system refused each of them; all are tried."""
    answers = [refused(action) for action in actions]
    return all(answers)


_libc = ctypes.CDLL(None, use_errno=True)
Argument = int | bytes | ctypes.Array[ctypes.c_char]


def call(name: str, *arguments: Argument) -> int:
    """The system call itself, past what libraries make of it; raises OSError, also where there is no such call."""
    architecture = own_architecture()
    number = NUMBERS[name][architecture.column] if architecture else None
    if number is None:
        raise OSError(38, "There is no such system call.")
    given = (ctypes.c_long(one) if isinstance(one, int) else one for one in arguments)
    result: int = _libc.syscall(ctypes.c_long(number), *given)
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


def others(request: ProbeRequest) -> list[int]:
    """The process that steps come from, and the server, unless its number means another process here."""
    same = refused(lambda: os.readlink("/proc/self/ns/pid")) or (
        os.readlink("/proc/self/ns/pid") == request.targets["namespace"]
    )
    return [os.getppid(), *([int(request.targets["server"])] if same else [])]


def of_all(request: ProbeRequest, action: Callable[[int], object]) -> bool:
    """Whether the system refused to do it to each of these processes."""
    return all_refused(*(partial(action, pid) for pid in others(request)))
