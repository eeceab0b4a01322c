"""Cleaning up: whatever is referred to stays, for every way to refer to it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.storage.maintenance.retention import RetentionCandidate, StorageInventory, build_cleanup_plan, find_old_runs

NOW = datetime(2026, 1, 31, tzinfo=UTC)
ARTIFACTS = [letter * 64 for letter in "0123456789"]

held_artifacts = st.frozensets(st.sampled_from(ARTIFACTS), max_size=5)


@st.composite
def make_stored(draw: st.DrawFn) -> StorageInventory:
    runs = [
        RetentionCandidate(
            f"run-{number}",
            draw(st.sampled_from(["one", "two"])),
            number,
            "Cars",
            NOW - timedelta(days=draw(st.integers(0, 60))),
            draw(held_artifacts),
            draw(st.sampled_from([None, None, "it is tagged best"])),
        )
        for number in range(draw(st.integers(0, 8)))
    ]
    sizes = {artifact: draw(st.integers(0, 1000)) for artifact in draw(held_artifacts)}
    results = {f"key-{number}": draw(held_artifacts) for number in range(draw(st.integers(0, 6)))}
    references = dict.fromkeys(draw(held_artifacts), "a dataset needs them")
    return StorageInventory(runs, sizes, results, references)


@given(facts=make_stored(), asked=st.sets(st.integers(0, 8)))
def test_no_artifact_goes_that_anything_which_stays_refers_to(facts: StorageInventory, asked: set[int]) -> None:
    plan = build_cleanup_plan(facts, [f"run-{number}" for number in asked])
    gone = {run.id for run in plan.runs}
    lost = set(plan.artifacts)
    assert not lost & facts.references.keys()
    assert not any(run.artifacts & lost for run in facts.runs if run.id not in gone)
    assert not any(outputs & lost for key, outputs in facts.results.items() if key not in plan.results)


@given(facts=make_stored(), asked=st.sets(st.integers(0, 8)))
def test_everything_that_nothing_refers_to_goes(facts: StorageInventory, asked: set[int]) -> None:
    plan = build_cleanup_plan(facts, [f"run-{number}" for number in asked])
    gone = {run.id for run in plan.runs}
    needed = {artifact for run in facts.runs if run.id not in gone for artifact in run.artifacts}
    assert set(facts.sizes) - set(plan.artifacts) == set(facts.sizes) & (needed | facts.references.keys())
    assert plan.bytes == sum(facts.sizes[artifact] for artifact in plan.artifacts)


@given(facts=make_stored(), asked=st.sets(st.integers(0, 8)))
def test_a_run_that_must_stay_stays_and_says_why(facts: StorageInventory, asked: set[int]) -> None:
    plan = build_cleanup_plan(facts, [f"run-{number}" for number in asked])
    protected = {run.id for run in facts.runs if run.keep_reason and run.number in asked}
    assert protected == {kept.run.id for kept in plan.retained if kept.run}
    assert not protected & {run.id for run in plan.runs}


@given(facts=make_stored(), days=st.integers(0, 60), keep=st.integers(0, 4))
def test_the_newest_runs_of_each_design_are_not_old(facts: StorageInventory, days: int, keep: int) -> None:
    old = set(find_old_runs(facts.runs, NOW - timedelta(days=days), keep))
    for design in ("one", "two"):
        of_design = sorted((run for run in facts.runs if run.design == design), key=lambda run: -run.number)
        assert not {run.id for run in of_design[:keep]} & old
        assert {run.id for run in of_design[keep:] if run.created_at < NOW - timedelta(days=days)} <= old
