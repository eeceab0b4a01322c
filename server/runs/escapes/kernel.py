"""Attempts on the kernel: rights that a step should not have, and parts of it that no step needs."""

import os
import resource
import struct
import time
from pathlib import Path

from server.runs.escapes.attempt import all_refused, attempt, call, refused
from server.runs.steps import ProbeRequest

CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWNET, CLONE_NEWPID = 0x10000000, 0x20000, 0x40000000, 0x20000000
MS_BIND, IPC_PRIVATE, IPC_RMID, KEYCTL_GET_KEYRING_ID = 0x1000, 0, 0, 0
SYSLOG_ACTION_SIZE_BUFFER = 10
SETS = ("CapInh", "CapPrm", "CapEff", "CapAmb")


def _status() -> dict[str, str]:
    lines = Path("/proc/self/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


@attempt("S3", "use capabilities of an administrator")
def hold_capabilities(_request: ProbeRequest) -> bool:
    status = _status()
    return all(int(status[name], 16) == 0 for name in SETS)


@attempt("S3", "gain rights from programs that give some")
def gain_privileges(_request: ProbeRequest) -> bool:
    return _status()["NoNewPrivs"] == "1"


@attempt("S3", "be another user")
def become_another(_request: ProbeRequest) -> bool:
    return all_refused(lambda: os.setresuid(1, 1, 1), lambda: os.setresgid(1, 1, 1), lambda: os.setgroups([1]))


@attempt("S3", "raise their own limits")
def raise_limits(_request: ProbeRequest) -> bool:
    def raised() -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard + 1, hard + 1))

    try:
        raised()
    except (OSError, ValueError):
        return True
    return False


def _in_a_fork(name: str, *arguments: int) -> bool:
    """Whether a call is refused, tried where it changes nothing for what comes after."""
    pid = os.fork()
    if pid == 0:
        os._exit(0 if refused(lambda: call(name, *arguments)) else 1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@attempt("S3", "make namespaces, in which they are administrators")
def make_namespaces(_request: ProbeRequest) -> bool:
    flags = (CLONE_NEWUSER, CLONE_NEWUSER | CLONE_NEWNS, CLONE_NEWUSER | CLONE_NEWNET, CLONE_NEWPID)
    return all(_in_a_fork("unshare", flag) for flag in flags)


@attempt("S3", "enter the namespaces of others")
def enter_namespaces(_request: ProbeRequest) -> bool:
    def enter() -> None:
        descriptor = os.open("/proc/self/ns/net", os.O_RDONLY)
        try:
            call("setns", descriptor, 0)
        finally:
            os.close(descriptor)

    return refused(enter)


@attempt("S3", "mount file systems")
def mount(request: ProbeRequest) -> bool:
    folder = os.fsencode(request.folder / "tmp")
    return all_refused(
        lambda: call("mount", b"/usr", folder, b"", MS_BIND, 0),
        lambda: call("mount", b"none", folder, b"tmpfs", 0, 0),
        lambda: call("open_tree", -100, b"/usr", 1),
        lambda: call("fsopen", b"tmpfs", 0),
    )


@attempt("S3", "make another folder their root")
def change_root(request: ProbeRequest) -> bool:
    folder = os.fsencode(request.folder / "tmp")
    return all_refused(lambda: call("chroot", folder), lambda: call("pivot_root", folder, folder))


@attempt("S3", "read the log of the kernel")
def read_kernel_log(_request: ProbeRequest) -> bool:
    return all_refused(
        lambda: call("syslog", SYSLOG_ACTION_SIZE_BUFFER, 0, 0), lambda: Path("/dev/kmsg").open("rb").close()
    )


@attempt("S3", "use the keys of the server's user")
def use_keys(_request: ProbeRequest) -> bool:
    return all_refused(
        lambda: call("keyctl", KEYCTL_GET_KEYRING_ID, -4, 0),  # KEY_SPEC_USER_KEYRING
        lambda: call("add_key", b"user", b"designery-probe", b"x", 1, -3),
    )


@attempt("S3", "share memory with other programs")
def share_memory(_request: ProbeRequest) -> bool:
    def share() -> None:
        found = call("shmget", IPC_PRIVATE, 4096, 0o600)
        call("shmctl", found, IPC_RMID, 0)

    def wait() -> None:
        found = call("semget", IPC_PRIVATE, 1, 0o600)
        call("semctl", found, 0, IPC_RMID, 0)

    return all_refused(share, wait, lambda: Path("/dev/shm/designery-probe").write_text("x"))


@attempt("S3", "leave messages for other programs")
def queue_messages(_request: ProbeRequest) -> bool:
    def queue() -> None:
        found = call("msgget", IPC_PRIVATE, 0o600)
        call("msgctl", found, IPC_RMID, 0)

    return all_refused(queue, lambda: call("mq_open", b"designery-probe", os.O_CREAT | os.O_RDWR, 0o600, 0))


@attempt("S3", "load programs into the kernel")
def load_programs(_request: ProbeRequest) -> bool:
    attributes = struct.pack("=IIIII108x", 2, 4, 4, 1, 0)  # an array of one value
    return all_refused(lambda: call("bpf", 0, attributes, len(attributes)), lambda: call("init_module", b"", 0, b""))


@attempt("S3", "work through io_uring, past filters of system calls")
def use_io_uring(_request: ProbeRequest) -> bool:
    return refused(lambda: os.close(call("io_uring_setup", 1, bytes(120))))


@attempt("S3", "halt the kernel while it reads their memory")
def use_userfaultfd(_request: ProbeRequest) -> bool:
    return all_refused(lambda: os.close(call("userfaultfd", 1)), lambda: os.close(call("userfaultfd", 0)))


@attempt("S3", "measure what other programs do")
def measure_others(_request: ProbeRequest) -> bool:
    attributes = struct.pack("=IIQ104x", 1, 120, 0)  # the clock of the processor
    return refused(lambda: os.close(call("perf_event_open", attributes, 0, -1, -1, 0)))


@attempt("S3", "set the clock of this machine")
def set_clock(_request: ProbeRequest) -> bool:
    return refused(lambda: time.clock_settime_ns(time.CLOCK_REALTIME, time.time_ns()))


@attempt("S3", "let programs of other kinds of processors in")
def change_personality(_request: ProbeRequest) -> bool:
    return _in_a_fork("personality", 0x0008)  # PER_LINUX32


@attempt("S3", "type into the terminal of the server")
def type_into_terminal(_request: ProbeRequest) -> bool:
    """The filter refuses before the kernel looks what kind of file it is."""
    descriptor = os.open(os.devnull, os.O_RDONLY)
    try:
        call("ioctl", descriptor, 0x5412, b"x")  # TIOCSTI
    except OSError as error:
        return error.errno == 1
    finally:
        os.close(descriptor)
    return False
