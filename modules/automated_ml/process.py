"""From a table to a model: columns, division of the rows, search, final model, and what is told of it all."""

import logging
from dataclasses import dataclass, replace

import numpy as np
from pydantic import JsonValue

from modules.automated_ml.choice_importance import list_searched_learners, measure_learner_importance
from modules.automated_ml.featurization import apply_choices, list_omissions, propose_columns
from modules.automated_ml.final_interval import measure_final_interval
from modules.automated_ml.final_model import FinalModel, train_final_model
from modules.automated_ml.leaderboard import list_tried, tabulate_trials
from modules.automated_ml.live_report import LiveReport
from modules.automated_ml.objectives import MetricChoice, choose_objective
from modules.automated_ml.portfolio import CandidateMaker, list_learner_spaces
from modules.automated_ml.search import Budget, Search
from modules.automated_ml.search_clock import SearchClock
from modules.automated_ml.trials import SearchData
from modules.kit import Dataset, Evaluation, ModuleError, Task, TrainedModel, catalog
from modules.kit.module_roles import get_module
from modules.kit.progress import ProgressReport, listen_to_progress
from modules.kit.views.automated_ml_view import AutomatedMLView, ColumnChoice
from modules.learning.cross_validation import FoldOrder, FoldSplit, has_fold_column, split_into_folds
from modules.learning.estimators import deduplicate_warnings
from modules.learning.labels import drop_missing_labels
from modules.learning.predicting import add_scores, score_dataset
from modules.learning.task_choice import TaskChoice, choose_task
from modules.learning.tuning import Objective

log = logging.getLogger(__name__)

#: Where the search has more rows, candidates are first looked at on so many of them.
SMALL_LOOK_ROWS = 6_000
#: One-hot encoded tables get too wide with texts of more different values than this.
MAX_LEVELS_FOR_LINEAR = 1_000


@dataclass(frozen=True)
class SearchOptions:
    """What the user chose."""

    label: str
    task: TaskChoice
    metric: MetricChoice
    budget: Budget
    families: frozenset[str]
    kept: frozenset[str]
    held_out_fraction: float
    number_of_folds: int
    fold_order: FoldOrder
    balanced: bool
    ensemble: bool
    seed: int


@dataclass(frozen=True)
class SearchOutcome:
    """The model, its leaderboard, and how good it is on rows that the search never saw."""

    model: TrainedModel
    leaderboard: Dataset
    evaluation: Evaluation


def run_search_process(dataset: Dataset, options: SearchOptions, began: float) -> SearchOutcome:
    """Search, train the final model and measure it; `began` is when the time started."""
    labeled = drop_missing_labels(dataset, options.label, port="dataset")
    task = choose_task(labeled, options.label, options.task)
    objective = choose_objective(task, options.metric)
    if task != "regression":
        _refuse_lone_class(labeled, options.label)
    columns = propose_columns(labeled, options.label, options.kept)
    _tell_omissions(columns)
    usable = apply_choices(labeled, columns)
    split = _describe_split(usable, options, task)
    train, held_out = _split(usable, split)
    maker = _make_candidates(train, task, options)
    search = Search(
        _prepare_data(train, options, maker, objective), maker, options.budget, options.seed, SearchClock(began)
    )
    with deduplicate_warnings():
        _run(search)
        final = train_final_model(search, task, ensemble=options.ensemble)
    scored = score_dataset(final.model, held_out)
    evaluation = _evaluate(add_scores(held_out, scored))
    interval = measure_final_interval(held_out, options.label, task, scored, objective)
    found = _View(search, final, evaluation, interval, options, task)
    rows = held_out.rows, dataset.rows - labeled.rows
    view = found.build(columns, list_omissions(labeled, columns), split, *rows)
    return SearchOutcome(final.model, replace(tabulate_trials(search, final.weights), shown_as=view), evaluation)


def _refuse_lone_class(data: Dataset, label: str) -> None:
    """Refuse a class of one row: it is either learned from or held out (134)."""
    sizes = data.frame[label].value_counts()
    present = sizes[sizes > 0]
    if len(present) > 1 and present.min() == 1:
        message = f"Class '{present.idxmin()}' of '{label}' has 1 row, too few to learn from some and hold out others."
        raise ModuleError(134, f"{message} Remove the class, or join it with another.", port="dataset", column=label)


def _tell_omissions(columns: list[ColumnChoice]) -> None:
    for choice in columns:
        if not choice.used and choice.may_be_kept:
            log.info("Column '%s'. %s", choice.name, choice.reason)


def _describe_split(data: Dataset, options: SearchOptions, task: Task) -> dict[str, JsonValue]:
    """The parameters with which Split Data holds rows out, as a design of a candidate has them."""
    parameters: dict[str, JsonValue] = {"fraction": round(1 - options.held_out_fraction, 6)}
    if options.fold_order == "By time":
        return {**parameters, "splitting_mode": "Split by Time"}
    parameters["seed"] = options.seed
    has_groups = any(role == "group" for role in data.roles.values())
    if task != "regression" and not has_groups and data.frame[options.label].value_counts().min() > 1:
        parameters["stratify_by"] = options.label
    return parameters


def _split(data: Dataset, parameters: dict[str, JsonValue]) -> tuple[Dataset, Dataset]:
    splitter = get_module(catalog(), "splitter")
    parts = splitter.run({splitter.inputs[0].name: data}, parameters)
    train, held_out = (parts[port.name] for port in splitter.outputs)
    assert isinstance(train, Dataset)
    assert isinstance(held_out, Dataset)
    if not held_out.rows or not train.rows:
        message = f"{data.rows:,} rows with a label are too few to hold some of them out."
        raise ModuleError(21, f"{message} Provide more rows.", port="dataset")
    return train, held_out


def _make_candidates(train: Dataset, task: Task, options: SearchOptions) -> CandidateMaker:
    """The learners that may be tried on these rows."""
    features = [column for column in train.schema if column.role == "feature" and column.name != options.label]
    if not features:
        message = "No column is left to learn from. The log says why each was left out."
        raise ModuleError(
            11, f"{message} Keep some with 'Columns to keep'.", port="dataset", parameter="columns_to_keep"
        )
    spaces = [space for space in list_learner_spaces(task) if space.family in options.families]
    if not spaces:
        raise ModuleError(13, "No learner is allowed. Allow at least one kind.", parameter="boosted_trees")
    texts = [column.name for column in features if column.type in ("text", "category")]
    wide = sum(int(train.frame[name].nunique()) for name in texts) > MAX_LEVELS_FOR_LINEAR
    if wide and any(not space.widens_categories for space in spaces):
        log.info("Linear and neural learners are left out: they would get more than %d columns.", MAX_LEVELS_FOR_LINEAR)
        spaces = [space for space in spaces if not space.widens_categories]
    if any(column.type == "vector" for column in features):
        spaces = [space for space in spaces if not catalog()[space.module].traits.requires_dense]
    has_gaps = bool(
        train.frame[[column.name for column in features if column.type != "vector"]].isna().to_numpy().any()
    )
    return CandidateMaker(spaces, options.seed, options.balanced, has_gaps)


def _prepare_data(train: Dataset, options: SearchOptions, maker: CandidateMaker, objective: Objective) -> SearchData:
    """The folds, which are those of Cross Validate Model with this seed, and the rows of the first, small look."""
    learner = next(maker.list_starts()).build_learner()
    splits = split_into_folds(learner, train, options.label, options.number_of_folds, options.seed, options.fold_order)
    data = SearchData(train, options.label, splits, objective)
    first: FoldSplit = splits[0] if options.fold_order == "Random" else splits[-1]
    if len(first.train) <= 1.5 * SMALL_LOOK_ROWS:
        return data
    random = np.random.default_rng(options.seed)
    small_train = np.sort(random.choice(first.train, SMALL_LOOK_ROWS, replace=False))
    small_test = np.sort(random.choice(first.test, min(len(first.test), SMALL_LOOK_ROWS), replace=False))
    return replace(data, small_train=small_train, small_test=small_test)


def _run(search: Search) -> None:
    """Go through the search, telling how far it came."""

    def tell(_: ProgressReport) -> None:
        """Who looks at the step hears of the best so far instead."""

    live = LiveReport()
    with listen_to_progress(tell):
        search.run(live.tell)
        if not search.list_best():
            search.run_first_trial()
    if not search.list_best():
        reasons = [trial.result.reason for trial in search.trials if trial.result.reason]
        why = f" The last one: {reasons[-1]}" if reasons else ""
        message = f"None of the {len(search.trials)} trials could be trained and measured in this time.{why}"
        raise ModuleError(83, f"{message} Give more time, or check the data.", port="dataset")
    log.info("%d trials in %.0f s. %s", len(search.trials), search.elapsed, search.ended)


def _evaluate(scored: Dataset) -> Evaluation:
    evaluator = get_module(catalog(), "evaluator")
    found = evaluator.run({evaluator.inputs[0].name: scored}, {})[evaluator.outputs[0].name]
    assert isinstance(found, Evaluation)
    return found


@dataclass(frozen=True)
class _View:
    """What the view of a search is made of."""

    search: Search
    final: FinalModel
    evaluation: Evaluation
    interval: float | None
    options: SearchOptions
    task: Task

    def build(
        self,
        columns: list[ColumnChoice],
        omitted: list[str],
        split: dict[str, JsonValue],
        held_out: int,
        unlabeled: int,
    ) -> AutomatedMLView:
        search, objective = self.search, self.search.data.objective
        metrics = dict(self.evaluation.metrics[0])
        uses_own_folds = has_fold_column(search.data.data) and self.options.fold_order == "Random"
        return AutomatedMLView.model_validate(
            {
                "task": self.task,
                "label": self.options.label,
                "metric": objective.title,
                "better": "higher" if objective.maximize else "lower",
                "folds": len(search.data.splits),
                "search_rows": search.data.data.rows,
                "held_out_rows": held_out,
                "unlabeled_rows": unlabeled,
                "seconds": round(search.elapsed, 3),
                "budget_seconds": search.seconds,
                "ended": search.ended,
                "best": search.list_best()[0].request.number,
                "ensemble_value": self.final.ensemble_value,
                "final_value": metrics[objective.find_metric(metrics, "This model")],
                "final_interval": self.interval,
                "candidates": list_tried(search, self.final.weights),
                "columns": columns,
                "omitted": omitted,
                "split": split,
                "cross_validation": {
                    "label": self.options.label,
                    "number_of_folds": self.options.number_of_folds if not uses_own_folds else 10,
                    "fold_order": self.options.fold_order,
                    "seed": self.options.seed,
                },
                "learners": list_searched_learners(search),
                "learner_importance": measure_learner_importance(search),
            }
        )
