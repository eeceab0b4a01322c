"""Several values for one parameter: what Tune Model Hyperparameters tries in turn.

A parameter marked `sweepable` takes, besides a plain value, `{"list": [0.1, 0.2]}` or
`{"range": {"minimum": 0.01, "maximum": 1, "scale": "log", "steps": 5}}`; scale and steps may be left out.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import (
    BaseModel,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    ValidatorFunctionWrapHandler,
)
from pydantic_core import PydanticCustomError, core_schema

Scale = Literal["linear", "log"]

#: A grid takes this many values of a range that does not say how many.
DEFAULT_STEPS = 5
MAX_STEPS = 1000
MAX_VALUES = 1000


@dataclass(frozen=True)
class Choices:
    """Each of these values."""

    values: tuple[Any, ...]

    @property
    def first(self) -> Any:
        return self.values[0]

    def list_values(self) -> tuple[object, ...]:
        return self.values

    def to_json(self) -> dict[str, object]:
        return {"list": list(self.values)}

    def __str__(self) -> str:
        """As people say it: `0.1, 0.2 or 0.4`."""
        words = [_format_value(value) for value in self.values]
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


@dataclass(frozen=True)
class Range:
    """Every number from `minimum` to `maximum`, or every whole one; a log scale tries small ones as often as large."""

    minimum: float
    maximum: float
    scale: Scale = "linear"
    steps: int | None = None
    whole: bool = False

    @property
    def first(self) -> float:
        return self.minimum

    def list_values(self) -> tuple[float, ...]:
        """Evenly spread values, the ends among them; fewer where whole numbers coincide."""
        count = self.steps or DEFAULT_STEPS
        return tuple(dict.fromkeys(self.value_at(step / (count - 1)) for step in range(count)))

    def value_at(self, share: float) -> float:
        """The value at a share of the way from the minimum to the maximum, on the range's own scale."""
        if self.scale == "log":
            low, high = math.log(self.minimum), math.log(self.maximum)
            value = math.exp(low + share * (high - low))
        else:
            value = self.minimum + share * (self.maximum - self.minimum)
        value = min(max(float(f"{value:.12g}"), self.minimum), self.maximum)
        return round(value) if self.whole else value

    def to_json(self) -> dict[str, object]:
        steps = {} if self.steps is None else {"steps": self.steps}
        return {"range": {"minimum": self.minimum, "maximum": self.maximum, "scale": self.scale, **steps}}

    def __str__(self) -> str:
        """As people say it: `0.01 to 1, log scale`."""
        words = f"{_format_value(self.minimum)} to {_format_value(self.maximum)}"
        return f"{words}, log scale" if self.scale == "log" else words


Sweep = Choices | Range


def _format_value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


@dataclass(frozen=True)
class Sweepable:
    """The parameter may be set to several values; `usual` are those that are tried when nobody names any."""

    suggested_values: tuple[object, ...] = ()

    def __call__(self, *usual: object) -> "Sweepable":
        """The same mark with the values that are usually tried: `sweepable(0.1, 0.2, 0.4)`."""
        return Sweepable(usual)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_wrap_validator_function(
            lambda value, validate: _validate_value(value, validate, source),
            handler(source),
            serialization=core_schema.wrap_serializer_function_ser_schema(_serialize_value),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        usual = {"sweep": Choices(self.suggested_values).to_json()} if self.suggested_values else {}
        return {**handler(schema), "sweepable": True, **usual}


sweepable = Sweepable()


def is_sweep(value: object) -> bool:
    """Whether a stored value of a parameter stands for several."""
    return isinstance(value, Choices | Range) or (isinstance(value, Mapping) and set(value) in ({"list"}, {"range"}))


def _serialize_value(value: object, serialize: SerializerFunctionWrapHandler) -> object:
    return value.to_json() if isinstance(value, Choices | Range) else serialize(value)


def _validate_value(value: object, validate: ValidatorFunctionWrapHandler, source: object) -> object:
    if not is_sweep(value):
        return validate(value)
    stored = value.to_json() if isinstance(value, Choices | Range) else value
    assert isinstance(stored, Mapping)
    return (
        _parse_choices(stored["list"], validate)
        if "list" in stored
        else _parse_range(stored["range"], validate, source)
    )


def _parse_choices(values: object, validate: ValidatorFunctionWrapHandler) -> Choices:
    if not isinstance(values, list | tuple) or not 1 <= len(values) <= MAX_VALUES:
        raise _sweep_error(f"needs a list of 1 to {MAX_VALUES:,} values to try")
    return Choices(tuple(dict.fromkeys(validate(value) for value in values)))


def _parse_range(stored: object, validate: ValidatorFunctionWrapHandler, source: object) -> Range:
    if not isinstance(stored, Mapping) or not {"minimum", "maximum"} <= set(stored) <= set(Range.__annotations__):
        raise _sweep_error("needs a minimum and a maximum, and may have a scale and a number of steps")
    low, high = validate(stored["minimum"]), validate(stored["maximum"])
    if not all(isinstance(end, int | float) and not isinstance(end, bool) for end in (low, high)):
        raise _sweep_error("is not a number, so it needs a list of values, not a range")
    scale, steps = stored.get("scale", "linear"), stored.get("steps")
    if scale not in get_args(Scale):
        raise _sweep_error("takes the scale 'linear' or 'log'")
    if low >= high:
        raise _sweep_error(f"needs a range whose end is above its start. It goes from {low:g} to {high:g}")
    if scale == "log" and low <= 0:
        raise _sweep_error(f"needs a range that starts above 0 for a log scale. It starts at {low:g}")
    if steps is not None and not (type(steps) is int and 2 <= steps <= MAX_STEPS):
        raise _sweep_error(f"needs 2 to {MAX_STEPS:,} steps")
    return Range(low, high, scale, steps, whole=source is int)


def _sweep_error(message: str) -> PydanticCustomError:
    return PydanticCustomError("sweep", "{wanted}", {"wanted": message})


def split_sweeps(valid: BaseModel) -> tuple[dict[str, object], dict[str, Sweep]]:
    """One value for each parameter, and apart from them those that stand for several."""
    fields = type(valid).model_fields
    given = {name: getattr(valid, name) for name in fields}
    space = {name: value for name, value in given.items() if isinstance(value, Choices | Range)}
    single = {
        name: fields[name].get_default() if not fields[name].is_required() else sweep.first
        for name, sweep in space.items()
    }
    return given | single, space
