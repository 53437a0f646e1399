"""The deadline of the first human reply: set with the handoff, met or breached once. Only the relay calls these."""

from __future__ import annotations

from datetime import datetime

from gateway.changes import change_of
from gateway.clock import Clock, iso
from gateway.push import Change
from gateway.terms import Promises
from gateway.views import Json
from storage import Unit
from storage.tables import Conversation, Handoff
from support.sla import Deadline, SlaState, deadline, state


class Deadlines:
    """Keeps a handoff's deadline, and repeats it on the conversation for the desk's list."""

    def __init__(self, terms: Promises, clock: Clock) -> None:
        self._terms = terms
        self._clock = clock

    def open(self, conversation: Conversation, handoff: Handoff, now: datetime) -> None:
        """Set the deadline of a handoff that has just begun."""
        due = deadline(self._terms.sla, self._terms.hours, conversation.priority, now)
        if due is None:
            conversation.sla = None
            return
        handoff.warning_at, handoff.target_at, handoff.sla_state = due.warning_at, due.target_at, SlaState.OK
        conversation.sla = _view(handoff)

    def hastened(self, unit: Unit, conversation: Conversation, now: datetime) -> None:
        """Let the first human reply be due sooner, never later: the conversation is now of a higher priority."""
        handoff = unit.handoffs.current(conversation.id)
        stood = _deadline(handoff) if handoff else None
        due = deadline(self._terms.sla, self._terms.hours, conversation.priority, now)
        if handoff is None or stood is None or due is None or handoff.first_response_at is not None:
            return
        handoff.warning_at = min(stood.warning_at, due.warning_at)
        handoff.target_at = min(stood.target_at, due.target_at)
        conversation.sla = _view(handoff)

    def answered(self, unit: Unit, conversation: Conversation, now: datetime) -> None:
        """Note the first human reply of the open handoff; later ones change nothing."""
        handoff = unit.handoffs.current(conversation.id)
        if handoff is None or handoff.first_response_at is not None:
            return
        handoff.first_response_at = now
        handoff.first_response_s = int(self._terms.hours.between(handoff.created_at, now).total_seconds())
        due = _deadline(handoff)
        if due is not None:
            handoff.sla_state = state(due, now, now)
            conversation.sla = _view(handoff)

    def passed(self, conversation_id: str, unit: Unit) -> Change | None:
        """Note that the first reply is late, or nearly, and return what to announce; None if that is said already."""
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        handoff = unit.handoffs.current(conversation_id)
        due = _deadline(handoff) if handoff else None
        if handoff is None or due is None or handoff.first_response_at is not None:
            return None
        stands = state(due, now)
        if stands is handoff.sla_state:
            return None
        handoff.sla_state = stands
        conversation.sla = _view(handoff)
        unit.audit.add(now, "watcher", f"sla_{stands}", conversation.id)
        change = change_of(conversation, [], status=False)
        change.sla = conversation.sla
        return change


def _deadline(handoff: Handoff) -> Deadline | None:
    if handoff.warning_at is None or handoff.target_at is None:
        return None
    return Deadline(handoff.warning_at, handoff.target_at)


def _view(handoff: Handoff) -> Json:
    return {
        "target_at": iso(handoff.target_at),
        "state": str(handoff.sla_state),
        "first_response_s": handoff.first_response_s,
    }
