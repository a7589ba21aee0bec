"""Are the pages made from data what their data make? ``python -m tests.documents``.

Takes seconds: nothing is measured, only compared. Each page's own command makes it again. A page is
a module whose ``faults()`` returns what is not current, each as a sentence; its command is its key.
"""

from benchmarks import record
from tests.attacks import attack_table
from tests.content.sets import damage_table
from tests.grading import hand_in_page, settings_table
from tests.sandbox import accident_table

PAGES = {
    "python -m tests.attacks.against_stock": attack_table,
    "python -m tests.sandbox.accident_table": accident_table,
    "python -m tests.content.sets.damage_table": damage_table,
    "python -m tests.grading.settings_table": settings_table,
    "python -m tests.grading.hand_in_page": hand_in_page,
    "python benchmarks/record.py": record,
}


def main():
    """Say what is not current and which command makes it so; the exit code tells."""
    said = [
        f"{fault}\n    make it again: {command}"
        for command, page in PAGES.items()
        for fault in page.faults()
    ]
    raise SystemExit("\n".join(said) or None)


if __name__ == "__main__":
    main()
