"""Every setting of the server and of the command line; each is read from the environment as DESIGNERY_NAME."""

import os
import re
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from server import machine_resources
from server.network_list import NetworkList
from server.setting_values import (
    AddressSetting,
    ByteSize,
    DurationSeconds,
    InvalidSettings,
    describe_setting_errors,
    refuse_unknown,
)

MEBIBYTE = 2**20
GIBIBYTE = 2**30
EMAIL_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


def _find_default_home() -> Path:
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "designery"


def _read_secret(file: Path) -> str:
    """What a file holds besides white space."""
    return file.read_text(encoding="utf-8").strip()


class Settings(BaseSettings):
    """Settings with their defaults."""

    model_config = SettingsConfigDict(env_prefix="DESIGNERY_", extra="ignore")

    home: Path = Field(default_factory=_find_default_home, description="The data folder: database, artifacts, uploads.")
    database_url: str = Field(
        default="",
        description="The database, as `postgresql://user@host/database`. Empty: SQLite inside the data folder.",
    )
    database_password_file: Path | None = Field(
        default=None, description="A file with the password of the database, instead of a password in its address."
    )
    mode: Literal["personal", "team"] = Field(
        default="personal",
        description="`personal`: one user, who opens the launch link. `team`: accounts with sign-in, and workspaces.",
    )
    url: AddressSetting = Field(
        default="",
        description="The address under which people reach the server, as `https://designery.example.org` or, below a "
        "path of a host, `https://example.org/designery`. A team server only accepts requests for that host name. If "
        "it is empty, and on a personal server, only this machine can connect.",
    )
    trusted_proxy: str = Field(
        default="",
        description="The address of a proxy in front of this server. Its word is taken for where requests come from "
        "and for their `X-Request-ID`. Separate several addresses or networks with commas.",
    )
    oidc_issuer: str = Field(
        default="",
        description="The address of an identity provider that supports OpenID Connect. Empty: none. It has to allow "
        "the redirect address `{DESIGNERY_URL}/login/provider/callback`.",
    )
    oidc_client_id: str = Field(default="", description="The client id of this server at the identity provider.")
    oidc_client_secret: str = Field(default="", description="The client secret for that id.")
    oidc_client_secret_file: Path | None = Field(
        default=None, description="A file with that secret, instead of the secret itself."
    )
    oidc_name: str = Field(default="single sign-on", description="The text on the button for the identity provider.")
    oidc_accounts: Literal["invited", "anyone"] = Field(
        default="invited",
        description="Who gets an account by signing in there: people with an invitation or a group with a rule, or "
        "everyone with a verified e-mail address at the provider.",
    )
    oidc_scopes: str = Field(
        default="openid email profile",
        description="The scopes to ask the identity provider for. "
        "Some providers send groups only if `groups` is one of them.",
    )
    oidc_groups_claim: str = Field(
        default="groups",
        description="The claim with a person's groups, such as `groups` or `realm_access.roles`.",
    )
    oidc_group_rules_file: Path | None = Field(
        default=None,
        description="A JSON file with group rules, in addition to those made in the browser.",
    )
    oidc_groups_required: bool = Field(
        default=False,
        description="Whether the identity provider admits only people who have a group with a rule. Owners of the "
        "server can always sign in.",
    )
    host: str = Field(default="127.0.0.1", description="The address that the server listens on.")
    port: int = Field(
        default=8765, ge=0, le=65535, description="The port that the server listens on. 0 picks a free one."
    )
    slots: int = Field(
        default_factory=machine_resources.choose_default_slots,
        ge=1,
        description="How many steps run at the same time. Half as many again, and at least one, are reserved for runs "
        "that would otherwise wait for long steps of other runs.",
    )
    step_memory: ByteSize = Field(
        default_factory=lambda values: machine_resources.choose_step_memory(values.get("slots", 1)),
        ge=256 * MEBIBYTE,
        description="Memory limit of one step with all its processes, in bytes.",
    )
    step_seconds: DurationSeconds = Field(
        default=6 * 3600, ge=0, description="Time limit of one step, in seconds. 0 is no limit."
    )
    step_output: ByteSize = Field(
        default_factory=lambda values: (
            machine_resources.choose_step_output(values["home"]) if "home" in values else 20 * GIBIBYTE
        ),
        ge=MEBIBYTE,
        description="How much one step may write, in bytes.",
    )
    disk_reserve: ByteSize = Field(
        default_factory=lambda values: (
            machine_resources.choose_disk_reserve(values["home"]) if "home" in values else GIBIBYTE
        ),
        ge=0,
        description="How much disk space to keep free, in bytes. With less, no run starts and `/readyz` reports it.",
    )
    step_files: int = Field(default=100_000, ge=100, description="How many files one step may have written at once.")
    step_processes: int = Field(default=128, ge=8, description="How many processes one step may have at once.")
    workspace_storage: ByteSize = Field(
        default=0,
        ge=0,
        description="How much one workspace may store, in bytes, unless an owner sets another limit. 0 is no limit.",
    )
    workspace_steps: int = Field(
        default=0,
        ge=0,
        description="How many steps of one workspace run at the same time, "
        "unless an owner sets another limit. 0 is no limit.",
    )
    workspace_runs: int = Field(
        default=0,
        ge=0,
        description="How many runs of one workspace may be in progress or waiting, "
        "unless an owner sets another limit. 0 is no limit.",
    )
    upload_limit: ByteSize = Field(
        default=2 * GIBIBYTE, ge=MEBIBYTE, description="Size limit of an uploaded file, in bytes."
    )
    allowed_hosts: str = Field(
        default="",
        description="Addresses of your own network that Import Data, object storage and web hooks may reach: names, "
        "addresses or networks, separated by commas, each with or without a port.",
    )
    fetch_seconds: DurationSeconds = Field(
        default=600, gt=0, description="Time limit of one fetch or delivery outside this machine, in seconds."
    )
    package_index: str = Field(
        default="",
        description="The package index that environments are built from, as `https://packages.example.org/simple`. "
        "Empty: the Python Package Index. `off`: only packages that this server has stored.",
    )
    package_index_credentials_file: Path | None = Field(
        default=None, description="A file with `user:password` for that index."
    )
    install_extras: bool = Field(
        default=True,
        description="Whether owners of the server may install the extras of Designery from the browser, into the "
        "server's own environment.",
    )
    triggers: bool = Field(
        default=True,
        description="Whether this server starts runs by schedules and other triggers. Turn it off for a copy of a "
        "server that must not run anything by itself.",
    )
    isolation: Literal["auto", "S3", "S2", "S1"] = Field(
        default="auto",
        description="The isolation level of steps. `auto` uses the highest level that passed the test at the start. "
        "Otherwise the simplest mechanism that reaches this level is used, or the best available one. Imported "
        "scripts need this level; with `auto` they need S3.",
    )

    smtp_host: str = Field(default="", description="The mail server that sends notifications. Empty: no e-mail.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="The port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How the connection to the mail server is encrypted: `starttls` (mostly port 587), `tls` (465), or "
        "`none`, for a mail server on this machine.",
    )
    smtp_user: str = Field(default="", description="The name to sign in to the mail server with. Empty: not needed.")
    smtp_password: str = Field(default="", description="The password for that name.")
    smtp_password_file: Path | None = Field(
        default=None, description="A file with that password, instead of the password itself."
    )
    smtp_from: str = Field(
        default="",
        validate_default=True,
        description="The address that e-mails come from. Needed with `DESIGNERY_SMTP_HOST`.",
    )
    smtp_to: str = Field(
        default="",
        description="On a personal server, the address that e-mails go to. On a team server they go to the address "
        "that people sign in with.",
    )

    assistant_url: AddressSetting = Field(
        default="",
        description="The address of a language model for the prompt bar, which understands OpenAI's chat completions "
        "with tools, such as `http://localhost:11434/v1`. Empty: no prompt bar, and nothing is sent anywhere.",
    )
    assistant_model: str = Field(
        default="",
        validate_default=True,
        description="The name of the model at that address. Needed with `DESIGNERY_ASSISTANT_URL`.",
    )
    assistant_key: str = Field(default="", description="The API key for that address. Empty: not needed.")
    assistant_key_file: Path | None = Field(
        default=None, description="A file with that key, instead of the key itself."
    )

    log_format: Literal["text", "json"] = Field(
        default="text", description="The format of log lines: `text` for people, or `json` with one object per line."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The lowest level that is logged."
    )
    access_log: Literal["requests", "all", "off"] = Field(
        default="requests",
        description="Which requests are logged. `requests` leaves out health, metrics and the app's files.",
    )
    metrics_token: str = Field(
        default="",
        description="The bearer token for reading `/metrics` on a team server. A personal server shows its metrics to "
        "this machine only.",
    )
    metrics_token_file: Path | None = Field(
        default=None, description="A file with that token, instead of the token itself."
    )
    metrics_addresses: str = Field(
        default="",
        description="Addresses or networks that may read `/metrics` of a team server without a token, "
        "separated by commas.",
    )

    @field_validator("trusted_proxy", "metrics_addresses")
    @classmethod
    def _check_networks(cls, text: str) -> str:
        try:
            NetworkList(text)
        except ValueError:
            raise ValueError("addresses or networks separated by commas, such as 10.0.0.7 or 172.16.0.0/12") from None
        return text

    @field_validator("smtp_from", "smtp_to")
    @classmethod
    def _check_email_address(cls, text: str, info: ValidationInfo) -> str:
        is_missing = info.field_name == "smtp_from" and not text and bool(info.data.get("smtp_host"))
        if is_missing or (text and not EMAIL_ADDRESS.fullmatch(text)):
            raise ValueError("an e-mail address, such as designery@example.org")
        return text

    @field_validator("assistant_model")
    @classmethod
    def _check_model_is_named(cls, text: str, info: ValidationInfo) -> str:
        if info.data.get("assistant_url") and not text.strip():
            raise ValueError("the name of a model at DESIGNERY_ASSISTANT_URL")
        return text.strip()

    @property
    def assistant_secret(self) -> str:
        """The key toward the language model, from the file where one is named."""
        return self.assistant_key if self.assistant_key_file is None else _read_secret(self.assistant_key_file)

    @property
    def smtp_secret(self) -> str:
        """The password toward the mail server, from the file where one is named."""
        return self.smtp_password if self.smtp_password_file is None else _read_secret(self.smtp_password_file)

    @property
    def team(self) -> bool:
        """Whether people sign in to this server."""
        return self.mode == "team"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that this server answers to."""
        named = urlsplit(self.url).hostname if self.team and self.url else None
        return ("127.0.0.1", "localhost", "[::1]", *((named,) if named else ()))

    @property
    def prefix(self) -> str:
        """The path below which people reach this server, as `/designery`; empty where it has its host alone."""
        return urlsplit(self.url).path.rstrip("/")

    @property
    def metrics_secret(self) -> str:
        """The token of whoever reads the metrics, from the file where one is named."""
        return self.metrics_token if self.metrics_token_file is None else _read_secret(self.metrics_token_file)

    @property
    def oidc_secret(self) -> str:
        """The secret toward the identity provider, from the file where one is named."""
        file = self.oidc_client_secret_file
        return self.oidc_client_secret if file is None else _read_secret(file)

    @property
    def secure(self) -> bool:
        """Whether browsers come by https, so that cookies may say so."""
        return self.url.startswith("https://")

    @cached_property
    def folder(self) -> Path:
        """The data folder as an absolute path."""
        return self.home.expanduser().resolve()

    @property
    def database(self) -> str:
        """The address of the database, with its password."""
        if not self.database_url:
            return f"sqlite:///{self.folder / 'designery.sqlite'}"
        if self.database_password_file is None:
            return self.database_url
        from sqlalchemy import make_url

        password = _read_secret(self.database_password_file)
        return make_url(self.database_url).set(password=password).render_as_string(hide_password=False)


def load_settings(**overrides: str | int | None) -> Settings:
    """The settings of the environment, those given on a command line in their place. Raises InvalidSettings."""
    refuse_unknown(Settings.model_fields)
    try:
        return Settings.model_validate(
            {**Settings().model_dump(), **{name: value for name, value in overrides.items() if value is not None}}
        )
    except ValidationError as error:
        raise InvalidSettings(describe_setting_errors(error)) from None
