"""The ports of a module that a user wrote are changed in its source."""

from pathlib import Path

import pandas as pd
import pytest

from modules.kit import Dataset, File, ModuleError
from modules.kit.custom_module_parser import find_function, parse_custom_module, read_script_ports
from modules.kit.script_ports import ScriptPort, ScriptPorts, change_ports
from modules.kit.serialization import save_value
from modules.python_language.script_to_module import write_script_module

SOURCE = '''
def join_prices(
    sales: DataFrame,  # one row for each sale
    *,
    column: Column,
    factor: float = 2.0,
) -> DataFrame:
    """Größe: multiply a column."""
    sales[column] = sales[column] * factor
    if sales.empty:
        return sales
    return sales.reset_index(drop=True)
'''


def change(source: str, inputs: list[ScriptPort], outputs: list[ScriptPort]) -> str:
    ports = ScriptPorts(tuple(inputs), tuple(outputs))
    return change_ports(source, find_function(source), read_script_ports(source), ports).code


def test_the_ports_of_a_source_are_read_with_their_kinds() -> None:
    source = (
        "class Made(NamedTuple):\n    table: DataFrame\n    best: Model\n    rules: Object\n    page: File\n\n\n"
        "def f(many: list[DataFrame], model: Model, rules: Object, page: File | None = None) -> Made: ...\n"
    )
    assert read_script_ports(source) == ScriptPorts(
        (
            ScriptPort("many", "tables", False, "many"),
            ScriptPort("model", "model", False, "model"),
            ScriptPort("rules", "object", False, "rules"),
            ScriptPort("page", "file", True, "page"),
        ),
        (
            ScriptPort("table", "table", False, "table"),
            ScriptPort("best", "model", False, "best"),
            ScriptPort("rules", "object", False, "rules"),
            ScriptPort("page", "file", False, "page"),
        ),
    )


def test_a_port_is_renamed_wherever_the_function_uses_it_and_new_ones_are_returned() -> None:
    changed = change(
        SOURCE,
        [ScriptPort("orders", "table", False, "sales"), ScriptPort("rates", "object", True)],
        [ScriptPort("all_orders", "table", False, "results_dataset"), ScriptPort("report", "file")],
    )
    assert (
        changed
        == '''
class JoinPricesOutputs(NamedTuple):
    all_orders: DataFrame
    report: File


# one row for each sale
def join_prices(
    orders: DataFrame,
    rates: Object | None = None,
    *,
    column: Column,
    factor: float = 2.0,
) -> JoinPricesOutputs:
    """Größe: multiply a column."""
    orders[column] = orders[column] * factor
    if orders.empty:
        return orders, None
    return orders.reset_index(drop=True), None
'''
    )
    made = parse_custom_module("own_join", changed)
    assert [(port.name, port.type, port.optional) for port in made.inputs] == [
        ("orders", "dataset", False),
        ("rates", "file", True),
    ]
    assert [(port.name, port.type) for port in made.outputs] == [("all_orders", "dataset"), ("report", "file")]


def test_outputs_are_reordered_and_removed_where_they_are_returned() -> None:
    source = (
        "class Parts(NamedTuple):\n    a: DataFrame\n    b: DataFrame\n    c: DataFrame\n\n\n"
        "def f(x):\n    def g():\n        return 1\n    try:\n        return Parts(x, c=x.tail(), b=x.head())\n"
        "    except ValueError:\n        return x, (x, x)[0], x\n"
    ).replace("def f(x)", "def f(x) -> Parts")
    changed = change(
        source, [ScriptPort("x", "table", False, "x")], [ScriptPort("c", was="c"), ScriptPort("a", was="a")]
    )
    assert changed == (
        "class Parts(NamedTuple):\n    c: DataFrame\n    a: DataFrame\n\n\n"
        "def f(x: DataFrame) -> Parts:\n    def g():\n        return 1\n    try:\n        return x.tail(), x\n"
        "    except ValueError:\n        return x, x\n"
    )


def test_a_return_that_lists_no_values_is_left_and_its_line_said() -> None:
    source = "def f(x) -> tuple[DataFrame, DataFrame]:\n    made = x, x\n    return made\n"
    ports = ScriptPorts((ScriptPort("x", was="x"),), (ScriptPort("one", was="results_dataset1"),))
    changed = change_ports(source, find_function(source), read_script_ports(source), ports)
    assert (changed.unclear_lines, "    return made\n" in changed.code) == ((3,), True)


@pytest.mark.parametrize(
    ("inputs", "outputs", "message"),
    [
        (["class"], ["a"], "can't be the name of a port"),
        (["two words"], ["a"], "can't be the name of a port"),
        (["x", "x"], ["a"], "Two ports are called 'x'"),
        (["factor"], ["a"], "A parameter is called 'factor' already"),
        (["far"], ["a"], "has a variable 'far' already"),
        (["x"], [], "at least one output"),
    ],
)
def test_names_that_the_function_cannot_have_are_refused(inputs: list[str], outputs: list[str], message: str) -> None:
    source = "def f(x, *, factor: int = 2):\n    far = x\n    return far\n"
    with pytest.raises(ModuleError, match=message):
        change(source, [ScriptPort(name) for name in inputs], [ScriptPort(name) for name in outputs])


def test_an_object_goes_from_one_module_to_the_next_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    frame = Dataset(pd.DataFrame({"a": [1, 2]}))
    learned = parse_custom_module("own_learn", "def learn(x) -> Object:\n    return [x['a'].mean(), 3]\n")
    rules = learned.run({"x": frame}, {})["object"]
    assert isinstance(rules, File)
    assert rules.name == "object.joblib"
    used = parse_custom_module("own_use", "def use(x, rules: Object):\n    x['a'] -= rules[0]\n    return x\n")
    assert used.run({"x": frame, "rules": rules}, {})["results_dataset"].frame["a"].tolist() == [-0.5, 0.5]


def test_a_file_that_is_called_like_its_output_is_stored(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>")
    stored = save_value(File(tmp_path / "page.html", "page.html"), tmp_path, "page")
    assert stored.path.read_text() == "<p>"


def test_what_is_no_model_is_refused() -> None:
    made = parse_custom_module("own_f", "def f(x) -> Model:\n    return 3\n")
    with pytest.raises(ModuleError, match="f must return a Model, one of those that came in"):
        made.run({"x": Dataset(pd.DataFrame({"a": [1]}))}, {})


def test_a_script_becomes_a_module_with_the_same_ports() -> None:
    script = (
        "import pandas as pd\n\n\ndef azureml_main(dataframe1=None, dataframe2=None):\n"
        "    return helper(dataframe1), dataframe2\n\n\ndef helper(frame):\n    return frame * 2\n"
    )
    changed = write_script_module(script, "double_prices")
    made = parse_custom_module("own_double", changed.code)
    assert (made.title, changed.unclear_lines) == ("Double Prices", ())
    assert [(port.name, port.optional) for port in made.inputs] == [("dataframe1", True), ("dataframe2", True)]
    assert [port.name for port in made.outputs] == ["result_dataset", "result_dataset2"]
    frame = Dataset(pd.DataFrame({"a": [1]}))
    outputs = made.run({"dataframe1": frame, "dataframe2": frame}, {})
    assert [outputs[port].frame["a"].tolist() for port in outputs] == [[2], [1]]


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("x = 1", "must define transform"),
        ("def transform(a:\n", "SyntaxError"),
        ("def transform(*frames):\n    return frames\n", "arguments that have no port"),
    ],
)
def test_a_script_that_can_be_no_module_says_why(script: str, message: str) -> None:
    with pytest.raises(ModuleError, match=message):
        write_script_module(script, "f")


def test_what_stays_is_written_as_it_was() -> None:
    source = 'def f(x: "pd.DataFrame", y=None) -> tuple[DataFrame, DataFrame]:\n    return x, y\n'
    there = read_script_ports(source)
    ports = ScriptPorts((*there.inputs, ScriptPort("model", "model")), there.outputs)
    changed = change_ports(source, find_function(source), there, ports).code
    assert changed == (
        'def f(x: "pd.DataFrame", y: DataFrame | None, model: Model) -> tuple[DataFrame, DataFrame]:\n    return x, y\n'
    )
