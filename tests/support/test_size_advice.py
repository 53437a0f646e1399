"""Which size to take, by what was kept and what was sent back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from samples import TODAY, delivered, line, moment, product

from support.orders import Order, OrderStatus, Product, Variant
from support.size_advice import advise

LETTERS = ("S", "M", "L", "XL")
SHOES = ("38", "40", "42", "44")


def made(
    name: str, *, brand: str = "Halden", category: str = "clothing", fits: str = "", sizes: tuple[str, ...] = LETTERS
) -> Product:
    return replace(
        product(name), brand=brand, category=category, fits=fits, variants=tuple(Variant(s, 3) for s in sizes)
    )


def bought(thing: Product, size: str, *, days_ago: int = 30, sent_back: bool = False) -> Order:
    day = TODAY - timedelta(days=days_ago)
    item = replace(line(thing.short_name), product=thing, variant=size, returned=int(sent_back))
    return replace(delivered(days_ago, on=moment(day), placed=day), lines=(item,))


def test_the_size_kept_most_often_in_the_brand() -> None:
    shirt, coat = made("shirt"), made("coat")
    advice = advise(coat, [bought(shirt, "M", days_ago=n) for n in (10, 20, 30)] + [bought(shirt, "L", days_ago=1)])
    assert advice is not None
    assert (advice.size, advice.worn, advice.times, advice.basis, advice.brand) == ("M", "M", 3, "brand", "Halden")
    assert (advice.step, advice.stock, advice.against) == (0, 3, ())


def test_nothing_known_is_no_advice() -> None:
    assert advise(made("coat"), []) is None
    assert advise(made("coat"), [bought(made("boots", category="shoes", sizes=SHOES), "42")]) is None
    assert advise(made("lamp", sizes=()), [bought(made("shirt"), "M")]) is None
    assert advise(made("rug", sizes=("moss", "oat")), [bought(made("shirt"), "M")]) is None


@pytest.mark.parametrize(("fits", "size"), [("small", "L"), ("large", "S"), ("true", "M"), ("", "M")])
def test_what_runs_small_is_taken_larger(fits: str, size: str) -> None:
    advice = advise(made("coat", brand="Norr", fits=fits), [bought(made("shirt"), "M")])
    assert advice is not None
    assert (advice.size, advice.basis) == (size, "category")


def test_how_the_worn_one_fits_counts_too() -> None:
    shirt = made("shirt", fits="small")
    same, true = advise(made("coat", fits="small"), [bought(shirt, "L")]), advise(made("coat"), [bought(shirt, "L")])
    assert same is not None
    assert true is not None
    assert (same.size, true.size) == ("L", "M")


def test_the_product_itself_says_more_than_its_brand_and_that_more_than_the_like() -> None:
    coat = made("coat", fits="small")
    history = [bought(coat, "XL", days_ago=90), bought(made("shirt"), "M"), bought(made("jacket", brand="Norr"), "S")]
    advice = advise(coat, history)
    assert advice is not None
    assert (advice.size, advice.basis, advice.step) == ("XL", "product", 0)
    without = advise(coat, history[1:])
    assert without is not None
    assert (without.size, without.basis) == ("L", "brand")


def test_what_was_sent_back_speaks_against_a_size() -> None:
    shirt, coat = made("shirt"), made("coat")
    history = [
        bought(shirt, "L", days_ago=5, sent_back=True),
        bought(shirt, "L", days_ago=9),
        bought(shirt, "M", days_ago=50),
    ]
    advice = advise(coat, history)
    assert advice is not None
    assert advice.size == "M"
    assert advise(coat, history[:2]) is None


def test_a_size_of_this_very_product_that_went_back_is_not_advised() -> None:
    shirt, coat = made("shirt"), made("coat")
    history = [bought(coat, "M", sent_back=True), bought(shirt, "M")]
    assert advise(coat, history) is None
    other = advise(coat, [*history, bought(made("jacket", brand="Norr"), "L")])
    assert other is not None
    assert (other.size, other.basis, other.against) == ("L", "category", ("M",))


@pytest.mark.parametrize(
    ("worn", "fits", "size"),
    [("42", "", "42"), ("41", "", "42"), ("42", "small", "44"), ("44", "small", None), ("46", "", None)],
)
def test_numbers_have_the_products_own_steps(worn: str, fits: str, size: str | None) -> None:
    old = made("sneakers", category="shoes", sizes=("41", "42", "44", "46"))
    advice = advise(made("boots", category="shoes", fits=fits, sizes=SHOES), [bought(old, worn)])
    assert advice is not None
    assert (advice.size, advice.worn, advice.stock) == (size, worn, 3 if size else 0)


def test_a_size_may_stand_beside_a_colour_or_in_a_span() -> None:
    coat = made("coat", sizes=("blue / M", "blue / L", "red / M", "red / L"), fits="small")
    advice = advise(coat, [bought(made("shirt"), "green / m")])
    assert advice is not None
    assert (advice.size, advice.worn) == ("blue / L", "M")
    socks = advise(
        made("socks", category="shoes", sizes=("36-38", "39-41", "42-44")),
        [bought(made("boots", category="shoes"), "40")],
    )
    assert socks is not None
    assert socks.size == "39-41"


def test_what_has_not_arrived_proves_nothing() -> None:
    coming = replace(bought(made("shirt"), "M"), status=OrderStatus.SHIPPED)
    assert advise(made("coat"), [coming]) is None
