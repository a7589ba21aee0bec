"""What the browser does without JupyterLab: find the word around a place, and play every clip."""

import base64
import json
from dataclasses import asdict
from pathlib import Path

from carekit.vocabulary.audio_clips import FOLDER
from carekit.vocabulary.lookup import lexicon

ROOT = Path(__file__).resolve().parents[2]
FIND = """async ([finding, lexicon, asked]) => {
    const address = URL.createObjectURL(new Blob([finding], { type: "text/javascript" }));
    const { findAt, findIn } = await import(address);
    const forms = new Map(Object.entries(lexicon.forms));
    const span = Math.max(...[...forms.keys()].map(form => form.length));
    return asked.map(([text, at]) => {
        const found = at < 0 ? findIn(text, forms, span) : findAt(text, at, forms, span);
        if (!found) return '';
        const entry = lexicon.entries[parseInt(found.place)];
        return `${found.form} ${entry ? entry.id : '-'}`;
    });
}"""


def test_the_longest_known_form_around_a_place_is_found_and_nothing_inside_a_word(browser):
    finding = (ROOT / "carekit/widgets/static/reader/finding.js").read_text(encoding="utf-8")
    cases = {
        ("the first response time of", 11): "first response time terms/first-response-time",
        ("the first response time of", 0): "the -",
        ("their follow-up was", 12): "follow-up terms/follow-up",
        ("Perks and perk’s", 2): "Perks words/perks",
        ("reinputted", 4): "reinputted -",
        ("inputs, please", 5): "inputs words/input",
        ("100 %", 1): "",
        ("…", 0): "",
        ("他们的净推荐值（NPS）高", 4): "净推荐值（NPS） terms/nps",
        ("顾客忠诚度很高", 3): "顾客忠诚度 terms/loyalty",
        ("按行看", 1): "行 terms/row",
        ("中国银行", 3): "银行 -",
        ("后续服务工作做得好", 5): "后续服务工作 terms/follow-up",
        ("constructor", 3): "constructor -",
        ("  Validated ", -1): "Validated words/validate",
        ("a customer’s loyalty card", -1): "customer terms/customer",
        ("the quick fox", -1): "the quick fox -",
        ("12.5", -1): "",
    }
    page = browser.new_page()
    asked = [list(case) for case in cases]
    found = page.evaluate(FIND, [finding, asdict(lexicon(ROOT)), asked])
    page.close()
    assert dict(zip(cases, found, strict=True)) == cases


def test_chromium_decodes_every_clip_to_the_length_of_the_manifest(browser):
    manifest = json.loads((ROOT / FOLDER / "manifest.json").read_text(encoding="utf-8"))
    files = [ROOT / FOLDER / f"{clip['of']}.{clip['lang']}.mp3" for clip in manifest["clips"]]
    sounds = [base64.b64encode(path.read_bytes()).decode() for path in files]
    page = browser.new_page()
    heard = page.evaluate(
        """sounds => { const context = new OfflineAudioContext(1, 1, 24000);
            return Promise.all(sounds.map(async sound => {
                const raw = Uint8Array.from(atob(sound), sign => sign.charCodeAt(0));
                const heard = await context.decodeAudioData(raw.buffer);
                const loud = heard.getChannelData(0).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
                return [heard.duration * 1000, heard.numberOfChannels, loud]; })); }""",
        sounds,
    )
    page.close()
    for clip, (length, channels, loud) in zip(manifest["clips"], heard, strict=True):
        assert abs(length - clip["ms"]) < 80, clip["of"]
        assert (channels, 0.2 < loud <= 1) == (1, True), clip["of"]
