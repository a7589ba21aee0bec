"""The table of settings in docs/grading.md; ``python -m tests.grading.settings_table`` makes it."""

from pathlib import Path

from carekit.grading.configuration import Carekit, names

PAGE = Path(__file__).parents[2] / "docs" / "grading.md"
BEGIN = "<!-- settings: made by `python -m tests.grading.settings_table` -->"
END = "<!-- settings: end -->"


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
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{PAGE}: the two lines that hold the table are gone; put them back")
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


def faults():
    """Return what is wrong with the page, for ``tests.documents``."""
    current = PAGE.read_text("utf-8") == made()
    return [] if current else [f"{PAGE.name}: the table of settings is not what the class makes"]


if __name__ == "__main__":
    PAGE.write_text(made(), "utf-8")
