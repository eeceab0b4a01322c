"""What a script makes of its folder: it goes, however deep it is nested, and whoever may list it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from modules.kit.file_trees import list_tree
from server.folder_removal import remove_folder

NOBODY = 65534


def nest_folders(folder: Path, levels: int, name: str = "nested") -> None:
    """Folders in folders, with a file in the last one: by descriptors, as their path is longer than a path may be."""
    folder.mkdir()
    at = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=at)
        below = os.open(name, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=at))
    os.close(at)


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Without the rights of root, whom no mode keeps out."""
    user = os.geteuid()
    yield
    if user == 0:
        os.seteuid(0)


def test_folders_nested_deeper_than_any_path_are_removed_and_links_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "kept").touch()
    nest_folders(tmp_path / "folder", 1500)
    (tmp_path / "folder" / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "folder" / "nested" / "link").symlink_to(tmp_path / "outside")
    os.mkfifo(tmp_path / "folder" / "pipe")
    remove_folder(tmp_path / "folder")
    assert [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))] == ["outside", "outside/kept"]


def test_a_link_in_the_place_of_the_folder_and_no_folder_at_all_remove_nothing(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "outside")
    for name in ("link", "nothing"):
        remove_folder(tmp_path / name)
    assert (tmp_path / "outside").is_dir()


@pytest.mark.usefixtures("unprivileged")
def test_a_folder_that_its_owner_may_not_list_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o777)
    monkeypatch.chdir(tmp_path)  # whoever is not root may not come by the whole path
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    folder = Path("folder")
    (folder / "closed" / "within").mkdir(parents=True)
    (folder / "closed" / "within" / "file").touch()
    for path in (folder / "closed" / "within", folder / "closed", folder):
        path.chmod(0)
    remove_folder(folder)
    assert not folder.exists()


def test_the_files_of_deep_folders_are_listed_in_the_order_of_their_names(tmp_path: Path) -> None:
    nest_folders(tmp_path / "folder", 1100, "n")
    (tmp_path / "folder" / "a").touch()
    (tmp_path / "folder" / "z").touch()
    names = [path.name for path in list_tree(tmp_path / "folder")]
    remove_folder(tmp_path / "folder")  # pytest could not
    assert names == ["a", "file", "z"]
