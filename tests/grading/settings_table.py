"""Two tables in docs/grading.md, of settings and of fixed numbers.

``python -m tests.grading.settings_table`` makes them.
"""

from pathlib import Path

from carekit.common import untrusted_files
from carekit.grading.course import released
from carekit.grading.course.configuration import Carekit, names
from carekit.grading.intake import exchange_files
from carekit.grading.intake.collected_times import CLOCKS_AGREE
from carekit.grading.run.run import Run
from carekit.sandbox import messages, session
from carekit.sandbox.isolation import limits
from carekit.sandbox.link import cell_outputs, encoder, judge_end, learner_files
from carekit.sandbox.processes import precompute
from carekit.sandbox.submission import flags

PAGE = Path(__file__).parents[2] / "docs" / "grading.md"
BEGIN = "<!-- settings: made by `python -m tests.grading.settings_table` -->"
END = "<!-- settings: end -->"
FIXED_BEGIN = BEGIN.replace("settings:", "fixed numbers:")
FIXED_END = "<!-- fixed numbers: end -->"


MB = 2**20
FIXED = (
    (session.GRACE, "seconds", "what a cell or a check has left once it is told to stop"),
    (limits.LONGEST / 86400, "days", "no time that is set may be longer"),
    (
        learner_files.FILE_BYTES / MB,
        "MB",
        "new files that one check may see of what the code wrote",
    ),
    (encoder.BOUNDS.buffer_bytes / MB, "MB", "one value that a check asks for"),
    (encoder.BOUNDS.json_bytes, "bytes", "that value without its arrays, tables and long texts"),
    (encoder.BOUNDS.parts, "parts", "that value taken apart"),
    (encoder.BOUNDS.depth, "levels", "how deep its lists and dicts may stand in each other"),
    (judge_end._CALLBACKS, "calls", "how often a learner's code may call functions of one check"),
    (cell_outputs._MOST_ITEMS, "outputs", "what one cell may show"),
    (cell_outputs._LINES, "lines", "one of them; the rest is cut off"),
    (
        precompute._MOST_SECONDS,
        "seconds",
        "what a check may draw beforehand, else it is run in place",
    ),
    (released.OWN_MB, "MB", "a set's own files that are laid beside every submission"),
    (limits.NAME_BYTES, "bytes", "the name of a file or folder that is handed in, in UTF-8"),
    (
        untrusted_files.MOST_BYTES / MB,
        "MB",
        "a record of answers, or a log of an exam, below `submitted/`",
    ),
    (untrusted_files._MOST_FILES, "files", "below `submitted/` are looked at for such records"),
    (exchange_files._MOST, "bytes", "`timestamp.txt` and `submission_secret.txt`"),
    (CLOCKS_AGREE.total_seconds() / 60, "minutes", "two clocks may differ by, and nothing is said"),
    (1 / Run.burst, "results", "in a second come fast and are put on the disk together"),
    (
        flags._FEW,
        "flags",
        "of one kind are told of a submission, or of one cell; then how many more there are",
    ),
    (messages._LONGEST, "letters", "a name in a flag; the rest is cut off"),
)


def fixed():
    """Return the table of numbers that no setting changes, as they stand in the code."""
    rows = ["| number | unit | what it is |", "|---|---|---|"]
    rows += [f"| {number:g} | {unit} | {says} |" for number, unit, says in FIXED]
    return "\n".join(rows).replace("e+06", "000000").replace("e+05", "00000")


def table():
    """Return the table: each setting, its value where nobody sets it, its unit, what it is for."""
    usual = Carekit()
    rows = ["| `c.Carekit.` | value | unit | what it is |", "|---|---|---|---|"]
    for name in names():
        trait, value = Carekit.class_traits()[name], getattr(usual, name)
        shown = f"{value:g}" if isinstance(value, float) else str(value) or "not set"
        unit = trait.metadata["unit"]
        rows.append(f"| `{name}` | {shown} | {unit} | {trait.help} |")
    return "\n".join(rows)


def made():
    """Return the page as it ought to be."""
    text = _with(PAGE.read_text("utf-8"), BEGIN, END, table())
    return _with(text, FIXED_BEGIN, FIXED_END, fixed())


def _with(text, begin, end, made):
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{PAGE}: the lines {begin} and {end} are gone; put them back")
    return f"{before}{begin}\n\n{made}\n\n{end}{after}"


def faults():
    """Return what is wrong with the page, for ``tests.documents``."""
    current = PAGE.read_text("utf-8") == made()
    return [] if current else [f"{PAGE.name}: its tables are not what the code makes of them"]


if __name__ == "__main__":
    PAGE.write_text(made(), "utf-8")
