"""Routes by the beginning of their addresses: to find one among hundreds, a request is compared with few of them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from fastapi import APIRouter
from starlette.routing import Match
from starlette.types import Scope

from server.api.core.permissions import Route

#: So many parts of an address name a group, as in `/api/designs`.
GROUP_PARTS = 2


class RouteGroup(APIRouter):
    """Routes whose addresses begin alike; it does not look at a request for another address."""

    def __init__(self, beginning: str) -> None:
        super().__init__()
        self.beginning = beginning

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path: str = scope["path"]
        return super().matches(scope) if path.startswith(self.beginning) else (Match.NONE, {})


def group_routes(routes: Iterable[Route]) -> Iterator[RouteGroup]:
    """The routes in groups, in their order."""
    for beginning, members in groupby(routes, key=lambda route: _get_beginning(route.path)):
        group = RouteGroup(beginning)
        group.routes.extend(members)
        yield group


def _get_beginning(path: str) -> str:
    """What every address of the route begins with, up to the first parameter or a few parts."""
    spelled = []
    for part in path.split("/")[1 : GROUP_PARTS + 1]:
        if "{" in part:
            break
        spelled.append(part)
    return f"/{'/'.join(spelled)}"
