"""Wide and deep networks foresee ratings: what they learn, whom they know, and what is refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, TrainedModel
from modules.kit.serialization import load_value, save_value
from modules.learning.supervised_examples import make_loan_model
from modules.recommendation.score_wide_and_deep_recommender import score_wide_and_deep_recommender
from modules.recommendation.train_wide_and_deep_recommender import make_taste_tables, train_wide_and_deep_recommender
from modules.recommendation.wide_and_deep import build_optimizer
from tests.view_json import build_thumbnail, build_view

PREDICTION: dict[str, Any] = {"recommender_prediction_kind": "Rating Prediction"}


@pytest.fixture(scope="module")
def trained() -> TrainedModel:
    return train_wide_and_deep_recommender(
        *make_taste_tables(), epochs=60, hidden_units="16,8", dropout=0.1, batch_size=8
    ).trained_wide_and_deep_recommendation_model


def _get_frame(scored: Any) -> pd.DataFrame:
    frame: pd.DataFrame = scored.scored_dataset.frame
    return frame


def test_tastes_are_learned_and_foreseen_for_pairs_without_a_rating(trained: TrainedModel) -> None:
    ratings = make_taste_tables()[0].frame
    known = set(zip(ratings["user"], ratings["dish"], strict=True))
    new = [(u, d) for u in range(12) for d in range(9) if (f"user {u}", f"dish {d}") not in known]
    asked = Dataset(pd.DataFrame({"user": [f"user {u}" for u, _ in new], "dish": [f"dish {d}" for _, d in new]}))
    scored = _get_frame(score_wide_and_deep_recommender(trained, asked, **PREDICTION))
    expected = np.array([5 if u % 2 == d % 2 else 2 for u, d in new])
    assert list(scored.columns) == ["User", "Item", "Rating"]
    assert ((scored["Rating"] > 3.5) == (expected == 5)).mean() > 0.9
    assert scored["Rating"].between(2, 5).all()


def test_a_new_user_is_known_by_features_alone(trained: TrainedModel) -> None:
    guests = Dataset(pd.DataFrame({"user": ["new hot", "new mild"], "likes": ["hot", "mild"], "age": [30, 30]}))
    pairs = [(guest, f"dish {dish}") for guest in ("new hot", "new mild") for dish in range(4)]
    asked = Dataset(pd.DataFrame(pairs, columns=["user", "dish"]))
    scored = _get_frame(score_wide_and_deep_recommender(trained, asked, guests, **PREDICTION))
    ratings = scored["Rating"].to_numpy().reshape(2, 4)
    assert ratings[0, [1, 3]].mean() > ratings[0, [0, 2]].mean() + 1
    assert ratings[1, [0, 2]].mean() > ratings[1, [1, 3]].mean() + 1


def test_features_of_known_users_stay_as_they_were_in_training(trained: TrainedModel) -> None:
    asked = Dataset(make_taste_tables()[0].frame[["user", "dish"]])
    other = Dataset(make_taste_tables()[1].frame.assign(likes="hot", age=99))
    plain = _get_frame(score_wide_and_deep_recommender(trained, asked, **PREDICTION))
    assert _get_frame(score_wide_and_deep_recommender(trained, asked, other, **PREDICTION)).equals(plain)


def test_unrated_items_are_recommended_without_those_that_the_user_has_rated(trained: TrainedModel) -> None:
    ratings = make_taste_tables()[0]
    scored = _get_frame(
        score_wide_and_deep_recommender(
            trained,
            Dataset(ratings.frame[["user"]]),
            training_data=ratings,
            recommended_item_selection="From Unrated Items (to suggest new items to users)",
            maximum_number_of_items_to_recommend_to_a_user=2,
            return_predicted_ratings=True,
        )
    )
    assert list(scored.columns) == ["User", "Item 1", "Rating 1", "Item 2", "Rating 2"]
    rated = set(zip(ratings.frame["user"], ratings.frame["dish"], strict=True))
    assert not rated & set(zip(scored["User"], scored["Item 1"], strict=True))
    assert len(scored) == 12


def test_rated_items_are_put_in_order_and_users_with_few_are_left_out(trained: TrainedModel) -> None:
    asked = Dataset(
        pd.DataFrame({"user": ["user 0"] * 3 + ["user 1"], "dish": ["dish 1", "dish 2", "dish 3", "dish 1"]})
    )
    scored = _get_frame(
        score_wide_and_deep_recommender(trained, asked, maximum_number_of_items_to_recommend_to_a_user=1)
    )
    assert scored.to_dict("list") == {"User": ["user 0"], "Item 1": ["dish 2"]}


def test_a_saved_model_scores_as_before_and_draws_its_curve(trained: TrainedModel, tmp_path: Path) -> None:
    loaded = load_value(save_value(trained, tmp_path, "model").path, "trained_model")
    first, second = (
        _get_frame(score_wide_and_deep_recommender(model, make_taste_tables()[0], **PREDICTION))
        for model in (trained, loaded)
    )
    assert first.equals(second)
    history = build_view(loaded)["history"]
    assert [(history[0]["figure"], len(history[0]["series"][0]["values"]))] == [("Mean squared error", 60)]
    json.dumps([build_view(loaded), build_thumbnail(loaded)], allow_nan=False)


@pytest.mark.parametrize("optimizer", ["Adagrad", "Adam", "Ftrl", "RMSProp", "SGD", "Adadelta"])
def test_every_optimizer_lowers_the_error(optimizer: Any) -> None:
    trained = train_wide_and_deep_recommender(
        *make_taste_tables(),
        epochs=12,
        hidden_units="8",
        dropout=0.0,
        batch_size=16,
        wide_part_optimizer=optimizer,
        deep_part_optimizer=optimizer,
        wide_optimizer_learning_rate=0.05,
        deep_optimizer_learning_rate=0.05,
    ).trained_wide_and_deep_recommendation_model
    errors = trained.pipeline.history["Mean squared error"]["Training"]
    assert errors[-1] < errors[0]


def test_ftrl_without_penalties_takes_the_steps_of_its_paper() -> None:
    """Algorithm 1 of McMahan et al. 2013 with lambda1 = lambda2 = beta = 0, from the point where the weights are."""
    import torch

    rate, gradients = 0.1, [0.5, -2.0, 0.3]
    weight, squares = 1.0, 0.1
    z = -weight * np.sqrt(squares) / rate
    for gradient in gradients:
        sigma = (np.sqrt(squares + gradient**2) - np.sqrt(squares)) / rate
        z += gradient - sigma * weight
        squares += gradient**2
        weight = -z * rate / np.sqrt(squares)
    parameter = torch.nn.Parameter(torch.tensor([1.0]))
    optimizer = build_optimizer("Ftrl", [parameter], rate)
    for gradient in gradients:
        parameter.grad = torch.tensor([gradient])
        optimizer.step()
    assert float(parameter.detach()) == pytest.approx(weight, rel=1e-5)


def test_users_without_features_and_gaps_in_features_are_taken_to_be_the_mean(caplog: pytest.LogCaptureFixture) -> None:
    ratings, guests, dishes = make_taste_tables()
    gaps = guests.frame.iloc[1:].assign(age=lambda frame: frame["age"].where(frame["age"] > 30), likes=None)
    trained = train_wide_and_deep_recommender(ratings, Dataset(gaps), dishes, epochs=1, hidden_units="4")
    assert "1 users have ratings but no features" in caplog.text
    assert _get_frame(score_wide_and_deep_recommender(*trained, ratings, **PREDICTION))["Rating"].notna().all()


def _repeat_first_row(dataset: Dataset) -> Dataset:
    return Dataset(pd.concat([dataset.frame, dataset.frame.iloc[:1]], ignore_index=True))


def test_what_cannot_be_learned_from_is_refused_by_number(trained: TrainedModel) -> None:
    ratings, guests, dishes = make_taste_tables()
    dated = Dataset(guests.frame.assign(born=pd.Timestamp("2000-01-01")))
    plain = train_wide_and_deep_recommender(ratings, epochs=1, hidden_units="4")
    refused: list[tuple[int, Any]] = [
        (67, lambda: train_wide_and_deep_recommender(guests.with_frame(guests.frame[["user", "age"]]))),
        (34, lambda: train_wide_and_deep_recommender(_repeat_first_row(ratings))),
        (36, lambda: train_wide_and_deep_recommender(ratings, _repeat_first_row(guests))),
        (20, lambda: train_wide_and_deep_recommender(ratings, Dataset(guests.frame[["user"]]))),
        (17, lambda: train_wide_and_deep_recommender(ratings, dated)),
        (21, lambda: train_wide_and_deep_recommender(Dataset(ratings.frame.iloc[:1]))),
        (53, lambda: score_wide_and_deep_recommender(*plain, ratings, guests)),
        (1, lambda: score_wide_and_deep_recommender(trained, ratings, dishes)),
        (13, lambda: score_wide_and_deep_recommender(make_loan_model(), ratings)),
        (
            3,
            lambda: score_wide_and_deep_recommender(
                trained, ratings, recommended_item_selection="From Unrated Items (to suggest new items to users)"
            ),
        ),
        (
            21,
            lambda: score_wide_and_deep_recommender(
                trained, ratings, minimum_size_of_the_recommendation_pool_for_a_single_user=99
            ),
        ),
    ]
    for number, call in refused:
        with pytest.raises(ModuleError) as caught:
            call()
        assert caught.value.number == number, caught.value
