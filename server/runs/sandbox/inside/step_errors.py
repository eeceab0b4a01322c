"""Why a step failed, in a sentence: what its module says, what ran out, or what nobody foresaw."""

import errno
import sys
import traceback

import pydantic

from modules.kit import ModuleError
from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.free_space import describe_full_disk
from server.runs.sandbox.inside.sandbox_launcher import CODE_FOLDER
from server.runs.sandbox.inside.sandbox_messages import StepError
from server.runs.sandbox.inside.sandbox_requests import MIB, StepRequest


def describe_error(error: BaseException, request: StepRequest) -> StepError:
    """The error of a step; for a script with the script's own frames and line only."""
    exhausted = _describe_exhausted_resource(error, request) or _describe_exhausted_resource(error.__cause__, request)
    if exhausted is not None:
        return exhausted
    if isinstance(error, ModuleError):
        return _describe_module_error(error)
    if isinstance(error, pydantic.ValidationError):
        return _describe_parameter_error(error)
    return describe_unexpected_error(error) if request.trusted else _describe_script_error(error)


def describe_unexpected_error(error: BaseException) -> StepError:
    """An error that nobody foresaw, with its whole traceback."""
    return StepError(
        1000,
        ERROR_KINDS[1000].title,
        _format_sentence(error),
        traceback=_format_traceback(error, _extract_frames(error)),
    )


def _describe_script_error(error: BaseException) -> StepError:
    frames = [frame for frame in _extract_frames(error) if not _is_installed_code(frame.filename)]
    line = frames[-1].lineno if frames else None
    return StepError(
        1000, ERROR_KINDS[1000].title, _format_sentence(error), line=line, traceback=_format_traceback(error, frames)
    )


def _describe_exhausted_resource(error: BaseException | None, request: StepRequest) -> StepError | None:
    """What ran out, if that was the cause."""
    if isinstance(error, MemoryError):
        message = f"The step needed more than its {request.limits.memory_bytes // MIB:,} MiB of memory."
        return StepError(138, ERROR_KINDS[138].title, f"{message} Use fewer rows or columns, or raise the limit.")
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        message = f"The step wrote a file of more than its {request.limits.output_bytes // MIB:,} MiB."
        return StepError(None, "File too large", f"{message} Write less, or raise the limit.")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StepError(171, ERROR_KINDS[171].title, f"{describe_full_disk(request.folder)} Then run again.")
    return None


def _describe_module_error(error: ModuleError) -> StepError:
    cause = error.__cause__
    frames = (
        [] if cause is None else [frame for frame in _extract_frames(cause) if not _is_installed_code(frame.filename)]
    )
    text = None if cause is None else _format_traceback(cause, frames)
    return StepError(
        error.number, error.title, error.message, error.line, error.parameter, error.port, error.column, text
    )


def _describe_parameter_error(error: pydantic.ValidationError) -> StepError:
    first = error.errors()[0]
    parameter = str(first["loc"][0]) if first["loc"] else None
    message = f"{parameter}: {first['msg']}." if parameter else f"{first['msg']}."
    return StepError(None, "Parameter not valid", message, parameter=parameter)


def _format_sentence(error: BaseException) -> str:
    text = str(error).strip()
    text = f"{type(error).__name__}: {text}" if text else f"{type(error).__name__}."
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _extract_frames(error: BaseException) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(error.__traceback__))


def _is_installed_code(filename: str) -> bool:
    """Whether code of ours or of a library is in this file, rather than a user's."""
    return filename.startswith(
        (sys.prefix, sys.base_prefix, str(CODE_FOLDER / "modules"), str(CODE_FOLDER / "server"), "<frozen")
    )


def _format_traceback(error: BaseException, frames: list[traceback.FrameSummary]) -> str:
    head = "Traceback (most recent call last):\n" if frames else ""
    return head + "".join(traceback.format_list(frames)) + "".join(traceback.format_exception_only(error))
