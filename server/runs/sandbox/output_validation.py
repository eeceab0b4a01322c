"""What a process that ran a user's code, or read a stranger's file, has written is read by a fresh one before use."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from modules.kit.error_numbers import ERROR_KINDS
from server.runs.sandbox.inside.sandbox_messages import (
    VALIDATED_TYPES,
    FileContents,
    FilesValidated,
    ProducedOutput,
    StepCancelled,
    StepCrashed,
    StepError,
    StepFailed,
    StepOutcome,
    StepSucceeded,
)
from server.runs.sandbox.inside.sandbox_requests import MIB, InputFile, StepLimits, StepRequest, ValidateRequest
from server.runs.sandbox.run_sandbox import RunSandbox

#: Tables are mapped and not read into memory; what is no table is smaller than this allows.
VALIDATION_MEMORY = 1024 * MIB
#: Reading takes a second for each 50 MiB at the slowest, on a disk as slow as that.
VALIDATION_SECONDS, BYTES_PER_SECOND = 60.0, 50 * MIB
DAMAGED_NUMBER = 170
#: What is kept of an error: a message is for people, a traceback for whoever looks at the log.
MAX_TITLE_LENGTH, MAX_MESSAGE_LENGTH, MAX_TRACEBACK_LENGTH = 200, 20_000, 200_000
PORT_TYPE_NOUNS = {"dataset": "table", "image_directory": "images", "evaluation": "evaluation"}
READER_DIED = "the process that read it ended early"


async def validate_outputs(outcome: StepSucceeded, request: StepRequest, sandbox: RunSandbox) -> StepOutcome:
    """The outcome with what was found in its files, or a failure that says which of them is damaged.

    A trusted module that works on data of ours writes its files by our own code in a process that never ran anybody
    else's, so that they are as they should be.
    """
    outputs = [made for made in outcome.outputs if made.port_type in VALIDATED_TYPES]
    if not outputs or not has_foreign_bytes(request):
        return outcome
    files = [InputFile(made.path, made.port_type) for made in outputs]
    result = await validate_in_sandbox(files, f"{request.step}-validation", sandbox)
    if not isinstance(result, FilesValidated):
        return result
    if result.flaw is not None:
        return StepFailed(_build_damage_error(outputs[min(result.position, len(outputs) - 1)], result.flaw, request))
    if len(result.contents) != len(outputs):
        return StepCrashed("worker lost")
    contents_by_port = dict(zip((made.port for made in outputs), result.contents, strict=True))
    return replace(outcome, outputs=tuple(_with_contents(made, contents_by_port) for made in outcome.outputs))


def has_foreign_bytes(request: StepRequest) -> bool:
    """Whether a process has run a user's code, or has taken apart a file of a stranger, to make these outputs."""
    if not request.trusted or request.fetched_file is not None:
        return True
    return any(file.port_type == "file" for files in request.inputs.values() for file in files)


async def validate_in_sandbox(
    files: Sequence[InputFile], name: str, sandbox: RunSandbox
) -> FilesValidated | StepCancelled:
    """What a fresh process finds in the files. One that dies, or takes too long, was killed by what it read."""
    size = sum(file.path.stat().st_size for file in files)
    limits = StepLimits(VALIDATION_MEMORY, VALIDATION_SECONDS + size / BYTES_PER_SECOND, MIB, processes=8)
    request = ValidateRequest(name, tuple(files), sandbox.folder / name, limits)
    result = await sandbox.validate_files(request)
    if result == StepCrashed("worker lost"):  # by its file, which will kill the next one as well, or by something else
        result = await sandbox.validate_files(request)
    return result if isinstance(result, FilesValidated | StepCancelled) else FilesValidated((), READER_DIED)


def _with_contents(output: ProducedOutput, contents_by_port: Mapping[str, FileContents]) -> ProducedOutput:
    contents = contents_by_port.get(output.port)
    if contents is None:
        return replace(output, rows=None, columns=None, bytes=output.path.lstat().st_size)
    return replace(output, rows=contents.rows, columns=contents.columns, bytes=contents.bytes)


def _build_damage_error(output: ProducedOutput, flaw: str, request: StepRequest) -> StepError:
    noun = PORT_TYPE_NOUNS[output.port_type]
    author = "this script" if request.module.startswith("execute_") or request.code else "this step"
    verb = "are" if noun == "images" else "is"
    message = f"The {noun} that {author} gave at '{output.port}' {verb} damaged: {flaw}."
    return StepError(DAMAGED_NUMBER, ERROR_KINDS[DAMAGED_NUMBER].title, message, port=output.port)


def clip_error(error: StepError) -> StepError:
    """The error at a length that can be stored and shown, whatever a script says in its place."""
    number = error.number if error.number in ERROR_KINDS else None
    return replace(
        error,
        number=number,
        title=error.title[:MAX_TITLE_LENGTH],
        message=_clip_text(error.message, MAX_MESSAGE_LENGTH),
        parameter=error.parameter and error.parameter[:MAX_TITLE_LENGTH],
        port=error.port and error.port[:MAX_TITLE_LENGTH],
        column=error.column and error.column[:MAX_MESSAGE_LENGTH],
        traceback=error.traceback and _clip_text(error.traceback, MAX_TRACEBACK_LENGTH),
    )


def _clip_text(text: str, max_length: int) -> str:
    return text if len(text) <= max_length else f"{text[: max_length - 1]}…"
