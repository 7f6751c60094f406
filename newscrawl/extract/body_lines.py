"""Lines that sites put among the paragraphs of an article: labels, pointers to other stories, credits, bylines, dates.

The tables hold such lines in the languages of news sites, in lower case without punctuation; all are common to many
sites. They are tried on short lines only, so that a paragraph is never taken for one.
"""

import re

_NOT_WORDS = re.compile(r"[\W\d_]+")


def plain(line: str) -> str:
    """A line in lower case, its words parted by single spaces, without digits and punctuation."""
    return _NOT_WORDS.sub(" ", line.lower()).strip()


def _table(text: str) -> frozenset[str]:
    return frozenset(plain(line) for line in re.split(r"[\n|]", text) if line.strip())


# Whole lines that head or link a list of other stories.
OTHERS = _table("""
    related | related articles | related stories | related news | related posts | related post | related content | related topics
    related coverage | related links | related reading | related video | related videos | recommended | recommended for you
    recommended stories | recommended articles | recommended reading | most read | most popular | most viewed | trending
    trending now | top stories | latest | latest news | popular | read more | read also | read next | read on | also read
    you may also like | you might also like | you may like | you might like | also interesting | see also | don't miss | more
    more stories | more news | more coverage | more like this | more on this | more on this story | more from | keep reading
    weitere informationen | weitere artikel | weitere themen | weitere meldungen | mehr zum thema | mehr dazu | mehr lesen
    lesen sie auch | auch interessant | verwandte artikel | verwandte themen | das könnte sie auch interessieren | topmeldungen
    lire aussi | à lire aussi | lire plus | lire la suite | lire également | à lire également | voir aussi | articles liés
    sur le même sujet | sur le même thème | articles similaires | articles associés
    leggi anche | leggi tutto | leggi di più | articoli correlati | potrebbe interessarti | per approfondire
    lee también | lea también | leer más | ver más | ver también | te puede interesar | noticias relacionadas | relacionado
    relacionados | relacionadas | más información | leia também | leia mais | veja também | veja mais | saiba mais | confira também
    notícias relacionadas | czytaj więcej | czytaj też | czytaj także | czytaj również | czytaj dalej | zobacz też | zobacz także
    zobacz więcej | polecamy | čtěte také | čtěte více | čtěte dále | přečtěte si | přečtěte si také | mohlo by vás zajímat
    читайте также | читайте ещё | читайте далее | читать далее | читать также | читать ещё | читать полностью | смотрите также
    по теме | похожие статьи | похожие материалы | похожие новости | ещё по теме | читайте також
    les også | les mer | læs også | læs mere | läs också | läs mer | läs även | lees ook | lees meer | lees verder | lue myös
    lue lisää | baca juga | artikel terkait | xem thêm | đọc thêm | tin liên quan | ilgili haber | ilgili haberler | daha fazla
    bunlar da ilginizi çekebilir | 관련기사 | 관련 기사 | 추천 기사 | 関連記事 | あわせて読みたい | おすすめ記事
    相关阅读 | 相关新闻 | 相关链接 | 相关推荐 | 相关报道 | 相关文章 | 延伸阅读 | 推荐阅读 | 更多阅读 | 更多新闻 | 更多 | 精彩推荐
    热门推荐 | 热门文章 | 猜你喜欢 | 往期回顾 | 往期精彩 | 往期推荐 | 点击进入专题
""")
# Whole lines of the page around the text: advertisements, buttons, headings of comments and of topics.
LABELS = OTHERS | _table("""
    ad | ads | advert | adverts | advertisement | advertisements | advertising | advertorial | sponsored | sponsored content
    promoted | promoted content | paid content | anzeige | werbung | publicité | pubblicità | publicidad | publicidade | iklan
    reklama | реклама | reklam | advertentie | mainos | annonse | annonce | annons | quảng cáo | 광고 | 広告 | 广告
    story continues | story continues below | story continues below advertisement | story continues after advertisement
    article continues below | article continues after advertisement | story continues below video
    comment | comments | kommentar | kommentare | commentaires | comentarios | comentários | commenti | комментарии | отзывы
    评论 | 댓글 | leave a comment | leave a reply | post a comment | add a comment | добавить отзыв
    tags | tag | topics | topic | keywords | categories | category | categorias | categoría | categorías | etiquetas | themen
    schlagwörter | schlagworte | schlagwörter zu diesem artikel | mots clés | 标签 | 关键词
    share | share this | share this article | share this story | share on | share article | share now | tweet | print | email
    e-mail | save | copy link | facebook | twitter | whatsapp | teilen | drucken | partager | compartir | compartilhar
    condividi | поделиться | 分享 | 分享到 | 收藏 | 打印 | text size | font size
    loading | play | pause | video | watch | listen | live | liveblog | close | menu | next | previous | back to top | top
    table of contents | contents | newsletter | newsletters | subscribe | subscribe now | sign up | sign up now | follow
    follow us | log in | login | register | the end | end | 完 | 图集
    empfohlener redaktioneller inhalt | externen inhalt anzeigen | externer inhalt
""")
_MORE = re.compile(r"(?:more|other|latest|related|further) (?:\w+ ){0,3}(?:stories|news|articles|coverage|posts|reading|videos)")

# What a line of the page begins with when a colon, a bar or a dash follows.
_HEADS = OTHERS | _table("""
    watch | listen | see | read | must read | in pictures | video | gallery | follow | les | læs | läs | lees
    photo | photos | photo credit | photo by | photo courtesy | photographer | photograph | image | images | image credit
    image source | image caption | picture | pictures | graphic | illustration | credit | credits | foto | fotos | bild | bilder
    grafik | crédit | crédit photo | crédits | fotografia | kuva | ảnh | фото | фотография | gambar | fotoğraf | 사진 | 写真
    source | sources | quelle | quellen | fonte | fuente | zdroj | źródło | kilde | källa | bron | kaynak | источник | nguồn
    sumber | 출처 | 出典
    by | autor | autorka | autores | auteur | author | text | texte | testo | reporter | written by | posted by | published by
    publicado por | redaktion | redactie | автор | текст | penulis | oleh | 글
    图片来源 | 图源 | 图 | 题图 | 摄影 | 供图 | 资料图 | 配图 | 封面图 | 图文 | 图片 | 视频来源 | 图片说明 | 图说
""")
# What a line begins with that sends readers elsewhere or asks something of them.
_STARTS = tuple(line + " " for line in _table("""
    you may also like | you might also like | you can also read | also read | also see | related articles | related stories
    related coverage | related news | related posts | sign up to | sign up for | sign up here | sign up now | sign up today
    subscribe to | subscribe now | subscribe here | subscribe for | subscribe today | follow us | follow me on | follow him on
    follow her on | follow them on | like us on | like this story | like what you | join us on | join our | join the conversation
    get the latest | get our | get all the latest | get more stories | click here to | click here for | have a tip
    have a news tip | got a tip | got a story | got a news tip | have you got a story | want more | do you want more | get in touch
    contact the author | contact the writer | contact the reporter | contact us | support our | support independent
    if you buy | if you purchase | if you click | if you have a story | if you have a tip | tell us what | tell us why
    write to | reach the reporter | reach the reporters | email the reporter | the views expressed
    the views and opinions expressed | visit our | our website | check out more | image of
    lesen sie auch | lesen sie mehr | lesen sie hier | lesen sie dazu | hören sie | mehr zum thema | alles zum thema
    weitere informationen | ein klick für | an dieser stelle finden | an dieser stelle befindet | an dieser stelle wird
    ich bin einverstanden | ich bin damit einverstanden | dieser artikel ist zuerst | dieser artikel erschien zuerst
    lire aussi | à lire aussi | lire également | voir aussi | abonnez vous | inscrivez vous | suivez nous | suivez l
    leggi anche | leggi qui | iscriviti | seguici | segui | lee también | lea también | leer más | suscríbete | suscríbase
    síguenos | síganos | te puede interesar | leia também | leia mais | veja também | confira também | saiba mais | siga o
    siga a | siga nosso | inscreva se | czytaj więcej | czytaj też | czytaj także | czytaj również | zobacz też | zobacz także
    zobacz również | čtěte také | čtěte více | читайте также | читайте ещё | читайте нас | читайте також | подписывайтесь
    подпишись | присоединяйтесь | baca juga | xem thêm | đọc thêm | okumak için | 관련 기사 | 関連記事
"""))  # fmt: skip
_FOLLOW = re.compile(r"follow (?:@|(?:\w+ ){1,6}on\b)|listen to .{0,60}\b(?:live|podcast)\b|more ap \w+|download (?:the|our) .{0,30}\bapp\b", re.I)
_ASKING = ("click here for ", "click here to ", "your inbox", "our newsletter", "your newsletter", "earn a commission")
_CREDIT = re.compile(r"^[\s(（\[]*(?:©|\(c\)\s|getty(?:\s+images)?\W*$|(?:ap|afp|epa|dpa|reuters)(?:\s+photo)?\s*[/|]|image\s+\d+\s+of\s+\d+)", re.I)
_BY = r"(?:by|von|par|por|di|af|av|door|door|texte?|foto)"
_NAMED = re.compile(rf"(?i:{_BY})\s+(?:[A-ZÀ-ÞА-Я]\S*[\s,&/]*|(?:and|und|et|y|e|og|en|de|van|der|la|du)\s+){{1,10}}")
_BYLINE = re.compile(rf"{_BY}\s+\S+(?:\s+\S+){{0,6}}", re.I)
_REPORTING = re.compile(
    r"\W*(?:(?:(?:additional\s+)?(?:reporting|writing|editing)|compiled|edited|translated|with\s+(?:reporting|files))\s+(?:by|from)\b"
    r"|(?:associated\s+press|ap|reuters|afp)\s+(?:writers?|reporters?|journalists?)\b)",
    re.I,
)
_CONTRIBUTED = re.compile(r"\bcontributed\s+(?:to\s+this\s+(?:report|story|article)|reporting)\b")
_ADDRESS = re.compile(r"\S@[\w-]+\.\w|(?:^|\s)(?:twitter|facebook|instagram)\.com/|(?:^|\s)@\w+\b[^.!?，。！？]*$")

_STAFF = (
    "责任编辑|责编|责任编审|编辑|编审|审核|校对|校審|主编|监制|值班主任|统筹|排版|美编|总编辑|编校|来源|稿源|出处|转载自|作者|撰文|撰稿|文字"
    "|记者|通讯员|实习生|翻译|编译|原标题|原题|执笔|题图|摄影|供图"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_LINE = re.compile(
    rf"""[\s(（\[【▲△↑↓\-—–]*(?:
        .{{0,24}}(?:{_STAFF})\s*(?:[:：|｜/丨].{{0,80}}|为.{{0,60}})
      | .{{0,14}}(?:记者|特约记者|见习记者|实习生|通讯员)\s*[\s|｜/]\s*[\u4e00-\u9fff·\s、]{{2,24}} | 本文原?题为?.{{0,60}} | 原标题.{{0,80}}
      | .{{0,14}}(?:实习生|记者).{{0,20}}对?此?本?文亦?有.{{0,4}}贡献 | [（(]?(?:综合整理自?|综合自|综合报道).{{0,60}} | .{{0,30}}(?:综合报道|来源于网络)
      | (?:转载|版权|免责|特别|本网|郑重|作者|以上)(?:请|声明|所有|申明|仅|系|观点|内容|不代表|转载|来源|由).{{0,160}}
      | 本文(?:来自|来源|转载|仅代表|不代表|首发).{{0,120}} | 资料图片? | .{{0,20}}(?:供图|截图|制图) | .{{0,30}}(?:资料图片?|[\s，/／]摄|记者.{{0,12}}摄)
      | (?:更多|查看|点击)(?:内容|精彩|资讯|进入|查看|下载|阅读|投票|上方|下方|关注).{{0,40}} | (?:欢迎|扫码|扫描|长按|敬请)(?:关注|下载|二维码|识别|订阅|下方|上方).*
      | (?:关注|微信搜索).{{0,20}}(?:公众号|微信号|二维码|微博).* | .{{0,40}}(?:扫描|长按|识别)(?:下方|上方)?二维码.*
    )[)）\]】。\s]*""",
    re.X,
)
_HAN_CAPTION = re.compile(r"(?:[（(][^）)]{0,12}(?:截图|供图|摄|图|资料|视觉中国|新华社|图片|来源|AFP)[^）)]{0,12}[）)]|\s图|供图|[\s，/／]摄|截图|资料图?片?)\s*[。.]?\s*$")

_MONTH = (
    r"(?:jan|feb|fév|mar|mär|mrz|apr|avr|abr|ma[yijr]|mei|jun|jui|giu|haz|jul|lug|tem|aug|aoû|ago|ağu|sep|set|eyl|okt|oct|out|ott"
    r"|eki|nov|kas|dec|dez|déc|dic|dis|des|ara|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w*\.?"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?\d{{4}}|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}[./-]\d{1,2}[./-]\d{1,2}\b|\d{4}\s*年\s*\d{1,2}\s*月"
    r"|\b\d+\s+(?:minutes?|hours?|days?|weeks?|months?)\s+ago\b",
    re.I,
)
_UPDATED = re.compile(
    r"\W*(?:(?:last\s+)?updated?|published|posted|stand|aktualisiert|mis\s+à\s+jour|publié|actualizado|publicado|aggiornato"
    r"|aktualizováno|обновлено|lesedauer|reading\s+time|\d+\s+min\w*\.?\s+(?:read|lesezeit|de\s+lecture)|tempo\s+de\s+leitura"
    r"|更新时间|发布时间)\b",
    re.I,
)
_DIGIT = re.compile(r"\d")
SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’»」』）)\]]*$")
LABEL_SIZE, MARGIN_SIZE, ADDRESS_SIZE, LINE_SIZE, CREDIT_SIZE = 80, 120, 160, 240, 480  # characters
_HEAD = re.compile(r"[^:：|>–©=/]{1,40}(?=\s*[:：|>–©=/])")


def is_line(text: str) -> bool:
    """Whether a text is a line of the page and not of the article."""
    size = len(text)
    if size > CREDIT_SIZE:
        return False
    if _REPORTING.match(text) or ("contributed" in text and _CONTRIBUTED.search(text)):
        return True
    return size <= LINE_SIZE and (_is_pointer(text) or _is_credit(text))


def _is_pointer(text: str) -> bool:
    words = plain(text)
    if len(text) <= LABEL_SIZE and (words in LABELS or _MORE.fullmatch(words)):
        return True
    head = _HEAD.match(text)
    if head and plain(head[0]) in _HEADS:
        return True
    if f"{words} ".startswith(_STARTS) or _FOLLOW.match(text):
        return True
    return any(phrase in words for phrase in _ASKING)


def _is_credit(text: str) -> bool:
    if _CREDIT.match(text) or _NAMED.fullmatch(text):
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
    if len(text) > (MARGIN_SIZE // 2 if _HAN.search(text) else MARGIN_SIZE):
        return False
    return bool(_DIGIT.search(text) and _DATE.search(text)) or bool(_UPDATED.match(text) or _BYLINE.fullmatch(text))


def is_caption_line(text: str) -> bool:
    """Whether a line right below a picture says whose it is."""
    return bool(_HAN_CAPTION.search(text))
