"""The settings of grading: one class reads them, and a mistake in a file is named there."""

from dataclasses import fields

import pytest

from carekit.common.config_files import read_files
from carekit.common.files import ContentError
from carekit.grading.course.configuration import Carekit, names
from carekit.grading.course.folders import read_settings
from carekit.grading.course.intake_limits import MB
from carekit.grading.course.intake_limits import IntakeLimits as Intake
from carekit.grading.course.settings_in_use import rules_of
from carekit.sandbox.isolation.limits import Limits


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a function that writes lines into a course's configuration and reads the settings."""
    shared = tmp_path / "shared"
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(shared))

    def read(*lines, jupyters=()):
        for folder, words in ((tmp_path, lines), (shared, jupyters)):
            folder.mkdir(exist_ok=True)
            (folder / "nbgrader_config.py").write_text("\n".join(("c = get_config()", *words)))
        return read_settings(tmp_path)

    return read


def used(settings):
    return {one.name: (one.value, str(one.origin)) for one in settings.rules.values}


def test_every_limit_of_the_worker_and_of_the_inbox_is_a_setting():
    # Each setting is changed alone: what it changes must be a limit, and every limit be changed.
    moved = {"limits": set(), "intake": set()}
    for name in names():
        if name in ("minimum_level", "lowest_trust", "zone"):
            continue
        made = Carekit()
        setattr(made, name, getattr(made, name) + 1)
        for part in moved:
            before, after = vars(getattr(Carekit(), part)()), vars(getattr(made, part)())
            moved[part] |= {field for field in before if before[field] != after[field]}
    assert moved["limits"] == {one.name for one in fields(Limits)}
    assert moved["intake"] == {one.name for one in fields(Intake)}


def test_without_any_file_the_settings_are_the_limits_of_the_code():
    assert (Carekit().limits(), Carekit().intake()) == (Limits(), Intake())
    assert Carekit().hang_seconds == Limits().hang_seconds


def test_every_setting_has_a_help_and_a_unit():
    for name in names():
        trait = Carekit.class_traits()[name]
        assert trait.help.endswith("."), name
        assert trait.metadata["unit"], name


def test_a_value_comes_from_the_file_that_sets_it_and_the_line_is_told(course, tmp_path):
    made = course("", "c.Carekit.cell_seconds = 40", "c.Carekit.notebook_mb = 3")
    values = used(made)
    where = f"c.Carekit.cell_seconds ({tmp_path.as_posix()}/nbgrader_config.py:3)"
    assert values["cell_seconds"] == (40.0, where)
    assert values["total_seconds"] == (160.0, "follows from cell_seconds")
    assert values["hang_seconds"] == (220.0, "follows from total_seconds")
    assert values["memory_mb"] == (1024, "default")
    chosen = made.rules.settings
    assert chosen.intake().notebook == chosen.limits().notebook_bytes == 3 * MB


def test_what_jupyter_keeps_for_all_courses_is_read_too_and_the_course_wins(course):
    shared = ('c.CourseDirectory.db_url = "sqlite:///all.db"', "c.Carekit.files = 99")
    made = course("c.Carekit.files = 100", jupyters=(*shared, "c.Carekit.disk_mb = 9"))
    assert made.db_url == "sqlite:///all.db"
    assert (used(made)["files"][0], used(made)["disk_mb"][0]) == (100, 9)
    assert "shared/nbgrader_config.py:4" in used(made)["disk_mb"][1]


def test_nbgraders_own_seconds_for_a_cell_count_where_ours_are_not_set(course):
    assert used(course("c.Execute.timeout = 33"))["cell_seconds"][0] == 33
    assert used(course("c.ExecutePreprocessor.timeout = 34"))["cell_seconds"][0] == 34
    both = course("c.Execute.timeout = 33", "c.Carekit.cell_seconds = 7")
    assert used(both)["cell_seconds"][0] == 7


@pytest.mark.parametrize("unlimited", ["None", "-1", "0"])
def test_no_limit_for_a_cell_is_the_limit_of_the_submission(course, unlimited):
    made = course(f"c.Execute.timeout = {unlimited}", "c.Carekit.total_seconds = 50")
    assert used(made)["cell_seconds"][0] == used(made)["total_seconds"][0] == 50
    assert "sets no limit of its own" in used(made)["cell_seconds"][1]


def test_the_old_names_count_and_each_is_told_once(course):
    made = course(
        "c.SealedExecute.timeout = 90",
        "c.SealedExecute.total_timeout = 180",
        "c.SealedExecute.memory_mb = 512",
        'c.SealedExecute.level = "namespaces"',
    )
    values = {name: value for name, (value, _) in used(made).items()}
    assert (values["cell_seconds"], values["total_seconds"], values["memory_mb"]) == (90, 180, 512)
    assert values["minimum_level"] == "namespaces"
    told = [str(note).split(": ", 1)[1] for note in made.rules.notes]
    assert told[0] == (
        "c.SealedExecute.timeout is now called c.Carekit.cell_seconds; its value still counts"
    )
    assert len(told) == 4


def test_an_old_name_beside_the_new_one_does_not_count_and_says_so(course):
    made = course("c.SealedExecute.timeout = 90", "c.Carekit.cell_seconds = 20")
    assert used(made)["cell_seconds"][0] == 20
    assert "c.Carekit.cell_seconds is set as well and counts" in str(made.rules.notes[0])


def test_the_old_word_for_the_best_sandbox_is_no_level_below_the_standard(course):
    made = course('c.SealedExecute.level = "best"')
    assert used(made)["minimum_level"] == ("landlock", "default")
    assert "leave it out" in str(made.rules.notes[0])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("c.Carekit.tiemout = 9", "c.Carekit.tiemout: is not a setting"),
        ("c.Carekit.cell_second = 9", "did you mean c.Carekit.cell_seconds?"),
        ("c.SealedExecute.tiemout = 9", "c.SealedExecute.tiemout: is not a setting"),
        ("c.CareKit.files = 9", "c.CareKit: is not a section; did you mean Carekit?"),
        ("c.carekit.files = 9", "c.carekit: is not a section; did you mean Carekit?"),
        ('c.Carekit.cell_seconds = "9"', "is '9'; write a number of seconds above 0"),
        ("c.Carekit.cell_seconds = 0", "is 0; write a number of seconds above 0"),
        ("c.Carekit.cell_seconds = float('nan')", "is nan; write a number of seconds"),
        ("c.Carekit.total_seconds = float('inf')", "is inf; write a number of seconds"),
        ("c.Carekit.cell_seconds = True", "is True; write a number of seconds"),
        ("c.Carekit.files = 2.5", "is 2.5; write a whole number, 16 or more"),
        ("c.Carekit.files = True", "is True; write a whole number"),
        ("c.Carekit.memory_mb = 10**13", "16 or more, and 2147483647 at most"),
        ("c.Carekit.files = 2**31", "16 or more, and 2147483647 at most"),
        ("c.Carekit.memory_mb = -1", "is -1; write a whole number, 16 or more"),
        ('c.Carekit.minimum_level = "steel"', "'steel'; write one of 'namespaces', 'landlock'"),
        ('c.Carekit.zone = "Taipei"', "is 'Taipei'; write the name of a time zone"),
        ('c.Execute.timeout = "soon"', "c.Execute.timeout: is 'soon'; write a number of seconds"),
        ("c.SealedExecute.timeout = []", "c.SealedExecute.timeout: is []; write a number"),
        ("c.Carekit.hang_seconds = 5", "make it more than total_seconds (60)"),
        ("c.Carekit.files = nine", "cannot be read (NameError: name 'nine' is not defined)"),
        ("c.Carekit.files = 9 9", "cannot be read (invalid syntax"),
    ],
)
def test_what_cannot_be_used_is_named_with_file_and_line(course, tmp_path, line, says):
    with pytest.raises(ContentError) as caught:
        course("", line)
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path.as_posix()}/nbgrader_config.py:")
    assert "nbgrader_config.py:3:" in str(caught.value)


def test_every_mistake_of_the_files_is_told_at_once(course):
    with pytest.raises(ContentError) as caught:
        course("c.Carekit.tiemout = 9", "c.Carekit.files = 0", 'c.SealedExecute.level = "x"')
    assert len(str(caught.value).splitlines()) == 3


def test_a_json_file_is_read_as_nbgrader_reads_it(course, tmp_path):
    (tmp_path / "nbgrader_config.json").write_text('{"Carekit": {"files": 77}}')
    assert used(course("c.Carekit.files = 55"))["files"][0] == 77
    (tmp_path / "nbgrader_config.json").write_text('{"Carekit": {"files": 77}')
    with pytest.raises(ContentError, match=r"nbgrader_config\.json:1: cannot be read"):
        read_settings(tmp_path)


def test_a_cell_that_may_run_longer_than_its_submission_is_told(course):
    made = course("c.Carekit.cell_seconds = 90", "c.Carekit.total_seconds = 60")
    assert "no cell gets more than that" in str(made.rules.notes[0])


def test_a_list_of_assignments_that_nbgrader_no_longer_reads_is_told(course):
    made = course('c.CourseDirectory.db_assignments = [{"name": "a", "duedate": "2026-01-01"}]')
    assert "db_assignments: this version of nbgrader does not read it" in str(made.rules.notes[0])
    assert "`care due SET MOMENT`" in str(made.rules.notes[0])


SEALED = (
    "c.Autograde.autograde_preprocessors = "
    "['carekit.grading.nbgrader_plugin.SealedExecute', 'nbgrader.preprocessors.SaveAutoGrades']"
)
PAGES = "exporter_class = 'carekit.grading.feedback.nbgrader_exporter.LearnersPage'"


def test_nbgraders_own_feedback_pages_of_what_the_sealed_worker_graded_are_told(course):
    (note,) = course(SEALED).rules.notes
    assert "nbgrader_config.py:2: autograde runs the sealed worker" in str(note)
    # The line that the note asks for ends it.
    assert course(SEALED, str(note).split("add: ")[1]).rules.notes == ()


@pytest.mark.parametrize(
    "lines",
    [
        (SEALED, f"c.GenerateFeedback.{PAGES}"),
        (SEALED, f"c.BaseConverter.{PAGES}"),
        (SEALED, "c.GenerateFeedback.exporter_class = 'their.own.Pages'"),
        ("c.Autograde.autograde_preprocessors = ['nbgrader.preprocessors.Execute']",),
    ],
)
def test_pages_that_were_chosen_or_that_stock_made_are_nobodys_note(course, lines):
    assert course(*lines).rules.notes == ()


def test_the_files_of_this_course_set_nothing_that_is_wrong(root):
    assert rules_of(read_files(root)).notes == ()


def test_a_process_ended_too_soon_is_named_where_it_is_set_and_not_where_the_last_file_begins(
    course, tmp_path
):
    with pytest.raises(ContentError) as caught:
        course("", jupyters=("", "c.Carekit.hang_seconds = 50"))
    assert str(caught.value) == (
        f"{tmp_path.as_posix()}/shared/nbgrader_config.py:3: c.Carekit.hang_seconds: is 50; make it"
        " more than total_seconds (60), or leave it out"
    )


def test_a_setting_in_a_file_that_is_loaded_is_told_with_that_file_and_its_line(course, tmp_path):
    sub = tmp_path / "ours.py"
    load = 'load_subconfig("ours.py")'
    sub.write_text("c.Carekit.files = 99\nc.Carekit.disk_mb = 80\n")
    made = used(course(load, "c.Carekit.files = 100"))
    assert made["disk_mb"] == (80, f"c.Carekit.disk_mb ({sub.as_posix()}:2)")
    assert made["files"] == (
        100,
        f"c.Carekit.files ({tmp_path.as_posix()}/nbgrader_config.py:3)",
    )
    # What is loaded last has the last word.
    made = used(course("c.Carekit.files = 100", load))
    assert made["files"] == (99, f"c.Carekit.files ({sub.as_posix()}:1)")
    sub.write_text("\nc.Carekit.files = 1\n")
    with pytest.raises(ContentError) as caught:
        course(load)
    assert str(caught.value).startswith(f"{sub.as_posix()}:2: c.Carekit.files: is 1; write")


@pytest.mark.parametrize("line", ["c.Carekit.files = nine", "c.Carekit.files = 9 9"])
def test_a_loaded_file_that_cannot_be_run_is_named_with_its_own_line(course, tmp_path, line):
    (tmp_path / "ours.py").write_text(f"\n\n{line}\n")
    with pytest.raises(ContentError) as caught:
        course("", 'load_subconfig("ours.py")')
    assert str(caught.value).startswith(f"{tmp_path.as_posix()}/ours.py:3: cannot be read (")


def test_files_that_are_taken_and_find_no_room_are_told(course):
    made = course("c.Carekit.extras_mb = 100")
    told = str(made.rules.notes[0])
    assert "takes 100 MB of files beside a notebook and disk_mb holds 64 MB" in told
    assert course("c.Carekit.extras_mb = 100", "c.Carekit.disk_mb = 100").rules.notes == ()
