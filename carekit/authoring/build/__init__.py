"""From course texts to notebooks: what people write becomes what Jupyter opens."""

from carekit.authoring.build.made_files import Report, build

__all__ = ["Report", "build"]
