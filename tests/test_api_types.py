"""The types of the browser app are made from frontend/openapi.json, so that file has to say what the server offers."""

from modules.kit import catalog
from tests.document import INTERFACE, interface

ICONS = INTERFACE.parent / "src" / "canvas" / "icons.ts"


def test_the_description_of_the_interface_is_what_the_server_offers() -> None:
    assert INTERFACE.read_text() == interface(), "Run: python -m tests.document && python frontend/toolchain.py api"


def test_the_browser_app_has_the_icon_of_every_module() -> None:
    known = ICONS.read_text()
    wanted = {
        module.icon: "Icon" + "".join(part.capitalize() for part in module.icon.split("-"))
        for module in catalog().values()
    }
    assert [icon for icon, name in wanted.items() if f"  {name}," not in known] == []
