"""`designery endpoint export`: the version of an endpoint that answers most requests, as a folder that runs alone."""

import json
import platform
from pathlib import Path

import click
from sqlmodel import select

from modules.kit import catalog
from server.registry.model_signature import ModelSignature
from server.runs.sandbox.inside.sandbox_requests import StepLimits
from server.serving.deployment_plan import build_replica_request
from server.serving.input_policy import complete_policy
from server.serving.onnx_choice import load_onnx
from server.serving.runtime_export import ExportSource, export_runtime
from server.settings import Settings
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointRow
from server.storage.transactions import workspace_context
from server.version import VERSION

DOCKERFILE = """\
# Build: docker build -t {name} .    Run: docker run -p 8080:8080 -e ENDPOINT_KEY=choose-one {name}
FROM python:{python}-slim
WORKDIR /endpoint
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
RUN useradd --uid 10001 --no-create-home endpoint
# The files of an export can only be read by whom they belong to.
COPY --chown=10001 . .
USER 10001
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8080
HEALTHCHECK --start-period=30s CMD ["python", "-c", \\
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["uvicorn", "--factory", "designery_runtime.exported_app:create_app", "--host", "0.0.0.0", "--port", "8080"]
"""

README = """\
# {name}, version {number}

An endpoint that was exported from Designery {version}. It needs Python {python} and the packages in
`requirements.txt`, and nothing else.

    pip install -r requirements.txt
    ENDPOINT_KEY=choose-one uvicorn --factory designery_runtime.exported_app:create_app --port 8080

or `docker build -t {name} . && docker run -p 8080:8080 -e ENDPOINT_KEY=choose-one {name}`. Without `ENDPOINT_KEY` it
answers everyone who reaches it. Add `--workers 4` for more processes; each loads the model.

    curl -X POST http://127.0.0.1:8080/endpoints/{name}/score \\
      -H "Authorization: Bearer choose-one" -H "Content-Type: application/json" \\
      -d '{example}'

It takes JSON, CSV and Arrow, and speaks the Open Inference Protocol at `/v2/models/{name}/infer`. Rows are checked
against the training data as on the server, by the policy of the day of the export. What is asked is not counted, and
drift and labels are not measured here.
{warning}
`endpoint.json` describes the endpoint. `data` has the model, and up to 500 rows of its training data, by whose types
requests are read. `designery_runtime` and `modules` are the code that answers. A model is only sure to load with the
versions in `requirements.txt`. Models are pickles: run only an export whose origin you trust.
"""
UNTRUSTED = "\nThis version has scripts of a user. On the server they are isolated; here they are not.\n"


def export_endpoint(settings: Settings, name: str, folder: Path, number: int | None) -> DeploymentRow:
    """Write the folder. Raises ClickException."""
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty. Give a folder that is, or that does not exist yet.")
    endpoint, row, onnx = _find_deployment(settings, name, number)
    request = build_replica_request(row, catalog(), ArtifactStore(settings.folder / "store"), StepLimits())
    refuse = [kind for kind, action in complete_policy(endpoint.policy).items() if action == "refuse"]
    signature = ModelSignature.model_validate(row.signature)
    example = row.test_rows[0] if row.test_rows else {one.name: one.example for one in signature.columns}
    source = ExportSource(name, row.number, request, refuse, row.signature, example, VERSION, onnx)
    _write_texts(folder, source, export_runtime(source, folder))
    return row


def _find_deployment(
    settings: Settings, name: str, number: int | None
) -> tuple[EndpointRow, DeploymentRow, bytes | None]:
    """The endpoint and its version, with the model as ONNX where it answers by it."""
    database = Database(settings.database)
    try:
        with workspace_context.use_workspace(None), database.read_session() as session:
            endpoint = session.exec(select(EndpointRow).where(EndpointRow.name == name)).first()
            if endpoint is None:
                raise click.ClickException(f"There is no endpoint named '{name}'. See: designery endpoint list")
            rows = session.exec(select(DeploymentRow).where(DeploymentRow.endpoint_id == endpoint.id)).all()
        ready = [row for row in rows if row.state == "ready" and number in (None, row.number)]
        if not ready:
            wanted = f"version {number}" if number is not None else "version that answers"
            raise click.ClickException(f"'{name}' has no {wanted}.")
        found = max(ready, key=lambda row: (row.share, row.number))
        return endpoint, found, load_onnx(database, found.id)
    finally:
        database.close()


def _write_texts(folder: Path, source: ExportSource, requirements: list[str]) -> None:
    python = ".".join(platform.python_version_tuple()[:2])
    example = json.dumps({"rows": [source.example]}).replace("'", "'\\''")
    values = {"name": source.name, "number": source.deployment, "version": source.version, "python": python}
    warning = "" if source.request.trusted else UNTRUSTED
    (folder / "requirements.txt").write_text("\n".join(requirements) + "\n", encoding="utf-8")
    (folder / "Dockerfile").write_text(DOCKERFILE.format(**values), encoding="utf-8")
    (folder / "README.md").write_text(README.format(**values, example=example, warning=warning), encoding="utf-8")
