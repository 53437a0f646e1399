"""What an answer says beside the answer: a photo that could be sent, word that is wanted."""

from __future__ import annotations

import pytest

from support.replies import alert, photo, without_photo


@pytest.mark.parametrize(
    "text", ["I can send a photo", "shall I attach pictures?", "do you need a video?", "要拍照吗", "我发照片给你们看"]
)
def test_a_photo_is_offered(text: str) -> None:
    assert photo(text)
    assert len(without_photo(text)) < len(text)


@pytest.mark.parametrize("text", ["it's not like in the photo", "和图片不一样", "the photo frame is broken"])
def test_a_photo_that_is_only_spoken_of_is_none_to_be_sent(text: str) -> None:
    assert not photo(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tell me when it's back", True),
        ("let me know", True),
        ("到货通知我", True),
        ("take the L", False),
        ("要L码", False),
    ],
)
def test_word_is_wanted(text: str, wanted: bool) -> None:
    assert alert(text) is wanted
