"""Attempts on other processes: to end, slow or limit them, to read their memory, and to grow without end."""

import ctypes
import fcntl
import os
import resource
import signal
import socket
import struct
import sys
from pathlib import Path

from server.runs.sandbox.inside.escapes.escape_attempt import (
    call_kernel,
    is_refused,
    is_refused_for_all,
    list_other_processes,
    register_escape,
)
from server.runs.sandbox.inside.sandbox_requests import ProbeRequest

PTRACE_ATTACH, PTRACE_SEIZE = 16, 0x4206
F_SETSIG = 10
#: A process of its own in the memory of this one, whose end is told as that of a fork is.
SHARING_CLONE = 0x100 | signal.SIGCHLD
#: A process that only waits needs little.
WAITING_STACK_BYTES = 8_192
IOPRIO_WHO_PROCESS, IOPRIO_BEST_EFFORT = 1, 2 << 13

_libc = ctypes.CDLL(None, use_errno=True)


@register_escape("S3", "send signals to the server")
def signal_server(request: ProbeRequest) -> bool:
    own = int(request.targets["server"]) in (os.getpid(), os.getppid())
    return own or is_refused(lambda: os.kill(int(request.targets["server"]), 0))


@register_escape("S3", "end the process that starts the steps")
def signal_parent(_request: ProbeRequest) -> bool:
    return os.getppid() <= 1 or is_refused(lambda: os.kill(os.getppid(), 0))


@register_escape("S3", "send signals to all processes")
def signal_everybody(_request: ProbeRequest) -> bool:
    return is_refused(lambda: os.kill(-1, 0))


@register_escape("S3", "send signals by way of a descriptor")
def signal_by_descriptor(request: ProbeRequest) -> bool:
    return is_refused_for_all(
        request, lambda pid: call_kernel("pidfd_send_signal", call_kernel("pidfd_open", pid, 0), 0, 0, 0)
    )


@register_escape("S3", "have the kernel send signals")
def signal_by_file(request: ProbeRequest) -> bool:
    """A file can be told whom to send which signal when something can be read."""

    def arrange() -> None:
        one, other = socket.socketpair()
        with one, other:
            for pid in list_other_processes(request):
                fcntl.fcntl(one, fcntl.F_SETOWN, pid)
            fcntl.fcntl(one, F_SETSIG, signal.SIGURG)

    return is_refused(arrange)


@register_escape("S3", "change the limits of other processes, and so end the server")
def limit_others(request: ProbeRequest) -> bool:
    def limit(pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_CORE, resource.prlimit(pid, resource.RLIMIT_CORE))

    return is_refused_for_all(request, limit)


@register_escape("S3", "slow other processes down")
def slow_others(request: ProbeRequest) -> bool:
    def slow(pid: int) -> None:
        os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, pid))

    def hold_up(pid: int) -> None:
        call_kernel("ioprio_set", IOPRIO_WHO_PROCESS, pid, IOPRIO_BEST_EFFORT | 4)

    user, own = os.getuid(), os.getpriority(os.PRIO_PROCESS, 0)
    everybody = is_refused(lambda: os.setpriority(os.PRIO_USER, user, own))
    return is_refused_for_all(request, slow) and is_refused_for_all(request, hold_up) and everybody


@register_escape("S3", "choose the processors and the schedule of other processes")
def schedule_others(request: ProbeRequest) -> bool:
    def pin(pid: int) -> None:
        os.sched_setaffinity(pid, os.sched_getaffinity(pid))

    def schedule(pid: int) -> None:
        os.sched_setscheduler(pid, os.sched_getscheduler(pid), os.sched_param(0))

    return is_refused_for_all(request, pin) and is_refused_for_all(request, schedule)


@register_escape("S2", "look into the server's memory")
def trace_server(request: ProbeRequest) -> bool:
    attached = _libc.ptrace(PTRACE_ATTACH, int(request.targets["server"]), None, None) == 0
    return not attached


@register_escape("S3", "take over the process that starts the steps")
def trace_parent(_request: ProbeRequest) -> bool:
    return is_refused(lambda: call_kernel("ptrace", PTRACE_SEIZE, os.getppid(), 0, 0))


@register_escape("S3", "copy the memory of other processes")
def copy_memory(request: ProbeRequest) -> bool:
    buffer = ctypes.create_string_buffer(16)
    address = ctypes.addressof(buffer)  # forks have the same addresses
    vector = struct.pack("@PN", address, 16)
    return is_refused_for_all(request, lambda pid: call_kernel("process_vm_readv", pid, vector, 1, vector, 1, 0))


@register_escape("S3", "open the memory of other processes, and so read the secrets of other steps")
def open_memory(request: ProbeRequest) -> bool:
    return _are_all_closed(request, "mem")


@register_escape("S3", "read the environment of other processes")
def read_environment(request: ProbeRequest) -> bool:
    return _are_all_closed(request, "environ")


@register_escape("S3", "read where other processes keep what in memory")
def read_maps(request: ProbeRequest) -> bool:
    return _are_all_closed(request, "maps")


@register_escape("S3", "read the command lines of other processes")
def read_command_lines(request: ProbeRequest) -> bool:
    return _are_all_closed(request, "cmdline")


def _are_all_closed(request: ProbeRequest, name: str) -> bool:
    """Whether no other process has this file of /proc open to the step; a process of one's own has."""
    return is_refused_for_all(request, lambda pid: Path(f"/proc/{pid}/{name}").open("rb").close())


@register_escape("S3", "open the files of other processes")
def open_descriptors(request: ProbeRequest) -> bool:
    return is_refused_for_all(request, lambda pid: os.listdir(f"/proc/{pid}/fd"))


@register_escape("S3", "take the files of other processes")
def take_descriptors(request: ProbeRequest) -> bool:
    return is_refused_for_all(request, lambda pid: call_kernel("pidfd_getfd", call_kernel("pidfd_open", pid, 0), 0, 0))


@register_escape("S1", "see the server's variables")
def inherit_environment(request: ProbeRequest) -> bool:
    return not set(request.targets["variables"].split()) & set(os.environ)


@register_escape("S2", "read the server's environment")
def read_server_environment(request: ProbeRequest) -> bool:
    own = int(request.targets["server"]) == os.getpid()
    return own or is_refused(lambda: Path(f"/proc/{request.targets['server']}/environ").read_bytes())


@register_escape("S1", "take more memory than their limit")
def take_memory(request: ProbeRequest) -> bool:
    try:
        bytearray(2 * request.limits.memory_bytes)
    except MemoryError:
        return True
    return False


@register_escape("S3", "start processes without end")
def fork_without_end(request: ProbeRequest) -> bool:
    """Whether starting processes ends somewhere near the limit; those who were born wait to be killed."""
    born: list[int] = []
    stacks = ctypes.create_string_buffer(WAITING_STACK_BYTES * request.max_processes)
    try:
        while len(born) < request.max_processes:
            born.append(_start_waiting_process(stacks, len(born)))
    except OSError:
        pass
    for pid in born:
        os.kill(pid, signal.SIGKILL)
    for pid in born:
        os.waitpid(pid, 0)
    return len(born) < request.max_processes


def _start_waiting_process(stacks: ctypes.Array[ctypes.c_char], place: int) -> int:
    """A process that waits for a signal, and shares this memory: to copy it hundreds of times keeps a machine busy.

    Where that is refused, a fork is attempted, so that only what holds both back counts.
    """
    pid = -1
    if sys.platform == "linux":
        top = (ctypes.addressof(stacks) + WAITING_STACK_BYTES * (place + 1)) & ~15
        pid = _libc.clone(ctypes.cast(_libc.pause, ctypes.c_void_p), ctypes.c_void_p(top), SHARING_CLONE, None)
    if pid < 0:
        pid = os.fork()
        if pid == 0:
            signal.pause()
    return pid
