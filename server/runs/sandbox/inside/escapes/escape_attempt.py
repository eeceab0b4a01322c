"""What an attempt to escape is, and what several of them share."""

import ctypes
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from server.runs.sandbox.inside.sandbox_requests import ProbeRequest
from server.runs.sandbox.inside.seccomp import detect_architecture
from server.runs.sandbox.inside.syscalls import SYSCALL_NUMBERS

EscapeFunction = Callable[[ProbeRequest], bool]
#: The level of isolation that is not reached while the attempt succeeds.
RequiredLevel = Literal["S1", "S2", "S3"]


@dataclass(frozen=True)
class RegisteredEscape:
    """One way out: what a script that has it can do, in words that follow "Scripts can"."""

    name: str
    level: RequiredLevel
    description: str
    run: EscapeFunction


ESCAPE_ATTEMPTS: dict[str, RegisteredEscape] = {}


def register_escape(level: RequiredLevel, description: str) -> Callable[[EscapeFunction], EscapeFunction]:
    """Register a function that tries to get out, and returns whether it was held back."""

    def register(function: EscapeFunction) -> EscapeFunction:
        ESCAPE_ATTEMPTS[function.__name__] = RegisteredEscape(function.__name__, level, description, function)
        return function

    return register


def is_refused(action: Callable[[], object]) -> bool:
    """Whether the system refused to do it."""
    try:
        action()
    except OSError:
        return True
    return False


def are_all_refused(*actions: Callable[[], object]) -> bool:
    """Whether the system refused each of them; all are tried."""
    answers = [is_refused(action) for action in actions]
    return all(answers)


_libc = ctypes.CDLL(None, use_errno=True)
SyscallArgument = int | bytes | ctypes.Array[ctypes.c_char]


def call_kernel(name: str, *arguments: SyscallArgument) -> int:
    """The system call itself, past what libraries make of it; raises OSError, also where there is no such call."""
    architecture = detect_architecture()
    number = SYSCALL_NUMBERS[name][architecture.column] if architecture else None
    if number is None:
        raise OSError(38, "There is no such system call.")
    c_arguments = (ctypes.c_long(one) if isinstance(one, int) else one for one in arguments)
    result: int = _libc.syscall(ctypes.c_long(number), *c_arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


def list_other_processes(request: ProbeRequest) -> list[int]:
    """The process that steps come from, and the server, unless its number means another process here."""
    same = is_refused(lambda: os.readlink("/proc/self/ns/pid")) or (
        os.readlink("/proc/self/ns/pid") == request.targets["namespace"]
    )
    return [os.getppid(), *([int(request.targets["server"])] if same else [])]


def is_refused_for_all(request: ProbeRequest, action: Callable[[int], object]) -> bool:
    """Whether the system refused to do it to each of these processes."""
    return are_all_refused(*(partial(action, pid) for pid in list_other_processes(request)))
