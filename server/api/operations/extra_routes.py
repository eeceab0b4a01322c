"""The extras of Designery: which are installed, and installing one into the environment of the server."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import HTTPException
from pydantic import BaseModel

from modules.kit import Module
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.auth import audit_log
from server.runs.environments.extra_installer import ExtraInstallation, InstallationBusy, InstallationState
from server.runs.environments.own_extras import OwnExtra, explain_fixed_environment, find_own_extra, list_own_extras
from server.storage.stores.design_store import NotFound

router = Router(prefix="/api/extras", tags=["system"], route_class=Route)


class ExtraRead(BaseModel):
    """An extra: what it is for, the packages it asks for, and the modules that wait for it."""

    name: str
    title: str
    packages: list[str]
    installed: bool
    #: The titles of the modules that can't be used without it.
    modules: list[str]
    #: What installs it in a shell.
    command: str


class ExtraInstallationRead(BaseModel):
    """The last installation since the server started. While it is `finishing` it can't be cancelled."""

    extra: str
    state: InstallationState
    error: str
    packages: list[str]
    log: str
    started_at: datetime
    seconds: float | None


class ExtrasRead(BaseModel):
    """All extras, why the server installs none, if so, and the last installation."""

    extras: list[ExtraRead]
    refusal: str
    installation: ExtraInstallationRead | None


@router.get("", needs="server")
def list_extras(context: ContextDep) -> ExtrasRead:
    """What is installed, what can be, and how far an installation is."""
    last = context.runner.services.extras.last
    return ExtrasRead(
        extras=[_to_extra_read(extra, context.catalog) for extra in list_own_extras()],
        refusal=_explain_refusal(context),
        installation=None if last is None else _to_installation_read(last),
    )


@router.post("/{extra}/install", needs="server", status_code=202)
def install_extra(extra: str, context: ContextDep) -> ExtraInstallationRead:
    """Install an extra by its name, from wheels, without changing a package that is installed."""
    found = find_own_extra(extra)
    if found is None:
        raise NotFound(
            f"There is no extra '{extra}'. The extras are {', '.join(one.name for one in list_own_extras())}."
        )
    if refusal := _explain_refusal(context):
        raise HTTPException(403, f"{refusal} Whoever runs the server can install it: {found.command}")
    if not found.requirements:
        raise HTTPException(409, f"This installation of Designery lists no packages for '{extra}'. Update it first.")
    with context.database.session() as session:
        audit_log.record_action(session, "extra.installed", found.name)
    try:
        return _to_installation_read(context.wait_in_loop(_start(context, found)))
    except InstallationBusy as error:
        raise HTTPException(409, str(error)) from None


@router.delete("/installation", needs="server", status_code=204)
def cancel_installation(context: ContextDep) -> None:
    """Cancel the installation under way; the environment stays as it was."""
    if not context.wait_in_loop(_cancel(context)):
        raise HTTPException(
            409, "No installation can be cancelled now: it is done, or its last files are being placed."
        )


async def _start(context: AppContext, extra: OwnExtra) -> ExtraInstallation:
    return context.runner.services.extras.start(extra)


async def _cancel(context: AppContext) -> bool:
    return context.runner.services.extras.cancel()


def _explain_refusal(context: AppContext) -> str:
    """Why this server installs nothing; empty where it does."""
    if not context.settings.install_extras:
        return "This server is set up not to install packages (DESIGNERY_INSTALL_EXTRAS)."
    if context.settings.package_index == "off":
        return "This server downloads no packages (DESIGNERY_PACKAGE_INDEX is off)."
    return explain_fixed_environment()


def _to_extra_read(extra: OwnExtra, catalog: Mapping[str, Module]) -> ExtraRead:
    return ExtraRead(
        name=extra.name,
        title=extra.title,
        packages=[f"{one.name}{one.specifier}" for one in extra.requirements],
        installed=extra.is_installed,
        modules=sorted(one.title for one in catalog.values() if one.palette and extra.name in one.missing_extras),
        command=extra.command,
    )


def _to_installation_read(installation: ExtraInstallation) -> ExtraInstallationRead:
    return ExtraInstallationRead(
        extra=installation.extra,
        state=installation.state,
        error=installation.error,
        packages=installation.packages,
        log="".join(installation.lines.copy()),
        started_at=installation.started_at,
        seconds=installation.seconds,
    )
