"""One command for the trainer's day: what arrived is graded in every set, again and again."""
