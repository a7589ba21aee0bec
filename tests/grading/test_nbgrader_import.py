"""nbgrader imported without what grading does not need, and asked what its program would say."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

from carekit.grading.course.nbgrader_import import import_nbgrader, newest_tables


def test_a_run_imports_neither_pandas_nor_setuptools():
    code = (
        "import sys; import carekit.grading.run.run, carekit.grading.intake.course_inbox; "
        "from carekit.grading.course.nbgrader_import import import_nbgrader; import_nbgrader(); "
        "print(sorted({'pandas', 'setuptools', 'requests', 'nbgrader'} & set(sys.modules)))"
    )
    words = [sys.executable, "-W", "ignore", "-c", code]
    said = subprocess.run(words, check=True, capture_output=True, text=True, timeout=120)
    assert said.stdout.strip() == "['nbgrader']"


def test_the_version_of_the_tables_is_that_of_nbgraders_last_change():
    import_nbgrader()
    from nbgrader.dbutil import ALEMBIC_DIR

    told = [path.read_text("utf-8") for path in Path(ALEMBIC_DIR, "versions").glob("*.py")]
    made = {re.search(r"^revision = '(\w+)'", text, re.M)[1] for text in told}
    replaced = {re.search(r"^down_revision = (\S+)", text, re.M)[1].strip("'") for text in told}
    assert {newest_tables()} == made - replaced


def test_what_nbgrader_unpacks_with_is_there_when_it_is_called(tmp_path):
    import_nbgrader()
    from nbgrader.utils import unpack_archive

    with zipfile.ZipFile(tmp_path / "work.zip", "w") as file:
        file.writestr("tides.ipynb", "{}")
    unpack_archive(str(tmp_path / "work.zip"), str(tmp_path / "there"))
    assert (tmp_path / "there" / "tides.ipynb").read_text() == "{}"
