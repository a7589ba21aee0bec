"""Invented names: parts that are common in each place, put together at random."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Simplified, Traditional, pinyin, Hong Kong and Taiwan romanisation, and the Singapore form.
SURNAMES = """
陈 陳 Chen Chan Chen Tan|林 林 Lin Lam Lin Lim|黄 黃 Huang Wong Huang Wee
张 張 Zhang Cheung Chang Teo|李 李 Li Lee Lee Lee|王 王 Wang Wong Wang Ong|吴 吳 Wu Ng Wu Goh
刘 劉 Liu Lau Liu Low|蔡 蔡 Cai Choi Tsai Chua|杨 楊 Yang Yeung Yang Yeo|许 許 Xu Hui Hsu Koh
郑 鄭 Zheng Cheng Cheng Tay|谢 謝 Xie Tse Hsieh Chia|郭 郭 Guo Kwok Kuo Quek
曾 曾 Zeng Tsang Tseng Chan|洪 洪 Hong Hung Hung Ang|邱 邱 Qiu Yau Chiu Khoo
周 周 Zhou Chow Chou Chew|叶 葉 Ye Yip Yeh Yap|赖 賴 Lai Lai Lai Lai|徐 徐 Xu Tsui Hsu Chee
苏 蘇 Su So Su Soh|何 何 He Ho Ho Ho|吕 呂 Lyu Lui Lu Loo|罗 羅 Luo Law Lo Loh
高 高 Gao Ko Kao Koh|萧 蕭 Xiao Siu Hsiao Seow|潘 潘 Pan Poon Pan Phua|简 簡 Jian Kan Chien Kan
朱 朱 Zhu Chu Chu Choo|钟 鍾 Zhong Chung Chung Cheong|彭 彭 Peng Pang Peng Phang
游 游 You Yau Yu Yew|詹 詹 Zhan Chim Chan Chiam|胡 胡 Hu Wu Hu Aw|沈 沈 Shen Shum Shen Sim
余 余 Yu Yu Yu Yee|卢 盧 Lu Lo Lu Loh|梁 梁 Liang Leung Liang Neo|赵 趙 Zhao Chiu Chao Teoh
颜 顏 Yan Ngan Yen Gan|魏 魏 Wei Ngai Wei Gwee|孙 孫 Sun Suen Sun Soon|冯 馮 Feng Fung Feng Pang
唐 唐 Tang Tong Tang Tng|董 董 Dong Tung Tung Tang|程 程 Cheng Ching Cheng Thia
袁 袁 Yuan Yuen Yuan Wan|邓 鄧 Deng Tang Teng Teng|方 方 Fang Fong Fang Png
"""
FIRST = """
晓 曉 xiao Hiu hsiao|佳 佳 jia Kai chia|雅 雅 ya Nga ya|思 思 si Sze ssu|文 文 wen Man wen
志 志 zhi Chi chih|家 家 jia Ka chia|子 子 zi Tsz tzu|梓 梓 zi Tsz tzu|嘉 嘉 jia Ka chia
俊 俊 jun Chun chun|宇 宇 yu Yu yu|欣 欣 xin Yan hsin|怡 怡 yi Yi yi|咏 詠 yong Wing yung
明 明 ming Ming ming|国 國 guo Kwok kuo|建 建 jian Kin chien|美 美 mei Mei mei|淑 淑 shu Suk shu
慧 慧 hui Wai hui|静 靜 jing Ching ching|丽 麗 li Lai li|婉 婉 wan Yuen wan|若 若 ruo Yeuk jo
诗 詩 shi Sze shih|乐 樂 le Lok le|浩 浩 hao Ho hao|振 振 zhen Chun chen|伟 偉 wei Wai wei
"""
SECOND = """
雯 雯 wen Man wen|玲 玲 ling Ling ling|婷 婷 ting Ting ting|颖 穎 ying Wing ying
芬 芬 fen Fan fen|君 君 jun Kwan chun|琪 琪 qi Kei chi|敏 敏 min Man min|华 華 hua Wah hua
豪 豪 hao Ho hao|杰 傑 jie Kit chieh|铭 銘 ming Ming ming|轩 軒 xuan Hin hsuan
宏 宏 hong Wang hung|安 安 an On an|涵 涵 han Ham han|萱 萱 xuan Huen hsuan|宁 寧 ning Ning ning
容 容 rong Yung jung|恩 恩 en Yan en|仪 儀 yi Yee yi|凯 凱 kai Hoi kai|然 然 ran Yin jan
诚 誠 cheng Shing cheng|钧 鈞 jun Kwan chun|蓉 蓉 rong Yung jung|芳 芳 fang Fong fang
峰 峰 feng Fung feng|桦 樺 hua Wah hua|棠 棠 tang Tong tang
"""
# Put together at random, some parts give the name of somebody well known; these are left out.
WELL_KNOWN = """
林志玲 陈思诚 李国豪 李嘉诚 林俊杰 吴建豪 郑嘉颖 林志颖 黄子华 邓丽君 梁咏琪
赵丽颖 赵丽蓉 刘嘉玲 董建华 袁咏仪 周慧敏 许志安 曾俊华 王国安 李国华 陈志宏
吴子嘉 李若君 郭子仪 周文杰 林美玲 王志安 李丽珍 张雅芳 陈国华 谢俊豪
"""
BRITISH_FIRST = """
Alice Amelia Beth Callum Charlotte Chloe Daniel David Eleanor Emily Emma Ethan Evie Fiona Freya
George Grace Hannah Harry Hugh Imogen Isla Jack James Jessica Joanne Katie Laura Leah Lewis Lily
Lucy Martin Megan Molly Naomi Nathan Oliver Owen Peter Phoebe Rachel Rhys Robert Rosie Ruth Samuel
Sarah Sophie Stephen Thomas Toby Victoria William Zoe
"""
BRITISH_LAST = """
Abbott Ashworth Barlow Bennett Birch Bramley Brook Calder Carver Clarke Cooke Cross Dalton Dawson
Ellis Farrow Fenwick Finch Fletcher Garner Gould Hale Harding Hartley Hayes Holt Hughes Ingram
Jarvis Keane Kirby Lacey Langford Lister Marsh Mercer Nash Norris Oakley Osborne Parr Pickering
Quinn Radcliffe Reeves Rowe Sharpe Sinclair Stokes Sutton Tate Thorne Underhill Vaughan Walsh
Whitaker Winslow Wyatt Yates
"""
MALAY = """
Nur Aisyah|Siti Mariam|Nurul Huda|Farah Nadia|Hafiz Iskandar|Amirul Hakim|Zulkifli Omar
Rahimah Yusof|Faizal Rahman|Noraini Salleh|Khairul Anwar Majid|Suhaila Kamal
"""
INDIAN = """
Priya Nair|Arun Pillai|Kavitha Menon|Deepa Raman|Suresh Iyer|Meena Krishnan|Vikram Naidu
Anjali Thomas|Ravi Chandran|Lakshmi Varma|Nisha Kurian|Ganesh Murthy
"""
ENGLISH_GIVEN = """
Ada Amy Ben Bonnie Candy Carmen Cindy Edith Eric Eva Felix Ivy Janice Jason Joyce Karen Kenny
Louis Mandy Mavis Owen Phyllis Queenie Ray Sally Stanley Vivian Winnie
"""


def _listed(text: str, mark: str | None = None) -> list[str]:
    """Return the entries of a block of text; split at blanks, or at a mark and at line ends."""
    return text.split() if mark is None else text.strip().replace("\n", mark).split(mark)


def _parts(text: str) -> np.ndarray:
    return np.array([part.split() for part in _listed(text, "|")], dtype=object)


_SUR, _ONE, _TWO = _parts(SURNAMES), _parts(FIRST), _parts(SECOND)
_AVOID = set(_listed(WELL_KNOWN))
_UK_FIRST, _UK_LAST = _listed(BRITISH_FIRST), _listed(BRITISH_LAST)
_SG_OTHER = (_listed(MALAY, "|"), _listed(INDIAN, "|"))
_HK_ENGLISH = _listed(ENGLISH_GIVEN)


def scripts(names_zh: pd.Series) -> pd.Series:
    """Return each Chinese name in the other script, letter by letter."""
    pairs = {row[0]: row[1] for part in (_SUR, _ONE, _TWO) for row in part if row[0] != row[1]}
    other = str.maketrans(pairs | {hant: hans for hans, hant in pairs.items()})
    return names_zh.map(lambda name: name.translate(other))


def names(rng: np.random.Generator, region: np.ndarray, lang: np.ndarray) -> tuple:
    """Return each person's Latin and Chinese name (None where they have no Chinese one)."""
    n = len(region)
    sur, one, two = (rng.integers(0, len(part), n) for part in (_SUR, _ONE, _TWO))
    extra, coin = rng.integers(0, 1_000_000, n), rng.random(n)
    latin, chinese = np.empty(n, dtype=object), np.empty(n, dtype=object)
    for i in range(n):
        latin[i], chinese[i] = _name(
            region[i], lang[i], (sur[i], one[i], two[i]), int(extra[i]), coin[i]
        )
    return latin, chinese


def _name(region: str, lang: str, pick: tuple, extra: int, coin: float) -> tuple:
    if region == "UK" and lang == "en":
        first = _UK_FIRST[extra % len(_UK_FIRST)]
        return f"{first} {_UK_LAST[extra // 997 % len(_UK_LAST)]}", None
    if region == "SG" and lang == "en" and coin < 0.35:
        pool = _SG_OTHER[0] if coin < 0.2 else _SG_OTHER[1]
        return pool[extra % len(pool)], None
    s, a, b = _SUR[pick[0]], _ONE[pick[1]], _TWO[pick[2]]
    if s[0] + a[0] + b[0] in _AVOID or a[2] == b[2]:
        b = _TWO[(pick[2] + 7) % len(_TWO)]
    return _latin(region, s, a, b, extra, coin), _han(region, lang, s, a, b)


def _han(region: str, lang: str, s: np.ndarray, a: np.ndarray, b: np.ndarray) -> str:
    traditional = region in ("HK", "TW") or lang == "zh-Hant"
    return "".join(part[1 if traditional else 0] for part in (s, a, b))


def _latin(
    region: str, s: np.ndarray, a: np.ndarray, b: np.ndarray, extra: int, coin: float
) -> str:
    if region == "HK":
        own = f"{_HK_ENGLISH[extra % len(_HK_ENGLISH)]} " if coin < 0.45 else ""
        return f"{own}{s[3]} {a[3]} {b[3]}"
    if region == "TW":
        return f"{s[4]} {a[4].capitalize()}-{b[4]}"
    if region == "SG":
        return f"{s[5]} {a[2].capitalize()} {b[2].capitalize()}"
    # Pinyin needs the mark where the second syllable starts with a vowel: Jia'an, Si'en.
    mark = "'" if b[2][0] in "aeo" else ""
    return f"{s[2]} {a[2].capitalize()}{mark}{b[2]}"
