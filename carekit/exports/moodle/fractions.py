"""The shares of a mark that Moodle lists; another one makes it refuse the whole file."""

from __future__ import annotations

# As its list of grades has them: parts of 100 that an answer may be worth, or cost.
_LISTED = (
    *(100.0, 90.0, 83.33333, 80.0, 75.0, 70.0, 66.66667, 60.0, 50.0, 40.0, 33.33333, 30.0, 25.0),
    *(20.0, 16.66667, 14.28571, 12.5, 11.11111, 10.0, 5.0, 0.0),
)
# Moodle compares shares of 1 and takes them for the same below this.
_NEAR = 0.00001


class Unlisted(ValueError):  # noqa: N818 - it says what became of the question
    """A share that Moodle does not list; the message names it and its neighbors."""


def percent(share: float) -> str:
    """Return a share of -1 to 1 as Moodle lists it. Raises Unlisted for any other.

    >>> percent(1 / 3), percent(-0.5), percent(1)
    ('33.33333', '-50', '100')
    """
    for one in _LISTED:
        if abs(abs(share) - one / 100) < _NEAR:
            said = f"{one:.7g}"
            return f"-{said}" if share < 0 and one else said
    below = max(one for one in _LISTED if one / 100 < abs(share))
    above = min(one for one in _LISTED if one / 100 > abs(share))
    raise Unlisted(
        f"{share:.7g} of the mark is no share that Moodle lists; the nearest are "
        f"{below:.7g} % and {above:.7g} %"
    )
