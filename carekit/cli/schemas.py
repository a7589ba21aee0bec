"""JSON Schemas of the content files, one for each kind of file."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from carekit.common.files import write_atomic


def write_schemas(folder: Path) -> list[Path]:
    """Write one ``<kind>.schema.json`` for each kind of content file and return their paths."""
    from carekit.common.course import CourseCard
    from carekit.questions import Bank
    from carekit.questions.exam_forms import Blueprint
    from carekit.reports.certificates.criteria import Certificates
    from carekit.tables.spec import Tables
    from carekit.vocabulary.glossary import Facts, Glossary, HouseTerms, WordList

    models: dict[str, type[BaseModel]] = {
        "certificates": Certificates,
        "course": CourseCard,
        "exam": Blueprint,
        "facts": Facts,
        "glossary": Glossary,
        "quiz": Bank,
        "tables": Tables,
        "terms": HouseTerms,
        "words": WordList,
    }
    paths = []
    for kind, model in models.items():
        path = folder / f"{kind}.schema.json"
        schema = model.model_json_schema(by_alias=True)
        write_atomic(path, json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
        paths.append(path)
    return paths
