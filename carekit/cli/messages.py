"""The language that a command speaks, and its words in it.

A command is typed in a shell, so it speaks the shell's language. What a learner chose to read in
JupyterLab is another person's choice and plays no part here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

import typer

from carekit.common.languages import ENGLISH, Lang, as_lang, languages
from carekit.common.messages import Messages

say = Messages("commands")
LANGUAGE = "TAG"
"""What stands for a language in the help until it is known which there are."""
_SHELL = ("CAREKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def spoken() -> tuple[Lang, ...]:
    """Return the languages that commands speak: the course's, and English."""
    return tuple(dict.fromkeys((*languages(), ENGLISH)))


def read_lang(tag: str) -> Lang:
    """Return the language that an option names. Raises BadParameter for one that is not spoken."""
    if found := next((lang for lang in spoken() if lang == tag), None):
        return found
    known = ", ".join(f"'{lang}'" for lang in spoken())
    raise typer.BadParameter(f"'{tag}' is not one of {known}.")


SpokenIn = Annotated[
    Lang | None,
    typer.Option(
        "--lang",
        parser=read_lang,
        metavar=LANGUAGE,
        help="Language of the output; default: the shell's.",
    ),
]


@dataclass(frozen=True)
class Speech:
    """The words of the commands in one language: ``speech("key", name="...")`` is a sentence."""

    lang: Lang

    def __call__(self, key: str, **values: object) -> str:
        """Return one sentence of the commands with its gaps filled."""
        return say(key, **values)[self.lang]


@dataclass
class Run:
    """The language in which one run of a command refuses; its verb sets it before anything else."""

    lang: Lang


def asked_lang(words: Sequence[str]) -> Lang | None:
    """Return what ``--lang`` asks for in the words after a verb, or None.

    This is read before Typer reads the words, because a mistake in them is told in that language.

    >>> asked_lang(["set", "--lang=en"]), asked_lang(["--lang", "fr"]), asked_lang(["--lang"])
    ('en', None, None)
    """
    before = words[: words.index("--")] if "--" in words else words
    asked = [after for word, after in pairwise(before) if word == "--lang"]
    asked += [word.partition("=")[2] for word in before if word.startswith("--lang=")]
    return next((lang for lang in spoken() if lang in asked[-1:]), None)


def speech(asked: Lang | None, shell: Mapping[str, str] | None = None) -> Speech:
    """Return the words in the language that was asked for, else in the shell's, else in English."""
    return Speech(asked or shell_lang(os.environ if shell is None else shell))


def shell_lang(shell: Mapping[str, str]) -> Lang:
    """Return the language of a shell by its environment.

    As in every program, the first of the variables that is set decides, also when it asks for a
    language that is none of ours.

    >>> shell_lang({"LC_ALL": "", "LANG": "en_GB.UTF-8"}), shell_lang({"LC_ALL": "C"})
    ('en', 'en')
    """
    tag = next((shell[name] for name in _SHELL if shell.get(name)), "")
    return as_lang(tag) or ENGLISH
