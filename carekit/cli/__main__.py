"""``python -m carekit.cli`` is ``care``."""

from carekit.cli import main

main()
