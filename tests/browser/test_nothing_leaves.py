"""What a page asks of another place is noticed by these tests, and gets no answer."""

import pytest


@pytest.mark.parametrize("place", ["http://other.test/words.txt", "http://192.0.2.1/words.txt"])
def test_a_request_to_another_place_is_noticed_and_not_answered(lab, place):
    ask = "place => fetch(place).then(() => 'answered', () => 'stopped')"
    assert lab.page.evaluate(ask, place) == "stopped"
    assert lab.left == [place]
    lab.left.clear()
    lab.complaints.clear()
