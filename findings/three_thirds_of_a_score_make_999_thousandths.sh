#!/usr/bin/env bash
# An item gives a third of its score for each of three right parts, as partial credit is written in QTI:
# three rules, each of which adds 0.333333333333 to SCORE.
#
# Guess: SCORE is a number in double precision, so three thirds are 1 but for the sixteenth digit.
# @citolab/qti-components 7.27.4 in Chromium: each time a rule sets an outcome, the value passes
#   through a number format for people with three digits after the point, and the next rule adds to
#   what is left of it. Three thirds make 0.999, and a mapping worth 0.0004 sets 0.
# Seen: one third 0.333, all three 0.999, a small share 0.
# Needs Chromium on the path.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check playwright==1.65.2
(cd "$folder" && npm install --silent --ignore-scripts --no-audit --no-fund \
    --prefix "$folder" @citolab/qti-components@7.27.4)
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import shutil
import sys

from playwright.sync_api import sync_playwright

FLOAT = 'cardinality="single" base-type="float"'
SHOW = """async xml => {
  document.body.innerHTML = '<qti-item><item-container></item-container></qti-item>';
  const place = document.querySelector('item-container');
  await place.updateComplete;
  const shown = new Promise(done => document.addEventListener(
    'qti-assessment-item-connected', event => done(event.detail), {once: true}));
  place.itemXML = xml;
  const item = await shown;
  item.processResponse(true, false);
  return Number(item.variables.find(one => one.identifier === 'SCORE').value);
}"""


def item(*shares):
    rules = "".join(
        '<qti-set-outcome-value identifier="SCORE"><qti-sum><qti-variable identifier="SCORE"/>'
        f'<qti-base-value base-type="float">{share}</qti-base-value></qti-sum>'
        "</qti-set-outcome-value>"
        for share in shares
    )
    return (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" '
        'title="t" adaptive="false" time-dependent="false">'
        f'<qti-outcome-declaration identifier="SCORE" {FLOAT}><qti-default-value><qti-value>0'
        "</qti-value></qti-default-value></qti-outcome-declaration><qti-item-body><p>Parts</p>"
        f"</qti-item-body><qti-response-processing>{rules}</qti-response-processing>"
        "</qti-assessment-item>"
    )


with sync_playwright() as playwright:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    browser = playwright.chromium.launch(executable_path=found, chromium_sandbox=False)
    page = browser.new_page()
    page.set_content("<main></main>")
    base = f"{sys.argv[1]}/node_modules/@citolab/qti-components"
    page.add_script_tag(path=f"{base}/cdn/index.global.js")
    third = "0.333333333333"
    one, three = page.evaluate(SHOW, item(third)), page.evaluate(SHOW, item(third, third, third))
    small = page.evaluate(SHOW, item("0.0004"))
    browser.close()
print(f"one third {one:g}, all three {three:g}, a small share {small:g}")
assert (one, three, small) == (0.333, 0.999, 0)
PYTHON
