"""Outlets in addresses: one outlet, one slug, for ever."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.slugs import LONGEST, slug, slug_for
from newscrawl.store import Store


@pytest.mark.parametrize(
    ("outlet", "expected"),
    [
        ("北方网", "beifangwang"),
        ("证券时报", "zhengquanshibao"),
        ("每日经济新闻", "meirijingjixinwen"),
        ("21世纪经济报道", "21shijijingjibaodao"),
        ("重庆日报", "chongqingribao"),  # not zhongqing: words decide
        ("长安街知事", "changanjiezhishi"),
        ("绿色中国", "lvsezhongguo"),
        ("上海证券报·中国证券网", "shanghaizhengquanbaozhongguozhengquanwang"),
        ("Le Monde", "lemonde"),
        ("Süddeutsche Zeitung", "suddeutschezeitung"),
        ("ＣＣＴＶ 新闻", "cctvxinwen"),
        ("NHKニュース", "nhk"),
    ],
)
def test_slugs(outlet, expected):
    assert slug(outlet) == expected


@pytest.mark.parametrize("outlet", ["", " ", "…", "Ведомости", "\u202e", "../../etc/passwd", "a" * 10_000, "新" * 300])
def test_odd_names_have_one_too(outlet):
    assert re.fullmatch(r"[a-z0-9]+", slug(outlet))
    assert len(slug(outlet)) <= LONGEST
    assert slug(outlet) == slug(outlet)


def test_names_that_are_cut_stay_apart():
    assert slug("新" * 100 + "甲") != slug("新" * 100 + "乙")


def test_homophones_stay_apart_and_the_first_keeps_its_own():
    assert slug("时报") == slug("实报") == "shibao"
    taken = {"shibao": "时报"}
    assert slug_for("时报", taken) == "shibao"
    second = slug_for("实报", taken)
    assert re.fullmatch(r"shibao-[0-9a-f]{4}", second)
    assert slug_for("实报", {"shibao": "时报", second: "实报"}) == second
    assert re.fullmatch(r"shibao-[0-9a-f]{8}", slug_for("实报", {"shibao": "时报", second: "石报"}))


@given(st.text(max_size=60))
def test_any_text_gives_an_address(text):
    assert re.fullmatch(rf"[a-z0-9]{{1,{LONGEST}}}", slug(text))


@given(st.lists(st.text("时实石报纸 abé", min_size=1, max_size=4), max_size=12))
def test_one_outlet_one_slug(outlets):
    with Store(":memory:") as store:
        given_first = [store.outlet_slug(outlet) for outlet in outlets]
        assert [store.outlet_slug(outlet) for outlet in outlets] == given_first
        assert len(set(given_first)) == len({" ".join(outlet.split()) for outlet in outlets})


def test_a_slug_outlives_the_run(tmp_path):
    with Store(tmp_path / "news.db") as store:
        assert (store.outlet_slug("实报"), store.outlet_slug(" 时报 ")) == ("shibao", store.outlet_slug("时报"))
        other = store.outlet_slug("时报")
    with Store(tmp_path / "news.db") as store:
        assert (store.outlet_slug("时报"), store.outlet_slug("实报")) == (other, "shibao")
