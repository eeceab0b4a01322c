"""Attempts on files: to read, write, link or find what is another's, and to change what the kernel notes of a file."""

import ctypes
import os
import stat
import struct
from functools import partial
from pathlib import Path

from server.runs.sandbox.inside.escapes.escape_attempt import are_all_refused, call_kernel, is_refused, register_escape
from server.runs.sandbox.inside.sandbox_requests import ProbeRequest

AT_FDCWD = -100
IN_CREATE = 0x100


@register_escape("S2", "read other files of this machine")
def read_outside(request: ProbeRequest) -> bool:
    return is_refused(lambda: Path(request.targets["canary"]).read_bytes())


@register_escape("S2", "write outside their folder")
def write_outside(request: ProbeRequest) -> bool:
    canary = request.targets["canary"]
    return are_all_refused(
        lambda: Path(request.targets["outside"], "planted").write_text("x"),
        lambda: Path(canary).open("ab").close(),
        lambda: os.truncate(canary, 1),
        lambda: os.rename(canary, f"{canary}.moved"),
        lambda: os.unlink(f"{canary}.spare"),
    )


@register_escape("S3", "read the files of other steps")
def read_neighbor(request: ProbeRequest) -> bool:
    return is_refused(lambda: Path(request.targets["neighbor"]).read_bytes())


@register_escape("S3", "change the files of other steps")
def write_neighbor(request: ProbeRequest) -> bool:
    neighbor = request.targets["neighbor"]
    return are_all_refused(
        lambda: Path(neighbor).with_name("planted").write_text("x"),
        lambda: os.truncate(neighbor, 1),
        lambda: os.rename(neighbor, f"{neighbor}.moved"),
    )


@register_escape("S3", "read the list of users")
def read_passwords(_request: ProbeRequest) -> bool:
    return is_refused(lambda: Path("/etc/passwd").read_bytes())


@register_escape("S3", "list folders of this machine")
def list_outside(request: ProbeRequest) -> bool:
    return are_all_refused(lambda: os.listdir(request.targets["outside"]), lambda: os.listdir("/root"))


@register_escape("S3", "read other files by a link in their folder")
def read_by_symbolic_link(request: ProbeRequest) -> bool:
    link = request.folder / "tmp" / "link"
    link.symlink_to(request.targets["canary"])
    return are_all_refused(link.read_bytes, (request.folder / "tmp" / "link").open)


@register_escape("S3", "take other files into their folder by a hard link")
def link_outside(request: ProbeRequest) -> bool:
    own = str(request.folder / "tmp" / "hard")
    return are_all_refused(
        lambda: os.link(request.targets["canary"], own), lambda: os.link(request.targets["neighbor"], f"{own}2")
    )


@register_escape("S3", "watch what happens in other folders")
def watch_outside(request: ProbeRequest) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)

    def watch(path: str) -> None:
        descriptor = libc.inotify_init()
        if libc.inotify_add_watch(descriptor, os.fsencode(path), IN_CREATE) < 0:
            raise OSError(ctypes.get_errno(), path)

    return are_all_refused(lambda: watch(request.targets["outside"]), lambda: watch("/usr"))


def _list_foreign_files(request: ProbeRequest) -> list[str]:
    """Files that are not the step's: outside, of another step, and of the interpreter, which it can read."""
    return [request.targets["canary"], request.targets["neighbor"], os.__file__]


def _read_mode(path: str) -> int:
    """The mode that a file has: a probe that gets out must change nothing of the interpreter."""
    return stat.S_IMODE(os.stat(path).st_mode)


def _can_change_mode(path: str) -> bool:
    name = os.fsencode(path)
    return not are_all_refused(
        lambda: call_kernel("fchmodat", AT_FDCWD, name, _read_mode(path)),
        lambda: call_kernel("fchmodat2", AT_FDCWD, name, _read_mode(path), 0),
        lambda: call_kernel("chmod", name, _read_mode(path)),
        lambda: os.chmod(path, _read_mode(path)),
    )


@register_escape("S3", "change the mode of other files")
def change_mode(request: ProbeRequest) -> bool:
    return not any(map(_can_change_mode, _list_foreign_files(request)))


@register_escape("S3", "change the mode of other files by a link")
def change_mode_by_link(request: ProbeRequest) -> bool:
    link = request.folder / "tmp" / "linked"
    link.symlink_to(os.__file__)
    return not _can_change_mode(str(link))


@register_escape("S3", "change the mode of files that they only read")
def change_mode_by_descriptor(_request: ProbeRequest) -> bool:
    descriptor = os.open(os.__file__, os.O_RDONLY)
    try:
        return not _can_change_mode(f"/proc/self/fd/{descriptor}") and are_all_refused(
            lambda: call_kernel("fchmod", descriptor, _read_mode(os.__file__)),
            lambda: os.chmod(descriptor, _read_mode(os.__file__)),
        )
    finally:
        os.close(descriptor)


@register_escape("S3", "change the owner of files")
def change_owner(request: ProbeRequest) -> bool:
    own = request.folder / "tmp" / "owned"
    own.write_text("x")

    def change(path: str) -> None:
        call_kernel("fchownat", AT_FDCWD, os.fsencode(path), 12345, 12345, 0)

    return are_all_refused(lambda: change(request.targets["canary"]), lambda: change(str(own)))


@register_escape("S3", "change the times of other files")
def change_times(request: ProbeRequest) -> bool:
    def change(path: str) -> None:
        times = os.stat(path).st_mtime_ns
        seconds, nanoseconds = divmod(times, 10**9)
        call_kernel("utimensat", AT_FDCWD, os.fsencode(path), struct.pack("=4q", *(seconds, nanoseconds) * 2), 0)

    def change_by_python(path: str) -> None:
        times = os.stat(path).st_mtime_ns
        os.utime(path, ns=(times, times))

    actions = [partial(change, path) for path in _list_foreign_files(request)]
    return are_all_refused(*actions, *(partial(change_by_python, path) for path in _list_foreign_files(request)))


@register_escape("S3", "attach notes to files")
def change_attributes(request: ProbeRequest) -> bool:
    own = request.folder / "tmp" / "noted"
    own.write_text("x")

    def change(path: str) -> None:
        call_kernel("setxattr", os.fsencode(path), b"user.designery", b"x", 1, 0)

    return are_all_refused(lambda: change(request.targets["canary"]), lambda: change(str(own)))


@register_escape("S3", "make devices")
def make_device(request: ProbeRequest) -> bool:
    path = os.fsencode(request.folder / "tmp" / "device")
    return are_all_refused(
        lambda: call_kernel("mknodat", AT_FDCWD, path, stat.S_IFCHR | 0o600, os.makedev(1, 11)),
        lambda: call_kernel("mknodat", AT_FDCWD, path, stat.S_IFBLK | 0o600, os.makedev(7, 0)),
    )


@register_escape("S3", "open files by their number")
def open_by_handle(_request: ProbeRequest) -> bool:
    handle = struct.pack("=II8s", 8, 1, bytes(8))
    return is_refused(lambda: call_kernel("open_by_handle_at", AT_FDCWD, handle, 0))


@register_escape("S1", "write larger files than their limit")
def write_too_much(request: ProbeRequest) -> bool:
    """Whether a file can be larger than the limit; it is sparse, and costs nothing."""

    def write() -> None:
        with (request.folder / "tmp" / "large").open("wb") as file:
            file.seek(request.limits.output_bytes + 1)
            file.write(b"x")

    return is_refused(write)
