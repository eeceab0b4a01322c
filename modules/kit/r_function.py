"""The R function of a custom module: how it is run. Run it inside the sandbox only."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from modules.kit.errors import ModuleError
from modules.kit.ports import Dataset, File
from modules.kit.r_process import read_r_table, run_r_driver, write_r_table
from modules.kit.script_execution import restore_roles
from modules.kit.script_ports import ScriptPort, ScriptPorts
from modules.kit.script_secrets import SECRETS_PARAMETER, secrets_in_environment

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True)
class RSignature:
    """What the source says of its function: its name, its ports, and the parameters that it gets."""

    function: str
    ports: ScriptPorts
    parameters: tuple[str, ...]

    @property
    def given_order(self) -> tuple[ScriptPort, ...]:
        """The inputs as a module lists them: those that may be left out last."""
        return tuple(sorted(self.ports.inputs, key=lambda one: one.optional and one.kind != "tables"))


def run_r_function(
    signature: RSignature, source: str, values: Sequence[object], settings: Mapping[str, object]
) -> list[Dataset | File]:
    """Run the source and its function in R; returns its outputs. Columns that kept their names keep their roles."""
    inputs = dict(zip([port.name for port in signature.given_order], values, strict=True))
    own = {name: settings[name] for name in signature.parameters}
    listed = () if SECRETS_PARAMETER in {*own, *inputs} else settings[SECRETS_PARAMETER]
    secrets = [str(one) for one in listed] if isinstance(listed, tuple | list) else []
    seed = None if "random_seed" in {*own, *inputs} else settings["random_seed"]
    datasets = [one for value in values for one in (value if isinstance(value, list) else [value])]
    tables = [one for one in datasets if isinstance(one, Dataset)]
    with tempfile.TemporaryDirectory(prefix="r-") as made:
        folder = Path(made)
        (folder / "script.R").write_text(source, encoding="utf-8")
        (folder / "call.R").write_text(_write_call(signature, inputs, own, folder), encoding="utf-8")
        with secrets_in_environment(secrets):
            number = seed if isinstance(seed, int) else None
            run_r_driver(folder, number, function=signature.function, parameter="code")
        outputs = enumerate(signature.ports.outputs, start=1)
        return [_read_output(port, number, folder, tables) for number, port in outputs]


def _write_call(
    signature: RSignature, inputs: Mapping[str, object], settings: Mapping[str, object], folder: Path
) -> str:
    """The call as an R expression; the tables that it names lie in the folder."""
    tables = 0
    listed = []
    for port in signature.ports.inputs:
        value, places = inputs[port.name], []
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Dataset):
                tables += 1
                write_r_table(one.frame, folder, tables)
                places.append(f"{tables}L")
        text = f"c({', '.join(places)})" if places else "NULL"
        text = "list()" if port.kind == "tables" and not places else text
        text = _write_text(str(value.path)) if isinstance(value, File) else text
        listed.append(f'list(name = "{port.name}", kind = "{port.kind}", value = {text})')
    outputs = [
        f'list(name = "{port.name}", kind = "{port.kind}", path = {_write_text(str(_get_object_path(port)))})'
        for port in signature.ports.outputs
    ]
    given = [f"{name} = {_write_value(value)}" for name, value in settings.items()]
    parts = {"inputs": listed, "outputs": outputs, "settings": given}
    lines = [f"{name} = list({', '.join(texts)})" for name, texts in parts.items()]
    return f"list(name = {_write_text(signature.function)}, " + ",\n".join(lines) + ")\n"


def _get_object_path(port: ScriptPort) -> Path:
    """In a folder of its own: the step's files lie beside, under the names of its outputs."""
    return Path("objects", f"{port.name}.rds").absolute()


def _write_value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return f"{value}L" if abs(value) < 2**31 else f"{value}"
    return repr(value) if isinstance(value, float) else _write_text(str(value))


def _write_text(text: str) -> str:
    """The text as R writes it, in ASCII."""
    return (
        '"' + "".join(_ESCAPES.get(one) or (one if one.isascii() else f"\\U{{{ord(one):08X}}}") for one in text) + '"'
    )


def _read_output(port: ScriptPort, number: int, folder: Path, tables: Sequence[Dataset]) -> Dataset | File:
    if port.kind == "table":
        return restore_roles(read_r_table(folder, number, tables), tables)
    if port.kind == "object":
        return File(_get_object_path(port), f"{port.name}.rds")
    path = Path((folder / f"result{number}.txt").read_text(encoding="utf-8").rstrip("\n"))
    if not path.is_file():
        message = f"{port.name} is not in a folder of this step. Write the file to the working folder."
        raise ModuleError(85, message, parameter="code")
    return File(path, path.name)
