"""Every YAML file of the course is read alike by both halves of the reader."""

import pytest

from carekit.common.yaml_reader import parse
from tests.common.test_yaml_reader import agree, in_python
from tests.conftest import ROOT

WRITTEN = sorted(
    path for folder in ("content", "course_data") for path in (ROOT / folder).rglob("*.yml")
)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_of_the_course_is_read_alike_with_and_without_libyaml(path):
    text = path.read_text(encoding="utf-8")
    (data, lines), (other, others) = parse(text), in_python(text)
    assert agree(data, other)
    assert lines == others
