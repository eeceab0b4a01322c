"""One team server for the tests of a file, and two workspaces on it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.serving import Client
from tests.team import Team, team_server


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = team_server(tmp_path_factory.mktemp("team"))
    yield made
    made.stop()


@dataclass
class Pair:
    """Two people with a workspace each, neither of whom is a member of the other's."""

    mine: Client
    theirs: Client
    my_workspace: str
    their_workspace: str


@pytest.fixture(scope="module")
def pair(team: Team) -> Pair:
    ada = team.ada
    other = ada.checked("POST", "/api/workspaces", json={"name": "Other"})["id"]
    grace = team.join("grace", other, "owner")
    ada.checked("POST", f"/api/workspaces/{other}/leave")
    mine = ada.checked("GET", "/api/me")["workspace"]["id"]
    return Pair(ada, grace, mine, other)
