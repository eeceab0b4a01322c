"""What a process gives up before it does anything: capabilities, its user where that is root, being looked into."""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 4, 24, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
CAPABILITY_VERSION_3 = 0x20080522
CLONE_NEWUSER = 0x10000000
#: More than any kernel has; how many it has is in /proc/sys/kernel/cap_last_cap.
MAX_CAPABILITIES = 64

CAP_DAC_OVERRIDE, CAP_KILL = 1, 5

#: The user and the group that steps run as where the server runs as root. No package and no account has it: it lies in
#: the range that systemd gives to services for a while, and within what a container without privileges has.
STEP_USER_ID = 64_999

_libc = ctypes.CDLL(None, use_errno=True)


def find_step_user(mechanism: str) -> int | None:
    """Whom steps become behind this mechanism; None where they run as the user of the server.

    A server that is root gives them a user of their own where they see nothing but what is bound for them. Elsewhere
    they would not find their way to the interpreter or to the data, and stay root without capabilities.
    """
    return STEP_USER_ID if mechanism == "bubblewrap" and os.geteuid() == 0 else None


def drop_capabilities(keep: Iterable[int] = ()) -> None:
    """Give up all capabilities but these, which only root has, and with them what a privileged program would give."""
    kept_capabilities = frozenset(keep)
    for number in range(MAX_CAPABILITIES):
        if number not in kept_capabilities:
            _libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
    _libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    low = sum(1 << number for number in kept_capabilities) if os.geteuid() == 0 else 0
    head = ctypes.create_string_buffer(struct.pack("=Ii", CAPABILITY_VERSION_3, 0))
    _libc.capset(head, ctypes.create_string_buffer(struct.pack("=6I", low, low, 0, 0, 0, 0)))
    _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def hide_memory() -> None:
    """Close the memory and the environment of this process, and of those that it forks, to all others of its user."""
    _libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def switch_user(user: int) -> None:
    """Be this user, who has a group of the same number and no other, in a user namespace where one is to be had.

    There the limit on processes counts those of this boundary only.
    """
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    _libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self is root's, and the maps cannot be written
    if _libc.unshare(CLONE_NEWUSER) == 0:
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{user} {user} 1")):
            Path("/proc/self", name).write_text(text)


def drop_privileges(user: int | None) -> None:
    """What comes first inside a boundary: no root, no capability, no way for others into this process."""
    if user is not None and os.geteuid() == 0:
        with suppress(PermissionError):  # root without capabilities, as where no other user can read the interpreter
            switch_user(user)
    drop_capabilities()
    hide_memory()


def give_ownership(path: Path, user: int | None) -> None:
    """Make a file or folder that the server has made this user's own; nothing where steps run as the server does.

    A file that has another name elsewhere stays whose it is.
    """
    if user is None:
        return
    state = path.lstat()
    if stat.S_ISDIR(state.st_mode) or state.st_nlink == 1:
        os.chown(path, user, user, follow_symlinks=False)
