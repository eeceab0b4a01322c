"""What a route needs of whoever asks. It says so where it is written: `@router.get("/{run_id}", needs="viewer")`.

stranger   anyone: the route checks by itself who may
page       anyone: a page without data; for whom it knows, it is the page of the workspace it shows
visitor    whoever holds the share link that the address names
person     anybody with an account, about what is their own
viewer     members of the workspace that the address names, or else of the one that was chosen ...
runner     ... who may run what is there
editor     ... and change it
owner      ... and say who is a member
server     owners of the server; they see what belongs to all workspaces
"""

from typing import Literal

from fastapi.routing import APIRoute
from starlette.types import Scope

Permission = Literal["stranger", "page", "visitor", "person", "viewer", "runner", "editor", "owner", "server"]


class Route(APIRoute):
    """A route that knows what it needs; `Router` tells it."""

    needs: Permission


def get_route(scope: Scope) -> Route | None:
    """The route that a request took; None where none of ours fits."""
    route = scope.get("route")
    return route if isinstance(route, Route) else None
