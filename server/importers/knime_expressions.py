"""Rules, math and text expressions of KNIME as formulas; what has no counterpart is refused with a reason."""

import re
from collections.abc import Iterator, Sequence

from modules.kit.formulas.formula_syntax import FormulaError, bracket_column, parse_formula, quote_text

MAX_EXPRESSION_LENGTH = 10_000
_TOKENS = re.compile(
    r"""(?P<space>\s+)
    |(?P<flow>\$\$.*?\$\$)
    |(?P<column>\$[^$\n]+\$)
    |(?P<text>"(?:[^"\\]|\\.)*"|/(?:[^/\n])+/(?=\s*(?:=>|AND|OR|$)))
    |(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<sign>=>|<=|>=|==|!=|&&|\|\||[-+*/%^<>=(),])""",
    re.VERBOSE,
)
RULE_WORDS = {"AND": "and", "OR": "or", "NOT": "not", "TRUE": "true", "FALSE": "false", "IN": "in"}
FUNCTIONS = {
    **{name: name for name in ("abs", "round", "floor", "ceil", "sqrt", "exp", "ln", "if", "length", "replace")},
    **{"log": "log10", "log10": "log10", "signum": "sign", "min_in_args": "min", "max_in_args": "max"},
    **{"join": "concat", "upperCase": "upper", "lowerCase": "lower", "strip": "trim", "string": "to_text"},
    **{"toDouble": "to_number", "toInt": "to_integer", "regexReplace": "regex_replace"},
}


class NotTranslated(Exception):
    """An expression that has no counterpart; the message says what of it."""


Token = tuple[str, str]


def read_tokens(text: str) -> list[Token]:
    """The parts of an expression: their kinds and what they say; raises NotTranslated."""
    if len(text) > MAX_EXPRESSION_LENGTH:
        raise NotTranslated("An expression is longer than 10,000 letters.")
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKENS.match(text, at)
        if match is None:
            raise NotTranslated(f"'{text[at : at + 20]}' is not understood.")
        kind = str(match.lastgroup)
        if kind == "flow":
            raise NotTranslated(f"{match.group()} is a variable of the flow, which a design does not have.")
        if kind != "space":
            found.append((kind, match.group()))
        at = match.end()
    return found


def _write_value(token: Token) -> str:
    kind, text = token
    if kind == "column":
        return bracket_column(text[1:-1])
    if kind == "text":
        return quote_text(re.sub(r"\\(.)", r"\1", text[1:-1]) if text[0] == '"' else text[1:-1])
    return text


def _check(formula: str) -> str:
    """The formula, once it is one."""
    try:
        parse_formula(formula)
    except FormulaError as error:
        raise NotTranslated(f"'{formula[:80]}' is no formula. {error}") from None
    return formula


def translate_rules(lines: Sequence[str]) -> str:
    """The rules of a Rule Engine as one formula: the first that holds gives the value; without any it is missing."""
    cases = []
    for line in lines:
        if not line.strip() or line.lstrip().startswith("//"):
            continue
        tokens = read_tokens(line)
        arrows = [at for at, token in enumerate(tokens) if token == ("sign", "=>")]
        if len(arrows) != 1 or arrows[0] == 0 or arrows[0] == len(tokens) - 1:
            raise NotTranslated(f"'{line.strip()[:60]}' is no rule.")
        condition, outcome = tokens[: arrows[0]], tokens[arrows[0] + 1 :]
        if len(outcome) > 2:
            raise NotTranslated(f"'{line.strip()[:60]}' gives more than a value.")
        value = "".join(map(_write_value, outcome))
        cases.append((" ".join(_write_condition(condition)), RULE_WORDS.get(value, value)))
    if not cases:
        raise NotTranslated("It has no rules.")
    if cases[0][0] == "true":
        return _check(cases[0][1])
    last = next((at for at, (condition, _) in enumerate(cases) if condition == "true"), len(cases))
    otherwise = f" else {cases[last][1]}" if last < len(cases) else ""
    whens = " ".join(f"when {condition} then {value}" for condition, value in cases[:last])
    return _check(f"case {whens}{otherwise} end")


def _write_condition(tokens: Sequence[Token]) -> Iterator[str]:
    """The parts of a condition, where LIKE, MATCHES and MISSING become functions."""
    at = 0
    while at < len(tokens):
        kind, text = tokens[at]
        following = tokens[at + 1][1] if at + 1 < len(tokens) else ""
        if kind == "word" and text == "MISSING" and at + 1 < len(tokens):
            yield f"is_missing({_write_value(tokens[at + 1])})"
            at += 2
        elif following in ("LIKE", "MATCHES") and at + 2 < len(tokens) and tokens[at + 2][0] == "text":
            yield f"regex_match({_write_value(tokens[at])}, {_write_pattern(following, tokens[at + 2])})"
            at += 3
        elif kind == "word":
            if text not in RULE_WORDS:
                raise NotTranslated(f"{text} has no counterpart in formulas.")
            yield RULE_WORDS[text]
            at += 1
        else:
            yield _write_value(tokens[at])
            at += 1


def _write_pattern(word: str, token: Token) -> str:
    """A pattern that holds for the whole text."""
    text = token[1][1:-1]
    if word == "LIKE":
        text = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
    return quote_text(f"(?s)^(?:{text})$")


def translate_expression(text: str) -> str:
    """An expression of Math Formula or String Manipulation as a formula."""
    tokens = read_tokens(text)
    parts = []
    for at, (kind, word) in enumerate(tokens):
        is_call = at + 1 < len(tokens) and tokens[at + 1] == ("sign", "(")
        if kind == "word" and is_call:
            if word not in FUNCTIONS:
                raise NotTranslated(f"The function {word} has no counterpart in formulas.")
            parts.append(FUNCTIONS[word])
        elif kind == "word":
            raise NotTranslated(f"{word} has no counterpart in formulas.")
        else:
            parts.append(_write_value((kind, word)))
    return _check(" ".join(parts))
