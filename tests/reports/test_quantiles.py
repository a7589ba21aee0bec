"""Student's t and F, held to the printed tables."""

import pytest

from carekit.reports.quantiles import f_quantile, t_quantile


@pytest.mark.parametrize(
    ("freedom", "expected"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (10, 2.228), (23, 2.069), (1000, 1.962)],
)
def test_the_quantiles_of_t_are_those_of_the_printed_tables(freedom, expected):
    assert t_quantile(0.975, freedom) == pytest.approx(expected, abs=0.0006)


@pytest.mark.parametrize(
    ("share", "above", "below", "expected", "places"),
    [
        (0.95, 1, 1, 161.4, 0.05),
        (0.95, 3, 10, 3.71, 0.005),
        (0.975, 10, 5, 6.62, 0.005),
        (0.975, 2, 4, 10.65, 0.005),
        (0.99, 120, 60, 1.73, 0.005),
        (0.95, 30, 120, 1.55, 0.005),
    ],
)
def test_the_quantiles_of_f_are_those_of_the_printed_tables(share, above, below, expected, places):
    assert f_quantile(share, above, below) == pytest.approx(expected, abs=places)


def test_the_low_end_of_f_is_the_high_end_upside_down():
    assert f_quantile(0.025, 7, 40) == pytest.approx(1 / f_quantile(0.975, 40, 7))


def test_f_with_one_degree_above_is_t_squared():
    assert f_quantile(0.95, 1, 17) == pytest.approx(t_quantile(0.975, 17) ** 2)


def test_half_of_the_values_of_t_are_below_zero():
    assert t_quantile(0.5, 7) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("given", [(0.4, 3), (1, 3), (0.9, 0)])
def test_what_makes_no_sense_for_t_is_refused(given):
    with pytest.raises(ValueError, match="needs"):
        t_quantile(*given)


@pytest.mark.parametrize("given", [(0, 3, 3), (1, 3, 3), (0.9, 0, 3), (0.9, 3, 0)])
def test_what_makes_no_sense_for_f_is_refused(given):
    with pytest.raises(ValueError, match="needs"):
        f_quantile(*given)
