"""A small, faultless course, and the ways in which a text can stand in it."""

import json

from carekit.authoring.prose_lint import check_text
from carekit.common.files import write_atomic

TERM = "{en: leaf, zh-Hans: 叶, zh-Hant: 葉}"
GLOSSARY = f"""\
concepts:
  - id: brewing
    term: {TERM}
    source: {{printed: {TERM}, pinyin: yè, note: {TERM}}}
    variants: {{en: [leaf]}}
    pinyin: {{hans: yè, hant: yè}}
    definition: {TERM}
    related: [quality]
measures:
  - id: steep-time
    term: {TERM}
    formula: {TERM}
    unit: {TERM}
    range: 0 … 10
    edges: [{TERM}]
    worked: {{sum: 2 + 2, gives: 4}}
    source: Lu 780
    related: [brewing]
"""
TERMS = """\
terms:
  - id: quality
    term: {en: quality, zh-Hans: 质量, zh-Hant: 品質}
    forbidden:
      en: [{form: goodness, why: one word for one idea}]
      zh-Hant: [{form: 質量, why: in Taiwan it is mass, unless: 質量守恆}]
"""
LESSON = "content/lessons/01-tea.md"


def reader_of(root):
    """Return a function that adds a file to a small course in ``root`` and reads the course."""
    write_atomic(root / "course_data" / "glossary.yml", GLOSSARY)
    write_atomic(root / "course_data" / "terms.yml", TERMS)

    def read(text, name="course_data/words.yml"):
        write_atomic(root / name, text)
        return check_text(root)

    return read


def yaml(en="Good tea.", hans="好茶叶。", hant="好茶葉。"):
    """Return a YAML text with these words."""
    return json.dumps({"tip": {"en": en, "zh-Hans": hans, "zh-Hant": hant}}, ensure_ascii=False)


def page(en="Good tea.", hans="好茶叶。", hant="好茶葉。", code="x = 1", front="concept: brewing"):
    """Return a course text with one triple and one cell."""
    return (
        f'---\n{front}\n---\n\n+++ {{"name": "tip"}}\n\n:::{{en}}\n{en}\n:::\n\n'
        f":::{{zh-Hans}}\n{hans}\n:::\n\n:::{{zh-Hant}}\n{hant}\n:::\n\n"
        f"```{{code-cell}} ipython3\n---\nname: sum\n---\n{code}\n```\n"
    )


def rules(findings):
    return [(finding.rule, finding.lang, finding.string) for finding in findings]
