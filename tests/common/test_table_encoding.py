"""Tables of a few names are read in the encoding in which they were written."""

import pytest

from carekit.common.table_encoding import decoded


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        ("姓名,學號,潮汐作業\n陳怡君,ana,-\n林志玲,bo,3\n", "big5"),
        ("id,name\na,林志玲\n", "big5"),
        ("id,name\na,林志玲\n", "gb18030"),
        ("学号,姓名\n1,李雷\n", "gb18030"),
        ("id,name\na,王\n", "big5"),
        ("id,name\na,王\n", "gb18030"),
        ("id,name\na,José García\nb,Zoë Müller\n", "cp1252"),
        ("id,name\na,Ångström\n", "cp1252"),
        ("id,name\na,김민수\nb,이서연\n", "euc-kr"),
        ("id,名前\na,佐藤さくら\nb,タナカ 一郎\n", "shift-jis"),
        ("id,name\na,ﾀﾅｶ\n", "shift-jis"),
        ("id,name\na,Zoë 林志玲\n", "utf-8"),
        ("id,name\na,Zoë 林志玲\n", "utf-8-sig"),
        ("id,name\na,Zoë 林志玲\n", "utf-16"),
    ],
)
def test_a_few_names_tell_how_they_were_written(names, encoding):
    text, found = decoded(names.encode(encoding))
    assert (text, found) == (names, encoding)


@pytest.mark.parametrize(
    "data", ["id,name\n".encode("utf-16")[:-1], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"]
)
def test_what_is_no_text_is_none(data):
    assert decoded(data) is None
