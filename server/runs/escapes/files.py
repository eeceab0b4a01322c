"""Attempts on files: to read, write, link or find what is another's, and to change what the kernel notes of a file."""

import ctypes
import os
import stat
import struct
from functools import partial
from pathlib import Path

from server.runs.escapes.attempt import all_refused, attempt, call, refused
from server.runs.steps import ProbeRequest

AT_FDCWD = -100
IN_CREATE = 0x100


@attempt("S2", "read other files of this machine")
def read_outside(request: ProbeRequest) -> bool:
    return refused(lambda: Path(request.targets["canary"]).read_bytes())


@attempt("S2", "write outside their folder")
def write_outside(request: ProbeRequest) -> bool:
    canary = request.targets["canary"]
    return all_refused(
        lambda: Path(request.targets["outside"], "planted").write_text("x"),
        lambda: Path(canary).open("ab").close(),
        lambda: os.truncate(canary, 1),
        lambda: os.rename(canary, f"{canary}.moved"),
        lambda: os.unlink(f"{canary}.spare"),
    )


@attempt("S3", "read the files of other steps")
def read_neighbour(request: ProbeRequest) -> bool:
    return refused(lambda: Path(request.targets["neighbour"]).read_bytes())


@attempt("S3", "change the files of other steps")
def write_neighbour(request: ProbeRequest) -> bool:
    neighbour = request.targets["neighbour"]
    return all_refused(
        lambda: Path(neighbour).with_name("planted").write_text("x"),
        lambda: os.truncate(neighbour, 1),
        lambda: os.rename(neighbour, f"{neighbour}.moved"),
    )


@attempt("S3", "read the list of users")
def read_passwords(_request: ProbeRequest) -> bool:
    return refused(lambda: Path("/etc/passwd").read_bytes())


@attempt("S3", "list folders of this machine")
def list_outside(request: ProbeRequest) -> bool:
    return all_refused(lambda: os.listdir(request.targets["outside"]), lambda: os.listdir("/root"))


@attempt("S3", "read other files by a link in their folder")
def read_by_symbolic_link(request: ProbeRequest) -> bool:
    link = request.folder / "tmp" / "link"
    link.symlink_to(request.targets["canary"])
    return all_refused(link.read_bytes, (request.folder / "tmp" / "link").open)


@attempt("S3", "take other files into their folder by a hard link")
def link_outside(request: ProbeRequest) -> bool:
    own = str(request.folder / "tmp" / "hard")
    return all_refused(
        lambda: os.link(request.targets["canary"], own), lambda: os.link(request.targets["neighbour"], f"{own}2")
    )


@attempt("S3", "watch what happens in other folders")
def watch_outside(request: ProbeRequest) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)

    def watch(path: str) -> None:
        descriptor = libc.inotify_init()
        if libc.inotify_add_watch(descriptor, os.fsencode(path), IN_CREATE) < 0:
            raise OSError(ctypes.get_errno(), path)

    return all_refused(lambda: watch(request.targets["outside"]), lambda: watch("/usr"))


def _foreign(request: ProbeRequest) -> list[str]:
    """Files that are not the step's: outside, of another step, and of the interpreter, which it can read."""
    return [request.targets["canary"], request.targets["neighbour"], os.__file__]


def _mode(path: str) -> int:
    """The mode that a file has: a probe that gets out must change nothing of the interpreter."""
    return stat.S_IMODE(os.stat(path).st_mode)


def _can_change_mode(path: str) -> bool:
    name = os.fsencode(path)
    return not all_refused(
        lambda: call("fchmodat", AT_FDCWD, name, _mode(path)),
        lambda: call("fchmodat2", AT_FDCWD, name, _mode(path), 0),
        lambda: call("chmod", name, _mode(path)),
        lambda: os.chmod(path, _mode(path)),
    )


@attempt("S3", "change the mode of other files")
def change_mode(request: ProbeRequest) -> bool:
    return not any(map(_can_change_mode, _foreign(request)))


@attempt("S3", "change the mode of other files by a link")
def change_mode_by_link(request: ProbeRequest) -> bool:
    link = request.folder / "tmp" / "linked"
    link.symlink_to(os.__file__)
    return not _can_change_mode(str(link))


@attempt("S3", "change the mode of files that they only read")
def change_mode_by_descriptor(_request: ProbeRequest) -> bool:
    descriptor = os.open(os.__file__, os.O_RDONLY)
    try:
        return not _can_change_mode(f"/proc/self/fd/{descriptor}") and all_refused(
            lambda: call("fchmod", descriptor, _mode(os.__file__)),
            lambda: os.chmod(descriptor, _mode(os.__file__)),
        )
    finally:
        os.close(descriptor)


@attempt("S3", "change the owner of files")
def change_owner(request: ProbeRequest) -> bool:
    own = request.folder / "tmp" / "owned"
    own.write_text("x")

    def change(path: str) -> None:
        call("fchownat", AT_FDCWD, os.fsencode(path), 12345, 12345, 0)

    return all_refused(lambda: change(request.targets["canary"]), lambda: change(str(own)))


@attempt("S3", "change the times of other files")
def change_times(request: ProbeRequest) -> bool:
    def change(path: str) -> None:
        times = os.stat(path).st_mtime_ns
        seconds, nanoseconds = divmod(times, 10**9)
        call("utimensat", AT_FDCWD, os.fsencode(path), struct.pack("=4q", *(seconds, nanoseconds) * 2), 0)

    def change_by_python(path: str) -> None:
        times = os.stat(path).st_mtime_ns
        os.utime(path, ns=(times, times))

    actions = [partial(change, path) for path in _foreign(request)]
    return all_refused(*actions, *(partial(change_by_python, path) for path in _foreign(request)))


@attempt("S3", "attach notes to files")
def change_attributes(request: ProbeRequest) -> bool:
    own = request.folder / "tmp" / "noted"
    own.write_text("x")

    def change(path: str) -> None:
        call("setxattr", os.fsencode(path), b"user.designery", b"x", 1, 0)

    return all_refused(lambda: change(request.targets["canary"]), lambda: change(str(own)))


@attempt("S3", "make devices")
def make_device(request: ProbeRequest) -> bool:
    path = os.fsencode(request.folder / "tmp" / "device")
    return all_refused(
        lambda: call("mknodat", AT_FDCWD, path, stat.S_IFCHR | 0o600, os.makedev(1, 11)),
        lambda: call("mknodat", AT_FDCWD, path, stat.S_IFBLK | 0o600, os.makedev(7, 0)),
    )


@attempt("S3", "open files by their number")
def open_by_handle(_request: ProbeRequest) -> bool:
    handle = struct.pack("=II8s", 8, 1, bytes(8))
    return refused(lambda: call("open_by_handle_at", AT_FDCWD, handle, 0))


@attempt("S1", "write larger files than their limit")
def write_too_much(request: ProbeRequest) -> bool:
    """Whether a file can be larger than the limit; it is sparse, and costs nothing."""

    def write() -> None:
        with (request.folder / "tmp" / "large").open("wb") as file:
            file.seek(request.limits.output_bytes + 1)
            file.write(b"x")

    return refused(write)
