"""Words that tell a person from an outlet, a desk or a job. All folded: lower case, no accents."""

import re

# Outlets, agencies, desks and firms: a "name" with one of these words is theirs
ORGANISATIONS = frozenset(
    """news press media staff team desk editorial newsroom agency agencies agence agencia agenzia agentur presse
    pressagentur prensa redaktion redaktionen redaccion redazione redaction redakce redakcja redacao redactie redaksi
    redactia redaktsiya toimitus online times herald tribune gazette journal magazine zeitung tageszeitung nachrichten
    rundfunk fernsehen television tv radio broadcasting network group gmbh inc ltd llc corp company associated wire
    wires service services digital reuters bloomberg xinhua ajansi ajans haber haberleri gazetesi jornal diario
    periodico noticias notizie actualites nyheter tidning avis office bureau foundation institute association ministry
    department council university club collective community contributors editors reporters writers correspondents
    authors admin administrator webmaster sports politics business world www com org net newswire newsletter podcast
    the welle grupa groupe grupo gruppo gruppe programme program project federation
    facebook twitter instagram whatsapp youtube activity articles posts stories""".split()
)
# Agencies' initials, refused where they stand alone or in capitals beside other words: "Sid" is also a first name
AGENCIES = frozenset(
    """afp ap apa dpa sda ats ansa efe tass lusa belga anp ntb ritzau tt stt cnn bbc cnbc npr pti ians ani upi aap
    kyodo yonhap kna epd sid pap ctk mti hina agi adnkronos europapress""".split()
)
# What people are, where a byline says it beside the name
JOBS = frozenset(
    """reporter correspondent journalist editor columnist writer contributor producer photographer author analyst
    critic presenter freelance intern director professor redakteur redakteurin korrespondent korrespondentin
    journalistin chefredakteur autor autorin journaliste correspondant correspondante redacteur redactrice
    giornalista redattore inviato periodista corresponsal redactor redactora colunista reporterka dziennikarz redaktor
    redaktorka novinar journalisten korrespondenten muhabir editoru gazeteci""".split()
)
NOBODY = frozenset(
    """anonymous unknown guest none null undefined name author na nn user test by admin administrator webmaster
    root""".split()
)
PARTICLES = frozenset(
    """de del della dela der den di da das do dos du la le los las van von vom zu zur ter ten bin ibn al el ben bint y
    e i af av san st mac mc abu o d""".split()
)
HAN_ORGANISATION = re.compile(
    r"(?:网|網|报|報|社|部|院|局|办|台|中心|支部|公司|集团|频道|工作室|新闻|新聞|日报|周刊|杂志|传媒|媒体|在线|财经|科技|发布|客户端"
    r"|学院|大学|学校|医院|法院|协会|学会|委员会|编辑部|办公室|厅|综合|小组|团队|オンライン|デジタル|新聞|通信|放送|編集部|取材班|现代|現代"
    r"|일보|신문|뉴스|방송|통신|닷컴|팀)$|^(?:来源|來源|本报|本网|本站|日刊|整理|摄影|图片)|[网社](?:讯|电)$"
)
HAN_NOBODY = re.compile(
    r"佚名|匿名|整合|编译|采写|采访|报道|未知|小编|本站|本网|本报|网络|网友|管理员|原创|无|转载|综合|编辑|责编|作者|记者|通讯员|实习生|人民网|网络整理|互联网"
    r"|最新文章|全部|更多|关注|点击|评论|分享|收藏|举报|文章|摄影|图|摄"
)
LONG_FAMILY_NAMES = tuple(
    """欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 南宫 西门 独孤 宇文 长孙 轩辕 钟离 闻人 赫连
    澹台""".split()
)
# The family names that nearly all Chinese people bear
FAMILY_NAMES = (
    *LONG_FAMILY_NAMES,
    *(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
        "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施"
        "文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷"
        "盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷"
        "晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆"
        "乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平"
        "计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公"
        "哈湛宾戎勾茅利禤赖洪傅張劉陳楊黃趙吳孫馬鄭謝許韓鄧蕭蔣葉蘇呂"
    ),
)
