"""The folder in which attachments lie, each under its random id."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

_ID = re.compile(r"f_[A-Za-z0-9_-]{1,64}")
_PART = ".part"


class Files:
    """Files by id in one folder, which is made at first need; only its owner may look into it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, attachment_id: str) -> Path:
        """Return where the file lies. Raises ValueError for what is no id."""
        if not _ID.fullmatch(attachment_id):
            raise ValueError("this is no attachment's id")
        return self._folder / attachment_id

    def write(self, attachment_id: str, data: bytes) -> None:
        """Keep a file: it is on the disk, whole, when this returns."""
        target = self.path(attachment_id)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = target.with_name(target.name + _PART)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)

    def remove(self, attachment_id: str) -> None:
        """Delete a file; one that is gone already is fine."""
        self.path(attachment_id).unlink(missing_ok=True)

    def older_than(self, age_s: float) -> Iterator[str]:
        """Yield the ids of the files that have lain here for longer; what a broken write has left is deleted on the way."""
        if not self._folder.is_dir():
            return
        before = time.time() - age_s
        for path in self._folder.iterdir():
            if not _ID.fullmatch(path.name.removesuffix(_PART)) or path.stat().st_mtime >= before:
                continue  # not ours, or too young
            if path.name.endswith(_PART):
                path.unlink(missing_ok=True)
            else:
                yield path.name
