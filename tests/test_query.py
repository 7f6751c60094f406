"""The language of searches, and what it means that a text contains a word."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawl.query import MOST_CHARACTERS, QueryError, found_in, parse, wanted
from newscrawl.snippets import snippet, whole
from newscrawl.terms import Term, fold, tokens


def contains(query: str, *texts: str) -> bool:
    return found_in(parse(query), [fold(text) for text in texts])


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("央行", "中国央行宣布", True),
        ("行宣", "中国央行宣布", True),
        ("央布", "中国央行宣布", False),
        ("行", "中国央行", True),
        ("北京上海", "北京、上海", False),
        ('"北京 上海"', "北京、上海", True),
        ("“北京，上海”", "北京\n上海", True),
        ("gdp", "中国GDP增长", True),
        ("ＧＤＰ", "GDP", True),
        ("gdp", "ＧＤＰ增长", True),
        ("house", "White-House.", True),
        ("hous", "white house", False),
        ("hous*", "white house", True),
        ("ouse*", "white house", False),
        ("white-house", "the White  House", True),
        ('"house white"', "white house", False),
        ("house white", "white house", True),
        ("A股市场", "买A股市场", True),
        ("A股", "USA股", False),
        ("5G手机", "新的 5G 手机", True),
        ("5G", "15G", False),
        ("straße", "STRASSE", True),
        ("cafe\u0301", "Café", True),
        ("cafe", "Café", False),
        ("ニュース", "ﾆｭｰｽです", True),
        ("한국", "한국은행", True),
        ("ข่าว", "อ่านข่าววันนี้", True),
        ("हिन्दी", "यह हिन्दी है", True),
        ("हि", "यह हिन्दी है", False),
        ("ру*", "Русский язык", True),
        ("hello", "hel\u200blo wor\u00adld", True),
        ("一\u200b带", "一带一路", True),
        ("3.5%", "增长3.5%", True),
        ("what's", "What’s new", True),
    ],
)
def test_a_word_is_found_as_its_script_has_it(query, text, found):
    assert contains(query, text) is found


@pytest.mark.parametrize(
    ("query", "texts", "found"),
    [
        ("a b", ["a", "b"], True),
        ("a AND b", ["a"], False),
        ("a OR b", ["b"], True),
        ("a b OR c d", ["c d"], True),
        ("a (b OR c) d", ["a c d"], True),
        ("a (b OR c) d", ["b c d"], False),
        ("a（b OR c）", ["a c"], True),
        ("a -b", ["a b"], False),
        ("a －b", ["a b"], False),
        ("a NOT b", ["a", "c"], True),
        ("a AND NOT (b OR c)", ["a c"], False),
        ('a -"b c"', ["a c b"], True),
        ("a -(-b)", ["a b"], True),
        ("a OR (b -c)", ["b c"], False),
        ("or OR and", ["and"], True),
        ("中国 - 美国", ["中国美国"], True),
        ("covid-19", ["covid 19"], True),
        ("a 「b　c」", ["a b c"], True),
    ],
)
def test_words_are_combined(query, texts, found):
    assert contains(query, *texts) is found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "nothing to look for"),
        (" ！？ 🚀 ", "nothing to look for"),
        ('a "b c', "before 'b c' is not closed"),
        ("(a", "a bracket is not closed"),
        ("a)", "closed that was not opened"),
        ("a ()", "')' stands where a word should, after '('"),
        ("AND a", "'AND' stands where a word should"),
        ("a OR", "nothing follows 'OR'"),
        ("a AND OR b", "'OR' stands where a word should, after 'AND'"),
        ("a NOT", "nothing follows 'NOT'"),
        ("-a", "not only what to leave out"),
        ("NOT a -b", "not only what to leave out"),
        ("a OR -b", "beside OR say what to look for"),
        ("(" * 50 + "a" + ")" * 50, "deep"),
        ("NOT " * 50 + "a", "deep"),
        ("a " * 100, "more than 64 words"),
        ("a" * (MOST_CHARACTERS + 1), "1,001 characters"),
    ],
)
def test_what_is_no_search_is_told_in_a_line(query, said):
    with pytest.raises(QueryError, match=r"^[^\n]+$") as caught:
        parse(query)
    assert said in str(caught.value)


ODD = st.text(st.sampled_from('ab京北 *"()-ＡOR') | st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(deadline=None)
@given(st.lists(ODD | st.sampled_from(["AND", "OR", "NOT", "(", ")", "-", '"', "“"]), max_size=12).map(" ".join))
def test_any_text_is_a_search_or_no_search(text):
    try:
        node = parse(text)
    except QueryError:
        return
    assert found_in(node, [fold(text)]) in (True, False)
    assert wanted(node)


@settings(deadline=None)
@given(st.text(max_size=60), st.data())
@example("ﬁ京e\u0301", None)
def test_the_index_has_the_tokens_of_every_piece_that_a_text_contains(text, data):
    folded = fold(text)
    ends = st.integers(0, len(text))
    begin, end = sorted((data.draw(ends), data.draw(ends))) if data else (0, 9)
    for prefix in (False, True):
        term = Term(text[begin:end], prefix)
        if term.units and term.inside(folded):
            held = tokens(folded)
            for token, begins in term.tokens():
                assert token in held or (begins and any(one.startswith(token) for one in held))


@settings(deadline=None)
@given(st.text("京北ab ﬁＡé\u0301\n\u200b,，ｶﾞ", max_size=150), st.text("京北ab", min_size=1, max_size=3))
def test_snippets_mark_what_was_found(text, word):
    term = Term(word)
    for piece in (snippet(text, [term], 40), whole(text, [term])):
        assert "\n" not in piece.text
        assert all(0 <= begin < end <= len(piece.text) for begin, end in piece.marks)
        assert piece.highlighted("", "") == piece.text
    if term.inside(fold(text)):
        assert whole(text, [term]).marks


def test_a_snippet_is_where_most_words_stand_together():
    text = "北京很好。" + "天气。" * 100 + "上海和北京的天气。" + "完。" * 100
    piece = snippet(text, [Term("北京"), Term("上海")])
    assert piece.highlighted("[", "]").count("[上海]和[北京]的天气") == 1
    assert piece.text.startswith("…")
    assert piece.text.endswith("…")


def test_marks_stand_where_letters_change_their_number():
    assert whole("ﬁﬁ 京城 Straße", [Term("京城"), Term("strasse")]).highlighted("[", "]") == "ﬁﬁ [京城] [Straße]"
    assert whole("e\u0301 北京 ﾆｭｰｽ", [Term("北京"), Term("ニュース")]).highlighted("[", "]") == "e\u0301 [北京] [ﾆｭｰｽ]"


def test_a_snippet_steers_no_terminal():
    assert snippet("a\x1b[31m\u202eb\x00", [Term("b")]).text == "a [31m b "
