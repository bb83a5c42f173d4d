"""Regular expressions that are compiled when first used: a command that reads one text needs few of some four hundred."""

import re
from typing import Any, Final, cast

_USES: Final = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern", "flags")


class _Unused:
    """Stands for a pattern until one of its methods is asked for; from then on it has the compiled pattern's own."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _USES:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        vars(self).update((use, getattr(compiled, use)) for use in _USES)
        return vars(self)[name]


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, with nothing compiled before its first use; a mistake in `source` therefore shows only then.

    What comes back has the methods of a pattern but cannot be handed to the functions of `re`.
    """
    return cast("re.Pattern[str]", _Unused(source, flags))
