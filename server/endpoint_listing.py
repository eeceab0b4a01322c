"""The endpoints in the data folder, for the command line."""

from collections.abc import Sequence

import click

from server.settings import Settings
from server.storage.database import Database
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointRow
from server.storage.stores import endpoint_store
from server.storage.transactions import workspace_context


def read_endpoints() -> list[dict[str, str | list[str]]]:
    """Name, state and answering versions of each endpoint."""
    settings = Settings()
    if not settings.database_url and not (settings.folder / "designery.sqlite").exists():
        raise click.ClickException(f"There is no data in {settings.folder}. Start a server: designery serve")
    database = Database(settings.database, shared=settings.team)
    try:
        with workspace_context.use_workspace(None), database.read_session() as session:
            rows = endpoint_store.list_endpoints(session)
            deployments = endpoint_store.list_deployments(session, [row.id for row in rows])
            return [
                {
                    "name": row.name,
                    "state": _describe_state(row, deployments[row.id]),
                    "answers": _describe_answering(deployments[row.id]),
                }
                for row in rows
            ]
    finally:
        database.close()


def _describe_state(row: EndpointRow, deployments: Sequence[DeploymentRow]) -> str:
    if row.paused_at is not None:
        return "paused"
    return "ready" if any(one.share for one in deployments) else "silent"


def _describe_answering(deployments: Sequence[DeploymentRow]) -> list[str]:
    """The versions that answer, each with its share."""
    return [f"{one.source['name']} #{one.number} {one.share} %" for one in deployments if one.share]
