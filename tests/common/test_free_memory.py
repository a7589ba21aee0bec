"""Between large steps nothing that is let go stays in memory."""

import gc
import weakref

from carekit.common.free_memory import give_back


class Part:
    """Something that can refer to itself."""


def test_what_only_refers_to_itself_is_collected():
    gc.disable()
    try:
        one = Part()
        one.other = one
        seen = weakref.ref(one)
        del one
        assert seen() is not None
        give_back()
        assert seen() is None
    finally:
        gc.enable()
