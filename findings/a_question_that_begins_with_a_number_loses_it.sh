#!/usr/bin/env bash
# A question bank is written for Canvas as QTI with qti-package-maker. One question begins with an amount,
# one with a year, and one with an ordinary English word.
#
# Guess: the text of a question stands in the package as it was given. The package marks its own questions
#   with a checksum, which is something it adds and takes away itself.
# qti-package-maker 26.7.14: whatever looks like such a checksum at the beginning of a question, that is
#   four to sixteen of 0-9, a-f and "_", is taken off every question that is added, also where nothing put a
#   checksum there. An amount of four digits, a year, and words such as "face", "added" or "decade" go
#   without a word. The number question can then no longer be answered from its own text. In the same way
#   "A.", "1)" and the like are taken off choices when all of them begin so: "E. coli" becomes "coli".
# Seen: "g of tea cost 12 EUR. ...", "was a leap year. ...", "to face or by phone? ...", and the choices
#   "coli", "subtilis".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check qti-package-maker==26.7.14
export HOME="$folder"
cd "$folder"
cat > make.py <<'PYTHON'
import html
import re
import zipfile

from qti_package_maker.package_interface import QTIPackageInterface

bank = QTIPackageInterface("tea", allow_mixed=True)
cost = "1000 g of tea cost 12 EUR. What do 250 g cost?"
leap = "2024 was a leap year. Which is the next one?"
talk = "face to face or by phone? Where does a customer wait longer?"
germ = "Which of these bacteria lives in the gut?"
bank.add_item("NUM", (cost, 3.0, 0.01))
bank.add_item("MC", (leap, ["2026", "2028"], "2028"))
bank.add_item("MC", (talk, ["there", "here"], "there"))
bank.add_item("MC", (germ, ["E. coli", "B. subtilis"], "E. coli"))
bank.save_package("canvas_qti_v1_2", outfile="tea.zip")
with zipfile.ZipFile("tea.zip") as package:
    (name,) = [one for one in package.namelist() if one.endswith("questions.xml")]
    text = package.read(name).decode()
shown = re.findall(r"<mattext[^>]*>(.*?)</mattext>", text, re.DOTALL)
shown = [re.sub(r"<[^>]+>", " ", html.unescape(one)).strip() for one in shown]
print("\n".join(shown))
everything = "\n".join(shown)
for whole in (cost, leap, talk, "E. coli", "B. subtilis"):
    assert whole not in everything, whole
for left in (cost[5:], leap[5:], talk[5:], germ, "coli", "subtilis"):
    assert left in everything, left
PYTHON
"$folder/venv/bin/python" make.py
