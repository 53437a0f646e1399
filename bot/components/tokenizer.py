"""Split English into words and Chinese into characters."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

# An order number is one token; so is a run of letters or digits, a Han character, and any other single sign.
_TOKEN = re.compile(
    r"[Ww]-?\d{3,}|#\d+|[\u3400-\u4dbf\u4e00-\u9fff]|[^\W\d_\u3400-\u4dbf\u4e00-\u9fff]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]|_"
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MixedScriptTokenizer(Tokenizer):
    """Tokenize texts that mix scripts; offsets are characters of the text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults, which Rasa's base class asks for."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the tokens of one attribute of the message."""
        text = message.get(attribute)
        tokens = [Token(match.group(), match.start()) for match in _TOKEN.finditer(text)]
        return tokens or [Token(text or " ", 0)]
