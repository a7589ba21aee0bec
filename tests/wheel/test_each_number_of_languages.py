"""A course in one language, two, four, and from right to left: the whole way from the wheel.

Everything that is done to one course is done in one process, because each start costs seconds.
"""

import json
import re
import zipfile

import pytest

COURSES = ["es", "en,es", "ar,en", "en,zh-Hans,zh-Hant,zh-HK"]
SET = "first-topic"
THE_WAY = """
import json, sys
from pathlib import Path
import nbformat
from nbclient import NotebookClient
from typer.testing import CliRunner
from carekit.cli import app
from carekit.common.languages import languages
from carekit.learner.event_log import Record
from carekit.learner.exam_attempt import ExamAttempt, log_file

said = []

def care(*words):
    done = CliRunner().invoke(app, words)
    fault = "" if isinstance(done.exception, (SystemExit, type(None))) else repr(done.exception)
    said.append([" ".join(words), done.exit_code, done.output + fault])

for line in json.loads(sys.argv[1]):
    if line == ["run all"]:
        # One kernel for both: its start costs more than the cells.
        paths = ["notebooks/01-first-topic.ipynb", "source/first-topic/first-topic.ipynb"]
        cells = [cell for path in paths for cell in nbformat.read(path, 4).cells]
        ran = nbformat.v4.new_notebook(cells=cells)
        NotebookClient(ran, timeout=120, resources={"metadata": {"path": "notebooks"}}).execute()
    elif line == ["hand in"]:
        for who, (code, words) in json.loads(sys.argv[2]).items():
            handed = nbformat.read("release/first-topic/first-topic.ipynb", 4)
            answers = {"usual-answer": code, "words-answer": words}
            for cell in handed.cells:
                cell.source = answers.get(cell.id, cell.source)
            path = Path("submitted") / who / "first-topic" / "first-topic.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(handed, path)
        lang = languages()[-1]
        record = Record(Path("submitted/ann/end"), actor="ann", log=log_file("end"))
        attempt = ExamAttempt("end", ("which-moves",), record)
        attempt.start(lang)
        attempt.answer("which-moves", ["the-mean"], lang)
        attempt.hand_in(lang)
    else:
        care(*line)
print(json.dumps(said))
"""
ANSWERS = {
    "ann": ("import statistics\nusual = statistics.median", "Ann says."),
    "ben": ("def usual(minutes):\n    return sum(minutes) / len(minutes)", "Ben says."),
}
WAY = [
    ["build"],
    ["check", "build", "tables", "text", "leaks", "pages"],
    ["run all"],
    ["hand in"],
    ["grade", SET],
    ["feedback", SET],
    ["exam", "score", "end"],
    ["exam", "release", "end"],
    ["report"],
    ["certificate", "ann"],
    ["quiz", "preview", "course_data/quizzes/first-topic.exam.yml"],
    ["handout", "--out", "walks.zip"],
]


def add_exam_and_certificate(root, tags):
    """Add what ``care new`` leaves out: a concept with its name, an exam and a certificate."""

    def text(said):
        return "{" + ", ".join(f'{tag}: "{said} {tag}"' for tag in tags) + "}"

    data = root / "course_data"
    (data / "glossary.yml").write_text(
        f"concepts:\n  - id: first-topic\n    term: {text('Walk')}\n"
        f"    means: {text('As long as most')}\n    definition: {text('As long as most')}\n"
    )
    (data / "quizzes" / "first-topic.exam.yml").write_text(f"""\
concept: first-topic
misconceptions: [{{id: other, says: {text("The other")}}}]
questions:
  - id: which-moves
    kind: single
    use: exam
    bloom: apply
    ask: {text("Which moves")}
    choices:
      - {{id: the-mean, right: true, say: {text("mean")}, why: {text("So it is")}}}
      - {{id: the-middle, misconception: other, say: {text("median")}, why: {text("It is not")}}}
""")
    (data / "exams").mkdir()
    (data / "exams" / "end.yml").write_text(
        "id: end\nforms: [end]\nseed: 1\nminutes: 5\nanchors: [which-moves]\n"
    )
    (data / "certificates.yml").write_text(f"""\
concepts: [first-topic]
exam: {{form: end, asked: 1}}
claims: {text("Claim")}
kinds:
  - id: done
    title: {text("Certificate")}
    says: {text("Who did it")}
    rests_on: {text("The exam")}
    columns: [set, exam]
    criteria: [{{id: exam, needs: exam, points: 1, says: {text("Points")}}}]
""")


@pytest.fixture(scope="module", params=COURSES)
def done(request, care, tmp_path_factory):
    """Return a course after the whole way: its folder, its languages, what each verb said."""
    place = tmp_path_factory.mktemp("author")
    said, code = care("new", "walks", "--lang", request.param, "--title", "Walks", cwd=place)
    assert code == 0, said
    root, tags = place / "walks", request.param.split(",")
    add_exam_and_certificate(root, tags)
    way = ("-c", THE_WAY, json.dumps(WAY), json.dumps(ANSWERS))
    told, code = care(cwd=root, start=way)
    assert code == 0, told
    [line] = [line for line in told.splitlines() if line.startswith('[["build"')]
    lines = json.loads(line)
    return root, tags, {line: (code, said) for line, code, said in lines}


@pytest.mark.slow
def test_it_goes_the_whole_way(done):
    root, tags, told = done
    # A person has to read the written answers; everything else is done.
    waits = {verb: code for verb, (code, _) in told.items() if code}
    assert waits == {f"grade {SET}": 3}, {verb: told[verb] for verb in waits}
    # What the kit has no words for is marked, and counted.
    unspoken = {"es", "ar", "zh-HK"} & set(tags)
    assert ("still to be written" in told[" ".join(WAY[1])][1]) is bool(unspoken)
    assert (root / "dist" / "certificates" / "ann-done.pdf").read_bytes().startswith(b"%PDF-")
    results = root / "feedback" / "ann" / "end" / "exam-end.results.json"
    assert list(json.loads(results.read_text())["questions"]) == ["which-moves"]
    names = zipfile.ZipFile(root / "walks.zip").namelist()
    assert {"walks/README.md", f"walks/release/{SET}/{SET}.ipynb"} <= set(names)
    assert not any(name.startswith(("walks/source", "walks/content")) for name in names)


@pytest.mark.slow
def test_its_pages_have_its_languages_and_say_which_way_they_run(done):
    root, tags, _ = done
    message = "does not return the median" if {"en", "es", "ar"} & set(tags) else "中位"
    pages = {who: (root / "feedback" / who / SET / f"{SET}.html").read_text() for who in ANSWERS}
    assert {who: message in page for who, page in pages.items()} == {"ann": False, "ben": True}
    report = (root / "dist" / "report.html").read_text()
    for page in (*pages.values(), report):
        assert re.findall(r'id="pick-([^"]+)"', page) == (tags if len(tags) > 1 else [])
        assert page.startswith(f'<!doctype html>\n<html lang="{tags[0]}"')
        turned = set(re.findall(r'lang="([^"]+)" dir="rtl"', page))
        assert turned == {"ar"} & set(tags)
        assert ("direction: rtl" in page) is ("ar" in tags)
    preview = (root / ".care" / "preview" / "first-topic.exam.html").read_text()
    assert set(re.findall(r'colspan="(\d)"', preview)) == {str(len(tags))}
    readme = zipfile.ZipFile(root / "walks.zip").read("walks/README.md").decode()
    assert readme.count("`./care start`") == len(tags)
