"""From course texts to notebooks: what people write becomes what Jupyter opens."""

from carekit.authoring.build.made_files import BuildReport, build

__all__ = ["BuildReport", "build"]
