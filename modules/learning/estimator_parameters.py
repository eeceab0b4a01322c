"""What an estimator was made with, read without looking at its signature each time."""

from functools import cache
from typing import Any


def read_parameters(estimator: Any, *, deep: bool = True) -> dict[str, Any]:
    """What `get_params` says. To read the signature of a class takes longer than to write a line of a script."""
    from sklearn.base import BaseEstimator  # the server reads the catalog without the libraries of its modules

    kind: type = type(estimator)
    if getattr(kind, "get_params", None) is not BaseEstimator.get_params:
        known: dict[str, Any] = estimator.get_params(deep=deep) if hasattr(estimator, "get_params") else {}
        return known
    own = {name: getattr(estimator, name) for name in _list_parameter_names(kind)}
    if not deep:
        return own
    inner = {name: value for name, value in own.items() if hasattr(value, "get_params") and not isinstance(value, type)}
    return own | {
        f"{name}__{parameter}": one
        for name, value in inner.items()
        for parameter, one in read_parameters(value).items()
    }


@cache
def _list_parameter_names(kind: type) -> tuple[str, ...]:
    names: list[str] = kind._get_param_names()  # type: ignore[attr-defined]
    return tuple(names)
