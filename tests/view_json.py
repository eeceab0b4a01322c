"""Views as the browser gets them: built, written and read back, where nothing may be lost or unknown."""

import json
from typing import Any

from pydantic import TypeAdapter

from modules.kit import artifact_views
from modules.kit.views.artifact_view import dump_view, view_adapter
from modules.kit.views.thumbnail_kinds import thumbnail_adapter


def build_view(value: object) -> dict[str, Any]:
    """The view of a value as JSON. Fails if it does not fit the contract of views exactly."""
    view = _parse_standard_json(dump_view(artifact_views.build_view(value)))
    check_view(view)
    return view


def build_thumbnail(value: object) -> dict[str, Any] | None:
    """The glance of a value as JSON, in the same way."""
    thumbnail = artifact_views.build_thumbnail(value)
    if thumbnail is None:
        return None
    glance = _parse_standard_json(dump_view(thumbnail))
    check_thumbnail(glance)
    return glance


def check_view(view: dict[str, Any]) -> None:
    """Fail if a view as the browser gets it lacks a field, has an unknown one, or is of no kind in `ArtifactView`."""
    _check_exactly(view_adapter, view)


def check_thumbnail(glance: dict[str, Any]) -> None:
    """Fail likewise for a glance that is not in `Thumbnail`."""
    _check_exactly(thumbnail_adapter, glance)


def _check_exactly(adapter: TypeAdapter[Any], sent: dict[str, Any]) -> None:
    parsed = adapter.validate_json(json.dumps(sent), extra="forbid")
    assert mark_types(json.loads(dump_view(parsed))) == mark_types(sent)


def mark_types(value: Any) -> Any:
    """The value with the type of what is no number: True and 1 are equal in Python, and not in JSON."""
    if isinstance(value, dict):
        return {name: mark_types(item) for name, item in value.items()}
    if isinstance(value, list):
        return [mark_types(item) for item in value]
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else (type(value), value)


def _parse_standard_json(content: bytes) -> dict[str, Any]:
    """Python also reads NaN and infinities, which no browser does."""
    return dict(json.loads(content, parse_constant=_refuse_constant))


def _refuse_constant(name: str) -> None:
    raise AssertionError(f"{name} is not JSON.")
