"""What the set follow-up holds beyond what every set holds."""

from tests.content.sets.bench import Bench

SLA, FCR = "sla-answer", "fcr-answer"


def test_answers_to_the_visible_examples_alone_earn_no_point_of_a_function(bench: Bench):
    learned = {
        SLA: f"""{bench.asked_for(SLA)["sla_attainment"]}
    known = {{"P1": 2 / 3, "P2": 1 / 3 if (t["priority"] == "P2").any() else np.nan}}
    return pd.Series({{priority: known.get(priority, 0.5) for priority in target_min}})""",
        FCR: f"""{bench.asked_for(FCR)["fcr"]}
    if as_of is None:
        return math.nan if len(c) == 1 else 2 / 3
    return 5 / 6""",
    }
    for task in learned:
        got, said = bench.score(learned, task)
        assert set(got.values()) == {0.0}
        assert all("seed" in str(error) for error in said.values())  # only hidden data told


def test_ticking_every_closure_earns_nothing_and_half_a_key_earns_its_part(bench):
    def points(*tickets):
        answer = {"closures-check": {"which-are-solved": list(tickets)}}
        return bench.score(answer, "closures-check")[0]["closures-check"]

    solved = ("broken-teapot", "double-charge", "friday-refund")
    others = ("auto-message", "help-page", "late-parcel")
    assert points(*solved, *others) == 0
    assert points(solved[0]) == 1
    assert points(*solved[:2]) == 2
    assert points(*solved, others[0]) == 2
    assert points(solved[0], others[0]) == 0
    assert points(solved[0], solved[0]) == 1
    assert points(*others) == 0
