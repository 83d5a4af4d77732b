"""What a config says about a server: address, pages, sign-in, limits. Nothing here connects."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator

BodyPath = tuple[str, ...]

Positive = Annotated[float, Field(gt=0, le=86_400)]


def _steps(value: object) -> object:
    """One step is a path of its own; in XML the slashes divide it later."""
    return [value] if isinstance(value, str) else value


Place = Annotated[BodyPath, Field(min_length=1), BeforeValidator(_steps)]
"""Where something stands in a body: steps in JSON, one path such as `Paging/@total` in XML."""


class Part(BaseModel):
    """What all parts share: unknown keys are errors, nothing changes, and no value is ever quoted."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Pages(Part):
    """`pages`: how a list is divided, and how its end is known.

    Attributes:
        by: `number`; `token`, which one page gives for the next; or `link`, the whole address of the next.
        parameter: name of the parameter that carries the page's number or token.
        first: number of the first page.
        size_parameter: name of the parameter that asks for so many people a page; not asked if empty.
        size: people a page.
        next: where a body holds the next token or link.
        next_header: the header that holds the next token.
        total: where a body holds how many people the whole list has. With it a lost page is always noticed.
    """

    by: Literal["number", "token", "link"]
    parameter: str = ""
    first: Annotated[int, Field(ge=0)] = 1
    size_parameter: str = ""
    size: Annotated[int, Field(ge=1, le=1000)] = 500
    next: Place | None = None
    next_header: str = ""
    total: Place | None = None

    @model_validator(mode="after")
    def _fits(self) -> Pages:
        if self.by == "number" and (self.next or self.next_header):
            raise ValueError('pages by number have no next; write by = "token" or by = "link"')
        if self.by == "token" and bool(self.next) == bool(self.next_header):
            raise ValueError("pages by token need next or next_header: where the token stands")
        if self.by == "link" and (self.next_header or self.parameter):
            raise ValueError("pages by link need next, or nothing at all for the Link header")
        if self.by == "token" and not self.parameter:
            raise ValueError("pages by token need parameter: the name under which a token is sent")
        return self

    @property
    def name(self) -> str:
        """Name of the parameter that carries the page."""
        return self.parameter or "page"


class Auth(Part):
    """`auth`: how Fingerpost signs in. A client certificate stands under `tls`.

    Attributes:
        kind: `bearer`, `basic`, or `oauth`: client credentials (RFC 6749, 4.4).
        token: of `bearer`.
        username: of `basic`.
        password: of `basic`.
        token_url: of `oauth`: where tokens are given out.
        client_id: of `oauth`.
        client_secret: of `oauth`.
        scope: of `oauth`, as the server wants it.
        credentials_in: of `oauth`: whether id and secret go into the header or into the body.
    """

    kind: Literal["bearer", "basic", "oauth"]
    token: SecretStr | None = None
    username: str = ""
    password: SecretStr | None = None
    token_url: str = ""
    client_id: str = ""
    client_secret: SecretStr | None = None
    scope: str = ""
    credentials_in: Literal["header", "body"] = "header"

    @model_validator(mode="after")
    def _whole(self) -> Auth:
        wanted = {
            "bearer": ("token",),
            "basic": ("username", "password"),
            "oauth": ("token_url", "client_id", "client_secret"),
        }[self.kind]
        missing = [name for name in wanted if not getattr(self, name)]
        if missing:
            raise ValueError(f"{self.kind} needs {' and '.join(missing)}")
        return self


class Tls(Part):
    """`tls`: certificates, as paths from the config's folder.

    Attributes:
        root_certificate: PEM file of the authority that signed the server's certificate, beside those that
            the machine trusts.
        client_certificate: PEM file with which Fingerpost shows who it is.
        client_key: PEM file of its key, where it is not in the same file.
        client_key_password: the key's password.
    """

    root_certificate: str = ""
    client_certificate: str = ""
    client_key: str = ""
    client_key_password: SecretStr | None = None


class Limits(Part):
    """`limits`: how long, how often, how much.

    Attributes:
        attempt_seconds: for one request, by the clock on the wall, from connecting to the last byte.
        operation_seconds: for one page with all its attempts and pauses.
        run_seconds: for everybody, from the first page to the last.
        attempts: how often a request is made at most.
        retry_after_seconds: how long a pause the server may ask for; one that asks for longer is down.
        page_megabytes: the largest body, counted once it is unpacked.
        connections: how many requests run side by side.
        allow_compression: whether the server may pack its answers.
    """

    attempt_seconds: Positive = 30.0
    operation_seconds: Positive = 180.0
    run_seconds: Positive = 14_400.0
    attempts: Annotated[int, Field(ge=1, le=10)] = 4
    retry_after_seconds: Annotated[float, Field(ge=0, le=3600)] = 120.0
    page_megabytes: Annotated[float, Field(gt=0, le=256)] = 5.0
    connections: Annotated[int, Field(ge=1, le=64)] = 4
    allow_compression: bool = False

    @property
    def page_bytes(self) -> int:
        """The largest body in bytes."""
        return int(self.page_megabytes * 1_000_000)


class LookUp(Part):
    """`look_up`: people are asked for in the body of a POST, so that nobody stands in an address.

    Attributes:
        path: where to, from `url`.
        safe: that asking twice changes nothing: only then may it be repeated, so it has to be said.
        batch: how many people are asked for at once.
        items: key of the body under which they stand; if empty, the body is one person's and `batch` is 1.
        identifier: key of an identifier (an NHS number, or the master's reference); if empty, people are
            not looked up by identifier.
        born: key of the date of birth, as 1950-03-05; not sent if empty.
        field: the canonical field of an answer that holds the identifier.
        reference: key of the server's own reference, for one person on demand; if empty, there is no such.
    """

    path: str
    safe: Literal[True]
    batch: Annotated[int, Field(ge=1, le=1000)] = 50
    items: str = "people"
    identifier: str = "nhs_number"
    born: str = "date_of_birth"
    field: Literal["nhs_number", "master_ref"] = "nhs_number"
    reference: str = ""

    @model_validator(mode="after")
    def _one_where_there_is_no_list(self) -> LookUp:
        if not self.items and self.batch != 1:
            raise ValueError("without items the body holds one person: write batch = 1")
        _check_path(self.path)
        return self


class Server(Part):
    """A server: where it is, how to sign in, and within which limits it is asked.

    Attributes:
        url: address that every path starts from; https, or a loopback address.
        headers: further headers of every request.
        auth: how Fingerpost signs in.
        tls: certificates.
        proxy: address of the council's proxy; none of the machine's own settings is used.
        limits: how long, how often, how much.
        allow_plain_http: whether it may be asked unencrypted although it is another machine.
    """

    url: str
    headers: dict[str, SecretStr] = {}
    auth: Auth | None = None
    tls: Tls = Tls()
    proxy: SecretStr | None = None
    limits: Limits = Limits()
    allow_plain_http: bool = False

    @model_validator(mode="after")
    def _is_reached(self) -> Server:
        if "url" in self.model_fields_set:  # a kind of source may do without one
            _check_address(self.url, "url", allow_plain=self.allow_plain_http)
        if self.auth is not None and self.auth.kind == "oauth":
            _check_address(self.auth.token_url, "auth.token_url", allow_plain=self.allow_plain_http)
        return self


class HttpSettings(Server):
    """A server, and how to read people from it.

    Attributes:
        url: address that every path starts from; https, or a loopback address.
        mapping: the mapping, of format `json` or `xml`.
        settings: council settings of the mapping.
        people: path of the list of everybody; the server has none if empty.
        parameters: parameters that every page of the list is asked with.
        person: path of one person, with `{ref}` in it. Only where references may stand in addresses,
            and so in the logs of servers and proxies.
        headers: further headers of every request.
        pages: how the list is divided; it is one page without it.
        look_up: how people are asked for by POST.
        auth: how Fingerpost signs in.
        tls: certificates.
        proxy: address of the council's proxy; none of the machine's own settings is used.
        limits: how long, how often, how much.
        allow_plain_http: whether people may travel unencrypted to another machine.
    """

    mapping: str
    settings: dict[str, str | list[str]] = {}
    people: str = ""
    parameters: dict[str, str] = {}
    person: str = ""
    pages: Pages | None = None
    look_up: LookUp | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> HttpSettings:
        if not (self.people or self.look_up):
            raise ValueError("a server needs people (the path of its list), look_up, or both")
        if self.pages and not self.people:
            raise ValueError("pages divide a list: people, its path, is missing")
        if self.person and self.person.count("{ref}") != 1:
            raise ValueError("person needs {ref} once, where the reference stands, as in /people/{ref}")
        for path in filter(None, (self.people, self.person)):
            _check_path(path)
        return self


def _check_path(path: str) -> None:
    if not path.startswith("/") or path.startswith("//") or "?" in path or "#" in path:
        raise ValueError("a path starts with one / and has no ? and no #")


def _check_address(address: str, key: str, *, allow_plain: bool) -> None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in {"http", "https"}:
        raise ValueError(f"{key} is an address such as https://server.example/api")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(f"{key} has no user, no ? and no #; people sign in with auth")
    if parts.scheme == "http" and not (allow_plain or is_loopback(host)):
        raise ValueError(f"{key} starts with https://, unless allow_plain_http = true")


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine, whatever a name server says."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
