"""The child that reads one document: the question on standard input, JSON on standard output, progress on standard error."""

import json
import os
import sys
from datetime import date
from typing import Any

from tracker.errors import UnreadableDocument
from tracker.plans.extraction import read_document
from tracker.plans.reading.codec import encode
from tracker.plans.reading.confined import TOO_MUCH, Confines
from tracker.plans.reading.progress import Progress, listening
from tracker.plans.understanding.words import Column


def main() -> None:
    """Answer one question. An error nobody expected ends the child with a trace, which the parent words."""
    asked = json.loads(sys.stdin.buffer.readline())
    Confines(**asked["confines"]).set_here()
    data = sys.stdin.buffer.read()
    try:
        with listening(_tell):
            answer = _answer(asked, data)
    except MemoryError:
        answer = {"refused": TOO_MUCH}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))
    sys.stdout.flush()
    os._exit(0)  # nothing is left to tidy up, and freeing a large document takes its time


def _answer(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    columns = {table: tuple(Column(kind) for kind in kinds) for table, kinds in asked["columns"]}
    try:
        read = read_document(
            data, file_name=asked["file_name"], today=date.fromisoformat(asked["today"]), columns=columns
        )
    except UnreadableDocument as refusal:
        return {"refused": refusal.message}
    return {"read": encode(read)}


def _tell(progress: Progress) -> None:
    sys.stderr.write(json.dumps([progress.step, progress.done, progress.of]) + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
