"""Attempts on the kernel: rights that a step should not have, and parts of it that no step needs."""

import os
import resource
import struct
import time
from pathlib import Path

from server.runs.sandbox.inside.escapes.escape_attempt import are_all_refused, call_kernel, is_refused, register_escape
from server.runs.sandbox.inside.sandbox_requests import ProbeRequest

CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWNET, CLONE_NEWPID = 0x10000000, 0x20000, 0x40000000, 0x20000000
MS_BIND, IPC_PRIVATE, IPC_RMID, KEYCTL_GET_KEYRING_ID = 0x1000, 0, 0, 0
SYSLOG_ACTION_SIZE_BUFFER = 10
CAPABILITY_SETS = ("CapInh", "CapPrm", "CapEff", "CapAmb")


def _read_own_status() -> dict[str, str]:
    lines = Path("/proc/self/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


@register_escape("S3", "use capabilities of an administrator")
def hold_capabilities(_request: ProbeRequest) -> bool:
    status = _read_own_status()
    return all(int(status[name], 16) == 0 for name in CAPABILITY_SETS)


@register_escape("S3", "gain rights from programs that give some")
def gain_privileges(_request: ProbeRequest) -> bool:
    return _read_own_status()["NoNewPrivs"] == "1"


@register_escape("S3", "be another user")
def become_another(_request: ProbeRequest) -> bool:
    return are_all_refused(lambda: os.setresuid(1, 1, 1), lambda: os.setresgid(1, 1, 1), lambda: os.setgroups([1]))


@register_escape("S3", "raise their own limits")
def raise_limits(_request: ProbeRequest) -> bool:
    def raised() -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard + 1, hard + 1))

    try:
        raised()
    except (OSError, ValueError):
        return True
    return False


def _is_refused_in_fork(name: str, *arguments: int) -> bool:
    """Whether a call is refused, tried where it changes nothing for what comes after."""
    pid = os.fork()
    if pid == 0:
        os._exit(0 if is_refused(lambda: call_kernel(name, *arguments)) else 1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@register_escape("S3", "make namespaces, in which they are administrators")
def make_namespaces(_request: ProbeRequest) -> bool:
    flags = (CLONE_NEWUSER, CLONE_NEWUSER | CLONE_NEWNS, CLONE_NEWUSER | CLONE_NEWNET, CLONE_NEWPID)
    return all(_is_refused_in_fork("unshare", flag) for flag in flags)


@register_escape("S3", "enter the namespaces of others")
def enter_namespaces(_request: ProbeRequest) -> bool:
    def enter() -> None:
        descriptor = os.open("/proc/self/ns/net", os.O_RDONLY)
        try:
            call_kernel("setns", descriptor, 0)
        finally:
            os.close(descriptor)

    return is_refused(enter)


@register_escape("S3", "mount file systems")
def mount(request: ProbeRequest) -> bool:
    folder = os.fsencode(request.folder / "tmp")
    return are_all_refused(
        lambda: call_kernel("mount", b"/usr", folder, b"", MS_BIND, 0),
        lambda: call_kernel("mount", b"none", folder, b"tmpfs", 0, 0),
        lambda: call_kernel("open_tree", -100, b"/usr", 1),
        lambda: call_kernel("fsopen", b"tmpfs", 0),
    )


@register_escape("S3", "make another folder their root")
def change_root(request: ProbeRequest) -> bool:
    folder = os.fsencode(request.folder / "tmp")
    return are_all_refused(lambda: call_kernel("chroot", folder), lambda: call_kernel("pivot_root", folder, folder))


@register_escape("S3", "read the log of the kernel")
def read_kernel_log(_request: ProbeRequest) -> bool:
    return are_all_refused(
        lambda: call_kernel("syslog", SYSLOG_ACTION_SIZE_BUFFER, 0, 0), lambda: Path("/dev/kmsg").open("rb").close()
    )


@register_escape("S3", "use the keys of the server's user")
def use_keys(_request: ProbeRequest) -> bool:
    return are_all_refused(
        lambda: call_kernel("keyctl", KEYCTL_GET_KEYRING_ID, -4, 0),  # KEY_SPEC_USER_KEYRING
        lambda: call_kernel("add_key", b"user", b"designery-probe", b"x", 1, -3),
    )


@register_escape("S3", "share memory with other programs")
def share_memory(_request: ProbeRequest) -> bool:
    def share() -> None:
        found = call_kernel("shmget", IPC_PRIVATE, 4096, 0o600)
        call_kernel("shmctl", found, IPC_RMID, 0)

    def wait() -> None:
        found = call_kernel("semget", IPC_PRIVATE, 1, 0o600)
        call_kernel("semctl", found, 0, IPC_RMID, 0)

    return are_all_refused(share, wait, lambda: Path("/dev/shm/designery-probe").write_text("x"))


@register_escape("S3", "leave messages for other programs")
def queue_messages(_request: ProbeRequest) -> bool:
    def queue() -> None:
        found = call_kernel("msgget", IPC_PRIVATE, 0o600)
        call_kernel("msgctl", found, IPC_RMID, 0)

    return are_all_refused(queue, lambda: call_kernel("mq_open", b"designery-probe", os.O_CREAT | os.O_RDWR, 0o600, 0))


@register_escape("S3", "load programs into the kernel")
def load_programs(_request: ProbeRequest) -> bool:
    attributes = struct.pack("=IIIII108x", 2, 4, 4, 1, 0)  # an array of one value
    return are_all_refused(
        lambda: call_kernel("bpf", 0, attributes, len(attributes)), lambda: call_kernel("init_module", b"", 0, b"")
    )


@register_escape("S3", "work through io_uring, past filters of system calls")
def use_io_uring(_request: ProbeRequest) -> bool:
    return is_refused(lambda: os.close(call_kernel("io_uring_setup", 1, bytes(120))))


@register_escape("S3", "halt the kernel while it reads their memory")
def use_userfaultfd(_request: ProbeRequest) -> bool:
    return are_all_refused(
        lambda: os.close(call_kernel("userfaultfd", 1)), lambda: os.close(call_kernel("userfaultfd", 0))
    )


@register_escape("S3", "measure what other programs do")
def measure_others(_request: ProbeRequest) -> bool:
    attributes = struct.pack("=IIQ104x", 1, 120, 0)  # the clock of the processor
    return is_refused(lambda: os.close(call_kernel("perf_event_open", attributes, 0, -1, -1, 0)))


@register_escape("S3", "set the clock of this machine")
def set_clock(_request: ProbeRequest) -> bool:
    return is_refused(lambda: time.clock_settime_ns(time.CLOCK_REALTIME, time.time_ns()))


@register_escape("S3", "let programs of other kinds of processors in")
def change_personality(_request: ProbeRequest) -> bool:
    return _is_refused_in_fork("personality", 0x0008)  # PER_LINUX32


@register_escape("S3", "type into the terminal of the server")
def type_into_terminal(_request: ProbeRequest) -> bool:
    """The filter refuses before the kernel looks what kind of file it is."""
    descriptor = os.open(os.devnull, os.O_RDONLY)
    try:
        call_kernel("ioctl", descriptor, 0x5412, b"x")  # TIOCSTI
    except OSError as error:
        return error.errno == 1
    finally:
        os.close(descriptor)
    return False
