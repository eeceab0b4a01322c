"""The guides for those who extend Designery show what is there: files, links, and code that works."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from modules.kit import ModuleError, parameter_widgets
from modules.kit.error_kind import ErrorKind
from modules.kit.error_numbers import ERROR_KINDS

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "extending"
GUIDES = sorted(FOLDER.glob("*.md"))
#: The files that the guides have readers write.
EXAMPLE_FILES = {
    "frontend/src/actions/selectDisabled.ts",
    "frontend/src/pages/TagsPage.tsx",
    "frontend/src/pages/tags.page.ts",
    "modules/classification/linear_discriminant_analysis.py",
    "server/graph/linter/wide_tables.py",
}
NAMED_FILE = re.compile(r"`((?:server|modules|tests|frontend|tools|docs)/[\w/.-]+\.(?:py|tsx?|md))`")
LINK = re.compile(r"\]\(([^)#]+)")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_files_that_a_guide_names_exist(guide: Path) -> None:
    named = set(NAMED_FILE.findall(guide.read_text())) - EXAMPLE_FILES
    assert sorted(name for name in named if not (ROOT / name).is_file()) == [], "The file moved. Name its new place."


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_links_of_a_guide_lead_somewhere(guide: Path) -> None:
    links = [link for link in LINK.findall(guide.read_text()) if "://" not in link]
    assert [link for link in links if not (guide.parent / link).exists()] == []


def test_every_guide_is_in_the_table_of_contents() -> None:
    contents = (FOLDER / "README.md").read_text()
    missing = [guide.name for guide in GUIDES if guide.name != "README.md" and f"({guide.name})" not in contents]
    assert missing == [], "Add a row to the table of docs/extending/README.md."


def read_blocks(guide: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (FOLDER / guide).read_text(), re.DOTALL)


def test_the_type_of_parameter_is_shown_as_it_is() -> None:
    widget, _hint = read_blocks("parameter-type.md", "python")
    assert widget.strip() == inspect.getsource(parameter_widgets.RefreshedWidget).strip()
    [control] = read_blocks("parameter-type.md", "tsx")
    source = ROOT / "frontend" / "src" / "features" / "inspector" / "fields" / "RefreshedControl.tsx"
    assert control == source.read_text(), "Copy the file into docs/extending/parameter-type.md."


def test_the_error_that_is_shown_is_an_entry_and_can_be_raised() -> None:
    entry, raising = read_blocks("error.md", "python")
    kinds = eval(f"{{{entry}}}", {"ErrorKind": ErrorKind})
    [(number, kind)] = kinds.items()
    assert number not in ERROR_KINDS, "The number of the example is taken. Show another one."
    assert all(text.endswith(".") for text in (kind.meaning, kind.advice))
    [call] = [node for node in ast.walk(ast.parse(raising)) if isinstance(node, ast.Call)]
    keywords = {keyword.arg for keyword in call.keywords}
    assert keywords <= set(inspect.signature(ModuleError.__init__).parameters)
