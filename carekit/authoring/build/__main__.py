"""``python -m carekit.authoring.build [--check]``: the builder without the rest of the kit."""

import sys

from carekit.authoring.build import build
from carekit.common.course import find_root
from carekit.common.files import ContentError


def main() -> int:
    """Build or check the course around the current folder; return 1 where something is wrong."""
    try:
        report = build(find_root(), check="--check" in sys.argv[1:])
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in report.lines())
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main())
