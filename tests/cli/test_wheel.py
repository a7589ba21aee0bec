"""What `pip install` would bring: the package whole, and the mark that it has types."""

import zipfile

from hatchling.builders.wheel import WheelBuilder


def test_the_wheel_holds_every_file_of_the_package_and_the_mark_that_it_has_types(root, tmp_path):
    [wheel] = WheelBuilder(str(root)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if name.startswith("carekit/")}
    there = (path for path in (root / "carekit").rglob("*") if path.is_file())
    kept = {path.relative_to(root).as_posix() for path in there if "__pycache__" not in path.parts}
    assert packed == kept
    assert "carekit/py.typed" in packed
