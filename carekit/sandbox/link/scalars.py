"""How single values and plain containers are written and read."""

from __future__ import annotations

import builtins
import datetime as dt
import re
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from carekit.sandbox.link.encoder import (
    INT_MAX,
    INT_MIN,
    Decoder,
    Encoder,
    Opaque,
    RefusedError,
    TooBigError,
    opaque,
    reads,
    writes,
)
from carekit.sandbox.link.message_types import Value
from carekit.sandbox.link.refusals import too_large
from carekit.sandbox.link.true_types import place

NUMBER_DTYPE = re.compile(r"[<|](?:b1|[iu][1248]|f[248]|c8|c16)")
TIME_DTYPE = re.compile(r"<[mM]8\[(?:\d{0,3}(?:Y|M|W|D|h|m|s|ms|us|ns))\]|<[mM]8")
# Whose time zones are asked for their offset; one that a learner has written is not run for it.
_ZONES = {"datetime", "zoneinfo", "pytz", "dateutil", "pandas"}
_NO_ZONE = "a time whose zone is not known"
Unit = Literal["s", "ms", "us", "ns"]
UNITS: tuple[Unit, ...] = ("s", "ms", "us", "ns")
FREQ = re.compile(r"[-+]?[A-Za-z0-9\-]{1,24}")


@writes(int)
def _int(enc: Encoder, value: int, _depth: int) -> Any:
    number = int.__int__(value)
    if INT_MIN <= number <= INT_MAX:
        return number
    if number.bit_length() > enc.bounds.int_bits:
        raise TooBigError(too_large(number.bit_length(), enc.bounds.int_bits, "bits"))
    # Decimal digits of a huge number take quadratic time to read; hexadecimal ones do not.
    return {"t": "i", "v": hex(number)}


@reads("i")
def _read_int(dec: Decoder, tree: dict[str, object], _depth: int) -> int:
    digits = dec.plain(tree, "v", str)
    if len(digits) > dec.bounds.int_bits // 4 + 3 or not re.fullmatch("-?0x[0-9a-f]+", digits):
        raise RefusedError("no integer")
    return int(digits, 16)


@writes(float)
def _float(_enc: Encoder, value: float, _depth: int) -> float:
    return float.__float__(value)


@writes(str)
def _text(enc: Encoder, value: str, _depth: int) -> Any:
    text = str.__str__(value)
    if len(text) <= enc.bounds.short_text:
        return text
    return {"t": "s", "b": enc.buffer(text.encode("utf-8", "surrogatepass"))}


@reads("s")
def _read_text(dec: Decoder, tree: dict[str, object], _depth: int) -> str:
    return bytes(dec.buffer(tree)).decode("utf-8", "surrogatepass")


def _raw(tag: str) -> Callable[..., Any]:
    def write(enc: Encoder, value: Value, _depth: int) -> Any:
        return {"t": tag, "b": enc.buffer(memoryview(value).tobytes())}

    return write


writes(bytes, memoryview)(_raw("b"))
writes(bytearray)(_raw("ba"))
reads("b")(lambda dec, tree, _depth: bytes(dec.buffer(tree)))
reads("ba")(lambda dec, tree, _depth: bytearray(dec.buffer(tree)))


@writes(list)
def _list(enc: Encoder, value: list[object], depth: int) -> Any:
    return enc.items([*list.__iter__(value)], depth)


def _members(tag: str, base: Value, build: Callable[[list[Value]], object]) -> None:
    def write(enc: Encoder, value: object, depth: int) -> Any:
        return {"t": tag, "v": enc.items([*base.__iter__(value)], depth)}

    def read(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
        return build(dec.items(tree.get("v"), depth))

    writes(base)(write)
    reads(tag)(read)


_members("u", tuple, tuple)
_members("e", set, set)
_members("fe", frozenset, frozenset)
# A view is only as good as the dict behind it; the reader makes one.
_members("dk", type({}.keys()), lambda items: dict.fromkeys(items).keys())
_members("dv", type({}.values()), lambda items: dict(enumerate(items)).values())
_members("di", type({}.items()), lambda items: dict(items).items())


@writes(dict)
def dict_tree(enc: Encoder, value: dict[object, object], depth: int) -> Any:
    """Return the tree of a dict's content."""
    pairs = [*dict.items(value)]
    keys = enc.items([key for key, _ in pairs], depth)
    return {"t": "d", "k": keys, "v": enc.items([item for _, item in pairs], depth)}


@reads("d")
def read_dict(dec: Decoder, tree: dict[str, object], depth: int) -> dict[Any, Any]:
    """Return a dict with the content that its tree holds."""
    keys = dec.items(tree.get("k"), depth)
    return dict(zip(keys, dec.items(tree.get("v"), depth, len(keys)), strict=True))


def _triple(tag: str, kind: type, names: tuple[str, ...], **fixed: object) -> None:
    """Register a type that is nothing but a few fields."""
    # The type's own: a subclass may have put something else in the place of a field.
    fields = [getattr(kind, name).__get__ for name in names]

    def write(enc: Encoder, value: object, depth: int) -> Any:
        return {"t": tag, "v": enc.items([field(value) for field in fields], depth)}

    def read(dec: Decoder, tree: dict[str, object], depth: int) -> Any:
        return kind(*dec.items(tree.get("v"), depth, len(names)), **fixed)

    writes(kind)(write)
    reads(tag)(read)


_triple("c", complex, ("real", "imag"))
_triple("r", range, ("start", "stop", "step"))
_triple("sl", slice, ("start", "stop", "step"))
_triple("fr", Fraction, ("numerator", "denominator"))
_triple("dl", dt.timedelta, ("days", "seconds", "microseconds"))
_triple("da", dt.date, ("year", "month", "day"))
_triple("iv", pd.Interval, ("left", "right", "closed"))


@writes(Decimal)
def _decimal(_enc: Encoder, value: Decimal, _depth: int) -> Any:
    return {"t": "de", "v": Decimal.__str__(value)[:5000]}


@reads("de")
def _read_decimal(dec: Decoder, tree: dict[str, object], _depth: int) -> Decimal:
    return Decimal(dec.plain(tree, "v", str)[:5000])


def _constant(tag: str, one: object) -> None:
    """Register the type of a value that is the only one of its kind."""
    writes(type(one))(lambda _enc, _value, _depth: {"t": tag})
    reads(tag)(lambda _dec, _tree, _depth: one)


_constant("...", ...)
_constant("ni", NotImplemented)
_constant("na", pd.NA)
_constant("nat", pd.NaT)


_KNOWN: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, slice),
        *(object, type, pd.DataFrame, pd.Series, pd.Index, pd.Timestamp, pd.Timedelta),
        *(np.ndarray, np.int64, np.float64, dt.date, dt.datetime, dt.time, dt.timedelta),
        *(Decimal, Fraction, Counter, OrderedDict, defaultdict),
        *(x for x in vars(builtins).values() if isinstance(x, type) and issubclass(x, Exception)),
    )
}
_KNOWN_IDS = {id(kind): name for name, kind in _KNOWN.items()}


@writes(type)
def _known_type(_enc: Encoder, value: type, _depth: int) -> Any:
    """Return the tag of a class that both sides have."""
    name = _KNOWN_IDS.get(id(value))
    return opaque(value) if name is None else {"t": "ty", "n": name}


def is_known(kind: type) -> bool:
    """Return whether a class is one that crosses as itself."""
    return id(kind) in _KNOWN_IDS


@reads("ty")
def _read_type(dec: Decoder, tree: dict[str, object], _depth: int) -> type:
    return _KNOWN[dec.plain(tree, "n", str)]


@reads("?")
def _read_opaque(dec: Decoder, tree: dict[str, object], _depth: int) -> Opaque:
    return Opaque(dec.plain(tree, "n", str)[:80], dec.plain(tree, "w", str)[:200])


def zone_tree(zone: dt.tzinfo | None, moment: Value = None) -> Any:
    """Return the tree of a time zone, or None for none. Raises TooBigError when nobody knows it."""
    if zone is None:
        return None
    if place(type(zone))[0].split(".")[0] not in _ZONES:
        raise TooBigError(_NO_ZONE)
    key = getattr(zone, "key", None) or getattr(zone, "zone", None)
    if type(key) is str:
        return key
    offset = zone.utcoffset(moment)
    if offset is None:
        raise TooBigError(_NO_ZONE)
    return offset.total_seconds()


def read_zone(tree: Value) -> dt.tzinfo | None:
    """Return a time zone from its tree. Raises RefusedError."""
    if tree is None:
        return None
    if type(tree) is str and re.fullmatch(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+)*", tree):
        return ZoneInfo(tree)
    if type(tree) in (int, float) and abs(tree) < 86_400:
        return dt.timezone(dt.timedelta(seconds=tree)) if tree else dt.UTC
    raise RefusedError("no time zone")


_DAY = [getattr(dt.datetime, name).__get__ for name in ("year", "month", "day")]
_HOURS = ("hour", "minute", "second", "microsecond")
_CLOCK = [getattr(dt.datetime, name).__get__ for name in _HOURS]
_TIME = [getattr(dt.time, name).__get__ for name in _HOURS]
_zone_of, _fold = dt.datetime.tzinfo.__get__, dt.datetime.fold.__get__


@writes(dt.datetime)
def _datetime(_enc: Encoder, value: dt.datetime, _depth: int) -> Any:
    zone = zone_tree(_zone_of(value), value)
    return {"t": "dt", "v": [part(value) for part in _DAY + _CLOCK], "z": zone, "f": _fold(value)}


@reads("dt")
def _read_datetime(dec: Decoder, tree: dict[str, Value], depth: int) -> dt.datetime:
    year, month, day, *clock = dec.items(tree.get("v"), depth, 7)
    hour, minute, second, micro = clock
    zone = read_zone(tree.get("z"))
    return dt.datetime(year, month, day, hour, minute, second, micro, zone, fold=tree["f"])


@writes(dt.time)
def _time(_enc: Encoder, value: dt.time, _depth: int) -> Any:
    zone, fold = dt.time.tzinfo.__get__(value), dt.time.fold.__get__(value)
    return {"t": "tm", "v": [part(value) for part in _TIME], "z": zone_tree(zone), "f": fold}


@reads("tm")
def _read_time(dec: Decoder, tree: dict[str, Value], depth: int) -> dt.time:
    hour, minute, second, micro = dec.items(tree.get("v"), depth, 4)
    return dt.time(hour, minute, second, micro, read_zone(tree.get("z")), fold=tree["f"])


@writes(pd.Timestamp)
def _stamp(_enc: Encoder, value: pd.Timestamp, _depth: int) -> Any:
    zone = zone_tree(value.tzinfo, value)
    return {"t": "ts", "v": int(value.asm8.view("i8")), "u": value.unit, "z": zone}


@writes(pd.Timedelta)
def _delta(_enc: Encoder, value: pd.Timedelta, _depth: int) -> Any:
    return {"t": "td", "v": int(value.asm8.view("i8")), "u": value.unit}


def _unit(tree: dict[str, Value]) -> Unit:
    unit: Unit | None = tree.get("u")
    if unit not in UNITS:
        raise RefusedError("unit")
    return unit


@reads("ts")
def _read_stamp(dec: Decoder, tree: dict[str, object], _depth: int) -> Any:
    stamp = pd.Timestamp(np.datetime64(dec.plain(tree, "v", int), _unit(tree)))
    zone = read_zone(tree.get("z"))
    return stamp if zone is None else stamp.tz_localize("UTC").tz_convert(zone)


@reads("td")
def _read_delta(dec: Decoder, tree: dict[str, object], _depth: int) -> Any:
    return pd.Timedelta(np.timedelta64(dec.plain(tree, "v", int), _unit(tree)))


@writes(pd.Period)
def _period(_enc: Encoder, value: pd.Period, _depth: int) -> Any:
    return {"t": "pe", "v": value.ordinal, "f": value.freqstr}


@reads("pe")
def _read_period(dec: Decoder, tree: dict[str, object], _depth: int) -> Any:
    return pd.Period(ordinal=dec.plain(tree, "v", int), freq=read_freq(tree))


def read_freq(tree: dict[str, object]) -> str:
    """Return a frequency's name from field ``f``. Raises RefusedError."""
    name = tree.get("f")
    if type(name) is not str or not FREQ.fullmatch(name):
        raise RefusedError("frequency")
    return name


@writes(np.generic)
def _numpy_scalar(_enc: Encoder, value: np.generic, _depth: int) -> Any:
    form = np.generic.__dict__["dtype"].__get__(value)
    if form.kind in "mM":
        return {"t": "n", "d": form.str, "v": int(value.view("i8"))}
    if not NUMBER_DTYPE.fullmatch(form.str):
        return opaque(value)
    if form.kind == "c":
        return {"t": "n", "d": form.str, "v": [float(value.real), float(value.imag)]}
    return {"t": "n", "d": form.str, "v": np.generic.item(value)}


@reads("n")
def _read_numpy_scalar(dec: Decoder, tree: dict[str, object], depth: int) -> np.generic:
    name = dec.plain(tree, "d", str)
    if TIME_DTYPE.fullmatch(name):
        moment: np.generic = np.int64(dec.plain(tree, "v", int)).view(np.dtype(name))
        return moment
    if not NUMBER_DTYPE.fullmatch(name):
        raise RefusedError("number type")
    form: np.dtype[np.generic] = np.dtype(name)
    if form.kind == "c":
        return form.type(complex(*dec.items(tree.get("v"), depth, 2)))
    return form.type(dec.plain(tree, "v", int, float, bool))
