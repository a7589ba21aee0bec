"""The accidents as a page: what happens to a submission, and the sentence a trainer can send on.

Made from the tests' own table, so that what the page says is what the tests hold:

    python -m tests.grading.accident_table
"""

from pathlib import Path

from carekit.grading.sealed.words import words

PAGE = Path(__file__).parents[2] / "docs" / "accidents.md"
HEAD = """# Accidents

Made by `python -m tests.grading.accident_table` from the table in
`tests/grading/test_sealed_accidents.py`; do not edit. Each row is a test: a submission with every
answer right, worth 9 points and a text to read, to which something happens on its way in. *Look*
means that a person should look before the score counts. The sentences exist in three languages
(`carekit/grading/sealed/words.yml`); what the inbox repairs or refuses before a notebook is opened
is in `carekit/grading/flags.yml`.

| what happens | what comes of it | what is said |
|---|---|---|
"""


def page(notebook, files, code, unreadable):
    """Return the page for the four tables of accidents."""
    rows = [
        *((name, {}, flags) for name, (_, flags) in notebook.items() if name != "nothing"),
        *((name, {}, flags) for name, (_, flags) in files.items()),
        *((name, lost, flags) for name, (_, lost, flags) in code.items()),
    ]
    lines = [_line(name, _points(lost), flags) for name, lost, flags in rows]
    waits = "no points yet; it waits for a person"
    lines += [_line(name, waits, [flag]) for name, (_, flag) in unreadable.items()]
    return HEAD + "".join(lines) + f"\n{len(lines)} accidents.\n"


def _points(lost):
    if not lost:
        return "all points"
    return f"no points for {' and '.join(f'`{name}`' for name in lost)}, all others kept"


def _line(name, points, flags):
    said = []
    for code in flags:
        about = words().flags[code]
        text = about.says.by_lang()["en"].format(cell="…")
        said.append(f"{text} *(look)*" if about.look else text)
    return f"| {name} | {points} | {' '.join(said) or 'nothing needs saying'} |\n"


def main():
    """Write the page."""
    from tests.grading.test_sealed_accidents import CODE, FILES, NOTEBOOK, UNREADABLE

    PAGE.write_text(page(NOTEBOOK, FILES, CODE, UNREADABLE), encoding="utf-8")


if __name__ == "__main__":
    main()
