"""The certificate's page: what it says, names of all kinds, and letters that are letters."""

import re
import zlib
from datetime import date

import pytest

from carekit.common.files import ContentError
from carekit.common.languages import Text
from carekit.reports.certificates import fonts, page
from carekit.reports.certificates.criteria import Certificates
from carekit.reports.certificates.issue import printable
from tests.reports.eight_concepts import EIGHT, NAMES, content, text

SAT = {"id": "sat", "needs": "sat", "says": text("Sat")}
COURSE = Certificates.model_validate(
    {
        "concepts": EIGHT,
        "exam": {"form": "final", "asked": 24},
        "claims": text("Nothing more."),
        "kinds": [
            {
                "id": "any",
                "title": text("Certificate"),
                "says": text("who did it"),
                "rests_on": text("Rests on marks."),
                "columns": ["set", "exam"],
                "criteria": [SAT],
            }
        ],
    }
)


def drawn(said=None, code="0123-4567-89AB-CDEF"):
    course = COURSE
    title = Text.model_validate(text("Ringing Bells"))
    wording = page.Wording(title, course.kinds[0], course.claims, NAMES)
    return page.page(said or content(), code, wording)


def test_the_page_says_who_what_when_and_the_code_in_both_languages():
    told = page.said_on(drawn())
    for words in ("Mei Lin", "Certificate", "話", "Rosa", "0123-4567-89AB-CDEF", "Topic h"):
        assert words in told
    assert "January 5, 2026   2026 年 1 月 5 日" in told
    assert told.count("18.5 / 20") == 8
    assert "148 / 160" in told
    assert "Learner  學員 mei   Course data  課程資料 0123456789" in told
    assert not any("话" in one for one in told)


def test_words_that_fall_back_to_the_other_language_stand_once():
    told = page.said_on(drawn(content(langs=("en", "es"))))
    assert "Learner mei   Course data 0123456789" in told


def test_what_a_certificate_rests_on_and_does_not_claim_stands_in_small_print_in_each_language():
    told = page.said_on(drawn())
    assert told.count("Rests on marks. Nothing more.") == 1
    assert told.count("話話") == 1
    assert "話話" not in page.said_on(drawn(content(langs=("en",))))


def test_the_page_in_english_only_has_no_han_character():
    told = "".join(page.said_on(drawn(content(langs=("en",)))))
    assert not re.search(r"[一-鿿]", told)
    assert "January 5, 2026" in told


def test_a_set_that_is_no_concept_is_listed_and_in_no_sum():
    more = {"concept": "a", "set": [70, 100], "counts": False}
    told = page.said_on(drawn(content(scores=(*content().scores, more))))
    assert "70 / 100" in told
    assert "148 / 160" in told


@pytest.mark.parametrize(
    "name",
    [
        "</text><script>alert(1)</script>",
        'Tom & Jerry "O\'Neil" <b>',
        "陳大文",
        "مريم عبد الرحمن",
        "Maximiliane Alexandra von und zu Hohenstein-Württemberg de la Cruz y Montefiascone",
        "W" * 120,
        "文" * 120,
    ],
)
def test_a_name_stands_on_the_page_as_it_is_and_inside_it(name):
    svg = drawn(content(name=printable(name)))
    told = page.said_on(svg)
    assert name.replace(" ", "") in "".join(told).replace(" ", "")
    assert "<script" not in svg
    lines = re.findall(r'<text x="66" y="([\d.]+)" font-size="([\d.]+)"', svg)
    assert max(float(y) for y, _ in lines) < page.HEIGHT
    sizes = dict.fromkeys(float(size) for _, size in lines)
    assert min(sizes) >= 5


def test_every_line_of_a_long_name_fits_beside_the_scores():
    for name in ("W" * 120, "文" * 120, "Maximiliane Alexandra " * 5):
        room = page.GAP - page.LEFT
        size, lines = page.name_lines(name, room)
        assert all(page.width(line, size) <= room * 1.001 for line in lines)


def test_the_lines_at_the_foot_are_faint_and_no_two_codes_have_the_same():
    one, other = (
        re.findall(r'points="([^"]+)"[^>]*stroke-opacity="([-.\d]+)"', drawn(code=code))
        for code in ("0123-4567-89AB-CDEF", "0123-4567-89AB-CDEG")
    )
    assert len(one) == 11
    assert [faint for _, faint in one] == [faint for _, faint in other]
    assert all(0.05 < float(faint) < 0.4 for _, faint in one)
    assert [way for way, _ in one] != [way for way, _ in other]


def test_a_concept_stands_in_its_size_and_a_long_one_ends_before_the_points():
    long = Text.model_validate({**text("話"), "en": "how many calls are answered " * 3})
    wording = page.Wording(
        Text.model_validate(text("Bells")), COURSE.kinds[0], COURSE.claims, {**NAMES, "a": long}
    )
    svg = page.page(content(), "0123-4567-89AB-CDEF", wording)
    rows = re.findall(r'font-size="([\d.]+)"[^>]*>(How many|Topic)([^<]*)', svg)
    sizes = {first + rest: float(size) for size, first, rest in rows}
    assert {size for said, size in sizes.items() if said.startswith("Topic")} == {10.5}
    [(said, size)] = [one for one in sizes.items() if one[0].startswith("How")]
    room = page.RIGHT - page.COLUMN - page.TABLE - 46
    assert size < 10.5
    assert page.width(said, size) <= room * 1.001


def test_marks_that_turn_or_hide_letters_are_taken_out_of_a_name():
    assert printable("  Mei\n\tLin\u202e\u200b ") == "Mei Lin"
    assert printable("e\u0301") == "é"
    for bad in ("", " \n", "\u202e", "x" * 121):
        with pytest.raises(ContentError, match="--name"):
            printable(bad)


def to_unicode(pdf):
    """Return every character that the fonts of a PDF say they can be read and copied as."""
    found = set()
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            body = zlib.decompress(stream)
        except zlib.error:
            body = stream
        if b"begincmap" in body:
            for _, target in re.findall(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>", body):
                found |= set(bytes.fromhex(target.decode()).decode("utf-16-be", "ignore"))
    return found


def test_the_pdf_holds_the_letters_of_the_page_as_text_and_only_those_it_needs():
    svg = drawn(content(name="陳大文"))
    pdf = page.as_pdf(svg)
    assert pdf.startswith(b"%PDF-")
    letters = {sign for one in page.said_on(svg) for sign in one} - {" "}
    assert letters <= to_unicode(pdf)
    assert len(pdf) < 150_000


def test_characters_without_a_font_are_named_with_what_to_install():
    assert fonts.missing(["Mei 陳大文 é"]) == []
    # Three hieroglyphs' worth of certainty: nobody's letters are Cuneiform on a test machine.
    unknown = "\U00012000"
    assert fonts.missing(["a" + unknown]) == [unknown]
    with pytest.raises(ContentError, match=f"can draw {unknown}. Install a font"):
        page.as_pdf(drawn(content(name=unknown)))


def test_a_folder_without_fonts_is_refused(tmp_path):
    with pytest.raises(ContentError, match="no font file"):
        fonts.add_fonts(tmp_path)


def test_days_are_written_by_month_and_not_by_the_computers_language():
    told = page.said_on(drawn(content(issued=date(2026, 12, 31).isoformat(), langs=("en",))))
    assert "December 31, 2026" in told
