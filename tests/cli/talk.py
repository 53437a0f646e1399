"""Conversations to learn from, stored as the gateway and the bot store them; and the form that comes of them."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_store import LiveTrackerStore
from cli.learn import learn
from gateway.answering import Answering
from gateway.bot import Answer
from gateway.changes import Notices
from gateway.deadlines import Deadlines
from gateway.handing_over import HandingOver
from gateway.handoffs import Handoffs
from gateway.people import Dossier
from gateway.texts import Texts
from gateway.transitions import Transitions
from gateway.waits import Waits
from storage import Database, Unit, migrate
from support import service
from support.orders import Customer

LENA = Customer("c-late", "Lena Berg", "lena@shop.example", "en")
Json = dict[str, Any]


class Talk:
    """Conversations as they come about: the gateway's own transactions, and Rasa's events in the bot's own store."""

    def __init__(self, url: str) -> None:
        migrate(url)
        self.database = Database(url)
        self.now = datetime.now(UTC) - timedelta(days=1)
        terms, notices = service.load(), Notices(Texts.load())
        deadlines, waits = Deadlines(terms, lambda: self.now), Waits(terms, notices)
        handing_over = HandingOver(notices, Handoffs("desk"), deadlines, waits, lambda: self.now)
        self._answering = Answering(handing_over, lambda: self.now, UTC)
        self._transitions = Transitions(notices, handing_over, deadlines, waits, lambda: self.now, reopen=terms.reopen)
        self._bot = LiveTrackerStore(Domain.empty(), database_url=url)
        self._ids = itertools.count(1)

    def say(
        self,
        text: str,
        confidence: float = 0.9,
        intent: str | None = "track_order",
        *,
        who: str = "v_guest",
        emotion: str = "neutral",
        language: str = "en",
        response: str = "utter_track_order",
        handoff: str | None = None,
        runner_up: float | None = None,
        known_words: float = 1.0,
        answered: bool = True,
    ) -> str:
        """Let a customer (`LENA`'s id) or a guest write, and the bot answer; return the conversation's id."""
        self.now += timedelta(seconds=10)
        number = next(self._ids)

        def receive(unit: Unit) -> Any:
            if who == LENA.id:
                visitor = unit.visitors.customer(who, self.now, name=LENA.name, email=LENA.email)
            else:
                visitor = unit.visitors.guest(who, self.now)
            return self._transitions.receive(unit, visitor, text, f"client {number}", None)

        received = self.database.write(receive)
        conversation_id = str(received.message["conversation_id"])
        if not answered:
            return conversation_id
        lease = timedelta(seconds=30)
        question = self.database.write(lambda unit: self._answering.take(unit, conversation_id, "gw", lease))
        assert question is not None
        feeling = {"label": emotion, "confidence": 0.8, "valence": 0.0, "intensity": 0.1}
        understood = {"intent": {"name": intent, "confidence": confidence}, "emotion": feeling, "language": language}
        answer = Answer.model_validate(
            {
                "messages": [{"text": "Well.", "response": response}],
                "understood": understood,
                "handoff": {"reason": handoff} if handoff else None,
            }
        )
        self.now += timedelta(seconds=1)
        self.database.write(lambda unit: self._answering.answer(unit, question, answer, Dossier()))
        if runner_up is not None or known_words < 1:
            ranking = [{"name": intent, "confidence": confidence}, {"name": "inform", "confidence": runner_up or 0.0}]
            self._remember(
                conversation_id, text, question.message_id, {"intent_ranking": ranking, **understood}, known_words
            )
        return conversation_id

    def back_to_bot(self, conversation_id: str) -> None:
        """Let an agent claim the conversation and give it back."""
        agent = self.database.write(
            lambda unit: unit.agents.create("mia@shop.example", "Mia", "agent", "hash", self.now).id
        )
        self.now += timedelta(seconds=1)
        self.database.write(lambda unit: self._transitions.return_to_bot(unit, conversation_id, agent))

    def _remember(self, conversation_id: str, text: str, message_id: str, parsed: Json, known_words: float) -> None:
        async def work() -> None:
            tracker = await self._bot.retrieve(conversation_id) or DialogueStateTracker(conversation_id, [])
            tracker.update(
                UserUttered(
                    text, parsed["intent"], message_id=message_id, parse_data={**parsed, "known_words": known_words}
                )
            )
            await self._bot.save(tracker)

        asyncio.run(work())

    def close(self) -> None:
        """Close the connections."""
        self.database.close()
        self._bot._engine.dispose()


def reviewed(**options: Any) -> list[Json]:
    """Call `learn` and return the form's clusters, [] if there is none."""
    out = Path(options.pop("out", "form.yml")).resolve()
    learn(out=str(out), **options)
    if not out.exists():
        return []
    clusters: list[Json] = yaml.safe_load(out.read_text(encoding="utf-8"))["clusters"]
    return clusters


def utterances(clusters: list[Json]) -> dict[str, Json]:
    return {said["text"]: said for cluster in clusters for said in cluster["utterances"]}
