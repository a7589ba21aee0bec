"""What a notebook shows: the reader bar, quiz cards, charts. Only this room knows a front end."""

from carekit.widgets.chart import show
from carekit.widgets.quiz import quiz
from carekit.widgets.reader import reader

__all__ = ["quiz", "reader", "show"]
