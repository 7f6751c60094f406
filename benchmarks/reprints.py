"""Reprints made of real texts, and articles that look like reprints of each other but are none."""

import random
import re
from collections.abc import Callable
from itertools import pairwise

from opencc import OpenCC

HAN = re.compile(r"[\u3400-\u9fff]")
SENTENCES = re.compile(r".+?(?:[。！？]|[.!?](?=\s)|$)")
FOREIGN = {
    True: ["据本网综合报道，近日有关话题引发广泛关注，以下为详细内容。",
           "更多消息，本网将持续跟进，敬请留意后续报道与评论。"],
    False: ["Here is what you need to know about the story that everyone has been talking about this week.",
            "Our team selected this report for readers who may have missed it earlier in the day."],
}  # fmt: skip
DATELINES = {
    True: ["新华社北京11月20日电（记者 王小明）", "中新网上海11月21日电 ", "【本报讯】", "（本报记者 李小红）"],
    False: ["LONDON (AP) - ", "BERLIN, Nov 20 (Reuters) - ", "By Jane Doe\n\n", "NEW YORK - "],
}
NARROW = str.maketrans("，。：；！？（）“”", ',.:;!?()""')
to_traditional = OpenCC("s2t").convert


def is_chinese(text: str) -> bool:
    return len(HAN.findall(text)) * 6 > len(text)


def reprint(text: str, cut: float, rng: random.Random) -> str:
    """A reprint with all that happens to one: ``cut`` of its paragraphs, 5 % of its characters, frame and look."""
    chinese = is_chinese(text)
    paragraphs = _cut([one for one in text.split("\n") if one.strip()], cut, rng)
    body = _edited("\n\n".join(paragraphs), chinese, rng)
    parts = [rng.choice(DATELINES[chinese]) + body]
    if rng.random() < 0.5:
        parts.insert(0, FOREIGN[chinese][0])
    if rng.random() < 0.5:
        parts.append(FOREIGN[chinese][1])
    made = "\n\n".join(parts)
    if rng.random() < 0.3:
        made = made.translate(NARROW)
    return to_traditional(made) if chinese and rng.random() < 0.3 else made


def _cut(paragraphs: list[str], share: float, rng: random.Random) -> list[str]:
    if len(paragraphs) < 5:  # what is a paragraph there is most of the text
        paragraphs = [one for paragraph in paragraphs for one in SENTENCES.findall(paragraph)]
    order, left = list(range(len(paragraphs))), share * sum(map(len, paragraphs))
    rng.shuffle(order)
    gone = set()
    for at in order:
        if len(paragraphs[at]) <= left:
            gone.add(at)
            left -= len(paragraphs[at])
    return [one for at, one in enumerate(paragraphs) if at not in gone]


def _edited(text: str, chinese: bool, rng: random.Random, share: float = 0.05) -> str:
    """5 % of the characters (of words, where they are spaced) replaced by others of the text, left out or added."""
    tokens = list(text) if chinese else re.split(r"(\s+)", text)
    pool = [one for one in tokens if one.strip() and one.isalnum()]
    made = []
    for token in tokens:
        if token.strip() and rng.random() < share:
            other = rng.choice(pool)
            token = rng.choice(["", other, other, token + other])  # noqa: PLW2901
        made.append(token)
    return "".join(made)


COMPANIES = "东江科技 华岭股份 中远新材 北辰药业 天合精工 金牛矿业 蓝海物流 安泰电子 瑞丰银行 长信证券".split()
CITIES = "北京 上海 广州 成都 武汉 西安 杭州 沈阳 昆明 济南 Leeds York Derby Hull Bath Exeter".split()
TEAMS = "Rovers United Albion Wanderers Athletic County Rangers Town".split()


def _number(rng: random.Random, most: int = 900) -> str:
    return f"{rng.uniform(1, most):.{rng.choice([0, 1, 2])}f}"


TEMPLATES = {  # N: a number, C: a company, T: a team, P: a city; A, B: names
    "flash": "北向资金净流入达N亿元。",
    "move": "C（60NN.SH）午后涨幅扩大至N%，现报N元，成交额N亿元。",
    "holding": "C公告，公司控股股东拟通过集中竞价和大宗交易方式，减持不超过公司总股本N%的股份。",
    "closing": (
        "收盘，沪指报N点，跌N%；深成指报N点，涨N%；创业板指报N点，跌N%。两市成交额N亿元，较上一交易日放量N亿元。"
        "板块方面，C、C所在板块涨幅居前，C领涨，涨幅N%；C、C跌幅居前，C跌N%。北向资金全天净买入N亿元，其中沪股通净买入N亿元，"
        "深股通净买入N亿元。个股方面，上涨N家，下跌N家，涨停N家，跌停N家。截至收盘，人民币兑美元报N，较上日上调N个基点。"
    ),
    "weather": (
        "P气象台发布天气预报：今天白天多云，南风N级，最高气温N℃；今天夜间晴转阴，北风N级，最低气温N℃。相对湿度N%，空气质量指数N，"
        "预计明天最高气温N℃，最低气温N℃，后天有小雨，降水量N毫米。气象部门提醒市民注意增减衣物，出行请携带雨具，注意交通安全。"
    ),
    "results": (
        "C发布三季度报告，前三季度营业收入N亿元，同比增长N%；归属于上市公司股东的净利润N亿元，同比增长N%；扣非净利润N亿元，"
        "基本每股收益N元。其中第三季度营业收入N亿元，同比增长N%，净利润N亿元。报告期内，经营活动产生的现金流量净额为N亿元。"
        "公司表示，业绩增长主要由于报告期内产品销量上升，毛利率提高，费用控制良好。截至三季度末，公司总资产N亿元，资产负债率N%。"
    ),
    "notice": (
        "A发布公告称，公司近日收到股东的告知函，该股东因自身资金需求，计划自公告披露之日起15个交易日后的3个月内，以集中竞价方式减持公司"
        "股份不超过N万股，占公司总股本的N%。截至公告披露日，该股东持有A股份N万股，上述股份来源于公司首次公开发行前取得的股份。A表示，"
        "本次减持计划不会导致公司控制权发生变更，不会对公司治理结构及持续经营产生影响，敬请广大投资者理性投资。"
    ),
    "notice, named once": (
        "A发布公告称，公司近日收到股东的告知函，该股东因自身资金需求，计划自公告披露之日起15个交易日后的3个月内，以集中竞价方式减持公司"
        "股份不超过N万股，占公司总股本的N%。截至公告披露日，该股东持有公司股份N万股，上述股份来源于公司首次公开发行前取得的股份。"
        "本次减持计划不会导致公司控制权发生变更，不会对公司治理结构及持续经营产生影响，敬请广大投资者理性投资。"
    ),
    "opening": (
        "B has been named as the new head of the B office in P, the company said on Monday. The appointment takes"
        " effect at once and follows a search that drew candidates from across the region. B will report to the "
        "board and lead a team of N people. In a statement, B said the office would keep its focus on clients and"
        " on growth in the coming year, and thanked the outgoing head for years of service. The company opened in"
        " P in N and has grown every year since."
    ),
    "match": (
        "P T beat P T N-N on Saturday. T opened the scoring after N minutes and doubled their lead in the N "
        "minute from the spot. P pulled one back before the break but T made sure of the points late on. The win "
        "lifts T to N points, N places above P, who have now lost N of their last N games. Attendance was N. T "
        "travel to P next weekend while P host T."
    ),
    "index": (
        "The P index closed N points lower at N, a fall of N percent. Volume was N million shares. Losers "
        "outnumbered gainers by N to N. The biggest faller was T, down N percent at N pence, while T rose N "
        "percent to N pence. The pound was trading at N dollars, against N at the previous close. Gold stood at N"
        " dollars an ounce, and oil at N dollars."
    ),
}
FILLERS: dict[str, Callable[[random.Random], str]] = {
    "N": _number,
    "C": lambda rng: rng.choice(COMPANIES),
    "P": lambda rng: rng.choice(CITIES),
    "T": lambda rng: rng.choice(TEAMS),
}


def filled(template: str, rng: random.Random) -> str:
    """The template with other numbers and names; A and B are one name wherever they stand."""
    names = {"A": rng.choice(COMPANIES) + rng.choice("甲乙丙丁"), "B": f"{rng.choice(CITIES[10:])} {rng.choice(TEAMS)}"}
    text = re.sub(r"(?<![A-Za-z])[AB](?![A-Za-z])", lambda one: names[one[0]], template.replace("NN", "N"))
    return re.sub(r"(?<![A-Za-z])[NCPT](?![A-Za-z])", lambda one: FILLERS[one[0]](rng), text)


INTRO = "欢迎收看今天的《早间观察》。每天清晨，本栏目为您梳理昨夜今晨值得关注的要闻，解读来龙去脉，陪您开始新的一天。"
OUTRO = "以上就是今天《早间观察》的全部内容，感谢您的阅读，欢迎把它分享给您的朋友，我们明天同一时间再见。"
DISCLAIMER = (
    "风险提示：本文所载信息来源于公开资料，作者力求准确，但不保证其完整性。文中观点不构成投资建议，投资者据此操作，风险自担。"
    "市场有风险，投资需谨慎。本文版权归原作者所有，未经许可不得转载，转载请注明出处，违者必究。"
)


def traps(texts: list[str], rng: random.Random, each: int = 40) -> dict[str, list[str]]:
    """Articles by trap; no two of a trap are one story. ``texts``: Chinese ones, for what stands in between."""
    made = {name: list(dict.fromkeys(filled(text, rng) for _ in range(each))) for name, text in TEMPLATES.items()}
    pieces = [one for text in texts for one in text.split("\n") if 60 < len(one) < 400]
    rng.shuffle(pieces)
    long = [text for text in texts if len(text) > 800 and text.count("\n\n") > 7]
    made["column"] = [f"{INTRO}\n\n{one}\n\n{OUTRO}" for one in pieces[:each]]
    made["disclaimer"] = [f"{one}\n\n{DISCLAIMER}" for one in pieces[each : 2 * each]]
    made["told differently"] = [half for text in long for half in _halves(text)]
    made["round-ups"] = ["\n\n".join(pair) for pair in pairwise(pieces[: each + 1])]
    return made


def _halves(text: str) -> list[str]:
    """Two halves of one report that have only its first paragraph in common: one event, told twice."""
    lead, *rest = [one for one in text.split("\n") if one.strip()]
    return ["\n\n".join([lead, *rest[at::2]]) for at in (0, 1)]
