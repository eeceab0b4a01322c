"""Secrets are taken out of texts in all their usual forms, however the texts arrive."""

import base64
import html
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.runs.sandbox.inside.secret_redaction import SecretRedactor, StreamRedactor

VALUE = 'p&ss wörd/+="quoted"\'%20<tag>'
KEY = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSjAgEAAoIBAQC7\n-----END PRIVATE KEY-----\n"
REDACTED_TEXT = "[secret TOKEN]"

ENCODINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda value: value,
    "address": lambda value: quote(value, safe=""),
    "path": quote,
    "form": quote_plus,
    "small letters": lambda value: re.sub("%..", lambda found: found.group().lower(), quote(value, safe="")),
    "json": lambda value: json.dumps(value)[1:-1],
    "json in unicode": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "html": html.escape,
    "python": lambda value: repr(value)[1:-1],
    "bytes": lambda value: repr(value.encode())[2:-1],
    "hexadecimal": lambda value: value.encode().hex(),
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 for addresses": lambda value: base64.urlsafe_b64encode(value.encode()).decode(),
    "base64 behind a name": lambda value: base64.b64encode(f"ann:{value}".encode()).decode(),
    "base64 behind another name": lambda value: base64.b64encode(f"anna:{value}!".encode()).decode(),
    "base64 in the middle": lambda value: base64.b64encode(f"annex:{value}, and so on".encode()).decode(),
    "base32": lambda value: base64.b32encode(value.encode()).decode(),
}


@pytest.mark.parametrize("how", ENCODINGS)
@pytest.mark.parametrize("value", [VALUE, "hunter22", "s3cr3t"])
def test_a_value_is_taken_out_in_every_usual_form(how: str, value: str) -> None:
    written = ENCODINGS[how](value)
    told = SecretRedactor({"TOKEN": value}).redact_text(f"before {written} after")
    assert told.startswith("before ")
    assert told.endswith(" after")
    assert REDACTED_TEXT in told
    inner = written if "base64" not in how else written[10:-10]
    assert not inner or inner not in told


def test_what_was_cut_short_is_taken_out_as_far_as_it_goes() -> None:
    value = "ghp_0123456789abcdefghijklmnopqrstuvwxyz"
    redactor = SecretRedactor({"TOKEN": value})
    assert redactor.redact_text(f"0  {value[:37]}...") == f"0  {REDACTED_TEXT}..."
    assert redactor.redact_text(f"{value[:10]} stays") == f"{value[:10]} stays"


def test_a_line_of_a_secret_of_several_lines_is_taken_out_too() -> None:
    redactor = SecretRedactor({"TOKEN": KEY})
    assert redactor.redact_text(f"line: {KEY.splitlines()[1]}") == f"line: {REDACTED_TEXT}"
    assert redactor.redact_text(f"{KEY}end") == f"{REDACTED_TEXT}end"


def test_of_two_secrets_the_longer_one_is_named() -> None:
    redactor = SecretRedactor({"SHORT": "abcdefgh", "LONG": "abcdefgh-and-more"})
    assert redactor.redact_text("abcdefgh abcdefgh-and-more") == "[secret SHORT] [secret LONG]"


def test_keys_and_texts_of_a_value_are_redacted_and_numbers_are_not() -> None:
    told = SecretRedactor({"TOKEN": "12345678"}).redact_value(
        {"12345678": ["a 12345678", 12345678, None, {"x": ("12345678",)}]}
    )
    assert told == {REDACTED_TEXT: [f"a {REDACTED_TEXT}", 12345678, None, {"x": [REDACTED_TEXT]}]}


def test_a_redactor_does_not_show_what_it_knows() -> None:
    assert repr(SecretRedactor({"TOKEN": VALUE})) == "SecretRedactor(['TOKEN'])"


@given(seed=st.integers(0, 10_000), value=st.sampled_from(["hunter22", VALUE, KEY, "aaaaaaab", "\n\n secret \n\n"]))
def test_pieces_say_together_what_the_whole_says(seed: int, value: str) -> None:
    """Also where a value begins in one piece and ends in the third."""
    chance = random.Random(seed)
    parts = [
        value,
        value[:-1],
        value[: len(value) // 2],
        value[0],
        value + value,
        quote(value, safe=""),
        "\n",
        "plain ",
    ]
    text = "".join(chance.choices(parts, k=8))
    redactor = SecretRedactor({"TOKEN": value})
    stream = StreamRedactor(redactor)
    said, at = [], 0
    while at < len(text):
        step = chance.choice([1, 2, 3, 7, 50])
        said.append(stream.feed(text[at : at + step]))
        at += step
    told = "".join([*said, stream.finish()])
    assert value.strip() not in told.replace(REDACTED_TEXT, "")
    # Around a value with spaces at its ends the whole takes these along, where pieces may have said them already.
    assert value != value.strip() or told == redactor.redact_text(text)


def test_a_line_is_said_at_once_unless_it_may_be_the_beginning_of_a_secret() -> None:
    stream = StreamRedactor(SecretRedactor({"TOKEN": "hunter22"}))
    assert [stream.feed(text) for text in ("plain\n", "a hun", "ter22\n", "hunt")] == [
        "plain\n",
        "",
        f"a {REDACTED_TEXT}\n",
        "",
    ]
    assert stream.finish() == "hunt"


def test_a_value_is_found_in_a_file_across_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.runs.sandbox.inside.secret_redaction.SCAN_CHUNK_BYTES", 16)
    redactor = SecretRedactor({"TOKEN": VALUE})
    for offset in range(0, 40):
        for how, encoded in ENCODINGS.items():
            path = tmp_path / "file"
            path.write_bytes(b"." * offset + encoded(VALUE).encode() + b"." * 20)
            assert redactor.find_in_file(path) == "TOKEN", (offset, how)
    path.write_bytes(VALUE.encode("utf-16-le"))
    assert redactor.find_in_file(path) == "TOKEN"
    path.write_bytes(VALUE.encode()[:-1])
    assert redactor.find_in_file(path) is None
