"""The program as a whole: the only file that wires the others."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from modules.kit import catalog
from server.api import (
    accounts,
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
    inference,
    kept_modules,
    login,
    me,
    presence,
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
from server.api.gate import gate
from server.api.guard import Guard, personal_door
from server.engine import made_engine
from server.pages import api_docs, canvas_picture, doors, provider, report, share_page, shell
from server.pages.assets import assets
from server.pages.built import APP
from server.people.door import team_door
from server.people.presence import Presence
from server.people.streams import Streams
from server.runs.experiments import Experiments
from server.runs.runner import Runner
from server.runs.sampler import Sampler
from server.runs.starting import Analyst
from server.runs.trials import Trials
from server.samples.data import SampleShelf
from server.settings import Settings
from server.storage.artifacts import ArtifactStore
from server.storage.database import Database
from server.storage.occupied import working_on
from server.version import VERSION

logger = logging.getLogger(__name__)

ROUTERS = (
    catalog_api,
    designs,
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
)
#: Of a server with accounts.
TEAM_ROUTERS = (login, me, workspaces, accounts, audit)
OPEN_PATHS = ("/healthz", "/api/session")
OPEN_THE_LINK = "Open the launch link that the server printed, or make a new one: designery link."


def create_app(settings: Settings | None = None) -> FastAPI:
    """The server, ready to be run by uvicorn."""
    settings = settings or Settings()
    database = Database(settings.database, shared=settings.team)
    streams = Streams()
    cookie = f"designery_{settings.port}"
    app = FastAPI(
        title="Designery",
        version=VERSION,
        summary="The interface that the browser uses.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lambda app: _running(app, settings, database, cookie, streams),
        dependencies=[Depends(gate)],
    )
    for noun in ROUTERS:
        app.include_router(noun.router, prefix="/api")
    if settings.team:
        for part in TEAM_ROUTERS:
            app.include_router(part.router, prefix="/api")
        app.include_router(doors.router)
        if settings.oidc_issuer:
            app.include_router(provider.router)
    app.include_router(shell.router)
    app.include_router(report.router)
    app.include_router(share_page.router)
    app.include_router(api_docs.router, prefix="/api")
    app.include_router(canvas_picture.router, prefix="/api")
    app.add_api_route("/healthz", _healthy, include_in_schema=False)
    if APP.is_dir():
        app.mount("/app", assets(APP), name="app")
    app.add_api_route("/{path:path}", shell.unknown, include_in_schema=False, response_class=HTMLResponse)
    answer_in_sentences(app)
    door = partial(team_door, database) if settings.team else personal_door(database)
    app.add_middleware(
        Guard,
        door=door,
        streams=streams,
        hosts=settings.hosts,
        cookie=cookie,
        open_paths=(*OPEN_PATHS, *(login.OPEN if settings.team else ())),
        advice="Sign in first." if settings.team else OPEN_THE_LINK,
    )
    return app


@asynccontextmanager
async def _running(
    app: FastAPI, settings: Settings, database: Database, cookie: str, streams: Streams
) -> AsyncIterator[None]:
    """From the first request to the last: the data folder, then all that works on it."""
    with working_on(settings.folder):
        await asyncio.to_thread(database.migrate)
        async with _parts(app, settings, database, cookie, streams):
            yield


@asynccontextmanager
async def _parts(
    app: FastAPI, settings: Settings, database: Database, cookie: str, streams: Streams
) -> AsyncIterator[None]:
    """Storage, engine and runner, which end in the reverse order."""
    store = ArtifactStore(settings.folder / "store")
    engine, isolation = await made_engine(settings, database, store)
    runner = Runner(engine)
    sampler = Sampler(engine)
    trying = Trials(sampler)
    shelf = SampleShelf(engine)
    analyst = Analyst(catalog(), store, barred=engine.barred)
    experiments = Experiments(database, analyst, runner, isolation.model_dump())
    app.state.context = Context(
        settings=settings,
        database=database,
        store=store,
        catalog=catalog(),
        analyst=analyst,
        runner=runner,
        sampler=sampler,
        trials=trying,
        experiments=experiments,
        broadcast=engine.broadcast,
        presence=Presence(engine.broadcast.send_latest, asyncio.get_running_loop().call_later),
        isolation=isolation,
        cookie=cookie,
        shelf=shelf,
        loop=asyncio.get_running_loop(),
        streams=streams,
    )
    await runner.open()
    await experiments.open()
    reading = asyncio.create_task(_read_samples(shelf), name="sample data")
    try:
        yield
    finally:
        engine.broadcast.close()
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        await experiments.close()
        await runner.close()
        trying.close()
        await sampler.close()
        await engine.pool.close()
        database.close()


async def _read_samples(shelf: SampleShelf) -> None:
    try:
        await shelf.fill()
    except Exception:
        logger.exception("The sample data could not be read")


def _healthy(request: Request, response: Response) -> dict[str, str]:
    """Whether requests can be answered: the process is there, and so is its database."""
    try:
        with request.app.state.context.database.reading() as session:
            session.execute(text("SELECT 1"))
    except OperationalError:
        response.status_code = 503
        return {"status": "the database does not answer"}
    return {"status": "ok"}
