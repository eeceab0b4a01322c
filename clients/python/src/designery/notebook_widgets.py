"""Widgets of notebooks, by anywidget where it is installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designery.errors import DesigneryError


def build_widget(name: str, script: str, values: Mapping[str, str | int], needed_by: str) -> Any:
    """A widget that this script draws, with values that it and Python share; DesigneryError without anywidget."""
    try:
        import anywidget  # type: ignore[import-not-found,unused-ignore]
        import traitlets  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        message = f"{needed_by} needs anywidget: pip install 'designery-client[notebook]'."
        raise DesigneryError(message) from None
    traits: dict[str, Any] = {
        key: (traitlets.Int if isinstance(value, int) else traitlets.Unicode)(value).tag(sync=True)
        for key, value in values.items()
    }
    return type(name, (anywidget.AnyWidget,), {"_esm": script, **traits})()
