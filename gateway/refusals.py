"""Refusals at the desk's door that ask for something more than another try."""

from __future__ import annotations

from support.errors import NotAllowed, Unauthenticated


class CodeRequired(Unauthenticated):
    """The password is right, and the second factor is asked for."""


class CodeWrong(Unauthenticated):
    """The second factor's code is wrong, or has been used."""


class PasswordChangeRequired(NotAllowed):
    """A one-time password opens one door: to choose another."""
