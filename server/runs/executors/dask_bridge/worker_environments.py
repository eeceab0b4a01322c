"""The environments that steps of a server have on a worker: built there from the lock that came with the step."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from server.runs.environments.environment_installer import (
    BuildFailed,
    EnvironmentInstaller,
    EnvironmentUnavailable,
    hash_lock,
)
from server.runs.environments.package_index import PackageIndex
from server.runs.executors.dask_bridge.remote_steps import RemoteEnvironment

INDEX_VARIABLE = "DESIGNERY_PACKAGE_INDEX"
CREDENTIALS_VARIABLE = "DESIGNERY_PACKAGE_INDEX_CREDENTIALS_FILE"


def read_package_index() -> PackageIndex:
    """Where the packages of this worker come from, by the variables that a server has."""
    credentials = os.environ.get(CREDENTIALS_VARIABLE)
    return PackageIndex.from_settings(os.environ.get(INDEX_VARIABLE, ""), Path(credentials) if credentials else None)


class WorkerEnvironments:
    """The environments of one machine, which its workers share. Coroutines belong to one event loop."""

    def __init__(self, folder: Path, index: PackageIndex) -> None:
        self._installer = EnvironmentInstaller(folder, index)
        self.built = self._installer.built
        self._installing: dict[str, asyncio.Task[Path]] = {}

    async def open(self) -> None:
        """Remove what no step has used for long."""
        await asyncio.to_thread(self._installer.remove_leftovers)
        await asyncio.to_thread(self._installer.remove_unused)

    async def provide(self, wanted: RemoteEnvironment, log: Callable[[str], None]) -> Path:
        """The folder of an environment, once it is built; `log` gets lines from any thread.

        Raises EnvironmentUnavailable. Whoever stops waiting leaves the building to others who wait for it.
        """
        lock_hash = hash_lock(wanted.lock, wanted.python)
        if lock_hash != wanted.lock_hash:
            raise EnvironmentUnavailable(
                f"The environment '{wanted.reference}' is locked for the machine of the server, and this worker is of "
                "another kind. Use a target with machines like the server's."
            )
        found = await asyncio.to_thread(self._installer.find_folder, lock_hash)
        if found is not None:
            return found
        log(f"Building the environment '{wanted.reference}' on this worker.\n")
        if lock_hash not in self._installing:
            task = asyncio.create_task(self._installer.install(wanted.lock, wanted.python, log))
            self._installing[lock_hash] = task
            task.add_done_callback(lambda _: self._installing.pop(lock_hash, None))
        try:
            return await asyncio.shield(self._installing[lock_hash])
        except BuildFailed as error:
            reason = self._installer.index.redact(str(error))
            raise EnvironmentUnavailable(
                f"The environment '{wanted.reference}' could not be built on this worker. {reason}"
            ) from None
        except OSError as error:
            raise EnvironmentUnavailable(
                f"The environment '{wanted.reference}' could not be written on this worker: {error.strerror}."
            ) from None
