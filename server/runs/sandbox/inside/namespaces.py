"""A process enters the namespaces that bubblewrap has made: those of a process which waits in them."""

import ctypes
import fcntl
import os
from collections.abc import Mapping
from dataclasses import dataclass

from server.runs.sandbox.inside.process_tree import list_descendants

#: The ioctl that tells the user namespace which a namespace belongs to.
NS_GET_USERNS = 0xB701
#: That of mounts comes last: with it /proc is another one.
ENTERED_KINDS = ("net", "ipc", "uts", "cgroup", "mnt")


@dataclass(frozen=True)
class OpenNamespaces:
    """Descriptors of the namespaces of a process, without those that this process is in already."""

    by_kind: Mapping[str, int]
    #: Whom the other ones belong to: bubblewrap makes one user namespace in another where it has no rights.
    owner: int | None


def open_namespaces(bubblewrap: int) -> OpenNamespaces:
    """The namespaces of the innermost process below bubblewrap. Raises OSError."""
    inner = list_descendants([bubblewrap])[-1]
    opened = {kind: os.open(f"/proc/{inner}/ns/{kind}", os.O_RDONLY) for kind in ("pid", "user", *ENTERED_KINDS)}
    owner = fcntl.ioctl(opened["pid"], NS_GET_USERNS)
    current_user = os.stat("/proc/self/ns/user").st_ino
    return OpenNamespaces(
        {kind: fd for kind, fd in opened.items() if os.fstat(fd).st_ino != os.stat(f"/proc/self/ns/{kind}").st_ino},
        owner if os.fstat(owner).st_ino != current_user else None,
    )


def enter_for_children(namespaces: OpenNamespaces) -> None:
    """From now on the children of this process are born in the PID namespace. Raises OSError."""
    if namespaces.owner is not None:
        _set_namespace(namespaces.owner)
    _set_namespace(namespaces.by_kind["pid"])


def enter_namespaces(namespaces: OpenNamespaces) -> None:
    """Enter the rest of them, in a child; the folder of this process is then their root. Raises OSError."""
    owner_inode = None if namespaces.owner is None else os.fstat(namespaces.owner).st_ino
    for kind in ENTERED_KINDS:
        if kind in namespaces.by_kind:
            _set_namespace(namespaces.by_kind[kind])
    user = namespaces.by_kind.get("user")
    if user is not None and os.fstat(user).st_ino != owner_inode:
        _set_namespace(user)


def _set_namespace(descriptor: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"A namespace could not be entered: {os.strerror(number)}.")
