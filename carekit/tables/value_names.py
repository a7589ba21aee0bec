"""What the values of a column are called on a chart: ``course_data/value_names.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from carekit.common.files import read_model
from carekit.common.languages import Text
from carekit.common.strict_model import StrictModel

FILE = Path("course_data") / "value_names.yml"


class ValueNames(StrictModel):
    """The file: column to value to name."""

    columns: dict[str, dict[str, Text]]


@cache
def value_names(root: Path) -> Mapping[str, Mapping[str, Text]]:
    """Return the names by column and value; none where the course has no such file.

    Raises ContentError when the file is wrong.
    """
    path = root / FILE
    return read_model(path, ValueNames).columns if path.is_file() else {}
