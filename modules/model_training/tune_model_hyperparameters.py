"""Tune Model Hyperparameters: try a learner with many values of its parameters, and train it with the best."""

import logging
from collections.abc import Iterable
from typing import Annotated, Any, Literal, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Choices,
    Dataset,
    ModelSchema,
    ModuleError,
    Schema,
    Seed,
    TrainedModel,
    UntrainedModel,
    column_of,
    module,
    shown_when,
    titled,
)
from modules.kit.progress import listening
from modules.kit.writing import Step, Text, Value, call, literal
from modules.learning import written_tuning
from modules.learning.estimators import saying_once
from modules.learning.examples import loan_learners, loans
from modules.learning.fitting import TASKS, fit
from modules.learning.folds import Split, splits_of
from modules.learning.labels import labelled
from modules.learning.spaces import Space, Values, rebuilt, space_of
from modules.learning.tuning import Goal, Judge, Trial, best_of, searched, tried
from modules.learning.writing import fitted, labelled_rows, measured_by, score_facts, scored_by, write_splits
from modules.learning.writing_tuning import moved, settings_of, suggestions
from modules.model_training.train_model import trained_on

log = logging.getLogger(__name__)

Mode = Literal["Entire grid", "Random grid", "Random sweep", "Bayesian"]
ClassificationMetric = Literal[
    "Accuracy", "Precision", "Recall", "F-score", "AUC", "Average Log Loss", "Average precision"
]
RegressionMetric = Literal[
    "Mean absolute error",
    "Root of mean squared error",
    "Relative absolute error",
    "Relative squared error",
    "Coefficient of determination",
]

#: What the metrics of the form are called elsewhere; all others are called as they are.
NAMES = {
    "F-score": "F1",
    "Average Log Loss": "Log_Loss",
    "Root of mean squared error": "Root_Mean_Squared_Error",
    "Coefficient of determination": "Coefficient_of_Determination",
}
ERRORS = ("Log_Loss", "Error", "Loss")

#: The view draws at most this many trials; the table has them all.
MOST_DRAWN = 1000


class Tuned(NamedTuple):
    sweep_results: Dataset
    trained_best_model: TrainedModel


def _best_schema(untrained_model: ModelSchema, dataset: Schema, label: str) -> tuple[None, ModelSchema | None]:
    return None, trained_on(untrained_model, dataset, label)


def _written(step: Step) -> None:
    """A function that measures settings on a fold, what to try, the trials, and the best one trained on all rows."""
    learner, data, validation = (step.inputs[port.name] for port in step.module.inputs)
    untrained = learner.facts["untrained"]
    goal = _goal(
        untrained,
        step.metric_for_measuring_performance_for_classification,
        step.metric_for_measuring_performance_for_regression,
    )
    rows = labelled_rows(step, data, step.label)
    measure = _measure_written(step, learner, data)
    folds, trials = step.name("folds"), step.name("trials")
    if validation is None:
        train, test = step.name("train"), step.name("test")
        splits = write_splits(step, learner, data, rows, step.label, step.number_of_folds, step.seed)
        parts = ", ".join(f"{rows}.iloc[{part}].reset_index(drop=True)" for part in (train, test))
        step.add(f"{folds} = [({parts}) for {train}, {test} in {splits}]")
    else:
        step.add(f"{folds} = [({rows}, {labelled_rows(step, validation, step.label)})]")
    name = literal(_metric_written(goal, untrained))
    step.add(f"{trials} = {_trials_written(step, untrained, measure, folds, name, goal.higher)}")
    table, best, tuned = step.table("sweep_results", step.title), step.name("best"), step.name(f"{learner}_tuned")
    higher = {} if goal.higher else {"higher": False}
    step.add(f"{table} = {call(step.use(written_tuning.trial_table), Text(trials), Text(name))}")
    step.add(f"{best} = {call(step.use(written_tuning.best_of), Text(trials), Text(name), **higher)}")
    step.add(f"print({literal(step.title)}, {best})")
    step.imports("from sklearn.base import clone")
    step.add(f"{tuned} = clone({learner}).set_params(**{best})")
    model = step.name(f"{learner}_model")
    step.outputs["trained_best_model"] = fitted(step, Value(tuned, facts=learner.facts), data, rows, step.label, model)


def _measure_written(step: Step, learner: Value, data: Value) -> str:
    """A function of settings, rows to train on and rows to measure on."""
    name, candidate, model = step.name("measure"), step.name("candidate"), step.name("candidate_model")
    train, test, scored = step.name("training_rows"), step.name("held_out_rows"), step.name("scored_rows")
    step.imports("from sklearn.base import clone")
    step.add(f"def {name}(settings, {train}, {test}):")
    body = step.inner()
    body.add(f"{candidate} = clone({learner}).set_params(**settings)")
    value = fitted(body, Value(candidate, facts=learner.facts), data, train, step.label, model)
    body.add(f"{scored} = {scored_by(body, value, test)}")
    table = body.table("", scored, like=data, named=scored, **score_facts(value, data))
    body.add(f"return {measured_by(body, table)}")
    step.take(body)
    step.add("", "")
    return name


def _metric_written(goal: Goal, untrained: UntrainedModel) -> str:
    """The name of the metric; of more than two classes it is a mean over them."""
    averaged = goal.name in ("Precision", "Recall", "F1")
    return f"Macro_{goal.name}" if averaged and untrained.task == "multiclass" else goal.name


def _trials_written(step: Step, untrained: UntrainedModel, measure: str, folds: str, metric: str, higher: bool) -> str:
    space = space_of(untrained)
    if step.specify_parameter_sweeping_mode != "Bayesian":
        mode, count = step.specify_parameter_sweeping_mode, step.maximum_number_of_runs
        candidates = list(_candidates(space, mode, count, step.seed))
        names = moved(untrained, candidates)
        listed = step.name("candidates")
        step.add(f"{listed} = {literal([settings_of(untrained, values, names) for values in candidates])}")
        return call(step.use(written_tuning.tried), *map(Text, (listed, measure, folds, metric)))
    suggest = step.name("suggest")
    step.add(f"def {suggest}(trial):", f"    return {suggestions(untrained, space)}", "", "")
    settings: dict[str, Any] = {"trials": step.maximum_number_of_runs, "seed": step.seed}
    settings |= {} if higher else {"higher": False}
    settings |= {} if step.stop_poor_runs_early else {"stop_early": False}
    return call(step.use(written_tuning.searched), *map(Text, (suggest, measure, folds, metric)), **settings)


def _example() -> Call:
    return Call.of(
        loan_learners(), loans(), label="paid", specify_parameter_sweeping_mode="Entire grid", number_of_folds=3
    )


@module(
    "Tune Model Hyperparameters",
    category="Model Training",
    icon="adjustments-horizontal",
    schema=_best_schema,
    tunes=True,
    writes=_written,
    example=_example,
    keywords=("grid search", "GridSearchCV", "RandomizedSearchCV", "Optuna", "parameter optimization"),
)
def tune_model_hyperparameters(
    untrained_model: UntrainedModel,
    dataset: Annotated[Dataset, titled("Training dataset")],
    validation_dataset: Annotated[Dataset | None, titled("Optional validation dataset")] = None,
    *,
    label: Annotated[str, column_of("dataset"), titled("Label column")],
    specify_parameter_sweeping_mode: Annotated[
        Mode,
        Field(
            description="Grids try the listed values and even steps of ranges, sweeps anything within them; Bayesian "
            "learns from the trials before."
        ),
    ] = "Random sweep",
    maximum_number_of_runs: Annotated[
        int,
        Field(ge=1, le=10_000, description="How many combinations are tried, at most."),
        shown_when(specify_parameter_sweeping_mode=("Random grid", "Random sweep", "Bayesian")),
    ] = 5,
    stop_poor_runs_early: Annotated[
        bool,
        Field(description="A run whose mean after some folds is below the median of the others skips the rest."),
        shown_when(specify_parameter_sweeping_mode="Bayesian"),
    ] = True,
    metric_for_measuring_performance_for_classification: Annotated[
        ClassificationMetric, Field(description="What is best, for a learner of classes.")
    ] = "Accuracy",
    metric_for_measuring_performance_for_regression: Annotated[
        RegressionMetric, Field(description="What is best, for a learner of numbers.")
    ] = "Mean absolute error",
    number_of_folds: Annotated[
        int,
        Field(ge=2, le=100, description="Without validation data, and without folds from Partition and Sample."),
    ] = 5,
    seed: Annotated[Seed, shown_when(specify_parameter_sweeping_mode=("Random grid", "Random sweep", "Bayesian"))] = 0,
) -> Tuned:
    """Find the values of a learner's parameters that predict best, and train it with them on all training rows.

    Set parameters of the learner to a range or a list with the switch beside their field; if none is, the usual values
    of the learner are tried. Each combination is measured on the validation dataset, or without one by cross
    validation: in the folds that Partition and Sample has assigned, else in random ones. The first output has a row
    for each trial with its values and metrics, the second the model with the best ones. Of more than two classes
    precision, recall and F-score are the plain means over classes; quantile models are ranked by the mean of their
    quantile losses.
    """
    goal = _goal(
        untrained_model,
        metric_for_measuring_performance_for_classification,
        metric_for_measuring_performance_for_regression,
    )
    data = labelled(dataset, label, port="dataset")
    validation = None if validation_dataset is None else labelled(validation_dataset, label, port="validation_dataset")
    space = space_of(untrained_model)
    _tell_usual(space, untrained_model.learner)
    splits = _splits(untrained_model, data, label, number_of_folds, seed, validation)
    judge = Judge(untrained_model, data, label, goal, splits, validation)
    mode, count = specify_parameter_sweeping_mode, maximum_number_of_runs
    with saying_once():
        if mode == "Bayesian":
            trials = searched(judge, space, count, seed, stop_early=stop_poor_runs_early)
        else:
            candidates = list(_candidates(space, mode, count, seed))
            trials = tried(judge, candidates, len(candidates))
        best = best_of(trials, goal)
        with listening(lambda _: None):
            model = fit(rebuilt(untrained_model, best.values), data, label)
    return Tuned(_table(trials, best, space, judge), model)


def _goal(untrained: UntrainedModel, classes: ClassificationMetric, numbers: RegressionMetric) -> Goal:
    """The metric of the learner's task; error 13 where it has none."""
    if untrained.task not in TASKS:
        message = f"{untrained.learner} does not learn from a label, and tuning needs one to measure it."
        raise ModuleError(13, message, port="untrained_model")
    if untrained.task == "quantile":
        return Goal("Average quantile loss", "Average_Quantile_Loss", higher=False)
    title: str = numbers if untrained.task == "regression" else classes
    name = NAMES.get(title, "_".join(word.capitalize() for word in title.split()) if " " in title else title)
    return Goal(title, name, higher=not name.endswith(ERRORS))


def _splits(
    untrained: UntrainedModel, data: Dataset, label: str, number: int, seed: int, validation: Dataset | None
) -> list[Split]:
    """The folds; none where validation data take their place."""
    return [] if validation is not None else splits_of(untrained, data, label, number, seed)


def _candidates(space: Space, mode: Mode, count: int, seed: int) -> Iterable[Values]:
    if mode == "Entire grid":
        return space.grid()
    return space.from_grid(count, seed) if mode == "Random grid" else space.at_random(count, seed)


def _tell_usual(space: Space, learner: str) -> None:
    if space.usual:
        tried_values = "; ".join(f"{space.titles[name].lower()} {sweep}" for name, sweep in space.sweeps.items())
        log.info("No parameter of %s has a range or a list. Its usual values are tried: %s.", learner, tried_values)


def _table(trials: list[Trial], best: Trial, space: Space, judge: Judge) -> Dataset:
    """A row for each trial: its values, then its metrics."""
    goal_name = judge.goal.found_in(best.metrics, judge.untrained.learner)
    columns: dict[str, Any] = {
        "Trial": [trial.number for trial in trials],
        "State": pd.Series([trial.state for trial in trials], dtype="str"),
        "Folds": [trial.folds for trial in trials],
    }
    for name in space.sweeps:
        columns[space.titles[name]] = [trial.values.get(name) for trial in trials]
    for metric in best.metrics:
        columns[metric] = [trial.metrics.get(metric, float("nan")) for trial in trials]
    columns[f"Standard deviation of {goal_name}"] = [trial.deviation for trial in trials]
    return Dataset(pd.DataFrame(columns), shown_as=_shown(trials, best, space, judge, goal_name))


def _shown(trials: list[Trial], best: Trial, space: Space, judge: Judge, goal_name: str) -> dict[str, Any]:
    """What the browser draws: TrialsShown of `frontend/src/api/apiTypes.ts`."""
    return {
        "kind": "trials",
        "learner": judge.untrained.learner,
        "metric": goal_name,
        "better": "higher" if judge.goal.higher else "lower",
        "folds": len(judge.splits),
        "usual": space.usual,
        "best": best.number,
        "count": len(trials),
        "parameters": [
            {"title": space.titles[name], "scale": "choice" if isinstance(sweep, Choices) else sweep.scale}
            for name, sweep in space.sweeps.items()
        ],
        "trials": [
            {
                "number": trial.number,
                "state": trial.state,
                "values": [trial.values.get(name) for name in space.sweeps],
                "value": trial.value,
                "deviation": trial.deviation,
            }
            for trial in trials[:MOST_DRAWN]
        ],
    }
