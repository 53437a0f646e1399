"""What customers wrote, read for labelling: a burst is one text, as the bot read it."""

from __future__ import annotations

from datetime import UTC, datetime

from storage import Database, Unit, migrate
from storage.learning import Transcripts
from storage.tables import Relay
from support.conversation import Author

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


def test_messages_of_one_turn_are_read_as_one_text(url: str) -> None:
    migrate(url)
    database = Database(url)

    def work(unit: Unit) -> str:
        conversation = unit.conversations.create(unit.visitors.guest("v_1", NOW), NOW)

        def wrote(text: str) -> str:
            message = unit.messages.append(
                conversation, Author.CUSTOMER, text, NOW, visitor_id="v_1", relay=Relay.ANSWERED
            )
            return message.id

        wrote("of an earlier version")  # which knew no turns
        burst = [wrote(text) for text in ("my lamp", "where is it?")]
        alone = wrote("thanks")
        for message_id, turn in ((burst[0], burst[1]), (burst[1], burst[1]), (alone, alone)):
            message = unit.messages.get(message_id)
            assert message is not None
            message.turn = turn
            if message_id == turn:
                message.understood = {"intent": {"name": "track_order", "confidence": 0.9}}
        return conversation.id

    conversation_id = database.write(work)
    heard = database.read(lambda unit: list(Transcripts(unit.session, NOW).heard([conversation_id])))
    assert [(one.text, one.guess.intent) for one in heard] == [
        ("of an earlier version", None),
        ("my lamp\nwhere is it?", "track_order"),
        ("thanks", "track_order"),
    ]
    database.close()
