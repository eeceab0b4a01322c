"""Share links: unguessable, narrow, revocable, and they leak nothing."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select

from server.storage import shares
from server.storage.access_tables import ShareRow, VisitRow
from server.storage.database import Database
from server.storage.tables import now
from tests.databases import DATABASES
from tests.pipelines import node, regression
from tests.serving import Client, Server, eventually

WRITES = {"X-Requested-By": "designery"}
UNKNOWN = {"detail": "This link is not there."}
SCRIPT = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1,  # CANARY-SCRIPT\n"
ROWS = "make,word,y\n" + "".join(f"CANARY-MAKE-{row},CANARY-CELL-{row},{row}\n" for row in range(40))
#: What nobody may see unless it was chosen, by what shows it.
CANARIES = ("CANARY-MAKE-7", "CANARY-CELL-7", "CANARY-SCRIPT", "CANARY-CONNECTION", "CANARY-KEY", "CANARY-FIELD")


@pytest.fixture
def stranger(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers=WRITES, timeout=60) as made:
        yield made


def planted() -> dict[str, Any]:
    """Data, script and parameters with canaries in them."""
    fetching = {
        "data_source": "URL via HTTP",
        "url": "https://CANARY-KEY:x@example.org/file.csv?sig=CANARY-KEY",
        "database": "CANARY-CONNECTION",
    }
    return {
        "data": node("enter_data_manually", {"data": ROWS}),
        "script": node("execute_python_script", {"python_script": SCRIPT}, dataset1="data.dataset"),
        "fetch": {**node("import_data", fetching), "disabled": True, "unheard": "CANARY-FIELD"},
        "unknown": {**node("not_a_module", {"token": "CANARY-KEY"}), "disabled": True},
    }


@pytest.fixture(scope="module")
def planted_design(client: Client) -> str:
    design = client.new_design(planted(), "Planted")
    assert {"data", "script"} <= {step["node"] for step in client.run(design)["steps"] if step["state"] == "succeeded"}
    return design


@pytest.fixture(scope="module")
def trained(client: Client) -> str:
    design = client.new_design(regression(), "Trained")
    assert client.run(design)["state"] == "succeeded"
    return design


def share(client: Client, design: str, **options: Any) -> dict[str, Any]:
    body = {"name": "Committee", **options}
    made: dict[str, Any] = client.checked("POST", f"/api/designs/{design}/shares", json=body)
    return made


def visit(stranger: httpx.Client, link: dict[str, Any], **more: Any) -> httpx.Response:
    return stranger.post(f"/api/shared/{link['id']}/visit", json={"token": link["token"], **more})


def crawled(stranger: httpx.Client, link: dict[str, Any]) -> str:
    """All that a visitor can read of a link, as one text."""
    base = f"/api/shared/{link['id']}"
    told = stranger.get(base)
    assert told.status_code == 200, told.text
    texts = [told.text, stranger.get(f"{base}/download").text, stranger.get(f"/s/{link['id']}").text]
    for step in told.json()["steps"]:
        for output in step["outputs"].values():
            one = f"{base}/artifacts/{output['artifact']}"
            texts += [stranger.get(one).text, stranger.get(f"{one}/rows?limit=1000").text]
    return "\n".join(texts)


def test_a_token_has_256_bits_and_the_database_does_not_hold_it(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    link = share(client, trained, password="secret-word")
    visit(stranger, link, password="secret-word").raise_for_status()
    cookie = next(iter(stranger.cookies.jar)).value
    assert cookie is not None
    assert len(link["token"]) == 43
    dump = DATABASES.dump(server.home)
    assert [secret for secret in (link["token"], cookie, "secret-word") if secret in dump] == []
    assert "$argon2id$" in dump


def test_a_visitor_sees_the_design_without_an_account(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = share(client, trained)
    assert visit(stranger, link).json() == {"bearer": None}
    told = stranger.get(f"/api/shared/{link['id']}").json()
    assert told["document"]["name"] == "Trained"
    assert set(told["document"]["nodes"]) == set(regression())
    assert {step["node"] for step in told["steps"]} == set(regression())
    assert told["can_copy"] is False


def test_the_cookie_is_for_this_link_and_no_script(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = share(client, trained)
    cookie = visit(stranger, link).headers["set-cookie"].lower()
    assert f"path=/api/shared/{link['id']};".lower() in f"{cookie};"
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_the_cookie_of_a_link_opens_no_other_endpoint(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    """Walks the whole interface with the cookie, the token and the visit as a bearer at once."""
    link, other = share(client, trained), share(client, trained, shows="rows", scope="fork")
    visit(stranger, link).raise_for_status()
    kept = next(iter(stranger.cookies.jar))
    headers = {"Cookie": f"{kept.name}={kept.value}; designery_{server.port}={kept.value}", **WRITES}
    paths = client.checked("GET", "/api/openapi.json")["paths"]
    own = {path for path in paths if path.startswith("/api/shared/")}
    tried = 0
    for bearer in (kept.value, link["token"]):
        with httpx.Client(
            base_url=server.url, headers={**headers, "Authorization": f"Bearer {bearer}"}, timeout=60
        ) as visitor:
            for path, methods in paths.items():
                place = re.sub(r"\{share_id\}", other["id"], path) if path in own else path
                place = re.sub(r"\{\w+\}", trained, place)
                for method in methods:
                    if path == "/api/session":
                        continue
                    answer = visitor.request(method.upper(), place, json={})
                    wanted = (404, 422) if path in own else (401,)
                    assert answer.status_code in wanted, f"{method} {path}: {answer.status_code} {answer.text[:200]}"
                    tried += 1
    assert tried > 100


def test_a_visitor_changes_nothing_whatever_is_sent(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = share(client, trained, scope="fork", shows="rows")
    visit(stranger, link).raise_for_status()
    before = client.checked("GET", f"/api/designs/{trained}")
    graph = {"document": {"name": "Mine", "nodes": {}}, "nodes": {}, "code": "x", "path": "/etc/passwd", "data": {}}
    base, changed = f"/api/shared/{link['id']}", []
    for place in ("", "/visit", "/copy", "/runs", "/edits", "/artifacts/x", "/artifacts/x/rows", "/download", "/trust"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            for body in (graph, {"edits": [{"path": ["name"], "value": "Mine"}]}):
                if stranger.request(method, base + place, json=body).is_success:
                    changed.append((method, place))
    assert changed == []
    assert client.checked("GET", f"/api/designs/{trained}") == before


def test_only_results_of_the_link_are_shown(client: Client, stranger: httpx.Client, trained: str) -> None:
    foreign = client.run(client.new_design({"data": node("enter_data_manually", {"data": "p,q\n8,9\n"})}))
    artifact = foreign["steps"][0]["outputs"]["dataset"]["artifact"]
    link = share(client, trained, shows="rows")
    visit(stranger, link).raise_for_status()
    for place in (f"artifacts/{artifact}", f"artifacts/{artifact}/rows", "artifacts/..%2f..%2fdesigns"):
        assert stranger.get(f"/api/shared/{link['id']}/{place}").status_code == 404


def test_never_was_revoked_and_expired_are_the_same_to_strangers(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    revoked, there = share(client, trained), share(client, trained)
    client.checked("DELETE", f"/api/shares/{revoked['id']}")
    for share_id in ("AAAAAAAAAAAAAAAA", revoked["id"], there["id"]):
        wrong = stranger.post(f"/api/shared/{share_id}/visit", json={"token": "A" * 43})
        assert (wrong.status_code, wrong.json()) == (404, UNKNOWN)
        assert (stranger.get(f"/api/shared/{share_id}").status_code, wrong.json()) == (404, UNKNOWN)
        assert stranger.get(f"/s/{share_id}").status_code == 200
    ended = visit(stranger, revoked)
    assert ended.status_code == 410
    today = datetime.now(UTC)
    assert ended.json() == {"detail": f"This link ended on {today.day} {today:%b %Y}. Ask the owner for a new one."}


def test_an_expired_link_says_so_to_who_holds_it(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    link = share(client, trained, days=1)
    visit(stranger, link).raise_for_status()
    database = Database(DATABASES.url(server.home))
    with database.session() as session:
        session.get_one(ShareRow, link["id"]).expires_at = datetime.now(UTC) - timedelta(days=1)
    database.close()
    assert stranger.get(f"/api/shared/{link['id']}").status_code == 410
    assert visit(stranger, link).json()["detail"].startswith("This link ended on ")


def test_revoking_reaches_an_open_tab_within_a_second(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = share(client, trained)
    visit(stranger, link).raise_for_status()
    with stranger.stream("GET", f"/api/shared/{link['id']}/events") as stream:
        lines = stream.iter_lines()
        assert "watching" in next(lines)
        begun = time.monotonic()
        client.checked("DELETE", f"/api/shares/{link['id']}")
        assert "event: ended" in list(lines)
        assert time.monotonic() - begun < 1
    assert stranger.get(f"/api/shared/{link['id']}").status_code == 410


def test_a_password_is_asked_for_and_guesses_are_few(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = share(client, trained, password="correct horse")
    assert visit(stranger, link).json() == {"detail": "This link asks for a password."}
    assert visit(stranger, link).status_code == 401
    assert visit(stranger, link, password="wrong").json() == {"detail": "That is not the password of this link."}
    assert visit(stranger, link, password="correct horse").status_code == 200
    codes = [visit(stranger, link, password=f"guess {number}").status_code for number in range(12)]
    assert codes[0] == 403
    assert codes[-1] == 429
    assert visit(stranger, link, password="correct horse").status_code == 429


@pytest.mark.parametrize("shows", ["graph", "metrics", "statistics"])
def test_no_canary_reaches_a_visitor(client: Client, stranger: httpx.Client, planted_design: str, shows: str) -> None:
    link = share(client, planted_design, shows=shows, scope="fork", preview=True)
    visit(stranger, link).raise_for_status()
    text = crawled(stranger, link)
    hidden = CANARIES if shows != "statistics" else CANARIES[2:]
    assert [canary for canary in hidden if canary in text] == []
    assert str(client.checked("GET", "/api/system")["home"]) not in text


def test_scripts_and_rows_come_where_they_were_chosen(
    client: Client, stranger: httpx.Client, planted_design: str
) -> None:
    link = share(client, planted_design, shows="rows", rows=5, scripts=True)
    visit(stranger, link).raise_for_status()
    base = f"/api/shared/{link['id']}"
    told = stranger.get(base).json()
    assert told["document"]["nodes"]["script"]["parameters"]["python_script"] == SCRIPT
    data = next(step for step in told["steps"] if step["node"] == "script")
    place = f"{base}/artifacts/{next(iter(data['outputs'].values()))['artifact']}/rows"
    window = stranger.get(f"{place}?limit=1000").json()
    assert (window["total"], len(window["rows"])) == (5, 5)
    assert stranger.get(f"{place}?offset=3&limit=10").json()["numbers"] == [3, 4]
    assert stranger.get(f"{place}?offset=5").json()["rows"] == []
    assert stranger.get(f"{place}?offset=30").json()["rows"] == []


def test_metrics_show_columns_and_numbers_and_no_statistics(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    link = share(client, trained)
    visit(stranger, link).raise_for_status()
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


def test_a_pinned_link_stays_and_one_to_the_newest_follows(client: Client, stranger: httpx.Client) -> None:
    design = client.new_design(regression(), "Before")
    pinned, newest = share(client, design), share(client, design, pinned=False)
    client.edit(design, {"path": ["name"], "value": "After"})
    names = []
    for link in (pinned, newest):
        visit(stranger, link).raise_for_status()
        names.append(stranger.get(f"/api/shared/{link['id']}").json()["document"]["name"])
    assert names == ["Before", "After"]


def test_results_of_another_version_are_not_shown_as_if_they_were_of_this_one(
    client: Client, stranger: httpx.Client
) -> None:
    design = client.new_design(regression())
    client.run(design)
    client.edit(design, {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.5})
    link = share(client, design)
    visit(stranger, link).raise_for_status()
    steps = stranger.get(f"/api/shared/{link['id']}").json()["steps"]
    assert {step["node"] for step in steps} == {"data", "linear"}


def test_a_link_for_looking_gives_no_copy_and_one_for_copying_does(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    looking, copying = share(client, trained), share(client, trained, scope="fork")
    for link in (looking, copying):
        visit(stranger, link).raise_for_status()
    assert stranger.get(f"/api/shared/{looking['id']}/download").status_code == 403
    document = stranger.get(f"/api/shared/{copying['id']}/download").json()
    assert set(document["nodes"]) == set(regression())
    assert stranger.post(f"/api/shared/{copying['id']}/copy").status_code == 401
    owner = server.client()
    visit(owner, copying).raise_for_status()
    assert owner.checked("GET", f"/api/shared/{copying['id']}")["can_copy"] is True
    copy = owner.checked("POST", f"/api/shared/{copying['id']}/copy")["id"]
    assert owner.checked("GET", f"/api/designs/{copy}")["trusted"] is False
    owner.close()
    listed = client.checked("GET", f"/api/designs/{trained}/shares")
    assert next(one["copied"] for one in listed if one["id"] == copying["id"]) == 1


def test_the_page_holds_no_word_of_the_design_and_is_not_indexed(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    link = share(client, trained)
    answer = stranger.get(f"/s/{link['id']}")
    assert "Trained" not in answer.text
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert stranger.get(f"/s/{link['id']}/picture.png").status_code == 404


def test_a_chat_preview_comes_only_where_the_owner_allows_it(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    link = share(client, trained, preview=True)
    assert '<meta property="og:title" content="Trained">' in stranger.get(f"/s/{link['id']}").text
    picture = stranger.get(f"/s/{link['id']}/picture.png")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    client.checked("DELETE", f"/api/shares/{link['id']}")
    assert "og:title" not in stranger.get(f"/s/{link['id']}").text
    assert stranger.get(f"/s/{link['id']}/picture.png").status_code == 404


def test_only_the_named_sites_may_frame_the_page(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = share(client, trained, origins=["https://blog.example.org"])
    framed = stranger.get(f"/s/{link['id']}?framed=true").headers
    assert "frame-ancestors https://blog.example.org" in framed["content-security-policy"]
    assert "x-frame-options" not in framed
    alone = stranger.get(f"/s/{link['id']}").headers
    assert "frame-ancestors 'none'" in alone["content-security-policy"]
    assert alone["x-frame-options"] == "DENY"
    bearer = visit(stranger, link, framed=True).json()["bearer"]
    assert len(stranger.cookies) == 0
    answer = stranger.get(f"/api/shared/{link['id']}", headers={"Authorization": f"Bearer {bearer}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("origin", ["*", "https://a.example; script-src *", "javascript:x", "'self'", "https://*.com"])
def test_what_is_no_site_is_refused_as_a_frame(client: Client, trained: str, origin: str) -> None:
    answer = client.post(f"/api/designs/{trained}/shares", json={"name": "x", "origins": [origin]})
    assert answer.status_code == 422


def test_a_token_is_in_no_log(client: Client, server: Server, stranger: httpx.Client, trained: str) -> None:
    link = share(client, trained)
    visit(stranger, link).raise_for_status()
    log = (server.home.parent / f"{server.home.name}.log").read_text(errors="replace")
    assert link["token"] not in log


def test_links_are_listed_with_their_last_use_and_can_be_renamed(client: Client, stranger: httpx.Client) -> None:
    design = client.new_design(regression())
    link = share(client, design)
    assert client.checked("GET", f"/api/designs/{design}/shares")[0]["last_used_at"] is None
    visit(stranger, link).raise_for_status()
    client.checked("PATCH", f"/api/shares/{link['id']}", json={"name": "Course"})
    listed = client.checked("GET", f"/api/designs/{design}/shares")
    assert [(one["name"], one["opened"], one["ended"]) for one in listed] == [("Course", 1, False)]
    assert listed[0]["last_used_at"] is not None
    assert "token" not in json.dumps(listed)


def test_a_link_ends_with_its_design(client: Client, stranger: httpx.Client) -> None:
    design = client.new_design(regression())
    link = share(client, design)
    visit(stranger, link).raise_for_status()
    client.checked("DELETE", f"/api/designs/{design}")
    assert stranger.get(f"/api/shared/{link['id']}").status_code == 410


def test_all_code_of_a_design_is_listed_before_it_is_trusted(client: Client) -> None:
    own = "def own_doubled(dataset: Dataset) -> Dataset:\n    return dataset\n"
    document = {"format": 1, "name": "Foreign", "nodes": planted(), "modules": {"own_doubled": {"code": own}}}
    design = client.checked("POST", "/api/designs", json={"document": document})["id"]
    listed = client.checked("GET", f"/api/designs/{design}/held-code")
    assert [(one["node"], one["language"]) for one in listed["code"] if one["source"] in (SCRIPT, own)] == [
        ("script", "python"),
        (None, "python"),
    ]


def test_comments_are_part_of_a_link_only_where_the_owner_chose_so(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    path = f"/api/designs/{trained}/comments"
    client.checked("POST", path, json={"text": "CANARY-OPEN", "node": "split", "title": "Split Data"})
    client.checked("POST", path, json={"text": "CANARY-GONE", "node": "gone", "title": "Gone"})
    done = client.checked("POST", path, json={"text": "CANARY-DONE"})
    client.checked("PUT", f"{path}/{done['id']}/resolution", json={"resolved": True})
    silent, open_ = share(client, trained), share(client, trained, comments=True)
    visit(stranger, silent)
    assert "CANARY" not in crawled(stranger, silent)
    visit(stranger, open_)
    shown = stranger.get(f"/api/shared/{open_['id']}").json()["comments"]
    assert [comment["text"] for thread in shown for comment in thread["comments"]] == ["CANARY-OPEN"]


def test_those_who_work_on_a_design_see_that_a_guest_looks_at_it(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    link = share(client, trained, pinned=False)
    visit(stranger, link)
    with stranger.stream("GET", f"/api/shared/{link['id']}/events") as shared:
        assert next(shared.iter_lines()) == ": watching"
        with client.stream("GET", f"/api/designs/{trained}/events", params={"client": "tab"}) as events:
            told = next(json.loads(line[6:]) for line in events.iter_lines() if line.startswith('data: {"here"'))
    assert [(one["person"]["kind"], one["person"]["name"]) for one in told["here"]] == [
        ("guest", "Committee"),
        ("local", "You"),
    ]


def test_the_owner_looks_as_a_visitor_and_nobody_else_may(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    link = share(client, trained, password="secret")
    assert stranger.post(f"/api/shares/{link['id']}/preview").status_code == 401
    with closing(server.client()) as owner:
        assert owner.get(f"/api/shared/{link['id']}").status_code == 404
        owner.checked("POST", f"/api/shares/{link['id']}/preview")
        assert owner.checked("GET", f"/api/shared/{link['id']}")["id"] == link["id"]
    assert client.checked("GET", f"/api/designs/{trained}/shares")[0]["opened"] == 0
    client.checked("DELETE", f"/api/shares/{link['id']}")
    assert client.post(f"/api/shares/{link['id']}/preview").status_code == 410


#: What a visitor is not to learn, each planted where its name says.
HIDDEN = (
    "ROWS", "CELL", "SCRIPT", "CONNECTION", "KEY-USER", "KEY-QUERY", "FIELD", "FILE", "LOG", "ERROR", "TAG", "RUN-NOTE",
    "VERSION", "COMMENT", "LINK-NAME", "OTHER-DESIGN", "OTHER-DATASET", "TOKEN-FIELD", "COLUMN-OF-OTHER", "EARLIER",
)  # fmt: skip


@pytest.fixture(scope="module")
def everywhere(client: Client) -> str:
    """A design with a canary in everything around it."""
    upload = {"Content-Type": "application/octet-stream"}
    rows = "make,y\n" + "".join(f"CANARY-ROWS-{row},CANARY-CELL-{row}\n" for row in range(40))
    names = {"name": "Told by the graph", "file_name": "CANARY-FILE.csv"}
    data = client.checked("POST", "/api/datasets", params=names, content=rows.encode(), headers=upload)
    others = {"name": "CANARY-OTHER-DATASET", "file_name": "other.csv"}
    client.checked("POST", "/api/datasets", params=others, content=b"CANARY-COLUMN-OF-OTHER\n1\n", headers=upload)
    client.new_design({}, "CANARY-OTHER-DESIGN")
    client.checked("POST", "/api/secrets", json={"name": "CANARY_SECRET", "value": "CANARY-SECRET-VALUE"})
    saying = "def azureml_main(a=None, b=None):\n    print('CANARY-LOG', 'CANARY-SCRIPT')\n    return a,\n"
    failing = "def azureml_main(a=None, b=None):\n    raise ValueError('CANARY-ERROR')\n"
    fetching = {
        "data_source": "URL via HTTP",
        "url": "https://CANARY-KEY-USER:x@example.org/file.csv?sig=CANARY-KEY-QUERY",
        "database": "CANARY-CONNECTION",
    }
    asking = {"python_script": saying, "secrets": ["CANARY_SECRET"]}
    nodes = {
        "data": node("dataset", {"dataset": data["id"]}),
        "script": node("execute_python_script", asking, dataset1="data.dataset"),
        "failing": node("execute_python_script", {"python_script": failing}, dataset1="data.dataset"),
        "fetch": {**node("import_data", fetching), "disabled": True, "unheard": "CANARY-FIELD"},
        "unknown": {**node("not_a_module", {"token": "CANARY-TOKEN-FIELD"}), "disabled": True},
    }
    design = client.new_design({"words": node("enter_data_manually", {"data": "CANARY-EARLIER\n1\n"})}, "Shown")
    client.run(design)
    client.checked("POST", f"/api/designs/{design}/versions", json={"name": "CANARY-VERSION"})
    client.edit(design, {"path": ["nodes"], "value": nodes})
    client.checked("POST", f"/api/designs/{design}/comments", json={"text": "CANARY-COMMENT", "node": "data"})
    run = client.run(design)
    client.checked("PATCH", f"/api/runs/{run['id']}", json={"tags": ["CANARY-TAG"], "note": "CANARY-RUN-NOTE"})
    return design


def test_the_canaries_are_there_for_the_owner(client: Client, everywhere: str) -> None:
    base = f"/api/designs/{everywhere}"
    paths = [
        base,
        f"{base}/latest",
        f"{base}/versions",
        f"{base}/comments",
        f"{base}/runs",
        "/api/datasets",
        "/api/designs",
    ]
    run = client.checked("GET", f"{base}/latest")
    paths += [f"/api/runs/{run['id']}/steps/script/log", "/api/secrets", f"/api/runs/{run['id']}"]
    told = "\n".join(client.get(path).text for path in paths)
    missing = [name for name in HIDDEN if f"CANARY-{name}" not in told]
    # Rows, the link's own name and other tables are read elsewhere.
    assert set(missing) <= {"ROWS", "CELL", "LINK-NAME", "COLUMN-OF-OTHER", "EARLIER"}


@pytest.mark.parametrize("scope", ["view", "fork", "run"])
def test_nothing_planted_around_a_design_reaches_a_visitor(
    client: Client, server: Server, stranger: httpx.Client, everywhere: str, scope: str
) -> None:
    assert len(HIDDEN) >= 20
    link = share(client, everywhere, scope=scope, shows="metrics", name="CANARY-LINK-NAME")
    visit(stranger, link).raise_for_status()
    text = crawled(stranger, link)
    assert "Told by the graph" in text
    assert [name for name in HIDDEN if f"CANARY-{name}" in text] == []
    assert [word for word in ("CANARY", str(server.home), "CANARY_SECRET") if word in text] == []


def test_refusals_of_links_are_kept_nowhere_and_tell_nothing(
    client: Client, server: Server, stranger: httpx.Client, everywhere: str
) -> None:
    link = share(client, everywhere, name="CANARY-LINK-NAME")
    visit(stranger, link).raise_for_status()
    client.checked("DELETE", f"/api/shares/{link['id']}")
    base = f"/api/shared/{link['id']}"
    answers = [
        stranger.get(base),
        stranger.get(f"{base}/download"),
        stranger.get(f"{base}/artifacts/{'0' * 64}"),
        stranger.post(f"{base}/visit", json={"token": link["token"]}),
        stranger.post(f"{base}/visit", json={"token": 7}),
        stranger.post(f"{base}/visit", json={"token": link["token"] + "!" * 300}),
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


def _left(server: Server, link: dict[str, Any], *, become: timedelta | None = None) -> timedelta:
    """How long the only visit of a link still holds, after setting that where it is told."""
    with closing(Database(DATABASES.url(server.home))) as database, database.session() as session:
        row = session.exec(select(VisitRow).where(VisitRow.share_id == link["id"])).one()
        if become is not None:
            row.expires_at = now() + become
            session.add(row)
        return row.expires_at - now()


def test_a_visit_goes_on_while_it_is_used_and_ends_a_quarter_of_an_hour_later(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    link = share(client, trained)
    assert "max-age" not in visit(stranger, link).headers["set-cookie"].lower()
    assert timedelta(minutes=14) < _left(server, link) <= timedelta(minutes=15)
    _left(server, link, become=timedelta(minutes=1))
    assert stranger.get(f"/api/shared/{link['id']}").is_success
    assert _left(server, link) > timedelta(minutes=14)
    _left(server, link, become=timedelta(seconds=-1))
    assert stranger.get(f"/api/shared/{link['id']}").status_code == 404


@pytest.mark.parametrize("scope", ["view", "edit"])
def test_a_page_that_is_left_open_keeps_its_visit(
    client: Client, server: Server, stranger: httpx.Client, scope: str
) -> None:
    design = client.new_design(regression())
    link = share(client, design, scope=scope, pinned=False)
    place = f"/api/shared/{link['id']}/{'design/events?client=tab' if scope == 'edit' else 'events'}"
    visit(stranger, link).raise_for_status()
    # A moment more than is left when a visit is prolonged: opening the stream does not do it yet.
    _left(server, link, become=shares.VISIT - shares.PROLONGED + timedelta(seconds=2))
    with stranger.stream("GET", place) as stream:
        lines = stream.iter_lines()
        assert "watching" in next(lines)

        def prolonged() -> bool:
            client.edit(design, {"path": ["description"], "value": str(time.monotonic())})
            return _left(server, link) > timedelta(minutes=14)

        eventually(prolonged, "the visit to be prolonged by the open page")
