"""The statistics: what a median, a percentile and a ratio of samples say."""

from __future__ import annotations

import pytest

from bench import figures


def test_a_figure_tells_how_many_samples_it_rests_on() -> None:
    found = figures.figure([30.0, 10.0, 20.0, 1000.0])

    assert found == figures.Figure(4, 25.0, 1000.0, 10.0, 1000.0)


@pytest.mark.parametrize(("percent", "expected"), [(0, 1), (5, 1), (50, 10), (51, 11), (95, 19), (96, 20), (100, 20)])
def test_a_percentile_is_one_of_the_samples(percent: float, expected: float) -> None:
    samples = [float(number) for number in range(20, 0, -1)]

    assert figures.percentile(samples, percent) == expected


def test_nothing_measured_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        figures.figure([])
    with pytest.raises(ValueError, match="nothing was measured"):
        figures.percentile([], 50)
    with pytest.raises(ValueError, match="no ratio"):
        figures.ratio([1.0], [])
    with pytest.raises(ValueError, match="no ratio"):
        figures.ratio([1.0], [0.0])


def test_a_ratio_of_clear_samples_has_a_narrow_interval_around_it() -> None:
    found = figures.ratio([200.0 + i for i in range(40)], [100.0 + i for i in range(40)])

    assert found.value == pytest.approx(219.5 / 119.5)
    assert 1.5 < found.low < found.value < found.high < 2.2


def test_the_same_samples_give_the_same_interval() -> None:
    samples = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0], [2.0, 6.0, 5.0, 3.0, 5.0]

    assert figures.ratio(*samples) == figures.ratio(*samples)


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (figures.Ratio(2.0, 1.8, 2.2), "Warmline is 2.0× faster"),
        (figures.Ratio(0.5, 0.4, 0.6), "Warmline is 2.0× SLOWER"),
        (figures.Ratio(1.1, 0.9, 1.3), "no difference beyond chance"),
    ],
)
def test_the_verdict_admits_defeat_and_doubt(ratio: figures.Ratio, said: str) -> None:
    assert figures.verdict(ratio, figures.faster) == said
