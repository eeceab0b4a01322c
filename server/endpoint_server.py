"""`designery endpoint serve`: one endpoint in a process of its own, beside others that answer for the same one.

It holds nothing that another one needs: endpoint, keys and results come from the database and the data folder, and what
it counts goes there.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click
import uvicorn
from fastapi import FastAPI
from sqlmodel import select

from server.api.endpoints.serving_app import ServingContext, SingleEndpointService, create_serving_app
from server.machine_resources import raise_open_file_limit
from server.run_services_factory import build_run_services
from server.settings import Settings
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.files.data_folder_lock import shared_folder_lock
from server.storage.orm.endpoint_tables import EndpointRow
from server.storage.transactions import workspace_context


def find_endpoint_id(settings: Settings, name: str, workspace: str | None) -> str:
    """The endpoint of this name. Raises ClickException where there is none, or several."""
    database = Database(settings.database)
    try:
        with workspace_context.use_workspace(None), database.read_session() as session:
            query = select(EndpointRow).where(EndpointRow.name == name)
            found = [row for row in session.exec(query) if workspace in (None, row.workspace_id)]
    finally:
        database.close()
    if not found:
        raise click.ClickException(f"There is no endpoint named '{name}'. See: designery endpoint list")
    if len(found) > 1:
        choices = ", ".join(row.workspace_id for row in found)
        raise click.ClickException(f"Several workspaces have an endpoint named '{name}'. Give --workspace: {choices}")
    return found[0].id


def build_endpoint_app(settings: Settings, name: str, endpoint_id: str) -> FastAPI:
    """The app that answers for the endpoint, once its replicas are loaded."""

    @asynccontextmanager
    async def run_lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(settings.database, shared=settings.team)
        with shared_folder_lock(settings.folder):
            try:
                services, _ = await build_run_services(settings, database, ArtifactStore(settings.folder / "store"))
                endpoints = SingleEndpointService(services, name)
                endpoints.open()
                try:
                    await endpoints.switch_traffic(endpoint_id)
                    app.state.context = ServingContext(database, endpoints, services.pool)
                    yield
                finally:
                    await endpoints.close()
                    await services.pool.close()
                    services.event_bus.close()
            finally:
                database.close()

    return create_serving_app(run_lifespan)


def serve_endpoint(settings: Settings, name: str, workspace: str | None) -> None:
    """Answer until the process is told to stop."""
    raise_open_file_limit()
    app = build_endpoint_app(settings, name, find_endpoint_id(settings, name, workspace))
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=10,
        # Proxies keep idle connections for a minute: none may find that we hung up just as it asks.
        timeout_keep_alive=75,
        log_config=None,
    )
    server = uvicorn.Server(config)
    asyncio.run(_run(server, f"http://{settings.host}:{settings.port}/endpoints/{name}/score"))


async def _run(server: uvicorn.Server, address: str) -> None:
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    if server.started:
        click.echo(f"Answers at {address}. To stop: Ctrl+C.")
    await serving
