"""The lines that sites put among the paragraphs of an article, in the languages of news sites.

All are common to many sites. They are compared as ``plain`` makes a line: in lower case, without
digits and punctuation.
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
    related | related articles | related stories | related news | related posts | related post | related content
    related topics | related coverage | related links | related reading | related video | related videos
    recommended | recommended for you | recommended stories | recommended articles | recommended reading | most read
    most popular | most viewed | trending | trending now | top stories | latest | latest news | popular | read more
    read also | read next | read on | also read | you may also like | you might also like | you may like
    you might like | also interesting | see also | don't miss | more | more stories | more news | more coverage
    more like this | more on this | more on this story | more from | keep reading | weitere informationen
    weitere artikel | weitere themen | weitere meldungen | mehr zum thema | mehr dazu | mehr lesen | lesen sie auch
    auch interessant | verwandte artikel | verwandte themen | das könnte sie auch interessieren | topmeldungen
    lire aussi | à lire aussi | lire plus | lire la suite | lire également | à lire également | voir aussi
    articles liés | sur le même sujet | sur le même thème | articles similaires | articles associés | leggi anche
    leggi tutto | leggi di più | articoli correlati | potrebbe interessarti | per approfondire | lee también
    lea también | leer más | ver más | ver también | te puede interesar | noticias relacionadas | relacionado
    relacionados | relacionadas | más información | leia também | leia mais | veja também | veja mais | saiba mais
    confira também | notícias relacionadas | czytaj więcej | czytaj też | czytaj także | czytaj również
    czytaj dalej | zobacz też | zobacz także | zobacz więcej | polecamy | čtěte také | čtěte více | čtěte dále
    přečtěte si | přečtěte si také | mohlo by vás zajímat | читайте также | читайте ещё | читайте далее
    читать далее | читать также | читать ещё | читать полностью | смотрите также | по теме | похожие статьи
    похожие материалы | похожие новости | ещё по теме | читайте також | les også | les mer | læs også | læs mere
    läs också | läs mer | läs även | lees ook | lees meer | lees verder | lue myös | lue lisää | baca juga
    artikel terkait | xem thêm | đọc thêm | tin liên quan | ilgili haber | ilgili haberler | daha fazla
    kapcsolódó írások | kapcsolódó cikkek | sur le sujet | weiterführende links | weiterführender link
    weiterlesen | continue reading | seguir leyendo | continuar leyendo | continua a leggere | fortsätt läsa
    fortsett å lese | číst dál | olvass tovább
    ähnliche beiträge | ähnliche artikel | weitere beiträge | das könnte dich auch interessieren
    das könnte dir auch gefallen | das könnte euch auch interessieren | vous aimerez aussi | cela peut vous intéresser
    te puede gustar | ti potrebbe interessare | potrebbe interessarti anche | podobne artykuły | gerelateerde artikelen
    bunlar da ilginizi çekebilir | 관련기사 | 관련 기사 | 추천 기사 | 関連記事 | あわせて読みたい | おすすめ記事
    相关阅读 | 相关新闻 | 相关链接 | 相关推荐 | 相关报道 | 相关文章 | 延伸阅读 | 推荐阅读 | 更多阅读 | 更多新闻
    更多 | 精彩推荐 | 热门推荐 | 热门文章 | 猜你喜欢 | 往期回顾 | 往期精彩 | 往期推荐 | 点击进入专题
""")
# Whole lines of the page around the text: advertisements, buttons, headings of comments and of topics.
LABELS = OTHERS | _table("""
    ad | ads | advert | adverts | advertisement | advertisements | advertising | advertorial | sponsored
    sponsored content | promoted | promoted content | paid content | anzeige | werbung | publicité | pubblicità
    publicidad | publicidade | iklan | reklama | реклама | reklam | advertentie | mainos | annonse | annonce
    annons | quảng cáo | 광고 | 広告 | 广告 | story continues | story continues below
    story continues below advertisement | story continues after advertisement | article continues below
    article continues after advertisement | story continues below video | comment | comments | kommentar
    kommentare | commentaires | comentarios | comentários | commenti | комментарии | отзывы | 评论 | 댓글
    comments closed | comments are closed | kommentare geschlossen | kommentare sind geschlossen
    les commentaires sont fermés | comentarios cerrados
    leave a comment | leave a reply | post a comment | add a comment | добавить отзыв | tags | tag | topics | topic
    keywords | categories | category | categorias | categoría | categorías | etiquetas | themen | schlagwörter
    schlagworte | schlagwörter zu diesem artikel | mots clés | 标签 | 关键词 | share | share this
    share this article | share this story | share on | share article | share now | tweet | print | email | e-mail
    save | copy link | facebook | twitter | whatsapp | teilen | drucken | partager | compartir | compartilhar
    condividi | поделиться | 分享 | 分享到 | 收藏 | 打印 | text size | font size | loading | play | pause | video
    watch | listen | live | liveblog | close | menu | next | previous | back to top | top | table of contents
    full screen | fullscreen | autoplay | view photos | view gallery | view image | buy photo | caption | hide caption
    show caption | toggle caption | enlarge | enlarge image | click to enlarge | play video | watch video
    view comments | show comments | read the rest | hirdetés
    contents | newsletter | newsletters | subscribe | subscribe now | sign up | sign up now | follow | follow us
    log in | login | register | the end | end | 完 | 图集 | empfohlener redaktioneller inhalt
    externen inhalt anzeigen | externer inhalt
""")
# What a line of the page begins with when a colon, a bar or a dash follows: pointers, and credits of pictures.
HEADS = OTHERS | _table("""
    tags | topics | filed under | schlagworte | schlagwörter | mots clés | etiquetas | palabras clave | tag | теги
    метки | im video | vidéo | vídeo | видео | en images | en imágenes | en vidéo | en vídeo
    watch | listen | see | read | must read | in pictures | video | gallery | follow | les | læs | läs | lees
    photo | photos | photo cc | photo credit | photo by | photo courtesy | photographer | photograph | image | images
    image credit | image source | image caption | picture | pictures | graphic | illustration | credit | credits
    foto | fotos | bild | bilder | grafik | crédit | crédit photo | crédits | fotografia | kuva | ảnh | фото
    фотография | gambar | fotoğraf | 사진 | 写真 | source | sources | quelle | quellen | fonte | fuente | zdroj
    źródło | kilde | källa | bron | kaynak | источник | nguồn | sumber | 출처 | 出典 | 图片来源 | 图源 | 图 | 题图
    摄影 | 供图 | 资料图 | 配图 | 封面图 | 图文 | 图片 | 视频来源 | 图片说明 | 图说
""")
# The same of who wrote it.
MAKERS = _table("""
    by | autor | autorka | autores | auteur | author | text | texte | testo | reporter | written by | posted by
    published by | publicado por | redaktion | redactie | автор | текст | penulis | oleh | 글
""")
# What a line begins with that sends readers elsewhere or asks something of them.
STARTS = tuple(
    f"{line} "
    for line in sorted(
        _table("""
    you may also like | you might also like | you can also read | also read | also see | related articles
    related stories | related coverage | related news | related posts | sign up to | sign up for | sign up here
    sign up now | sign up today | subscribe to | subscribe now | subscribe here | subscribe for | subscribe today
    follow us | follow me on | follow him on | follow her on | follow them on | like us on | like this story
    like what you | join us on | join our | join the conversation | get the latest | get our | get all the latest
    get more stories | click here to | click here for | have a tip | have a news tip | got a tip | got a story
    got a news tip | have you got a story | want more | do you want more | get in touch | contact the author
    contact the writer | contact the reporter | contact us | support our | support independent | if you buy
    if you purchase | if you click | if you have a story | if you have a tip | tell us what | tell us why | write to
    add us on | verwandte themen | reach the reporter | reach the reporters | email the reporter | the views expressed
    the views and opinions expressed | visit our | our website | check out more | image of | lesen sie auch
    lesen sie mehr | lesen sie hier | lesen sie dazu | hören sie | mehr zum thema | alles zum thema
    weitere informationen | ein klick für | an dieser stelle finden | an dieser stelle befindet
    an dieser stelle wird | ich bin einverstanden | ich bin damit einverstanden | dieser artikel ist zuerst
    dieser artikel erschien zuerst | lire aussi | à lire aussi | lire également | voir aussi | abonnez vous
    inscrivez vous | suivez nous | suivez l | leggi anche | leggi qui | iscriviti | seguici | segui | lee también
    lea también | leer más | suscríbete | suscríbase | síguenos | síganos | te puede interesar | leia também
    leia mais | veja também | confira também | saiba mais | siga o | siga a | siga nosso | inscreva se
    czytaj więcej | czytaj też | czytaj także | czytaj również | zobacz też | zobacz także | zobacz również
    čtěte také | čtěte více | читайте также | читайте ещё | читайте нас | читайте також | подписывайтесь | подпишись
    присоединяйтесь | baca juga | xem thêm | đọc thêm | okumak için | 관련 기사 | 関連記事
""")
    )
)
# What such a line may say further on.
ASKING = ("click here for ", "click here to ", "your inbox", "our newsletter", "your newsletter", "earn a commission",
          "let us know in the comments", "let us know down below")  # fmt: skip
