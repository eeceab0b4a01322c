"""A route for guests answers them what it answers members, less what their link hides; for each kind of link."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import httpx
import pytest

from modules.kit import catalog
from server.api.collaboration.comment_routes import ThreadRead, redact_thread
from server.graph.sharing.guest_edits import VisibilityFilter
from server.graph.sharing.redacted_design import Visibility
from tests.live_server import Client, Server
from tests.server.api.share_links import API_HEADERS, create_share, open_share
from tests.small_designs import make_node

CODE = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1\n"
CSV = b"x,y\n1,a\n2,b\n3,a\n"
KINDS_OF_LINKS = list(product(("graph", "metrics", "statistics", "rows"), (False, True), (False, True)))


@pytest.fixture(scope="module")
def dataset(client: Client) -> str:
    made: str = client.request_json("POST", "/api/datasets?file_name=numbers.csv", content=CSV)["id"]
    return made


@pytest.fixture(scope="module")
def design(client: Client, dataset: str) -> str:
    """One with data, a script, a problem, and threads on a node and on a version."""
    made = client.create_design(
        {
            "data": make_node("dataset", {"dataset": dataset}),
            "script": make_node("execute_python_script", {"python_script": CODE}, dataset1="data.dataset"),
            "bad": make_node("train_model"),
        }
    )
    version = client.request_json("POST", f"/api/designs/{made}/versions", json={"name": "First"})["id"]
    for about in ({"node": "script", "title": "Script"}, {"version": version, "title": "First"}, {}):
        client.request_json("POST", f"/api/designs/{made}/threads", json={"text": "Why?", **about})
    return made


@pytest.fixture
def guest(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers=API_HEADERS, timeout=60) as opened:
        yield opened


@pytest.mark.parametrize(("shows", "scripts", "comments"), KINDS_OF_LINKS)
def test_guests_are_answered_as_members_less_what_the_link_hides(
    client: Client, guest: httpx.Client, design: str, dataset: str, shows: str, scripts: bool, comments: bool
) -> None:
    options = {"shows": shows, "scripts": scripts, "comments": comments, "rows": 2}
    link = create_share(client, design, scope="edit", pinned=False, **options)
    open_share(guest, link).raise_for_status()

    def ask(path: str) -> tuple[Any, Any]:
        """The same route, to a guest and to a member."""
        mine = guest.get(f"/api/shared/{link['id']}/design{path}").raise_for_status().json()
        return mine, client.request_json("GET", f"/api/designs/{design}{path}")

    shown, whole = ask("")
    visibility = VisibilityFilter(catalog(), Visibility(scripts, 2 if shows == "rows" else 0), {"data": "numbers"})
    expected = {**whole, "document": visibility.redact_document(whole["document"])}
    assert shown == {**expected, "id": link["id"], "created_at": link["created_at"], "trusted": True}
    assert (CODE in str(shown["document"]).replace("\\n", "\n"), dataset in str(shown)) == (scripts, False)

    told, known = ask("/analysis")
    assert (told["advice"], told["silenced"], told["known"], told["waiting"]) == ([], [], {}, {})
    assert (told["revision"], set(told["schemas"])) == (known["revision"], set(known["schemas"]))
    assert {problem["node"] for problem in told["problems"]} <= {problem["node"] for problem in known["problems"]}
    assert (told["tables"] == []) == (shows == "graph")
    assert dataset not in str(told)

    for path in ("/catalog", "/modules/train_model/help"):
        same = guest.get(f"/api/shared/{link['id']}/design{path}").json()
        assert same == client.request_json("GET", f"/api{path}")

    if not comments:
        assert guest.get(f"/api/shared/{link['id']}/design/threads").status_code == 404
        return
    read, all_threads = ask("/threads")
    theirs = [redact_thread(ThreadRead.model_validate(one)) for one in all_threads if one["version"] is None]
    for thread in theirs:
        thread.comments = [comment.model_copy(update={"own": False}) for comment in thread.comments]
    assert read == [thread.model_dump(mode="json") for thread in theirs]
    assert (len(read), len(all_threads)) == (2, 3)
