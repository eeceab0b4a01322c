"""What `designery job submit` does with a job file: here, or on a server elsewhere; what is wrong ends the command."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import click

from server.job_command import OnText, SubmittedJob, submit_job
from server.job_files import JobRefused, read_job
from server.remote_jobs import RemoteRefused, submit_to_server
from server.setting_values import InvalidSettings
from server.settings import load_settings
from server.storage.database import DatabaseUnusable
from server.storage.files.data_folder_lock import AlreadyInUse
from server.storage.transactions.workspace_context import use_workspace


def submit_file(
    file: Path,
    changes: tuple[str, ...],
    on_text: OnText,
    on_log: OnText,
    *,
    server: str | None = None,
    wait: bool = True,
    find_home: Callable[[], str | None] | None = None,
) -> SubmittedJob:
    """Run a job file to its end. `find_home` gives the workspace that it belongs to on a server with accounts."""
    try:
        job = read_job(file, changes)
        if server:
            return submit_to_server(server, job, on_text, on_log, wait=wait)
        settings = load_settings()
        with use_workspace(find_home() if settings.team and find_home is not None else None):
            return asyncio.run(submit_job(settings, job, on_text, on_log))
    except (JobRefused, InvalidSettings, DatabaseUnusable, AlreadyInUse) as error:
        raise click.ClickException(str(error)) from None
    except RemoteRefused as error:
        click.echo(f"Error: {error}", err=True)
        # As the commands of the client end.
        raise SystemExit(error.code) from None
