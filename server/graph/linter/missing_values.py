"""Gaps that reach a learner which refuses them: in the rows that it is trained on, or in those that it scores."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from server.graph.drawing import Fix, Problem
from server.graph.edits import Edit, put
from server.graph.linter.placing import Spot, between, new_node, unused_id
from server.graph.linter.tracing import Place, Trace
from server.graph.sentences import listed

RULE = "missing values"
REASON = (
    "{learner} computes with every cell of a row, so it refuses rows in which one is missing, and the run would end "
    "there. Fill the gaps by what the training rows hold and treat the test rows alike, or take a learner that knows "
    "gaps, as boosted trees."
)
#: Tasks whose trainers refuse what their learner cannot use; clusterings leave such rows out and say so.
SUPERVISED = ("regression", "quantile", "two-class", "multiclass", "classification")
SHOWN = 3
#: With so many gaps in all rows, some are in every random part that is worth training on.
CERTAIN = 10

CLEANER, APPLIER = "clean_missing_data", "apply_transformation"


class Gap(NamedTuple):
    """A feature with missing values: the share of rows that have none, and whether that was seen further up."""

    column: str
    share: float
    above: bool
    number: bool


def check(trace: Trace) -> Iterator[Problem]:
    """One advice for each trainer whose rows have gaps, and for each scorer where only the scored rows have."""
    if CLEANER not in trace.drawing.catalog or APPLIER not in trace.drawing.catalog:
        return
    found = {trainer.name: gaps for trainer in trace.trainers if (gaps := _gaps(trace, trainer, trainer))}
    for trainer in trace.trainers:
        if trainer.name in found:
            yield _told(trace, trainer, trainer, found[trainer.name], _cleaning(trace, trainer, found))
    for scorer in trace.scorers:
        by = trace.trainer_of(scorer)
        if by is not None and by.name not in found and (gaps := _gaps(trace, scorer, by)):
            yield _told(trace, scorer, by, gaps, _treating(trace, scorer, by))


def _gaps(trace: Trace, place: Place, trainer: Place) -> list[Gap]:
    """The features of the trainer that have gaps in the rows that arrive at a place; none where they do no harm."""
    features = trace.features_of(trainer)
    if features is None or place.node.disabled or not _refuses(trace, trainer):
        return []
    found = []
    for column in features:
        seen = trace.drawing.seen(place.reference, column.name)
        if seen is None:
            continue
        above = seen.missing is None and not seen.exact
        share = seen.missing_above if above else seen.missing
        if share and (not above or (_drawn(trace, place) and share * seen.rows >= CERTAIN)):
            found.append(Gap(column.name, share, above, column.type in ("integer", "real")))
    return found


def _refuses(trace: Trace, trainer: Place) -> bool:
    learner = trace.learning(trainer)
    if learner is None or learner.task is None:
        return False
    return learner.task == "anomaly" or (learner.task in SUPERVISED and not learner.traits.takes_missing)


def _drawn(trace: Trace, place: Place) -> bool:
    """Whether rows were left out on the way by chance only, so that gaps have stayed."""
    parts = trace.rows.get(place.reference, {})
    return bool(parts) and all(
        trace.drawn_at_random(trace.dividers.get(deed, "")) for deeds in parts.values() for deed in deeds
    )


def _told(trace: Trace, place: Place, trainer: Place, gaps: Sequence[Gap], fix: Fix | None) -> Problem:
    learner = trace.learning(trainer)
    title = learner.title if learner else ""
    shown = [f"{gap.column} ({_percent(gap.share)})" for gap in gaps[:SHOWN]]
    names = listed([*shown, *([f"{len(gaps) - SHOWN} more"] if len(gaps) > SHOWN else [])])
    of = "of the rows before they were divided" if any(gap.above for gap in gaps) else "of its rows"
    message = f"Values are missing in {names} {of}, and {title} refuses them."
    return Problem(place.name, place.port, message, fix, "advice", RULE, REASON.format(learner=title))


def _percent(share: float) -> str:
    return f"{share:.1%}".replace("%", " %") if share >= 0.001 else "< 0.1 %"


def _cleaning(trace: Trace, trainer: Place, found: dict[str, list[Gap]]) -> Fix:
    """Fill the gaps in front of all trainers that take these rows, and treat the rows that their models score alike."""
    alike = [other for other in trace.trainers if other.name in found and other.reference == trainer.reference]
    gaps = {gap.column: gap for other in alike for gap in found[other.name]}
    # What fills a gap would be learnt from all folds of a cross-validation; nothing is learnt by letting rows go.
    whole = any(trace.validates_itself(other) for other in alike)
    filling = "Replace with median" if all(gap.number for gap in gaps.values()) else "Replace with mode"
    mode = "Remove entire row" if whole else filling
    name = unused_id(trace, "clean")
    columns = {"start": "none", "names": list(gaps)}
    x, y = between(trace, trainer.reference.partition(".")[0], trainer.name)
    placed = new_node(
        name,
        CLEANER,
        x,
        y,
        {"dataset": trainer.reference},
        columns_to_be_cleaned=columns,
        cleaning_mode=mode,
    )
    edits = [placed, *(put(f"{name}.cleaned_dataset", "nodes", other.name, "inputs", other.port) for other in alike)]
    trained = {other.name for other in alike}
    behind = [
        scorer
        for scorer in trace.scorers
        if (by := trace.trainer_of(scorer)) is not None and by.name in trained and _gaps(trace, scorer, by)
    ]
    edits += _applied(trace, f"{name}.cleaning_transformation", behind, {name: (x, y)})
    return Fix("Remove the rows with gaps" if whole else "Insert Clean Missing Data", tuple(edits))


def _treating(trace: Trace, scorer: Place, trainer: Place) -> Fix | None:
    """Treat the scored rows as the training rows were, where a cleaning made these."""
    source, _, port = trainer.reference.partition(".")
    cleaner = trace.modules.get(source)
    if cleaner is None or cleaner.name != CLEANER or port != "cleaned_dataset":
        return None
    return Fix(
        "Clean them as the training rows", tuple(_applied(trace, f"{source}.cleaning_transformation", [scorer], {}))
    )


def _applied(trace: Trace, transformation: str, scorers: Sequence[Place], new: Mapping[str, Spot]) -> Iterator[Edit]:
    """One node for each table that is scored, in front of all that score it; `new` are other nodes of the fix."""
    made: dict[str, str] = {}
    places = dict(new)
    for scorer in scorers:
        if scorer.reference not in made:
            name = made[scorer.reference] = unused_id(trace, "clean_scored", list(places))
            spot = places[name] = between(trace, scorer.reference.partition(".")[0], scorer.name, list(places.values()))
            inputs = {"transformation": transformation, "dataset": scorer.reference}
            yield new_node(name, APPLIER, *spot, inputs)
        output = f"{made[scorer.reference]}.transformed_dataset"
        yield put(output, "nodes", scorer.name, "inputs", scorer.port)
