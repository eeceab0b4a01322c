"""Where packages come from, and how uv is called: with settings of its own and none of whoever started the server."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

#: Of the variables of the server, those that say how the network is reached.
NETWORK_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
#: What uv says when it cannot reach the index.
UNREACHABLE = re.compile(
    r"error sending request|Failed to fetch|dns error|Connection refused|network is unreachable|timed out"
)
REDACTION_MARK = "•••"


@dataclass(frozen=True)
class PackageIndex:
    """The address of a package index, empty for the usual one, and the name and password to sign in with.

    `offline` installs what is stored already and reaches nothing.
    """

    address: str = ""
    credentials: str = ""
    offline: bool = False

    @classmethod
    def from_settings(cls, address: str, credentials_file: Path | None) -> "PackageIndex":
        """The index of the settings; `off` is none."""
        if address == "off":
            return cls(offline=True)
        credentials = credentials_file.read_text(encoding="utf-8").strip() if credentials_file else ""
        return cls(address, credentials)

    def build_variables(self, cache: Path, home: Path) -> dict[str, str]:
        """All that uv finds in its environment."""
        given = {name: os.environ[name] for name in NETWORK_VARIABLES if name in os.environ}
        index = {"UV_DEFAULT_INDEX": self._build_signed_address()} if self.address else {}
        return {
            **given,
            **index,
            **({"UV_OFFLINE": "1"} if self.offline else {}),
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "TMPDIR": str(home),
            "UV_CACHE_DIR": str(cache),
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_NO_CONFIG": "1",
            "UV_LINK_MODE": "hardlink",
            "UV_NO_PROGRESS": "1",
            "NO_COLOR": "1",
        }

    def redact(self, text: str) -> str:
        """The text without the password, as it is or as an address writes it."""
        user, _, password = self.credentials.partition(":")
        for secret in (password, quote(password, safe="")) if password else (user, quote(user, safe="")):
            text = text.replace(secret, REDACTION_MARK) if secret else text
        return text

    def _build_signed_address(self) -> str:
        parts = urlsplit(self.address)
        user, _, password = self.credentials.partition(":")
        signed = ":".join(quote(part, safe="") for part in (user, password) if part)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"{signed}@{host}" if signed else host))


def get_own_python() -> str:
    """The version of the Python that runs this program."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def find_interpreters() -> Mapping[str, Path]:
    """{version: interpreter} of the Pythons that environments can have: the server's own, and those of the system."""
    own = get_own_python()
    found = {own: Path(sys.base_prefix, "bin", f"python{own}")}
    for folder in (Path("/usr/bin"), Path("/usr/local/bin")):
        for path in folder.glob("python3.*"):
            version = path.name.removeprefix("python")
            if re.fullmatch(r"3\.\d+", version):
                found.setdefault(version, path)
    return dict(sorted(found.items(), key=lambda item: int(item[0].split(".")[1]), reverse=True))


def describe_failure(output: str) -> str:
    """Why uv ended, in a sentence: what it said last, without its ornaments."""
    lines = [re.sub(r"^[\s×╰─▶│├error:hint]*(?=[A-Z`'])", "", line).strip() for line in output.splitlines()]
    text = " ".join(line for line in lines if line and not line.startswith(("Resolved", "Using ", "Prepared")))
    if "no usable wheels" in text or "no wheels with a matching" in text:
        text += " Environments are built from wheels only."
    text = text.replace(" cause: ", ": ")[:1500] or "uv ended without a word"
    return text if text.endswith((".", "?")) else f"{text}."
