"""Measure how a list of ten thousand conversations scrolls, for docs/architecture.md.

By hand, from the repository's root, with nothing else running: `.venv/bin/python tests/browser/scrolling.py`. Ten seconds of wheel
turns of 240 px at 30 a second, which load page after page; every frame's time is taken, and Chromium tells tasks of over 50 ms.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from playwright.sync_api import expect, sync_playwright  # noqa: E402

from browser.bare import AGENT, PASSWORD, Bare  # noqa: E402
from browser.windows import ARGUMENTS, CHROMIUM, TIMEOUT_MS  # noqa: E402

COUNT = 10_000
SECONDS, TURNS_A_SECOND, TURN_PX = 10, 30, 240
WATCH = """() => {
    window.seen = { gaps: [], long: [], rows: 0 };
    new PerformanceObserver(list => list.getEntries().forEach(one => seen.long.push(one.duration))).observe({ type: "longtask" });
    let last = performance.now();
    const frame = now => {
        seen.gaps.push(now - last);
        last = now;
        seen.rows = Math.max(seen.rows, document.querySelectorAll("[data-testid=desk-queue] li").length);
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
}"""
TURN = "([px]) => document.querySelector('[data-testid=desk-queue]').scrollBy(0, px)"


def main() -> None:
    """Fill, scroll, print."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Bare(Path(folder)).start()
        now = datetime.now(UTC)
        bare.fill(
            {"id": f"{number:05}", "name": f"Customer {number}", "at": now - timedelta(seconds=2 * COUNT - number)}
            for number in range(COUNT)
        )
        try:
            print(json.dumps(measured(bare), indent=1))
        finally:
            bare.stop()


def measured(bare: Bare) -> dict[str, float]:
    """Return what was seen while scrolling."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
        page.goto(f"{bare.base_url}/desk")
        page.get_by_test_id("desk-email").fill(AGENT)
        page.get_by_test_id("desk-password").fill(PASSWORD)
        page.get_by_test_id("desk-sign-in").click()
        expect(page.locator("[aria-posinset='1']")).to_be_visible(timeout=TIMEOUT_MS)
        page.wait_for_timeout(1000)
        page.evaluate(WATCH)
        began = time.monotonic()
        for turn in range(SECONDS * TURNS_A_SECOND):
            page.evaluate(TURN, [TURN_PX])
            time.sleep(max(0.0, began + turn / TURNS_A_SECOND - time.monotonic()))
        seen = page.evaluate("() => seen")
        scrolled = page.get_by_test_id("desk-queue").evaluate("list => list.scrollTop")
        began = time.monotonic()
        page.get_by_test_id("desk-queue").evaluate("list => list.scrollTo(0, list.scrollHeight)")
        expect(page.locator(f"[aria-posinset='{COUNT}']")).to_be_visible(timeout=60_000)
        to_the_end = time.monotonic() - began
        browser.close()
    gaps = sorted(seen["gaps"][1:])
    return {
        "rows_passed": round(scrolled / 114),
        "rows_in_the_page_at_most": seen["rows"],
        "frames": len(gaps),
        "frame_median_ms": round(statistics.median(gaps), 1),
        "frame_p99_ms": round(gaps[int(len(gaps) * 0.99)], 1),
        "frame_longest_ms": round(gaps[-1], 1),
        "long_tasks": len(seen["long"]),
        "long_task_longest_ms": round(max(seen["long"], default=0), 1),
        "from_here_to_the_end_s": round(to_the_end, 1),
    }


if __name__ == "__main__":
    main()
