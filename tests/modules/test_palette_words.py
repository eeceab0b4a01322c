"""Somebody from another tool finds a habit by its name there: a title or a keyword of the module that does it."""

import pytest

from modules.kit import catalog

#: {what is typed: the module that must be found by it}
WORDS = {
    # Excel
    "sort": "sort",
    "pivot table": "pivot",
    "VLOOKUP": "map_values",
    "SUMIF": "aggregate",
    "text to columns": "split_text",
    "if": "formula",
    # KNIME
    "group by": "aggregate",
    "row filter": "select_rows",
    "rule engine": "conditional_rules",
    "math formula": "formula",
    "string manipulation": "edit_text",
    "column renamer": "select_and_rename",
    "cell splitter": "split_text",
    "unpivoting": "unpivot",
    "pivoting": "pivot",
    "sorter": "sort",
    # Alteryx
    "summarize": "aggregate",
    "cross tab": "pivot",
    "DateTime tool": "date_and_time",
    "RegEx tool": "edit_text",
    "find replace": "map_values",
    "select tool": "select_and_rename",
    # Orange
    "feature constructor": "formula",
    "melt": "unpivot",
    "transpose": "transpose",
    "create class": "conditional_rules",
    "edit domain": "select_and_rename",
    # Dataiku, pandas, SQL
    "order by": "sort",
    "groupby": "aggregate",
    "case when": "conditional_rules",
    "formula": "formula",
    "date": "date_and_time",
    "datediff": "date_and_time",
    "time zone": "date_and_time",
    "date dimension": "calendar_table",
    "fiscal year": "calendar_table",
    "create date&time range": "calendar_table",
    "explode": "split_text",
    "levenshtein": "edit_text",
    "rename columns": "select_and_rename",
    "value counts": "aggregate",
    "fill down": "fill_gaps",
    "interpolate": "fill_gaps",
    "INDEX MATCH": "map_values",
    "COUNTIFS": "aggregate",
    "IFERROR": "formula",
    "constant value column": "formula",
    "column aggregator": "formula",
    "numeric binner": "group_data_into_bins",
    "tile": "group_data_into_bins",
    "extract date&time fields": "date_and_time",
    "duration": "date_and_time",
    "browse": "summarize_data",
    "output data": "export_data",
    "append queries": "add_rows",
    "year over year": "window",
    "map": "chart",
    "topic modelling": "latent_dirichlet_allocation",
}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_another_tool_finds_the_module(word: str) -> None:
    module = catalog()[WORDS[word]]
    known = {text.casefold() for text in (module.title, *module.keywords)}
    assert word.casefold() in known
