"""Builds environments: from what is asked for to a lock, and from a lock to a folder that many steps share.

Processes beside the server do it (`build_worker.py`), one environment at a time. A folder is named by the hash of its
lock, so that two environments with the same packages are one, and files of one package lie on the disk once.
"""

import asyncio
import logging
import os
import platform
import shutil
import sys
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from server.runs.environments.package_index import UNREACHABLE, PackageIndex, describe_failure, find_interpreters
from server.runs.environments.package_lock import compute_lock_hash, list_locked_packages, strip_comments
from server.runs.environments.specification import InvalidSpecification, check_python_version, parse_specification
from server.runs.sandbox.inside.sandbox_launcher import CODE_FOLDER
from server.storage.database import Database
from server.storage.orm.core_tables import now
from server.storage.orm.environment_tables import EnvironmentVersionRow
from server.storage.stores import environment_store
from server.storage.transactions.workspace_context import use_workspace

logger = logging.getLogger(__name__)

#: A folder that no step has used for so long is removed. It is built again from its lock when one asks for it.
UNUSED_SECONDS = 30 * 24 * 3600.0
MAX_LOG_BYTES = 2**20
WHEELS_ONLY = ("--only-binary", ":all:")
Version = tuple[str, int]


class EnvironmentUnavailable(Exception):
    """A step cannot have the environment that it names; the message says why, and what to do."""


@dataclass(frozen=True)
class BuiltEnvironment:
    """An environment that is there: its folder, and what stands for it in cache keys."""

    reference: str
    folder: Path
    lock_hash: str


class BuildFailed(Exception):
    """An environment cannot be built; the message says why."""


class EnvironmentBuilder:
    """Builds the environments of all workspaces. All methods belong to one event loop, unless they say otherwise."""

    def __init__(self, database: Database, folder: Path, index: PackageIndex) -> None:
        self._database = database
        self._index = index
        self.built = folder / "built"
        self._logs = folder / "logs"
        #: What the processes that build may write in: the files of all packages, and a folder for each build.
        self._workshop = folder / "build"
        self._cache = self._workshop / "cache"
        for made in (self.built, self._logs, self._cache):
            made.mkdir(parents=True, exist_ok=True)
        self.built.chmod(0o755)  # steps may be another user; the folders above it are closed to others
        self._tasks: dict[Version, asyncio.Task[None]] = {}
        self._slot = asyncio.Semaphore(1)

    async def open(self) -> None:
        """Go on with what an earlier server was building, and remove what no environment needs."""
        await asyncio.to_thread(self._remove_leftovers)
        for key in await asyncio.to_thread(self._list_unfinished):
            self.start(*key)

    async def close(self) -> None:
        """End what is under way; the next start begins it again."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def start(self, environment_id: str, version: int) -> asyncio.Task[None]:
        """Build a version that was written down; the task ends when it is ready or has failed."""
        key = (environment_id, version)
        task = self._tasks.get(key)
        if task is None:
            task = asyncio.create_task(self._build(key), name=f"environment {environment_id}:{version}")
            self._tasks[key] = task
            task.add_done_callback(lambda _: self._tasks.pop(key, None))
        return task

    async def provide(self, reference: str) -> BuiltEnvironment:
        """The environment of this name, in the workspace that is worked in, once it is built.

        Raises EnvironmentUnavailable.
        """
        row = await asyncio.to_thread(self._find_version, reference)
        if row.state in environment_store.UNFINISHED_STATES or not self._is_built(row):
            await asyncio.shield(self.start(row.environment_id, row.version))
            row = await asyncio.to_thread(self._find_version, reference)
        if row.state != "ready" or row.lock_hash is None:
            raise EnvironmentUnavailable(f"The environment '{reference}' could not be built. {row.error or ''}".strip())
        folder = self.built / row.lock_hash
        with suppress(OSError):
            os.utime(folder)  # it was used today
        return BuiltEnvironment(reference, folder, row.lock_hash)

    def read_log(self, environment_id: str, version: int) -> str:
        """What was said while it was built. From any thread."""
        try:
            return self._get_log_path((environment_id, version)).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""

    def remove_unused(self) -> None:
        """Remove the folders that no environment has, or that no step has used for long. From any thread."""
        with use_workspace(None), self._database.read_session() as session:
            known = environment_store.list_lock_hashes(session)
        oldest = time.time() - UNUSED_SECONDS
        for folder in self.built.iterdir():
            if folder.name not in known or folder.stat().st_mtime < oldest:
                logger.info("Removing the environment folder %s", folder.name[:12])
                shutil.rmtree(folder, ignore_errors=True)

    def _remove_leftovers(self) -> None:
        for folder in self._workshop.iterdir():
            if folder != self._cache:
                shutil.rmtree(folder, ignore_errors=True)
        self.remove_unused()

    def _list_unfinished(self) -> list[Version]:
        with use_workspace(None), self._database.read_session() as session:
            return [(row.environment_id, row.version) for row in environment_store.list_unfinished_versions(session)]

    def _find_version(self, reference: str) -> EnvironmentVersionRow:
        with self._database.read_session() as session:
            row = environment_store.find_referenced_version(session, reference)
        if row is None:
            raise EnvironmentUnavailable(f"This workspace has no environment '{reference}'. Choose another one.")
        return row

    def _is_built(self, row: EnvironmentVersionRow) -> bool:
        return row.state == "failed" or (row.lock_hash is not None and (self.built / row.lock_hash).is_dir())

    async def _build(self, key: Version) -> None:
        async with self._slot:
            started = time.monotonic()
            await asyncio.to_thread(self._get_log_path(key).write_text, "", "utf-8")
            try:
                await self._solve_and_install(key, started)
            except (BuildFailed, InvalidSpecification) as error:
                await asyncio.to_thread(self._update, key, state="failed", error=self._index.redact(str(error)))
            except OSError as error:
                logger.exception("An environment could not be built")
                message = f"Its files could not be written: {error.strerror}."
                await asyncio.to_thread(self._update, key, state="failed", error=message)

    async def _solve_and_install(self, key: Version, started: float) -> None:
        row = await asyncio.to_thread(self.load_version, *key)
        work = self._workshop / uuid.uuid4().hex
        work.mkdir()
        try:
            lock = row.lock or await self._solve(key, row, work)
            lock_hash = compute_lock_hash(lock, row.python, f"{sys.platform}-{platform.machine()}")
            changes = {"lock": lock, "lock_hash": lock_hash, "packages": list_locked_packages(lock)}
            await asyncio.to_thread(self._update, key, state="building", **changes)
            if not (self.built / lock_hash).is_dir():
                await self._install(key, row, lock, work, self.built / lock_hash)
        finally:
            await asyncio.to_thread(shutil.rmtree, work, ignore_errors=True)
        size = await asyncio.to_thread(_measure_folder, self.built / lock_hash)
        seconds = round(time.monotonic() - started, 2)
        await asyncio.to_thread(
            self._update, key, state="ready", error=None, bytes=size, seconds=seconds, built_at=now()
        )

    async def _solve(self, key: Version, row: EnvironmentVersionRow, work: Path) -> str:
        """The lock: the newest versions that go together, with the hashes of their files."""
        await asyncio.to_thread(self._update, key, state="solving")
        asked = parse_specification(row.format, row.source)  # type: ignore[arg-type]
        check_python_version(asked.python, row.python)
        (work / "requirements.in").write_text("\n".join(asked.requirements) + "\n", encoding="utf-8")
        (work / "constraints.txt").write_text("\n".join(asked.constraints) + "\n", encoding="utf-8")
        await self._run_uv(
            key,
            work,
            *("pip", "compile", str(work / "requirements.in"), "--constraints", str(work / "constraints.txt")),
            *("--python", str(_find_interpreter(row.python)), "--python-version", row.python),
            *("--generate-hashes", "--no-header", "--no-annotate", "--quiet", "-o", str(work / "lock.txt")),
            *WHEELS_ONLY,
        )
        return strip_comments((work / "lock.txt").read_text(encoding="utf-8"))

    async def _install(self, key: Version, row: EnvironmentVersionRow, lock: str, work: Path, target: Path) -> None:
        """Unpack the packages of the lock beside the others, compile them, and give the folder its name."""
        python, made = _find_interpreter(row.python), work / "environment"
        (work / "lock.txt").write_text(lock, encoding="utf-8")
        await self._run_uv(key, work, "venv", "--quiet", "--relocatable", "--python", str(python), str(made))
        await self._run_uv(
            key,
            work,
            *("pip", "sync", str(work / "lock.txt"), "--python", str(made / "bin" / "python"), "--require-hashes"),
            *WHEELS_ONLY,
        )
        # Without site: a package can have Python import it at every start, and nothing of it is to run here.
        packages = made / "lib" / f"python{row.python}" / "site-packages"
        compiling = ("-I", "-S", "-m", "compileall", "-q", "-s", str(made), "-p", str(target), str(packages))
        await self._run(key, work, str(python), *compiling)
        await asyncio.to_thread(made.rename, target)

    async def _run_uv(self, key: Version, work: Path, *arguments: str) -> None:
        """Run uv; once more with what is stored where the index cannot be reached. Raises BuildFailed."""
        from uv import find_uv_bin

        command = (find_uv_bin(), *arguments)
        code, output = await self._run(key, work, *command)
        if code == 0:
            return
        unreachable = self._index.offline or UNREACHABLE.search(output)
        if unreachable and not self._index.offline:
            code, output = await self._run(key, work, *command, "--offline")
        if code != 0 and unreachable:
            reached = (
                "This server installs stored packages only"
                if self._index.offline
                else "The package index can't be reached"
            )
            raise BuildFailed(
                f"{reached}, and not all packages of this environment are stored. {describe_failure(output)}"
            )
        if code != 0:
            raise BuildFailed(describe_failure(output))

    async def _run(self, key: Version, work: Path, *command: str) -> tuple[int, str]:
        """Run a program in a process that is restricted first; its exit code and the end of what it said."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server.runs.environments.build_worker", str(self._workshop), *command),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=CODE_FOLDER,
            env={
                **self._index.build_variables(self._cache, work),
                "PYTHONPATH": str(CODE_FOLDER),
                "PYTHONDONTWRITEBYTECODE": "",
            },
            start_new_session=True,
        )
        assert process.stdout is not None
        said: list[str] = []
        try:
            while line := await process.stdout.readline():
                said.append(self._index.redact(line.decode(errors="replace")))
                await asyncio.to_thread(self._append_log, key, said[-1])
            await process.wait()
        except BaseException:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        return process.returncode or 0, "".join(said[-40:])

    def load_version(self, environment_id: str, version: int) -> EnvironmentVersionRow:
        """A version as it is written down. From any thread."""
        with use_workspace(None), self._database.read_session() as session:
            return environment_store.get_environment_version(session, environment_id, version)

    def _append_log(self, key: Version, text: str) -> None:
        path = self._get_log_path(key)
        with path.open("a", encoding="utf-8") as file:
            if file.tell() < MAX_LOG_BYTES:
                file.write(text)

    def _get_log_path(self, key: Version) -> Path:
        return self._logs / f"{key[0]}-{key[1]}.log"

    def _update(self, key: Version, **changes: object) -> None:
        """Write down how far a version is; nothing where it was deleted meanwhile."""
        with use_workspace(None), self._database.session() as session:
            row = session.get(EnvironmentVersionRow, key)
            if row is not None:
                for name, value in changes.items():
                    setattr(row, name, value)
                session.add(row)


def _find_interpreter(version: str) -> Path:
    found: Mapping[str, Path] = find_interpreters()
    if version not in found:
        raise BuildFailed(f"This server has no Python {version}. It has {', '.join(found)}.")
    return found[version]


def _measure_folder(folder: Path) -> int:
    """The bytes of all files, each counted where it is, also if other environments share it."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_symlink() and path.is_file())
