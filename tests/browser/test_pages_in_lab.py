"""What stands around the quiz: charts, prose before running, Notebook 7, narrow windows."""

from playwright.sync_api import expect

from lab import Lab  # isort: skip


def test_before_running_every_language_is_simply_shown(lab):
    for words in ("A wait has", "等待有", "等候有"):
        expect(lab.page.locator(".care-text").get_by_text(words)).to_be_visible()


def test_jupyterlab_keeps_language_and_class_of_blocks_and_spans(lab):
    marks = lab.page.locator(".jp-RenderedMarkdown [lang]").evaluate_all(
        "nodes => nodes.map(node => [node.tagName, node.lang, node.className].join(' '))"
    )
    kinds = ("SPAN {} care-head", "DIV {} care-text")
    wanted = [kind.format(lang) for kind in kinds for lang in ("en", "zh-Hans", "zh-Hant")]
    assert sorted(marks) == sorted(wanted)


def test_a_chart_is_svg_with_alt_text_and_han_letters_that_have_glyphs(lesson):
    page = lesson.page
    chart = page.locator(".jp-RenderedVegaCommon5")
    expect(chart.locator("svg")).to_be_visible()
    expect(chart.locator("[aria-label='Six waits.']")).to_have_count(1)
    expect(chart.locator("svg").get_by_text("上午")).to_be_visible()
    expect(chart.locator("details, .vega-actions")).to_have_count(0)
    # A missing glyph is drawn as the same empty box for every character.
    widths = (
        chart.locator("svg")
        .get_by_text("上午")
        .evaluate(
            """node => { const draw = document.createElement('canvas').getContext('2d');
            draw.font = getComputedStyle(node).font;
            const ink = letter => { draw.clearRect(0, 0, 40, 40); draw.fillText(letter, 4, 24);
                return draw.getImageData(0, 0, 40, 40).data.reduce((sum, part) => sum + part, 0); };
            return [...'上午晚\\u{10FFFD}'].map(ink); }"""
        )
    )
    assert len(set(widths)) == 4


def test_the_words_and_the_alt_text_of_a_chart_follow_the_language(lesson):
    chart = lesson.page.locator(".jp-RenderedVegaCommon5")
    bar = lesson.page.locator(".care-reader")
    for name, when, alt in (
        ("繁體", "時段", "六次等候。"),
        ("EN + 简体", "时段", "六次等待。"),
        ("English", "when", "Six waits."),
    ):
        bar.get_by_role("button", name=name, exact=True).click()
        expect(chart.locator("svg").get_by_text(when)).to_be_visible()
        expect(chart.locator(f"[aria-label='{alt}']")).to_have_count(1)
        minutes = {"時段": "分鐘", "时段": "分钟", "when": "minutes"}[when]
        expect(chart.locator(".vega-bind-name").first).to_have_text(minutes)
    lesson.page.locator(".care-quiz").get_by_role("button", name="繁體", exact=True).click()
    lesson.theme("Dark")
    expect(chart.locator("svg").get_by_text("時段")).to_be_visible()


def test_the_controls_of_a_chart_work_by_keyboard_and_jupyterlab_stays_where_it_is(lesson):
    page = lesson.page
    active = "() => jupyterapp.shell.currentWidget.content.activeCellIndex"
    slider = page.locator(".vega-bindings input[type=range]")
    slider.click(position={"x": 2, "y": 4})
    before = page.evaluate(active)
    expect(slider).to_have_value("1")
    for key, value in (("ArrowRight", "2"), ("ArrowUp", "3"), ("ArrowDown", "2"), ("Home", "1")):
        page.keyboard.press(key)
        expect(slider).to_have_value(value)
        expect(slider).to_be_focused()
    page.keyboard.press("Tab")
    choice = page.locator(".vega-bindings select")
    expect(choice).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(choice).to_have_value("b")
    # A letter picks what begins with it; to JupyterLab "c" is "copy the cell" and "a" a new one.
    page.keyboard.press("c")
    expect(choice).to_have_value("c")
    assert page.evaluate(active) == before
    assert page.evaluate("() => jupyterapp.shell.currentWidget.content.mode") == "command"


def test_a_heading_stands_in_the_reading_language_without_left_over_signs(lesson):
    heading = lesson.page.get_by_role("heading", level=2)
    bar = lesson.page.locator(".care-reader")
    for name, words in (("English", "Waiting"), ("繁體", "等候"), ("EN + 简体", "Waiting等待")):
        bar.get_by_role("button", name=name, exact=True).click()
        seen = heading.evaluate("node => node.innerText.replace('¶', '').trim()")
        assert seen == words


def test_the_letters_of_a_chart_follow_the_theme(lesson):
    page = lesson.page
    title = page.locator(".jp-RenderedVegaCommon5 svg").get_by_text("when")
    colour = "node => getComputedStyle(node).fill"
    light = title.evaluate(colour)
    lesson.theme("Dark")
    dark = title.evaluate(colour)
    lesson.theme("Light")
    assert light != dark


def test_notebook_7_checks_an_answer_and_a_narrow_window_cuts_nothing_off(
    browser, server, open_lab, record
):
    lab = Lab(browser, server, open_lab.context)
    lab.open("small/lesson.ipynb", front="notebook")
    lab.run_all()
    card = lab.card("work-it-out")
    card.get_by_label("Your answer").fill("7")
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_contain_text("Right.")
    expect(lab.page.locator(".jp-RenderedVegaCommon5 svg")).to_be_visible()
    assert (record / "attempts.jsonl").exists()
    # On a phone JupyterLab's side bars leave 270 px to a notebook, and the bar still fits there.
    for part, width in ((".care-quiz", 400), (".care-reader", 400), (".care-reader", 280)):
        lab.page.set_viewport_size({"width": width, "height": 900})
        hangs_over = lab.page.locator(part).evaluate(
            """root => { const edge = root.getBoundingClientRect().right + 0.5;
                return [...root.querySelectorAll(':not(.care-heard, .care-heard *)')]
                    .filter(node => node.getBoundingClientRect().right > edge)
                    .map(node => node.className || node.tagName); }"""
        )
        assert hangs_over == []
        assert lab.page.locator(part).bounding_box()["width"] < width
    # A message of a failed check is broken between words and not within them.
    lab.page.evaluate(
        """async () => {
            await jupyterapp.commands.execute('notebook:insert-cell-below');
            const cell = jupyterapp.shell.currentWidget.content.activeCell;
            cell.model.sharedModel.setSource(
                "from carekit import expect\\nexpect(1, 2, 'The number is two.')");
            await jupyterapp.commands.execute('notebook:run-cell'); }"""
    )
    message = lab.page.locator("pre", has_text="The number is two.").last
    breaks = message.evaluate("one => getComputedStyle(one).wordBreak")
    assert breaks == "normal"
    lab.page.close()
    assert lab.left == []
    # These two come from Notebook 7 itself, before any cell has run.
    own = ("reading 'schema'", "filebrowser:open-path")
    assert [said for said in lab.complaints if not any(part in said for part in own)] == []
