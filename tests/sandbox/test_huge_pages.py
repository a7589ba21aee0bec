"""Memory gathered into large pages holds what it held, for the process and for its children."""

from __future__ import annotations

import mmap
import os

from carekit.sandbox.processes import huge_pages

SIZE = 8 * 2**20


def test_what_a_process_has_written_is_unchanged_after_it_is_gathered() -> None:
    """Every page of a mapping and of a child's copy of it still holds its own number."""
    with mmap.mmap(-1, SIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        pages = range(0, SIZE, mmap.PAGESIZE)
        for place in pages:
            memory[place : place + 4] = (place // mmap.PAGESIZE).to_bytes(4, "little")
        huge_pages.gather()
        child = os.fork()
        if not child:
            memory[:4] = b"else"
            os._exit(0 if _is_numbered(memory, pages[1:]) else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert _is_numbered(memory, pages)


def _is_numbered(memory: mmap.mmap, pages: range) -> bool:
    return all(
        memory[place : place + 4] == (place // mmap.PAGESIZE).to_bytes(4, "little")
        for place in pages
    )


def test_only_memory_of_no_file_is_gathered() -> None:
    """Of the kernel's list of mappings the heap and private ones are taken, and nothing else."""
    listed = """\
55d0c0a00000-55d0c1a00000 rw-p 00000000 00:00 0                          [heap]
7f0000000000-7f0000400000 rw-p 00000000 00:00 0 
7f0000400000-7f0000500000 r--p 00000000 00:00 0 
7f0000500000-7f0000600000 rw-s 00000000 00:01 1234                       /dev/zero (deleted)
7f0000600000-7f0000700000 rw-p 00001000 fe:00 4321                       /usr/lib/libx.so
7ffe00000000-7ffe00021000 rw-p 00000000 00:00 0                          [stack]
"""  # noqa: W291 - as the kernel writes them
    assert huge_pages._OWN.findall(listed) == [
        ("55d0c0a00000", "55d0c1a00000"),
        ("7f0000000000", "7f0000400000"),
    ]
