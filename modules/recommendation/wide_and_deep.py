"""A wide and a deep network that foresee ratings together.

The wide part remembers: a weight for each user, each item, and each crossing of both, hashed into buckets. The deep
part generalizes: embeddings of users, items and their features go through layers of nodes. Both are trained at once,
each by its own optimizer, on the squared error of rating - mean: Cheng et al., Wide & Deep Learning for Recommender
Systems, DLRS 2016.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, ModuleError, report
from modules.learning.torch_training import (
    NetworkWeights,
    extract_weights,
    load_weights,
    seeded_torch,
    split_into_batches,
)
from modules.recommendation.entity_features import EntityFeatures, build_entity_features
from modules.recommendation.ratings import IndexPositions, Numbers, Ratings, find_positions

if TYPE_CHECKING:  # it takes a second to import, and is an extra
    import torch

Hashes = npt.NDArray[np.uint64]

ACTIVATIONS = {"ReLU": "ReLU", "Sigmoid": "Sigmoid", "Tanh": "Tanh", "Linear": "Identity", "LeakyReLU": "LeakyReLU"}
#: So many ratings are foreseen at once.
PAIRS_AT_ONCE = 65_536


@dataclass(frozen=True)
class WideAndDeepShape:
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
class WideAndDeepTraining:
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

    shape: WideAndDeepShape
    user_traits: EntityFeatures
    item_traits: EntityFeatures
    #: Those who have embeddings; traits may know more of them.
    trained_users: int
    trained_items: int
    mean: float
    lowest: float
    highest: float
    weights: NetworkWeights = field(default_factory=dict)
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

    def add_features(self, users: Dataset | None, items: Dataset | None) -> "WideAndDeep":
        """Knowing the features of new users and items too; those of known ones stay as they were in training."""
        return replace(
            self,
            user_traits=self.user_traits.add_features(users, "user", port="user_features"),
            item_traits=self.item_traits.add_features(items, "item", port="item_features"),
        )

    def predict_ratings(self, users: IndexPositions, items: IndexPositions) -> Numbers:
        """What each user would say of the item beside it, by places; -1 is someone or something unknown."""
        import torch

        with seeded_torch(0), torch.inference_mode():
            network = build_wide_and_deep_network(self)
            load_weights(network, self.weights)
            network.eval()
            hashes = self.hash_ids()
            parts = [
                network(*self.build_inputs(users[start:end], items[start:end], hashes)).numpy()
                for start, end in ((start, start + PAIRS_AT_ONCE) for start in range(0, len(users), PAIRS_AT_ONCE))
            ]
        return np.asarray(np.concatenate(parts) if parts else np.zeros(0), dtype="float64") + self.mean

    def predict_all_ratings(self, users: IndexPositions) -> Numbers:
        """What each of the users (rows) would say of each known item (columns)."""
        count = len(self.items)
        pairs = np.repeat(users, count), np.tile(np.arange(count), len(users))
        return self.predict_ratings(*pairs).reshape(len(users), count)

    def clip_to_range(self, ratings: Numbers) -> Numbers:
        """Ratings no lower and no higher than those of the training data."""
        return np.clip(ratings, self.lowest, self.highest)

    def hash_ids(self) -> tuple[Hashes, Hashes]:
        """A number for each user and each item that is the same on every machine; the last one is for the unknown."""
        users, items = (np.asarray(keys.astype("str"), dtype=object) for keys in (self.users, self.items))
        hashed = (pd.util.hash_array(names, categorize=False) for names in (users, items))
        first, second = (np.append(numbers, np.uint64(0)) for numbers in hashed)
        return first, second

    def build_inputs(
        self, users: IndexPositions, items: IndexPositions, hashes: tuple[Hashes, Hashes]
    ) -> "list[torch.Tensor]":
        """What the network takes for these pairs: ids, crossings, numbers and codes of features."""
        import torch

        crossed = _cross_hashes(hashes[0][users], hashes[1][items], self.shape.crossed_feature_dimension)
        numbers = np.hstack([self.user_traits.numbers[users], self.item_traits.numbers[items]])
        codes = np.hstack([self.user_traits.codes[users], self.item_traits.codes[items]])
        return [
            torch.from_numpy(_look_up_embeddings(users, self.trained_users)),
            torch.from_numpy(_look_up_embeddings(items, self.trained_items)),
            torch.from_numpy(crossed),
            torch.from_numpy(numbers.astype("float32")),
            torch.from_numpy(codes),
        ]


def fit_wide_and_deep(
    ratings: Ratings,
    user_features: pd.DataFrame | None,
    item_features: pd.DataFrame | None,
    shape: WideAndDeepShape,
    training: WideAndDeepTraining,
) -> WideAndDeep:
    """Train both parts at once. Raises error 21 for a single rating, 83 where the errors grow without end."""
    if len(ratings.values) < 2:
        raise ModuleError(21, "Training needs at least 2 ratings. Got 1.", port="training_dataset")
    users, items = pd.Index(ratings.users.unique()), pd.Index(ratings.items.unique())
    model = WideAndDeep(
        shape=shape,
        user_traits=build_entity_features(users, user_features, "user", port="user_features"),
        item_traits=build_entity_features(items, item_features, "item", port="item_features"),
        trained_users=len(users),
        trained_items=len(items),
        mean=float(ratings.values.mean()),
        lowest=float(ratings.values.min()),
        highest=float(ratings.values.max()),
    )
    with seeded_torch(training.seed):
        network = build_wide_and_deep_network(model)
        errors = _train_epochs(network, model, ratings, training)
        return replace(model, weights=extract_weights(network), history={"Mean squared error": {"Training": errors}})


def _train_epochs(network: Any, model: WideAndDeep, ratings: Ratings, training: WideAndDeepTraining) -> list[float]:
    """The mean squared error on the way through each epoch."""
    import torch

    users = find_positions(model.users, ratings.users, port="training_dataset")
    items = find_positions(model.items, ratings.items, port="training_dataset")
    inputs = model.build_inputs(users, items, model.hash_ids())
    targets = torch.from_numpy((ratings.values - model.mean).astype("float32"))
    optimizers = [
        build_optimizer(training.wide_part_optimizer, network.wide.parameters(), training.wide_optimizer_learning_rate),
        build_optimizer(training.deep_part_optimizer, network.deep.parameters(), training.deep_optimizer_learning_rate),
    ]
    errors = []
    for epoch in range(1, training.epochs + 1):
        network.train()
        total = 0.0
        for rows in split_into_batches(torch.randperm(len(targets)).tolist(), training.batch_size):
            loss: Any = torch.nn.functional.mse_loss(network(*(part[rows] for part in inputs)), targets[rows])
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
            total += float(loss.detach()) * len(rows)
        if not np.isfinite(total):
            message = f"The errors grew without bound in epoch {epoch}. Lower the learning rates."
            raise ModuleError(83, message, parameter="deep_optimizer_learning_rate")
        errors.append(total / len(targets))
        report(epoch, training.epochs, "epochs")
    return errors


def build_optimizer(name: str, parameters: "Iterable[torch.nn.Parameter]", rate: float) -> "torch.optim.Optimizer":
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


def build_wide_and_deep_network(model: "WideAndDeep") -> Any:
    """The network with fresh weights, drawn by torch's generator."""
    from torch import nn

    class WidePart(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.user = _build_zero_embedding(model.trained_users + 1, padding=model.trained_users)
            self.item = _build_zero_embedding(model.trained_items + 1, padding=model.trained_items)
            self.crossed = _build_zero_embedding(model.shape.crossed_feature_dimension)

        def forward(self, users: "torch.Tensor", items: "torch.Tensor", crossed: "torch.Tensor") -> "torch.Tensor":
            summed: torch.Tensor = self.user(users) + self.item(items) + self.crossed(crossed)
            return summed.squeeze(1)

    class WideAndDeepNetwork(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.wide = WidePart()
            self.deep = _build_deep_part(model)

        def forward(
            self,
            users: "torch.Tensor",
            items: "torch.Tensor",
            crossed: "torch.Tensor",
            numbers: "torch.Tensor",
            codes: "torch.Tensor",
        ) -> "torch.Tensor":
            rated: torch.Tensor = self.wide(users, items, crossed) + self.deep(users, items, numbers, codes)
            return rated

    return WideAndDeepNetwork()


def _build_deep_part(model: "WideAndDeep") -> "torch.nn.Module":
    import torch
    from torch import nn

    shape = model.shape
    levels = [*model.user_traits.levels.values(), *model.item_traits.levels.values()]
    numbers = len(model.user_traits.scales) + len(model.item_traits.scales)

    class DeepPart(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.user = _build_embedding(model.trained_users + 1, shape.user_embedding_dimension)
            self.item = _build_embedding(model.trained_items + 1, shape.item_embedding_dimension)
            each = shape.categorical_features_embedding_dimension
            self.codes = nn.ModuleList(nn.Embedding(len(known) + 1, each) for known in levels)
            width = shape.user_embedding_dimension + shape.item_embedding_dimension + each * len(levels) + numbers
            self.layers = _build_layers(width, shape)

        def forward(
            self, users: "torch.Tensor", items: "torch.Tensor", numbers: "torch.Tensor", codes: "torch.Tensor"
        ) -> "torch.Tensor":
            embedded = [embedding(codes[:, place]) for place, embedding in enumerate(self.codes)]
            joined = torch.cat([self.user(users), self.item(items), *embedded, numbers], dim=1)
            rated: torch.Tensor = self.layers(joined)
            return rated.squeeze(1)

    return DeepPart()


def _build_layers(width: int, shape: WideAndDeepShape) -> "torch.nn.Sequential":
    from torch import nn

    layers: list[nn.Module] = []
    for units in shape.hidden_units:
        layers.append(nn.Linear(width, units))
        if shape.batch_normalization:
            layers.append(nn.BatchNorm1d(units))
        layers += [getattr(nn, ACTIVATIONS[shape.activation_function])(), nn.Dropout(shape.dropout)]
        width = units
    return nn.Sequential(*layers, nn.Linear(width, 1))


def _build_embedding(count: int, dimension: int) -> "torch.nn.Embedding":
    """Small random numbers; the last row is zero for ever and stands for whoever is not known."""
    from torch import nn

    made = nn.Embedding(count, dimension, padding_idx=count - 1)
    with_small = made.weight.data.mul_(0.1)
    assert not with_small[-1].any()
    return made


def _build_zero_embedding(count: int, *, padding: int | None = None) -> "torch.nn.Embedding":
    from torch import nn

    made = nn.Embedding(count, 1, padding_idx=padding)
    nn.init.zeros_(made.weight)
    return made


def _look_up_embeddings(places: IndexPositions, trained: int) -> IndexPositions:
    """The rows of the embeddings: whoever was not there in training has the last one."""
    return np.where((places < 0) | (places >= trained), trained, places).astype("int64")


def _cross_hashes(users: Hashes, items: Hashes, buckets: int) -> IndexPositions:
    """The bucket of each pair of hashes, mixed as SplitMix64 does it."""
    with np.errstate(over="ignore"):
        mixed = users * np.uint64(0x9E3779B97F4A7C15) ^ items
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    return ((mixed ^ (mixed >> np.uint64(29))) % np.uint64(buckets)).astype("int64")
