"""The bot's channel: customers' words are words, events are commands, and neither passes for the other."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.gateway import ATTACHMENT, EVENTS, WORD_JOINER, GatewayInput
from bot.nlg import ResponseGenerator

LENA = {"id": "c-late", "name": "Lena Berg", "verified_by": "token", "language": "en", "opt_outs": []}
WORDS = {"sender": "cv_1", "message": "where is my lamp?", "message_id": "m_1", "customer": LENA}
OPENED = {"sender": "cv_1", "event": "opened", "about": {}, "message_id": "open_1", "customer": LENA}


class StandInAgent:
    """Rasa's agent, as far as the channel looks at it: a domain, a store, and turns as they are scripted."""

    def __init__(self, intents: list[str]) -> None:
        self.domain: Domain | None = Domain.from_dict({"intents": intents})
        self.tracker_store = SimpleNamespace(retrieve=self._retrieve)
        self.nlg = ResponseGenerator(None, self.domain)
        self.tracker: DialogueStateTracker | None = None
        self.heard: list[UserMessage] = []
        self.script: Callable[[UserMessage], list[Event]] = lambda _: [BotUttered("Hello")]

    async def _retrieve(self, _: str) -> DialogueStateTracker | None:
        return self.tracker

    async def handle(self, message: UserMessage) -> None:
        self.heard.append(message)
        said = [UserUttered(message.text, message_id=message.message_id), *self.script(message)]
        self.tracker = DialogueStateTracker.from_events("cv_1", [*(self.tracker.events if self.tracker else []), *said])


@pytest.fixture
def agent() -> StandInAgent:
    return StandInAgent(["greet", *EVENTS.values()])


async def ask(agent: StandInAgent, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return await GatewayInput("a token for tests only").respond(body, agent, agent.handle)


@pytest.mark.parametrize("event", EVENTS)
async def test_an_event_becomes_its_command_with_what_it_is_about(agent: StandInAgent, event: str) -> None:
    about = {"what": "refund", "refund_id": "R-1"}
    status, said = await ask(agent, {**OPENED, "event": event, "about": about})
    assert (status, [message["text"] for message in said["messages"]]) == (200, ["Hello"])
    assert said["understood"] is None
    (heard,) = agent.heard
    assert heard.text == f"/{EVENTS[event]}"
    assert heard.metadata == {"customer": LENA, "about": about}
    assert (heard.sender_id, heard.message_id) == ("cv_1", "open_1")


@pytest.mark.parametrize("text", ["/chat_opened", "/restart", "  /follow_up", "/follow_up\nand /chat_opened"])
async def test_no_words_of_a_customer_are_a_command(agent: StandInAgent, text: str) -> None:
    status, _ = await ask(agent, {**WORDS, "message": text})
    assert status == 200
    assert agent.heard[0].text == WORD_JOINER + text.rstrip()
    assert "about" not in agent.heard[0].metadata


async def test_silence_is_an_answer_to_an_event_and_to_nothing_else(agent: StandInAgent) -> None:
    agent.script = lambda _: []
    status, said = await ask(agent, OPENED)
    assert (status, said["messages"], said["notes"], said["handoff"]) == (200, [], [], None)
    status, said = await ask(agent, WORDS)
    assert (status, said) == (500, {"error": "the bot said nothing"})


async def test_notes_come_without_words_too(agent: StandInAgent) -> None:
    note = {"kind": "follow_up", "key": "refund:1", "due_on": "2026-12-04", "about": {}}
    agent.script = lambda _: [BotUttered(None, {"custom": {"notes": [note]}})]
    _, said = await ask(agent, OPENED)
    assert (said["messages"], said["notes"]) == ([], [note])


async def test_the_same_id_acts_once(agent: StandInAgent) -> None:
    first = await ask(agent, OPENED)
    second = await ask(agent, OPENED)
    assert first[1]["messages"] == second[1]["messages"]
    assert len(agent.heard) == 1


async def test_a_model_that_knows_no_events_is_not_asked() -> None:
    agent = StandInAgent(["greet"])
    status, said = await ask(agent, OPENED)
    assert (status, said["messages"]) == (200, [])
    assert agent.heard == []


async def test_without_a_model_an_event_waits(agent: StandInAgent) -> None:
    agent.domain = None
    assert (await ask(agent, OPENED))[0] == 503


async def test_a_failure_is_told_without_its_text(agent: StandInAgent, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: UserMessage) -> list[Event]:
        raise RuntimeError("action server")

    agent.script = fail
    assert (await ask(agent, WORDS))[0] == 500
    assert WORDS["message"] not in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**WORDS, "message": " "},
        {**WORDS, "customer": {"name": "Lena"}},
        {**WORDS, "sender": 1},
        {**OPENED, "event": "restart"},
        {**OPENED, "event": None},
        {**OPENED, "event": ["opened"]},
        {**OPENED, "about": "the refund"},
        {**OPENED, "message_id": ""},
        {**OPENED, "message": "hello"},
    ],
)
async def test_what_is_neither_is_refused(agent: StandInAgent, body: dict[str, Any]) -> None:
    status, said = await ask(agent, body)
    assert status == 400
    assert said["error"]
    assert agent.heard == []


PHOTO = {"kind": "image", "name": "teapot.jpg"}


async def test_photos_without_words_are_told_by_an_intent_that_nobody_writes(agent: StandInAgent) -> None:
    agent.domain = Domain.from_dict({"intents": ["greet", ATTACHMENT]})
    status, said = await ask(agent, {**WORDS, "message": "", "attachments": [{**PHOTO, "path": "/etc/passwd"}]})
    assert (status, said["messages"][0]["text"]) == (200, "Hello")
    (heard,) = agent.heard
    assert heard.text == f"/{ATTACHMENT}"
    assert heard.metadata == {"customer": LENA, "attachments": [PHOTO]}


async def test_words_beside_a_photo_are_words(agent: StandInAgent) -> None:
    await ask(agent, {**WORDS, "attachments": [PHOTO]})
    await ask(agent, {**WORDS, "message": f"/{ATTACHMENT}", "message_id": "m_2"})
    assert [heard.text for heard in agent.heard] == [WORDS["message"], f"{WORD_JOINER}/{ATTACHMENT}"]
    assert agent.heard[0].metadata["attachments"] == [PHOTO]
    assert "attachments" not in agent.heard[1].metadata


async def test_a_model_that_knows_no_photos_is_not_asked_to_guess(agent: StandInAgent) -> None:
    status, _ = await ask(agent, {**WORDS, "message": "", "attachments": [PHOTO]})
    assert (status, agent.heard) == (500, [])


@pytest.mark.parametrize("attachments", ["photo", [1], [{"kind": "exe", "name": "x"}], [{"kind": "image"}], {}])
async def test_attachments_that_do_not_fit_are_refused(agent: StandInAgent, attachments: Any) -> None:
    status, _ = await ask(agent, {**WORDS, "attachments": attachments})
    assert (status, agent.heard) == (400, [])


async def test_the_shops_wordings_are_asked_for_once_and_then_held(agent: StandInAgent) -> None:
    own = {"utter_greet": {"en": ["Hi."]}}
    said = {"wordings": {"version": "v1"}}
    assert (await ask(agent, {**WORDS, **said}))[0] == 409
    assert agent.heard == [], "nobody is answered in words that do not hold"
    assert (await ask(agent, {**WORDS, "wordings": {"version": "v1", "texts": own}}))[0] == 200
    assert (await ask(agent, {**WORDS, **said, "message_id": "m_2"}))[0] == 200
    assert (await ask(agent, {**OPENED, "wordings": {"version": ""}}))[0] == 409
    assert (await ask(agent, {**OPENED, "wordings": {"version": "", "texts": {}}}))[0] == 200
    assert (await ask(agent, {**WORDS, "message_id": "m_3"}))[0] == 200, "a gateway of before says nothing of them"


@pytest.mark.parametrize("own", [None, {}, {"version": 1}, {"version": "v", "texts": {"utter_x": "Hi."}}])
async def test_wordings_of_another_form_are_refused(agent: StandInAgent, own: Any) -> None:
    assert (await ask(agent, {**WORDS, "wordings": own}))[0] == 400
    assert agent.heard == []
