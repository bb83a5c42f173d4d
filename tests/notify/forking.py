"""Real processes running `tracker …`, cheaply: one parent that has imported everything forks a child for each command.

`python -m tests.notify.forking` is the parent; it reads a line of JSON for each wish and answers with one. The child is the
real command in a process of its own, with its own connections: none is open before the fork.
"""

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Forks:
    """Starts commands, sends them signals, waits for them."""

    def __init__(self, parent: subprocess.Popen[str]) -> None:
        self.parent = parent

    def start(self, environment: dict[str, str], *words: str) -> int:
        """The process id of `tracker WORDS`."""
        return self._ask("start", environment, list(words))

    def end(self, pid: int, number: int) -> int:
        """Send the signal and wait; the exit code, or minus the signal that ended the process."""
        return self._ask("end", pid, int(number))

    def signal(self, pid: int, number: int) -> None:
        self._ask("signal", pid, int(number))

    def wait(self, pid: int) -> int:
        return self._ask("end", pid, 0)

    def has_ended(self, pid: int) -> bool:
        return self._ask("ended", pid)

    def _ask(self, *wish):
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        self.parent.stdin.write(json.dumps(wish) + "\n")
        self.parent.stdin.flush()
        return json.loads(self.parent.stdout.readline())


@contextmanager
def forking() -> Iterator[Forks]:
    """The parent, until the block ends; it takes its children with it."""
    command = [sys.executable, "-m", "tests.notify.forking"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        try:
            yield Forks(parent)
        finally:
            assert parent.stdin is not None
            parent.stdin.close()
            parent.wait(60)


def _child(environment: dict[str, str], words: list[str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    silence = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(silence, number)
    code = 1
    try:
        main(words, standalone_mode=False)
        code = 0
    except ClickException as refusal:
        code = refusal.exit_code
    finally:
        os._exit(code)


def _serve() -> None:
    codes: dict[int, int] = {}
    alive: set[int] = set()

    def reap(pid: int, options: int = 0) -> None:
        if pid in alive:
            found, status = os.waitpid(pid, options)
            if found:
                alive.discard(pid)
                codes[pid] = os.waitstatus_to_exitcode(status)

    for line in sys.stdin:
        act, *facts = json.loads(line)
        answer = None
        if act == "start":
            answer = os.fork()
            if not answer:
                _child(*facts)
            alive.add(answer)
        elif act == "ended":
            reap(facts[0], os.WNOHANG)
            answer = facts[0] in codes
        else:
            pid, number = facts
            reap(pid, os.WNOHANG)
            if number and pid in alive:
                os.kill(pid, number)
            if act == "end":
                reap(pid)
                answer = codes[pid]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    for pid in list(alive):
        os.kill(pid, signal.SIGKILL)
        reap(pid)


if __name__ == "__main__":
    import psycopg  # noqa: F401 - so that no child pays for it
    from click import ClickException

    from tracker import wiring
    from tracker.cli import main

    for name in (*wiring.MODELS, *wiring.BLUEPRINTS, "tracker.notify.cli"):
        __import__(name)
    gc.freeze()
    _serve()
