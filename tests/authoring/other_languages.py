"""The small course in other languages than those it is written in."""

import re

from carekit.common.yaml_reader import parse, written

WRITTEN = ("en", "zh-Hans", "zh-Hant")
TRIPLE = re.compile(
    r":::\{en\}\n(.*?)\n:::\n\n:::\{zh-Hans\}\n(.*?)\n:::\n\n:::\{zh-Hant\}\n(.*?)\n:::", re.DOTALL
)
HEADING = re.compile(r"en: (.*)\nzh-Hans: (.*)\nzh-Hant: (.*)")


def speak(root, tags, listed=None):
    """Put the words of a course folder into other languages, one after the other, and list them.

    What is said in each is that of one of the three it had; only where it stands counts here.
    """
    for path in (root / "course_data").rglob("*.yml"):
        data, _ = parse(path.read_text(encoding="utf-8"))
        data = _moved(data, tags)
        if path.name == "course.yml":
            data["languages"] = listed or list(tags)
        path.write_bytes(written(data))
    for path in (root / "content").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        text = TRIPLE.sub(lambda found: "\n\n".join(_blocks(found.groups(), tags)), text)
        path.write_text(HEADING.sub(lambda found: _lines(found.groups(), tags), text), "utf-8")


def _blocks(said, tags):
    return [f":::{{{tag}}}\n{said[at % 3]}\n:::" for at, tag in enumerate(tags)]


def _lines(said, tags):
    return "\n".join(f"{tag}: {said[at % 3]}" for at, tag in enumerate(tags))


def _moved(node, tags):
    if isinstance(node, dict):
        if tuple(node) == WRITTEN:
            return {tag: node[WRITTEN[at % 3]] for at, tag in enumerate(tags)}
        return {
            key: {} if key == "forbidden" else _moved(value, tags) for key, value in node.items()
        }
    return [_moved(one, tags) for one in node] if isinstance(node, list) else node
