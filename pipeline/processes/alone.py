"""One function on one document in a process of its own, for commands that look at a single stranger's file."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Final

from extractors.errors import DocumentError
from pipeline.processes.child import Child
from pipeline.processes.limits import DEFAULT_LIMITS, Limits, apply_limits, says_no_memory
from pipeline.processes.messages import LineReader, send_line

_LONGEST: Final = 16 << 20  # bytes of an answer
_BEGINNING: Final = 60.0  # seconds a new process may take until it begins: that is the machine's doing
_STARTED: Final = b"started"
_OUT_OF_TIME = "Look at the file in a viewer; `cruscotto extract` with a higher --timeout reads what takes longer."


class ProcessEndedError(DocumentError):
    """The document was too much for its process."""

    code = "worker-died"
    remedy = _OUT_OF_TIME


def run_alone(function: Callable[..., str], *arguments: object, limits: Limits = DEFAULT_LIMITS) -> str:
    """What `function`, of a module, gives of `arguments`, within the limits of a document.

    Its time is that in which the process does not wait for a processor, from the moment on when it has started.

    Raises:
        DocumentError: it raised one (of the same cause and remedy), took too long, or its process died.
    """
    child = Child(_run_task, function, arguments, limits)
    reader = LineReader(child.pipe, _LONGEST)
    until = child.clock() + _BEGINNING
    try:
        while (left := until - child.clock()) > 0:
            if child.pipe.poll(left):
                for line in reader.read_lines():
                    if line != _STARTED:
                        return _parse_answer(line)
                    until = child.clock() + limits.timeout
    except (EOFError, OSError, ValueError, RecursionError) as error:
        raise ProcessEndedError("the process that read it ended without an answer") from error
    finally:
        child.stop()
    raise ProcessEndedError(f"it was not read within {limits.timeout:g} seconds")


def _parse_answer(line: bytes) -> str:
    """The answer; ValueError where it is none."""
    match json.loads(line):
        case {"answer": str(answer)}:
            return answer
        case {"cause": str(cause), "remedy": str(remedy)}:
            error = DocumentError(cause)
            error.remedy = remedy
            raise error
    raise ValueError("this is no answer")


def _run_task(pipe: Connection, function: Callable[..., str], arguments: tuple[object, ...], limits: Limits) -> None:
    apply_limits(limits)
    with suppress(OSError):
        send_line(pipe, _STARTED)
    try:
        told = {"answer": function(*arguments)}
    except DocumentError as error:
        told = {"cause": error.cause, "remedy": error.remedy}
    except Exception as error:  # whatever it is, it is the document's
        if says_no_memory(error):
            cause, remedy = f"it takes more than {limits.memory >> 20} MiB of memory", _OUT_OF_TIME
        else:
            cause, remedy = f"{type(error).__name__}: {error}"[:500], "Report this with the file."
        told = {"cause": cause, "remedy": remedy}
    with suppress(OSError):  # whoever asked is gone
        send_line(pipe, json.dumps(told).encode("ascii"))
