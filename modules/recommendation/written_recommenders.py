"""How recommenders are written, and the functions on plain tables that stand in exported scripts, as they are here."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit.writing import CannotWrite, Step, call
from modules.recommendation.ratings import ITEM, RATING, USER, Pairs, Ratings, keys_of, places_in
from modules.recommendation.recommending import Recommended, among_all, among_rated

FROM = {
    "From All Items": "all",
    "From Rated Items (for model evaluation)": "rated",
    "From Unrated Items (to suggest new items to users)": "unrated",
}


def write_scores(step: Step) -> None:
    """What a recommender foresees: ratings, or the items that each user would like best."""
    model, data = (step.inputs[port.name] for port in step.module.inputs[:2])
    if any(step.inputs.get(port) is not None for port in ("user_features", "item_features")) and _new_features(step):
        raise CannotWrite("It takes features of users or items that are new since the training.")
    if step.recommender_prediction_kind == "Rating Prediction":
        out = step.table("scored_dataset", f"ratings_by_{model}", recommends="ratings", **model.facts)
        step.add(f"{out} = {call(step.use(foreseen_ratings), model, data)}")
        return
    settings: dict[str, Any] = {
        "choice": FROM[step.recommended_item_selection],
        "most": step.maximum_number_of_items_to_recommend_to_a_user,
    }
    if settings["choice"] == "rated":
        settings["fewest"] = step.minimum_size_of_the_recommendation_pool_for_a_single_user
    if settings["choice"] == "unrated":
        settings["training"] = step.inputs["training_data"]
    settings |= {"with_ratings": True} if step.return_predicted_ratings else {}
    out = step.table("scored_dataset", f"items_by_{model}", recommends="items", **model.facts)
    step.add(f"{out} = {call(step.use(recommended_items), model, data, **settings)}")


def _new_features(step: Step) -> bool:
    """Whether the features are others than those of the training."""
    known = step.inputs[step.module.inputs[0].name].facts.get("features", ())
    return any(str(step.inputs[port]) not in known for port in ("user_features", "item_features") if step.inputs[port])


def ratings_in(data: pd.DataFrame) -> Ratings:
    """The first three columns: users, items, and how the one rated the other."""
    pairs = pairs_in(data)
    return Ratings(pairs.users, pairs.items, data.iloc[:, 2].to_numpy(dtype="float64"))


def pairs_in(data: pd.DataFrame) -> Pairs:
    """The first two columns: users and items."""
    return Pairs(*(keys_of(data.iloc[:, place], port="") for place in (0, 1)))


def foreseen_ratings(model: Any, data: pd.DataFrame) -> pd.DataFrame:
    """The rating of each user and item, within the range of the training data."""
    pairs = pairs_in(data)
    ratings = model.within_range(model.ratings(*known_places(model, pairs)))
    return pd.DataFrame({USER: pairs.users, ITEM: pairs.items, RATING: ratings})


def known_places(model: Any, pairs: Pairs) -> tuple[Any, Any]:
    """Where the users and items are among those of the model; -1 where they are not."""
    return places_in(model.users, pairs.users, port=""), places_in(model.items, pairs.items, port="")


def recommended_items(
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
        pairs = pairs_in(data)
        found = among_rated(pairs, model.ratings(*known_places(model, pairs)), most, fewest)
    else:
        users = keys_of(data.iloc[:, 0], port="").drop_duplicates(ignore_index=True)
        seen = None if training is None else known_places(model, pairs_in(training))
        found = among_all(model, users, places_in(model.users, users, port=""), most, but=seen)
    ranged = Recommended(found.users, found.items, found.places, model.within_range(found.ratings))
    return ranged.table(with_ratings=with_ratings)


def rating_metrics(truth: pd.DataFrame, scored: pd.DataFrame) -> dict[str, float]:
    """How far foreseen ratings are from the true ones, over the pairs that both have."""
    known, told = ratings_in(truth), ratings_in(scored)
    both = pd.DataFrame({USER: told.users, ITEM: told.items, "told": told.values}).merge(
        pd.DataFrame({USER: known.users, ITEM: known.items, "known": known.values}), on=[USER, ITEM]
    )
    error = both["known"] - both["told"]
    return {
        "Mean_Absolute_Error": float(error.abs().mean()),
        "Root_Mean_Squared_Error": float(np.sqrt((error**2).mean())),
    }


def ranking_metrics(truth: pd.DataFrame, scored: pd.DataFrame) -> dict[str, float]:
    """The discounted gain of the recommended items by that of the best order, averaged over users."""
    known = ratings_in(truth)
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
