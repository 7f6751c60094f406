"""Names: what is split, what is cleaned, who is a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extract.people import editor, people, person, split_names


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("Ann Lee and Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee, Bob Ray & Cy Poe", ["Ann Lee", "Bob Ray", "Cy Poe"]),
        ("Ann Lee; Bob Ray / Cy Poe", ["Ann Lee", "Bob Ray", "Cy Poe"]),
        ("Anna Maier und Jan Roth", ["Anna Maier", "Jan Roth"]),
        ("Ana Gil y Luis Paz", ["Ana Gil", "Luis Paz"]),
        ("Anne Roy et Luc Petit", ["Anne Roy", "Luc Petit"]),
        ("Anna Neri e Ugo Riva", ["Anna Neri", "Ugo Riva"]),
        ("John A Smith", ["John A Smith"]),
        ("Lee, Ann", ["Ann Lee"]),
        ("Ann Lee (intern)", ["Ann Lee"]),
        ("张三、李四", ["张三", "李四"]),
        ("张三 李四", ["张三", "李四"]),
        ("张三　李四（实习生）", ["张三", "李四"]),
        ("张三&李四", ["张三", "李四"]),
        ("Demi Xia", ["Demi Xia"]),
        ("A&amp;B Lee", ["A", "B Lee"]),
        ("", []),
        ("x" * 5000, []),
    ],
)
def test_splitting(said, names):
    assert split_names(said) == names


@pytest.mark.parametrize(
    "name",
    """Ann Lee|ANN LEE|Na Poe|Sid Roth|Ann-Marie O’Neil|Ludwig van Berg
    |J. K. Poe|Dr. Max Kolb|Lê Phương|Bill MCFOO|Анна Петрова
    |Ann "Poppy Red" Lee|Bob ‘Ray’ Poe|张三|欧阳小明
    |约翰·史密斯|叨叨姐|김철수|さとう花子""".replace("\n    ", "").split("|"),
)
def test_people_are_people(name):
    assert people([name]) == [name.strip()]


@pytest.mark.parametrize(
    "name",
    """Reuters|AFP|dpa|AFP Deutschland|Associated Press|The Daily Foo|Foo Staff|Foo-Redaktion
    |Foo News Desk|Grupa Foo Bar|Foo Forest Programme|SHOW ALL ARTICLES OF|Facebook Activity|Reporter|ann@example.com
    |@annlee|annlee|Ann123|https://example.com/ann|example.com|admin|Anadolu Ajansı|a long line that is nobody's name
    |某某日报|某某网|本站|佚名|网络整理|某某局办公室|记者|한국일보|104363|""".replace("\n    ", "").split("|"),
)
def test_what_is_nobody(name):
    assert people([name]) == []


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ("BY ANN LEE, Staff Writer", ["ANN LEE"]),
        ("Von Jan Roth", ["Jan Roth"]),
        ("Par Anne Roy", ["Anne Roy"]),
        ("Par Anneroy", ["Anneroy"]),
        ("di Ugo Riva", ["Ugo Riva"]),
        ("Di Marco", ["Di Marco"]),
        ("Jan Roth / Journalist", ["Jan Roth"]),
        ("Ann Lee, Reuters", ["Ann Lee"]),
        ("Ann Lee, Bob", ["Ann Lee"]),
        ("本报记者 张三", ["张三"]),
        ("张三 通讯员 李四", ["张三", "李四"]),
        ("某某网专栏作者 张三", ["张三"]),
        ("张三报道", ["张三"]),
        ("김철수 기자", ["김철수"]),
    ],
)
def test_what_stands_around_a_name_is_taken_off(said, names):
    assert people([said]) == names


def test_the_site_is_no_person():
    site = frozenset({"examplepost", "example"})
    assert people(["Example Post", "Ann Lee"], site) == ["Ann Lee"]
    assert people(["Example D"], site) == []


def test_unsure_texts_need_a_family_name_or_two_words():
    assert person("网易", sure=False) is None
    assert person("张三", sure=False) == "张三"
    assert person("Foo", sure=False) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [("DF142", "DF142"), ("张三_NN2587", "张三_NN2587"), ("张三", "张三"), ("Demi Xia", "Demi Xia"), ("1610", None),
     ("关注我们的公众号，每天第一时间了解更多的新闻资讯吧", None)],
)  # fmt: skip
def test_editors_may_be_codes(said, name):
    assert editor(said) == name


@given(st.text(max_size=900))
def test_any_text_is_survived(text):
    for name in split_names(text):
        assert name.strip() == name != ""
    assert all(isinstance(name, str) and name for name in people([text]))
    editor(text)


@given(
    st.lists(st.sampled_from(["Ann Lee", "Bob Ray", "Cy Poe"]), unique=True, min_size=1),
    st.sampled_from([", ", " and ", " & ", "; ", " / "]),
)
def test_lists_of_names_come_back(names, glue):
    assert people([glue.join(names)]) == names
