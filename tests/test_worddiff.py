"""What changed between two texts, for people."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.worddiff import diff, render

TEXTS = st.text(alphabet="ab 中文。，.\n12", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_come_back_whole(old, new):
    pieces = diff(old, new)
    assert "".join(text for kind, text in pieces if kind != "added") == old
    assert "".join(text for kind, text in pieces if kind != "removed") == new
    assert all(text for _, text in pieces)
    assert all(one[0] != other[0] for one, other in pairwise(pieces))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("The bank cut rates.", "The bank raised rates.", "The bank [-cut-]{+raised+} rates."),
        ("北向资金净流入达30亿元。", "北向资金净流入超40亿元。", "北向资金净流入[-达30-]{+超40+}亿元。"),
        ("央行宣布降息。", "中国央行今日宣布降息。", "{+中国+}央行{+今日+}宣布降息。"),
        ("涨幅为8.01%。", "涨幅为8.10%。", "涨幅为[-8.01-]{+8.10+}%。"),
        ("第一段。\n\n第二段。", "第一段。", "第一段。[-\n\n第二段。-]"),
        ("same", "same", " … "),
        ("", "neu", "{+neu+}"),
        ("", "", ""),
        ("a very quick fox", "one slow fox", "[-a very quick-]{+one slow+} fox"),
    ],
)
def test_how_it_reads(old, new, shown):
    assert render(diff(old, new), colour=False) == shown


def test_only_the_surroundings_of_a_change_are_shown():
    same = "这一段没有变化" * 30
    shown = render(diff(same + "甲" + same, same + "乙" + same), colour=False, context=7)
    assert shown == " … 这一段没有变化[-甲-]{+乙+}这一段没有变化 … "


def test_a_page_can_not_steer_the_terminal():
    shown = render(diff("a", "\x1b[2J\u202eb\u200b"), colour=True)
    assert shown == "\x1b[31;9ma\x1b[0m\x1b[32m[2Jb\x1b[0m"


def test_long_texts_that_share_nothing_take_no_minute():
    started = time.process_time()
    pieces = diff("甲乙丙丁" * 10_000, "的一是不" * 10_000)
    assert [kind for kind, _ in pieces] == ["removed", "added"]
    assert time.process_time() - started < 5
