"""What is known of a declared module: its ports and parameters by its signature, and how it is run and asked.

Positional arguments are input ports, keyword-only arguments are parameters, the return annotation is the output ports.
"""

import inspect
import json
import typing
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import ModuleError
from modules.kit.external_requests import ExternalRequest
from modules.kit.large_tables.large_work import LargeTableUse
from modules.kit.learner_placeholders import PlaceholderDrawing, draw_placeholder
from modules.kit.module_roles import SOURCE_ROLES, ModuleRole
from modules.kit.module_signatures import Port, get_parameter_title, read_input_port, read_output_ports
from modules.kit.module_traits import Traits, get_rule_arguments
from modules.kit.parameter_widgets import ParameterWidget
from modules.kit.ports import Recipe, UntrainedModel, to_port_type
from modules.kit.recipes import attach_recipe, attach_steps
from modules.kit.requirements import Tool, format_install_command, list_missing_extras, list_missing_packages
from modules.kit.row_functions import RowCompiler
from modules.kit.schema import ModelSchema, Schema, Task
from modules.kit.schema_rules import DryRun, build_empty_dataset
from modules.kit.sweeps import Sweep, split_sweeps
from modules.kit.views.dataset_view import DatasetView
from modules.kit.widget_building import build_widgets

Result = TypeVar("Result")
PortSchema = Schema | ModelSchema | None
#: Values by name: of parameters, or of what comes in at ports.
Values = Mapping[str, object]
AtInference = Literal["keep", "drop", "replace"]


@dataclass(frozen=True)
class Call:
    """The arguments of an example call, which the tests run and the help shows."""

    inputs: tuple[object, ...]
    parameters: Mapping[str, object]

    @classmethod
    def of(cls, *inputs: object, **parameters: object) -> "Call":
        return cls(inputs, parameters)


#: {format of the design: the defaults up to that format of parameters that have others now}; a function where they
#: depend on the parameters that are given.
FormerDefaults = Mapping[int, Mapping[str, object] | Callable[[Mapping[str, object]], Mapping[str, object]]]


@dataclass(frozen=True)
class Module:
    """A declared module: the function, and what its signature and `@module` say."""

    function: Callable[..., Any]
    title: str
    category: str
    icon: str
    example: Callable[[], Call] | None
    schema: Callable[..., object] | DryRun | None
    external_request: Callable[[BaseModel], ExternalRequest | None] | None
    deterministic: bool
    trusted: bool
    task: Task | None
    requires: tuple[str, ...]
    keywords: tuple[str, ...]
    tools: tuple[Tool, ...]
    replaces: tuple[str, ...]
    at_inference: AtInference | None
    palette: bool
    role: ModuleRole | None
    traits: Traits
    emit_code: Callable[[StepCode], None] | None = None
    compile_rows: RowCompiler | None = None
    former_defaults: FormerDefaults = field(default_factory=dict)
    large_tables: LargeTableUse | None = None
    palette_group: str = ""
    inputs: tuple[Port, ...] = field(init=False)
    outputs: tuple[Port, ...] = field(init=False)
    parameters: type[BaseModel] = field(init=False)

    def __post_init__(self) -> None:
        hints = typing.get_type_hints(self.function, include_extras=True)
        signature = inspect.signature(self.function)
        positional: list[Port] = []
        keyword: dict[str, Any] = {}
        for argument in signature.parameters.values():
            if argument.kind is argument.KEYWORD_ONLY:
                default = ... if argument.default is argument.empty else argument.default
                keyword[argument.name] = (hints[argument.name], default)
            else:
                positional.append(read_input_port(argument, hints[argument.name]))
        config = ConfigDict(extra="forbid", frozen=True, title=self.title, field_title_generator=get_parameter_title)
        object.__setattr__(self, "inputs", tuple(positional))
        object.__setattr__(self, "outputs", read_output_ports(hints["return"]))
        object.__setattr__(self, "parameters", create_model(self.name, __config__=config, **keyword))

    @property
    def name(self) -> str:
        return self.function.__name__

    def get_former_defaults(self, design_format: int, given: Mapping[str, object]) -> Mapping[str, object]:
        """What parameters that have another default now meant in designs of this format when they were left out."""
        former = self.former_defaults.get(design_format, {})
        return former(given) if callable(former) else former

    @property
    def summary(self) -> str:
        """The first sentence of the help."""
        return self.help.split("\n", 1)[0]

    @property
    def help(self) -> str:
        return inspect.cleandoc(self.function.__doc__ or "")

    @cached_property
    def widgets(self) -> Mapping[str, ParameterWidget]:
        """The fields of the form, by the names of the parameters."""
        return build_widgets(self.parameters)

    @cached_property
    def file(self) -> Path:
        """The file that declares the module."""
        return Path(inspect.getfile(inspect.unwrap(self.function)))

    @cached_property
    def code(self) -> str:
        """The text of that file; of a user's own module its source."""
        own: str | None = getattr(self.function, "__source__", None)
        return own if own is not None else self.file.read_text(encoding="utf-8")

    @cached_property
    def missing_packages(self) -> tuple[str, ...]:
        """The packages that the module needs and this machine does not have."""
        return (
            *list_missing_packages(self.requires),
            *(tool.package for tool in self.tools if not tool.is_installed()),
        )

    @cached_property
    def install_command(self) -> str:
        """The commands that bring what is missing; empty where nothing is."""
        tools = [tool.package for tool in self.tools if tool.package in self.missing_packages]
        return format_install_command([name for name in self.missing_packages if name not in tools], tools)

    def forget_missing_packages(self) -> None:
        """Look again for the packages when somebody asks next: some were installed."""
        self.__dict__.pop("missing_packages", None)
        self.__dict__.pop("install_command", None)

    @property
    def missing_extras(self) -> tuple[str, ...]:
        """The extras of Designery that bring what is missing, as far as they do."""
        return list_missing_extras(self.missing_packages)

    @property
    def placeholder(self) -> PlaceholderDrawing | None:
        """What its cards show of a learner that nothing has trained yet; None for other modules."""
        learns = self.outputs != () and self.outputs[0].type == "untrained_model"
        return draw_placeholder(self.icon) if learns else None

    @property
    def inference(self) -> AtInference:
        """What becomes of the module in a deployed design: it stays, its data pass by it, or what it fitted is applied.

        Unless declared, modules that give a transformation beside a dataset are replaced by that transformation.
        """
        if self.at_inference is not None:
            return self.at_inference
        return "replace" if {"dataset", "transformation"} <= {port.type for port in self.outputs} else "keep"

    @property
    def rows_port(self) -> Port | None:
        """The input with the rows that it works on; others, as a vocabulary, only serve."""
        return next((port for port in self.inputs if port.type == "dataset" and not port.many), None)

    @property
    def source(self) -> bool:
        """Whether it stands for stored data and is never run: the caller of a run puts the data in its place."""
        return self.role in SOURCE_ROLES

    @property
    def is_custom(self) -> bool:
        """Whether a user wrote it, for a design."""
        return hasattr(self.function, "__source__")

    def find_input(self, name: str) -> Port | None:
        return next((port for port in self.inputs if port.name == name), None)

    def find_output(self, name: str) -> Port | None:
        return next((port for port in self.outputs if port.name == name), None)

    def read_value(self, parameters: Values, field: str, text: str) -> Any:
        """The value of a parameter, as JSON, that a text stands for beside the others; ModuleError where it is none."""
        tried: list[object] = [text]
        with suppress(ValueError):
            tried.append(json.loads(text))
        reasons = []
        for value in tried:
            try:
                return self.parameters.model_validate({**parameters, field: value}).model_dump(mode="json")[field]
            except ValidationError as error:
                reasons.append(error.errors()[0]["msg"])
        title = self.widgets[field].title if field in self.widgets else field
        raise ModuleError(8, f"'{text}' is no value for {title} of {self.title}: {reasons[0]}.", parameter=field)

    def run(self, inputs: Values, parameters: Values) -> dict[str, Any]:
        """Call the function with validated parameters; returns the value of each output port by name."""
        return self.prepare_run(parameters)(inputs)

    def prepare_run(self, parameters: Values) -> Callable[[Values], dict[str, Any]]:
        """The call with these parameters, validated once: for callers that repeat it."""
        return partial(self._call, *split_sweeps(self.parameters.model_validate(dict(parameters))))

    def _call(self, given: dict[str, object], space: dict[str, Sweep], inputs: Values) -> dict[str, Any]:
        arguments = [_to_argument(inputs.get(port.name), port) for port in self.inputs]
        result = self.function(*arguments, **given)
        values = tuple(result) if isinstance(result, tuple) else (result,)
        if any(port.type == "untrained_model" for port in self.outputs):
            models = {name: model for name, model in inputs.items() if isinstance(model, UntrainedModel)}
            values = tuple(attach_recipe(value, Recipe(self.name, given, models, space)) for value in values)
        results = {port.name: value for port, value in zip(self.outputs, values, strict=True)}
        attach_steps(results, self.name, self.title, self.rows_port, inputs, given)
        return results

    def infer_schemas(self, inputs: Mapping[str, object], parameters: BaseModel) -> dict[str, PortSchema]:
        """What will leave each output port, as far as it can be told before a run. Never raises on user input."""
        unknown: dict[str, PortSchema] = {port.name: self._get_default_schema(port) for port in self.outputs}
        if self.schema is None or any(
            inputs.get(port.name) is None for port in self.inputs if not port.optional and self._needs_input(port.name)
        ):
            return unknown
        try:
            inferred = self._apply_schema_rule(inputs, parameters)
        except Exception:
            return unknown
        inferred = inferred if isinstance(inferred, tuple) else (inferred,)
        return unknown | {port.name: value for port, value in zip(self.outputs, inferred, strict=False)}

    def find_refusal(self, inputs: Mapping[str, object], parameters: BaseModel) -> ModuleError | None:
        """Why these parameters can't be used with these columns, where the rule that tells the columns says so."""
        try:
            self._apply_schema_rule(inputs, parameters)
        except ModuleError as error:
            return error
        except Exception:
            return None
        return None

    def _get_default_schema(self, port: Port) -> PortSchema:
        return ModelSchema(self.task) if port.type == "untrained_model" and self.task else None

    def _needs_input(self, name: str) -> bool:
        return isinstance(self.schema, DryRun) or name in get_rule_arguments(_check_callable(self.schema))

    def _apply_schema_rule(self, inputs: Mapping[str, object], parameters: BaseModel) -> Any:
        values = {name: getattr(parameters, name) for name in type(parameters).model_fields}
        if isinstance(self.schema, DryRun):
            empty = {name: build_empty_dataset(value) for name, value in inputs.items() if isinstance(value, Schema)}
            return tuple(getattr(value, "schema", None) for value in self.run(empty, values).values())
        return self._call_rule(_check_callable(self.schema), inputs, values)

    def depends_on_other_rows(self, parameters: Mapping[str, object]) -> bool:
        """Whether what becomes of a row depends on the other rows."""
        declared = self.traits.depends_on_other_rows
        if declared is None:
            ports = {port.type for port in self.inputs}
            return "dataset" in ports and any(port.type == "transformation" for port in self.outputs)
        return self.evaluate_flag(declared, parameters)

    def evaluate_flag(self, said: bool | Callable[..., bool], parameters: Mapping[str, object]) -> bool:
        """A trait that is so or not, or a rule over the parameters."""
        return said if isinstance(said, bool) else bool(self._evaluate_rule(said, {}, parameters, False))

    def find_renamed_columns(self, inputs: Mapping[str, object], parameters: Mapping[str, object]) -> dict[str, str]:
        """{old name: new name} of the columns that only change their name."""
        return self._evaluate_columns(self.traits.renames, inputs, parameters)

    def find_derived_columns(
        self, inputs: Mapping[str, object], parameters: Mapping[str, object]
    ) -> dict[str, tuple[str, ...]]:
        """{new column: the columns that it is computed from}, as far as the module tells."""
        return self._evaluate_columns(self.traits.derives, inputs, parameters)

    def find_earlier_columns(self, inputs: Mapping[str, object], parameters: Mapping[str, object]) -> dict[str, int]:
        """{column: how many rows back it begins, 0 with the row itself} of those that no later row goes into."""
        return self._evaluate_columns(self.traits.looks_back, inputs, parameters)

    def find_altered_columns(self, inputs: Mapping[str, object], parameters: Mapping[str, object]) -> dict[str, str]:
        """{column: "fills" or "scales"} of the columns whose values are replaced under their own name."""
        return self._evaluate_columns(self.traits.alters, inputs, parameters)

    def find_read_columns(
        self, inputs: Mapping[str, object], parameters: Mapping[str, object]
    ) -> frozenset[str] | None:
        """The columns whose values go into other columns or decide about rows; None where any may."""
        rule, unknown = self.traits.reads, None
        return self._evaluate_rule(rule, inputs, parameters, unknown) if rule else None

    def find_doubts(self, inputs: Mapping[str, object], parameters: Mapping[str, object]) -> dict[str, str]:
        """{parameter: a sentence} of the settings that can run but are probably not meant so."""
        return self._evaluate_columns(self.traits.doubts, inputs, parameters)

    def find_needed_inputs(self, parameters: Mapping[str, object]) -> tuple[str, ...]:
        """The inputs that must be connected: those that are not optional, and those that these parameters need."""
        rule, none = self.traits.needs_inputs, tuple[str, ...]()
        needed = self._evaluate_rule(rule, {}, parameters, none) if rule else none
        return tuple(port.name for port in self.inputs if not port.optional or port.name in needed)

    def profile_output(self, parameters: Mapping[str, object]) -> DatasetView | None:
        """What is in the table at the first output, where the parameters alone say it."""
        return self._evaluate_rule(rule, {}, parameters, None) if (rule := self.traits.profile) else None

    def _evaluate_columns(
        self,
        rule: Callable[..., Mapping[str, Result]] | None,
        inputs: Mapping[str, object],
        parameters: Mapping[str, object],
    ) -> dict[str, Result]:
        none: Mapping[str, Result] = {}
        return dict(self._evaluate_rule(rule, inputs, parameters, none)) if rule else {}

    def _evaluate_rule(
        self,
        rule: Callable[..., Result],
        inputs: Mapping[str, object],
        parameters: Mapping[str, object],
        default: Result,
    ) -> Result:
        """What a rule says; `default` where parameters do not fit or the rule refuses them. Never raises."""
        try:
            valid = self.parameters.model_validate(dict(parameters))
            return self._call_rule(rule, inputs, {name: getattr(valid, name) for name in type(valid).model_fields})
        except Exception:
            return default

    def _call_rule(
        self, rule: Callable[..., Result], inputs: Mapping[str, object], values: Mapping[str, object]
    ) -> Result:
        known = {**{port.name: inputs.get(port.name) for port in self.inputs}, **values}
        return rule(**{name: known[name] for name in get_rule_arguments(rule)})


def _check_callable(schema: object) -> Callable[..., object]:
    assert callable(schema)
    return schema


def _to_argument(value: Any, port: Port) -> object:
    if port.many:
        return [to_port_type(item, port.type) for item in value or ()]
    return to_port_type(value, port.type)
