"""The page that tells people what is in the tables, made from their description."""

from __future__ import annotations

from carekit.common.languages import languages
from carekit.tables.load import Manifest, TableEntry
from carekit.tables.spec import ColumnSpec, Tables, TableSpec


def readme(spec: Tables, manifest: Manifest) -> str:
    """Return ``course_data/README.md``: every table and column, in each language."""
    parts = ["<!-- Made from tables.yml: change that file, not this one. -->"]
    parts.append("# course_data\n")
    if spec.about:
        parts += [f"{spec.about[lang]}\n" for lang in languages()]
    if spec.beside:
        parts.append(_beside(spec))
    made = [("seed", manifest["seed"]), ("as of", manifest["as_of"])]
    if told := " · ".join(f"{name} {value}" for name, value in made if value is not None):
        parts.append(f"{told}\n")
    for table in spec.tables:
        parts.append(_table(table, manifest["tables"][table.name]))
    if spec.raw:
        parts.append(_raw(spec))
    return "\n".join(parts).rstrip() + "\n"


def _table(table: TableSpec, entry: TableEntry) -> str:
    titles = " · ".join(table.title[lang] for lang in languages())
    means = "\n\n".join(table.means[lang] for lang in languages())
    lines = [_head("column", "type", "unit")]
    lines += [_line(column, column.name in table.key) for column in table.columns]
    about = f"`tables/{entry['file']}`, {entry['rows']:,} rows, key: {' + '.join(table.key)}"
    return f"## {table.name}: {titles}\n\n{about}\n\n{means}\n\n" + "\n".join(lines) + "\n"


def _head(*names: str) -> str:
    """Return the head of a Markdown table: these columns, then one for each language."""
    names = (*names, *(lang.label for lang in languages()))
    return f"| {' | '.join(names)} |\n{'|---' * len(names)}|"


def _line(column: ColumnSpec, is_key: bool) -> str:  # noqa: FBT001
    kind: str = column.type
    if column.values:
        kind = " / ".join(f"`{value}`" for value in column.values)
    elif column.range:
        kind += f" {column.range[0]:.15g}–{column.range[1]:.15g}"
    if column.relation:
        kind += f" → {column.relation}"
    if column.nullable:
        kind += ", may be empty"
    name = f"**{column.name}**" if is_key else column.name
    said = " | ".join(column.means[lang].replace("|", "\\|") for lang in languages())
    return f"| {name} | {kind} | {column.unit or ''} | {said} |"


def _beside(spec: Tables) -> str:
    lines = [_head("path")]
    for other in spec.beside:
        said = " | ".join(other.means[lang] for lang in languages())
        lines.append(f"| {other.path} | {said} |")
    return "\n".join(lines) + "\n"


def _raw(spec: Tables) -> str:
    lines = ["## raw\n", _head("file", "clean twin", "encoding")]
    for raw in spec.raw:
        said = " | ".join(raw.means[lang].replace("|", "\\|") for lang in languages())
        lines.append(f"| `raw/{raw.file}` | {raw.twin_of} | {raw.encoding} | {said} |")
    return "\n".join(lines) + "\n"
