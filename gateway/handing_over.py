"""What handing over, ending and going on have in common, inside the transaction that does it."""

from __future__ import annotations

from datetime import datetime, timedelta

from gateway import contacts
from gateway.changes import Notices
from gateway.clock import Clock
from gateway.deadlines import Deadlines
from gateway.handoffs import Handoffs
from gateway.people import Dossier
from gateway.waits import Waits
from storage import Unit
from storage.tables import Conversation, Message
from support.conversation import Status, Transition, after
from support.escalation import Decision, Reason, decision

REOPEN_WITHIN = timedelta(hours=24)


class HandingOver:
    """Opens handoffs: state, packet, deadline, and what the customer is told."""

    def __init__(self, notices: Notices, handoffs: Handoffs, deadlines: Deadlines, waits: Waits, clock: Clock) -> None:
        self._notices = notices
        self._handoffs = handoffs
        self._deadlines = deadlines
        self._waits = waits
        self._clock = clock

    def hand_over(
        self,
        unit: Unit,
        conversation: Conversation,
        found: Decision,
        dossier: Dossier,
        text: str | None,
        asked: Message | None,
    ) -> list[Message]:
        """Open the handoff and return the notices for the customer; `text` names the first, None for none.

        "handoff": the bot has said why, and what is left to say is when.
        """
        now = self._clock()
        if conversation.status is not Status.OPEN:
            conversation.status = after(conversation.status, Transition.HANDOFF)
        conversation.waiting_since = now
        conversation.told_wait_at = None
        unit.messages.leave_to_humans(conversation.id)
        contacts.note_earlier(unit, conversation, now)
        why = text if text != "handoff" else None
        notices = [self._notices.add(unit, conversation, why, "handoff", now, asked)] if why else []
        handoff = self._handoffs.open(unit, conversation, found, dossier, now)
        self._deadlines.open(conversation, handoff, now)
        if why:
            notices += self._waits.tell(unit, conversation, now, asked)
        elif text:
            notices.append(self._waits.announce(unit, conversation, now, asked))
        unit.audit.add(now, "relay", "handoff", conversation.id, {"reason": str(found.reason)})
        return notices

    def complete(self, unit: Unit, conversation: Conversation, handoff_id: str, dossier: Dossier) -> bool:
        """Let the packet of an agent who took over have what the shop knows; False if that handoff is over."""
        now = self._clock()
        handoff = unit.handoffs.current(conversation.id)
        if handoff is None or handoff.id != handoff_id:
            return False
        found = decision(Reason.AGENT_TOOK_OVER)
        if self._handoffs.complete(unit, conversation, handoff, found, dossier, now):
            self._deadlines.hastened(unit, conversation, now)
        return True


def is_over(conversation: Conversation, now: datetime) -> bool:
    """Say whether a resolved conversation is too old to be gone on with."""
    resolved_at = conversation.resolved_at
    return conversation.status is Status.RESOLVED and (resolved_at is None or now - resolved_at >= REOPEN_WITHIN)


def go_on(conversation: Conversation, transition: Transition) -> None:
    """Make the transition; a conversation that was resolved begins with the bot again."""
    reopened = conversation.status is Status.RESOLVED
    conversation.status = after(conversation.status, transition)
    if reopened:
        back_to_bot(conversation)


def back_to_bot(conversation: Conversation) -> None:
    """Forget what a human's lead has left on the conversation; messages and notes stay."""
    conversation.assignee = None
    conversation.reason = conversation.resolved_at = conversation.waiting_since = None
    conversation.sla = conversation.abandoned_at = conversation.told_wait_at = conversation.merged_into = None
    conversation.language_fallback = False
    conversation.let_go_by = None
    conversation.priority, conversation.queue = "normal", "general"
