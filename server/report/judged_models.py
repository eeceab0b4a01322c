"""The models of an evaluation whose details are of one kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from modules.kit.metrics import find_headline, get_metric_value
from modules.kit.views.evaluation_view import EvaluatedModel
from modules.kit.views.view_model import ViewModel

DetailsKind = TypeVar("DetailsKind", bound=ViewModel)


@dataclass(frozen=True)
class JudgedModel(Generic[DetailsKind]):
    """A model with its metrics and details of a known kind."""

    name: str
    metrics: Mapping[str, float]
    details: DetailsKind


def select_models(models: Sequence[EvaluatedModel], kind: type[DetailsKind]) -> list[JudgedModel[DetailsKind]]:
    """Those whose details are of this kind."""
    return [
        JudgedModel(model.name, model.metrics, model.details) for model in models if isinstance(model.details, kind)
    ]


def rank_models(models: Sequence[EvaluatedModel]) -> list[EvaluatedModel]:
    """The models from the best on, by the metric that says first how well they do; as they are where none does."""
    metric = find_headline([model.metrics for model in models])
    if metric is None:
        return list(models)
    sign = -1 if metric.better == "higher" else 1
    return sorted(models, key=lambda model: sign * (get_metric_value(model.metrics, metric) or 0.0))


def select_pair(
    models: Sequence[EvaluatedModel], kind: type[DetailsKind]
) -> tuple[JudgedModel[DetailsKind], JudgedModel[DetailsKind] | None]:
    """The first model, whose details are of this kind, and the second one if its details are too."""
    first, *others = select_models(models[:2], kind)
    return first, others[0] if others else None
