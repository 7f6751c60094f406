"""Invented records in the shapes that East Money's lists and pages have. Towns, companies and people do not exist."""

from dataclasses import dataclass

CHART = (
    '<p style="display:none;height:1px;overflow:hidden;"><br /></p><!-- EM_StockImg_Start -->'
    '<p style="text-align:center;">'
    '<a href="http://quote.eastmoney.com/unify/r/1.600519"><img alt="K图 600519_0" width="578" height="276"'
    ' src="https://webquoteklinepic.eastmoney.com/GetPic.aspx?nid=1.600519&imageType=k&token=x" /></a></p>'
    "<!-- EM_StockImg_End -->"
)
STOCK = (
    '<span id="stock_1.600519"><a href="http://quote.eastmoney.com/unify/r/1.600519" class="keytip"'
    ' data-code="1,600519">临汐酒业</a></span><span id="quote_1.600519"></span>'
)
BOARD = (
    '<span id="bk_90.BK0473"><a href="http://quote.eastmoney.com/unify/r/90.BK0473" class="keytip"'
    ' data-code="90,BK0473">证券</a></span><span id="bkquote_90.BK0473"></span>'
)
OUTLETS = ("北方网", "证券时报", "券商中国", "士报", "时报", "21世纪经济报道")


@dataclass(frozen=True)
class Story:
    """An article: the 18 digits of its id, what its lists and its page say."""

    id: str
    title: str
    summary: str
    time: str
    media: str
    content: str


def _story(n: int) -> Story:
    title = f"临汐市第{n}号公报：{'港区货运' if n % 2 else '新城供水'}工程如期推进"
    summary = f"临汐市有关部门日前发布第{n}号公报，介绍工程进展。"
    media = OUTLETS[n % len(OUTLETS)]
    marks = (
        f"参与建设的{STOCK}表示，{BOARD}板块的资金安排不受影响。"
        if n in (3, 5)
        else "参与建设的各方表示，进度符合预期。"
    )
    content = (
        f"{CHART if n in (3, 5) else ''}<p>{summary}"
        f"公报说，第{n}期工程已经完成土建部分的{n + 40}%，剩余部分将在年内交付使用。</p>"
        f"<p>{marks}</p><p>负责人在答问时说，第{n}期之后还会有后续安排，具体时间以正式公告为准。</p>"
        f'<p class="em_media">（文章来源：{media}）</p>'
    )
    time = f"2026-11-{20 + n // 100} {8 + n % 100 // 6:02d}:{n % 6 * 10:02d}:{n % 100:02d}"
    return Story(f"2026112034{n:08d}", title, summary, time, media, content)


STORIES = [_story(n) for n in range(1, 19)]  # the newest last
TWINS = STORIES[2:8]  # in the second column with NW before their ids
OTHERS = [_story(n) for n in range(101, 105)]  # in the second column only


@dataclass(frozen=True)
class Flash:
    id: str
    title: str
    summary: str
    time: str
    stocks: tuple[str, ...] = ()


FLASHES = [
    Flash(f"2026112035{n:08d}", title, f"【{title}】{title}。", f"2026-11-20 10:{n:02d}:00", stocks)
    for n, (title, stocks) in enumerate(
        [
            ("临汐港货运指数升至30点", ()),
            ("临汐港货运指数升至40点", ()),
            ("临汐港货运指数升至80点", ()),
            ("临汐酒业：董事会通过回购方案", ("1.600519",)),
            ("临汐新城供水管网改造完成", ("90.BK0473", "116.00700")),
            ("临汐海关公布十月进出口数据", ()),
        ]
    )
]


def of_column(story: Story, base: str, *, twin: bool = False) -> dict:
    """A record of data.list[]."""
    code = ("NW" if twin else "") + story.id
    return {
        "code": code, "title": story.title, "summary": story.summary, "showTime": story.time, "mediaName": story.media,
        "image": "", "uniqueUrl": f"{base}/a/{code}.html", "Np_dst": None,
    }  # fmt: skip


def of_flashes(flash: Flash) -> dict:
    """A record of data.fastNewsList[]."""
    return {
        "code": flash.id, "title": flash.title, "summary": flash.summary, "showTime": flash.time,
        "stockList": list(flash.stocks), "titleColor": 0, "pinglun_Num": 0,
    }  # fmt: skip


def of_kuaixun(flash: Flash, base: str) -> dict:
    """A record of LivesList[]."""
    return {
        "id": flash.id, "title": flash.title, "simtitle": flash.title, "digest": flash.summary, "showtime": flash.time,
        "url_w": f"{base}/a/{flash.id}.html", "sort": flash.id,
    }  # fmt: skip


BLANK = {"code": "", "title": "", "summary": "", "showTime": "", "mediaName": "", "uniqueUrl": ""}
