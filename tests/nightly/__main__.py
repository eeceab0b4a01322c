"""`python -m tests.nightly [--scale 0.05] [-k power]`: the nightly lane, and the figures that its promises came to."""

import json
import os
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from tests.nightly.nightly_figures import FIGURES_VARIABLE, SCALE_VARIABLE

TESTS_FOLDER = Path(__file__).parent.parent


class OutcomeRecorder:
    """What became of each test, as pytest reports it."""

    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.rpartition("::")[2]
        self.seconds[name] = self.seconds.get(name, 0.0) + report.duration
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[name] = report.outcome


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--scale", default=1.0, show_default=True, help="Part of the full number of kills, cuts, minutes, bytes.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def main(scale: float, options: tuple[str, ...]) -> None:
    """Run the nightly tests one after another, with further OPTIONS of pytest, and print a report.

    Files or folders among the options are run instead of all tests.
    """
    named = any(Path(option.partition("::")[0]).exists() for option in options)
    with tempfile.TemporaryDirectory(prefix="designery-nightly-") as folder:
        os.environ |= {SCALE_VARIABLE: str(scale), FIGURES_VARIABLE: folder}
        results = OutcomeRecorder()
        arguments = [
            "-m",
            "nightly or deep",
            "-p",
            "no:cacheprovider",
            "-v",
            *(() if named else (str(TESTS_FOLDER),)),
            # Half an hour of load has a command of its own: docs/benchmarks.md.
            f"--ignore={TESTS_FOLDER / 'load'}",
            *options,
        ]
        code = pytest.main(arguments, plugins=[results])
        figures = {file.stem: json.loads(file.read_text()) for file in sorted(Path(folder).glob("*.json"))}
    click.echo(
        f"\nNightly lane, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, scale {scale:g}, {os.cpu_count()} cores, ", nl=False
    )
    click.echo(f"Linux {platform.release()}, Python {platform.python_version()}")
    for name, outcome in results.outcomes.items():
        click.echo(f"{outcome:8} {name.removeprefix('test_')} ({results.seconds[name]:.0f} s)")
        for what, value in figures.get(name, {}).items():
            click.echo(f"           {what}: {value}")
    raise SystemExit(code)


if __name__ == "__main__":
    main()
