"""What every run needs around it."""

from collections.abc import Mapping
from dataclasses import dataclass

from modules.kit import Module
from server.runs.broadcast import Broadcast
from server.runs.errands import Errands
from server.runs.executors.local import LocalExecutor
from server.runs.pool import SandboxPool
from server.runs.quotas import Quotas
from server.runs.recorder import Recorder
from server.runs.secrets import Secrets
from server.runs.steps import Limits
from server.storage.artifacts import ArtifactStore
from server.storage.database import Database
from server.storage.disk import Disk


@dataclass(frozen=True)
class Engine:
    """Storage, processes and listeners, made once by whoever wires the program."""

    database: Database
    store: ArtifactStore
    catalog: Mapping[str, Module]
    pool: SandboxPool
    executor: LocalExecutor
    recorder: Recorder
    broadcast: Broadcast
    limits: Limits
    errands: Errands
    secrets: Secrets
    quotas: Quotas
    disk: Disk
    #: Why code that came from elsewhere does not run here; empty where it does.
    barred: str
