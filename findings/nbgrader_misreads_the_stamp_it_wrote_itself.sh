#!/usr/bin/env bash
# A class in Los Angeles sets the exchange's zone, so that stamps of hand-ins show the local time.
#
# Guess: c.Exchange.timezone changes how a stamp looks. nbgrader reads back what it wrote, so the moment
#   in the gradebook, in UTC, stays the moment at which the learner handed in.
# nbgrader 0.9.6: submit writes the zone's short name ("PST", "PDT"), and autograde looks this word up
#   as the name of a zone. The zone database has no such zone, the word is dropped without a warning,
#   and local time is stored as UTC: every hand-in counts as 7 or 8 hours earlier than it was, so work
#   that is late by less is in time. A zone east of UTC makes work late that was in time. Some words
#   are zones ("EST" is, "EDT" is not), so in New York it is right in winter and wrong in summer.
#   The default, "UTC", is read rightly.
#   The same reader takes an offset without a colon, "+0800", for 800 seconds.
# Seen: hours from the hand-in to the moment in the gradebook: 0 with UTC, the zone's whole offset from
#   UTC with America/Los_Angeles; "2026-12-01 17:00 +0800" is read as 16:46:40 UTC.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check \
    nbgrader==0.9.6 jupyterlab==4.6.4 ipykernel==7.1.0
export PATH="$folder/venv/bin:$PATH" HOME="$folder/home" JUPYTER_PREFER_ENV_PATH=1
mkdir -p "$HOME" "$folder/exchange"
chmod 777 "$folder/exchange"
for zone in UTC America/Los_Angeles; do
    cd "$folder"
    nbgrader quickstart course --force > log.txt 2>&1
    cd course
    cat > nbgrader_config.py <<CONFIG
c = get_config()
c.CourseDirectory.course_id = "course"
c.Exchange.root = "$folder/exchange"
c.Exchange.timezone = "$zone"
CONFIG
    {
        nbgrader generate_assignment ps1 --force --create
        nbgrader release_assignment ps1 --force
        mkdir "$folder/learner"
        (cd "$folder/learner" && cp ../course/nbgrader_config.py . && nbgrader fetch_assignment ps1 \
            && nbgrader submit ps1)
        nbgrader collect ps1
        nbgrader autograde ps1 --create
    } > log.txt 2>&1 || { cat log.txt; exit 1; }
    python - "$zone" <<'PYTHON'
import sys
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from nbgrader.api import Gradebook

zone = ZoneInfo(sys.argv[1])
stamp = next(Path("submitted").rglob("timestamp.txt")).read_text().strip()
with Gradebook("sqlite:///gradebook.db") as gradebook:
    kept = gradebook.assignment_submissions("ps1")[0].timestamp
now = datetime.now(timezone.utc)
hours = round((kept - now.replace(tzinfo=None)).total_seconds() / 3600)
print(f"stamp {stamp!r}, kept {kept}, hours from now {hours}")
assert hours == round(now.astimezone(zone).utcoffset().total_seconds() / 3600)
assert (hours == 0) == (sys.argv[1] == "UTC")
PYTHON
    cd "$folder"
    rm -rf course learner exchange/*
done
python - <<'PYTHON'
from nbgrader.utils import parse_utc

read = parse_utc("2026-12-01 17:00 +0800")
print("+0800:", read)
assert str(read) == "2026-12-01 16:46:40"
assert str(parse_utc("2026-12-01T17:00+08:00")) == "2026-12-01 09:00:00"
PYTHON
