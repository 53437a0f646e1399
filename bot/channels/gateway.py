"""The one way in: the gateway's authenticated channel (docs/architecture.md, "Bot channel")."""

from __future__ import annotations

import hmac
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import forgetting, similarity
from bot.nlg import ResponseGenerator
from support import wordings

logger = logging.getLogger(__name__)

# Rasa takes a text that starts with "/" for a command. A word joiner (invisible, no white space to strip) before it makes it text.
WORD_JOINER = "\u2060"

# What happens without a customer's words, and the intent by which the bot knows it.
EVENTS = {"opened": "chat_opened", "follow_up": "follow_up"}
# Photos without a word are a message, not an event: they are always answered.
ATTACHMENT = "attachment_sent"
SILENCE: dict[str, Any] = {"messages": [], "understood": None, "notes": [], "handoff": None}


class GatewayInput(InputChannel):
    """Receive one message or event, answer with everything that the bot said, understood and noted."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._similarity = similarity.Similarity()

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, which is part of its URL."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """Create the channel; the token comes from `WARMLINE_INTERNAL_TOKEN`, never from a file in the project."""
        token = os.environ.get("WARMLINE_INTERNAL_TOKEN", "")
        if len(token) < 16:
            raise ValueError("WARMLINE_INTERNAL_TOKEN is missing or shorter than 16 characters")
        return cls(token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes: `GET /` for health, `POST /webhook` for messages, `/similar` for suggestions, `/forget`."""
        routes = Blueprint("gateway_webhook", __name__)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._may(request):
                return response.json({"error": "wrong token"}, status=401)
            body = request.json if isinstance(request.json, dict) else {}
            status, said = await self.respond(body, request.app.ctx.agent, on_new_message)
            return response.json(said, status=status)

        @routes.route("/similar", methods=["POST"])
        async def similar(request: Request) -> HTTPResponse:
            if not self._may(request):
                return response.json({"error": "wrong token"}, status=401)
            body = request.json if isinstance(request.json, dict) else {}
            status, found = await self.compare(body, request.app.ctx.agent)
            return response.json(found, status=status)

        @routes.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            if not self._may(request):
                return response.json({"error": "wrong token"}, status=401)
            body = request.json if isinstance(request.json, dict) else {}
            status, said = await self.forget(body, request.app.ctx.agent)
            return response.json(said, status=status)

        return routes

    def _may(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), self._token.encode())

    async def compare(self, body: dict[str, Any], agent: Any) -> tuple[int, dict[str, Any]]:
        """Read a text without answering it, and say how near others are to it; no conversation learns of it."""
        problem = similarity.problem(body)
        if problem:
            return 400, {"error": problem}
        if agent.processor is None:
            return 503, {"error": "no model is loaded yet"}
        try:
            reader = similarity.reader_in(agent.processor.graph_runner)
            parsed = await agent.processor.parse_message(UserMessage(_as_text(body["text"])))
            scores = await self._similarity.scores(reader, body["language"], body["text"], body["texts"])
        except Exception:
            logger.exception("texts could not be compared")
            return 500, {"error": "the texts could not be compared"}
        return 200, {"understood": _understood(parsed), "articles": parsed.get("articles") or [], "scores": scores}

    async def forget(self, body: dict[str, Any], agent: Any) -> tuple[int, dict[str, Any]]:
        """Forget conversations for good, as their customer wishes."""
        problem = forgetting.problem(body)
        if problem:
            return 400, {"error": problem}
        try:
            await forgetting.forget(agent, body["senders"])
        except Exception:
            logger.exception("conversations could not be forgotten")
            return 500, {"error": "not everything could be forgotten"}
        return 200, {"forgotten": len(body["senders"])}

    async def respond(
        self, body: dict[str, Any], agent: Any, on_new_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> tuple[int, dict[str, Any]]:
        """Return status and answer to what the gateway has sent; `agent` is Rasa's."""
        problem = _problem(body)
        if problem:
            return 400, {"error": problem}
        if not _has_wordings(body, agent.nlg):
            return 409, {"error": "the shop's wordings are wanted"}
        event = body.get("event")
        if event is not None and agent.domain is None:
            return 503, {"error": "no model is loaded yet"}
        if event is not None and EVENTS[event] not in agent.domain.intents:
            return 200, SILENCE  # a model of before: it would take the command for a customer's words
        if _wordless(body) and (agent.domain is None or ATTACHMENT not in agent.domain.intents):
            return 500, {
                "error": "this model knows no attachments"
            }  # never read a photo as the words of something else
        repeated = await _earlier_answer(agent.tracker_store, body)
        # A turn whose action died said nothing: that message is as good as new.
        if repeated is not None and repeated["messages"]:
            return 200, repeated
        try:
            await on_new_message(self._message(body))
        except Exception:
            # The text stays out of the log: it is the customer's.
            logger.exception("the bot failed on message %s", body["message_id"])
            return 500, {"error": "the bot failed"}
        answer = await _earlier_answer(agent.tracker_store, body)
        if event is not None:
            return 200, {**(answer or SILENCE), "understood": None}
        if answer is None or not answer["messages"]:
            # Rasa swallows what goes wrong in an action: most often the action server, or a response that does not exist.
            logger.error("the bot said nothing to message %s", body["message_id"])
            return 500, {"error": "the bot said nothing"}
        return 200, answer

    def _message(self, body: dict[str, Any]) -> UserMessage:
        """Return Rasa's message: a command for an event, and for nothing else."""
        metadata = {"customer": body.get("customer")}
        if "event" in body:
            text = f"/{EVENTS[body['event']]}"
            metadata["about"] = body.get("about") or {}
        else:
            text = _as_text(body["message"])
            if body.get("attachments"):
                metadata["attachments"] = [{key: each[key] for key in ("kind", "name")} for each in body["attachments"]]
            if _wordless(body):
                text = f"/{ATTACHMENT}"
        return UserMessage(
            text,
            CollectingOutputChannel(),
            body["sender"],
            input_channel=self.name(),
            message_id=body["message_id"],
            metadata=metadata,
        )


def _as_text(text: str) -> str:
    return WORD_JOINER + text if text.lstrip().startswith("/") else text


def _problem(body: dict[str, Any]) -> str | None:
    is_event = "event" in body
    for field in ("sender", "message_id", *(() if is_event else ("message",))):
        blank = field == "message" and body.get("attachments")
        if not isinstance(body.get(field), str) or not (body[field].strip() or blank):
            return f"{field} must be a text"
    if not _are_attachments(body.get("attachments", [])):
        return "attachments must be a list of kind (image, pdf) and name"
    if is_event and "message" in body:
        return "a message and an event are two questions"
    if is_event and body["event"] not in tuple(EVENTS):
        return f"event must be one of {', '.join(EVENTS)}"
    if not isinstance(body.get("about") or {}, dict):
        return "about must be an object"
    own = body.get("wordings", {"version": ""})
    if not (isinstance(own, dict) and isinstance(own.get("version"), str) and wordings.is_own(own.get("texts", {}))):
        return "wordings must have a version, and texts by response and language"
    customer = body.get("customer")
    if customer is not None and not (isinstance(customer, dict) and isinstance(customer.get("id"), str)):
        return "customer must be null or an object with an id"
    return None


def _has_wordings(body: dict[str, Any], generator: object) -> bool:
    """Say whether the generator says the wordings that this message is to be answered in, taking those that come with it."""
    own = body.get("wordings")
    if own is None or not isinstance(generator, ResponseGenerator) or own["version"] == generator.version:
        return True
    if "texts" not in own:
        return False
    generator.take(own["version"], own["texts"])
    return True


def _are_attachments(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and each.get("kind") in ("image", "pdf") and isinstance(each.get("name"), str)
        for each in value
    )


def _wordless(body: dict[str, Any]) -> bool:
    return "event" not in body and not body["message"].strip()


async def _earlier_answer(store: Any, body: dict[str, Any]) -> dict[str, Any] | None:
    """Return what was answered to this `message_id`, None if it is new: the gateway may ask again after a crash."""
    tracker: DialogueStateTracker | None = await store.retrieve(body["sender"])
    if tracker is None:
        return None
    turn: list[Any] = []
    for event in reversed(tracker.events):
        turn.append(event)
        if isinstance(event, UserUttered):
            if event.message_id == body["message_id"]:
                return _answer(turn[::-1])
            turn = []
    return None


def _understood(parsed: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "intent": {key: (parsed.get("intent") or {}).get(key) for key in ("name", "confidence")},
        "emotion": {key: value for key, value in (parsed.get("emotion") or {}).items() if key != "ranking"} or None,
        "entities": [
            {key: entity[key] for key in ("entity", "value", "start", "end", "resolved", "negated") if key in entity}
            for entity in parsed.get("entities", [])
        ],
        "language": parsed.get("language"),
    }


def _answer(turn: list[Any]) -> dict[str, Any]:
    """Read one turn's events (the customer's message first) into the channel's answer."""
    parsed = turn[0].parse_data or {}
    answer: dict[str, Any] = {
        "messages": [],
        "understood": _understood(parsed),
        "notes": [],
        "handoff": None,
    }
    for event in turn[1:]:
        if not isinstance(event, BotUttered):
            continue
        custom = event.data.get("custom") or {}
        answer["notes"].extend(custom.get("notes", []))
        answer["handoff"] = custom.get("handoff") or answer["handoff"]
        if event.text:
            answer["messages"].append(
                {
                    "text": event.text,
                    "buttons": [
                        {"title": button["title"], "payload": button.get("payload") or button["title"]}
                        for button in event.data.get("buttons") or []
                    ],
                    "response": event.metadata.get("utter_action"),
                }
            )
    return answer
