"""Macros: what is offered in a conversation, filled and with what it does; and running one, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta, tzinfo

from gateway import macro_shelf
from gateway.bodies import Refused
from gateway.changes import Notices, agent_of, change_of
from gateway.clock import Clock
from gateway.deadlines import Deadlines
from gateway.lifecycle import Lifecycle
from gateway.macro_shelf import Shipped
from gateway.push import Change
from gateway.records import Records
from gateway.relay import Relay
from gateway.suggesting import Suggester
from gateway.transfers import Transfers
from gateway.transitions import Transitions
from gateway.views import Json
from storage import Unit
from storage.tables import Agent
from support.conversation import Status
from support.errors import InvalidInput, NotAllowed, NotFound
from support.macros import Macro, filled, fingerprint, fits
from support.privacy import mask_cards

BACK_AT = time(9)


class Macros:
    """`shipped`: the macros of the files by language and id; `timezone` is the shop's."""

    def __init__(
        self,
        shipped: Shipped,
        records: Records,
        relay: Relay,
        transitions: Transitions,
        lifecycle: Lifecycle,
        transfers: Transfers,
        deadlines: Deadlines,
        notices: Notices,
        suggester: Suggester,
        clock: Clock,
        timezone: tzinfo,
        *,
        changed: Callable[[], None],
    ) -> None:
        self._shipped = shipped
        self._records = records
        self._relay = relay
        self._transitions = transitions
        self._lifecycle = lifecycle
        self._transfers = transfers
        self._deadlines = deadlines
        self._notices = notices
        self._suggester = suggester
        self._clock = clock
        self._timezone = timezone
        self._changed = changed

    async def offered(self, conversation_id: str, agent: Agent) -> list[Json]:
        """Return the macros that fit the case, filled; none while the conversation is not the agent's. Raises NotFound."""
        found = await self._suggester.case(conversation_id)
        if found is None or found.assignee_id != agent.id:
            return []
        values = _values(found.case.values, found.customer_name, agent)
        # What fits few cases fits this one best.
        listed = sorted((await self._all(found.case.language)).values(), key=lambda one: -len(one.when))
        return [self._view(one, values) for one in listed if fits(one, found.case.conditions, values)]

    async def run(
        self,
        conversation_id: str,
        macro_id: str,
        agent: Agent,
        *,
        seen_as: str,
        answers: Mapping[str, str],
        client_message_id: str,
        seen: int | None,
    ) -> Json:
        """Do what the macro says and return the conversation's summary; the same `client_message_id` does it once.

        Raises:
            NotFound: there is no such macro, or it does not fit the case any more.
            Conflict: what is true has changed since the preview (`detail` {kind: changed}), or somebody else answered.
            InvalidInput: something that the macro asks for is missing.
            NotAllowed: the conversation is somebody else's.
        """
        found = await self._suggester.case(conversation_id)
        language = found.case.language if found else None
        macro = (await self._all(language)).get(macro_id) if language else None
        known = await self._relay.done(conversation_id, agent.id, _key(client_message_id))
        if known is not None:
            return known
        if found is None or macro is None:
            raise NotFound("there is no such macro here")
        if found.assignee_id != agent.id:
            raise NotAllowed("only the assignee runs macros: claim the conversation first")
        values = _values(found.case.values, found.customer_name, agent)
        if not fits(macro, found.case.conditions, values) or fingerprint(macro, values) != seen_as:
            raise Refused("what the macro says is not true any more: look at it again", {"kind": "changed"})
        missing = [name for name, _ in macro.asks if not answers.get(name, "").strip()]
        if missing:
            raise InvalidInput(f"the macro asks for {', '.join(missing)}")
        whole = {**{name: answers[name].strip() for name, _ in macro.asks}, **values}

        def work(unit: Unit) -> Change:
            return self._do(unit, conversation_id, macro, whole, agent.id, client_message_id, seen)

        change = await self._relay.change(conversation_id, work)
        assert change is not None
        self._changed()
        return change.summary

    async def _all(self, language: str) -> dict[str, Macro]:
        return await self._records.read(lambda unit: macro_shelf.offered(unit, self._shipped, language))

    def _do(
        self,
        unit: Unit,
        conversation_id: str,
        macro: Macro,
        values: Mapping[str, str],
        agent_id: str,
        client_message_id: str,
        seen: int | None,
    ) -> Change:
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        agent = agent_of(unit, agent_id)
        if unit.messages.of_agent(agent.id, _key(client_message_id)) is not None:
            return change_of(conversation, [], status=False)
        if conversation.status is not Status.OPEN or conversation.assignee_id != agent.id:
            raise NotAllowed("only the assignee runs macros: claim the conversation first")
        whole = change_of(conversation, [], status=False)
        say = self._transitions.say
        if macro.text:
            text = mask_cards(filled(macro.text, values))
            _add(whole, say(unit, conversation_id, agent_id, text, False, f"{client_message_id}:reply", seen)[1])
        if macro.note:
            note = mask_cards(filled(macro.note, values))
            _add(whole, say(unit, conversation_id, agent_id, note, True, f"{client_message_id}:note")[1])
        detail = {"macro": macro.id, "title": macro.title, "does": [list(step) for step in macro.does]}
        # Its id makes the whole run happen once, also where nothing is said or noted.
        mark = self._notices.add(
            unit, conversation, "macro", "macro", now, private=True, detail=detail, title=macro.title
        )
        mark.agent_id, mark.client_message_id = agent.id, _key(client_message_id)
        unit.session.flush()
        _add(whole, change_of(conversation, [mark], status=False))
        for kind, value in macro.does:
            if kind == "priority":
                before, conversation.priority = conversation.priority, value
                if before != value:
                    self._deadlines.hastened(unit, conversation, now)
            elif kind == "queue":
                _add(whole, self._transfers.into_queue(unit, conversation, agent, value, now))
            elif kind == "resolve":
                _add(whole, self._transitions.resolve(unit, conversation_id, agent_id))
            else:
                until = self._until(kind, int(value), now)
                _add(whole, self._lifecycle.set_aside(unit, conversation_id, agent_id, until))
        unit.audit.add(now, agent_id, "run_macro", conversation.id, {"macro": macro.id})
        whole.summary = change_of(conversation, [], status=False).summary
        return whole

    def _until(self, kind: str, count: int, now: datetime) -> datetime:
        """Return the moment: so many hours from now, or nine in the morning of the shop's day so many days from today."""
        if kind == "snooze_hours":
            return now + timedelta(hours=count)
        day = now.astimezone(self._timezone).date() + timedelta(days=count)
        return datetime.combine(day, BACK_AT, self._timezone)

    def _view(self, macro: Macro, values: Mapping[str, str]) -> Json:
        return {
            "id": macro.id,
            "title": macro.title,
            "text": filled(macro.text, values),
            "note": filled(macro.note, values),
            "asks": [{"name": name, "question": question} for name, question in macro.asks],
            "does": [{"kind": kind, "value": value} for kind, value in macro.does],
            "fingerprint": fingerprint(macro, values),
        }


def _values(values: Mapping[str, str], customer_name: str, agent: Agent) -> dict[str, str]:
    own = {"agent_name": agent.name, **({"customer_name": customer_name} if customer_name else {})}
    return {**values, **own}


def _key(client_message_id: str) -> str:
    return f"{client_message_id}:macro"


def _add(whole: Change, part: Change | None) -> None:
    """Let what a part of the work did be told with the rest."""
    if part is None:
        return
    whole.messages += part.messages
    whole.notices += part.notices
    whole.status = part.status or whole.status
