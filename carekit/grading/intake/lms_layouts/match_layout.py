"""Whose a file is, by the layout that fits it best: each folder and each file is read on its own.

What was packed around (a folder of the platform, of the archive, called like the set) is seen
through. What lies in one person's folder is that person's, whatever it is called: from there on
names are a learner's own, and never say who handed in or when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from carekit.grading.intake.lms_layouts import table
from carekit.grading.intake.lms_layouts.clock import platform_time
from carekit.grading.intake.lms_layouts.flat import FlatFiles
from carekit.grading.intake.lms_layouts.hand_in import LEFT, Box, Found, HandInReading
from carekit.grading.intake.lms_layouts.own_files import order_of
from carekit.grading.intake.lms_layouts.table import LAYOUTS, RECEIVED, Layout
from carekit.grading.intake.lms_layouts.tree import Folder, tree_of
from carekit.grading.intake.person_names import without_words
from carekit.sandbox.submission.notebook_names import copy_mark, notebook_stem

# A learner's own records lie in `submitted/` too, for certificates and exams.
_RECORDS = re.compile(r"(attempts|exam-.+)\.jsonl")
# Folders of one person's several tries, no names of people.
_TRIES = re.compile(r"(v|version|draft|final|old|backup|copy|attempt|try|new|work)[-_ ]?\d*")
_ANSWERS = re.compile(r"(.+?)[-_. ]+answers|answers[-_. ]+(.+)", re.IGNORECASE | re.DOTALL)
_JSON = re.compile(r"(.+)\.json(?:\.txt)?", re.IGNORECASE | re.DOTALL)


def read_box(paths: Sequence[tuple[str, ...]], box: Box) -> list[Found]:
    """Return whose each file is, in the order of ``paths`` (names in parts)."""
    walk = _Walk(paths, box, [None] * len(paths))
    walk.level(tree_of(paths), 0, "")
    return walk.found


@dataclass
class _Walk:
    paths: Sequence[tuple[str, ...]]
    box: Box
    found: list[Found]
    wrapped: dict[int, bool] = field(default_factory=dict)
    alike: dict[tuple[int, str], bool] = field(default_factory=dict)
    collects: dict[int, bool] = field(default_factory=dict)

    def level(self, here: Folder, depth: int, called: str) -> None:
        """Read a folder that belongs to nobody: people stand in it, or further wrappers."""
        layouts = {name: self._by_folder(name, here) for name in here.folders}
        platforms = {found[0].name for found in layouts.values() if found}
        drafts = self._drafts(here)
        for name, folder in here.folders.items():
            known = layouts[name]
            if name in drafts:
                self._leave(folder)
            elif known:
                self._own(folder, self._reading(known[0], known[1], name), depth)
            else:
                self._unsigned(here, name, folder, depth, called)
        flat = FlatFiles([self._who(stem)[0] for stem in here.notebooks()], self.box)
        for name, places in here.files.items():
            for place in places:
                self.found[place] = self._file(name, flat, platforms)

    def _by_folder(self, name: str, here: Folder) -> tuple[Layout, re.Match[str]] | None:
        for layout in LAYOUTS:
            found = layout.folder.fullmatch(name) if layout.folder else None
            if found and (not layout.every or self._is_one(layout, found, here)):
                return layout, found
        return None

    def _is_one(self, layout: Layout, found: re.Match[str], here: Folder) -> bool:
        """Return whether a name that may be a layout's by chance names somebody, or all are so."""
        known = map(self.box.knows, (found["login"], found["name"]))
        return any(known) or self._all_alike(layout, here)

    def _all_alike(self, layout: Layout, here: Folder) -> bool:
        key = id(here), layout.name
        if key not in self.alike and layout.folder:
            self.alike[key] = all(map(layout.folder.fullmatch, here.folders))
        return self.alike[key]

    def _unsigned(self, here: Folder, name: str, folder: Folder, depth: int, called: str) -> None:
        """Read a folder whose name alone says nothing."""
        if who := _cloned(called, name):
            self._own(folder, HandInReading(table.GITHUB, (who,), (), who), depth)
        elif any(_cloned(name, kid) for kid in folder.folders):
            self.level(folder, depth + 1, name)
        elif _is_teams(folder) and not self.box.is_set(name):
            self._teams(name, folder, depth)
        elif self.box.is_other(name):
            self._leave(folder)
        elif self._of_other_sets(here, folder):
            self._person(here, name, folder, depth)
        elif self.box.is_set(name) or self._wraps(folder, alone=_alone(here)):
            if not self.box.knows(name) or self.box.is_set(name):
                self.level(folder, depth + 1, name)
            else:
                self._person(here, name, folder, depth)
        else:
            self._person(here, name, folder, depth)

    def _wraps(self, folder: Folder, *, alone: bool) -> bool:
        """Return whether what lies in a folder are several people's things, not one person's."""
        key = id(folder) * 2 + alone
        if key not in self.wrapped:
            self.wrapped[key] = self._wraps_anew(folder, alone=alone)
        return self.wrapped[key]

    def _wraps_anew(self, folder: Folder, *, alone: bool) -> bool:
        kids = folder.folders
        signed = any(self._by_folder(name, folder) or _is_teams(kid) for name, kid in kids.items())
        named = [name for name in folder.files if notebook_stem(name) is not None]
        stems = [self._who(notebook_stem(one) or "")[0] for one in named if not self._by_file(one)]
        if any(self.box.knows(stem) for stem in stems if stem):
            return True
        if named:
            # Among them one called like the set, or a few in one of several folders: one person's.
            return all(stems) and (not stems or (alone and (signed or len(named) > 1)))
        if signed:
            return True
        if any(self.box.knows(name) for name in kids):
            return True
        sets = [kid for name, kid in kids.items() if self.box.is_set(name)]
        if sets:
            # LEARNER/SET/… is one person's, SET/LEARNER/… within a wrapper is several people's.
            return all(self._wraps(kid, alone=alone) for kid in sets)
        if any(self.box.is_other(name) for name in kids):
            return False
        people = [name for name, kid in kids.items() if self._like_a_person(kid)]
        if len(people) > 1 and not all(_TRIES.fullmatch(name.casefold()) for name in people):
            return True
        if any(self._collected(kid) for kid in kids.values()):
            return True
        return any(self._wraps(kid, alone=alone and len(kids) == 1) for kid in kids.values())

    def _like_a_person(self, folder: Folder) -> bool:
        while not folder.files and len(folder.folders) == 1 and not self._collected(folder):
            (folder,) = folder.folders.values()
        return bool(folder.notebooks()) or self._collected(folder)

    def _collected(self, folder: Folder) -> bool:
        """Return whether it holds sets, as nbgrader's folders of learners do."""
        return any(self.box.is_set(name) or self.box.is_other(name) for name in folder.folders)

    def _of_other_sets(self, here: Folder, folder: Folder) -> bool:
        """Return whether a learner beside those of this set handed in others, as far as is known.

        Where the sets of the course are not known, they are told by notebooks of their own names.
        """
        if self.box.others:
            return False
        if id(here) not in self.collects:
            self.collects[id(here)] = any(map(self._collected, here.folders.values()))
        alike = any(name in kid.notebooks() for name, kid in folder.folders.items())
        return alike and self.collects[id(here)]

    def _person(self, here: Folder, name: str, folder: Folder, depth: int) -> None:
        kids = folder.folders
        sets = [kid for kid in kids if self.box.is_set(kid)]
        others = [kid for kid in kids if self.box.is_other(kid)]
        if not sets and not others and not self._of_other_sets(here, folder):
            whose = HandInReading(table.PERSON, (name,), (), name)
            records = all(_RECORDS.fullmatch(file) for file in folder.files) and not kids
            self._leave(folder) if records else self._own(folder, whose, depth)
            return
        whose = HandInReading(table.NBGRADER, (name,), (), name)
        for kid, inside in kids.items():
            if kid in sets:
                self._own(inside, whose, depth + 1)
            else:
                self._leave(inside)
        for file, places in folder.files.items():
            for place in places:
                loose = notebook_stem(file) is not None
                left = LEFT if _RECORDS.fullmatch(file) else None
                self.found[place] = replace(whose, parts=(file,)) if loose else left

    def _teams(self, name: str, folder: Folder, depth: int) -> None:
        """Read ``NAME/ASSIGNMENT/Version 2/…``."""
        named = [kid for kid in folder.folders if self.box.is_set(kid)]
        for kid, inside in folder.folders.items():
            if self.box.is_other(kid) or (named and kid not in named):
                self._leave(inside)
                continue
            for version, files in inside.folders.items():
                number = int("".join(filter(str.isdecimal, version)))
                whose = HandInReading(
                    table.TEAMS, (name,), (), name, attempt=(number,), attempt_name=version
                )
                self._own(files, whose, depth + 2)

    def _drafts(self, here: Folder) -> set[str]:
        """Return the folders in which Teams keeps what was not handed in."""
        kids = here.folders
        handed = {
            name: one
            for name, one in kids.items()
            if one.folders and all(map(_is_teams, one.folders.values()))
        }
        people = {name for one in handed.values() for name in one.folders}
        return {
            name
            for name, one in kids.items()
            if handed
            and name not in handed
            and not one.files
            and (name.casefold() in table.WORKING or set(one.folders) <= people)
        }

    def _own(self, folder: Folder, whose: HandInReading, depth: int) -> None:
        for place in folder.all():
            parts = self.paths[place][depth + 1 :]
            late = table.LATE_FILE.fullmatch(parts[-1]) if whose.layout.name == "ILIAS" else None
            if late:
                parts = (*parts[:-1], late["file"])
            self.found[place] = replace(whose, parts=parts, late=whose.late or bool(late))

    def _leave(self, folder: Folder) -> None:
        for place in folder.all():
            self.found[place] = LEFT

    # --- Files that lie among people's folders, or are named by person themselves.

    def _by_file(self, name: str) -> tuple[Layout, re.Match[str]] | None:
        for layout in LAYOUTS:
            if found := layout.file.fullmatch(name) if layout.file else None:
                return layout, found
        return None

    def _file(self, name: str, flat: FlatFiles, platforms: set[str]) -> Found:
        if name == RECEIVED or any(
            name in layout.own for layout in LAYOUTS if layout.name in platforms
        ):
            return LEFT
        if known := self._by_file(name):
            groups = known[1].groupdict()
            if groups.get("set") and not self.box.is_set(groups["set"]):
                return LEFT
            # An attempt of which nothing else is there was handed in, too.
            inside = groups.get("file") or groups.get("page") or f"{table.NOTE}.txt"
            return replace(self._reading(known[0], known[1], name), parts=(inside,))
        stem, packed = notebook_stem(name), name.lower().endswith(".zip")
        if stem is None and not packed:
            return self._companion(name, flat)
        who, copied = self._who(name[:-4] if stem is None else stem)
        if not who:
            return None
        # The file is named for its learner, as it should be: that is no wrong file name.
        file = name
        if stem is not None:
            file = self.box.set_id + copied + name[len(stem) :]
        return HandInReading(table.FLAT, (who,), (file,), who, handed=name)

    def _companion(self, name: str, flat: FlatFiles) -> Found:
        """Read ``NAME.answers.json``, ``NAME_answers.json`` or ``NAME.json``."""
        whole = _JSON.fullmatch(name)
        if not whole:
            return None
        stem, copied = whole[1], copy_mark(whole[1])
        found = _ANSWERS.fullmatch(stem) or _ANSWERS.fullmatch(stem.removesuffix(copied))
        who = flat.of(self._who((found[1] or found[2]) if found else stem)[0])
        if not who:
            return None
        return HandInReading(table.FLAT, (who,), (f"answers{copied}.json",), who, handed=name)

    def _who(self, stem: str) -> tuple[str, str]:
        """Return whose a file of this name is, and what marks it as a copy."""
        words = (self.box.set_id, *self.box.words)
        who, mark = without_words(stem, words), copy_mark(stem)
        plain = without_words(stem.removesuffix(mark), words)
        if mark == copy_mark(stem, sure=True) or (
            self.box.knows(plain) and not self.box.knows(who)
        ):
            return plain, mark
        return who, ""

    def _reading(self, layout: Layout, found: re.Match[str], name: str) -> HandInReading:
        groups: Mapping[str, str | None] = found.groupdict()
        number, time = groups.get("number") or "", groups.get("time") or ""
        label = "_".join(filter(None, (groups.get("name") or name, groups.get("login"))))
        names = tuple(dict.fromkeys(self._names(layout, groups, name)))
        if layout.anonymous and number:
            label = f"{label}_{number}"
        when, tried = platform_time(time), groups.get("tried") or ""
        return HandInReading(
            layout,
            names,
            (),
            names[0] if groups.get("title_and_login") else label,
            number,
            attempt=order_of(tried) if tried else when.timetuple()[:6] if when else (),
            attempt_name=tried or time or groups.get("unread") or "",
            time=when,
            late=bool(groups.get("late")),
        )

    def _names(self, layout: Layout, groups: Mapping[str, str | None], name: str) -> Iterator[str]:
        """Give what may name a person, the likeliest first."""
        if both := groups.get("title_and_login"):
            yield self._login(both)
            cuts = [at for at, letter in enumerate(both) if letter == "_"]
            yield from (both[at + 1 :] for at in reversed(cuts))
            yield both
            return
        if groups.get("login"):
            yield groups["login"] or ""
        person = (groups.get("name") or "").strip()
        yield person
        if layout.name.startswith("Moodle"):
            # The name of a group may stand before it; whose class is known finds the person.
            cuts = [at for at, letter in enumerate(person) if letter == "-"]
            yield from (person[at + 1 :].strip() for at in cuts)
        if groups.get("login"):
            yield name

    def _login(self, both: str) -> str:
        """Return who stands behind the title of a set, by what the set is called."""
        for title in (self.box.set_id, *self.box.words):
            head = re.escape(title).replace(r"\-", "[-_ ]").replace(r"\ ", "[-_ ]")
            if found := re.fullmatch(f"{head}_(.+)", both, re.IGNORECASE):
                return found[1]
        return both.rpartition("_")[2]


def _alone(here: Folder) -> bool:
    return len(here.folders) == 1 and not here.notebooks()


def _cloned(around: str, name: str) -> str:
    """Return whose clone a folder is: ``ASSIGNMENT-submissions/ASSIGNMENT-USER``; or ""."""
    assignment = around.removesuffix("-submissions")
    if around == assignment or not name.startswith(f"{assignment}-"):
        return ""
    return name.removeprefix(f"{assignment}-")


def _is_teams(folder: Folder) -> bool:
    """Return whether it is one person's folder of Teams: assignments, and versions in them."""
    return (
        bool(folder.folders)
        and not folder.files
        and all(
            one.folders and not one.files and all(map(table.VERSION.fullmatch, one.folders))
            for one in folder.folders.values()
        )
    )
