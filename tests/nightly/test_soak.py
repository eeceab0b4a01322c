"""Promise 36: twenty people edit and run for half an hour, a worker is killed each minute, and nothing is lost."""

import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from server.runs.sandbox.inside.process_tree import list_children, list_descendants
from tests.load.load_run import LoadReport, run_load
from tests.nightly.nightly_figures import is_machine_quiet, save_figures, scale_number
from tests.team_server import Team, start_team_server

pytestmark = pytest.mark.nightly

PEOPLE, SECONDS, BETWEEN_KILLS = scale_number(20, least=4), scale_number(1800, least=60), 60
#: What the caches of a fresh server take is no leak: growth is counted from this part of the time on.
WARM_SHARE = 1 / 3


class KillerThread(threading.Thread):
    """Kills one process of a step, or of a sandbox that waits for one, each minute."""

    def __init__(self, server: int) -> None:
        super().__init__(name="killer")
        self.server, self.kill_count, self.ended = server, 0, threading.Event()

    def run(self) -> None:
        chance = random.Random(36)
        while not self.ended.wait(min(BETWEEN_KILLS, SECONDS / 3)):
            below = [pid for pid in list_descendants([self.server]) if pid != self.server and not list_children(pid)]
            with suppress(ProcessLookupError, IndexError):
                os.kill(chance.choice(below), signal.SIGKILL)
                self.kill_count += 1


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = start_team_server(tmp_path)
    yield made
    made.stop()


def compute_growth(report: LoadReport) -> float:
    """By which part the server's memory rose after it was warm."""
    warm = report.usage[int(len(report.usage) * WARM_SHARE)].resident
    return round(report.usage[-1].resident / warm - 1, 3)


def test_twenty_people_lose_nothing_in_half_an_hour(team: Team, request: pytest.FixtureRequest) -> None:
    assert team.server.process is not None
    quiet = is_machine_quiet()
    killer = KillerThread(team.server.process.pid)
    killer.start()
    try:
        report = run_load(team, PEOPLE, SECONDS)
    finally:
        killer.ended.set()
        killer.join()
    figures, growth = report.to_figures(), compute_growth(report)
    save_figures(
        request.node.name, killed=killer.kill_count, growth=growth, failures=report.failures, quiet=quiet, **figures
    )
    assert report.losses == []
    assert report.failures == 0
    assert killer.kill_count > 0
    assert set(report.record.run_states) <= {"succeeded"}
    assert growth < 0.05
    assert figures["milliseconds"]["edit"]["p99"] < 200 or not quiet
