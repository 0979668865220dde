"""Settings from the environment and the user's TOML file; passwords never stand in the file."""

import difflib
import os
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Literal

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from voipms_server.errors import NotAllowed
from voipms_server.shapes import is_row

PREFIX = "VOIPMS_MCP_"
CONFIG = "VOIPMS_MCP_CONFIG"
API = {"username": "VOIPMS_API_USERNAME", "password": "VOIPMS_API_PASSWORD", "url": "VOIPMS_API_URL"}
ELSEWHERE = {CONFIG}
SECRETS = ("password", "http_tokens")
NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
SHORTEST_TOKEN = 24
Act = Literal["off", "warn", "confirm", "refuse"]
"""What a rule about texts does when it matches."""


class AccountSettings(BaseModel):
    """One VoIP.ms account: its portal e-mail and where its API is. The password is in the keyring."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    username: str
    password: SecretStr | None = None
    url: str | None = None


class Settings(BaseSettings):
    """Every setting: `VOIPMS_MCP_<NAME>` in the environment, `<name>` in the file; the environment wins."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", hide_input_in_errors=True
    )
    accounts: dict[str, AccountSettings] = Field(default_factory=dict[str, AccountSettings])
    account: str | None = None
    timeout_seconds: float = Field(30, gt=0, le=300)
    rate_per_minute: float = Field(60, gt=0)
    rate_burst: int = Field(10, ge=1)
    max_rows: int = Field(100, ge=1, le=10_000)
    ask_timeout_seconds: float = Field(45, gt=0, le=45)
    approval_minutes: float = Field(10, gt=0, le=60)
    settle_seconds: float = Field(120, ge=1)
    confirm: Literal["auto", "client", "page", "both"] = "auto"
    page_port: int = Field(0, ge=0, le=65535)
    page_url: str = ""
    spend_per_order: Decimal | None = Field(None, ge=0)
    spend_per_day: Decimal | None = Field(None, ge=0)
    spend_limits: Literal["off", "warn", "refuse"] = "warn"
    store: str = ""
    store_key_file: str = ""
    keep_secrets: bool = True
    journal_days: int = Field(0, ge=0)
    time_zone: str = ""
    file_folders: list[str] = Field(default_factory=list[str])
    media_folders: list[str] = Field(default_factory=list[str])
    caution_minutes: float = Field(15, gt=0, le=1440)
    sms_per_day: int = Field(100, ge=0)
    sms_service: Act = "refuse"
    sms_stopped: Act = "refuse"
    sms_daily: Act = "refuse"
    sms_repeated: Act = "confirm"
    sms_new_recipient: Act = "confirm"
    sms_many: Act = "confirm"
    sms_link: Act = "confirm"
    sms_new_number: Act = "warn"
    read_only: bool = False
    profile: Literal["default", "full"] = "default"
    toolsets: list[str] = Field(default_factory=list[str])
    tools: list[str] = Field(default_factory=list[str])
    http_tokens: dict[str, SecretStr] = Field(default_factory=dict[str, SecretStr])
    http_allowed_hosts: list[str] = Field(default_factory=list[str])
    http_allowed_origins: list[str] = Field(default_factory=list[str])
    inbound_url: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file, whose values come in as arguments."""
        return env_settings, init_settings


def config_path() -> Path:
    """The settings file; `VOIPMS_MCP_CONFIG` names another."""
    return Path(os.environ.get(CONFIG) or user_config_path("mcp-voipms") / "config.toml")


def load() -> Settings:
    """The settings in force. Raises NotAllowed with one sentence for each thing that is wrong."""
    _refuse_unknown([name[len(PREFIX) :].lower() for name in os.environ if _is_ours(name)], "environment")
    stored = read_file(config_path())
    try:
        settings = Settings.model_validate(stored)
    except ValidationError as error:
        raise NotAllowed(_sentences(error)) from None
    for name in settings.accounts:
        check_name(name)
    for name, token in settings.http_tokens.items():
        if len(token.get_secret_value()) < SHORTEST_TOKEN:
            raise NotAllowed(
                f"The HTTP token of {name[:60]!r} is too short; use {SHORTEST_TOKEN} random characters or more."
            )
    return settings


def check_name(name: str) -> None:
    """An account's name stands in questions, in the file and in environment variables. Raises NotAllowed."""
    if not NAME.fullmatch(name):
        raise NotAllowed(f"{name[:60]!r} cannot name an account: use at most 40 of a-z, 0-9, - and _, a letter first.")


def read_file(path: Path) -> dict[str, object]:
    """The file's settings; none when there is no file. Raises NotAllowed for what must not be in it."""
    stored = parse(read_text(path), path)
    _refuse_unknown(list(stored), f"file {path}")
    accounts = stored.get("accounts", {})
    holders: list[object] = [stored, *(accounts.values() if is_row(accounts) else [])]
    if any(secret in holder for holder in holders if is_row(holder) for secret in SECRETS):
        raise NotAllowed(
            f"The settings file {path} holds a secret. Take it out: mcp-voipms init puts passwords into the system "
            "keyring, and VOIPMS_MCP_HTTP_TOKENS takes tokens."
        )
    return stored


def read_text(path: Path) -> str:
    """What the file holds; nothing when there is none. Raises NotAllowed where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise NotAllowed(
            f"The settings file {path} cannot be read: {error.strerror or type(error).__name__}."
        ) from None
    except UnicodeDecodeError:
        raise NotAllowed(f"The settings file {path} is not UTF-8 text.") from None


def parse(text: str, path: Path) -> dict[str, object]:
    """The TOML of the settings file. Raises NotAllowed where it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotAllowed(f"The settings file {path} is not valid TOML: {str(error)[:200]}.") from None


def _is_ours(name: str) -> bool:
    return name.upper().startswith(PREFIX) and name.upper() not in ELSEWHERE


def _refuse_unknown(names: list[str], where: str) -> None:
    known = list(Settings.model_fields)
    for name in names:
        if name.partition("__")[0] not in known:
            near = difflib.get_close_matches(name[:60], known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"The settings are: {', '.join(known)}."
            raise NotAllowed(f"The {where} has an unknown setting {name[:60]!r}. {hint}")


def _sentences(error: ValidationError) -> str:
    told = [_sentence(one) for one in error.errors(include_url=False, include_input=False)]
    return "The settings are not right. " + "; ".join(told)


def _sentence(error: ErrorDetails) -> str:
    """What is wrong with one setting; the library names one that is not even JSON in quotes only."""
    if error["loc"]:
        return f"{'.'.join(map(str, error['loc']))[:100]}: {error['msg'][:200]}"
    quoted = re.search(r'"([a-z_]{1,40})"', error["msg"])
    name = f"{PREFIX}{quoted[1].upper()}" if quoted else "One of the environment"
    return f"""{name} is not valid JSON: a list is written as ["one", "two"], a table as {{"name": "value"}}"""
