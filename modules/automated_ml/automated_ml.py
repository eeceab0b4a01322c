"""Automated ML: find a good model for a table and a label by trying many."""

import time
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from modules.automated_ml.objectives import MetricChoice
from modules.automated_ml.process import SearchOptions, run_search_process
from modules.automated_ml.search import Budget
from modules.kit import (
    Call,
    Columns,
    Dataset,
    Evaluation,
    ModelSchema,
    Schema,
    Seed,
    TrainedModel,
    column_of,
    columns_of,
    module,
    titled,
)
from modules.learning.cross_validation import FoldOrderField
from modules.learning.supervised_examples import make_loans
from modules.learning.task_choice import TaskChoice

NO_COLUMNS = Columns(start="none")


class AutomatedMlOutputs(NamedTuple):
    trained_model: TrainedModel
    leaderboard: Dataset
    evaluation_results: Evaluation


def _predict_schemas(dataset: Schema, label: str) -> tuple[ModelSchema | None, None, None]:
    """What the model predicts, where the type of the label tells the task; what columns it needs, a run tells."""
    if label not in dataset or dataset[label].type != "real":
        return None, None, None
    return ModelSchema("regression", dataset[label], dataset), None, None


@module(
    "Automated ML",
    category="Automated ML",
    icon="wand",
    role="automated_trainer",
    schema=_predict_schemas,
    example=lambda: Call.of(make_loans(), label="paid", maximum_number_of_trials=2, number_of_folds=2),
    keywords=("AutoML", "FLAML", "AutoGluon", "auto-sklearn", "H2O", "TPOT", "find the best model", "model search"),
)
def automated_ml(
    dataset: Dataset,
    *,
    label: Annotated[
        str,
        Field(description="The column to predict. It is not used as a feature."),
        column_of("dataset"),
        titled("Label column"),
    ],
    task: Annotated[
        TaskChoice, Field(description="Automatic: many different numbers are a regression, all else classes.")
    ] = "Automatic",
    metric: Annotated[
        MetricChoice,
        Field(description="Automatic: AUC for two classes, Log loss for more, Root mean squared error for numbers."),
    ] = "Automatic",
    time_limit_in_minutes: Annotated[
        float, Field(gt=0, le=10_080, description="The search and the training of its model end within this time.")
    ] = 2.0,
    maximum_number_of_trials: Annotated[int, Field(ge=1, le=10_000, description="The most candidates to try.")] = 200,
    trials_without_improvement: Annotated[
        int, Field(ge=1, le=10_000, description="The search ends after so many trials in a row that are no better.")
    ] = 40,
    boosted_trees: Annotated[
        bool,
        Field(description="Often the best on tables with many rows and mixed columns."),
        titled("Try boosted trees"),
    ] = True,
    forests: Annotated[
        bool, Field(description="Robust on small or noisy tables, and quick to train."), titled("Try forests")
    ] = True,
    linear_models: Annotated[
        bool, Field(description="Quick and easy to explain; a good base to compare with."), titled("Try linear models")
    ] = True,
    neural_networks: Annotated[
        bool, Field(description="Slower. Worth a try on many rows of numbers."), titled("Try neural networks")
    ] = True,
    columns_to_keep: Annotated[
        Columns, columns_of("dataset"), Field(description="Used although the data speak against them.")
    ] = NO_COLUMNS,
    held_out_fraction: Annotated[
        float, Field(ge=0.05, le=0.5, description="The share of the rows that only the final figure is measured on.")
    ] = 0.2,
    number_of_folds: Annotated[
        int, Field(ge=2, le=20, description="Used if the data has no folds from Partition and Sample.")
    ] = 5,
    fold_order: FoldOrderField = "Random",
    class_weights: Annotated[
        Literal["None", "Balanced"],
        Field(description="Balanced: every class counts the same in total, however rare it is."),
    ] = "None",
    build_ensemble: Annotated[
        bool, Field(description="Average the best models where that is better on the folds.")
    ] = True,
    seed: Seed = 0,
) -> AutomatedMlOutputs:
    """Try many learners with many settings, and train the best of them, or several together.

    Each candidate is a learner with its settings and its preparation, measured by cross validation: it begins with good
    starts, and goes on where earlier trials give hope. Columns that are constant, look like an ID, are free text or
    give the label away are left out, each with its reason; keep one with "Columns to keep". Rows are held out before
    the search begins, and the evaluation is on those alone. Folds keep groups whole and follow the order of time, as in
    Cross Validate Model.

    The leaderboard has a row for each trial. Any of them opens as a design, with the same modules, seeds and splits.
    The time limit holds for all of it. With it the number of trials depends on the machine; for the same result
    everywhere, let the trials end the search.
    """
    began = time.monotonic()
    families = {
        "Boosted trees": boosted_trees,
        "LightGBM": boosted_trees,
        "Forest": forests,
        "Linear": linear_models,
        "Neural network": neural_networks,
    }
    options = SearchOptions(
        label=label,
        task=task,
        metric=metric,
        budget=Budget(60 * time_limit_in_minutes, maximum_number_of_trials, trials_without_improvement),
        families=frozenset(name for name, tried in families.items() if tried),
        kept=frozenset(columns_to_keep.resolve(dataset.schema)),
        held_out_fraction=held_out_fraction,
        number_of_folds=number_of_folds,
        fold_order=fold_order,
        balanced=class_weights == "Balanced",
        ensemble=build_ensemble,
        seed=seed,
    )
    found = run_search_process(dataset, options, began)
    return AutomatedMlOutputs(found.model, found.leaderboard, found.evaluation)
