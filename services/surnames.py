"""Surnames that need care: read otherwise than the same character in a word, or of two characters."""

# As a surname first, then as somebody reads it who does not know the family.
MANY_READINGS = """
单 shan dan chan, 曾 zeng ceng, 解 xie jie, 仇 qiu chou, 区 ou qu, 查 zha cha, 朴 piao pu, 翟 zhai di,
覃 qin tan, 盖 ge gai, 乐 yue le, 尉 wei yu, 缪 miao miu mou, 宓 mi fu, 黑 he hei, 折 she zhe,
召 shao zhao, 员 yun yuan, 种 chong zhong, 秘 bi mi, 隗 wei kui, 句 gou ju, 繁 po fan, 牟 mou mu,
祭 zhai ji, 能 nai neng, 谌 chen shen, 么 yao me, 薄 bo bao, 柏 bai bo, 藏 zang cang, 郇 xun huan,
郗 xi chi, 洗 xian xi, 冼 xian, 逄 pang, 乜 nie mie, 盛 sheng cheng, 长 zhang chang, 葛 ge, 纪 ji, 燕 yan,
任 ren, 华 hua, 宁 ning, 应 ying, 过 guo, 卜 bu, 幺 yao, 撒 sa, 哈 ha, 都 du dou, 曲 qu, 车 che ju, 阚 kan,
隽 juan jun, 佘 she, 邸 di, 仉 zhang, 降 jiang xiang, 行 xing hang, 调 tiao diao, 重 chong zhong,
色 se shai, 校 xiao jiao, 臧 zang, 晟 cheng sheng, 贲 ben, 费 fei bi, 相 xiang, 要 yao, 占 zhan, 石 shi,
贾 jia, 俞 yu, 余 yu, 佟 tong, 那 na nuo, 沈 shen chen, 谷 gu yu, 万 wan, 郝 hao, 肖 xiao, 殷 yin,
强 qiang jiang, 生 sheng, 候 hou, 敦 dun, 邢 xing, 尹 yin, 洪 hong
"""
TWO_SIGNS = """
欧阳 ou'yang, 司马 si'ma, 上官 shang'guan, 诸葛 zhu'ge, 司徒 si'tu, 皇甫 huang'fu, 令狐 ling'hu, 宇文 yu'wen,
慕容 mu'rong, 夏侯 xia'hou, 东方 dong'fang, 公孙 gong'sun, 轩辕 xuan'yuan, 钟离 zhong'li, 端木 duan'mu,
南宫 nan'gong, 西门 xi'men, 独孤 du'gu, 百里 bai'li, 呼延 hu'yan, 尉迟 yu'chi wei'chi,
长孙 zhang'sun chang'sun, 单于 chan'yu shan'yu dan'yu, 万俟 mo'qi wan'si wan'qi, 澹台 tan'tai dan'tai,
申屠 shen'tu, 太史 tai'shi, 闻人 wen'ren, 赫连 he'lian, 拓跋 tuo'ba, 鲜于 xian'yu
"""


def _table(lines: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    entries = (entry.split() for entry in lines.replace("\n", " ").split(","))
    return {surname: tuple(tuple(way.split("'")) for way in ways) for surname, *ways in entries}


# From a surname to the ways to read it, each a syllable per character.
SURNAMES = _table(MANY_READINGS) | _table(TWO_SIGNS)
