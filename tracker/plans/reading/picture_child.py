"""The child that draws one page: the PDF on standard input, page and width as arguments, the PNG on standard output."""

import resource
import sys
from typing import Final

from tracker.plans.reading.picture import render_page

_MEMORY: Final = 1024 * 1024 * 1024
_SECONDS: Final = 20


def main() -> None:
    """Draw the page; whatever goes wrong ends in an exit code that is not 0."""
    page, width = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.buffer.write(render_page(sys.stdin.buffer.read(), page, width))


if __name__ == "__main__":
    main()
