"""The field of the form for each parameter, as the catalog sends it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from modules.kit import (
    Columns,
    ParameterRow,
    catalog,
    code,
    column_of,
    columns_of,
    multiline,
    rows_of,
    hidden_when,
    shown_when,
    sweepable,
    titled,
)
from modules.kit.custom_module_parser import parse_custom_module
from modules.kit.parameter_widgets import WIDGET_CLASSES, RowsWidget, list_shown_cells
from modules.kit.widget_building import build_widgets
from tests.modules.kit.test_custom_module_parser import OUTLIERS_MODULE


def test_a_widget_says_all_that_the_form_needs() -> None:
    assert catalog()["import_data"].widgets["sql_query"].model_dump() == {
        "kind": "code",
        "name": "sql_query",
        "title": "SQL query",
        "help": "Runs in the database; its result is the dataset. It should only read.",
        "required": False,
        "nullable": False,
        "default": "",
        "shown_when": {"data_source": ["SQL database"]},
        "hidden_when": {},
        "sweepable": False,
        "suggested_values": [],
        "secret": False,
        "withheld": "without_scripts",
        "language": "sql",
        "min_length": None,
    }


def test_every_kind_is_used_or_is_for_modules_that_users_write() -> None:
    widgets = [widget for module in catalog().values() for widget in module.widgets.values()]
    used = {widget.kind for widget in widgets}
    used |= {cell.kind for widget in widgets if isinstance(widget, RowsWidget) for cell in widget.cells}
    kinds = {widget.model_fields["kind"].default for widget in WIDGET_CLASSES}
    assert used | {"list", "json"} == kinds


def test_null_and_references_are_taken_apart() -> None:
    widgets = catalog()["split_data"].widgets
    assert (widgets["stratify_by"].kind, widgets["stratify_by"].nullable) == ("column", True)
    picker = catalog()["select_columns_in_dataset"].widgets["select_columns"]
    assert (picker.kind, picker.nullable) == ("columns", False)


def test_the_picker_of_datasets_has_the_version_in_it() -> None:
    kinds = {name: widget.kind for name, widget in catalog()["dataset"].widgets.items()}
    assert kinds == {"dataset": "dataset", "version": "dataset_version"}
    assert catalog()["file"].widgets["dataset"].model_dump()["accepts"] == "file"


def test_what_a_link_withholds_is_said_with_each_parameter() -> None:
    withheld = {
        (widget.kind, widget.withheld, widget.secret)
        for module in catalog().values()
        for widget in module.widgets.values()
        if widget.withheld != "never" or widget.secret
    }
    assert withheld == {
        ("artifact", "always", False),
        ("dataset", "always", False),
        ("model", "always", False),
        ("connection", "always", False),
        ("refreshed", "always", False),
        ("secrets", "without_scripts", True),
        ("code", "without_scripts", False),
        ("environment", "without_scripts", False),
        ("multiline", "without_rows", False),
    }


def test_a_module_that_a_user_wrote_has_its_widgets() -> None:
    made = parse_custom_module("own_outliers", OUTLIERS_MODULE)
    assert {name: widget.kind for name, widget in made.widgets.items()} == {
        "column": "column",
        "threshold": "number",
        "tails": "choice",
        "shown": "columns",
        "environment": "environment",
        "secrets": "secrets",
    }


class Example(BaseModel):
    """Parameters of each kind that needs no data."""

    trees: Annotated[int, Field(ge=1, lt=100), sweepable(4, 8)] = 8
    picked: Annotated[Columns, columns_of("dataset", types=("text",))] = Columns()
    names: Annotated[tuple[str, ...], columns_of("dataset")] = ()
    words: list[str] = []
    text: Annotated[str, code("text")] = ""
    typed: Annotated[str, multiline, Field(min_length=1)] = "a"
    level: Literal[1, 2] = 1
    only: Annotated[str, titled("Only then"), shown_when(level=(1, 2)), Field(max_length=9)]
    anything: dict[str, int] | list[int] | None = None


#: What every widget has, as it is where nothing was declared.
PLAIN: dict[str, Any] = {
    "help": None,
    "nullable": False,
    "shown_when": {},
    "hidden_when": {},
    "sweepable": False,
    "suggested_values": [],
    "secret": False,
    "withheld": "never",
}


def test_the_type_and_the_hints_of_a_parameter_choose_its_widget() -> None:
    widgets = {name: widget.model_dump() for name, widget in build_widgets(Example).items()}
    own = {
        name: {key: value for key, value in widget.items() if PLAIN.get(key, ...) != value}
        for name, widget in widgets.items()
    }
    limits = {"minimum": 1, "maximum": None, "exclusive_minimum": None, "exclusive_maximum": 100}
    assert all(widget.pop("name") == name and widget.pop("title") for name, widget in own.items())
    assert [own[name].pop("required") for name in own] == [name == "only" for name in own]
    assert own.pop("picked") == {
        "kind": "columns",
        "default": Columns().model_dump(mode="json"),
        "port": "dataset",
        "types": ["text"],
    }
    assert own == {
        "trees": {
            "kind": "number",
            "default": 8,
            "sweepable": True,
            "suggested_values": [4, 8],
            "whole": True,
            **limits,
        },
        "names": {"kind": "column_names", "default": [], "port": "dataset", "types": []},
        "words": {"kind": "list", "default": []},
        "text": {"kind": "code", "default": "", "language": "text", "min_length": None},
        "typed": {"kind": "multiline", "default": "a", "withheld": "without_rows", "min_length": 1},
        "level": {"kind": "choice", "default": 1, "options": [1, 2]},
        "only": {
            "kind": "text",
            "default": None,
            "shown_when": {"level": [1, 2]},
            "min_length": None,
            "max_length": 9,
            "pattern": None,
        },
        "anything": {"kind": "json", "default": None, "nullable": True},
    }


class Rule(ParameterRow):
    """A row of a table."""

    column: Annotated[str, column_of("dataset", types=("integer",))]
    action: Literal["keep", "drop"] = "keep"
    share: Annotated[float, Field(ge=0, le=1), shown_when(action="drop"), hidden_when(column="a", action="drop")] = 0.5


class Table(BaseModel):
    """A parameter that is a table."""

    rules: Annotated[tuple[Rule, ...], rows_of(Rule, row_title="rule"), Field(min_length=1, max_length=9)]


def test_a_table_of_rows_has_the_widgets_of_its_cells() -> None:
    widget = build_widgets(Table)["rules"]
    assert isinstance(widget, RowsWidget)
    assert (widget.kind, widget.row_title, widget.min_rows, widget.max_rows) == ("rows", "rule", 1, 9)
    cells = [(cell.kind, cell.name, cell.required, cell.shown_when) for cell in widget.cells]
    assert cells == [
        ("column", "column", True, {}),
        ("choice", "action", False, {}),
        ("number", "share", False, {"action": ["drop"]}),
    ]
    shown = [[cell.name for cell in list_shown_cells(widget, row)] for row in ({}, {"action": "drop"})]
    assert shown == [["column", "action"], ["column", "action", "share"]]
    hiding = {"column": "a", "action": "drop"}
    assert [cell.name for cell in list_shown_cells(widget, hiding)] == ["column", "action"]
