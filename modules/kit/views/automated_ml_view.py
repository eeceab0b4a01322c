"""The view of a search by Automated ML: its candidates, how it went, and what became of each column."""

from typing import Literal

from pydantic import Field, JsonValue

from modules.kit.schema import ColumnType
from modules.kit.views.view_model import ViewModel


class ColumnChoice(ViewModel):
    """Whether a column is learned from, and why. `may_be_kept` says that somebody may decide otherwise."""

    name: str
    type: ColumnType
    used: bool
    reason: str
    leak: bool = False
    may_be_kept: bool = False


class CandidateModule(ViewModel):
    """A module of the catalog with the parameters that it was tried with."""

    module: str
    parameters: dict[str, JsonValue] = Field(default_factory=dict)


class TriedCandidate(ViewModel):
    """One trial, in the order in which they ended.

    `value` is the mean of the metric over its folds, `deviation` their sample standard deviation, `interval` half the
    width of its 95 % interval. `training_value` is the metric on rows that it was trained on. `started` and `seconds`
    count from the start of the search. `weight` is its share in the ensemble.
    """

    number: int
    learner: str
    family: str
    settings: str
    state: Literal["complete", "stopped early", "failed"]
    value: float | None
    interval: float | None
    training_value: float | None
    started: float
    seconds: float
    bytes: int | None
    weight: float
    reason: str | None
    node: CandidateModule
    preparations: list[CandidateModule]


class SearchedSetting(ViewModel):
    """A setting that was varied. `importance` is its share of the variance, None where the trials are too few."""

    name: str
    title: str
    scale: Literal["log", "linear", "choice"]
    importance: float | None = None


class SearchedLearner(ViewModel):
    """A learner that was tried in full, with what was varied of it."""

    module: str
    title: str
    settings: list[SearchedSetting]


class AutomatedMLView(ViewModel):
    """A search. `split`, `cross_validation` and `omitted` say with which settings each candidate is a design.

    `unlabeled_rows` were left out first. `ensemble_value` is on the folds by whose rows its weights were chosen.
    `final_value` is on the held-out rows, `final_interval` half of its 95 % interval. `learner_importance` is the share
    of the variance between learners.
    """

    kind: Literal["search"] = "search"
    task: Literal["two-class", "multiclass", "regression"]
    label: str
    metric: str
    better: Literal["higher", "lower"]
    folds: int
    search_rows: int
    held_out_rows: int
    unlabeled_rows: int
    seconds: float
    budget_seconds: float
    ended: str
    best: int
    ensemble_value: float | None
    final_value: float | None
    final_interval: float | None
    candidates: list[TriedCandidate]
    columns: list[ColumnChoice]
    omitted: list[str]
    split: dict[str, JsonValue] | None
    cross_validation: dict[str, JsonValue]
    learners: list[SearchedLearner] = Field(default_factory=list)
    learner_importance: float | None = None
