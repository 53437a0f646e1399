"""The case that a conversation is: read from the database and the shop, for whoever suggests replies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from gateway.people import Dossier, stored_customer
from gateway.views import Json
from storage import Unit
from storage.tables import Message
from support.case import Case, case_of
from support.conversation import Author, Status
from support.escalation import FOR_A_PERSON
from support.handoff import order_card
from support.language import of_conversation
from support.orders import Customer

LED_BY_HUMANS = (Status.OPEN, Status.SNOOZED)
_LAST_TEXTS = 30
_DAYS = {"en": ("en_GB", "EEEE, d MMMM"), "zh": ("zh_CN", "M月d日EEEE")}


@dataclass(frozen=True)
class Situation:
    """A conversation that a human leads, as of its customer's newest message. `burst` is what the customer said last, in one piece."""

    conversation_id: str
    message_id: str
    language: str
    burst: str
    understood: Json | None
    emotion: str | None
    texts: list[str]
    entities: list[Json]
    said: frozenset[str]
    answered: bool
    packet: Json | None
    customer: Customer | None


def situation(unit: Unit, conversation_id: str) -> Situation | None:
    """Return the situation; None if the bot leads, nothing is to be done, or the customer has not written. Raises NotFound."""
    conversation = unit.conversations.get(conversation_id)
    if conversation.status not in LED_BY_HUMANS:
        return None
    messages = unit.messages.after(conversation.id)
    from_customer = [message for message in messages if message.author is Author.CUSTOMER]
    if not from_customer:
        return None
    handoff = unit.handoffs.latest(conversation.id)
    packet = handoff.packet if handoff else None
    since = handoff.created_at if handoff else None
    by_agents = [message for message in messages if message.author is Author.AGENT and not message.private]
    last = from_customer[-1]
    burst = "\n".join(_burst(messages))
    intent = ((last.understood or {}).get("intent") or {}).get("name")
    if packet and intent in FOR_A_PERSON and packet["open_question"]:
        burst = packet["open_question"]
    texts = [message.text for message in from_customer[-_LAST_TEXTS:]]
    return Situation(
        conversation.id,
        last.id,
        of_conversation(reversed(texts), conversation.language),
        burst,
        last.understood,
        (conversation.emotion or {}).get("label"),
        texts,
        [entity for message in from_customer for entity in (message.understood or {}).get("entities") or []],
        frozenset(message.text for message in by_agents),
        any(since is None or message.created_at >= since for message in by_agents),
        packet,
        stored_customer(conversation.visitor),
    )


def current_packet(situation: Situation, dossier: Dossier, today: date) -> Json:
    """Return the packet with the orders as they are now, those that it put first still first; a bare one where there is none."""
    packet = situation.packet or {"orders": [], "known_facts": [], "reason": "agent_took_over"}
    customer = dossier.customer if situation.customer else None
    orders = packet["orders"]
    if customer and not dossier.shop_failed:
        place = {order["id"]: index for index, order in enumerate(orders)}
        cards = [order_card(order, today) for order in dossier.orders]
        orders = sorted(cards, key=lambda card: place.get(card["id"], len(place)))
    who = {"id": customer.id, "name": customer.name} if customer else {"id": None, "name": None}
    return {**packet, "language": situation.language, "customer": who, "orders": orders if customer else []}


def case(
    situation: Situation,
    packet: Json,
    today: date,
    *,
    entities: Iterable[Mapping[str, object]] = (),
    emotion: str | None = None,
) -> Case:
    """Return what is true and known here."""
    return case_of(
        language=situation.language,
        customer=packet["customer"] if packet["customer"]["id"] else None,
        orders=packet["orders"],
        facts=packet["known_facts"],
        texts=situation.texts,
        entities=[*situation.entities, *entities],
        emotion=emotion or situation.emotion,
        today=today,
        say_day=day_in(situation.language),
    )


def day_in(language: str) -> Callable[[date], str]:
    """Return how a day is written: "Tuesday, 24 November". Never "tomorrow": an agent may send it later."""
    locale, pattern = _DAYS[language]

    def say(day: date) -> str:
        return str(format_date(day, pattern, locale=locale))

    return say


def _burst(messages: Iterable[Message]) -> list[str]:
    """Return the customer's messages since somebody else's last one."""
    texts: list[str] = []
    newest = True
    for message in reversed(list(messages)):
        if message.author is Author.CUSTOMER:
            texts.insert(0, message.text)
            newest = False
        elif message.author is not Author.SYSTEM and not message.private and not newest:
            break
    return texts[-8:]
