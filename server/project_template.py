"""A project folder to begin with: a design that runs, its data, and a job of a training script."""

import gzip
import json
from pathlib import Path
from typing import Any

from server.samples.sample_gallery import load_gallery

DATA_FILE = "data/penguins.csv"
SAMPLE = "penguins"
README = """# A Designery project

- `designs/` holds designs. This runs one without a server:
  `designery run designs/penguins.design.json --dataset data=data/penguins.csv --out results`
- `data/` holds the tables.
- `train/` and `job.yml` are a training script and the job that runs it: `designery job submit -f job.yml --follow`.
- `designery serve` opens the canvas; drop a file of `designs/` there.
"""
JOB = """# designery job submit -f job.yml --follow
display_name: train penguins
command: >-
  python train.py --data ${{inputs.penguins}} --depth ${{inputs.depth}} --out ${{outputs.model}}
code: train
inputs:
  penguins:
    path: data/penguins.csv
  depth: 4
outputs:
  model:
    type: uri_folder
limits:
  timeout: 600
"""
SCRIPT = '''"""A training script without anything of Designery: it reads a file, measures, and leaves a file."""

import argparse
import csv
import json
from collections import Counter
from pathlib import Path

import designery

LENGTH = "Flipper Length (mm)"


def main() -> None:
    """Tell species by a single threshold, the best of some."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    with open(options.data, encoding="utf-8") as file:
        rows = [(float(row[LENGTH]), row["Species"]) for row in csv.DictReader(file) if row[LENGTH] not in ("", "NA")]
    lengths = sorted(length for length, _ in rows)
    best = (0.0, 0.0)
    for step in range(1, options.depth + 1):
        cut = lengths[len(lengths) * step // (options.depth + 1)]
        sides = [[species for length, species in rows if (length > cut) == over] for over in (True, False)]
        right = sum(Counter(side).most_common(1)[0][1] for side in sides if side)
        best = max(best, (right / len(rows), cut))
        designery.log(accuracy=best[0], step=step)
    target = Path(options.out)
    target.mkdir(parents=True, exist_ok=True)
    (target / "model.json").write_text(json.dumps({"accuracy": best[0], "cut": best[1]}), encoding="utf-8")
    print(f"accuracy {best[0]:.3f} at {best[1]:.0f} mm")


if __name__ == "__main__":
    main()
'''


class ProjectExists(Exception):
    """The folder has something of this name already; the message says what."""


def write_project(folder: Path) -> list[Path]:
    """Write the files of a project; raises ProjectExists before anything is written."""
    files = build_project()
    there = [name for name in files if (folder / name).exists()]
    if there:
        raise ProjectExists(f"{folder / there[0]} exists already. Choose an empty folder.")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def build_project() -> dict[str, str]:
    """{path: text} of all files."""
    from server.samples.sample_data import SAMPLE_DATA_FOLDER, SAMPLE_DATASETS

    document: dict[str, Any] = load_gallery()[SAMPLE].document
    kept = {key: value for key, value in document.items() if key != "sample"}
    source = next(
        node["parameters"]["dataset"] for node in kept["nodes"].values() if "dataset" in node.get("parameters", {})
    )
    data = gzip.decompress((SAMPLE_DATA_FOLDER / SAMPLE_DATASETS[source].file).read_bytes()).decode()
    return {
        "README.md": README,
        "designs/penguins.design.json": json.dumps(kept, indent=2, ensure_ascii=False) + "\n",
        DATA_FILE: data,
        "job.yml": JOB,
        "train/train.py": SCRIPT,
        ".gitignore": "results/\n__pycache__/\n.venv/\n",
    }
