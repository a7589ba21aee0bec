"""How course platforms and people lay out what was handed in, and how such a layout is read."""

from carekit.grading.intake.lms_layouts.hand_in import LEFT, Box, HandInReading
from carekit.grading.intake.lms_layouts.match_layout import read_box
from carekit.grading.intake.lms_layouts.own_files import own_file
from carekit.grading.intake.lms_layouts.table import LAYOUTS, RECEIVED, Layout

__all__ = ["LAYOUTS", "LEFT", "RECEIVED", "Box", "HandInReading", "Layout", "own_file", "read_box"]
