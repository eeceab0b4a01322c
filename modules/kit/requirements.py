"""What a module needs beside the base install, and how to install it."""

import importlib.util
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

#: {package, as it is imported: the extra of designery that brings it}
EXTRA_OF_PACKAGE: Mapping[str, str] = {
    "lightgbm": "boosting",
    "xgboost": "boosting",
    "umap": "projection",
    "gensim": "text",
    "vowpalwabbit": "vowpal",
    "torch": "torch",
    "torchvision": "torch",
    "statsmodels": "forecast",
    "holidays": "forecast",
    "skops": "onnx",
    "skl2onnx": "onnx",
    "onnxruntime": "onnx",
}


@dataclass(frozen=True)
class Tool:
    """A program or library of the system that a module needs, by its Debian package, and how to tell it is there."""

    package: str
    is_installed: Callable[[], bool]


def list_missing_packages(packages: Iterable[str]) -> list[str]:
    """Those of these Python packages that are not installed."""
    return [name for name in packages if importlib.util.find_spec(name) is None]


def list_missing_extras(packages: Iterable[str]) -> tuple[str, ...]:
    """The extras that bring these packages, by name."""
    return tuple(sorted({EXTRA_OF_PACKAGE[name] for name in packages if name in EXTRA_OF_PACKAGE}))


def format_install_command(packages: Sequence[str], tools: Sequence[str]) -> str:
    """The commands that bring these Python packages and tools of the system; empty where there are none."""
    extras = list_missing_extras(packages)
    asked = [
        *([f"'designery[{','.join(extras)}]'"] if extras else []),
        *sorted(set(packages) - set(EXTRA_OF_PACKAGE)),
    ]
    commands = [("pip install", asked), ("apt install", tools)]
    return "; ".join(f"{command} {' '.join(names)}" for command, names in commands if names)
