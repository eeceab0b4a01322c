"""The run services of a server or of a command line: storage, sandboxes and executor, by the settings."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

from modules.kit import catalog
from server.folder_removal import remove_folder
from server.graph.planning.run_plan import get_library_versions
from server.runs.champion_models import ChampionModels
from server.runs.connectors.connector_runner import ConnectorLimits, ConnectorRunner
from server.runs.environments.environment_builder import EnvironmentBuilder
from server.runs.environments.extra_installer import ExtraInstaller
from server.runs.environments.package_index import PackageIndex
from server.runs.event_bus import EventBus
from server.runs.executors.compute_targets import ComputeTargets
from server.runs.executors.local_executor import LocalExecutor
from server.runs.run_schemas import IsolationRead, StepBudgetRead
from server.runs.run_services import RunServices
from server.runs.sandbox import isolation_probe
from server.runs.sandbox.inside.privileges import find_step_user
from server.runs.sandbox.inside.sandbox_launcher import Mechanism
from server.runs.sandbox.inside.sandbox_requests import StepLimits
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.runs.sandbox.stored_file_validator import StoredFileValidator
from server.runs.scheduling.batch_chunks import delete_stale_chunks, get_chunks_root
from server.runs.state_committer import StateCommitter
from server.runs.step_secrets import StepSecrets
from server.runs.workspace_quotas import WorkspaceLimits, WorkspaceQuotas
from server.serving.endpoint_deployments import EndpointDeployments
from server.settings import Settings
from server.storage.database import Database
from server.storage.encryption import Cipher
from server.storage.files.artifact_store import ArtifactStore
from server.storage.files.disk_space import DataDisk

NOT_TESTED = "All results were reused. No process was started, so isolation was not tested."


class IsolationSearch:
    """The isolation that holds on this machine, from when the first process is wanted."""

    def __init__(self, settings: Settings, store: ArtifactStore) -> None:
        self._settings = settings
        self._store = store
        self._probed: isolation_probe.ProbedIsolation | None = None

    async def find_mechanism(self) -> Mechanism:
        """The boundary for processes, tried out; the store is readable to them then."""
        self._probed = await isolation_probe.find_isolation(self._settings.isolation)
        self._store.set_reader_group(find_step_user(self._probed.mechanism))
        return self._probed.mechanism

    def explain_blocked_code(self) -> str:
        """Why code that came from elsewhere does not run here; empty where it does."""
        if self._probed is None:
            return "Imported code needs isolation, which was not tested."
        return isolation_probe.explain_blocked_code(self._probed, self._settings.isolation)

    def describe(self) -> IsolationRead:
        """What is shown of it."""
        budget = _build_budget(_build_step_limits(self._settings))
        if self._probed is None:
            return IsolationRead(description=NOT_TESTED, barred=self.explain_blocked_code(), budget=budget)
        return IsolationRead(
            level=self._probed.level,
            by=self._probed.mechanism,
            description=" ".join((self._probed.description, *self._probed.remarks)),
            advice=self._probed.advice,
            barred=self.explain_blocked_code(),
            budget=budget,
        )


async def build_run_services(
    settings: Settings, database: Database, store: ArtifactStore, *, warm: bool = True
) -> tuple[RunServices, IsolationRead]:
    """Run services whose sandboxes are warming, if they are to be, and the isolation level that they have."""
    search = IsolationSearch(settings, store)
    await search.find_mechanism()
    services = await _build_services(settings, database, store, search)
    await services.pool.open(warm=warm)
    return services, search.describe()


async def build_cold_run_services(
    settings: Settings, database: Database, store: ArtifactStore
) -> tuple[RunServices, IsolationSearch]:
    """Run services that start no process, and look for no isolation, until something has to be computed."""
    search = IsolationSearch(settings, store)
    services = await _build_services(settings, database, store, search)
    await services.pool.open(warm=False)
    return services, search


async def _build_services(
    settings: Settings, database: Database, store: ArtifactStore, search: IsolationSearch
) -> RunServices:
    _remove_stale_folders(store.runs)
    store.delete_stale_uploads()
    delete_stale_chunks(store)
    environments = EnvironmentBuilder(database, store.folder / "environments", build_package_index(settings))
    pool = SandboxPool(
        store.runs / str(os.getpid()),
        [store.objects, environments.built, get_chunks_root(store)],
        search.find_mechanism,
        max_starting=settings.slots,
        max_processes=settings.step_processes,
    )
    store.inspector = StoredFileValidator(pool, asyncio.get_running_loop())
    event_bus, disk = EventBus(), DataDisk(settings.folder, settings.disk_reserve)
    seal = Cipher(settings.folder)
    executor = LocalExecutor(settings.slots)
    return RunServices(
        database=database,
        store=store,
        catalog=catalog(),
        pool=pool,
        executor=executor,
        compute_targets=ComputeTargets(database, seal, store.runs / f"{os.getpid()}-targets", executor),
        state_committer=StateCommitter(database, store, event_bus, disk),
        event_bus=event_bus,
        step_limits=_build_step_limits(settings),
        connectors=ConnectorRunner(database, seal, _build_connector_limits(settings)),
        secrets=StepSecrets(database, seal),
        champions=ChampionModels(database, store),
        deployments=EndpointDeployments(database, store, catalog(), _build_step_limits(settings)),
        environments=environments,
        extras=ExtraInstaller(store.folder / "environments", build_package_index(settings), _notice_new_packages),
        quotas=await _open_quotas(settings, database),
        disk=disk,
        code_blocked_reason=search.explain_blocked_code(),
    )


async def _open_quotas(settings: Settings, database: Database) -> WorkspaceQuotas:
    """The limits of workspaces, with what each holds counted."""
    defaults = WorkspaceLimits(settings.workspace_storage, settings.workspace_steps, settings.workspace_runs)
    quotas = WorkspaceQuotas(database, defaults, team=settings.team)
    await asyncio.to_thread(quotas.open)
    return quotas


def _notice_new_packages() -> None:
    """Have what was found out about packages found out again: which modules lack some, and what steps compute with."""
    for module in catalog().values():
        module.forget_missing_packages()
    get_library_versions.cache_clear()


def _build_step_limits(settings: Settings) -> StepLimits:
    """What one step may take."""
    return StepLimits(
        memory_bytes=settings.step_memory,
        seconds=settings.step_seconds or None,
        output_bytes=settings.step_output,
        processes=settings.step_processes,
        files=settings.step_files,
    )


def _build_budget(limits: StepLimits) -> StepBudgetRead:
    """What is shown of the limits."""
    return StepBudgetRead(
        memory=limits.memory_bytes,
        written=limits.output_bytes,
        seconds=limits.seconds,
        files=limits.files,
        processes=limits.processes,
    )


def build_package_index(settings: Settings) -> PackageIndex:
    """Where the packages of environments come from."""
    return PackageIndex.from_settings(settings.package_index, settings.package_index_credentials_file)


def _build_connector_limits(settings: Settings) -> ConnectorLimits:
    """What fetching and delivering may take."""
    return ConnectorLimits(
        settings.fetch_seconds, settings.upload_limit, settings.step_memory, parse_allowed_hosts(settings)
    )


def parse_allowed_hosts(settings: Settings) -> tuple[str, ...]:
    """The addresses of the own network that may be reached."""
    return tuple(entry for text in settings.allowed_hosts.split(",") if (entry := text.strip()))


def _remove_stale_folders(folder: Path) -> None:
    """Remove the work folders of processes that are gone."""
    for leftover in folder.iterdir():
        with suppress(ValueError, PermissionError):
            try:
                os.kill(int(leftover.name), 0)
            except ProcessLookupError:
                remove_folder(leftover)
