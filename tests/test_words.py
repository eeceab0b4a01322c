"""The texts that people read use the usual words: none of those in tools/retired_phrases.toml."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import pytest

from tools.measure_names import ROOT, WORD_LISTS
from tools.syntax_trees import list_tree_nodes

RETIRED = tomllib.loads(WORD_LISTS.with_name("retired_phrases.toml").read_text())["phrases"]
PATTERNS = {phrase: re.compile(rf"\b(?:{phrase})\b", re.IGNORECASE) for phrase in RETIRED}

MESSAGES = ROOT / "frontend" / "src" / "messages"
TEMPLATES = ROOT / "server" / "shell" / "templates"
#: The page that lists retired words beside those in use.
GLOSSARY = ROOT / "docs" / "glossary.md"

TYPESCRIPT_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
TYPESCRIPT_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
HTML_TEXT = re.compile(r">([^<>]*[a-z][^<>]*)<")
JINJA = re.compile(r"\{[%#{].*?[%#}]\}", re.DOTALL)
MARKDOWN_CODE = re.compile(r"^(?:```.*?^```|    .*?)$|`[^`\n]*`|\]\([^)]*\)", re.DOTALL | re.MULTILINE)
#: What is read as a sentence, other than names, paths and SQL.
SENTENCE = re.compile(r"[A-Z'\"\0].*\s.*[.?:]\s*", re.DOTALL)

Text = tuple[str, str]


def list_app_texts() -> Iterator[Text]:
    """String literals of the browser app's messages, each with its place."""
    for path in sorted(MESSAGES.glob("*.ts")):
        source = TYPESCRIPT_COMMENT.sub("", path.read_text())
        for literal in TYPESCRIPT_TEXT.finditer(source):
            yield path.name, literal[1] or literal[2] or ""


def list_template_texts() -> Iterator[Text]:
    """What stands between the tags of pages that are not the app."""
    for path in sorted(TEMPLATES.glob("*.html")):
        for text in HTML_TEXT.finditer(JINJA.sub("", path.read_text())):
            yield path.name, text[1]


@cache
def list_python_sentences() -> Sequence[Text]:
    """Sentences in the strings of server and modules: errors, problems, descriptions, the command line."""
    return [
        (f"{path.relative_to(ROOT)}:{line}", text)
        for folder in ("server", "modules")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line, text in _find_sentences(ast.parse(path.read_text()))
    ]


def _find_sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = list_tree_nodes(tree)
    docstrings = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    pieces = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if id(node) in docstrings | pieces or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        text = _read_text(node)
        if SENTENCE.fullmatch(text):
            yield node.lineno, text


def _read_text(node: ast.Constant | ast.JoinedStr) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "\0" for part in parts
    )


def list_documentation() -> Iterator[Text]:
    """The lines of the documentation, without code and addresses."""
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        if path != GLOSSARY:
            text = MARKDOWN_CODE.sub(lambda code: "\n" * code[0].count("\n"), path.read_text())
            for line, words in enumerate(text.splitlines(), 1):
                yield f"{path.relative_to(ROOT)}:{line}", words


def find_retired_phrases(texts: Iterable[Text]) -> list[str]:
    """Where a retired phrase is, and what to write in its place."""
    return [
        f"{place}: {found[0]!r}, write {RETIRED[phrase]!r}: {text.strip()[:160]}"
        for place, text in texts
        for phrase, pattern in PATTERNS.items()
        if (found := pattern.search(text))
    ]


@pytest.mark.parametrize(
    "texts",
    [list_app_texts, list_template_texts, list_python_sentences, list_documentation],
    ids=lambda one: one.__name__,
)
def test_no_retired_phrase_is_read(texts: Callable[[], Iterable[Text]]) -> None:
    found = find_retired_phrases(texts())
    assert found == [], "\n".join(found)


def test_there_is_something_to_read() -> None:
    assert len(list(list_app_texts())) > 2_000
    assert len(list(list_template_texts())) > 50
    assert len(list(list_python_sentences())) > 1_000
    assert len(list(list_documentation())) > 1_000


def test_the_glossary_names_what_took_the_place_of_each_retired_word() -> None:
    rows = [line.split("|")[1:-1] for line in GLOSSARY.read_text().splitlines() if line.startswith("| ")]
    replaced = ", ".join(row[3] for row in rows if len(row) == 4)
    for word in ("live sample", "visitor", "kept module", "own module", "trial", "muted", "paper", "less is better"):
        assert word in replaced
