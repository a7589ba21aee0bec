"""What a trainer is told who packs a course that is not ready: ``refusals.yml``.

Mistakes in the texts of a course are for their author and are named in English, where they stand.
"""

from pathlib import Path

from carekit.common.messages import Messages

say = Messages(Path(__file__).with_suffix(".yml"))
