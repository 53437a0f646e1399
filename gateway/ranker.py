"""How near candidates are to what a customer said: by the bot's sentence encoder, by words alone while the bot is out of reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import anyio.to_thread
import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway import logs
from gateway.bot import Understood

TIMEOUT_S = 4.0  # the first time the bot embeds every text; afterwards it remembers them
MOST_CHARS = 2_000  # of one text, as the bot's channel takes it
MOST_TEXTS = 1_000


class _Near(BaseModel):
    model_config = ConfigDict(extra="ignore")
    slug: str
    passage: int
    score: float


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")
    understood: Understood
    articles: list[_Near] = []
    scores: list[float] = Field(max_length=MOST_TEXTS)


@dataclass(frozen=True)
class Compared:
    """Scores 0 … 1 in the order of the texts, and slug, passage and score of the nearest articles.

    `understood` is what the text was taken for; None where the bot was out of reach, and both were found by words.
    """

    scores: list[float]
    articles: list[tuple[str, int, float]]
    understood: Understood | None = None


class Ranker:
    """Asks the bot's channel, in limited time. Close it with `close()`."""

    def __init__(self, url: str, token: str, timeout_s: float = TIMEOUT_S) -> None:
        self._url = f"{url}/webhooks/gateway/similar"
        self._client = httpx.AsyncClient(
            # A bot that is away is noticed soon; but who has more patience with answers has it with a busy machine, too.
            timeout=httpx.Timeout(timeout_s, connect=timeout_s / 4),
            headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
        )

    async def compare(
        self, text: str, language: str, texts: Sequence[str], articles: Sequence[tuple[str, int, str]] = ()
    ) -> Compared:
        """Compare a text with others; it never fails.

        Args:
            articles: slug, passage and question of what the help pages answer, for when the bot's own shelf is out of reach.
        """
        text, texts = text[:MOST_CHARS], [one[:MOST_CHARS] for one in texts[:MOST_TEXTS]]
        try:
            response = await self._client.post(self._url, json={"text": text, "language": language, "texts": texts})
            if response.status_code == 200:
                answer = _Answer.model_validate_json(response.content)
                if len(answer.scores) == len(texts):
                    near = [(one.slug, one.passage, one.score) for one in answer.articles]
                    return Compared(answer.scores, near, answer.understood)
            logs.note("suggestions_by_words", detail=f"status {response.status_code}")
        except httpx.HTTPError as error:
            logs.note("suggestions_by_words", detail=type(error).__name__)
        except ValidationError:
            logs.note("suggestions_by_words", detail="the answer does not fit")
        return await anyio.to_thread.run_sync(self._by_words, text, language, texts, list(articles))

    @staticmethod
    def _by_words(text: str, language: str, texts: Sequence[str], articles: Sequence[tuple[str, int, str]]) -> Compared:
        scores = by_words(text, language, [*texts, *(question for _, _, question in articles)])
        near: dict[tuple[str, int], float] = {}
        for (slug, passage, _), score in zip(articles, scores[len(texts) :], strict=True):
            near[slug, passage] = max(score, near.get((slug, passage), 0.0))
        ranked = sorted(((slug, passage, score) for (slug, passage), score in near.items()), key=lambda one: -one[2])
        return Compared(scores[: len(texts)], ranked[:3])

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def by_words(text: str, language: str, texts: Sequence[str]) -> list[float]:
    """Return how much of their wording texts share with a text: cosines of TF-IDF weighted character n-grams, 0 … 1."""
    if not texts:
        return []
    # It takes a second to load, and is needed only while the bot is away.
    from sklearn.feature_extraction.text import TfidfVectorizer

    analyzer, sizes = ("char", (1, 3)) if language == "zh" else ("char_wb", (2, 4))
    vectors = TfidfVectorizer(analyzer=analyzer, ngram_range=sizes, sublinear_tf=True, lowercase=True)
    try:
        rows = vectors.fit_transform([text, *texts])
    except ValueError:  # nothing but white space or punctuation
        return [0.0] * len(texts)
    cosines = (rows[1:] @ rows[0].T).toarray()[:, 0]  # the rows are of length 1
    return [round(float(cosine), 4) for cosine in cosines]
