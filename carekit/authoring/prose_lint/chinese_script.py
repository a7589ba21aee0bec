"""Which script a character belongs to, and whether a text was converted instead of written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from carekit.authoring.prose_lint.chinese_tools import converter
from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.strip_markup import without_code
from carekit.common.languages import Lang

# Characters that Taiwan prints as they are, although a converter would write another one.
BOTH_SCRIPTS = frozenset("台占干布游污恒凶只了家具")
# Hong Kong prints two forms of these. The converter knows one only, and keyboards give this one.
BOTH_IN_HONG_KONG = BOTH_SCRIPTS | frozenset("說閱稅脫悅銳蛻兌溫蘊衛床群線裡")
HAN = re.compile(r"[\u3400-\u9fff]")
END = re.compile(r"[。！？!?\n]+")
LONG = 8  # Han characters; a shorter sentence may rightly be the same in both scripts
ENOUGH = 6  # sentences; "more than a few"
SAME = 0.9
QUOTES = str.maketrans("「」『』", "“”‘’")
# Which list of the converter's leaves a rightly written text as it is.
RIGHT = {"Hans": "t2s", "Hant": "s2tw"}
RIGHT_IN_HONG_KONG = "s2hk"


def wrong_script(said: TextInLanguages) -> Iterator[Finding]:
    """Yield the runs of characters that belong to the other Chinese script."""
    for lang in said.texts:
        of_hong_kong = lang.endswith("-HK")
        name = RIGHT_IN_HONG_KONG if of_hong_kong else RIGHT.get(lang.writing)
        if name is None:
            continue
        for line, raw in said.by_line(lang):
            text = without_code(raw)
            right = converter(name)(text)
            if right == text:
                continue
            for was, becomes in _changes(text, right):
                both = BOTH_IN_HONG_KONG if of_hong_kong else BOTH_SCRIPTS
                if lang.writing == "Hans" or not set(_changed(was, becomes)) <= both:
                    says = f"{lang} writes {becomes}"
                    yield said.finding(lang, line, "wrong-script", was, says)


def _changes(old: str, new: str) -> Iterator[tuple[str, str]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield old[a:b], new[c:d]


def _changed(was: str, becomes: str) -> Iterator[str]:
    if len(was) != len(becomes):
        yield from was
        return
    yield from (old for old, new in zip(was, becomes, strict=True) if old != new)


def converted(texts: Iterable[TextInLanguages]) -> Iterator[Finding]:
    """Yield one finding per file whose Traditional text is the Simplified one in other glyphs.

    A sentence counts as the same when it is equal after conversion back, with or without the
    converter's own list of Taiwan words. Short sentences and short files are not judged.
    """
    per_file: dict[Path, list[tuple[TextInLanguages, bool]]] = {}
    for said in texts:
        if not said.only and len(pair := _pair(said)) == len(RIGHT):
            verdicts = [(said, same) for same in _same_sentences(said, *pair)]
            per_file.setdefault(said.path, []).extend(verdicts)
    for path, verdicts in per_file.items():
        same = [said for said, is_same in verdicts if is_same]
        if len(verdicts) >= ENOUGH and len(same) > SAME * len(verdicts):
            first = same[0]
            says = (
                f"{len(same)} of {len(verdicts)} sentences are the Simplified ones in other glyphs;"
                " write them for Taiwan readers"
            )
            traditional = _pair(first)[1]
            start = first.texts[traditional].split("\n")[0]
            where = first.files.get(traditional, path), first.lines[traditional]
            yield Finding(*where, "converted", traditional, start, start, says)


def _pair(said: TextInLanguages) -> list[Lang]:
    """Return the languages of a text in Simplified and in Traditional script, those it has."""
    found = {lang.writing: lang for lang in reversed(list(said.texts))}
    return [found[script] for script in RIGHT if script in found]


def _same_sentences(said: TextInLanguages, hans: Lang, hant: Lang) -> Iterator[bool]:
    """Yield, for each sentence long enough to tell, whether a converter could have made it."""
    simplified = END.split(said.texts[hans])
    with_taiwan_words = converter("s2twp")
    made = {_bare(s) for s in simplified} | {_bare(with_taiwan_words(s)) for s in simplified}
    for sentence in END.split(said.texts[hant]):
        if len(HAN.findall(sentence)) >= LONG:
            yield _bare(sentence) in made


def _bare(sentence: str) -> str:
    """Return a sentence in Simplified glyphs and mainland quotation marks, without spaces."""
    return "".join(converter("t2s")(sentence).translate(QUOTES).split())
