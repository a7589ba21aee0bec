"""The charts of the trainer's pages, as SVG text that needs no script and no network."""

from __future__ import annotations

import re
from textwrap import wrap

import altair as alt
import numpy as np
import pandas as pd
import vl_convert

from carekit.common.files import sha256

WIDTH = 460
# Labels stand beside these bars; with wider bars the whole picture would be drawn smaller.
NARROW = 270
ACCENT = "#2f7d6d"


def histogram(totals: pd.Series, most: float, x_title: str, y_title: str) -> str:
    """Return a histogram of total scores as SVG, in about ten bins of whole points."""
    step = max(1, round(most / 10))
    # Counts are whole: Vega would put half learners on the axis of a small class.
    # Vega counts the very highest total into the last bin, so it has none of its own here either.
    bins = (totals.clip(upper=most - step / 2) // step).value_counts().sort_index()
    tallest = int(bins.max())
    ticks = list(range(0, tallest + 1, max(1, -(-tallest // 6))))
    # Counted here: Altair refuses more than 5,000 rows, and a class may have more learners.
    counted = pd.DataFrame({"total": bins.index * step + step / 2, "people": bins.to_numpy()})
    chart = (
        alt.Chart(counted)
        .mark_bar(color=ACCENT, cornerRadiusTopLeft=2, cornerRadiusTopRight=2)
        .encode(
            x=alt.X("total:Q", title=x_title)
            .bin(extent=[0, most], step=step)
            .scale(domain=[0, most])
            .axis(values=[*np.arange(0, most + 1, step)]),
            y=alt.Y("sum(people):Q", title=y_title).axis(values=ticks, format="d"),
        )
    )
    return _svg(chart, height=190)


def shares(per_task: pd.DataFrame, x_title: str) -> str:
    """Return one bar per task as SVG, from a frame with columns ``task`` and ``share`` (0 to 1)."""
    # A long label goes on two lines; cut off, it would name nothing.
    labelled = per_task.assign(task=["\n".join(wrap(name, 32)) for name in per_task["task"]])
    axis = alt.Axis(
        labelExpr="split(datum.label, '\\n')", labelLimit=260, ticks=False, domain=False
    )
    base = alt.Chart(labelled).encode(y=alt.Y("task:N", title=None, sort=None, axis=axis))
    bars = base.mark_bar(color=ACCENT, cornerRadiusEnd=2).encode(
        x=alt.X("share:Q", title=x_title).scale(domain=[0, 1]).axis(format=".0%", tickCount=5)
    )
    labels = base.mark_text(align="left", dx=5).encode(
        x="share:Q", text=alt.Text("share:Q", format=".0%")
    )
    return _svg(bars + labels, height=alt.Step(38), width=NARROW)


def _svg(chart: alt.Chart | alt.LayerChart, height: float | alt.Step, width: int = WIDTH) -> str:
    styled = (
        # The page's own font may be wider than the one the labels were measured with.
        chart.properties(
            width=width, height=height, background="transparent", padding={"left": 30, "right": 12}
        )
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, titleFontWeight="normal")
        .configure_text(fontSize=12)
    )
    drawn = vl_convert.vegalite_to_svg(styled.to_json(), vl_version="5.20")
    # The renderer counts its clip paths through the whole process: the same chart would differ
    # from run to run. They are named by the chart instead, which also keeps them apart on a page.
    name = sha256(re.sub(r"clip\d+", "", drawn).encode())[:8]
    seen: dict[str, str] = {}
    return re.sub(r"clip\d+", lambda m: seen.setdefault(m[0], f"clip-{name}-{len(seen)}"), drawn)
