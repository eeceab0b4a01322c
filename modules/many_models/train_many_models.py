"""Train Many Models: one model for each group of rows."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Dataset,
    ModelSchema,
    ModuleError,
    Schema,
    TrainedModel,
    UntrainedModel,
    column_of,
    columns_of,
    module,
    titled,
)
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.schema import LABELED_TASKS
from modules.learning.averaged_models import FramePassing
from modules.learning.compatible_modules import get_trainer_title
from modules.learning.features import select_features
from modules.learning.fitting import accepts_missing, fit_model, refuse_sweeps
from modules.learning.group_keys import require_keys
from modules.learning.labels import drop_missing_labels
from modules.learning.learner_codegen import (
    is_wide,
    write_feature_selection,
    write_labeled_rows,
    write_pipeline,
    write_target,
    write_weights,
)
from modules.learning.learners import list_pipeline_parts, resolve_task
from modules.many_models.exported_groups import ModelsOfGroups
from modules.many_models.group_examples import make_shop_learner, make_shop_sales
from modules.many_models.group_training import (
    LearningTask,
    TrainedGroup,
    count_states,
    refuse_unsuited_label,
    train_level,
)
from modules.many_models.grouped_models import GroupedModels

log = logging.getLogger(__name__)

STATES = {"trained": "Trained", "unchanged": "Unchanged", "failed": "Failed"}


class TrainManyModelsOutputs(NamedTuple):
    trained_model: TrainedModel
    groups: Dataset


def _predict_schemas(
    untrained_model: ModelSchema, dataset: Schema, group_by: tuple[str, ...], label: str
) -> tuple[ModelSchema | None, Schema | None]:
    if label not in dataset or any(name not in dataset for name in group_by):
        return None, None
    names = [column.name for column in dataset if column.role == "feature" and column.name != label]
    features = dataset.select([*names, *group_by])
    model = ModelSchema(untrained_model.task, replace(dataset[label], role="label"), features)
    return model, _list_table_columns(group_by)


def _list_table_columns(group_by: Sequence[str]) -> Schema:
    keys = [Column(name, "text", "none") for name in group_by]
    rest = [Column("Rows", "integer"), Column("State", "text"), Column("Reason", "text"), Column("Seconds", "real")]
    return Schema((*keys, *(replace(one, name=_avoid(one.name, group_by)) for one in rest)))


def _avoid(name: str, taken: Sequence[str]) -> str:
    return f"{name} (models)" if name in taken else name


def _emit_code(step: StepCode) -> None:
    learner, data = step.get_input("untrained_model"), step.get_input("dataset")
    if "made" in learner.facts or learner.facts.get("preprocessing") or step.find_input("earlier_models"):
        raise CannotGenerateCode("A learner of your own, preprocessing and earlier models have no code here.")
    rows = write_labeled_rows(step, data, step.label)
    keyless = replace(data, roles={**data.roles, **dict.fromkeys(step.group_by, "none")})
    features = step.define_once("features", write_feature_selection(rows, keyless, step.label), "features")
    goal = write_target(step, learner, rows, step.label)
    if write_weights(learner, data, rows, step.label) is not None:
        raise CannotGenerateCode("Weights of rows have no code here.")
    pipeline, settings = write_pipeline(step, learner, features, is_wide(data), rows, None, goal)
    if settings:
        raise CannotGenerateCode("This learner is told of its data while it is fitted. Train it on one group.")
    model = step.reserve_name(step.title)
    made = step.use(ModelsOfGroups).call(pipeline, list(step.group_by), step.fewest_rows, step.train_global_model)
    step.assign(model, made.method("fit", rows, features.attribute("columns"), goal))
    facts = {**learner.facts, "label": step.label}
    step.outputs["trained_model"] = ScriptVariable(model, facts=facts)
    out = step.add_table("groups", "groups")
    step.assign(out, model.attribute("groups"))


@module(
    "Train Many Models",
    category="Many Models",
    icon="grid-dots",
    at_inference="drop",
    schema=_predict_schemas,
    emit_code=_emit_code,
    deterministic=False,
    example=lambda: Call.of(make_shop_learner(), make_shop_sales(), group_by=["shop"], label="sales"),
    keywords=("model per group", "partition", "segment", "parallel run step", "group loop", "by group", "many models"),
)
def train_many_models(
    untrained_model: UntrainedModel,
    dataset: Dataset,
    earlier_models: TrainedModel | None = None,
    *,
    group_by: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        Field(description="Each combination of values gets a model. From the largest groups to the smallest."),
    ],
    label: Annotated[
        str,
        Field(description="The column to predict. It is not used as a feature."),
        column_of("dataset"),
        titled("Label column"),
    ],
    fewest_rows: Annotated[
        int,
        titled("Fewest rows of a group"),
        Field(ge=2, le=1_000_000, description="A group with fewer labeled rows gets no model of its own."),
    ] = 10,
    train_global_model: Annotated[
        bool, Field(description="One model of all rows, for groups without a model and to compare with.")
    ] = True,
    train_parent_models: Annotated[
        bool,
        Field(
            description="With several columns: models of the larger groups too, as of each store beside each store and "
            "department."
        ),
    ] = False,
) -> TrainManyModelsOutputs:
    """Train one model for each group of rows, such as each store or each machine.

    Each model is what Train Model makes of the rows of its group; the columns that name the groups are not learned
    from. Groups are trained side by side on all processors that no other step needs. A group that cannot be learned
    from does not fail the run: it is a row of the second output with its reason, and is scored by the model of a larger
    group or of all rows.

    The models are stored together, and each is loaded by its group when a row needs it. Score them with Score Many
    Models, or with Score Model and endpoints like any other model. Connect the models of an earlier run, such as a
    registered model, to train only those groups whose rows or settings changed.
    """
    if untrained_model.task not in LABELED_TASKS or untrained_model.task == "quantile":
        title = get_trainer_title(untrained_model)
        message = f"{untrained_model.learner} predicts neither a number nor classes. Use {title} instead."
        raise ModuleError(13, message, port="untrained_model")
    refuse_sweeps(untrained_model)
    require_keys(dataset, group_by, port="dataset")
    if label in group_by:
        raise ModuleError(11, f"'{label}' is the label, and can't name the groups too.", parameter="group_by")
    labeled = drop_missing_labels(dataset, label, port="dataset")
    task = LearningTask(untrained_model, labeled.with_role("none", *group_by), label, fewest_rows)
    target = refuse_unsuited_label(task)
    earlier = _get_earlier_models(earlier_models)
    chains = [group_by[:depth] for depth in range(len(group_by), 0 if train_parent_models else len(group_by) - 1, -1)]
    trained = [train_level(task, names, _find_level(earlier, names)) for names in chains]
    general = fit_model(untrained_model, task.data, label) if train_global_model else None
    own = trained[0][1]
    _refuse_all_failed(own, general)
    classes = None if untrained_model.task == "regression" else pd.unique(pd.Series(target).sort_values()).copy()
    features = select_features(task.data, label, port="dataset")
    prepared = bool(untrained_model.preprocessing) or accepts_missing(list_pipeline_parts(untrained_model.estimator)[0])
    models = GroupedModels(
        [level for level, _ in trained], features.names, general and general.pipeline, classes, takes_missing=prepared
    )
    return TrainManyModelsOutputs(_wrap(task, models, group_by, own), _tabulate(own, group_by))


def _get_earlier_models(model: TrainedModel | None) -> GroupedModels | None:
    if model is None:
        return None
    found = model.pipeline[-1] if hasattr(model.pipeline, "steps") else None
    if not isinstance(found, GroupedModels):
        message = f"{model.learner} is one model, not one for each group. Connect what Train Many Models made."
        raise ModuleError(13, message, port="earlier_models")
    return found


def _find_level(models: GroupedModels | None, names: Sequence[str]) -> Any:
    levels = models.levels if models is not None else []
    return next((level for level in levels if level.names == list(names)), None)


def _refuse_all_failed(groups: Sequence[TrainedGroup], general: TrainedModel | None) -> None:
    """Log what came of the groups; raises where there is no model at all."""
    counts = count_states(groups)
    log.info(
        "%d models trained, %d unchanged, %d groups without a model.",
        counts["trained"],
        counts["unchanged"],
        counts["failed"],
    )
    if counts["failed"] == len(groups) and general is None:
        message = f"None of the {len(groups):,} groups could be learned from. The first one: {groups[0].reason}"
        raise ModuleError(83, message, port="dataset")


def _wrap(
    task: LearningTask, models: GroupedModels, group_by: Sequence[str], groups: Sequence[TrainedGroup]
) -> TrainedModel:
    from sklearn.pipeline import Pipeline

    counts = count_states(groups)
    schema = task.data.schema
    features = Schema(tuple(replace(schema[name], role="feature") for name in [*group_by, *models.features]))
    said = {
        "groups_by": ", ".join(group_by),
        "models": counts["trained"] + counts["unchanged"],
        "groups_without_a_model": counts["failed"],
        "global_model": "Yes" if models.general is not None else "No",
    }
    return TrainedModel(
        task=resolve_task(task.untrained.task, len(models.class_names)),
        learner=f"{task.untrained.learner} per group",
        pipeline=Pipeline([("encoder", FramePassing()), ("estimator", models)]),
        label=replace(schema[task.label], role="label"),
        features=features,
        classes=tuple(models.class_names),
        feature_names=tuple(features.names),
        parameters={**said, **task.untrained.parameters},
        rows=task.data.rows,
    )


def _tabulate(groups: Sequence[TrainedGroup], group_by: Sequence[str]) -> Dataset:
    """A row for each group: those without a model first, then as they occur in the data."""
    ordered = sorted(groups, key=lambda group: group.state != "failed")
    keys = {name: [group.key[place] for group in ordered] for place, name in enumerate(group_by)}
    rest = {
        "Rows": [group.rows for group in ordered],
        "State": [STATES[group.state] for group in ordered],
        "Reason": [group.reason for group in ordered],
        "Seconds": [round(group.seconds, 4) for group in ordered],
    }
    frame = pd.DataFrame({**keys, **{_avoid(name, group_by): values for name, values in rest.items()}})
    texts = [*group_by, *(_avoid(name, group_by) for name in ("State", "Reason"))]
    return Dataset(frame.astype(dict.fromkeys(texts, "str")), dict.fromkeys(group_by, "none"))
