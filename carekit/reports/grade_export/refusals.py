"""What this room refuses with: ``refusals.yml``."""

from pathlib import Path

from carekit.common.messages import Messages

say = Messages(Path(__file__).with_suffix(".yml"))
