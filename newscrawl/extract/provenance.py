"""来源、作者、责任编辑 and their like: what labels in the lines around an article say about where it comes from."""

import re
from collections.abc import Collection, Iterator

from newscrawl.extract.headline import DAY
from newscrawl.extract.ladder import clean, unique
from newscrawl.extract.lines import LONG, Around, Line
from newscrawl.extract.people import HAN, editor, people, person, split_names

KINDS = {
    "publisher": """文章来源 新闻来源 信息来源 稿件来源 内容来源 本文来源 来源 來源 稿源 出处 出處 转载自 转自 来源于
        发布机构""",
    "editors": "责任编辑 責任編輯 本文编辑 执行编辑 网络编辑 编辑 編輯 责编 責編",
    "authors": """文章作者 本文作者 原文作者 作者 撰文 撰稿 执笔 文字 文 本报记者 特约记者 记者 記者 通讯员 图文 图/文
        文/图 供稿人""",
    # what ends the value before it
    "other": """校对 校對 审核 审校 审签 监制 摄影 图片 图 视频 制图 排版 设计 海报 发布时间 发布日期 更新时间 时间 日期
        浏览次数 浏览量 浏览 点击数 点击量 点击 阅读量 阅读数 阅读 字号 字体 人气 评论 关键词 标签 栏目 主编 总监制
        值班主任 统筹 策划 终审 供稿 声明 分享 打印 编号 举报 收藏 微信 微博 原标题 地址 链接""",
}
KIND_OF = {label: kind for kind, labels in KINDS.items() for label in labels.split()}
_LABELS = "|".join(r"\s?".join(map(re.escape, label)) for label in sorted(KIND_OF, key=len, reverse=True))
# A label is no end of a longer word, but for the many sorts of editors and reporters, and right behind an outlet
LABEL = re.compile(
    rf"(?:(?<![{HAN}])|(?<=实习|见习|值班|本期|栏目|新闻|[每财]经)(?=[编记][辑者])|(?<=[网报社])(?=作者|责任?编))"
    rf"({_LABELS})\s*[:：/／|｜丨]\s*"
)
# In the line of the date the same labels, and staff behind the text, also stand without a mark.
BARE = re.compile(r"(?:^|(?<=[\s|｜丨]))(来源|來源|作者)\s?((?!于)[\w·-]{2,20})(?=$|[\s|｜丨])")
STAFF = re.compile(
    rf"(责任编辑|责编|编辑)\s([{HAN}]{{2,4}})(?:\s(?:责任校对|校对|审核|审校|编审|制图|摄影)\s[{HAN}]{{2,4}})*"
)
MAYBE_LABEL = re.compile(rf"[{HAN}]\s*[:：/／|｜丨]")  # a tenth of LABEL's time, and the last word on most lines
STOP = re.compile(r"(?:19|20)\d\d\s?[-年./]|\d{1,2}:\d\d|[|｜丨【】()（）\[\]［］]|https?:|\s{2,}")
NO_OUTLET = re.compile(
    r"(?:本站|网络|互联网|网友|综合|未知|转载|原创|其他|不详|佚名|作者|来源|本网|整理)+(?:投稿|稿|整理|来源|报道)?"
)
LONGEST_OUTLET = 30
ENDING = 50  # characters at the end of a paragraph that may be （责任编辑：…） and its like
LAST = 8  # lines of the body whose 来源 is the article's; one further up is a picture's


class Provenance:
    """What the labels around an article say. ``site`` are the site's own names, folded: none of them is a person."""

    def __init__(self, around: Around, site: frozenset[str]):
        self.site = site
        self._said: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
        if around.has_han:
            self._read(around.top)
            self._read(around.inside[:-LAST], ("authors", "editors"))
            self._read(around.inside[-LAST:])
            self._read(around.behind)

    def publisher(self) -> tuple[str | None, str]:
        """The outlet named behind 来源 or another label of its kind, and ``text:<label>``."""
        for label, value in self._said["publisher"]:
            if name := outlet(value):
                return name, f"text:{label}"
        return None, ""

    def editors(self) -> tuple[list[str], str]:
        """Everyone named behind 责任编辑, 编辑, 责编: names or codes as the page writes them."""
        said = [(label, part) for label, value in self._said["editors"] for part in split_names(value)]
        found = [(label, name) for label, part in said if (name := editor(part))]
        return unique(name for _, name in found), f"text:{found[0][0]}" if found else ""

    def authors(self) -> tuple[list[str], str]:
        """The people behind the first of 作者, 文, 记者 and their like that names any."""
        for label, value in self._said["authors"]:
            if found := people([value], self.site):
                return found, f"text:{label}"
        return [], ""

    def _read(self, lines: list[Line], kinds: Collection[str] = tuple(KINDS)) -> None:
        for number, line in enumerate(lines):
            text = line.text if len(line.text) <= LONG else line.text[-ENDING:]
            following = lines[number + 1].text if number + 1 < len(lines) else ""
            for label, value in labelled(text, following):
                if KIND_OF[label] in kinds:
                    self._said[KIND_OF[label]].append((label, value))


def labelled(text: str, following: str = "") -> Iterator[tuple[str, str]]:
    """(label, value) of everything labelled in a line; what a label at its end names is in the line that follows."""
    found = list(LABEL.finditer(text)) if MAYBE_LABEL.search(text) else []
    if not found:
        yield from _unmarked(text)
    for number, label in enumerate(found):
        is_last = number + 1 == len(found)
        value = text[label.end() : len(text) if is_last else found[number + 1].start()]
        if is_last and not value.strip() and len(following) <= LONGEST_OUTLET and not LABEL.search(following):
            value = following
        cut = STOP.search(value)
        yield re.sub(r"\s", "", label[1]), clean(value[: cut.start()] if cut else value)


def _unmarked(text: str) -> Iterator[tuple[str, str]]:
    """(label, value) of what a line labels without a colon: 2024-05-12 来源 某某网, and 编辑 张三 校对 李四."""
    if staff := STAFF.fullmatch(text):
        yield staff[1], staff[2]
    elif DAY.search(text):
        for found in BARE.finditer(text):
            if found[1] != "作者" or person(found[2], sure=False):
                yield found[1], found[2]


def outlet(value: str) -> str | None:
    """The name of an outlet in what stands behind 来源 or in a meta element; None for 本站, 网络 and the like."""
    value = LABEL.sub("", clean(value[: 10 * LONGEST_OUTLET]))
    value = re.split(rf"(?<=[{HAN}])\s|[、,，;；]", value, maxsplit=1)[0].strip(" .:：。—-“”\"'《》")
    if not 2 <= len(value) <= LONGEST_OUTLET or "://" in value or value.isdigit() or NO_OUTLET.fullmatch(value):
        return None
    return value
