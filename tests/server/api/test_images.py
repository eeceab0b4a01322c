"""Images through the interface: the view of a directory, its thumbnails one by one, and what is no image."""

import io
from typing import Any

import pytest
from PIL import Image

from tests.live_server import Client, wait_until
from tests.small_designs import make_node

PIXELS = "a,b,c,d,digit\n0,16,16,0,1\n16,0,0,16,2\n16,16,0,0,1\n"


@pytest.fixture(scope="module")
def artifacts(client: Client) -> dict[str, str]:
    """The table of pixels, and the images made of it."""
    nodes = {
        "data": make_node("enter_data_manually", {"data": PIXELS}),
        "images": make_node("convert_to_image_directory", {"label_column": "digit"}, pixels="data.dataset"),
    }
    run = client.run(client.create_design(nodes))
    return {step["node"]: next(iter(step["outputs"].values()))["artifact"] for step in run["steps"]}


def test_the_view_of_images_lists_their_categories(client: Client, artifacts: dict[str, str]) -> None:
    told = wait_until(lambda: _read_view(client, artifacts["images"]), "the view")
    assert [(entry["name"], entry["rows"]) for entry in told["view"]["categories"]] == [("1", [0, 2]), ("2", [1])]
    assert (told["type"], told["rows"], told["glance"]["kind"]) == ("image_directory", 3, "images")


def _read_view(client: Client, artifact: str) -> dict[str, Any] | None:
    body: dict[str, Any] = client.request_json("GET", f"/api/artifacts/{artifact}")
    return body if body["view"] and body["glance"] else None


def test_a_thumbnail_is_a_small_png_that_may_be_kept(client: Client, artifacts: dict[str, str]) -> None:
    answer = client.get(f"/api/artifacts/{artifacts['images']}/images/2")
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("image/png", "nosniff")
    assert "immutable" in answer.headers["cache-control"]
    assert Image.open(io.BytesIO(answer.content)).size == (48, 48)


def test_what_is_no_image_is_not_found(client: Client, artifacts: dict[str, str]) -> None:
    asked = {
        f"{artifacts['images']}/images/3": (404, "Image 4 does not exist."),
        f"{artifacts['data']}/images/0": (404, "This result contains no images."),
        f"{artifacts['images']}/images/-1": (422, None),
        f"{artifacts['images']}/rows": (404, "This result is not a table."),
    }
    for path, (status, detail) in asked.items():
        answer = client.get(f"/api/artifacts/{path}")
        assert answer.status_code == status
        assert detail is None or answer.json()["detail"] == detail
