"""Modules that users write in R: their ports are read, changed in the source, and run where R is there."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from designery.custom_modules import CustomModule

from modules.kit import Dataset, File, ModuleError
from modules.kit.custom_module_parser import change_script_ports, parse_custom_module, read_script_ports
from modules.kit.r_source import find_language
from modules.kit.script_ports import ScriptPort, ScriptPorts
from modules.r_language.execute_r_script import R_TEMPLATE, execute_r_script
from modules.r_language.r_script_to_module import write_r_script_module

needs_r = pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")

SOURCE = """\
#' Adds the price to each sale.
#' @param factor What prices are multiplied by.
#' @input rates object
#' @output priced table
#' @output page file
enrich <- function(sales, rates, prices = NULL, factor = 0.5, mode = c("full", "short")) {
  helper <- function(x) { return(list(x)) }
  sales$prices <- "prices ("  # prices
  if (is.null(prices)) {
    return(list(sales, "none"))
  }
  out <- merge(sales, y = prices, prices = prices)
  list(
    page = write_page(out),
    priced = helper(out)
  )
}
"""


def change(source: str, inputs: Sequence[ScriptPort], outputs: Sequence[ScriptPort]) -> tuple[str, tuple[int, ...]]:
    changed = change_script_ports(source, ScriptPorts(tuple(inputs), tuple(outputs)))
    return changed.code, changed.unclear_lines


@pytest.mark.parametrize(
    ("source", "language"),
    [
        (SOURCE, "r"),
        ("f = function(x) x\n", "r"),
        ("#' Help.\nbroken(", "r"),
        ("def f(table): ...\n", "python"),
        ('def f(table):\n    """\nf <- function(x) x\n    """\n', "python"),
        ("", "python"),
    ],
)
def test_the_source_says_its_language(source: str, language: str) -> None:
    assert find_language(source) == language


def test_a_module_in_r_has_ports_fields_and_help() -> None:
    made = parse_custom_module("own_enrich", SOURCE)
    assert (made.title, made.summary) == ("Enrich", "Adds the price to each sale.")
    ports = [(port.name, port.type, port.optional) for port in made.inputs]
    assert ports == [("sales", "dataset", False), ("rates", "file", False), ("prices", "dataset", True)]
    assert [(port.name, port.type) for port in made.outputs] == [("priced", "dataset"), ("page", "file")]
    fields = made.parameters.model_fields
    assert list(fields) == ["factor", "mode", "secrets", "random_seed"]
    assert (fields["factor"].default, fields["mode"].default) == (0.5, "full")
    assert fields["factor"].description == "What prices are multiplied by."


def test_a_function_without_comments_takes_and_gives_tables() -> None:
    assert read_script_ports("clean <- function(first, second = NULL) first\n") == ScriptPorts(
        (ScriptPort("first", "table", False, "first"), ScriptPort("second", "table", True, "second")),
        (ScriptPort("results_dataset", "table", False, "results_dataset"),),
    )


def test_ports_are_renamed_reordered_added_and_removed() -> None:
    code, unclear = change(
        SOURCE,
        [
            ScriptPort("orders", "table", False, "sales"),
            ScriptPort("costs", "table", True, "prices"),
            ScriptPort("more", "tables"),
        ],
        [
            ScriptPort("sheet", "file", False, "page"),
            ScriptPort("priced", "table", False, "priced"),
            ScriptPort("rules", "object"),
        ],
    )
    assert unclear == ()
    assert (
        code
        == """\
#' Adds the price to each sale.
#' @param factor What prices are multiplied by.
#' @input more tables
#' @output sheet file
#' @output priced table
#' @output rules object
enrich <- function(orders, costs = NULL, more, factor = 0.5, mode = c("full", "short")) {
  helper <- function(x) { return(list(x)) }
  orders$prices <- "prices ("  # prices
  if (is.null(costs)) {
    return(list(sheet = "none", priced = orders, rules = NULL))
  }
  out <- merge(orders, y = costs, prices = costs)
  list(sheet = write_page(out), priced = helper(out), rules = NULL)
}
"""
    )


def test_what_is_returned_in_another_way_is_named_by_its_line() -> None:
    source = "f <- function(a) {\n  if (nrow(a) > 3) {\n    a\n  } else {\n    head(a)\n  }\n}\n"
    named = ScriptPort("results_dataset", "table", False, "results_dataset")
    code, unclear = change(source, [ScriptPort("a", "table", False, "a")], [named, ScriptPort("rest")])
    assert unclear == (4,)
    assert code.splitlines()[3].startswith("  if (nrow(a)")


@pytest.mark.parametrize(
    ("inputs", "outputs", "words"),
    [
        ([], [], "at least one output"),
        ([ScriptPort("a.b")], [ScriptPort("x")], "can't be the name"),
        ([ScriptPort("a"), ScriptPort("a")], [ScriptPort("x")], "Two ports"),
        ([ScriptPort("best", "model")], [ScriptPort("x")], "R can't read or make a trained model"),
        ([ScriptPort("factor")], [ScriptPort("x")], "A parameter is called 'factor'"),
        ([ScriptPort("out")], [ScriptPort("x")], "has a variable 'out'"),
    ],
)
def test_ports_that_the_function_cannot_have_are_refused(
    inputs: list[ScriptPort], outputs: list[ScriptPort], words: str
) -> None:
    with pytest.raises(ModuleError, match=words):
        change(SOURCE, inputs, outputs)


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("#' Help.\nx <- 1\n", 1, "Define a function"),
        ("f <- function(a) {\n  b <- (a\n}\n", 3, "closes no bracket"),
        ("f <- function(a) {\n", 2, "never closed"),
        ("f <- function(...) 1\n", 1, "has no names"),
        ("f <- function(a = nrow(b)) 1\n", 1, "plain value"),
        ("#' @output best model\nf <- function(a) a\n", 1, "A port is written as"),
        ("#' @input b file\nf <- function(a) a\n", 2, "has no argument 'b'"),
        ("f <- function(a, model_x = 3) a\n", 1, "can't be the name of a parameter"),
    ],
)
def test_a_source_that_is_no_module_is_refused_with_its_line(source: str, line: int, words: str) -> None:
    with pytest.raises(ModuleError, match=words) as refused:
        parse_custom_module("own_f", source)
    assert refused.value.line == line


def test_a_script_becomes_a_module_with_the_same_ports() -> None:
    made = write_r_script_module(R_TEMPLATE, "my_script")
    assert made.unclear_lines == ()
    module = parse_custom_module("own_my_script", made.code)
    assert [(port.name, port.optional) for port in module.inputs] == [("dataframe1", True), ("dataframe2", True)]
    assert [port.name for port in module.outputs] == ["result_dataset", "result_dataset2"]
    assert "return(list(result_dataset = dataframe1, result_dataset2 = dataframe2))" in made.code


def test_a_script_whose_function_is_not_last_is_refused() -> None:
    with pytest.raises(ModuleError, match="at the end of the script"):
        write_r_script_module("azureml_main <- function(a) a\nother <- function(b) b\n", "f")


@pytest.mark.parametrize("source", [SOURCE, 'f <- function(a, b = NULL, text = "x, (") a\n', "f = function() 1\n"])
def test_the_client_reads_the_same_ports(source: str) -> None:
    made, module = CustomModule("own_f", source), parse_custom_module("own_f", source)
    assert made.inputs == tuple(port.name for port in module.inputs)
    assert made.outputs == tuple(port.name for port in module.outputs)


TABLE = Dataset(pd.DataFrame({"a": [1, 2, 3], "b": ["x", "å", None]}), {"a": "label"})


@needs_r
def test_the_scripts_function_may_be_called_transform() -> None:
    made = execute_r_script(TABLE, r_script="transform <- function(df) df[df$a > 1, ]").result_dataset
    assert list(made.frame["a"]) == [2, 3]


@needs_r
def test_a_module_in_r_runs_with_tables_files_objects_and_parameters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    learn = """\
#' @output rules object
#' @output kept table
#' @output page file
learn <- function(table, extra = NULL, shift = 2L, word = "é\\\\n") {
  writeLines(word, "page.txt")
  list(page = "page.txt", kept = table, rules = list(low = min(table$a) + shift, none = is.null(extra)))
}
"""
    made = parse_custom_module("own_learn", learn).run({"table": TABLE}, {"shift": 5, "word": 'é "q"'})
    assert made["page"].path.read_text(encoding="utf-8") == 'é "q"\n'
    assert made["kept"].roles == {"a": "label"}
    apply = """\
#' @input many tables
#' @input rules object
#' @input page file
apply_rules <- function(many, rules, page) {
  data.frame(rows = vapply(many, nrow, 1L), low = rules$low, none = rules$none, text = readLines(page))
}
"""
    inputs = {"many": [TABLE, TABLE], "rules": made["rules"], "page": made["page"]}
    table = parse_custom_module("own_apply", apply).run(inputs, {})["results_dataset"].frame
    assert table.to_dict("list") == {"rows": [3, 3], "low": [6, 6], "none": [True, True], "text": ['é "q"'] * 2}


@needs_r
@pytest.mark.parametrize(
    ("body", "words", "line"),
    [
        ("table", r"must return list\(x = ..., y = ...\)", None),
        ("list(x = table)", "'y' is not in it", None),
        ("list(table, 'missing.txt')", "the path of a file that it has written", None),
        ("list(NULL, 'a')", "returned NULL for output 'x'", None),
        ("stop('too few')", "too few", 4),
    ],
)
def test_what_goes_wrong_in_r_is_said(body: str, words: str, line: int | None) -> None:
    source = f"#' @output x table\n#' @output y file\nf <- function(table) {{\n  {body}\n}}\n"
    with pytest.raises(ModuleError, match=words) as failed:
        parse_custom_module("own_f", source).run({"table": TABLE}, {})
    assert failed.value.line == line


@needs_r
def test_a_file_that_is_no_object_of_r_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "object.joblib"
    path.write_text("no object", encoding="utf-8")
    with pytest.raises(ModuleError, match="holds no object that R can read"):
        parse_custom_module("own_f", "#' @input rules object\nf <- function(rules) data.frame(a = 1)\n").run(
            {"rules": File(path, path.name)}, {}
        )
