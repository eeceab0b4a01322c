"""A picture of a design in notebooks, as JupyterLab and marimo, that follows what is changed on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from designery.change_follower import ChangeFollower
from designery.errors import DesigneryError
from designery.notebook_widgets import build_widget
from designery.records import to_image_address

if TYPE_CHECKING:
    from designery.designs import Design

#: The page asks once a second, while the picture is shown, whether something was changed.
SCRIPT = """
function render({ model, el }) {
  const words = document.createElement("p");
  const link = document.createElement("a");
  const picture = document.createElement("img");
  picture.alt = model.get("title");
  picture.style.maxWidth = "100%";
  link.target = "_blank";
  link.textContent = "Edit on the canvas";
  el.append(link, words, picture);
  const show = () => {
    words.textContent = model.get("words");
    link.hidden = !model.get("address");
    link.href = model.get("address") || "#";
    picture.src = model.get("picture");
  };
  for (const name of ["picture", "words", "address"]) model.on(`change:${name}`, show);
  show();
  const timer = setInterval(() => model.send({ kind: "look" }), 1000);
  return () => clearInterval(timer);
}
export default { render };
"""


def build_picture(design: Design) -> Any:
    """The widget for a stored design."""
    values = {"title": design.name, "address": design.url or "", "picture": "", "words": ""}
    widget = build_widget("LivePicture", SCRIPT, values, "A live picture")
    look = follow_changes(design, widget)
    widget.on_msg(lambda *_: look())
    return widget


def follow_changes(design: Design, shown: Any) -> Callable[[], None]:
    """A function that takes over what was changed elsewhere, and draws it; it has drawn once when this returns."""
    follower = ChangeFollower(design)

    def look() -> None:
        if follower.take_over():
            shown.words = ""
            shown.picture = to_image_address(design.connection.download("designs", str(design.id), "picture.svg"))

    def look_or_say() -> None:
        try:
            look()
        except DesigneryError as error:
            shown.words = str(error)

    look_or_say()
    return look_or_say
