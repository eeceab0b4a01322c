"""Train Many Models: one model for each group of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Dataset,
    ModelSchema,
    ModuleError,
    Schema,
    Seed,
    TrainedModel,
    Traits,
    UntrainedModel,
    column_of,
    columns_of,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.learning.averaged_models import FramePassing
from modules.learning.cross_validation import FoldOrderField
from modules.learning.features import select_features
from modules.learning.fitting import accepts_missing
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
from modules.learning.task_choice import choose_task
from modules.many_models.exported_groups import ModelsOfGroups
from modules.many_models.group_examples import make_shop_learner, make_shop_sales
from modules.many_models.group_forecasts import find_forecast_groups, join_forecasts
from modules.many_models.group_learners import ConnectedLearner, GroupLearner, ModuleLearner, connect_learner
from modules.many_models.group_table import list_table_columns, refuse_all_failed, tabulate_groups
from modules.many_models.group_training import (
    LearningTask,
    TrainedGroup,
    count_states,
    refuse_unsuited_label,
    train_level,
)
from modules.many_models.grouped_models import GroupedModels, GroupLevel, PackedModel, takes_gaps

TrainWith = Literal["Connected learner", "Automated ML", "Forecast"]
FORECASTS = "Automated forecast"


class TrainManyModelsOutputs(NamedTuple):
    trained_model: TrainedModel
    groups: Dataset


def _predict_schemas(
    untrained_model: ModelSchema | None,
    dataset: Schema,
    group_by: tuple[str, ...],
    label: str,
    train_with: TrainWith,
    time_column: str | None,
) -> tuple[ModelSchema | None, Schema | None]:
    if label not in dataset or any(name not in dataset for name in group_by):
        return None, None
    if train_with != "Connected learner" or untrained_model is None:
        return _predict_found_model(dataset, group_by, label, train_with, time_column), list_table_columns(group_by)
    names = [column.name for column in dataset if column.role == "feature" and column.name != label]
    features = dataset.select([*names, *group_by])
    model = ModelSchema(untrained_model.task, replace(dataset[label], role="label"), features)
    return model, list_table_columns(group_by)


def _predict_found_model(
    dataset: Schema, group_by: Sequence[str], label: str, train_with: TrainWith, time_column: str | None
) -> ModelSchema | None:
    """The model of what finds it by itself; the task of a search is known where the label is a real number."""
    target = replace(dataset[label], role="label")
    if train_with == "Automated ML":
        return ModelSchema("regression", target, dataset) if target.type == "real" else None
    time = time_column or next(iter(dataset.names_with_role("time")), None)
    known = train_with == "Forecast" and time in dataset
    return ModelSchema("forecast", target, dataset.select([*group_by, str(time)])) if known else None


def _list_needed_inputs(train_with: TrainWith) -> tuple[str, ...]:
    return ("untrained_model",) if train_with == "Connected learner" else ()


def _emit_code(step: StepCode) -> None:
    if step.train_with != "Connected learner":
        raise CannotGenerateCode("Searches and forecasts of groups have no code. Connect a learner.")
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
    traits=Traits(needs_inputs=_list_needed_inputs),
    emit_code=_emit_code,
    deterministic=False,
    example=lambda: Call.of(make_shop_learner(), make_shop_sales(), group_by=["shop"], label="sales"),
    keywords=("model per group", "partition", "segment", "parallel run step", "group loop", "by group", "many models"),
)
def train_many_models(
    untrained_model: UntrainedModel | None,
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
        bool,
        Field(description="One model of all rows, for groups without a model and to compare with."),
        shown_when(train_with=("Connected learner", "Automated ML")),
    ] = True,
    train_parent_models: Annotated[
        bool,
        Field(
            description="With several columns: models of the larger groups too, as of each store beside each store and "
            "department."
        ),
        shown_when(train_with=("Connected learner", "Automated ML")),
    ] = False,
    train_with: Annotated[
        TrainWith,
        Field(
            description="Connected learner: the one at the first input. Automated ML: a search of its own for each "
            "group. Forecast: the best method on each group's own past."
        ),
    ] = "Connected learner",
    minutes_for_each_search: Annotated[
        float,
        Field(gt=0, le=10_080, description="The trial that runs when the time is up is still finished."),
        shown_when(train_with="Automated ML"),
    ] = 1.0,
    trials_of_each_search: Annotated[
        int, Field(ge=1, le=10_000, description="The most candidates to try."), shown_when(train_with="Automated ML")
    ] = 12,
    fold_order: Annotated[FoldOrderField, shown_when(train_with="Automated ML")] = "Random",
    seed: Annotated[Seed, shown_when(train_with="Automated ML")] = 0,
    time_column: Annotated[
        str | None,
        column_of("dataset"),
        Field(description="Empty: the column with the role time."),
        shown_when(train_with="Forecast"),
    ] = None,
    effort: Annotated[
        Literal["Quick", "Thorough"],
        Field(description="Quick: naive, Theta and Croston. Thorough: also ETS, ARIMA and their ensemble."),
        shown_when(train_with="Forecast"),
    ] = "Quick",
    horizon: Annotated[
        int,
        Field(ge=1, le=10_000, description="So many steps ahead the methods are compared by."),
        shown_when(train_with="Forecast"),
    ] = 12,
    longest_horizon: Annotated[
        int,
        Field(ge=1, le=10_000, description="So many steps ahead the forecast reaches."),
        shown_when(train_with="Forecast"),
    ] = 24,
) -> TrainManyModelsOutputs:
    """Train one model for each group of rows, such as each store or each machine.

    Each model is what Train Model makes of the rows of its group; the columns that name the groups are not learned
    from. Groups are trained side by side on all processors that no other step needs. A group that cannot be learned
    from does not fail the run: it is a row of the second output with its reason, and is scored by the model of a larger
    group or of all rows.

    The models are stored together, and each is loaded by its group when a row needs it. Score them with Score Many
    Models, or with Score Model and endpoints like any other model. Connect the models of an earlier run, such as a
    registered model, to train only those groups whose rows or settings changed.

    With Automated ML each group has a search of its own and learns from the columns that its search chose. With
    Forecast each group is a series: score it with Score Forecast. A learner for numbers at the first input competes as
    a regression on lags.
    """
    require_keys(dataset, group_by, port="dataset")
    if label in group_by:
        raise ModuleError(11, f"'{label}' is the label, and can't name the groups too.", parameter="group_by")
    search = {"time_limit_in_minutes": minutes_for_each_search, "maximum_number_of_trials": trials_of_each_search}
    given: dict[str, Mapping[str, object]] = {
        "Automated ML": {**search, "fold_order": fold_order, "seed": seed},
        "Forecast": {
            "time_column": time_column,
            "effort": effort,
            "horizon": horizon,
            "longest_horizon": longest_horizon,
        },
    }
    data = dataset.with_role("none", *group_by)
    if train_with == "Forecast":
        learner = ModuleLearner("automated_forecaster", FORECASTS, "forecast", given[train_with], untrained_model)
        return _train_forecasts(LearningTask(learner, data, label, fewest_rows), group_by, earlier_models)
    labeled = drop_missing_labels(data, label, port="dataset")
    task = LearningTask(
        _choose_learner(untrained_model, labeled, label, given.get(train_with)), labeled, label, fewest_rows
    )
    options = GroupOptions(group_by, train_global_model, train_parent_models)
    return _train_models(task, options, _get_earlier_models(earlier_models))


@dataclass(frozen=True)
class GroupOptions:
    """Which models are trained beside those of the smallest groups."""

    group_by: tuple[str, ...]
    with_global: bool
    with_parents: bool

    @property
    def chains(self) -> list[tuple[str, ...]]:
        """The key columns of each level, the smallest groups first."""
        shortest = 0 if self.with_parents else len(self.group_by) - 1
        return [self.group_by[:depth] for depth in range(len(self.group_by), shortest, -1)]


def _choose_learner(
    untrained: UntrainedModel | None, labeled: Dataset, label: str, search: Mapping[str, object] | None
) -> GroupLearner:
    """The connected learner, or Automated ML with one task for all groups, whatever is in the rows of each."""
    if search is None:
        return connect_learner(untrained)
    if untrained is not None:
        message = "Automated ML chooses learners itself. Disconnect the one at 'untrained_model'."
        raise ModuleError(13, message, port="untrained_model", parameter="train_with")
    task = choose_task(labeled, label, "Automatic")
    wanted = "Regression" if task == "regression" else "Classification"
    return ModuleLearner("automated_trainer", "Automated ML", task, {**search, "task": wanted})


def _train_models(task: LearningTask, options: GroupOptions, earlier: GroupedModels | None) -> TrainManyModelsOutputs:
    target = refuse_unsuited_label(task)
    trained = [train_level(task, names, _find_level(earlier, names)) for names in options.chains]
    general = task.learner.train(task.data, task.label) if options.with_global else None
    own = trained[0][1]
    refuse_all_failed(own, general)
    classes = None if task.learner.task == "regression" else pd.unique(pd.Series(target).sort_values()).copy()
    models = _join_models(task, [level for level, _ in trained], general, classes)
    return TrainManyModelsOutputs(_wrap(task, models, options.group_by, own), tabulate_groups(own, options.group_by))


def _join_models(
    task: LearningTask, levels: list[GroupLevel], general: TrainedModel | None, classes: Any
) -> GroupedModels:
    """The models as one. What searches found takes the columns that any of them chose."""
    features = select_features(task.data, task.label, port="dataset")
    pipeline = general and general.pipeline
    if isinstance(task.learner, ConnectedLearner):
        untrained = task.learner.untrained
        missing = bool(untrained.preprocessing) or accepts_missing(list_pipeline_parts(untrained.estimator)[0])
        return GroupedModels(levels, features.names, pipeline, classes, takes_missing=missing)
    found = [one for level in levels for one in level.models.values() if isinstance(one, PackedModel)]
    chosen = {name for one in found for name in one.features} | set(general.features.names if general else ())
    missing = all(one.takes_missing for one in found) and (general is None or takes_gaps(general))
    names = [name for name in features.names if name in chosen]
    models = GroupedModels(levels, names, pipeline, classes, takes_missing=missing)
    models.general_features = tuple(general.features.names) if general else ()
    return models


def _train_forecasts(
    task: LearningTask, group_by: tuple[str, ...], earlier_models: TrainedModel | None
) -> TrainManyModelsOutputs:
    earlier = None if earlier_models is None else find_forecast_groups(earlier_models)
    if earlier_models is not None and (earlier is None or earlier.names != list(group_by)):
        message = (
            f"{earlier_models.learner} is no forecast of these groups. Connect what Train Many Models made of them."
        )
        raise ModuleError(13, message, port="earlier_models")
    level, groups = train_level(task, group_by, earlier)
    refuse_all_failed(groups, None)
    return TrainManyModelsOutputs(join_forecasts(task, level), tabulate_groups(groups, group_by))


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
        task=resolve_task(task.learner.task, len(models.class_names)),
        learner=f"{task.learner.title} per group",
        pipeline=Pipeline([("encoder", FramePassing()), ("estimator", models)]),
        label=replace(schema[task.label], role="label"),
        features=features,
        classes=tuple(models.class_names),
        feature_names=tuple(features.names),
        parameters={**said, **task.learner.parameters},
        rows=task.data.rows,
    )
