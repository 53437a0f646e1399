"""The states of a conversation and who may speak in each."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from support.errors import Conflict


class Status(StrEnum):
    """`PENDING`: the bot leads. `OPEN`: a human is needed or at work. `SNOOZED`: set aside. `RESOLVED`: done."""

    PENDING = "pending"
    OPEN = "open"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Transition(StrEnum):
    """What can happen to a conversation."""

    HANDOFF = "handoff"
    CLAIM = "claim"
    RESOLVE = "resolve"
    RETURN_TO_BOT = "return_to_bot"
    CUSTOMER_WRITES = "customer_writes"
    SNOOZE = "snooze"
    BOT_SPEAKS = "bot_speaks"
    ASSIGN = "assign"
    RELEASE = "release"
    WAKE = "wake"
    REOPEN = "reopen"
    ABANDON = "abandon"
    MERGE = "merge"


class Author(StrEnum):
    """Who wrote a message; `SYSTEM` for notices such as "Mia has joined"."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


# A resolved conversation that the customer writes to again goes back to the bot: it has the context.
TRANSITIONS = MappingProxyType(
    {
        (Status.PENDING, Transition.HANDOFF): Status.OPEN,
        (Status.PENDING, Transition.CLAIM): Status.OPEN,
        (Status.PENDING, Transition.RESOLVE): Status.RESOLVED,
        (Status.PENDING, Transition.CUSTOMER_WRITES): Status.PENDING,
        (Status.OPEN, Transition.CLAIM): Status.OPEN,
        (Status.OPEN, Transition.RESOLVE): Status.RESOLVED,
        (Status.OPEN, Transition.RETURN_TO_BOT): Status.PENDING,
        (Status.OPEN, Transition.CUSTOMER_WRITES): Status.OPEN,
        (Status.OPEN, Transition.SNOOZE): Status.SNOOZED,
        (Status.SNOOZED, Transition.CUSTOMER_WRITES): Status.OPEN,
        (Status.SNOOZED, Transition.CLAIM): Status.OPEN,
        (Status.SNOOZED, Transition.RESOLVE): Status.RESOLVED,
        (Status.RESOLVED, Transition.CUSTOMER_WRITES): Status.PENDING,
        # Given to an agent or taken from one who is gone; the customer notices no change of state.
        (Status.OPEN, Transition.ASSIGN): Status.OPEN,
        (Status.OPEN, Transition.RELEASE): Status.OPEN,
        (Status.OPEN, Transition.ABANDON): Status.OPEN,
        (Status.SNOOZED, Transition.WAKE): Status.OPEN,
        (Status.RESOLVED, Transition.REOPEN): Status.OPEN,
        # Into another conversation of the same person, where it goes on.
        (Status.PENDING, Transition.MERGE): Status.RESOLVED,
        (Status.OPEN, Transition.MERGE): Status.RESOLVED,
        (Status.SNOOZED, Transition.MERGE): Status.RESOLVED,
        # Unasked: on opening the chat, or to follow up. While a human leads it cannot.
        (Status.PENDING, Transition.BOT_SPEAKS): Status.PENDING,
        (Status.RESOLVED, Transition.BOT_SPEAKS): Status.PENDING,
    }
)


def after(status: Status, transition: Transition) -> Status:
    """Return the state after `transition`. Raises Conflict where it makes no sense."""
    try:
        return TRANSITIONS[(status, transition)]
    except KeyError:
        raise Conflict(f"a {status} conversation cannot {transition.replace('_', ' ')}") from None


def bot_may_speak(status: Status) -> bool:
    """Say whether the relay may call the bot and pass its words on."""
    return status is Status.PENDING


def diagram() -> str:
    """Return the transitions as a Mermaid state diagram."""
    moves = [f"    {before} --> {then}: {transition}" for (before, transition), then in TRANSITIONS.items()]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {Status.PENDING}", *moves])


if __name__ == "__main__":
    print(diagram())
