"""Secrets are taken out of what a step says, and found in what it wrote: as they are, and as texts usually carry them.

A script that means to can disguise a value in a thousand other ways; this keeps it from happening by accident.
"""

import base64
import html
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

#: So much of the beginning of a form is enough to know it by: what prints a value may have cut it short.
HEAD = 20
#: A shorter line of a secret of several lines says nothing.
SHORTEST_LINE = 8
CHUNK = 2**20


class Redactor:
    """Knows the secrets of one step by their values."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """`values` are those of the secrets by their names."""
        self._forms: dict[str, str] = {}
        self._needles: dict[bytes, str] = {}
        for name, value in values.items():
            for form in forms(value):
                self._forms.setdefault(form, name)
                self._needles.setdefault(form.encode(), name)
            self._needles.setdefault(value.encode("utf-16-le"), name)
            for line in _lines(value):
                self._forms.setdefault(line, name)
        self._by_head: dict[str, list[str]] = {}
        for form in self._forms:
            self._by_head.setdefault(form[:HEAD], []).append(form)
        heads = sorted(self._by_head, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, heads))) if heads else None

    def __bool__(self) -> bool:
        return bool(self._forms)

    def __repr__(self) -> str:
        return f"Redactor({sorted(set(self._forms.values()))})"

    def text(self, text: str) -> str:
        """The text with `[secret NAME]` in the place of each value."""
        return self.cut(text, whole=True)[0]

    def told(self, value: Any) -> Any:
        """The same JSON value with all texts in it redacted, keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(key) if isinstance(key, str) else key: self.told(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.told(item) for item in value]
        return value

    def cut(self, text: str, *, whole: bool = False) -> tuple[str, str]:
        """What may be said of a text, and its end that has to wait: it may be the beginning of a value.

        Of a `whole` text nothing waits.
        """
        parts: list[str] = []
        at = 0
        while self._pattern is not None and (match := self._pattern.search(text, at)):
            start = match.start()
            form, length, goes_on = self._longest(text, match)
            if goes_on and not whole:
                return "".join([*parts, text[at:start]]), text[start:]
            parts += [text[at:start], f"[secret {self._forms[form]}]"]
            at = start + length
        end = len(text) if whole else self._beginning(text, at)
        return "".join([*parts, text[at:end]]), text[end:]

    def _longest(self, text: str, match: "re.Match[str]") -> tuple[str, int, bool]:
        """The form of which the most stands here, how much that is, and whether it may go on behind the text."""
        start = match.start()
        found = [(_common(text[start : start + len(form)], form), form) for form in self._by_head[match.group()]]
        goes_on = any(start + length == len(text) and length < len(form) for length, form in found)
        length, form = max(found, key=lambda one: (one[0], one[0] == len(one[1])))
        return form, length, goes_on

    def _beginning(self, text: str, at: int) -> int:
        """Where an end of the text begins that any form begins with, too."""
        for start in range(max(at, len(text) - HEAD + 1), len(text)):
            if any(head.startswith(text[start:]) for head in self._by_head):
                return start
        return len(text)

    def found_in(self, path: Path) -> str | None:
        """The name of a secret whose value stands in a file, None where there is none."""
        overlap = max(map(len, self._needles), default=1) - 1
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            before = b""
            while chunk := file.read(CHUNK):
                window = before + chunk
                if (name := self.found_among(window)) is not None:
                    return name
                before = window[-overlap:] if overlap else b""
        return None

    def found_among(self, content: bytes) -> str | None:
        """The name of a secret whose value stands among these bytes."""
        return next((name for needle, name in self._needles.items() if needle in content), None)


class Stream:
    """One output stream of a step, of which pieces come: a value may begin in one and end in the next."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        #: The beginning of a line whose end has to wait, and that end as it came.
        self._line = ""
        self._waiting = ""

    def read(self, text: str) -> str:
        """What may be said now that this has come: a line in which something has to wait waits as a whole."""
        said, self._waiting = self._redactor.cut(self._waiting + text)
        said = self._line + said
        begins = said.rfind("\n") + 1 if self._waiting else len(said)
        self._line = said[begins:]
        return said[:begins]

    def end(self) -> str:
        """What has waited for more."""
        said, self._line, self._waiting = self._line + self._redactor.text(self._waiting), "", ""
        return said


def _common(text: str, form: str) -> int:
    """How many letters of the form the text begins with."""
    pairs = enumerate(zip(text, form, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(text), len(form)))


def forms(value: str) -> set[str]:
    """The value, and what it looks like in addresses, JSON, HTML, Python, base64 and hexadecimal."""
    content = value.encode()
    plain = value.strip()
    found = {value, plain, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], html.escape(value)}
    found |= {repr(value)[1:-1], repr(content)[2:-1], ascii(value)[1:-1]}
    for quoted in (quote(value, safe=""), quote(value), quote_plus(value)):
        found |= {quoted, re.sub("%[0-9A-F]{2}", lambda match: match.group().lower(), quoted)}
    found |= {content.hex(), content.hex().upper(), base64.encodebytes(content).decode().strip()}
    return found | set(_in_base64(content)) | {base64.b32encode(content).decode().rstrip("=")}


def _in_base64(content: bytes) -> Iterator[str]:
    """What stands in base64 wherever the value stands in what was encoded: a letter holds six bits of it."""
    for offset in range(3):
        encoded = base64.b64encode(bytes(offset) + content).decode()
        inner = encoded[-(-offset * 8 // 6) : (offset + len(content)) * 8 // 6]
        yield inner
        yield inner.replace("+", "-").replace("/", "_")


def _lines(value: str) -> Iterator[str]:
    """The lines of a value of several lines, which a log may show one by one."""
    if "\n" in value.strip():
        yield from (line for part in value.splitlines() if len(line := part.strip()) >= SHORTEST_LINE)
