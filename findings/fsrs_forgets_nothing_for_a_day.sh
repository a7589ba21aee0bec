#!/usr/bin/env bash
# A learner reviews each morning, an hour earlier than the morning before.
#
# Guess: forgetting is a smooth curve. Twenty-three hours after an answer the scheduler takes a little
#   less to be forgotten than after twenty-four, and a right answer then is worth a little less.
# fsrs 6.3.2: the time since the last answer is cut to whole times of 24 hours before anything is worked
#   out from it. For the first 24 hours a card counts as fully known, also one that was just answered
#   wrong; and a right answer after 23 hours counts as one of the same day: it leaves the card's
#   stability as it was. One after 24 hours multiplies it by three. Who drifts to earlier hours, or
#   whose list of due cards goes by the calendar, keeps seeing the card at the shortest interval.
#   Give the scheduler calendar days (the learner's midnight) as times.
# Seen: retrievability after a wrong answer 1.0 at 23.99 hours, 0.766 at 24; stability 2.3065 days, after
#   a right answer 23 hours later 2.3065, 24 hours later 7.3192.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check fsrs==6.3.2
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import UTC, datetime, timedelta

from fsrs import Card, Rating, Scheduler, State

scheduler = Scheduler(enable_fuzzing=False)
start = datetime(2026, 1, 1, 8, tzinfo=UTC)


def after(hours):
    return start + timedelta(hours=hours)


wrong, _ = scheduler.review_card(Card(card_id=1), Rating.Again, start)
known = [round(scheduler.get_card_retrievability(wrong, after(h)), 3) for h in (12, 23.99, 24, 47)]

card, _ = scheduler.review_card(Card(card_id=2), Rating.Good, start - timedelta(minutes=10))
card, _ = scheduler.review_card(card, Rating.Good, start)
assert card.state is State.Review
stability = [card.stability]
for hours in (23, 24):
    later, _ = scheduler.review_card(card, Rating.Good, after(hours))
    stability.append(later.stability)
stability = [round(days, 4) for days in stability]
print("retrievability", known, "stability", stability)
assert known == [1.0, 1.0, 0.766, 0.766]
assert stability == [2.3065, 2.3065, 7.3192]
PYTHON
