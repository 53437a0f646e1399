"""An agent sends a photo and a PDF: chosen, pasted, dropped; checked as a customer's are; and the customer sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from browser.axe import violations
from browser.bare import AGENT, PASSWORD, Bare
from browser.conftest import Complaints

UNSAFE = b"%PDF-1.5\n1 0 obj\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\nendobj\n%%EOF\n"
# A file as the clipboard or the mouse brings it: drawn here, for a test has neither.
BROUGHT = """async ([selector, event, name]) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 20;
    canvas.getContext("2d").fillRect(0, 0, 20, 20);
    const blob = await new Promise(give => canvas.toBlob(give, "image/png"));
    const data = new DataTransfer();
    data.items.add(new File([blob], name, { type: "image/png" }));
    const options = { bubbles: true, cancelable: true };
    document.querySelector(selector).dispatchEvent(event === "paste"
        ? new ClipboardEvent(event, { ...options, clipboardData: data })
        : new DragEvent(event, { ...options, dataTransfer: data }));
}"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    """A gateway with the demo shop's Lena, whose conversation is Mia's."""
    bare = Bare(tmp_path_factory.mktemp("bare")).start()
    bare.fill([{"id": "late", "name": "Lena Berg"}])
    with closing(bare.agent()) as mia:
        mia.post("/api/conversations/cv_late/claim", json={}).raise_for_status()
    yield bare
    bare.stop()


@pytest.fixture
def page(bare: Bare, person: Callable[..., BrowserContext]) -> Page:
    """Mia's desk with the conversation."""
    page = person(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{bare.base_url}/desk#/cv_late")
    page.get_by_test_id("desk-email").fill(AGENT)
    page.get_by_test_id("desk-password").fill(PASSWORD)
    page.get_by_test_id("desk-sign-in").click()
    expect(page.get_by_test_id("desk-composer")).to_be_enabled()
    return page


@pytest.fixture
def label(tmp_path: Path) -> Path:
    """A picture of a return label."""
    Image.new("RGB", (640, 480), (230, 220, 200)).save(tmp_path / "label.png")
    return tmp_path / "label.png"


def test_a_photo_chosen_is_sent_and_the_customer_sees_it(
    page: Page, bare: Bare, label: Path, person: Callable[..., BrowserContext], complaints: Complaints
) -> None:
    complaints.expect(r"status of 400 .*/api/attachments/desk")  # the PDF that is refused
    (label.parent / "script.pdf").write_bytes(UNSAFE)
    tray, send = page.get_by_test_id("desk-tray-item"), page.get_by_test_id("desk-send")
    expect(send).to_be_disabled()
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("desk-attach").press("Enter")
    chooser.value.set_files([label, label.parent / "script.pdf"])
    expect(page.get_by_test_id("desk-tray-fault")).to_contain_text("script.pdf holds scripts")
    assert violations(page) == []
    page.get_by_label("Remove script.pdf").click()
    expect(tray).to_have_count(1)
    expect(tray).to_have_attribute("data-state", "ready")
    # What is attached stays with its conversation, as a draft does.
    page.get_by_test_id("desk-note-toggle").click()
    page.get_by_test_id("desk-reply-toggle").click()
    expect(tray).to_have_count(1)
    send.click()
    sent = page.locator("[data-testid=desk-message][data-author=agent] [data-testid=desk-attachment]")
    expect(sent).to_have_count(1)
    expect(tray).to_have_count(0)
    expect(page.get_by_test_id("desk-item").filter(has_text="Agent: Sent a file")).to_have_count(1)

    shop = person().new_page()
    shop.goto(f"{bare.base_url}/")
    shop.get_by_test_id("customer-switch").click()
    shop.locator("[data-testid=customer-option][data-id=c-late]").click()
    shop.get_by_test_id("widget-launcher").click()
    photo = shop.get_by_label("Open photo label.png")
    expect(photo.locator("img")).to_be_visible()
    assert photo.locator("img").evaluate("image => image.naturalWidth") == 640


def test_photos_are_pasted_and_dropped_and_a_note_has_them_too(page: Page) -> None:
    tray = page.get_by_test_id("desk-tray-item")
    page.get_by_test_id("desk-composer").focus()
    page.evaluate(BROUGHT, ["[data-testid=desk-composer]", "paste", "pasted.png"])
    expect(tray).to_have_count(1)
    page.evaluate(BROUGHT, [".composer", "dragover", "dropped.png"])
    expect(page.get_by_text("Drop photos or PDFs here")).to_be_visible()
    page.evaluate(BROUGHT, [".composer", "drop", "dropped.png"])
    expect(tray).to_have_count(2)
    expect(page.get_by_text("Drop photos or PDFs here")).to_have_count(0)
    expect(page.locator("[data-testid=desk-tray-item][data-state=ready]")).to_have_count(2)
    page.get_by_test_id("desk-note-toggle").click()
    page.get_by_test_id("desk-composer").fill("What the carrier sent me")
    page.get_by_test_id("desk-composer").press("Enter")
    note = page.locator("[data-testid=desk-message][data-private=true]").filter(has_text="What the carrier sent me")
    expect(note.get_by_test_id("desk-attachment")).to_have_count(2)
    expect(tray).to_have_count(0)
