"""A team server for tests, and the people who use it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.live_server import Client, Server

PASSWORD = "a fine long password"
API_HEADERS = {"X-Requested-By": "designery"}


@dataclass
class Team:
    """A server with accounts. Its owner is Ada, whose workspace is "Team"."""

    server: Server
    ada: Client
    clients: list[Client] = field(default_factory=list)

    def open_anonymous_client(self, **headers: str) -> Client:
        client = Client(base_url=self.server.url, headers=headers or API_HEADERS, timeout=60)
        self.clients.append(client)
        return client

    def stop(self) -> None:
        for client in (self.ada, *self.clients):
            client.close()
        self.server.stop()

    def add_member(self, login: str, workspace: str, role: str) -> Client:
        """Somebody new, who was invited to a workspace by Ada."""
        invited = self.ada.request_json("POST", f"/api/workspaces/{workspace}/invitations", json={"role": role})
        return self.accept_invitation(invited["token"], login)

    def accept_invitation(self, token: str, login: str) -> Client:
        client = self.open_anonymous_client()
        body = {"token": token, "login": login, "name": login.title(), "password": PASSWORD}
        client.request_json("POST", "/api/invitations/accept", json=body)
        return client

    def sign_in(self, login: str) -> Client:
        client = self.open_anonymous_client()
        client.request_json("POST", "/api/login", json={"login": login, "password": PASSWORD})
        return client

    def open_token_client(self, client: Client, scope: str, **more: Any) -> Client:
        """A program of somebody, with a token for the workspace that they chose."""
        workspace = client.request_json("GET", "/api/me")["workspace"]["id"]
        body = {"name": scope, "scope": scope, "workspace": workspace, **more}
        token = client.request_json("POST", "/api/me/tokens", json=body)["token"]
        return self.open_anonymous_client(Authorization=f"Bearer {token}")


def start_team_server(folder: Path, **environment: str) -> Team:
    """A team server, set up by Ada."""
    server = Server(folder / "home", environment={"DESIGNERY_MODE": "team", **environment}).start()
    ada = Client(base_url=server.url, headers=API_HEADERS, timeout=60)
    body = {"token": server.link.rpartition("#t=")[2], "login": "ada", "name": "Ada", "password": PASSWORD}
    ada.request_json("POST", "/api/setup", json=body)
    return Team(server, ada)
