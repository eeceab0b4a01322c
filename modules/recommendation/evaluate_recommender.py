"""Evaluate Recommender: how far foreseen ratings are off, or how well recommended items are ordered."""

import logging
import re
from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd

from modules.kit import Call, Dataset, Evaluation, ModuleError, module, titled
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.views.evaluation_view import EvaluationDetails, RankingDetails, RatingDetails
from modules.kit.views.view_model import Histogram
from modules.learning.evaluation_details import build_regression_details
from modules.recommendation.exported_recommenders import compute_ranking_metrics, compute_rating_metrics
from modules.recommendation.ratings import ITEM, RATING, USER, Numbers, Ratings, read_ratings, refuse_repeated, to_keys
from modules.recommendation.score_svd_recommender import score_svd_recommender
from modules.recommendation.train_svd_recommender import make_taste_ratings, train_svd_recommender

BINS = 20

log = logging.getLogger(__name__)


class EvaluateRecommenderOutputs(NamedTuple):
    metric: Annotated[Evaluation, titled("Metric")]


def _build_example() -> Call:
    trained = train_svd_recommender(make_taste_ratings(), number_of_factors=4)
    return Call.of(make_taste_ratings(), *score_svd_recommender(*trained, make_taste_ratings()))


def _emit_code(step: StepCode) -> None:
    truth, scored = step.get_input("test_dataset"), step.get_input("scored_dataset")
    measure = {"ratings": compute_rating_metrics, "items": compute_ranking_metrics}.get(
        scored.facts.get("recommends", "")
    )
    if measure is None:
        raise CannotGenerateCode("Whether it measures ratings or an order is known only during a run.")
    out = step.reserve_name(step.title)
    step.assign(out, step.use(measure).call(truth, scored))
    step.assign(expr("metrics[{node}]", node=step.node), out)
    step.add('print({title}, json.dumps({out}, indent=2), sep="\\n")', title=step.title, out=out)


@module(
    "Evaluate Recommender",
    category="Recommendation",
    icon="heart-rate-monitor",
    role="evaluator",
    task="recommendation",
    example=_build_example,
    emit_code=_emit_code,
    keywords=("RMSE", "NDCG", "ranking metrics"),
)
def evaluate_recommender(test_dataset: Dataset, scored_dataset: Dataset) -> EvaluateRecommenderOutputs:
    """Measure a recommender by ratings that it has not seen.

    The test data have three columns: users, items and true ratings. If the scored data are of Rating Prediction, the
    mean absolute error and the root mean squared error are measured over the pairs that both have. If they are of
    Item Recommendation, From Rated Items, the order is measured by the normalized discounted cumulative gain: the sum
    of true ratings / log2(rank + 1) over the recommended items, divided by that of the best possible order, averaged
    over users. An item without a true rating gains nothing. NDCG is high for any order if most items are liked, so the
    result also shows what a random order of the same items would have.

    Jarvelin and Kekalainen, Cumulated Gain-Based Evaluation of IR Techniques, ACM TOIS 20(4), 2002.
    """
    truth = read_ratings(test_dataset, port="test_dataset")
    names = list(scored_dataset.frame.columns)
    learner = (scored_dataset.scores.learner if scored_dataset.scores else "") or "Recommender"
    if names == [USER, ITEM, RATING]:
        metrics, details = _measure_errors(truth, scored_dataset, str(test_dataset.frame.columns[2]))
    elif names[:1] == [USER] and _find_rank_columns(names):
        metrics, details = _measure_gains(truth, scored_dataset, _find_rank_columns(names))
    else:
        message = (
            "The scored data must have the columns 'User', 'Item' and 'Rating', or 'User', 'Item 1', 'Item 2' and so"
            " on. Connect the output of Score SVD Recommender."
        )
        raise ModuleError(25, message, port="scored_dataset")
    return EvaluateRecommenderOutputs(Evaluation("recommendation", (learner,), (metrics,), {learner: details}))


def _find_rank_columns(names: list[str]) -> list[str]:
    return [name for name in names if re.fullmatch(rf"{ITEM} [1-9]\d*", name)]


EvaluationResult = tuple[dict[str, float], EvaluationDetails]


def _measure_errors(truth: Ratings, scored: Dataset, label: str) -> EvaluationResult:
    foreseen = read_ratings(scored, port="scored_dataset")
    refuse_repeated(foreseen, port="scored_dataset")
    both = _join_truth(truth, foreseen.users, foreseen.items, RATING=foreseen.values).dropna(subset=["gain"])
    _refuse_unknown_pairs(both, len(foreseen.values))
    known, told = both["gain"].to_numpy(), both["RATING"].to_numpy()
    metrics = {
        "Mean_Absolute_Error": float(np.mean(np.abs(known - told))),
        "Root_Mean_Squared_Error": float(np.sqrt(np.mean((known - told) ** 2))),
    }
    return metrics, build_regression_details(RatingDetails, known, told, label)


def _join_truth(truth: Ratings, users: "pd.Series[Any]", items: "pd.Series[Any]", **more: Any) -> pd.DataFrame:
    """Each pair with its true rating as `gain`, missing where there is none."""
    if _is_numeric(truth.users) != _is_numeric(users) or _is_numeric(truth.items) != _is_numeric(items):
        message = "Users or items are numbers in one dataset and text in the other. Change the type with Edit Metadata."
        raise ModuleError(16, message, port="scored_dataset")
    known = pd.DataFrame({USER: truth.users, ITEM: truth.items, "gain": truth.values})
    pairs = pd.DataFrame({USER: users.to_numpy(), ITEM: items.to_numpy(), **more})
    return pairs.merge(known, how="left", on=[USER, ITEM])


def _is_numeric(values: "pd.Series[Any]") -> bool:
    return bool(pd.api.types.is_numeric_dtype(values.dtype))


def _refuse_unknown_pairs(found: pd.DataFrame, scored: int) -> None:
    if found.empty:
        message = "No user and item of the scored data has a rating in the test data. Score the same rows."
        raise ModuleError(18, message, port="scored_dataset")
    if len(found) < scored:
        log.warning(
            "%d of %d scored rows have no rating in the test data and are left out.", scored - len(found), scored
        )


def _measure_gains(truth: Ratings, scored: Dataset, ranked: list[str]) -> EvaluationResult:
    if truth.values.min() < 0:
        message = f"Gains must not be negative. The lowest rating of the test data is {truth.values.min():g}."
        raise ModuleError(8, message, port="test_dataset")
    users = to_keys(scored.frame[USER], port="scored_dataset")
    gains = _look_up_gains(truth, users, scored.frame[ranked])
    order, depth = _sort_own_ratings(truth, users), len(ranked)
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    ideal = np.array([ratings[:depth] @ discounts[: len(ratings)] for ratings in order])
    # A random order has the mean rating at every rank.
    chance = np.array([ratings.mean() * discounts[: len(ratings)].sum() if len(ratings) else 0 for ratings in order])
    judged = ideal > 0
    if not judged.any():
        message = "No user of the scored data has rated anything in the test data above zero."
        raise ModuleError(18, message, port="scored_dataset")
    if not judged.all():
        log.warning("%d users without a rating above zero in the test data are left out.", int((~judged).sum()))
    by_user = (gains @ discounts)[judged] / ideal[judged]
    by_chance = float((chance[judged] / ideal[judged]).mean())
    # Hardly any order has less than half of the best gain: the picture begins where there is something to see.
    lowest = np.floor(10 * min(by_chance, by_user.min(), 0.9)) / 10
    counts, edges = np.histogram(np.clip(by_user, lowest, 1), bins=BINS, range=(lowest, 1))
    details = RankingDetails(
        users=int(judged.sum()),
        depth=depth,
        ndcg=float(by_user.mean()),
        by_chance=by_chance,
        by_user=Histogram(edges=edges.tolist(), counts=counts.tolist()),
    )
    return {"NDCG": float(by_user.mean())}, details


def _look_up_gains(truth: Ratings, users: "pd.Series[Any]", items: pd.DataFrame) -> Numbers:
    """The true rating of each recommended item: a row per user, a column per rank, 0 where there is none."""
    columns = []
    for name in items:
        there = items[name].notna()
        values = items[name][there]
        keys = values if _is_numeric(values) else values.astype("str")
        gains = np.zeros(len(users))
        if there.any():
            gains[there.to_numpy()] = _join_truth(truth, users[there.to_numpy()], keys)["gain"].fillna(0)
        columns.append(gains)
    return np.column_stack(columns)


def _sort_own_ratings(truth: Ratings, users: "pd.Series[Any]") -> list[Numbers]:
    """The true ratings of each user, the highest first."""
    table = pd.DataFrame({USER: truth.users, "gain": truth.values}).sort_values("gain", ascending=False, kind="stable")
    by_user = {user: group.to_numpy() for user, group in table.groupby(USER, sort=False)["gain"]}
    return [by_user.get(user, np.empty(0)) for user in users]
