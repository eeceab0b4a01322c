"""Repeat Modules: what Collect Results becomes in a run, with the modules of its loop."""

import hashlib
import logging
import pickle
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, ModuleError, TrainedModel, Transformation, UntrainedModel, catalog, module
from modules.kit.fan_out import Failure, fan_out, is_in_fan_out, read_step_control
from modules.kit.progress import listen_to_progress
from modules.learning.group_keys import Key, format_group, group_rows, require_keys
from modules.loops.collect_results import USUAL_LIMIT, MostIterations, WhenOneFails
from modules.loops.iterations import Iteration, LoopOutputs, read_earlier, stack_results, tabulate_iterations
from modules.loops.loop_body import LoopBody
from modules.loops.loop_progress import LoopProgress

log = logging.getLogger(__name__)
STOPPED = "The loop was stopped before."
#: What an iteration gave, and in how many seconds.
TurnResult = tuple[Dataset, float]


@dataclass(frozen=True)
class Turn:
    """What one iteration is for: its rows, other settings, and the columns that name it."""

    key: Key
    key_columns: Mapping[str, "pd.Series[Any]"]
    rows: Any
    changed: Mapping[str, Mapping[str, Any]]


def _build_example() -> Call:
    step = {
        "node": "top",
        "title": "Select Rows per Group",
        "module": "select_rows_per_group",
        "parameters": {"number_of_rows": 1, "order_by": [{"column": "sales"}]},
        "inputs": {"dataset": ["start.results_dataset"]},
    }
    body = LoopBody.model_validate(
        {
            "start": "for_each_group",
            "settings": {"group_by": ["shop"]},
            "steps": [step],
            "entry": "start.results_dataset",
            "result": "top.selected_rows",
        }
    )
    frame = pd.DataFrame({"shop": ["a", "b", "a", "b"], "sales": [5, 9, 4, 7]})
    return Call.of(Dataset(frame, {"sales": "label"}), body=body.model_dump_json())


@module(
    "Repeat Modules",
    category="Loops",
    icon="repeat",
    example=_build_example,
    palette=False,
    role="loop_runner",
    deterministic=False,
)
def repeat_modules(
    dataset: Dataset,
    tables: list[Dataset] | None = None,
    learners: list[UntrainedModel] | None = None,
    models: list[TrainedModel] | None = None,
    transformations: list[Transformation] | None = None,
    earlier_rows: Dataset | None = None,
    earlier_iterations: Dataset | None = None,
    *,
    body: Annotated[str, Field(description="The modules of the loop, their settings and edges, as JSON.")],
    when_one_fails: WhenOneFails = "Go on with the others",
    most_iterations: MostIterations = USUAL_LIMIT,
    version: Annotated[str, Field(description="Stands for the code of the modules and of the libraries.")] = "",
) -> LoopOutputs:
    """Run the modules of a loop once for each group or value, and put the results below one another.

    It stands in no design: a run puts it in the place of Collect Results. `version` stands for the code of the modules
    in the loop, and of the libraries: results of another one are computed anew.
    """
    loop = LoopBody.model_validate_json(body)
    arriving = {"tables": tables, "learners": learners, "models": models, "transformations": transformations}
    given = {name: (arriving[port] or [])[place] for name, (port, place) in loop.outside.items()}
    names, turns = _list_turns(loop, dataset)
    if len(turns) > most_iterations:
        message = f"The loop has {len(turns):,} iterations, and {most_iterations:,} are allowed. Raise Most iterations."
        raise ModuleError(8, message, parameter="most_iterations")
    earlier = read_earlier(earlier_rows, earlier_iterations, names)
    fingerprints = _compute_fingerprints(loop, dataset, given, turns, version)
    found = _take_unchanged(turns, fingerprints, earlier, earlier_rows)
    unit = "groups" if "group_by" in loop.settings else "values"
    progress = LoopProgress(names, unit, len(turns), len(found))

    def run_turn(place: int) -> TurnResult:
        began = time.perf_counter()
        return _run_turn(loop, dataset, given, turns[place]), time.perf_counter() - began

    for place, result in _run_waiting(
        run_turn, [place for place in range(len(turns)) if place not in found], turns, progress
    ):
        if isinstance(result, Failure):
            found[place] = _describe_failure(turns[place], result, stop=when_one_fails == "Stop")
        else:
            done = Iteration(turns[place].key, turns[place].key_columns, "Done", result[0], "", result[1])
            found[place] = replace(done, fingerprint=fingerprints[place])
        progress.end(found[place])
        progress.tell()
    never_run = {
        place: Iteration(turn.key, turn.key_columns, "Not run", reason=STOPPED) for place, turn in enumerate(turns)
    }
    return _put_together(names, [(never_run | found)[place] for place in range(len(turns))], unit)


def _run_waiting(
    run_turn: Callable[[int], TurnResult], places: Sequence[int], turns: Sequence[Turn], progress: LoopProgress
) -> Iterator[tuple[int, TurnResult | Failure]]:
    """The results as they come, until all are there or somebody stops the loop and keeps what it has."""

    def begin(place: int) -> None:
        progress.begin(turns[place].key)
        progress.tell()

    def should_end() -> bool:
        progress.tell()
        # Of a loop in a loop the outer one is stopped: half of an iteration is none.
        return progress.done > 0 and not is_in_fan_out() and read_step_control().is_finish_requested

    with listen_to_progress(lambda _: None):
        yield from fan_out(run_turn, places, unit=progress.unit, should_end=should_end, on_begin=begin, may_stop=True)


def _put_together(names: Sequence[str], iterations: list[Iteration], unit: str) -> LoopOutputs:
    failed = [one for one in iterations if one.state == "Failed"]
    ran = [one for one in iterations if one.state != "Not run"]
    if len(failed) == len(ran):
        message = f"None of the {len(ran):,} iterations worked. The first one: {failed[0].reason}"
        raise ModuleError(83, message, port="dataset")
    log.info("%d iterations, of which %d failed.", len(ran), len(failed))
    rows, stayed = stack_results(iterations)
    if len(ran) < len(iterations):
        remark = f"Partial: the loop was stopped after {len(ran):,} of {len(iterations):,} {unit}."
        log.warning("%s", remark)
        rows = replace(rows, remark=remark)
    # What had to change its type beside the others is computed anew: alone it would be what it was before.
    lasting = [one if same else replace(one, fingerprint="") for one, same in zip(iterations, stayed, strict=True)]
    return LoopOutputs(rows, tabulate_iterations(names, lasting))


def _run_turn(loop: LoopBody, dataset: Dataset, given: Mapping[str, Any], turn: Turn) -> Dataset:
    part = dataset
    if turn.rows is not None:
        rows = dataset.with_frame(dataset.frame.iloc[turn.rows].reset_index(drop=True))
        part = rows.with_role("none", *turn.key_columns)
    result = loop.run(part, given, turn.changed)
    return replace(result, frame=result.frame.reset_index(drop=True), shown_as=None, remark=None)


def _describe_failure(turn: Turn, failure: Failure, *, stop: bool) -> Iteration:
    known = isinstance(failure.error, ModuleError)
    reason = failure.message if known else f"{type(failure.error).__name__}: {failure.message}"
    if stop:
        raise ModuleError(83, f"'{format_group(turn.key)}': {reason}", port="dataset")
    return Iteration(turn.key, turn.key_columns, "Failed", None, reason)


def _list_turns(loop: LoopBody, dataset: Dataset) -> tuple[list[str], list[Turn]]:
    """The names of the key columns, and the iterations."""
    settings = catalog()[loop.start].parameters.model_validate(loop.settings).model_dump()
    if "group_by" not in settings:
        return _list_values(loop, settings["setting"], settings["values"])
    names = list(settings["group_by"])
    require_keys(dataset, names, port="dataset")
    groups = group_rows(dataset.frame, names)
    if not groups.keys:
        raise ModuleError(21, "The data at 'dataset' have no rows, so there is no group.", port="dataset")
    turns = [
        Turn(key, {name: dataset.frame[name].iloc[rows[:1]].reset_index(drop=True) for name in names}, rows, {})
        for key, rows in zip(groups.keys, groups.list_positions(), strict=True)
    ]
    return names, turns


def _list_values(loop: LoopBody, setting: str, texts: Sequence[str]) -> tuple[list[str], list[Turn]]:
    node, _, field = setting.partition(".")
    step = next((one for one in loop.steps if one.node == node), None)
    if step is None or field not in step.declared.widgets:
        message = f"No module in the loop has the setting '{setting}'. Choose one in For Each Value."
        raise ModuleError(18, message, parameter="body")
    title = step.declared.widgets[field].title
    values = [step.declared.read_value(step.parameters, field, text) for text in dict.fromkeys(texts)]
    column = pd.Series(values) if all(isinstance(one, int | float | str) for one in values) else pd.Series(list(texts))
    shown = column.astype("str") if column.dtype == object else column.infer_objects()
    turns = [
        Turn((text,), {title: shown.iloc[[place]].reset_index(drop=True)}, None, {node: {field: value}})
        for place, (text, value) in enumerate(zip(dict.fromkeys(texts), values, strict=True))
    ]
    return [title], turns


def _take_unchanged(
    turns: Sequence[Turn], fingerprints: Sequence[str], earlier: Mapping[str, pd.DataFrame], rows: Dataset | None
) -> dict[int, Iteration]:
    """What an earlier run gave for the same rows, modules and settings."""
    return {
        place: Iteration(turn.key, turn.key_columns, "Unchanged", rows.with_frame(earlier[known]), fingerprint=known)
        for place, (turn, known) in enumerate(zip(turns, fingerprints, strict=True))
        if rows is not None and known in earlier
    }


def _compute_fingerprints(
    loop: LoopBody, dataset: Dataset, given: Mapping[str, Any], turns: Sequence[Turn], version: str
) -> list[str]:
    """What each iteration computes, and from what, as a hash; empty where that cannot be told."""
    if any(column.type in ("vector", "other") for column in dataset.schema):
        return [""] * len(turns)
    said = [(column.name, column.type, column.role) for column in dataset.schema]
    try:
        outside = pickle.dumps(sorted(given.items(), key=lambda item: item[0]))
        hashes = pd.util.hash_pandas_object(dataset.frame, index=False).to_numpy()
    except Exception:
        return [""] * len(turns)
    # Which groups there are, and which of them is shown, changes none of the others.
    alike = loop.model_copy(update={"settings": {}}).model_dump_json()
    start = hashlib.sha256(repr((alike, said, version)).encode() + outside)
    found = []
    for turn in turns:
        own = start.copy()
        own.update(repr((turn.key, sorted((node, sorted(one.items())) for node, one in turn.changed.items()))).encode())
        own.update((hashes if turn.rows is None else hashes[turn.rows]).tobytes())
        found.append(own.hexdigest()[:32])
    return found
