"""Small factories: customers, products, orders and messages as the tests of the core need them."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from support.emotion import VALENCE, Emotion, Reading
from support.money import Money
from support.orders import Customer, Order, OrderLine, OrderStatus, Product, Refund, RefundStatus, Shipment
from support.policies import Policies, load
from support.turns import Turn

TODAY = date(2026, 11, 21)
LENA = Customer("c-late", "Lena Berg", "lena@example.org")
WANG = Customer("c-wang", "王小明", "wang@example.org", language="zh")

_NAMES_ZH = {
    "floor lamp": "落地灯",
    "desk lamp": "台灯",
    "mug": "马克杯",
    "kettle": "热水壶",
    "rug": "地毯",
    "bowl": "碗",
}


def moment(day: date, hour: int = 12) -> datetime:
    """Return an hour of a day, UTC."""
    return datetime.combine(day, time(hour), UTC)


def product(name: str = "floor lamp", *, full: str = "", zh: str | None = None) -> Product:
    """Return a product that people call `name`."""
    short_zh = _NAMES_ZH.get(name, "") if zh is None else zh
    return Product(
        id=name.replace(" ", "-"),
        name=full or f"Halden {name.title()}",
        short_name=name,
        category="home",
        price=Money(1000),
        name_zh=f"哈尔登{short_zh}" if short_zh else "",
        short_name_zh=short_zh,
    )


def line(name: str = "floor lamp", quantity: int = 1, *, variant: str = "", cents: int = 1000) -> OrderLine:
    """Return an order line of one product."""
    return OrderLine(f"l-{name}", product(name), quantity, Money(cents), variant)


def shipment(
    promised: date | None = TODAY, delivered: datetime | None = None, *, expected: date | None = None
) -> Shipment:
    """Return a parcel."""
    return Shipment(
        id="s-1",
        carrier="DHL",
        tracking_number="00340434161094042557",
        tracking_url="https://track.example/1",
        promised_on=promised,
        expected_on=expected or promised,
        delivered_at=delivered,
    )


def order(
    number: int = 10423,
    *names: str,
    status: OrderStatus = OrderStatus.PAID,
    placed: date = TODAY - timedelta(days=9),
    parcel: Shipment | None = None,
    refunds: tuple[Refund, ...] = (),
    lines: tuple[OrderLine, ...] | None = None,
) -> Order:
    """Return an order of one piece of each product in `names`, a floor lamp if none is given."""
    return Order(
        id=f"W-{number}",
        customer_id=LENA.id,
        placed_at=moment(placed),
        status=status,
        lines=tuple(line(name) for name in names or ("floor lamp",)) if lines is None else lines,
        shipments=(parcel,) if parcel else (),
        refunds=refunds,
    )


def shipped(number: int = 10423, *names: str, promised: date | None = TODAY, placed: date = TODAY) -> Order:
    """Return an order on its way."""
    return order(number, *names, status=OrderStatus.SHIPPED, placed=placed, parcel=shipment(promised))


def delivered(
    number: int = 10423, *names: str, on: datetime, promised: date | None = None, placed: date = TODAY
) -> Order:
    """Return an order that arrived."""
    parcel = shipment(promised or on.date(), on)
    return order(number, *names, status=OrderStatus.DELIVERED, placed=placed, parcel=parcel)


def refund(status: RefundStatus = RefundStatus.APPROVED, due: date | None = TODAY) -> Refund:
    """Return a refund of 49 euros."""
    return Refund("r-1", "W-10423", Money(4900), status, moment(TODAY - timedelta(days=20)), due_on=due)


def feels(label: str, confidence: float = 0.9, valence: float | None = None) -> Reading:
    """Return a reading, by default with the valence of a clear case."""
    emotion = Emotion(label)
    return Reading(emotion, confidence, VALENCE[emotion] if valence is None else valence, 0.6)


def turn(intent: str = "track_order", feeling: str | None = "neutral", confidence: float = 0.9) -> Turn:
    """Return one customer message as understood."""
    return Turn(intent, confidence, feels(feeling) if feeling else None)


def message(
    number: int,
    text: str,
    author: str = "customer",
    *,
    intent: str | None = None,
    feeling: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return a message in the shape of the contract, said at minute `number`."""
    understood: dict[str, Any] | None = None
    if intent or feeling:
        emotion = None
        if feeling:
            read = feels(feeling)
            emotion = {
                "label": str(read.label),
                "confidence": read.confidence,
                "valence": read.valence,
                "intensity": 0.5,
            }
        understood = {
            "intent": {"name": intent, "confidence": 0.9},
            "emotion": emotion,
            "entities": [],
            "language": "en",
        }
    return {
        "id": f"m_{number}",
        "offset": number,
        "conversation_id": "cv_1",
        "author": author,
        "author_name": None,
        "text": text,
        "buttons": [],
        "created_at": f"2026-11-21T10:{number % 60:02d}:00Z",
        "client_message_id": None,
        "event": None,
        "private": False,
        "understood": understood,
        **more,
    }


def rules(**sections: dict[str, Any]) -> Policies:
    """Return the shipped rules with other values: `rules(returns={"window_days": 14})`."""
    default: Any = load()
    return dataclasses.replace(
        default,
        **{name: dataclasses.replace(getattr(default, name), **values) for name, values in sections.items()},
    )
