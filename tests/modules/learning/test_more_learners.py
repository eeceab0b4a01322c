"""The learners beyond the first ones: equal to scikit-learn by hand, and what is their own."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError
from scipy.sparse import csr_matrix
from sklearn import metrics
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import (
    ExtraTreesClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import ElasticNet, LogisticRegression, PoissonRegressor, SGDClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from modules.classification.decision_tree_classifier import decision_tree_classifier
from modules.classification.k_nearest_neighbors_classifier import k_nearest_neighbors_classifier
from modules.classification.multiclass_boosted_decision_tree import multiclass_boosted_decision_tree
from modules.classification.multiclass_decision_forest import multiclass_decision_forest
from modules.classification.multiclass_logistic_regression import multiclass_logistic_regression
from modules.classification.multiclass_neural_network import multiclass_neural_network
from modules.classification.naive_bayes import naive_bayes
from modules.classification.one_vs_all_multiclass import one_vs_all_multiclass
from modules.classification.one_vs_one_multiclass import one_vs_one_multiclass
from modules.classification.two_class_averaged_perceptron import two_class_averaged_perceptron
from modules.classification.two_class_boosted_decision_tree import two_class_boosted_decision_tree
from modules.classification.two_class_decision_forest import two_class_decision_forest
from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.classification.two_class_neural_network import two_class_neural_network
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
from modules.kit.files import load, save
from modules.kit.progress import Progress, listening
from modules.kit.views import glance, view
from modules.learning.estimators import fit_estimator
from modules.learning.examples import cars, flowers, loans
from modules.learning.predicting import predict, scored_schema
from modules.model_scoring_and_evaluation.cross_validate_model import cross_validate_model
from modules.model_training.train_model import train_model
from modules.regression.decision_tree_regression import decision_tree_regression
from modules.regression.elastic_net_regression import elastic_net_regression
from modules.regression.k_nearest_neighbors_regression import k_nearest_neighbors_regression
from modules.regression.neural_network_regression import neural_network_regression
from modules.regression.poisson_regression import poisson_regression
from tests.modules.learning.samples import adult, automobile, halves, penguins
from tests.modules.learning.test_like_scikit_learn import boosted, one_hot, ordinal, our_metrics, parts

Learners = dict[str, tuple[Callable[[], UntrainedModel], Callable[[], Any]]]


def scaled(estimator: Any) -> Any:
    return make_pipeline(one_hot(StandardScaler()), estimator)


def network(kind: Any, **changes: Any) -> Any:
    """A network as the modules set it."""
    settings = {"hidden_layer_sizes": (100,), "learning_rate_init": 0.1, "max_iter": 100, "momentum": 0}
    return kind(solver="sgd", random_state=0, **settings | changes)


def perceptron() -> Any:
    machine = SGDClassifier(
        loss="perceptron",
        penalty=None,
        learning_rate="constant",
        eta0=1,
        max_iter=10,
        tol=None,
        average=True,
        random_state=0,
    )
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return CalibratedClassifierCV(machine, cv=folds, ensemble=False)


REGRESSION: Learners = {
    "neural network": (
        lambda: neural_network_regression(number_of_hidden_nodes="20, 10", learning_rate=0.01),
        lambda: scaled(
            TransformedTargetRegressor(
                network(MLPRegressor, hidden_layer_sizes=(20, 10), learning_rate_init=0.01),
                transformer=StandardScaler(),
            )
        ),
    ),
    "poisson": (
        poisson_regression,
        lambda: scaled(PoissonRegressor(alpha=1 / 135, solver="newton-cholesky", tol=1e-7)),
    ),
    "elastic net": (elastic_net_regression, lambda: scaled(ElasticNet(alpha=0.1, l1_ratio=0.5))),
    "neighbors": (
        lambda: k_nearest_neighbors_regression(neighbor_weights="Distance", distance_metric="Manhattan"),
        lambda: scaled(KNeighborsRegressor(5, weights="distance", metric="manhattan")),
    ),
    "neighbors as they are": (
        lambda: k_nearest_neighbors_regression(normalize_features=False),
        lambda: make_pipeline(one_hot(), KNeighborsRegressor()),
    ),
    "decision tree": (
        lambda: decision_tree_regression(seed=5),
        lambda: make_pipeline(ordinal(), DecisionTreeRegressor(max_depth=10, min_samples_leaf=5, random_state=5)),
    ),
}


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
@pytest.mark.parametrize("name", REGRESSION)
def test_regression_metrics_equal_those_of_scikit_learn(name: str) -> None:
    learner, by_hand = REGRESSION[name]
    train, test = halves(automobile(), "price")
    test_features, truth = parts(test, "price")

    predicted = by_hand().fit(*parts(train, "price")).predict(test_features)

    ours = our_metrics(learner(), train, test, "price")
    assert [ours["Root_Mean_Squared_Error"], ours["Mean_Absolute_Error"], ours["Coefficient_of_Determination"]] == (
        pytest.approx(
            [
                metrics.root_mean_squared_error(truth, predicted),
                metrics.mean_absolute_error(truth, predicted),
                metrics.r2_score(truth, predicted),
            ],
            rel=1e-6,
        )
    )
    assert ours["Coefficient_of_Determination"] > 0.6


TWO_CLASS: Learners = {
    "bagging": (
        two_class_decision_forest,
        lambda: make_pipeline(ordinal(), RandomForestClassifier(8, max_depth=32, random_state=0)),
    ),
    "replicate": (
        lambda: two_class_decision_forest(resampling_method="Replicate Resampling"),
        lambda: make_pipeline(ordinal(), ExtraTreesClassifier(8, max_depth=32, random_state=0)),
    ),
    "averaged perceptron": (two_class_averaged_perceptron, lambda: scaled(perceptron())),
    "neural network": (
        lambda: two_class_neural_network(number_of_learning_iterations=20, the_momentum=0.5),
        lambda: scaled(network(MLPClassifier, max_iter=20, momentum=0.5)),
    ),
    "neighbors": (k_nearest_neighbors_classifier, lambda: scaled(KNeighborsClassifier())),
    "normal bayes": (naive_bayes, lambda: scaled(GaussianNB())),
    "multinomial bayes": (
        lambda: naive_bayes(feature_distribution="Multinomial", count_smoothing=0.5),
        lambda: make_pipeline(one_hot(), MultinomialNB(alpha=0.5)),
    ),
    "bernoulli bayes": (
        lambda: naive_bayes(feature_distribution="Bernoulli"),
        lambda: make_pipeline(one_hot(), BernoulliNB()),
    ),
    "decision tree": (
        lambda: decision_tree_classifier(split_quality="Entropy", pruning_strength=0.001),
        lambda: make_pipeline(
            ordinal(),
            DecisionTreeClassifier(
                criterion="entropy", max_depth=10, min_samples_leaf=5, ccp_alpha=0.001, random_state=0
            ),
        ),
    ),
}


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
@pytest.mark.parametrize("name", TWO_CLASS)
def test_two_class_metrics_equal_those_of_scikit_learn(name: str) -> None:
    learner, by_hand = TWO_CLASS[name]
    train, test = halves(adult(2000), "income", classes=True)
    test_features, labels = parts(test, "income")

    model = by_hand().fit(*parts(train, "income"))
    predicted, probability = model.predict(test_features), model.predict_proba(test_features)[:, 1]

    truth = labels == ">50K"
    assert our_metrics(learner(), train, test, "income") == pytest.approx(
        {
            "Accuracy": metrics.accuracy_score(labels, predicted),
            "Precision": metrics.precision_score(truth, predicted == ">50K"),
            "Recall": metrics.recall_score(truth, predicted == ">50K"),
            "F1": metrics.f1_score(truth, predicted == ">50K"),
            "AUC": metrics.roc_auc_score(truth, probability),
            "Average_Precision": metrics.average_precision_score(truth, probability),
            "Log_Loss": metrics.log_loss(truth, probability),
        },
        rel=1e-6,
    )


MULTICLASS: Learners = {
    "boosted trees": (
        multiclass_boosted_decision_tree,
        lambda: boosted(HistGradientBoostingClassifier, categories=1),
    ),
    "bagging": (
        multiclass_decision_forest,
        lambda: make_pipeline(ordinal(), RandomForestClassifier(8, max_depth=32, random_state=0)),
    ),
    "replicate": (
        lambda: multiclass_decision_forest(resampling_method="Replicate Resampling"),
        lambda: make_pipeline(ordinal(), ExtraTreesClassifier(8, max_depth=32, random_state=0)),
    ),
    "neural network": (multiclass_neural_network, lambda: scaled(network(MLPClassifier))),
    "neighbors": (
        lambda: k_nearest_neighbors_classifier(number_of_neighbors=9),
        lambda: scaled(KNeighborsClassifier(9)),
    ),
    "normal bayes": (naive_bayes, lambda: scaled(GaussianNB())),
    "decision tree": (
        decision_tree_classifier,
        lambda: make_pipeline(ordinal(), DecisionTreeClassifier(max_depth=10, min_samples_leaf=5, random_state=0)),
    ),
    "logistic regression against all": (
        lambda: one_vs_all_multiclass(two_class_logistic_regression()),
        lambda: scaled(OneVsRestClassifier(LogisticRegression(tol=1e-7, max_iter=1000))),
    ),
    "a perceptron against all": (
        lambda: one_vs_all_multiclass(two_class_averaged_perceptron()),
        lambda: scaled(OneVsRestClassifier(perceptron())),
    ),
    "a forest against all": (
        lambda: one_vs_all_multiclass(two_class_decision_forest()),
        lambda: make_pipeline(ordinal(), OneVsRestClassifier(RandomForestClassifier(8, max_depth=32, random_state=0))),
    ),
}


def trained_by_hand(pipeline: Any, train: Dataset, test: Dataset) -> tuple[Any, Any, Any]:
    """The true classes of the test data, those that the pipeline predicts and the pipeline."""
    test_features, truth = parts(test, "Species")
    pipeline.fit(*parts(train, "Species"))
    return truth, pipeline.predict(test_features), pipeline


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
@pytest.mark.parametrize("name", MULTICLASS)
def test_multiclass_metrics_equal_those_of_scikit_learn(name: str) -> None:
    learner, by_hand = MULTICLASS[name]
    train, test = halves(penguins(), "Species", classes=True)
    truth, predicted, model = trained_by_hand(by_hand(), train, test)

    average: dict[str, Any] = {"average": "macro"}
    assert our_metrics(learner(), train, test, "Species") == pytest.approx(
        {
            "Accuracy": metrics.accuracy_score(truth, predicted),
            "Macro_Precision": metrics.precision_score(truth, predicted, **average),
            "Macro_Recall": metrics.recall_score(truth, predicted, **average),
            "Macro_F1": metrics.f1_score(truth, predicted, **average),
            "Log_Loss": metrics.log_loss(truth, model.predict_proba(parts(test, "Species")[0])),
        },
        rel=1e-6,
    )


ONE_VS_ONE: Learners = {
    "logistic regression": (
        two_class_logistic_regression,
        lambda: scaled(OneVsOneClassifier(LogisticRegression(tol=1e-7, max_iter=1000))),
    ),
    "forest": (
        two_class_decision_forest,
        lambda: make_pipeline(ordinal(), OneVsOneClassifier(RandomForestClassifier(8, max_depth=32, random_state=0))),
    ),
    "support vector machine": (
        lambda: two_class_support_vector_machine(number_of_iterations=20),
        lambda: scaled(
            OneVsOneClassifier(
                CalibratedClassifierCV(
                    SGDClassifier(alpha=0.001, max_iter=20, tol=None, average=True, random_state=0),
                    cv=StratifiedKFold(5, shuffle=True, random_state=0),
                    ensemble=False,
                )
            )
        ),
    ),
}


@pytest.mark.parametrize("name", ONE_VS_ONE)
def test_one_vs_one_predicts_what_scikit_learn_predicts_and_its_shares_of_votes_agree(name: str) -> None:
    learner, by_hand = ONE_VS_ONE[name]
    train, test = halves(penguins().drop(columns="Body Mass (g)"), "Species", classes=True)
    _, expected, _ = trained_by_hand(by_hand(), train, test)

    scored = predict(train_model(one_vs_one_multiclass(learner()), train, label="Species"), test).columns

    assert scored["Scored Labels"].tolist() == expected.tolist()
    shares = scored.drop(columns="Scored Labels")
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares.idxmax(axis=1).str.removeprefix("Scored Probabilities_").tolist() == expected.tolist()
    assert shares.min(axis=None) > 0


@pytest.mark.parametrize("combine", [one_vs_all_multiclass, one_vs_one_multiclass])
def test_many_boosted_trees_take_categories_and_missing_values_as_one_does(combine: Any) -> None:
    frame = penguins()
    train, test = halves(frame.where(frame["Body Mass (g)"] > 3300, other=frame[["Species"]]), "Species", classes=True)
    learner = combine(two_class_boosted_decision_tree())

    model = train_model(learner, train, label="Species")

    assert model.pipeline[-1].estimators_[0].is_categorical_.tolist() == [True, False, False, False, False]
    assert (predict(model, test).columns["Scored Labels"] == test.frame["Species"]).mean() > 0.9


@pytest.mark.parametrize("combine", [one_vs_all_multiclass, one_vs_one_multiclass])
def test_of_two_classes_one_model_decides(combine: Any) -> None:
    learner = combine(two_class_logistic_regression())
    columns = ["Scored Probabilities_no", "Scored Probabilities_yes"]

    ours = predict(train_model(learner, loans(), label="paid"), loans()).columns
    plain = predict(train_model(two_class_logistic_regression(), loans(), label="paid"), loans()).columns

    np.testing.assert_allclose(ours[columns[1]], plain["Scored Probabilities"], atol=1e-5)
    np.testing.assert_allclose(ours[columns].sum(axis=1), 1)
    assert ours["Scored Labels"].equals(plain["Scored Labels"])


@pytest.mark.parametrize("combine", [one_vs_all_multiclass, one_vs_one_multiclass])
@pytest.mark.parametrize(
    "learner", [multiclass_logistic_regression(), elastic_net_regression(), k_nearest_neighbors_classifier()]
)
def test_only_two_class_learners_are_combined(combine: Any, learner: UntrainedModel) -> None:
    with pytest.raises(ModuleError, match=f"combines two-class learners. Got {learner.learner}") as refusal:
        combine(learner)

    assert (refusal.value.number, refusal.value.port) == (13, "untrained_binary_classification_model")


def test_calibrated_learners_are_combined_for_classes_of_few_rows() -> None:
    rare = Dataset(flowers().frame.drop(index=range(9, 60, 3)))

    model = train_model(one_vs_all_multiclass(two_class_averaged_perceptron()), rare, label="species")

    assert model.classes == ("alba", "rubra", "viridis")
    assert model.pipeline[-1].estimator.cv.n_splits == 3


CLASS_LEARNERS = [
    k_nearest_neighbors_classifier(),
    naive_bayes(),
    decision_tree_classifier(),
]


@pytest.mark.parametrize("learner", CLASS_LEARNERS, ids=lambda learner: learner.learner)
def test_the_label_settles_between_two_classes_and_more(learner: UntrainedModel) -> None:
    two = predict(train_model(learner, loans(), label="paid"), loans())
    three = predict(train_model(learner, flowers(), label="species"), flowers())

    assert (two.scores.task, two.scores.positive) == ("two-class", "yes")
    assert two.columns.columns.tolist() == ["Scored Labels", "Scored Probabilities"]
    assert (three.scores.task, three.scores.positive, len(three.columns.columns)) == ("multiclass", None, 4)


@pytest.mark.parametrize("learner", CLASS_LEARNERS, ids=lambda learner: learner.learner)
def test_what_the_label_settles_is_not_told_before_a_run(learner: UntrainedModel) -> None:
    module = next(module for module in catalog().values() if module.title == learner.learner)

    told = module.schemas({}, module.parameters())["untrained_model"]
    assert isinstance(told, ModelSchema)
    assert told.task == "classification"
    label = Column("species", "category", levels=("a", "b", "c"))
    assert scored_schema(replace(told, label=replace(label, levels=None)), Schema((label,))) is None


def test_a_label_of_known_levels_settles_the_score_columns_before_a_run() -> None:
    told = ModelSchema("classification", Column("paid", "boolean", "label"))
    three = ModelSchema("classification", Column("species", "category", "label", ("a", "b", "c")))

    scored = scored_schema(told, Schema((Column("paid", "boolean"),)))
    of_three = scored_schema(three, Schema((Column("species", "category"),)))
    assert scored is not None
    assert of_three is not None
    assert scored.names == ["paid", "Scored Labels", "Scored Probabilities"]
    assert of_three.names[2:] == ["Scored Probabilities_a", "Scored Probabilities_b", "Scored Probabilities_c"]


def test_a_learner_that_is_settled_in_training_survives_a_file(tmp_path: Path) -> None:
    learner = load(save(k_nearest_neighbors_classifier(), tmp_path, "untrained_model").path, "untrained_model")

    assert train_model(learner, loans(), label="paid").task == "two-class"


def test_a_settled_learner_is_cross_validated_by_the_metrics_of_its_task() -> None:
    results = cross_validate_model(naive_bayes(), loans(), label="paid", number_of_folds=3)

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
    model = train_model(learner, flowers(), label="species")

    loaded: TrainedModel = load(save(model, tmp_path, "trained_model").path, "trained_model")

    pd.testing.assert_frame_equal(predict(loaded, flowers()).columns, predict(model, flowers()).columns)


LEARNERS = [module for module in catalog().values() if module.category in ("Regression", "Classification")]


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
@pytest.mark.parametrize("module", LEARNERS, ids=lambda module: module.name)
def test_every_learner_can_be_trained_shown_and_trained_again_alike(module: Module) -> None:
    assert module.example is not None
    call = module.example()
    inputs = {port.name: value for port, value in zip(module.inputs, call.inputs, strict=True)}
    learner = module.run(inputs, call.parameters)["untrained_model"]
    dataset, label = {
        "regression": (cars(), "price"),
        "quantile": (cars(), "price"),
        "two-class": (loans(), "paid"),
    }.get(learner.task, (flowers(), "species"))

    first, second = (train_model(learner, dataset, label=label) for _ in range(2))

    json.dumps([view(first), glance(first), view(learner)], allow_nan=False)
    assert view(first) == view(second)
    pd.testing.assert_frame_equal(predict(first, dataset).columns, predict(second, dataset).columns)


def test_a_forest_of_classes_reports_its_trees() -> None:
    heard: list[Progress] = []

    with listening(heard.append):
        train_model(two_class_decision_forest(number_of_decision_trees=20), loans(), label="paid")

    assert heard[-1] == Progress(20, 20, "trees")


def test_counts_are_predicted_by_both_solvers_alike() -> None:
    random = np.random.default_rng(0)
    narrow = pd.DataFrame(random.normal(size=(300, 3)), columns=list("abc"))
    narrow["calls"] = random.poisson(np.exp(narrow["a"]))
    zeros = pd.DataFrame(0.0, index=narrow.index, columns=[f"zero {number}" for number in range(1000)])
    wide = pd.concat([narrow, zeros], axis=1)

    newton, lbfgs = (
        predict(train_model(poisson_regression(), Dataset(frame), label="calls"), Dataset(frame)).columns
        for frame in (narrow, wide)
    )

    np.testing.assert_allclose(newton["Scored Labels"], lbfgs["Scored Labels"], rtol=1e-4)


def test_a_stronger_lasso_keeps_fewer_features() -> None:
    kept = [
        int(np.count_nonzero(train_model(learner, cars(), label="price").pipeline[-1].coef_))
        for learner in (
            elastic_net_regression(l1_share=1),
            elastic_net_regression(l1_share=1, regularization_weight=900),
        )
    ]

    assert kept == [4, 2]


REFUSALS: dict[str, tuple[UntrainedModel, Dataset, str, str]] = {
    "negative counts": (
        poisson_regression(),
        Dataset(cars().frame.assign(price=np.arange(60) - 2)),
        "price",
        "the label is negative in 2 rows, and counts are 0 or more.",
    ),
    "more neighbors than rows": (
        k_nearest_neighbors_regression(number_of_neighbors=61),
        cars(),
        "price",
        "it asks 61 neighbors, and only 60 rows can be one.",
    ),
    "negative numbers as counts": (
        naive_bayes(feature_distribution="Multinomial"),
        Dataset(loans().frame.assign(years=-1)),
        "paid",
        "Negative values in data",
    ),
    "steps that are too large": (
        neural_network_regression(learning_rate=2, the_momentum=0.9),
        cars(),
        "price",
        "its weights grew without end. Lower the learning rate or the momentum.",
    ),
    "missing values": (
        neural_network_regression(),
        Dataset(cars().frame.assign(power=np.nan)),
        "price",
        "'power' (60). Put Clean Missing Data in front of it.",
    ),
    "missing values for many": (
        one_vs_all_multiclass(two_class_logistic_regression()),
        Dataset(flowers().frame.assign(width=np.nan)),
        "species",
        "'width' (60). Put Clean Missing Data in front of it.",
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

    with pytest.raises(ModuleError, match=r"too large a table .* Choose another distribution") as refusal:
        fit_estimator(GaussianNB(), sparse, np.array([0, 1, 0, 1]), "Naive Bayes", port="dataset")

    assert refusal.value.number == 83


@pytest.mark.parametrize("text", ["", "0", "100,", "ten", "10; 20", "20000", "-5", "1.5"])
def test_hidden_nodes_are_whole_numbers(text: str) -> None:
    with pytest.raises(ValidationError, match="must be whole numbers from 1 to 9999"):
        catalog()["neural_network_regression"].run({}, {"number_of_hidden_nodes": text})


def test_several_hidden_layers_are_named_with_commas() -> None:
    learner = catalog()["two_class_neural_network"].run({}, {"number_of_hidden_nodes": " 8,4 , 2"})["untrained_model"]

    assert train_model(learner, loans(), label="paid").pipeline[-1].hidden_layer_sizes == (8, 4, 2)
