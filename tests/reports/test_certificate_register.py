"""Codes that cannot be made up, and a register that shows what was changed in it."""

import json
import os
import stat
from dataclasses import replace

import pytest

from carekit.common.files import ContentError
from carekit.reports.certificates.register import CertificateRegister, normal
from tests.reports.eight_concepts import content


@pytest.fixture
def register(tmp_path):
    return CertificateRegister(tmp_path)


def test_a_code_is_found_however_it_is_typed(register):
    code = register.enter(content(), b"pdf")
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        found = register.by_code(typed)
        assert (found.answer, found.content["name"]) == ("genuine", "Mei Lin")


def test_letters_that_are_misread_are_read_as_digits():
    assert normal("OIL0-1234-5678-9ABC") == "0110-1234-5678-9ABC"
    assert normal("U000-1234-5678-9ABC") == ""


def test_a_code_that_was_never_given_out_is_unknown(register):
    assert register.by_code("0000-0000-0000-0000").answer == "unknown"
    register.enter(content(), b"pdf")
    assert register.by_code("0000-0000-0000-0000").answer == "unknown"


def test_a_file_is_genuine_byte_for_byte_only(register, tmp_path):
    register.enter(content(), b"pdf")
    page_file = tmp_path / "x.pdf"
    page_file.write_bytes(b"pdf")
    assert register.by_file(page_file).answer == "genuine"
    page_file.write_bytes(b"pdf.")
    assert register.by_file(page_file).answer == "unknown"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Ben"), ("kind", "lead"), ("issued", "2020-01-01"), ("scores", []), ("data", "x")],
)
def test_a_line_that_was_changed_afterwards_is_told(register, field, value):
    code = register.enter(content(), b"pdf")
    line = json.loads(register.path.read_text(encoding="utf-8"))
    line["certificate"][field] = value
    register.path.write_text(json.dumps(line), encoding="utf-8")
    assert register.by_code(code).answer == "altered"


def test_a_line_made_without_the_secret_is_told(register, tmp_path):
    register.enter(content(), b"pdf")
    forger = CertificateRegister(tmp_path / "elsewhere")
    code = forger.enter(content(name="Forger"), b"forged")
    with register.path.open("ab") as file:
        file.write(forger.path.read_bytes())
    assert register.by_code(code).answer == "altered"


def test_a_forged_line_does_not_hide_the_true_one(register):
    code = register.enter(content(), b"pdf")
    true = register.path.read_bytes()
    forged = {"code": code, "pdf": "", "certificate": {"name": "Forger"}}
    register.path.write_bytes(json.dumps(forged).encode() + b"\n" + true)
    assert register.by_code(code).content["name"] == "Mei Lin"


def test_the_register_only_grows_and_survives_half_a_line(register):
    first = register.enter(content(), b"one")
    before = register.path.read_bytes()
    with register.path.open("ab") as file:
        file.write(b'{"code": "0000')
    second = register.enter(content(name="Ben"), b"two")
    assert register.path.read_bytes().startswith(before)
    assert [register.by_code(code).answer for code in (first, second)] == ["genuine", "genuine"]


def test_everything_that_is_printed_changes_the_code(register):
    code = register.code(content())
    others = [
        content(name="Mei Lín"),
        content(learner="mei-2"),
        content(kind="lead"),
        content(issued="2026-01-06"),
        content(trainer=""),
        content(data="x"),
        content(scores=content().scores[:-1]),
    ]
    assert code not in {register.code(one) for one in others}
    assert code == register.code(content())


def test_the_same_certificate_keeps_its_first_day(register):
    register.enter(content(), b"pdf")
    again = replace(content(), issued="2026-07-01")
    assert register.as_issued(again) == content()
    assert register.as_issued(replace(again, name="Ben")).issued == "2026-07-01"


def test_the_secret_is_made_once_for_its_owner_alone(register, tmp_path):
    key = tmp_path / ".care" / "certificates.key"
    code = register.code(content())
    made = key.read_bytes()
    assert len(bytes.fromhex(made.decode())) == 32
    assert register.code(content()) == code
    assert key.read_bytes() == made
    if os.name != "nt":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        key.chmod(0o644)
        with pytest.raises(ContentError, match="chmod 600"):
            register.code(content())


def test_two_courses_have_two_secrets(register, tmp_path):
    assert CertificateRegister(tmp_path / "other").code(content()) != register.code(content())


def test_a_lost_or_damaged_secret_is_told_and_never_replaced(register, tmp_path):
    register.enter(content(), b"pdf")
    key = tmp_path / ".care" / "certificates.key"
    kept = key.read_bytes()
    key.unlink()
    with pytest.raises(ContentError, match="put it back from a backup"):
        register.code(content())
    key.write_bytes(b"half")
    key.chmod(0o600)
    with pytest.raises(ContentError, match="damaged"):
        register.code(content())
    key.write_bytes(kept)
    assert register.by_code(register.code(content())).answer == "genuine"
