"""Learners that are made in Python as a design would make them."""

from collections.abc import Callable

from modules.kit.declare import catalog


def configure_learner(function: Callable[..., object], *inputs: object, **parameters: object) -> object:
    """The learner that a module makes, with its recipe: parameters may be sweeps, as in a design.

    `configure_learner(two_class_boosted_decision_tree, learning_rate={"list": [0.1, 0.2]})`
    """
    declared = catalog()[function.__name__]
    named = {port.name: value for port, value in zip(declared.inputs, inputs, strict=False)}
    return next(iter(declared.run(named, parameters).values()))
