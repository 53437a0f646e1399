"""What a browser says it is, in two words: enough to tell one's own sessions apart, too little to recognise anybody."""

from __future__ import annotations

# The first that fits counts: every browser claims to be the older ones, too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Return "Firefox, Windows"; only what is known of it, "" for nothing."""
    found = [next((name for sign, name in table if sign in user_agent), None) for table in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)
