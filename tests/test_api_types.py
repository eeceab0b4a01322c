"""The types of the browser app are made from frontend/openapi.json, so that file has to say what the server offers."""

from tests.document import INTERFACE, interface


def test_the_description_of_the_interface_is_what_the_server_offers() -> None:
    assert INTERFACE.read_text() == interface(), "Run: python -m tests.document && python frontend/toolchain.py api"
