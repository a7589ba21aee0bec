"""The configuration of nbgrader is read in one place; tests/grading/test_settings.py says how."""

from traitlets.config import Config

from carekit.common.config_files import File


def test_one_module_of_the_kit_reads_configuration_files(root):
    readers = {
        path.relative_to(root).as_posix()
        for path in (root / "carekit").rglob("*.py")
        if "FileConfigLoader" in path.read_text(encoding="utf-8")
    }
    assert readers == {"carekit/common/config_files.py"}


def test_a_setting_is_found_on_the_last_line_that_writes_it(tmp_path):
    path = tmp_path / "a_config.py"
    path.write_text("c = get_config()\nc.One.size = 1\n\nc.One.size = 2\n", encoding="utf-8")
    file = File(path, Config())
    assert file.place("One", "size") == (path, 4)
    # What is set in another way, by a loop for instance, is told with the file.
    assert file.place("One", "other") == (path, 1)


def test_what_is_written_below_a_loaded_file_counts_and_above_it_does_not(tmp_path):
    path, part = tmp_path / "a_config.py", tmp_path / "part.py"
    part.write_text("c = get_config()\nc.One.size = 3\nc.One.depth = 1\n", encoding="utf-8")
    lines = ("c.One.size = 1", "load_subconfig('part.py')", "c.One.depth = 2")
    path.write_text("\n".join(lines), encoding="utf-8")
    file = File(path, Config(), (part,))
    assert file.place("One", "size") == (part, 2)
    assert file.place("One", "depth") == (path, 3)
