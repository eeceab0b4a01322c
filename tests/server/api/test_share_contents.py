"""What a visitor of a share link sees of a design, and what never goes along."""

from typing import Any

import httpx
import pytest

from tests.live_server import Client, Server
from tests.server.api.share_links import create_share, open_share, read_everything_shared
from tests.small_designs import make_node, make_regression_nodes

SCRIPT = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1,  # CANARY-SCRIPT\n"
ROWS = "make,word,y\n" + "".join(f"CANARY-MAKE-{row},CANARY-CELL-{row},{row}\n" for row in range(40))
#: What nobody may see unless it was chosen, by what shows it.
CANARIES = ("CANARY-MAKE-7", "CANARY-CELL-7", "CANARY-SCRIPT", "CANARY-CONNECTION", "CANARY-KEY", "CANARY-FIELD")


def make_canary_nodes() -> dict[str, Any]:
    """Data, script and parameters with canaries in them."""
    fetching = {
        "data_source": "URL via HTTP",
        "url": "https://CANARY-KEY:x@example.org/file.csv?sig=CANARY-KEY",
        "database": "CANARY-CONNECTION",
    }
    return {
        "data": make_node("enter_data_manually", {"data": ROWS}),
        "script": make_node("execute_python_script", {"python_script": SCRIPT}, dataset1="data.dataset"),
        "fetch": {**make_node("import_data", fetching), "disabled": True, "unheard": "CANARY-FIELD"},
        "unknown": {**make_node("not_a_module", {"token": "CANARY-KEY"}), "disabled": True},
    }


@pytest.fixture(scope="module")
def planted_design(client: Client) -> str:
    design = client.create_design(make_canary_nodes(), "Planted")
    assert {"data", "script"} <= {step["node"] for step in client.run(design)["steps"] if step["state"] == "succeeded"}
    return design


def test_only_results_of_the_link_are_shown(client: Client, stranger: httpx.Client, trained: str) -> None:
    foreign = client.run(client.create_design({"data": make_node("enter_data_manually", {"data": "p,q\n8,9\n"})}))
    artifact = foreign["steps"][0]["outputs"]["dataset"]["artifact"]
    link = create_share(client, trained, shows="rows")
    open_share(stranger, link).raise_for_status()
    for place in (f"artifacts/{artifact}", f"artifacts/{artifact}/rows", "artifacts/..%2f..%2fdesigns"):
        assert stranger.get(f"/api/shared/{link['id']}/{place}").status_code == 404


@pytest.mark.parametrize("shows", ["graph", "metrics", "statistics"])
def test_no_canary_reaches_a_visitor(client: Client, stranger: httpx.Client, planted_design: str, shows: str) -> None:
    link = create_share(client, planted_design, shows=shows, scope="fork", preview=True)
    open_share(stranger, link).raise_for_status()
    text = read_everything_shared(stranger, link)
    hidden = CANARIES if shows != "statistics" else CANARIES[2:]
    assert [canary for canary in hidden if canary in text] == []
    assert str(client.request_json("GET", "/api/system")["home"]) not in text


def test_scripts_and_rows_come_where_they_were_chosen(
    client: Client, stranger: httpx.Client, planted_design: str
) -> None:
    link = create_share(client, planted_design, shows="rows", rows=5, scripts=True)
    open_share(stranger, link).raise_for_status()
    base = f"/api/shared/{link['id']}"
    body = stranger.get(base).json()
    assert body["document"]["nodes"]["script"]["parameters"]["python_script"] == SCRIPT
    data = next(step for step in body["steps"] if step["node"] == "script")
    place = f"{base}/artifacts/{next(iter(data['outputs'].values()))['artifact']}/rows"
    window = stranger.get(f"{place}?limit=1000").json()
    assert (window["total"], len(window["rows"])) == (5, 5)
    assert stranger.get(f"{place}?offset=3&limit=10").json()["numbers"] == [3, 4]
    assert stranger.get(f"{place}?offset=5").json()["rows"] == []
    assert stranger.get(f"{place}?offset=30").json()["rows"] == []


def test_metrics_show_columns_and_numbers_and_no_statistics(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    link = create_share(client, trained)
    open_share(stranger, link).raise_for_status()
    base = f"/api/shared/{link['id']}"
    outputs = {step["node"]: step["outputs"] for step in stranger.get(base).json()["steps"]}
    data = stranger.get(f"{base}/artifacts/{outputs['data']['dataset']['artifact']}").json()
    assert data["glance"] is None
    assert data["view"] == {
        "kind": "schema",
        "rows": 10,
        "columns": [{"name": name, "type": "integer", "role": "feature"} for name in ("a", "b", "y")],
    }
    found = stranger.get(f"{base}/artifacts/{next(iter(outputs['evaluate'].values()))['artifact']}").json()["view"]
    assert found["models"][0]["metrics"]
    assert found["models"][0]["details"] == {}


def test_results_of_another_version_are_not_shown_as_if_they_were_of_this_one(
    client: Client, stranger: httpx.Client
) -> None:
    design = client.create_design(make_regression_nodes())
    client.run(design)
    client.edit(design, {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.5})
    link = create_share(client, design)
    open_share(stranger, link).raise_for_status()
    steps = stranger.get(f"/api/shared/{link['id']}").json()["steps"]
    assert {step["node"] for step in steps} == {"data", "linear"}


def test_all_code_of_a_design_is_listed_before_it_is_trusted(client: Client) -> None:
    own = "def own_doubled(dataset: Dataset) -> Dataset:\n    return dataset\n"
    document = {"format": 2, "name": "Foreign", "nodes": make_canary_nodes(), "modules": {"own_doubled": {"code": own}}}
    design = client.request_json("POST", "/api/designs", json={"document": document})["id"]
    listed = client.request_json("GET", f"/api/designs/{design}/untrusted-code")
    assert [(one["node"], one["language"]) for one in listed["code"] if one["source"] in (SCRIPT, own)] == [
        ("script", "python"),
        (None, "python"),
    ]


def test_comments_are_part_of_a_link_only_where_the_owner_chose_so(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    path = f"/api/designs/{trained}/threads"
    client.request_json("POST", path, json={"text": "CANARY-OPEN", "node": "split", "title": "Split Data"})
    client.request_json("POST", path, json={"text": "CANARY-GONE", "node": "gone", "title": "Gone"})
    done = client.request_json("POST", path, json={"text": "CANARY-DONE"})
    client.request_json("PUT", f"{path}/{done['id']}/resolution", json={"resolved": True})
    silent, open_ = create_share(client, trained), create_share(client, trained, comments=True)
    open_share(stranger, silent)
    assert "CANARY" not in read_everything_shared(stranger, silent)
    open_share(stranger, open_)
    shown = stranger.get(f"/api/shared/{open_['id']}").json()["comments"]
    assert [comment["text"] for thread in shown for comment in thread["comments"]] == ["CANARY-OPEN"]


#: What a visitor is not to learn, each planted where its name says.
HIDDEN_CANARIES = (
    "ROWS", "CELL", "SCRIPT", "CONNECTION", "KEY-USER", "KEY-QUERY", "FIELD", "FILE", "LOG", "ERROR", "TAG", "RUN-NOTE",
    "VERSION", "COMMENT", "LINK-NAME", "OTHER-DESIGN", "OTHER-DATASET", "TOKEN-FIELD", "COLUMN-OF-OTHER", "EARLIER",
)  # fmt: skip


@pytest.fixture(scope="module")
def everywhere(client: Client) -> str:
    """A design with a canary in everything around it."""
    upload = {"Content-Type": "application/octet-stream"}
    rows = "make,y\n" + "".join(f"CANARY-ROWS-{row},CANARY-CELL-{row}\n" for row in range(40))
    names = {"name": "Told by the graph", "file_name": "CANARY-FILE.csv"}
    data = client.request_json("POST", "/api/datasets", params=names, content=rows.encode(), headers=upload)
    others = {"name": "CANARY-OTHER-DATASET", "file_name": "other.csv"}
    client.request_json("POST", "/api/datasets", params=others, content=b"CANARY-COLUMN-OF-OTHER\n1\n", headers=upload)
    client.create_design({}, "CANARY-OTHER-DESIGN")
    client.request_json("POST", "/api/secrets", json={"name": "CANARY_SECRET", "value": "CANARY-SECRET-VALUE"})
    saying = "def azureml_main(a=None, b=None):\n    print('CANARY-LOG', 'CANARY-SCRIPT')\n    return a,\n"
    failing = "def azureml_main(a=None, b=None):\n    raise ValueError('CANARY-ERROR')\n"
    fetching = {
        "data_source": "URL via HTTP",
        "url": "https://CANARY-KEY-USER:x@example.org/file.csv?sig=CANARY-KEY-QUERY",
        "database": "CANARY-CONNECTION",
    }
    asking = {"python_script": saying, "secrets": ["CANARY_SECRET"]}
    nodes = {
        "data": make_node("dataset", {"dataset": data["id"]}),
        "script": make_node("execute_python_script", asking, dataset1="data.dataset"),
        "failing": make_node("execute_python_script", {"python_script": failing}, dataset1="data.dataset"),
        "fetch": {**make_node("import_data", fetching), "disabled": True, "unheard": "CANARY-FIELD"},
        "unknown": {**make_node("not_a_module", {"token": "CANARY-TOKEN-FIELD"}), "disabled": True},
    }
    design = client.create_design({"words": make_node("enter_data_manually", {"data": "CANARY-EARLIER\n1\n"})}, "Shown")
    client.run(design)
    client.request_json("POST", f"/api/designs/{design}/versions", json={"name": "CANARY-VERSION"})
    client.edit(design, {"path": ["nodes"], "value": nodes})
    client.request_json("POST", f"/api/designs/{design}/threads", json={"text": "CANARY-COMMENT", "node": "data"})
    run = client.run(design)
    client.request_json("PATCH", f"/api/runs/{run['id']}", json={"tags": ["CANARY-TAG"], "note": "CANARY-RUN-NOTE"})
    return design


def test_the_canaries_are_there_for_the_owner(client: Client, everywhere: str) -> None:
    base = f"/api/designs/{everywhere}"
    paths = [
        base,
        f"{base}/runs/latest",
        f"{base}/versions",
        f"{base}/threads",
        f"{base}/runs",
        "/api/datasets",
        "/api/designs",
    ]
    run = client.request_json("GET", f"{base}/runs/latest")
    paths += [f"/api/runs/{run['id']}/steps/script/log", "/api/secrets", f"/api/runs/{run['id']}"]
    response = "\n".join(client.get(path).text for path in paths)
    missing = [name for name in HIDDEN_CANARIES if f"CANARY-{name}" not in response]
    # Rows, the link's own name and other tables are read elsewhere.
    assert set(missing) <= {"ROWS", "CELL", "LINK-NAME", "COLUMN-OF-OTHER", "EARLIER"}


@pytest.mark.parametrize("scope", ["view", "fork", "run"])
def test_nothing_planted_around_a_design_reaches_a_visitor(
    client: Client, server: Server, stranger: httpx.Client, everywhere: str, scope: str
) -> None:
    assert len(HIDDEN_CANARIES) >= 20
    link = create_share(client, everywhere, scope=scope, shows="metrics", name="CANARY-LINK-NAME")
    open_share(stranger, link).raise_for_status()
    text = read_everything_shared(stranger, link)
    assert "Told by the graph" in text
    assert [name for name in HIDDEN_CANARIES if f"CANARY-{name}" in text] == []
    assert [word for word in ("CANARY", str(server.home), "CANARY_SECRET") if word in text] == []


def test_refusals_of_links_are_kept_nowhere_and_tell_nothing(
    client: Client, server: Server, stranger: httpx.Client, everywhere: str
) -> None:
    link = create_share(client, everywhere, name="CANARY-LINK-NAME")
    open_share(stranger, link).raise_for_status()
    client.request_json("DELETE", f"/api/shares/{link['id']}")
    base = f"/api/shared/{link['id']}"
    answers = [
        stranger.get(base),
        stranger.get(f"{base}/download"),
        stranger.get(f"{base}/artifacts/{'0' * 64}"),
        stranger.post(f"{base}/guest-session", json={"token": link["token"]}),
        stranger.post(f"{base}/guest-session", json={"token": 7}),
        stranger.post(f"{base}/guest-session", json={"token": link["token"] + "!" * 300}),
        stranger.get(f"/s/{link['id']}"),
        stranger.get(f"/s/{link['id']}/picture.png"),
    ]
    log = (server.home.parent / f"{server.home.name}.log").read_text(errors="replace")
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "CANARY" not in answer.text
        assert link["token"] not in answer.text
    assert link["token"] not in log
