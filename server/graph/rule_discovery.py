"""Rules that are found by being written: a decorator declares one, and its package is searched for them."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from server.graph.analyzed_design import Problem

Subject = TypeVar("Subject")


class RuleBook(Generic[Subject]):
    """The rules in the files of one package, in the order that each declares. `Subject` is what a rule looks at."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._rules: dict[int, Callable[[Subject], Iterator[Problem]]] = {}

    def rule(
        self, *, order: int
    ) -> Callable[[Callable[[Subject], Iterator[Problem]]], Callable[[Subject], Iterator[Problem]]]:
        """Declares a function as a rule. What a rule with a lower `order` finds is listed first."""

        def declare(check: Callable[[Subject], Iterator[Problem]]) -> Callable[[Subject], Iterator[Problem]]:
            other = self._rules.setdefault(order, check)
            if other is not check:
                names = " and ".join(f"{one.__module__}.{one.__name__}" for one in (other, check))
                raise ValueError(
                    f"{names} both have order={order}. Give the new rule a free number: it decides where its problems "
                    "stand in the list."
                )
            return check

        return declare

    def discover(self) -> tuple[Callable[[Subject], Iterator[Problem]], ...]:
        """All rules, after every file of the package was imported."""
        package = importlib.import_module(self._package)
        for found in pkgutil.iter_modules(package.__path__, prefix=f"{self._package}."):
            importlib.import_module(found.name)
        return tuple(self._rules[order] for order in sorted(self._rules))
