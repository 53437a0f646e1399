"""What the transactions have in common: notices in the log, and the change as the others are told of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gateway.push import Change
from gateway.texts import Texts
from gateway.views import Json, message_view, status_view, summary_view
from storage import Unit
from storage.tables import Agent, Conversation, Message
from support.conversation import Author, Transition, after
from support.errors import NotAllowed
from support.routing import LEADS


class Notices:
    """Writes what the gateway itself says into a conversation."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def say(self, name: str, conversation: Conversation, /, **values: str) -> str:
        """Return a text in the conversation's language."""
        return self._texts.say(name, conversation.language, **values)

    def add(
        self,
        unit: Unit,
        conversation: Conversation,
        text: str,
        event: str,
        now: datetime,
        reply_to: Message | None = None,
        *,
        private: bool = False,
        detail: Json | None = None,
        **values: str,
    ) -> Message:
        """Say the text of that name; `private`: to the desk alone, which may say `detail` in its own language."""
        said = self.say(text, conversation, **values)
        return self.write(unit, conversation, said, event, now, reply_to, private, detail)

    def write(
        self,
        unit: Unit,
        conversation: Conversation,
        said: str,
        event: str,
        now: datetime,
        reply_to: Message | None = None,
        private: bool = False,
        detail: Json | None = None,
    ) -> Message:
        """Say these words, which come from `say`."""
        reply = reply_to.id if reply_to else None
        return unit.messages.append(
            conversation, Author.SYSTEM, said, now, event=event, reply_to=reply, private=private, detail=detail
        )


def change_of(conversation: Conversation, messages: Sequence[Message], *, status: bool) -> Change:
    """Return what has changed; needs the conversation's unit of work to be open."""
    return Change(
        visitor_id=conversation.visitor_id,
        conversation_id=conversation.id,
        summary=summary_view(conversation),
        messages=[message_view(message) for message in messages],
        status=status_view(conversation) if status else None,
    )


def end(unit: Unit, conversation: Conversation, now: datetime) -> None:
    """Resolve the conversation, its row locked: the bot is not asked what still waits, the handoff is over. Raises Conflict."""
    conversation.status = after(conversation.status, Transition.RESOLVE)
    conversation.resolved_at = now
    conversation.waiting_since = conversation.snoozed_until = conversation.abandoned_at = None
    unit.messages.leave_to_humans(conversation.id)
    unit.handoffs.close(conversation.id, now)


def may_manage(conversation: Conversation, agent_id: str) -> None:
    """Return if the agent has the conversation, or nobody has. Raises NotAllowed."""
    if conversation.assignee_id not in (None, agent_id):
        raise NotAllowed("only the assignee may do this")


def may_lead(conversation: Conversation, agent: Agent) -> None:
    """Return if the agent has the conversation, nobody has, or they lead the others. Raises NotAllowed."""
    if agent.role not in LEADS:
        may_manage(conversation, agent.id)


def agent_of(unit: Unit, agent_id: str) -> Agent:
    """Return the agent. Raises NotAllowed for one who has been removed meanwhile."""
    agent = unit.agents.get(agent_id)
    if agent is None:
        raise NotAllowed("this agent is gone")
    return agent
