"""From course texts to notebooks: what people write becomes what Jupyter opens."""

from carekit.build.plan import Report, build

__all__ = ["Report", "build"]
