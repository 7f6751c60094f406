"""Which lines among the paragraphs of an article are the page's and not the article's.

Labels, pointers to other stories, credits, bylines, dates. Only short lines are ever taken for one.
"""

import re

from newscrawl.extract.body_words import ASKING, HEADS, LABELS, MAKERS, OTHERS, STARTS, plain

_MORE = re.compile(
    r"(?:more|other|latest|related|further) (?:\w+ ){0,3}(?:stories|news|articles|coverage|posts|reading|videos)"
)
_FOLLOW = re.compile(
    r"follow (?:@|(?:\w+ ){1,6}on\b)|listen to .{0,60}\b(?:live|podcast)\b|more ap \w+"
    r"|download (?:the|our) .{0,30}\bapp\b"
    r"|(?:a post|ein beitrag|een bericht|et innlegg|et opslag|ett inlägg|un post|une publication|una publicación"
    r"|uma publicação|публикация) (?:\w+ )?(?:shared|geteilt|gedeeld|delt|delat|condiviso|partagée|compartida|"
    r"compartilhada|от) .{0,80}\(@",
    re.I,
)
_CREDIT = re.compile(
    r"[\s(（\[]*(?:©|fot\.\s|\(c\)\s|getty(?:\s+images)?\W*$|(?:ap|afp|epa|dpa|reuters)(?:\s+photo)?\s*[/|]"
    r"|image\s+\d+\s+of\s+\d+)",
    re.I,
)
_BYLINE = re.compile(
    r"(?:(?:(?:illustration|photo|photograph|graphic|image|video)s?\s+)?by|von|par|por|di|af|av|door|texte?|foto)\s+\S+(?:\s+\S+){0,6}",
    re.I,
)
_REPORTING = re.compile(
    r"\W*(?:(?:(?:additional\s+)?(?:reporting|writing|editing)|compiled|edited|translated|with\s+(?:reporting|files))"
    r"\s+(?:by|from)\b|(?:associated\s+press|ap|reuters|afp)\s+(?:writers?|reporters?|journalists?)\b"
    r"|mitarbeit\s*:)",
    re.I,
)
_CONTRIBUTED = re.compile(r"\bcontributed\s+(?:to\s+this\s+(?:report|story|article)|reporting)\b")
_ADDRESS = re.compile(r"\S@[\w-]+\.\w|(?:^|\s)(?:twitter|facebook|instagram)\.com/|(?:^|\s)@\w+\b[^.!?，。！？]*$")

_HAN = re.compile(r"[\u4e00-\u9fff]")
# Who made a page, and from what: "责任编辑：…", "来源：…". In an interview 记者： asks, so no sentence may follow.
_STAFF = (
    "责任编辑|责编|责任编审|编辑|编审|审核|校对|校審|主编|监制|值班主任|统筹|排版|美编|总编辑|编校|来源|稿源|出处|转载自"
    "|作者|撰文|撰稿|文字|记者|通讯员|实习生|翻译|编译|原标题|原题|执笔|题图|摄影|供图"
)
_HAN_LINE = re.compile(
    rf"""[\s(（\[【▲△↑↓\-—–]*(?:
        .{{0,24}}(?:{_STAFF})\s*[:：|｜/丨][^。！？!?]{{0,80}}
      | (?:本文)?原?(?:标题|题)为?[：:《“].{{0,80}}
      | .{{0,14}}(?:记者|特约记者|见习记者|实习生|通讯员)\s*[\s|｜/]\s*[\u4e00-\u9fff·\s、]{{2,24}}
      | .{{0,14}}(?:实习生|记者).{{0,20}}对?此?本?文亦?有.{{0,4}}贡献
      | (?:综合整理自?|综合自|综合报道).{{0,60}} | .{{0,30}}(?:综合报道|来源于网络)
      | (?:转载|版权|免责|特别|本网|郑重|作者|以上)(?:请|声明|所有|申明|仅|系|观点|内容|不代表|转载|来源|由).{{0,160}}
      | 本文(?:来自|来源|转载|仅代表|不代表|首发).{{0,120}}
      | (?:责任编辑|责编|编辑|校对|审核|来源)(?:\s(?:(?:责任)?校对|审[核校]|编审|制图)|\s[\u4e00-\u9fff]{{2,4}}){{1,6}}
      | (?:更多)?相关(?:资讯|新闻|内容|信息|报道)请?(?:关注|点击|查看|见).{{0,40}}
      | .{{0,6}}(?:当前|所在|现在)的?位置\s*[:：>].{{0,80}}
      | 资料图片? | .{{0,20}}(?:供图|截图|制图) | .{{0,30}}(?:资料图片?|[\s，/／]摄|记者.{{0,12}}摄)
      | (?:更多|查看|点击)(?:内容|精彩|资讯|进入|查看|下载|阅读|投票|上方|下方|关注).{{0,40}}
      | (?:欢迎|扫码|扫描|长按|敬请)(?:关注|下载|二维码|识别|订阅|下方|上方).*
      | (?:关注|微信搜索).{{0,20}}(?:公众号|微信号|二维码|微博).* | .{{0,40}}(?:扫描|长按|识别)(?:下方|上方)?二维码.*
    )[)）\]】。\s]*""",
    re.X,
)
_HAN_CAPTION = re.compile(
    r"(?:[（(][^）)]{0,12}(?:截图|供图|摄|图|资料|视觉中国|新华社|图片|来源|AFP)[^）)]{0,12}[）)]"
    r"|\s图|供图(?:\s\S{2,8})?|[\s，/／]摄|截图|资料图?片?)\s*[。.]?\s*$"
)

_MONTH = (
    r"(?:jan|feb|fév|mar|mär|mrz|apr|avr|abr|ma[yijr]|mei|jun|jui|giu|haz|jul|lug|tem|aug|aoû|ago|ağu|sep|set|eyl|okt|oct"
    r"|out|ott|eki|nov|kas|dec|dez|déc|dic|dis|des|ara|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w*\.?"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?\d{{4}}"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}[./-]\d{1,2}[./-]\d{1,2}\b|\d{4}\s*年\s*\d{1,2}\s*月"
    r"|\b\d+\s+(?:minutes?|hours?|days?|weeks?|months?)\s+ago\b",
    re.I,
)
_UPDATED = re.compile(
    r"\W*(?:(?:last\s+)?updated?|published|posted|stand|aktualisiert|mis\s+à\s+jour|publié|actualizado|publicado"
    r"|aggiornato|aktualizováno|обновлено|lesedauer|reading\s+time|\d+\s+min\w*\.?\s+(?:read|lesezeit|de\s+lecture)"
    r"|tempo\s+de\s+leitura|更新时间|发布时间|con\s+información\s+de|pages?\s*:?(?:\s*\d{1,2}){2,}\W*$)\b",
    re.I,
)
_DIGIT = re.compile(r"\d")
SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’»」』）)\]]*$")
LABEL_SIZE, MARGIN_SIZE, ADDRESS_SIZE, LINE_SIZE, CREDIT_SIZE = 80, 120, 160, 240, 480  # characters
HEAD_SIZE = 40  # characters of what stands before the first mark in a line
_MARK = re.compile(r"[:：|>–©=/]")
_LETTERS = re.compile(r"[^\W\d_]+")
_FIRST_WORDS = frozenset(start.split()[0] for start in STARTS)


def is_line(text: str) -> bool:
    """Whether a text is a line of the page and not of the article."""
    size = len(text)
    if size > CREDIT_SIZE:
        return False
    if _REPORTING.match(text) or ("contributed" in text and _CONTRIBUTED.search(text)):
        return True
    return size <= LINE_SIZE and (_is_pointer(text) or _is_credit(text))


def _is_pointer(text: str) -> bool:
    if len(text) <= LABEL_SIZE and ((words := plain(text)) in LABELS or _MORE.fullmatch(words)):
        return True
    mark = _MARK.search(text, 0, LABEL_SIZE)
    if mark and _is_head(text[: mark.start()].rstrip(), text):
        return True
    first = _LETTERS.search(text)
    if first and first[0].lower() in _FIRST_WORDS and f"{plain(text[:LABEL_SIZE])} ".startswith(STARTS):
        return True
    return bool(_FOLLOW.match(text)) or any(map(text.lower().__contains__, ASKING))


def _is_head(head: str, text: str) -> bool:
    if len(head) > HEAD_SIZE:
        return False
    head = plain(head)
    if head in MAKERS:  # in an interview, who speaks
        return len(text) <= LABEL_SIZE and not SENTENCE_END.search(text)
    return head in HEADS


def _is_credit(text: str) -> bool:
    if _CREDIT.match(text):
        return True
    if ("@" in text or ".com/" in text) and len(text) <= ADDRESS_SIZE and _ADDRESS.search(text):
        return True
    return not text.isascii() and bool(_HAN.search(text) and _HAN_LINE.fullmatch(text))


def heads_others(text: str) -> bool:
    """Whether a line heads a list of other stories."""
    words = plain(text) if len(text) <= LABEL_SIZE else ""
    return words in OTHERS or bool(_MORE.fullmatch(words))


def is_margin(text: str) -> bool:
    """Whether a line before the first or behind the last paragraph is a date, a time of reading or a byline."""
    size = len(text)
    if size > MARGIN_SIZE or (size > MARGIN_SIZE // 2 and _HAN.search(text)):
        return False
    return bool(_DIGIT.search(text) and _DATE.search(text)) or bool(_UPDATED.match(text) or _BYLINE.fullmatch(text))


def is_caption_line(text: str) -> bool:
    """Whether a line right below a picture says whose it is."""
    return bool(_HAN_CAPTION.search(text))
