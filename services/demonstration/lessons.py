"""The twenty lessons of Intelligent Living by their titles, and what the course files call them."""

from services import catalogue
from settings import ROOT

SLUG = "intelligent-living"
PROGRAMME = ("智能走进生活", "Intelligent Living")
TITLES = (
    ("认识手机和手势", "Know your phone and its gestures"),
    ("看得清，听得见", "Make it readable and loud"),
    ("连上网", "Get online: Wi-Fi and mobile data"),
    ("微信一：加好友、发消息", "WeChat 1: add a friend, send a message"),
    ("微信二：视频通话", "WeChat 2: video call"),
    ("微信三：群和朋友圈", "WeChat 3: groups and Moments"),
    ("刷视频，不上当", "Short videos without the traps"),
    ("看新闻，辨真假", "Read the news and check it"),
    ("听音乐、听戏、听广播", "Music, opera and radio"),
    ("拍照、找照片、发照片", "Photos: take, find, delete, share"),
    ("随申办：登录和亮证", "Suishenban: sign in and show a code"),
    ("医院预约挂号", "Book a hospital appointment"),
    ("医保码和养老金认证", "Health-insurance code and pension check"),
    ("乘公交、坐地铁", "Buses and metro"),
    ("叫出租车", "Call a taxi"),
    ("扫码付钱、收钱", "Pay and receive by code"),
    ("防诈骗：挂、断、问", "Scams: hang up, break off, ask"),
    ("装软件、看权限、关弹窗", "Apps, permissions, pop-ups"),
    ("手机变慢：清理和重启", "A slow phone: clean up, restart"),
    ("问问 AI 助手", "Ask an AI helper"),
)


def uids() -> list[str]:
    """Return what an activity remembers of each lesson: the uid of its file, or its code."""
    shelf = catalogue.load(ROOT / "courses")
    known = {shelved.lesson.code: uid for uid, shelved in shelf.lessons.items() if shelved.course == SLUG}
    codes = [f"L{number:02}" for number in range(1, len(TITLES) + 1)]
    return [known.get(code, code) for code in codes]
