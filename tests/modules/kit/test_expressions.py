"""Generated code is made of expressions: nothing in a design becomes code, and brackets stand where they must."""

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import modules
import server
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr, fill_statement, join_parts, literal, name

MODULES = Path(modules.__file__).parent
#: What puts scripts together, and so may see the text of an expression.
WRITERS = (MODULES / "kit" / "codegen", Path(server.__file__).parent / "graph" / "codegen")
#: What takes a template first.
TEMPLATE_FUNCTIONS = {"expr", "fill_statement", "template"}
#: Where expressions of our own source, or of a library's repr, are taken as they are.
SOURCE_READERS = {"math_functions.py", "learner_codegen.py"}

a, b, c = name("a"), name("b"), name("c")


def test_a_text_is_a_literal_and_a_variable_is_a_name() -> None:
    table = ScriptVariable(name("data"))
    made = expr("{table}.dropna(subset=[{label}])", table=table, label='x"]); import os')
    assert made.python == """data.dropna(subset=['x"]); import os'])"""


def test_an_expression_cannot_be_put_into_a_text() -> None:
    with pytest.raises(TypeError, match="is put into a template, not into a text"):
        f"{a}"
    with pytest.raises(TypeError, match="is put into a template, not into a text"):
        str(ScriptVariable(a))


def test_a_text_is_no_expression() -> None:
    with pytest.raises(TypeError):
        Expr("os.remove")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="is no name"):
        name("a; b")
    with pytest.raises(ValueError, match="is no name"):
        a.call(**{"x=1)#": 1})


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (a.compare("!=", 5) & b.method("notna"), "(a != 5) & b.notna()"),
        (~(a | b) & c, "~(a | b) & c"),
        (join_parts("&", [a & b, c]), "a & b & c"),
        (join_parts("|", [a & b, a.compare(">", 1)]), "a & b | (a > 1)"),
        (expr("{x} - {y}", x=a, y=expr("b - c")), "a - (b - c)"),
        (expr("{x} / {y}", x=expr("b / c"), y=-1), "b / c / -1"),
        (expr("{x} ** 2", x=-1), "(-1) ** 2"),
        (literal(-1).method("bit_length"), "(-1).bit_length()"),
        (literal(5).method("bit_length"), "(5).bit_length()"),
        (expr("lambda x: x").call(a), "(lambda x: x)(a)"),
        (a.item(expr("b, c")), "a[b, c]"),
        (a.call(expr("b, c")), "a((b, c))"),
        (a.call(expr("b if c else a")), "a(b if c else a)"),
        (
            expr("[{x} for x in {y}]", x=expr("b if c else a"), y=expr("b if c else a")),
            "[b if c else a for x in (b if c else a)]",
        ),
        (expr("not {x}", x=expr("a and b")), "not (a and b)"),
        (expr("({x} - {y}) / {z}", x=a, y=b, z=c), "(a - b) / c"),
        (literal({"x": [a, (1,)], 2: None}), '{"x": [a, (1,)], 2: None}'),
    ],
)
def test_brackets_stand_where_python_needs_them_and_nowhere_else(made: Expr, code: str) -> None:
    assert made.python == code


numbers = st.integers(-3, 3)
#: Pairs of an expression and its value.
Pair = tuple[Expr, int]


def combine(children: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    operators = st.sampled_from(
        [
            (lambda x, y: x & y, lambda x, y: x & y),
            (lambda x, y: x | y, lambda x, y: x | y),
            (lambda x, y: x.compare("!=", y), lambda x, y: x != y),
            (lambda x, y: x.compare("<", y), lambda x, y: x < y),
            (lambda x, y: expr("{x} - {y}", x=x, y=y), lambda x, y: x - y),
            (lambda x, y: expr("{x} + {y} * {x}", x=x, y=y), lambda x, y: x + y * x),
            (lambda x, y: expr("-{x} * (1 - {y})", x=x, y=y), lambda x, y: -x * (1 - y)),
            (lambda x, y: expr("{x} if {y} else {x} or {y}", x=x, y=y), lambda x, y: x if y else x or y),
            (lambda x, y: expr("not {x} and {y}", x=x, y=y), lambda x, y: not x and y),
            (lambda x, y: expr("({x}, {y})[0]", x=y, y=x), lambda x, y: y or (y and x)),
            (lambda x, y: ~x & y, lambda x, y: ~int(x) & y),
        ]
    )
    return st.tuples(operators, children, children).map(
        lambda drawn: (drawn[0][0](drawn[1][0], drawn[2][0]), drawn[0][1](drawn[1][1], drawn[2][1]))
    )


@given(st.recursive(numbers.map(lambda number: (literal(number), number)), combine, max_leaves=12))
def test_what_is_combined_means_what_its_parts_mean(pair: Pair) -> None:
    made, value = pair
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `~True` is on its way out
        assert eval(made.python) == value


def test_a_comparison_beside_a_sign_of_pandas_is_refused() -> None:
    """`a != 5 & b` means `a != (5 & b)`."""
    with pytest.raises(ValueError, match="Put the comparison in brackets"):
        expr("{x} != 5 & {y}", x=a, y=b)


def test_a_template_takes_its_parts_and_no_others() -> None:
    with pytest.raises(TypeError, match=r"The template has the parts \['x'\]. Got \['y'\]."):
        expr("{x}", y=a)
    with pytest.raises(ValueError, match="no expression"):
        expr("{x} = 1", x=a)
    with pytest.raises(ValueError, match="stands where only a name can"):
        fill_statement("def {function}():", function=expr("a + b"))


def find_calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """The name of each function or method that a file calls, and the call."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2], node


def list_emitting_files() -> list[Path]:
    return [path for path in sorted(MODULES.rglob("*.py")) if "modules.kit.codegen" in path.read_text()]


def test_templates_stand_in_the_source() -> None:
    assert len(list_emitting_files()) > 50
    made = [
        f"{path.relative_to(MODULES)}:{node.lineno}: a template is a constant text, without f and +"
        for path in list_emitting_files()
        for function, node in find_calls(path)
        if function in TEMPLATE_FUNCTIONS
        or (function == "add" and ast.unparse(node.func) in {"step.add", "body.add", "loop.add"})
        if not (node.args and isinstance(node.args[0], ast.Constant))
        and not (function == "add" and node.args and isinstance(node.args[0], ast.Call))
        and not any(folder in path.parents for folder in WRITERS)
    ]
    assert made == []


def test_modules_do_not_look_at_the_text_of_an_expression() -> None:
    read = [
        f"{path.relative_to(MODULES)}:{node.lineno}"
        for path in list_emitting_files()
        if not any(folder in path.parents for folder in WRITERS)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "python"
    ]
    assert read == []


def test_source_is_taken_as_it_is_in_few_places() -> None:
    readers = {
        path.name for path in list_emitting_files() for function, _ in find_calls(path) if function == "parse_source"
    }
    assert readers == SOURCE_READERS
