#!/usr/bin/env bash
# A question asks for a number and gives a fine tolerance, as text2qti's own language allows:
# "= 1.23456 +- 0.00001" or a range "= [0.00021, 0.00024]". It becomes a quiz for Canvas.
#
# Guess: the key and the bounds stand in the QTI file as they were written, or text2qti refuses what it
#   cannot write; it does refuse numbers smaller than 0.0001.
# text2qti 0.7.1: unless key and bounds are all whole numbers, each of the three is written with four
#   decimals. The tolerance then has no width, and the value in the file is not the value in the text: the right
#   answer 1.23456 lies outside its own bounds, 0.00023 lies outside the range, and 0.0002, which the
#   author's range leaves out, is inside. text2qti says nothing.
# Seen: "key 1.23456: takes 1.2346 to 1.2346", "range 0.00021 to 0.00024: takes 0.0002 to 0.0002",
#   "key 12.5: takes 12.4 to 12.6".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check text2qti==0.7.1
export HOME="$folder"
cd "$folder"
cat > quiz.txt <<'QUIZ'
1. The share, to five decimals?
=   1.23456 +- 0.00001

2. The rate of errors?
=   [0.00021, 0.00024]

3. The mean wait in minutes?
=   12.5 +- 0.1
QUIZ
"$folder/venv/bin/text2qti" quiz.txt
cat > read.py <<'PYTHON'
import re
import zipfile

with zipfile.ZipFile("quiz.zip") as package:
    texts = [package.read(one).decode() for one in package.namelist() if one.endswith(".xml")]
(quiz,) = [text for text in texts if "<vargte" in text]
lows, highs = (
    [float(one) for one in re.findall(rf"<{tag} [^>]*>([^<]*)</{tag}>", quiz)]
    for tag in ("vargte", "varlte")
)
taken = list(zip(lows, highs, strict=True))
for name, (low, high) in zip(("key 1.23456", "range 0.00021 to 0.00024", "key 12.5"), taken):
    print(f"{name}: takes {low} to {high}")
(low, high), (least, most), plain = taken
assert not low <= 1.23456 <= high
assert not least <= 0.00023 <= most and least <= 0.0002 <= most
assert plain == (12.4, 12.6)
PYTHON
"$folder/venv/bin/python" read.py
