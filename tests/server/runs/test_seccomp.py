"""The filter of system calls: its program is read by an interpreter of our own, and installed for real in a fork."""

import ctypes
import errno
import fcntl
import os
import platform
import resource
import signal
import socket
import stat
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from server.runs.sandbox.inside import seccomp
from server.runs.sandbox.inside.escapes.escape_attempt import call_kernel
from server.runs.sandbox.inside.seccomp import (
    ALLOW,
    ARCHITECTURES,
    ERROR,
    GENERAL_RULES,
    KILL_PROCESS,
    LOCAL_SOCKET_RULES,
    NETWORK_RULE,
    X32,
    BpfInstruction,
    CpuArchitecture,
    build_step_rules,
    compile_filter,
)
from server.runs.sandbox.inside.syscalls import LATEST_SYSCALL, SYSCALL_NUMBERS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the filter is one of Linux")

OWN_PID = 4711
#: The filter of the zygote, and the one that its step puts on besides.
FILTERS = ((NETWORK_RULE, *GENERAL_RULES), build_step_rules(OWN_PID))
ALL_RULES = (*FILTERS[0], *FILTERS[1])
REFUSED, MISSING = ERROR | errno.EPERM, ERROR | errno.ENOSYS


def interpret_filter(made: list[BpfInstruction], number: int, audit: int, arguments: tuple[int, ...] = ()) -> int:
    """What the kernel would answer: classic BPF over `struct seccomp_data`, as seccomp(2) describes it."""
    data = struct.pack("=IIQ6Q", number, audit, 0, *(one % 2**64 for one in arguments), *[0] * (6 - len(arguments)))
    register, place = 0, 0
    while True:
        code, yes, no, value = made[place]
        place += 1
        match code:
            case seccomp.LOAD:
                register = int.from_bytes(data[value : value + 4], "little")
            case seccomp.AND:
                register &= value
            case seccomp.EQUAL | seccomp.GREATER | seccomp.AT_LEAST:
                holds = {
                    seccomp.EQUAL: register == value,
                    seccomp.GREATER: register > value,
                    seccomp.AT_LEAST: register >= value,
                }[code]
                place += yes if holds else no
            case seccomp.RETURN:
                return value
            case _:
                raise AssertionError(f"No such instruction: {code}")


@pytest.fixture(params=ARCHITECTURES, ids=str)
def architecture(request: pytest.FixtureRequest) -> CpuArchitecture:
    return ARCHITECTURES[request.param]


def decide_call(architecture: CpuArchitecture, name: str, *arguments: int) -> int:
    number = SYSCALL_NUMBERS[name][architecture.column]
    assert number is not None
    return decide_strictest(architecture, number, arguments)


def decide_strictest(architecture: CpuArchitecture, number: int, arguments: tuple[int, ...] = ()) -> int:
    """What counts where several filters answer: of an error and a permission, the error."""
    return min(
        interpret_filter(compile_filter(rules, architecture), number, architecture.audit_number, arguments)
        for rules in FILTERS
    )


def test_every_call_of_a_rule_that_has_no_exception_is_refused(architecture: CpuArchitecture) -> None:
    for rule in ALL_RULES:
        for name in rule.calls:
            number = SYSCALL_NUMBERS[name][architecture.column]
            if number is not None and not rule.requirements:
                assert decide_strictest(architecture, number) == ERROR | rule.error, name


def test_what_no_rule_names_is_allowed(architecture: CpuArchitecture) -> None:
    known = {SYSCALL_NUMBERS[name][architecture.column] for rule in ALL_RULES for name in rule.calls}
    made = compile_filter(ALL_RULES, architecture)
    for number in set(range(LATEST_SYSCALL + 1)) - known:
        assert interpret_filter(made, number, architecture.audit_number) == ALLOW


def test_later_calls_are_not_there_and_foreign_architectures_end_the_process(architecture: CpuArchitecture) -> None:
    made = compile_filter(ALL_RULES, architecture)
    others = {one.audit_number for one in ARCHITECTURES.values()} - {architecture.audit_number} | {
        0x40000003,
        0x40000028,
    }
    assert [interpret_filter(made, 0, audit) for audit in others] == [KILL_PROCESS] * len(others)
    assert [interpret_filter(made, X32 | number, architecture.audit_number) for number in (0, 41, 520)] == [
        KILL_PROCESS
    ] * 3
    assert interpret_filter(made, LATEST_SYSCALL + 1, architecture.audit_number) == MISSING
    assert interpret_filter(made, 0xFFFFFFFF, architecture.audit_number) == KILL_PROCESS


UPPER_BITS = 0xABCD_0000_0000
DECISIONS: list[tuple[str, tuple[int, ...], int]] = [
    *(("socket", (family, 1), REFUSED) for family in (0, 2, 10, 16, 17, 38, 40, 41, 2 | UPPER_BITS)),
    *((name, (1, 1), ALLOW) for name in ("socket", "socketpair")),
    ("socket", (1 | UPPER_BITS, 1), ALLOW),
    ("socketpair", (2, 1), REFUSED),
    ("clone", (0x01200011,), ALLOW),
    ("clone", (0x003D0F00,), ALLOW),
    *(("clone", (flag | 0x11,), REFUSED) for flag in (0x20000, 0x2000000, 0x10000000, 0x20000000, 0x40000000)),
    ("clone3", (0, 0), MISSING),
    ("kill", (-1, 9), REFUSED),
    ("kill", (OWN_PID, 9), ALLOW),
    ("personality", (0xFFFFFFFF,), ALLOW),
    ("personality", (0x40000,), REFUSED),
    ("mknodat", (0, 0, stat.S_IFIFO | 0o600), ALLOW),
    ("mknodat", (0, 0, stat.S_IFCHR | 0o600), REFUSED),
    ("mknodat", (0, 0, stat.S_IFBLK | 0o600), REFUSED),
    ("mknodat", (0, 0, 0o600), ALLOW),
    ("ioctl", (0, 0x5401), ALLOW),
    ("ioctl", (0, 0x5412), REFUSED),
    ("ioctl", (0, 0x5412 | UPPER_BITS), REFUSED),
    ("ioctl", (0, 0x40086602), REFUSED),
    ("fcntl", (0, fcntl.F_SETFL), ALLOW),
    ("fcntl", (0, fcntl.F_SETOWN), REFUSED),
    ("fcntl", (0, fcntl.F_SETLEASE), REFUSED),
    ("utimensat", (3, 0, 0, 0), REFUSED),
    ("fchmod", (3, 0o600), REFUSED),
    ("prctl", (15, 0), ALLOW),
    ("prctl", (4, 1), REFUSED),
    *((name, (0,), ALLOW) for name in ("prlimit64", "sched_setaffinity", "sched_setscheduler")),
    *((name, (OWN_PID,), ALLOW) for name in ("prlimit64", "sched_setaffinity", "sched_setattr")),
    *((name, (OWN_PID + 1,), REFUSED) for name in ("prlimit64", "sched_setaffinity", "sched_setparam")),
    ("setpriority", (0, 0, 19), ALLOW),
    ("setpriority", (0, OWN_PID + 1, 19), REFUSED),
    ("setpriority", (2, 0, 19), REFUSED),
    ("ioprio_set", (1, OWN_PID, 0), ALLOW),
    ("ioprio_set", (3, 0, 0), REFUSED),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "expected"), DECISIONS)
def test_arguments_decide(architecture: CpuArchitecture, name: str, arguments: tuple[int, ...], expected: int) -> None:
    assert decide_call(architecture, name, *arguments) == expected


def test_a_zygote_changes_times_by_descriptor_but_not_by_path(architecture: CpuArchitecture) -> None:
    made = compile_filter((NETWORK_RULE, *GENERAL_RULES), architecture)
    number = SYSCALL_NUMBERS["utimensat"][architecture.column]
    assert number is not None
    answers = [interpret_filter(made, number, architecture.audit_number, (3, path, 0, 0)) for path in (0, 1, 1 << 32)]
    assert answers == [ALLOW, REFUSED, REFUSED]


def test_where_local_sockets_can_be_seen_none_is_spoken_to(architecture: CpuArchitecture) -> None:
    made = compile_filter(LOCAL_SOCKET_RULES, architecture)
    kinds = {
        kind: interpret_filter(
            made, SYSCALL_NUMBERS["socket"][architecture.column] or 0, architecture.audit_number, (1, kind)
        )
        for kind in (1, 1 | 0o2000000, 2, 3, 5)
    }
    assert kinds == {1: ALLOW, 1 | 0o2000000: ALLOW, 2: REFUSED, 3: REFUSED, 5: ALLOW}
    assert (
        interpret_filter(made, SYSCALL_NUMBERS["connect"][architecture.column] or 0, architecture.audit_number)
        == REFUSED
    )


def test_jumps_stay_within_the_program(architecture: CpuArchitecture) -> None:
    made = compile_filter(ALL_RULES, architecture)
    assert len(made) < 4096
    for place, (code, yes, no, _) in enumerate(made):
        assert 0 <= yes < 256
        assert 0 <= no < 256
        assert code == seccomp.RETURN or place + 1 + max(yes, no) < len(made)


@pytest.mark.parametrize("machine", ["x86_64"])
def test_the_numbers_are_those_of_the_headers(machine: str) -> None:
    header = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
    if not header.exists():
        pytest.skip("the headers of the kernel are not installed")
    lines = (line.split() for line in header.read_text().splitlines() if line.startswith("#define __NR_"))
    known = {name.removeprefix("__NR_"): int(number) for _, name, number in lines}
    ours = {name: numbers[ARCHITECTURES[machine].column] for name, numbers in SYSCALL_NUMBERS.items()}
    assert {name: ours[name] for name in ours.keys() & known.keys()} == {
        name: known[name] for name in ours.keys() & known.keys()
    }


def run_in_fork(action: Callable[[], object], *, zygote: bool = True, step: bool = True) -> int | str:
    """Install the filter in a child for real, do it there, and return the number of the error; 0 where it worked."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            if zygote:
                seccomp.install_for_zygote(namespaces=True)
            if step:
                seccomp.install_for_step()
            action()
            said = "0"
        except OSError as error:
            said = str(error.errno)
        except BaseException as error:
            said = repr(error)
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    return int(said) if said.isdecimal() else said


def make_call(name: str, *arguments: int | bytes) -> Callable[[], object]:
    return lambda: call_kernel(name, *arguments)


UNCONDITIONAL = sorted(
    {name for rule in ALL_RULES if not rule.requirements and rule.error == errno.EPERM for name in rule.calls}
)
COLUMN = ARCHITECTURES[platform.machine()].column if platform.machine() in ARCHITECTURES else 0


def test_the_kernel_refuses_each_call_before_it_looks_at_its_arguments() -> None:
    names = [name for name in UNCONDITIONAL if SYSCALL_NUMBERS[name][COLUMN] is not None]
    reading, writing = os.pipe()

    def call_all() -> None:
        for name in names:
            try:
                call_kernel(name, -1, -1, -1, -1, -1)
                os.write(writing, f"{name} 0\n".encode())
            except OSError as error:
                os.write(writing, f"{name} {error.errno}\n".encode())

    assert run_in_fork(call_all) == 0
    os.close(writing)
    with os.fdopen(reading) as told:
        assert told.read().splitlines() == [f"{name} {errno.EPERM}" for name in names]


def test_the_kernel_refuses_by_argument() -> None:
    others = os.getppid()
    assert {
        "inet": run_in_fork(lambda: socket.socket()),
        "mptcp": run_in_fork(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)),
        "inet6": run_in_fork(lambda: socket.socket(socket.AF_INET6)),
        "clone3": run_in_fork(make_call("clone3", 0, 0)),
        "kill all": run_in_fork(lambda: os.kill(-1, 0)),
        "limits of another": run_in_fork(lambda: resource.prlimit(others, resource.RLIMIT_CORE)),
        "priority of another": run_in_fork(lambda: os.setpriority(os.PRIO_PROCESS, others, 0)),
        "processors of another": run_in_fork(lambda: os.sched_setaffinity(others, {0})),
        "dumpable": run_in_fork(make_call("prctl", 4, 1, 0, 0, 0)),
        "device": run_in_fork(make_call("mknodat", -100, b"/tmp/x", stat.S_IFCHR, 0)),
        "namespace": run_in_fork(make_call("clone", 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0)),
        "later": run_in_fork(lambda: _raise_on_error(ctypes.CDLL(None, use_errno=True).syscall(LATEST_SYSCALL + 1))),
    } == {
        **dict.fromkeys(("inet", "mptcp", "inet6", "kill all", "limits of another"), errno.EPERM),
        **dict.fromkeys(("priority of another", "processors of another", "dumpable"), errno.EPERM),
        **dict.fromkeys(("device", "namespace"), errno.EPERM),
        **dict.fromkeys(("clone3", "later"), errno.ENOSYS),
    }


def _raise_on_error(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), "")


def test_what_steps_do_every_day_goes_on(tmp_path: Path) -> None:
    def everyday() -> None:
        one, other = socket.socketpair()
        one.send(b"x")
        assert other.recv(1) == b"x"
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.kill(child, 0)
        os.waitpid(child, 0)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.prlimit(os.getpid(), resource.RLIMIT_CORE)
        os.nice(1)
        os.sched_setaffinity(0, os.sched_getaffinity(0))
        os.mkfifo(tmp_path / "pipe")
        os.close(os.memfd_create("x"))
        (tmp_path / "file").write_text("x")
        os.rename(tmp_path / "file", tmp_path / "moved")

    assert run_in_fork(everyday) == 0


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x32 is of x86_64")
def test_a_call_of_another_interface_ends_the_process() -> None:
    assert run_in_fork(lambda: ctypes.CDLL(None).syscall(X32 | 39)) == f"signal {signal.SIGSYS.value}"
