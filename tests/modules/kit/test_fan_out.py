"""What a fan-out promises: the same results in any number of processes, failures as values, and nobody left behind."""

import logging
import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from modules.kit import ModuleError
from modules.kit.fan_out import (
    Failure,
    FixedShare,
    TimeUpError,
    WorkerLostError,
    fan_out,
    fan_out_in_order,
    provide_workers,
)
from modules.kit.progress import ProgressReport, listen_to_progress
from modules.kit.step_control import StepControl


def _fit(seed: int) -> tuple[float, float]:
    """Something that depends on the random numbers of the process, and on the order of additions."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    data = np.random.default_rng(seed).normal(size=(300, 5))
    drawn = float(np.random.normal())
    model = HistGradientBoostingRegressor(max_iter=5).fit(data, data.sum(axis=1))
    return drawn, float(model.predict(data).sum())


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_do_not_depend_on_the_number_of_processes(workers: int) -> None:
    alone = list(fan_out_in_order(_fit, range(6), unit="fits"))
    with provide_workers(FixedShare(workers)):
        assert list(fan_out_in_order(_fit, range(6), unit="fits")) == alone
    assert len({drawn for drawn, _ in alone}) == 6


def _sleep_and_tell(_: int) -> tuple[int, float, float]:
    began = time.monotonic()
    while time.monotonic() - began < 0.3:
        pass
    return os.getpid(), began, time.monotonic()


def test_pieces_run_at_the_same_time_in_forks_that_end_with_the_loop() -> None:
    with provide_workers(FixedShare(2)):
        found = [result for _, result in fan_out(_sleep_and_tell, iter(range(4)), unit="pieces")]
    spans = [result for result in found if not isinstance(result, Failure)]
    assert len(spans) == 4
    pids = {pid for pid, _, _ in spans}
    assert len(pids) == 2
    assert os.getpid() not in pids
    assert any(one[1] < other[2] and other[1] < one[2] and one[0] != other[0] for one in spans for other in spans)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def _fail_at_times(number: int) -> int:
    if number == 1:
        raise ModuleError(83, "It cannot be trained.", column="price")
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 3:
        raise _Unportable("a", "b")
    return number


class _Unportable(Exception):
    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")


def test_a_failing_piece_and_a_killed_one_are_values() -> None:
    with provide_workers(FixedShare(2)):
        found = dict(fan_out(_fail_at_times, iter(range(6)), unit="pieces"))
    errors = {item: result.error for item, result in found.items() if isinstance(result, Failure)}
    assert {item: result for item, result in found.items() if item not in errors} == {0: 0, 4: 4, 5: 5}
    error = errors[1]
    assert isinstance(error, ModuleError)
    assert (error.number, error.column, str(error)) == (83, "price", "It cannot be trained.")
    assert isinstance(errors[2], WorkerLostError)
    assert "SIGKILL" in str(errors[2])
    # With the name of its class, unless a library of the cluster has taught such exceptions to travel.
    assert str(errors[3]).removeprefix("_Unportable: ") == "a and b"


def test_a_piece_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with provide_workers(FixedShare(2)):
        found = list(fan_out(time.sleep, [60.0, 0.0], unit="pieces", seconds=lambda: 1.0))
    assert time.monotonic() - began < 20
    assert [item for item, _ in found] == [0.0, 60.0]
    late = found[1][1]
    assert isinstance(late, Failure)
    assert isinstance(late.error, TimeUpError)


class _ShrinkingShare:
    """Two processes at first, and one once the first piece has begun."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.requests: list[int] = []

    def request(self, count: int) -> None:
        self.requests.append(count)

    def read(self) -> int:
        return 2 if len(list(self.folder.iterdir())) < 2 else 1

    def read_control(self) -> StepControl:
        return StepControl()


def test_a_process_that_is_too_many_stands_still(tmp_path: Path) -> None:
    def work(number: int) -> bool:
        (tmp_path / str(number)).touch()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not (tmp_path / "seen").exists():
            if number == 0 and "T" in _list_states_of_others():
                (tmp_path / "seen").touch()
        return time.monotonic() < deadline

    share = _ShrinkingShare(tmp_path)
    with provide_workers(share):
        assert dict(fan_out(work, iter(range(2)), unit="pieces")) == {0: True, 1: True}
    assert share.requests[-1] == 1


def _list_states_of_others() -> set[str]:
    """The states of the other children of this process's parent."""
    states = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getppid():
            states.add(fields[0])
    return states


def _sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_leaving_the_loop_ends_all_pieces() -> None:
    others = _find_children()  # of tests before
    with provide_workers(FixedShare(2)):
        pieces = fan_out(_sleep, iter([0.0, 60.0]), unit="pieces")
        next(pieces)
        assert _find_children() > others
        del pieces
    assert "T" not in _list_states_of_others()
    assert _find_children() <= others


def _find_children() -> set[Path]:
    return {stat for stat in Path("/proc").glob("[0-9]*/stat") if _has_parent(stat, os.getpid())}


def _has_parent(stat: Path, parent: int) -> bool:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1]) == parent
    except OSError:
        return False


def test_all_pieces_end_where_somebody_wants_them_to() -> None:
    found: list[float] = []
    with provide_workers(FixedShare(2)):
        for item, _ in fan_out(_sleep, iter([0.0, 60.0]), unit="pieces", should_end=lambda: bool(found)):
            found.append(item)
    assert found == [0.0]


@pytest.mark.parametrize("workers", [1, 2])
def test_pieces_that_people_may_stop_leave_this_process_after_the_first(workers: int) -> None:
    with provide_workers(FixedShare(workers)):
        found = dict(fan_out(lambda _: os.getpid(), range(3), unit="groups", may_stop=True))
    assert {number: process == os.getpid() for number, process in found.items()} == {0: True, 1: False, 2: False}


def test_log_lines_and_progress_come_from_one_place(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[ProgressReport] = []

    def work(number: int) -> None:
        logging.getLogger("modules.learning").warning("piece %d", number)

    with provide_workers(FixedShare(2)), listen_to_progress(heard.append), caplog.at_level("INFO"):
        list(fan_out(work, [1, 2, 3], unit="pieces", seconds=lambda: 60.0))
    assert sorted(record.getMessage() for record in caplog.records) == ["piece 1", "piece 2", "piece 3"]
    assert heard == [ProgressReport(done, 3, "pieces") for done in (1, 2, 3)]


def test_the_first_failure_in_order_is_raised() -> None:
    with pytest.raises(ModuleError, match="It cannot be trained"):
        list(fan_out_in_order(_fail_at_times, [0, 1, 4], unit="pieces"))


def test_pieces_within_pieces_stay_in_their_process() -> None:
    def inner(_: int) -> int:
        return os.getpid()

    def outer(_: int) -> tuple[int, set[object]]:
        return os.getpid(), {result for _, result in fan_out(inner, iter(range(3)), unit="pieces")}

    with provide_workers(FixedShare(2)):
        for _, result in fan_out(outer, iter(range(2)), unit="pieces"):
            assert not isinstance(result, Failure)
            assert result[1] == {result[0]}
