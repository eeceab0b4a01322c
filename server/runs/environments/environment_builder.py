"""The environments of workspaces: what was asked for becomes a lock, and a lock a folder that many steps share."""

import asyncio
import logging
import time
from functools import partial
from pathlib import Path

from server.runs.environments.environment_installer import (
    BuildFailed,
    BuiltEnvironment,
    EnvironmentInstaller,
    EnvironmentUnavailable,
    hash_lock,
)
from server.runs.environments.package_index import PackageIndex
from server.runs.environments.package_lock import list_locked_packages
from server.runs.environments.specification import InvalidSpecification, check_python_version, parse_specification
from server.storage.database import Database
from server.storage.orm.core_tables import now
from server.storage.orm.environment_tables import EnvironmentVersionRow
from server.storage.stores import environment_store
from server.storage.transactions.workspace_context import use_workspace

logger = logging.getLogger(__name__)

MAX_LOG_BYTES = 2**20
Version = tuple[str, int]


class EnvironmentBuilder:
    """Builds the environments of all workspaces. All methods belong to one event loop, unless they say otherwise."""

    def __init__(self, database: Database, folder: Path, index: PackageIndex) -> None:
        self._database = database
        self._installer = EnvironmentInstaller(folder, index)
        self.built = self._installer.built
        self._logs = folder / "logs"
        self._logs.mkdir(exist_ok=True)
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
        if row.state != "ready" or row.lock_hash is None or row.lock is None:
            raise EnvironmentUnavailable(f"The environment '{reference}' could not be built. {row.error or ''}".strip())
        folder = self._installer.find_folder(row.lock_hash) or self.built / row.lock_hash
        return BuiltEnvironment(reference, folder, row.lock_hash, row.lock, row.python)

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
        self._installer.remove_unused(known)

    def _remove_leftovers(self) -> None:
        self._installer.remove_leftovers(0.0)
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
                await asyncio.to_thread(
                    self._update, key, state="failed", error=self._installer.index.redact(str(error))
                )
            except OSError as error:
                logger.exception("An environment could not be built")
                message = f"Its files could not be written: {error.strerror}."
                await asyncio.to_thread(self._update, key, state="failed", error=message)

    async def _solve_and_install(self, key: Version, started: float) -> None:
        row = await asyncio.to_thread(self.load_version, *key)
        lock = row.lock or await self._solve(key, row)
        changes = {"lock": lock, "lock_hash": hash_lock(lock, row.python), "packages": list_locked_packages(lock)}
        await asyncio.to_thread(self._update, key, state="building", **changes)
        folder = await self._installer.install(lock, row.python, partial(self._append_log, key))
        size = await asyncio.to_thread(_measure_folder, folder)
        seconds = round(time.monotonic() - started, 2)
        await asyncio.to_thread(
            self._update, key, state="ready", error=None, bytes=size, seconds=seconds, built_at=now()
        )

    async def _solve(self, key: Version, row: EnvironmentVersionRow) -> str:
        await asyncio.to_thread(self._update, key, state="solving")
        asked = parse_specification(row.format, row.source)  # type: ignore[arg-type]
        check_python_version(asked.python, row.python)
        return await self._installer.solve(asked, row.python, partial(self._append_log, key))

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


def _measure_folder(folder: Path) -> int:
    """The bytes of all files, each counted where it is, also if other environments share it."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_symlink() and path.is_file())
