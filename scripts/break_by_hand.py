"""Break the relay's guarantees one by one, in a copy, and say which breaks the tests under fire notice.

By hand, after changes to the gateway's transactions: `.venv/bin/python scripts/break_by_hand.py`, with words of a break's name for some
of them only. A break is one line of code changed; a break that nobody notices is a guarantee that nothing holds, or a line that is not
needed. The line must stand in its file exactly once, so that this list cannot go stale unseen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGER = "400"  # games, where the few of CI notice nothing
TESTS = ["tests/gateway/test_under_fire.py", "-k", "not postgresql", "-x", "-q", "-p", "no:cacheprovider"]


@dataclass(frozen=True)
class Break:
    """A line of a file, and what stands there instead."""

    name: str
    file: str
    line: str
    instead: str


BREAKS = (
    Break(
        "a late answer of the bot is said, as if nobody had taken over",
        "gateway/answering.py",
        "    wanted = message is not None and message.relay is Relay.WAITING and bot_may_speak(conversation.status)\n",
        "    wanted = message is not None\n",
    ),
    Break(
        "what waits for the bot still goes to it after a handoff",
        "gateway/handing_over.py",
        "        unit.messages.leave_to_humans(conversation.id)\n",
        "",
    ),
    Break(
        "the bot speaks first while a human leads",
        "gateway/answering.py",
        "        if before not in (Status.PENDING, Status.RESOLVED):\n",
        "        if False:\n",
    ),
    Break(
        "the bot speaks first into a conversation that has gone on",
        "gateway/answering.py",
        "        if conversation.id != conversation_id or conversation.last_offset != offset:\n",
        "        if False:\n",
    ),
    Break(
        "the bot gives up on a question that a human has answered",
        "gateway/answering.py",
        "        asked = _unanswered(unit, conversation, question)\n        if asked is None:\n            return None\n        found,",
        "        asked = unit.messages.get(question.message_id)\n        if asked is None:\n            return None\n        found,",
    ),
    Break(
        "a customer's message that is sent again is stored again",
        "gateway/transitions.py",
        "        if known is not None:\n            return received(",
        "        if False and known is not None:\n            return received(",
    ),
    Break(
        "an agent's message that is sent again is stored again",
        "gateway/transitions.py",
        "        known = unit.messages.of_agent(agent.id, client_message_id) if client_message_id else None\n",
        "        known = None\n",
    ),
    Break(
        "everybody may write to the customer",
        "gateway/transitions.py",
        "            if conversation.assignee_id != agent.id:\n                raise NotAllowed",
        "            if False:\n                raise NotAllowed",
    ),
    Break(
        "a second agent takes a conversation that has one",
        "gateway/transitions.py",
        "        if conversation.status is not Status.PENDING and conversation.assignee_id not in (None, agent.id):\n",
        "        if False:\n",
    ),
    Break(
        "a handoff stays open after the end",
        "gateway/transitions.py",
        '        unit.handoffs.close(conversation.id, now)\n        notice = self._notices.add(unit, conversation, "resolved"',
        '        notice = self._notices.add(unit, conversation, "resolved"',
    ),
    Break(
        "a handoff stays open when the bot leads again",
        "gateway/transitions.py",
        "        back_to_bot(conversation)\n        unit.handoffs.close(conversation.id, now)\n",
        "        back_to_bot(conversation)\n",
    ),
    Break(
        "what a human's lead has left stays when the bot leads again",
        "gateway/transitions.py",
        "        back_to_bot(conversation)\n",
        "",
    ),
    Break(
        "what waits is not settled at the end",
        "gateway/transitions.py",
        "        conversation.waiting_since = conversation.snoozed_until = None\n        unit.messages.leave_to_humans(conversation.id)\n",
        "        conversation.waiting_since = conversation.snoozed_until = None\n",
    ),
    Break(
        "a customer who writes to people is not seen to wait",
        "gateway/transitions.py",
        "        if not for_bot and conversation.waiting_since is None:\n            conversation.waiting_since = now\n",
        "",
    ),
    Break(
        "what the bot has may come back to it in a longer burst",
        "gateway/questions.py",
        "    if not waiting or waiting[0].turn is not None:\n",
        "    if not waiting:\n",
    ),
    Break(
        "a burst is answered as if it were its last message alone",
        "gateway/answering.py",
        "        for message in unit.messages.of_turn(conversation.id, asked.id):\n            message.relay = Relay.ANSWERED\n",
        "        asked.relay = Relay.ANSWERED\n",
    ),
    Break(
        "what is set aside wakes whenever somebody looks",
        "gateway/lifecycle.py",
        "        if conversation.status is not Status.SNOOZED or until is None or until > now:\n",
        "        if until is None:\n",
    ),
    Break(
        "two customers' conversations are joined",
        "gateway/joining.py",
        "        if source.visitor_id != target.visitor_id and source.visitor.customer_id is not None:\n",
        "        if False:\n",
    ),
    Break(
        "a joined conversation still waits for the bot",
        "gateway/joining.py",
        "        unit.messages.leave_to_humans(source.id)\n",
        "",
    ),
    Break(
        "a joined conversation keeps its handoff open",
        "gateway/joining.py",
        "        unit.handoffs.close(source.id, now)\n",
        "",
    ),
    Break(
        "the helpdesk cannot tell a second delivery from a second handoff",
        "gateway/outbox.py",
        "self._helpdesk.deliver, entry.handoff.packet, entry.handoff.id)",
        'self._helpdesk.deliver, entry.handoff.packet, f"{entry.handoff.id}-{entry.attempts}")',
    ),
    Break(
        "a handoff counts as delivered whatever the helpdesk said",
        "gateway/outbox.py",
        "        elif outcome.error is None:\n            row.state",
        "        elif True:\n            row.state",
    ),
    Break(
        "a handoff that was taken for delivery is never looked at again",
        "storage/outbox.py",
        "            entry.due_at = now + lease\n",
        "            entry.due_at = now + lease * 10**5\n",
    ),
    Break(
        "a message takes the number of the one before",
        "storage/messages.py",
        "        conversation.last_offset += 1\n",
        "        conversation.last_offset += 1 if author is not Author.SYSTEM else 2\n",
    ),
    Break(
        "an answered message waits on",
        "gateway/answering.py",
        "            message.relay = Relay.ANSWERED\n",
        "            pass\n",
    ),
)


def main() -> int:
    """Run the breaks that are asked for; return how many nobody noticed."""
    wanted = " ".join(sys.argv[1:]).lower()
    chosen = [one for one in BREAKS if wanted in one.name]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        for part in ("gateway", "storage", "support", "integrations", "tests", "data", "bot/domain"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        if fails(copy, ""):
            raise SystemExit("the games fail without a break: mend that first")
        unseen = [one.name for one in chosen if not noticed(copy, one)]
    print(f"{len(chosen) - len(unseen)} of {len(chosen)} are noticed.")
    return len(unseen)


def noticed(copy: Path, one: Break) -> bool:
    """Break it, play, mend it; say whether a game failed."""
    file = copy / one.file
    whole = file.read_text(encoding="utf-8")
    if whole.count(one.line) != 1:
        raise SystemExit(f"{one.file}: the line of “{one.name}” stands there {whole.count(one.line)} times")
    file.write_text(whole.replace(one.line, one.instead), encoding="utf-8")
    started = time.monotonic()
    try:
        how = next((games for games in ("", LONGER) if fails(copy, games)), None)
    finally:
        file.write_text(whole, encoding="utf-8")
    said = {"": "noticed by the games of CI", LONGER: f"noticed within {LONGER} games", None: "NOT NOTICED"}[how]
    print(f"{one.name}: {said} ({time.monotonic() - started:.0f} s)", flush=True)
    return how is not None


def fails(copy: Path, games: str) -> bool:
    """Play the games, in the copy."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("FIRE", None)
    if games:
        environment["FIRE"] = games
    played = subprocess.run(
        [sys.executable, "-m", "pytest", *TESTS], cwd=copy, env=environment, capture_output=True, text=True
    )
    if played.returncode not in (0, 1):
        raise SystemExit(played.stdout[-2000:] + played.stderr[-2000:])
    return played.returncode == 1


if __name__ == "__main__":
    sys.exit(main())
