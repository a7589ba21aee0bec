"""What a kind of question is: one model, and the functions that judge and show it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, get_args

from carekit.common.languages import Lang, Text
from carekit.questions.entry_mistakes import Mistake
from carekit.questions.models import Item
from carekit.questions.placeholders import Where
from carekit.questions.shown_question import Seen, Shown, WrittenQuestion
from carekit.questions.verdicts import Verdict

Q = TypeVar("Q", bound=Item)
S = TypeVar("S", bound=Shown)
Calculate = Callable[[float | str], tuple[float, float | None]]
"""Gives the number that an expression has in one draw, and the other half of a tie."""


@dataclass(frozen=True)
class Kind(Generic[Q, S]):
    """One kind of question. Each is a folder in ``carekit/questions/kinds``; it is its ``KIND``.

    ``Q`` is its model; ``S`` is what it reads of a question that may be one without its key
    (``views.without_key.Asked``). A question with drawn numbers has been ``realised`` before it is
    judged or shown.
    """

    model: type[Q]
    # --- Judging.
    judge: Callable[[Q, Sequence[str]], Verdict]
    """Returns the verdict on an answer; ValueError for one that does not fit the question."""
    solution: Callable[[Q], list[str]]
    """Returns an answer that is worth everything."""
    refuse: Callable[[S, Sequence[str]], None]
    """Raises ValueError for an answer that nobody can mean; it knows no key. It says what to do."""
    # --- Showing a question without its key.
    for_browser: Callable[[S, str], Seen]
    """Returns what this kind adds to what the browser gets; the seed decides an order."""
    on_paper: Callable[[Seen], str]
    """Returns HTML for print, below what is asked."""
    in_words: Callable[[Seen, Lang], list[str]]
    """Returns the lines of the plain-text form, below what is asked."""
    answer_form: Callable[[S], str]
    """Returns the form of an answer as a call takes it, without any that is possible."""
    as_written: Callable[[WrittenQuestion], Iterator[str]]
    """Yields what the key looks like where somebody writes it down; takes an entry of a file."""
    # --- What the model cannot check field by field.
    mistakes: Callable[[Q, Container[str], Where], Iterator[Mistake]]
    """Yields the mistakes in an entry; knows the bank's misconceptions and the entry's place."""
    # --- What only some kinds have.
    last_word: Callable[[Q, Verdict], Verdict] = lambda _, verdict: verdict
    """Returns the verdict after which no other try counts."""
    expressions: Callable[[Q], Iterator[tuple[Where, str]]] = lambda _: iter(())
    """Yields the expressions over drawn numbers beside ``derive`` and ``only_if``, with place."""
    calculated: Callable[[Q, Calculate], Q] = lambda question, _: question
    """Returns a question with numbers in place of its expressions."""
    unusable: Callable[[Q], str | None] = lambda _: None
    """Returns why a draw cannot be used, or None."""
    key_hangs_on_draw: bool = False
    """Whether the key needs the draw: an option is right whatever the numbers in it."""
    blank: Callable[[dict[str, object]], None] = lambda _: None
    """Puts dashes into a key (``views.key_only``) where a text of its own form has to be."""
    # --- The author's page, keys included.
    key_line: Callable[[Q], str] | None = None
    """Returns the key in one line; without it, the solution."""
    beside: Callable[[Q], Iterator[tuple[str, Text]]] = lambda _: iter(())
    """Yields what stands in the question without feedback of its own, with a name for each."""
    drawing: Callable[[Q], str] = lambda _: ""
    """Returns a picture as SVG, or nothing."""

    @property
    def name(self) -> str:
        """Return what stands behind ``kind:`` in a bank; the folder has the same name."""
        return str(get_args(self.model.model_fields["kind"].annotation)[0])
