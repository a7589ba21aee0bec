"""A printed test is a PDF of a few pages, by the Chromium that is here."""

import re
import shutil

import pytest

from carekit.exports.paper.pdf import as_pdf, chromium


@pytest.mark.browser
def test_chromium_prints_a_page_beside_itself(tmp_path):
    page = tmp_path / "test.html"
    page.write_text("<p>one</p><p style='break-before: page'>two</p>")
    made = as_pdf(chromium(), page)
    assert made == tmp_path / "test.pdf"
    assert len(re.findall(rb"/Type\s*/Page\b", made.read_bytes())) == 2


def test_a_program_that_prints_nothing_gives_no_file(tmp_path):
    page = tmp_path / "test.html"
    page.write_text("<p>one</p>")
    assert as_pdf(shutil.which("true"), page) is None
