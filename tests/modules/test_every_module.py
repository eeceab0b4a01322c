"""What every module of the catalog promises, tested for each of them by its own example."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from modules.kit import TRAINING_DATA, Dataset, Evaluation, Module, Schema, Transformation, catalog
from modules.kit.ports import PORT_TYPES
from modules.kit.serialization import load_value, save_value
from tests.view_json import build_thumbnail, build_view

MODULES = list(catalog().values())
DRAWABLE_TYPES = {"string", "number", "integer", "boolean", "null"}

every_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
every_runnable_module = pytest.mark.parametrize(
    "module", [module for module in MODULES if not module.source], ids=lambda module: module.name
)

#: Runs the example of a module, or gives what came out of it before.
Run = Callable[[Module], dict[str, Any]]


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What the example of a module gives: its tests look at one run, and the one about seeds makes another."""

    @cache
    def run(name: str) -> dict[str, Any]:
        return _run_example(catalog()[name], tmp_path_factory.mktemp(name))

    return lambda module: run(module.name)


@every_module
def test_a_module_lives_in_the_file_of_its_name_in_the_folder_of_its_category(module: Module) -> None:
    file = module.file
    assert (file.stem, file.parent.name) == (module.name, _to_snake_case(module.category))


@every_module
def test_a_module_is_named_like_its_title(module: Module) -> None:
    assert module.name == _to_snake_case(module.title)


@every_module
def test_the_help_begins_with_one_sentence(module: Module) -> None:
    assert re.fullmatch(r"[A-Z][^.]*\.", module.summary), f"{module.summary!r} is not one sentence on one line."


@every_module
def test_an_icon_is_the_name_of_a_tabler_icon(module: Module) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]*", module.icon)
    assert module.icon != "box", "This is the icon of a module without one."


@every_module
def test_learners_have_a_sketch_and_nothing_else_has(module: Module) -> None:
    learns = module.find_output("untrained_model") is not None and module.name != "create_python_model"
    assert (module.placeholder is not None) == learns


@every_module
def test_ports_and_parameters_have_names_of_their_own(module: Module) -> None:
    inputs = [port.name for port in module.inputs]
    names = [*inputs, *module.parameters.model_fields]
    outputs = [port.name for port in module.outputs]
    assert (len(set(names)), len(set(outputs))) == (len(names), len(outputs))


@every_module
def test_every_default_is_a_valid_value(module: Module) -> None:
    fields = module.parameters.model_fields
    defaults = {name: field.get_default() for name, field in fields.items() if not field.is_required()}
    required = _get_example_parameters(module) if not module.source else _make_source_parameters(module)
    module.parameters.model_validate(required | defaults)


@every_module
def test_the_form_can_be_drawn(module: Module) -> None:
    schema = module.parameters.model_json_schema()
    for name, field in schema.get("properties", {}).items():
        assert field["title"], name
        assert _is_drawable(field, schema.get("$defs", {})), f"No form field can be drawn for '{name}': {field}"


@every_module
def test_every_parameter_says_what_it_does(module: Module) -> None:
    for name, field in module.parameters.model_json_schema().get("properties", {}).items():
        assert re.fullmatch(r"[\s\S]{8,}\.", field.get("description", "")), (
            f"'{name}' needs a sentence that explains it."
        )


@every_module
def test_conditions_and_column_pickers_name_what_the_module_has(module: Module) -> None:
    schema = module.parameters.model_json_schema()
    properties = schema.get("properties", {})
    for field in properties.values():
        for picker in (field.get("column_of"), field.get("columns_of")):
            port = picker["port"] if picker is not None else TRAINING_DATA
            assert port == TRAINING_DATA or module.find_input(port) is not None
            assert picker is None or port != TRAINING_DATA or module.find_output("untrained_model") is not None
        for name, values in (*field.get("shown_when", {}).items(), *field.get("hidden_when", {}).items()):
            allowed = properties[name].get("enum")
            assert allowed is None or set(values) <= set(allowed)


@every_runnable_module
def test_the_example_runs_on_mapped_inputs_and_gives_what_the_ports_promise(module: Module, first_run: Run) -> None:
    outputs = first_run(module)
    kinds = {name: type(value) for name, value in outputs.items()}
    assert [port.name for port in module.outputs] == list(outputs)
    assert all(issubclass(kinds[port.name], PORT_TYPES[port.type]) for port in module.outputs)


@every_runnable_module
def test_predicted_columns_are_the_real_ones(module: Module, first_run: Run) -> None:
    outputs = first_run(module)
    inputs = {name: value.schema for name, value in _make_example_inputs(module).items() if isinstance(value, Dataset)}
    predicted = module.infer_schemas(inputs, module.parameters.model_validate(_get_example_parameters(module)))
    for name, value in outputs.items():
        told = predicted[name]
        if isinstance(value, Dataset) and isinstance(told, Schema):
            real = _list_columns(value.schema)
            assert _list_columns(told) == (real if told.complete else [column for column in real if column[0] in told])


@every_runnable_module
def test_outputs_survive_saving_and_loading(module: Module, first_run: Run, tmp_path: Path) -> None:
    for port, value in first_run(module).items():
        saved = save_value(value, tmp_path, port)
        loaded = load_value(saved.path, module.find_output(port).type)  # type: ignore[union-attr]
        assert _to_comparable(loaded) == _to_comparable(value)


@every_runnable_module
def test_the_same_seed_gives_the_same_result(module: Module, first_run: Run, tmp_path: Path) -> None:
    if not module.deterministic:
        return
    first, second = first_run(module), _run_example(module, tmp_path)
    assert {port: _to_comparable(value) for port, value in first.items()} == {
        port: _to_comparable(value) for port, value in second.items()
    }


@every_runnable_module
def test_views_and_glances_are_json(module: Module, first_run: Run) -> None:
    for value in first_run(module).values():
        json.dumps([build_view(value), build_thumbnail(value)], allow_nan=False)


def test_modules_that_are_sources_take_nothing_and_are_the_only_ones_without_an_example() -> None:
    sources = [module.name for module in MODULES if module.source]
    assert sources == [module.name for module in MODULES if module.example is None]
    assert all(not catalog()[name].inputs for name in sources)


def _to_snake_case(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", title.lower())


def _make_source_parameters(module: Module) -> dict[str, Any]:
    stored = {"dataset": "sample:automobile_price", "artifact": "0" * 64, "model": "car-price"}
    return {name: value for name, value in stored.items() if name in module.parameters.model_fields}


def _get_example_parameters(module: Module) -> dict[str, Any]:
    assert module.example is not None, f"{module.title} has no example."
    return dict(module.example().parameters)


def _make_example_inputs(module: Module) -> dict[str, Any]:
    assert module.example is not None, f"{module.title} has no example."
    call = module.example()
    return {port.name: value for port, value in zip(module.inputs, call.inputs, strict=False)}


def _run_example(module: Module, folder: Path) -> dict[str, Any]:
    """Run it as a worker does: datasets come from files, mapped, so that writing into them fails."""
    return module.run(
        {name: _save_and_load(value, folder, name) for name, value in _make_example_inputs(module).items()},
        _get_example_parameters(module),
    )


def _save_and_load(value: Any, folder: Path, name: str) -> Any:
    if isinstance(value, list):
        return [_save_and_load(item, folder, f"{name}{place}") for place, item in enumerate(value)]
    if isinstance(value, Dataset):
        return load_value(save_value(value, folder, f"input_{name}").path, "dataset")
    return value


def _is_drawable(field: dict[str, Any], definitions: dict[str, Any]) -> bool:
    if "$ref" in field:
        return field["$ref"].removeprefix("#/$defs/") in definitions
    if "anyOf" in field:
        return all(_is_drawable(choice, definitions) for choice in field["anyOf"])
    if field.get("type") == "array":
        return _is_drawable(field["items"], definitions)
    return "enum" in field or "const" in field or field.get("type") in DRAWABLE_TYPES


def _list_columns(schema: Schema) -> list[tuple[str, str, str]]:
    return [(column.name, column.type, column.role) for column in schema]


def _to_comparable(value: Any) -> Any:
    """What two equal values have in common; of models it is the view, since they have no equality of their own."""
    if isinstance(value, Dataset):
        return _list_columns(value.schema), value.scores, value.frame.to_csv()
    if isinstance(value, Transformation):
        return type(value), repr(value.describe())
    if isinstance(value, Evaluation):
        return json.dumps(build_view(value))
    return type(value), json.dumps(build_view(value))
