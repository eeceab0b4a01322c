"""The page that says how an endpoint is called: its document in the words of people."""

import json

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse

from server.api.core.app_context import ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.core.url_prefix import get_url_prefix
from server.api.endpoints.endpoint_document import describe_endpoint
from server.api.endpoints.scoring import find_permitted_endpoint
from server.serving.endpoint_service import NoAnswer, find_main_deployment
from server.shell.api_docs import group_operations, list_fields, list_schemas
from server.shell.api_docs_routes import API_DOCS_POLICY, templates
from server.shell.page_styles import load_styles

router = Router(include_in_schema=False, route_class=Route)


@router.get("/endpoints/{name}/openapi", needs="anyone", response_class=HTMLResponse)
async def show_endpoint_docs(name: str, request: Request, context: ContextDep) -> HTMLResponse:
    """How to call an endpoint: an example, its columns, and what it answers."""
    endpoint = await find_permitted_endpoint(request, context, name)
    try:
        row = find_main_deployment(endpoint).row
    except NoAnswer as error:
        raise HTTPException(error.status, error.sentence) from None
    base = str(request.base_url).rstrip("/")
    described = describe_endpoint(endpoint.name, row, base)
    path, methods = next(iter(described["paths"].items()))
    content = methods["post"]["requestBody"]["content"]
    rows = content["application/json"]
    answered = methods["post"]["responses"]
    answer = answered["200"]["content"]["application/json"]["schema"]
    nonce = request.state.nonce
    parts = {
        "name": endpoint.name,
        "version": row.number,
        "note": row.note,
        "predicted": answer["properties"]["rows"]["items"]["description"],
        "address": base + path,
        "example": json.dumps(rows["example"], ensure_ascii=False).replace("'", "'\\''"),
        "other_types": [kind for kind in content if kind != "application/json"],
        "columns": list(list_fields(rows["schema"]["properties"]["rows"]["items"])),
        "operation": group_operations(described)[0].operations[0],
        "refusals": [(status, one["description"]) for status, one in answered.items() if status != "200"],
        "shapes": list_schemas(described),
        "nonce": nonce,
        "styles": load_styles("api_docs.css", standalone=False, prefix=get_url_prefix(request.scope)),
    }
    headers = {"Content-Security-Policy": API_DOCS_POLICY.format(nonce=nonce)}
    return templates.TemplateResponse(request, "endpoint_docs.html", parts, headers=headers)
