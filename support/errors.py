"""The one exception tree. An adapter translates its vendor's errors into these, once."""

from __future__ import annotations


class WarmlineError(Exception):
    """Everything that Warmline raises on purpose."""


class SettingsError(WarmlineError):
    """A setting is missing or makes no sense; the message names it."""


class ArticleError(WarmlineError):
    """An article of the help pages is not of the form that docs/knowledge.md shows; the message begins with file and line."""


class InvalidInput(WarmlineError):
    """What came in over a boundary does not fit; the message says what would."""


class NotFound(WarmlineError):
    """The thing does not exist, or not for the one who asks: both look the same from outside."""


class NotAllowed(WarmlineError):
    """The caller is known and may not do this."""


class Unauthenticated(WarmlineError):
    """Nobody can be told from the credentials given."""


class Conflict(WarmlineError):
    """The thing is in a state in which this cannot be done."""


class RateLimited(WarmlineError):
    """Too much, too fast.

    Args:
        retry_after_s: seconds until the next try can succeed.
    """

    def __init__(self, message: str, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class IntegrationError(WarmlineError):
    """A vendor (shop, helpdesk) did not do what it was asked.

    Args:
        permanent: True when trying again can't help (refused), False when it can (unreachable, timed out).
    """

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class ShopUnavailable(IntegrationError):
    """The shop could not be reached or answered with nonsense; nothing is known of its state."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)
