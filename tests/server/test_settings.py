"""Settings that are mistyped stop the start by their name, and sizes and times are written as people write them."""

import os
from pathlib import Path

import pytest

from server.setting_values import InvalidSettings
from server.settings import load_settings
from tests.server_spawner import finish_command

ROOT = Path(__file__).parent.parent.parent


def load_refused_settings(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSettings) as refused:
        load_settings()
    return str(refused.value)


def test_a_variable_that_is_no_setting_is_refused_with_what_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_refused_settings(monkeypatch, DESIGNERY_STEP_MEMROY="2GiB", DESIGNERY_GLOWWORM="1") == (
        "DESIGNERY_GLOWWORM is not a setting. docs/settings.md lists them all.\n"
        "DESIGNERY_STEP_MEMROY is not a setting. Did you mean DESIGNERY_STEP_MEMORY?"
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "eighty", "DESIGNERY_PORT must be a whole number. Got 'eighty'."),
        ("PORT", "70000", "DESIGNERY_PORT must be at most 65535. Got '70000'."),
        ("MODE", "teams", "DESIGNERY_MODE must be 'personal' or 'team'. Got 'teams'."),
        ("STEP_MEMORY", "2 GiBs", "DESIGNERY_STEP_MEMORY must be a size, such as 512 MiB or 2 GiB. Got '2 GiBs'."),
        ("STEP_SECONDS", "10 fortnights", "DESIGNERY_STEP_SECONDS must be a time, such as 90, 30 s or 10 min. Got"),
        ("URL", "designery.example.org", "DESIGNERY_URL must be an address, such as https://designery.example.org or"),
        (
            "TRUSTED_PROXY",
            "10.0.0.300",
            "DESIGNERY_TRUSTED_PROXY must be addresses or networks separated by commas, such as",
        ),
        ("SMTP_PORT", "0", "DESIGNERY_SMTP_PORT must be at least 1. Got '0'."),
        ("SMTP_SECURITY", "ssl", "DESIGNERY_SMTP_SECURITY must be 'starttls', 'tls' or 'none'. Got 'ssl'."),
        ("SMTP_FROM", "me", "DESIGNERY_SMTP_FROM must be an e-mail address, such as designery@example.org. Got 'me'."),
        ("SMTP_HOST", "mail.example.org", "DESIGNERY_SMTP_FROM must be an e-mail address, such as"),
        ("LOG_LEVEL", "loud", "DESIGNERY_LOG_LEVEL must be 'debug', 'info', 'warning' or 'error'. Got 'loud'."),
    ],
)
def test_a_wrong_value_names_the_variable_what_is_wanted_and_what_came(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    assert load_refused_settings(monkeypatch, **{f"DESIGNERY_{name}": value}).startswith(told)


def test_all_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_refused_settings(monkeypatch, DESIGNERY_PORT="x", DESIGNERY_SLOTS="0").splitlines() == [
        "DESIGNERY_PORT must be a whole number. Got 'x'.",
        "DESIGNERY_SLOTS must be at least 1. Got '0'.",
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [("2GiB", 2**31), ("512 MB", 512_000_000), ("512 MiB", 2**29), ("1.5 g", 3 * 2**29), ("536870912", 2**29)],
)
def test_sizes_have_units(monkeypatch: pytest.MonkeyPatch, written: str, read: int) -> None:
    monkeypatch.setenv("DESIGNERY_STEP_MEMORY", written)
    assert load_settings().step_memory == read


@pytest.mark.parametrize(
    ("written", "read"), [("10 min", 600), ("1.5h", 5_400), ("90", 90), ("30 s", 30), ("2d", 172_800)]
)
def test_times_have_units(monkeypatch: pytest.MonkeyPatch, written: str, read: float) -> None:
    monkeypatch.setenv("DESIGNERY_STEP_SECONDS", written)
    assert load_settings().step_seconds == read


@pytest.mark.parametrize(
    "command", [["serve", "--no-browser"], ["secret", "list"], ["run", "design.json", "--out", "x"]]
)
def test_no_command_starts_with_a_mistyped_setting(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "design.json").write_text('{"format": 2, "name": "x", "nodes": {}}')
    environment = {**os.environ, "DESIGNERY_HOME": str(tmp_path / "home"), "DESIGNERY_STEP_MEMROY": "1"}
    ended = finish_command(command, environment, tmp_path)
    assert (ended.returncode, ended.stderr) == (
        1,
        "Error: DESIGNERY_STEP_MEMROY is not a setting. Did you mean DESIGNERY_STEP_MEMORY?\n",
    )
    assert not (tmp_path / "home").exists()
