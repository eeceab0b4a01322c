"""`python -m tests.load --people 20 --minutes 30 [--database postgresql]`: load a server of its own, print figures."""

import json
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from tests.databases import DATABASES, running_postgres
from tests.load.loading import put_under_load
from tests.team import team_server


@click.command()
@click.option("--people", default=20, show_default=True)
@click.option("--minutes", default=1.0, show_default=True)
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--seed", default=0)
def main(people: int, minutes: float, database: str, seed: int) -> None:
    """Have people work on a server for a while, and print what came of it."""
    with ExitStack() as stays:
        if database == "postgresql":
            DATABASES.postgres = stays.enter_context(running_postgres())
        folder = stays.enter_context(tempfile.TemporaryDirectory(prefix="designery-load-"))
        team = team_server(Path(folder))
        stays.callback(team.stop)
        before = os.getloadavg()[0]
        figures = put_under_load(team, people, minutes * 60, seed).figures()
    for name, value in {"database": database, "load before": round(before, 1), **figures}.items():
        click.echo(f"{name}: {json.dumps(value)}")


if __name__ == "__main__":
    main()
