"""Archives for the tests of what is read of a hand-in."""

import io
import zipfile


def members(*names):
    """Return the bytes of a zip that holds these names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, b"-")
    return made.getvalue()
