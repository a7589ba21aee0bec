"""The course's tables: described once in ``tables.yml``, made from one seed, read typed."""

from carekit.tables.load import EditedTableWarning, as_of, available, data

__all__ = ["EditedTableWarning", "as_of", "available", "data"]
