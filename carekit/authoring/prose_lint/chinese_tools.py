"""The two libraries that read Chinese, imported when the first Chinese text is read.

carekit does not bring them (``pip install opencc autocorrect-py``, or its extra ``chinese``): a
course without Chinese is read without them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from carekit.common.files import ContentError

# Half-width marks in English are ours to judge, and a hyphen in Chinese is nearly always a name's.
SETTINGS = """\
rules:
  space-dash: 0
  halfwidth-punctuation: 0
  spellcheck: 0
"""


@cache
def converter(name: str) -> Callable[[str], str]:
    """Return what puts a text into another Chinese script, by one of OpenCC's lists (``t2s``).

    Raises ContentError where OpenCC is not installed.
    """
    try:
        import opencc
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    convert: Callable[[str], str] = opencc.OpenCC(name).convert
    return convert


@cache
def spaced() -> Callable[[str], str]:
    """Return AutoCorrect's way to space and punctuate a line, with the settings of this house.

    Raises ContentError where AutoCorrect is not installed.
    """
    try:
        import autocorrect_py
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    # The settings are the library's own global; it must hear them once before the first line.
    # The library's own stub forgets this function.
    autocorrect_py.load_config(SETTINGS)  # type: ignore[attr-defined]
    corrected: Callable[[str], str] = autocorrect_py.format
    return corrected


def _missing(error: ModuleNotFoundError) -> ContentError:
    return ContentError(
        f"reading Chinese texts needs {error.name}, which carekit does not bring; "
        "install its two tools with: pip install opencc autocorrect-py"
    )
