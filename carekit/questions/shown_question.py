"""A question as others than its own kind meet it: what code may read, and the plain data of it.

Code takes a full question and one without its key (``views.without_key.Asked``) alike; the
protocols here name the fields that both have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, Required, TypedDict

from carekit.common.languages import Text

ByLang = dict[str, str]
"""Words by language."""


class ShownPart(Protocol):
    """Something that is paired, put in order or taken."""

    @property
    def id(self) -> str:
        """Return its name."""

    @property
    def say(self) -> Text:
        """Return its words."""


class ShownOption(ShownPart, Protocol):
    """An option."""

    @property
    def pin(self) -> Literal["first", "last"] | None:
        """Return where it always stands, or None where its place is drawn."""


class Shown(Protocol):
    """What every question shows."""

    @property
    def id(self) -> str:
        """Return its name in its bank."""

    @property
    def kind(self) -> str:
        """Return the name of its kind."""

    @property
    def ask(self) -> Text:
        """Return what is asked."""

    @property
    def hints(self) -> list[Text]:
        """Return its hints, first to last."""


class ShownOptions(Shown, Protocol):
    """A question with one list of options."""

    @property
    def choices(self) -> Sequence[ShownOption]:
        """Return the options."""


# --- What the browser gets. ``views.allow_list.BROWSER`` names the same fields.


class SeenPart(TypedDict):
    """An option or a part: its id and its words."""

    id: str
    say: ByLang


class SeenGap(TypedDict, total=False):
    """A gap; ``choices`` and their ``order`` only where one of them is taken."""

    id: Required[str]
    choices: list[SeenPart]
    order: list[str]


SvgElement = TypedDict(
    "SvgElement",
    {"tag": str, "class": str, "attributes": dict[str, float | str], "say": ByLang},
    total=False,
)
"""One element of a picture; ``say`` holds the words of one of text."""


class SeenPicture(TypedDict):
    """A picture as SVG elements, and where each option lies in it."""

    width: float
    height: float
    alt: ByLang
    elements: list[SvgElement]
    spots: dict[str, list[float]]


class Seen(TypedDict, total=False):
    """A question as it is sent to the browser; all but the first four belong to some kinds only."""

    id: str
    kind: str
    ask: ByLang
    hints: list[ByLang]
    choices: list[SeenPart]
    left: list[SeenPart]
    right: list[SeenPart]
    items: list[SeenPart]
    order: list[str]
    text: ByLang
    gaps: list[SeenGap]
    unit: ByLang
    picture: SeenPicture


# --- An entry of a bank file, as YAML gives it and before anything has checked it.


class WrittenOption(TypedDict, total=False):
    """An option; ``credit`` where several can be defended."""

    id: Required[str]
    right: bool
    credit: float


class WrittenGap(TypedDict, total=False):
    """A gap, with options or with the words that are accepted in each language."""

    id: Required[str]
    choices: list[WrittenOption]
    accept: dict[str, list[str]]


class WrittenPair(TypedDict):
    """A pair of ids."""

    left: str
    right: str


class WrittenQuestion(TypedDict, total=False):
    """The fields of an entry that say what its key is, of all kinds."""

    kind: str
    choices: list[WrittenOption]
    gaps: list[WrittenGap]
    pairs: list[WrittenPair]
    order: list[str]
    answer: float | str
    accept: dict[str, list[str]]
    derive: dict[str, str]
