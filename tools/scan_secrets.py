"""Looks through the files under version control for keys, tokens and passwords.

python -m tools.scan_secrets            fails at one that .secrets.baseline does not name
python -m tools.scan_secrets --update   names all that are there now; look at each before
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from detect_secrets.core import baseline
from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.core.secrets_collection import SecretsCollection

ROOT = Path(__file__).parent.parent
BASELINE = ROOT / ".secrets.baseline"
#: Full of hashes, and made by programs.
UNSCANNED_FILES = re.compile(
    r"(^|/)(uv\.lock|package-lock\.json|openapi\.json|requirements/.*\.txt)$|^server/samples/data/|^docs/images/|\.svg$"
    r"|^tests/(designs|fixtures)/"
)


def list_tracked_files() -> list[str]:
    """The files that git keeps or would keep, by their paths from the top."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted({name for name in names if name and name != BASELINE.name and is_scanned(name)})


def is_scanned(name: str) -> bool:
    return not UNSCANNED_FILES.search(name) and (ROOT / name).is_file()


def find_secrets() -> tuple[SecretsCollection, list[tuple[str, PotentialSecret]]]:
    """All that look like secrets, and those of them that the baseline does not name."""
    known = baseline.load(baseline.load_from_file(str(BASELINE)), str(BASELINE))
    found = SecretsCollection(root=str(ROOT))
    found.scan_files(*list_tracked_files())
    # By what was found and where: the library's own comparison takes the folder of the checkout into account.
    named = {(name, secret.type, secret.secret_hash) for name, secret in known}
    new = [(name, secret) for name, secret in found if (name, secret.type, secret.secret_hash) not in named]
    return found, [(name, secret) for name, secret in new if not is_made_up(name, secret)]


def is_made_up(name: str, secret: PotentialSecret) -> bool:
    """Whether it is an address with a password in a test: that such a password gets nowhere is what is tested."""
    return secret.type == "Basic Auth Credentials" and (name.startswith("tests/") or ".test." in name)


def update_baseline() -> None:
    """Name all that are there now. Without the time and the lines, which change without a secret that does."""
    found, _ = find_secrets()
    content = baseline.format_for_output(found)
    del content["generated_at"]
    for used in content["filters_used"]:  # nor with the folder of this checkout
        if "filename" in used:
            used["filename"] = BASELINE.name
    BASELINE.write_text(json.dumps(content, indent=2).replace(f"{ROOT}/", "") + "\n")


def main() -> int:
    if "--update" in sys.argv[1:]:
        update_baseline()
        return 0
    _, new = find_secrets()
    for name, secret in new:
        print(f"{name}:{secret.line_number}: this looks like a secret ({secret.type}).", file=sys.stderr)
    if new:
        advice = "Take it out, and revoke it if it was real. If it is made up: python -m tools.scan_secrets --update"
        print(advice, file=sys.stderr)
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())
