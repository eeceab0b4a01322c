"""What goes out with a release, once its wheel is built: a bill of materials beside it, after a look at what it holds.

python -m tools.release dist
"""

import base64
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from tools.licenses import NPM_LOCK, ROOT, list_python_packages

#: What pip installs for every extra but PyTorch, and the tools that only the work on Designery needs.
REQUIREMENTS_LOCK = ROOT / "requirements" / "test.txt"
PIN_PATTERN = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)", re.MULTILINE)

#: {what the wheel has to hold as it is in the repository: where that is in the wheel}
COPIED_FILES = {
    "server/storage/migrations/versions/*.py": "server/storage/migrations/versions/",
    "server/samples/data/*": "server/samples/data/",
    "server/shell/templates/*": "server/shell/templates/",
    "tests/designs/*.json": "server/samples/designs/",
    "server/static/app/assets/*": "server/static/app/assets/",
}
#: Sources, tests and tools have no business in it, nor has what a build leaves behind.
EXCLUDED_FILES = re.compile(
    r"(^|/)(tests?|tools|frontend|node_modules|__pycache__|\.ci|requirements)/|\.(tsx?|pyc|db|key)$"
)
#: Pages fetch nothing from elsewhere: no address of a content delivery network is in them.
CDN_ADDRESS = re.compile(
    rb"https?://(?:[a-z0-9-]+\.)*(?:cdn[a-z0-9.-]*|unpkg|jsdelivr|googleapis|gstatic|cdnjs|esm)\.[a-z]+"
)


def find_faults(wheel: Path) -> Iterator[str]:
    """What is wrong with the files of a wheel, each in a sentence."""
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for pattern, folder in COPIED_FILES.items():
            wanted = {folder + path.name for path in ROOT.glob(pattern) if path.is_file()}
            if not wanted:
                yield f"The repository has no {pattern}. Was the browser app built?"
            for name in sorted(wanted - names):
                yield f"{name} is missing."
        if not any(name.endswith(".dist-info/licenses/LICENSE") for name in names):
            yield "The license is missing."
        for name in sorted(names):
            if EXCLUDED_FILES.search(name):
                yield f"{name} does not belong in it."
            if name.startswith("server/static/") and (found := CDN_ADDRESS.search(archive.read(name))):
                yield f"{name} names {found[0].decode()}: pages fetch nothing from elsewhere."


def build_npm_component(path: str, locked: dict[str, Any]) -> dict[str, Any]:
    """A package of the browser app, as CycloneDX describes it."""
    name = path.rpartition("node_modules/")[2]
    address = f"pkg:npm/{name.replace('@', '%40')}@{locked['version']}"
    algorithm, _, digest = locked["integrity"].partition("-")
    content = base64.b64decode(digest).hex()
    return {
        "type": "library",
        "bom-ref": f"{path}@{locked['version']}",
        "name": name,
        "version": locked["version"],
        "purl": address,
        "hashes": [{"alg": algorithm.upper().replace("SHA", "SHA-"), "content": content}],
        "licenses": [{"expression": locked["license"]}],
    }


def build_python_component(name: str, version: str, license_name: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "licenses": [{"license": {"name": license_name}}],
    }


def build_bill_of_materials() -> dict[str, Any]:
    """All that Designery may bring along, by the lock files: for Python with all extras, and for the browser app."""
    licenses = {package.name: package.license for package in list_python_packages()}
    pins = [pin for pin in PIN_PATTERN.findall(REQUIREMENTS_LOCK.read_text()) if pin[0] in licenses]
    components = [build_python_component(name, version, licenses[name]) for name, version in pins]
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    npm = {path: said for path, said in packages.items() if path and not said.get("dev")}
    components += [build_npm_component(path, said) for path, said in npm.items()]
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}


def main(folder: str) -> int:
    wheels = list(Path(folder).glob("designery-*.whl"))
    if len(wheels) != 1:
        print(f"{folder} holds {len(wheels)} wheels of Designery. Wanted one.", file=sys.stderr)
        return 1
    found = list(find_faults(wheels[0]))
    for fault in found:
        print(f"{wheels[0].name}: {fault}", file=sys.stderr)
    bill = build_bill_of_materials()
    target = wheels[0].with_name(f"{'-'.join(wheels[0].name.split('-')[:2])}.cdx.json")
    target.write_text(json.dumps(bill, indent=1), encoding="utf-8")
    size = f"{wheels[0].stat().st_size / 1e6:.1f} MB"
    print(f"{wheels[0].name}: {size}. {target.name}: {len(bill['components'])} components.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
