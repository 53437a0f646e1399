"""Entities as learnt from the annotations, by Rasa's CRF, which is kept as it was trained."""

from __future__ import annotations

import json
import shutil
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import sklearn_crfsuite
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.crf_entity_extractor import CRFEntityExtractor

_ORDER = "taggers.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LearntEntityExtractor(CRFEntityExtractor):
    """Rasa's `CRFEntityExtractor`, loaded instead of trained again.

    Rasa keeps the training data in the model and fits the CRF anew at every start, which took 25 s of processor time on ours and left
    customers waiting; this one keeps what CRFsuite wrote. What it finds is the same.
    """

    def persist(self, dataset: Sequence[Any]) -> None:
        """Keep the fitted taggers. The dataset stays out of the model."""
        with self._model_storage.write_to(self._resource) as folder:
            for name, tagger in (self.entity_taggers or {}).items():
                shutil.copyfile(tagger.modelfile.name, folder / f"{name}.crfsuite")
            (folder / _ORDER).write_text(json.dumps(list(self.crf_order)), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LearntEntityExtractor:
        """Load the taggers; without any, nothing is found (the data had no entities)."""
        try:
            with model_storage.read_from(resource) as folder:
                order = json.loads((folder / _ORDER).read_text(encoding="utf-8"))
                taggers = OrderedDict((name, _tagger(str(folder / f"{name}.crfsuite"))) for name in order)
        except ValueError:
            return cls(config, model_storage, resource)
        loaded = cls(config, model_storage, resource, taggers)
        loaded.crf_order = order
        return loaded


def _tagger(file: str) -> Any:
    tagger = sklearn_crfsuite.CRF(model_filename=file)
    # Read now: the folder is gone once everything is loaded.
    if tagger.tagger_ is None:
        raise FileNotFoundError(file)
    return tagger
