"""Recommenders: the arithmetic of the descent, every kind of recommendation, and their measures."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import ndcg_score

from modules.kit import Dataset, ModuleError, TrainedModel
from modules.learning.supervised_examples import make_loan_model
from modules.recommendation.evaluate_recommender import evaluate_recommender
from modules.recommendation.factors import Factors, GradientDescent, group_without_conflict
from modules.recommendation.ratings import read_ratings
from modules.recommendation.recommender_scoring import ALL, UNRATED
from modules.recommendation.score_svd_recommender import score_svd_recommender
from modules.recommendation.similar_items import find_similar_items
from modules.recommendation.train_svd_recommender import train_svd_recommender
from tests.view_json import build_view


def make_ratings(users: int = 60, items: int = 30, seed: int = 0) -> Dataset:
    """Ratings from 1 to 5 that follow two hidden tastes."""
    random = np.random.default_rng(seed)
    tastes, kinds = random.normal(size=(users, 2)), random.normal(size=(items, 2))
    user, item = np.nonzero(random.random((users, items)) < 0.5)
    stars = 3 + (tastes[user] * kinds[item]).sum(axis=1) + random.normal(0, 0.3, len(user))
    return Dataset(pd.DataFrame({"user": user, "film": [f"film {i}" for i in item], "stars": stars.clip(1, 5)}))


def split_ratings(data: Dataset) -> tuple[Dataset, Dataset]:
    chosen = np.random.default_rng(1).random(data.rows) < 0.75
    return data.with_frame(data.frame[chosen]), data.with_frame(data.frame[~chosen])


def train_recommender(data: Dataset, **parameters: Any) -> TrainedModel:
    return train_svd_recommender(data, **({"number_of_factors": 8, "learning_rate": 0.02} | parameters))[0]


def score_recommender(
    model: TrainedModel, data: Dataset, training: Dataset | None = None, **parameters: Any
) -> pd.DataFrame:
    return score_svd_recommender(model, data, training, **parameters).scored_dataset.frame


def make_dataset(**columns: Any) -> Dataset:
    return Dataset(pd.DataFrame(columns))


def test_a_trained_model_shows_which_items_are_alike() -> None:
    random = np.random.default_rng(2)
    user, item = np.nonzero(random.random((80, 8)) < 0.7)
    stars = np.where(user % 2 == item % 2, 5.0, 1.0)
    data = Dataset(pd.DataFrame({"user": user, "film": [f"film {i}" for i in item], "stars": stars}))
    details = build_view(
        train_recommender(data, number_of_factors=4, number_of_recommendation_algorithm_iterations=100)
    )["details"]
    assert (details["kind"], details["all_items"]) == ("similar_items", 8)
    rated = [entry["ratings"] for entry in details["items"]]
    assert (rated, sum(rated)) == (sorted(rated, reverse=True), len(data.frame))
    for entry in details["items"]:
        parity = int(entry["item"].removeprefix("film ")) % 2
        alike = [int(other["item"].removeprefix("film ")) % 2 == parity for other in entry["similar"]]
        similarities = [other["similarity"] for other in entry["similar"]]
        assert alike == [True] * 3 + [False] * 3
        assert similarities == sorted(similarities, reverse=True)


def test_an_item_of_which_nothing_was_learned_is_like_no_other() -> None:
    ratings = read_ratings(
        make_dataset(user=[1, 1, 2], film=["a", "b", "a"], stars=[1.0, 2.0, 3.0]), port="training_dataset"
    )
    vectors = np.array([[3.0, 4.0], [6.0, 8.0], [0.0, 0.0]])
    made = find_similar_items(pd.Index(["a", "b", "c"]), vectors, ratings).model_dump()
    assert made["items"][0] == {
        "item": "a",
        "ratings": 2,
        "similar": [{"item": "b", "similarity": 1.0}, {"item": "c", "similarity": 0.0}],
    }


def test_steps_taken_at_once_are_those_taken_one_by_one() -> None:
    ratings = read_ratings(make_ratings(), port="training_dataset")
    descent = GradientDescent(factors=3, iterations=4, rate=0.02, penalty=0.05, seed=7)
    fitted = descent.fit(ratings)
    plain = _descend_one_by_one(descent, ratings)
    for name in ("user_biases", "item_biases", "user_factors", "item_factors"):
        assert np.allclose(getattr(fitted, name), getattr(plain, name), atol=1e-10)


def _descend_one_by_one(descent: GradientDescent, ratings: Any) -> Factors:
    """Koren, Bell and Volinsky 2009, equation 5, as it stands, in the same order of ratings."""
    users, _ = pd.factorize(ratings.users)
    items, _ = pd.factorize(ratings.items)
    random = np.random.default_rng(descent.seed)
    count = (users.max() + 1, items.max() + 1)
    p, q = (np.vstack([random.normal(0, 0.1, (n, 3)), np.zeros((1, 3))]) for n in count)
    b, c = np.zeros(count[0] + 1), np.zeros(count[1] + 1)
    shuffled = random.permutation(len(users))
    groups = [shuffled[group] for group in group_without_conflict(users[shuffled], items[shuffled])]
    mean = ratings.values.mean()
    for _ in range(descent.iterations):
        for place in random.permutation(len(groups)):
            for rating in groups[place]:
                u, i = users[rating], items[rating]
                error = ratings.values[rating] - (mean + b[u] + c[i] + p[u] @ q[i])
                b[u] += 0.02 * (error - 0.05 * b[u])
                c[i] += 0.02 * (error - 0.05 * c[i])
                p[u], q[i] = p[u] + 0.02 * (error * q[i] - 0.05 * p[u]), q[i] + 0.02 * (error * p[u] - 0.05 * q[i])
    return Factors(pd.Index([]), pd.Index([]), mean, 0, 0, b, c, p, q)


def test_no_group_has_a_user_or_an_item_twice_and_every_rating_is_in_one() -> None:
    random = np.random.default_rng(0)
    users, items = random.integers(0, 20, 500), random.integers(0, 30, 500)
    groups = group_without_conflict(users, items)
    assert sorted(np.concatenate(groups)) == list(range(500))
    assert all(len(set(users[group])) == len(group) == len(set(items[group])) for group in groups)


def test_tastes_are_learned_far_better_than_by_the_mean() -> None:
    known, held_out = split_ratings(make_ratings())
    foreseen = score_recommender(
        train_recommender(known, number_of_recommendation_algorithm_iterations=200, l2_regularization_weight=0.05),
        held_out,
        recommender_prediction_kind="Rating Prediction",
    )
    error = foreseen["Rating"].to_numpy() - held_out.frame["stars"].to_numpy()
    spread = held_out.frame["stars"].std()
    assert np.sqrt(np.mean(error**2)) < 0.7 * spread


def test_foreseen_ratings_are_within_those_known_and_strangers_get_the_mean() -> None:
    data = make_ratings()
    foreseen = score_recommender(
        train_recommender(data),
        make_dataset(user=[0, 999, 999], film=["film 1", "film 1", "no film"]),
        recommender_prediction_kind="Rating Prediction",
    )
    assert list(foreseen) == ["User", "Item", "Rating"]
    assert foreseen["Rating"].between(1, 5).all()
    assert np.isclose(foreseen["Rating"].iloc[2], data.frame["stars"].mean())


def test_rated_items_are_put_in_the_order_of_the_foreseen_ratings() -> None:
    data = make_ratings()
    model = train_recommender(data)
    ranked = score_recommender(
        model, data, maximum_number_of_items_to_recommend_to_a_user=3, return_predicted_ratings=True
    )
    assert list(ranked) == ["User", "Item 1", "Rating 1", "Item 2", "Rating 2", "Item 3", "Rating 3"]
    pairs = score_recommender(model, data, recommender_prediction_kind="Rating Prediction").assign(
        raw=_predict_raw(model, data)  # the order is that of ratings before they are kept within the range
    )
    for _, row in ranked.iterrows():
        own = pairs[pairs["User"] == row["User"]].sort_values("raw", ascending=False, kind="stable")
        assert [row["Item 1"], row["Item 2"], row["Item 3"]] == own["Item"].tolist()[:3]


def _predict_raw(model: TrainedModel, data: Dataset) -> Any:
    fitted: Factors = model.pipeline
    return fitted.predict_ratings(
        fitted.users.get_indexer(data.frame["user"]), fitted.items.get_indexer(data.frame["film"])
    )


def test_users_with_few_rated_items_are_left_out() -> None:
    data = make_dataset(user=["a", "a", "b"], film=["x", "y", "x"], stars=[5, 1, 3])
    ranked = score_recommender(train_recommender(data), data, maximum_number_of_items_to_recommend_to_a_user=3)
    assert ranked["User"].tolist() == ["a"]
    assert ranked["Item 3"].isna().all()
    with pytest.raises(ModuleError) as caught:
        score_recommender(train_recommender(data), data, minimum_size_of_the_recommendation_pool_for_a_single_user=3)
    assert caught.value.number == 21


def test_from_all_items_the_best_of_all_come_first_and_strangers_get_what_is_popular() -> None:
    data = make_ratings()
    model = train_recommender(data)
    fitted: Factors = model.pipeline
    ranked = score_recommender(model, make_dataset(user=[3, 999]), recommended_item_selection=ALL)
    every = fitted.predict_all_ratings(fitted.users.get_indexer(pd.Index([3])))[0]
    assert ranked.iloc[0, 1:].tolist() == fitted.items[np.argsort(-every, kind="stable")[:5]].tolist()
    popular = fitted.items[np.argsort(-fitted.item_biases[:-1], kind="stable")[:5]]
    assert ranked.iloc[1, 1:].tolist() == popular.tolist()


def test_unrated_items_are_those_that_the_user_has_not_in_the_training_data() -> None:
    data = make_ratings()
    ranked = score_recommender(
        train_recommender(data),
        make_dataset(user=[1, 998, 2, 999, 1]),
        data,
        recommended_item_selection=UNRATED,
        maximum_number_of_items_to_recommend_to_a_user=40,
    )
    assert ranked["User"].tolist() == [1, 998, 2, 999]
    every = set(data.frame["film"])
    for _, row in ranked.iterrows():
        own = set(data.frame["film"][data.frame["user"] == row["User"]])
        assert set(row.iloc[1:].dropna()) == every - own


def test_items_that_are_whole_numbers_stay_so_where_lists_are_of_different_lengths() -> None:
    data = make_dataset(user=["a", "a", "a", "b", "b"], film=[1, 2, 3, 1, 2], stars=[5, 1, 3, 4, 2])
    ranked = score_recommender(train_recommender(data), data)
    assert str(ranked["Item 3"].dtype) == "Int64"
    assert ranked["Item 3"].isna().tolist() == [False, True]


def test_error_measures_are_those_of_their_definition() -> None:
    known, held_out = split_ratings(make_ratings())
    scored = score_svd_recommender(train_recommender(known), held_out, recommender_prediction_kind="Rating Prediction")
    evaluation = evaluate_recommender(held_out, *scored).metric
    error = held_out.frame["stars"].to_numpy() - scored.scored_dataset.frame["Rating"].to_numpy()
    assert evaluation.metrics[0] == pytest.approx(
        {"Mean_Absolute_Error": np.abs(error).mean(), "Root_Mean_Squared_Error": np.sqrt((error**2).mean())}, abs=1e-12
    )
    assert (evaluation.task, evaluation.models) == ("recommendation", ("SVD Recommender",))


def test_the_order_is_measured_as_scikit_learn_does() -> None:
    known, held_out = split_ratings(make_ratings())
    model = train_recommender(known)
    scored = score_svd_recommender(model, held_out, maximum_number_of_items_to_recommend_to_a_user=4)
    details = evaluate_recommender(held_out, *scored).metric
    frame = held_out.frame.assign(raw=_predict_raw(model, held_out))
    plain = [ndcg_score([group["stars"]], [group["raw"]], k=4) for _, group in frame.groupby("user") if len(group) >= 2]
    assert details.metrics[0]["NDCG"] == pytest.approx(np.mean(plain), abs=1e-9)
    assert sum(details.details["SVD Recommender"].model_dump()["by_user"]["counts"]) == len(plain)


def test_chance_is_the_mean_of_random_orders() -> None:
    truth = make_dataset(user=["a"] * 4, item=[1, 2, 3, 4], stars=[5, 3, 1, 0])
    scored = make_dataset(**{"User": ["a"], "Item 1": [1], "Item 2": [2], "Item 3": [3]})
    details = evaluate_recommender(truth, scored).metric.details["Recommender"].model_dump()
    random = np.random.default_rng(0)
    orders = [ndcg_score([[5, 3, 1, 0]], [random.random(4)], k=3) for _ in range(4000)]
    assert details["by_chance"] == pytest.approx(np.mean(orders), abs=0.01)
    assert details["ndcg"] == 1


def test_recommended_items_without_a_true_rating_gain_nothing() -> None:
    truth = make_dataset(user=["a", "a"], item=["x", "y"], stars=[4, 2])
    scored = make_dataset(**{"User": ["a", "stranger"], "Item 1": ["z", "x"], "Item 2": ["x", None]})
    ndcg = evaluate_recommender(truth, scored).metric.metrics[0]["NDCG"]
    assert ndcg == pytest.approx((4 / np.log2(3)) / (4 + 2 / np.log2(3)))


@pytest.mark.parametrize(
    ("columns", "number"),
    [
        ({"user": ["a"], "item": ["x"]}, 67),
        ({"user": [], "item": [], "stars": []}, 3),
        ({"user": ["a", None], "item": ["x", "y"], "stars": [1, 2]}, 18),
        ({"user": ["a"], "item": ["x"], "stars": ["good"]}, 17),
        ({"user": ["a"], "item": ["x"], "stars": [np.inf]}, 33),
        ({"user": ["a"], "item": ["x"], "stars": [np.nan]}, 18),
        ({"user": ["a", "a"], "item": ["x", "x"], "stars": [1, 2]}, 34),
        ({"user": [True], "item": ["x"], "stars": [1]}, 17),
    ],
)
def test_ratings_that_are_none_are_refused_by_number(columns: dict[str, list[Any]], number: int) -> None:
    with pytest.raises(ModuleError) as caught:
        train_recommender(make_dataset(**columns))
    assert caught.value.number == number


def test_a_learning_rate_that_is_too_large_is_told_so() -> None:
    with pytest.raises(ModuleError) as caught:
        train_recommender(make_ratings(), learning_rate=2.0)
    assert (caught.value.number, caught.value.parameter) == (8, "learning_rate")


def test_one_rating_is_enough_to_train_and_score() -> None:
    data = make_dataset(user=["a"], item=["x"], stars=[4])
    assert score_recommender(train_recommender(data), data, recommender_prediction_kind="Rating Prediction")[
        "Rating"
    ].tolist() == [4]


def test_what_cannot_be_scored_or_measured_is_refused_by_number() -> None:
    data = make_ratings()
    model = train_recommender(data)
    texts = make_dataset(user=["a"], film=["x"], stars=[1.0])
    calls: dict[int, Callable[[], object]] = {
        13: lambda: score_recommender(make_loan_model(), data),
        3: lambda: score_recommender(model, data, recommended_item_selection=UNRATED),
        16: lambda: score_recommender(model, texts),
        25: lambda: evaluate_recommender(data, data),
        18: lambda: evaluate_recommender(data, make_dataset(User=[999], Item=["x"], Rating=[1.0])),
        8: lambda: evaluate_recommender(
            data.with_frame(data.frame.assign(stars=-1.0)), *score_svd_recommender(model, data)
        ),
    }
    for number, call in calls.items():
        with pytest.raises(ModuleError) as caught:
            call()
        assert caught.value.number == number


def test_categories_are_users_and_items_like_text() -> None:
    data = make_ratings()
    as_categories = data.with_frame(data.frame.assign(film=pd.Categorical(data.frame["film"])))
    pd.testing.assert_frame_equal(
        score_recommender(train_recommender(as_categories), as_categories),
        score_recommender(train_recommender(data), data),
    )
