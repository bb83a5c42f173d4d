"""What was read, as JSON and back: frozen dataclasses by their annotations. No pickle: the sender may be taken over."""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, Final, Literal

_KIND: Final = "_"  # the key that holds a dataclass's name


class Garbled(ValueError):  # noqa: N818 - reads as what it is
    """JSON that is not what the annotations promise."""


def encode(value: Any) -> Any:
    """`value` as JSON knows it: dataclasses as objects without the fields that hold their default."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {one.name: encode(held) for one in fields(value) if (held := getattr(value, one.name)) != _default(one)}
        return {_KIND: type(value).__name__, **found}
    if isinstance(value, (tuple, list)):
        return [encode(one) for one in value]
    if isinstance(value, Mapping):
        return [[encode(key), encode(one)] for key, one in value.items()]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, time)):  # datetime is a date
        return value.isoformat()
    return value


def decode(kind: Any, value: Any) -> Any:
    """The `kind` that `encode` made `value` of. Raises Garbled for anything else."""
    try:
        return _decoded(kind, value, _classes(kind))
    except Garbled:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Garbled(str(error)) from error


def _default(one: "Field[Any]") -> Any:
    if one.default is not MISSING:
        return one.default
    return one.default_factory() if one.default_factory is not MISSING else MISSING


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


@cache
def _classes(kind: Any) -> dict[str, type]:
    """The dataclasses that the annotations of `kind` lead to, by name."""
    found: dict[str, type] = {}
    waiting = [kind]
    while waiting:
        one = waiting.pop()
        waiting += typing.get_args(one)
        if isinstance(one, type) and is_dataclass(one) and one.__name__ not in found:
            found[one.__name__] = one
            waiting += _hints(one).values()
    return found


def _decoded(kind: Any, value: Any, classes: dict[str, type]) -> Any:
    origin = typing.get_origin(kind)
    if origin in {typing.Union, types.UnionType}:
        return _one_of(typing.get_args(kind), value, classes)
    if origin is tuple:
        return _tuple(typing.get_args(kind), value, classes)
    if origin is not None and origin is not Literal:
        return _mapping(typing.get_args(kind), value, classes)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind, value, classes)
    return _scalar(kind, value)


def _one_of(kinds: tuple[Any, ...], value: Any, classes: dict[str, type]) -> Any:
    if value is None and type(None) in kinds:
        return None
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return _decoded(kind, value, classes)
        except (ValueError, TypeError):
            continue
    raise Garbled(f"{value!r:.80} is none of {kinds}")


def _tuple(kinds: tuple[Any, ...], value: Any, classes: dict[str, type]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise Garbled(f"{value!r:.80} is no list")
    if kinds[-1:] == (Ellipsis,):
        return tuple(_decoded(kinds[0], one, classes) for one in value)
    return tuple(_decoded(kind, one, classes) for kind, one in zip(kinds, value, strict=True))


def _mapping(kinds: tuple[Any, ...], value: Any, classes: dict[str, type]) -> dict[Any, Any]:
    return {_decoded(kinds[0], key, classes): _decoded(kinds[1], one, classes) for key, one in value}


def _dataclass(kind: Any, value: Any, classes: dict[str, type]) -> Any:
    if not isinstance(value, dict):
        raise Garbled(f"{value!r:.80} is no {kind.__name__}")
    actual = classes.get(str(value.get(_KIND)), kind)
    if not issubclass(actual, kind):
        raise Garbled(f"{actual.__name__} stands where {kind.__name__} belongs")
    hints = _hints(actual)
    return actual(**{name: _decoded(hints[name], held, classes) for name, held in value.items() if name != _KIND})


def _scalar(kind: Any, value: Any) -> Any:
    if kind is Any or typing.get_origin(kind) is Literal:
        return value
    if kind is float and type(value) is int:
        return float(value)
    if kind in {datetime, date, time}:
        return kind.fromisoformat(value)
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:
        raise Garbled(f"{value!r:.80} is no {kind}")
    return value
