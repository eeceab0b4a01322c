"""Learners and transformations tell how they were made, so that they can be made again with other values or rows."""

from collections.abc import Mapping
from dataclasses import replace

from modules.kit.module_signatures import Port
from modules.kit.ports import PreprocessingStep, Recipe, Transformation, UntrainedModel


def attach_recipe(value: object, recipe: Recipe) -> object:
    """The learner with its recipe; one that was only added to keeps its own, and other values stay as they are."""
    return replace(value, recipe=recipe) if isinstance(value, UntrainedModel) and value.recipe is None else value


def attach_steps(
    results: Mapping[str, object],
    module: str,
    title: str,
    rows_port: Port | None,
    inputs: Mapping[str, object],
    parameters: Mapping[str, object],
) -> None:
    """Have each transformation among the results tell how it was fitted, if it was fitted on rows."""
    if rows_port is None:
        return
    others = {name: value for name, value in inputs.items() if name != rows_port.name and value is not None}
    for output, value in results.items():
        if isinstance(value, Transformation):
            step = PreprocessingStep(module, title, parameters, rows_port.name, output, others)
            # Transformations are frozen, and this one has just been made.
            object.__setattr__(value, "recipe", step)
