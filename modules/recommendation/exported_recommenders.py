"""How recommenders are written, and the functions on plain tables that stand in exported scripts, as they are here."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.recommendation.ratings import ITEM, RATING, USER, Ratings, UserItemPairs, find_positions, to_keys
from modules.recommendation.recommendations import Recommendations, recommend_from_all, recommend_from_rated

POOL_NAMES = {
    "From All Items": "all",
    "From Rated Items (for model evaluation)": "rated",
    "From Unrated Items (to suggest new items to users)": "unrated",
}


def emit_scores(step: StepCode) -> None:
    """What a recommender foresees: ratings, or the items that each user would like best."""
    model, data = (step.get_input(port.name) for port in step.module.inputs[:2])
    if _has_new_features(step, model):
        raise CannotGenerateCode("It uses features of users or items that are new since the training.")
    if step.recommender_prediction_kind == "Rating Prediction":
        out = step.add_table("scored_dataset", f"ratings_by_{model.name}", recommends="ratings", **model.facts)
        step.assign(out, step.use(predict_ratings).call(model, data))
        return
    settings: dict[str, object] = {
        "choice": POOL_NAMES[step.recommended_item_selection],
        "most": step.maximum_number_of_items_to_recommend_to_a_user,
    }
    if settings["choice"] == "rated":
        settings["fewest"] = step.minimum_size_of_the_recommendation_pool_for_a_single_user
    if settings["choice"] == "unrated":
        settings["training"] = step.find_input("training_data")
    settings |= {"with_ratings": True} if step.return_predicted_ratings else {}
    out = step.add_table("scored_dataset", f"items_by_{model.name}", recommends="items", **model.facts)
    step.assign(out, step.use(recommend_items).call(model, data, **settings))


def _has_new_features(step: StepCode, model: ScriptVariable) -> bool:
    """Whether the features are others than those of the training."""
    given = [step.find_input(port) for port in ("user_features", "item_features")]
    return any(table.name not in model.facts.get("features", ()) for table in given if table is not None)


def read_rating_columns(data: pd.DataFrame) -> Ratings:
    """The first three columns: users, items, and how the one rated the other."""
    pairs = read_pair_columns(data)
    return Ratings(pairs.users, pairs.items, data.iloc[:, 2].to_numpy(dtype="float64"))


def read_pair_columns(data: pd.DataFrame) -> UserItemPairs:
    """The first two columns: users and items."""
    return UserItemPairs(*(to_keys(data.iloc[:, place], port="") for place in (0, 1)))


def predict_ratings(model: Any, data: pd.DataFrame) -> pd.DataFrame:
    """The rating of each user and item, within the range of the training data."""
    pairs = read_pair_columns(data)
    ratings = model.clip_to_range(model.predict_ratings(*find_known_positions(model, pairs)))
    return pd.DataFrame({USER: pairs.users, ITEM: pairs.items, RATING: ratings})


def find_known_positions(model: Any, pairs: UserItemPairs) -> tuple[Any, Any]:
    """Where the users and items are among those of the model; -1 where they are not."""
    return find_positions(model.users, pairs.users, port=""), find_positions(model.items, pairs.items, port="")


def recommend_items(
    model: Any,
    data: pd.DataFrame,
    *,
    choice: str,
    most: int,
    fewest: int = 1,
    training: pd.DataFrame | None = None,
    with_ratings: bool = False,
) -> pd.DataFrame:
    """A row for each user with the best items: of all, of those rated in the data, or of those unrated in training."""
    if choice == "rated":
        pairs = read_pair_columns(data)
        found = recommend_from_rated(pairs, model.predict_ratings(*find_known_positions(model, pairs)), most, fewest)
    else:
        users = to_keys(data.iloc[:, 0], port="").drop_duplicates(ignore_index=True)
        seen = None if training is None else find_known_positions(model, read_pair_columns(training))
        found = recommend_from_all(model, users, find_positions(model.users, users, port=""), most, exclude=seen)
    ranged = Recommendations(found.users, found.items, found.places, model.clip_to_range(found.ratings))
    return ranged.to_table(with_ratings=with_ratings)


def compute_rating_metrics(truth: pd.DataFrame, scored: pd.DataFrame) -> dict[str, float]:
    """How far foreseen ratings are from the true ones, over the pairs that both have."""
    known, told = read_rating_columns(truth), read_rating_columns(scored)
    both = pd.DataFrame({USER: told.users, ITEM: told.items, "told": told.values}).merge(
        pd.DataFrame({USER: known.users, ITEM: known.items, "known": known.values}), on=[USER, ITEM]
    )
    error = both["known"] - both["told"]
    return {
        "Mean_Absolute_Error": float(error.abs().mean()),
        "Root_Mean_Squared_Error": float(np.sqrt((error**2).mean())),
    }


def compute_ranking_metrics(truth: pd.DataFrame, scored: pd.DataFrame) -> dict[str, float]:
    """The discounted gain of the recommended items by that of the best order, averaged over users."""
    known = read_rating_columns(truth)
    table = pd.DataFrame({USER: known.users, ITEM: known.items, "gain": known.values})
    best = {user: np.sort(gains)[::-1] for user, gains in table.groupby(USER)["gain"]}
    gains = table.set_index([USER, ITEM])["gain"].to_dict()
    ranked = [name for name in scored if name.startswith(f"{ITEM} ")]
    discounts = 1 / np.log2(np.arange(2, len(ranked) + 2))
    found = []
    for user, *items in scored[[USER, *ranked]].itertuples(index=False):
        own = best.get(user, np.empty(0))[: len(ranked)]
        ideal = own @ discounts[: len(own)]
        if ideal > 0:
            found.append(np.array([gains.get((user, item), 0.0) for item in items]) @ discounts / ideal)
    return {"NDCG": float(np.mean(found))}
