"""What the class list refuses with."""

from carekit.common.messages import Messages

say = Messages("class-list")
