"""Where steps can run: this machine, and the clusters that were added, each by an executor that is kept."""

import asyncio
import os
from pathlib import Path

from server.folder_removal import remove_folder
from server.runs.executors.dask_executor import DaskExecutor, DaskTarget, TargetUnavailable
from server.runs.executors.executor import Executor
from server.runs.executors.local_executor import LocalExecutor
from server.storage.database import Database
from server.storage.encryption import Cipher, DecryptionError
from server.storage.orm.compute_target_tables import ComputeTargetRow
from server.storage.stores import compute_target_store


class ComputeTargets:
    """The executors of all targets. All methods belong to one event loop."""

    def __init__(self, database: Database, seal: Cipher, folder: Path, local: LocalExecutor) -> None:
        """`folder` is where the certificates of targets lie while the server runs; it is this object's alone."""
        self._database = database
        self._seal = seal
        self._folder = folder
        self.local = local
        self._executors: dict[tuple[str, int], DaskExecutor] = {}

    async def provide(self, name: str | None) -> Executor:
        """The executor of a target by its name; of this machine without one. Raises TargetUnavailable."""
        return self.local if name is None else await self.provide_cluster(name)

    async def provide_cluster(self, name: str) -> DaskExecutor:
        """The executor of a cluster. Raises TargetUnavailable."""
        row = await asyncio.to_thread(self._find_row, name)
        if row is None:
            raise TargetUnavailable(f"The target '{name}' does not exist. Choose another one, or add it.")
        key = (row.id, row.revision)
        if key not in self._executors:
            target = await asyncio.to_thread(self._write_certificates, row)
            await self._close_earlier(row.id)
            self._executors[key] = DaskExecutor(target)
        return self._executors[key]

    def find_default(self, workspace: str) -> str | None:
        """The target of designs that name none, in this workspace. From any thread."""
        with self._database.read_session() as session:
            return compute_target_store.find_default_target(session, workspace)

    async def close(self) -> None:
        """Leave all clusters, and remove the certificates."""
        await asyncio.gather(*(executor.close() for executor in self._executors.values()))
        await asyncio.to_thread(remove_folder, self._folder)

    async def _close_earlier(self, target_id: str) -> None:
        """End what speaks to the cluster by replaced certificates; steps that it had are tried again by the new one."""
        for key in [key for key in self._executors if key[0] == target_id]:
            await self._executors.pop(key).close()

    def _find_row(self, name: str) -> ComputeTargetRow | None:
        with self._database.read_session() as session:
            row = compute_target_store.find_compute_target(session, name)
            if row is not None:
                session.expunge(row)
            return row

    def _write_certificates(self, row: ComputeTargetRow) -> DaskTarget:
        folder = self._folder / f"{row.id}-{row.revision}"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            key = self._seal.decrypt(row.sealed_key)
        except DecryptionError as error:
            raise TargetUnavailable(f"The key of the target '{row.name}' can't be opened. {error}") from None
        files = {"ca.pem": row.ca, "certificate.pem": row.certificate, "key.pem": key}
        for name, content in files.items():
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(content)
        paths = [folder / name for name in files]
        return DaskTarget(row.name, row.address, paths[0], paths[1], paths[2], row.exchange)
