"""What transformers and estimators of scikit-learn are here: each as a module with its values."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from modules.kit import catalog
from server.importers.imported_design import accepts_value

Settings = Mapping[str, object]
#: Settings that change no result, or that the modules do by themselves.
SILENT = frozenset(
    {
        *("n_jobs", "verbose", "copy", "copy_X", "warm_start", "memory", "sparse", "sparse_output", "random_state"),
        *("max_iter", "tol", "cache_size", "dtype", "missing_values", "keep_empty_features", "handle_unknown"),
        *("feature_name_combiner", "min_frequency", "max_categories", "clip", "solver", "algorithm", "leaf_size"),
        # What estimators of several keep beside their settings.
        *("estimator", "estimator_params"),
    }
)


class ScikitStep(NamedTuple):
    """What a transformer becomes; `columns` is the parameter for its columns, `text` says what differs."""

    module: str
    output: str
    values: Mapping[str, object] | None
    columns: str = ""
    text: str = ""


class ScikitLearner(NamedTuple):
    """What an estimator becomes: {its setting: our parameter and how the value is written}, and values it implies."""

    module: str
    settings: Mapping[str, tuple[str, Callable[[object], object]]]
    trainer: str = "train_model"
    #: {their setting: the values that are the same here}; where it is another, it is said.
    defaults: Mapping[str, tuple[object, ...]] = {}
    implied: Mapping[str, object] = {}
    text: str = ""


def _keep(value: object) -> int | float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0 else None


def _count(value: object) -> int | None:
    return value if type(value) is int and value > 0 else None


def _invert(value: object) -> float | None:
    """The weight of the penalty for C, which is its inverse."""
    return 1 / value if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0 else None


def _choose(**words: str) -> Callable[[object], object]:
    return lambda value: words.get(str(value))


_BALANCED = {"class_weight": ("class_weights", _choose(balanced="Balanced"))}
_TREES = {
    "n_estimators": ("number_of_decision_trees", _count),
    "max_depth": ("maximum_depth_of_the_decision_trees", _count),
    "min_samples_leaf": ("minimum_number_of_samples_per_leaf_node", _count),
}
_TREE = {
    "max_depth": ("maximum_depth_of_the_decision_tree", _count),
    "min_samples_leaf": ("minimum_number_of_samples_per_leaf_node", _count),
    "ccp_alpha": ("pruning_strength", _keep),
}
_BOOSTING = {
    "n_estimators": ("number_of_trees_constructed", _count),
    "max_iter": ("number_of_trees_constructed", _count),
    "learning_rate": ("learning_rate", _keep),
    "max_leaf_nodes": ("maximum_number_of_leaves_per_tree", _count),
    "min_samples_leaf": ("minimum_number_of_samples_per_leaf_node", _count),
}
_NEIGHBORS = {
    "n_neighbors": ("number_of_neighbors", _count),
    "weights": ("neighbor_weights", _choose(uniform="Uniform", distance="Distance")),
}
_LINEAR = {"alpha": ("l2_regularization_weight", _keep)}
_PLAIN = {"normalize_features": False}
_FOREST_DEFAULTS = {
    **{"criterion": ("gini", "squared_error"), "max_features": ("sqrt", 1.0), "bootstrap": (True,)},
    **{"oob_score": (False,), "min_samples_split": (2,), "min_weight_fraction_leaf": (0.0,), "splitter": ("best",)},
    **{"min_impurity_decrease": (0.0,), "ccp_alpha": (0.0,)},
}
_BOOSTING_DEFAULTS = {
    **{"loss": ("log_loss", "squared_error"), "l2_regularization": (0.0,), "max_bins": (255,), "subsample": (1.0,)},
    **{"early_stopping": ("auto", False), "validation_fraction": (0.1,), "max_depth": (3,), "scoring": ("loss",)},
    **{"criterion": ("friedman_mse",), "min_samples_split": (2,), "min_weight_fraction_leaf": (0.0,)},
    **{"min_impurity_decrease": (0.0,), "ccp_alpha": (0.0,), "alpha": (0.9,), "max_features": (1.0,)},
    **{"n_iter_no_change": (10,), "categorical_features": ("from_dtype", "warn")},
}
_LINEAR_DEFAULTS = {
    **{
        "penalty": ("l2", "deprecated"),
        "fit_intercept": (True,),
        "dual": (False, "auto"),
        "multi_class": ("auto", "deprecated", "ovr"),
    },
    **{"intercept_scaling": (1,), "l1_ratio": (0.0,), "positive": (False,), "selection": ("cyclic",)},
    **{"precompute": (False,), "kernel": ("linear",), "loss": ("squared_hinge",)},
}
_NEIGHBOR_DEFAULTS = {"p": (2,), "metric": ("minkowski", "euclidean")}
_EXTRA_DEFAULTS = _FOREST_DEFAULTS | {"bootstrap": (False,)}
_EXTRA_TEXT = "Its trees split at random places, those here at the best ones."
_FOREST = ("multiclass_decision_forest", _TREES | _BALANCED)

#: The estimators by their classes.
LEARNERS: Mapping[str, ScikitLearner] = {
    "LogisticRegression": ScikitLearner(
        "multiclass_logistic_regression",
        {"C": ("l2_regularization_weight", _invert)} | _BALANCED,
        defaults=_LINEAR_DEFAULTS,
        implied=_PLAIN,
    ),
    "RandomForestClassifier": ScikitLearner(*_FOREST, defaults=_FOREST_DEFAULTS),
    "ExtraTreesClassifier": ScikitLearner(*_FOREST, defaults=_EXTRA_DEFAULTS, text=_EXTRA_TEXT),
    "RandomForestRegressor": ScikitLearner("decision_forest_regression", _TREES, defaults=_FOREST_DEFAULTS),
    "ExtraTreesRegressor": ScikitLearner(
        "decision_forest_regression", _TREES, defaults=_EXTRA_DEFAULTS, text=_EXTRA_TEXT
    ),
    "DecisionTreeClassifier": ScikitLearner("decision_tree_classifier", _TREE | _BALANCED, defaults=_FOREST_DEFAULTS),
    "DecisionTreeRegressor": ScikitLearner("decision_tree_regression", _TREE, defaults=_FOREST_DEFAULTS),
    "GradientBoostingClassifier": ScikitLearner(
        "multiclass_boosted_decision_tree", _BOOSTING, defaults=_BOOSTING_DEFAULTS
    ),
    "HistGradientBoostingClassifier": ScikitLearner(
        "multiclass_boosted_decision_tree", _BOOSTING | _BALANCED, defaults=_BOOSTING_DEFAULTS
    ),
    "GradientBoostingRegressor": ScikitLearner(
        "boosted_decision_tree_regression", _BOOSTING, defaults=_BOOSTING_DEFAULTS
    ),
    "HistGradientBoostingRegressor": ScikitLearner(
        "boosted_decision_tree_regression", _BOOSTING, defaults=_BOOSTING_DEFAULTS
    ),
    "KNeighborsClassifier": ScikitLearner(
        "k_nearest_neighbors_classifier", _NEIGHBORS, defaults=_NEIGHBOR_DEFAULTS, implied=_PLAIN
    ),
    "KNeighborsRegressor": ScikitLearner(
        "k_nearest_neighbors_regression", _NEIGHBORS, defaults=_NEIGHBOR_DEFAULTS, implied=_PLAIN
    ),
    "GaussianNB": ScikitLearner("naive_bayes", {"var_smoothing": ("variance_smoothing", _keep)}),
    "MultinomialNB": ScikitLearner(
        "naive_bayes", {"alpha": ("count_smoothing", _keep)}, implied={"feature_distribution": "Multinomial"}
    ),
    "BernoulliNB": ScikitLearner(
        "naive_bayes", {"alpha": ("count_smoothing", _keep)}, implied={"feature_distribution": "Bernoulli"}
    ),
    "LinearSVC": ScikitLearner("two_class_support_vector_machine", _BALANCED, defaults=_LINEAR_DEFAULTS),
    "SVC": ScikitLearner("two_class_support_vector_machine", _BALANCED, defaults=_LINEAR_DEFAULTS),
    "MLPClassifier": ScikitLearner("multiclass_neural_network", {}),
    "MLPRegressor": ScikitLearner("neural_network_regression", {}),
    "LinearRegression": ScikitLearner(
        "linear_regression",
        {},
        defaults=_LINEAR_DEFAULTS,
        implied={"l2_regularization_weight": 0.0, **_PLAIN},
    ),
    "Ridge": ScikitLearner("linear_regression", _LINEAR, defaults=_LINEAR_DEFAULTS, implied=_PLAIN),
    "Lasso": ScikitLearner(
        "elastic_net_regression",
        {"alpha": ("regularization_weight", _keep)},
        defaults=_LINEAR_DEFAULTS | {"l1_ratio": (1.0,)},
        implied={"l1_share": 1.0, **_PLAIN},
    ),
    "ElasticNet": ScikitLearner(
        "elastic_net_regression",
        {"alpha": ("regularization_weight", _keep), "l1_ratio": ("l1_share", _keep)},
        defaults=_LINEAR_DEFAULTS,
        implied=_PLAIN,
    ),
    "PoissonRegressor": ScikitLearner("poisson_regression", {"alpha": ("l2_regularization_weight", _keep)}),
    "KMeans": ScikitLearner(
        "k_means_clustering", {"n_clusters": ("number_of_centroids", _count)}, "train_clustering_model", implied=_PLAIN
    ),
    "GaussianMixture": ScikitLearner(
        "gaussian_mixture", {"n_components": ("number_of_clusters", _count)}, "train_clustering_model", implied=_PLAIN
    ),
    "IsolationForest": ScikitLearner(
        "isolation_forest", {"n_estimators": ("number_of_trees", _count)}, "train_anomaly_detection_model"
    ),
}


def list_values(learner: ScikitLearner, settings: Settings) -> tuple[dict[str, object], list[str]]:
    """Our values of an estimator, and those of its settings that are not taken over."""
    values, lost, module = dict(learner.implied), [], catalog()[learner.module]
    for name, value in settings.items():
        ours = learner.settings.get(name)
        kept = ours[1](value) if ours is not None else None
        if ours is not None and kept is not None and accepts_value(module, ours[0], kept):
            values[ours[0]] = kept
        elif name == "penalty" and value is None:
            values["l2_regularization_weight"] = 0.0
        elif value is not None and name not in SILENT and value not in learner.defaults.get(name, ()):
            lost.append(name)
    return values, lost


def _build_imputer(settings: Settings) -> ScikitStep:
    modes = {
        "mean": "Replace with mean",
        "median": "Replace with median",
        "most_frequent": "Replace with mode",
        "constant": "Custom substitution value",
    }
    strategy = str(settings.get("strategy", "mean"))
    values: dict[str, object] = {"cleaning_mode": modes.get(strategy)}
    if strategy == "constant":
        values["replacement_value"] = str(settings.get("fill_value") or "0")
    if settings.get("add_indicator") is True:
        values["generate_missing_value_indicator_column"] = True
    return ScikitStep("clean_missing_data", "cleaned_dataset", values, "columns_to_be_cleaned")


def _build_scaler(method: str, text: str = "") -> Callable[[Settings], ScikitStep]:
    values = {"transformation_method": method}
    return lambda _: ScikitStep("normalize_data", "transformed_dataset", values, "columns_to_transform", text)


def _build_min_max(settings: Settings) -> ScikitStep:
    limits = settings.get("feature_range", (0, 1))
    text = "" if limits in ((0, 1), [0, 1]) else "Numbers are scaled to 0 to 1 here."
    values = {"transformation_method": "MinMax"}
    return ScikitStep("normalize_data", "transformed_dataset", values, "columns_to_transform", text)


def _build_one_hot(settings: Settings) -> ScikitStep:
    text = "" if settings.get("drop") is None else "No category is dropped here."
    values = {"overwrite_categorical_columns": True}
    module, columns = "convert_to_indicator_values", "categorical_columns_to_convert"
    return ScikitStep(module, "results_dataset", values, columns, text)


def _build_ordinal(settings: Settings) -> ScikitStep:
    text = "Check the order of the categories." if isinstance(settings.get("categories"), (list, tuple)) else ""
    return ScikitStep("encode_categories", "encoded_dataset", {"encoding": "Order"}, "columns_to_encode", text)


def _build_components(settings: Settings) -> ScikitStep:
    wanted = settings.get("n_components")
    values: dict[str, object] = {"normalize_features": False}
    if type(wanted) is int and wanted > 0:
        values["number_of_components"] = wanted
    elif isinstance(wanted, float) and 0 < wanted < 1:
        values |= {"components_chosen_by": "Share of the variance", "share_of_the_variance": wanted}
    text = "" if len(values) > 1 else "Check how many components are kept."
    return ScikitStep("principal_component_analysis", "results_dataset", values, "columns_to_reduce", text)


def _build_polynomials(settings: Settings) -> ScikitStep:
    values = {"degree": _count(settings.get("degree", 2))}
    if settings.get("interaction_only") is True:
        values["terms"] = "Products only"  # type: ignore[assignment]
    return ScikitStep("polynomial_features", "results_dataset", values, "columns_to_combine")


def _build_selection(settings: Settings) -> ScikitStep:
    values = {"number_of_desired_features": _count(settings.get("k", 10))}
    text = "Choose the label and how features are scored."
    return ScikitStep("filter_based_feature_selection", "filtered_dataset", values, "", text)


def _build_bins(settings: Settings) -> ScikitStep:
    mode = "Equal Width" if settings.get("strategy") == "uniform" else "Quantiles"
    values = {"number_of_bins": _count(settings.get("n_bins", 5)), "binning_mode": mode, "output_mode": "Inplace"}
    return ScikitStep("group_data_into_bins", "quantized_dataset", values, "columns_to_bin")


def _build_words(weight: str) -> Callable[[Settings], ScikitStep]:
    def build(settings: Settings) -> ScikitStep:
        span = settings.get("ngram_range") or (1, 1)
        largest = span[1] if isinstance(span, (list, tuple)) and len(span) == 2 and type(span[1]) is int else 1
        values = {"n_grams_size": max(largest, 1), "weighting_function": weight}
        text = "Choose the column with the text. Words are cut in another way."
        return ScikitStep("extract_n_gram_features_from_text", "results_dataset", values, "", text)

    return build


#: The transformers by their classes.
TRANSFORMERS: Mapping[str, Callable[[Settings], ScikitStep]] = {
    "SimpleImputer": _build_imputer,
    "StandardScaler": _build_scaler("ZScore"),
    "MinMaxScaler": _build_min_max,
    "MaxAbsScaler": _build_scaler("MinMax", "Numbers are scaled to 0 to 1 here, and by their largest value there."),
    "RobustScaler": _build_scaler("Robust"),
    "OneHotEncoder": _build_one_hot,
    "OrdinalEncoder": _build_ordinal,
    "PCA": _build_components,
    "PolynomialFeatures": _build_polynomials,
    "SelectKBest": _build_selection,
    "KBinsDiscretizer": _build_bins,
    "TfidfVectorizer": _build_words("TF-IDF Weight"),
    "CountVectorizer": _build_words("TF Weight"),
}
