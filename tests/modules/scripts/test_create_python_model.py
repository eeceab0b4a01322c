"""Create Python Model: a class of the user's own is trained, scored, measured and cross-validated."""

import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from modules.kit import Dataset, ModuleError, TrainedModel, UntrainedModel
from modules.model_scoring_and_evaluation.cross_validate_model import cross_validate_model
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.python_language.create_python_model import MODEL_TEMPLATE, create_python_model


def _make_data(rows: int = 200) -> Dataset:
    draw = np.random.default_rng(0)
    x = draw.normal(size=rows)
    label = np.where(x + draw.normal(size=rows) * 0.5 > 0, "yes", "no")
    return Dataset(pd.DataFrame({"x": x, "note": draw.choice(["a", "b"], rows), "y": label, "z": 3 * x + 1}))


def _train_script(script: str, label: str = "y", **parameters: Any) -> TrainedModel:
    learner = create_python_model(python_script=script, **parameters)
    stored: UntrainedModel = pickle.loads(pickle.dumps(learner))
    trained: TrainedModel = pickle.loads(pickle.dumps(train_model(stored, _make_data(), label=label)))
    return trained


def test_the_template_equals_scikit_learn_itself() -> None:
    scored = score_model(_train_script(MODEL_TEMPLATE), _make_data()).scored_dataset
    plain = LogisticRegression(max_iter=1000).fit(_make_data().frame[["x", "z"]], _make_data().frame["y"])
    expected = plain.predict_proba(_make_data().frame[["x", "z"]])[:, 1]
    np.testing.assert_allclose(scored.frame["Scored Probabilities"], expected, atol=1e-12)
    assert evaluate_model(scored).metrics[0]["AUC"] > 0.9


def test_a_class_of_azure_runs_unchanged() -> None:
    script = """
import pandas as pd
from sklearn.linear_model import LinearRegression

class AzureMLModel:
    def __init__(self):
        self.model = LinearRegression()

    def train(self, df_train, df_label):
        self.model.fit(df_train[["x"]], df_label)

    def predict(self, df):
        return pd.DataFrame({'Scored Labels': self.model.predict(df[["x"]]), 'twice': 2.0})
"""
    scored = score_model(_train_script(script, "z", predicts="Numbers"), _make_data()).scored_dataset
    np.testing.assert_allclose(scored.frame["Scored Labels"], _make_data().frame["z"], atol=1e-9)
    assert set(scored.frame["twice"]) == {2.0}
    assert evaluate_model(scored).metrics[0]["Coefficient_of_Determination"] == pytest.approx(1)


def test_the_users_own_helper_classes_come_back_with_the_model() -> None:
    script = """
class Rule:
    def __init__(self, limit):
        self.limit = limit

class DesigneryModel:
    def train(self, df_train, df_label):
        self.rule = Rule(0.0)

    def predict(self, df):
        return ["yes" if x > self.rule.limit else "no" for x in df["x"]]
"""
    scored = score_model(_train_script(script), _make_data()).scored_dataset
    assert list(scored.frame["Scored Labels"]) == ["yes" if x > 0 else "no" for x in _make_data().frame["x"]]
    assert evaluate_model(scored).metrics[0]["Accuracy"] > 0.8


def test_it_is_cross_validated_like_any_learner() -> None:
    learner = create_python_model()
    by_fold = cross_validate_model(learner, _make_data(), label="y", number_of_folds=3).evaluation_results_by_fold
    assert list(by_fold.frame["Fold Number"]) == ["0", "1", "2", "Mean", "Standard Deviation"]


CLASS_TEMPLATE = """\
class DesigneryModel:
    def train(self, a, b):
        {train}
    def predict(self, df):
        {predict}
"""


@pytest.mark.parametrize(
    ("script", "message", "line"),
    [
        ("x = 1", "must define a class named DesigneryModel, or AzureMLModel", None),
        ("class DesigneryModel:\n    def train(self, a, b): pass", "has no method predict", None),
        ("class DesigneryModel(:\n  pass", "SyntaxError", 1),
        ("import nosuchpackage", "No module named 'nosuchpackage'", 1),
        (
            "class DesigneryModel:\n    def __init__(self):\n        1 / 0\n    train = predict = print",
            "ZeroDivision",
            3,
        ),
        (CLASS_TEMPLATE.format(train="raise ValueError('odd')", predict="pass"), "ValueError: odd", 3),
        (CLASS_TEMPLATE.format(train="self.f = lambda: 1", predict="pass"), "The trained model can't be stored", None),
        (CLASS_TEMPLATE.format(train="pass", predict="return None"), "predict must return a DataFrame", None),
        (
            CLASS_TEMPLATE.format(train="pass", predict="return ['yes']"),
            "one row for each of the 200 rows. Got 1",
            None,
        ),
        (
            CLASS_TEMPLATE.format(train="pass", predict="return ['maybe'] * len(df)"),
            "'maybe', which is not one of the classes",
            None,
        ),
        (CLASS_TEMPLATE.format(train="pass", predict="return df['missing']"), "Column 'missing' does not exist", 5),
    ],
)
def test_what_goes_wrong_is_told_with_the_line_of_the_script(script: str, message: str, line: int | None) -> None:
    with pytest.raises(ModuleError) as caught:
        score_model(_train_script(script), _make_data())
    assert message in caught.value.message
    assert (caught.value.number, caught.value.line) == (85, line)


def test_loading_a_model_runs_no_line_of_its_script(capfd: pytest.CaptureFixture[str]) -> None:
    script = "print('ran')\n" + CLASS_TEMPLATE.format(train="pass", predict="return ['yes'] * len(df)")
    stored = pickle.dumps(train_model(create_python_model(python_script=script), _make_data(), label="y"))
    code = "import pickle, sys; pickle.load(sys.stdin.buffer)"
    told = subprocess.run([sys.executable, "-c", code], input=stored, capture_output=True, check=True)
    assert (told.stdout, "ran" in capfd.readouterr().out) == (b"", True)
