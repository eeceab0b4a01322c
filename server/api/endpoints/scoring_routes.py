"""Predictions: rows go in as JSON, CSV or Arrow, or by the Open Inference Protocol, and scores come out.

Each endpoint describes itself at `/endpoints/NAME/openapi.json`; so these routes are not in the description of the
interface.
"""

from fastapi import HTTPException, Request, Response

from server.api.core.app_context import AppContext, ContextDep, get_context
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.endpoints.endpoint_document import JsonObject, describe_endpoint
from server.api.endpoints.row_explanations import answer_with_reasons
from server.api.endpoints.scoring import (
    answer_scoring,
    find_permitted_endpoint,
    read_scoring_request,
    wants_reasons,
)
from server.serving.endpoint_service import NoAnswer, ServedDeployment, ServedEndpoint, find_main_deployment
from server.version import VERSION

router = Router(tags=["predictions"], include_in_schema=False, route_class=Route)


@router.post("/endpoints/{name}/score", needs="anyone")
async def score_rows(name: str, request: Request) -> Response:
    """Score rows. The request's Content-Type says how they are written; the answer is written likewise.

    With `?explain=true` each row comes with what moved its answer.
    """
    context = get_context(request)  # as a dependency it would be asked for in another thread
    endpoint = await find_permitted_endpoint(request, context, name)
    answer = answer_with_reasons if wants_reasons(request) else answer_scoring
    return await answer(context, endpoint, await read_scoring_request(request))


@router.get("/endpoints/{name}/score", needs="anyone")
def refuse_reading(name: str) -> None:
    """Say to whoever opens the address that rows are sent there."""
    sentence = f"Send rows by POST. /endpoints/{name} is the page of this endpoint, with examples."
    raise HTTPException(405, sentence)


@router.get("/endpoints/{name}/openapi.json", needs="anyone")
async def read_endpoint_document(name: str, request: Request, context: ContextDep) -> JsonObject:
    """The description of one endpoint, with an example that it answers."""
    endpoint = await find_permitted_endpoint(request, context, name)
    return describe_endpoint(endpoint.name, _get_answering(endpoint).row, str(request.base_url).rstrip("/"))


def _get_answering(endpoint: ServedEndpoint) -> ServedDeployment:
    """The deployment with the largest share."""
    try:
        return find_main_deployment(endpoint)
    except NoAnswer as error:
        raise HTTPException(error.status, error.sentence) from None


@router.get("/v2", needs="anyone")
def read_protocol() -> JsonObject:
    """What answers here, in the words of the Open Inference Protocol."""
    return {"name": "designery", "version": VERSION, "extensions": []}


@router.get("/v2/health/live", needs="anyone")
def read_liveness() -> dict[str, bool]:
    """Whether the server works."""
    return {"live": True}


@router.get("/v2/health/ready", needs="anyone")
def read_readiness(context: ContextDep, response: Response) -> dict[str, bool]:
    """Whether replicas can be started."""
    ready = context.sandbox_pool.is_ready
    response.status_code = 200 if ready else 503
    return {"ready": ready}


@router.get("/v2/models/{name}", needs="anyone")
async def read_served_model(name: str, request: Request, context: ContextDep) -> JsonObject:
    """The inputs and outputs of an endpoint."""
    return await _describe_model(name, request, context)


async def _describe_model(name: str, request: Request, context: AppContext) -> JsonObject:
    endpoint = await find_permitted_endpoint(request, context, name)
    answering = _get_answering(endpoint)
    try:
        introduction = await context.endpoints.get_group(endpoint, answering.row).warm()
    except Exception as error:
        raise HTTPException(503, f"The model could not be loaded: {error}") from None
    versions = [str(one.number) for one in endpoint.deployments if one.share]
    return {
        "name": endpoint.name,
        "versions": versions,
        "platform": "designery",
        "inputs": [{**one, "shape": [-1]} for one in introduction["columns"]],
        "outputs": [{**one, "shape": [-1]} for one in introduction["outputs"]],
    }


@router.get("/v2/models/{name}/ready", needs="anyone")
async def read_model_readiness(name: str, request: Request, context: ContextDep) -> JsonObject:
    """Whether an endpoint answers."""
    endpoint = await find_permitted_endpoint(request, context, name)
    ready = not endpoint.paused and any(one.share for one in endpoint.deployments)
    if not ready:
        raise HTTPException(503, f"No version answers at '{name}'.")
    return {"name": name, "ready": True}


@router.post("/v2/models/{name}/infer", needs="anyone")
async def infer_rows(name: str, request: Request) -> Response:
    """Score rows that are sent as one tensor for each column."""
    if wants_reasons(request):
        raise HTTPException(400, f"explain works with JSON rows only. Send them to /endpoints/{name}/score.")
    context = get_context(request)
    endpoint = await find_permitted_endpoint(request, context, name)
    return await answer_scoring(context, endpoint, await read_scoring_request(request, form="v2"))


@router.get("/v2/models/{name}/versions/{version}", needs="anyone")
async def read_served_model_version(name: str, version: int, request: Request, context: ContextDep) -> JsonObject:
    """The inputs and outputs of an endpoint, by a version of it."""
    described = await _describe_model(name, request, context)
    if str(version) not in described["versions"]:
        raise HTTPException(404, f"'{name}' does not answer by version {version}.")
    return described


@router.post("/v2/models/{name}/versions/{version}/infer", needs="anyone")
async def infer_rows_by_version(name: str, version: int, request: Request, context: ContextDep) -> Response:
    """Score rows by one version, whatever its share."""
    endpoint = await find_permitted_endpoint(request, context, name)
    wanted = await read_scoring_request(request, form="v2", deployment=version)
    return await answer_scoring(context, endpoint, wanted)
