"""What is tried: good starts of each family of learners, and the space around them.

The starts were chosen by what such learners are commonly set to; no data set of the benchmark had a say.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from modules.automated_ml.candidates import Candidate, ModuleCall
from modules.kit import Task, catalog

#: The families in the order in which they are tried.
FAMILIES = ("Boosted trees", "LightGBM", "Linear", "Forest", "Neural network")
Family = Literal["Boosted trees", "LightGBM", "Linear", "Forest", "Neural network"]


@dataclass(frozen=True)
class NumberRange:
    """Numbers between two bounds, evenly on their scale."""

    minimum: float
    maximum: float
    is_whole: bool = False
    is_logarithmic: bool = False

    def suggest(self, trial: Any, name: str) -> float | int:
        if self.is_whole:
            return int(trial.suggest_int(name, int(self.minimum), int(self.maximum), log=self.is_logarithmic))
        # Rounded, so that a setting reads the same on the canvas as it was tried.
        found = float(trial.suggest_float(name, self.minimum, self.maximum, log=self.is_logarithmic))
        return round(found, 3 - math.floor(math.log10(abs(found)))) if found else 0.0


@dataclass(frozen=True)
class LearnerSpace:
    """One family for one task: its module, settings to begin with, and what may be varied."""

    family: Family
    module: str
    starts: Sequence[Mapping[str, Any]]
    ranges: Mapping[str, NumberRange | Sequence[Any]]
    needs_complete_rows: bool = False
    takes_class_weights: bool = True
    #: Whether many different texts make it slow: it gets a column for each.
    widens_categories: bool = False
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def suggest(self, trial: Any) -> dict[str, Any]:
        """Settings that Optuna chooses."""
        found: dict[str, Any] = {}
        for name, choice in self.ranges.items():
            key = f"{self.module}.{name}"
            found[name] = (
                choice.suggest(trial, key)
                if isinstance(choice, NumberRange)
                else trial.suggest_categorical(key, list(choice))
            )
        return found


BOOSTED_RANGES: Mapping[str, NumberRange | Sequence[Any]] = {
    "learning_rate": NumberRange(0.02, 0.3, is_logarithmic=True),
    "number_of_trees_constructed": NumberRange(50, 500, is_whole=True, is_logarithmic=True),
    "maximum_number_of_leaves_per_tree": NumberRange(4, 96, is_whole=True, is_logarithmic=True),
    "minimum_number_of_samples_per_leaf_node": NumberRange(2, 60, is_whole=True, is_logarithmic=True),
}
BOOSTED_STARTS = (
    {"learning_rate": 0.1, "number_of_trees_constructed": 100, "maximum_number_of_leaves_per_tree": 31},
    {"learning_rate": 0.05, "number_of_trees_constructed": 200, "maximum_number_of_leaves_per_tree": 12},
    {
        "learning_rate": 0.05,
        "number_of_trees_constructed": 150,
        "maximum_number_of_leaves_per_tree": 6,
        "minimum_number_of_samples_per_leaf_node": 20,
    },
)
LIGHTGBM_RANGES: Mapping[str, NumberRange | Sequence[Any]] = {
    "learning_rate": NumberRange(0.02, 0.3, is_logarithmic=True),
    "number_of_trees": NumberRange(50, 600, is_whole=True, is_logarithmic=True),
    "maximum_number_of_leaves_per_tree": NumberRange(4, 128, is_whole=True, is_logarithmic=True),
    "minimum_number_of_samples_per_leaf_node": NumberRange(2, 80, is_whole=True, is_logarithmic=True),
    "feature_fraction": NumberRange(0.4, 1.0),
    "row_fraction": NumberRange(0.5, 1.0),
    "l1_regularization_weight": NumberRange(0.001, 10.0, is_logarithmic=True),
    "l2_regularization_weight": NumberRange(0.001, 10.0, is_logarithmic=True),
}
LIGHTGBM_STARTS = (
    {"number_of_trees": 150, "learning_rate": 0.06, "feature_fraction": 0.8, "row_fraction": 0.9},
    {
        "number_of_trees": 300,
        "learning_rate": 0.04,
        "maximum_number_of_leaves_per_tree": 20,
        "feature_fraction": 0.6,
        "row_fraction": 0.8,
        "l2_regularization_weight": 1.0,
    },
)
FOREST_RANGES: Mapping[str, NumberRange | Sequence[Any]] = {
    "number_of_decision_trees": NumberRange(50, 300, is_whole=True, is_logarithmic=True),
    "minimum_number_of_samples_per_leaf_node": NumberRange(1, 20, is_whole=True, is_logarithmic=True),
    "resampling_method": ("Bagging Resampling", "Replicate Resampling"),
    "category_encoding": ("Ordinal", "One-hot"),
}
FOREST_STARTS = (
    {"number_of_decision_trees": 120, "minimum_number_of_samples_per_leaf_node": 2},
    {
        "number_of_decision_trees": 120,
        "minimum_number_of_samples_per_leaf_node": 2,
        "resampling_method": "Replicate Resampling",
    },
)
LINEAR_RANGES: Mapping[str, NumberRange | Sequence[Any]] = {
    "l2_regularization_weight": NumberRange(0.001, 100.0, is_logarithmic=True),
}
NETWORK_RANGES: Mapping[str, NumberRange | Sequence[Any]] = {
    "number_of_hidden_nodes": ("32", "64", "128", "64, 32"),
    "learning_rate": NumberRange(0.002, 0.2, is_logarithmic=True),
    "number_of_learning_iterations": NumberRange(40, 160, is_whole=True),
}
NETWORK_STARTS = ({"number_of_hidden_nodes": "64", "learning_rate": 0.05, "the_momentum": 0.9},)
#: What the modules of a task are called before their family's name.
PREFIXES: Mapping[Task, str] = {"two-class": "two_class_", "multiclass": "multiclass_"}


def list_learner_spaces(task: Task) -> list[LearnerSpace]:
    """The families for this task; those whose library is not installed are left out."""
    found = [
        LearnerSpace("Boosted trees", _name(task, "boosted_decision_tree"), BOOSTED_STARTS, BOOSTED_RANGES),
        LearnerSpace(
            "LightGBM",
            "lightgbm_regression" if task == "regression" else "lightgbm_classifier",
            LIGHTGBM_STARTS,
            LIGHTGBM_RANGES,
        ),
        LearnerSpace("Forest", _name(task, "decision_forest"), FOREST_STARTS, FOREST_RANGES),
        LearnerSpace(
            "Neural network",
            _name(task, "neural_network"),
            NETWORK_STARTS,
            NETWORK_RANGES,
            needs_complete_rows=True,
            takes_class_weights=False,
            widens_categories=True,
            fixed={"the_momentum": 0.9},
        ),
        *_list_linear_spaces(task),
    ]
    installed = [space for space in found if not catalog()[space.module].missing_packages]
    return sorted(installed, key=lambda space: FAMILIES.index(space.family))


def _list_linear_spaces(task: Task) -> list[LearnerSpace]:
    if task != "regression":
        weights = ({"l2_regularization_weight": 1.0}, {"l2_regularization_weight": 30.0})
        module = _name(task, "logistic_regression")
        return [LearnerSpace("Linear", module, weights, LINEAR_RANGES, True, widens_categories=True)]
    elastic: Mapping[str, NumberRange | Sequence[Any]] = {
        "regularization_weight": NumberRange(0.0001, 3.0, is_logarithmic=True),
        "l1_share": NumberRange(0.05, 1.0),
    }
    starts = ({"regularization_weight": 0.01, "l1_share": 0.5},)
    return [LearnerSpace("Linear", "elastic_net_regression", starts, elastic, True, widens_categories=True)]


def _name(task: Task, learner: str) -> str:
    return f"{learner}_regression" if task == "regression" else f"{PREFIXES[task]}{learner}"


@dataclass(frozen=True)
class CandidateMaker:
    """Makes candidates of settings: with the seed, the class weights, and the preparations that the learner needs."""

    spaces: Sequence[LearnerSpace]
    seed: int
    balanced: bool
    has_gaps: bool

    def list_starts(self) -> Iterator[Candidate]:
        """The good starts: the first of each family, then the second of each, and so on."""
        for place in range(max((len(space.starts) for space in self.spaces), default=0)):
            for space in self.spaces:
                if place < len(space.starts):
                    yield self.make(space, space.starts[place])

    def suggest(self, trial: Any) -> Candidate:
        """What Optuna chooses."""
        families = list(dict.fromkeys(space.family for space in self.spaces))
        family = trial.suggest_categorical("family", families) if len(families) > 1 else families[0]
        space = next(space for space in self.spaces if space.family == family)
        return self.make(space, space.suggest(trial))

    def make(self, space: LearnerSpace, settings: Mapping[str, Any]) -> Candidate:
        known = catalog()[space.module].parameters.model_fields
        parameters = {**space.fixed, **settings}
        if "seed" in known:
            parameters["seed"] = self.seed
        if self.balanced and "class_weights" in known:
            parameters["class_weights"] = "Balanced"
        preparations = (ModuleCall("clean_missing_data"),) if self.has_gaps and space.needs_complete_rows else ()
        return Candidate(space.family, ModuleCall(space.module, parameters), preparations)
