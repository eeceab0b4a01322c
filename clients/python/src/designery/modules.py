"""Each module of the catalog as a typed function. Written by python -m tools.generate_client; do not edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal, TypeAlias, Unpack

from designery.builder import place, place_single
from designery.ports import (
    DEFAULT,
    Evaluation,
    File,
    ImageDirectory,
    NodeOptions,
    Placed,
    Port,
    Table,
    TrainedModel,
    Transformation,
    UntrainedModel,
)
from designery.values import Columns, Row, Sweep

TableInput: TypeAlias = Table | Evaluation

UntrainedModelInput: TypeAlias = UntrainedModel

TrainedModelInput: TypeAlias = TrainedModel

TransformationInput: TypeAlias = Transformation

ImageDirectoryInput: TypeAlias = ImageDirectory

FileInput: TypeAlias = File

EvaluationInput: TypeAlias = Evaluation


def isolation_forest(
    *,
    number_of_trees: int | Sweep = DEFAULT,
    rows_per_tree: int | Sweep = DEFAULT,
    expected_share_of_anomalies: float | Sweep = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Find rows that a few random splits are enough to separate from the others.

    Defaults:
        number_of_trees: 100.
        rows_per_tree: 256.
        expected_share_of_anomalies: 0.05.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "isolation_forest",
        {},
        {
            "number_of_trees": number_of_trees,
            "rows_per_tree": rows_per_tree,
            "expected_share_of_anomalies": expected_share_of_anomalies,
            "seed": seed,
        },
        options,
    )


def one_class_svm(
    *,
    kernel: Literal["Radial basis function", "Linear", "Polynomial", "Sigmoid"] | Sweep = DEFAULT,
    width: float | Sweep = DEFAULT,
    degree: int | Sweep = DEFAULT,
    expected_share_of_anomalies: float | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Draw a border around usual rows, with a small share of the rows outside.

    Defaults:
        kernel: 'Radial basis function'.
        width: 0.0.
        degree: 3.
        expected_share_of_anomalies: 0.05.
        normalize_features: True.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "one_class_svm",
        {},
        {
            "kernel": kernel,
            "width": width,
            "degree": degree,
            "expected_share_of_anomalies": expected_share_of_anomalies,
            "normalize_features": normalize_features,
        },
        options,
    )


def pca_based_anomaly_detection(
    *,
    number_of_components: int | Sweep = DEFAULT,
    oversampling: int | Sweep = DEFAULT,
    mean_normalization: bool | Sweep = DEFAULT,
    expected_share_of_anomalies: float | Sweep = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Find rows that the main directions of the data cannot describe.

    Defaults:
        number_of_components: 2.
        oversampling: 10.
        mean_normalization: True.
        expected_share_of_anomalies: 0.05.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "pca_based_anomaly_detection",
        {},
        {
            "number_of_components": number_of_components,
            "oversampling": oversampling,
            "mean_normalization": mean_normalization,
            "expected_share_of_anomalies": expected_share_of_anomalies,
        },
        options,
    )


class AutomatedMlOutputs(Placed):
    """The outputs of Automated ML."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "trained_model": TrainedModel,
        "leaderboard": Table,
        "evaluation_results": Evaluation,
    }
    trained_model: TrainedModel
    leaderboard: Table
    evaluation_results: Evaluation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def automated_ml(
    dataset: TableInput,
    *,
    label: str,
    task: Literal["Automatic", "Classification", "Regression"] = DEFAULT,
    metric: Literal[
        "Automatic",
        "AUC",
        "Average precision",
        "Accuracy",
        "F1",
        "Log loss",
        "Root mean squared error",
        "Mean absolute error",
        "Coefficient of determination",
    ] = DEFAULT,
    time_limit_in_minutes: float = DEFAULT,
    maximum_number_of_trials: int = DEFAULT,
    trials_without_improvement: int = DEFAULT,
    boosted_trees: bool = DEFAULT,
    forests: bool = DEFAULT,
    linear_models: bool = DEFAULT,
    neural_networks: bool = DEFAULT,
    columns_to_keep: Columns = DEFAULT,
    held_out_fraction: float = DEFAULT,
    number_of_folds: int = DEFAULT,
    fold_order: Literal["Random", "By time"] = DEFAULT,
    class_weights: Literal["None", "Balanced"] = DEFAULT,
    build_ensemble: bool = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> AutomatedMlOutputs:
    """Try many learners with many settings, and train the best of them, or several together.

    Defaults:
        task: 'Automatic'.
        metric: 'Automatic'.
        time_limit_in_minutes: 2.0.
        maximum_number_of_trials: 200.
        trials_without_improvement: 40.
        boosted_trees: True.
        forests: True.
        linear_models: True.
        neural_networks: True.
        columns_to_keep: {'start': 'none', 'names': [], 'types': [], 'roles': [], 'containing': '', 'r....
        held_out_fraction: 0.2.
        number_of_folds: 5.
        fold_order: 'Random'.
        class_weights: 'None'.
        build_ensemble: True.
        seed: 0.
    """
    return place(
        AutomatedMlOutputs,
        "automated_ml",
        {"dataset": dataset},
        {
            "label": label,
            "task": task,
            "metric": metric,
            "time_limit_in_minutes": time_limit_in_minutes,
            "maximum_number_of_trials": maximum_number_of_trials,
            "trials_without_improvement": trials_without_improvement,
            "boosted_trees": boosted_trees,
            "forests": forests,
            "linear_models": linear_models,
            "neural_networks": neural_networks,
            "columns_to_keep": columns_to_keep,
            "held_out_fraction": held_out_fraction,
            "number_of_folds": number_of_folds,
            "fold_order": fold_order,
            "class_weights": class_weights,
            "build_ensemble": build_ensemble,
            "seed": seed,
        },
        options,
    )


def decision_tree_classifier(
    *,
    maximum_depth_of_the_decision_tree: int | Sweep = DEFAULT,
    minimum_number_of_samples_per_leaf_node: int | Sweep = DEFAULT,
    split_quality: Literal["Gini", "Entropy"] | Sweep = DEFAULT,
    pruning_strength: float | Sweep = DEFAULT,
    category_encoding: Literal["Ordinal", "One-hot"] | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a class with a tree of questions, each about one feature.

    Defaults:
        maximum_depth_of_the_decision_tree: 10.
        minimum_number_of_samples_per_leaf_node: 5.
        split_quality: 'Gini'.
        pruning_strength: 0.0.
        category_encoding: 'Ordinal'.
        class_weights: 'None'.
        custom_class_weights: ''.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "decision_tree_classifier",
        {},
        {
            "maximum_depth_of_the_decision_tree": maximum_depth_of_the_decision_tree,
            "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
            "split_quality": split_quality,
            "pruning_strength": pruning_strength,
            "category_encoding": category_encoding,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "seed": seed,
        },
        options,
    )


def k_nearest_neighbors_classifier(
    *,
    number_of_neighbors: int | Sweep = DEFAULT,
    neighbor_weights: Literal["Uniform", "Distance"] | Sweep = DEFAULT,
    distance_metric: Literal["Euclidean", "Manhattan"] | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a class by the vote of the most similar rows of the training data.

    Defaults:
        number_of_neighbors: 5.
        neighbor_weights: 'Uniform'.
        distance_metric: 'Euclidean'.
        normalize_features: True.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "k_nearest_neighbors_classifier",
        {},
        {
            "number_of_neighbors": number_of_neighbors,
            "neighbor_weights": neighbor_weights,
            "distance_metric": distance_metric,
            "normalize_features": normalize_features,
        },
        options,
    )


def lightgbm_classifier(
    *,
    number_of_trees: int | Sweep = DEFAULT,
    maximum_number_of_leaves_per_tree: int | Sweep = DEFAULT,
    minimum_number_of_samples_per_leaf_node: int | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    row_fraction: float | Sweep = DEFAULT,
    feature_fraction: float | Sweep = DEFAULT,
    l1_regularization_weight: float | Sweep = DEFAULT,
    l2_regularization_weight: float | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    columns_that_raise: Sequence[str] = DEFAULT,
    columns_that_lower: Sequence[str] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a class with boosted trees of the library LightGBM.

    Defaults:
        number_of_trees: 100.
        maximum_number_of_leaves_per_tree: 31.
        minimum_number_of_samples_per_leaf_node: 20.
        learning_rate: 0.1.
        row_fraction: 1.0.
        feature_fraction: 1.0.
        l1_regularization_weight: 0.0.
        l2_regularization_weight: 0.0.
        class_weights: 'None'.
        custom_class_weights: ''.
        columns_that_raise: [].
        columns_that_lower: [].
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "lightgbm_classifier",
        {},
        {
            "number_of_trees": number_of_trees,
            "maximum_number_of_leaves_per_tree": maximum_number_of_leaves_per_tree,
            "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
            "learning_rate": learning_rate,
            "row_fraction": row_fraction,
            "feature_fraction": feature_fraction,
            "l1_regularization_weight": l1_regularization_weight,
            "l2_regularization_weight": l2_regularization_weight,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "columns_that_raise": columns_that_raise,
            "columns_that_lower": columns_that_lower,
            "seed": seed,
        },
        options,
    )


def multiclass_boosted_decision_tree(
    *,
    maximum_number_of_leaves_per_tree: int | Sweep = DEFAULT,
    minimum_number_of_samples_per_leaf_node: int | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    number_of_trees_constructed: int | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Tell two or more classes apart with a sequence of small trees, each fitted to the errors of those before it.

    Defaults:
        maximum_number_of_leaves_per_tree: 20.
        minimum_number_of_samples_per_leaf_node: 10.
        learning_rate: 0.2.
        number_of_trees_constructed: 100.
        class_weights: 'None'.
        custom_class_weights: ''.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "multiclass_boosted_decision_tree",
        {},
        {
            "maximum_number_of_leaves_per_tree": maximum_number_of_leaves_per_tree,
            "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
            "learning_rate": learning_rate,
            "number_of_trees_constructed": number_of_trees_constructed,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "seed": seed,
        },
        options,
    )


def multiclass_decision_forest(
    *,
    number_of_decision_trees: int | Sweep = DEFAULT,
    maximum_depth_of_the_decision_trees: int | Sweep = DEFAULT,
    minimum_number_of_samples_per_leaf_node: int | Sweep = DEFAULT,
    resampling_method: Literal["Bagging Resampling", "Replicate Resampling"] | Sweep = DEFAULT,
    category_encoding: Literal["Ordinal", "One-hot"] | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Tell two or more classes apart by many trees that differ by chance.

    Defaults:
        number_of_decision_trees: 8.
        maximum_depth_of_the_decision_trees: 32.
        minimum_number_of_samples_per_leaf_node: 1.
        resampling_method: 'Bagging Resampling'.
        category_encoding: 'Ordinal'.
        class_weights: 'None'.
        custom_class_weights: ''.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "multiclass_decision_forest",
        {},
        {
            "number_of_decision_trees": number_of_decision_trees,
            "maximum_depth_of_the_decision_trees": maximum_depth_of_the_decision_trees,
            "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
            "resampling_method": resampling_method,
            "category_encoding": category_encoding,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "seed": seed,
        },
        options,
    )


def multiclass_logistic_regression(
    *,
    optimization_tolerance: float | Sweep = DEFAULT,
    l2_regularization_weight: float | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict the probability of each of two or more classes from weighted sums of the features.

    Defaults:
        optimization_tolerance: 1e-07.
        l2_regularization_weight: 1.0.
        normalize_features: True.
        class_weights: 'None'.
        custom_class_weights: ''.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "multiclass_logistic_regression",
        {},
        {
            "optimization_tolerance": optimization_tolerance,
            "l2_regularization_weight": l2_regularization_weight,
            "normalize_features": normalize_features,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "seed": seed,
        },
        options,
    )


def multiclass_neural_network(
    *,
    number_of_hidden_nodes: str | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    number_of_learning_iterations: int | Sweep = DEFAULT,
    the_momentum: float | Sweep = DEFAULT,
    shuffle_examples: bool | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict the probability of each of two or more classes with fully connected layers of nodes.

    Defaults:
        number_of_hidden_nodes: '100'.
        learning_rate: 0.1.
        number_of_learning_iterations: 100.
        the_momentum: 0.0.
        shuffle_examples: True.
        class_weights: 'None'.
        custom_class_weights: ''.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "multiclass_neural_network",
        {},
        {
            "number_of_hidden_nodes": number_of_hidden_nodes,
            "learning_rate": learning_rate,
            "number_of_learning_iterations": number_of_learning_iterations,
            "the_momentum": the_momentum,
            "shuffle_examples": shuffle_examples,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "seed": seed,
        },
        options,
    )


def naive_bayes(
    *,
    feature_distribution: Literal["Normal", "Multinomial", "Bernoulli"] | Sweep = DEFAULT,
    variance_smoothing: float | Sweep = DEFAULT,
    count_smoothing: float | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a class from how likely each feature is in it, as if features did not depend on each other.

    Defaults:
        feature_distribution: 'Normal'.
        variance_smoothing: 1e-09.
        count_smoothing: 1.0.
        class_weights: 'None'.
        custom_class_weights: ''.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "naive_bayes",
        {},
        {
            "feature_distribution": feature_distribution,
            "variance_smoothing": variance_smoothing,
            "count_smoothing": count_smoothing,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
        },
        options,
    )


def one_vs_all_multiclass(
    untrained_binary_classification_model: UntrainedModelInput,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Make a multiclass learner from a two-class one: a model for each class against all others."""
    return place_single(
        UntrainedModel,
        "untrained_model",
        "one_vs_all_multiclass",
        {"untrained_binary_classification_model": untrained_binary_classification_model},
        {},
        options,
    )


def one_vs_one_multiclass(
    untrained_binary_classification_model: UntrainedModelInput,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Make a multiclass learner from a two-class one: a model for each pair of classes."""
    return place_single(
        UntrainedModel,
        "untrained_model",
        "one_vs_one_multiclass",
        {"untrained_binary_classification_model": untrained_binary_classification_model},
        {},
        options,
    )


def two_class_averaged_perceptron(
    *,
    learning_rate: float | Sweep = DEFAULT,
    maximum_number_of_iterations: int | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced"] | Sweep = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Separate two classes by a weighted sum of the features that learns from its mistakes.

    Defaults:
        learning_rate: 1.0.
        maximum_number_of_iterations: 10.
        class_weights: 'None'.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "two_class_averaged_perceptron",
        {},
        {
            "learning_rate": learning_rate,
            "maximum_number_of_iterations": maximum_number_of_iterations,
            "class_weights": class_weights,
            "seed": seed,
        },
        options,
    )


def two_class_boosted_decision_tree(
    *,
    maximum_number_of_leaves_per_tree: int | Sweep = DEFAULT,
    minimum_number_of_samples_per_leaf_node: int | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    number_of_trees_constructed: int | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    columns_that_raise: Sequence[str] = DEFAULT,
    columns_that_lower: Sequence[str] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Tell two classes apart with a sequence of small trees, each fitted to the errors of those before it.

    Defaults:
        maximum_number_of_leaves_per_tree: 20.
        minimum_number_of_samples_per_leaf_node: 10.
        learning_rate: 0.2.
        number_of_trees_constructed: 100.
        class_weights: 'None'.
        custom_class_weights: ''.
        columns_that_raise: [].
        columns_that_lower: [].
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "two_class_boosted_decision_tree",
        {},
        {
            "maximum_number_of_leaves_per_tree": maximum_number_of_leaves_per_tree,
            "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
            "learning_rate": learning_rate,
            "number_of_trees_constructed": number_of_trees_constructed,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "columns_that_raise": columns_that_raise,
            "columns_that_lower": columns_that_lower,
            "seed": seed,
        },
        options,
    )


def two_class_decision_forest(
    *,
    number_of_decision_trees: int | Sweep = DEFAULT,
    maximum_depth_of_the_decision_trees: int | Sweep = DEFAULT,
    minimum_number_of_samples_per_leaf_node: int | Sweep = DEFAULT,
    resampling_method: Literal["Bagging Resampling", "Replicate Resampling"] | Sweep = DEFAULT,
    category_encoding: Literal["Ordinal", "One-hot"] | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Tell two classes apart by many trees that differ by chance.

    Defaults:
        number_of_decision_trees: 8.
        maximum_depth_of_the_decision_trees: 32.
        minimum_number_of_samples_per_leaf_node: 1.
        resampling_method: 'Bagging Resampling'.
        category_encoding: 'Ordinal'.
        class_weights: 'None'.
        custom_class_weights: ''.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "two_class_decision_forest",
        {},
        {
            "number_of_decision_trees": number_of_decision_trees,
            "maximum_depth_of_the_decision_trees": maximum_depth_of_the_decision_trees,
            "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
            "resampling_method": resampling_method,
            "category_encoding": category_encoding,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "seed": seed,
        },
        options,
    )


def two_class_logistic_regression(
    *,
    optimization_tolerance: float | Sweep = DEFAULT,
    l2_regularization_weight: float | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict the probability of one of two classes from a weighted sum of the features.

    Defaults:
        optimization_tolerance: 1e-07.
        l2_regularization_weight: 1.0.
        normalize_features: True.
        class_weights: 'None'.
        custom_class_weights: ''.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "two_class_logistic_regression",
        {},
        {
            "optimization_tolerance": optimization_tolerance,
            "l2_regularization_weight": l2_regularization_weight,
            "normalize_features": normalize_features,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "seed": seed,
        },
        options,
    )


def two_class_neural_network(
    *,
    number_of_hidden_nodes: str | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    number_of_learning_iterations: int | Sweep = DEFAULT,
    the_momentum: float | Sweep = DEFAULT,
    shuffle_examples: bool | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict the probability of one of two classes with fully connected layers of nodes.

    Defaults:
        number_of_hidden_nodes: '100'.
        learning_rate: 0.1.
        number_of_learning_iterations: 100.
        the_momentum: 0.0.
        shuffle_examples: True.
        class_weights: 'None'.
        custom_class_weights: ''.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "two_class_neural_network",
        {},
        {
            "number_of_hidden_nodes": number_of_hidden_nodes,
            "learning_rate": learning_rate,
            "number_of_learning_iterations": number_of_learning_iterations,
            "the_momentum": the_momentum,
            "shuffle_examples": shuffle_examples,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "seed": seed,
        },
        options,
    )


def two_class_support_vector_machine(
    *,
    number_of_iterations: int | Sweep = DEFAULT,
    lambda_weight: float | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced"] | Sweep = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Separate two classes by the line, plane or hyperplane with the widest margin.

    Defaults:
        number_of_iterations: 10.
        lambda_weight: 0.001.
        normalize_features: True.
        class_weights: 'None'.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "two_class_support_vector_machine",
        {},
        {
            "number_of_iterations": number_of_iterations,
            "lambda_weight": lambda_weight,
            "normalize_features": normalize_features,
            "class_weights": class_weights,
            "seed": seed,
        },
        options,
    )


def xgboost_classifier(
    *,
    number_of_trees: int | Sweep = DEFAULT,
    maximum_depth_of_the_trees: int | Sweep = DEFAULT,
    minimum_weight_of_a_leaf: float | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    row_fraction: float | Sweep = DEFAULT,
    feature_fraction: float | Sweep = DEFAULT,
    l1_regularization_weight: float | Sweep = DEFAULT,
    l2_regularization_weight: float | Sweep = DEFAULT,
    class_weights: Literal["None", "Balanced", "Custom"] | Sweep = DEFAULT,
    custom_class_weights: str = DEFAULT,
    columns_that_raise: Sequence[str] = DEFAULT,
    columns_that_lower: Sequence[str] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a class with boosted trees of the library XGBoost.

    Defaults:
        number_of_trees: 100.
        maximum_depth_of_the_trees: 6.
        minimum_weight_of_a_leaf: 1.0.
        learning_rate: 0.3.
        row_fraction: 1.0.
        feature_fraction: 1.0.
        l1_regularization_weight: 0.0.
        l2_regularization_weight: 1.0.
        class_weights: 'None'.
        custom_class_weights: ''.
        columns_that_raise: [].
        columns_that_lower: [].
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "xgboost_classifier",
        {},
        {
            "number_of_trees": number_of_trees,
            "maximum_depth_of_the_trees": maximum_depth_of_the_trees,
            "minimum_weight_of_a_leaf": minimum_weight_of_a_leaf,
            "learning_rate": learning_rate,
            "row_fraction": row_fraction,
            "feature_fraction": feature_fraction,
            "l1_regularization_weight": l1_regularization_weight,
            "l2_regularization_weight": l2_regularization_weight,
            "class_weights": class_weights,
            "custom_class_weights": custom_class_weights,
            "columns_that_raise": columns_that_raise,
            "columns_that_lower": columns_that_lower,
            "seed": seed,
        },
        options,
    )


def dbscan(
    *,
    maximum_distance: float | Sweep = DEFAULT,
    minimum_number_of_neighbors: int | Sweep = DEFAULT,
    distance_metric: Literal["Euclidean", "Manhattan"] | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Find clusters of any shape where rows lie close together, and call the rest noise.

    Defaults:
        maximum_distance: 0.5.
        minimum_number_of_neighbors: 5.
        distance_metric: 'Euclidean'.
        normalize_features: True.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "dbscan",
        {},
        {
            "maximum_distance": maximum_distance,
            "minimum_number_of_neighbors": minimum_number_of_neighbors,
            "distance_metric": distance_metric,
            "normalize_features": normalize_features,
        },
        options,
    )


def gaussian_mixture(
    *,
    number_of_clusters: int | Sweep = DEFAULT,
    covariance: Literal["Full", "Tied", "Diagonal", "Spherical"] | Sweep = DEFAULT,
    regularization: float | Sweep = DEFAULT,
    number_of_starts: int | Sweep = DEFAULT,
    iterations: int | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Describe the rows as a mixture of normal distributions, with a probability for each assignment.

    Defaults:
        number_of_clusters: 3.
        covariance: 'Full'.
        regularization: 1e-06.
        number_of_starts: 1.
        iterations: 100.
        normalize_features: True.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "gaussian_mixture",
        {},
        {
            "number_of_clusters": number_of_clusters,
            "covariance": covariance,
            "regularization": regularization,
            "number_of_starts": number_of_starts,
            "iterations": iterations,
            "normalize_features": normalize_features,
            "seed": seed,
        },
        options,
    )


def hierarchical_clustering(
    *,
    linkage: Literal["Ward", "Average", "Complete", "Single"] | Sweep = DEFAULT,
    distance_metric: Literal["Euclidean", "Manhattan", "Cosine"] | Sweep = DEFAULT,
    cut_the_tree_at: Literal["Number of clusters", "Height"] = DEFAULT,
    number_of_clusters: int | Sweep = DEFAULT,
    height: float | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Join the most similar rows first and go on until all are one tree, then cut it into clusters.

    Defaults:
        linkage: 'Ward'.
        distance_metric: 'Euclidean'.
        cut_the_tree_at: 'Number of clusters'.
        number_of_clusters: 3.
        height: 10.0.
        normalize_features: True.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "hierarchical_clustering",
        {},
        {
            "linkage": linkage,
            "distance_metric": distance_metric,
            "cut_the_tree_at": cut_the_tree_at,
            "number_of_clusters": number_of_clusters,
            "height": height,
            "normalize_features": normalize_features,
        },
        options,
    )


def k_means_clustering(
    *,
    number_of_centroids: int | Sweep = DEFAULT,
    initialization: Literal["K-Means++", "Random", "First N"] | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    iterations: int | Sweep = DEFAULT,
    number_of_starts: int = DEFAULT,
    seed: int = DEFAULT,
    assign_label_mode: Literal[
        "Ignore label column", "Fill missing values", "Overwrite from closest to center"
    ] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Divide the rows into a given number of clusters, each around its center.

    Defaults:
        number_of_centroids: 2.
        initialization: 'K-Means++'.
        normalize_features: True.
        iterations: 100.
        number_of_starts: 10.
        seed: 0.
        assign_label_mode: 'Ignore label column'.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "k_means_clustering",
        {},
        {
            "number_of_centroids": number_of_centroids,
            "initialization": initialization,
            "normalize_features": normalize_features,
            "iterations": iterations,
            "number_of_starts": number_of_starts,
            "seed": seed,
            "assign_label_mode": assign_label_mode,
        },
        options,
    )


def apply_image_transformation(
    input_image_transformation: TransformationInput,
    input_image_directory: ImageDirectoryInput,
    *,
    mode: Literal["For training", "For inference"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> ImageDirectory:
    """Apply the changes of Init Image Transformation to every image.

    Defaults:
        mode: 'For training'.
    """
    return place_single(
        ImageDirectory,
        "output_image_directory",
        "apply_image_transformation",
        {"input_image_transformation": input_image_transformation, "input_image_directory": input_image_directory},
        {"mode": mode},
        options,
    )


def convert_to_image_directory(
    zip_file: FileInput | None = None,
    pixels: TableInput | None = None,
    *,
    pixel_columns: Columns = DEFAULT,
    label_column: str | None = DEFAULT,
    image_width: int | None = DEFAULT,
    channels: Literal["Grayscale", "RGB"] = DEFAULT,
    value_of_white: float | None = DEFAULT,
    **options: Unpack[NodeOptions],
) -> ImageDirectory:
    """Read images with categories from a zip of folders, or from a table with one row of pixels per image.

    Defaults:
        pixel_columns: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': [], 'co....
        label_column: None.
        image_width: None.
        channels: 'Grayscale'.
        value_of_white: None.
    """
    return place_single(
        ImageDirectory,
        "output_image_directory",
        "convert_to_image_directory",
        {"zip_file": zip_file, "pixels": pixels},
        {
            "pixel_columns": pixel_columns,
            "label_column": label_column,
            "image_width": image_width,
            "channels": channels,
            "value_of_white": value_of_white,
        },
        options,
    )


def densenet(
    pretrained_weights: FileInput | None = None,
    *,
    model_name: Literal["densenet121", "densenet161", "densenet169", "densenet201"] = DEFAULT,
    memory_efficient: bool = DEFAULT,
    first_layers: Literal["Automatic", "For large images", "For small images"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Tell images apart with a densely connected network, in which each layer sees what all layers before it found.

    Defaults:
        model_name: 'densenet121'.
        memory_efficient: False.
        first_layers: 'Automatic'.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "densenet",
        {"pretrained_weights": pretrained_weights},
        {"model_name": model_name, "memory_efficient": memory_efficient, "first_layers": first_layers},
        options,
    )


def init_image_transformation(
    *,
    resize: bool = DEFAULT,
    size: int = DEFAULT,
    center_crop: bool = DEFAULT,
    crop_size: int = DEFAULT,
    pad: bool = DEFAULT,
    padding: int = DEFAULT,
    color_jitter: bool = DEFAULT,
    grayscale: bool = DEFAULT,
    random_resized_crop: bool = DEFAULT,
    random_size: int = DEFAULT,
    random_crop: bool = DEFAULT,
    random_crop_size: int = DEFAULT,
    random_horizontal_flip: bool = DEFAULT,
    random_vertical_flip: bool = DEFAULT,
    random_rotation: bool = DEFAULT,
    random_rotation_degrees: int = DEFAULT,
    random_affine: bool = DEFAULT,
    random_affine_degrees: int = DEFAULT,
    random_grayscale: bool = DEFAULT,
    random_perspective: bool = DEFAULT,
    random_erasing: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Transformation:
    """Choose how images are resized, cropped and varied, in the order of the list.

    Defaults:
        resize: True.
        size: 256.
        center_crop: True.
        crop_size: 224.
        pad: False.
        padding: 0.
        color_jitter: False.
        grayscale: False.
        random_resized_crop: False.
        random_size: 256.
        random_crop: False.
        random_crop_size: 224.
        random_horizontal_flip: True.
        random_vertical_flip: False.
        random_rotation: False.
        random_rotation_degrees: 0.
        random_affine: False.
        random_affine_degrees: 0.
        random_grayscale: False.
        random_perspective: False.
        random_erasing: False.
    """
    return place_single(
        Transformation,
        "transformation",
        "init_image_transformation",
        {},
        {
            "resize": resize,
            "size": size,
            "center_crop": center_crop,
            "crop_size": crop_size,
            "pad": pad,
            "padding": padding,
            "color_jitter": color_jitter,
            "grayscale": grayscale,
            "random_resized_crop": random_resized_crop,
            "random_size": random_size,
            "random_crop": random_crop,
            "random_crop_size": random_crop_size,
            "random_horizontal_flip": random_horizontal_flip,
            "random_vertical_flip": random_vertical_flip,
            "random_rotation": random_rotation,
            "random_rotation_degrees": random_rotation_degrees,
            "random_affine": random_affine,
            "random_affine_degrees": random_affine_degrees,
            "random_grayscale": random_grayscale,
            "random_perspective": random_perspective,
            "random_erasing": random_erasing,
        },
        options,
    )


def resnet(
    pretrained_weights: FileInput | None = None,
    *,
    model_name: Literal[
        "resnet18",
        "resnet34",
        "resnet50",
        "resnet101",
        "resnet152",
        "resnext50_32x4d",
        "resnext101_32x8d",
        "wide_resnet50_2",
        "wide_resnet101_2",
    ] = DEFAULT,
    zero_init_residual: bool = DEFAULT,
    first_layers: Literal["Automatic", "For large images", "For small images"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Tell images apart with a residual network, in which each block of layers corrects the one before it.

    Defaults:
        model_name: 'resnet18'.
        zero_init_residual: False.
        first_layers: 'Automatic'.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "resnet",
        {"pretrained_weights": pretrained_weights},
        {"model_name": model_name, "zero_init_residual": zero_init_residual, "first_layers": first_layers},
        options,
    )


class SplitImageDirectoryOutputs(Placed):
    """The outputs of Split Image Directory."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "output_image_directory1": ImageDirectory,
        "output_image_directory2": ImageDirectory,
    }
    output_image_directory1: ImageDirectory
    output_image_directory2: ImageDirectory

    def __iter__(self) -> Iterator[ImageDirectory]:
        return super().__iter__()


def split_image_directory(
    input_image_directory: ImageDirectoryInput,
    *,
    fraction_of_images_in_the_first_output: float = DEFAULT,
    keep_shares_of_categories: bool = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> SplitImageDirectoryOutputs:
    """Split images at random into two directories, for training and for validation.

    Defaults:
        fraction_of_images_in_the_first_output: 0.9.
        keep_shares_of_categories: True.
        seed: 0.
    """
    return place(
        SplitImageDirectoryOutputs,
        "split_image_directory",
        {"input_image_directory": input_image_directory},
        {
            "fraction_of_images_in_the_first_output": fraction_of_images_in_the_first_output,
            "keep_shares_of_categories": keep_shares_of_categories,
            "seed": seed,
        },
        options,
    )


def dataset(
    *,
    dataset: str,
    version: int | None = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Use a stored dataset in the design.

    Defaults:
        version: None.
    """
    return place_single(Table, "dataset", "dataset", {}, {"dataset": dataset, "version": version}, options)


def enter_data_manually(
    *,
    data: str,
    data_format: Literal["CSV", "TSV", "ARFF", "SvmLight"] = DEFAULT,
    has_header: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Enter a small dataset in the design.

    Defaults:
        data_format: 'CSV'.
        has_header: True.
    """
    return place_single(
        Table,
        "dataset",
        "enter_data_manually",
        {},
        {"data_format": data_format, "has_header": has_header, "data": data},
        options,
    )


class ExportDataOutputs(Placed):
    """The outputs of Export Data."""

    port_types: ClassVar[dict[str, type[Port]]] = {"results_dataset": Table, "file": File}
    results_dataset: Table
    file: File

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def export_data(
    dataset: TableInput,
    more_sheets: Sequence[TableInput] | None = None,
    *,
    destination: Literal[
        "File", "SQL database", "S3 storage", "Azure storage", "Google Cloud Storage", "SFTP server"
    ] = DEFAULT,
    columns_to_be_saved: Columns = DEFAULT,
    file_format: Literal["CSV", "TSV", "Parquet", "Excel"] = DEFAULT,
    sheet_column: str | None = DEFAULT,
    sheet_names: str = DEFAULT,
    inert_formulas: bool = DEFAULT,
    database: str | None = DEFAULT,
    table: str = DEFAULT,
    data_table_columns: str = DEFAULT,
    if_the_table_exists: Literal["Fail", "Append", "Replace", "Update"] = DEFAULT,
    key_columns: Sequence[str] = DEFAULT,
    storage: str | None = DEFAULT,
    path: str = DEFAULT,
    if_the_object_exists: Literal["Fail", "Replace"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> ExportDataOutputs:
    """Write a dataset to a file, to a table of a database, or to storage of files.

    Defaults:
        destination: 'File'.
        columns_to_be_saved: {'start': 'all', 'names': [], 'types': [], 'roles': [], 'containing': '', 'ru....
        file_format: 'CSV'.
        sheet_column: None.
        sheet_names: ''.
        inert_formulas: False.
        database: None.
        table: ''.
        data_table_columns: ''.
        if_the_table_exists: 'Fail'.
        key_columns: [].
        storage: None.
        path: ''.
        if_the_object_exists: 'Fail'.
    """
    return place(
        ExportDataOutputs,
        "export_data",
        {"dataset": dataset, "more_sheets": more_sheets},
        {
            "destination": destination,
            "columns_to_be_saved": columns_to_be_saved,
            "file_format": file_format,
            "sheet_column": sheet_column,
            "sheet_names": sheet_names,
            "inert_formulas": inert_formulas,
            "database": database,
            "table": table,
            "data_table_columns": data_table_columns,
            "if_the_table_exists": if_the_table_exists,
            "key_columns": key_columns,
            "storage": storage,
            "path": path,
            "if_the_object_exists": if_the_object_exists,
        },
        options,
    )


def file(
    *,
    dataset: str,
    version: int | None = DEFAULT,
    **options: Unpack[NodeOptions],
) -> File:
    """Use a stored file in the design, exactly as it was uploaded.

    Defaults:
        version: None.
    """
    return place_single(File, "file", "file", {}, {"dataset": dataset, "version": version}, options)


def import_data(
    file: FileInput | None = None,
    *,
    data_source: Literal[
        "URL via HTTP",
        "REST API",
        "SQL database",
        "S3 storage",
        "Azure storage",
        "Google Cloud Storage",
        "SFTP server",
        "Connected file",
    ] = DEFAULT,
    url: str = DEFAULT,
    api: str | None = DEFAULT,
    request_headers: str = DEFAULT,
    rows_path: str = DEFAULT,
    paging: Literal["One answer", "Page number", "Offset", "Cursor", "Link header"] = DEFAULT,
    page_parameter: str = DEFAULT,
    first_page: int = DEFAULT,
    cursor_path: str = DEFAULT,
    most_pages: int = DEFAULT,
    database: str | None = DEFAULT,
    sql_query: str = DEFAULT,
    row_limit: int = DEFAULT,
    storage: str | None = DEFAULT,
    path: str = DEFAULT,
    files_to_read: str = DEFAULT,
    file_name_column: str = DEFAULT,
    delimiter: str | None = DEFAULT,
    encoding: Literal[
        "auto",
        "utf-8",
        "utf-16",
        "cp1252",
        "iso-8859-1",
        "iso-8859-2",
        "iso-8859-15",
        "cp1250",
        "cp1251",
        "gb18030",
        "shift_jis",
    ] = DEFAULT,
    has_header: Literal["auto", "yes", "no"] = DEFAULT,
    sheet: str | None = DEFAULT,
    decimal: Literal["auto", ".", ","] = DEFAULT,
    regenerate_output: bool = DEFAULT,
    refreshed: str | None = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Import a table from a web address, a database, storage of files, or a connected file.

    Defaults:
        data_source: 'URL via HTTP'.
        url: ''.
        api: None.
        request_headers: ''.
        rows_path: ''.
        paging: 'One answer'.
        page_parameter: ''.
        first_page: 1.
        cursor_path: ''.
        most_pages: 1000.
        database: None.
        sql_query: ''.
        row_limit: 1000000.
        storage: None.
        path: ''.
        files_to_read: '*'.
        file_name_column: ''.
        delimiter: None.
        encoding: 'auto'.
        has_header: 'auto'.
        sheet: None.
        decimal: 'auto'.
        regenerate_output: False.
        refreshed: None.
    """
    return place_single(
        Table,
        "results_dataset",
        "import_data",
        {"file": file},
        {
            "data_source": data_source,
            "url": url,
            "api": api,
            "request_headers": request_headers,
            "rows_path": rows_path,
            "paging": paging,
            "page_parameter": page_parameter,
            "first_page": first_page,
            "cursor_path": cursor_path,
            "most_pages": most_pages,
            "database": database,
            "sql_query": sql_query,
            "row_limit": row_limit,
            "storage": storage,
            "path": path,
            "files_to_read": files_to_read,
            "file_name_column": file_name_column,
            "delimiter": delimiter,
            "encoding": encoding,
            "has_header": has_header,
            "sheet": sheet,
            "decimal": decimal,
            "regenerate_output": regenerate_output,
            "refreshed": refreshed,
        },
        options,
    )


def import_files(
    file: FileInput | None = None,
    *,
    data_source: Literal[
        "S3 storage", "Azure storage", "Google Cloud Storage", "SFTP server", "URL via HTTP", "Connected file"
    ] = DEFAULT,
    storage: str | None = DEFAULT,
    path: str = DEFAULT,
    url: str = DEFAULT,
    regenerate_output: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> File:
    """Fetch files from storage or a web address, without reading them.

    Defaults:
        data_source: 'S3 storage'.
        storage: None.
        path: ''.
        url: ''.
        regenerate_output: True.
    """
    return place_single(
        File,
        "file",
        "import_files",
        {"file": file},
        {
            "data_source": data_source,
            "storage": storage,
            "path": path,
            "url": url,
            "regenerate_output": regenerate_output,
        },
        options,
    )


def import_model(
    file: FileInput,
    *,
    label: str = DEFAULT,
    columns: Sequence[str] = DEFAULT,
    classes: Sequence[str] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Use a model that was trained elsewhere: an ONNX file, which scikit-learn, PyTorch, TensorFlow and others write.

    Defaults:
        label: ''.
        columns: [].
        classes: [].
    """
    return place_single(
        TrainedModel,
        "trained_model",
        "import_model",
        {"file": file},
        {"label": label, "columns": columns, "classes": classes},
        options,
    )


class ReadTableOutputs(Placed):
    """The outputs of Read Table."""

    port_types: ClassVar[dict[str, type[Port]]] = {"results_dataset": Table, "notices": Table, "report": Table}
    results_dataset: Table
    notices: Table
    report: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def read_table(
    file: FileInput,
    more_files: Sequence[FileInput],
    *,
    file_name: str,
    delimiter: str | None = DEFAULT,
    encoding: Literal[
        "auto",
        "utf-8",
        "utf-16",
        "cp1252",
        "iso-8859-1",
        "iso-8859-2",
        "iso-8859-15",
        "cp1250",
        "cp1251",
        "gb18030",
        "shift_jis",
    ] = DEFAULT,
    has_header: Literal["auto", "yes", "no"] = DEFAULT,
    sheet: str | None = DEFAULT,
    decimal: Literal["auto", ".", ","] = DEFAULT,
    more_file_names: Sequence[str] = DEFAULT,
    reading: Mapping[str, Any] | None = DEFAULT,
    preview_rows: int | None = DEFAULT,
    **options: Unpack[NodeOptions],
) -> ReadTableOutputs:
    """Read a dataset from an uploaded file: CSV and other delimited text, Excel, JSON, Parquet or Arrow.

    Defaults:
        delimiter: None.
        encoding: 'auto'.
        has_header: 'auto'.
        sheet: None.
        decimal: 'auto'.
        more_file_names: [].
        reading: None.
        preview_rows: None.
    """
    return place(
        ReadTableOutputs,
        "read_table",
        {"file": file, "more_files": more_files},
        {
            "file_name": file_name,
            "delimiter": delimiter,
            "encoding": encoding,
            "has_header": has_header,
            "sheet": sheet,
            "decimal": decimal,
            "more_file_names": more_file_names,
            "reading": reading,
            "preview_rows": preview_rows,
        },
        options,
    )


def registered_model(
    *,
    model: str,
    version: int | str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Use a trained model from the registry in the design.

    Defaults:
        version: 'newest'.
    """
    return place_single(
        TrainedModel, "trained_model", "registered_model", {}, {"model": model, "version": version}, options
    )


def registered_transformation(
    *,
    model: str,
    version: int | str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Transformation:
    """Use a fitted transformation from the registry in the design.

    Defaults:
        version: 'newest'.
    """
    return place_single(
        Transformation, "transformation", "registered_transformation", {}, {"model": model, "version": version}, options
    )


def stored_dataset(
    *,
    artifact: str,
    **options: Unpack[NodeOptions],
) -> Table:
    """Use a table from an earlier run in the design."""
    return place_single(Table, "results_dataset", "stored_dataset", {}, {"artifact": artifact}, options)


def stored_model(
    *,
    artifact: str,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Use a trained model from an earlier run in the design."""
    return place_single(TrainedModel, "trained_model", "stored_model", {}, {"artifact": artifact}, options)


def stored_transformation(
    *,
    artifact: str,
    **options: Unpack[NodeOptions],
) -> Transformation:
    """Use a fitted transformation from an earlier run in the design."""
    return place_single(Transformation, "transformation", "stored_transformation", {}, {"artifact": artifact}, options)


def add_columns(
    left_dataset: TableInput,
    right_dataset: TableInput,
    **options: Unpack[NodeOptions],
) -> Table:
    """Put the columns of the right dataset beside the columns of the left one, row by row."""
    return place_single(
        Table,
        "combined_dataset",
        "add_columns",
        {"left_dataset": left_dataset, "right_dataset": right_dataset},
        {},
        options,
    )


def add_row_number(
    dataset: TableInput,
    *,
    name: str = DEFAULT,
    start: int = DEFAULT,
    increment: int = DEFAULT,
    group_by: Sequence[str] = DEFAULT,
    order_by: Sequence[Row] = DEFAULT,
    position: Literal["First column", "Last column"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Number the rows.

    Defaults:
        name: 'Row'.
        start: 1.
        increment: 1.
        group_by: [].
        order_by: [].
        position: 'First column'.
    """
    return place_single(
        Table,
        "results_dataset",
        "add_row_number",
        {"dataset": dataset},
        {
            "name": name,
            "start": start,
            "increment": increment,
            "group_by": group_by,
            "order_by": order_by,
            "position": position,
        },
        options,
    )


def add_rows(
    dataset1: TableInput,
    dataset2: TableInput,
    *,
    columns_of_one: Literal["Stop with an error", "Keep, with missing values", "Leave out"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Put the rows of the second dataset below the rows of the first.

    Defaults:
        columns_of_one: 'Stop with an error'.
    """
    return place_single(
        Table,
        "results_dataset",
        "add_rows",
        {"dataset1": dataset1, "dataset2": dataset2},
        {"columns_of_one": columns_of_one},
        options,
    )


def aggregate(
    dataset: TableInput,
    *,
    group_by: Sequence[str] = DEFAULT,
    aggregations: Sequence[Row] = DEFAULT,
    order_by: str | None = DEFAULT,
    missing_groups: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Compute sums, means, counts and other figures for each group of rows.

    Defaults:
        group_by: [].
        aggregations: [{'function': 'Count of rows', 'name': '', 'percentile': 90.0, 'separator': '....
        order_by: None.
        missing_groups: True.
    """
    return place_single(
        Table,
        "results_dataset",
        "aggregate",
        {"dataset": dataset},
        {"group_by": group_by, "aggregations": aggregations, "order_by": order_by, "missing_groups": missing_groups},
        options,
    )


def apply_math_operation(
    dataset: TableInput,
    *,
    operation: Literal[
        "Add",
        "Subtract",
        "Multiply",
        "Divide",
        "Abs",
        "Atan2",
        "Conj",
        "Cuberoot",
        "DoubleFactorial",
        "Eps",
        "Exp",
        "Exp2",
        "ExpMinus1",
        "Factorial",
        "Hypotenuse",
        "ImaginaryPart",
        "Ln",
        "LnPlus1",
        "Log",
        "Log10",
        "Log2",
        "NthRoot",
        "Pow",
        "RealPart",
        "Sqrt",
        "SqrtPi",
        "Square",
        "EqualTo",
        "GreaterThan",
        "GreaterThanOrEqualTo",
        "LessThan",
        "LessThanOrEqualTo",
        "NotEqualTo",
        "PairMax",
        "PairMin",
        "Ceiling",
        "CeilingPower2",
        "Floor",
        "Mod",
        "Quotient",
        "Remainder",
        "RoundDigits",
        "RoundDown",
        "RoundUp",
        "ToEven",
        "ToMultiple",
        "ToOdd",
        "Truncate",
        "Beta",
        "BetaLn",
        "EllipticIntegralE",
        "EllipticIntegralK",
        "Erf",
        "Erfc",
        "ErfcScaled",
        "ErfInverse",
        "ExponentialIntegralEin",
        "Gamma",
        "GammaLn",
        "GammaRegularizedP",
        "GammaRegularizedPInverse",
        "GammaRegularizedQ",
        "GammaRegularizedQInverse",
        "Polygamma",
        "Acos",
        "AcosDegrees",
        "Acosh",
        "Acot",
        "AcotDegrees",
        "Acoth",
        "Acsc",
        "AcscDegrees",
        "Acsch",
        "Arg",
        "Asec",
        "AsecDegrees",
        "Asech",
        "Asin",
        "AsinDegrees",
        "Asinh",
        "Atan",
        "AtanDegrees",
        "Atanh",
        "Cos",
        "CosDegrees",
        "Cosh",
        "Cot",
        "CotDegrees",
        "Coth",
        "Csc",
        "CscDegrees",
        "Csch",
        "DegreesToRadians",
        "RadiansToDegrees",
        "Sec",
        "SecDegrees",
        "Sech",
        "Sign",
        "Sin",
        "Sinc",
        "SinDegrees",
        "Sinh",
        "Tan",
        "TanDegrees",
        "Tanh",
    ] = DEFAULT,
    column_set: Columns = DEFAULT,
    second_argument_type: Literal["Constant", "ColumnSet"] = DEFAULT,
    constant_second_argument: float = DEFAULT,
    second_argument_columns: Columns = DEFAULT,
    output_mode: Literal["Append", "Inplace", "ResultOnly"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Apply a function of numbers to columns.

    Defaults:
        operation: 'Abs'.
        column_set: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': ['featu....
        second_argument_type: 'Constant'.
        constant_second_argument: 1.0.
        second_argument_columns: {'start': 'none', 'names': [], 'types': [], 'roles': [], 'containing': '', 'r....
        output_mode: 'Append'.
    """
    return place_single(
        Table,
        "results_dataset",
        "apply_math_operation",
        {"dataset": dataset},
        {
            "operation": operation,
            "column_set": column_set,
            "second_argument_type": second_argument_type,
            "constant_second_argument": constant_second_argument,
            "second_argument_columns": second_argument_columns,
            "output_mode": output_mode,
        },
        options,
    )


def apply_sql_transformation(
    t1: TableInput,
    t2: TableInput | None = None,
    t3: TableInput | None = None,
    *,
    sql_query_script: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Query up to three datasets with SQL.

    Defaults:
        sql_query_script: 'select * from t1'.
    """
    return place_single(
        Table,
        "results_dataset",
        "apply_sql_transformation",
        {"t1": t1, "t2": t2, "t3": t3},
        {"sql_query_script": sql_query_script},
        options,
    )


class BalanceClassesOutputs(Placed):
    """The outputs of Balance Classes."""

    port_types: ClassVar[dict[str, type[Port]]] = {"balanced_dataset": Table, "balancing": Transformation}
    balanced_dataset: Table
    balancing: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def balance_classes(
    dataset: TableInput,
    *,
    label: str,
    method: Literal["Leave out rows", "Repeat rows"] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> BalanceClassesOutputs:
    """Make all classes equally frequent, by leaving out random rows of the others or repeating some.

    Defaults:
        method: 'Leave out rows'.
        seed: 0.
    """
    return place(
        BalanceClassesOutputs,
        "balance_classes",
        {"dataset": dataset},
        {"label": label, "method": method, "seed": seed},
        options,
    )


class BootstrapSampleOutputs(Placed):
    """The outputs of Bootstrap Sample."""

    port_types: ClassVar[dict[str, type[Port]]] = {"sample": Table, "rows_not_drawn": Table}
    sample: Table
    rows_not_drawn: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def bootstrap_sample(
    dataset: TableInput,
    *,
    share: float = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> BootstrapSampleOutputs:
    """Draw rows with replacement.

    Defaults:
        share: 1.0.
        seed: 0.
    """
    return place(
        BootstrapSampleOutputs, "bootstrap_sample", {"dataset": dataset}, {"share": share, "seed": seed}, options
    )


class CheckDataOutputs(Placed):
    """The outputs of Check Data."""

    port_types: ClassVar[dict[str, type[Port]]] = {"good_rows": Table, "bad_rows": Table, "report": Table}
    good_rows: Table
    bad_rows: Table
    report: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def check_data(
    dataset: TableInput,
    *,
    rules: Sequence[Row],
    if_a_rule_fails: Literal["Split the rows", "Stop the run"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> CheckDataOutputs:
    """Check rows and tables against rules.

    Defaults:
        if_a_rule_fails: 'Split the rows'.
    """
    return place(
        CheckDataOutputs,
        "check_data",
        {"dataset": dataset},
        {"rules": rules, "if_a_rule_fails": if_a_rule_fails},
        options,
    )


class CleanMissingDataOutputs(Placed):
    """The outputs of Clean Missing Data."""

    port_types: ClassVar[dict[str, type[Port]]] = {"cleaned_dataset": Table, "cleaning_transformation": Transformation}
    cleaned_dataset: Table
    cleaning_transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def clean_missing_data(
    dataset: TableInput,
    *,
    columns_to_be_cleaned: Columns = DEFAULT,
    minimum_missing_value_ratio: float = DEFAULT,
    maximum_missing_value_ratio: float = DEFAULT,
    cleaning_mode: Literal[
        "Replace with median or mode",
        "Custom substitution value",
        "Replace with mean",
        "Replace with median",
        "Replace with mode",
        "Replace using MICE",
        "Replace using Probabilistic PCA",
        "Replace using nearest neighbors",
        "Remove entire row",
        "Remove entire column",
    ] = DEFAULT,
    replacement_value: str = DEFAULT,
    number_of_neighbors: int = DEFAULT,
    generate_missing_value_indicator_column: bool = DEFAULT,
    cols_with_all_missing_values: Literal["Propagate", "Remove"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> CleanMissingDataOutputs:
    """Fill missing values, or remove the rows or columns that have them.

    Defaults:
        columns_to_be_cleaned: {'start': 'all', 'names': [], 'types': [], 'roles': [], 'containing': '', 'ru....
        minimum_missing_value_ratio: 0.0.
        maximum_missing_value_ratio: 1.0.
        cleaning_mode: 'Replace with median or mode'.
        replacement_value: '0'.
        number_of_neighbors: 5.
        generate_missing_value_indicator_column: False.
        cols_with_all_missing_values: 'Remove'.
    """
    return place(
        CleanMissingDataOutputs,
        "clean_missing_data",
        {"dataset": dataset},
        {
            "columns_to_be_cleaned": columns_to_be_cleaned,
            "minimum_missing_value_ratio": minimum_missing_value_ratio,
            "maximum_missing_value_ratio": maximum_missing_value_ratio,
            "cleaning_mode": cleaning_mode,
            "replacement_value": replacement_value,
            "number_of_neighbors": number_of_neighbors,
            "generate_missing_value_indicator_column": generate_missing_value_indicator_column,
            "cols_with_all_missing_values": cols_with_all_missing_values,
        },
        options,
    )


def clip_values(
    dataset: TableInput,
    *,
    set_of_thresholds: Literal["ClipPeaks", "ClipSubpeaks", "ClipPeaksAndSubpeaks"] = DEFAULT,
    threshold: Literal["Constant", "Percentile"] = DEFAULT,
    upper_constant: float = DEFAULT,
    upper_percentile: float = DEFAULT,
    upper_substitute: Literal["Threshold", "Mean", "Median", "Missing"] = DEFAULT,
    lower_constant: float = DEFAULT,
    lower_percentile: float = DEFAULT,
    lower_substitute: Literal["Threshold", "Mean", "Median", "Missing"] = DEFAULT,
    columns_to_clip: Columns = DEFAULT,
    overwrite: bool = DEFAULT,
    add_indicator_columns: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Replace numbers beyond a threshold.

    Defaults:
        set_of_thresholds: 'ClipPeaks'.
        threshold: 'Constant'.
        upper_constant: 99.0.
        upper_percentile: 99.0.
        upper_substitute: 'Threshold'.
        lower_constant: 1.0.
        lower_percentile: 1.0.
        lower_substitute: 'Threshold'.
        columns_to_clip: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': ['featu....
        overwrite: True.
        add_indicator_columns: False.
    """
    return place_single(
        Table,
        "results_dataset",
        "clip_values",
        {"dataset": dataset},
        {
            "set_of_thresholds": set_of_thresholds,
            "threshold": threshold,
            "upper_constant": upper_constant,
            "upper_percentile": upper_percentile,
            "upper_substitute": upper_substitute,
            "lower_constant": lower_constant,
            "lower_percentile": lower_percentile,
            "lower_substitute": lower_substitute,
            "columns_to_clip": columns_to_clip,
            "overwrite": overwrite,
            "add_indicator_columns": add_indicator_columns,
        },
        options,
    )


class CompareTablesOutputs(Placed):
    """The outputs of Compare Tables."""

    port_types: ClassVar[dict[str, type[Port]]] = {"compared_rows": Table, "changed_values": Table, "summary": Table}
    compared_rows: Table
    changed_values: Table
    summary: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def compare_tables(
    before_dataset: TableInput,
    after_dataset: TableInput,
    *,
    key_columns: Sequence[str] = DEFAULT,
    columns_to_compare: Columns = DEFAULT,
    tolerance: float = DEFAULT,
    relative_tolerance: float = DEFAULT,
    ignore_case: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> CompareTablesOutputs:
    """Tell which rows were added, removed, changed or left as they were.

    Defaults:
        key_columns: [].
        columns_to_compare: {'start': 'all', 'names': [], 'types': [], 'roles': [], 'containing': '', 'ru....
        tolerance: 0.0.
        relative_tolerance: 0.0.
        ignore_case: False.
    """
    return place(
        CompareTablesOutputs,
        "compare_tables",
        {"before_dataset": before_dataset, "after_dataset": after_dataset},
        {
            "key_columns": key_columns,
            "columns_to_compare": columns_to_compare,
            "tolerance": tolerance,
            "relative_tolerance": relative_tolerance,
            "ignore_case": ignore_case,
        },
        options,
    )


def conditional_rules(
    dataset: TableInput,
    *,
    rules: Sequence[Row],
    otherwise: str | None = DEFAULT,
    values_are: Literal["Text", "Numbers"] = DEFAULT,
    new_column: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Give each row the value of the first rule that it satisfies.

    Defaults:
        otherwise: None.
        values_are: 'Text'.
        new_column: 'Rule result'.
    """
    return place_single(
        Table,
        "results_dataset",
        "conditional_rules",
        {"dataset": dataset},
        {"rules": rules, "otherwise": otherwise, "values_are": values_are, "new_column": new_column},
        options,
    )


def convert_to_csv(
    dataset: TableInput,
    *,
    inert_formulas: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> File:
    """Write a dataset as a file of comma-separated values.

    Defaults:
        inert_formulas: False.
    """
    return place_single(
        File, "results_dataset", "convert_to_csv", {"dataset": dataset}, {"inert_formulas": inert_formulas}, options
    )


def convert_to_dataset(
    dataset: TableInput,
    *,
    action: Literal["None", "SetMissingValues", "ReplaceValues"] = DEFAULT,
    custom_missing_value: str = DEFAULT,
    replace_values: Literal["Missing", "Custom"] = DEFAULT,
    custom_value: str = DEFAULT,
    new_value: str = DEFAULT,
    columns_to_change: Columns = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Pass a table on, and make a given value missing or replace it with another.

    Defaults:
        action: 'None'.
        custom_missing_value: '?'.
        replace_values: 'Missing'.
        custom_value: 'obs'.
        new_value: '0'.
        columns_to_change: {'start': 'all', 'names': [], 'types': [], 'roles': [], 'containing': '', 'ru....
    """
    return place_single(
        Table,
        "results_dataset",
        "convert_to_dataset",
        {"dataset": dataset},
        {
            "action": action,
            "custom_missing_value": custom_missing_value,
            "replace_values": replace_values,
            "custom_value": custom_value,
            "new_value": new_value,
            "columns_to_change": columns_to_change,
        },
        options,
    )


class ConvertToIndicatorValuesOutputs(Placed):
    """The outputs of Convert to Indicator Values."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "results_dataset": Table,
        "indicator_values_transformation": Transformation,
    }
    results_dataset: Table
    indicator_values_transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def convert_to_indicator_values(
    dataset: TableInput,
    *,
    categorical_columns_to_convert: Columns = DEFAULT,
    overwrite_categorical_columns: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> ConvertToIndicatorValuesOutputs:
    """Turn each column of categories or text into one 0/1 column per level.

    Defaults:
        categorical_columns_to_convert: {'start': 'rule', 'names': [], 'types': ['category', 'text'], 'roles': ['feat....
        overwrite_categorical_columns: False.
    """
    return place(
        ConvertToIndicatorValuesOutputs,
        "convert_to_indicator_values",
        {"dataset": dataset},
        {
            "categorical_columns_to_convert": categorical_columns_to_convert,
            "overwrite_categorical_columns": overwrite_categorical_columns,
        },
        options,
    )


def cross_join(
    left_dataset: TableInput,
    right_dataset: TableInput,
    **options: Unpack[NodeOptions],
) -> Table:
    """Put every row of one dataset beside every row of another."""
    return place_single(
        Table,
        "results_dataset",
        "cross_join",
        {"left_dataset": left_dataset, "right_dataset": right_dataset},
        {},
        options,
    )


def date_and_time(
    dataset: TableInput,
    *,
    steps: Sequence[Row],
    **options: Unpack[NodeOptions],
) -> Table:
    """Work with dates and times: parts, differences, rounding, shifting, time zones, text."""
    return place_single(Table, "results_dataset", "date_and_time", {"dataset": dataset}, {"steps": steps}, options)


def edit_metadata(
    dataset: TableInput,
    *,
    columns: Columns,
    data_type: Literal["Unchanged", "String", "Integer", "Double", "Boolean", "DateTime"] = DEFAULT,
    datetime_format: str = DEFAULT,
    date_order: Literal["Detect", "Day first", "Month first"] = DEFAULT,
    categorical: Literal["Unchanged", "Categorical", "NonCategorical"] = DEFAULT,
    fields: Literal[
        "Unchanged",
        "Features",
        "Labels",
        "ClearFeatures",
        "ClearLabels",
        "ClearScores",
        "Weights",
        "Times",
        "Series",
        "Groups",
    ] = DEFAULT,
    new_column_names: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Change the type, the role or the name of columns.

    Defaults:
        data_type: 'Unchanged'.
        datetime_format: ''.
        date_order: 'Detect'.
        categorical: 'Unchanged'.
        fields: 'Unchanged'.
        new_column_names: ''.
    """
    return place_single(
        Table,
        "results_dataset",
        "edit_metadata",
        {"dataset": dataset},
        {
            "columns": columns,
            "data_type": data_type,
            "datetime_format": datetime_format,
            "date_order": date_order,
            "categorical": categorical,
            "fields": fields,
            "new_column_names": new_column_names,
        },
        options,
    )


def edit_text(
    dataset: TableInput,
    *,
    steps: Sequence[Row],
    **options: Unpack[NodeOptions],
) -> Table:
    """Trim, change case, pad, replace, extract and compare texts."""
    return place_single(Table, "results_dataset", "edit_text", {"dataset": dataset}, {"steps": steps}, options)


class EncodeCategoriesOutputs(Placed):
    """The outputs of Encode Categories."""

    port_types: ClassVar[dict[str, type[Port]]] = {"encoded_dataset": Table, "transformation": Transformation}
    encoded_dataset: Table
    transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def encode_categories(
    dataset: TableInput,
    *,
    columns_to_encode: Columns = DEFAULT,
    encoding: Literal["Order", "Frequency", "Hash"] = DEFAULT,
    orders: Sequence[Row] = DEFAULT,
    frequency_unit: Literal["Share of the rows", "Number of rows"] = DEFAULT,
    unknown_categories: Literal["Missing", "-1"] = DEFAULT,
    number_of_columns: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> EncodeCategoriesOutputs:
    """Replace categories by numbers: their place in an order, how common they are, or a hash.

    Defaults:
        columns_to_encode: {'start': 'rule', 'names': [], 'types': ['text', 'category'], 'roles': ['feat....
        encoding: 'Order'.
        orders: [].
        frequency_unit: 'Share of the rows'.
        unknown_categories: 'Missing'.
        number_of_columns: 16.
    """
    return place(
        EncodeCategoriesOutputs,
        "encode_categories",
        {"dataset": dataset},
        {
            "columns_to_encode": columns_to_encode,
            "encoding": encoding,
            "orders": orders,
            "frequency_unit": frequency_unit,
            "unknown_categories": unknown_categories,
            "number_of_columns": number_of_columns,
        },
        options,
    )


class EncodeTargetOutputs(Placed):
    """The outputs of Encode Target."""

    port_types: ClassVar[dict[str, type[Port]]] = {"encoded_dataset": Table, "transformation": Transformation}
    encoded_dataset: Table
    transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def encode_target(
    dataset: TableInput,
    *,
    label: str,
    columns_to_encode: Columns = DEFAULT,
    smoothing: float | None = DEFAULT,
    number_of_folds: int = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> EncodeTargetOutputs:
    """Replace categories by the mean of the label among the rows that have them.

    Defaults:
        columns_to_encode: {'start': 'rule', 'names': [], 'types': ['text', 'category'], 'roles': ['feat....
        smoothing: None.
        number_of_folds: 5.
        seed: 0.
    """
    return place(
        EncodeTargetOutputs,
        "encode_target",
        {"dataset": dataset},
        {
            "label": label,
            "columns_to_encode": columns_to_encode,
            "smoothing": smoothing,
            "number_of_folds": number_of_folds,
            "seed": seed,
        },
        options,
    )


def fill_gaps(
    dataset: TableInput,
    *,
    columns_to_fill: Columns = DEFAULT,
    fill_with: Literal["Value before", "Value after", "Value before, else after", "Line between both"] = DEFAULT,
    most_rows: int | None = DEFAULT,
    group_by: Sequence[str] = DEFAULT,
    order_by: Sequence[Row] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Fill missing values from the rows before and after them.

    Defaults:
        columns_to_fill: {'start': 'all', 'names': [], 'types': [], 'roles': [], 'containing': '', 'ru....
        fill_with: 'Value before'.
        most_rows: None.
        group_by: [].
        order_by: [].
    """
    return place_single(
        Table,
        "results_dataset",
        "fill_gaps",
        {"dataset": dataset},
        {
            "columns_to_fill": columns_to_fill,
            "fill_with": fill_with,
            "most_rows": most_rows,
            "group_by": group_by,
            "order_by": order_by,
        },
        options,
    )


def formula(
    dataset: TableInput,
    *,
    formulas: Sequence[Row],
    **options: Unpack[NodeOptions],
) -> Table:
    """Compute new columns, or replace columns, by formulas."""
    return place_single(Table, "results_dataset", "formula", {"dataset": dataset}, {"formulas": formulas}, options)


def fuzzy_join(
    left_dataset: TableInput,
    right_dataset: TableInput,
    *,
    left_text_column: str,
    right_text_column: str | None = DEFAULT,
    method: Literal["Shared letter groups", "Edit distance", "Jaro-Winkler"] = DEFAULT,
    least_score: float = DEFAULT,
    matches: Literal["Best match", "All matches"] = DEFAULT,
    ignore_case_and_punctuation: bool = DEFAULT,
    left_group_columns: Sequence[str] = DEFAULT,
    right_group_columns: Sequence[str] = DEFAULT,
    join_type: Literal["Inner Join", "Left Outer Join"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Join rows whose texts are nearly the same.

    Defaults:
        right_text_column: None.
        method: 'Shared letter groups'.
        least_score: 0.7.
        matches: 'Best match'.
        ignore_case_and_punctuation: True.
        left_group_columns: [].
        right_group_columns: [].
        join_type: 'Left Outer Join'.
    """
    return place_single(
        Table,
        "results_dataset",
        "fuzzy_join",
        {"left_dataset": left_dataset, "right_dataset": right_dataset},
        {
            "left_text_column": left_text_column,
            "right_text_column": right_text_column,
            "method": method,
            "least_score": least_score,
            "matches": matches,
            "ignore_case_and_punctuation": ignore_case_and_punctuation,
            "left_group_columns": left_group_columns,
            "right_group_columns": right_group_columns,
            "join_type": join_type,
        },
        options,
    )


class GroupDataIntoBinsOutputs(Placed):
    """The outputs of Group Data into Bins."""

    port_types: ClassVar[dict[str, type[Port]]] = {"quantized_dataset": Table, "binning_transformation": Transformation}
    quantized_dataset: Table
    binning_transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def group_data_into_bins(
    dataset: TableInput,
    *,
    binning_mode: Literal["Quantiles", "Equal Width", "Decision Tree", "Custom Edges"] = DEFAULT,
    label_column: str | None = DEFAULT,
    number_of_bins: int = DEFAULT,
    quantile_normalization: Literal["Percent", "PQuantile", "Quantile Index"] = DEFAULT,
    bin_edges: str = DEFAULT,
    columns_to_bin: Columns = DEFAULT,
    output_mode: Literal["Append", "Inplace", "Result Only"] = DEFAULT,
    tag_columns_as_categorical: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> GroupDataIntoBinsOutputs:
    """Replace numbers by the bin they fall into.

    Defaults:
        binning_mode: 'Quantiles'.
        label_column: None.
        number_of_bins: 10.
        quantile_normalization: 'Percent'.
        bin_edges: ''.
        columns_to_bin: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': ['featu....
        output_mode: 'Append'.
        tag_columns_as_categorical: True.
    """
    return place(
        GroupDataIntoBinsOutputs,
        "group_data_into_bins",
        {"dataset": dataset},
        {
            "binning_mode": binning_mode,
            "label_column": label_column,
            "number_of_bins": number_of_bins,
            "quantile_normalization": quantile_normalization,
            "bin_edges": bin_edges,
            "columns_to_bin": columns_to_bin,
            "output_mode": output_mode,
            "tag_columns_as_categorical": tag_columns_as_categorical,
        },
        options,
    )


def join_as_of(
    left_dataset: TableInput,
    right_dataset: TableInput,
    *,
    left_time_column: str,
    right_time_column: str | None = DEFAULT,
    left_group_columns: Sequence[str] = DEFAULT,
    right_group_columns: Sequence[str] = DEFAULT,
    direction: Literal["Latest earlier row", "Earliest later row", "Nearest row"] = DEFAULT,
    allow_equal: bool = DEFAULT,
    tolerance: float | None = DEFAULT,
    tolerance_unit: Literal["Seconds", "Minutes", "Hours", "Days"] = DEFAULT,
    join_type: Literal["Inner Join", "Left Outer Join"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Join each row with the nearest earlier or later row.

    Defaults:
        right_time_column: None.
        left_group_columns: [].
        right_group_columns: [].
        direction: 'Latest earlier row'.
        allow_equal: True.
        tolerance: None.
        tolerance_unit: 'Days'.
        join_type: 'Left Outer Join'.
    """
    return place_single(
        Table,
        "results_dataset",
        "join_as_of",
        {"left_dataset": left_dataset, "right_dataset": right_dataset},
        {
            "left_time_column": left_time_column,
            "right_time_column": right_time_column,
            "left_group_columns": left_group_columns,
            "right_group_columns": right_group_columns,
            "direction": direction,
            "allow_equal": allow_equal,
            "tolerance": tolerance,
            "tolerance_unit": tolerance_unit,
            "join_type": join_type,
        },
        options,
    )


def join_data(
    left_dataset: TableInput,
    right_dataset: TableInput,
    *,
    left_key_columns: Sequence[str],
    right_key_columns: Sequence[str] = DEFAULT,
    match_case: bool = DEFAULT,
    join_type: Literal[
        "Inner Join",
        "Left Outer Join",
        "Right Outer Join",
        "Full Outer Join",
        "Left Semi-Join",
        "Left Anti-Join",
        "Right Anti-Join",
    ] = DEFAULT,
    keep_right_key_columns: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Combine the columns of two datasets where their keys match.

    Defaults:
        right_key_columns: [].
        match_case: True.
        join_type: 'Inner Join'.
        keep_right_key_columns: True.
    """
    return place_single(
        Table,
        "results_dataset",
        "join_data",
        {"left_dataset": left_dataset, "right_dataset": right_dataset},
        {
            "left_key_columns": left_key_columns,
            "right_key_columns": right_key_columns,
            "match_case": match_case,
            "join_type": join_type,
            "keep_right_key_columns": keep_right_key_columns,
        },
        options,
    )


def join_by_range(
    left_dataset: TableInput,
    right_dataset: TableInput,
    *,
    value_column: str,
    lower_bound_column: str,
    upper_bound_column: str,
    included: Literal["Both bounds", "Only the lower bound", "Only the upper bound", "Neither bound"] = DEFAULT,
    missing_bound_is_open: bool = DEFAULT,
    left_group_columns: Sequence[str] = DEFAULT,
    right_group_columns: Sequence[str] = DEFAULT,
    join_type: Literal["Inner Join", "Left Outer Join"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Join each row with the rows between whose bounds its value lies.

    Defaults:
        included: 'Both bounds'.
        missing_bound_is_open: True.
        left_group_columns: [].
        right_group_columns: [].
        join_type: 'Left Outer Join'.
    """
    return place_single(
        Table,
        "results_dataset",
        "join_by_range",
        {"left_dataset": left_dataset, "right_dataset": right_dataset},
        {
            "value_column": value_column,
            "lower_bound_column": lower_bound_column,
            "upper_bound_column": upper_bound_column,
            "included": included,
            "missing_bound_is_open": missing_bound_is_open,
            "left_group_columns": left_group_columns,
            "right_group_columns": right_group_columns,
            "join_type": join_type,
        },
        options,
    )


def map_values(
    dataset: TableInput,
    dictionary: TableInput | None = None,
    *,
    column: str,
    entries: Sequence[Row] = DEFAULT,
    values_are: Literal["Text", "Numbers"] = DEFAULT,
    key_column: str | None = DEFAULT,
    value_column: str | None = DEFAULT,
    unmatched: Literal["Keep the value", "Make missing", "Stop with an error"] = DEFAULT,
    new_column: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Replace the values of a column by those that a dictionary has for them.

    Defaults:
        entries: [].
        values_are: 'Text'.
        key_column: None.
        value_column: None.
        unmatched: 'Keep the value'.
        new_column: ''.
    """
    return place_single(
        Table,
        "results_dataset",
        "map_values",
        {"dataset": dataset, "dictionary": dictionary},
        {
            "column": column,
            "entries": entries,
            "values_are": values_are,
            "key_column": key_column,
            "value_column": value_column,
            "unmatched": unmatched,
            "new_column": new_column,
        },
        options,
    )


class NormalizeDataOutputs(Placed):
    """The outputs of Normalize Data."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "transformed_dataset": Table,
        "transformation_function": Transformation,
    }
    transformed_dataset: Table
    transformation_function: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def normalize_data(
    dataset: TableInput,
    *,
    transformation_method: Literal[
        "ZScore", "MinMax", "Logistic", "LogNormal", "Tanh", "Robust", "QuantileUniform", "QuantileNormal", "YeoJohnson"
    ] = DEFAULT,
    use_0_for_constant_columns: bool = DEFAULT,
    columns_to_transform: Columns = DEFAULT,
    **options: Unpack[NodeOptions],
) -> NormalizeDataOutputs:
    """Scale columns of numbers to a common range.

    Defaults:
        transformation_method: 'ZScore'.
        use_0_for_constant_columns: True.
        columns_to_transform: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': ['featu....
    """
    return place(
        NormalizeDataOutputs,
        "normalize_data",
        {"dataset": dataset},
        {
            "transformation_method": transformation_method,
            "use_0_for_constant_columns": use_0_for_constant_columns,
            "columns_to_transform": columns_to_transform,
        },
        options,
    )


class OutliersOutputs(Placed):
    """The outputs of Outliers."""

    port_types: ClassVar[dict[str, type[Port]]] = {"results_dataset": Table, "transformation": Transformation}
    results_dataset: Table
    transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def outliers(
    dataset: TableInput,
    *,
    columns_to_check: Columns = DEFAULT,
    method: Literal["Interquartile range", "Standard deviations", "Median deviations"] = DEFAULT,
    fences: float = DEFAULT,
    deviations: float = DEFAULT,
    median_deviations: float = DEFAULT,
    side: Literal["Both sides", "Only large values", "Only small values"] = DEFAULT,
    action: Literal["Mark", "Clip", "Remove rows", "Make missing"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> OutliersOutputs:
    """Find numbers far from the rest of their column.

    Defaults:
        columns_to_check: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': ['featu....
        method: 'Interquartile range'.
        fences: 1.5.
        deviations: 3.0.
        median_deviations: 3.5.
        side: 'Both sides'.
        action: 'Mark'.
    """
    return place(
        OutliersOutputs,
        "outliers",
        {"dataset": dataset},
        {
            "columns_to_check": columns_to_check,
            "method": method,
            "fences": fences,
            "deviations": deviations,
            "median_deviations": median_deviations,
            "side": side,
            "action": action,
        },
        options,
    )


def partition_and_sample(
    dataset: TableInput,
    *,
    partition_or_sample_mode: Literal["Assign to Folds", "Pick Fold", "Sampling", "Head"] = DEFAULT,
    use_replacement_in_the_partitioning: bool = DEFAULT,
    randomized_split: bool = DEFAULT,
    seed: int = DEFAULT,
    partitioner_method: Literal["Partition evenly", "Partition with customized proportions"] = DEFAULT,
    number_of_folds: int = DEFAULT,
    proportions: str = DEFAULT,
    rate_of_sampling: float = DEFAULT,
    stratify_by: str | None = DEFAULT,
    fold: int = DEFAULT,
    pick_complement_of_the_selected_fold: bool = DEFAULT,
    number_of_rows_to_select: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Assign rows to folds, pick the rows of a fold, or draw a sample.

    Defaults:
        partition_or_sample_mode: 'Sampling'.
        use_replacement_in_the_partitioning: False.
        randomized_split: True.
        seed: 0.
        partitioner_method: 'Partition evenly'.
        number_of_folds: 5.
        proportions: ''.
        rate_of_sampling: 0.01.
        stratify_by: None.
        fold: 1.
        pick_complement_of_the_selected_fold: False.
        number_of_rows_to_select: 10.
    """
    return place_single(
        Table,
        "partitioned_dataset",
        "partition_and_sample",
        {"dataset": dataset},
        {
            "partition_or_sample_mode": partition_or_sample_mode,
            "use_replacement_in_the_partitioning": use_replacement_in_the_partitioning,
            "randomized_split": randomized_split,
            "seed": seed,
            "partitioner_method": partitioner_method,
            "number_of_folds": number_of_folds,
            "proportions": proportions,
            "rate_of_sampling": rate_of_sampling,
            "stratify_by": stratify_by,
            "fold": fold,
            "pick_complement_of_the_selected_fold": pick_complement_of_the_selected_fold,
            "number_of_rows_to_select": number_of_rows_to_select,
        },
        options,
    )


def pivot(
    dataset: TableInput,
    *,
    columns_from: str,
    values_from: str,
    rows: Sequence[str] = DEFAULT,
    summary: Literal[
        "Sum", "Mean", "Count", "Distinct count", "Minimum", "Maximum", "Median", "Standard deviation", "First", "Last"
    ] = DEFAULT,
    empty_cells: Literal["Missing", "0"] = DEFAULT,
    expected_values: Sequence[str] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Turn the values of a column into columns, with a summary of another column in the cells.

    Defaults:
        rows: [].
        summary: 'Sum'.
        empty_cells: 'Missing'.
        expected_values: [].
    """
    return place_single(
        Table,
        "results_dataset",
        "pivot",
        {"dataset": dataset},
        {
            "rows": rows,
            "columns_from": columns_from,
            "values_from": values_from,
            "summary": summary,
            "empty_cells": empty_cells,
            "expected_values": expected_values,
        },
        options,
    )


class PolynomialFeaturesOutputs(Placed):
    """The outputs of Polynomial Features."""

    port_types: ClassVar[dict[str, type[Port]]] = {"results_dataset": Table, "transformation": Transformation}
    results_dataset: Table
    transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def polynomial_features(
    dataset: TableInput,
    *,
    columns_to_combine: Columns = DEFAULT,
    degree: int = DEFAULT,
    terms: Literal["Powers and products", "Products only", "Powers only"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> PolynomialFeaturesOutputs:
    """Add powers of columns and products of several, so that a linear model can learn curves and interactions.

    Defaults:
        columns_to_combine: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': ['featu....
        degree: 2.
        terms: 'Powers and products'.
    """
    return place(
        PolynomialFeaturesOutputs,
        "polynomial_features",
        {"dataset": dataset},
        {"columns_to_combine": columns_to_combine, "degree": degree, "terms": terms},
        options,
    )


class PrincipalComponentAnalysisOutputs(Placed):
    """The outputs of Principal Component Analysis."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "results_dataset": Table,
        "pca_transformation": Transformation,
        "explained_variance": Table,
    }
    results_dataset: Table
    pca_transformation: Transformation
    explained_variance: Table

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def principal_component_analysis(
    dataset: TableInput,
    *,
    columns_to_reduce: Columns = DEFAULT,
    components_chosen_by: Literal["Number", "Share of the variance"] = DEFAULT,
    number_of_components: int = DEFAULT,
    share_of_the_variance: float = DEFAULT,
    normalize_features: bool = DEFAULT,
    keep_the_columns: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> PrincipalComponentAnalysisOutputs:
    """Reduce many columns of numbers to a few that keep most of the information.

    Defaults:
        columns_to_reduce: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': ['featu....
        components_chosen_by: 'Number'.
        number_of_components: 2.
        share_of_the_variance: 0.9.
        normalize_features: True.
        keep_the_columns: True.
    """
    return place(
        PrincipalComponentAnalysisOutputs,
        "principal_component_analysis",
        {"dataset": dataset},
        {
            "columns_to_reduce": columns_to_reduce,
            "components_chosen_by": components_chosen_by,
            "number_of_components": number_of_components,
            "share_of_the_variance": share_of_the_variance,
            "normalize_features": normalize_features,
            "keep_the_columns": keep_the_columns,
        },
        options,
    )


def remove_duplicate_rows(
    dataset: TableInput,
    *,
    key_columns: Columns = DEFAULT,
    retain_first_duplicate_row: bool = DEFAULT,
    missing_values_are_equal: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Keep one row of each set of rows with equal key columns.

    Defaults:
        key_columns: {'start': 'all', 'names': [], 'types': [], 'roles': [], 'containing': '', 'ru....
        retain_first_duplicate_row: True.
        missing_values_are_equal: False.
    """
    return place_single(
        Table,
        "results_dataset",
        "remove_duplicate_rows",
        {"dataset": dataset},
        {
            "key_columns": key_columns,
            "retain_first_duplicate_row": retain_first_duplicate_row,
            "missing_values_are_equal": missing_values_are_equal,
        },
        options,
    )


class SmoteOutputs(Placed):
    """The outputs of SMOTE."""

    port_types: ClassVar[dict[str, type[Port]]] = {"table": Table, "smote_transformation": Transformation}
    table: Table
    smote_transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def smote(
    samples: TableInput,
    *,
    label: str,
    smote_percentage: int = DEFAULT,
    number_of_nearest_neighbors: int = DEFAULT,
    whole_numbers: Literal["Keep real values", "Round"] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> SmoteOutputs:
    """Add synthetic rows of the rarer of two classes.

    Defaults:
        smote_percentage: 100.
        number_of_nearest_neighbors: 1.
        whole_numbers: 'Keep real values'.
        seed: 0.
    """
    return place(
        SmoteOutputs,
        "smote",
        {"samples": samples},
        {
            "label": label,
            "smote_percentage": smote_percentage,
            "number_of_nearest_neighbors": number_of_nearest_neighbors,
            "whole_numbers": whole_numbers,
            "seed": seed,
        },
        options,
    )


def select_columns_transform(
    dataset_with_desired_columns: TableInput,
    **options: Unpack[NodeOptions],
) -> Transformation:
    """Remember the columns of a dataset, so that the same can be chosen from others."""
    return place_single(
        Transformation,
        "columns_selection_transformation",
        "select_columns_transform",
        {"dataset_with_desired_columns": dataset_with_desired_columns},
        {},
        options,
    )


def select_columns_in_dataset(
    dataset: TableInput,
    *,
    select_columns: Columns = DEFAULT,
    order_as_selected: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Keep the columns you choose and leave out the others.

    Defaults:
        select_columns: {'start': 'all', 'names': [], 'types': [], 'roles': [], 'containing': '', 'ru....
        order_as_selected: False.
    """
    return place_single(
        Table,
        "results_dataset",
        "select_columns_in_dataset",
        {"dataset": dataset},
        {"select_columns": select_columns, "order_as_selected": order_as_selected},
        options,
    )


class SelectRowsOutputs(Placed):
    """The outputs of Select Rows."""

    port_types: ClassVar[dict[str, type[Port]]] = {"selected_rows": Table, "other_rows": Table}
    selected_rows: Table
    other_rows: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def select_rows(
    dataset: TableInput,
    *,
    conditions: Sequence[Row] = DEFAULT,
    match: Literal["All conditions", "Any condition"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> SelectRowsOutputs:
    """Keep the rows that satisfy conditions on their columns.

    Defaults:
        conditions: [].
        match: 'All conditions'.
    """
    return place(
        SelectRowsOutputs, "select_rows", {"dataset": dataset}, {"conditions": conditions, "match": match}, options
    )


class SelectRowsPerGroupOutputs(Placed):
    """The outputs of Select Rows per Group."""

    port_types: ClassVar[dict[str, type[Port]]] = {"selected_rows": Table, "other_rows": Table}
    selected_rows: Table
    other_rows: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def select_rows_per_group(
    dataset: TableInput,
    *,
    number_of_rows: int = DEFAULT,
    group_by: Sequence[str] = DEFAULT,
    which: Literal["First in order", "Last in order", "At random"] = DEFAULT,
    order_by: Sequence[Row] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> SelectRowsPerGroupOutputs:
    """Keep some rows of each group.

    Defaults:
        number_of_rows: 1.
        group_by: [].
        which: 'First in order'.
        order_by: [].
        seed: 0.
    """
    return place(
        SelectRowsPerGroupOutputs,
        "select_rows_per_group",
        {"dataset": dataset},
        {"number_of_rows": number_of_rows, "group_by": group_by, "which": which, "order_by": order_by, "seed": seed},
        options,
    )


def select_and_rename(
    dataset: TableInput,
    *,
    columns_in_order: Sequence[Row],
    other_columns: Literal["Keep behind", "Keep in place", "Drop"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Choose columns, put them in order, and change their names and types.

    Defaults:
        other_columns: 'Keep behind'.
    """
    return place_single(
        Table,
        "results_dataset",
        "select_and_rename",
        {"dataset": dataset},
        {"columns_in_order": columns_in_order, "other_columns": other_columns},
        options,
    )


def shuffle_rows(
    dataset: TableInput,
    *,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Put the rows into random order.

    Defaults:
        seed: 0.
    """
    return place_single(Table, "results_dataset", "shuffle_rows", {"dataset": dataset}, {"seed": seed}, options)


def sort(
    dataset: TableInput,
    *,
    sort_by: Sequence[Row],
    missing_values: Literal["Last", "First"] = DEFAULT,
    ignore_case: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Sort rows by one or several columns.

    Defaults:
        missing_values: 'Last'.
        ignore_case: False.
    """
    return place_single(
        Table,
        "results_dataset",
        "sort",
        {"dataset": dataset},
        {"sort_by": sort_by, "missing_values": missing_values, "ignore_case": ignore_case},
        options,
    )


class SplitDataOutputs(Placed):
    """The outputs of Split Data."""

    port_types: ClassVar[dict[str, type[Port]]] = {"results_dataset1": Table, "results_dataset2": Table}
    results_dataset1: Table
    results_dataset2: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def split_data(
    dataset: TableInput,
    *,
    splitting_mode: Literal["Split Rows", "Split by Time", "Regular Expression", "Relative Expression"] = DEFAULT,
    fraction: float | Sweep = DEFAULT,
    randomized: bool = DEFAULT,
    seed: int = DEFAULT,
    stratify_by: str | None = DEFAULT,
    time_column: str | None = DEFAULT,
    column: str | None = DEFAULT,
    pattern: str = DEFAULT,
    expression: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> SplitDataOutputs:
    """Split the rows of a dataset into two datasets.

    Defaults:
        splitting_mode: 'Split Rows'.
        fraction: 0.5.
        randomized: True.
        seed: 0.
        stratify_by: None.
        time_column: None.
        column: None.
        pattern: ''.
        expression: ''.
    """
    return place(
        SplitDataOutputs,
        "split_data",
        {"dataset": dataset},
        {
            "splitting_mode": splitting_mode,
            "fraction": fraction,
            "randomized": randomized,
            "seed": seed,
            "stratify_by": stratify_by,
            "time_column": time_column,
            "column": column,
            "pattern": pattern,
            "expression": expression,
        },
        options,
    )


def split_text(
    dataset: TableInput,
    *,
    column: str,
    separator: str = DEFAULT,
    is_pattern: bool = DEFAULT,
    split_into: Literal["Columns", "Rows"] = DEFAULT,
    parts: int = DEFAULT,
    keep_column: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Split a text into columns or rows.

    Defaults:
        separator: ','.
        is_pattern: False.
        split_into: 'Columns'.
        parts: 2.
        keep_column: True.
    """
    return place_single(
        Table,
        "results_dataset",
        "split_text",
        {"dataset": dataset},
        {
            "column": column,
            "separator": separator,
            "is_pattern": is_pattern,
            "split_into": split_into,
            "parts": parts,
            "keep_column": keep_column,
        },
        options,
    )


def transpose(
    dataset: TableInput,
    *,
    names_from: str | None = DEFAULT,
    name_column: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Turn rows into columns and columns into rows.

    Defaults:
        names_from: None.
        name_column: 'Column'.
    """
    return place_single(
        Table,
        "results_dataset",
        "transpose",
        {"dataset": dataset},
        {"names_from": names_from, "name_column": name_column},
        options,
    )


class UmapProjectionOutputs(Placed):
    """The outputs of UMAP Projection."""

    port_types: ClassVar[dict[str, type[Port]]] = {"results_dataset": Table, "umap_transformation": Transformation}
    results_dataset: Table
    umap_transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def umap_projection(
    dataset: TableInput,
    *,
    columns_to_project: Columns = DEFAULT,
    dimensions: int = DEFAULT,
    number_of_neighbors: int = DEFAULT,
    minimum_distance: float = DEFAULT,
    normalize_features: bool = DEFAULT,
    keep_the_columns: bool = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UmapProjectionOutputs:
    """Draw a map that places similar rows close together and can place new rows.

    Defaults:
        columns_to_project: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': ['featu....
        dimensions: 2.
        number_of_neighbors: 15.
        minimum_distance: 0.1.
        normalize_features: True.
        keep_the_columns: True.
        seed: 0.
    """
    return place(
        UmapProjectionOutputs,
        "umap_projection",
        {"dataset": dataset},
        {
            "columns_to_project": columns_to_project,
            "dimensions": dimensions,
            "number_of_neighbors": number_of_neighbors,
            "minimum_distance": minimum_distance,
            "normalize_features": normalize_features,
            "keep_the_columns": keep_the_columns,
            "seed": seed,
        },
        options,
    )


def unpivot(
    dataset: TableInput,
    *,
    columns_to_unpivot: Columns,
    name_column: str = DEFAULT,
    value_column: str = DEFAULT,
    drop_missing_values: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Turn columns into rows: one column with their names, and one with their values.

    Defaults:
        name_column: 'Name'.
        value_column: 'Value'.
        drop_missing_values: False.
    """
    return place_single(
        Table,
        "results_dataset",
        "unpivot",
        {"dataset": dataset},
        {
            "columns_to_unpivot": columns_to_unpivot,
            "name_column": name_column,
            "value_column": value_column,
            "drop_missing_values": drop_missing_values,
        },
        options,
    )


def window(
    dataset: TableInput,
    *,
    windows: Sequence[Row],
    group_by: Sequence[str] = DEFAULT,
    order_by: Sequence[Row] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Add columns from the rows before and after each row.

    Defaults:
        group_by: [].
        order_by: [].
    """
    return place_single(
        Table,
        "results_dataset",
        "window",
        {"dataset": dataset},
        {"windows": windows, "group_by": group_by, "order_by": order_by},
        options,
    )


def t_sne_projection(
    dataset: TableInput,
    *,
    columns_to_project: Columns = DEFAULT,
    dimensions: int = DEFAULT,
    perplexity: float = DEFAULT,
    iterations: int = DEFAULT,
    normalize_features: bool = DEFAULT,
    keep_the_columns: bool = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Draw a map that places similar rows close together.

    Defaults:
        columns_to_project: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': ['featu....
        dimensions: 2.
        perplexity: 30.0.
        iterations: 1000.
        normalize_features: True.
        keep_the_columns: True.
        seed: 0.
    """
    return place_single(
        Table,
        "results_dataset",
        "t_sne_projection",
        {"dataset": dataset},
        {
            "columns_to_project": columns_to_project,
            "dimensions": dimensions,
            "perplexity": perplexity,
            "iterations": iterations,
            "normalize_features": normalize_features,
            "keep_the_columns": keep_the_columns,
            "seed": seed,
        },
        options,
    )


class EliminateFeaturesOutputs(Placed):
    """The outputs of Eliminate Features."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "selected_dataset": Table,
        "rounds": Table,
        "selection_transformation": Transformation,
    }
    selected_dataset: Table
    rounds: Table
    selection_transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def eliminate_features(
    untrained_model: UntrainedModelInput,
    dataset: TableInput,
    *,
    label: str,
    keep: Literal["Best metric", "Fewest within one standard error", "A number of features"] = DEFAULT,
    number_of_features: int = DEFAULT,
    share_per_round: float = DEFAULT,
    number_of_folds: int = DEFAULT,
    metric: Literal[
        "Automatic",
        "Accuracy",
        "Precision",
        "Recall",
        "F1",
        "AUC",
        "Log Loss",
        "Mean Absolute Error",
        "Root Mean Squared Error",
        "Relative Absolute Error",
        "Relative Squared Error",
        "Coefficient of Determination",
    ] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> EliminateFeaturesOutputs:
    """Find the features that a model needs, by leaving out the least useful ones again and again.

    Defaults:
        keep: 'Best metric'.
        number_of_features: 10.
        share_per_round: 0.1.
        number_of_folds: 5.
        metric: 'Automatic'.
        seed: 0.
    """
    return place(
        EliminateFeaturesOutputs,
        "eliminate_features",
        {"untrained_model": untrained_model, "dataset": dataset},
        {
            "label": label,
            "keep": keep,
            "number_of_features": number_of_features,
            "share_per_round": share_per_round,
            "number_of_folds": number_of_folds,
            "metric": metric,
            "seed": seed,
        },
        options,
    )


class FilterBasedFeatureSelectionOutputs(Placed):
    """The outputs of Filter Based Feature Selection."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "filtered_dataset": Table,
        "features": Table,
        "selection_transformation": Transformation,
    }
    filtered_dataset: Table
    features: Table
    selection_transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def filter_based_feature_selection(
    dataset: TableInput,
    *,
    target_column: str,
    operate_on_feature_columns_only: bool = DEFAULT,
    number_of_desired_features: int = DEFAULT,
    feature_scoring_method: Literal[
        "PearsonCorrelation",
        "ChiSquared",
        "MutualInformation",
        "SpearmanCorrelation",
        "KendallCorrelation",
        "FisherScore",
        "CountBased",
    ] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> FilterBasedFeatureSelectionOutputs:
    """Keep the features that depend most on the target, each tested by itself.

    Defaults:
        operate_on_feature_columns_only: True.
        number_of_desired_features: 1.
        feature_scoring_method: 'PearsonCorrelation'.
    """
    return place(
        FilterBasedFeatureSelectionOutputs,
        "filter_based_feature_selection",
        {"dataset": dataset},
        {
            "operate_on_feature_columns_only": operate_on_feature_columns_only,
            "target_column": target_column,
            "number_of_desired_features": number_of_desired_features,
            "feature_scoring_method": feature_scoring_method,
        },
        options,
    )


def permutation_feature_importance(
    trained_model: TrainedModelInput,
    test_data: TableInput,
    *,
    seed: int = DEFAULT,
    metric: Literal[
        "Automatic",
        "Accuracy",
        "Precision",
        "Recall",
        "F1",
        "AUC",
        "Log Loss",
        "Mean Absolute Error",
        "Root Mean Squared Error",
        "Relative Absolute Error",
        "Relative Squared Error",
        "Coefficient of Determination",
    ] = DEFAULT,
    number_of_shuffles: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Measure how much a trained model relies on each feature.

    Defaults:
        seed: 0.
        metric: 'Automatic'.
        number_of_shuffles: 5.
    """
    return place_single(
        Table,
        "feature_importance",
        "permutation_feature_importance",
        {"trained_model": trained_model, "test_data": test_data},
        {"seed": seed, "metric": metric, "number_of_shuffles": number_of_shuffles},
        options,
    )


def rank_features(
    dataset: TableInput,
    *,
    target_column: str,
    columns_to_rank: Columns = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """List the features by how much each of them tells of the target, by several scores at once.

    Defaults:
        columns_to_rank: {'start': 'rule', 'names': [], 'types': ['integer', 'real', 'boolean', 'text'....
    """
    return place_single(
        Table,
        "ranking",
        "rank_features",
        {"dataset": dataset},
        {"target_column": target_column, "columns_to_rank": columns_to_rank},
        options,
    )


class CollectResultsOutputs(Placed):
    """The outputs of Collect Results."""

    port_types: ClassVar[dict[str, type[Port]]] = {"rows": Table, "iterations": Table}
    rows: Table
    iterations: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def collect_results(
    result: TableInput,
    *,
    when_one_fails: Literal["Go on with the others", "Stop"] = DEFAULT,
    most_iterations: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> CollectResultsOutputs:
    """Run the modules back to For Each Group or For Each Value once for each, and put the results below one another.

    Defaults:
        when_one_fails: 'Go on with the others'.
        most_iterations: 10000.
    """
    return place(
        CollectResultsOutputs,
        "collect_results",
        {"result": result},
        {"when_one_fails": when_one_fails, "most_iterations": most_iterations},
        options,
    )


def for_each_group(
    dataset: TableInput,
    *,
    group_by: Sequence[str],
    group_to_show: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Run the modules from here to Collect Results once for each group of rows.

    Defaults:
        group_to_show: ''.
    """
    return place_single(
        Table,
        "results_dataset",
        "for_each_group",
        {"dataset": dataset},
        {"group_by": group_by, "group_to_show": group_to_show},
        options,
    )


def for_each_value(
    dataset: TableInput,
    *,
    setting: str,
    values: Sequence[str],
    **options: Unpack[NodeOptions],
) -> Table:
    """Run the modules from here to Collect Results once for each value of one of their settings."""
    return place_single(
        Table,
        "results_dataset",
        "for_each_value",
        {"dataset": dataset},
        {"setting": setting, "values": values},
        options,
    )


class RepeatModulesOutputs(Placed):
    """The outputs of Repeat Modules."""

    port_types: ClassVar[dict[str, type[Port]]] = {"rows": Table, "iterations": Table}
    rows: Table
    iterations: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def repeat_modules(
    dataset: TableInput,
    tables: Sequence[TableInput] | None = None,
    learners: Sequence[UntrainedModelInput] | None = None,
    models: Sequence[TrainedModelInput] | None = None,
    transformations: Sequence[TransformationInput] | None = None,
    earlier_rows: TableInput | None = None,
    earlier_iterations: TableInput | None = None,
    *,
    body: str,
    when_one_fails: Literal["Go on with the others", "Stop"] = DEFAULT,
    most_iterations: int = DEFAULT,
    version: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> RepeatModulesOutputs:
    """Run the modules of a loop once for each group or value, and put the results below one another.

    Defaults:
        when_one_fails: 'Go on with the others'.
        most_iterations: 10000.
        version: ''.
    """
    return place(
        RepeatModulesOutputs,
        "repeat_modules",
        {
            "dataset": dataset,
            "tables": tables,
            "learners": learners,
            "models": models,
            "transformations": transformations,
            "earlier_rows": earlier_rows,
            "earlier_iterations": earlier_iterations,
        },
        {"body": body, "when_one_fails": when_one_fails, "most_iterations": most_iterations, "version": version},
        options,
    )


class EvaluateManyModelsOutputs(Placed):
    """The outputs of Evaluate Many Models."""

    port_types: ClassVar[dict[str, type[Port]]] = {"groups": Table, "evaluation_results": Evaluation}
    groups: Table
    evaluation_results: Evaluation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def evaluate_many_models(
    scored_dataset: TableInput,
    trained_groups: TableInput | None = None,
    *,
    group_by: Sequence[str],
    metric: Literal[
        "Automatic", "Mean absolute error", "Root mean squared error", "Absolute error as a share"
    ] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> EvaluateManyModelsOutputs:
    """Measure the predictions of each group, and show where a model of its own is worse than one model of all rows.

    Defaults:
        metric: 'Automatic'.
    """
    return place(
        EvaluateManyModelsOutputs,
        "evaluate_many_models",
        {"scored_dataset": scored_dataset, "trained_groups": trained_groups},
        {"group_by": group_by, "metric": metric},
        options,
    )


def score_many_models(
    trained_model: TrainedModelInput,
    dataset: TableInput,
    *,
    fallback: Literal["Larger groups, then the global model", "Leave the score empty", "Stop with an error"] = DEFAULT,
    score_with_global_model: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Predict the label of every row with the model of its group.

    Defaults:
        fallback: 'Larger groups, then the global model'.
        score_with_global_model: True.
    """
    return place_single(
        Table,
        "scored_dataset",
        "score_many_models",
        {"trained_model": trained_model, "dataset": dataset},
        {"fallback": fallback, "score_with_global_model": score_with_global_model},
        options,
    )


class TrainManyModelsOutputs(Placed):
    """The outputs of Train Many Models."""

    port_types: ClassVar[dict[str, type[Port]]] = {"trained_model": TrainedModel, "groups": Table}
    trained_model: TrainedModel
    groups: Table

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def train_many_models(
    dataset: TableInput,
    untrained_model: UntrainedModelInput | None = None,
    earlier_models: TrainedModelInput | None = None,
    *,
    group_by: Sequence[str],
    label: str,
    fewest_rows: int = DEFAULT,
    train_global_model: bool = DEFAULT,
    train_parent_models: bool = DEFAULT,
    train_with: Literal["Connected learner", "Automated ML", "Forecast"] = DEFAULT,
    minutes_for_each_search: float = DEFAULT,
    trials_of_each_search: int = DEFAULT,
    fold_order: Literal["Random", "By time"] = DEFAULT,
    seed: int = DEFAULT,
    time_column: str | None = DEFAULT,
    effort: Literal["Quick", "Thorough"] = DEFAULT,
    horizon: int = DEFAULT,
    longest_horizon: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainManyModelsOutputs:
    """Train one model for each group of rows, such as each store or each machine.

    Defaults:
        fewest_rows: 10.
        train_global_model: True.
        train_parent_models: False.
        train_with: 'Connected learner'.
        minutes_for_each_search: 1.0.
        trials_of_each_search: 12.
        fold_order: 'Random'.
        seed: 0.
        time_column: None.
        effort: 'Quick'.
        horizon: 12.
        longest_horizon: 24.
    """
    return place(
        TrainManyModelsOutputs,
        "train_many_models",
        {"untrained_model": untrained_model, "dataset": dataset, "earlier_models": earlier_models},
        {
            "group_by": group_by,
            "label": label,
            "fewest_rows": fewest_rows,
            "train_global_model": train_global_model,
            "train_parent_models": train_parent_models,
            "train_with": train_with,
            "minutes_for_each_search": minutes_for_each_search,
            "trials_of_each_search": trials_of_each_search,
            "fold_order": fold_order,
            "seed": seed,
            "time_column": time_column,
            "effort": effort,
            "horizon": horizon,
            "longest_horizon": longest_horizon,
        },
        options,
    )


def apply_transformation(
    transformation: TransformationInput,
    dataset: TableInput,
    *,
    skip_absent_columns: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Apply a fitted transformation to new data.

    Defaults:
        skip_absent_columns: False.
    """
    return place_single(
        Table,
        "transformed_dataset",
        "apply_transformation",
        {"transformation": transformation, "dataset": dataset},
        {"skip_absent_columns": skip_absent_columns},
        options,
    )


class AssessFairnessOutputs(Placed):
    """The outputs of Assess Fairness."""

    port_types: ClassVar[dict[str, type[Port]]] = {"groups": Table, "disparities": Table}
    groups: Table
    disparities: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def assess_fairness(
    scored_dataset: TableInput,
    *,
    sensitive_columns: Columns,
    **options: Unpack[NodeOptions],
) -> AssessFairnessOutputs:
    """Compare how a model treats groups of rows, such as women and men."""
    return place(
        AssessFairnessOutputs,
        "assess_fairness",
        {"scored_dataset": scored_dataset},
        {"sensitive_columns": sensitive_columns},
        options,
    )


def assign_data_to_clusters(
    trained_model: TrainedModelInput,
    dataset: TableInput,
    *,
    check_for_append_or_uncheck_for_result_only: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Assign each row of a dataset to a cluster of a trained clustering.

    Defaults:
        check_for_append_or_uncheck_for_result_only: True.
    """
    return place_single(
        Table,
        "results_dataset",
        "assign_data_to_clusters",
        {"trained_model": trained_model, "dataset": dataset},
        {"check_for_append_or_uncheck_for_result_only": check_for_append_or_uncheck_for_result_only},
        options,
    )


class CrossValidateModelOutputs(Placed):
    """The outputs of Cross Validate Model."""

    port_types: ClassVar[dict[str, type[Port]]] = {"scored_results": Table, "evaluation_results_by_fold": Table}
    scored_results: Table
    evaluation_results_by_fold: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def cross_validate_model(
    untrained_model: UntrainedModelInput,
    dataset: TableInput,
    *,
    label: str,
    number_of_folds: int = DEFAULT,
    fold_order: Literal["Random", "By time"] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> CrossValidateModelOutputs:
    """Estimate how good a learner is on new data: train on all folds but one, score that one, in turn.

    Defaults:
        number_of_folds: 10.
        fold_order: 'Random'.
        seed: 0.
    """
    return place(
        CrossValidateModelOutputs,
        "cross_validate_model",
        {"untrained_model": untrained_model, "dataset": dataset},
        {"label": label, "number_of_folds": number_of_folds, "fold_order": fold_order, "seed": seed},
        options,
    )


def evaluate_model(
    scored_dataset: TableInput,
    scored_dataset_to_compare: TableInput | None = None,
    more_scored_datasets: Sequence[TableInput] | None = None,
    trained_model: TrainedModelInput | None = None,
    *,
    value_of_anomalies: str | None = DEFAULT,
    kind_of_scores: Literal["Detect", "Numbers", "Classes"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Evaluation:
    """Measure the scores of one model, or compare those of any number of models.

    Defaults:
        value_of_anomalies: None.
        kind_of_scores: 'Detect'.
    """
    return place_single(
        Evaluation,
        "evaluation_results",
        "evaluate_model",
        {
            "scored_dataset": scored_dataset,
            "scored_dataset_to_compare": scored_dataset_to_compare,
            "more_scored_datasets": more_scored_datasets,
            "trained_model": trained_model,
        },
        {"value_of_anomalies": value_of_anomalies, "kind_of_scores": kind_of_scores},
        options,
    )


class ExplainPredictionsOutputs(Placed):
    """The outputs of Explain Predictions."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "explained_dataset": Table,
        "feature_importance": Table,
        "feature_interactions": Table,
    }
    explained_dataset: Table
    feature_importance: Table
    feature_interactions: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def explain_predictions(
    trained_model: TrainedModelInput,
    dataset: TableInput,
    *,
    class_to_explain: str | None = DEFAULT,
    rows_to_explain: int = DEFAULT,
    usual_rows: int = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> ExplainPredictionsOutputs:
    """Say how much each column adds to the prediction of each row (SHAP values).

    Defaults:
        class_to_explain: None.
        rows_to_explain: 1000.
        usual_rows: 30.
        seed: 0.
    """
    return place(
        ExplainPredictionsOutputs,
        "explain_predictions",
        {"trained_model": trained_model, "dataset": dataset},
        {
            "class_to_explain": class_to_explain,
            "rows_to_explain": rows_to_explain,
            "usual_rows": usual_rows,
            "seed": seed,
        },
        options,
    )


def export_model(
    trained_model: TrainedModelInput | None = None,
    transformation: TransformationInput | None = None,
    *,
    file_format: Literal["Pickle", "MLflow model", "skops", "ONNX"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> File:
    """Write a trained model or a transformation as a zip that works without Designery.

    Defaults:
        file_format: 'Pickle'.
    """
    return place_single(
        File,
        "file",
        "export_model",
        {"trained_model": trained_model, "transformation": transformation},
        {"file_format": file_format},
        options,
    )


def find_counterfactuals(
    trained_model: TrainedModelInput,
    dataset: TableInput,
    reference_dataset: TableInput | None = None,
    *,
    wanted_class: str = DEFAULT,
    wanted_minimum: float | None = DEFAULT,
    wanted_maximum: float | None = DEFAULT,
    columns_that_stay: Columns = DEFAULT,
    most_changes: int = DEFAULT,
    counterfactuals_per_row: int = DEFAULT,
    rows_to_explain: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Say what would have to be different in a row for the model to predict otherwise.

    Defaults:
        wanted_class: ''.
        wanted_minimum: None.
        wanted_maximum: None.
        columns_that_stay: {'start': 'none', 'names': [], 'types': [], 'roles': [], 'containing': '', 'r....
        most_changes: 4.
        counterfactuals_per_row: 3.
        rows_to_explain: 20.
    """
    return place_single(
        Table,
        "results_dataset",
        "find_counterfactuals",
        {"trained_model": trained_model, "dataset": dataset, "reference_dataset": reference_dataset},
        {
            "wanted_class": wanted_class,
            "wanted_minimum": wanted_minimum,
            "wanted_maximum": wanted_maximum,
            "columns_that_stay": columns_that_stay,
            "most_changes": most_changes,
            "counterfactuals_per_row": counterfactuals_per_row,
            "rows_to_explain": rows_to_explain,
        },
        options,
    )


def pinpoint_errors(
    scored_dataset: TableInput,
    **options: Unpack[NodeOptions],
) -> Table:
    """Find the parts of the rows in which a model does worst."""
    return place_single(Table, "results_dataset", "pinpoint_errors", {"scored_dataset": scored_dataset}, {}, options)


def register_model(
    trained_model: TrainedModelInput,
    test_dataset: TableInput | None = None,
    *,
    name: str,
    make_champion: Literal["If better", "Always", "Never"] = DEFAULT,
    smallest_gain: float = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Register the trained model each time the design runs, and make it the champion if it is better.

    Defaults:
        make_champion: 'If better'.
        smallest_gain: 0.0.
    """
    return place_single(
        Table,
        "decision",
        "register_model",
        {"trained_model": trained_model, "test_dataset": test_dataset},
        {"name": name, "make_champion": make_champion, "smallest_gain": smallest_gain},
        options,
    )


def score_image_model(
    trained_model: TrainedModelInput,
    dataset: ImageDirectoryInput,
    **options: Unpack[NodeOptions],
) -> Table:
    """Predict the category of every image with a network from Train PyTorch Model."""
    return place_single(
        Table, "scored_dataset", "score_image_model", {"trained_model": trained_model, "dataset": dataset}, {}, options
    )


def score_model(
    trained_model: TrainedModelInput,
    dataset: TableInput,
    *,
    append_score_columns_to_output: bool = DEFAULT,
    threshold: float | Sweep | None = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Predict the label of every row with a trained model.

    Defaults:
        append_score_columns_to_output: True.
        threshold: None.
    """
    return place_single(
        Table,
        "scored_dataset",
        "score_model",
        {"trained_model": trained_model, "dataset": dataset},
        {"append_score_columns_to_output": append_score_columns_to_output, "threshold": threshold},
        options,
    )


class ScoreInBatchesOutputs(Placed):
    """The outputs of Score in Batches."""

    port_types: ClassVar[dict[str, type[Port]]] = {"scored_dataset": Table, "file": File}
    scored_dataset: Table
    file: File

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def score_in_batches(
    dataset: TableInput | None = None,
    file: FileInput | None = None,
    trained_model: TrainedModelInput | None = None,
    *,
    endpoint: str | None = DEFAULT,
    endpoint_version: int | None = DEFAULT,
    rows_per_chunk: int = DEFAULT,
    keep_input_columns: bool = DEFAULT,
    save_as: Literal[
        "Dataset", "File", "SQL database", "S3 storage", "Azure storage", "Google Cloud Storage", "SFTP server"
    ] = DEFAULT,
    file_format: Literal["CSV", "Parquet"] = DEFAULT,
    database: str | None = DEFAULT,
    table: str = DEFAULT,
    if_the_table_exists: Literal["Fail", "Append", "Replace"] = DEFAULT,
    storage: str | None = DEFAULT,
    path: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> ScoreInBatchesOutputs:
    """Score a table or files of any size, chunk by chunk, by an endpoint or by a trained model.

    Defaults:
        endpoint: None.
        endpoint_version: None.
        rows_per_chunk: 65536.
        keep_input_columns: True.
        save_as: 'Dataset'.
        file_format: 'Parquet'.
        database: None.
        table: ''.
        if_the_table_exists: 'Fail'.
        storage: None.
        path: ''.
    """
    return place(
        ScoreInBatchesOutputs,
        "score_in_batches",
        {"dataset": dataset, "file": file, "trained_model": trained_model},
        {
            "endpoint": endpoint,
            "endpoint_version": endpoint_version,
            "rows_per_chunk": rows_per_chunk,
            "keep_input_columns": keep_input_columns,
            "save_as": save_as,
            "file_format": file_format,
            "database": database,
            "table": table,
            "if_the_table_exists": if_the_table_exists,
            "storage": storage,
            "path": path,
        },
        options,
    )


def add_conformal_intervals(
    trained_model: TrainedModelInput,
    dataset: TableInput,
    *,
    coverage: float = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Give any trained regression intervals that hold as many rows as you ask for.

    Defaults:
        coverage: 0.9.
    """
    return place_single(
        TrainedModel,
        "trained_model",
        "add_conformal_intervals",
        {"trained_model": trained_model, "dataset": dataset},
        {"coverage": coverage},
        options,
    )


def add_preprocessing_to_model(
    untrained_model: UntrainedModelInput,
    steps: Sequence[TransformationInput],
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Have a model fit its preprocessing itself, on the rows that it is trained on."""
    return place_single(
        UntrainedModel,
        "untrained_model",
        "add_preprocessing_to_model",
        {"untrained_model": untrained_model, "steps": steps},
        {},
        options,
    )


def average_models(
    trained_models: Sequence[TrainedModelInput],
    *,
    weights: str = DEFAULT,
    combine: Literal["Average", "Majority vote"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Make one model of several: it predicts the weighted mean of what they predict.

    Defaults:
        weights: ''.
        combine: 'Average'.
    """
    return place_single(
        TrainedModel,
        "trained_model",
        "average_models",
        {"trained_models": trained_models},
        {"weights": weights, "combine": combine},
        options,
    )


def bag_models(
    untrained_model: UntrainedModelInput,
    dataset: TableInput,
    *,
    label: str,
    number_of_models: int = DEFAULT,
    share_of_rows: float = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Train a learner on many random samples of the rows, and predict the mean of what the models predict.

    Defaults:
        number_of_models: 10.
        share_of_rows: 1.0.
        seed: 0.
    """
    return place_single(
        TrainedModel,
        "trained_model",
        "bag_models",
        {"untrained_model": untrained_model, "dataset": dataset},
        {"label": label, "number_of_models": number_of_models, "share_of_rows": share_of_rows, "seed": seed},
        options,
    )


def calibrate_model(
    trained_model: TrainedModelInput,
    dataset: TableInput,
    *,
    calibration_method: Literal["Platt Scaling", "Isotonic Regression"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Put the probabilities of a trained classifier right.

    Defaults:
        calibration_method: 'Platt Scaling'.
    """
    return place_single(
        TrainedModel,
        "trained_model",
        "calibrate_model",
        {"trained_model": trained_model, "dataset": dataset},
        {"calibration_method": calibration_method},
        options,
    )


def stack_models(
    untrained_models: Sequence[UntrainedModelInput],
    dataset: TableInput,
    final_untrained_model: UntrainedModelInput | None = None,
    *,
    label: str,
    number_of_folds: int = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Train several learners, and a last one that learns how far to trust each of them.

    Defaults:
        number_of_folds: 5.
        seed: 0.
    """
    return place_single(
        TrainedModel,
        "trained_model",
        "stack_models",
        {"untrained_models": untrained_models, "dataset": dataset, "final_untrained_model": final_untrained_model},
        {"label": label, "number_of_folds": number_of_folds, "seed": seed},
        options,
    )


def train_anomaly_detection_model(
    untrained_model: UntrainedModelInput,
    dataset: TableInput,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Train a detector on usual rows, so that Score Model can find unusual ones."""
    return place_single(
        TrainedModel,
        "trained_model",
        "train_anomaly_detection_model",
        {"untrained_model": untrained_model, "dataset": dataset},
        {},
        options,
    )


class TrainClusteringModelOutputs(Placed):
    """The outputs of Train Clustering Model."""

    port_types: ClassVar[dict[str, type[Port]]] = {"trained_model": TrainedModel, "results_dataset": Table}
    trained_model: TrainedModel
    results_dataset: Table

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def train_clustering_model(
    untrained_model: UntrainedModelInput,
    dataset: TableInput,
    *,
    column_set: Columns = DEFAULT,
    check_for_append_or_uncheck_for_result_only: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainClusteringModelOutputs:
    """Find clusters in the rows of a dataset, and assign each row to one.

    Defaults:
        column_set: {'start': 'rule', 'names': [], 'types': [], 'roles': ['feature'], 'containing....
        check_for_append_or_uncheck_for_result_only: True.
    """
    return place(
        TrainClusteringModelOutputs,
        "train_clustering_model",
        {"untrained_model": untrained_model, "dataset": dataset},
        {
            "column_set": column_set,
            "check_for_append_or_uncheck_for_result_only": check_for_append_or_uncheck_for_result_only,
        },
        options,
    )


def train_model(
    untrained_model: UntrainedModelInput,
    dataset: TableInput,
    *,
    label: str,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Train a learner to predict the label column from all columns that are features."""
    return place_single(
        TrainedModel,
        "trained_model",
        "train_model",
        {"untrained_model": untrained_model, "dataset": dataset},
        {"label": label},
        options,
    )


def train_pytorch_model(
    untrained_model: UntrainedModelInput,
    training_dataset: ImageDirectoryInput,
    validation_dataset: ImageDirectoryInput,
    *,
    epochs: int = DEFAULT,
    batch_size: int = DEFAULT,
    warmup_step_number: int = DEFAULT,
    learning_rate: float = DEFAULT,
    seed: int = DEFAULT,
    patience: int = DEFAULT,
    print_frequency: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Train ResNet or DenseNet on labeled images, and keep the weights that did best on the validation images.

    Defaults:
        epochs: 5.
        batch_size: 16.
        warmup_step_number: 0.
        learning_rate: 0.001.
        seed: 1.
        patience: 3.
        print_frequency: 10.
    """
    return place_single(
        TrainedModel,
        "trained_model",
        "train_pytorch_model",
        {
            "untrained_model": untrained_model,
            "training_dataset": training_dataset,
            "validation_dataset": validation_dataset,
        },
        {
            "epochs": epochs,
            "batch_size": batch_size,
            "warmup_step_number": warmup_step_number,
            "learning_rate": learning_rate,
            "seed": seed,
            "patience": patience,
            "print_frequency": print_frequency,
        },
        options,
    )


class TuneModelHyperparametersOutputs(Placed):
    """The outputs of Tune Model Hyperparameters."""

    port_types: ClassVar[dict[str, type[Port]]] = {"sweep_results": Table, "trained_best_model": TrainedModel}
    sweep_results: Table
    trained_best_model: TrainedModel

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def tune_model_hyperparameters(
    untrained_model: UntrainedModelInput,
    dataset: TableInput,
    validation_dataset: TableInput | None = None,
    *,
    label: str,
    specify_parameter_sweeping_mode: Literal["Entire grid", "Random grid", "Random sweep", "Bayesian"] = DEFAULT,
    maximum_number_of_runs: int = DEFAULT,
    stop_poor_runs_early: bool = DEFAULT,
    metric_for_measuring_performance_for_classification: Literal[
        "Accuracy", "Precision", "Recall", "F-score", "AUC", "Average Log Loss", "Average precision"
    ] = DEFAULT,
    metric_for_measuring_performance_for_regression: Literal[
        "Mean absolute error",
        "Root of mean squared error",
        "Relative absolute error",
        "Relative squared error",
        "Coefficient of determination",
    ] = DEFAULT,
    number_of_folds: int = DEFAULT,
    fold_order: Literal["Random", "By time"] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TuneModelHyperparametersOutputs:
    """Find the best values for a learner's parameters, and train it with them on all training rows.

    Defaults:
        specify_parameter_sweeping_mode: 'Random sweep'.
        maximum_number_of_runs: 5.
        stop_poor_runs_early: True.
        metric_for_measuring_performance_for_classification: 'Accuracy'.
        metric_for_measuring_performance_for_regression: 'Mean absolute error'.
        number_of_folds: 5.
        fold_order: 'Random'.
        seed: 0.
    """
    return place(
        TuneModelHyperparametersOutputs,
        "tune_model_hyperparameters",
        {"untrained_model": untrained_model, "dataset": dataset, "validation_dataset": validation_dataset},
        {
            "label": label,
            "specify_parameter_sweeping_mode": specify_parameter_sweeping_mode,
            "maximum_number_of_runs": maximum_number_of_runs,
            "stop_poor_runs_early": stop_poor_runs_early,
            "metric_for_measuring_performance_for_classification": metric_for_measuring_performance_for_classification,
            "metric_for_measuring_performance_for_regression": metric_for_measuring_performance_for_regression,
            "number_of_folds": number_of_folds,
            "fold_order": fold_order,
            "seed": seed,
        },
        options,
    )


def create_python_model(
    *,
    python_script: str = DEFAULT,
    predicts: Literal["Classes", "Numbers"] = DEFAULT,
    secrets: Sequence[str] = DEFAULT,
    environment: str | None = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Define your own learner as a Python class.

    Defaults:
        python_script: '# The script must define a class named DesigneryModel (AzureMLModel also wor....
        predicts: 'Classes'.
        secrets: [].
        environment: None.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "create_python_model",
        {},
        {"python_script": python_script, "predicts": predicts, "secrets": secrets, "environment": environment},
        options,
    )


class ExecutePythonScriptOutputs(Placed):
    """The outputs of Execute Python Script."""

    port_types: ClassVar[dict[str, type[Port]]] = {"result_dataset": Table, "result_dataset2": Table}
    result_dataset: Table
    result_dataset2: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def execute_python_script(
    dataset1: TableInput | None = None,
    dataset2: TableInput | None = None,
    script_bundle: FileInput | None = None,
    *,
    python_script: str = DEFAULT,
    secrets: Sequence[str] = DEFAULT,
    environment: str | None = DEFAULT,
    **options: Unpack[NodeOptions],
) -> ExecutePythonScriptOutputs:
    """Run a Python script on up to two datasets.

    Defaults:
        python_script: '# The script must define a function named transform, the entry point of this....
        secrets: [].
        environment: None.
    """
    return place(
        ExecutePythonScriptOutputs,
        "execute_python_script",
        {"dataset1": dataset1, "dataset2": dataset2, "script_bundle": script_bundle},
        {"python_script": python_script, "secrets": secrets, "environment": environment},
        options,
    )


class RunCommandOutputs(Placed):
    """The outputs of Run Command."""

    port_types: ClassVar[dict[str, type[Port]]] = {"outputs": File, "metrics": Table}
    outputs: File
    metrics: Table

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def run_command(
    code: FileInput,
    data: TableInput | None = None,
    data2: TableInput | None = None,
    data3: TableInput | None = None,
    files: FileInput | None = None,
    *,
    command: str = DEFAULT,
    values_by_name: str = DEFAULT,
    data_format: Literal["Parquet", "CSV"] = DEFAULT,
    environment: str | None = DEFAULT,
    minutes: float | None = DEFAULT,
    secrets: Sequence[str] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> RunCommandOutputs:
    """Run a program of your own, such as a training script, on up to three datasets.

    Defaults:
        command: 'python train.py --data {data}'.
        values_by_name: ''.
        data_format: 'Parquet'.
        environment: None.
        minutes: None.
        secrets: [].
    """
    return place(
        RunCommandOutputs,
        "run_command",
        {"code": code, "data": data, "data2": data2, "data3": data3, "files": files},
        {
            "command": command,
            "values_by_name": values_by_name,
            "data_format": data_format,
            "environment": environment,
            "minutes": minutes,
            "secrets": secrets,
        },
        options,
    )


class ExecuteRScriptOutputs(Placed):
    """The outputs of Execute R Script."""

    port_types: ClassVar[dict[str, type[Port]]] = {"result_dataset": Table, "result_dataset2": Table}
    result_dataset: Table
    result_dataset2: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def execute_r_script(
    dataset1: TableInput | None = None,
    dataset2: TableInput | None = None,
    script_bundle: FileInput | None = None,
    *,
    r_script: str = DEFAULT,
    random_seed: int | None = DEFAULT,
    secrets: Sequence[str] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> ExecuteRScriptOutputs:
    """Run an R script on up to two datasets.

    Defaults:
        r_script: '# The script must define a function named transform, or azureml_main.\\n# dat....
        random_seed: 0.
        secrets: [].
    """
    return place(
        ExecuteRScriptOutputs,
        "execute_r_script",
        {"dataset1": dataset1, "dataset2": dataset2, "script_bundle": script_bundle},
        {"r_script": r_script, "random_seed": random_seed, "secrets": secrets},
        options,
    )


def evaluate_recommender(
    test_dataset: TableInput,
    scored_dataset: TableInput,
    **options: Unpack[NodeOptions],
) -> Evaluation:
    """Measure a recommender by ratings that it has not seen."""
    return place_single(
        Evaluation,
        "metric",
        "evaluate_recommender",
        {"test_dataset": test_dataset, "scored_dataset": scored_dataset},
        {},
        options,
    )


def score_svd_recommender(
    trained_svd_recommendation: TrainedModelInput,
    dataset_to_score: TableInput,
    training_data: TableInput | None = None,
    *,
    recommender_prediction_kind: Literal["Rating Prediction", "Item Recommendation"] = DEFAULT,
    recommended_item_selection: Literal[
        "From All Items",
        "From Rated Items (for model evaluation)",
        "From Unrated Items (to suggest new items to users)",
    ] = DEFAULT,
    minimum_size_of_the_recommendation_pool_for_a_single_user: int = DEFAULT,
    maximum_number_of_items_to_recommend_to_a_user: int = DEFAULT,
    return_predicted_ratings: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Predict how users would rate items, or recommend items to them.

    Defaults:
        recommender_prediction_kind: 'Item Recommendation'.
        recommended_item_selection: 'From Rated Items (for model evaluation)'.
        minimum_size_of_the_recommendation_pool_for_a_single_user: 2.
        maximum_number_of_items_to_recommend_to_a_user: 5.
        return_predicted_ratings: False.
    """
    return place_single(
        Table,
        "scored_dataset",
        "score_svd_recommender",
        {
            "trained_svd_recommendation": trained_svd_recommendation,
            "dataset_to_score": dataset_to_score,
            "training_data": training_data,
        },
        {
            "recommender_prediction_kind": recommender_prediction_kind,
            "recommended_item_selection": recommended_item_selection,
            "minimum_size_of_the_recommendation_pool_for_a_single_user": minimum_size_of_the_recommendation_pool_for_a_single_user,
            "maximum_number_of_items_to_recommend_to_a_user": maximum_number_of_items_to_recommend_to_a_user,
            "return_predicted_ratings": return_predicted_ratings,
        },
        options,
    )


def score_wide_and_deep_recommender(
    trained_wide_and_deep_recommendation_model: TrainedModelInput,
    dataset_to_score: TableInput,
    user_features: TableInput | None = None,
    item_features: TableInput | None = None,
    training_data: TableInput | None = None,
    *,
    recommender_prediction_kind: Literal["Rating Prediction", "Item Recommendation"] = DEFAULT,
    recommended_item_selection: Literal[
        "From All Items",
        "From Rated Items (for model evaluation)",
        "From Unrated Items (to suggest new items to users)",
    ] = DEFAULT,
    minimum_size_of_the_recommendation_pool_for_a_single_user: int = DEFAULT,
    maximum_number_of_items_to_recommend_to_a_user: int = DEFAULT,
    return_predicted_ratings: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Predict how users would rate items, or recommend items to them.

    Defaults:
        recommender_prediction_kind: 'Item Recommendation'.
        recommended_item_selection: 'From Rated Items (for model evaluation)'.
        minimum_size_of_the_recommendation_pool_for_a_single_user: 2.
        maximum_number_of_items_to_recommend_to_a_user: 5.
        return_predicted_ratings: False.
    """
    return place_single(
        Table,
        "scored_dataset",
        "score_wide_and_deep_recommender",
        {
            "trained_wide_and_deep_recommendation_model": trained_wide_and_deep_recommendation_model,
            "dataset_to_score": dataset_to_score,
            "user_features": user_features,
            "item_features": item_features,
            "training_data": training_data,
        },
        {
            "recommender_prediction_kind": recommender_prediction_kind,
            "recommended_item_selection": recommended_item_selection,
            "minimum_size_of_the_recommendation_pool_for_a_single_user": minimum_size_of_the_recommendation_pool_for_a_single_user,
            "maximum_number_of_items_to_recommend_to_a_user": maximum_number_of_items_to_recommend_to_a_user,
            "return_predicted_ratings": return_predicted_ratings,
        },
        options,
    )


def train_svd_recommender(
    training_dataset: TableInput,
    *,
    number_of_factors: int | Sweep = DEFAULT,
    number_of_recommendation_algorithm_iterations: int | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    l2_regularization_weight: float | Sweep = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Learn from ratings how each user would rate every item.

    Defaults:
        number_of_factors: 200.
        number_of_recommendation_algorithm_iterations: 30.
        learning_rate: 0.005.
        l2_regularization_weight: 0.02.
        seed: 0.
    """
    return place_single(
        TrainedModel,
        "trained_svd_recommendation",
        "train_svd_recommender",
        {"training_dataset": training_dataset},
        {
            "number_of_factors": number_of_factors,
            "number_of_recommendation_algorithm_iterations": number_of_recommendation_algorithm_iterations,
            "learning_rate": learning_rate,
            "l2_regularization_weight": l2_regularization_weight,
            "seed": seed,
        },
        options,
    )


def train_wide_and_deep_recommender(
    training_dataset: TableInput,
    user_features: TableInput | None = None,
    item_features: TableInput | None = None,
    *,
    epochs: int = DEFAULT,
    batch_size: int = DEFAULT,
    wide_part_optimizer: Literal["Adagrad", "Adam", "Ftrl", "RMSProp", "SGD", "Adadelta"] = DEFAULT,
    wide_optimizer_learning_rate: float = DEFAULT,
    crossed_feature_dimension: int = DEFAULT,
    deep_part_optimizer: Literal["Adagrad", "Adam", "Ftrl", "RMSProp", "SGD", "Adadelta"] = DEFAULT,
    deep_optimizer_learning_rate: float = DEFAULT,
    user_embedding_dimension: int = DEFAULT,
    item_embedding_dimension: int = DEFAULT,
    categorical_features_embedding_dimension: int = DEFAULT,
    hidden_units: str | Sweep = DEFAULT,
    activation_function: Literal["ReLU", "Sigmoid", "Tanh", "Linear", "LeakyReLU"] = DEFAULT,
    dropout: float = DEFAULT,
    batch_normalization: bool = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Learn from ratings, and from features of users and items, how each user would rate every item.

    Defaults:
        epochs: 15.
        batch_size: 64.
        wide_part_optimizer: 'Adagrad'.
        wide_optimizer_learning_rate: 0.1.
        crossed_feature_dimension: 1000.
        deep_part_optimizer: 'Adagrad'.
        deep_optimizer_learning_rate: 0.1.
        user_embedding_dimension: 16.
        item_embedding_dimension: 16.
        categorical_features_embedding_dimension: 4.
        hidden_units: '256,128'.
        activation_function: 'ReLU'.
        dropout: 0.8.
        batch_normalization: True.
        seed: 0.
    """
    return place_single(
        TrainedModel,
        "trained_wide_and_deep_recommendation_model",
        "train_wide_and_deep_recommender",
        {"training_dataset": training_dataset, "user_features": user_features, "item_features": item_features},
        {
            "epochs": epochs,
            "batch_size": batch_size,
            "wide_part_optimizer": wide_part_optimizer,
            "wide_optimizer_learning_rate": wide_optimizer_learning_rate,
            "crossed_feature_dimension": crossed_feature_dimension,
            "deep_part_optimizer": deep_part_optimizer,
            "deep_optimizer_learning_rate": deep_optimizer_learning_rate,
            "user_embedding_dimension": user_embedding_dimension,
            "item_embedding_dimension": item_embedding_dimension,
            "categorical_features_embedding_dimension": categorical_features_embedding_dimension,
            "hidden_units": hidden_units,
            "activation_function": activation_function,
            "dropout": dropout,
            "batch_normalization": batch_normalization,
            "seed": seed,
        },
        options,
    )


def boosted_decision_tree_regression(
    *,
    maximum_number_of_leaves_per_tree: int | Sweep = DEFAULT,
    minimum_number_of_samples_per_leaf_node: int | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    number_of_trees_constructed: int | Sweep = DEFAULT,
    columns_that_raise: Sequence[str] = DEFAULT,
    columns_that_lower: Sequence[str] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a number with a sequence of small trees, each fitted to the errors of those before it.

    Defaults:
        maximum_number_of_leaves_per_tree: 20.
        minimum_number_of_samples_per_leaf_node: 10.
        learning_rate: 0.2.
        number_of_trees_constructed: 100.
        columns_that_raise: [].
        columns_that_lower: [].
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "boosted_decision_tree_regression",
        {},
        {
            "maximum_number_of_leaves_per_tree": maximum_number_of_leaves_per_tree,
            "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
            "learning_rate": learning_rate,
            "number_of_trees_constructed": number_of_trees_constructed,
            "columns_that_raise": columns_that_raise,
            "columns_that_lower": columns_that_lower,
            "seed": seed,
        },
        options,
    )


def decision_forest_regression(
    *,
    number_of_decision_trees: int | Sweep = DEFAULT,
    maximum_depth_of_the_decision_trees: int | Sweep = DEFAULT,
    minimum_number_of_samples_per_leaf_node: int | Sweep = DEFAULT,
    resampling_method: Literal["Bagging Resampling", "Replicate Resampling"] | Sweep = DEFAULT,
    category_encoding: Literal["Ordinal", "One-hot"] | Sweep = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a number as the mean of many trees that differ by chance.

    Defaults:
        number_of_decision_trees: 8.
        maximum_depth_of_the_decision_trees: 32.
        minimum_number_of_samples_per_leaf_node: 1.
        resampling_method: 'Bagging Resampling'.
        category_encoding: 'Ordinal'.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "decision_forest_regression",
        {},
        {
            "number_of_decision_trees": number_of_decision_trees,
            "maximum_depth_of_the_decision_trees": maximum_depth_of_the_decision_trees,
            "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
            "resampling_method": resampling_method,
            "category_encoding": category_encoding,
            "seed": seed,
        },
        options,
    )


def decision_tree_regression(
    *,
    maximum_depth_of_the_decision_tree: int | Sweep = DEFAULT,
    minimum_number_of_samples_per_leaf_node: int | Sweep = DEFAULT,
    pruning_strength: float | Sweep = DEFAULT,
    category_encoding: Literal["Ordinal", "One-hot"] | Sweep = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a number with a tree of questions, each about one feature.

    Defaults:
        maximum_depth_of_the_decision_tree: 10.
        minimum_number_of_samples_per_leaf_node: 5.
        pruning_strength: 0.0.
        category_encoding: 'Ordinal'.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "decision_tree_regression",
        {},
        {
            "maximum_depth_of_the_decision_tree": maximum_depth_of_the_decision_tree,
            "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
            "pruning_strength": pruning_strength,
            "category_encoding": category_encoding,
            "seed": seed,
        },
        options,
    )


def elastic_net_regression(
    *,
    regularization_weight: float | Sweep = DEFAULT,
    l1_share: float | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    maximum_number_of_iterations: int | Sweep = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a number as a weighted sum of few features: those that hardly help get the weight 0.

    Defaults:
        regularization_weight: 0.1.
        l1_share: 0.5.
        normalize_features: True.
        maximum_number_of_iterations: 1000.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "elastic_net_regression",
        {},
        {
            "regularization_weight": regularization_weight,
            "l1_share": l1_share,
            "normalize_features": normalize_features,
            "maximum_number_of_iterations": maximum_number_of_iterations,
        },
        options,
    )


def fast_forest_quantile_regression(
    *,
    number_of_trees: int | Sweep = DEFAULT,
    number_of_leaves: int | Sweep = DEFAULT,
    minimum_number_of_training_instances_required_to_form_a_leaf: int | Sweep = DEFAULT,
    bagging_fraction: float | Sweep = DEFAULT,
    split_fraction: float | Sweep = DEFAULT,
    quantiles_to_be_estimated: str = DEFAULT,
    category_encoding: Literal["Ordinal", "One-hot"] | Sweep = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict quantiles of a number, which give a range for the true value.

    Defaults:
        number_of_trees: 100.
        number_of_leaves: 20.
        minimum_number_of_training_instances_required_to_form_a_leaf: 10.
        bagging_fraction: 0.7.
        split_fraction: 0.7.
        quantiles_to_be_estimated: '0.25; 0.5; 0.75'.
        category_encoding: 'Ordinal'.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "fast_forest_quantile_regression",
        {},
        {
            "number_of_trees": number_of_trees,
            "number_of_leaves": number_of_leaves,
            "minimum_number_of_training_instances_required_to_form_a_leaf": minimum_number_of_training_instances_required_to_form_a_leaf,
            "bagging_fraction": bagging_fraction,
            "split_fraction": split_fraction,
            "quantiles_to_be_estimated": quantiles_to_be_estimated,
            "category_encoding": category_encoding,
            "seed": seed,
        },
        options,
    )


def generalized_linear_regression(
    *,
    family: Literal["Normal", "Poisson", "Gamma", "Inverse Gaussian", "Tweedie"] | Sweep = DEFAULT,
    variance_power: float | Sweep = DEFAULT,
    link: Literal["Log", "Identity"] | Sweep = DEFAULT,
    l2_regularization_weight: float | Sweep = DEFAULT,
    optimization_tolerance: float | Sweep = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a number whose spread grows with its mean: costs, claims, durations or counts.

    Defaults:
        family: 'Gamma'.
        variance_power: 1.5.
        link: 'Log'.
        l2_regularization_weight: 0.001.
        optimization_tolerance: 1e-07.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "generalized_linear_regression",
        {},
        {
            "family": family,
            "variance_power": variance_power,
            "link": link,
            "l2_regularization_weight": l2_regularization_weight,
            "optimization_tolerance": optimization_tolerance,
        },
        options,
    )


def k_nearest_neighbors_regression(
    *,
    number_of_neighbors: int | Sweep = DEFAULT,
    neighbor_weights: Literal["Uniform", "Distance"] | Sweep = DEFAULT,
    distance_metric: Literal["Euclidean", "Manhattan"] | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a number as the mean of the most similar rows of the training data.

    Defaults:
        number_of_neighbors: 5.
        neighbor_weights: 'Uniform'.
        distance_metric: 'Euclidean'.
        normalize_features: True.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "k_nearest_neighbors_regression",
        {},
        {
            "number_of_neighbors": number_of_neighbors,
            "neighbor_weights": neighbor_weights,
            "distance_metric": distance_metric,
            "normalize_features": normalize_features,
        },
        options,
    )


def lightgbm_regression(
    *,
    number_of_trees: int | Sweep = DEFAULT,
    maximum_number_of_leaves_per_tree: int | Sweep = DEFAULT,
    minimum_number_of_samples_per_leaf_node: int | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    row_fraction: float | Sweep = DEFAULT,
    feature_fraction: float | Sweep = DEFAULT,
    l1_regularization_weight: float | Sweep = DEFAULT,
    l2_regularization_weight: float | Sweep = DEFAULT,
    columns_that_raise: Sequence[str] = DEFAULT,
    columns_that_lower: Sequence[str] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a number with boosted trees of the library LightGBM.

    Defaults:
        number_of_trees: 100.
        maximum_number_of_leaves_per_tree: 31.
        minimum_number_of_samples_per_leaf_node: 20.
        learning_rate: 0.1.
        row_fraction: 1.0.
        feature_fraction: 1.0.
        l1_regularization_weight: 0.0.
        l2_regularization_weight: 0.0.
        columns_that_raise: [].
        columns_that_lower: [].
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "lightgbm_regression",
        {},
        {
            "number_of_trees": number_of_trees,
            "maximum_number_of_leaves_per_tree": maximum_number_of_leaves_per_tree,
            "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
            "learning_rate": learning_rate,
            "row_fraction": row_fraction,
            "feature_fraction": feature_fraction,
            "l1_regularization_weight": l1_regularization_weight,
            "l2_regularization_weight": l2_regularization_weight,
            "columns_that_raise": columns_that_raise,
            "columns_that_lower": columns_that_lower,
            "seed": seed,
        },
        options,
    )


def linear_regression(
    *,
    solution_method: Literal["Ordinary Least Squares", "Online Gradient Descent"] | Sweep = DEFAULT,
    l2_regularization_weight: float | Sweep = DEFAULT,
    include_intercept_term: bool | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    number_of_training_epochs: int | Sweep = DEFAULT,
    normalize_features: bool | Sweep = DEFAULT,
    decrease_learning_rate: bool | Sweep = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a number as a weighted sum of the features.

    Defaults:
        solution_method: 'Ordinary Least Squares'.
        l2_regularization_weight: 0.001.
        include_intercept_term: True.
        learning_rate: 0.1.
        number_of_training_epochs: 10.
        normalize_features: True.
        decrease_learning_rate: True.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "linear_regression",
        {},
        {
            "solution_method": solution_method,
            "l2_regularization_weight": l2_regularization_weight,
            "include_intercept_term": include_intercept_term,
            "learning_rate": learning_rate,
            "number_of_training_epochs": number_of_training_epochs,
            "normalize_features": normalize_features,
            "decrease_learning_rate": decrease_learning_rate,
            "seed": seed,
        },
        options,
    )


def neural_network_regression(
    *,
    number_of_hidden_nodes: str | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    number_of_learning_iterations: int | Sweep = DEFAULT,
    the_momentum: float | Sweep = DEFAULT,
    shuffle_examples: bool | Sweep = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a number with fully connected layers of nodes.

    Defaults:
        number_of_hidden_nodes: '100'.
        learning_rate: 0.1.
        number_of_learning_iterations: 100.
        the_momentum: 0.0.
        shuffle_examples: True.
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "neural_network_regression",
        {},
        {
            "number_of_hidden_nodes": number_of_hidden_nodes,
            "learning_rate": learning_rate,
            "number_of_learning_iterations": number_of_learning_iterations,
            "the_momentum": the_momentum,
            "shuffle_examples": shuffle_examples,
            "seed": seed,
        },
        options,
    )


def poisson_regression(
    *,
    optimization_tolerance: float | Sweep = DEFAULT,
    l1_regularization_weight: float | Sweep = DEFAULT,
    l2_regularization_weight: float | Sweep = DEFAULT,
    memory_size: int | Sweep = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a count, such as calls in an hour, that is never negative.

    Defaults:
        optimization_tolerance: 1e-07.
        l1_regularization_weight: 0.0.
        l2_regularization_weight: 1.0.
        memory_size: 20.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "poisson_regression",
        {},
        {
            "optimization_tolerance": optimization_tolerance,
            "l1_regularization_weight": l1_regularization_weight,
            "l2_regularization_weight": l2_regularization_weight,
            "memory_size": memory_size,
        },
        options,
    )


def quantile_regression(
    *,
    quantiles_to_be_estimated: str = DEFAULT,
    l1_regularization_weight: float | Sweep = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict quantiles of a number as weighted sums of the features, such as the median or the highest tenth.

    Defaults:
        quantiles_to_be_estimated: '0.25; 0.5; 0.75'.
        l1_regularization_weight: 0.0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "quantile_regression",
        {},
        {"quantiles_to_be_estimated": quantiles_to_be_estimated, "l1_regularization_weight": l1_regularization_weight},
        options,
    )


def xgboost_regression(
    *,
    number_of_trees: int | Sweep = DEFAULT,
    maximum_depth_of_the_trees: int | Sweep = DEFAULT,
    minimum_weight_of_a_leaf: float | Sweep = DEFAULT,
    learning_rate: float | Sweep = DEFAULT,
    row_fraction: float | Sweep = DEFAULT,
    feature_fraction: float | Sweep = DEFAULT,
    l1_regularization_weight: float | Sweep = DEFAULT,
    l2_regularization_weight: float | Sweep = DEFAULT,
    columns_that_raise: Sequence[str] = DEFAULT,
    columns_that_lower: Sequence[str] = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> UntrainedModel:
    """Predict a number with boosted trees of the library XGBoost.

    Defaults:
        number_of_trees: 100.
        maximum_depth_of_the_trees: 6.
        minimum_weight_of_a_leaf: 1.0.
        learning_rate: 0.3.
        row_fraction: 1.0.
        feature_fraction: 1.0.
        l1_regularization_weight: 0.0.
        l2_regularization_weight: 1.0.
        columns_that_raise: [].
        columns_that_lower: [].
        seed: 0.
    """
    return place_single(
        UntrainedModel,
        "untrained_model",
        "xgboost_regression",
        {},
        {
            "number_of_trees": number_of_trees,
            "maximum_depth_of_the_trees": maximum_depth_of_the_trees,
            "minimum_weight_of_a_leaf": minimum_weight_of_a_leaf,
            "learning_rate": learning_rate,
            "row_fraction": row_fraction,
            "feature_fraction": feature_fraction,
            "l1_regularization_weight": l1_regularization_weight,
            "l2_regularization_weight": l2_regularization_weight,
            "columns_that_raise": columns_that_raise,
            "columns_that_lower": columns_that_lower,
            "seed": seed,
        },
        options,
    )


class AssociationRulesOutputs(Placed):
    """The outputs of Association Rules."""

    port_types: ClassVar[dict[str, type[Port]]] = {"rules": Table, "itemsets": Table}
    rules: Table
    itemsets: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def association_rules(
    dataset: TableInput,
    *,
    basket_column: str,
    item_column: str,
    minimum_support: float = DEFAULT,
    minimum_confidence: float = DEFAULT,
    minimum_lift: float = DEFAULT,
    maximum_size: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> AssociationRulesOutputs:
    """Find items that are often together in baskets, and rules such as "bread, butter, so also milk".

    Defaults:
        minimum_support: 0.01.
        minimum_confidence: 0.3.
        minimum_lift: 1.0.
        maximum_size: 4.
    """
    return place(
        AssociationRulesOutputs,
        "association_rules",
        {"dataset": dataset},
        {
            "basket_column": basket_column,
            "item_column": item_column,
            "minimum_support": minimum_support,
            "minimum_confidence": minimum_confidence,
            "minimum_lift": minimum_lift,
            "maximum_size": maximum_size,
        },
        options,
    )


class CorrelationOutputs(Placed):
    """The outputs of Correlation."""

    port_types: ClassVar[dict[str, type[Port]]] = {"correlation_matrix": Table, "pairs": Table}
    correlation_matrix: Table
    pairs: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def correlation(
    dataset: TableInput,
    *,
    columns_to_correlate: Columns = DEFAULT,
    method: Literal["Pearson", "Spearman", "Kendall"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> CorrelationOutputs:
    """Measure how strongly columns of numbers depend on one another.

    Defaults:
        columns_to_correlate: {'start': 'rule', 'names': [], 'types': ['integer', 'real'], 'roles': [], 'co....
        method: 'Pearson'.
    """
    return place(
        CorrelationOutputs,
        "correlation",
        {"dataset": dataset},
        {"columns_to_correlate": columns_to_correlate, "method": method},
        options,
    )


def distances(
    dataset: TableInput,
    other_dataset: TableInput | None = None,
    *,
    columns_to_compare: Columns = DEFAULT,
    metric: Literal[
        "Euclidean", "Manhattan", "Chebyshev", "Cosine", "Correlation", "Gower", "Great circle in km"
    ] = DEFAULT,
    normalize_columns: bool = DEFAULT,
    name_column: str | None = DEFAULT,
    table: Literal["Nearest rows", "All pairs", "Matrix"] = DEFAULT,
    number_of_neighbors: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Measure how far rows are from one another, or from the rows of another table.

    Defaults:
        columns_to_compare: {'start': 'rule', 'names': [], 'types': ['integer', 'real', 'boolean'], 'role....
        metric: 'Euclidean'.
        normalize_columns: True.
        name_column: None.
        table: 'Nearest rows'.
        number_of_neighbors: 5.
    """
    return place_single(
        Table,
        "distances",
        "distances",
        {"dataset": dataset, "other_dataset": other_dataset},
        {
            "columns_to_compare": columns_to_compare,
            "metric": metric,
            "normalize_columns": normalize_columns,
            "name_column": name_column,
            "table": table,
            "number_of_neighbors": number_of_neighbors,
        },
        options,
    )


class RegressionTableOutputs(Placed):
    """The outputs of Regression Table."""

    port_types: ClassVar[dict[str, type[Port]]] = {"coefficients": Table, "figures": Table}
    coefficients: Table
    figures: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def regression_table(
    dataset: TableInput,
    *,
    outcome_column: str,
    model: Literal["Linear", "Logistic", "Poisson", "Gamma", "Mixed effects", "Cox"] = DEFAULT,
    event_column: str | None = DEFAULT,
    group_column: str | None = DEFAULT,
    predictor_columns: Columns = DEFAULT,
    robust_standard_errors: bool = DEFAULT,
    confidence: float = DEFAULT,
    **options: Unpack[NodeOptions],
) -> RegressionTableOutputs:
    """Explain an outcome by other columns, with the standard error, P-value and bounds of each effect.

    Defaults:
        model: 'Linear'.
        event_column: None.
        group_column: None.
        predictor_columns: {'start': 'rule', 'names': [], 'types': ['integer', 'real', 'boolean', 'text'....
        robust_standard_errors: False.
        confidence: 0.95.
    """
    return place(
        RegressionTableOutputs,
        "regression_table",
        {"dataset": dataset},
        {
            "model": model,
            "outcome_column": outcome_column,
            "event_column": event_column,
            "group_column": group_column,
            "predictor_columns": predictor_columns,
            "robust_standard_errors": robust_standard_errors,
            "confidence": confidence,
        },
        options,
    )


def summarize_data(
    dataset: TableInput,
    **options: Unpack[NodeOptions],
) -> Table:
    """Describe every column of a dataset by its statistics."""
    return place_single(Table, "results_dataset", "summarize_data", {"dataset": dataset}, {}, options)


class SurvivalCurvesOutputs(Placed):
    """The outputs of Survival Curves."""

    port_types: ClassVar[dict[str, type[Port]]] = {"curves": Table, "groups": Table}
    curves: Table
    groups: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def survival_curves(
    dataset: TableInput,
    *,
    time_column: str,
    event_column: str | None = DEFAULT,
    group_column: str | None = DEFAULT,
    confidence: float = DEFAULT,
    **options: Unpack[NodeOptions],
) -> SurvivalCurvesOutputs:
    """Estimate what share has not had an event yet at each time, where some have not had it when last seen.

    Defaults:
        event_column: None.
        group_column: None.
        confidence: 0.95.
    """
    return place(
        SurvivalCurvesOutputs,
        "survival_curves",
        {"dataset": dataset},
        {
            "time_column": time_column,
            "event_column": event_column,
            "group_column": group_column,
            "confidence": confidence,
        },
        options,
    )


def test_hypothesis(
    dataset: TableInput,
    *,
    column: str,
    test: Literal[
        "One-sample t-test",
        "Two-sample t-test",
        "Paired t-test",
        "Mann-Whitney U",
        "Wilcoxon signed-rank",
        "One-way ANOVA",
        "Kruskal-Wallis",
        "Chi-squared independence",
        "Shapiro-Wilk normality",
    ] = DEFAULT,
    group_column: str | None = DEFAULT,
    second_column: str | None = DEFAULT,
    hypothesized_mean: float = DEFAULT,
    alternative: Literal["two-sided", "less", "greater"] = DEFAULT,
    significance_level: float = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Test whether a result in the data may be due to chance.

    Defaults:
        test: 'Two-sample t-test'.
        group_column: None.
        second_column: None.
        hypothesized_mean: 0.0.
        alternative: 'two-sided'.
        significance_level: 0.05.
    """
    return place_single(
        Table,
        "results_dataset",
        "test_hypothesis",
        {"dataset": dataset},
        {
            "test": test,
            "column": column,
            "group_column": group_column,
            "second_column": second_column,
            "hypothesized_mean": hypothesized_mean,
            "alternative": alternative,
            "significance_level": significance_level,
        },
        options,
    )


def convert_word_to_vector(
    dataset: TableInput,
    pretrained_vectors: TableInput | None = None,
    *,
    target_column: str,
    word2vec_strategy: Literal["Pretrained Vectors", "Gensim Word2Vec", "Gensim FastText"] = DEFAULT,
    word2vec_training_algorithm: Literal["Skip_gram", "CBOW"] = DEFAULT,
    length_of_word_embedding: int = DEFAULT,
    context_window_size: int = DEFAULT,
    number_of_epochs: int = DEFAULT,
    maximum_vocabulary_size: int = DEFAULT,
    minimum_word_count: int = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Give each word of the texts a vector, so that words in similar company have similar vectors.

    Defaults:
        word2vec_strategy: 'Gensim Word2Vec'.
        word2vec_training_algorithm: 'Skip_gram'.
        length_of_word_embedding: 100.
        context_window_size: 5.
        number_of_epochs: 5.
        maximum_vocabulary_size: 10000.
        minimum_word_count: 5.
        seed: 0.
    """
    return place_single(
        Table,
        "results_dataset",
        "convert_word_to_vector",
        {"dataset": dataset, "pretrained_vectors": pretrained_vectors},
        {
            "target_column": target_column,
            "word2vec_strategy": word2vec_strategy,
            "word2vec_training_algorithm": word2vec_training_algorithm,
            "length_of_word_embedding": length_of_word_embedding,
            "context_window_size": context_window_size,
            "number_of_epochs": number_of_epochs,
            "maximum_vocabulary_size": maximum_vocabulary_size,
            "minimum_word_count": minimum_word_count,
            "seed": seed,
        },
        options,
    )


def extract_keywords(
    dataset: TableInput,
    *,
    text_column: str,
    group_column: str | None = DEFAULT,
    keywords_of_each: int = DEFAULT,
    n_grams: int = DEFAULT,
    minimum_word_length: int = DEFAULT,
    minimum_texts: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """List the words that tell each text, or each group of texts, apart from the others.

    Defaults:
        group_column: None.
        keywords_of_each: 10.
        n_grams: 1.
        minimum_word_length: 3.
        minimum_texts: 2.
    """
    return place_single(
        Table,
        "keywords",
        "extract_keywords",
        {"dataset": dataset},
        {
            "text_column": text_column,
            "group_column": group_column,
            "keywords_of_each": keywords_of_each,
            "n_grams": n_grams,
            "minimum_word_length": minimum_word_length,
            "minimum_texts": minimum_texts,
        },
        options,
    )


class ExtractNGramFeaturesFromTextOutputs(Placed):
    """The outputs of Extract N-Gram Features from Text."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "results_dataset": Table,
        "result_vocabulary": Table,
        "n_gram_transformation": Transformation,
    }
    results_dataset: Table
    result_vocabulary: Table
    n_gram_transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def extract_n_gram_features_from_text(
    dataset: TableInput,
    input_vocabulary: TableInput | None = None,
    *,
    text_column: str,
    vocabulary_mode: Literal["Create", "ReadOnly", "Update", "Merge"] = DEFAULT,
    n_grams_size: int = DEFAULT,
    k_skip_size: int = DEFAULT,
    weighting_function: Literal["Binary Weight", "TF Weight", "IDF Weight", "TF-IDF Weight"] = DEFAULT,
    minimum_word_length: int = DEFAULT,
    maximum_word_length: int = DEFAULT,
    minimum_n_gram_document_absolute_frequency: int = DEFAULT,
    maximum_n_gram_document_ratio: float = DEFAULT,
    normalize_n_gram_feature_vectors: bool = DEFAULT,
    detect_out_of_vocabulary_rows: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> ExtractNGramFeaturesFromTextOutputs:
    """Count words and runs of words in a column of texts, a column for each.

    Defaults:
        vocabulary_mode: 'Create'.
        n_grams_size: 1.
        k_skip_size: 0.
        weighting_function: 'Binary Weight'.
        minimum_word_length: 3.
        maximum_word_length: 25.
        minimum_n_gram_document_absolute_frequency: 5.
        maximum_n_gram_document_ratio: 1.0.
        normalize_n_gram_feature_vectors: False.
        detect_out_of_vocabulary_rows: False.
    """
    return place(
        ExtractNGramFeaturesFromTextOutputs,
        "extract_n_gram_features_from_text",
        {"dataset": dataset, "input_vocabulary": input_vocabulary},
        {
            "text_column": text_column,
            "vocabulary_mode": vocabulary_mode,
            "n_grams_size": n_grams_size,
            "k_skip_size": k_skip_size,
            "weighting_function": weighting_function,
            "minimum_word_length": minimum_word_length,
            "maximum_word_length": maximum_word_length,
            "minimum_n_gram_document_absolute_frequency": minimum_n_gram_document_absolute_frequency,
            "maximum_n_gram_document_ratio": maximum_n_gram_document_ratio,
            "normalize_n_gram_feature_vectors": normalize_n_gram_feature_vectors,
            "detect_out_of_vocabulary_rows": detect_out_of_vocabulary_rows,
        },
        options,
    )


def feature_hashing(
    dataset: TableInput,
    *,
    target_columns: Columns,
    hashing_bitsize: int = DEFAULT,
    n_grams: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Count words and runs of words in columns that their hash chooses, so that no vocabulary is needed.

    Defaults:
        hashing_bitsize: 10.
        n_grams: 2.
    """
    return place_single(
        Table,
        "transformed_dataset",
        "feature_hashing",
        {"dataset": dataset},
        {"target_columns": target_columns, "hashing_bitsize": hashing_bitsize, "n_grams": n_grams},
        options,
    )


class LatentDirichletAllocationOutputs(Placed):
    """The outputs of Latent Dirichlet Allocation."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "transformed_dataset": Table,
        "feature_topic_matrix": Table,
        "lda_transformation": Transformation,
    }
    transformed_dataset: Table
    feature_topic_matrix: Table
    lda_transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def latent_dirichlet_allocation(
    dataset: TableInput,
    *,
    target_columns: Columns,
    number_of_topics_to_model: int | Sweep = DEFAULT,
    n_grams: int = DEFAULT,
    normalize: bool = DEFAULT,
    rho_parameter: float | Sweep = DEFAULT,
    alpha_parameter: float | Sweep = DEFAULT,
    estimated_number_of_documents: int | None = DEFAULT,
    size_of_the_batch: int = DEFAULT,
    initial_value_of_iteration_used_in_learning_rate_update_schedule: int = DEFAULT,
    power_applied_to_the_iteration_during_updates: float = DEFAULT,
    number_of_training_iterations: int = DEFAULT,
    build_dictionary_of_ngrams: bool = DEFAULT,
    maximum_size_of_ngram_dictionary: int = DEFAULT,
    name_topics_by_words: bool = DEFAULT,
    number_of_bits_to_use_for_feature_hashing: int = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> LatentDirichletAllocationOutputs:
    """Find topics in texts: sets of words that occur together.

    Defaults:
        number_of_topics_to_model: 5.
        n_grams: 2.
        normalize: True.
        rho_parameter: 0.01.
        alpha_parameter: 0.01.
        estimated_number_of_documents: None.
        size_of_the_batch: 32.
        initial_value_of_iteration_used_in_learning_rate_update_schedule: 10.
        power_applied_to_the_iteration_during_updates: 0.5.
        number_of_training_iterations: 25.
        build_dictionary_of_ngrams: True.
        maximum_size_of_ngram_dictionary: 20000.
        name_topics_by_words: False.
        number_of_bits_to_use_for_feature_hashing: 12.
        seed: 0.
    """
    return place(
        LatentDirichletAllocationOutputs,
        "latent_dirichlet_allocation",
        {"dataset": dataset},
        {
            "target_columns": target_columns,
            "number_of_topics_to_model": number_of_topics_to_model,
            "n_grams": n_grams,
            "normalize": normalize,
            "rho_parameter": rho_parameter,
            "alpha_parameter": alpha_parameter,
            "estimated_number_of_documents": estimated_number_of_documents,
            "size_of_the_batch": size_of_the_batch,
            "initial_value_of_iteration_used_in_learning_rate_update_schedule": initial_value_of_iteration_used_in_learning_rate_update_schedule,
            "power_applied_to_the_iteration_during_updates": power_applied_to_the_iteration_during_updates,
            "number_of_training_iterations": number_of_training_iterations,
            "build_dictionary_of_ngrams": build_dictionary_of_ngrams,
            "maximum_size_of_ngram_dictionary": maximum_size_of_ngram_dictionary,
            "name_topics_by_words": name_topics_by_words,
            "number_of_bits_to_use_for_feature_hashing": number_of_bits_to_use_for_feature_hashing,
            "seed": seed,
        },
        options,
    )


class LatentSemanticAnalysisOutputs(Placed):
    """The outputs of Latent Semantic Analysis."""

    port_types: ClassVar[dict[str, type[Port]]] = {
        "transformed_dataset": Table,
        "dimensions": Table,
        "lsa_transformation": Transformation,
    }
    transformed_dataset: Table
    dimensions: Table
    lsa_transformation: Transformation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def latent_semantic_analysis(
    dataset: TableInput,
    *,
    target_columns: Columns,
    number_of_dimensions: int | Sweep = DEFAULT,
    n_grams: int = DEFAULT,
    maximum_size_of_dictionary: int = DEFAULT,
    seed: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> LatentSemanticAnalysisOutputs:
    """Describe texts by a few numbers, so that texts about the same are near one another.

    Defaults:
        number_of_dimensions: 50.
        n_grams: 1.
        maximum_size_of_dictionary: 20000.
        seed: 0.
    """
    return place(
        LatentSemanticAnalysisOutputs,
        "latent_semantic_analysis",
        {"dataset": dataset},
        {
            "target_columns": target_columns,
            "number_of_dimensions": number_of_dimensions,
            "n_grams": n_grams,
            "maximum_size_of_dictionary": maximum_size_of_dictionary,
            "seed": seed,
        },
        options,
    )


def preprocess_text(
    dataset: TableInput,
    stop_words: TableInput | None = None,
    *,
    text_column_to_clean: Columns,
    language: Literal[
        "Bulgarian",
        "Catalan",
        "Czech",
        "Danish",
        "Dutch",
        "English",
        "Finnish",
        "French",
        "German",
        "Greek",
        "Hindi",
        "Hungarian",
        "Indonesian",
        "Italian",
        "Norwegian",
        "Persian",
        "Polish",
        "Portuguese",
        "Romanian",
        "Russian",
        "Slovak",
        "Spanish",
        "Swedish",
        "Turkish",
        "Ukrainian",
    ] = DEFAULT,
    expand_verb_contractions: bool = DEFAULT,
    remove_stop_words: bool = DEFAULT,
    use_lemmatization: bool = DEFAULT,
    detect_sentences: bool = DEFAULT,
    normalize_case_to_lowercase: bool = DEFAULT,
    remove_numbers: bool = DEFAULT,
    remove_special_characters: bool = DEFAULT,
    remove_duplicate_characters: bool = DEFAULT,
    remove_email_addresses: bool = DEFAULT,
    remove_urls: bool = DEFAULT,
    normalize_backslashes_to_slashes: bool = DEFAULT,
    split_tokens_on_special_characters: bool = DEFAULT,
    custom_regular_expression: str = DEFAULT,
    custom_replacement_string: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Clean texts, so that the same word is always written the same way.

    Defaults:
        language: 'English'.
        expand_verb_contractions: True.
        remove_stop_words: True.
        use_lemmatization: True.
        detect_sentences: True.
        normalize_case_to_lowercase: True.
        remove_numbers: True.
        remove_special_characters: True.
        remove_duplicate_characters: True.
        remove_email_addresses: True.
        remove_urls: True.
        normalize_backslashes_to_slashes: True.
        split_tokens_on_special_characters: True.
        custom_regular_expression: ''.
        custom_replacement_string: ''.
    """
    return place_single(
        Table,
        "results_dataset",
        "preprocess_text",
        {"dataset": dataset, "stop_words": stop_words},
        {
            "text_column_to_clean": text_column_to_clean,
            "language": language,
            "expand_verb_contractions": expand_verb_contractions,
            "remove_stop_words": remove_stop_words,
            "use_lemmatization": use_lemmatization,
            "detect_sentences": detect_sentences,
            "normalize_case_to_lowercase": normalize_case_to_lowercase,
            "remove_numbers": remove_numbers,
            "remove_special_characters": remove_special_characters,
            "remove_duplicate_characters": remove_duplicate_characters,
            "remove_email_addresses": remove_email_addresses,
            "remove_urls": remove_urls,
            "normalize_backslashes_to_slashes": normalize_backslashes_to_slashes,
            "split_tokens_on_special_characters": split_tokens_on_special_characters,
            "custom_regular_expression": custom_regular_expression,
            "custom_replacement_string": custom_replacement_string,
        },
        options,
    )


def score_sentiment(
    dataset: TableInput,
    lexicon: TableInput,
    *,
    text_column: str,
    word_column: str,
    score_column: str,
    negations: str = DEFAULT,
    negation_reach: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Tell how positive or negative each text is, by a lexicon: a table of words with a score each.

    Defaults:
        negations: "not, no, never, none, cannot, can't, don't, doesn't, didn't, isn't, wasn't, ....
        negation_reach: 3.
    """
    return place_single(
        Table,
        "scored_dataset",
        "score_sentiment",
        {"dataset": dataset, "lexicon": lexicon},
        {
            "text_column": text_column,
            "word_column": word_column,
            "score_column": score_column,
            "negations": negations,
            "negation_reach": negation_reach,
        },
        options,
    )


def score_vowpal_wabbit_model(
    trained_vowpal_wabbit_model: TrainedModelInput,
    test_data: TableInput,
    *,
    vw_arguments: str = DEFAULT,
    text_column: str | None = DEFAULT,
    specify_file_type: Literal["VW", "SVMLight"] = DEFAULT,
    include_an_extra_column_containing_labels: bool = DEFAULT,
    include_an_extra_column_containing_raw_scores: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Predict every line with a model of Train Vowpal Wabbit Model.

    Defaults:
        vw_arguments: ''.
        text_column: None.
        specify_file_type: 'VW'.
        include_an_extra_column_containing_labels: False.
        include_an_extra_column_containing_raw_scores: False.
    """
    return place_single(
        Table,
        "scored_dataset",
        "score_vowpal_wabbit_model",
        {"trained_vowpal_wabbit_model": trained_vowpal_wabbit_model, "test_data": test_data},
        {
            "vw_arguments": vw_arguments,
            "text_column": text_column,
            "specify_file_type": specify_file_type,
            "include_an_extra_column_containing_labels": include_an_extra_column_containing_labels,
            "include_an_extra_column_containing_raw_scores": include_an_extra_column_containing_raw_scores,
        },
        options,
    )


def train_vowpal_wabbit_model(
    training_data: TableInput,
    pre_trained_vowpal_wabbit_model: TrainedModelInput | None = None,
    *,
    vw_arguments: str = DEFAULT,
    text_column: str | None = DEFAULT,
    specify_file_type: Literal["VW", "SVMLight"] = DEFAULT,
    output_inverted_hash: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Train a Vowpal Wabbit model on lines of text, one per row.

    Defaults:
        vw_arguments: ''.
        text_column: None.
        specify_file_type: 'VW'.
        output_inverted_hash: False.
    """
    return place_single(
        TrainedModel,
        "trained_vowpal_wabbit_model",
        "train_vowpal_wabbit_model",
        {"pre_trained_vowpal_wabbit_model": pre_trained_vowpal_wabbit_model, "training_data": training_data},
        {
            "vw_arguments": vw_arguments,
            "text_column": text_column,
            "specify_file_type": specify_file_type,
            "output_inverted_hash": output_inverted_hash,
        },
        options,
    )


class AutomatedForecastOutputs(Placed):
    """The outputs of Automated Forecast."""

    port_types: ClassVar[dict[str, type[Port]]] = {"trained_model": TrainedModel, "leaderboard": Table}
    trained_model: TrainedModel
    leaderboard: Table

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def automated_forecast(
    dataset: TableInput,
    untrained_model: UntrainedModelInput | None = None,
    *,
    label: str,
    time_column: str | None = DEFAULT,
    series_by: Sequence[str] = DEFAULT,
    effort: Literal["Quick", "Thorough"] = DEFAULT,
    horizon: int = DEFAULT,
    backtests: int = DEFAULT,
    season: int = DEFAULT,
    longest_horizon: int = DEFAULT,
    **options: Unpack[NodeOptions],
) -> AutomatedForecastOutputs:
    """Find the best method for each series by forecasting its past, and forecast with it.

    Defaults:
        time_column: None.
        series_by: [].
        effort: 'Quick'.
        horizon: 12.
        backtests: 3.
        season: 0.
        longest_horizon: 24.
    """
    return place(
        AutomatedForecastOutputs,
        "automated_forecast",
        {"untrained_model": untrained_model, "dataset": dataset},
        {
            "label": label,
            "time_column": time_column,
            "series_by": series_by,
            "effort": effort,
            "horizon": horizon,
            "backtests": backtests,
            "season": season,
            "longest_horizon": longest_horizon,
        },
        options,
    )


def build_hierarchy(
    dataset: TableInput,
    *,
    levels: Sequence[str],
    values: Sequence[str],
    time_column: str | None = DEFAULT,
    combine: Literal["From large to small", "Each with each"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Add up series to the series above them: stores to regions, and regions to the total.

    Defaults:
        time_column: None.
        combine: 'From large to small'.
    """
    return place_single(
        Table,
        "results_dataset",
        "build_hierarchy",
        {"dataset": dataset},
        {"levels": levels, "values": values, "time_column": time_column, "combine": combine},
        options,
    )


def calendar_table(
    *,
    first_day: str,
    last_day: str,
    weekend: Literal["Saturday and Sunday", "Friday and Saturday", "Sunday", "None"] = DEFAULT,
    fiscal_year_begins_in: Literal[
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ] = DEFAULT,
    fiscal_year_named_after: Literal["The year it ends in", "The year it begins in"] = DEFAULT,
    holidays_of: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Make a table with one row for each day, to join to data by its dates.

    Defaults:
        weekend: 'Saturday and Sunday'.
        fiscal_year_begins_in: 'January'.
        fiscal_year_named_after: 'The year it ends in'.
        holidays_of: ''.
    """
    return place_single(
        Table,
        "results_dataset",
        "calendar_table",
        {},
        {
            "first_day": first_day,
            "last_day": last_day,
            "weekend": weekend,
            "fiscal_year_begins_in": fiscal_year_begins_in,
            "fiscal_year_named_after": fiscal_year_named_after,
            "holidays_of": holidays_of,
        },
        options,
    )


class EvaluateForecastOutputs(Placed):
    """The outputs of Evaluate Forecast."""

    port_types: ClassVar[dict[str, type[Port]]] = {"series": Table, "steps": Table, "evaluation_results": Evaluation}
    series: Table
    steps: Table
    evaluation_results: Evaluation

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()


def evaluate_forecast(
    scored_dataset: TableInput,
    *,
    series_by: Sequence[str] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> EvaluateForecastOutputs:
    """Measure forecasts against the actual values, beside repeating the last season.

    Defaults:
        series_by: [].
    """
    return place(
        EvaluateForecastOutputs,
        "evaluate_forecast",
        {"scored_dataset": scored_dataset},
        {"series_by": series_by},
        options,
    )


def lag_and_window_features(
    dataset: TableInput,
    *,
    columns_to_lag: Sequence[str],
    time_column: str | None = DEFAULT,
    series_by: Sequence[str] = DEFAULT,
    horizon: int = DEFAULT,
    lags: str = DEFAULT,
    windows: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Add earlier values of a series, and the mean and deviation of windows of them, as columns to learn from.

    Defaults:
        time_column: None.
        series_by: [].
        horizon: 1.
        lags: '1, 2, 3'.
        windows: ''.
    """
    return place_single(
        Table,
        "results_dataset",
        "lag_and_window_features",
        {"dataset": dataset},
        {
            "columns_to_lag": columns_to_lag,
            "time_column": time_column,
            "series_by": series_by,
            "horizon": horizon,
            "lags": lags,
            "windows": windows,
        },
        options,
    )


class PrepareTimeSeriesOutputs(Placed):
    """The outputs of Prepare Time Series."""

    port_types: ClassVar[dict[str, type[Port]]] = {"prepared_dataset": Table, "report": Table}
    prepared_dataset: Table
    report: Table

    def __iter__(self) -> Iterator[Table]:
        return super().__iter__()


def prepare_time_series(
    dataset: TableInput,
    *,
    values: Sequence[str],
    time_column: str | None = DEFAULT,
    series_by: Sequence[str] = DEFAULT,
    frequency: Literal[
        "Detect", "Hourly", "Daily", "Working days", "Weekly", "Monthly", "Quarterly", "Yearly"
    ] = DEFAULT,
    duplicates: Literal["Sum", "Mean", "Last", "Stop with an error"] = DEFAULT,
    gaps: Literal["Leave missing", "Zero", "Last value", "Interpolate"] = DEFAULT,
    calendar: bool = DEFAULT,
    holidays_of: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> PrepareTimeSeriesOutputs:
    """Bring series into the form that forecasts need: one row for each time, in order, without gaps.

    Defaults:
        time_column: None.
        series_by: [].
        frequency: 'Detect'.
        duplicates: 'Sum'.
        gaps: 'Leave missing'.
        calendar: False.
        holidays_of: ''.
    """
    return place(
        PrepareTimeSeriesOutputs,
        "prepare_time_series",
        {"dataset": dataset},
        {
            "values": values,
            "time_column": time_column,
            "series_by": series_by,
            "frequency": frequency,
            "duplicates": duplicates,
            "gaps": gaps,
            "calendar": calendar,
            "holidays_of": holidays_of,
        },
        options,
    )


def reconcile_forecast(
    forecast: TableInput,
    earlier_forecasts: TableInput | None = None,
    *,
    levels: Sequence[str],
    method: Literal["Bottom-up", "MinT by bounds", "MinT by errors", "OLS"] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Change the forecasts of a hierarchy as little as they allow, so that they add up at each time.

    Defaults:
        method: 'MinT by bounds'.
    """
    return place_single(
        Table,
        "results_dataset",
        "reconcile_forecast",
        {"forecast": forecast, "earlier_forecasts": earlier_forecasts},
        {"levels": levels, "method": method},
        options,
    )


def score_forecast(
    trained_model: TrainedModelInput,
    dataset: TableInput | None = None,
    *,
    horizon: int = DEFAULT,
    share_within_bounds: float = DEFAULT,
    never_negative: bool = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Forecast the steps after the training data.

    Defaults:
        horizon: 12.
        share_within_bounds: 0.9.
        never_negative: False.
    """
    return place_single(
        Table,
        "forecast",
        "score_forecast",
        {"trained_model": trained_model, "dataset": dataset},
        {"horizon": horizon, "share_within_bounds": share_within_bounds, "never_negative": never_negative},
        options,
    )


def train_forecast(
    dataset: TableInput,
    untrained_model: UntrainedModelInput | None = None,
    *,
    label: str,
    time_column: str | None = DEFAULT,
    series_by: Sequence[str] = DEFAULT,
    method: Literal[
        "Naive", "Seasonal naive", "ETS", "ARIMA", "Theta", "Croston", "Ensemble", "Regression on lags"
    ] = DEFAULT,
    season: int = DEFAULT,
    longest_horizon: int = DEFAULT,
    known_ahead: Sequence[str] = DEFAULT,
    **options: Unpack[NodeOptions],
) -> TrainedModel:
    """Learn to forecast one series or many from their earlier values.

    Defaults:
        time_column: None.
        series_by: [].
        method: 'Theta'.
        season: 0.
        longest_horizon: 24.
        known_ahead: [].
    """
    return place_single(
        TrainedModel,
        "trained_model",
        "train_forecast",
        {"untrained_model": untrained_model, "dataset": dataset},
        {
            "label": label,
            "time_column": time_column,
            "series_by": series_by,
            "method": method,
            "season": season,
            "longest_horizon": longest_horizon,
            "known_ahead": known_ahead,
        },
        options,
    )


def chart(
    dataset: TableInput,
    highlighted: TableInput | None = None,
    *,
    chart: Literal["Bars", "Lines", "Points", "Boxes", "Histogram", "Heat map", "Map", "Pie", "Donut"] = DEFAULT,
    column: str | None = DEFAULT,
    row_column: str | None = DEFAULT,
    show: Literal["Number of rows", "Sum", "Mean", "Median", "Minimum", "Maximum"] = DEFAULT,
    value_column: str | None = DEFAULT,
    longitude: str | None = DEFAULT,
    latitude: str | None = DEFAULT,
    size_by: str | None = DEFAULT,
    color_by: str | None = DEFAULT,
    panels_by: str | None = DEFAULT,
    number_of_bins: int = DEFAULT,
    most_categories: int = DEFAULT,
    number_of_slices: int = DEFAULT,
    order: Literal["Largest first", "By category"] = DEFAULT,
    chart_title: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Draw a chart that is kept with the run, and shown in its report and in shared results.

    Defaults:
        chart: 'Bars'.
        column: None.
        row_column: None.
        show: 'Number of rows'.
        value_column: None.
        longitude: None.
        latitude: None.
        size_by: None.
        color_by: None.
        panels_by: None.
        number_of_bins: 20.
        most_categories: 20.
        number_of_slices: 6.
        order: 'Largest first'.
        chart_title: ''.
    """
    return place_single(
        Table,
        "chart_data",
        "chart",
        {"dataset": dataset, "highlighted": highlighted},
        {
            "chart": chart,
            "column": column,
            "row_column": row_column,
            "show": show,
            "value_column": value_column,
            "longitude": longitude,
            "latitude": latitude,
            "size_by": size_by,
            "color_by": color_by,
            "panels_by": panels_by,
            "number_of_bins": number_of_bins,
            "most_categories": most_categories,
            "number_of_slices": number_of_slices,
            "order": order,
            "chart_title": chart_title,
        },
        options,
    )


def web_service_input(
    dataset: TableInput,
    *,
    name: str = DEFAULT,
    columns: Columns = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Mark where the rows of a request enter the deployed design.

    Defaults:
        name: 'input1'.
        columns: {'start': 'all', 'names': [], 'types': [], 'roles': [], 'containing': '', 'ru....
    """
    return place_single(
        Table, "results_dataset", "web_service_input", {"dataset": dataset}, {"name": name, "columns": columns}, options
    )


def web_service_output(
    dataset: TableInput,
    *,
    name: str = DEFAULT,
    **options: Unpack[NodeOptions],
) -> Table:
    """Mark which table the deployed design returns for a request.

    Defaults:
        name: 'output1'.
    """
    return place_single(Table, "results_dataset", "web_service_output", {"dataset": dataset}, {"name": name}, options)
