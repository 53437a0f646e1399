"""Carry out a wish that something stood before: a proof, a yes."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import isabstract
from typing import Any

from actions.turn import Turn, TurnAction


def resume(turn: Turn, wishes: list[dict[str, Any]]) -> None:
    """Run the actions that these wishes (`Turn.wanted`) were for, in their order, until one of them asks something."""
    actions = {action.name(): action for action in _known(TurnAction)}
    turn.settled = True
    for wish in wishes:
        action = actions.get(wish["action"]) or actions.get(f"action_{wish['job']}")
        if turn.asked or turn.escalated:
            return
        if action is None:
            turn.say("utter_inform_nothing")
            continue
        with turn.wishing(wish):
            action.handle(turn)


def _known(kind: type) -> Iterator[TurnAction]:
    subclasses: list[type] = kind.__subclasses__()
    for each in subclasses:
        if not isabstract(each):
            yield each()
        yield from _known(each)
