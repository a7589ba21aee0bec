"""Attacks on the notebook and on the files around it: families 4 and 7 of the ledger.

Each function changes an untouched submission; its docstring says what it hopes for. Its honest
score is 0, except where ``POINTS`` says otherwise.
"""

import json

POINTS = {
    "arguments_shown_by_a_later_cell": 3,
    "arguments_for_nbgraders_own_page": 3,
    "pages_that_act": 0,
}
NAME = "a.ipynb"


def _files(made, **extra):
    return {NAME: json.dumps(made).encode(), **extra}


def skip_the_checks(made):
    """Family 4: tag the checks as cells that need not be run."""
    for cell in made["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]
    return _files(made)


def more_points(made):
    """Family 4: give the checks a hundred points and another maximum."""
    for cell in made["cells"]:
        cell["metadata"]["nbgrader"]["points"] = 100
    return _files(made)


def checks_become_answers(made):
    """Family 4: call the checks answers, so that their text is one's own."""
    for cell in made["cells"]:
        marks = cell["metadata"]["nbgrader"]
        if marks["grade"] and cell["cell_type"] == "code":
            marks |= {"grade": True, "solution": True, "locked": False}
            cell["source"] = "4.0"
    return _files(made)


def checks_become_prose(made):
    """Family 4: turn the checks into Markdown, which is never run."""
    for cell in made["cells"]:
        if cell["metadata"]["nbgrader"]["grade"]:
            cell["cell_type"] = "markdown"
    return _files(made)


def checks_deleted(made):
    """Family 4: hand in no checks at all."""
    made["cells"] = [c for c in made["cells"] if not c["metadata"]["nbgrader"]["grade"]]
    return _files(made)


def checks_before_answers(made):
    """Family 4: let own text carry a check's grade id, and the check another one."""
    for cell in made["cells"]:
        marks = cell["metadata"]["nbgrader"]
        if marks["grade_id"].endswith("-check"):
            marks["grade_id"] = marks["grade_id"].removesuffix("-check")
            cell["source"] = "pass"
    return _files(made)


def one_id_for_every_cell(made):
    """Family 4: the same grade id everywhere, so that only one cell is looked at."""
    for cell in made["cells"]:
        cell["metadata"]["nbgrader"]["grade_id"] = "total-check"
        cell["source"] = "2.0"
    return _files(made)


def other_kernel_and_language(made):
    """Family 4: a kernel of one's own, started with one's own command."""
    made["metadata"] = {"kernelspec": {"name": "../../evil", "argv": ["sh", "-c", "id"]}}
    return _files(made)


def old_schema(made):
    """Family 4: marks of an old schema, as if the cells were worth other points."""
    for cell in made["cells"]:
        cell["metadata"]["nbgrader"] = {"grade_id": cell["id"], "schema_version": 0, "points": 9}
    return _files(made)


def odd_metadata(made):
    """Family 4: metadata of every wrong type."""
    for number, cell in enumerate(made["cells"]):
        cell["metadata"] = [None, [], "x", 7, {"nbgrader": []}, {"nbgrader": {"grade_id": []}}][
            number % 6
        ]
    return _files(made)


def forged_outputs(made):
    """Family 3: outputs that say every check has passed."""
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                {"output_type": "execute_result", "data": {"text/plain": "4.0"}, "metadata": {}}
            ]
    return _files(made)


def script_in_markdown(made):
    """Family 7: script for the page that the trainer or the learner will open."""
    words = "<script>fetch('/api')</script><img src=x onerror=alert(1)>"
    made["cells"].append({"cell_type": "markdown", "id": "m", "metadata": {}, "source": words})
    return _files(made)


def arguments_shown_by_a_later_cell(made):
    """Family 1: keep what the hidden test passes and let later cells show it on the page."""
    keep = (
        "seen = []\ndef top(table, count):\n"
        "    seen.append(f'rows {len(table)} first {table.amount.iloc[0]}')\n"
        "    return table['amount'].nlargest(count).tolist()"
    )
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    show = "print(seen)\nseen"
    for name, source in (("top", keep), ("total", show), ("part", "raise ValueError(seen)")):
        next(cell for cell in made["cells"] if cell["id"] == name)["source"] = source
    made["cells"].append({**own, "id": "mine", "source": show})
    return _files(made)


def arguments_for_nbgraders_own_page(made):
    """Family 1: show what the hidden test passes as a table, a picture's name and an error."""
    keep = (
        "import pickle\ndef top(table, count):\n"
        "    open('kept', 'wb').write(pickle.dumps(table.head(2).assign(rows=len(table))))\n"
        "    return table['amount'].nlargest(count).tolist()"
    )
    show = (
        "from IPython.display import HTML, display\nkept = pickle.load(open('kept', 'rb'))\n"
        "said = f'rows {kept.rows.max()}'\n"
        "display(kept, HTML(f'<b>{said}</b>'), {'text/latex': f'${said}$'}, raw=False)\n"
        "raise type(said, (Exception,), {})(kept.to_string())"
    )
    for name, source in (("top", keep), ("total", show)):
        next(cell for cell in made["cells"] if cell["id"] == name)["source"] = source
    return _files(made)


def pages_that_never_end(made):
    """Family 7: hand in HTML and Markdown that is long and slow to read."""
    slow = ["<div>", "<style ", "<b><p>", "&", "`a", "**a", "<a>"]
    show = (
        "from IPython.display import HTML, Markdown, display\n"
        f"for bad in {slow}:\n    display(HTML(bad * 25_000), Markdown(bad * 25_000))"
    )
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    made["cells"].insert(0, {**own, "id": "mine", "source": show})
    text = {"cell_type": "markdown", "metadata": {}}
    made["cells"] += [{**text, "source": bad * (19_000 // len(bad))} for bad in slow * 60]
    return _files(made)


def cells_that_look_alike(made):
    """Family 5: hundreds of long cells without marks, each a little like every answer."""
    for cell in made["cells"]:
        cell["metadata"], cell["id"] = {}, "z"
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    code = "raise SystemExit\n" + "\n".join(f"table = orders = {n}" for n in range(2_000))
    text = {"cell_type": "markdown", "metadata": {}}
    words = "Write here, or write elsewhere. " * 800
    made["cells"] += [{**own, "source": f"{code}\nx = {n}"} for n in range(250)]
    made["cells"] += [{**text, "source": f"{words}{n}"} for n in range(400)]
    return _files(made)


def sheets_that_are_none(made):
    """Family 7: an old format whose sheets are numbers, pictures that are none and have no end."""
    deep = []
    for _ in range(900):
        deep = [deep]
    for cell in made["cells"]:
        cell["attachments"] = {"a": {"b": float("nan"), "c": deep}, "d": 7}
    return _files({"worksheets": [7, {"cells": 7}, {"cells": made["cells"]}, {}], **made})


def half_letters(made):
    """Family 7: halves of letters, which no hash can be made of and no file can hold."""
    next(cell for cell in made["cells"] if cell["id"] == "essay")["source"] = (
        "half a letter: \ud800"
    )
    show = "print('\\ud800')\nraise ValueError('\\udfff')"
    next(cell for cell in made["cells"] if cell["id"] == "total")["source"] = show
    return _files(made)


def ids_that_look_the_same(made):
    """Family 4: checks of one's own with grade ids that differ in a letter without width."""
    twins = json.loads(json.dumps([c for c in made["cells"] if c["id"].endswith("-check")]))
    for cell in twins:
        cell["metadata"]["nbgrader"]["grade_id"] += "\u200b"
        cell["source"] = "4.0"
    made["cells"] = [*twins, *made["cells"], *twins]
    return _files(made)


def pages_that_act(made):
    """Family 7: script in every kind of output, in attachments, names and error texts."""
    bad = "<script>fetch('/api')</script><img src=x onerror=alert(1)>"
    kinds = ["text/html", "image/svg+xml", "text/markdown", "text/latex", "application/javascript"]
    show = (
        f"from IPython.display import display\nbad = {bad!r}\n"
        f"display({{kind: bad for kind in {kinds}}}, raw=True)\nprint(bad)\n"
        "raise type(bad, (Exception,), {})(bad)"
    )
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    made["cells"].insert(0, {**own, "id": "mine", "source": show})
    essay = made["cells"][-1]
    essay["source"] = f"![x](attachment:x.svg)\n\n{bad}\n\n[go](javascript:alert(1))"
    essay["attachments"] = {f"x.svg{bad}": {"image/svg+xml": bad}}
    return _files(made)


def names_that_climb(made):
    """Family 7: file names that lead out of the folder, over the judge's own files."""
    fake = b"raise SystemExit(0)"
    names = ["../../../tmp/x.py", "/scratch/work/../x", "a\0b", "..\\..\\x", "numpy.py", "." * 300]
    return _files(made, **dict.fromkeys(names, fake))


def half_a_file(made):
    """Family 7: a file that ends in the middle."""
    return {NAME: _files(made)[NAME][:900]}


def deep_json(made):
    """Family 7: more brackets than the reader's stack is deep."""
    return {NAME: b'{"cells":' + b"[" * 20_000, "notes.txt": _files(made)[NAME]}


def many_cells(made):
    """Family 7: fifty thousand cells."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": "x"}
    made["cells"] += [cell] * 50_000
    return _files(made)


def two_notebooks_the_right_one_wrong(made):
    """Family 7: a second notebook with forged marks beside the real one."""
    other = json.dumps({**made, "cells": []}).encode()
    return _files(made, **{"b.ipynb": other, "x/a.ipynb": other})


ATTACKS = [
    made
    for name, made in list(globals().items())
    if callable(made) and not name.startswith("_") and made.__module__ == __name__
]
