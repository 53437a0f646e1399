"""What every helpdesk adapter keeps, and the registry that finds them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from integrations import registry
from integrations.helpdesks.console import ConsoleHelpdesk
from integrations.helpdesks.desk import DeskHelpdesk
from integrations.helpdesks.interface import Helpdesk
from support.errors import IntegrationError
from support.handoff import build_packet
from support.orders import Customer
from support.settings import load

PACKET = build_packet(
    conversation_id="cv_1",
    created_at=datetime(2026, 11, 21, tzinfo=UTC),
    reason="asked",
    priority="high",
    queue="general",
    language="en",
    customer=Customer("c-late", "Lena Berg", "lena@example.com"),
    verified_by="token",
    orders=(),
    today=datetime(2026, 11, 21, tzinfo=UTC).date(),
    notes=(),
    messages=(),
)
ADAPTERS: dict[str, Callable[[], Helpdesk]] = {"desk": DeskHelpdesk, "console": lambda: ConsoleHelpdesk(io.StringIO())}


@pytest.fixture(params=sorted(ADAPTERS))
def helpdesk(request: pytest.FixtureRequest) -> Helpdesk:
    adapter = ADAPTERS[request.param]()
    assert adapter.name == request.param
    return adapter


def test_a_delivery_has_a_reference(helpdesk: Helpdesk) -> None:
    assert helpdesk.deliver(PACKET, "h_1")


def test_the_same_key_opens_one_ticket(helpdesk: Helpdesk) -> None:
    assert helpdesk.deliver(PACKET, "h_1") == helpdesk.deliver(PACKET, "h_1")


def test_what_is_no_packet_is_refused_for_good(helpdesk: Helpdesk) -> None:
    broken: list[dict[str, Any]] = [{}, {"conversation_id": None}, {"conversation_id": ""}]
    for packet in broken:
        with pytest.raises(IntegrationError) as refusal:
            helpdesk.deliver(packet, "h_1")
        assert refusal.value.permanent


def test_the_console_tells_ids_and_nobody() -> None:
    out = io.StringIO()
    console = ConsoleHelpdesk(out)
    console.deliver(PACKET, "h_1")
    console.deliver(PACKET, "h_1")
    assert out.getvalue() == "handoff h_1 conversation_id=cv_1 priority=high queue=general reason=asked\n"


def test_the_registry_finds_what_the_settings_name(tmp_path: Path) -> None:
    for name in ADAPTERS:
        settings = load({"WARMLINE_HOME": str(tmp_path), "WARMLINE_HELPDESK": name})
        assert registry.helpdesk(settings).name == name
    shop: Any = registry.shop(load({"WARMLINE_HOME": str(tmp_path)}))
    assert shop.name == "demo"
    shop.check()
    shop.close()
