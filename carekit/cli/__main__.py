"""``python -m carekit.cli`` is ``care``."""

import gc

from carekit.cli import main

# What a verb imports stays. Python would look for rubbish in it after every 700 new objects, which
# is an eighth of the time that starting takes.
gc.set_threshold(50_000, 10, 10)
main()
