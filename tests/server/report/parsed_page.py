"""HTML taken apart, for the tests of pages."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

VOID_ELEMENTS = frozenset({"meta", "link", "br", "hr", "img", "input"})


@dataclass
class ParsedPage(HTMLParser):
    """A page taken apart: its elements with their attributes, its text, and what was not closed in order."""

    html: str
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    open_elements: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID_ELEMENTS:
            self.open_elements.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open_elements or self.open_elements.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open_elements and self.open_elements[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All that can be read, with single spaces."""
        return " ".join(" ".join(self.texts).split())

    def get_tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    def get_attribute_values(self, *names: str) -> list[str]:
        """All values of these attributes."""
        return [attributes[name] or "" for _, attributes in self.elements for name in names if name in attributes]

    def parse_svgs(self) -> list[Any]:
        """The SVGs, read as XML: raises ParseError where one is none."""
        return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg\b.*?</svg>", self.html, re.DOTALL)]
