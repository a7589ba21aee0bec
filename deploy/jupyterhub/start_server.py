"""Start one person's Jupyter server, as that person: ``start_server.py PLACE``.

JupyterHub runs this in place of ``jupyterhub-singleuser``. It sets the limits, puts the course into
the home (what is there already stays as it is), and becomes the server. Nothing here runs as root.
"""

import grp
import os
import resource
import shutil
import sys
from pathlib import Path

TRAINERS = "care-trainers"
COURSE = "customer-care"
# For one process, in bytes: the kernel of a lesson, or the server. JupyterHub's own limits
# (`mem_limit`) do nothing with this spawner.
MEMORY = 1536 * 2**20
LARGEST_FILE = 200 * 2**20
# Of one person, threads included: a server and five kernels need about a hundred.
PROCESSES = 400


def main(place, options):
    """Become the server of whoever runs this; ``place`` is the folder that install.py made."""
    trainer = TRAINERS in groups()
    folder = Path.home() / COURSE
    folder.mkdir(mode=0o700, exist_ok=True)
    if not trainer:
        limit()
        lay_out(place / "learner", folder)
    role = place / "jupyter" / ("trainer" if trainer else "learner")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(role), str(place / "jupyter")])
    os.chdir(folder)
    server = [sys.executable, "-m", "jupyterhub.singleuser", f"--ServerApp.root_dir={folder}"]
    os.execv(server[0], [*server, *options])  # noqa: S606 - this Python, no shell


def groups():
    """Return the names of the groups that whoever runs this is in."""
    return {grp.getgrgid(number).gr_name for number in os.getgroups()}


def limit():
    """Set what one process may take; what it starts can take no more."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def lay_out(course, folder):
    """Put the pages that a learner writes into under ``folder``, and lead to all the rest.

    A page that is there is the learner's, whatever a newer course has in its place.
    """
    for page in sorted([*course.glob("notebooks/*"), *course.glob("release/*/*")]):
        own = folder / page.relative_to(course)
        if page.is_file() and not own.exists():
            own.parent.mkdir(parents=True, exist_ok=True)
            # Written beside it first: a copy that was cut off is never taken for a page.
            part = own.with_name(f".{own.name}.part")
            shutil.copyfile(page, part)
            part.replace(own)
    data = folder / "course_data"
    if not data.exists():
        data.unlink(missing_ok=True)
        data.symlink_to(course / "course_data")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
