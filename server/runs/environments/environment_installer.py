"""Finds the packages that go together, and makes a folder of their lock: in restricted processes, one at a time.

A folder is named by the hash of its lock, so that two environments with the same packages are one, and files of one
package lie on the disk once. The server has an installer, and so has each worker of a target.
"""

import asyncio
import logging
import os
import platform
import sys
import time
import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from server.folder_removal import remove_folder
from server.runs.environments.package_index import UNREACHABLE, PackageIndex, describe_failure, find_interpreters
from server.runs.environments.package_lock import compute_lock_hash, strip_comments
from server.runs.environments.restricted_process import Say, run_restricted
from server.runs.environments.specification import PackageRequirements

logger = logging.getLogger(__name__)

#: A folder that no step has used for so long is removed. It is built again from its lock when one asks for it.
UNUSED_SECONDS = 30 * 24 * 3600.0
#: What an installer that was killed has left goes after so long.
LEFTOVER_SECONDS = 24 * 3600.0
WHEELS_ONLY = ("--only-binary", ":all:")


@dataclass(frozen=True)
class BuiltEnvironment:
    """An environment that is there: its folder, and what it is built from; the hash stands for it in cache keys."""

    reference: str
    folder: Path
    lock_hash: str
    lock: str
    python: str


#: Those that one step has.
BuiltEnvironments = tuple[BuiltEnvironment, ...]


class EnvironmentUnavailable(Exception):
    """A step cannot have the environment that it names; the message says why, and what to do."""


class BuildFailed(Exception):
    """An environment cannot be built; the message says why."""


class EnvironmentInstaller:
    """Installs into folders of its own. Coroutines belong to one event loop."""

    def __init__(self, folder: Path, index: PackageIndex) -> None:
        self.index = index
        self.built = folder / "built"
        #: What the processes that build may write in: the files of all packages, and a folder for each build.
        self._workshop = folder / "build"
        self._cache = self._workshop / "cache"
        for made in (self.built, self._cache):
            made.mkdir(parents=True, exist_ok=True)
        self.built.chmod(0o755)  # steps may be another user; the folders above it are closed to others
        self._slot = asyncio.Semaphore(1)

    def find_folder(self, lock_hash: str) -> Path | None:
        """The folder of a lock that is installed; it counts as used today. From any thread."""
        folder = self.built / lock_hash
        if not folder.is_dir():
            return None
        with suppress(OSError):
            os.utime(folder)
        return folder

    async def solve(self, asked: PackageRequirements, python: str, say: Say) -> str:
        """The lock: the newest versions that go together, with the hashes of their files. Raises BuildFailed."""
        async with self._slot:
            with self._open_work_folder() as work:
                (work / "requirements.in").write_text("\n".join(asked.requirements) + "\n", encoding="utf-8")
                (work / "constraints.txt").write_text("\n".join(asked.constraints) + "\n", encoding="utf-8")
                await self._run_uv(
                    work,
                    say,
                    *("pip", "compile", str(work / "requirements.in"), "--constraints", str(work / "constraints.txt")),
                    *("--python", str(_find_interpreter(python)), "--python-version", python),
                    *("--generate-hashes", "--no-header", "--no-annotate", "--quiet", "-o", str(work / "lock.txt")),
                    *WHEELS_ONLY,
                )
                return strip_comments((work / "lock.txt").read_text(encoding="utf-8"))

    async def install(self, lock: str, python: str, say: Say) -> Path:
        """The folder of a lock, once its packages are in it. Raises BuildFailed."""
        lock_hash = hash_lock(lock, python)
        async with self._slot:
            found = self.find_folder(lock_hash)
            if found is not None:
                return found
            with self._open_work_folder() as work:
                await self._install_packages(lock, python, work, self.built / lock_hash, say)
        return self.built / lock_hash

    async def _install_packages(self, lock: str, python: str, work: Path, target: Path, say: Say) -> None:
        """Unpack the packages of the lock beside the others, compile them, and give the folder its name."""
        interpreter, made = _find_interpreter(python), work / "environment"
        (work / "lock.txt").write_text(lock, encoding="utf-8")
        await self._run_uv(work, say, "venv", "--quiet", "--relocatable", "--python", str(interpreter), str(made))
        await self._run_uv(
            work,
            say,
            *("pip", "sync", str(work / "lock.txt"), "--python", str(made / "bin" / "python"), "--require-hashes"),
            *WHEELS_ONLY,
        )
        # Without site: a package can have Python import it at every start, and nothing of it is to run here.
        packages = made / "lib" / f"python{python}" / "site-packages"
        compiling = ("-I", "-S", "-m", "compileall", "-q", "-s", str(made), "-p", str(target), str(packages))
        await self._run(work, say, str(interpreter), *compiling)
        with suppress(FileExistsError):
            _rename_folder(made, target)

    async def _run_uv(self, work: Path, say: Say, *arguments: str) -> None:
        """Run uv; once more with what is stored where the index cannot be reached. Raises BuildFailed."""
        from uv import find_uv_bin

        command = (find_uv_bin(), *arguments)
        code, output = await self._run(work, say, *command)
        if code == 0:
            return
        unreachable = self.index.offline or UNREACHABLE.search(output)
        if unreachable and not self.index.offline:
            code, output = await self._run(work, say, *command, "--offline")
        if code != 0 and unreachable:
            reached = (
                "This machine installs stored packages only"
                if self.index.offline
                else "The package index can't be reached"
            )
            raise BuildFailed(
                f"{reached}, and not all packages of this environment are stored. {describe_failure(output)}"
            )
        if code != 0:
            raise BuildFailed(describe_failure(output))

    async def _run(self, work: Path, say: Say, *command: str) -> tuple[int, str]:
        """Run a program that writes in the folders of builds alone; its exit code and the end of what it said."""
        return await run_restricted(self.index, [self._workshop], self._cache, work, say, command)

    @contextmanager
    def _open_work_folder(self) -> Iterator[Path]:
        """A folder for one build, which goes with the block."""
        work = self._workshop / uuid.uuid4().hex
        work.mkdir()
        try:
            yield work
        finally:
            remove_folder(work)

    def remove_leftovers(self, seconds: float = LEFTOVER_SECONDS) -> None:
        """Remove what builds that were killed have left for so long. From any thread."""
        for folder in self._workshop.iterdir():
            with suppress(FileNotFoundError):
                if folder != self._cache and folder.stat().st_mtime <= time.time() - seconds:
                    remove_folder(folder)

    def remove_unused(self, known: Collection[str] | None = None) -> None:
        """Remove the folders that no step has used for long, or that are not among these hashes. From any thread."""
        oldest = time.time() - UNUSED_SECONDS
        for folder in self.built.iterdir():
            with suppress(FileNotFoundError):
                if (known is not None and folder.name not in known) or folder.stat().st_mtime < oldest:
                    logger.info("Removing the environment folder %s", folder.name[:12])
                    remove_folder(folder)


def hash_lock(lock: str, python: str) -> str:
    """What names the folder of a lock on this kind of machine."""
    return compute_lock_hash(lock, python, f"{sys.platform}-{platform.machine()}")


def _find_interpreter(version: str) -> Path:
    found: Mapping[str, Path] = find_interpreters()
    if version not in found:
        raise BuildFailed(f"This machine has no Python {version}. It has {', '.join(found)}.")
    return found[version]


def _rename_folder(made: Path, target: Path) -> None:
    """Give a folder its name; FileExistsError where another process on this machine was faster."""
    try:
        made.rename(target)
    except OSError as error:
        if target.is_dir():
            raise FileExistsError from error
        raise
