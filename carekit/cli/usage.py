"""What is said of a command that cannot be read: an unknown verb, a missing or an odd value.

Typer writes these sentences in English and has no way to translate them. Its errors say by their
kind and their message what is wrong; this says it again in the words of the commands.
"""

from __future__ import annotations

import re
from typing import Any

from typer import BadParameter, TyperException

from carekit.cli.messages import say
from carekit.common.files import nearest
from carekit.common.languages import Spoken
from carekit.common.messages import in_backticks

_VERB = re.compile(r"No such command '(.+?)'")
_EXTRA = re.compile(r"Got unexpected extra argument(?:\(s\))? \((.+)\)", re.DOTALL)
_NEEDS = re.compile(r"Option '(.+)' requires")
_TAKES_NONE = re.compile(r"Option '(.+)' does not take a value")
_CHOICES = re.compile(r"is not one of (.+?)\.?$", re.DOTALL)
_LEAST = re.compile(r"greater than or equal to (\S+)")
_MOST = re.compile(r"less than or equal to (\S+)")


def refused(error: TyperException) -> Spoken:
    """Return in one line what is wrong with a command, and where its help is."""
    context: Any = getattr(error, "ctx", None)
    command = context.command_path if context else "care"
    return say("usage", command=command, wrong=_wrong(error, context))


def _wrong(error: Any, context: Any) -> Spoken:
    if isinstance(error, BadParameter):
        return _wrong_value(error)
    if hasattr(error, "possibilities"):
        known = {one: one for one in error.possibilities or ()}
        near = nearest(error.option_name, known, cutoff=0.0)
        return say.meant("no-option", near, option=error.option_name)
    if found := _VERB.search(error.message):
        verbs = {one: one for one in context.command.list_commands(context)}
        return say.meant("no-verb", nearest(found[1], verbs), verb=found[1])
    for pattern, key in ((_EXTRA, "too-much"), (_NEEDS, "no-value"), (_TAKES_NONE, "takes-none")):
        if found := pattern.search(error.message):
            return say(key, what=found[1])
    return say("not-understood")


def _wrong_value(error: Any) -> Spoken:
    # Typer puts quotes around the name, and between the names of one option.
    what = error.param.get_error_hint().replace("'", "") if error.param else ""
    if hasattr(error, "param_type"):
        return say("missing-value", what=what)
    message = error.message
    if found := _CHOICES.search(message):
        return say("value-of", what=what, known=in_backticks(re.findall(r"'([^']*)'", found[1])))
    if found := _LEAST.search(message):
        return say("value-least", what=what, least=found[1])
    if found := _MOST.search(message):
        return say("value-most", what=what, most=found[1])
    if "valid integer" in message:
        return say("value-number", what=what)
    return say("value-odd", what=what)
