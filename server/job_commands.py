"""`designery job`: commands of one's own folder, submitted from the command line."""

import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from server.secret_commands import WORKSPACE_OPTION, open_workspace

#: As the commands of the client end where a run failed.
EXIT_RUN_FAILED = 5


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
@click.option("--server", metavar="ADDRESS", help="Submit to this server, as you are signed in there.")
@click.option("--no-wait", is_flag=True, help="With --server: return as soon as the run is in the list.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of it for programs.")
@WORKSPACE_OPTION
def submit(
    file: Path,
    changes: tuple[str, ...],
    follow: bool,
    server: str | None,
    no_wait: bool,
    as_json: bool,
    workspace: str | None,
) -> None:
    """Run a job file to its end. It shows in the list of runs like any other, and the same job again is reused."""
    from server.job_submission import submit_file

    # With --json the standard output is one JSON document: what is said and printed beside it goes elsewhere.
    on_text = partial(click.echo, err=as_json)

    def print_log(text: str) -> None:
        if follow:
            click.echo(text, nl=False, err=as_json)

    if no_wait and not server:
        raise click.UsageError("--no-wait needs --server: without a server, the run ends with this command.")
    home = None if server else partial(_find_home, workspace)
    ended = submit_file(file, changes, on_text, print_log, server=server, wait=not no_wait, find_home=home)
    if as_json:
        click.echo(json.dumps(asdict(ended)))
    else:
        how = "reused from an earlier run" if ended.reused else ended.state
        click.echo(f"{ended.design}, run {ended.number}: {how}. {ended.message}".rstrip())
    sys.exit(0 if ended.state == "succeeded" or no_wait else EXIT_RUN_FAILED)


def _find_home(workspace: str | None) -> str | None:
    """The workspace of a server with accounts that the job belongs to; what is wrong with its name ends the command."""
    with open_workspace(workspace) as (session, _):
        home: str | None = session.info.get("place")
    return home
