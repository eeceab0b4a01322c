"""Modules as guests of a link see them."""

from collections.abc import Mapping

from modules.kit import Module
from server.api.modules.catalog_routes import ModuleRead, to_module_read
from server.storage.orm.access_tables import ShareRow

NO_PARAMETERS: Mapping[str, object] = {"properties": {}, "required": []}


def redact_module(share: ShareRow, module: Module, *, own: bool) -> ModuleRead:
    """A module; of one that was written for the design only the ports, unless the link shows scripts."""
    response = to_module_read(module)
    if own and not share.scripts:
        return response.model_copy(update={"help": "", "summary": "", "parameters": NO_PARAMETERS, "widgets": []})
    return response
