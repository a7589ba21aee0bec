"""The two ends of the link in one process: what a check gets of a learner's values, and may ask."""

import contextlib
import threading

import numpy as np
import pandas as pd
import pytest

from carekit.sandbox.link.cell_outputs import Outputs
from carekit.sandbox.link.codec import Opaque
from carekit.sandbox.link.framing import GoneError, Wire, pair
from carekit.sandbox.link.interrupts import Interrupts
from carekit.sandbox.link.judge_end import LearnerGoneError, Link
from carekit.sandbox.link.learner_end import Desk
from carekit.sandbox.link.raised_errors import LearnerError
from carekit.sandbox.link.refusals import CannotTellError, taken
from tests.sandbox.a_learner import LEARNERS


@pytest.fixture(scope="module")
def learner():
    """Return the names of a learner, served from a thread, and the link that asks for them."""
    names = {"__name__": "__main__"}
    exec(LEARNERS, names)
    left, right = pair()
    wire = Wire(right)

    def serve(root):
        desk = Desk(wire, names, Outputs(100_000), root, Interrupts())
        with contextlib.suppress(GoneError):
            while True:
                desk.answer(*wire.receive())

    link = Link(Wire(left))
    yield link, names, serve
    left.close()
    right.close()


@pytest.fixture(scope="module")
def link(learner, tmp_path_factory):
    found, _, serve = learner
    thread = threading.Thread(target=serve, args=(tmp_path_factory.mktemp("desk"),), daemon=True)
    thread.start()
    return found


@pytest.fixture(autouse=True)
def nothing_refused(link):
    """See that each test names what is refused in it, and begin each as another check."""
    taken()
    link.check += 1
    link.copies_back, link.asked_about = (lambda _value: False), (lambda _value: False)
    link.changed_arguments, link.steering = False, False
    link.raised.clear()
    yield
    assert taken() == []


def refused(part):
    found = taken()
    assert len(found) == 1, found
    assert part in found[0]


def test_data_comes_as_it_is_and_a_name_that_is_not_there_is_told(link):
    assert link.get("rows") == [1, 2, 3]
    with pytest.raises(KeyError, match="never"):
        link.get("never")
    assert link.get("table")["a"].sum() == 199 * 100
    again = link.get("table")
    pd.testing.assert_frame_equal(again, link.get("table"))


def test_a_function_says_what_it_is_called_and_takes_and_gives_what_it_gives(link):
    import inspect

    double = link.get("double")
    assert double(4) == 8
    assert double("ab", times=3) == "ababab"
    assert double.__name__ == "double"
    assert double.__doc__ == "Twice as much."
    assert str(inspect.signature(double)) == "(x, *, times=2)"
    assert double.__kwdefaults__ == {"times": 2}
    assert double.__defaults__ is None
    assert link.get("double") is double


def test_what_is_printed_meanwhile_is_printed_here(link, capsys):
    link.get("say")("hello")
    link.get("double")(1)
    assert capsys.readouterr().out == "hello\n"


def test_a_list_that_a_function_changes_is_changed_here_where_it_gives_nothing_back(link):
    values = [1]
    assert link.get("keep")(values) is None
    assert values == [1, 9]
    assert link.changed_arguments


def test_a_list_that_is_given_back_unchanged_is_the_very_list(link):
    values = [1]
    assert link.get("give_back")(values) is values
    assert not link.changed_arguments


def test_a_list_that_is_changed_and_given_back_leaves_the_checks_own_as_it_was(link):
    values = [1]
    found = link.get("change_and_give_back")(values)
    assert (found, values) == ([1, 9], [1])
    assert link.changed_arguments
    link.copies_back = lambda _value: True
    assert link.get("change_and_give_back")(values) == [1, 9]
    assert values == [1, 9]


def test_a_check_that_asks_about_what_was_changed_and_not_copied_back_is_not_judged(link):
    link.asked_about = lambda _value: True
    link.get("change_and_give_back")([1])
    refused("whether the learner's code left as it was")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ValueError, ("a", 1)),
        (KeyError, ("k",)),
        (ZeroDivisionError, ()),
        (OSError, (2, "gone", "f")),
    ],
)
def test_an_exception_of_pythons_own_is_that_exception(link, kind, words):
    with pytest.raises(kind) as raised:
        link.get("fail")(kind, *words)
    assert raised.value.args == kind(*words).args
    assert getattr(raised.value, "filename", None) == getattr(kind(*words), "filename", None)
    assert link.raised == [raised.value]


@pytest.mark.parametrize("kind", [SystemExit, StopIteration, KeyboardInterrupt, GeneratorExit])
def test_an_exception_that_would_steer_the_check_fails_it(link, kind):
    with pytest.raises(LearnerError, match=kind.__name__):
        link.get("fail")(kind, "a")
    assert link.raised == []
    link.steering = True
    with pytest.raises(LearnerError):
        link.get("fail")(kind, "a")
    refused(f"the learner's code to end by {kind.__name__}")


def test_an_exception_of_the_learners_own_is_caught_by_its_class_and_by_those_above(link):
    own, more = link.get("OwnError"), link.get("MoreError")
    for kind in (more, own, ValueError):
        with pytest.raises(kind, match="words"):
            link.get("fail_own")("words")
    assert issubclass(more, own)
    assert not issubclass(own, more)
    assert own.__name__ == "OwnError"


def test_a_function_of_the_checks_own_is_called_by_the_learners_code(link):
    assert link.get("twice")(lambda x: x + 1, 5) == 7
    asked = []
    assert link.get("twice")(lambda x: asked.append(x) or x, 5) == 5
    assert asked == [5, 5]
    assert link.get("twice")(abs, -3) == 3
    assert link.get("twice")(link.get("double"), 3) == 12
    with pytest.raises(ValueError, match="no"):
        link.get("twice")(_fails, 1)


def _fails(_x):
    raise ValueError("no")


def test_an_iterator_is_read_one_by_one_at_first(link):
    numbers = link.get("count")(100)
    assert [next(numbers) for _ in range(3)] == [0, 1, 2]
    assert link.get("seen") == [0, 1, 2]
    assert list(numbers) == list(range(3, 100))
    with pytest.raises(StopIteration):
        next(numbers)
    assert list(link.get("count")(0)) == []
    assert list(link.get("count")(1000)) == list(range(1000))


def test_an_iterator_is_asked_for_no_more_than_that(link):
    numbers = link.get("count")(3)
    with pytest.raises(CannotTellError):
        numbers.throw(ValueError)
    refused("throw of 'iterator'")


def test_an_instance_answers_with_data(link):
    box, large = link.get("box"), link.get("large")
    assert (box.x, large.x, box.size) == (1, 2, 3)
    assert (len(large), box["k"], large + 5) == (2, (1, "k"), 7)
    assert (repr(box), str(large)) == ("Box(1)", "Box(2)")
    assert bool(box)
    assert not bool(large)
    assert box < large
    assert not large < box
    with pytest.raises(AttributeError):
        box.never  # noqa: B018 - asking is what is tried
    box.x = 7
    assert (box.x, len(box)) == (7, 7)
    box.x = 1
    assert link.get("box") is box


def test_instances_are_equal_as_their_class_says_and_never_to_a_value_of_the_checks(link):
    box, large = link.get("box"), link.get("large")
    other = link.get("Box")(1)
    assert box == box
    assert box == other
    assert box != large
    assert box != None  # noqa: E711 - a class may answer this in its own way
    with pytest.raises(CannotTellError):
        box == 1  # noqa: B015 - asking is what is tried
    refused("whether it equals a value of the check's")
    with pytest.raises(CannotTellError):
        box < 1  # noqa: B015 - as above
    refused("its order beside a value of the check's")
    with pytest.raises(TypeError, match="unhashable type: 'Box'"):
        hash(box)


def test_an_instance_without_methods_can_do_nothing_and_is_itself(link):
    bare = link.get("bare")
    assert bare == bare
    assert bare != link.get("Bare")()
    assert bare != 1
    assert bool(bare)
    assert hash(bare) == hash(link.get("bare"))
    for ask in (len, iter, next, lambda one: one[0], lambda one: one + 1, lambda one: one()):
        with pytest.raises(TypeError):
            ask(bare)
    with pytest.raises(TypeError):
        _ = bare < bare


@pytest.mark.parametrize("name", ["__globals__", "__closure__", "__new__", "__weakref__"])
def test_what_cannot_be_told_from_here_is_refused(link, name):
    with pytest.raises(CannotTellError):
        getattr(link.get("bare"), name)
    refused(name)


def test_a_class_makes_instances_and_knows_its_own(link):
    kind, large, bare = link.get("Box"), link.get("Large"), link.get("bare")
    made = kind(4)
    assert (made.x, kind.__name__, kind.size) == (4, "Box", 3)
    assert isinstance(made, kind)
    assert isinstance(link.get("large"), kind)
    assert not isinstance(made, large)
    assert not isinstance(bare, kind)
    assert not isinstance(4, kind)
    assert issubclass(large, kind)
    assert not issubclass(kind, large)
    assert not issubclass(int, kind)


def test_a_module_of_pythons_own_is_fetched_here_and_no_other(link):
    assert link.get("pd") is pd
    assert type(link.get("itertools")).__name__ == "module"


def test_a_list_may_be_given_a_new_content_and_is_read_again(link):
    assert link.put("rows", [4, 5])
    assert link.get("rows") == [4, 5]
    assert not link.put("rows", (4, 5))
    assert not link.put("never", [1])
    assert not link.put("rows", [object()])
    assert link.put("rows", [1, 2, 3])


def test_an_argument_that_cannot_be_sent_is_refused(link):
    with pytest.raises(CannotTellError):
        link.get("double")(object())
    refused("a call with a 'object' of the check's own")
    assert type(link.get("give_back")(np.array([1, 2]))) is np.ndarray


def test_a_learner_who_has_gone_is_told_as_such():
    left, right = pair()
    link = Link(Wire(left))
    right.close()
    with pytest.raises(LearnerGoneError, match="has ended"):
        link.get("x")
    left.close()


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ({"n": 1, "v": {"t": "odd"}}, "not readable"),
        ({"n": 1, "v": {"t": "mod", "n": "os"}}, "a module is no answer"),
        ({"n": 1, "v": {"t": "mod", "n": "numpy.never"}}, "a module is no answer"),
    ],
)
def test_nonsense_of_a_learners_process_is_no_value(reply, value):
    left, right = pair()
    other = Wire(right)
    other.send(reply)
    found = Link(Wire(left)).get("x")
    assert type(found) is Opaque
    assert value in found.why
    left.close()
    right.close()


def test_an_answer_to_another_question_ends_the_link():
    left, right = pair()
    Wire(right).send({"n": 2, "v": 1})
    with pytest.raises(LearnerGoneError):
        Link(Wire(left)).get("x")
    left.close()
    right.close()
