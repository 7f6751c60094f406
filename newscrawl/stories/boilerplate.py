"""What reprints add, drop or change around a text: datelines, bylines, editors' lines, disclaimers.

Patterns see text after NFKC, in simplified characters: brackets, colons and commas are ASCII.
"""

import re

DATELINES = re.compile(
    r"^(?:据)?[^\s,。;:()]{0,14}?(?:社|网|报|财经|科技|本站|客户端|电视台)[^,。;:()]{0,18}?(?:电|快?讯|消息)(?=[\s,:(]|\d{1,2}[月日]|$)"
    r"(?:\s*\([^()]{1,40}\))?[\s,:]*"
    r"|^[A-Z][\w .,/'’-]{1,50}\((?:AP|AFP|Reuters|UPI|[A-Z][\w ]{1,24})\)\s*[-\u2010-\u2015]+\s*"
    r"|^[A-Z][A-Z .,/'’-]{2,40}(?:, [A-Z][\w. ]{1,20})?\s*[\u2010-\u2015-]{1,2}\s+"
)
PEOPLE = re.compile(
    r"\((?:本报|本网|新华社|见习|实习|文|图|\s|[^\s()]{2,6}社)*"
    r"(?:记者|通讯员|编辑|责任编辑|责编|来源|文章来源|作者|原标题|Photo|Source|Image)[^()]{0,60}\)"
)
SIGNATURE = re.compile(r"\s*\([^()\d]{1,16}\)[\s.。]*$")  # (财联社), (Reuters) at the end of a paragraph
LINE = re.compile(
    r"^\W*(?:责任编辑|责编|编辑|主编|来源|文章来源|本文来源|图片来源|原标题|作者|校对|审核|监制|文字|摄影|记者|原文链接|返回"
    r"|延伸阅读|相关阅读|相关新闻|点击|扫码|关注|更多|reporting by|editing by|additional reporting|writing by"
    r"|sources?\b|by [a-z]|photo|image|read more|read also|related|see also|©"
    r"|copyright|follow us|sign up|subscribe|share this)"
)
LONGEST_LINE = 80
DISCLAIMER = re.compile(
    r"免责声明|风险自担|不构成(?:任何)?投资|据此(?:操作|入市|投资)|仅供参考|版权(?:归|所有)|转载(?:请|须|自)|侵权|投稿|举报"
    r"|本文(?:观点|仅代表)|不代表本(?:网|站|平台)|投资(?:者据此|有风险|需谨慎)|未经授权|编者按|小编按"
    r"|欢迎(?:收看|收听|关注|订阅|转发)|感谢(?:您|大家|你)?的?(?:阅读|收看|收听|关注)"
    r"|all rights reserved|not (?:constitute |intended as )?(?:investment|financial|legal) advice"
    r"|may not be (?:published|reproduced)|views expressed"
    r"|without (?:prior )?(?:written )?permission|past performance|forward-looking statements"
    r"|terms of (?:use|service)|privacy policy|cookies|newsletter|editor'?s note|click here"
)
LONGEST_DISCLAIMER = 400
HEAD = 3  # paragraphs that may begin with a dateline


def stripped(paragraphs: list[str]) -> list[str]:
    """Paragraphs without boilerplate; if nothing would be left, all of them as they are."""
    kept = []
    for at, paragraph in enumerate(paragraphs):
        text = paragraph.strip()
        if not text or (len(text) <= LONGEST_DISCLAIMER and _is_boilerplate(text.lower())):
            continue
        if "(" in text:
            text = SIGNATURE.sub("", PEOPLE.sub("", text))
        kept.append(DATELINES.sub("", text, count=1) if at < HEAD else text)
    return kept if any(kept) else paragraphs


def _is_boilerplate(text: str) -> bool:
    return bool((len(text) <= LONGEST_LINE and LINE.search(text)) or DISCLAIMER.search(text))
