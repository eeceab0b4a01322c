"""Tune Model Hyperparameters: try a learner with many values of its parameters, and train it with the best."""

import logging
import math
from collections.abc import Iterable
from dataclasses import replace
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
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr, literal
from modules.kit.codegen.script_builder import StepCode
from modules.kit.progress import listen_to_progress
from modules.kit.schema import LABELED_TASKS
from modules.kit.serialization import to_json_value
from modules.kit.views.dataset_view import TrialSummary, TriedParameter, TuningTrialsView
from modules.learning import exported_tuning_functions
from modules.learning.cross_validation import FoldOrder, FoldOrderField, FoldSplit, describe_folds, split_into_folds
from modules.learning.estimators import deduplicate_warnings
from modules.learning.fitting import fit_model
from modules.learning.labels import drop_missing_labels
from modules.learning.learner_codegen import (
    collect_score_facts,
    get_untrained,
    write_fit,
    write_labeled_rows,
    write_metrics,
    write_scores,
    write_splits,
)
from modules.learning.preprocessing_codegen import write_preprocessing
from modules.learning.search_space import ParameterValues, SearchSpace, build_search_space, rebuild_learner
from modules.learning.supervised_examples import make_loans, make_swept_loan_learner
from modules.learning.tuning import Objective, Trial, TrialEvaluator, run_candidates, run_search, select_best_trial
from modules.learning.tuning_codegen import find_changed_settings, find_settings, write_suggestions
from modules.model_training.train_model import predict_model_schema

log = logging.getLogger(__name__)

SweepMode = Literal["Entire grid", "Random grid", "Random sweep", "Bayesian"]
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
OBJECTIVE_NAMES = {
    "F-score": "F1",
    "Average Log Loss": "Log_Loss",
    "Root of mean squared error": "Root_Mean_Squared_Error",
    "Coefficient of determination": "Coefficient_of_Determination",
}
ERRORS = ("Log_Loss", "Error", "Loss")

#: The view draws at most this many trials; the table has them all.
MAX_DRAWN = 1000


class TuneModelHyperparametersOutputs(NamedTuple):
    sweep_results: Dataset
    trained_best_model: TrainedModel


def _predict_schemas(untrained_model: ModelSchema, dataset: Schema, label: str) -> tuple[None, ModelSchema | None]:
    return None, predict_model_schema(untrained_model, dataset, label)


def _emit_code(step: StepCode) -> None:
    """A function that measures settings on a fold, what to try, the trials, and the best one trained on all rows."""
    first, second, third = (port.name for port in step.module.inputs)
    learner, data, validation = step.get_input(first), step.get_input(second), step.find_input(third)
    learner = write_preprocessing(step, learner, data, step.label)
    untrained = get_untrained(learner)
    goal = _choose_objective(
        untrained,
        step.metric_for_measuring_performance_for_classification,
        step.metric_for_measuring_performance_for_regression,
    )
    rows = write_labeled_rows(step, data, step.label)
    measure = _emit_evaluation(step, learner, data)
    folds, trials = step.reserve_name("folds"), step.reserve_name("trials")
    _emit_folds(step, folds, learner, data, rows, validation)
    metric = _emit_metric_name(goal, untrained)
    step.assign(trials, _emit_trials(step, untrained, [measure, folds, literal(metric)], goal.maximize))
    table = step.add_table("sweep_results", step.title)
    best, tuned = step.reserve_name("best"), step.reserve_name(f"{learner.name}_tuned")
    higher = {} if goal.maximize else {"higher": False}
    step.assign(table, step.use(exported_tuning_functions.make_trial_table).call(trials, metric))
    step.assign(best, step.use(exported_tuning_functions.select_best_settings).call(trials, metric, **higher))
    step.add("print({title}, {best})", title=step.title, best=best)
    step.add_imports("from sklearn.base import clone")
    step.assign(tuned, expr("clone({learner}).set_params(**{best})", learner=learner, best=best))
    model = step.reserve_name(f"{learner.name}_model")
    step.outputs["trained_best_model"] = write_fit(
        step, ScriptVariable(tuned, facts=learner.facts), data, rows, step.label, model
    )


def _emit_folds(
    step: StepCode,
    folds: Expr,
    learner: ScriptVariable,
    data: ScriptVariable,
    rows: Expr,
    validation: ScriptVariable | None,
) -> None:
    """The rows to train on and to measure on: of each fold, or all rows and those of another table."""
    if validation is not None:
        held_out = write_labeled_rows(step, validation, step.label)
        step.assign(folds, expr("[({rows}, {held_out})]", rows=rows, held_out=held_out))
        return
    train, test = step.reserve_name("train"), step.reserve_name("test")
    splits = write_splits(step, learner, data, rows, step.label, step.number_of_folds, step.seed)
    parts = tuple(expr("{rows}.iloc[{part}].reset_index(drop=True)", rows=rows, part=part) for part in (train, test))
    pairs = expr("[{parts} for {train}, {test} in {splits}]", parts=parts, train=train, test=test, splits=splits)
    step.assign(folds, pairs)


def _emit_evaluation(step: StepCode, learner: ScriptVariable, data: ScriptVariable) -> Expr:
    """A function of settings, rows to train on and rows to measure on."""
    measure, candidate, model = map(step.reserve_name, ("measure", "candidate", "candidate_model"))
    train, test, scored = map(step.reserve_name, ("training_rows", "held_out_rows", "scored_rows"))
    step.add_imports("from sklearn.base import clone")
    step.add("def {measure}(settings, {train}, {test}):", measure=measure, train=train, test=test)
    body = step.open_block()
    body.assign(candidate, expr("clone({learner}).set_params(**settings)", learner=learner))
    value = write_fit(body, ScriptVariable(candidate, facts=learner.facts), data, train, step.label, model)
    body.assign(scored, write_scores(body, value, test))
    table = body.add_table("", like=data, reserved=scored, **collect_score_facts(value, data))
    body.add("return {metrics}", metrics=write_metrics(body, table))
    step.add_block(body)
    step.add_blank_lines(2)
    return measure


def _emit_metric_name(goal: Objective, untrained: UntrainedModel) -> str:
    """The name of the metric; of more than two classes it is a mean over them."""
    averaged = goal.name in ("Precision", "Recall", "F1")
    return f"Macro_{goal.name}" if averaged and untrained.task == "multiclass" else goal.name


def _emit_trials(step: StepCode, untrained: UntrainedModel, measured: list[Expr], higher: bool) -> Expr:
    """The call that tries settings; `measured` are the function that measures, the folds and the metric."""
    space = build_search_space(untrained)
    if step.specify_parameter_sweeping_mode != "Bayesian":
        mode, count = step.specify_parameter_sweeping_mode, step.maximum_number_of_runs
        candidates = list(_generate_candidates(space, mode, count, step.seed))
        names = find_changed_settings(untrained, candidates)
        listed = step.reserve_name("candidates")
        step.assign(listed, [find_settings(untrained, values, names) for values in candidates])
        return step.use(exported_tuning_functions.try_candidates).call(listed, *measured)
    suggest = step.reserve_name("suggest")
    step.add("def {suggest}(trial):", suggest=suggest)
    body = step.open_block()
    body.add("return {suggestions}", suggestions=write_suggestions(untrained, space))
    step.add_block(body)
    step.add_blank_lines(2)
    settings: dict[str, object] = {"trials": step.maximum_number_of_runs, "seed": step.seed}
    settings |= {} if higher else {"higher": False}
    settings |= {} if step.stop_poor_runs_early else {"stop_early": False}
    return step.use(exported_tuning_functions.search_settings).call(suggest, *measured, **settings)


def _build_example() -> Call:
    return Call.of(
        make_swept_loan_learner(),
        make_loans(),
        label="paid",
        specify_parameter_sweeping_mode="Entire grid",
        number_of_folds=3,
    )


@module(
    "Tune Model Hyperparameters",
    category="Model Training",
    icon="adjustments-horizontal",
    role="tuner",
    schema=_predict_schemas,
    emit_code=_emit_code,
    example=_build_example,
    keywords=("grid search", "GridSearchCV", "RandomizedSearchCV", "Optuna", "parameter optimization"),
)
def tune_model_hyperparameters(
    untrained_model: UntrainedModel,
    dataset: Annotated[Dataset, titled("Training dataset")],
    validation_dataset: Annotated[Dataset | None, titled("Optional validation dataset")] = None,
    *,
    label: Annotated[
        str,
        Field(description="The column to predict. It is not used as a feature."),
        column_of("dataset"),
        titled("Label column"),
    ],
    specify_parameter_sweeping_mode: Annotated[
        SweepMode,
        Field(
            description="Grids try the listed values and even steps of ranges. Sweeps try anything within them. "
            "Bayesian learns from earlier trials."
        ),
    ] = "Random sweep",
    maximum_number_of_runs: Annotated[
        int,
        Field(ge=1, le=10_000, description="The most combinations to try."),
        shown_when(specify_parameter_sweeping_mode=("Random grid", "Random sweep", "Bayesian")),
    ] = 5,
    stop_poor_runs_early: Annotated[
        bool,
        Field(description="A trial whose mean after some folds is below the median of the others skips the rest."),
        shown_when(specify_parameter_sweeping_mode="Bayesian"),
    ] = True,
    metric_for_measuring_performance_for_classification: Annotated[
        ClassificationMetric, Field(description="The metric that decides for learners of classes.")
    ] = "Accuracy",
    metric_for_measuring_performance_for_regression: Annotated[
        RegressionMetric, Field(description="The metric that decides for learners of numbers.")
    ] = "Mean absolute error",
    number_of_folds: Annotated[
        int,
        Field(ge=2, le=100, description="Used without validation data and without folds from Partition and Sample."),
    ] = 5,
    fold_order: FoldOrderField = "Random",
    seed: Annotated[Seed, shown_when(specify_parameter_sweeping_mode=("Random grid", "Random sweep", "Bayesian"))] = 0,
) -> TuneModelHyperparametersOutputs:
    """Find the best values for a learner's parameters, and train it with them on all training rows.

    Set parameters of the learner to a range or a list with the switch beside their field; if none is, the usual values
    of the learner are tried. Each combination is measured on the validation dataset, or without one by cross
    validation: in the folds that Partition and Sample has assigned, else in random ones, of whole groups where a column
    has the role group; or in folds by time. The first output has a row for each trial with its values and metrics, the
    second the model with the best ones. Where a column has the role weight, training and metrics use it. Of more than
    two classes precision, recall and F-score are the plain means over classes; quantile models are ranked by the mean
    of their quantile losses.
    """
    goal = _choose_objective(
        untrained_model,
        metric_for_measuring_performance_for_classification,
        metric_for_measuring_performance_for_regression,
    )
    data = drop_missing_labels(dataset, label, port="dataset")
    validation = (
        None
        if validation_dataset is None
        else drop_missing_labels(validation_dataset, label, port="validation_dataset")
    )
    space = build_search_space(untrained_model)
    _tell_suggested(space, untrained_model.learner)
    splits = _split_folds(untrained_model, data, label, number_of_folds, seed, fold_order, validation)
    judge = TrialEvaluator(untrained_model, data, label, goal, splits, validation)
    mode, count = specify_parameter_sweeping_mode, maximum_number_of_runs
    with deduplicate_warnings():
        if mode == "Bayesian":
            trials = run_search(judge, space, count, seed, stop_early=stop_poor_runs_early)
        else:
            candidates = list(_generate_candidates(space, mode, count, seed))
            trials = run_candidates(judge, candidates)
        best = select_best_trial(trials, goal)
        with listen_to_progress(lambda _: None):
            model = fit_model(rebuild_learner(untrained_model, best.values), data, label)
    remark = describe_folds(data, label, len(splits), fold_order) if splits else None
    return TuneModelHyperparametersOutputs(replace(_tabulate_trials(trials, best, space, judge), remark=remark), model)


def _choose_objective(untrained: UntrainedModel, classes: ClassificationMetric, numbers: RegressionMetric) -> Objective:
    """The metric of the learner's task; error 13 where it has none."""
    if untrained.task not in LABELED_TASKS:
        message = f"{untrained.learner} does not learn from a label, but tuning needs one to measure it."
        raise ModuleError(13, message, port="untrained_model")
    if untrained.task == "quantile":
        return Objective("Average quantile loss", "Average_Quantile_Loss", maximize=False)
    title: str = numbers if untrained.task == "regression" else classes
    name = OBJECTIVE_NAMES.get(title, "_".join(word.capitalize() for word in title.split()) if " " in title else title)
    return Objective(title, name, maximize=not name.endswith(ERRORS))


def _split_folds(
    untrained: UntrainedModel,
    data: Dataset,
    label: str,
    number: int,
    seed: int,
    order: FoldOrder,
    validation: Dataset | None,
) -> list[FoldSplit]:
    """The folds; none where validation data take their place."""
    return [] if validation is not None else split_into_folds(untrained, data, label, number, seed, order)


def _generate_candidates(space: SearchSpace, mode: SweepMode, count: int, seed: int) -> Iterable[ParameterValues]:
    if mode == "Entire grid":
        return space.iterate_grid()
    return space.sample_grid(count, seed) if mode == "Random grid" else space.sample_randomly(count, seed)


def _tell_suggested(space: SearchSpace, learner: str) -> None:
    if space.uses_suggested:
        tried_values = "; ".join(f"{space.titles[name].lower()} {sweep}" for name, sweep in space.sweeps.items())
        log.info("No parameter of %s has a range or a list. Its usual values are tried: %s.", learner, tried_values)


def _tabulate_trials(trials: list[Trial], best: Trial, space: SearchSpace, judge: TrialEvaluator) -> Dataset:
    """A row for each trial: its values, then its metrics."""
    goal_name = judge.objective.find_metric(best.metrics, judge.untrained.learner)
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
    return Dataset(pd.DataFrame(columns), shown_as=_build_trials_view(trials, best, space, judge, goal_name))


def _build_trials_view(
    trials: list[Trial], best: Trial, space: SearchSpace, judge: TrialEvaluator, goal_name: str
) -> TuningTrialsView:
    """What the browser draws of the trials."""
    return TuningTrialsView(
        learner=judge.untrained.learner,
        metric=goal_name,
        better="higher" if judge.objective.maximize else "lower",
        folds=len(judge.splits),
        usual=space.uses_suggested,
        best=best.number,
        count=len(trials),
        parameters=[
            TriedParameter(title=space.titles[name], scale="choice" if isinstance(sweep, Choices) else sweep.scale)
            for name, sweep in space.sweeps.items()
        ],
        trials=[
            TrialSummary(
                number=trial.number,
                state=trial.state,
                values=[to_json_value(trial.values.get(name)) for name in space.sweeps],
                value=None if math.isnan(trial.value) else trial.value,
                deviation=None if math.isnan(trial.deviation) else trial.deviation,
            )
            for trial in trials[:MAX_DRAWN]
        ],
    )
