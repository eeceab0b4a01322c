"""Why a step failed, in a sentence: what its module says, what ran out, or what nobody foresaw."""

import errno
import sys
import traceback

import pydantic

from modules.kit import ModuleError
from modules.kit.error_numbers import NUMBERS
from modules.kit.free_space import full_sentence
from server.runs.keeper import CODE
from server.runs.steps import MIB, StepError, StepRequest


def explained(error: BaseException, request: StepRequest) -> StepError:
    """The error of a step; for a script with the script's own frames and line only."""
    spent = _spent(error, request) or _spent(error.__cause__, request)
    if spent is not None:
        return spent
    if isinstance(error, ModuleError):
        return _foreseen(error)
    if isinstance(error, pydantic.ValidationError):
        return _refused(error)
    return unexpected(error) if request.trusted else _of_script(error)


def unexpected(error: BaseException) -> StepError:
    """An error that nobody foresaw, with its whole traceback."""
    return StepError(1000, NUMBERS[1000].title, _sentence(error), traceback=_formatted(error, _frames(error)))


def _of_script(error: BaseException) -> StepError:
    frames = [frame for frame in _frames(error) if not _installed(frame.filename)]
    line = frames[-1].lineno if frames else None
    return StepError(1000, NUMBERS[1000].title, _sentence(error), line=line, traceback=_formatted(error, frames))


def _spent(error: BaseException | None, request: StepRequest) -> StepError | None:
    """What ran out, if that was the cause."""
    if isinstance(error, MemoryError):
        message = f"The step needed more than its {request.limits.memory_bytes // MIB:,} MiB of memory."
        return StepError(138, NUMBERS[138].title, f"{message} Use fewer rows or columns, or raise the limit.")
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        message = f"The step wrote a file of more than its {request.limits.output_bytes // MIB:,} MiB."
        return StepError(None, "File too large", f"{message} Write less, or raise the limit.")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StepError(171, NUMBERS[171].title, f"{full_sentence(request.folder)} Then run again.")
    return None


def _foreseen(error: ModuleError) -> StepError:
    cause = error.__cause__
    frames = [] if cause is None else [frame for frame in _frames(cause) if not _installed(frame.filename)]
    text = None if cause is None else _formatted(cause, frames)
    return StepError(
        error.number, error.title, error.message, error.line, error.parameter, error.port, error.column, text
    )


def _refused(error: pydantic.ValidationError) -> StepError:
    first = error.errors()[0]
    parameter = str(first["loc"][0]) if first["loc"] else None
    message = f"{parameter}: {first['msg']}." if parameter else f"{first['msg']}."
    return StepError(None, "Parameter not valid", message, parameter=parameter)


def _sentence(error: BaseException) -> str:
    text = str(error).strip()
    text = f"{type(error).__name__}: {text}" if text else f"{type(error).__name__}."
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(error.__traceback__))


def _installed(filename: str) -> bool:
    """Whether code of ours or of a library is in this file, rather than a user's."""
    return filename.startswith((sys.prefix, sys.base_prefix, str(CODE / "modules"), str(CODE / "server"), "<frozen"))


def _formatted(error: BaseException, frames: list[traceback.FrameSummary]) -> str:
    head = "Traceback (most recent call last):\n" if frames else ""
    return head + "".join(traceback.format_list(frames)) + "".join(traceback.format_exception_only(error))
