"""Runs a program that installs packages, in a process that is restricted first, and passes on what it says."""

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from server.runs.environments.package_index import PackageIndex
from server.runs.sandbox.inside.sandbox_launcher import CODE_FOLDER

#: Takes what is said while packages are installed, line by line, in a thread.
Say = Callable[[str], None]


async def run_restricted(
    index: PackageIndex, writable: Sequence[Path], cache: Path, work: Path, say: Say, command: Sequence[str]
) -> tuple[int, str]:
    """Run a program that writes in these folders alone; its exit code and the end of what it said."""
    folders = os.pathsep.join(map(str, writable))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.runs.environments.build_worker", folders, *command),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=CODE_FOLDER,
        env={
            **index.build_variables(cache, work),
            "PYTHONPATH": str(CODE_FOLDER),
            "PYTHONDONTWRITEBYTECODE": "",
        },
        start_new_session=True,
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        while line := await process.stdout.readline():
            said.append(index.redact(line.decode(errors="replace")))
            await asyncio.to_thread(say, said[-1])
        await process.wait()
    except BaseException:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    return process.returncode or 0, "".join(said[-40:])
