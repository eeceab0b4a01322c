"""Gaps that reach a learner which refuses them: in the rows that it is trained on, or in those that it scores."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from modules.kit.module_roles import ModuleRole, find_module, get_module
from modules.kit.schema import LABELED_TASKS
from server.graph.analyzed_design import Fix, Problem
from server.graph.edits import Edit, set_value
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.linter.fix_insert_node import Position, build_node_edit, find_position, find_unused_id
from server.graph.validation.validation_messages import join_words

MISSING_VALUES_RULE = "missing values"
MISSING_VALUES_REASON = (
    "{learner} needs a value in every cell, so it rejects rows with missing values and the run would fail "
    "there. Fill missing values with what the training rows contain and do the same to the test rows, or use a "
    "learner that accepts missing values, such as boosted trees."
)
MAX_GAPS_LISTED = 3
#: With so many gaps in all rows, some are in every random part that is worth training on.
MIN_CERTAIN_GAPS = 10
#: What the fix places.
CLEANING_ROLES: tuple[ModuleRole, ...] = ("missing_value_cleaner", "transformation_applier")


class FeatureGap(NamedTuple):
    """A feature with missing values: the share of rows that have none, and whether that was seen further up."""

    column: str
    share: float
    is_upstream: bool
    is_numeric: bool


@lint_rule(order=70)
def find_missing_values(lineage: DataLineage) -> Iterator[Problem]:
    """One advice for each trainer whose rows have gaps, and for each scorer where only the scored rows have."""
    if any(find_module(lineage.analyzed.catalog, role) is None for role in CLEANING_ROLES):
        return
    found = {trainer.name: gaps for trainer in lineage.trainers if (gaps := _find_gaps(lineage, trainer, trainer))}
    for trainer in lineage.trainers:
        if trainer.name in found:
            yield _build_gap_problem(
                lineage, trainer, trainer, found[trainer.name], _build_cleaning_fix(lineage, trainer, found)
            )
    for scorer in lineage.scorers:
        by = lineage.find_trainer(scorer)
        if by is not None and by.name not in found and (gaps := _find_gaps(lineage, scorer, by)):
            yield _build_gap_problem(lineage, scorer, by, gaps, _build_scoring_fix(lineage, scorer, by))


def _find_gaps(lineage: DataLineage, consumer: ModelNode, trainer: ModelNode) -> list[FeatureGap]:
    """The features of the trainer that have gaps in the rows that arrive at a place; none where they do no harm."""
    features = lineage.get_features(trainer)
    if features is None or consumer.node.disabled or not _refuses_gaps(lineage, trainer):
        return []
    found = []
    filled = _find_filled_columns(lineage, trainer)
    for column in features:
        if column.name in filled:
            continue
        statistics = lineage.analyzed.get_statistics(consumer.reference, column.name)
        if statistics is None:
            continue
        above = statistics.missing is None and not statistics.exact
        share = statistics.upstream_missing if above else statistics.missing
        if share and (
            not above or (_is_randomly_drawn(lineage, consumer) and share * statistics.rows >= MIN_CERTAIN_GAPS)
        ):
            found.append(FeatureGap(column.name, share, above, column.type in ("integer", "real")))
    return found


def _find_filled_columns(lineage: DataLineage, trainer: ModelNode) -> set[str]:
    """The columns whose gaps the model fills itself."""
    found: set[str] = set()
    for name in lineage.find_preprocessing(trainer):
        schemas = {edge.port: lineage.analyzed.schemas.get(edge.reference) for edge in lineage.get_data_edges(name)}
        altered = lineage.get_module(name).find_altered_columns(schemas, lineage.get_node(name).parameters)
        found |= {column for column, what in altered.items() if what == "fills"}
    return found


def _refuses_gaps(lineage: DataLineage, trainer: ModelNode) -> bool:
    learner = lineage.find_learner_module(trainer)
    if learner is None or learner.task is None:
        return False
    # Clusterings leave rows out that they cannot use, and say so.
    return learner.task == "anomaly" or (learner.task in LABELED_TASKS and not learner.traits.accepts_missing)


def _is_randomly_drawn(lineage: DataLineage, consumer: ModelNode) -> bool:
    """Whether rows were left out on the way by chance only, so that gaps have stayed."""
    parts = lineage.row_origins.get(consumer.reference, {})
    return bool(parts) and all(
        lineage.is_random_split(lineage.splits.get(split_key, ""))
        for split_keys in parts.values()
        for split_key in split_keys
    )


def _build_gap_problem(
    lineage: DataLineage, consumer: ModelNode, trainer: ModelNode, gaps: Sequence[FeatureGap], fix: Fix | None
) -> Problem:
    learner = lineage.find_learner_module(trainer)
    title = learner.title if learner else ""
    listed_gaps = [f"{gap.column} ({_format_percent(gap.share)})" for gap in gaps[:MAX_GAPS_LISTED]]
    names = join_words(
        [*listed_gaps, *([f"{len(gaps) - MAX_GAPS_LISTED} more"] if len(gaps) > MAX_GAPS_LISTED else [])]
    )
    of = "of the rows before the split" if any(gap.is_upstream for gap in gaps) else "of its rows"
    message = f"Values are missing in {names} {of}, and {title} does not accept them."
    return Problem(
        consumer.name,
        consumer.port,
        message,
        fix,
        "advice",
        MISSING_VALUES_RULE,
        MISSING_VALUES_REASON.format(learner=title),
    )


def _format_percent(share: float) -> str:
    return f"{share:.1%}".replace("%", " %") if share >= 0.001 else "< 0.1 %"


def _build_cleaning_fix(lineage: DataLineage, trainer: ModelNode, found: dict[str, list[FeatureGap]]) -> Fix:
    """Fill the gaps in front of all trainers that take these rows, and treat the rows that their models score alike."""
    alike = [other for other in lineage.trainers if other.name in found and other.reference == trainer.reference]
    gaps = {gap.column: gap for other in alike for gap in found[other.name]}
    # What fills a gap would be learned from all folds of a cross-validation; nothing is learned by letting rows go.
    whole = any(lineage.is_self_validating(other) for other in alike)
    filling = "Replace with median" if all(gap.is_numeric for gap in gaps.values()) else "Replace with mode"
    mode = "Remove entire row" if whole else filling
    cleaner = get_module(lineage.analyzed.catalog, "missing_value_cleaner")
    name = find_unused_id(lineage, "clean")
    columns = {"start": "none", "names": list(gaps)}
    x, y = find_position(lineage, trainer.reference.partition(".")[0], trainer.name)
    placed = build_node_edit(
        name,
        cleaner.name,
        x,
        y,
        {"dataset": trainer.reference},
        columns_to_be_cleaned=columns,
        cleaning_mode=mode,
    )
    edits = [
        placed,
        *(set_value(f"{name}.cleaned_dataset", "nodes", other.name, "inputs", other.port) for other in alike),
    ]
    trained = {other.name for other in alike}
    behind = [
        scorer
        for scorer in lineage.scorers
        if (by := lineage.find_trainer(scorer)) is not None and by.name in trained and _find_gaps(lineage, scorer, by)
    ]
    edits += _build_apply_edits(lineage, f"{name}.cleaning_transformation", behind, {name: (x, y)})
    return Fix("Remove rows with missing values" if whole else f"Insert {cleaner.title}", tuple(edits))


def _build_scoring_fix(lineage: DataLineage, scorer: ModelNode, trainer: ModelNode) -> Fix | None:
    """Treat the scored rows as the training rows were, where a cleaning made these."""
    source, _, port = trainer.reference.partition(".")
    cleaner = lineage.modules.get(source)
    if cleaner is None or cleaner.role != "missing_value_cleaner" or port != "cleaned_dataset":
        return None
    return Fix(
        "Clean them like the training rows",
        tuple(_build_apply_edits(lineage, f"{source}.cleaning_transformation", [scorer], {})),
    )


def _build_apply_edits(
    lineage: DataLineage, transformation: str, scorers: Sequence[ModelNode], new_positions: Mapping[str, Position]
) -> Iterator[Edit]:
    """One node for each table that is scored, in front of all that score it; `new` are other nodes of the fix."""
    made: dict[str, str] = {}
    applier = get_module(lineage.analyzed.catalog, "transformation_applier").name
    positions = dict(new_positions)
    for scorer in scorers:
        if scorer.reference not in made:
            name = made[scorer.reference] = find_unused_id(lineage, "clean_scored", list(positions))
            spot = positions[name] = find_position(
                lineage, scorer.reference.partition(".")[0], scorer.name, list(positions.values())
            )
            inputs = {"transformation": transformation, "dataset": scorer.reference}
            yield build_node_edit(name, applier, *spot, inputs)
        output = f"{made[scorer.reference]}.transformed_dataset"
        yield set_value(output, "nodes", scorer.name, "inputs", scorer.port)
