"""nbgrader's settings for this course, read by every nbgrader command and by formgrader."""

from pathlib import Path

c = get_config()  # noqa: F821 - traitlets puts it here

c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "market-stall"

# What stands where the solution was. `...` and not an exception: the check that follows tells the
# learner in words that there is no answer yet.
c.ClearSolutions.code_stub = {"python": "# Write your code here. · Escribe aquí tu código.\n..."}
c.ClearSolutions.text_stub = "Write your answer here. · Escribe aquí tu respuesta."

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
# A marking scheme stands in a locked cell above the answer, where nbgrader would want a task cell.
c.ClearMarkScheme.enforce_metadata = False

# `nbgrader autograde` and formgrader's buttons grade and write pages as `care grade` does.
c.Autograde.sanitize_preprocessors = ["carekit.grading.nbgrader_plugin.CanonicalCells"]
c.Autograde.autograde_preprocessors = [
    "carekit.grading.nbgrader_plugin.SealedExecute",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.exporter_class = "carekit.grading.feedback.nbgrader_exporter.LearnersPage"
