"""One turn as an action sees it: who writes, what they want and feel, what was said; and what the action makes of it."""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import attachments, unfinished, verification
from actions.outcome import Outcome
from integrations import registry
from integrations.shops.interface import Receipt, RequestKind, Shop, ShopRequest
from support import dates, emotion, empathy, language, settings
from support.calendars import Span, local_day
from support.errors import IntegrationError, ShopUnavailable
from support.escalation import Reason
from support.orders import Customer, Order
from support.policies import Policies
from support.policies import load as load_policies
from support.selection import Selection, select

# "The one that I ordered last Tuesday": a day that tells orders apart, unlike that on which something should have come.
_ORDERED = re.compile(
    r"\b(?:ordered|bought|purchased|placed|order(?:s|ed)? from|from)\b|下单|下的单|买的|订的|拍的", re.IGNORECASE
)


# Actions for what was not understood, or not expected: a wish that was found in it is another action's.
_SHOWN = 5  # buttons
_FALLBACKS = frozenset({"", "action_inform", "action_not_understood", "action_out_of_scope", "action_answer_question"})


@cache
def shop() -> Shop:
    """Return this process's shop, opened at first use."""
    return registry.shop(settings.load())


@cache
def timezone() -> str:
    """Return the shop's time zone."""
    return settings.load().timezone


@cache
def policies() -> Policies:
    """Return the shop's rules."""
    return load_policies(settings.load().policies)


class Turn(Outcome):
    """Reads the tracker; what is to be said, noted and remembered is its outcome."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        super().__init__(dispatcher)
        self._tracker = tracker
        latest = tracker.latest_message
        # One wish of several in a message, or a message with one (bot/components/turn_policy.py).
        wish: dict[str, Any] = tracker.get_slot("wish") or {}
        intent = latest.get("intent") or {}
        self.of_several = bool(wish)  # the articles that were found are those of the whole message
        self.text: str = wish.get("text") or latest.get("text") or ""
        self.intent: str = wish.get("intent") or intent.get("name") or ""
        self.confidence = float(wish.get("confidence") or intent.get("confidence") or 0.0)
        self._entities: list[dict[str, Any]] = wish.get("entities", latest.get("entities") or [])
        self.made_sense = False  # whether an action for what was not understood found an answer after all
        self.read_in: str = latest.get("language") or "en"  # a text that does not tell its language is read as English
        self.known_words = float(latest.get("known_words", 1.0))  # the share of the words that training knew
        self.articles: list[dict[str, Any]] = list(latest.get("articles") or [])
        self.reading = emotion.reading(latest.get("emotion"))
        self.customer: dict[str, Any] | None = (latest.get("metadata") or {}).get("customer")
        # What the gateway's reminder is about (`follow_up` leaves it).
        self.about: dict[str, Any] = (latest.get("metadata") or {}).get("about") or {}
        # What came with it, `{kind, name}` each: image or pdf (actions/attachments.py).
        self.attachments: list[dict[str, Any]] = list((latest.get("metadata") or {}).get("attachments") or [])
        if self.intent == "attachment_sent":
            self.text = ""  # nobody said anything
        self.claim: dict[str, Any] | None = tracker.get_slot("claim")
        self.attached: dict[str, Any] | None = tracker.get_slot("attached")
        self.acknowledged = False  # whether the turn has spoken of them already
        self.question: dict[str, Any] | None = tracker.get_slot("question")
        self.said: list[str] = list(tracker.get_slot("said") or [])
        self.order_in_view: str | None = tracker.get_slot("order_in_view")
        self.done: dict[str, Any] | None = tracker.get_slot("done")
        self.misunderstood = int(tracker.get_slot("misunderstood") or 0)
        self.job: dict[str, Any] | None = tracker.get_slot("job")
        self.action = ""  # the name of the action that deals with it
        # Of a guest: the orders that they proved to be theirs, and their wrong tries (actions/verification.py).
        self.verified: list[dict[str, Any]] = verification.in_force(tracker.get_slot("verified") or [])
        self.proven = False  # whether the wish is about the order that was just proven
        self.wrong_tries = int(tracker.get_slot("wrong_tries") or 0)
        self.step = ""  # what the question asked for that this message answers
        self.settled = False  # whether the open question was answered, or gave way to something else
        self.small_talk = False

    @cached_property
    def language(self) -> str:
        """Return the language to answer in, for what is not a response (button titles)."""
        said = (e.get("text") or "" for e in reversed(self._tracker.events) if e.get("event") == "user")
        texts = (text for text in said if not text.startswith("/"))  # an event of the gateway's
        return language.of_conversation(texts, (self.customer or {}).get("language"))

    @property
    def today(self) -> date:
        """Return the day, where the shop is."""
        return self.day_of(datetime.now(UTC))

    @staticmethod
    def day_of(moment: datetime) -> date:
        """Return the day that a moment falls on, where the shop is."""
        return local_day(moment, timezone())

    @property
    def tone(self) -> str:
        """Return the tone that fits how they feel."""
        return empathy.tone(self.reading)

    @property
    def handoff_follows(self) -> bool:
        """Say whether their feelings end this turn in a handoff: then nothing is offered that is about to happen anyway."""
        decided = (self.slot("handoff") or {}).get("because", ())
        announced = bool(self.message) and any(self.message in each["evidence"] for each in decided)
        return announced or (self.reading is not None and emotion.is_angry(self.reading))

    @property
    def answered(self) -> bool:
        """Say whether another wish of this message has been answered already."""
        since = next((e["event"] for e in reversed(self._tracker.events) if e.get("event") in ("user", "bot")), "user")
        return bool(since == "bot")

    @property
    def message(self) -> str:
        """Return what tells this message from any other, empty where nothing does."""
        latest = self._tracker.latest_message
        heard: dict[str, Any] = next((e for e in reversed(self._tracker.events) if e.get("event") == "user"), {})
        return str(latest.get("message_id") or heard.get("message_id") or heard.get("timestamp") or "")

    @cached_property
    def orders(self) -> Sequence[Order]:
        """Return the customer's orders, newest first; a guest's are those that they proved. Raises ShopUnavailable."""
        if self.customer:
            return shop().orders(self.customer["id"], limit=100)
        found = [shop().order(entry["order_id"]) for entry in self.verified]
        return sorted((order for order in found if order), key=lambda order: order.placed_at, reverse=True)

    @staticmethod
    def any_order(number: str) -> Order | None:
        """Return anybody's order: for a proof alone. Raises ShopUnavailable."""
        return shop().order(number)

    @property
    def tries_allowed(self) -> int:
        """Return how many wrong tries lock a guest out."""
        return policies().verification.tries

    def open_order(self, order: Order) -> None:
        """Let a guest have an order that they proved."""
        self.verified = [entry for entry in self.verified if entry["order_id"] != order.id]
        self.verified.append({"order_id": order.id, "at": datetime.now(UTC).isoformat()})
        self.order_in_view = order.id
        self.__dict__.pop("orders", None)

    @cached_property
    def account(self) -> Customer | None:
        """Return the customer's account at the shop; a guest has none. Raises ShopUnavailable."""
        return shop().customer(self.customer["id"]) if self.customer else None

    def order(self, order_id: str) -> Order | None:
        """Return one of their orders, None if it is not theirs."""
        return next((order for order in self.orders if order.id == order_id), None)

    def slot(self, name: str) -> Any:
        """Return a slot's value at the beginning of the action."""
        return self._tracker.get_slot(name)

    def entities(self, name: str) -> list[dict[str, Any]]:
        """Return the entities of that name in the message, without those that it rules out ("not the lamp")."""
        return [e for e in self._entities if e.get("entity") == name and not e.get("negated")]

    def entity(self, name: str) -> str | None:
        """Return the first value of an entity that the message does not rule out."""
        return next((entity["value"] for entity in self.entities(name)), None)

    @property
    def period(self) -> Span | None:
        """Return the days that the message asks about, None if it names none."""
        mentions = []
        for entity in self.entities("date"):
            days = entity.get("resolved") or {}
            if days:
                span = Span(date.fromisoformat(days["from"]), date.fromisoformat(days["to"]))
                mentions.append(dates.DateMention(entity["start"], entity["end"], span))
        return dates.period(self.text, mentions, self.today)

    def select(self, candidates: Sequence[Order]) -> Selection:
        """Find the order that the message means; of several, the one that it says was ordered on some day."""
        selection = select(
            self.orders,
            candidates,
            text=self.text,
            number=self.entity("order_number"),
            product=self.entity("product"),
            in_view=self.order_in_view,
        )
        period = self.period if len(selection.candidates) > 1 and _ORDERED.search(self.text) else None
        if period:
            then = [o for o in selection.candidates if period.distance(self.day_of(o.placed_at)) == 0]
            return Selection(then[0], named=True) if len(then) == 1 else selection
        return selection

    def submit(self, kind: RequestKind, order: Order, key: str, /, **details: object) -> Receipt:
        """Ask the shop for a change, once a key. Raises ShopUnavailable, IntegrationError."""
        return shop().submit(ShopRequest(kind, order.customer_id, order.id, key, details))

    def submit_account(self, kind: RequestKind, key: str, **details: object) -> Receipt:
        """Ask the shop to change the customer's account, once a key. Raises ShopUnavailable, IntegrationError."""
        if not self.customer:
            raise IntegrationError(f"{kind}: a guest has no account", permanent=True)
        return shop().submit(ShopRequest(kind, self.customer["id"], "", key, details))

    @contextmanager
    def hearing(self, text: str) -> Iterator[None]:
        """Read an earlier message of theirs instead of this one."""
        now, self.text = self.text, text
        try:
            yield
        finally:
            self.text = now

    def wanted(self, job: str) -> dict[str, Any]:
        """Return this wish in plain values, to carry it out later (actions/resumption.py); its order number may have been wrong."""
        entities = [entity for entity in self._entities if entity.get("entity") != "order_number"]
        action = f"action_{job}" if self.action in _FALLBACKS else self.action
        return {"action": action, "job": job, "text": self.text, "intent": self.intent, "entities": entities}

    @contextmanager
    def wishing(self, wish: dict[str, Any]) -> Iterator[None]:
        """Take an earlier wish for what this message says."""
        now = self.text, self.intent, self._entities
        self.text, self.intent, self._entities = wish["text"], wish["intent"], wish["entities"]
        self.proven = bool(wish.get("proven"))
        try:
            yield
        finally:
            self.text, self.intent, self._entities = now
            self.proven = False


class TurnAction(Action, ABC):
    """An action over a Turn, run in a thread so that a slow shop stops nobody else's conversation."""

    understood = True

    @abstractmethod
    def handle(self, turn: Turn) -> None:
        """Do the work. ShopUnavailable and a refused request are answered here."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Run the action and return its events."""
        turn = Turn(dispatcher, tracker)
        turn.action = self.name()
        job = self.name().removeprefix("action_")
        try:
            await asyncio.to_thread(self.handle, turn)
        except ShopUnavailable:
            self._shop_unavailable(turn, job)
        except IntegrationError:
            turn.say("utter_action_failed")
            turn.tried(job, "failed")
            turn.wish()
            turn.escalate(Reason.ACTION_FAILED)
        self.carry_on(turn)
        attachments.take_up(turn)
        return turn.events(self.understood or turn.made_sense)

    def carry_on(self, turn: Turn) -> None:
        """Come back to what this turn only interrupted (actions/unfinished.py)."""
        unfinished.carry_on(turn)

    @staticmethod
    def _shop_unavailable(turn: Turn, job: str) -> None:
        # Told once and offered a human; somebody who comes back to the same wall is not offered it again but taken over it.
        memory = f"shop_unavailable:{turn.today}"
        turn.say("utter_shop_unavailable")
        turn.tried(job, "failed")
        turn.wish()
        if memory in turn.said:
            turn.escalate(Reason.ACTION_FAILED)
        else:
            turn.said.append(memory)
            turn.offer_human(Reason.ACTION_FAILED)


def both(order: Order) -> dict[str, str]:
    """Return the order's label in both languages."""
    return {"en": order.label("en"), "zh": order.label("zh")}


def whole(order: Order) -> dict[str, str]:
    """Return everything that is in the order, in both languages."""
    return {"en": order.contents("en"), "zh": order.contents("zh")}


def needs_sign_in(turn: Turn, job: str) -> bool:
    """Let nobody at an order or an account that isn't theirs; return whether something stands in the way, which then was said.

    A guest proves an order by its number and postcode (actions/verification.py); what is about the account needs a sign-in.
    """
    if turn.customer:
        return False
    if job not in verification.OF_THE_ACCOUNT:
        return verification.needed(turn, job)
    turn.say("utter_guest_account")
    turn.tried(job, "refused")
    turn.wish()
    turn.offer_human(Reason.ASKED)
    return True


def ask_or_tell(turn: Turn, selection: Selection, job: str, which: str) -> bool:
    """Ask which order is meant, or say that there is no such one; return False where there is nothing to ask about."""
    if selection.unknown and turn.entity("order_number"):
        turn.ask_which("utter_no_such_order", selection.candidates, job, order=selection.unknown)
    elif selection.unknown and len(selection.candidates) == 1 and len(selection.candidates[0].lines) > 1:
        (order,) = selection.candidates
        labels = [line.product.label(turn.language) for line in order.lines[:_SHOWN]]
        things = [label[:1].upper() + label[1:] for label in labels]
        turn.ask_which("utter_no_such_item_in", [order], job, buttons=things, mention=selection.unknown, order=order.id)
    elif selection.unknown:
        turn.ask_which("utter_no_such_item", selection.candidates, job, mention=selection.unknown)
    elif len(selection.candidates) > 1:
        turn.ask_which(which, selection.candidates, job)
    else:
        return False
    turn.wish()
    return True
