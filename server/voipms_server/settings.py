"""Settings from the environment and the user's TOML file; passwords never stand in the file."""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from voipms_server.answers.reading import is_row
from voipms_server.api.client import URL
from voipms_server.errors import NotAllowed

PREFIX = "VOIPMS_MCP_"
CONFIG = "VOIPMS_MCP_CONFIG"
API = {"username": "VOIPMS_API_USERNAME", "password": "VOIPMS_API_PASSWORD", "url": "VOIPMS_API_URL"}
ELSEWHERE = {CONFIG}
SECRETS = ("password", "http_tokens")


class AccountSettings(BaseModel):
    """One VoIP.ms account: its portal e-mail and where its API is. The password is in the keyring."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    username: str
    password: SecretStr | None = None
    url: str = URL


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
    ask_timeout_seconds: float = Field(45, gt=0, le=600)
    approval_minutes: float = Field(10, gt=0, le=60)
    settle_seconds: float = Field(120, ge=1)
    read_only: bool = False
    profile: Literal["default", "full"] = "default"
    toolsets: list[str] = Field(default_factory=list[str])
    tools: list[str] = Field(default_factory=list[str])
    http_tokens: dict[str, SecretStr] = Field(default_factory=dict[str, SecretStr])
    http_allowed_hosts: list[str] = Field(default_factory=list[str])
    http_allowed_origins: list[str] = Field(default_factory=list[str])

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


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in force. Raises NotAllowed with one sentence for each thing that is wrong."""
    environment = os.environ if environment is None else environment
    _refuse_unknown([name.removeprefix(PREFIX).lower() for name in environment if _is_ours(name)], "environment")
    stored = read_file(config_path())
    try:
        settings = Settings.model_validate(stored)
    except ValidationError as error:
        raise NotAllowed(_sentences(error)) from None
    except Exception as error:
        raise NotAllowed(f"A setting of the environment is not valid JSON: {type(error).__name__}.") from None
    for name, token in settings.http_tokens.items():
        if len(token.get_secret_value()) < 24:
            raise NotAllowed(f"The HTTP token of {name!r} is too short; use 24 characters or more.")
    return settings


def read_file(path: Path) -> dict[str, object]:
    """The file's settings; none when there is no file. Raises NotAllowed for what must not be in it."""
    if not path.exists():
        return {}
    try:
        stored: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotAllowed(f"The settings file {path} cannot be read: {type(error).__name__}.") from None
    _refuse_unknown(list(stored), f"file {path}")
    accounts = stored.get("accounts", {})
    holders: list[object] = [stored, *(accounts.values() if is_row(accounts) else [])]
    if any(secret in holder for holder in holders if is_row(holder) for secret in SECRETS):
        raise NotAllowed(
            f"The settings file {path} holds a secret. Take it out: mcp-voipms init puts passwords into the system "
            "keyring, and VOIPMS_MCP_HTTP_TOKENS takes tokens."
        )
    return stored


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX) and name not in ELSEWHERE


def _refuse_unknown(names: list[str], where: str) -> None:
    known = list(Settings.model_fields)
    for name in names:
        if name.partition("__")[0] not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"The settings are: {', '.join(known)}."
            raise NotAllowed(f"The {where} has an unknown setting {name[:60]!r}. {hint}")


def _sentences(error: ValidationError) -> str:
    told = [
        f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
        for one in error.errors(include_url=False, include_input=False)
    ]
    return "The settings are not right. " + "; ".join(told)
