"""One endpoint alone: the routes that programs ask, by keys, without the rest of the server."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from server.api.core.exception_handlers import add_exception_handlers
from server.api.endpoints import label_routes, scoring_routes
from server.api.endpoints.scoring_shortcut import ScoringShortcut
from server.runs.run_services import RunServices
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.serving.endpoint_service import EndpointService, ServedEndpoint
from server.storage.database import Database
from server.version import VERSION


class SingleEndpointService(EndpointService):
    """Answers for one endpoint, and knows no other."""

    def __init__(self, services: RunServices, name: str) -> None:
        super().__init__(services)
        self._name = name

    async def find_by_key(self, key_hash: str, name: str) -> ServedEndpoint | None:
        """The endpoint, where the key is for it."""
        return await super().find_by_key(key_hash, name) if name == self._name else None


@dataclass(frozen=True)
class ServingContext:
    """What the routes of predictions work with: as much of `AppContext` as they need."""

    database: Database
    endpoints: EndpointService
    sandbox_pool: SandboxPool


def create_serving_app(lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]]) -> FastAPI:
    """The app; `lifespan` puts a ServingContext into its state."""
    app = FastAPI(
        title="Designery endpoint", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    for found in (scoring_routes.router, label_routes.public_router):
        app.router.routes.extend(found.routes)
    add_exception_handlers(app)
    app.add_middleware(ScoringShortcut, routes=scoring_routes.router.routes)

    @app.get("/healthz")
    def read_health() -> Response:
        """Whether replicas can be started; for a proxy."""
        context: ServingContext | None = getattr(app.state, "context", None)
        is_ready = context is not None and context.sandbox_pool.is_ready
        return JSONResponse({"ready": is_ready}, 200 if is_ready else 503)

    return app
