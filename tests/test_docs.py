"""The documentation names every setting, every command with its options, and every module."""

from pathlib import Path

import click
import pytest

from modules.kit import catalog
from server.cli import main
from server.settings import Settings
from tests.benchmarks.baselines import CASES, UNMEASURED
from tests.benchmarks.bench_modules import AIM_RATIO
from tests.generate_docs import (
    USUAL_NEIGHBORS_FILE,
    render_errors_page,
    render_permissions_page,
    render_settings_page,
    render_usual_neighbors,
)
from tests.module_reference import render_modules_page

DOCS = Path(__file__).parent.parent / "docs"


def test_the_settings_page_is_what_the_settings_say() -> None:
    assert (DOCS / "settings.md").read_text() == render_settings_page(), "Run: python -m tests.generate_docs"


def test_the_modules_page_is_what_the_catalog_says() -> None:
    assert (DOCS / "modules.md").read_text() == render_modules_page(), "Run: python -m tests.generate_docs"


def test_the_errors_page_is_what_the_list_of_numbers_says() -> None:
    assert (DOCS / "errors.md").read_text() == render_errors_page(), "Run: python -m tests.generate_docs"


def test_the_permissions_page_is_what_the_routes_say() -> None:
    assert (DOCS / "permissions.md").read_text() == render_permissions_page(), "Run: python -m tests.generate_docs"


@pytest.mark.parametrize("name", main.commands)
def test_every_command_and_option_is_documented(name: str) -> None:
    page = (DOCS / "command-line.md").read_text()
    assert f"## `designery {name}`" in page
    for option in main.commands[name].params:
        if isinstance(option, click.Option):
            assert option.opts[0] in page


def test_every_page_is_in_the_table_of_contents() -> None:
    contents = (DOCS / "README.md").read_text()
    assert [page.name for page in DOCS.glob("*.md") if page.name not in contents and page.name != "README.md"] == []


def test_each_module_is_in_the_table_of_benchmarks_and_whatever_takes_long_is_explained() -> None:
    page = (DOCS / "benchmarks.md").read_text()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| `")]
    measured = {row[0].strip("`"): row for row in rows}
    assert set(measured) == set(CASES)
    assert [name for name, row in measured.items() if float(row[1]) > AIM_RATIO and not row[-1]] == []
    assert [name for name in UNMEASURED if f"`{name}`" not in page] == []
    assert set(catalog()) <= {case.module or name for name, case in CASES.items()} | set(CASES) | set(UNMEASURED)


def test_what_usually_follows_is_read_from_the_samples() -> None:
    assert USUAL_NEIGHBORS_FILE.read_text() == render_usual_neighbors(), "Run: python -m tests.generate_docs"


def test_there_is_something_to_document() -> None:
    assert Settings.model_fields
    assert catalog()
