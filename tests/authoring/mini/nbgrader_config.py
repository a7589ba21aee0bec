"""Settings of the test course."""

c = get_config()  # noqa: F821
c.ClearSolutions.text_stub = "Write here"
c.ClearMarkScheme.enforce_metadata = False
