#!/usr/bin/env bash
# A class of learners gets a deck of new cards, or a log of answers is replayed.
#
# Guess: a card is a small record; a few thousand are made in a few milliseconds.
# fsrs 6.3.2: a card without a number gets the time in milliseconds as its number, and to keep the next
#   number different the constructor sleeps for a millisecond. The processor has nothing to do, so a
#   profiler of processor time shows nothing. A hundred words for a thousand learners wait for more than
#   a minute and a half. Cards that are given a number (card_id=...) do not wait.
# Seen: 2,000 cards 2.3 s of waiting and 0.05 s of work; 2,000 cards with numbers 0.002 s.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check fsrs==6.3.2
"$folder/venv/bin/python" - <<'PYTHON'
import time

from fsrs import Card

MANY = 2000


def costs(make):
    wall, work = time.perf_counter(), time.process_time()
    for number in range(MANY):
        make(number)
    return time.perf_counter() - wall, time.process_time() - work


waited, worked = costs(lambda _number: Card())
named, _ = costs(lambda number: Card(card_id=number))
print(f"{MANY} cards: {waited:.2f} s, {worked:.2f} s of work; with numbers {named:.3f} s")
# A sleep never ends early, however fast the machine is.
assert waited - worked > 0.9 * MANY / 1000
assert named < waited / 4
PYTHON
