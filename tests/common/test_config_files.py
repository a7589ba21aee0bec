"""The configuration of nbgrader is read in one place; tests/grading/test_settings.py says how."""


def test_one_module_of_the_kit_reads_configuration_files(root):
    readers = {
        path.relative_to(root).as_posix()
        for path in (root / "carekit").rglob("*.py")
        if "FileConfigLoader" in path.read_text(encoding="utf-8")
    }
    assert readers == {"carekit/common/config_files.py"}
