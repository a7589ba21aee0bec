"""Put a course where JupyterHub serves it from: ``python install.py COURSE TRAINER [PLACE]``.

Run as root, with the Python that carekit is installed in. COURSE is the trainer's folder of the
course, TRAINER the account that keeps the gradebook, PLACE the folder to make (/srv/carekit).
Made are: ``learner/``, the course as learners may read it; ``exchange/``, nbgrader's; ``jupyter/``,
settings of both roles; and ``customer-care/`` in the trainer's home, where nobody else can look.
Run it again for a newer course: ``learner/`` is replaced, and the trainer's folder and the exchange
stay as they are.
"""

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from carekit.cli.jupyterlab import FOR_AUTHORS, NBGRADERS, SERVER_HALVES, lab_settings
from carekit.labextension import PREBUILT

HERE = Path(__file__).resolve().parent
COURSE = "customer-care"
TAKEN = ("content", "course_data", "notebooks", "release", "source", "nbgrader_config.py")
# Learners fetch their feedback pages in this panel of nbgrader's.
FOR_LEARNERS = "assignment-list"


def main(course, trainer, place):
    """Make every folder, and say where it is."""
    os.umask(0o022)
    own = trainers_copy(course, trainer)
    learners_copy(own, place / "learner")
    for name, mode in (("hub", 0o700), ("exchange", 0o777)):
        (place / name).mkdir(exist_ok=True)
        (place / name).chmod(mode)
    settings(place / "jupyter")
    print(f"The trainer's course is {own}, the learners' is {place / 'learner'}.")


def trainers_copy(course, trainer):
    """Return the course in the trainer's home; one that is there stays as it is."""
    person = pwd.getpwnam(trainer)
    Path(person.pw_dir).chmod(0o700)
    own = Path(person.pw_dir) / COURSE
    if own.exists():
        return own
    own.mkdir(mode=0o700)
    for name in TAKEN:
        there = course / name
        if there.is_dir():
            shutil.copytree(there, own / name)
        elif there.is_file():
            shutil.copy(there, own / name)
    card = own / "course_data" / "course.yml"
    if "\nhand_in:" not in card.read_text(encoding="utf-8"):
        with card.open("a", encoding="utf-8") as file:
            file.write(f"\nhand_in: {{exchange: {COURSE}}}\n")
    for path in [own, *own.rglob("*")]:
        os.chown(path, person.pw_uid, person.pw_gid, follow_symlinks=False)
    return own


def learners_copy(own, folder):
    """Unpack what ``care handout`` packs: no source, no key. Only root can write it."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        packed = Path(made) / "learner.zip"
        subprocess.run(
            [sys.executable, "-m", "carekit.cli", "handout", "--out", str(packed)],
            env={**os.environ, "CAREKIT_ROOT": str(own)},
            check=True,
        )
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(made)
        (top,) = (path for path in Path(made).iterdir() if path.is_dir())
        shutil.rmtree(folder, ignore_errors=True)
        top.rename(folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def settings(folder):
    """Write what Jupyter and nbgrader read: for all, for learners, for trainers."""
    for role, hidden, off in (
        ("learner", (*NBGRADERS, *FOR_AUTHORS), SERVER_HALVES),
        ("trainer", FOR_AUTHORS, ()),
    ):
        labconfig = folder / role / "labconfig"
        labconfig.mkdir(parents=True, exist_ok=True)
        panels = {name: not name.endswith(f":{FOR_LEARNERS}") for name in hidden}
        write(labconfig / "page_config.json", {"disabledExtensions": panels})
        halves = {name: not name or name.endswith(".assignment_list") for name in off}
        server = {
            "ServerApp": {
                "jpserver_extensions": {**halves, "carekit.labextension": True},
                # JupyterHub forbids frames, and nbgrader shows its formgrader in one.
                "tornado_settings": {
                    "headers": {"Content-Security-Policy": "frame-ancestors 'self'"}
                },
            },
            "LabServerApp": {"extra_labextensions_path": [str(PREBUILT)]},
            "LabApp": {"check_for_updates_class": "jupyterlab.NeverCheckForUpdate"},
            "LanguageServerManager": {"autodetect": False},
        }
        write(folder / role / "jupyter_server_config.json", server)
        write(folder / role / "jupyter_config.json", {"LabApp": {"news_url": None}})
    write(folder / "overrides.json", lab_settings(None))
    shutil.copy(HERE / "nbgrader_config.py", folder)


def write(path, data):
    """Write one file of settings, readable for all."""
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    path.chmod(0o644)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(Path(sys.argv[1]).resolve(), sys.argv[2], Path(*sys.argv[3:] or ["/srv/carekit"]))
