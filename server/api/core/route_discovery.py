"""Routes register by being written: every `Router` of every `*_routes.py` in these packages is part of the server."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import combinations
from pkgutil import walk_packages
from typing import get_args

from fastapi.dependencies.models import Dependant

from server.api.core.guests import get_guest, show_to_guests
from server.api.core.permissions import Permission, Route
from server.api.core.router import Router
from server.settings import Settings

#: Named and not imported: they are above this file, which only looks them up.
ROUTE_PACKAGES = ["server.api", "server.shell", "server.report", "server.assistants"]
FILE_SUFFIX = "_routes"
PATH_PARAMETER = re.compile(r"\{(\w+)(:path)?\}")


class RouteConflict(Exception):
    """Two routes want the same requests, or one says nothing of who may use it."""


def list_routes(settings: Settings, packages: Iterable[str] = ROUTE_PACKAGES) -> list[Route]:
    """All routes of a server with these settings, in the order in which they are tried: what is spelled out comes
    before what is a parameter, whatever file it is in. Raises RouteConflict."""
    routes = [route for router in find_routers(packages) if router.served(settings) for route in router.routes]
    require_permissions(routes)
    require_projections(routes)
    require_distinct_paths(routes)
    return sorted(routes, key=lambda route: _rank_path(route.path))


def find_routers(packages: Iterable[str] = ROUTE_PACKAGES) -> Iterator[Router]:
    """The routers of all route files, by the names of the files and in the order in which they stand there."""
    for name in sorted(_find_route_files(packages)):
        yield from (value for value in vars(import_module(name)).values() if isinstance(value, Router))


def _find_route_files(packages: Iterable[str]) -> Iterator[str]:
    for name in packages:
        package = import_module(name)
        for found in walk_packages(package.__path__, f"{name}."):
            if found.name.endswith(FILE_SUFFIX):
                yield found.name


def require_permissions(routes: Iterable[Route]) -> None:
    """Raise RouteConflict for a route without a known permission."""
    for route in routes:
        if getattr(route, "needs", None) not in get_args(Permission):
            raise RouteConflict(f"{_describe_route(route)}: `needs` must be one of {', '.join(get_args(Permission))}.")


def require_projections(routes: Iterable[Route]) -> None:
    """Raise RouteConflict for a route for guests that never asks whether one is there: it would show all."""
    for route in routes:
        asked = {dependency.call for dependency in _walk_dependencies(route.dependant)}
        if route.guests is not None and not asked & {get_guest, show_to_guests}:
            raise RouteConflict(
                f"{_describe_route(route)} is for guests, so it needs a parameter `guest: GuestDep` and shows what "
                "their link shows. If it shows everybody the same, say so with `dependencies=[SAME_FOR_GUESTS]`."
            )


def _walk_dependencies(dependant: Dependant) -> Iterator[Dependant]:
    for inner in dependant.dependencies:
        yield inner
        yield from _walk_dependencies(inner)


def require_distinct_paths(routes: Iterable[Route]) -> None:
    """Raise RouteConflict where a request fits two routes and neither says more exactly which address it is for."""
    by_method: dict[str, list[Route]] = {}
    for route in routes:
        for method in route.methods or ():
            by_method.setdefault(method, []).append(route)
    for method, rivals in by_method.items():
        for one, other in combinations(rivals, 2):
            if _is_ambiguous(one.path, other.path):
                raise RouteConflict(
                    f"{method} {one.path} ({_describe_route(one)}) and {method} {other.path} "
                    f"({_describe_route(other)}) are for the same requests. Give one of them another path."
                )


def _rank_path(path: str) -> list[tuple[int, str]]:
    """Sorts what is spelled out first, then parameters, then what takes the rest of an address."""
    ranks = {"literal": 0, "parameter": 1, "rest": 2}
    return [(ranks[kind], segment if kind == "literal" else "") for kind, segment in _list_segments(path)]


def _kind_of(segment: str) -> str:
    match = PATH_PARAMETER.fullmatch(segment)
    return "literal" if match is None else "rest" if match[2] else "parameter"


@cache
def _list_segments(path: str) -> list[tuple[str, str]]:
    """The kind and the text of each part of a path."""
    return [(_kind_of(segment), segment) for segment in path.split("/")]


def _is_ambiguous(one: str, other: str) -> bool:
    """Whether some address fits both and neither has only more exact parts than the other."""
    mine, theirs = _list_segments(one), _list_segments(other)
    if "rest" in (mine[-1][0], theirs[-1][0]):
        return one == other
    if len(mine) != len(theirs):
        return False
    more_exact = set()
    for (kind, left), (other_kind, right) in zip(mine, theirs, strict=True):
        if kind == other_kind == "literal" and left != right:
            return False
        if kind != other_kind:
            more_exact.add(kind)
    return len(more_exact) != 1


def _describe_route(route: Route) -> str:
    return f"{route.endpoint.__module__}.{route.endpoint.__qualname__}"
