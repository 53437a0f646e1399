"""Optional: a language model rewords a response. It sees the template with numbered placeholders and no word of any customer.

Whatever goes wrong, the template is said: `Rephraser.rephrase` returns None then, within its timeout.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
import tomllib
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import httpx

from support.rephrasing import Guard, Masked, mask
from support.settings import Settings

logger = logging.getLogger(__name__)

MAX_ANSWER_BYTES = 64 * 1024
# After so many failures in a row the endpoint is left alone for a while: customers don't wait for what isn't there.
FAILURES = 3
REST_S = 60.0

_FILE = Path(__file__).with_name("rephrasing.toml")


class Rephraser:
    """Ask an OpenAI-compatible chat endpoint for another wording, once, and let it pass only if the guard finds nothing."""

    def __init__(
        self, url: str, model: str, key: str, timeout_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._key = key
        self._timeout_s = timeout_s
        self._clock = clock
        self._texts = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        self._guard = Guard()
        self._client: httpx.AsyncClient | None = None
        self._failures = 0
        self._rests_until = 0.0

    @classmethod
    def configured(cls, settings: Settings) -> Rephraser | None:
        """Return the rephraser that the settings ask for, None where they ask for none."""
        if not settings.rephrase_url:
            return None
        return cls(settings.rephrase_url, settings.rephrase_model, settings.rephrase_key, settings.rephrase_timeout_s)

    def may(self, name: str, *wordings: Mapping[str, Any]) -> bool:
        """Say whether the response `name`, made of these wordings, may be reworded at all."""
        if any((wording.get("metadata") or {}).get("fixed") or wording.get("buttons") for wording in wordings):
            return False
        return not any(fnmatchcase(name, pattern) for pattern in self._texts["fixed"])

    async def rephrase(self, template: str, values: Mapping[str, str], language: str, tone: str) -> str | None:
        """Return another wording with the values filled in; None if the template has to stand."""
        masked = mask(template, values)
        if not any(char.isalpha() for char in masked.text):
            return None  # all of it is a value: a quoted article, a list
        answer = await self._ask(masked, language, tone)
        if answer is None:
            return None
        rewritten = masked.restore(answer.strip())
        if rewritten is None:
            logger.info("a rewording was refused: placeholders")
            return None
        used = {name: values.get(name, "") for name in masked.names}
        problems = self._guard.problems(masked.original, rewritten, used, language)
        if problems:
            logger.info("a rewording was refused: %s", ", ".join(problems))
            return None
        return rewritten

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _ask(self, masked: Masked, language: str, tone: str) -> str | None:
        if self._clock() < self._rests_until:
            return None
        try:
            # Around everything: an answer that comes byte by byte never exceeds a timeout of httpx.
            async with asyncio.timeout(self._timeout_s):
                answer = _content(await self._post(self._request(masked, language, tone)))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, ValueError, RecursionError) as error:
            # The kind alone: an error's text may hold what was answered, or the URL with a password.
            logger.warning("no rewording: %s", type(error).__name__)
            self._failures += 1
            if self._failures >= FAILURES:
                self._failures, self._rests_until = 0, self._clock() + REST_S
            return None
        self._failures = 0
        return answer

    def _request(self, masked: Masked, language: str, tone: str) -> dict[str, Any]:
        prompt = self._texts["prompt"]
        user = prompt["user"].format(
            language=self._texts["languages"][language],
            tone=self._texts["tones"][tone],
            placeholders=", ".join(f"⟦{number}⟧ {name}" for number, name in enumerate(masked.names, 1)) or "-",
            text=masked.text,
        )
        return {
            "model": self._model,
            "messages": [
                {"role": "system", "content": prompt["system"].strip()},
                {"role": "user", "content": user.strip()},
            ],
        }

    async def _post(self, body: dict[str, Any]) -> bytes:
        if self._client is None:
            # Straight to the endpoint, wherever the machine's proxy settings point; a redirect is an error.
            self._client = httpx.AsyncClient(timeout=self._timeout_s, trust_env=False, follow_redirects=False)
        headers = {"accept-encoding": "identity"}  # a small answer can't unfold into a big one
        if self._key:
            headers["authorization"] = f"Bearer {self._key}"
        received = b""
        async with self._client.stream("POST", self._url, json=body, headers=headers) as response:
            if response.status_code != httpx.codes.OK:
                raise ValueError("status")
            async for chunk in response.aiter_raw():
                received += chunk
                if len(received) > MAX_ANSWER_BYTES:
                    raise ValueError("size")
        return received


def _content(received: bytes) -> str:
    """Read the text out of the endpoint's answer.

    Raises:
        ValueError: it is none, or was cut off.
    """
    try:
        choice = json.loads(received)["choices"][0]
        content = choice["message"]["content"]
        whole = choice.get("finish_reason") in (None, "stop")
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError("shape") from error
    if not isinstance(content, str) or not whole:
        raise ValueError("content")
    return content
