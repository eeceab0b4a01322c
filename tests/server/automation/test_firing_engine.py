"""What is due fires once: over two servers, jumps of the clock, a suspend, and servers that are killed."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from server.automation.firing_engine import FiringEngine
from server.automation.firing_starter import CannotFire, TryLater
from server.storage.database import Database
from server.storage.orm.core_tables import ArtifactRow, DatasetRow, DatasetVersionRow
from server.storage.orm.pipeline_tables import FiringRow, PipelineRow, TriggerRow
from server.storage.stores import pipeline_store, trigger_store
from tests.database_servers import DATABASES
from tests.server.automation.firing_runs import (
    START,
    HandClock,
    add_trigger,
    build_engine,
    create_pipeline,
    end_runs,
    list_firings,
    list_runs,
    start_run,
)
from tests.server_spawner import finish_module

HOURLY = {"cron": "0 * * * *"}


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.create_database(tmp_path / both)
    yield made
    made.close()


@pytest.fixture
def pipeline(database: Database) -> PipelineRow:
    return create_pipeline(database)


def test_a_schedule_fires_at_its_time_and_not_before(database: Database, pipeline: PipelineRow) -> None:
    add_trigger(database, pipeline, HOURLY)
    clock = HandClock()
    engine = build_engine(database, clock)
    for minutes in (0, 59, 1, 1, 0):
        clock.advance(minutes=minutes)
        engine.tick()
    assert list_firings(database) == [("13:00", "started", "")]
    assert len(list_runs(database)) == 1
    assert engine.find_next_look() == START + timedelta(hours=2)


def test_a_paused_schedule_does_not_fire(database: Database, pipeline: PipelineRow) -> None:
    trigger = add_trigger(database, pipeline, HOURLY)
    with database.session() as session:
        session.get_one(TriggerRow, trigger.id).paused_at = START
    clock = HandClock()
    clock.advance(hours=3)
    build_engine(database, clock).tick()
    assert list_firings(database) == []


def test_the_schedule_of_a_deleted_pipeline_rests_until_it_is_restored(
    database: Database, pipeline: PipelineRow
) -> None:
    trigger = add_trigger(database, pipeline, HOURLY)
    clock = HandClock()
    engine = build_engine(database, clock)
    with database.session() as session:
        pipeline_store.delete_pipeline(session, pipeline.id)
    clock.advance(hours=3)
    engine.tick()
    with database.read_session() as session:
        assert trigger_store.list_triggers(session) == []
    assert (list_firings(database), engine.find_next_look()) == ([], None)
    with database.session() as session:
        pipeline_store.restore_pipeline(session, pipeline.id)
    engine.tick()
    with database.read_session() as session:
        assert [one.id for one in trigger_store.list_triggers(session)] == [trigger.id]
    assert len(list_runs(database)) == 1


@pytest.mark.parametrize(
    ("overlap", "expected"),
    [
        ("skip", [("13:00", "started", ""), ("14:00", "skipped", "Run 1 had not ended."), ("16:00", "started", "")]),
        (
            "queue",
            [
                ("13:00", "started", ""),
                ("14:00", "started", "Started when the run before it had ended."),
                ("15:00", "skipped", "Run 1 had not ended, and another one waited already."),
                ("16:00", "queued", "Waits for run 2 to end."),
            ],
        ),
        ("allow", [(f"{hour}:00", "started", "") for hour in (13, 14, 15, 16)]),
    ],
)
def test_what_happens_while_the_run_before_goes_on(
    database: Database, pipeline: PipelineRow, overlap: str, expected: list[tuple[str, str, str]]
) -> None:
    add_trigger(database, pipeline, {**HOURLY, "overlap": overlap})
    clock = HandClock()
    engine = build_engine(database, clock)
    for _ in range(3):
        clock.advance(hours=1)
        engine.tick()
    end_runs(database)
    clock.advance(minutes=30)
    engine.tick()
    clock.advance(minutes=30)
    engine.tick()
    found = list_firings(database)
    assert [one for one in found if overlap != "skip" or one[0] != "15:00"] == expected


def test_after_a_suspend_of_three_hours_one_run_stands_for_all(database: Database, pipeline: PipelineRow) -> None:
    add_trigger(database, pipeline, HOURLY)
    clock = HandClock()
    engine = build_engine(database, clock)
    engine.tick()
    clock.advance(hours=3, minutes=30)
    engine.tick()
    reason = "The server was not running at 3 times. This run stands for all of them."
    assert list_firings(database) == [("15:00", "started", reason)]


@pytest.mark.parametrize("jump", [-1, 1])
def test_a_clock_that_jumps_by_an_hour_and_back_fires_each_time_once(
    database: Database, pipeline: PipelineRow, jump: int
) -> None:
    add_trigger(database, pipeline, {"cron": "*/10 * * * *", "overlap": "allow"})
    clock = HandClock()
    engine = build_engine(database, clock)
    for minute in range(180):
        if minute in (60, 90):
            clock.advance(hours=jump if minute == 60 else -jump)
        clock.advance(minutes=1)
        engine.tick()
    times = [moment for moment, _, _ in list_firings(database)]
    assert len(times) == len(set(times)) == len(list_runs(database))
    quiet_until = "13:00"
    assert set(times) >= {"12:10", "12:20", "12:30", "12:40", "12:50", quiet_until, "14:40", "14:50", "15:00"}


def test_a_clock_that_was_years_ahead_does_not_silence_a_schedule(database: Database, pipeline: PipelineRow) -> None:
    add_trigger(database, pipeline, HOURLY)
    clock = HandClock()
    engine = build_engine(database, clock)
    clock.advance(days=1_000)
    engine.tick()
    clock.current = START
    engine.tick()
    clock.advance(hours=1)
    engine.tick()
    assert ("13:00", "skipped", "Run 1 had not ended.") in list_firings(database)


@pytest.mark.parametrize("ticks", [400, pytest.param(10_000, marks=pytest.mark.nightly)])
def test_two_servers_on_one_database_fire_once(database: Database, pipeline: PipelineRow, ticks: int) -> None:
    trigger = add_trigger(database, pipeline, {"cron": "* * * * *", "overlap": "allow"})
    clock = HandClock()
    engines = [build_engine(database, clock, owner) for owner in ("one", "two")]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(ticks):
            clock.advance(seconds=6)
            list(pool.map(FiringEngine.tick, engines))
    clock.advance(seconds=1)
    engines[0].tick()
    with database.read_session() as session:
        found = trigger_store.list_latest_firings(session, trigger.id, ticks)
    assert len(found) == ticks // 10
    assert {row.state for row in found} == {"started"}
    assert sorted(row.run_id or "" for row in found) == sorted(run.id for run in list_runs(database))


@pytest.mark.parametrize("point", ["before the firing", "before the run", "after the run"])
def test_a_server_that_is_killed_loses_no_run_and_doubles_none(
    database: Database, pipeline: PipelineRow, both: str, tmp_path: Path, point: str
) -> None:
    add_trigger(database, pipeline, HOURLY)
    clock = HandClock()
    clock.advance(hours=1)
    arguments = [DATABASES.get_url(tmp_path / both), point, clock().isoformat()]
    assert finish_module("tests.server.automation.firing_runs", *arguments).returncode == -9
    assert len(list_runs(database)) == (1 if point == "after the run" else 0)
    clock.advance(seconds=31)
    build_engine(database, clock, "next").tick()
    assert list_firings(database) == [("13:00", "started", "")]
    assert len(list_runs(database)) == 1


def test_another_server_waits_while_the_lease_is_held(database: Database, pipeline: PipelineRow) -> None:
    add_trigger(database, pipeline, HOURLY)
    clock = HandClock()
    first, second = (build_engine(database, clock, owner) for owner in ("one", "two"))
    assert first.acquire_lease(clock())
    clock.advance(seconds=20)
    assert not second.acquire_lease(clock())
    assert first.acquire_lease(clock())
    clock.advance(seconds=20)
    assert not second.acquire_lease(clock())
    clock.advance(seconds=11)
    assert second.acquire_lease(clock())
    clock.advance(hours=-1)
    assert first.acquire_lease(clock())


def test_what_cannot_start_says_why_and_what_the_server_could_not_do_is_tried_again(
    database: Database, pipeline: PipelineRow
) -> None:
    add_trigger(database, pipeline, {**HOURLY, "overlap": "allow"})
    clock, answers = HandClock(), [CannotFire("Version 2 is disabled."), TryLater("Too many runs."), None]

    def start(firing: FiringRow, trigger: TriggerRow) -> str:
        answer = answers.pop(0)
        if answer is not None:
            raise answer
        return start_run(database, firing, trigger)

    engine = FiringEngine(database, start, clock=clock, owner="one")
    for length in ({"hours": 1}, {"hours": 1}, {"seconds": 10}, {"minutes": 1}):
        clock.advance(**length)
        engine.tick()
    assert list_firings(database) == [("13:00", "failed", "Version 2 is disabled."), ("14:00", "started", "")]
    assert answers == []


def test_a_run_starts_late_by_its_jitter(database: Database, pipeline: PipelineRow) -> None:
    add_trigger(database, pipeline, {**HOURLY, "jitter_seconds": 600})
    clock = HandClock()
    engine = build_engine(database, clock)
    clock.advance(hours=1)
    engine.tick()
    clock.advance(minutes=10)
    engine.tick()
    assert list_firings(database) == [("13:00", "started", "")]


def test_a_backfill_runs_one_after_another(database: Database, pipeline: PipelineRow) -> None:
    trigger = add_trigger(database, pipeline, HOURLY)
    clock = HandClock()
    with database.session() as session:
        for hours in (3, 2, 1):
            due = START - timedelta(hours=hours)
            occasion = trigger_store.BACKFILL_PREFIX + trigger_store.name_due_time(due)
            row = trigger_store.build_firing(trigger.id, occasion, due, state="queued")
            assert trigger_store.add_firing(session, row)
            assert not trigger_store.add_firing(session, row.model_copy(update={"id": f"other-{hours}"}))
    engine = build_engine(database, clock)
    engine.tick()
    engine.tick()
    assert [state for _, state, _ in list_firings(database)] == ["started", "queued", "queued"]
    for _ in range(2):
        end_runs(database)
        engine.tick()
    assert [state for _, state, _ in list_firings(database)] == ["started", "started", "started"]


def test_a_new_version_of_a_dataset_fires_once(database: Database, pipeline: PipelineRow) -> None:
    settings = {"source": "dataset", "dataset": "bikes"}
    add_trigger(database, pipeline, settings, kind="data_change")
    clock = HandClock()
    first, second = (build_engine(database, clock, owner) for owner in ("one", "two"))
    with database.session() as session:
        session.add(ArtifactRow(id="a", type="dataset", bytes=0))
        session.add(DatasetRow(id="bikes", name="Bikes", source="upload"))
        session.flush()
        session.add(
            DatasetVersionRow(dataset_id="bikes", version=1, artifact="a", file_name="", file_bytes=0, notices=[])
        )
    for engine in (first, second, first):
        engine.tick()
        clock.advance(minutes=1)
    assert list_firings(database) == [("12:00", "started", "Version 1 of the dataset was added.")]


def test_a_thousand_schedules_cost_less_than_a_hundredth_of_a_core(tmp_path: Path) -> None:
    database = DATABASES.create_database(tmp_path / "many")
    pipeline = create_pipeline(database)
    rows = [
        TriggerRow(
            pipeline_id=pipeline.id,
            kind="schedule",
            name=f"Schedule {number}",
            settings={"cron": f"{number % 60} {(12 + number // 60) % 24} * * *"},
            created_by="Ada",
            next_due_at=START + timedelta(minutes=number % 60, hours=number // 60),
        )
        for number in range(1_000)
    ]
    with database.session() as session:
        session.add_all(rows)
    clock = HandClock(START - timedelta(minutes=1))
    engine = build_engine(database, clock)
    engine.tick()
    before, length = time.process_time(), 600
    for _ in range(length // 2):
        clock.advance(seconds=2)
        engine.tick()
        engine.find_next_look()
    used = time.process_time() - before
    fired = len(list_firings(database))
    database.close()
    assert fired > 0
    assert used / length < 0.01, f"{used / length:.2%} of a core, with {fired} runs"
