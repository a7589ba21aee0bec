"""The files that learners clean hold every kind of dirt, and the comments read as people write."""

import io
import re
import unicodedata

import opencc
import pandas as pd
import pytest

from carekit.tables import data, make
from carekit.tables.spec import read_spec

MEMBERS = {"members-shenzhen.csv": "gb18030", "members-hongkong-taipei.csv": "big5hkscs"}
DATES = {
    "iso": r"\d{4}-\d\d-\d\d",
    "slashes": r"\d{4}/\d{1,2}/\d{1,2}",
    "day first": r"\d\d-\d\d-\d{4}",
    "roc": r"民國\d{2,3}年\d{1,2}月\d{1,2}日",
}


@pytest.fixture(scope="module")
def raw(root):
    """Return a function that reads one raw file as text cells."""

    def read(name, encoding="utf-8"):
        content = (root / "course_data" / "raw" / name).read_bytes()
        return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding=encoding)

    return read


@pytest.fixture(scope="module")
def root(request):
    return request.config.rootpath


def test_every_file_to_clean_is_described_and_every_description_has_a_file(root):
    described = {raw.file for raw in read_spec(root).raw}
    assert described == {path.name for path in (root / "course_data" / "raw").iterdir()}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("members-shenzhen.csv", "customer_id"),
        ("members-hongkong-taipei.csv", "customer_id"),
        ("web-orders-2025q4.csv", "order_id"),
        ("desk-2025q4.csv", "ticket_id"),
        ("forms-2025q4.csv", "survey_id"),
    ],
)
def test_one_row_in_a_hundred_is_there_twice(raw, name, key):
    frame = raw(name, MEMBERS.get(name, "utf-8"))
    assert 0.008 < frame.duplicated().mean() < 0.012
    assert frame.drop_duplicates()[key].is_unique


def test_one_file_needs_gb18030_and_one_needs_the_hong_kong_form_of_big5(root):
    folder = root / "course_data" / "raw"
    for name, encoding in MEMBERS.items():
        content = (folder / name).read_bytes()
        content.decode(encoding)
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("members-shenzhen.csv", ["iso", "slashes", "day first"]),
        ("members-hongkong-taipei.csv", DATES),
    ],
)
def test_dates_come_in_every_notation_and_no_other(raw, name, kinds):
    dates = raw(name, MEMBERS[name]).signup_date
    found = {kind: dates.str.fullmatch(DATES[kind]) for kind in kinds}
    assert all(hits.sum() > 50 for hits in found.values())
    assert pd.concat(found, axis=1).any(axis=1).all()


def test_regions_are_spelled_in_many_ways(raw):
    spelled = set(raw("members-hongkong-taipei.csv", "big5hkscs").region)
    assert {"HK", "Hong Kong", "香港", " HK ", "TW", "Taiwan", "台灣", "臺灣"} == spelled


def test_some_people_have_a_second_account_in_the_other_script(raw):
    frame = raw("members-shenzhen.csv", "gb18030").drop_duplicates()
    second = frame[frame.customer_id.str.endswith("B")]
    first = frame.set_index("customer_id").name_zh
    convert = {opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert}
    assert len(second) >= 10
    for code, name in zip(second.customer_id, second.name_zh, strict=True):
        own = first[code[:-1]]
        assert own != name
        assert any(turn(own) == turn(name) for turn in convert)


def test_test_accounts_and_invisible_blanks_are_among_the_members(raw):
    frame = raw("members-shenzhen.csv", "gb18030")
    assert frame.customer_id.str.match(r"TEST\d{3}").sum() >= 5
    assert frame.name_en.str.contains("\u00a0").sum() >= 20
    assert frame.name_en.str.contains("\u200b").sum() >= 20


def test_amounts_in_three_notations_give_the_clean_amount_and_refunds_are_negative(raw, root):
    frame = raw("web-orders-2025q4.csv").drop_duplicates()
    plain = frame.amount.map(lambda text: unicodedata.normalize("NFKC", text))
    amount = plain.str.replace(r"HK\$|,|元", "", regex=True).astype(float)
    clean = data("orders", root=root).set_index("order_id")
    sold = ~frame.order_id.str.endswith("-R")
    assert frame.amount.str.startswith("HK$").sum() > 100
    assert frame.amount.str.contains("元").sum() > 100
    assert (amount[sold].to_numpy() == clean.amount_hkd[frame.order_id[sold]].to_numpy()).all()
    refunded = frame.order_id[~sold].str.removesuffix("-R")
    assert len(refunded) > 30
    assert clean.returned[refunded].all()
    assert (amount[~sold].to_numpy() == -clean.amount_hkd[refunded].to_numpy()).all()


def test_two_clocks_in_one_export_agree_once_they_are_told_apart(raw, root):
    frame = raw("desk-2025q4.csv").drop_duplicates().set_index("ticket_id")
    utc = frame.created_ts.str.endswith("Z")
    assert set(frame.channel[utc]) == {"chat", "messaging"}
    assert set(frame.channel[~utc]) == {"phone", "email"}
    told = pd.to_datetime(frame.created_ts.str.rstrip("Z").str.replace("T", " "))
    local = told + pd.to_timedelta(utc.astype(int) * 8, unit="h")
    clean = data("tickets", root=root).set_index("ticket_id").created_ts
    assert (local == clean[frame.index]).all()
    reply = pd.to_datetime(frame.first_reply_ts.str.rstrip("Z").str.replace("T", " "))
    assert 0.003 < (reply < told).sum() / reply.notna().sum() < 0.007


def test_forms_hold_impossible_scores_and_answers_before_the_question(raw):
    frame = raw("forms-2025q4.csv")
    assert {"11", "-1", "N/A", "九"} <= set(frame.nps)
    assert frame.nps.str.contains(r"[０-９]").any()
    early = pd.to_datetime(frame.answered_ts) < pd.to_datetime(frame.sent_ts)
    assert 0.003 < early.mean() < 0.01
    assert frame.comment.str.contains("[\u00a0\u200b]").sum() >= 5


def test_shares_stand_as_per_cent_and_as_fractions_in_one_column(raw):
    best = raw("yardsticks-by-mail.csv").best.astype(float)
    assert (best > 1).sum() >= 5
    assert (best <= 1).sum() >= 5


# comments


@pytest.fixture(scope="module")
def comments(root):
    said = data("surveys", root=root)
    return said[said.comment.notna()]


def test_there_are_150_sentences_in_every_language(root):
    for lang in ("en", "zh-Hans", "zh-Hant"):
        lines = (
            (root / "content/world/phrases" / f"{lang}.txt")
            .read_text(encoding="utf-8")
            .splitlines()
        )
        sentences = [line.split(" | ")[1] for line in lines if not line.startswith("#")]
        assert len(set(sentences)) == len(sentences) >= 150


def test_every_comment_is_in_the_language_and_script_of_its_form(comments):
    to_hans, to_hant = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2tw").convert
    han = re.compile(r"[\u4e00-\u9fff]")
    english = comments.comment[comments.lang == "en"]
    assert not english.str.contains(han).any()
    hans = comments.comment[comments.lang == "zh-Hans"]
    assert [text for text in hans if to_hans(text) != text] == []
    hant = comments.comment[comments.lang == "zh-Hant"]
    letters = {letter for text in hant for letter in text}
    assert sorted(letter for letter in letters if to_hant(letter) != letter) == []


def test_words_are_those_of_the_place(comments, root):
    people = data("customers", root=root).set_index("customer_id").region
    hant = comments[comments.lang == "zh-Hant"]
    region = people[hant.customer_id].to_numpy()
    taiwan, hong_kong = hant.comment[region == "TW"], hant.comment[region == "HK"]
    assert taiwan.str.contains("宅配").sum() > 20
    assert hong_kong.str.contains("速遞").sum() > 20
    assert not taiwan.str.contains("速遞|短訊|電郵|積分|分店").any()
    assert not hong_kong.str.contains("宅配|簡訊|電子郵件|點數").any()


def test_nobody_thanks_for_a_call_that_was_not_promised(comments, root):
    themes = (
        pd.read_csv(root / "content/world/truth/truth_comments.csv").set_index("survey_id").themes
    )
    calls = comments[themes[comments.survey_id].str.contains("callback").to_numpy()]
    tickets = data("tickets", root=root).set_index("ticket_id").loc[calls.ticket_id]
    assert len(calls) > 50
    assert tickets.callback_promised.all()
    kept = (tickets.callback_done_ts <= tickets.callback_due).to_numpy()
    assert (calls.csat[kept] >= 4).all()
    assert (calls.csat[~kept] <= 3).all()


def test_no_slot_is_left_open_and_comments_are_short(comments):
    assert not comments.comment.str.contains(r"[{}]").any()
    assert comments.comment.str.len().max() < 160
    assert not comments.comment.str.contains("  ").any()


def test_comments_are_varied(comments):
    assert comments.groupby("lang").comment.nunique().min() > 200
    assert comments.comment.value_counts(normalize=True).iloc[0] < 0.03


# the files


def test_the_course_data_stay_small(root):
    folders = ("course_data/tables", "course_data/raw", "content/world/truth")
    files = [path for folder in folders for path in (root / folder).iterdir()]
    assert sum(path.stat().st_size for path in files) < 12_000_000


def test_what_is_committed_is_what_the_recipes_make(root):
    assert make.run(root, check=True) == []
