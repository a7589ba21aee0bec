"""A course whose one set has an answer in words with a marking scheme, and a class that wrote."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from small_course import CARD, SET, UNTOUCHED, as_bytes, book, grade

TASK = f"{SET}/essay"
LEVELS = (0.0, 1.5, 3.0, 4.5, 6.0)
HEADING = "## 1. " + " ".join(
    f'<span lang="{lang}" class="care-head">{said}</span>'
    for lang, said in (("en", "The moon"), ("zh-Hans", "月亮"), ("zh-Hant", "月亮"))
)
ASKED = """

<div lang="en" class="care-text">

Why is the tide high twice a day?

</div>

<div lang="zh-Hans" class="care-text">

为什么一天涨潮两次？

</div>

<div lang="zh-Hant" class="care-text">

為什麼一天漲潮兩次？

</div>

<!-- BEGIN MARK SCHEME -->

<div lang="en" class="care-text">

- **Level 4, 6 points.** Both bulges, and why. *“The near water is pulled more than the earth.”*
- **Level 3, 4.5 points.** Both bulges without a reason.
- **Level 2, 3 points.** One bulge.
- **Level 1, 1.5 points.** Only the moon is named.

</div>

<div lang="zh-Hans" class="care-text">

- **4 级，6 分。** 两处隆起，并说明为什么有两处。
- **3 级，4.5 分。** 说出两处隆起，没有理由。
- **2 级，3 分。** 只说一处隆起。
- **1 级，1.5 分。** 只提到月亮。

</div>

<div lang="zh-Hant" class="care-text">

- **第 4 級，6 分。** 兩處隆起，並說明為什麼有兩處。
- **第 3 級，4.5 分。** 說出兩處隆起，沒有理由。
- **第 2 級，3 分。** 只說一處隆起。
- **第 1 級，1.5 分。** 只提到月亮。

</div>

<!-- END MARK SCHEME -->
"""
TEXTS = (
    "The moon pulls the water on the near side more than the earth, and that more than the far.",
    "The moon pulls the near water more than the earth, and the earth more than the far water!",
    "Because of the moon.",
    "月亮把近处的海水拉起来，地球另一面也有隆起。",
    "月亮把近處的海水拉起來，地球另一面也有隆起。",
    "One bulge below the moon & <b>none</b> on the far side <script>window.bad = 1</script>",
)


def essay_book(answers=None, *, secret=True):
    """Return the set's notebook with the question above the answer."""
    made = book(answers, secret=secret)
    asked = HEADING + "\n" + (ASKED if secret else ASKED.split("<!-- BEGIN")[0])
    cell = {"cell_type": "markdown", "id": "asked", "metadata": {}, "source": asked}
    at = next(n for n, one in enumerate(made["cells"]) if one["id"] == "essay")
    made["cells"].insert(at, cell)
    # A set has its graded cells below a heading.
    made["cells"][0]["source"] = HEADING
    return made


def essays(count):
    """Return a class by id: half of them wrote one of a few texts, the others one of their own."""
    few = len(TEXTS)
    people = [f"learner-{number:02}" for number in range(count)]
    return {
        who: TEXTS[at % few]
        if at < 2 * few
        else f"Answer {at}: " + " ".join(f"{word}{at * 37 % 101}" for word in ("sea", "sun", "low"))
        for at, who in enumerate(people)
    }


def make_essay_class(root, texts):
    """Write the course, have everybody hand in and be graded, and return its folder."""
    from carekit.grading.course.folders import read_settings, read_snapshot
    from carekit.grading.gradebook.reader import enrol
    from carekit.grading.gradebook.register_assignment import register

    config = 'c = get_config()\nc.CourseDirectory.course_id = "sea"\n'
    config += "c.ClearMarkScheme.enforce_metadata = False\n"
    for name, data in (
        (f"source/{SET}/{SET}.ipynb", as_bytes(essay_book())),
        ("course_data/course.yml", CARD.encode()),
        ("nbgrader_config.py", config.encode()),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    settings = read_settings(root)
    register(settings, SET, read_snapshot(root, SET))
    enrol(settings.db_url, {who: f"Name of {who}" for who in texts})
    for who, text in texts.items():
        write_essay(root, who, text)
    grade_essays(root)
    return root


def write_essay(root, who, text):
    """Have somebody hand in."""
    path = root / "submitted" / who / SET / f"{SET}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(essay_book({"high": "high = 12", "essay": text}, secret=False)))


def grade_essays(root):
    """Grade what was handed in, by a grader that needs no notebook to run."""
    from carekit.grading.course.folders import read_settings, read_snapshot
    from carekit.grading.intake.inbox import Inbox
    from carekit.grading.run.one_process import OneProcess
    from carekit.grading.run.run import Run

    box = Inbox(root / "submitted", SET, [SET])
    Run(read_settings(root), SET, read_snapshot(root, SET), box, OneProcess(graded))()


def graded(files):
    """Grade as the sealed worker does; who left the answer as it was has 0 points."""
    result = grade(files)
    cells = json.loads(files[f"{SET}.ipynb"])["cells"]
    essay = next(cell["source"] for cell in cells if cell["id"] == "essay")
    if essay == UNTOUCHED:
        left = {"score": 0.0, "needs_manual": False, "outcome": "unanswered"}
        result["notebooks"][SET]["cells"]["essay"] |= left
    return result
