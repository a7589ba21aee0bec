"""What a notebook shows: the reader bar, quiz cards, charts. Only this room knows a front end."""
