"""Feedback pages: what a learner may know is there, and nothing else is, whatever they wrote."""

import json
import random
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carekit.cli import app
from carekit.common import safe_html
from carekit.common.languages import Lang
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.feedback.nbgrader_exporter import LearnersPage
from carekit.grading.feedback.pages import FeedbackPages, number, words, write_feedback
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.intake.inbox import Inbox
from carekit.grading.run.local_engine import OneProcess
from carekit.grading.run.run import Run

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, as_bytes, book, grade, hand_in, make_course

CARD = """
id: sea
title: {en: Sea, zh-Hans: 海, zh-Hant: 海}
first_notebook: a.ipynb
sets:
  - {id: tides, title: {en: High water, zh-Hans: 涨潮, zh-Hant: 漲潮}}
"""
CHECKS = """
set: tides
messages:
  - {id: high, says: {en: Think of the moon., zh-Hans: 想想月亮。, zh-Hant: 想想月亮吧。}}
"""
SECRET = "You have 3; 12 is right."


def grader(files):
    """Grade as the sealed worker does, with a message that holds the key in its second line."""
    result = grade(files)
    cells = result["notebooks"][SET]["cells"]
    if cells["high-check"]["outcome"] == "failed":
        cells["high-check"]["message"] = f"Think of the moon.\n{SECRET}\n想想月亮。"
    cells["low-check"]["message"] = SECRET
    cells["low-check"]["outcome"] = "failed" if cells["low-check"]["score"] == 0 else "passed"
    made = result["notebooks"][SET]["notebook"]["cells"]
    check = next(cell for cell in made if cell["id"] == "high-check")
    check["source"] = book()["cells"][2]["source"]
    check["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hidden input 77\n"}]
    return result


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("feedback"))
    register(read_settings(root), SET, read_snapshot(root, SET))
    for name, data in (
        ("course_data/course.yml", CARD),
        (f"course_data/checks/{SET}.yml", CHECKS),
        (f"release/{SET}/{SET}.ipynb", as_bytes(book(secret=False)).decode()),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data, encoding="utf-8")
    return root


@pytest.fixture
def course(tmp_path, empty):
    return shutil.copytree(empty, tmp_path / "course")


def pages(root):
    settings = read_settings(root)
    inbox = Inbox(root / "submitted", SET, [SET])
    Run(settings, SET, read_snapshot(root, SET), inbox, OneProcess(grader))()
    paths = list(write_feedback(settings, SET))
    return {path.parts[-3]: path.read_text(encoding="utf-8") for path in paths}


def test_a_page_lies_where_nbgrader_puts_it_and_tells_points_in_three_languages(course):
    hand_in(course, "ana")
    page = pages(course)["ana"]
    assert (course / "feedback" / "ana" / SET / f"{SET}.html").is_file()
    for said in (
        "5 of 11 points",
        "5 分（满分 11）",
        "5 分（滿分 11）",
        "High water",
        "涨潮",
        "漲潮",
    ):
        assert said in page
    assert page.startswith("<!doctype html>")


def test_nbgraders_own_command_makes_the_very_same_page(course):
    hand_in(course, "bo", high="high = 3")
    page = pages(course)["bo"]
    about = {"student": "bo", "assignment": SET, "notebook": SET}
    about["db_url"] = f"sqlite:///{course / 'gradebook.db'}"
    graded = course / "autograded" / "bo" / SET / f"{SET}.ipynb"
    made, resources = LearnersPage().from_filename(str(graded), {"nbgrader": about})
    assert made == page
    assert resources["output_extension"] == ".html"
    # What nbgrader's autograde says of itself goes before the results of an earlier run.
    book = json.loads(graded.read_text())
    says = {"en": "It stood still.", "zh-Hans": "停了。", "zh-Hant": "停了。"}
    book["metadata"]["carekit"] = {"flags": [{"code": "cell-stopped", "says": says}]}
    check = next(cell for cell in book["cells"] if cell["id"] == "high-check")
    error = {"output_type": "error", "ename": "E", "traceback": [SECRET]}
    check["outputs"] = [{**error, "evalue": f"Think of the moon.\n{SECRET}"}]
    graded.write_text(json.dumps(book))
    made, _ = LearnersPage().from_filename(str(graded), {"nbgrader": about})
    assert "It stood still." in made
    assert "Think of the moon." in made
    assert SECRET not in made


def test_hidden_checks_keys_and_what_they_printed_are_on_no_page(course):
    hand_in(course, "ana")
    hand_in(course, "bo", high="high = 3")
    for page in pages(course).values():
        for secret in ("HIDDEN", "high == 12", SECRET, "hidden input", "The moon was"):
            assert secret not in page


def test_a_failed_hidden_check_says_the_authors_words_and_else_a_neutral_sentence(course):
    hand_in(course, "bo", high="high = 3")
    page = pages(course)["bo"]
    for said in ("Think of the moon.", "想想月亮。", "想想月亮吧。"):
        assert said in page
    assert words()["hidden"][Lang.EN] in page


def test_a_persons_marks_and_comments_are_shown_and_the_unmarked_is_named_so(course):
    hand_in(course, "ana")
    assert "Not marked yet" in pages(course)["ana"]
    with closing(sqlite3.connect(course / "gradebook.db")) as db:
        cell = "(select id from base_cell where name='essay' and type='GradeCell')"
        db.execute(
            "update grade set manual_score=4.5, extra_credit=1, needs_manual_grade=0 "
            f"where cell_id={cell}"
        )
        db.execute("update comment set manual_comment='Well <b>said</b> & done'")
        db.commit()
    page = pages(course)["ana"]
    assert "Not marked yet" not in page
    assert "10.5 of 11 points" in page
    assert "Well &lt;b&gt;said&lt;/b&gt; &amp; done" in page
    assert "Bonus 1" in page


class Acts(HTMLParser):
    """Collects everything in a page that could act, load or style."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in {"script", "iframe", "object", "embed", "form", "link", "base", "svg", "math"}:
            self.found.append(tag)
        for name, value in attrs:
            value = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            bad_link = name in ("href", "src", "action", "xlink:href") and not re.match(
                r"(#|https?://|mailto:|data:image/)", value
            )
            if name.startswith("on") or name in ("style", "srcdoc", "srcset") or bad_link:
                self.found.append(f"{tag} {name}={value}")


ATTACKS = [
    "<script>steal()</script>",
    "<img src=x onerror=steal()>",
    "<svg onload=steal()><script>steal()</script></svg>",
    "[click](javascript:steal())",
    "[click](JaVa&#83;cript:steal())",
    "<a href='data:text/html,<script>steal()</script>'>x</a>",
    "<iframe srcdoc='<script>steal()</script>'></iframe>",
    "<style>main { display: none }</style>",
    "<div style='position:fixed;inset:0'>Full marks</div>",
    "<div class='check passed'>Full marks</div>",
    "<form action='https://evil.example'><input name=password></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "![x](https://evil.example/pixel.png)",
    "<math><mtext><script>steal()</script></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=steal()>'>",
    "<input type=radio id=pick-en checked>",
    "</pre></section><script>steal()</script>",
    "<img src='data:image/svg+xml;base64,PHN2Zz48c2NyaXB0Lz48L3N2Zz4='>",
    "<scr<script>ipt>steal()</scr</script>ipt>",
    "{{ page.learner }}{% raw %}",
    "<a href='&#x6A;avascript:steal()' ping='https://evil.example'>x</a>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_a_learner_writes_can_act_load_or_restyle(attack):
    """In Markdown, in code, in every kind of output."""
    made = [safe_html.markdown(attack), f"<pre>{safe_html.plain(attack)}</pre>"]
    kinds = ("text/html", "text/markdown", "text/plain", "image/svg+xml", "image/png")
    outputs = [{"output_type": "display_data", "data": {kind: attack}} for kind in kinds]
    outputs.append({"output_type": "stream", "name": attack, "text": attack})
    outputs.append({"output_type": "error", "traceback": [attack]})
    made += [safe_html.output(one) for one in outputs]
    for html in made:
        acts = Acts()
        acts.feed(html)
        assert acts.found == []
        assert "passed" not in re.findall(r'class="([^"]*)"', html)
        assert "evil.example/pixel" not in html or "<img" not in html


class Held(HTMLParser):
    """Collects the elements, attributes and words of a page."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.attributes, self.words = set(), set(), ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        self.elements.add(f"a comment: {data}")


def test_whatever_is_mixed_only_what_a_page_may_hold_comes_out():
    """Attacks cut to pieces and put together anew 1,000 times: their tags no longer match."""
    pieces = [piece for attack in ATTACKS for piece in re.findall(r"<[^<>]*>|[^<>]+|[<>]", attack)]
    draws = random.Random(1)
    for _ in range(1_000):
        page = safe_html.clean("".join(draws.choices(pieces, k=draws.randrange(2, 14))))
        held, acts = Held(page), Acts()
        acts.feed(page)
        assert acts.found == []
        assert held.elements <= {"a", "b", "br", "div", "img", "li", "p", "pre", "table"}
        assert held.attributes <= {"alt", "href", "src", "title"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<svg><text>kept</text></svg>", id="in a picture"),
        pytest.param("<math><mi>kept</mi></math>", id="in a formula"),
        pytest.param("<textarea>kept</textarea>", id="in a field"),
        pytest.param("<button>kept</button>", id="in a control"),
        pytest.param("<style>kept", id="after a tag that is never closed"),
        pytest.param("a <kept", id="in a tag that never ends"),
        pytest.param("a <kept <b>b</b>", id="in a tag that another interrupts"),
        pytest.param('<abbr title="a < b">kept</abbr>', id="after a sign in quotes"),
        pytest.param("\ud800kept", id="after half a letter"),
    ],
)
def test_what_is_taken_out_costs_no_word(text):
    made = safe_html.clean(text)
    assert "kept" in Held(made).words
    assert made.encode()


def test_the_rule_about_what_acts_can_fail():
    acts = Acts()
    acts.feed("<p onclick='x'>a</p><script></script><a href='javascript:x'>b</a>")
    assert len(acts.found) == 3


def test_attacks_in_a_whole_page_stay_text(course):
    hand_in(course, "ana", high="high = 12 # " + "</pre><script>steal()</script>", essay=ATTACKS[0])
    hand_in(course, "<img src=x onerror=steal()>")
    made = pages(course)
    acts = Acts()
    acts.feed(made["ana"].replace("<link", ""))
    assert [one for one in acts.found if "charset" not in one] == []
    assert list(made) == ["ana"]


def test_the_policy_of_the_page_allows_its_own_style_and_nothing_else(course):
    hand_in(course, "ana")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', pages(course)["ana"])[1]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy


def test_a_flood_of_output_is_cut_and_colour_codes_are_gone():
    shown = safe_html.plain("\x1b[31mred\x1b[0m" + "x" * 100_000)
    assert shown.startswith("redx")
    assert len(shown) < 21_000


def test_points_are_written_as_people_write_them():
    assert [number(x) for x in (0, 2, 1.5, 2 / 3, 10)] == ["0", "2", "1.5", "0.67", "10"]


def test_the_learners_own_cells_stand_where_they_wrote_them(course):
    path = hand_in(course, "ana")
    notebook = json.loads(path.read_text())
    mine = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "my_try = 1"}
    notebook["cells"].insert(2, {**mine, "outputs": [], "execution_count": None})
    path.write_text(json.dumps(notebook))

    page = pages(course)["ana"]
    assert page.index("high = 12") < page.index("my_try = 1") < page.index("assert high")


def test_what_a_cell_shows_after_a_hidden_check_is_left_out_and_before_it_is_not(course):
    path = hand_in(course, "ana")
    notebook = json.loads(path.read_text())
    for at, said in ((99, "shown after"), (1, "shown before")):
        shown = [{"output_type": "stream", "name": "stdout", "text": said}]
        mine = {"cell_type": "code", "id": said[6:], "metadata": {}, "source": f"x = {at}"}
        notebook["cells"].insert(at, {**mine, "outputs": shown, "execution_count": None})
    path.write_text(json.dumps(notebook))

    page = pages(course)["ana"]
    assert "shown before" in page
    assert "shown after" not in page
    assert page.count(words()["withheld"][Lang.EN]) == 1


@pytest.mark.parametrize("piece", ["<div>", "<b><p>", "<style ", "<a>", "<ul><li>", "&", "<"])
def test_html_that_would_keep_a_parser_busy_is_shown_as_it_was_written(piece):
    bad = piece * (19_000 // len(piece))
    assert safe_html.heavy(bad * 3)
    assert safe_html.markdown(bad) == f"<pre>{safe_html.plain(bad)}</pre>"
    shown = {"output_type": "display_data", "data": {"text/html": bad, "text/plain": "in words"}}
    assert safe_html.output(shown) == '<pre class="out">in words</pre>'


def test_what_people_and_pandas_write_is_rendered():
    rows = "".join(f"<tr><td>{n}</td><td>a &amp; b</td></tr>" for n in range(1_000))
    table = f"<table><tbody>{rows}</tbody></table>"
    shown = {"output_type": "display_data", "data": {"text/html": table}}
    assert safe_html.output(shown) == f'<div class="wide">{table}</div>'
    text = "**Yes** <br> if `a < b`\n\n" * 300
    assert safe_html.markdown(text).count("<strong>Yes</strong>") == 300
    assert safe_html.clean("a<script>b</script>c<STYLE x>d</Style >e<style>f") == "acef"
    assert safe_html.markdown("\n") == ""


def test_a_page_renders_so_much_of_one_learner_and_shows_the_rest_as_it_stands():
    allowance = safe_html.Allowance(left=100)
    assert allowance.markdown("**a**") == "<p><strong>a</strong></p>\n"
    assert allowance.markdown("**b**" * 10) == f"<pre>{'**b**' * 10}</pre>"
    shown = {"output_type": "display_data", "data": {"text/html": "<b>x</b>", "text/plain": "x"}}
    assert allowance.output(shown) == '<pre class="out">x</pre>'


def test_a_learner_whose_page_cannot_be_made_is_told_and_the_others_get_theirs(course, monkeypatch):
    hand_in(course, "ana")
    hand_in(course, "bo")
    pages(course)
    whole = FeedbackPages.page

    def broken(self, paper, graded):
        if paper.learner == "ana":
            raise RuntimeError("planted")
        return whole(self, paper, graded)

    monkeypatch.setattr(FeedbackPages, "page", broken)
    failed = {}
    made = list(write_feedback(read_settings(course), SET, failed=failed.__setitem__))
    assert [path.parts[-3] for path in made] == ["bo"]
    assert failed == {"ana": "RuntimeError: planted"}
    # The command says so, and that a person has to look.
    monkeypatch.chdir(course)
    monkeypatch.setattr("carekit.cli.grade.find_root", lambda: course)
    done = CliRunner().invoke(app, ["feedback", SET])
    assert done.exit_code == 3, done.output
    assert "ana: the page could not be made (RuntimeError: planted)" in " ".join(
        done.output.split()
    )
