"""What the person who runs the assistant may choose, read once from the environment.

| variable | default | meaning |
| --- | --- | --- |
| `MLOPS_ASSISTANT_KNOWLEDGE` | what came with the package | folder of knowledge records |
| `MLOPS_ASSISTANT_DATA` | this user's data folder | where sessions and the index are kept |
| `MLOPS_ASSISTANT_DATABASE` | a file in the data folder | `sqlite:///…` or `postgresql://…` |
| `MLOPS_ASSISTANT_VECTORS` | empty: in memory | `postgresql://…` with pgvector, to search in |
| `MLOPS_ASSISTANT_ENCODER` | the packaged model | name or folder of a sentence encoder |
| `MLOPS_ASSISTANT_LANGUAGE_MODEL` | empty: off | `provider:model` of a chat model |
| `MLOPS_ASSISTANT_LANGUAGE_MODEL_URL` | the provider's own | `http://…` of its server, if another |
| `MLOPS_ASSISTANT_LANGUAGE_MODEL_SECONDS` | 20 | longest time one answer may take |
| `MLOPS_ASSISTANT_LANGUAGE_MODEL_TOKENS` | 300 | longest text it may write, in tokens |
| `MLOPS_ASSISTANT_LANGUAGE_MODEL_SUGGESTS` | false | whether it may suggest placements |
| `MLOPS_ASSISTANT_KEEP_DAYS` | 0: for good | days that a session is kept after its last word |
| `MLOPS_ASSISTANT_LOG` | text | form of the log lines: `text` or `json` |
| `MLOPS_ASSISTANT_OPERATORS` | this machine only | networks that may read the server's numbers |
| `MLOPS_ASSISTANT_SIGN_IN` | off | whether people may (`offered`) or must (`required`) sign in |

An empty value counts as not set.
"""

import os
import re
import sys
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "MLOPS_ASSISTANT_"
FOLDER = "mlops-assessment-assistant"
DATABASE_FILE = "sessions.sqlite3"
_DATABASE = re.compile(r"(sqlite:///.+|(postgres|postgresql)(\+psycopg)?://.+)")
_LANGUAGE_MODEL = re.compile(r"[A-Za-z0-9_-]+:\S+")
_URL = re.compile(r"https?://[^\s/@?#]+(/[^\s?#]*)?")


class SettingsError(Exception):
    """One or more settings cannot be used; one line for each, naming the variable."""


def _folder(value: object) -> object:
    """Trim, and expand `~`, which a shell leaves alone inside quotes."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        raise ValueError("must name a folder")
    try:
        return Path(value.strip()).expanduser()
    except RuntimeError as error:
        raise ValueError("'~' cannot be used, because this user has no home folder") from error


def _networks(text: str) -> list[IPv4Network | IPv6Network]:
    """Return the networks of a list with commas. Raises ValueError with the one that is none."""
    return [ip_network(one.strip()) for one in text.split(",") if one.strip()]


Folder = Annotated[Path, BeforeValidator(_folder)]


class Settings(BaseSettings):
    """All choices of one run, frozen."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        str_strip_whitespace=True,
        frozen=True,
        extra="forbid",
    )

    knowledge: Folder | None = None
    """Folder of knowledge records, or None for those that came with the package."""
    data: Folder = Field(default_factory=lambda: data_folder(os.environ, sys.platform))
    """Folder for the session database and the search index; made when first needed."""
    database: str = Field(default="", repr=False)
    """Address of the database, or empty for a file in `data`. Hidden: it may hold a password."""
    vectors: str = Field(default="", repr=False)
    """Address of a PostgreSQL with pgvector in which the library is searched; empty for memory."""
    encoder: str = ""
    """Name or folder of a sentence encoder; empty for the packaged model."""
    language_model: str = ""
    """A chat model as `provider:model`; empty means none, and nothing leaves the machine."""

    language_model_url: str = ""
    """Address of the server that speaks the provider's protocol; empty for the provider's own."""
    language_model_seconds: float = Field(default=20.0, ge=1.0, le=120.0)
    """Time one answer may take in all, retry included; then the composed answer stands."""
    language_model_tokens: int = Field(default=300, ge=16, le=4096)
    """Tokens one answer may have."""
    language_model_suggests: bool = False
    """Whether it is sent statements that were not placed, to suggest what they tell of."""

    keep_days: int = Field(default=0, ge=0, le=36_500)
    """Days after which a session in which nothing more was said is deleted; 0 keeps them."""
    log: Literal["text", "json"] = "text"
    """Form of the log lines on standard error."""
    operators: str = ""
    """Addresses and networks, apart by commas, that may read the numbers of the server and the
    reasons why it is not ready; this machine always may."""

    sign_in: Literal["off", "offered", "required"] = "off"
    """Whether people sign in, at whom `[auth]` of Streamlit's secrets names; docs/operating.md."""

    @field_validator("operators")
    @classmethod
    def _operators_are_networks(cls, value: str) -> str:
        _networks(value)
        return value

    @field_validator("knowledge")
    @classmethod
    def _knowledge_is_a_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"there is no folder '{value}'")
        return value

    @field_validator("data")
    @classmethod
    def _data_can_be_a_folder(cls, value: Path) -> Path:
        if value.exists() and not value.is_dir():
            raise ValueError(f"'{value}' is a file, not a folder")
        return value.absolute()

    @field_validator("database")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        if value and not _DATABASE.fullmatch(value):
            # The address is not repeated here: it may hold a password.
            raise ValueError("must start with sqlite:/// or postgresql:// and name a database")
        return value

    @field_validator("vectors")
    @classmethod
    def _vectors_are_in_postgresql(cls, value: str) -> str:
        if value and (not _DATABASE.fullmatch(value) or value.startswith("sqlite")):
            raise ValueError("must start with postgresql:// and name a database")
        return value

    @field_validator("language_model")
    @classmethod
    def _language_model_is_named(cls, value: str) -> str:
        if value and not _LANGUAGE_MODEL.fullmatch(value):
            raise ValueError(f"must be written as provider:model (found '{value}')")
        return value

    @field_validator("language_model_url")
    @classmethod
    def _language_model_has_an_address(cls, value: str) -> str:
        if value and not _URL.fullmatch(value):
            raise ValueError("must start with http:// or https:// and hold no key")
        return value

    def operates(self, address: str) -> bool:
        """Whether an address is that of this machine or of an operator."""
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None) or found
        return mapped.is_loopback or any(mapped in one for one in _networks(self.operators))

    @property
    def suggests(self) -> bool:
        """Whether a language model is named, and may suggest placements too."""
        return bool(self.language_model) and self.language_model_suggests

    @property
    def database_url(self) -> str:
        """Address of the database to open."""
        return self.database or f"sqlite:///{self.data / DATABASE_FILE}"


def read() -> Settings:
    """Return the settings of this environment.

    Raises SettingsError with one line for each value that cannot be used, and for each variable
    with our prefix that is not a setting, which is nearly always a typing error.
    """
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = {name for name in os.environ if name.upper().startswith(PREFIX)}
    faults = [
        f"{name}: is not a setting; there are {', '.join(sorted(known))}"
        for name in sorted(given)
        if name.upper() not in known
    ]
    try:
        settings = Settings()
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            field = PREFIX + "_".join(str(part) for part in one["loc"][:1]).upper()
            faults.append(f"{field}: {one['msg'].removeprefix('Value error, ')}")
    if faults:
        raise SettingsError("\n".join(faults))
    return settings


def data_folder(environment: Mapping[str, str], platform: str) -> Path:
    """Return where this platform keeps a user's data, with our name; creates nothing."""
    try:
        home = Path.home()
    except RuntimeError as error:
        raise SettingsError(
            f"{PREFIX}DATA: must be set, because this user has no home folder"
        ) from error
    if platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_DATA_HOME", ""))
        if not base.is_absolute():  # the specification says to ignore relative values
            base = home / ".local" / "share"
    return base / FOLDER
