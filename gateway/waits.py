"""Tells a waiting customer how it looks. The wordings stand in `bot/domain/gateway.yml`, what is said in support/waiting.py."""

from __future__ import annotations

from datetime import datetime, timedelta

from babel.dates import format_skeleton

from gateway import contacts
from gateway.changes import Notices
from gateway.team import candidates, waiting_of
from gateway.terms import Promises
from storage import Unit
from storage.tables import Conversation, Message
from support.routing import ahead_of
from support.sla import expected_wait
from support.waiting import Saying, Situation, sayings, tell_again_after

RECENT = timedelta(days=7)
LATEST = 30
_LOCALES = {"en": "en_GB", "zh": "zh_CN"}


class Waits:
    """Looks at queue, people and hours, and says what is known."""

    def __init__(self, terms: Promises, notices: Notices) -> None:
        self._terms = terms
        self._notices = notices

    def tell(self, unit: Unit, conversation: Conversation, now: datetime, asked: Message | None) -> list[Message]:
        """Return the notice; none while somebody has the conversation, nothing is known, or it was said just now."""
        if conversation.assignee_id is not None:
            return []
        at = self._situation(unit, conversation, now)
        told_at = conversation.told_wait_at
        said = sayings(at)
        if not said or (told_at is not None and now - told_at < tell_again_after(at)):
            return []
        conversation.told_wait_at = now
        text = self._joined([self._say(saying, conversation) for saying in said], conversation)
        return [self._notices.write(unit, conversation, text, "waiting", now, asked)]

    def announce(self, unit: Unit, conversation: Conversation, now: datetime, asked: Message | None) -> Message:
        """Return the notice of a handoff for which the bot has said why: when somebody answers, as far as it is known, and where."""
        at = self._situation(unit, conversation, now)
        said = sayings(at)
        if said:
            conversation.told_wait_at = now
        texts = [self._say(saying, conversation) for saying in said] or [self._notices.say("handoff", conversation)]
        if at.is_open and at.online:  # the others say it themselves
            texts.append(self._notices.say("handoff_here", conversation))
        return self._notices.write(unit, conversation, self._joined(texts, conversation), "handoff", now, asked)

    @staticmethod
    def _joined(texts: list[str], conversation: Conversation) -> str:
        return ("" if conversation.language == "zh" else " ").join(texts)

    def _situation(self, unit: Unit, conversation: Conversation, now: datetime) -> Situation:
        hours = self._terms.hours
        agents = candidates(unit, unit.agents.all(), now)
        line = [waiting_of(other) for other in unit.conversations.unassigned()]
        return Situation(
            now=now,
            timezone=hours.timezone,
            is_open=hours.is_open(now),
            opens_at=hours.opens_next(now),
            online=sum(agent.online and agent.has_skill(conversation.queue) for agent in agents),
            ahead=ahead_of(waiting_of(conversation), line),
            expected=expected_wait(unit.handoffs.waits(now - RECENT, LATEST)),
            reachable=contacts.is_reachable(unit, conversation),
        )

    def _say(self, saying: Saying, conversation: Conversation) -> str:
        values = {} if saying.count is None else {"count": str(saying.count)}
        if saying.moment is not None:
            local = saying.moment.astimezone(self._terms.hours.timezone)
            values["time"] = f"{local:%H:%M} ({_offset(local)})"
            values["day"] = format_skeleton("MMMMEEEEd", local, locale=_LOCALES[conversation.language])
        return self._notices.say(f"wait_{saying.name}", conversation, **values)


def _offset(local: datetime) -> str:
    """Return "UTC+1": zones' names are ambiguous (CST), and customers may be anywhere."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
