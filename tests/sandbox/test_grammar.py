"""A cell becomes the same Python whether or not it is cut into tokens first."""

from __future__ import annotations

import importlib

import pytest

from carekit.sandbox.processes.shell import Grammar

TransformerManager = importlib.import_module("IPython.core.inputtransformer2").TransformerManager

CELLS = [
    "a = 1\nb = a != 2\n",
    "x = 5 % 3\nprint('%s' % x)",
    "files = !ls\nprint(files)",
    "x = \\\n!ls\n",
    "x = %time 1\ny = 2",
    "if True:\n    %time x = 1\n",
    "if True:\n    !ls\n",
    "print?\n",
    "?print\nx = 1",
    "def f(a):\n    return a\n\nf?\n",
    "'''a\n%time\n'''\nx = 1",
    "f(1,\n  2)\n",
    "x = (1\n, 2)\n/f 1\n",
    ",f a b\ny = 1",
    ";f a b\ny = 1",
    ">>> a = 1\n>>> b = 2\n",
    "In [1]: a = 1\nIn [2]: b = 2",
    "    a = 1\n    b = 2\n",
    "\n\na = 1\nb = 2",
    "%%time\na = 1",
    "a = '''\n",
    "x = (1,\n",
    "a = b!=c\n",
    "x = !echo a != b\ny = 1",
    "x == %y\n",
    "x =%y\nz = 1",
    "while x:\n\t!ls\n",
    "a = 1; !ls\nb = 2",
]


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_becomes_what_ipython_makes_of_it(cell: str) -> None:
    """With signs of IPython's in a cell, in a text, or nowhere."""
    try:
        wanted = TransformerManager().transform_cell(cell)
    except SyntaxError as error:
        with pytest.raises(SyntaxError, match=str(error.msg)):
            Grammar().transform_cell(cell)
    else:
        assert Grammar().transform_cell(cell) == wanted


def test_a_transformer_of_the_learners_own_is_asked() -> None:
    """Whoever adds to IPython's grammar gets every cell cut into tokens, as in a notebook."""
    asked = []

    class Own:
        @classmethod
        def find(cls, tokens: object) -> None:
            asked.append(tokens)

    grammar = Grammar()
    grammar.token_transformers = [*grammar.token_transformers, Own]
    assert grammar.transform_cell("a = 1\nb = 2\n") == "a = 1\nb = 2\n"
    assert len(asked) == 1


def test_plain_cells_are_not_cut_into_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell without any sign is returned as it is, and one with a sign is looked into."""
    module = importlib.import_module("IPython.core.inputtransformer2")
    cut = []
    whole = module.make_tokens_by_line
    monkeypatch.setattr(module, "make_tokens_by_line", lambda lines: cut.append(1) or whole(lines))
    Grammar().transform_cell("a = 1\nb = a != 7 % 2\n")
    assert not cut
    Grammar().transform_cell("a = 1\n!ls\n")
    assert cut
