"""What is put to the bot: the messages of one burst as one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.identity import Speaker
from gateway.people import stored_customer
from gateway.views import Json
from storage import Unit
from storage.tables import Conversation, Message, Visitor
from support.attachments import kind
from support.orders import Customer

MOST_MESSAGES = 8
MOST_CHARS = 4_000
JOINT = "\n"


@dataclass(frozen=True)
class Asker:
    """On whose behalf the bot is asked. `customer` is what we know of a verified one, None for a guest."""

    visitor_id: str
    customer: Customer | None
    opt_outs: tuple[str, ...]

    @classmethod
    def of(cls, visitor: Visitor) -> Asker:
        """Return the visitor as the bot is told of them."""
        return cls(visitor.id, stored_customer(visitor), tuple(visitor.opt_outs))

    @property
    def key(self) -> str:
        """Return the speaker's key."""
        return Speaker(self.customer.id if self.customer else None, self.visitor_id).key

    @property
    def who(self) -> Json | None:
        """Return the channel's `customer` field."""
        c = self.customer
        if c is None:
            return None
        known = {"id": c.id, "name": c.name, "verified_by": "token", "language": c.language}
        return {**known, "opt_outs": list(self.opt_outs)}


@dataclass(frozen=True)
class Question:
    """The messages of one turn, oldest first; the newest one's id is the turn's. `text` is empty for photos alone.

    The bot is told of each attachment what it is and what it is called, never what is in it.
    """

    message_ids: tuple[str, ...]
    conversation_id: str
    text: str
    asker: Asker
    attachments: tuple[Json, ...] = ()

    @property
    def message_id(self) -> str:
        """Return the turn's id."""
        return self.message_ids[-1]


def next_question(unit: Unit, conversation: Conversation) -> Question | None:
    """Return the next question and mark its messages as one turn; None if no message waits."""
    burst = _burst(unit.messages.waiting(conversation.id, MOST_MESSAGES))
    if not burst:
        return None
    for message in burst:
        message.turn = burst[-1].id
    ids = tuple(message.id for message in burst)
    text = JOINT.join(message.text for message in burst if message.text)
    attached = tuple(
        {"kind": kind(attachment.media_type), "name": attachment.name}
        for message in burst
        for attachment in message.attachments
    )
    return Question(ids, conversation.id, text, Asker.of(conversation.visitor), attached)


def _burst(waiting: Sequence[Message]) -> Sequence[Message]:
    """Return the messages that go together.

    What may have reached the bot already, before a crash, goes again as it was: the bot knows the turn by its id, and
    would act a second time on a message that came back in a longer burst.
    """
    if not waiting or waiting[0].turn is not None:
        return [message for message in waiting if message.turn == waiting[0].turn]
    burst, chars = list(waiting[:1]), len(waiting[0].text)
    for message in waiting[1:]:
        chars += len(JOINT) + len(message.text)
        if chars > MOST_CHARS:
            break
        burst.append(message)
    return burst
