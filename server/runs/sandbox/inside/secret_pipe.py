"""How a step gets its secrets: by a pipe with a name in its own folder, which holds them in memory and never on disk.

Only the process of the step reads it, before any code of a user runs there, and takes its name away. The zygote, whose
memory every later process inherits, has but the name.
"""

import fcntl
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

PIPE_NAME = ".handed"
PIPE_CAPACITY = 2**20
PIPE_READ_BYTES = 65_536


@contextmanager
def provide_secrets(folder: Path, values: Mapping[str, str]) -> Iterator[Path | None]:
    """Within this block the process of a step can read the values from a pipe in its folder; None without any."""
    if not values:
        yield None
        return
    folder.mkdir(parents=True, exist_ok=True)
    pipe = folder / PIPE_NAME
    os.mkfifo(pipe, 0o600)
    # Open for both, it waits for nobody to read, and holds what is in it until the block ends.
    descriptor = os.open(pipe, os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        _write_to_pipe(descriptor, json.dumps(dict(values), ensure_ascii=False).encode() + b"\n")
        yield pipe
    finally:
        os.close(descriptor)
        pipe.unlink(missing_ok=True)


def _write_to_pipe(descriptor: int, content: bytes) -> None:
    if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
        raise OSError("The pipe of a step was exchanged.")
    with suppress(OSError):
        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE_CAPACITY)
    if os.write(descriptor, content) != len(content):
        raise OSError("The secrets of a step are larger than a pipe.")


def read_secrets(pipe: Path | None) -> dict[str, str]:
    """The values that this process was handed; the pipe is gone afterwards."""
    if pipe is None:
        return {}
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        content = b""
        while not content.endswith(b"\n"):
            content += os.read(descriptor, PIPE_READ_BYTES)
    finally:
        os.close(descriptor)
        os.unlink(pipe)
    values: dict[str, str] = json.loads(content)
    return values
