"""pip's settings in uv's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.pip_settings import read, uv_environment


def test_sections_and_variables_are_merged_as_pip_merges_them() -> None:
    listing = "\n".join(
        [
            ":env:.timeout='60'",
            "global.index-url='https://a.example/simple'",
            "install.index-url='https://b.example/simple'",
            "global.timeout='15'",
            "global.extra-index-url='\\nhttps://c.example/simple\\nhttps://d.example/simple'",
            "freeze.timeout='1'",
            "nonsense",
            "global.broken='",
        ]
    )
    assert read(listing) == {
        "index-url": "https://b.example/simple",
        "timeout": "60",
        "extra-index-url": "https://c.example/simple\nhttps://d.example/simple",
    }


def test_every_setting_has_its_counterpart() -> None:
    pip = {
        "find-links": "/wheels /more",
        "index-url": "https://a.example/simple",
        "extra-index-url": "https://c.example/simple\nhttps://d.example/simple",
        "no-index": "true",
        "trusted-host": "a.example",
        "timeout": "12.5",
        "retries": "7",
        "cert": "/ca.pem",
        "client-cert": "/client.pem",
        "proxy": "http://proxy.example:3128",
    }
    assert uv_environment(pip, {}) == {
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_DEFAULT_INDEX": "https://a.example/simple",
        "UV_INDEX": "https://c.example/simple https://d.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_NO_INDEX": "1",
        "UV_INSECURE_HOST": "a.example",
        "UV_HTTP_TIMEOUT": "12",
        "UV_HTTP_RETRIES": "7",
        "SSL_CERT_FILE": "/ca.pem",
        "NODE_EXTRA_CA_CERTS": "/ca.pem",
        "SSL_CLIENT_CERT": "/client.pem",
        "HTTPS_PROXY": "http://proxy.example:3128",
        "HTTP_PROXY": "http://proxy.example:3128",
    }


def test_nothing_set_asks_for_nothing() -> None:
    assert uv_environment({}, {}) == {}


def test_what_is_said_to_uv_itself_stays() -> None:
    pip = {"index-url": "https://a.example/simple", "cert": "/ca.pem", "proxy": "http://proxy.example"}
    own = {"UV_DEFAULT_INDEX": "https://own.example/simple", "SSL_CERT_FILE": "/own.pem", "https_proxy": "http://own"}
    added = uv_environment(pip, own)
    assert added == {"NODE_EXTRA_CA_CERTS": "/ca.pem", "HTTP_PROXY": "http://proxy.example"}


def test_a_folder_index_that_is_not_there_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "an index").mkdir()
    there, missing = f"file://{tmp_path}/an%20index", f"file://{tmp_path}/no-index"
    assert uv_environment({"extra-index-url": f"{missing} {there}"}, {})["UV_INDEX"] == there
    assert "UV_INDEX" not in uv_environment({"extra-index-url": missing}, {})


@pytest.mark.parametrize(("said", "no_index"), [("1", True), ("Yes", True), ("false", False), ("0", False)])
def test_no_index_is_a_flag(said: str, no_index: bool) -> None:
    assert ("UV_NO_INDEX" in uv_environment({"no-index": said}, {})) is no_index
