"""Two-class learners combined for more classes: one against all, and one against one."""

from typing import Any

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import (
    RandomForestClassifier,
)
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.multiclass import OneVsOneClassifier
from sklearn.pipeline import make_pipeline

from modules.classification.k_nearest_neighbors_classifier import k_nearest_neighbors_classifier
from modules.classification.multiclass_logistic_regression import multiclass_logistic_regression
from modules.classification.one_vs_all_multiclass import one_vs_all_multiclass
from modules.classification.one_vs_one_multiclass import one_vs_one_multiclass
from modules.classification.two_class_averaged_perceptron import two_class_averaged_perceptron
from modules.classification.two_class_boosted_decision_tree import two_class_boosted_decision_tree
from modules.classification.two_class_decision_forest import two_class_decision_forest
from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.classification.two_class_support_vector_machine import two_class_support_vector_machine
from modules.kit import (
    Dataset,
    ModuleError,
    UntrainedModel,
)
from modules.learning.predicting import score_dataset
from modules.learning.supervised_examples import make_flowers, make_loans
from modules.model_training.train_model import train_model
from modules.regression.elastic_net_regression import elastic_net_regression
from tests.modules.learning.reference_estimators import LearnerPairs, make_scaled_estimator, train_by_hand
from tests.modules.learning.sample_frames import read_penguins, split_halves
from tests.modules.learning.test_like_scikit_learn import make_ordinal_encoder

ONE_VS_ONE: LearnerPairs = {
    "logistic regression": (
        two_class_logistic_regression,
        lambda: make_scaled_estimator(OneVsOneClassifier(LogisticRegression(tol=1e-7, max_iter=1000))),
    ),
    "forest": (
        two_class_decision_forest,
        lambda: make_pipeline(
            make_ordinal_encoder(), OneVsOneClassifier(RandomForestClassifier(8, max_depth=32, random_state=0))
        ),
    ),
    "support vector machine": (
        lambda: two_class_support_vector_machine(number_of_iterations=20),
        lambda: make_scaled_estimator(
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
    train, test = split_halves(read_penguins().drop(columns="Body Mass (g)"), "Species", classes=True)
    _, expected, _ = train_by_hand(by_hand(), train, test)

    scored = score_dataset(train_model(one_vs_one_multiclass(learner()), train, label="Species"), test).columns

    assert scored["Scored Labels"].tolist() == expected.tolist()
    shares = scored.drop(columns="Scored Labels")
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares.idxmax(axis=1).str.removeprefix("Scored Probabilities_").tolist() == expected.tolist()
    assert shares.min(axis=None) > 0


@pytest.mark.parametrize("combine", [one_vs_all_multiclass, one_vs_one_multiclass])
def test_many_boosted_trees_take_categories_and_missing_values_as_one_does(combine: Any) -> None:
    frame = read_penguins()
    train, test = split_halves(
        frame.where(frame["Body Mass (g)"] > 3300, other=frame[["Species"]]), "Species", classes=True
    )
    learner = combine(two_class_boosted_decision_tree())

    model = train_model(learner, train, label="Species")

    assert model.pipeline[-1].estimators_[0].is_categorical_.tolist() == [True, False, False, False, False]
    assert (score_dataset(model, test).columns["Scored Labels"] == test.frame["Species"]).mean() > 0.9


@pytest.mark.parametrize("combine", [one_vs_all_multiclass, one_vs_one_multiclass])
def test_of_two_classes_one_model_decides(combine: Any) -> None:
    learner = combine(two_class_logistic_regression())
    columns = ["Scored Probabilities_no", "Scored Probabilities_yes"]

    ours = score_dataset(train_model(learner, make_loans(), label="paid"), make_loans()).columns
    plain = score_dataset(
        train_model(two_class_logistic_regression(), make_loans(), label="paid"), make_loans()
    ).columns

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
    rare = Dataset(make_flowers().frame.drop(index=range(9, 60, 3)))

    model = train_model(one_vs_all_multiclass(two_class_averaged_perceptron()), rare, label="species")

    assert model.classes == ("alba", "rubra", "viridis")
    assert model.pipeline[-1].estimator.cv.n_splits == 3
