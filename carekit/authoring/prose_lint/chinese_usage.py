"""Turns of phrase in Chinese that a reader stumbles over, language by language.

Each rule is a pattern and the usual way to say it. Words that a course has settled for itself
stand in its ``terms.yml``; here stand only patterns that are wrong in every text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.strip_markup import without_code
from carekit.common.languages import Lang

# Pieces of one clause; a comma or a full stop ends it.
CLAUSE = r"[^，。；：！？、\s]"
PATTERNS: dict[Lang, tuple[tuple[str, str], ...]] = {
    Lang.ZH_HANS: (
        # Who waits, waits 久; only a time is 短.
        (rf"等得(?!更?久){CLAUSE}{{0,4}}[短少]", "等待时间……短"),
        # Software keeps files in folders, and what lies beside a notebook is on a desk.
        (r"(?:笔记本|测验页?)旁边", "……所在的文件夹"),
        (r"[两几]个图例[里上中]的", "图例里的两个……"),
        (r"[一几]个个数", "一处计数"),
        (r"(?:偶然|随机波动)很难解释", "很难用……解释"),
        # The share comes last, so the reader finds out too late what the sentence is about.
        (rf"{CLAUSE}的问题，?占(?:多大|多少)比例", "有多大比例的问题……"),
        (r"(?:没有|没|未)设(?:时|，|。|$)", "未设置"),
    ),
    Lang.ZH_HANT: (
        (rf"等得(?!更?久){CLAUSE}{{0,4}}[短少]", "等候時間……短"),
        (r"(?:筆記本|測驗頁?)旁邊", "……所在的資料夾"),
        (r"[兩幾]個圖例[裡上中]的", "圖例上的兩個……"),
        (r"[一幾]個個數", "一處計數"),
        (r"(?:偶然|隨機波動)很難解釋", "很難用……解釋"),
        (rf"{CLAUSE}的問題，?占(?:多大|多少)比例", "有多少比例的問題……"),
        (r"(?:沒有|沒|未)設(?:時|，|。|$)", "未設定"),
    ),
}
RULES = {
    lang: [(re.compile(form), usual) for form, usual in forms] for lang, forms in PATTERNS.items()
}


def usage(said: TextInLanguages) -> Iterator[Finding]:
    """Yield the turns of phrase that have to be read twice, with the usual one."""
    for lang, rules in RULES.items():
        if lang not in said.texts:
            continue
        for line, raw in said.by_line(lang):
            text = without_code(raw)
            for form, usual in rules:
                for hit in form.finditer(text):
                    says = f"the usual phrase is {usual}"
                    yield said.finding(lang, line, "chinese-usage", hit[0], says)
