"""A design in Python that follows what is changed elsewhere, as on the canvas."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from designery.errors import DesigneryError

if TYPE_CHECKING:
    from designery.designs import Design

UNSAVED = (
    "The canvas and Python both changed the design. Call refresh() to take over what the canvas has, or save() to keep "
    "what Python has."
)


class ChangeFollower:
    """Takes over the stored document, and leaves alone what Python changed and did not save."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._seen: Any = None

    def take_over(self) -> bool:
        """Whether there was anything new; raises DesigneryError where both sides changed the design."""
        design = self._design
        stored = design.connection.get("designs", str(design.id))["document"]
        if stored == self._seen:
            return False
        if self._seen is not None and design.document not in (self._seen, stored):
            raise DesigneryError(UNSAVED)
        self._seen = stored
        design.document = copy.deepcopy(stored)
        return True
