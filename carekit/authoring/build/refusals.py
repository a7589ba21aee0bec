"""What a trainer is told who packs a course that is not ready.

Mistakes in the texts of a course are for their author and are named in English, where they stand.
"""

from carekit.common.messages import Messages

say = Messages("packing")
