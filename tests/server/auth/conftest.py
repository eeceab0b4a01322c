"""One team server for the tests of a file, and two workspaces on it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.live_server import Client
from tests.team_server import Team, start_team_server


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = start_team_server(tmp_path_factory.mktemp("team"))
    yield made
    made.stop()


@dataclass
class TwoWorkspaces:
    """Two people with a workspace each, neither of whom is a member of the other's."""

    mine: Client
    theirs: Client
    my_workspace: str
    their_workspace: str


@pytest.fixture(scope="module")
def pair(team: Team) -> TwoWorkspaces:
    ada = team.ada
    other = ada.request_json("POST", "/api/workspaces", json={"name": "Other"})["id"]
    grace = team.add_member("grace", other, "owner")
    ada.request_json("POST", f"/api/workspaces/{other}/leave")
    mine = ada.request_json("GET", "/api/me")["workspace"]["id"]
    return TwoWorkspaces(ada, grace, mine, other)


@contextmanager
def open_tab(client: Client, design: str) -> Iterator[threading.Event]:
    """An open tab: the event is set when its stream has ended."""
    ended, begun = threading.Event(), threading.Event()

    def follow() -> None:
        with client.stream("GET", f"/api/designs/{design}/events") as answer:
            for _ in answer.iter_lines():
                begun.set()
        ended.set()

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    assert begun.wait(30)
    yield ended
    thread.join(30)


def create_invitation(team: Team, pair: TwoWorkspaces, role: str = "viewer") -> str:
    made = team.ada.request_json("POST", f"/api/workspaces/{pair.my_workspace}/invitations", json={"role": role})
    token: str = made["token"]
    return token
