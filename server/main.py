"""The program as a whole: the only file that wires the others."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from modules.kit import catalog
from server.api import (
    accounts,
    analysis,
    artifacts,
    audit,
    code,
    comments,
    comparison,
    connections,
    datasets,
    designs,
    events,
    examples,
    exploring,
    groups,
    health,
    hooks,
    inference,
    kept_modules,
    login,
    me,
    metrics,
    notifications,
    presence,
    quotas,
    runs,
    samples,
    sampling,
    secrets,
    session,
    share_preview,
    shared,
    shared_comments,
    shared_edits,
    shared_runs,
    shared_stream,
    shares,
    starters,
    storage,
    system,
    trials,
    trust,
    versions,
    visits,
    workspaces,
)
from server.api import catalog as catalog_api
from server.api.answers import answer_in_sentences
from server.api.context import Context
from server.api.feed import Feed
from server.api.gate import gate
from server.api.guard import Guard, personal_door
from server.api.head import HeadRequests
from server.api.prefix import Prefix
from server.api.request_log import RequestLog
from server.engine import allowed_hosts, made_engine
from server.networks import Networks
from server.pages import api_docs, canvas_picture, doors, report, share_page, shell
from server.pages.assets import assets
from server.pages.built import APP
from server.pages.notice import answer_wrong_addresses, crash_answer
from server.people.door import team_door
from server.people.notifications import listen
from server.people.presence import Presence
from server.people.streams import Streams
from server.runs import probe
from server.runs.deliveries import Deliveries
from server.runs.engine import Engine
from server.runs.experiments import Experiments
from server.runs.runner import Runner
from server.runs.sampler import Sampler
from server.runs.starting import Analyst
from server.runs.told import Isolation
from server.runs.trials import Trials
from server.samples.data import SampleShelf
from server.settings import Settings
from server.storage.artifacts import ArtifactStore
from server.storage.database import Database
from server.storage.occupied import working_on
from server.storage.sealing import Seal
from server.version import VERSION

logger = logging.getLogger(__name__)

ROUTERS = (
    catalog_api,
    designs,
    analysis,
    trust,
    code,
    versions,
    comments,
    presence,
    inference,
    sampling,
    trials,
    events,
    runs,
    comparison,
    artifacts,
    exploring,
    datasets,
    starters,
    examples,
    connections,
    secrets,
    kept_modules,
    samples,
    storage,
    system,
    session,
    shares,
    share_preview,
    shared,
    shared_comments,
    shared_edits,
    shared_runs,
    shared_stream,
    visits,
    notifications,
)
#: Of a server with accounts.
TEAM_ROUTERS = (login, me, workspaces, accounts, groups, quotas, hooks, audit)
PAGES = (shell, report, share_page)
OPEN_PATHS = (*health.PROBES, health.ROBOTS, metrics.PATH, "/api/session")
OPEN_THE_LINK = "Open the launch link that the server printed, or make a new one: designery link."


@dataclass(frozen=True)
class Ground:
    """What there is before the first request."""

    settings: Settings
    database: Database
    streams: Streams
    cookie: str
    metrics: metrics.Metrics


def create_app(settings: Settings | None = None) -> FastAPI:
    """The server, ready to be run by uvicorn."""
    settings = settings or Settings()
    database = Database(settings.database, shared=settings.team)
    ground = Ground(settings, database, Streams(), f"designery_{settings.port}", metrics.Metrics())
    app = FastAPI(
        title="Designery",
        version=VERSION,
        summary="The interface that the browser uses.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        servers=[{"url": settings.prefix}] if settings.prefix else None,
        lifespan=lambda app: _running(app, ground),
        dependencies=[Depends(gate)],
    )
    _answer_programs(app, settings)
    _answer_browsers(app, settings)
    answer_in_sentences(app)
    answer_wrong_addresses(app)
    _guard(app, ground)
    _observe(app, ground)
    return app


def _answer_programs(app: FastAPI, settings: Settings) -> None:
    for noun in (*ROUTERS, *(TEAM_ROUTERS if settings.team else ())):
        app.include_router(noun.router, prefix="/api")
    app.include_router(hooks.own_router, prefix="/api")
    for described in (api_docs, canvas_picture):
        app.include_router(described.router, prefix="/api")
    for asked_by_machines in (health, metrics):
        app.include_router(asked_by_machines.router)


def _answer_browsers(app: FastAPI, settings: Settings) -> None:
    for page in PAGES:
        app.include_router(page.router)
    if settings.team:
        app.include_router(doors.router)
    if settings.team and settings.oidc_issuer:
        from server.pages import provider  # cryptography of its own, which only this needs

        app.include_router(provider.router)
    if APP.is_dir():
        app.mount("/app", assets(APP), name="app")
    # Comes last: whatever has not been answered by now is not there.
    app.add_api_route("/{path:path}", shell.unknown, include_in_schema=False, response_class=HTMLResponse)


def _guard(app: FastAPI, ground: Ground) -> None:
    """Nothing is answered that has not come through the door."""
    team, database = ground.settings.team, ground.database
    app.add_middleware(
        Guard,
        door=partial(team_door, database) if team else personal_door(database),
        streams=ground.streams,
        hosts=ground.settings.hosts,
        cookie=ground.cookie,
        open_paths=(*OPEN_PATHS, *(login.OPEN if team else ())),
        any_host=(*health.PROBES, *((metrics.PATH,) if team else ())),
        advice="Sign in first." if team else OPEN_THE_LINK,
    )


def _observe(app: FastAPI, ground: Ground) -> None:
    """Around the guard, so that what it refuses is in the log as well; what was added last comes first."""
    settings = ground.settings
    app.add_middleware(HeadRequests)
    if settings.trusted_proxy:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxy)
    app.add_middleware(
        RequestLog,
        access=settings.access_log,
        proxies=Networks(settings.trusted_proxy),
        answer_crash=crash_answer,
        observe=ground.metrics.observe,
    )
    app.add_middleware(Prefix, prefix=settings.prefix)


@asynccontextmanager
async def _running(app: FastAPI, ground: Ground) -> AsyncIterator[None]:
    """From the first request to the last: the data folder, then all that works on it."""
    with working_on(ground.settings.folder):
        await _migrate(ground)
        async with _working(ground) as context:
            app.state.context = context
            ground.metrics.observe_program(context)
            yield


async def _migrate(ground: Ground) -> None:
    """Bring the tables to the newest state, while the isolation that holds here is looked for in another process, and
    the modules are imported."""
    looking = asyncio.create_task(probe.isolation(ground.settings.isolation), name="isolation")
    try:
        await asyncio.gather(asyncio.to_thread(ground.database.migrate), asyncio.to_thread(catalog))
        await looking
    finally:
        await _stopped(looking)


@asynccontextmanager
async def _working(ground: Ground) -> AsyncIterator[Context]:
    """Storage, engine and runner. They end in the reverse order, each that had begun."""
    settings, database = ground.settings, ground.database
    async with AsyncExitStack() as ending:
        ending.callback(database.close)
        store = ArtifactStore(settings.folder / "store")
        engine, isolation = await made_engine(settings, database, store)
        ending.push_async_callback(engine.pool.close)
        context = _context(ground, engine, isolation)
        _hold_reserve(ending, context.runner)
        ending.push_async_callback(context.sampler.close)
        ending.callback(context.trials.close)
        await context.runner.open()
        ending.push_async_callback(context.runner.close)
        _hear_of_notifications(context)
        context.deliveries.open()
        ending.push_async_callback(context.deliveries.close)
        await context.experiments.open()
        ending.push_async_callback(context.experiments.close)
        reading = asyncio.create_task(_read_samples(context.shelf), name="sample data")
        ending.push_async_callback(_stopped, reading)
        ending.callback(engine.broadcast.close)
        yield context


def _context(ground: Ground, engine: Engine, isolation: Isolation) -> Context:
    """What the answers to requests work with."""
    loop = asyncio.get_running_loop()
    runner, sampler = Runner(engine), Sampler(engine)
    analyst = Analyst(engine.catalog, engine.store, barred=engine.barred)
    base = ground.settings.url or f"http://127.0.0.1:{ground.settings.port}{ground.settings.prefix}"
    return Context(
        settings=ground.settings,
        database=ground.database,
        store=engine.store,
        catalog=engine.catalog,
        analyst=analyst,
        runner=runner,
        sampler=sampler,
        trials=Trials(sampler),
        experiments=Experiments(ground.database, analyst, runner, isolation.model_dump()),
        executor=engine.executor,
        pool=engine.pool,
        registry=ground.metrics.registry,
        broadcast=engine.broadcast,
        feed=Feed(ground.database, engine.broadcast),
        presence=Presence(engine.broadcast.send_latest, loop.call_later),
        isolation=isolation,
        cookie=ground.cookie,
        shelf=SampleShelf(engine),
        loop=loop,
        streams=ground.streams,
        deliveries=Deliveries(ground.database, Seal(ground.settings.folder), allowed_hosts(ground.settings), base),
    )


def _hold_reserve(ending: AsyncExitStack, runner: Runner) -> None:
    """Room on the disk for the database, for as long as the server works; taken again once there is some."""
    disk = runner.engine.disk

    async def hold_again() -> None:
        await asyncio.to_thread(disk.hold)

    disk.hold()
    ending.callback(disk.give_back)
    runner.beats.append(hold_again)


def _hear_of_notifications(context: Context) -> None:
    """Have whoever is told something hear of it once it is committed, in open tabs and by web hooks."""

    def tell(people: frozenset[str], sends: bool) -> None:
        for person in people:
            context.soon(context.broadcast.wake, notifications.listener_key(person))
        if sends:
            context.soon(context.deliveries.wake)

    listen(context.database.engine, tell)


async def _stopped(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _read_samples(shelf: SampleShelf) -> None:
    try:
        await shelf.fill()
    except Exception:
        logger.exception("The sample data could not be read")
