"""Carry out a wish that something stood before: a proof, a yes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from actions.turn import Turn, TurnAction


def resume(turn: Turn, wishes: list[dict[str, Any]]) -> None:
    """Run the actions that these wishes (`Turn.wanted`) were for, in their order, until one of them asks something."""
    actions = {action.name(): action for action in (kind() for kind in _concrete(TurnAction))}
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


def _concrete(kind: type[TurnAction]) -> Iterator[type[TurnAction]]:
    for each in kind.__subclasses__():
        if not getattr(each, "__abstractmethods__", None):
            yield each
        yield from _concrete(each)
