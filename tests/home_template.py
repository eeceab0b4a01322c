"""The data folder that new test servers begin with: tables and the data of the samples, made once for all workers."""

import asyncio
import fcntl
import shutil
from pathlib import Path

#: Names the folder that the workers of one session share.
SHARED_FOLDER_VARIABLE = "TESTS_SHARED_FOLDER"


def ensure_template(folder: Path) -> None:
    """Make the template, unless another worker has made it or is about to."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".new")
            _make_template(making)
            making.rename(folder)


def _make_template(folder: Path) -> None:
    """A data folder as a server leaves it that has read the data of the samples, and nobody else was there."""
    from server.private_folder import keep_files_private
    from server.run_services_factory import build_run_services
    from server.samples.sample_data import SampleImporter
    from server.settings import Settings
    from server.storage.database import Database
    from server.storage.files.artifact_store import ArtifactStore

    async def import_samples() -> None:
        folder.mkdir(mode=0o700)
        settings = Settings(home=folder)
        database = Database(settings.database)
        database.migrate()
        services, _ = await build_run_services(settings, database, ArtifactStore(folder / "store"))
        try:
            await SampleImporter(services).import_all()
        finally:
            await services.pool.close()
            database.close()

    keep_files_private()
    asyncio.run(import_samples())
    for left in (folder / "store" / "runs").iterdir():
        shutil.rmtree(left)
