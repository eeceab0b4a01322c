"""A wide and a deep network that foresee ratings together.

The wide part remembers: a weight for each user, each item, and each crossing of both, hashed into buckets. The deep
part generalizes: embeddings of users, items and their features go through layers of nodes. Both are trained at once,
each by its own optimizer, on the squared error of rating - mean: Cheng et al., Wide & Deep Learning for Recommender
Systems, DLRS 2016.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, report
from modules.learning.networks import Weights, batches, load_weights, repeatable, weights_of
from modules.recommendation.ratings import Numbers, Places, Ratings, places_in
from modules.recommendation.traits import Traits, traits_of

ACTIVATIONS = {"ReLU": "ReLU", "Sigmoid": "Sigmoid", "Tanh": "Tanh", "Linear": "Identity", "LeakyReLU": "LeakyReLU"}
#: So many ratings are foreseen at once.
PAIRS_AT_ONCE = 65_536


@dataclass(frozen=True)
class Shape:
    """How large the parts are, and what lies between the layers."""

    crossed_feature_dimension: int
    user_embedding_dimension: int
    item_embedding_dimension: int
    categorical_features_embedding_dimension: int
    hidden_units: tuple[int, ...]
    activation_function: str
    dropout: float
    batch_normalization: bool


@dataclass(frozen=True)
class Course:
    """How they are trained."""

    epochs: int
    batch_size: int
    wide_part_optimizer: str
    wide_optimizer_learning_rate: float
    deep_part_optimizer: str
    deep_optimizer_learning_rate: float
    seed: int


@dataclass(frozen=True)
class WideAndDeep:
    """The trained networks with all that they know of users and items; `history` is {figure: {data: values}}."""

    shape: Shape
    user_traits: Traits
    item_traits: Traits
    #: Those who have embeddings; traits may know more of them.
    trained_users: int
    trained_items: int
    mean: float
    lowest: float
    highest: float
    weights: Weights = field(default_factory=dict)
    history: Mapping[str, Mapping[str, Sequence[float]]] = field(default_factory=dict)

    @property
    def users(self) -> "pd.Index[Any]":
        return self.user_traits.keys

    @property
    def items(self) -> "pd.Index[Any]":
        return self.item_traits.keys

    @property
    def item_vectors(self) -> Numbers:
        """The embeddings of the items that were trained, by place."""
        return np.asarray(self.weights["deep.item.weight"], dtype="float64")[: self.trained_items]

    def with_traits(self, users: Dataset | None, items: Dataset | None) -> "WideAndDeep":
        """Knowing the features of new users and items too; those of known ones stay as they were in training."""
        return replace(
            self,
            user_traits=self.user_traits.joined_by(users, "user", port="user_features"),
            item_traits=self.item_traits.joined_by(items, "item", port="item_features"),
        )

    def ratings(self, users: Places, items: Places) -> Numbers:
        """What each user would say of the item beside it, by places; -1 is someone or something unknown."""
        import torch

        with repeatable(0), torch.inference_mode():
            network = new_network(self)
            load_weights(network, self.weights)
            network.eval()
            hashes = self.hashes()
            parts = [
                network(*self.inputs(users[start:end], items[start:end], hashes)).numpy()
                for start, end in ((start, start + PAIRS_AT_ONCE) for start in range(0, len(users), PAIRS_AT_ONCE))
            ]
        return np.asarray(np.concatenate(parts) if parts else np.zeros(0), dtype="float64") + self.mean

    def every_rating(self, users: Places) -> Numbers:
        """What each of the users (rows) would say of each known item (columns)."""
        count = len(self.items)
        pairs = np.repeat(users, count), np.tile(np.arange(count), len(users))
        return self.ratings(*pairs).reshape(len(users), count)

    def within_range(self, ratings: Numbers) -> Numbers:
        """Ratings no lower and no higher than those of the training data."""
        return np.clip(ratings, self.lowest, self.highest)

    def hashes(self) -> tuple[Any, Any]:
        """A number for each user and each item that is the same on every machine; the last one is for the unknown."""
        users, items = (np.asarray(keys.astype("str"), dtype=object) for keys in (self.users, self.items))
        hashed = (pd.util.hash_array(names, categorize=False) for names in (users, items))
        first, second = (np.append(numbers, np.uint64(0)) for numbers in hashed)
        return first, second

    def inputs(self, users: Places, items: Places, hashes: tuple[Any, Any]) -> list[Any]:
        """What the network takes for these pairs: ids, crossings, numbers and codes of features."""
        import torch

        crossed = _crossed(hashes[0][users], hashes[1][items], self.shape.crossed_feature_dimension)
        numbers = np.hstack([self.user_traits.numbers[users], self.item_traits.numbers[items]])
        codes = np.hstack([self.user_traits.codes[users], self.item_traits.codes[items]])
        return [
            torch.from_numpy(_embedded(users, self.trained_users)),
            torch.from_numpy(_embedded(items, self.trained_items)),
            torch.from_numpy(crossed),
            torch.from_numpy(numbers.astype("float32")),
            torch.from_numpy(codes),
        ]


def fitted(
    ratings: Ratings,
    user_features: pd.DataFrame | None,
    item_features: pd.DataFrame | None,
    shape: Shape,
    course: Course,
) -> WideAndDeep:
    """Train both parts at once. Raises error 21 for a single rating, 83 where the errors grow without end."""
    if len(ratings.values) < 2:
        raise ModuleError(21, "Training needs at least 2 ratings. Got 1.", port="training_dataset")
    users, items = pd.Index(ratings.users.unique()), pd.Index(ratings.items.unique())
    model = WideAndDeep(
        shape=shape,
        user_traits=traits_of(users, user_features, "user", port="user_features"),
        item_traits=traits_of(items, item_features, "item", port="item_features"),
        trained_users=len(users),
        trained_items=len(items),
        mean=float(ratings.values.mean()),
        lowest=float(ratings.values.min()),
        highest=float(ratings.values.max()),
    )
    with repeatable(course.seed):
        network = new_network(model)
        errors = _descend(network, model, ratings, course)
        return replace(model, weights=weights_of(network), history={"Mean squared error": {"Training": errors}})


def _descend(network: Any, model: WideAndDeep, ratings: Ratings, course: Course) -> list[float]:
    """The mean squared error on the way through each epoch."""
    import torch

    users = places_in(model.users, ratings.users, port="training_dataset")
    items = places_in(model.items, ratings.items, port="training_dataset")
    inputs = model.inputs(users, items, model.hashes())
    targets = torch.from_numpy((ratings.values - model.mean).astype("float32"))
    optimizers = [
        optimizer_of(course.wide_part_optimizer, network.wide.parameters(), course.wide_optimizer_learning_rate),
        optimizer_of(course.deep_part_optimizer, network.deep.parameters(), course.deep_optimizer_learning_rate),
    ]
    errors = []
    for epoch in range(1, course.epochs + 1):
        network.train()
        total = 0.0
        for rows in batches(torch.randperm(len(targets)).tolist(), course.batch_size):
            loss: Any = torch.nn.functional.mse_loss(network(*(part[rows] for part in inputs)), targets[rows])
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
            total += float(loss.detach()) * len(rows)
        if not np.isfinite(total):
            message = f"The errors have grown without end in epoch {epoch}. Lower the learning rates."
            raise ModuleError(83, message, parameter="deep_optimizer_learning_rate")
        errors.append(total / len(targets))
        report(epoch, course.epochs, "epochs")
    return errors


def optimizer_of(name: str, parameters: Any, rate: float) -> Any:
    """The optimizer of this name, with the first accumulator of TensorFlow where it has one.

    Ftrl without penalties takes the steps of Adagrad: McMahan et al., Ad Click Prediction: a View from the Trenches,
    KDD 2013, section 3.1; Azure's designer offers no penalties.
    """
    from torch import optim

    kind = {
        "Adam": optim.Adam,
        "RMSProp": optim.RMSprop,
        "SGD": optim.SGD,
        "Adadelta": optim.Adadelta,
    }.get(name)
    return optim.Adagrad(parameters, rate, initial_accumulator_value=0.1) if kind is None else kind(parameters, rate)


def new_network(model: "WideAndDeep") -> Any:
    """The network with fresh weights, drawn by torch's generator."""
    from torch import nn

    class Wide(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.user = _zeros(model.trained_users + 1, padding=model.trained_users)
            self.item = _zeros(model.trained_items + 1, padding=model.trained_items)
            self.crossed = _zeros(model.shape.crossed_feature_dimension)

        def forward(self, users: Any, items: Any, crossed: Any) -> Any:
            return (self.user(users) + self.item(items) + self.crossed(crossed)).squeeze(1)

    class Both(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.wide = Wide()
            self.deep = _new_deep(model)

        def forward(self, users: Any, items: Any, crossed: Any, numbers: Any, codes: Any) -> Any:
            return self.wide(users, items, crossed) + self.deep(users, items, numbers, codes)

    return Both()


def _new_deep(model: "WideAndDeep") -> Any:
    import torch
    from torch import nn

    shape = model.shape
    levels = [*model.user_traits.levels.values(), *model.item_traits.levels.values()]
    numbers = len(model.user_traits.scales) + len(model.item_traits.scales)

    class Deep(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.user = _embedding(model.trained_users + 1, shape.user_embedding_dimension)
            self.item = _embedding(model.trained_items + 1, shape.item_embedding_dimension)
            each = shape.categorical_features_embedding_dimension
            self.codes = nn.ModuleList(nn.Embedding(len(known) + 1, each) for known in levels)
            width = shape.user_embedding_dimension + shape.item_embedding_dimension + each * len(levels) + numbers
            self.layers = _layers(width, shape)

        def forward(self, users: Any, items: Any, numbers: Any, codes: Any) -> Any:
            embedded = [embedding(codes[:, place]) for place, embedding in enumerate(self.codes)]
            return self.layers(torch.cat([self.user(users), self.item(items), *embedded, numbers], dim=1)).squeeze(1)

    return Deep()


def _layers(width: int, shape: Shape) -> Any:
    from torch import nn

    layers: list[Any] = []
    for units in shape.hidden_units:
        layers.append(nn.Linear(width, units))
        if shape.batch_normalization:
            layers.append(nn.BatchNorm1d(units))
        layers += [getattr(nn, ACTIVATIONS[shape.activation_function])(), nn.Dropout(shape.dropout)]
        width = units
    return nn.Sequential(*layers, nn.Linear(width, 1))


def _embedding(count: int, dimension: int) -> Any:
    """Small random numbers; the last row is zero for ever and stands for whoever is not known."""
    from torch import nn

    made = nn.Embedding(count, dimension, padding_idx=count - 1)
    with_small = made.weight.data.mul_(0.1)
    assert not with_small[-1].any()
    return made


def _zeros(count: int, *, padding: int | None = None) -> Any:
    from torch import nn

    made = nn.Embedding(count, 1, padding_idx=padding)
    nn.init.zeros_(made.weight)
    return made


def _embedded(places: Places, trained: int) -> Any:
    """The rows of the embeddings: whoever was not there in training has the last one."""
    return np.where((places < 0) | (places >= trained), trained, places).astype("int64")


def _crossed(users: Any, items: Any, buckets: int) -> Any:
    """The bucket of each pair of hashes, mixed as SplitMix64 does it."""
    with np.errstate(over="ignore"):
        mixed = users * np.uint64(0x9E3779B97F4A7C15) ^ items
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    return ((mixed ^ (mixed >> np.uint64(29))) % np.uint64(buckets)).astype("int64")
