"""The view of an image directory; the pictures themselves are read one by one."""

from typing import Literal

from modules.kit.views.view_model import ViewModel


class ImageCategory(ViewModel):
    """How many images a category has, and the rows of its first ones; a null name stands for images without one."""

    name: str | None
    images: int
    rows: list[int]


class ImageSize(ViewModel):
    """How many images have this size."""

    width: int
    height: int
    images: int


class ImageDirectoryView(ViewModel):
    """Images by category, the first of `all_categories`, and their sizes, the commonest of `all_sizes` first.

    `augmentation` says in words what training changes by chance.
    """

    kind: Literal["image_directory"] = "image_directory"
    images: int
    bytes: int
    categories: list[ImageCategory]
    all_categories: int
    sizes: list[ImageSize]
    all_sizes: int
    augmentation: list[str]
