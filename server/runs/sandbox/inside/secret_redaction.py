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
HEAD_LENGTH = 20
#: A shorter line of a secret of several lines says nothing.
MIN_LINE_LENGTH = 8
SCAN_CHUNK_BYTES = 2**20


class SecretRedactor:
    """Knows the secrets of one step by their values."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """`values` are those of the secrets by their names."""
        self._forms: dict[str, str] = {}
        self._needles: dict[bytes, str] = {}
        for name, value in values.items():
            for form in list_encoded_forms(value):
                self._forms.setdefault(form, name)
                self._needles.setdefault(form.encode(), name)
            self._needles.setdefault(value.encode("utf-16-le"), name)
            for line in _list_lines(value):
                self._forms.setdefault(line, name)
        self._by_head: dict[str, list[str]] = {}
        for form in self._forms:
            self._by_head.setdefault(form[:HEAD_LENGTH], []).append(form)
        heads = sorted(self._by_head, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, heads))) if heads else None

    def __bool__(self) -> bool:
        return bool(self._forms)

    def __repr__(self) -> str:
        return f"SecretRedactor({sorted(set(self._forms.values()))})"

    def redact_text(self, text: str) -> str:
        """The text with `[secret NAME]` in the place of each value."""
        return self.split_redacted(text, is_whole=True)[0]

    def redact_value(self, value: object) -> Any:
        """The same JSON value with all texts in it redacted, keys too."""
        if isinstance(value, str):
            return self.redact_text(value)
        if isinstance(value, Mapping):
            return {
                self.redact_text(key) if isinstance(key, str) else key: self.redact_value(item)
                for key, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.redact_value(item) for item in value]
        return value

    def split_redacted(self, text: str, *, is_whole: bool = False) -> tuple[str, str]:
        """What may be said of a text, and its end that has to wait: it may be the beginning of a value.

        Of a text that `is_whole` nothing waits.
        """
        parts: list[str] = []
        at = 0
        while self._pattern is not None and (match := self._pattern.search(text, at)):
            start = match.start()
            form, length, goes_on = self._find_longest_form(text, match)
            if goes_on and not is_whole:
                return "".join([*parts, text[at:start]]), text[start:]
            parts += [text[at:start], f"[secret {self._forms[form]}]"]
            at = start + length
        end = len(text) if is_whole else self._find_partial_start(text, at)
        return "".join([*parts, text[at:end]]), text[end:]

    def _find_longest_form(self, text: str, match: "re.Match[str]") -> tuple[str, int, bool]:
        """The form of which the most stands here, how much that is, and whether it may go on behind the text."""
        start = match.start()
        found = [(_count_common(text[start : start + len(form)], form), form) for form in self._by_head[match.group()]]
        goes_on = any(start + length == len(text) and length < len(form) for length, form in found)
        length, form = max(found, key=lambda one: (one[0], one[0] == len(one[1])))
        return form, length, goes_on

    def _find_partial_start(self, text: str, at: int) -> int:
        """Where an end of the text begins that any form begins with, too."""
        for start in range(max(at, len(text) - HEAD_LENGTH + 1), len(text)):
            if any(head.startswith(text[start:]) for head in self._by_head):
                return start
        return len(text)

    def find_in_file(self, path: Path) -> str | None:
        """The name of a secret whose value stands in a file, None where there is none."""
        overlap = max(map(len, self._needles), default=1) - 1
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            before = b""
            while chunk := file.read(SCAN_CHUNK_BYTES):
                window = before + chunk
                if (name := self.find_in_bytes(window)) is not None:
                    return name
                before = window[-overlap:] if overlap else b""
        return None

    def find_in_bytes(self, content: bytes) -> str | None:
        """The name of a secret whose value stands among these bytes."""
        return next((name for needle, name in self._needles.items() if needle in content), None)


class StreamRedactor:
    """One output stream of a step, of which pieces come: a value may begin in one and end in the next."""

    def __init__(self, redactor: SecretRedactor) -> None:
        self._redactor = redactor
        #: The beginning of a line whose end has to wait, and that end as it came.
        self._line = ""
        self._waiting = ""

    def feed(self, text: str) -> str:
        """What may be said now that this has come: a line in which something has to wait waits as a whole."""
        redacted, self._waiting = self._redactor.split_redacted(self._waiting + text)
        redacted = self._line + redacted
        begins = redacted.rfind("\n") + 1 if self._waiting else len(redacted)
        self._line = redacted[begins:]
        return redacted[:begins]

    def finish(self) -> str:
        """What has waited for more."""
        redacted, self._line, self._waiting = self._line + self._redactor.redact_text(self._waiting), "", ""
        return redacted


def _count_common(text: str, form: str) -> int:
    """How many letters of the form the text begins with."""
    pairs = enumerate(zip(text, form, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(text), len(form)))


def list_encoded_forms(value: str) -> set[str]:
    """The value, and what it looks like in addresses, JSON, HTML, Python, base64 and hexadecimal."""
    content = value.encode()
    plain = value.strip()
    found = {value, plain, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], html.escape(value)}
    found |= {repr(value)[1:-1], repr(content)[2:-1], ascii(value)[1:-1]}
    for quoted in (quote(value, safe=""), quote(value), quote_plus(value)):
        found |= {quoted, re.sub("%[0-9A-F]{2}", lambda match: match.group().lower(), quoted)}
    found |= {content.hex(), content.hex().upper(), base64.encodebytes(content).decode().strip()}
    return found | set(_list_base64_forms(content)) | {base64.b32encode(content).decode().rstrip("=")}


def _list_base64_forms(content: bytes) -> Iterator[str]:
    """What stands in base64 wherever the value stands in what was encoded: a letter holds six bits of it."""
    for offset in range(3):
        encoded = base64.b64encode(bytes(offset) + content).decode()
        inner = encoded[-(-offset * 8 // 6) : (offset + len(content)) * 8 // 6]
        yield inner
        yield inner.replace("+", "-").replace("/", "_")


def _list_lines(value: str) -> Iterator[str]:
    """The lines of a value of several lines, which a log may show one by one."""
    if "\n" in value.strip():
        yield from (line for part in value.splitlines() if len(line := part.strip()) >= MIN_LINE_LENGTH)
