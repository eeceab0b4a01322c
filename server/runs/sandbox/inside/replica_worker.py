"""A replica: a deployment in memory, which answers one request after another.

Runs inside the sandbox only. What does not depend on a request is computed once; for a request the modules behind its
entrance are called one after another, in memory: no file, no database and no fork lies on its way.
"""

import os
import time

import joblib

from modules.kit import Dataset, ModuleError
from modules.kit.serialization import from_arrow_table, to_arrow_table
from server.runs.sandbox.inside.loaded_deployment import LoadedDeployment, load_deployment, prepare_pipeline
from server.runs.sandbox.inside.replica_answers import describe_scores
from server.runs.sandbox.inside.replica_protocol import (
    ANSWERS_PIPE,
    REQUESTS_PIPE,
    FrameReader,
    ReplicaFacts,
    open_pipe,
    write_frame,
    write_frames,
)
from server.runs.sandbox.inside.replica_requests import answer_requests
from server.runs.sandbox.inside.replica_rows import describe_columns
from server.runs.sandbox.inside.sandbox_messages import StepError, StepFailed, StepOutcome, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import ReplicaRequest


def run_replica(request: ReplicaRequest) -> StepOutcome:
    """Load the deployment and answer until the server closes the pipe."""
    started = time.perf_counter()
    requests = open_pipe(request.folder, REQUESTS_PIPE, write=False)
    answers = open_pipe(request.folder, ANSWERS_PIPE, write=True)
    try:
        with joblib.parallel_config(backend="threading" if request.trusted else "sequential"):
            try:
                deployment = load_deployment(request)
                first = next(iter(deployment.score(_take_example(deployment)).values()))
                deployment.scores = describe_scores(first)
                deployment.outputs = [*describe_columns(to_arrow_table(first).schema)]
                converted = prepare_pipeline(deployment)
            except Exception as error:
                return StepFailed(_describe_failure(error))
            write_frame(answers, _introduce(deployment), converted)
            reader = FrameReader(requests)
            while frames := reader.read():
                write_frames(answers, answer_requests(deployment, frames))
    finally:
        os.close(requests)
        os.close(answers)
    return StepSucceeded((), time.perf_counter() - started)


def _describe_failure(error: Exception) -> StepError:
    """Why the deployment cannot answer: the sentence of a module, or what nobody foresaw."""
    if isinstance(error, ModuleError):
        return StepError(error.number, "", error.message, column=error.column)
    # Imported here: an exported endpoint has this file without the launcher that the traceback is cut at.
    from server.runs.sandbox.inside.step_errors import describe_unexpected_error

    return describe_unexpected_error(error)


def _introduce(deployment: LoadedDeployment) -> ReplicaFacts:
    return {
        "ready": True,
        "columns": [*describe_columns(deployment.reader.schema)],
        "outputs": deployment.outputs,
        "unread": sorted(deployment.reader.unread),
        "scores": deployment.scores,
        "onnx": deployment.onnx,
        "pid": os.getpid(),
    }


def _take_example(deployment: LoadedDeployment) -> Dataset:
    """A row to score once, so that the first request finds everything warm."""
    return from_arrow_table(deployment.example.slice(0, 1))
