"""The types of the browser app are made from frontend/openapi.json, so that file has to say what the server offers."""

from modules.kit import catalog
from tests.generate_docs import OPENAPI_FILE, render_openapi

ICONS_FILE = OPENAPI_FILE.parent / "src" / "ui" / "moduleIcons.ts"


def test_the_description_of_the_interface_is_what_the_server_offers() -> None:
    assert OPENAPI_FILE.read_text() == render_openapi(), (
        "Run: python -m tests.generate_docs && python frontend/toolchain.py api"
    )


def test_the_browser_app_has_the_icon_of_every_module() -> None:
    known = ICONS_FILE.read_text()
    expected = {
        module.icon: "Icon" + "".join(part.capitalize() for part in module.icon.split("-"))
        for module in catalog().values()
    }
    assert [icon for icon, name in expected.items() if f"  {name}," not in known] == []
