"""Turns of phrase in Chinese that a reader stumbles over, script by script.

Each rule is a pattern and the usual way to say it. Words that a course has settled for itself
stand in its ``terms.yml``; here stand only patterns that are wrong in every text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.strip_markup import without_code

# Pieces of one clause; a comma or a full stop ends it.
CLAUSE = r"[^，。；：！？、\s]"
PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "Hans": (
        # Who waits, waits 久; only a time is 短.
        (rf"等得(?!更?久){CLAUSE}{{0,4}}[短少]", "等待时间……短"),
        # Software keeps files in folders, and what lies beside a notebook is on a desk.
        (r"(?:笔记本|测验页?|本页)旁边", "……所在的文件夹"),
        (r"[两几]个图例[里上中]的", "图例里的两个……"),
        (r"[一几]个个数", "一处计数"),
        (r"(?:偶然|随机波动)很难解释", "很难用……解释"),
        # The share comes last, so the reader finds out too late what the sentence is about.
        (rf"{CLAUSE}的问题，?占(?:多大|多少)比例", "有多大比例的问题……"),
        (r"(?:没有|没|未)设(?:时|，|。|$)", "未设置"),
        # English says what was done to a thing; Chinese says who does it, or leaves 被 out.
        (r"被(?:满足|称为)", "得到满足、称为"),
        (r"被(?:我们|团队)", "我们……、团队……"),
        # Read at first as 从来, never.
        (r"从来(?:信|电|消息)(?=到)", "从收到来信、消息……"),
        (r"整天数", "天数（取整数）"),
        # Read at first as 组合, a combination.
        (r"所有组合在一起", "所有组加在一起"),
        # A chart shows a thing or does not; it knows nothing.
        (r"[图表](?:上|里)?不知道", "图上看不出"),
        (r"突出它", "突出显示……"),
        (r"试(?:一试|试看)，哪", "试一试，看哪……"),
        (r"、还是", "……，还是……"),
        (r"[两三四五六七八九十]点少[一两]点", "……点里缺一点"),
    ),
    "Hant": (
        (rf"等得(?!更?久){CLAUSE}{{0,4}}[短少]", "等候時間……短"),
        (r"(?:筆記本|測驗頁?|本頁)旁邊", "……所在的資料夾"),
        (r"[兩幾]個圖例[裡上中]的", "圖例上的兩個……"),
        (r"[一幾]個個數", "一處計數"),
        (r"(?:偶然|隨機波動)很難解釋", "很難用……解釋"),
        (rf"{CLAUSE}的問題，?占(?:多大|多少)比例", "有多少比例的問題……"),
        (r"(?:沒有|沒|未)設(?:時|，|。|$)", "未設定"),
        (r"被(?:滿足|稱為)", "獲得滿足、稱為"),
        (r"被(?:我們|團隊)", "我們……、團隊……"),
        (r"從來(?:信|電|訊息)(?=到)", "從收到來信、訊息……"),
        (r"整天數", "天數（取整數）"),
        (r"所有組合在一起", "所有組加在一起"),
        (r"[圖表](?:上|裡)?不知道", "圖上看不出"),
        (r"凸顯它", "凸顯……"),
        (r"試(?:一試|試看)，哪", "試一試，看哪……"),
        (r"、還是", "……，還是……"),
        (r"[兩三四五六七八九十]點少[一兩]點", "……點裡缺一點"),
        # Read at first as 選別, to sort.
        (r"選別[群組家]", "選其他……"),
        (r"案件?結掉", "結案"),
    ),
}
RULES = {
    script: [(re.compile(form), usual) for form, usual in forms]
    for script, forms in PATTERNS.items()
}


def usage(said: TextInLanguages) -> Iterator[Finding]:
    """Yield the turns of phrase that have to be read twice, with the usual one."""
    for lang in said.texts:
        for line, raw in said.by_line(lang) if lang.writing in RULES else ():
            text = without_code(raw)
            for form, usual in RULES[lang.writing]:
                for hit in form.finditer(text):
                    says = f"the usual phrase is {usual}"
                    yield said.finding(lang, line, "chinese-usage", hit[0], says)
