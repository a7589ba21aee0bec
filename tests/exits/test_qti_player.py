"""Every kind of question in a real QTI 3 player: shown, answered and scored as it is here.

The player is @citolab/qti-components, in Chromium. Where it scores otherwise than we do, the loss
report names the question under a limit that speaks of that answer.
"""

import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from carekit.common.languages import languages
from carekit.exports.loss_report import LossReport
from carekit.exports.qti.export import qti_item
from carekit.exports.qti.limits import LIMITS
from carekit.exports.selection import select
from carekit.questions.kinds import NAMES
from tests.exports.possible_answers import answers_to, ours
from tests.javascript.__main__ import installed

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "browser" / "course"
PLAYER = ROOT / "node_modules" / "@citolab" / "qti-components" / "cdn" / "index.global.js"
MOST = 150
# The player keeps three digits of an outcome.
KEPT = 0.0006
SHOW = """async xml => {
  document.body.innerHTML = '<qti-item><item-container></item-container></qti-item>';
  const place = document.querySelector('item-container');
  await place.updateComplete;
  const shown = new Promise(done => document.addEventListener(
    'qti-assessment-item-connected', event => done(event.detail), {once: true}));
  place.itemXML = xml;
  window.item = await shown;
  return item.innerText;
}"""
SCORE = """given => given.map(responses => {
  item.variables = Object.entries(responses).map(([identifier, value]) => ({identifier, value}));
  item.processResponse(true, false);
  return Number(item.variables.find(one => one.identifier === 'SCORE').value);
})"""
VALUE = "name => item.variables.find(one => one.identifier === name).value"


@pytest.fixture(scope="module")
def page():
    if fault := installed(shutil.which("npm"), ROOT):
        raise AssertionError(fault)
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, chromium_sandbox=False, args=["--disable-dev-shm-usage"]
        )
        made = browser.new_page()
        made.route("http*://**", lambda route: route.abort())
        made.set_content("<main></main>")
        made.add_script_tag(path=str(PLAYER))
        yield made
        browser.close()


def shown(page, sent, report):
    xml, files = qti_item(sent, languages()[0], report)
    # The player is given the item alone; a picture of the package would stand beside it.
    text = xml.decode().partition("?>")[2]
    assert all(name in text for name in files)
    return page.evaluate(SHOW, text)


def as_responses(question, answer):
    """Return an answer by response as the player has it, or None where nobody can give it there."""
    parts = [part.partition("=")[::2] for part in answer]
    if question.kind == "cloze":
        choices = {gap.id: bool(gap.choices) for gap in question.gaps}
        given = {name: f"c-{said}" if choices[name] else said for name, said in parts}
        return {f"RESPONSE_{gap}": given.get(gap) for gap in choices}
    if question.kind in ("numeric", "short_text"):
        return {"RESPONSE": answer[0] or None if answer else None}
    if question.kind == "matching":
        rights = [right for _, right in parts]
        if len(set(rights)) < len(rights):
            return None
        return {"RESPONSE": [f"c-{left} c-{right}" for left, right in parts] or None}
    names = [f"c-{name}" for name in answer]
    if question.kind in ("ordering", "multiple"):
        return {"RESPONSE": names or None}
    return {"RESPONSE": names[0] if names else None}


def spoken_of(answer, limits):
    """Return whether a limit that the question meets speaks of an answer."""
    said = [part.partition("=")[2] or part for part in answer]
    wide = any(unicodedata.normalize("NFKC", one) != one for one in said)
    ends = any(one != one.strip() or unicodedata.category(one[-1])[0] == "P" for one in said if one)
    plain = all(re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?(e[0-9]+)?", one) for one in said)
    return (
        ("number-signs" in limits and not plain)
        or ("text-width" in limits and wide)
        or ("text-edges" in limits and ends)
    )


@pytest.mark.browser
@pytest.mark.parametrize("what", ["tides", "counting"])
def test_every_item_is_scored_in_the_player_as_here_or_named(page, what, monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(SMALL))
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    strange, kinds, named = [], set(), set()
    for sent in select(SMALL, what).with_variants(2):
        question, report = sent.question, LossReport("", "", LIMITS)
        text = shown(page, sent, report)
        assert question.ask["en"].partition("`")[0] in text
        answers = [one for one in answers_to(question)[:MOST] if as_responses(question, one)]
        given = [as_responses(question, one) for one in answers]
        scores = page.evaluate(SCORE, given)
        here = [ours(question, one) for one in answers]
        assert max(scores) == pytest.approx(1), sent.name
        assert min(scores) == pytest.approx(0), sent.name
        kinds.add(question.kind)
        for answer, score, mine in zip(answers, scores, here, strict=True):
            if score == pytest.approx(mine, abs=KEPT):
                continue
            if not spoken_of(answer, report.met):
                strange.append((sent.name, answer, mine, score))
            named.add(question.kind)
    assert strange == []
    assert problems == []
    if what == "tides":
        assert kinds == set(NAMES)
        assert named == {"numeric", "cloze", "short_text"}


@pytest.mark.browser
def test_a_learner_clicks_and_types_and_is_told_why(page, monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(SMALL))
    sent = {one.question.id: one for one in select(SMALL, "tides").with_variants(1)}
    report = LossReport("", "", LIMITS)
    shown(page, sent["which-is-a-tide"], report)
    page.get_by_text("Ripples on a lake").click()
    assert page.evaluate(VALUE, "RESPONSE") == "c-ripples"
    page.evaluate("item.processResponse()")
    assert page.get_by_text("Those are made by wind.").is_visible()
    assert not page.get_by_text("The earth turns below it.").is_visible()

    shown(page, sent["name-of-the-pull"], report)
    page.locator("qti-text-entry-interaction input").press_sequentially("Gravity")
    page.evaluate("item.processResponse()")
    assert float(page.evaluate(VALUE, "SCORE")) == 1
    assert page.evaluate(VALUE, "FEEDBACK") == "right"

    shown(page, sent["what-pulls"], report)
    for words in ("The sun", "The wind"):
        page.get_by_text(words, exact=True).click()
    assert sorted(page.evaluate(VALUE, "RESPONSE")) == ["c-sun", "c-wind"]
    page.evaluate("item.processResponse()")
    assert float(page.evaluate(VALUE, "SCORE")) == 0
