"""The note of a node as comment lines before its statement."""

import textwrap

COMMENT_WIDTH = 66


def write_note(note: str, indent: str) -> list[str] | None:
    """The comment lines of a note; None where reading them would give another text."""
    if not note.replace("\n", "").isprintable():
        return None
    lines: list[str] = []
    for paragraph in note.split("\n"):
        wrapped = textwrap.wrap(
            paragraph, COMMENT_WIDTH - len(indent), break_long_words=False, break_on_hyphens=False
        ) or [""]
        lines += [f"# {one}" if one else "#" for one in wrapped]
    return lines if read_note(lines) == note else None


def read_note(comments: list[str]) -> str:
    """The text of comment lines: lines go on, an empty one ends a paragraph."""
    paragraphs: list[list[str]] = [[]]
    for comment in comments:
        text = comment.removeprefix("#").strip()
        if text:
            paragraphs[-1].append(text)
        else:
            paragraphs.append([])
    # An empty comment line stands for the empty line between two paragraphs.
    return "\n\n".join(" ".join(lines) for lines in paragraphs).strip()
