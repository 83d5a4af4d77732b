"""What a config may say about a server."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from adapter_core.readers.http import HttpSettings
from adapter_core.readers.http.settings import is_loopback

FIND = {"path": "/find", "safe": True}


def made(**given: Any) -> HttpSettings:
    return HttpSettings.model_validate(
        {"url": "https://s.example", "mapping": "m", "people": "/people", **given}
    )


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"url": "https://s.example:8443/api/"},
        {"url": "http://127.0.0.1:8080"},
        {"url": "http://[::1]:8080"},
        {"url": "http://localhost"},
        {"url": "http://s.example", "allow_plain_http": True},
        {"people": "", "look_up": FIND},
        {"person": "/people/{ref}"},
        {"pages": {"by": "token", "parameter": "t", "next": ["meta", "next"]}},
        {"pages": {"by": "link"}},
        {"auth": {"kind": "basic", "username": "u", "password": "p"}},
    ],
)
def test_what_makes_sense(given: dict[str, Any]) -> None:
    made(**given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"url": "http://s.example"}, "https"),
        ({"url": "http://localhost.example"}, "https"),
        ({"url": "ftp://s.example"}, "address"),
        ({"url": "s.example"}, "address"),
        ({"url": "https://[::1"}, "address"),
        ({"url": "https://s.example:port"}, "address"),
        ({"url": "https://user:word@s.example"}, "sign in"),
        ({"url": "https://s.example?key=1"}, "no \\?"),
        ({"people": ""}, "look_up"),
        ({"people": "people"}, "starts with"),
        ({"people": "//elsewhere.example/people"}, "starts with"),
        ({"people": "/people?page=1"}, "starts with"),
        ({"people": "", "look_up": FIND, "pages": {"by": "number"}}, "missing"),
        ({"person": "/people"}, "{ref}"),
        ({"look_up": {"path": "/find"}}, "safe"),
        ({"look_up": {"path": "/find", "safe": False}}, "safe"),
        ({"look_up": {**FIND, "items": ""}}, "batch = 1"),
        ({"look_up": {**FIND, "path": "find"}}, "starts with"),
        ({"pages": {"by": "guess"}}, "by"),
        ({"pages": {"by": "number", "next": "next"}}, "no next"),
        ({"pages": {"by": "token", "parameter": "t"}}, "next_header"),
        ({"pages": {"by": "token", "next": "n"}}, "parameter"),
        ({"pages": {"by": "link", "next_header": "X"}}, "Link header"),
        ({"auth": {"kind": "bearer"}}, "needs token"),
        ({"auth": {"kind": "oauth", "token_url": "https://s.example"}}, "client_id and client_secret"),
        (
            {
                "auth": {
                    "kind": "oauth",
                    "token_url": "http://s.example",
                    "client_id": "i",
                    "client_secret": "s",
                }
            },
            "token_url",
        ),
        ({"limits": {"attempt_seconds": 0}}, "attempt_seconds"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_does_not(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        made(**given)


def test_secrets_are_never_shown() -> None:
    settings = made(
        auth={
            "kind": "oauth",
            "token_url": "https://s.example",
            "client_id": "i",
            "client_secret": "hunter2",
        },
        headers={"X-Api-Key": "hunter2"},
        proxy="http://u:hunter2@proxy.example",
        tls={"client_key_password": "hunter2"},
    )
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    with pytest.raises(ValidationError) as raised:
        made(auth={"kind": "bearer", "token": ["hunter2"]}, url="https://hunter2 @")
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("LOCALHOST", True), ("10.0.0.1", False),
     ("localhost.example", False), ("0x7f.1", False), ("2130706433", False), ("", False)],
)  # fmt: skip
def test_what_is_this_machine(host: str, here: bool) -> None:
    assert is_loopback(host) is here
