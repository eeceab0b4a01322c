"""The server answers the addresses of all pages that the browser app declares, and fetches their code ahead."""

import pytest

from server.shell.asset_manifest import AppPage, find_page, find_page_assets, list_pages
from tests.live_server import Client


def fill_path(route: str) -> str:
    return route.replace("{", "").replace("}", "")


def test_the_build_lists_the_pages() -> None:
    assert list_pages(), "The browser app is not built: python frontend/toolchain.py"
    assert {page.path for page in list_pages()} >= {"/", "/designs/:designId", "/runs", "/s/:shareId"}


@pytest.mark.parametrize(
    ("path", "routes"),
    [
        ("/", ("/",)),
        ("/designs/:designId", ("/designs/{design_id}",)),
        ("/people/:section?", ("/people", "/people/{section}")),
        ("/models/:model?/:version?", ("/models", "/models/{model}", "/models/{model}/{version}")),
    ],
)
def test_a_path_of_the_app_is_a_template_of_the_server(path: str, routes: tuple[str, ...]) -> None:
    assert AppPage(path, "").route_paths == routes


def test_each_page_is_answered_with_the_app_and_its_code(client: Client) -> None:
    answers = {}
    for page in list_pages():
        for route in page.route_paths:
            address = fill_path(route)
            answer = client.get(address)
            assets = find_page_assets(address)
            assert assets is not None
            assert assets.page == page
            ahead = all(f'<link rel="modulepreload" href="/app/{file}">' in answer.text for file in assets.ahead)
            answers[address] = (answer.status_code, ahead)
    assert set(answers.values()) == {(200, True)}, answers


def test_an_address_without_a_page_offers_the_way_home(client: Client) -> None:
    assert client.get("/nowhere").status_code == 404
    assert find_page("/nowhere") == find_page("/")


def test_a_page_does_not_take_what_stands_below_it(client: Client) -> None:
    assert client.get("/runs/some").status_code == 404
    assert client.post("/datasets").status_code == 405
