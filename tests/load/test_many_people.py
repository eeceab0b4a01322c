"""Twenty people at once get no failure, lose nothing that was acknowledged, and are told of everything.

Times depend on the machine: `python -m tests.load` prints them, and the 30 minutes of the nightly tests hold them.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

from tests.load.load_run import MEBIBYTE, LoadReport, run_load
from tests.team_server import Team, start_team_server

#: How much more memory the server may have at the end of the nightly load than after its first third.
MAX_MEMORY_GROWTH = 1.05


@pytest.fixture
def team(both: str, tmp_path: Path) -> Iterator[Team]:
    (tmp_path / both).mkdir()
    made = start_team_server(tmp_path / both)
    yield made
    made.stop()


def assert_load_holds(report: LoadReport) -> None:
    """What must hold of every load, on the slowest machine, too."""
    figures = report.to_figures()
    assert report.losses == []
    assert report.failures == 0, figures["refusals"]
    assert set(report.record.run_states) == {"succeeded"}, figures


def test_twenty_people_edit_run_listen_and_look(tmp_path: Path) -> None:
    """On the database that was chosen; at night for half an hour on each of them."""
    team = start_team_server(tmp_path)
    try:
        report = run_load(team, people=20, seconds=5)
    finally:
        team.stop()
    assert_load_holds(report)
    assert len(report.record.seconds["edit"]) > 20


@pytest.mark.nightly
def test_twenty_people_work_for_half_an_hour(team: Team) -> None:
    report = run_load(team, people=20, seconds=1_800)
    assert_load_holds(report)
    figures = report.to_figures()
    assert figures["milliseconds"]["edit"]["p99"] < 200, figures
    third = len(report.usage) // 3
    early, late = (mean(one.resident for one in part) for part in (report.usage[third:-third], report.usage[-third:]))
    assert late < early * MAX_MEMORY_GROWTH, f"{early / MEBIBYTE:.0f} MiB became {late / MEBIBYTE:.0f}: {figures}"


@pytest.mark.nightly
def test_fifty_people_lose_nothing(team: Team) -> None:
    report = run_load(team, people=50, seconds=300)
    assert report.losses == []
    assert set(report.record.run_states) == {"succeeded"}
