"""nbgrader's settings for this course, read by every nbgrader command and by formgrader."""

from pathlib import Path

c = get_config()  # noqa: F821 - traitlets puts it here

# Commands work from any folder, and a copy of this file serves the folder it lies in.
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "customer-care"

# Seconds for one cell, in validation and in grading, where it sets `c.Carekit.cell_seconds`: what
# takes longer is an endless loop, and the cells after it are still graded. A cell that only waits
# for a busy machine must not be cut off: that would cost a learner points. All settings of grading
# are `c.Carekit.*`; `care doctor` shows each value in use, docs/grading.md what they mean.
c.Execute.timeout = 30
c.Execute.iopub_timeout = 30

# What stands where the solution was. `...` and not an exception: the check that follows
# tells the learner in words that there is no answer yet.
c.ClearSolutions.code_stub = {
    "python": "# Write your code here · 在这里写代码 · 在這裡寫程式碼\n...",
}
c.ClearSolutions.text_stub = "Write your answer here · 在这里写答案 · 在這裡寫答案"

# What the cells of a quiz show before they are run stays in the release; results of a run go.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "carekit.authoring.build.clear_outputs.ClearRuns",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Markers read the marking scheme in a locked cell above the answer. nbgrader would rather have it
# in a task cell, but a task cell asks to be graded by hand even where nothing was answered.
c.ClearMarkScheme.enforce_metadata = False

# Autograde runs the sealed worker: the checks stand in a process that learner code cannot reach.
c.Autograde.sanitize_preprocessors = ["carekit.grading.nbgrader_plugin.CanonicalCells"]
c.Autograde.autograde_preprocessors = [
    "carekit.grading.nbgrader_plugin.SealedExecute",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Feedback pages are the same ones that `care feedback` makes: nbgrader's own show the hidden checks
# and whatever a learner's code printed of them.
c.GenerateFeedback.exporter_class = "carekit.grading.feedback.nbgrader_exporter.LearnersPage"
