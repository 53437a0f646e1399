"""Read the training data for Rasa in seconds: its own importer parses each file several times, in pure Python, for two minutes."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.data import get_data_files
from rasa.shared.exceptions import YamlSyntaxException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_FOLDER = "nlu"


class DataImporter(RasaFileImporter):
    """Rasa's importer of files, but what lies below a folder `nlu` holds utterances and nothing else, and what lies elsewhere holds none.

    `warmline validate` holds the utterances' files to their form.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        files = get_data_files(training_data_paths, lambda file: Path(file).suffix in (".yml", ".yaml"))
        utterances = [file for file in files if _FOLDER in Path(file).parent.parts]
        super().__init__(config_file, domain_path, [file for file in files if file not in utterances])
        self._utterances = sorted(utterances)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the utterances of all files; `language` is Rasa's and says nothing here: each message tells its own."""
        return self._nlu_data

    def get_domain(self) -> Domain:
        """Return the domain; Rasa asks for it several times."""
        return self._domain

    @cached_property
    def _domain(self) -> Domain:
        return super().get_domain()

    @cached_property
    def _nlu_data(self) -> TrainingData:
        # One set of all examples: merging sets file by file would compare all that was read before each time.
        examples: list[Message] = []
        synonyms: dict[str, str] = {}
        for file in self._utterances:
            reader = _read(Path(file))
            examples += reader.training_examples
            synonyms |= reader.entity_synonyms
        return TrainingData(examples, synonyms)


def _read(file: Path) -> RasaYAMLReader:
    """Read a file.

    Raises:
        YamlSyntaxException: it is no YAML, or not of the form that docs/annotation.md shows.
    """
    reader = RasaYAMLReader()
    reader.filename = str(file)
    try:
        content: Any = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        reader._parse_nlu(content["nlu"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise YamlSyntaxException(str(file), error) from error
    return reader
