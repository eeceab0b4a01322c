"""The program as a whole: the only file that wires the others."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Depends, FastAPI
from starlette.routing import Route as StarletteRoute
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from modules.kit import catalog
from server.api.core.app_context import AppContext
from server.api.core.authorization import authorize_request
from server.api.core.event_feed import EventFeed
from server.api.core.exception_handlers import add_exception_handlers
from server.api.core.guest_paths import GuestPathMiddleware, GuestPaths
from server.api.core.head_requests import HeadRequestMiddleware
from server.api.core.openapi_description import DescribedApp
from server.api.core.path_redirects import PathRedirectMiddleware
from server.api.core.permissions import Route
from server.api.core.request_guard import RequestGuard, build_single_user_authenticator
from server.api.core.request_log import RequestLogMiddleware
from server.api.core.route_discovery import list_routes
from server.api.core.route_groups import group_routes
from server.api.core.url_prefix import UrlPrefixMiddleware
from server.api.endpoints.alert_runs import AlertRunStarter
from server.api.endpoints.scoring_shortcut import ScoringShortcut
from server.api.notifications import notification_routes
from server.api.operations import health_routes, metrics_routes
from server.assistants.mcp_mount import MCP_PATH, McpMount
from server.auth.authenticate import authenticate_request
from server.auth.open_streams import OpenStreams
from server.automation.data_watcher import DataWatcher
from server.automation.firing_engine import FiringEngine
from server.automation.pipeline_ends import PipelineEndWatcher
from server.automation.pipeline_runs import PipelineRunStarter
from server.automation.trigger_loop import TriggerLoop
from server.automation.trigger_runs import TriggerRunStarter
from server.collaboration.email_sender import EmailSender, SmtpServer
from server.collaboration.notification_feed import set_notification_listener
from server.collaboration.presence_tracker import PresenceTracker
from server.design_analyzer import DesignAnalyzer
from server.network_list import NetworkList
from server.run_services_factory import build_run_services, parse_allowed_hosts
from server.runs.analyses.analysis_jobs import AnalysisJobs
from server.runs.connectors.webhook_sender import WebhookSender
from server.runs.pending_imports import PendingImports
from server.runs.preview.draft_runs import DraftRunner
from server.runs.preview.preview_scheduler import PreviewScheduler
from server.runs.run_schemas import IsolationRead
from server.runs.run_services import RunServices
from server.runs.sandbox import isolation_probe
from server.runs.scheduling.runner import Runner
from server.samples.sample_data import SampleImporter
from server.serving.alert_watcher import AlertWatcher
from server.serving.endpoint_service import EndpointService
from server.settings import Settings
from server.shell.app_files import build_app_files
from server.shell.asset_manifest import APP_FOLDER
from server.shell.notice_pages import answer_wrong_addresses, build_crash_response, build_method_refusal
from server.storage.database import Database
from server.storage.encryption import Cipher
from server.storage.files.artifact_store import ArtifactStore
from server.storage.files.data_folder_lock import shared_folder_lock
from server.storage.orm.core_tables import RunRow, now
from server.stored_designs import StoredDesigns
from server.version import VERSION

logger = logging.getLogger(__name__)

LAUNCH_LINK_ADVICE = "Open the launch link that the server printed, or make a new one: designery link."


@dataclass(frozen=True)
class StartupState:
    """What there is before the first request."""

    settings: Settings
    database: Database
    open_streams: OpenStreams
    cookie_name: str
    metrics: metrics_routes.PrometheusMetrics


def create_app(settings: Settings | None = None) -> FastAPI:
    """The server, ready to be run by uvicorn."""
    settings = settings or Settings()
    database = Database(settings.database, shared=settings.team)
    startup = StartupState(
        settings, database, OpenStreams(), f"designery_{settings.port}", metrics_routes.PrometheusMetrics()
    )
    app = DescribedApp(
        title="Designery",
        version=VERSION,
        summary="The API that the browser uses.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        servers=[{"url": settings.prefix}] if settings.prefix else None,
        lifespan=lambda app: _run_lifespan(app, startup),
        dependencies=[Depends(authorize_request)],
    )
    routes = list_routes(settings)
    assistants = app.state.assistants = McpMount(app)
    app.router.routes.append(StarletteRoute(MCP_PATH, assistants, methods=["GET", "POST", "DELETE"]))
    _include_routes(app, routes)
    add_exception_handlers(app)
    answer_wrong_addresses(app, routes)
    app.add_middleware(GuestPathMiddleware, paths=GuestPaths(routes), refuse_method=build_method_refusal)
    _add_request_guard(app, startup, routes)
    _add_middleware(app, startup, routes)
    return app


def _include_routes(app: FastAPI, routes: Sequence[Route]) -> None:
    """The files of the browser app, and all routes in their order. The last route takes every address that is left."""
    if APP_FOLDER.is_dir():
        app.mount("/app", build_app_files(APP_FOLDER), name="app")
    for group in group_routes(routes):
        app.include_router(group)


def _add_request_guard(app: FastAPI, startup: StartupState, routes: Sequence[Route]) -> None:
    """Nothing is answered that has not come through the guard."""
    team, database = startup.settings.team, startup.database
    app.add_middleware(
        RequestGuard,
        authenticate=partial(authenticate_request, database) if team else build_single_user_authenticator(database),
        streams=startup.open_streams,
        hosts=startup.settings.hosts,
        cookie_name=startup.cookie_name,
        open_paths=[route.path for route in routes if route.needs == "anyone"],
        any_host=(*health_routes.PROBE_PATHS, *((metrics_routes.METRICS_PATH,) if team else ())),
        advice="Sign in first." if team else LAUNCH_LINK_ADVICE,
    )


def _add_middleware(app: FastAPI, startup: StartupState, routes: Sequence[Route]) -> None:
    """Around the guard, so that what it refuses is in the log as well; what was added last comes first."""
    settings = startup.settings
    app.add_middleware(PathRedirectMiddleware)
    app.add_middleware(HeadRequestMiddleware)
    app.add_middleware(ScoringShortcut, routes=routes, hosts=settings.hosts)
    if settings.trusted_proxy:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxy)
    app.add_middleware(
        RequestLogMiddleware,
        access=settings.access_log,
        proxies=NetworkList(settings.trusted_proxy),
        answer_crash=build_crash_response,
        observe=startup.metrics.observe_request,
    )
    app.add_middleware(UrlPrefixMiddleware, prefix=settings.prefix)


@asynccontextmanager
async def _run_lifespan(app: FastAPI, startup: StartupState) -> AsyncIterator[None]:
    """From the first request to the last: the data folder, then all that works on it."""
    with shared_folder_lock(startup.settings.folder):
        await _migrate_database(startup)
        async with _open_services(startup) as context, app.state.assistants.run():
            app.state.context = context
            startup.metrics.observe_program(context)
            yield


async def _migrate_database(startup: StartupState) -> None:
    """Bring the tables to the newest state, while the isolation that holds here is looked for in another process, and
    the modules are imported."""
    probing = asyncio.create_task(isolation_probe.find_isolation(startup.settings.isolation), name="isolation")
    try:
        await asyncio.gather(asyncio.to_thread(startup.database.migrate), asyncio.to_thread(catalog))
        await probing
    finally:
        await _stop_task(probing)


@asynccontextmanager
async def _open_services(startup: StartupState) -> AsyncIterator[AppContext]:
    """Storage, engine and runner. They end in the reverse order, each that had begun."""
    settings, database = startup.settings, startup.database
    async with AsyncExitStack() as exit_stack:
        exit_stack.callback(database.close)
        store = ArtifactStore(settings.folder / "store")
        services, isolation = await build_run_services(settings, database, store, warm=False)
        exit_stack.push_async_callback(services.pool.close)
        context = _build_context(startup, services, isolation)
        _hold_disk_reserve(exit_stack, context.runner)
        exit_stack.push_async_callback(context.preview_scheduler.close)
        exit_stack.callback(context.draft_runs.close)
        exit_stack.push_async_callback(services.compute_targets.close)
        await services.environments.open()
        exit_stack.push_async_callback(services.environments.close)
        exit_stack.push_async_callback(services.extras.close)
        await context.runner.open()
        exit_stack.push_async_callback(context.runner.close)
        _subscribe_to_notifications(context)
        context.endpoints.open()
        exit_stack.push_async_callback(context.endpoints.close)
        context.alert_watcher.open()
        exit_stack.push_async_callback(context.alert_watcher.close)
        context.webhook_sender.open()
        exit_stack.push_async_callback(context.webhook_sender.close)
        context.email_sender.open("" if settings.team else settings.smtp_to)
        exit_stack.push_async_callback(context.email_sender.close)
        await context.analysis_jobs.open()
        exit_stack.push_async_callback(context.analysis_jobs.close)
        if settings.triggers:
            context.trigger_loop.open()
        exit_stack.push_async_callback(context.trigger_loop.close)
        importing = asyncio.create_task(_import_samples(context.sample_importer), name="sample data")
        exit_stack.push_async_callback(_stop_task, importing)
        exit_stack.callback(services.event_bus.close)
        yield context


def _build_analyzer(services: RunServices) -> DesignAnalyzer:
    """What finds out of designs what is known before a run."""
    return DesignAnalyzer(
        services.catalog,
        services.store,
        code_blocked_reason=services.code_blocked_reason,
        step_memory=services.step_limits.memory_bytes,
    )


def _build_context(startup: StartupState, services: RunServices, isolation: IsolationRead) -> AppContext:
    """What the answers to requests work with."""
    loop = asyncio.get_running_loop()
    runner, preview_scheduler = Runner(services), PreviewScheduler(services)
    analyzer = _build_analyzer(services)
    pipeline_runs = _build_pipeline_starter(loop, runner, analyzer, isolation)
    endpoints = EndpointService(services)
    base = startup.settings.url or f"http://127.0.0.1:{startup.settings.port}{startup.settings.prefix}"
    return AppContext(
        settings=startup.settings,
        database=startup.database,
        store=services.store,
        catalog=services.catalog,
        analyzer=analyzer,
        stored_designs=StoredDesigns(analyzer),
        runner=runner,
        preview_scheduler=preview_scheduler,
        draft_runs=DraftRunner(preview_scheduler),
        analysis_jobs=AnalysisJobs(startup.database, analyzer, runner, isolation.model_dump()),
        pipeline_runs=pipeline_runs,
        trigger_loop=_build_trigger_loop(services, pipeline_runs),
        executor=services.executor,
        sandbox_pool=services.pool,
        metrics_registry=startup.metrics.registry,
        event_bus=services.event_bus,
        event_feed=EventFeed(startup.database, services.event_bus),
        presence=PresenceTracker(services.event_bus.send_latest, loop.call_later),
        isolation=isolation,
        cookie_name=startup.cookie_name,
        sample_importer=SampleImporter(services),
        loop=loop,
        open_streams=startup.open_streams,
        pending_imports=PendingImports(),
        endpoints=endpoints,
        alert_watcher=_build_alert_watcher(startup, endpoints, pipeline_runs),
        webhook_sender=_build_webhook_sender(startup, base),
        email_sender=EmailSender(startup.database, _build_smtp_server(startup.settings), base),
    )


def _build_alert_watcher(
    startup: StartupState, endpoints: EndpointService, pipeline_runs: PipelineRunStarter
) -> AlertWatcher:
    """What checks the alerts of endpoints, and starts pipelines at breaches."""
    return AlertWatcher(startup.database, endpoints.flush, AlertRunStarter(startup.database, pipeline_runs).start)


def _build_webhook_sender(startup: StartupState, base: str) -> WebhookSender:
    """What sends to web hooks, with links that begin with this address."""
    cipher, allowed = Cipher(startup.settings.folder), parse_allowed_hosts(startup.settings)
    return WebhookSender(startup.database, cipher, allowed, base)


def _build_pipeline_starter(
    loop: asyncio.AbstractEventLoop,
    runner: Runner,
    analyzer: DesignAnalyzer,
    isolation: IsolationRead,
) -> PipelineRunStarter:
    """What starts runs of pipelines, from whichever thread."""

    def submit_run(run: RunRow) -> None:
        loop.call_soon_threadsafe(runner.services.event_bus.wake, run.design_id)
        loop.call_soon_threadsafe(partial(runner.submit, run.id, by_pipeline=True))

    return PipelineRunStarter(runner.services, analyzer, isolation.model_dump(), submit_run)


def _build_smtp_server(settings: Settings) -> SmtpServer | None:
    """The mail server of the settings, if there is one."""
    if not settings.smtp_host:
        return None
    return SmtpServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_security,
        settings.smtp_user,
        settings.smtp_secret,
        settings.smtp_from,
    )


def _build_trigger_loop(services: RunServices, pipeline_runs: PipelineRunStarter) -> TriggerLoop:
    """What lets triggers fire."""
    database = services.database
    return TriggerLoop(
        FiringEngine(database, TriggerRunStarter(database, pipeline_runs).start),
        PipelineEndWatcher(database, pipeline_runs, now),
        DataWatcher(database, services.connectors, now),
    )


def _hold_disk_reserve(exit_stack: AsyncExitStack, runner: Runner) -> None:
    """Room on the disk for the database, for as long as the server works; taken again once there is some."""
    disk = runner.services.disk

    async def hold_again() -> None:
        await asyncio.to_thread(disk.take_reserve)

    disk.take_reserve()
    exit_stack.callback(disk.remove_reserve)
    runner.heartbeat_hooks.append(hold_again)


def _subscribe_to_notifications(context: AppContext) -> None:
    """Have notifications reach open tabs and web hooks once they are committed."""

    def wake_listeners(people: frozenset[str], sends: bool) -> None:
        for person in people:
            context.call_in_loop(context.event_bus.wake, notification_routes.listener_key(person))
        if sends:
            context.call_in_loop(context.webhook_sender.wake)
            context.call_in_loop(context.email_sender.wake)

    set_notification_listener(context.database.engine, wake_listeners)


async def _stop_task(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _import_samples(importer: SampleImporter) -> None:
    try:
        await importer.import_all()
    except Exception:
        logger.exception("The sample data could not be read")
