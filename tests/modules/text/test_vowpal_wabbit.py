"""Vowpal Wabbit in the designer and by itself: the same predictions, and no way to files."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, TrainedModel
from modules.kit.serialization import load_value, save_value
from modules.learning.supervised_examples import make_loan_model
from modules.model_scoring_and_evaluation.assign_data_to_clusters import assign_data_to_clusters
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.text_analytics.score_vowpal_wabbit_model import score_vowpal_wabbit_model
from modules.text_analytics.train_vowpal_wabbit_model import train_vowpal_wabbit_model
from tests.modules.text.sample_texts import UGLY_TEXTS, make_texts
from tests.view_json import build_view

LOGISTIC_ARGUMENTS = "--loss_function logistic"
RAW_SCORES_PARAMETER = "include_an_extra_column_containing_raw_scores"


def make_lines(rows: int = 200) -> list[str]:
    random = np.random.default_rng(0)
    x, y = random.normal(size=rows).round(3), random.normal(size=rows).round(3)
    return [f"{1 if a + b > 0 else -1} |n x:{a} y:{b} {'up' if a > 0 else 'down'}" for a, b in zip(x, y, strict=True)]


def train_wabbit(
    values: list[str], arguments: str = "", start: TrainedModel | None = None, **parameters: Any
) -> TrainedModel:
    return train_vowpal_wabbit_model(start, make_texts(*values), vw_arguments=arguments, **parameters)[0]


def score_wabbit(model: TrainedModel, values: list[str], **parameters: Any) -> Dataset:
    return score_vowpal_wabbit_model(model, make_texts(*values), **parameters).scored_dataset


def predict_by_workspace(folder: Path, values: list[str], arguments: list[str]) -> list[float]:
    from vowpalwabbit import Workspace

    data, model, out = folder / "data", folder / "model", folder / "out"
    data.write_text("\n".join(values) + "\n")
    Workspace(arg_list=["--quiet", *arguments, "-d", str(data), "-f", str(model)]).finish()
    Workspace(arg_list=["--quiet", "-i", str(model), "-t", "-d", str(data), "-p", str(out)]).finish()
    return [float(line) for line in out.read_text().split()]


def test_predictions_are_those_of_vowpal_wabbit(tmp_path: Path) -> None:
    values = make_lines()
    found = score_wabbit(train_wabbit(values, "-b 12 --l2 1e-6 -q nn"), values)
    plain = predict_by_workspace(tmp_path, values, ["-b", "12", "--l2", "1e-6", "-q", "nn"])
    assert np.allclose(found.frame["Scored Labels"], plain, atol=1e-6)


def test_passes_need_no_files_of_the_users(tmp_path: Path) -> None:
    values = make_lines()
    cache = str(tmp_path / "cache")
    plain = predict_by_workspace(tmp_path, values, ["--passes", "4", "--cache_file", cache])
    assert np.allclose(
        score_wabbit(train_wabbit(values, "--passes 4"), values).frame["Scored Labels"], plain, atol=1e-6
    )


def test_raw_scores_are_what_predictions_are_made_from() -> None:
    values = make_lines(40)
    linked = score_wabbit(
        train_wabbit(values, f"{LOGISTIC_ARGUMENTS} --link logistic"), values, **{RAW_SCORES_PARAMETER: True}
    )
    raw, probabilities = linked.frame["Raw Scores"], linked.frame["Scored Probabilities"]
    assert np.allclose(probabilities, 1 / (1 + np.exp(-raw)), atol=1e-5)
    assert linked.roles["Raw Scores"] == "score"
    classes = [line.replace("-1 |", "2 |") for line in values]
    several = score_wabbit(train_wabbit(classes, "--oaa 2"), classes, **{RAW_SCORES_PARAMETER: True}).frame[
        "Raw Scores"
    ]
    assert several.str.fullmatch(r"1:\S+ 2:\S+").all()
    assert "Raw Scores" not in score_wabbit(train_wabbit(values), values).frame


def test_its_second_order_method_trains_scores_and_goes_on() -> None:
    values = make_lines()
    model = train_wabbit(values, "--bfgs --passes 5")
    again = train_wabbit(values, "", model)
    for each in (model, again):
        assert (
            np.corrcoef(score_wabbit(each, values).frame["Scored Labels"], [int(line[:2]) for line in values])[0, 1]
            > 0.7
        )


def test_the_logistic_loss_gives_classes_and_probabilities_that_evaluate_model_takes(tmp_path: Path) -> None:
    values = make_lines()
    scored = score_wabbit(
        train_wabbit(values, LOGISTIC_ARGUMENTS), values, include_an_extra_column_containing_labels=True
    )
    plain = predict_by_workspace(tmp_path, values, LOGISTIC_ARGUMENTS.split())
    assert np.allclose(scored.frame["Scored Probabilities"], 1 / (1 + np.exp(-np.array(plain))), atol=1e-6)
    assert set(scored.frame["Scored Labels"]) == {-1, 1}
    evaluation = evaluate_model(scored)
    assert (evaluation.task, evaluation.metrics[0]["AUC"] > 0.9) == ("two-class", True)


def test_a_link_in_the_arguments_makes_the_probabilities() -> None:
    values = make_lines()
    model = train_wabbit(values, LOGISTIC_ARGUMENTS)
    by_link = score_wabbit(model, values, vw_arguments="--link logistic").frame
    pd.testing.assert_frame_equal(by_link, score_wabbit(model, values).frame, atol=1e-5)


def test_classes_from_one_on_are_a_multiclass_model() -> None:
    values = ["1 | a b", "2 | c d", "3 | e f"] * 10
    scored = score_wabbit(train_wabbit(values, "--oaa 3"), values, include_an_extra_column_containing_labels=True)
    assert scored.frame["Scored Labels"].tolist()[-3:] == [1, 2, 3]
    assert evaluate_model(scored).metrics[0]["Accuracy"] == 1


def test_the_model_survives_its_file_and_goes_on_training(tmp_path: Path) -> None:
    values = make_lines()
    model = train_wabbit(values, LOGISTIC_ARGUMENTS)
    loaded = load_value(save_value(model, tmp_path, "model").path, "trained_model")
    more = train_wabbit(values, "", loaded)
    assert (more.task, more.rows) == ("two-class", 400)
    before, after = (
        score_wabbit(each, values, include_an_extra_column_containing_labels=True) for each in (model, more)
    )
    assert evaluate_model(after).metrics[0]["Log_Loss"] < evaluate_model(before).metrics[0]["Log_Loss"]


def test_svmlight_lines_are_the_same_as_vw_lines() -> None:
    by_vw = score_wabbit(train_wabbit(["1 | 1:0.5 3:2", "-1 | 2:1"] * 9), ["| 1:1"]).frame["Scored Labels"]
    svm = train_wabbit(["1 qid:7 1:0.5 3:2 # a remark", "-1 2:1"] * 9, specify_file_type="SVMLight")
    assert np.allclose(score_wabbit(svm, ["0 1:1"], specify_file_type="SVMLight").frame["Scored Labels"], by_vw)


def test_the_weights_are_seen_by_name_where_they_are_asked_for() -> None:
    values = ["1 | good", "-1 | bad"] * 20
    shown = build_view(train_wabbit(values, LOGISTIC_ARGUMENTS, output_inverted_hash=True))["coefficients"]
    weights = {entry["feature"]: entry["weight"] for entry in shown[0]["weights"]}
    assert (weights["good"] > 0, weights["bad"] < 0, set(weights)) == (True, True, {"good", "bad"})
    assert build_view(train_wabbit(values, LOGISTIC_ARGUMENTS))["coefficients"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        *("-d /etc/passwd", "--data=x", "-f model", "-fmodel", "--final_regressor model", "-i x", "-p /tmp/p", "-r x"),
        *("--cache_file x", "-c", "-k", "--daemon", "--port 80", "--readable_model x", "--invert_hash x", "--sendto x"),
        *("--cbt", "--lda 3", "--wap 2", "--active", "--search 2", "--rank 3", "--dictionary a:b", "--feature_mask m"),
        "--loss_function 'logistic",
    ],
)
def test_options_for_files_servers_and_other_kinds_of_learning_are_refused(arguments: str) -> None:
    with pytest.raises(ModuleError) as caught:
        train_wabbit(make_lines(4), arguments)
    assert (caught.value.number, caught.value.parameter) == (2, "vw_arguments")


@pytest.mark.parametrize("arguments", ["--nonsense", "--loss_function none", "--cache_f x", "--bfgs --ksvm --l2 no"])
def test_what_vowpal_wabbit_refuses_it_says_in_its_words(arguments: str) -> None:
    with pytest.raises(ModuleError) as caught:
        train_wabbit(make_lines(4), arguments)
    assert (caught.value.number, caught.value.parameter) == (39, "vw_arguments")


@pytest.mark.parametrize(
    ("values", "parameters", "number"),
    [
        (["1 no bar"], {}, 49),
        (["one 1:2"], {"specify_file_type": "SVMLight"}, 49),
        (["1 a:2"], {"specify_file_type": "SVMLight"}, 49),
        (["| no label"], {}, 134),
        ([], {}, 3),
    ],
)
def test_lines_that_are_none_are_refused(values: list[str], parameters: dict[str, Any], number: int) -> None:
    with pytest.raises(ModuleError) as caught:
        train_wabbit(values, **parameters)
    assert caught.value.number == number


def test_the_column_of_lines_is_the_only_text_or_the_chosen_one() -> None:
    two = Dataset(pd.DataFrame({"a": ["1 | x"], "b": ["1 | y"]}))
    with pytest.raises(ModuleError) as caught:
        train_vowpal_wabbit_model(None, two)
    assert caught.value.number == 22
    assert train_vowpal_wabbit_model(None, two, text_column="b")[0].features.names == ["b"]


def test_ugly_texts_are_features_like_others() -> None:
    values = [f"{1 - 2 * (number % 2)} | {text or ''}".replace(":", "") for number, text in enumerate(UGLY_TEXTS)]
    assert score_wabbit(train_wabbit(values), [*values, None]).rows == len(UGLY_TEXTS) + 1  # type: ignore[list-item]


def test_other_modules_that_score_name_the_one_of_vowpal_wabbit() -> None:
    model = train_wabbit(make_lines(), LOGISTIC_ARGUMENTS)
    for other in (score_model, assign_data_to_clusters):
        with pytest.raises(ModuleError, match="Use Score Vowpal Wabbit Model instead") as refused:
            other(model, make_texts(*make_lines()))
        assert (refused.value.number, refused.value.port) == (13, "trained_model")


def test_the_model_of_another_learner_is_refused() -> None:
    for call in (
        lambda: score_wabbit(make_loan_model(), ["| a"]),
        lambda: train_wabbit(make_lines(4), "", make_loan_model()),
    ):
        with pytest.raises(ModuleError) as caught:
            call()
        assert caught.value.number == 13
