"""What a route needs of a request. It says so where it is written: `@router.get("/{run_id}", needs="viewer")`.

anyone     nothing: the route checks by itself who may
page       nothing: a page without data; for people it knows, it is the page of the workspace it shows
guest      a guest session of the share link that the address names
person     anybody with an account, about what is their own
viewer     members of the workspace that the address names, or else of the one that was chosen ...
runner     ... who may run what is there
editor     ... and change it
owner      ... and say who is a member
server     owners of the server; they see what belongs to all workspaces

Guests of edit links also reach the routes of members that say `guests="edit"`. All others do not exist for them.
"""

from typing import Literal

from fastapi.routing import APIRoute
from starlette.types import Scope

Permission = Literal["anyone", "page", "guest", "person", "viewer", "runner", "editor", "owner", "server"]


#: What a link has to be for.
GuestScope = Literal["edit"]


class Route(APIRoute):
    """A route that knows what it needs; `Router` tells it."""

    needs: Permission
    guests: GuestScope | None


def get_route(scope: Scope) -> Route | None:
    """The route that a request took; None where none of ours fits."""
    route = scope.get("route")
    return route if isinstance(route, Route) else None
