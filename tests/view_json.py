"""Views as the browser gets them: built, written and read back, where nothing may be lost or unknown."""

import json
from typing import Any

from modules.kit import artifact_views
from modules.kit.views.artifact_view import dump_view, view_adapter
from modules.kit.views.thumbnail_kinds import thumbnail_adapter


def build_view(value: object) -> dict[str, Any]:
    """The view of a value as JSON. Fails if it does not fit the contract of views exactly."""
    content = dump_view(artifact_views.build_view(value))
    assert dump_view(view_adapter.validate_json(content, extra="forbid")) == content
    return dict(_parse_standard_json(content))


def build_thumbnail(value: object) -> dict[str, Any] | None:
    """The glance of a value as JSON, in the same way."""
    thumbnail = artifact_views.build_thumbnail(value)
    if thumbnail is None:
        return None
    content = dump_view(thumbnail)
    assert dump_view(thumbnail_adapter.validate_json(content, extra="forbid")) == content
    return dict(_parse_standard_json(content))


def _parse_standard_json(content: bytes) -> Any:
    """Python also reads NaN and infinities, which no browser does."""
    return json.loads(content, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> None:
    raise AssertionError(f"{name} is not JSON.")
