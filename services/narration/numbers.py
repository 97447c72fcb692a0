"""Figures as a Shanghai trainer says them: quantities, digits one by one, times, money, dates."""

import re

DIGITS = "零一二三四五六七八九"
# Digits read one by one: 一 is said yāo so that it cannot be taken for 七.
ONE_BY_ONE = "零幺二三四五六七八九"
_PLACES = ((100_000_000, "亿"), (10_000, "万"), (1000, "千"), (100, "百"), (10, "十"))
_COUNTED = (
    "个只张条次下分秒天周块元角毛页步位遍格行件种样级口人台部支点小杯瓶场节座家岁倍届趟盒"
    "层双本门把根段篇首排句字万千"
)
_UNIT = re.compile(rf"\s*[{_COUNTED}年月日号时倍度米克寸斤兆%℃多]")
_CODE = 5


def cardinal(number: int) -> str:
    """Write a quantity in words: 10 十, 105 一百零五, 2000 两千, 12000 一万二千."""
    words = _words(number)
    return words[1:] if words.startswith("一十") else words


def _words(number: int) -> str:
    if number < 10:
        return DIGITS[number]
    for place, name in _PLACES:
        if number >= place:
            head, rest = divmod(number, place)
            front = "两" if head == 2 and place > 10 else _words(head)
            gap = "零" if rest and rest < place // 10 else ""
            return front + name + (gap + _words(rest) if rest else "")
    raise AssertionError


def one_by_one(digits: str) -> str:
    """Write the digits of a telephone number or a code: 12345 幺二三四五."""
    return "".join(ONE_BY_ONE[int(digit)] for digit in digits)


def year(digits: str) -> str:
    """Write the digits of a year: 2026 二零二六."""
    return "".join(DIGITS[int(digit)] for digit in digits)


def decimal(text: str) -> str:
    """Write a number with or without a point: 3.5 三点五."""
    whole, point, part = text.replace(",", "").partition(".")
    return cardinal(int(whole)) + (f"点{year(part)}" if point else "")


def clock(hours: str, minutes: str) -> str:
    """Write a time of day: 9:30 九点半, 10:05 十点零五分, 14:00 十四点."""
    hour = "两" if int(hours) == 2 else cardinal(int(hours))
    if int(minutes) in (0, 30):
        return f"{hour}点{'半' if int(minutes) else ''}"
    gap = "零" if int(minutes) < 10 else ""
    return f"{hour}点{gap}{cardinal(int(minutes))}分"


def spoken_numbers(text: str, codes: frozenset[str]) -> str:
    """Write every figure of a line in words.

    `codes` are short numbers that are nevertheless read digit by digit, like 110.
    """
    text = re.sub(r"(?<=[^\W\d_])\s+(?=\d)|(?<=\d)\s+(?=[㐀-鿿])", "", text)
    text = re.sub(r"\b(\d{1,2})[:：](\d{2})\b", lambda found: clock(found[1], found[2]), text, flags=re.ASCII)
    text = re.sub(r"(\d+(?:\.\d+)?)\s*[%％]", lambda found: f"百分之{decimal(found[1])}", text)
    text = re.sub(r"[¥￥]\s*(\d[\d,]*(?:\.\d+)?)(?!\s*[元块])", r"\1元", text)
    text = re.sub(r"(?<![\d/])([1-9])/([1-9]\d?)(?![\d/])", lambda found: _fraction(found[1], found[2]), text)
    text = re.sub(r"(\d{4})(?=年)", lambda found: year(found[1]), text)
    text = re.sub(r"(?<=\d)[-–](?=\d{4,})|(?<=\d{3})[- ](?=\d{4})", "、", text)
    text = re.sub(r"(?<=\d)\s*[-–—~～]\s*(?=\d{1,3}(?!\d))(?!\d+-)", "到", text)
    return re.sub(r"\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+|\d+", lambda found: _number(found, codes), text)


def _fraction(part: str, whole: str) -> str:
    return f"{cardinal(int(whole))}分之{cardinal(int(part))}"


def _number(found: re.Match[str], codes: frozenset[str]) -> str:
    digits, before, after = found[0], found.string[: found.start()], found.string[found.end() :]
    if "." in digits or "," in digits:
        return decimal(digits)
    counted = _UNIT.match(after) is not None
    code = digits in codes or len(digits) >= _CODE or (len(digits) > 1 and digits[0] == "0")
    if code and not counted:
        return one_by_one(digits)
    if digits == "2" and after[:1] in _COUNTED and not before.endswith(("第", "到")) and after[:1]:
        return "两"
    return cardinal(int(digits))
