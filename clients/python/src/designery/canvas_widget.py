"""The canvas in a notebook: what is edited there changes the design in Python, and what Python saves is seen there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from designery.change_follower import ChangeFollower
from designery.errors import DesigneryError
from designery.notebook_widgets import build_widget

if TYPE_CHECKING:
    from designery.designs import Design

#: The key of the frame comes by a message: what a widget holds is written into the file of the notebook.
SCRIPT = """
const PATIENCE = 20000;
function render({ model, el }) {
  const frame = document.createElement("iframe");
  const words = document.createElement("p");
  const view = Math.random().toString(36).slice(2);
  const sites = [...new Set([location.origin, ...(location.ancestorOrigins ?? [])])];
  let origin = "", asked = 0, timer;
  frame.title = model.get("title");
  frame.referrerPolicy = "no-referrer";
  frame.allow = "clipboard-read; clipboard-write";
  Object.assign(frame.style, { width: "100%", height: `${model.get("height")}px`, border: "1px solid #8884" });
  words.setAttribute("role", "status");
  el.append(words, frame);
  const ask = () => {
    if (Date.now() - asked < 10000) return;
    asked = Date.now();
    model.send({ kind: "open", view, sites });
  };
  const open = (message) => {
    if (message.kind !== "address" || message.view !== view) return;
    origin = new URL(message.address).origin;
    frame.src = message.address;
    clearTimeout(timer);
    timer = setTimeout(() => {
      words.textContent = `The canvas at ${origin} did not open. Your browser has to reach that address.`;
    }, PATIENCE);
  };
  const hear = ({ source, origin: from, data }) => {
    if (source !== frame.contentWindow || from !== origin || data?.source !== "designery") return;
    if (data.kind === "ended") return ask();
    clearTimeout(timer);
    words.textContent = model.get("words");
    model.send({ kind: "changed" });
  };
  const say = () => { words.textContent = model.get("words"); };
  model.on("msg:custom", open);
  model.on("change:words", say);
  addEventListener("message", hear);
  say();
  ask();
  return () => {
    clearTimeout(timer);
    removeEventListener("message", hear);
    model.off("msg:custom", open);
    model.off("change:words", say);
  };
}
export default { render };
"""


def build_canvas(design: Design, height: int) -> Any:
    """The widget for a stored design."""
    values: dict[str, str | int] = {"title": design.name, "height": height, "words": ""}
    widget = build_widget("Canvas", SCRIPT, values, "A canvas")
    answer = build_answer(design, widget)
    widget.on_msg(lambda _widget, message, _buffers: answer(message))
    return widget


def build_answer(design: Design, shown: Any) -> Callable[[Any], None]:
    """What answers the page: `open` asks for the address of the frame, `changed` says that the design changed."""
    follower = ChangeFollower(design)

    def handle_message(message: Any) -> None:
        if message.get("kind") == "open":
            address = create_frame_address(design, message["sites"])
            shown.send({"kind": "address", "view": message.get("view"), "address": address})
        elif message.get("kind") == "changed":
            follower.take_over()
        shown.words = ""

    def answer_or_say(message: Any) -> None:
        try:
            handle_message(message)
        except DesigneryError as error:
            shown.words = str(error)

    follower.take_over()
    return answer_or_say


def create_frame_address(design: Design, sites: list[str], **settings: Any) -> str:
    """The address of the canvas for a frame on these sites, with a key that opens this design alone, for some hours."""
    connection = design.connection
    origin = connection.get_browser_origin()
    made = connection.post("designs", str(design.id), "embeds", body={"origins": sites, **settings})
    return origin + str(made["path"])
