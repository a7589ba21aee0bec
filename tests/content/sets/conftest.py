"""What the tests of this course's sets share: a set as built, a bench for its cells, the class."""

import warnings
from copy import deepcopy
from functools import cache

import pytest

from tests.content.sets.bench import Bench

SET = "follow-up"
# Of the sample class the sealed worker grades every accident, every kind of quiz and what is not
# finished; whoever is not among these is scored on a bench, by the same checks.
SEALED = ("proactive-care", "follow-up", "feedback", "touch-points", "capstone")
FEW = {
    "feedback": (
        *("amara-okafor", "carla-moreno", "chan-kaman", "emeka-nwosu"),
        *("ines-costa", "jonas-weber", "samir-haddad", "wang-lei"),
    ),
    "capstone": ("mateo-silva",),
    "proactive-care": (
        *("amara-okafor", "bo-lindqvist", "chan-kaman", "jonas-weber"),
        *("li-na", "liu-yang", "samir-haddad"),
    ),
    "touch-points": (
        *("amara-okafor", "chan-kaman", "deniz-aydin", "hina-sato"),
        *("jonas-weber", "li-na", "samir-haddad"),
    ),
}


@pytest.fixture(scope="session")
def built(root):
    """Return a function that gives a set's instructor notebook, built from its text."""
    import nbformat

    from carekit.authoring.build.exercise import make_exercise
    from carekit.vocabulary.glossary import load_terms

    terms = load_terms(root)

    @cache
    def build(set_id):
        path = root / "content" / "exercises" / set_id / f"{set_id}.md"
        return nbformat.reads(make_exercise(root, path, terms).decode(), as_version=4)

    return build


@pytest.fixture(scope="session")
def benches(root, built):
    """Return a function that gives the bench of a set, with the set's locked cells run."""

    @cache
    def bench_of(set_id):
        notebook = built(set_id)
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
            patch.setenv("CAREKIT_ROOT", str(root))
            # The set's own setup cell changes the filters, and front ends warn of their future.
            warnings.simplefilter("ignore")
            return Bench(notebook)

    return bench_of


@pytest.fixture(scope="session")
def shown(built):
    """Return a function that gives the bench of a set as learners have it, answers included.

    Its checks are without their hidden lines.
    """
    from carekit.authoring.build.regions import split

    @cache
    def bench_of(set_id):
        notebook = deepcopy(built(set_id))
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade"):
                cell.source = "\n".join(split(cell.source).visible)
        return Bench(notebook)

    return bench_of


@pytest.fixture(scope="session")
def bench(benches):
    """Return the bench of the set that the sample class has worked on."""
    return benches(SET)


@pytest.fixture(scope="session")
def released(root):
    """Return the learner's notebook as it is committed."""
    return (root / "release" / SET / f"{SET}.ipynb").read_bytes()


@pytest.fixture(scope="session")
def graded(root, tmp_path_factory):
    """Return the part of the sample class that is sealed, graded in a folder of its own."""
    from carekit.grading.sample_class.demo import demo

    clock = iter((100.0, 142.0))
    out = tmp_path_factory.mktemp("class") / "demo"
    return demo(root, out, only=SEALED, few=FEW, clock=clock.__next__)
