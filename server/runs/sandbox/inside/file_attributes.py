"""Modes and times of a step's own files: asked of the zygote, since the filter of a step lets no such call through.

A filter of system calls sees numbers and neither paths nor files, so that it cannot tell a step's own file from
another's. Therefore the step opens the file, which Landlock decides about, and hands it over; the zygote looks where it
lies and changes it. `os.chmod`, `os.fchmod` and `os.utime` do so by themselves, and with them `shutil.copy2`, `tarfile`
and `pathlib`.
"""

import errno
import json
import os
import socket
import stat
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

MAX_REQUEST_BYTES = 4096
PERMISSIONS = 0o777
PathOrDescriptor = str | bytes | os.PathLike[str] | os.PathLike[bytes] | int


class FileAttributeProxy:
    """A step's end: what stands for the functions of `os` in its process."""

    def __init__(self, line: socket.socket) -> None:
        self.channel = line

    def replace_functions(self) -> None:
        """Let the functions of `os` go this way from now on."""
        for name, function in (("chmod", self.chmod), ("fchmod", self.fchmod), ("utime", self.utime)):
            setattr(os, name, function)
        for kind in (os.supports_fd, os.supports_dir_fd, os.supports_follow_symlinks):
            kind.update({self.chmod, self.utime})

    def chmod(
        self, path: PathOrDescriptor, mode: int, *, dir_fd: int | None = None, follow_symlinks: bool = True
    ) -> None:
        """As `os.chmod`, of an own file or folder."""
        self._request_change({"mode": mode}, path, dir_fd, follow_symlinks)

    def fchmod(self, fd: int, mode: int) -> None:
        """As `os.fchmod`, of an own file or folder."""
        self._request_change({"mode": mode}, fd, None, True)

    def utime(
        self,
        path: PathOrDescriptor,
        times: tuple[float, float] | None = None,
        *,
        ns: tuple[int, int] | None = None,
        dir_fd: int | None = None,
        follow_symlinks: bool = True,
    ) -> None:
        """As `os.utime`, of an own file or folder."""
        if times is not None and ns is not None:
            raise ValueError("utime: you may specify either 'times' or 'ns' but not both")
        moments = ns if ns is not None else tuple(round(one * 10**9) for one in times or (time.time(),) * 2)
        self._request_change({"times": moments}, path, dir_fd, follow_symlinks)

    def _request_change(
        self, change: dict[str, object], path: PathOrDescriptor, dir_fd: int | None, follow_symlinks: bool
    ) -> None:
        """Hand the opened file over, and wait for the answer; raises the OSError that it is."""
        with ExitStack() as opened:
            if isinstance(path, int):
                file = path
            else:
                flags = os.O_RDONLY | os.O_NONBLOCK | (0 if follow_symlinks else os.O_NOFOLLOW)
                file = os.open(path, flags, dir_fd=dir_fd)
                opened.callback(os.close, file)
            ours, theirs = socket.socketpair()
            opened.enter_context(ours)
            with theirs:
                socket.send_fds(self.channel, [json.dumps(change).encode()], [file, theirs.fileno()])
            error_number = int(ours.recv(MAX_REQUEST_BYTES) or errno.EPERM)
        if error_number:
            raise OSError(error_number, os.strerror(error_number), path)


def handle_attribute_request(channel: socket.socket, folder: Path | None) -> bool:
    """The zygote's end: change what a step in `folder` asks for, and tell it how that went; False at the end."""
    try:
        data, descriptors, _, _ = socket.recv_fds(channel, MAX_REQUEST_BYTES, 2)
    except BlockingIOError:
        return True
    except OSError:
        return False
    try:
        if len(descriptors) == 2:
            _send_reply(descriptors[1], _apply_change(data, descriptors[0], folder))
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
    return bool(data)


def _apply_change(data: bytes, file: int, folder: Path | None) -> int:
    """Do it if the file is the step's; 0, or the number of the error."""
    try:
        change = json.loads(data)
        if folder is None or not _is_own(file, folder):
            return errno.EPERM
        if "mode" in change:
            os.fchmod(file, int(change["mode"]) & PERMISSIONS)
        else:
            os.utime(file, ns=_parse_times(change["times"]))
    except OSError as error:
        return error.errno or errno.EPERM
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):  # a script wrote into the line
        return errno.EINVAL
    return 0


def _parse_times(times: Sequence[Any]) -> tuple[int, int]:
    accessed, modified = times
    return int(accessed), int(modified)


def _is_own(file: int, folder: Path) -> bool:
    """Whether this is a regular file or a folder that lies in the step's own, and has no name elsewhere."""
    state = os.fstat(file)
    if not (stat.S_ISDIR(state.st_mode) or (stat.S_ISREG(state.st_mode) and state.st_nlink == 1)):
        return False
    return Path(os.readlink(f"/proc/self/fd/{file}")).is_relative_to(folder)


def _send_reply(descriptor: int, number: int) -> None:
    """Say it without waiting: whoever asked may not listen."""
    try:
        with socket.socket(fileno=os.dup(descriptor)) as channel:
            channel.send(str(number).encode(), socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
    except OSError:
        return
