"""The field of the form for each parameter: a tagged union by kind, which the catalog sends and the server goes by.

A new kind is a class here, in the union at the end. Its `read_schema` says by the JSON schema of a parameter, with the
hints of `parameters.py`, whether the field is one of its kind.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, JsonValue

from modules.kit.widget_bases import BaseWidget, ColumnPicker, HintedWidget, JsonSchema, Withheld

DatabaseKind = Literal["postgresql", "mysql", "sqlserver", "oracle", "odbc", "snowflake", "bigquery"]
StorageKind = Literal["s3", "azure", "gcs", "sftp"]
ConnectionKind = DatabaseKind | StorageKind | Literal["rest"]
DATABASE_KINDS: tuple[DatabaseKind, ...] = get_args(DatabaseKind)
STORAGE_KINDS: tuple[StorageKind, ...] = get_args(StorageKind)
CodeLanguage = Literal["python", "sql", "r", "text"]

#: Languages whose sources a link shows only together with its scripts.
SCRIPT_LANGUAGES: frozenset[CodeLanguage] = frozenset({"python", "sql", "r"})


class ArtifactWidget(HintedWidget):
    """A stored result. No field shows it: whoever made the design has chosen it."""

    kind: Literal["artifact"] = "artifact"
    withheld: Withheld = "always"
    hint = "artifact_reference"


class DatasetWidget(BaseWidget):
    """A dataset of the workspace, or a file as it was uploaded. The picker has the version in it."""

    kind: Literal["dataset"] = "dataset"
    withheld: Withheld = "always"
    accepts: Literal["table", "file"]

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        reference = schema.get("dataset_reference")
        return {"accepts": "file" if reference == "file" else "table"} if reference else None


class DatasetVersionWidget(HintedWidget):
    """The version of the chosen dataset; null is the newest. The picker of datasets draws it."""

    kind: Literal["dataset_version"] = "dataset_version"
    hint = "dataset_version"


class ModelWidget(BaseWidget):
    """A registered model or transformation by its name. The picker has the version in it."""

    kind: Literal["model"] = "model"
    withheld: Withheld = "always"
    accepts: Literal["trained_model", "transformation"]

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        accepted = schema.get("model_reference")
        return {"accepts": accepted} if accepted else None


class ModelVersionWidget(HintedWidget):
    """The version of the chosen model. The picker of models draws it."""

    kind: Literal["model_version"] = "model_version"
    hint = "model_version"


class ConnectionWidget(BaseWidget):
    """A stored connection of one of some kinds."""

    kind: Literal["connection"] = "connection"
    withheld: Withheld = "always"
    connection_kinds: list[ConnectionKind]

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        kinds = schema.get("connection_of")
        return {"connection_kinds": kinds} if kinds else None


class RefreshedWidget(HintedWidget):
    """When data from outside were last fetched again: a button."""

    kind: Literal["refreshed"] = "refreshed"
    withheld: Withheld = "always"
    hint = "refreshed_at"


class SecretsWidget(HintedWidget):
    """Names of secrets. The source of a script names them, too."""

    kind: Literal["secrets"] = "secrets"
    secret: bool = True
    withheld: Withheld = "without_scripts"
    hint = "secret_names"


class LoopSettingWidget(HintedWidget):
    """A setting of a module between the beginning and the end of a loop: the node and the parameter, as `id.name`."""

    kind: Literal["loop_setting"] = "loop_setting"
    hint = "loop_setting"


class EnvironmentWidget(HintedWidget):
    """An environment by its name, with or without the number of a version."""

    kind: Literal["environment"] = "environment"
    withheld: Withheld = "without_scripts"
    hint = "environment_reference"


class CodeWidget(BaseWidget):
    """An editor for code."""

    kind: Literal["code"] = "code"
    language: CodeLanguage
    min_length: int | None

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        language = schema.get("code")
        if not language:
            return None
        withheld = "without_scripts" if language in SCRIPT_LANGUAGES else "never"
        return {"language": language, "min_length": schema.get("minLength"), "withheld": withheld}


class ConditionsWidget(HintedWidget):
    """Conditions on the rows of the dataset at an input port."""

    kind: Literal["conditions"] = "conditions"
    port: str
    hint = "conditions_of"

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        picker = schema.get(cls.hint)
        return picker if isinstance(picker, dict) else None


class ColumnWidget(ColumnPicker):
    """One column by its name."""

    kind: Literal["column"] = "column"
    hint = "column_of"


class ColumnNamesWidget(ColumnPicker):
    """Some columns by their names, in the order of choosing."""

    kind: Literal["column_names"] = "column_names"
    hint = "columns_of"

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        return super().read_schema(schema) if schema.get("type") == "array" else None


class ColumnsWidget(ColumnPicker):
    """A choice of columns that holds for other data as well: a `Columns`."""

    kind: Literal["columns"] = "columns"
    hint = "columns_of"


class ChoiceWidget(BaseWidget):
    """One of a few values."""

    kind: Literal["choice"] = "choice"
    options: list[str | bool | int | float]

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        options = [schema["const"]] if "const" in schema else schema.get("enum")
        return {"options": options} if isinstance(options, list) else None


class SwitchWidget(BaseWidget):
    """Yes or no."""

    kind: Literal["switch"] = "switch"

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        return {} if schema.get("type") == "boolean" else None


class NumberWidget(BaseWidget):
    """A number, or a `whole` one, within its limits."""

    kind: Literal["number"] = "number"
    whole: bool
    minimum: int | float | None
    maximum: int | float | None
    exclusive_minimum: int | float | None
    exclusive_maximum: int | float | None

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        if schema.get("type") not in ("number", "integer"):
            return None
        return {
            "whole": schema["type"] == "integer",
            "minimum": schema.get("minimum"),
            "maximum": schema.get("maximum"),
            "exclusive_minimum": schema.get("exclusiveMinimum"),
            "exclusive_maximum": schema.get("exclusiveMaximum"),
        }


class MultilineWidget(BaseWidget):
    """Text of several lines, as typed data. Of data, visitors see as many rows as the link shows."""

    kind: Literal["multiline"] = "multiline"
    withheld: Withheld = "without_rows"
    min_length: int | None

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        return {"min_length": schema.get("minLength")} if schema.get("multiline") else None


class TextWidget(BaseWidget):
    """A line of text."""

    kind: Literal["text"] = "text"
    min_length: int | None
    max_length: int | None
    pattern: str | None

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        if schema.get("type") != "string":
            return None
        limits = {"min_length": "minLength", "max_length": "maxLength", "pattern": "pattern"}
        return {name: schema.get(key) for name, key in limits.items()}


class ListWidget(BaseWidget):
    """A list of texts."""

    kind: Literal["list"] = "list"

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        items = schema.get("items")
        texts = schema.get("type") == "array" and isinstance(items, dict) and items.get("type") == "string"
        return {} if texts else None


class FormulaWidget(HintedWidget):
    """A formula over the columns of the dataset at an input port (`modules/kit/formulas`)."""

    kind: Literal["formula"] = "formula"
    port: str
    #: What the formula has to give, where only one type will do.
    gives: Literal["any", "boolean"] = "any"
    #: How functions are called, as "round(number, digits)", and words that are no names of columns without brackets.
    functions: list[str]
    reserved: list[str]
    hint = "formula_of"

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        hint = schema.get(cls.hint)
        return hint if isinstance(hint, dict) else None


#: What draws one cell of a row: the kinds that fit into one.
CellWidget = Annotated[
    FormulaWidget
    | ConditionsWidget
    | ColumnWidget
    | ColumnNamesWidget
    | ColumnsWidget
    | ChoiceWidget
    | SwitchWidget
    | NumberWidget
    | TextWidget
    | ListWidget,
    Field(discriminator="kind"),
]


class RowsWidget(HintedWidget):
    """A table that the user fills in: each row is a model of a few fields, and its cells are drawn like parameters."""

    kind: Literal["rows"] = "rows"
    #: What one row is called, in lower case: "Add a rule".
    row_title: str
    #: The fields of a row. `shown_when` of a cell goes by the other cells of its row.
    cells: list[CellWidget]
    #: The cell that names a column which the rows below may use, too.
    adds_column: str | None = None
    min_rows: int | None
    max_rows: int | None
    hint = "rows_of"

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        hint = schema.get(cls.hint)
        if not isinstance(hint, dict):
            return None
        return {**hint, "min_rows": schema.get("minItems"), "max_rows": schema.get("maxItems")}


def list_shown_cells(widget: RowsWidget, row: Mapping[str, JsonValue]) -> list[CellWidget]:
    """The cells that the form shows of a row, by the values of its other cells."""
    values = {cell.name: row.get(cell.name, cell.default) for cell in widget.cells}
    return [cell for cell in widget.cells if cell.is_shown(values)]


class JsonWidget(BaseWidget):
    """Any other value, as JSON."""

    kind: Literal["json"] = "json"

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        del schema  # anything can be drawn so
        return {}


#: The first kind that fits a parameter draws it, so the special ones come first.
ParameterWidget = Annotated[
    ArtifactWidget
    | DatasetWidget
    | DatasetVersionWidget
    | ModelWidget
    | ModelVersionWidget
    | ConnectionWidget
    | RefreshedWidget
    | SecretsWidget
    | EnvironmentWidget
    | LoopSettingWidget
    | CodeWidget
    | FormulaWidget
    | RowsWidget
    | ConditionsWidget
    | ColumnWidget
    | ColumnNamesWidget
    | ColumnsWidget
    | ChoiceWidget
    | SwitchWidget
    | NumberWidget
    | MultilineWidget
    | TextWidget
    | ListWidget
    | JsonWidget,
    Field(discriminator="kind"),
]
WIDGET_CLASSES: tuple[type[BaseWidget], ...] = get_args(get_args(ParameterWidget)[0])
