"""A document that lies beside a notebook is named for whoever marks; what is no answer is not."""

import pytest

from carekit.sandbox.submission.documents import about_documents
from tests.sandbox.sealedset import notebook
from tests.sandbox.test_nothing_unread import plain


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("letter.docx", True),
        ("my page.JPG", True),
        ("work/onlinetext.html", True),
        ("读书笔记.txt", True),
        ("data.csv", False),
        ("helper.py", False),
        ("a.html", False),
        ("README.md", False),
        ("timestamp.txt", False),
        ("read-by-code.txt", False),
        ("of-the-set.png", False),
    ],
)
def test_a_document_beside_the_notebook_is_named_for_whoever_marks(name, said):
    code = plain("own", 'open("read-by-code.txt").read()', "code")
    held = notebook(code, plain("text", f"![my page]({name})"))
    books = {"a": {"notebook": held, "cells": {"letter": {"outcome": "unanswered"}}}}
    found = about_documents([name, "a.ipynb"], books, {"of-the-set.png"})
    wanted = [{"code": "document-beside", "notebook": "", "cell": name}]
    assert found == (wanted if said else [])
