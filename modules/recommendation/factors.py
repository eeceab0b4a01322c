"""Matrix factorization with biases, fitted by stochastic gradient descent.

A rating is foreseen as mean + bias of the user + bias of the item + dot product of their factors, and the squared
errors of the known ratings, with an L2 penalty on biases and factors, are descended rating by rating: Simon Funk,
Netflix Update: Try This at Home, 2006; Koren, Bell and Volinsky, Matrix Factorization Techniques for Recommender
Systems, IEEE Computer 42(8), 2009, equations 3 to 5.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import ModuleError, track
from modules.kit.codegen.designer_only import designer_only
from modules.recommendation.ratings import IndexPositions, Numbers, Ratings

#: The spread of the factors before the first step.
INITIAL_SPREAD = 0.1


@dataclass(frozen=True)
class Factors:
    """Biases and factors of users and items; the last row of each is zero and stands for whoever is not known."""

    users: "pd.Index[Any]"
    items: "pd.Index[Any]"
    mean: float
    lowest: float
    highest: float
    user_biases: Numbers
    item_biases: Numbers
    user_factors: Numbers
    item_factors: Numbers

    def predict_ratings(self, users: IndexPositions, items: IndexPositions) -> Numbers:
        """What each user would say of the item beside it, by places; -1 is someone or something unknown."""
        products = np.einsum("ij,ij->i", self.user_factors[users], self.item_factors[items])
        return np.asarray(self.mean + self.user_biases[users] + self.item_biases[items] + products)

    def predict_all_ratings(self, users: IndexPositions) -> Numbers:
        """What each of the users (rows) would say of each known item (columns)."""
        products = self.user_factors[users] @ self.item_factors[:-1].T
        return np.asarray(self.mean + self.user_biases[users][:, None] + self.item_biases[:-1] + products)

    def clip_to_range(self, ratings: Numbers) -> Numbers:
        """Ratings no lower and no higher than those of the training data."""
        return np.clip(ratings, self.lowest, self.highest)


@dataclass(frozen=True)
class GradientDescent:
    """How the factors are fitted."""

    factors: int
    iterations: int
    rate: float
    penalty: float
    seed: int

    def fit(self, ratings: Ratings) -> Factors:
        """Raises error 8 where the steps are so large that the errors grow without bound."""
        users, user_index = pd.factorize(ratings.users)
        items, item_index = pd.factorize(ratings.items)
        random = np.random.default_rng(self.seed)
        fitted = Factors(
            users=pd.Index(user_index),
            items=pd.Index(item_index),
            mean=float(ratings.values.mean()),
            lowest=float(ratings.values.min()),
            highest=float(ratings.values.max()),
            user_biases=np.zeros(len(user_index) + 1),
            item_biases=np.zeros(len(item_index) + 1),
            user_factors=self._draw_factors(random, len(user_index)),
            item_factors=self._draw_factors(random, len(item_index)),
        )
        shuffled = random.permutation(len(users))
        groups = [shuffled[group] for group in group_without_conflict(users[shuffled], items[shuffled])]
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in track(range(self.iterations), total=self.iterations, unit="iterations"):
                for group in (groups[place] for place in random.permutation(len(groups))):
                    self._take_step(fitted, users[group], items[group], ratings.values[group])
                self._refuse_infinite(fitted)
        return fitted

    def _draw_factors(self, random: np.random.Generator, count: int) -> Numbers:
        return np.vstack([random.normal(0, INITIAL_SPREAD, (count, self.factors)), np.zeros((1, self.factors))])

    def _take_step(self, fitted: Factors, users: IndexPositions, items: IndexPositions, ratings: Numbers) -> None:
        """One step for each of these ratings, none of which shares its user or its item with another."""
        error = ratings - fitted.predict_ratings(users, items)
        fitted.user_biases[users] += self.rate * (error - self.penalty * fitted.user_biases[users])
        fitted.item_biases[items] += self.rate * (error - self.penalty * fitted.item_biases[items])
        of_users, of_items = fitted.user_factors[users], fitted.item_factors[items]
        fitted.user_factors[users] += self.rate * (error[:, None] * of_items - self.penalty * of_users)
        fitted.item_factors[items] += self.rate * (error[:, None] * of_users - self.penalty * of_items)

    @designer_only
    def _refuse_infinite(self, fitted: Factors) -> None:
        if not (np.isfinite(fitted.user_factors).all() and np.isfinite(fitted.item_factors).all()):
            message = f"With a learning rate of {self.rate:g} the errors grow without bound. Try {self.rate / 10:g}."
            raise ModuleError(8, message, parameter="learning_rate")


def group_without_conflict(users: IndexPositions, items: IndexPositions) -> list[IndexPositions]:
    """Ratings in groups in which no user and no item comes twice: the steps of a group can be taken at once.

    They are then exactly those taken one after another (Gemulla, Nijkamp, Haas and Sismanis, Large-Scale Matrix
    Factorization with Distributed Stochastic Gradient Descent, KDD 2011, theorem 1). Each rating goes into the first
    group that has neither its user nor its item; the groups of each are the bits of a number.
    """
    taken_by_user = [0] * (int(users.max()) + 1)
    taken_by_item = [0] * (int(items.max()) + 1)
    numbers = np.empty(len(users), dtype="int64")
    for place, (user, item) in enumerate(zip(users.tolist(), items.tolist(), strict=True)):
        taken = taken_by_user[user] | taken_by_item[item]
        free = ~taken & (taken + 1)
        taken_by_user[user] |= free
        taken_by_item[item] |= free
        numbers[place] = free.bit_length() - 1
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.cumsum(np.bincount(numbers))[:-1])
