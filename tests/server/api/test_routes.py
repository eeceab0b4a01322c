"""Routes register by being written, and none can be written without saying who may use it."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from server.api.core.permissions import Permission
from server.api.core.route_discovery import RouteConflict, find_routers, list_routes
from server.api.core.router import Router
from server.settings import Settings

ROOT = Path(__file__).parents[3]
TEAM = Settings(mode="team", oidc_issuer="https://id.invalid")
HEAD = "from server.api.core.router import Router\nrouter = Router(prefix='/api/things')\n"


def _write_route(path: str, function: str, needs: str = "viewer") -> str:
    return f"@router.get('{path}', needs='{needs}')\ndef {function}() -> str:\n    return '{function}'\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Path]:
    """An empty package, in whose folders route files are found."""
    name = re.sub(r"\W", "_", request.node.name)
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for module in [one for one in sys.modules if one.split(".")[0] == name]:
        del sys.modules[module]


def _list_paths(package: Path) -> list[str]:
    return [route.path for route in list_routes(TEAM, (package.name,))]


def test_a_route_that_does_not_say_what_it_needs_cannot_be_written() -> None:
    router = Router(prefix="/api/things")
    for decorate in (router.get, router.post, router.put, router.patch, router.delete):
        with pytest.raises(TypeError, match="needs"):
            decorate("/{thing_id}")  # type: ignore[call-arg]
    assert [name for name in dir(router) if name.startswith(("add_", "api_", "mount", "include", "websocket"))] == []


def test_routes_are_written_with_our_router_alone() -> None:
    """A route of FastAPI's own router would have no permission; `route_groups.py` puts ours into groups."""
    own = {ROOT / "server/api/core/router.py", ROOT / "server/api/core/route_groups.py"}
    others = [file for file in (ROOT / "server").rglob("*.py") if file not in own and "APIRouter" in file.read_text()]
    assert others == []


def test_every_file_with_a_route_is_found_and_is_called_one() -> None:
    files = list((ROOT / "server").rglob("*.py"))
    declaring = {file for file in files if re.search(r"^@\w*router\.", file.read_text(), re.MULTILINE)}
    found = {Path(str(sys.modules[route.endpoint.__module__].__file__)) for route in list_routes(TEAM)}
    assert declaring == found == {file for file in files if file.name.endswith("_routes.py")}


def test_a_file_is_enough_in_whatever_folder_it_lies(package: Path) -> None:
    (package / "nouns").mkdir()
    (package / "nouns" / "__init__.py").touch()
    (package / "nouns" / "thing_routes.py").write_text(HEAD + _write_route("/{thing_id}", "read_thing"))
    (package / "things.py").write_text(HEAD + _write_route("/never", "read_never"))
    assert _list_paths(package) == ["/api/things/{thing_id}"]


def test_what_is_spelled_out_comes_before_parameters_whatever_the_files_are_called(package: Path) -> None:
    (package / "a_routes.py").write_text(HEAD + _write_route("/{rest:path}", "a") + _write_route("/{thing_id}", "b"))
    (package / "b_routes.py").write_text(HEAD + _write_route("/tags", "c") + _write_route("/{thing_id}/parts", "d"))
    assert _list_paths(package) == [
        "/api/things/tags",
        "/api/things/{thing_id}",
        "/api/things/{thing_id}/parts",
        "/api/things/{rest:path}",
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("/{thing_id}", "/{name}"), ("/tags", "/tags"), ("/{thing_id}/parts", "/tags/{tag}")]
)
def test_two_routes_for_the_same_requests_stop_the_start(package: Path, one: str, other: str) -> None:
    (package / "a_routes.py").write_text(HEAD + _write_route(one, "first"))
    (package / "b_routes.py").write_text(HEAD + _write_route(other, "second"))
    with pytest.raises(RouteConflict, match=r"a_routes\.first.*b_routes\.second.*Give one of them another path"):
        _list_paths(package)


def test_a_permission_that_there_is_not_stops_the_start(package: Path) -> None:
    (package / "a_routes.py").write_text(HEAD + _write_route("", "read_things", needs="anybody"))
    with pytest.raises(RouteConflict, match=r"a_routes\.read_things: `needs` must be one of anyone, page"):
        _list_paths(package)


def test_a_personal_server_has_no_routes_about_people() -> None:
    personal, team = ({route.path for route in list_routes(settings)} for settings in (Settings(mode="personal"), TEAM))
    assert personal < team
    assert {path for path in team - personal if not path.startswith(("/api/", "/login", "/setup", "/join"))} == set()
    assert "/api/accounts" in team - personal


def test_every_permission_is_used() -> None:
    assert {route.needs for route in list_routes(TEAM)} == set(get_args(Permission))
    assert len(list(find_routers())) > 45


def test_a_route_for_guests_that_would_show_them_everything_stops_the_start(package: Path) -> None:
    line = "@router.get('/{design_id}', needs='viewer', guests='edit'EXTRA)\ndef read_thing(design_id: strMORE): ...\n"
    imports = "from server.api.core.guests import SAME_FOR_GUESTS, GuestDep\n"

    def write(extra: str = "", more: str = "") -> None:
        (package / "a_routes.py").write_text(HEAD + imports + line.replace("EXTRA", extra).replace("MORE", more))
        sys.modules.pop(f"{package.name}.a_routes", None)

    write()
    with pytest.raises(
        RouteConflict, match=r"a_routes\.read_thing is for guests, so it needs a parameter `guest: GuestDep`"
    ):
        _list_paths(package)
    for extra, more in (("", ", guest: GuestDep = None"), (", dependencies=[SAME_FOR_GUESTS]", "")):
        write(extra, more)
        assert _list_paths(package) == ["/api/things/{design_id}"]
