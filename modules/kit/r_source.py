"""The text of an R script, read by its tokens: its functions, their arguments and what they return. Nothing is run."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from modules.kit.errors import ModuleError

Language = Literal["python", "r"]

_R_FUNCTION = re.compile(r"^[A-Za-z.][\w.]*[ \t]*(?:<-|=)[ \t]*function\b", re.MULTILINE)
_PYTHON_FUNCTION = re.compile(r"^(?:async )?def \w", re.MULTILINE)
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>[rR](?P<quote>["'])(?P<dashes>-*)\((?:.|\n)*?\)(?P=dashes)(?P=quote)
        |"(?:\\(?:.|\n)|[^"\\])*"|'(?:\\(?:.|\n)|[^'\\])*')
    |(?P<quoted>`[^`\n]*`)
    |(?P<number>(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[Li]?)
    |(?P<name>[^\W\d_][\w.]*|\.(?:[^\W\d][\w.]*)?|_)
    |(?P<line>\n)
    |(?P<space>[^\S\n]+)
    |(?P<sign><<-|<-|->>|->|\|>|:::|::|==|!=|<=|>=|&&|\|\||%[^%\n]*%|[-+*/^=<>!&|~?:$@,;(){}\[\]\\])""",
    re.VERBOSE,
)
CLOSERS = {")": "(", "]": "[", "}": "{"}
#: After these, and before `else`, a line goes on.
_CONTINUING = frozenset(
    [
        "+",
        "-",
        "*",
        "/",
        "^",
        "=",
        "<",
        ">",
        "!",
        "&",
        "|",
        "~",
        "?",
        ":",
        "$",
        "@",
        ",",
        "<-",
        "<<-",
        "->",
        "->>",
        "|>",
        "::",
        ":::",
        "==",
        "!=",
        "<=",
        ">=",
        "&&",
        "||",
    ]
)


@dataclass(frozen=True)
class Token:
    """A piece of the source, from `start` up to `end`; of a bracket, `depth` is how many are open around it."""

    kind: str
    text: str
    start: int
    end: int
    depth: int


@dataclass(frozen=True)
class RArgument:
    """An argument of a function; `default` is its text, None where it has none."""

    name: str
    default: str | None


@dataclass(frozen=True)
class RFunction:
    """A function at the top level: where its signature and its body stand, as places in `tokens` and in the text."""

    name: str
    arguments: tuple[RArgument, ...]
    line: int
    #: From the name up to the bracket that closes the arguments.
    start: int
    end: int
    #: The tokens of the body, without the braces around it.
    body: tuple[Token, ...]
    has_braces: bool


def find_language(source: str) -> Language:
    """The language of a module that a user wrote: R where a line begins as `name <- function`, else Python."""
    if source.lstrip().startswith("#'"):
        return "r"
    return "r" if _R_FUNCTION.search(source) and not _PYTHON_FUNCTION.search(source) else "python"


def split_tokens(source: str) -> list[Token]:
    """The tokens, without spaces and comments. Raises error 85 with the line where the text can't be read as R."""
    tokens: list[Token] = []
    open_brackets: list[str] = []
    place = 0
    while place < len(source):
        found = _TOKEN.match(source, place)
        if found is None:
            raise _refuse(source, place, f"The code can't be read as R: {source[place]!r} is not expected here.")
        place, kind = found.end(), str(found.lastgroup)
        if kind in ("space", "comment"):
            continue
        text = found.group()
        if text in CLOSERS and (not open_brackets or open_brackets.pop() != CLOSERS[text]):
            raise _refuse(source, found.start(), f"'{text}' closes no bracket.")
        tokens.append(Token(kind, text, found.start(), found.end(), len(open_brackets)))
        if kind == "sign" and text in "([{":
            open_brackets.append(text)
    if open_brackets:
        raise _refuse(source, len(source), f"'{open_brackets[-1]}' is never closed.")
    return tokens


def find_r_function(source: str, name: str | None = None) -> RFunction:
    """The function with this name; without one the last that is defined at the top level and begins with no dot."""
    found = [one for one in list_r_functions(source) if one.name == name or (name is None and one.name[0] != ".")]
    if not found:
        message = "Define a function, as in transform <- function(sales) { ... }."
        raise ModuleError(85, message, parameter="code", line=1)
    return found[-1]


def list_r_functions(source: str) -> Iterator[RFunction]:
    """The functions that are given a name at the top level."""
    tokens = split_tokens(source)
    for place, token in enumerate(tokens[:-3]):
        words = [one.text for one in tokens[place + 1 : place + 4]]
        if token.depth == 0 and token.kind == "name" and words[0] in ("<-", "=") and words[1:] == ["function", "("]:
            yield _read_function(source, tokens, place)


def _read_function(source: str, tokens: Sequence[Token], place: int) -> RFunction:
    last = find_closer(tokens, place + 3)
    listed = tuple(_read_argument(source, part) for part in split_parts(tokens[place + 4 : last]))
    first = last + 1
    while first < len(tokens) and tokens[first].kind == "line":
        first += 1
    has_braces = first < len(tokens) and tokens[first].text == "{"
    if has_braces:
        body = tokens[first + 1 : find_closer(tokens, first)]
    else:
        body = next(iter(split_statements(tokens[first:])), [])
    line = source.count("\n", 0, tokens[place].start) + 1
    name = tokens[place].text
    return RFunction(name, listed, line, tokens[place].start, tokens[last].end, tuple(body), has_braces)


def _read_argument(source: str, part: Sequence[Token]) -> RArgument:
    plain = [token for token in part if token.kind != "line"]
    if not plain or plain[0].kind != "name" or plain[0].text == "..." or (len(plain) > 1 and plain[1].text != "="):
        place = plain[0].start if plain else 0
        raise _refuse(source, place, "... has no names for ports and fields. Name each argument.")
    return RArgument(plain[0].text, source[plain[2].start : plain[-1].end] if len(plain) > 2 else None)


def find_closer(tokens: Sequence[Token], place: int) -> int:
    """The place of the bracket that closes the one at this place."""
    depth = tokens[place].depth
    return next(at for at in range(place + 1, len(tokens)) if tokens[at].depth == depth and tokens[at].text in CLOSERS)


def split_parts(tokens: Sequence[Token]) -> list[list[Token]]:
    """What stands between the commas that are in no inner bracket."""
    parts: list[list[Token]] = [[]]
    depth = tokens[0].depth if tokens else 0
    for token in tokens:
        if token.text == "," and token.depth == depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if any(token.kind != "line" for token in part)]


def split_statements(tokens: Sequence[Token]) -> list[list[Token]]:
    """The statements of a body: a line ends one unless it ends with an operator or `else` follows."""
    statements: list[list[Token]] = [[]]
    depth = min((token.depth for token in tokens), default=0)
    for token in tokens:
        now = statements[-1]
        if token.depth == depth and (token.kind == "line" or token.text == ";"):
            if now and not _goes_on(now[-1]):
                statements.append([])
        elif token.text == "else" and token.depth == depth and not now and len(statements) > 1:
            statements.pop()
            statements[-1].append(token)
        else:
            now.append(token)
    return [statement for statement in statements if statement]


def _goes_on(token: Token) -> bool:
    return token.kind == "sign" and (token.text in _CONTINUING or token.text.startswith("%"))


def _refuse(source: str, place: int, message: str) -> ModuleError:
    return ModuleError(85, message, parameter="code", line=source.count("\n", 0, place) + 1)
