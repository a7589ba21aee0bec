from carekit.authoring.build.regions import split


def test_what_stands_between_marks_is_kept_apart_from_what_is_visible():
    found = split("a\n### BEGIN SOLUTION\nb\n### END SOLUTION\nc")
    assert found.visible == ["a", "c"]
    assert [(r.kind, r.first, r.last, r.lines) for r in found.regions] == [
        ("solution", 1, 3, ("b",))
    ]


def test_marks_in_a_comment_of_another_kind_count_as_nbgrader_counts_them():
    found = split("<!-- BEGIN MARK SCHEME -->\nfour points\n<!-- END MARK SCHEME -->")
    assert found.kinds() == {"grading scheme"}


def test_a_mark_that_is_never_closed_is_reported_where_it_stands():
    assert [line for line, _ in split("a\n### BEGIN HIDDEN TESTS\nb").wrong] == [1]


def test_an_end_without_a_beginning_and_a_region_in_a_region_are_reported():
    source = "### END SOLUTION\n### BEGIN SOLUTION\n### BEGIN HIDDEN TESTS\n### END SOLUTION"
    assert [line for line, _ in split(source).wrong] == [0, 2]


def test_a_region_ends_only_at_the_end_of_its_own_kind():
    source = "### BEGIN SOLUTION\na\n### END HIDDEN TESTS\n### END SOLUTION"
    found = split(source)
    assert [line for line, _ in found.wrong] == [2]
    assert [(one.kind, one.last) for one in found.regions] == [("solution", 3)]
