"""axe-core on a page, shadow roots included: what breaks WCAG 2.2, levels A and AA."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, within: str | None = None) -> list[str]:
    """Return one line for each place that breaks a rule, [] where there is none; `within`: a selector to look below."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())  # by the debugger: the page's own policy lets no such script in
    # A colour that is on its way between two themes, or fading in, is neither.
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))")
    options = {
        "runOnly": {"type": "tag", "values": LEVELS},
        "rules": {"target-size": {"enabled": True}},
        "resultTypes": ["violations"],
    }
    found: dict[str, Any] = page.evaluate(
        "([within, options]) => axe.run(within ?? document, options)", [within, options]
    )
    assert found["passes"], "axe found nothing to look at"
    return [
        f"{rule['id']}: {rule['help']} {node['target']} {' '.join(node['failureSummary'].split())[:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
