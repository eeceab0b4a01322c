"""What every endpoint may ask for: the parts that `create_app` made, and a database session."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from prometheus_client import CollectorRegistry
from sqlmodel import Session

from modules.kit import Module
from server.api.core.event_feed import EventFeed
from server.auth.open_streams import OpenStreams
from server.automation.pipeline_runs import PipelineRunStarter
from server.automation.trigger_loop import TriggerLoop
from server.collaboration.email_sender import EmailSender
from server.collaboration.presence_tracker import PresenceTracker
from server.design_analyzer import DesignAnalyzer
from server.runs.analyses.analysis_jobs import AnalysisJobs
from server.runs.connectors.webhook_sender import WebhookSender
from server.runs.event_bus import EventBus
from server.runs.executors.local_executor import LocalExecutor
from server.runs.pending_imports import PendingImports
from server.runs.preview.draft_runs import DraftRunner
from server.runs.preview.preview_scheduler import PreviewScheduler
from server.runs.run_schemas import IsolationRead
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.runs.scheduling.runner import Runner
from server.samples.sample_data import SampleImporter
from server.serving.alert_watcher import AlertWatcher
from server.serving.endpoint_service import EndpointService
from server.settings import Settings
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.stored_designs import StoredDesigns

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class AppContext:
    """The running program."""

    settings: Settings
    database: Database
    store: ArtifactStore
    catalog: Mapping[str, Module]
    analyzer: DesignAnalyzer
    stored_designs: StoredDesigns
    runner: Runner
    preview_scheduler: PreviewScheduler
    draft_runs: DraftRunner
    analysis_jobs: AnalysisJobs
    pipeline_runs: PipelineRunStarter
    trigger_loop: TriggerLoop
    executor: LocalExecutor
    sandbox_pool: SandboxPool
    metrics_registry: CollectorRegistry
    event_bus: EventBus
    event_feed: EventFeed
    presence: PresenceTracker
    isolation: IsolationRead
    sample_importer: SampleImporter
    cookie_name: str
    loop: asyncio.AbstractEventLoop
    open_streams: OpenStreams
    webhook_sender: WebhookSender
    email_sender: EmailSender
    pending_imports: PendingImports
    endpoints: EndpointService
    alert_watcher: AlertWatcher

    def call_in_loop(self, call: Callable[..., object], *arguments: object) -> None:
        """Have something done in the event loop; called from an endpoint's thread, after its transaction."""
        self.loop.call_soon_threadsafe(call, *arguments)

    def wait_in_loop(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """Have something awaited in the event loop, and wait for it; called from an endpoint's thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def end_streams(self, *keys: str) -> None:
        """End the open streams of sessions or accounts, by their ids."""
        self.call_in_loop(self.open_streams.end_streams, *keys)


def get_context(request: Request) -> AppContext:
    """The running program that a request has come to."""
    context: AppContext = request.app.state.context
    return context


async def _provide_context(request: Request) -> AppContext:
    # Not a plain function: FastAPI would have it called in another thread, for each request.
    return get_context(request)


ContextDep = Annotated[AppContext, Depends(_provide_context)]


def _open_write_session(context: ContextDep, request: Request) -> Iterator[Session]:
    # What names a design writes to that one, and everything else to whatever it likes.
    design = request.path_params.get("design_id")
    with context.database.session(*([design] if design is not None else [])) as session:
        yield session


def _open_read_session(context: ContextDep) -> Iterator[Session]:
    with context.database.read_session() as session:
        yield session


#: A transaction that is committed before the answer goes out.
WriteSessionDep = Annotated[Session, Depends(_open_write_session, scope="function")]
ReadSessionDep = Annotated[Session, Depends(_open_read_session, scope="function")]
