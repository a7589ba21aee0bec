"""Mishaps: what editors, services and slips of the hand do to a notebook, each in place."""

import copy

from tests.sandbox.sealedset import RIGHT, learner_notebook

ESSAY = "My own words"


def right():
    """Return a notebook with every answer right, for an accident to happen to."""
    return learner_notebook(**RIGHT, essay=ESSAY)


def at(made, name):
    """Return the place of a cell."""
    return next(i for i, cell in enumerate(made["cells"]) if cell["id"] == name)


def copied(name):
    def happen(made):
        again = copy.deepcopy(made["cells"][at(made, name)])
        made["cells"].insert(at(made, name) + 1, {**again, "id": "copy"})

    return happen


def copied_and_left(name, released):
    """Copy an answer and fill in the upper of the two; the lower one stays as it was released."""

    def happen(made):
        again = copy.deepcopy(made["cells"][at(made, name)])
        made["cells"].insert(at(made, name) + 1, {**again, "id": "copy", "source": released})

    return happen


def copied_and_filled(name, released):
    """Copy an answer and fill in the lower of the two; the upper one stays as it was released."""

    def happen(made):
        again = copy.deepcopy(made["cells"][at(made, name)])
        made["cells"][at(made, name)]["source"] = released
        made["cells"].insert(at(made, name) + 1, {**again, "id": "copy"})

    return happen


def own_cell(source, kind="code"):
    """Return a cell that the learner has added."""
    cell = {"cell_type": kind, "id": "mine", "metadata": {}, "source": source}
    return {**cell, "outputs": [], "execution_count": None} if kind == "code" else cell


def beside(name, source, *, left=None, below=False):
    """Add a cell of one's own above an answer, or below it; ``left`` is what the answer keeps."""

    def happen(made):
        here = at(made, name)
        kind = made["cells"][here]["cell_type"]
        if left is not None:
            made["cells"][here]["source"] = left
        made["cells"].insert(here + below, own_cell(source, kind))

    return happen


def deleted(name):
    def happen(made):
        del made["cells"][at(made, name)]

    return happen


def moved(name, to):
    def happen(made):
        made["cells"].insert(to, made["cells"].pop(at(made, name)))

    return happen


def retyped(name, kind):
    def happen(made):
        made["cells"][at(made, name)]["cell_type"] = kind

    return happen


def stripped(made):
    for number, cell in enumerate(made["cells"]):
        cell["metadata"], cell["id"] = {}, f"c{number}"


def merged(made):
    answer, test = at(made, "total"), at(made, "total-check")
    made["cells"][answer]["source"] += "\n" + made["cells"][test]["source"]
    del made["cells"][test]


def merged_into_the_check(made):
    answer, test = at(made, "total"), at(made, "total-check")
    made["cells"][test]["source"] = (
        made["cells"][answer]["source"] + "\n" + made["cells"][test]["source"]
    )
    del made["cells"][answer]


def old_schema(made):
    for cell in made["cells"]:
        cell["metadata"]["nbgrader"]["schema_version"] = 1


def no_schema(made):
    for cell in made["cells"]:
        cell["metadata"]["nbgrader"] = {"grade_id": cell["metadata"]["nbgrader"]["grade_id"]}


def one_id_for_all(made):
    for cell in made["cells"]:
        cell["id"] = "same"


def other_kernel(made):
    made["metadata"] = {"kernelspec": {"name": "julia-1.9", "display_name": "Julia"}}


def windows_lines(made):
    for cell in made["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


def lines_as_lists(made):
    for cell in made["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)


def huge_outputs(made):
    words = {"output_type": "stream", "name": "stdout", "text": "x" * 3_000_000}
    made["cells"][0]["outputs"] = [words]


def edited_check(made):
    made["cells"][at(made, "total-check")]["source"] = "assert total == 1"


def own_cells(made):
    made["cells"].insert(0, own_cell("x = 1"))
    made["cells"].insert(4, {**own_cell("1/0"), "id": "mine2", "execution_count": 7})


def image(made):
    cell = made["cells"][at(made, "essay")]
    cell["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo="}}


def no_metadata_at_all(made):
    for cell in made["cells"]:
        del cell["metadata"]
        cell.pop("id")


def answers_in_one_cell(made):
    answer = made["cells"].pop(at(made, "total"))
    made["cells"][at(made, "top")]["source"] += "\n\n" + answer["source"]


def out_of_order(made):
    """Run upwards: every number falls, and the outputs are those of an error that is gone."""
    error = {"output_type": "error", "ename": "NameError", "evalue": "x", "traceback": ["x"]}
    cells = [cell for cell in made["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells):
        cell["execution_count"], cell["outputs"] = len(cells) - number, [error]


def through_colab(made):
    """Cells get ids of their own in the metadata, and nothing else survives."""
    made["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3"}}
    made["nbformat_minor"] = 0
    for number, cell in enumerate(made["cells"]):
        cell.pop("id")
        cell["metadata"] = {"id": f"Xy{number}Zq", "colab": {"base_uri": "https://localhost/"}}


def through_vs_code(made):
    made["metadata"] = {"language_info": {"name": "python"}}
    for number, cell in enumerate(made["cells"]):
        cell["id"], cell["metadata"] = f"{number:08x}", {"vscode": {"languageId": "python"}}


def pictures_in_outputs(made):
    cells = [cell for cell in made["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        data = {"image/png": "iVBORw0KGgo" * 100_000}
        cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]


def backwards(made):
    made["cells"].reverse()


def folded(made):
    """Hide text and outputs, as JupyterLab stores it."""
    for cell in made["cells"]:
        hidden = {"source_hidden": True, "outputs_hidden": True}
        cell["metadata"] |= {"collapsed": True, "jupyter": hidden}


def widgets_left(made):
    """Keep the state of a widget, as JupyterLab and Colab do on saving."""
    state = {"state": {}, "version_major": 2, "version_minor": 0}
    made["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": state}


def no_kernel(made):
    made["metadata"] = {}


def later_format(made):
    made["nbformat_minor"] = 99


def letter_in_pieces(made):
    """Lose all marks, and have the essay in two cells, as some editors split paragraphs."""
    here = at(made, "essay")
    made["cells"].insert(here + 1, own_cell("and more of them", "markdown"))
    stripped(made)


def text_in_a_code_cell(made):
    """Leave the placeholder, and write the essay as a comment in a code cell below it."""
    here = at(made, "essay")
    made["cells"][here]["source"] = "YOUR ANSWER HERE"
    made["cells"].insert(here + 1, own_cell(f"# {ESSAY}"))
