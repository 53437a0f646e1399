"""The customers' Socket.IO protocol with the real bot behind it."""

from __future__ import annotations

from contextlib import closing

from socketchat import connected
from stack import Stack


async def test_a_customer_is_acknowledged_and_answered_with_quick_replies(stack: Stack) -> None:
    async with connected(stack.base_url, {"token": stack.token("c-three")}) as chat:
        await chat.client.emit("session_request", {})
        state = await chat.until("conversation")
        ack = await chat.client.call(
            "user_uttered", {"message": "where is my order?", "client_message_id": "one"}, timeout=60
        )
        said = await chat.until("bot_uttered")

    assert state["customer"] == {"name": "Thomas Okafor"}
    assert ack["ok"]
    assert ack["message"]["client_message_id"] == "one"
    assert [reply["title"] for reply in said["quick_replies"]] == ["Mug", "Headphones", "Desk lamp"]
    assert all(reply["content_type"] == "text" and reply["payload"] for reply in said["quick_replies"])
    assert said["author"] == "bot"
    assert said["offset"] > ack["message"]["offset"]


async def test_the_same_message_sent_twice_is_answered_once(stack: Stack) -> None:
    async with connected(stack.base_url, {"token": stack.token("c-three")}) as chat:
        await chat.client.emit("session_request", {})
        sent = {"message": "where is my mug?", "client_message_id": "twice"}
        first = await chat.client.call("user_uttered", sent, timeout=60)
        second = await chat.client.call("user_uttered", sent, timeout=60)
        await chat.until("bot_uttered")
        await chat.client.call(
            "user_uttered", {"message": "and the headphones?", "client_message_id": "next"}, timeout=60
        )
        await chat.until("bot_uttered", lambda said: "headphones" in said["text"])

    assert first["message"]["id"] == second["message"]["id"]
    assert len(chat.all("bot_uttered")) == 2


async def test_a_rasa_webchat_widget_works_as_a_guest(stack: Stack) -> None:
    """It knows two events, no acks, and takes `session_confirm` for a string to come back with."""
    async with connected(stack.base_url) as chat:
        await chat.client.emit("session_request", {"session_id": None})
        session = await chat.until("session_confirm")
        await chat.client.emit(
            "user_uttered", {"message": "do you ship to Norway?", "customData": {}, "session_id": session}
        )
        said = await chat.until("bot_uttered")
    async with connected(stack.base_url) as again:
        await again.client.emit("session_request", {"session_id": session})
        assert await again.until("session_confirm")
        state = await again.until("conversation")

    assert isinstance(session, str)
    assert "Norway" in said["text"]
    assert [message["text"] for message in state["messages"]] == ["do you ship to Norway?", said["text"]]


async def test_a_customer_in_two_tabs_sees_the_same(stack: Stack) -> None:
    auth = {"token": stack.token("c-three")}
    async with connected(stack.base_url, auth) as one, connected(stack.base_url, auth) as two:
        for tab in (one, two):
            await tab.client.emit("session_request", {})
            await tab.until("conversation")
        await one.client.call("user_uttered", {"message": "where is my mug?", "client_message_id": "tab"}, timeout=60)
        first, second = await one.until("bot_uttered"), await two.until("bot_uttered")
        own = await two.until("user_message")

    assert first == second
    assert own["text"] == "where is my mug?"


async def test_after_a_handoff_the_agent_is_heard_live(stack: Stack) -> None:
    async with connected(stack.base_url, {"token": stack.token("c-three")}) as chat:
        await chat.client.emit("session_request", {})
        await chat.until("conversation")
        ack = await chat.client.call(
            "user_uttered", {"message": "I want to talk to a human", "client_message_id": "h"}, timeout=60
        )
        await chat.until("status", lambda status: status["status"] == "open")
        with closing(stack.agent()) as desk:
            base = f"/api/conversations/{ack['message']['conversation_id']}"
            desk.post(f"{base}/claim", json={}).raise_for_status()
            desk.post(f"{base}/messages", json={"text": "Hello Thomas, I'm here."}).raise_for_status()
            desk.post(f"{base}/messages", json={"text": "a bit cross", "private": True}).raise_for_status()
            desk.post(f"{base}/resolve", json={}).raise_for_status()
        said = await chat.until("bot_uttered", lambda message: message["author"] == "agent")
        await chat.until("status", lambda status: status["status"] == "resolved")

    assert said["text"] == "Hello Thomas, I'm here."
    assert "a bit cross" not in repr(chat.heard)
