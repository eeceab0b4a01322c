"""What every run needs around it."""

from collections.abc import Mapping
from dataclasses import dataclass

from modules.kit import Module
from server.runs.batch_deployments import BatchDeployments
from server.runs.champion_models import ChampionModels
from server.runs.connectors.connector_runner import ConnectorRunner
from server.runs.environments.environment_builder import EnvironmentBuilder
from server.runs.environments.extra_installer import ExtraInstaller
from server.runs.event_bus import EventBus
from server.runs.executors.compute_targets import ComputeTargets
from server.runs.executors.local_executor import LocalExecutor
from server.runs.sandbox.inside.sandbox_requests import StepLimits
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.runs.state_committer import StateCommitter
from server.runs.step_secrets import StepSecrets
from server.runs.workspace_quotas import WorkspaceQuotas
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.files.disk_space import DataDisk


@dataclass(frozen=True)
class RunServices:
    """Storage, processes and listeners, made once by whoever wires the program."""

    database: Database
    store: ArtifactStore
    catalog: Mapping[str, Module]
    pool: SandboxPool
    executor: LocalExecutor
    compute_targets: ComputeTargets
    state_committer: StateCommitter
    event_bus: EventBus
    step_limits: StepLimits
    connectors: ConnectorRunner
    secrets: StepSecrets
    champions: ChampionModels
    deployments: BatchDeployments
    environments: EnvironmentBuilder
    extras: ExtraInstaller
    quotas: WorkspaceQuotas
    disk: DataDisk
    #: Why code that came from elsewhere does not run here; empty where it does.
    code_blocked_reason: str
