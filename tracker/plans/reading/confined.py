"""Reading in a child process with limits: whatever a hostile file does, it does to the child (stack 5).

The child gets the bytes on its standard input and answers with JSON on its standard output; progress comes line by line on
standard error. It inherits no environment, no open file, no right to write one, and is killed with all it started.
"""

import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any, Final

from tracker.errors import UnreadableDocument
from tracker.plans.extraction import ReadDocument, read_document
from tracker.plans.reading import refuse_large
from tracker.plans.reading.codec import Garbled, decode
from tracker.plans.reading.model import MEBIBYTE
from tracker.plans.reading.progress import Listener, Progress
from tracker.plans.reading.sniffing import sniff
from tracker.plans.understanding.words import Column

CHILD: Final = "tracker.plans.reading.child"
_CHUNK: Final = 1 << 16
_MOST_OUTPUT: Final = 128 * MEBIBYTE
_MOST_ERRORS: Final = MEBIBYTE
_GRACE: Final = 0.5  # seconds between its last word and its end
_PLAIN: Final = "text/plain"
_SMALL_TEXT: Final = 2 * MEBIBYTE

_DAMAGED: Final = (
    "Tệp bị hỏng hoặc có cấu trúc lạ nên không đọc được. Đề nghị mở lại bằng Word hoặc Excel, lưu lại rồi tải lên."
)
_TOO_LONG: Final = "Đọc tệp quá {seconds} giây nên đã dừng. Đề nghị tách phụ lục thành tệp riêng rồi tải lại."
TOO_MUCH: Final = "Đọc tệp cần quá nhiều bộ nhớ nên đã dừng. Đề nghị tách phụ lục thành tệp riêng rồi tải lại."


@dataclass(frozen=True)
class Confines:
    """What the child may take."""

    memory: int = 768 * MEBIBYTE
    cpu_seconds: int = 30
    wall_seconds: float = 60.0
    open_files: int = 32

    def set_here(self) -> None:
        """Bind this process, and all it may start, to these limits for good. No file can be written from here on."""
        signal.alarm(int(self.wall_seconds) + 1)  # should the parent be gone
        resource.setrlimit(resource.RLIMIT_CPU, (self.cpu_seconds, self.cpu_seconds + 1))  # told, then killed
        for what, most in (
            (resource.RLIMIT_AS, self.memory),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NOFILE, self.open_files),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))


class ChildDied(Exception):  # noqa: N818 - reads as what happened
    """How a child ended that did not answer: for the log, beside the sentence for people."""


@dataclass
class _Talk:
    """What has been said to and by the child so far."""

    unsent: memoryview
    answer: bytearray = field(default_factory=bytearray)
    errors: bytearray = field(default_factory=bytearray)
    open_line: bytearray = field(default_factory=bytearray)


def read_confined(
    data: bytes,
    *,
    file_name: str,
    today: date,
    columns: Mapping[int, tuple[Column, ...]] | None = None,
    on_progress: Listener | None = None,
    confines: Confines | None = None,
) -> ReadDocument:
    """As `read_document`, in a child of its own.

    Raises UnreadableDocument with one sentence for every way the reading may fail, the child's death included.
    """
    refuse_large(len(data))
    confines = confines or Confines()
    asked = {
        "file_name": file_name,
        "today": today.isoformat(),
        "columns": [[table, list(kinds)] for table, kinds in (columns or {}).items()],
        "confines": vars(confines),
    }
    message = json.dumps(asked).encode() + b"\n" + data
    answer = _answer(message, confines, on_progress)
    try:
        said = json.loads(answer)
        if isinstance(said, dict) and isinstance(sentence := said.get("refused"), str):
            raise UnreadableDocument(sentence)
        reading, understood, warnings = decode(ReadDocument, said["read"])
    except (Garbled, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableDocument(_DAMAGED) from error
    return reading, understood, warnings


def read_bounded(
    data: bytes, *, file_name: str, today: date, columns: Mapping[int, tuple[Column, ...]] | None = None
) -> ReadDocument:
    """As `read_confined`, but plain text of ordinary size in this process: for the command line.

    Text is read by Python alone, so a child would only cost its start; a clock ends what takes too long all the same.
    """
    refuse_large(len(data))
    if len(data) <= _SMALL_TEXT and sniff(data) == _PLAIN:
        with _within(Confines().cpu_seconds):
            return read_document(data, file_name=file_name, today=today, columns=columns)
    return read_confined(data, file_name=file_name, today=today, columns=columns)


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Raise UnreadableDocument in the block after `seconds` of it; only the main thread of a command has such a clock."""

    def end(_signal: int, _frame: object) -> None:
        raise UnreadableDocument(_TOO_LONG.format(seconds=seconds))

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, end)  # of this process's own time: a loaded machine does not matter
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _answer(message: bytes, confines: Confines, on_progress: Listener | None) -> bytes:
    """What the child answers to `message`. Raises UnreadableDocument where it does not."""
    child = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
        [sys.executable, "-I", "-B", "-m", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
        cwd="/",
        start_new_session=True,
    )
    talk = _Talk(memoryview(message))
    try:
        is_over = _converse(child, talk, time.monotonic() + confines.wall_seconds, on_progress)
    finally:
        _kill_group(child)
    if is_over:
        raise UnreadableDocument(_TOO_LONG.format(seconds=round(confines.wall_seconds)))
    if child.returncode == 0 and len(talk.answer) <= _MOST_OUTPUT:
        return bytes(talk.answer)
    raise _sentence_of_death(child.returncode, confines) from ChildDied(
        f"exit {child.returncode}: {bytes(talk.errors[-2000:]).decode(errors='replace')}"
    )


def _sentence_of_death(code: int, confines: Confines) -> UnreadableDocument:
    if code in {-signal.SIGXCPU, -signal.SIGALRM}:
        return UnreadableDocument(_TOO_LONG.format(seconds=confines.cpu_seconds))
    if code == -signal.SIGKILL:  # by the kernel: over the processor's limit, or out of memory
        return UnreadableDocument(TOO_MUCH)
    return UnreadableDocument(_DAMAGED)


def _kill_group(child: "subprocess.Popen[bytes]") -> None:
    """End the child and all it started, and forget it. One that has ended keeps its own exit code."""
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None and not pipe.closed:
            _close(pipe)
    with suppress(subprocess.TimeoutExpired):
        child.wait(_GRACE)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _close(pipe: IO[bytes]) -> None:
    with suppress(BrokenPipeError):
        pipe.close()


def _converse(child: "subprocess.Popen[bytes]", talk: _Talk, until: float, on_progress: Listener | None) -> bool:
    """Send, listen and pass progress on until the child has closed its ends; whether `until` came first."""
    with selectors.DefaultSelector() as selector:
        for pipe, event in (
            (child.stdin, selectors.EVENT_WRITE),
            (child.stdout, selectors.EVENT_READ),
            (child.stderr, selectors.EVENT_READ),
        ):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                selector.register(pipe, event)
        while len(selector.get_map()) > (1 if child.stdin in _registered(selector) else 0):
            ready = selector.select(max(0.0, until - time.monotonic()))
            if not ready:
                return True
            for key, _ in ready:
                if key.fileobj is child.stdin:
                    _send(talk, key.fileobj, selector)
                else:
                    _hear(
                        talk,
                        key.fileobj,
                        selector,
                        on_progress if key.fileobj is child.stderr else None,
                        is_answer=key.fileobj is child.stdout,
                    )
            if len(talk.answer) > _MOST_OUTPUT or len(talk.errors) > _MOST_ERRORS:
                return False
    return False


def _registered(selector: selectors.BaseSelector) -> set[Any]:
    return {key.fileobj for key in selector.get_map().values()}


def _send(talk: _Talk, pipe: Any, selector: selectors.BaseSelector) -> None:
    try:
        sent = os.write(pipe.fileno(), talk.unsent[:_CHUNK])
    except BrokenPipeError:  # it answers without having listened to the end, or is dead
        sent = len(talk.unsent)
    talk.unsent = talk.unsent[sent:]
    if not talk.unsent:
        selector.unregister(pipe)
        _close(pipe)


def _hear(
    talk: _Talk, pipe: Any, selector: selectors.BaseSelector, on_progress: Listener | None, *, is_answer: bool
) -> None:
    heard = os.read(pipe.fileno(), _CHUNK)
    if not heard:
        selector.unregister(pipe)
        return
    if is_answer:
        talk.answer += heard
        return
    talk.errors += heard
    del talk.errors[:-_CHUNK]
    talk.open_line += heard
    *lines, rest = bytes(talk.open_line).split(b"\n")
    talk.open_line = bytearray(rest[:_CHUNK])
    if on_progress is not None:
        for line in lines:
            if (progress := _progress(line)) is not None:
                on_progress(progress)


def _progress(line: bytes) -> Progress | None:
    """A line of the child as progress; None for whatever else a library may print."""
    try:
        step, done, of = json.loads(line)
    except (ValueError, TypeError, RecursionError):
        return None
    if isinstance(step, str) and type(done) is int and type(of) is int:
        return Progress(step[:20], done, of)
    return None
