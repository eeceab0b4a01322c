"""The router of every `*_routes.py`: a route can't be written without saying what it needs."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypedDict, TypeVar, Unpack

from fastapi import APIRouter, Response
from fastapi.params import Depends

from server.api.core.permissions import GuestScope, Permission, Route
from server.api.core.strict_json_requests import StrictRoute
from server.settings import Settings

Endpoint = TypeVar("Endpoint", bound=Callable[..., object])
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class RouteOptions(TypedDict, total=False):
    """What FastAPI takes for a route besides its path, as far as we use it."""

    status_code: int
    response_model: Any
    response_class: type[Response]
    response_model_exclude_none: bool
    response_description: str
    responses: dict[int | str, dict[str, Any]]
    dependencies: Sequence[Depends]
    include_in_schema: bool
    operation_id: str
    openapi_extra: dict[str, Any]
    summary: str
    description: str
    deprecated: bool
    name: str


def is_on_every_server(_: Settings) -> bool:
    """The server of one person, and that of a team."""
    return True


def is_on_team_servers(settings: Settings) -> bool:
    """Servers with accounts."""
    return settings.team


class Router:
    """The routes of one file. Its decorators are FastAPI's, with `needs` besides.

    It holds an `APIRouter` and is none, so that there is no way to add a route past `needs`.
    """

    def __init__(
        self,
        *,
        prefix: str = "",
        tags: Sequence[str] = (),
        route_class: type[Route] = StrictRoute,
        include_in_schema: bool = True,
        served: Callable[[Settings], bool] = is_on_every_server,
    ) -> None:
        """`prefix` begins each address, from the first slash. `served` says which servers have the routes."""
        self.served = served
        self._routes = APIRouter(
            prefix=prefix, tags=[*tags], route_class=route_class, include_in_schema=include_in_schema
        )

    @property
    def routes(self) -> list[Route]:
        """The routes in the order in which they are written."""
        return [route for route in self._routes.routes if isinstance(route, Route)]

    def get(
        self, path: str, *, needs: Permission, guests: GuestScope | None = None, **options: Unpack[RouteOptions]
    ) -> Callable[[Endpoint], Endpoint]:
        """A route that changes nothing. HEAD requests take it too."""
        return self._decorate("GET", path, (needs, guests), options)

    def post(
        self, path: str, *, needs: Permission, guests: GuestScope | None = None, **options: Unpack[RouteOptions]
    ) -> Callable[[Endpoint], Endpoint]:
        """A route that makes something, or does something."""
        return self._decorate("POST", path, (needs, guests), options)

    def put(
        self, path: str, *, needs: Permission, guests: GuestScope | None = None, **options: Unpack[RouteOptions]
    ) -> Callable[[Endpoint], Endpoint]:
        """A route that replaces something."""
        return self._decorate("PUT", path, (needs, guests), options)

    def patch(
        self, path: str, *, needs: Permission, guests: GuestScope | None = None, **options: Unpack[RouteOptions]
    ) -> Callable[[Endpoint], Endpoint]:
        """A route that changes a part of something."""
        return self._decorate("PATCH", path, (needs, guests), options)

    def delete(
        self, path: str, *, needs: Permission, guests: GuestScope | None = None, **options: Unpack[RouteOptions]
    ) -> Callable[[Endpoint], Endpoint]:
        """A route that removes something."""
        return self._decorate("DELETE", path, (needs, guests), options)

    def _decorate(
        self, method: Method, path: str, access: tuple[Permission, GuestScope | None], options: RouteOptions
    ) -> Callable[[Endpoint], Endpoint]:
        def add_route(endpoint: Endpoint) -> Endpoint:
            self._routes.add_api_route(path, endpoint, methods=[method], **options)
            self.routes[-1].needs, self.routes[-1].guests = access
            return endpoint

        return add_route
