"""Names and words for made-up people: as they are called in Shanghai, by the year they were born."""

import random

from db.words import Gender

# How many of a thousand, and who.
SURNAMES = {
    58: "张 王",
    44: "陈 李",
    28: "徐 朱 周 吴 沈 黄",
    19: "刘 杨 顾 陆 孙 金",
    11: "胡 赵 唐 曹 蒋 姚 俞 钱 许 潘 严 龚 戴 倪",
    6: "费 瞿 施 余 丁 范 方 叶 邵 汤 郑 董 袁 凌 邱 谢 林 马 何 高",
    2: "曾 单 解 仇 区 查 朴 乐 翟 欧阳",
}
_SURNAMES = [name for names in SURNAMES.values() for name in names.split()]
_HOW_MANY = [often for often, names in SURNAMES.items() for _ in names.split()]

# The first and the second character of a given name; a single one stands alone.
GIVEN: dict[tuple[Gender, bool], tuple[str, str, str]] = {
    (Gender.FEMALE, True): ("秀桂玉凤金银宝爱惠淑佩文美素月彩巧雪", "英珍兰芳娣妹华琴娥仙宝弟云珠花莲", ""),
    (Gender.FEMALE, False): (
        "建丽美慧雅文玉红卫国惠丹小亚莉琴秋根",
        "华萍芳敏琴英珍玲娟芬妹红燕群蓉青",
        "敏萍红静芳",
    ),
    (Gender.MALE, True): ("阿金根德永福长宝炳仁鸿家锦关林正", "根生发林福祥兴泉荣昌余康龙清奎财", ""),
    (Gender.MALE, False): (
        "国建志卫永伟跃忠德新维耀明海世学",
        "强华明平民军荣良庆兴伟康敏忠雄杰",
        "平刚强伟毅",
    ),
}
MODERN_SINCE = 1950

NEEDS = (
    "听力不好，请说得慢一点、响一点",
    "眼睛花，字要放大",
    "坐轮椅，请留门口的位子",
    "走路不便，请安排前排",
    "右手不方便，点屏幕慢",
    "只听得懂上海话",
    "有糖尿病，随身带糖",
    "老伴陪同，请坐在一起",
    "手抖，请给手写笔",
)
STAFF_NAMES = [
    name
    for names in (
        "周雅琴 陆建明 沈佳慧 顾文斌 朱晓燕 徐志远 吴静怡 黄海峰 金丽萍 唐一鸣 蒋思颖 姚国良",
        "许敏 俞洁 钱程 潘宏伟 严婷 龚俊 戴晓雯 倪磊 费嘉怡 施勇 丁欣 范雪莲 叶青 邵军 汤佳",
        "郑悦 董浩 袁莉 凌云 邱晨 谢芸 林涛 马琳 何旭 高洁 孙倩 赵亮 曹颖 胡斌 陈露",
    )
    for name in names.split()
]
# Passwords are two of these and a number: easy to read out and to type.
FLOWERS = [
    name
    for names in (
        "yulan guihua meihua lanhua juhua hehua mudan moli shancha",
        "yinxing wutong hongfeng songshu zhuzi xiangzhang",
    )
    for name in names.split()
]

CANCELLED = (
    "老师生病，改期另行通知",
    "活动室借给居民区选举使用",
    "电梯检修，长者上不来",
)
TYPHOON = "台风蓝色预警，停课一次"
NOT_HELD = ("停电，大家坐了一会儿就回去了", "老师堵在路上，没能开课", "只来了一位，改成个别辅导")
NOBODY_CAME = "没有人来"
MOVED = ("与体检冲突，改到星期六", "老师外出培训，改到星期六")
WITHDRAWN = ("", "", "", "身体不适", "要带孙子", "去医院复查", "家里来客人")
VOIDED = ("刷错卡，是另一位的", "点名时点错了", "同名，认错了人", "人在楼下，没有上来")


def name_for(roll: random.Random, gender: Gender, birth_year: int) -> str:
    """Draw a name as parents gave it in that year."""
    surname = roll.choices(_SURNAMES, _HOW_MANY)[0]
    first, second, alone = GIVEN[gender, birth_year < MODERN_SINCE]
    if alone and roll.random() < 0.16:
        return surname + roll.choice(alone)
    one, two = roll.choice(first), roll.choice(second)
    while one == two:
        two = roll.choice(second)
    return surname + one + two
