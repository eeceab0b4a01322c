"""More learners, equal to scikit-learn by hand: regression, two classes, and more of them."""

from typing import Any

import pytest
from sklearn import metrics
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import (
    ExtraTreesClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import ElasticNet, LogisticRegression, PoissonRegressor
from sklearn.multiclass import OneVsRestClassifier
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
from modules.classification.multiclass_neural_network import multiclass_neural_network
from modules.classification.naive_bayes import naive_bayes
from modules.classification.one_vs_all_multiclass import one_vs_all_multiclass
from modules.classification.two_class_averaged_perceptron import two_class_averaged_perceptron
from modules.classification.two_class_decision_forest import two_class_decision_forest
from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.classification.two_class_neural_network import two_class_neural_network
from modules.regression.decision_tree_regression import decision_tree_regression
from modules.regression.elastic_net_regression import elastic_net_regression
from modules.regression.k_nearest_neighbors_regression import k_nearest_neighbors_regression
from modules.regression.neural_network_regression import neural_network_regression
from modules.regression.poisson_regression import poisson_regression
from tests.modules.learning.reference_estimators import (
    LearnerPairs,
    make_network,
    make_perceptron,
    make_scaled_estimator,
    train_by_hand,
)
from tests.modules.learning.sample_frames import read_adult, read_automobile, read_penguins, split_halves
from tests.modules.learning.test_like_scikit_learn import (
    compute_our_metrics,
    make_boosted_trees,
    make_one_hot_encoder,
    make_ordinal_encoder,
    split_label,
)

REGRESSION: LearnerPairs = {
    "neural network": (
        lambda: neural_network_regression(number_of_hidden_nodes="20, 10", learning_rate=0.01),
        lambda: make_scaled_estimator(
            TransformedTargetRegressor(
                make_network(MLPRegressor, hidden_layer_sizes=(20, 10), learning_rate_init=0.01),
                transformer=StandardScaler(),
            )
        ),
    ),
    "poisson": (
        poisson_regression,
        lambda: make_scaled_estimator(PoissonRegressor(alpha=1 / 135, solver="newton-cholesky", tol=1e-7)),
    ),
    "elastic net": (elastic_net_regression, lambda: make_scaled_estimator(ElasticNet(alpha=0.1, l1_ratio=0.5))),
    "neighbors": (
        lambda: k_nearest_neighbors_regression(neighbor_weights="Distance", distance_metric="Manhattan"),
        lambda: make_scaled_estimator(KNeighborsRegressor(5, weights="distance", metric="manhattan")),
    ),
    "neighbors as they are": (
        lambda: k_nearest_neighbors_regression(normalize_features=False),
        lambda: make_pipeline(make_one_hot_encoder(), KNeighborsRegressor()),
    ),
    "decision tree": (
        lambda: decision_tree_regression(seed=5),
        lambda: make_pipeline(
            make_ordinal_encoder(), DecisionTreeRegressor(max_depth=10, min_samples_leaf=5, random_state=5)
        ),
    ),
}


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
@pytest.mark.parametrize("name", REGRESSION)
def test_regression_metrics_equal_those_of_scikit_learn(name: str) -> None:
    learner, by_hand = REGRESSION[name]
    train, test = split_halves(read_automobile(), "price")
    test_features, truth = split_label(test, "price")

    predicted = by_hand().fit(*split_label(train, "price")).predict(test_features)

    ours = compute_our_metrics(learner(), train, test, "price")
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


TWO_CLASS: LearnerPairs = {
    "bagging": (
        two_class_decision_forest,
        lambda: make_pipeline(make_ordinal_encoder(), RandomForestClassifier(8, max_depth=32, random_state=0)),
    ),
    "replicate": (
        lambda: two_class_decision_forest(resampling_method="Replicate Resampling"),
        lambda: make_pipeline(make_ordinal_encoder(), ExtraTreesClassifier(8, max_depth=32, random_state=0)),
    ),
    "averaged perceptron": (two_class_averaged_perceptron, lambda: make_scaled_estimator(make_perceptron())),
    "neural network": (
        lambda: two_class_neural_network(number_of_learning_iterations=20, the_momentum=0.5),
        lambda: make_scaled_estimator(make_network(MLPClassifier, max_iter=20, momentum=0.5)),
    ),
    "neighbors": (k_nearest_neighbors_classifier, lambda: make_scaled_estimator(KNeighborsClassifier())),
    "normal bayes": (naive_bayes, lambda: make_scaled_estimator(GaussianNB())),
    "multinomial bayes": (
        lambda: naive_bayes(feature_distribution="Multinomial", count_smoothing=0.5),
        lambda: make_pipeline(make_one_hot_encoder(), MultinomialNB(alpha=0.5)),
    ),
    "bernoulli bayes": (
        lambda: naive_bayes(feature_distribution="Bernoulli"),
        lambda: make_pipeline(make_one_hot_encoder(), BernoulliNB()),
    ),
    "decision tree": (
        lambda: decision_tree_classifier(split_quality="Entropy", pruning_strength=0.001),
        lambda: make_pipeline(
            make_ordinal_encoder(),
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
    train, test = split_halves(read_adult(2000), "income", classes=True)
    test_features, labels = split_label(test, "income")

    model = by_hand().fit(*split_label(train, "income"))
    predicted, probability = model.predict(test_features), model.predict_proba(test_features)[:, 1]

    truth = labels == ">50K"
    assert compute_our_metrics(learner(), train, test, "income") == pytest.approx(
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


MULTICLASS: LearnerPairs = {
    "boosted trees": (
        multiclass_boosted_decision_tree,
        lambda: make_boosted_trees(HistGradientBoostingClassifier, categories=1),
    ),
    "bagging": (
        multiclass_decision_forest,
        lambda: make_pipeline(make_ordinal_encoder(), RandomForestClassifier(8, max_depth=32, random_state=0)),
    ),
    "replicate": (
        lambda: multiclass_decision_forest(resampling_method="Replicate Resampling"),
        lambda: make_pipeline(make_ordinal_encoder(), ExtraTreesClassifier(8, max_depth=32, random_state=0)),
    ),
    "neural network": (multiclass_neural_network, lambda: make_scaled_estimator(make_network(MLPClassifier))),
    "neighbors": (
        lambda: k_nearest_neighbors_classifier(number_of_neighbors=9),
        lambda: make_scaled_estimator(KNeighborsClassifier(9)),
    ),
    "normal bayes": (naive_bayes, lambda: make_scaled_estimator(GaussianNB())),
    "decision tree": (
        decision_tree_classifier,
        lambda: make_pipeline(
            make_ordinal_encoder(), DecisionTreeClassifier(max_depth=10, min_samples_leaf=5, random_state=0)
        ),
    ),
    "logistic regression against all": (
        lambda: one_vs_all_multiclass(two_class_logistic_regression()),
        lambda: make_scaled_estimator(OneVsRestClassifier(LogisticRegression(tol=1e-7, max_iter=1000))),
    ),
    "a perceptron against all": (
        lambda: one_vs_all_multiclass(two_class_averaged_perceptron()),
        lambda: make_scaled_estimator(OneVsRestClassifier(make_perceptron())),
    ),
    "a forest against all": (
        lambda: one_vs_all_multiclass(two_class_decision_forest()),
        lambda: make_pipeline(
            make_ordinal_encoder(), OneVsRestClassifier(RandomForestClassifier(8, max_depth=32, random_state=0))
        ),
    ),
}


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
@pytest.mark.parametrize("name", MULTICLASS)
def test_multiclass_metrics_equal_those_of_scikit_learn(name: str) -> None:
    learner, by_hand = MULTICLASS[name]
    train, test = split_halves(read_penguins(), "Species", classes=True)
    truth, predicted, model = train_by_hand(by_hand(), train, test)

    average: dict[str, Any] = {"average": "macro"}
    assert compute_our_metrics(learner(), train, test, "Species") == pytest.approx(
        {
            "Accuracy": metrics.accuracy_score(truth, predicted),
            "Macro_Precision": metrics.precision_score(truth, predicted, **average),
            "Macro_Recall": metrics.recall_score(truth, predicted, **average),
            "Macro_F1": metrics.f1_score(truth, predicted, **average),
            "Log_Loss": metrics.log_loss(truth, model.predict_proba(split_label(test, "Species")[0])),
        },
        rel=1e-6,
    )
