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

from carekit.common.languages import Lang, as_lang
from carekit.common.messages import Messages

say = Messages("commands")
_SHELL = ("CAREKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")

SpokenIn = Annotated[
    Lang | None, typer.Option("--lang", help="Language of the output; default: the shell's.")
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

    >>> asked_lang(["set", "--lang=zh-Hant"]), asked_lang(["--lang", "fr"]), asked_lang(["--lang"])
    (<Lang.ZH_HANT: 'zh-Hant'>, None, None)
    """
    before = words[: words.index("--")] if "--" in words else words
    asked = [after for word, after in pairwise(before) if word == "--lang"]
    asked += [word.partition("=")[2] for word in before if word.startswith("--lang=")]
    return next((lang for lang in Lang if lang.value in asked[-1:]), None)


def speech(asked: Lang | None, shell: Mapping[str, str] | None = None) -> Speech:
    """Return the words in the language that was asked for, else in the shell's, else in English."""
    return Speech(asked or shell_lang(os.environ if shell is None else shell))


def shell_lang(shell: Mapping[str, str]) -> Lang:
    """Return the language of a shell by its environment.

    As in every program, the first of the variables that is set decides, also when it asks for a
    language that is none of ours.

    >>> shell_lang({"LC_ALL": "", "LANG": "zh_TW.UTF-8"}), shell_lang({"LC_ALL": "C", "LANG": "zh_TW"})
    (<Lang.ZH_HANT: 'zh-Hant'>, <Lang.EN: 'en'>)
    """  # noqa: E501 - a doctest's line cannot be broken
    tag = next((shell[name] for name in _SHELL if shell.get(name)), "")
    return as_lang(tag) or Lang.EN
