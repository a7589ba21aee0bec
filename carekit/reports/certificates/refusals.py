"""What this room refuses with."""

from carekit.common.messages import Messages

say = Messages("certificate-refusals")
