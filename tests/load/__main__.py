"""`python -m tests.load --people 20 --minutes 30 [--database postgresql]`: load a server of its own, print figures."""

import json
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from tests.database_servers import DATABASES, running_postgres
from tests.load.load_run import run_load
from tests.load.request_costs import measure_costs
from tests.team_server import start_team_server


@click.command()
@click.option("--people", default=20, show_default=True)
@click.option("--minutes", default=1.0, show_default=True)
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--seed", default=0)
@click.option("--costs", is_flag=True, help="Only what single requests cost the server, in ms of processor time.")
def main(people: int, minutes: float, database: str, seed: int, *, costs: bool) -> None:
    """Have people work on a server for a while, and print what came of it."""
    with ExitStack() as stays:
        if database == "postgresql":
            DATABASES.postgres = stays.enter_context(running_postgres())
        folder = stays.enter_context(tempfile.TemporaryDirectory(prefix="designery-load-"))
        team = start_team_server(Path(folder))
        stays.callback(team.stop)
        before = os.getloadavg()[0]
        figures = measure_costs(team) if costs else run_load(team, people, minutes * 60, seed).to_figures()
    for name, value in {"database": database, "load before": round(before, 1), **figures}.items():
        click.echo(f"{name}: {json.dumps(value)}")


if __name__ == "__main__":
    main()
