"""Suggestions for the agent, made anew after every customer message while a human leads; nobody waits for them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import anyio.to_thread

from gateway import logs
from gateway.cases import LED_BY_HUMANS, Situation, case, current_packet, situation
from gateway.clock import Clock
from gateway.library import Library, of_canned, of_past, past_answers, steps
from gateway.people import Dossier, People
from gateway.push import Change, Push
from gateway.ranker import Compared, Ranker
from gateway.records import Records
from gateway.views import Json
from storage import Unit
from storage.suggestion_tables import Suggestion
from support.canned import fill, missing
from support.case import Case
from support.errors import NotFound
from support.past_answers import PastAnswer
from support.ranking import Candidate, Offer, Wanted, rank

OUTCOMES = ("accepted", "edited", "rejected")
_REMEMBERED = 5_000
_PAST_FOR = timedelta(minutes=1)


@dataclass(frozen=True)
class Circumstances:
    """What is true in a conversation, who has it, and the customer's whole name, empty for a guest."""

    case: Case
    assignee_id: str | None
    customer_name: str


class Suggester:
    """Makes, keeps and tells suggestions. Give `changed` to Push; end it with `stop()`."""

    def __init__(
        self, records: Records, people: People, ranker: Ranker, push: Push, clock: Clock, library: Library
    ) -> None:
        self._records = records
        self._people = people
        self._ranker = ranker
        self._push = push
        self._clock = clock
        self._library = library
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._done: OrderedDict[str, str] = OrderedDict()
        self._past: tuple[datetime, dict[str, list[PastAnswer]]] | None = None

    def changed(self, change: Change) -> None:
        """Look at a committed change; begin where a human leads and the customer wrote, or a human came in."""
        if change.summary["status"] not in LED_BY_HUMANS:
            return
        if change.status is not None or any(message["author"] == "customer" for message in change.messages):
            self.kick(change.conversation_id)

    def kick(self, conversation_id: str) -> None:
        """See to it that somebody makes suggestions for the conversation."""
        if conversation_id in self._workers:
            self._again.add(conversation_id)
        else:
            self._workers[conversation_id] = asyncio.create_task(self._work(conversation_id))

    async def stop(self) -> None:
        """Stop; what is missing is made when an agent looks next."""
        tasks = list(self._workers.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._ranker.close()

    async def current(self, conversation_id: str) -> list[Json] | None:
        """Return the undecided suggestions for the newest message, best first; None while they are being made. Raises NotFound."""

        def work(unit: Unit) -> tuple[str | None, list[Json], bool]:
            found = situation(unit, conversation_id)
            if found is None:
                return None, [], False
            stored = unit.suggestions.of_message(found.message_id)
            return found.message_id, views(stored), bool(stored)

        # Known before the look: what is done meanwhile is stored, and this look may have missed it.
        done = self._done.get(conversation_id)
        message_id, listed, is_there = await self._records.read(work)
        if message_id is None or is_there or done == message_id:
            return listed
        self.kick(conversation_id)
        return None

    async def decide(self, conversation_id: str, suggestion_id: str, outcome: str, agent_id: str) -> Json:
        """Record what an agent did. Raises NotFound."""
        now = self._clock()
        return await self._records.write(
            lambda unit: view(unit.suggestions.decide(conversation_id, suggestion_id, outcome, agent_id, now))
        )

    async def used(self, conversation_id: str, suggestion_id: str, text: str, agent_id: str) -> None:
        """Record that an agent sent a message that was a suggestion, as it was or edited; an unknown one is nobody's loss."""
        now = self._clock()

        def work(unit: Unit) -> None:
            offered = unit.suggestions.get(conversation_id, suggestion_id)
            same = " ".join(offered.text.split()) == " ".join(text.split())
            outcome = "accepted" if same else "edited"
            unit.suggestions.decide(conversation_id, suggestion_id, outcome, agent_id, now)

        # The message is sent: that must not look as if it had failed.
        with suppress(NotFound):
            await self._records.write(work)

    async def canned(self, conversation_id: str, agent_id: str) -> list[Json]:
        """Return the canned responses that this agent can say here, filled. Raises NotFound."""

        def look(unit: Unit) -> tuple[Situation | None, Any]:
            found = situation(unit, conversation_id)
            return found, self._library.canned(unit, found.language, agent_id) if found else []

        found, listed = await self._records.read(look)
        if found is None:
            return []
        values = (await self._case(found)).values
        shipped = self._library.shipped[found.language]
        return [
            {"id": one.id, "title": one.title, "text": fill(one.text, values), "own": one.id not in shipped}
            for one in listed
            if not missing(one.text, values)
        ]

    async def case(self, conversation_id: str) -> Circumstances | None:
        """Return what is true in a conversation; None if nobody answers it, or its customer has not written. Raises NotFound."""

        def look(unit: Unit) -> tuple[Situation | None, str | None]:
            return situation(unit, conversation_id), unit.conversations.get(conversation_id).assignee_id

        found, assignee_id = await self._records.read(look)
        if found is None:
            return None
        name = found.customer.name if found.customer else ""
        return Circumstances(await self._case(found), assignee_id, name.strip())

    async def _case(self, found: Situation) -> Case:
        today = self._clock().date()
        packet = current_packet(found, await self._dossier(found), today)
        return await anyio.to_thread.run_sync(lambda: case(found, packet, today))

    async def _work(self, conversation_id: str) -> None:
        try:
            while True:
                self._again.discard(conversation_id)
                await self._make(conversation_id)
                if conversation_id not in self._again:
                    return
        except Exception:
            logs.failed("suggestions_failed", conversation_id=conversation_id)
            await self._push.suggestions(conversation_id, None, [])
        finally:
            self._workers.pop(conversation_id, None)
            self._again.discard(conversation_id)

    async def _make(self, conversation_id: str) -> None:
        """Make the suggestions for the newest customer message, unless there are some."""

        def look(unit: Unit) -> tuple[Situation | None, list[Candidate], dict[str, dict[str, int]]]:
            found = situation(unit, conversation_id)
            if found is None or unit.suggestions.of_message(found.message_id):
                return None, [], {}
            canned = [of_canned(one) for one in self._library.canned(unit, found.language)]
            return found, canned, unit.suggestions.outcomes()

        found, candidates, outcomes = await self._records.read(look)
        if found is None or self._done.get(conversation_id) == found.message_id:
            return
        candidates += [of_past(one) for one in (await self._past_answers())[found.language]]
        dossier = await self._dossier(found)
        compared = await self._ranker.compare(
            found.burst,
            found.language,
            [one.like[0] for one in candidates],
            self._library.questions(found.language),
        )
        today = self._clock().date()
        offers = await anyio.to_thread.run_sync(
            lambda: self._ranked(found, candidates, compared, dossier, outcomes, today)
        )
        now = self._clock()
        rows = [_row(offer) for offer in offers]
        listed = await self._records.write(
            lambda unit: views(unit.suggestions.offer(conversation_id, found.message_id, rows, now))
        )
        # That words alone brought nothing is not the last word: the bot may be back when an agent looks next.
        if listed or compared.understood is not None:
            self._done[conversation_id] = found.message_id
        while len(self._done) > _REMEMBERED:
            self._done.popitem(last=False)
        await self._push.suggestions(conversation_id, found.message_id, listed)

    def _ranked(
        self,
        found: Situation,
        candidates: Sequence[Candidate],
        compared: Compared,
        dossier: Dossier,
        outcomes: dict[str, dict[str, int]],
        today: Any,
    ) -> list[Offer]:
        packet = current_packet(found, dossier, today)
        read = compared.understood
        whole = case(
            found,
            packet,
            today,
            entities=read.entities if read else (),
            emotion=str(read.emotion.label) if read and read.emotion else None,
        )
        near = {one.source: score for one, score in zip(candidates, compared.scores, strict=True)}
        every = list(candidates)
        for slug, passage, score in compared.articles:
            article = self._library.article(slug, passage, found.language)
            if article:
                every.append(article)
                near[article.source] = min(1.0, max(0.0, score))
        if not found.answered:
            for source, (step, fit) in steps(packet).items():
                every.append(step)
                near[source] = fit
        return rank(every, whole, near, wanted=_wanted(found, compared), outcomes=outcomes, said=found.said)

    async def _past_answers(self) -> dict[str, list[PastAnswer]]:
        """Return what agents answered before, read anew after a minute."""
        now = self._clock()
        if self._past is None or now - self._past[0] >= _PAST_FOR:
            answered = await self._records.read(lambda unit: unit.suggestions.answered())
            self._past = (now, await anyio.to_thread.run_sync(past_answers, answered))
        return self._past[1]

    async def _dossier(self, found: Situation) -> Dossier:
        return await self._people.dossier(found.customer.id if found.customer else None, found.customer)


def view(suggestion: Suggestion) -> Json:
    """Return a suggestion as the desk sees it."""
    source = {
        "kind": suggestion.kind,
        "title": suggestion.title or None,
        "url": suggestion.url,
        "message": suggestion.source_message,
    }
    return {"id": suggestion.id, "text": suggestion.text, "source": source, "score": round(suggestion.score, 4)}


def views(suggestions: Sequence[Suggestion]) -> list[Json]:
    """Return those that no agent has decided about."""
    return [view(suggestion) for suggestion in suggestions if suggestion.outcome is None]


def _wanted(found: Situation, compared: Compared) -> Wanted:
    """Return what the message was taken for: just now, else when the bot still led."""
    if compared.understood and compared.understood.intent:
        intent = compared.understood.intent
        return Wanted(intent.name, intent.confidence)
    known = (found.understood or {}).get("intent") or {}
    return Wanted(known.get("name"), float(known.get("confidence") or 0.0))


def _row(offer: Offer) -> Json:
    one = offer.candidate
    return {
        "source": one.source,
        "kind": str(one.kind),
        "title": one.title[:300],
        "url": one.url,
        "source_message": one.message,
        "text": offer.text,
        "score": offer.score,
    }
