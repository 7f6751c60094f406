"""What pagers say in many languages."""

import re

# "Next" and "older" as pagers say it, whole text: longer texts ("next article", "next match") are other links.
NEXT = re.compile(
    r"next(?: (?:page|posts|results|entries|articles|stories|news|items|set))?|older(?: \w+)?|previous entries"
    r"|nächste(?: seite|n)?|naechste(?: seite)?|folgende(?: seite)?|ältere(?: \w+)?|vorwärts"
    r"|volgende(?: pagina)?|ouder|oudere(?: \w+)?"
    r"|(?:page )?suivante?s?|suiv\.?|(?:articles|billets|messages) (?:plus anciens|précédents)|plus anciens"
    r"|(?:página |pagina |pág\.? )?siguientes?|siguiente página|entradas (?:más )?(?:antiguas|anteriores)|següent"
    r"|(?:página )?(?:próxim[ao]s?|proxim[ao]s?|seguinte)(?: página)?|(?:posts?|postagens) (?:mais )?antig[oa]s"
    r"|(?:pagina )?(?:successiv[ao]|prossim[ao]|seguente)|(?:articoli|post) (?:più vecchi|meno recenti|precedenti)"
    r"|następn[ae](?: strona)?|starsze(?: \w+)?|další(?: strana| stránka)?|následující|starší(?: \w+)?|ďalši[ae]"
    r"|következő(?: oldal)?|régebbi(?: \w+)?|(?:pagina )?urm[ăa]toarea?(?: pagin[ăa])?|mai vechi"
    r"|sonraki(?: sayfa)?|daha eskiler?|nästa(?: sida)?|äldre(?: \w+)?|neste(?: side)?|næste(?: side)?|eldre(?: \w+)?"
    r"|ældre(?: \w+)?|seuraava(?: sivu)?|vanhemmat(?: \w+)?|sljedeća|sledeća|naslednja|järgmine|nākamā|kitas"
    r"|след(?:ующ(?:ая|ие|ий)|\.)?(?: страница| стр\.?)?|более ранние(?: \w+)?|наступна(?: сторінка)?"
    r"|следваща(?: страница)?|следећа|επόμεν[ηαο](?: σελίδα)?|παλ(?:αι)?ότερα?(?: \w+)?|הבא|לעמוד הבא|(?:ה)?עמוד הבא"
    r"|(?:الصفحة )?التالي(?:ة)?|أقدم|(?:صفحه )?بعدی?|अगला(?: पृष्ठ| पेज)?|अगले|পরবর্তী|ถัดไป|หน้าถัดไป"
    r"|(?:trang )?(?:tiếp(?: theo)?|sau|kế tiếp)|(?:halaman )?(?:berikut(?:nya)?|selanjutnya)|seterusnya"
    r"|下一?[页頁]|[后後]一?[页頁]|下一批|次へ?|次の?ペー?ジへ?|次の件|次頁|古い記事へ?|다음(?: ?페이지)?|다음 ?목록",
    re.I,
)
# These stand under teasers as "read on" too, so they need a pager around them or the next number in the address.
WEAK = re.compile(
    r"weiter|verder|avanti|dalej|tovább|înainte|ileri|далее|далі|вперед|вперёд|напред|ранее|more|load more|show more"
    r"|mehr(?: laden| anzeigen)?|meer(?: laden)?|plus|voir plus|charger plus|ver más|cargar más|ver mais|carregar mais"
    r"|carica altro|daha fazla|ещё|еще|показать ещё|加载更多|查看更多|更多|更多新闻|もっと見る|더보기|xem thêm",
    re.I,
)
# Where a pager leads the other way, or to its ends.
NEWER = re.compile(
    r"\b(?:newer|newest|prev(?:ious)?|neuere?|nieuwere|últim[ao]|last|first)\b|上一|前一?[页頁]|末[页頁]|尾[页頁]|首[页頁]"
    r"|前へ|最後|最新|이전|новее|новые|предыдущ",
    re.I,
)
NEXT_CLASS = re.compile(
    r"(?:.*[-_])?(?:next|older)(?:[-_]?(?:page|pg|posts?(?:[-_]?link)?|btn|button|link|item|arrow))?", re.I
)
ARROWS = ("›", ">", "→", "⟩", "❯", "▶", "►")
LAST_ARROWS = ("»", ">>", "≫")  # beside a single arrow they lead to the last page
