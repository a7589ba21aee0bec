"""A moment as a trainer writes it, with its zone, and what nbgrader makes of one it cannot read.

The gradebook keeps moments in UTC without saying so. ``2025-03-01 18:00:00 +0800`` is read by
nbgrader as 800 *seconds* east of UTC and kept as 17:46:40; an abbreviation or a zone that it does
not know is taken for UTC. The first can be guessed from its odd seconds, the second never.
"""

from __future__ import annotations

import re
import unicodedata
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from carekit.common.files import ContentError, nearest
from carekit.grading.refusals import say

# Written with dashes, strokes or dots, or with the Chinese words for year, month and day.
_FORM = re.compile(
    r"""(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})
    (?:\s*[日号號]\s*|[T\s]\s*)(?P<before>[上下]午|中午|凌晨|早上|晚上)?\s*(?P<hour>\d{1,2})
    (?::(?P<minute>\d{2})(?::(?P<second>\d{2}))?
     |\s*[点點时時]\s*(?:(?P<half>半)|(?P<minutes>\d{1,2})\s*分?)?|(?=\s*[AaPp]\.?[Mm]\b))
    (?:\s*(?P<after>[AaPp])\.?[Mm](?:\.|\b))?\s*(?P<zone>\S.*)?""",
    re.VERBOSE,
)
_MORNING, _LATER = {"上午", "凌晨", "早上", "a"}, {"下午", "晚上", "p"}
# The name of a zone as people say it where they write no other.
_SPOKEN = {
    "北京": "Asia/Shanghai",
    "台北": "Asia/Taipei",
    "臺北": "Asia/Taipei",
    "香港": "Asia/Hong_Kong",
    "澳门": "Asia/Macau",
    "澳門": "Asia/Macau",
}
_OFFSET = re.compile(r"(?:(?:UTC|GMT)\s*)?([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
# An abbreviation, such as CST or BST.
_LETTERS = re.compile(r"[A-Za-z]{2,4}")
_UTC = {"z", "utc", "gmt"}
# Every offset from UTC that some place has, as it is written without a colon.
_OFFSETS = [sign * (100 * h + m) for h in range(15) for m in (0, 30, 45) for sign in (1, -1)]


@dataclass(frozen=True)
class Moment:
    """A moment in UTC, the zone it was written in, and whether the zone had to be assumed."""

    when: datetime
    zone: str
    assumed: bool = False


def zone_of(name: str) -> tzinfo:
    """Return a zone by its IANA name (in any case) or its offset: ``+08:00``, ``+0800``, ``UTC+8``.

    Some zones are also known as people say them in Chinese: 北京时间.
    Raises ContentError for anything else, with the name that was probably meant.
    """
    if name.casefold() in _UTC:
        return UTC
    if found := _OFFSET.fullmatch(name):
        sign, hours, minutes = found[1], int(found[2]), int(found[3] or 0)
        if hours <= 14 and minutes < 60:
            return timezone((1 if sign == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    spoken = _SPOKEN.get(re.sub("[时時][间間]$", "", name))
    if spoken:
        return zoneinfo.ZoneInfo(spoken)
    known = {one.casefold(): one for one in zoneinfo.available_timezones()}
    if name.casefold() in known:
        return zoneinfo.ZoneInfo(known[name.casefold()])
    if _LETTERS.fullmatch(name):
        # The zone with the most similar letters is often hours away: CST is no slip for UCT.
        raise ContentError(say("letters-no-zone", name=name, write=say("write-zone")))
    cities = {full.rpartition("/")[2].casefold(): full for full in sorted(known.values())}
    near = nearest(name.casefold().replace(" ", "_"), {**known, **cities})
    raise ContentError(say.meant("no-zone", near, name=name, write=say("write-zone")))


def read_moment(text: str, home: tzinfo | None = None) -> Moment:
    """Return the moment that a person wrote; without a zone it is in ``home``.

    ``home`` None is the zone of this machine. Raises ContentError that says what to write instead.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _FORM.fullmatch(plain)
    if found is None:
        raise ContentError(say("no-moment", text=text))
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    minute = 30 if found["half"] else int(found["minute"] or found["minutes"] or 0)
    hour, second = _hour(text, found), int(found["second"] or 0)
    try:
        local = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the zone follows
    except ValueError:
        raise ContentError(say("no-such-date", text=text)) from None
    zone = zone_of(found["zone"].strip()) if found["zone"] else home
    when = _one_moment(text, local, zone)
    try:
        said = zone_name(when, zone)
        return Moment(when.astimezone(UTC), said, assumed=found["zone"] is None)
    except OverflowError:
        raise ContentError(say("too-far", text=text)) from None


def _hour(text: str, found: re.Match[str]) -> int:
    """Return the hour from 0 to 23. Raises ContentError where it may be one of two."""
    hour, part = int(found["hour"]), found["before"] or (found["after"] or "").casefold()
    unclear = hour == 12 and part in _MORNING | _LATER - {"下午"}
    if unclear or (hour > 12 and part in _MORNING) or (found["before"] and found["after"]):
        raise ContentError(say("two-hours", text=text))
    return hour + 12 if hour < 12 and (part in _LATER or (part == "中午" and hour < 3)) else hour


def _one_moment(text: str, local: datetime, zone: tzinfo | None) -> datetime:
    """Return a local time as a moment. Raises ContentError where it is none, or two."""
    try:
        first = local.replace(tzinfo=zone) if zone else local.astimezone()
        second = local.replace(fold=1)
        second = second.replace(tzinfo=zone) if zone else second.astimezone()
        back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    except (OverflowError, ValueError):
        raise ContentError(say("too-far", text=text)) from None
    if back != local.replace(fold=back.fold):
        raise ContentError(say("skipped-time", text=text))
    if first.utcoffset() != second.utcoffset():
        both = {"first": f"{first:%z}", "second": f"{second:%z}"}
        raise ContentError(say("time-twice", text=text, **both))
    return first


def zone_name(when: datetime, zone: tzinfo | None) -> str:
    """Return how a zone is called at a moment: its name, else its offset."""
    if isinstance(zone, zoneinfo.ZoneInfo):
        return str(zone)
    offset = f"{when.astimezone(zone):%z}"
    return "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:]}"


def shown(when: datetime, zone: tzinfo | None = None) -> str:
    """Return a moment as a person reads it in a zone, by default this machine's."""
    local = when.astimezone(zone)
    seconds = f":{local:%S}" if local.second else ""
    return f"{local:%Y-%m-%d %H:%M}{seconds} {zone_name(when, zone)}"


def meant(stored: datetime, home: tzinfo | None = None) -> list[str]:
    """Return what a moment in the gradebook may have been written as, the likeliest first.

    Nothing for one with seconds that a person would choose. Offsets of whole minutes (``+0300`` is
    300 seconds) leave no trace, so that an empty list is no proof.
    """
    if stored.second in (0, 59):
        return []
    ours = f"{stored.astimezone(home):%z}"
    found = []
    for offset in _OFFSETS:
        local = stored + timedelta(seconds=offset)
        last = (local.minute, local.second) in ((59, 0), (59, 59))
        if last or (local.minute in (0, 30) and local.second == 0):
            found.append(f"{local:%Y-%m-%d %H:%M:%S} {offset:+05d}")
    return sorted(found, key=lambda one: not one.endswith(ours))
