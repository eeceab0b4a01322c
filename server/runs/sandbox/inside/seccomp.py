"""A filter of system calls that a process puts on itself, for good: what Landlock has no rule for.

Landlock decides about files, TCP and signals. Left open are other sockets (MPTCP, TCP Fast Open, UDP, netlink), limits
and priorities of other processes, modes, owners and times of files, and rarely used parts of the kernel. The program is
classic BPF, made here from the rules below and installed by seccomp(2); filters stack, and the strictest answer counts.
"""

import ctypes
import errno
import os
import platform
import socket
import stat
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.runs.sandbox.inside.syscalls import LATEST_SYSCALL, SYSCALL_NUMBERS

BpfInstruction = tuple[int, int, int, int]

LOAD, AND, EQUAL, GREATER, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x25, 0x35, 0x06
ALLOW, ERROR, KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
#: Where `struct seccomp_data` has the number of the call, the architecture, and the first of its six arguments.
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
#: Calls of the x32 interface come as x86_64, with this bit in their number.
X32 = 0x40000000

PR_SET_NO_NEW_PRIVS = 38
SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC = 1, 1


@dataclass(frozen=True)
class CpuArchitecture:
    """What the kernel calls it, and which of the two numbers of a call are its own."""

    audit_number: int
    column: int


ARCHITECTURES = {"x86_64": CpuArchitecture(0xC000003E, 0), "aarch64": CpuArchitecture(0xC00000B7, 1)}


@dataclass(frozen=True)
class ArgumentRequirement:
    """What an argument has to be: its lower half, of which only the bits of `mask` count, is among the values.

    The kernel reads most arguments as 32 bits and does not look at the upper half; where it does, `upper` asks for it.
    """

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    upper: bool = False
    negated: bool = False


@dataclass(frozen=True)
class SyscallRule:
    """Calls that are answered with an error unless all requirements are met; always where there are none."""

    calls: tuple[str, ...]
    requirements: tuple[ArgumentRequirement, ...] = ()
    error: int = errno.EPERM


def _forbid_calls(calls: str, error: int = errno.EPERM) -> SyscallRule:
    return SyscallRule(tuple(calls.split()), error=error)


def _restrict_calls(calls: str, *requirements: ArgumentRequirement) -> SyscallRule:
    return SyscallRule(tuple(calls.split()), requirements)


#: CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET.
NEW_NAMESPACES = 0x7E020000
TIOCSTI, TIOCLINUX, TIOCCONS, FIOSETOWN, SIOCSPGRP = 0x5412, 0x541C, 0x541D, 0x8901, 0x8902
FS_IOC_SETFLAGS, FS_IOC_SETVERSION, FS_IOC_FSSETXATTR = 0x40086602, 0x40087602, 0x401C5820
F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY = 8, 10, 15, 1024, 1026
PR_SET_DUMPABLE, PR_SET_MM, PR_SET_PTRACER = 4, 35, 0x59616D61
MINUS_ONE = 0xFFFFFFFF

NETWORK_RULE = _restrict_calls("socket socketpair", ArgumentRequirement(0, (int(socket.AF_UNIX),)))
#: Where sockets of other programs can be seen, none is spoken to: by a connection, or by a datagram with an address.
LOCAL_SOCKET_RULES = (
    _restrict_calls(
        "socket socketpair",
        ArgumentRequirement(0, (int(socket.AF_UNIX),)),
        ArgumentRequirement(1, (int(socket.SOCK_STREAM), int(socket.SOCK_SEQPACKET)), 0xF),
    ),
    _forbid_calls("connect"),
)

#: What no process of ours inside a boundary needs, a zygote neither.
GENERAL_RULES: tuple[SyscallRule, ...] = (
    _forbid_calls(
        "clone3", errno.ENOSYS
    ),  # its flags are in memory, where a filter cannot look; libraries fall back to clone
    _restrict_calls("clone", ArgumentRequirement(0, (0,), NEW_NAMESPACES)),
    _forbid_calls("unshare setns mount umount2 pivot_root chroot mount_setattr open_tree open_tree_attr move_mount"),
    _forbid_calls("fsopen fsconfig fsmount fspick statmount listmount swapon swapoff"),
    _forbid_calls(
        "ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp move_pages migrate_pages"
    ),
    _forbid_calls("pidfd_open pidfd_getfd pidfd_send_signal tkill rt_sigqueueinfo rt_tgsigqueueinfo"),
    _restrict_calls("kill", ArgumentRequirement(0, (MINUS_ONE,), negated=True)),
    _forbid_calls("perf_event_open bpf userfaultfd io_uring_setup io_uring_enter io_uring_register memfd_secret"),
    _forbid_calls("keyctl add_key request_key open_by_handle_at name_to_handle_at syslog lookup_dcookie"),
    _forbid_calls("clock_settime settimeofday adjtimex clock_adjtime reboot kexec_load kexec_file_load"),
    _forbid_calls("init_module finit_module delete_module create_module acct quotactl quotactl_fd"),
    _forbid_calls("iopl ioperm modify_ldt vhangup sethostname setdomainname uselib ustat sysfs _sysctl nfsservctl"),
    _restrict_calls("personality", ArgumentRequirement(0, (0, MINUS_ONE))),
    _forbid_calls(
        "shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl mq_open mq_unlink"
    ),
    _forbid_calls("fanotify_init fanotify_mark inotify_add_watch"),
    _restrict_calls("mknod", ArgumentRequirement(1, (stat.S_IFCHR, stat.S_IFBLK), 0xF000, negated=True)),
    _restrict_calls("mknodat", ArgumentRequirement(2, (stat.S_IFCHR, stat.S_IFBLK), 0xF000, negated=True)),
    _forbid_calls("chmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat"),
    _forbid_calls("setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat"),
    # Without a path it is the file of a descriptor that gets the times.
    _restrict_calls("utimensat", ArgumentRequirement(1, (0,)), ArgumentRequirement(1, (0,), upper=True)),
    _restrict_calls(
        "ioctl",
        ArgumentRequirement(1, (TIOCSTI, TIOCLINUX, TIOCCONS, FIOSETOWN, SIOCSPGRP), negated=True),
        ArgumentRequirement(1, (FS_IOC_SETFLAGS, FS_IOC_SETVERSION, FS_IOC_FSSETXATTR), negated=True),
    ),
    _restrict_calls(
        "fcntl", ArgumentRequirement(1, (F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY), negated=True)
    ),
)

#: Calls that set modes, owners and times of files.
FILE_ATTRIBUTE_CALLS = frozenset({"chmod", "utimensat"})

#: What besides is closed to whoever may run a user's code: modes and times go through the zygote (file_attributes.py).
STEP_RULES: tuple[SyscallRule, ...] = (
    _forbid_calls("fchmod utimensat"),
    _restrict_calls("prctl", ArgumentRequirement(0, (PR_SET_DUMPABLE, PR_SET_MM, PR_SET_PTRACER), negated=True)),
)


def build_step_rules(own: int) -> tuple[SyscallRule, ...]:
    """What is closed to a step: limits and priorities are its own affair only, by 0 or by its own number."""
    oneself = (0, own)
    return (
        *STEP_RULES,
        _restrict_calls(
            "prlimit64 sched_setscheduler sched_setparam sched_setattr sched_setaffinity",
            ArgumentRequirement(0, oneself),
        ),
        _restrict_calls("setpriority", ArgumentRequirement(0, (os.PRIO_PROCESS,)), ArgumentRequirement(1, oneself)),
        _restrict_calls(
            "ioprio_set", ArgumentRequirement(0, (1,)), ArgumentRequirement(1, oneself)
        ),  # IOPRIO_WHO_PROCESS
    )


def compile_filter(rules: Sequence[SyscallRule], architecture: CpuArchitecture) -> list[BpfInstruction]:
    """The instructions of a filter: foreign architectures end the process, later calls are not there."""
    instructions: list[BpfInstruction] = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (EQUAL, 1, 0, architecture.audit_number),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER_AT),
        (AT_LEAST, 0, 1, X32),
        (RETURN, 0, 0, KILL_PROCESS),
        (GREATER, 0, 1, LATEST_SYSCALL),
        (RETURN, 0, 0, ERROR | errno.ENOSYS),
    ]
    for rule in rules:
        for name in rule.calls:
            number = SYSCALL_NUMBERS[name][architecture.column]
            if number is not None:
                answer = list(_compile_rule(rule))
                instructions += [(EQUAL, 0, len(answer), number), *answer]
    return [*instructions, (RETURN, 0, 0, ALLOW)]


def _compile_rule(rule: SyscallRule) -> Iterator[BpfInstruction]:
    """What comes after it is known that the call is one of the rule's."""
    refuse = (RETURN, 0, 0, ERROR | rule.error)
    for required in rule.requirements:
        yield LOAD, 0, 0, ARGUMENTS_AT + 8 * required.argument + (4 if required.upper else 0)
        if required.mask != 0xFFFFFFFF:
            yield AND, 0, 0, required.mask
        for place, value in enumerate(required.values, start=1):
            if required.negated:
                yield EQUAL, 0, 1, value
                yield refuse
            else:  # past the other values and the refusal
                yield EQUAL, len(required.values) - place + 1, 0, value
        if not required.negated:
            yield refuse
    yield (RETURN, 0, 0, ALLOW) if rule.requirements else refuse


def encode_filter(instructions: Sequence[BpfInstruction]) -> bytes:
    """The program as the kernel reads it: an array of `struct sock_filter`."""
    return b"".join(struct.pack("=HBBI", *one) for one in instructions)


def detect_architecture() -> CpuArchitecture | None:
    """The architecture of this process; None where the filter does not know it."""
    if sys.platform != "linux" or sys.maxsize < 2**32:
        return None
    return ARCHITECTURES.get(platform.machine())


def install_filter(rules: Sequence[SyscallRule]) -> None:
    """Put the filter on all threads of this process, for good; its children inherit it. Raises OSError.

    Nothing happens on a system or an architecture that the filter does not know: the probes tell what holds.
    """
    architecture = detect_architecture()
    if architecture is None:
        return
    code = encode_filter(compile_filter(rules, architecture))
    code_buffer = ctypes.create_string_buffer(code, len(code))
    described = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(code_buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    number = SYSCALL_NUMBERS["seccomp"][architecture.column]
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    result = libc.syscall(
        *(ctypes.c_long(one) for one in (number or 0, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC)), described
    )
    if result != 0:
        raise OSError(ctypes.get_errno(), "The filter of system calls could not be installed.")


def install_for_zygote(*, namespaces: bool) -> None:
    """The filter of a zygote or of the fork server, once the channels that they came with are taken.

    Without `namespaces` of their own they see the sockets of this machine's programs.
    """
    install_filter((*([NETWORK_RULE] if namespaces else LOCAL_SOCKET_RULES), *GENERAL_RULES))


def install_for_step() -> None:
    """The rest of the filter, for a process that does a step; its zygote has put on the other part."""
    install_filter(build_step_rules(os.getpid()))


def install_for_builder() -> None:
    """The filter of a process that installs packages: it sets modes and times of its own files."""
    install_filter([rule for rule in GENERAL_RULES if not FILE_ATTRIBUTE_CALLS & set(rule.calls)])


def install_for_connector() -> None:
    """The filter of a connector, which has a network and runs nobody's code."""
    install_filter(GENERAL_RULES)
