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

from server.runs import seccomp
from server.runs.escapes.attempt import call
from server.runs.seccomp import (
    ALLOW,
    ARCHITECTURES,
    ERROR,
    GENERAL,
    KILL_PROCESS,
    LOCAL,
    NETWORK,
    X32,
    Architecture,
    Instruction,
    program,
    rules_of_a_step,
)
from server.runs.syscalls import LATEST, NUMBERS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the filter is one of Linux")

OWN = 4711
#: The filter of the zygote, and the one that its step puts on besides.
FILTERS = ((NETWORK, *GENERAL), rules_of_a_step(OWN))
ALL = (*FILTERS[0], *FILTERS[1])
REFUSED, MISSING = ERROR | errno.EPERM, ERROR | errno.ENOSYS


def answer(made: list[Instruction], number: int, audit: int, arguments: tuple[int, ...] = ()) -> int:
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
def architecture(request: pytest.FixtureRequest) -> Architecture:
    return ARCHITECTURES[request.param]


def asked(architecture: Architecture, name: str, *arguments: int) -> int:
    number = NUMBERS[name][architecture.column]
    assert number is not None
    return strictest(architecture, number, arguments)


def strictest(architecture: Architecture, number: int, arguments: tuple[int, ...] = ()) -> int:
    """What counts where several filters answer: of an error and a permission, the error."""
    return min(answer(program(rules, architecture), number, architecture.audit, arguments) for rules in FILTERS)


def test_every_call_of_a_rule_that_has_no_exception_is_refused(architecture: Architecture) -> None:
    for rule in ALL:
        for name in rule.calls:
            number = NUMBERS[name][architecture.column]
            if number is not None and not rule.requirements:
                assert strictest(architecture, number) == ERROR | rule.error, name


def test_what_no_rule_names_is_allowed(architecture: Architecture) -> None:
    known = {NUMBERS[name][architecture.column] for rule in ALL for name in rule.calls}
    made = program(ALL, architecture)
    for number in set(range(LATEST + 1)) - known:
        assert answer(made, number, architecture.audit) == ALLOW


def test_later_calls_are_not_there_and_foreign_architectures_end_the_process(architecture: Architecture) -> None:
    made = program(ALL, architecture)
    others = {one.audit for one in ARCHITECTURES.values()} - {architecture.audit} | {0x40000003, 0x40000028}
    assert [answer(made, 0, audit) for audit in others] == [KILL_PROCESS] * len(others)
    assert [answer(made, X32 | number, architecture.audit) for number in (0, 41, 520)] == [KILL_PROCESS] * 3
    assert answer(made, LATEST + 1, architecture.audit) == MISSING
    assert answer(made, 0xFFFFFFFF, architecture.audit) == KILL_PROCESS


UPPER = 0xABCD_0000_0000
DECISIONS: list[tuple[str, tuple[int, ...], int]] = [
    *(("socket", (family, 1), REFUSED) for family in (0, 2, 10, 16, 17, 38, 40, 41, 2 | UPPER)),
    *((name, (1, 1), ALLOW) for name in ("socket", "socketpair")),
    ("socket", (1 | UPPER, 1), ALLOW),
    ("socketpair", (2, 1), REFUSED),
    ("clone", (0x01200011,), ALLOW),
    ("clone", (0x003D0F00,), ALLOW),
    *(("clone", (flag | 0x11,), REFUSED) for flag in (0x20000, 0x2000000, 0x10000000, 0x20000000, 0x40000000)),
    ("clone3", (0, 0), MISSING),
    ("kill", (-1, 9), REFUSED),
    ("kill", (OWN, 9), ALLOW),
    ("personality", (0xFFFFFFFF,), ALLOW),
    ("personality", (0x40000,), REFUSED),
    ("mknodat", (0, 0, stat.S_IFIFO | 0o600), ALLOW),
    ("mknodat", (0, 0, stat.S_IFCHR | 0o600), REFUSED),
    ("mknodat", (0, 0, stat.S_IFBLK | 0o600), REFUSED),
    ("mknodat", (0, 0, 0o600), ALLOW),
    ("ioctl", (0, 0x5401), ALLOW),
    ("ioctl", (0, 0x5412), REFUSED),
    ("ioctl", (0, 0x5412 | UPPER), REFUSED),
    ("ioctl", (0, 0x40086602), REFUSED),
    ("fcntl", (0, fcntl.F_SETFL), ALLOW),
    ("fcntl", (0, fcntl.F_SETOWN), REFUSED),
    ("fcntl", (0, fcntl.F_SETLEASE), REFUSED),
    ("utimensat", (3, 0, 0, 0), REFUSED),
    ("fchmod", (3, 0o600), REFUSED),
    ("prctl", (15, 0), ALLOW),
    ("prctl", (4, 1), REFUSED),
    *((name, (0,), ALLOW) for name in ("prlimit64", "sched_setaffinity", "sched_setscheduler")),
    *((name, (OWN,), ALLOW) for name in ("prlimit64", "sched_setaffinity", "sched_setattr")),
    *((name, (OWN + 1,), REFUSED) for name in ("prlimit64", "sched_setaffinity", "sched_setparam")),
    ("setpriority", (0, 0, 19), ALLOW),
    ("setpriority", (0, OWN + 1, 19), REFUSED),
    ("setpriority", (2, 0, 19), REFUSED),
    ("ioprio_set", (1, OWN, 0), ALLOW),
    ("ioprio_set", (3, 0, 0), REFUSED),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "expected"), DECISIONS)
def test_arguments_decide(architecture: Architecture, name: str, arguments: tuple[int, ...], expected: int) -> None:
    assert asked(architecture, name, *arguments) == expected


def test_a_zygote_changes_times_by_descriptor_but_not_by_path(architecture: Architecture) -> None:
    made = program((NETWORK, *GENERAL), architecture)
    number = NUMBERS["utimensat"][architecture.column]
    assert number is not None
    answers = [answer(made, number, architecture.audit, (3, path, 0, 0)) for path in (0, 1, 1 << 32)]
    assert answers == [ALLOW, REFUSED, REFUSED]


def test_where_local_sockets_can_be_seen_none_is_spoken_to(architecture: Architecture) -> None:
    made = program(LOCAL, architecture)
    kinds = {
        kind: answer(made, NUMBERS["socket"][architecture.column] or 0, architecture.audit, (1, kind))
        for kind in (1, 1 | 0o2000000, 2, 3, 5)
    }
    assert kinds == {1: ALLOW, 1 | 0o2000000: ALLOW, 2: REFUSED, 3: REFUSED, 5: ALLOW}
    assert answer(made, NUMBERS["connect"][architecture.column] or 0, architecture.audit) == REFUSED


def test_jumps_stay_within_the_program(architecture: Architecture) -> None:
    made = program(ALL, architecture)
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
    ours = {name: numbers[ARCHITECTURES[machine].column] for name, numbers in NUMBERS.items()}
    assert {name: ours[name] for name in ours.keys() & known.keys()} == {
        name: known[name] for name in ours.keys() & known.keys()
    }


def in_a_fork(action: Callable[[], object], *, zygote: bool = True, step: bool = True) -> int | str:
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


def works_or(name: str, *arguments: int | bytes) -> Callable[[], object]:
    return lambda: call(name, *arguments)


UNCONDITIONAL = sorted(
    {name for rule in ALL if not rule.requirements and rule.error == errno.EPERM for name in rule.calls}
)
COLUMN = ARCHITECTURES[platform.machine()].column if platform.machine() in ARCHITECTURES else 0


@pytest.mark.parametrize("name", [name for name in UNCONDITIONAL if NUMBERS[name][COLUMN] is not None])
def test_the_kernel_refuses_each_call_before_it_looks_at_its_arguments(name: str) -> None:
    assert in_a_fork(works_or(name, -1, -1, -1, -1, -1)) == errno.EPERM


def test_the_kernel_refuses_by_argument() -> None:
    others = os.getppid()
    assert {
        "inet": in_a_fork(lambda: socket.socket()),
        "mptcp": in_a_fork(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)),
        "inet6": in_a_fork(lambda: socket.socket(socket.AF_INET6)),
        "clone3": in_a_fork(works_or("clone3", 0, 0)),
        "kill all": in_a_fork(lambda: os.kill(-1, 0)),
        "limits of another": in_a_fork(lambda: resource.prlimit(others, resource.RLIMIT_CORE)),
        "priority of another": in_a_fork(lambda: os.setpriority(os.PRIO_PROCESS, others, 0)),
        "processors of another": in_a_fork(lambda: os.sched_setaffinity(others, {0})),
        "dumpable": in_a_fork(works_or("prctl", 4, 1, 0, 0, 0)),
        "device": in_a_fork(works_or("mknodat", -100, b"/tmp/x", stat.S_IFCHR, 0)),
        "namespace": in_a_fork(works_or("clone", 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0)),
        "later": in_a_fork(lambda: _raise(ctypes.CDLL(None, use_errno=True).syscall(LATEST + 1))),
    } == {
        **dict.fromkeys(("inet", "mptcp", "inet6", "kill all", "limits of another"), errno.EPERM),
        **dict.fromkeys(("priority of another", "processors of another", "dumpable"), errno.EPERM),
        **dict.fromkeys(("device", "namespace"), errno.EPERM),
        **dict.fromkeys(("clone3", "later"), errno.ENOSYS),
    }


def _raise(result: int) -> None:
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

    assert in_a_fork(everyday) == 0


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x32 is of x86_64")
def test_a_call_of_another_interface_ends_the_process() -> None:
    assert in_a_fork(lambda: ctypes.CDLL(None).syscall(X32 | 39)) == f"signal {signal.SIGSYS.value}"
