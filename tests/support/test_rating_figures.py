"""The figures of surveys, at their edges."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.ratings import CSAT, RECOMMEND, Figures, Rated, Survey, figures, of_part, question_of

DAY = "2026-11-28"


def rated(**answers: int) -> Rated:
    return Rated("en", DAY, with_human="csat_human" in answers, answered=bool(answers), **answers)


def test_nobody_answered() -> None:
    assert figures([]) == Figures(0, 0, 0, None, None, 0, None, 0, None)
    assert figures([rated()]) == Figures(1, 0, 0, None, None, 0, None, 0, None)


def test_four_and_five_are_satisfied() -> None:
    found = figures([rated(csat_bot=value) for value in CSAT])
    assert (found.csat_answers, found.csat, found.csat_mean) == (5, 40.0, 3.0)


def test_nine_is_a_promoter_and_six_a_detractor() -> None:
    scores = {0: -100.0, 6: -100.0, 7: 0.0, 8: 0.0, 9: 100.0, 10: 100.0}
    assert {score: figures([rated(csat_bot=3, recommend=score)]).nps for score in scores} == scores
    assert figures([rated(csat_bot=3, recommend=score) for score in RECOMMEND]).nps == round(100 * (2 - 7) / 11, 1)


def test_what_is_said_of_the_whole_is_the_humans_where_there_was_one() -> None:
    both, alone = rated(csat_bot=1, csat_human=5, effort=7), rated(csat_bot=4, effort=2)
    assert figures([of_part(one, "bot") for one in (both, alone)]).ces == 2.0
    assert figures([of_part(both, "human")]).ces == 7.0
    assert figures([of_part(both, "human")]).csat == 100.0
    assert figures([of_part(one, "bot") for one in (both, alone)]).csat == 50.0


@given(st.lists(st.builds(rated, csat_bot=st.integers(1, 5), recommend=st.integers(0, 10)), min_size=1))
def test_figures_stay_within_their_scales(every: list[Rated]) -> None:
    found = figures(every)
    assert found.csat is not None
    assert 0 <= found.csat <= 100
    assert found.nps is not None
    assert -100 <= found.nps <= 100


def test_the_setting_decides_what_follows() -> None:
    asked = {survey: question_of(survey, "cv_a") for survey in Survey}
    assert asked[Survey.CES] == "ces"
    assert asked[Survey.NPS] == "nps"
    assert asked[Survey.CSAT] is None
    assert asked[Survey.OFF] is None
    assert asked[Survey.ROTATE] == question_of(Survey.ROTATE, "cv_a")
