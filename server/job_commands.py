"""`designery job`: commands of one's own folder, submitted from the command line."""

import asyncio
import sys
from pathlib import Path

import click

from server.secret_commands import WORKSPACE_OPTION, open_workspace


@click.group()
def job() -> None:
    """Run the scripts of a folder as jobs."""


@job.command("submit")
@click.option(
    "-f",
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The job as YAML.",
)
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Change the job, as inputs.rate=0.1.")
@click.option("--follow", is_flag=True, help="Print what the command prints.")
@WORKSPACE_OPTION
def submit(file: Path, changes: tuple[str, ...], follow: bool, workspace: str | None) -> None:
    """Run a job file to its end. It shows in the list of runs like any other, and the same job again is reused."""
    from server.job_command import submit_job
    from server.job_files import JobRefused, read_job
    from server.setting_values import InvalidSettings
    from server.settings import load_settings
    from server.storage.database import DatabaseUnusable
    from server.storage.files.data_folder_lock import AlreadyInUse
    from server.storage.transactions.workspace_context import use_workspace

    def print_log(text: str) -> None:
        if follow:
            click.echo(text, nl=False)

    try:
        made, settings = read_job(file, changes), load_settings()
        with use_workspace(_find_home(workspace) if settings.team else None):
            ended = asyncio.run(submit_job(settings, made, click.echo, print_log))
    except (JobRefused, InvalidSettings, DatabaseUnusable, AlreadyInUse) as error:
        raise click.ClickException(str(error)) from None
    how = "reused from an earlier run" if ended.reused else ended.state
    click.echo(f"{ended.design}, run {ended.number}: {how}. {ended.message}".rstrip())
    sys.exit(0 if ended.state == "succeeded" else 1)


def _find_home(workspace: str | None) -> str | None:
    """The workspace of a server with accounts that the job belongs to; what is wrong with its name ends the command."""
    with open_workspace(workspace) as (session, _):
        home: str | None = session.info.get("place")
    return home
