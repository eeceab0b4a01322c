"""What is the own of learners beyond the first ones: settling by the label, files, progress, refusals."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError
from scipy.sparse import csr_matrix
from sklearn.naive_bayes import GaussianNB

from modules.classification.decision_tree_classifier import decision_tree_classifier
from modules.classification.k_nearest_neighbors_classifier import k_nearest_neighbors_classifier
from modules.classification.multiclass_neural_network import multiclass_neural_network
from modules.classification.naive_bayes import naive_bayes
from modules.classification.one_vs_all_multiclass import one_vs_all_multiclass
from modules.classification.one_vs_one_multiclass import one_vs_one_multiclass
from modules.classification.two_class_decision_forest import two_class_decision_forest
from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.classification.two_class_support_vector_machine import two_class_support_vector_machine
from modules.kit import (
    Column,
    Dataset,
    ModelSchema,
    Module,
    ModuleError,
    Schema,
    TrainedModel,
    UntrainedModel,
    catalog,
)
from modules.kit.progress import ProgressReport, listen_to_progress
from modules.kit.serialization import load_value, save_value
from modules.learning.estimators import fit_estimator
from modules.learning.predicting import infer_scored_schema, score_dataset
from modules.learning.sparse_poisson import SparsePoissonRegressor
from modules.learning.supervised_examples import make_cars, make_flowers, make_loans
from modules.model_scoring_and_evaluation.cross_validate_model import cross_validate_model
from modules.model_training.train_model import train_model
from modules.regression.elastic_net_regression import elastic_net_regression
from modules.regression.k_nearest_neighbors_regression import k_nearest_neighbors_regression
from modules.regression.neural_network_regression import neural_network_regression
from modules.regression.poisson_regression import poisson_regression
from tests.view_json import build_thumbnail, build_view

CLASS_LEARNERS = [
    k_nearest_neighbors_classifier(),
    naive_bayes(),
    decision_tree_classifier(),
]


@pytest.mark.parametrize("learner", CLASS_LEARNERS, ids=lambda learner: learner.learner)
def test_the_label_settles_between_two_classes_and_more(learner: UntrainedModel) -> None:
    two = score_dataset(train_model(learner, make_loans(), label="paid"), make_loans())
    three = score_dataset(train_model(learner, make_flowers(), label="species"), make_flowers())

    assert (two.scores.task, two.scores.positive) == ("two-class", "yes")
    assert two.columns.columns.tolist() == ["Scored Labels", "Scored Probabilities"]
    assert (three.scores.task, three.scores.positive, len(three.columns.columns)) == ("multiclass", None, 4)


@pytest.mark.parametrize("learner", CLASS_LEARNERS, ids=lambda learner: learner.learner)
def test_what_the_label_settles_is_not_told_before_a_run(learner: UntrainedModel) -> None:
    module = next(module for module in catalog().values() if module.title == learner.learner)

    told = module.infer_schemas({}, module.parameters())["untrained_model"]
    assert isinstance(told, ModelSchema)
    assert told.task == "classification"
    label = Column("species", "category", levels=("a", "b", "c"))
    assert infer_scored_schema(replace(told, label=replace(label, levels=None)), Schema((label,))) is None


def test_a_label_of_known_levels_settles_the_score_columns_before_a_run() -> None:
    told = ModelSchema("classification", Column("paid", "boolean", "label"))
    three = ModelSchema("classification", Column("species", "category", "label", ("a", "b", "c")))

    scored = infer_scored_schema(told, Schema((Column("paid", "boolean"),)))
    of_three = infer_scored_schema(three, Schema((Column("species", "category"),)))
    assert scored is not None
    assert of_three is not None
    assert scored.names == ["paid", "Scored Labels", "Scored Probabilities"]
    assert of_three.names[2:] == ["Scored Probabilities_a", "Scored Probabilities_b", "Scored Probabilities_c"]


def test_a_learner_that_is_settled_in_training_survives_a_file(tmp_path: Path) -> None:
    learner = load_value(
        save_value(k_nearest_neighbors_classifier(), tmp_path, "untrained_model").path, "untrained_model"
    )

    assert train_model(learner, make_loans(), label="paid").task == "two-class"


def test_a_settled_learner_is_cross_validated_by_the_metrics_of_its_task() -> None:
    results = cross_validate_model(naive_bayes(), make_loans(), label="paid", number_of_folds=3)

    assert "AUC" in results.evaluation_results_by_fold.frame


@pytest.mark.parametrize(
    "learner",
    [
        one_vs_all_multiclass(two_class_decision_forest()),
        one_vs_one_multiclass(two_class_support_vector_machine()),
        multiclass_neural_network(learning_rate=0.01),
        naive_bayes(),
    ],
    ids=lambda learner: learner.learner,
)
def test_trained_models_survive_a_file(learner: UntrainedModel, tmp_path: Path) -> None:
    model = train_model(learner, make_flowers(), label="species")

    loaded: TrainedModel = load_value(save_value(model, tmp_path, "trained_model").path, "trained_model")

    pd.testing.assert_frame_equal(
        score_dataset(loaded, make_flowers()).columns, score_dataset(model, make_flowers()).columns
    )


LEARNERS = [module for module in catalog().values() if module.category in ("Regression", "Classification")]


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
@pytest.mark.parametrize("module", LEARNERS, ids=lambda module: module.name)
def test_every_learner_can_be_trained_shown_and_trained_again_alike(module: Module) -> None:
    assert module.example is not None
    call = module.example()
    inputs = {port.name: value for port, value in zip(module.inputs, call.inputs, strict=True)}
    learner = module.run(inputs, call.parameters)["untrained_model"]
    dataset, label = {
        "regression": (make_cars(), "price"),
        "quantile": (make_cars(), "price"),
        "two-class": (make_loans(), "paid"),
    }.get(learner.task, (make_flowers(), "species"))

    first, second = (train_model(learner, dataset, label=label) for _ in range(2))

    json.dumps([build_view(first), build_thumbnail(first), build_view(learner)], allow_nan=False)
    assert build_view(first) == build_view(second)
    pd.testing.assert_frame_equal(score_dataset(first, dataset).columns, score_dataset(second, dataset).columns)


def test_a_forest_of_classes_reports_its_trees() -> None:
    heard: list[ProgressReport] = []

    with listen_to_progress(heard.append):
        train_model(two_class_decision_forest(number_of_decision_trees=20), make_loans(), label="paid")

    assert heard[-1] == ProgressReport(20, 20, "trees")


def test_counts_are_predicted_by_both_solvers_alike() -> None:
    random = np.random.default_rng(0)
    narrow = pd.DataFrame(random.normal(size=(300, 3)), columns=list("abc"))
    narrow["calls"] = random.poisson(np.exp(narrow["a"]))
    zeros = pd.DataFrame(0.0, index=narrow.index, columns=[f"zero {number}" for number in range(1000)])
    wide = pd.concat([narrow, zeros], axis=1)

    newton, lbfgs = (
        score_dataset(train_model(poisson_regression(), Dataset(frame), label="calls"), Dataset(frame)).columns
        for frame in (narrow, wide)
    )

    np.testing.assert_allclose(newton["Scored Labels"], lbfgs["Scored Labels"], rtol=1e-4)


def test_counts_with_an_l1_penalty_are_predicted_at_the_optimum() -> None:
    """No small step from the weights lessens the loss: see the conditions of Karush, Kuhn and Tucker."""
    random = np.random.default_rng(0)
    features = random.normal(size=(400, 6))
    counts = random.poisson(np.exp(features[:, 0] - features[:, 1] / 2))
    l1, l2 = 80.0, 2.0

    fitted = SparsePoissonRegressor(l1=l1, l2=l2).fit(features, counts)
    slope = features.T @ (fitted.predict(features) - counts) + l2 * fitted.coef_

    assert np.count_nonzero(fitted.coef_) == 2
    np.testing.assert_allclose(slope[:2], -l1 * np.sign(fitted.coef_[:2]), rtol=1e-4)
    assert (np.abs(slope[2:]) < l1).all()
    assert fitted.predict(features).sum() == pytest.approx(counts.sum(), rel=1e-5)


def test_an_l1_penalty_near_zero_changes_nothing() -> None:
    without, hardly = (
        score_dataset(
            train_model(poisson_regression(l1_regularization_weight=l1), make_cars(), label="price"), make_cars()
        ).columns
        for l1 in (0, 1e-9)
    )

    np.testing.assert_allclose(hardly["Scored Labels"], without["Scored Labels"], rtol=1e-3)


def test_a_stronger_lasso_keeps_fewer_features() -> None:
    kept = [
        int(np.count_nonzero(train_model(learner, make_cars(), label="price").pipeline[-1].coef_))
        for learner in (
            elastic_net_regression(l1_share=1),
            elastic_net_regression(l1_share=1, regularization_weight=900),
        )
    ]

    assert kept == [4, 2]


REFUSALS: dict[str, tuple[UntrainedModel, Dataset, str, str]] = {
    "negative counts": (
        poisson_regression(),
        Dataset(make_cars().frame.assign(price=np.arange(60) - 2)),
        "price",
        "the label is negative in 2 rows, and counts are 0 or more.",
    ),
    "negative counts with an L1 penalty": (
        poisson_regression(l1_regularization_weight=1),
        Dataset(make_cars().frame.assign(price=np.arange(60) - 2)),
        "price",
        "the label is negative in 2 rows, and counts are 0 or more.",
    ),
    "more neighbors than rows": (
        k_nearest_neighbors_regression(number_of_neighbors=61),
        make_cars(),
        "price",
        "it needs 61 neighbors, but there are only 60 rows.",
    ),
    "negative numbers as counts": (
        naive_bayes(feature_distribution="Multinomial"),
        Dataset(make_loans().frame.assign(years=-1)),
        "paid",
        "Negative values in data",
    ),
    "steps that are too large": (
        neural_network_regression(learning_rate=2, the_momentum=0.9),
        make_cars(),
        "price",
        "its weights grew without bound. Lower the learning rate or the momentum.",
    ),
    "missing values": (
        neural_network_regression(),
        Dataset(make_cars().frame.assign(power=np.nan)),
        "price",
        "'power' (60). Add Clean Missing Data before this module.",
    ),
    "missing values for many": (
        one_vs_all_multiclass(two_class_logistic_regression()),
        Dataset(make_flowers().frame.assign(width=np.nan)),
        "species",
        "'width' (60). Add Clean Missing Data before this module.",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_training_refuses_with_a_number_and_a_sentence(case: str) -> None:
    learner, dataset, label, words = REFUSALS[case]

    with pytest.raises(ModuleError) as refusal:
        train_model(learner, dataset, label=label)

    assert refusal.value.number == 83
    assert words in refusal.value.message


def test_a_table_too_large_for_normal_distributions_is_refused() -> None:
    sparse = csr_matrix(np.eye(4))
    learner = UntrainedModel("two-class", "Naive Bayes", GaussianNB())

    with pytest.raises(ModuleError, match=r"too large a table .* Choose another distribution") as refusal:
        fit_estimator(learner.estimator, sparse, np.array([0, 1, 0, 1]), learner, port="dataset")

    assert refusal.value.number == 83


@pytest.mark.parametrize("text", ["", "0", "100,", "ten", "10; 20", "20000", "-5", "1.5"])
def test_hidden_nodes_are_whole_numbers(text: str) -> None:
    with pytest.raises(ValidationError, match="must be whole numbers from 1 to 9999"):
        catalog()["neural_network_regression"].run({}, {"number_of_hidden_nodes": text})


def test_several_hidden_layers_are_named_with_commas() -> None:
    learner = catalog()["two_class_neural_network"].run({}, {"number_of_hidden_nodes": " 8,4 , 2"})["untrained_model"]

    assert train_model(learner, make_loans(), label="paid").pipeline[-1].hidden_layer_sizes == (8, 4, 2)
