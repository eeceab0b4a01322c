"""What a process that ran a user's code, or read a stranger's file, has written is read by a fresh one before use."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from modules.kit.error_numbers import NUMBERS
from server.runs.sandbox import RunSandbox
from server.runs.steps import (
    MIB,
    VALIDATED_TYPES,
    Cancelled,
    Contents,
    Failed,
    InputFile,
    Limits,
    Lost,
    Outcome,
    Produced,
    StepError,
    StepRequest,
    Succeeded,
    Validated,
    ValidateRequest,
)

#: Tables are mapped and not read into memory; what is no table is smaller than this allows.
MEMORY = 1024 * MIB
#: Reading takes a second for each 50 MiB at the slowest, on a disk as slow as that.
SECONDS, BYTES_A_SECOND = 60.0, 50 * MIB
DAMAGED = 170
#: What is kept of an error: a message is for people, a traceback for whoever looks at the log.
LONGEST_TITLE, LONGEST_MESSAGE, LONGEST_TRACEBACK = 200, 20_000, 200_000
NOUNS = {"dataset": "table", "image_directory": "images", "evaluation": "evaluation"}
DIED = "the process that read it ended before it was done"


async def validated_outputs(outcome: Succeeded, request: StepRequest, sandbox: RunSandbox) -> Outcome:
    """The outcome with what was found in its files, or a failure that says which of them is damaged.

    A trusted module that works on data of ours writes its files by our own code in a process that never ran anybody
    else's, so that they are as they should be.
    """
    outputs = [made for made in outcome.outputs if made.port_type in VALIDATED_TYPES]
    if not outputs or not takes_foreign_bytes(request):
        return outcome
    files = [InputFile(made.path, made.port_type) for made in outputs]
    found = await validation_of(files, f"{request.step}-validation", sandbox)
    if not isinstance(found, Validated):
        return found
    if found.flaw is not None:
        return Failed(_damaged(outputs[min(found.place, len(outputs) - 1)], found.flaw, request))
    if len(found.contents) != len(outputs):
        return Lost("worker lost")
    seen = dict(zip((made.port for made in outputs), found.contents, strict=True))
    return replace(outcome, outputs=tuple(_as_found(made, seen) for made in outcome.outputs))


def takes_foreign_bytes(request: StepRequest) -> bool:
    """Whether a process has run a user's code, or has taken apart a file of a stranger, to make these outputs."""
    if not request.trusted or request.arrived is not None:
        return True
    return any(file.port_type == "file" for files in request.inputs.values() for file in files)


async def validation_of(files: Sequence[InputFile], name: str, sandbox: RunSandbox) -> Validated | Cancelled:
    """What a fresh process finds in the files. One that dies, or takes too long, was killed by what it read."""
    size = sum(file.path.stat().st_size for file in files)
    limits = Limits(MEMORY, SECONDS + size / BYTES_A_SECOND, MIB, processes=8)
    request = ValidateRequest(name, tuple(files), sandbox.folder / name, limits)
    found = await sandbox.validate(request)
    if found == Lost("worker lost"):  # by its file, which will kill the next one as well, or by something else
        found = await sandbox.validate(request)
    return found if isinstance(found, Validated | Cancelled) else Validated((), DIED)


def _as_found(made: Produced, seen: Mapping[str, Contents]) -> Produced:
    contents = seen.get(made.port)
    if contents is None:
        return replace(made, rows=None, columns=None, bytes=made.path.lstat().st_size)
    return replace(made, rows=contents.rows, columns=contents.columns, bytes=contents.bytes)


def _damaged(made: Produced, flaw: str, request: StepRequest) -> StepError:
    noun = NOUNS[made.port_type]
    whose = "this script" if request.module.startswith("execute_") or request.code else "this step"
    verb = "are" if noun == "images" else "is"
    message = f"The {noun} that {whose} gave at '{made.port}' {verb} damaged: {flaw}."
    return StepError(DAMAGED, NUMBERS[DAMAGED].title, message, port=made.port)


def clipped(error: StepError) -> StepError:
    """The error at a length that can be stored and shown, whatever a script says in its place."""
    number = error.number if error.number in NUMBERS else None
    return replace(
        error,
        number=number,
        title=error.title[:LONGEST_TITLE],
        message=_clip(error.message, LONGEST_MESSAGE),
        parameter=error.parameter and error.parameter[:LONGEST_TITLE],
        port=error.port and error.port[:LONGEST_TITLE],
        column=error.column and error.column[:LONGEST_MESSAGE],
        traceback=error.traceback and _clip(error.traceback, LONGEST_TRACEBACK),
    )


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
