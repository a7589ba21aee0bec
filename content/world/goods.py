"""What Tideleaf sells. Names per place, because the places call things differently."""

from __future__ import annotations

import pandas as pd

# sku | English | zh-Hans | zh-Hant (Taiwan) | zh-Hant (Hong Kong) | price | unit cost, in HKD
PRODUCTS = """
TEA-01|Spring Jasmine Pearls 50 g|春芽茉莉龙珠 50 克|春芽茉莉龍珠 50 公克|春芽茉莉龍珠 50克|128|46
TEA-02|Mountain Oolong 75 g|高山乌龙 75 克|高山烏龍 75 公克|高山烏龍 75克|168|63
TEA-03|Charcoal Oolong 75 g|炭焙乌龙 75 克|炭焙烏龍 75 公克|炭焙烏龍 75克|188|72
TEA-04|Aged White Tea Cake 100 g|陈年白茶饼 100 克|陳年白茶餅 100 公克|陳年白茶餅 100克|268|104
TEA-05|Ripe Pu'er Coins 60 g|熟普小饼 60 克|熟普小餅 60 公克|熟普小餅 60克|138|49
TEA-06|Dawn Green Tea 50 g|晨雾绿茶 50 克|晨霧綠茶 50 公克|晨霧綠茶 50克|118|41
TEA-07|Honey Black Tea 60 g|蜜香红茶 60 克|蜜香紅茶 60 公克|蜜香紅茶 60克|148|55
TEA-08|Smoked Black Tea 60 g|松烟红茶 60 克|松煙紅茶 60 公克|松煙紅茶 60克|142|53
TEA-09|Osmanthus Oolong Bags x20|桂花乌龙茶包 20 包|桂花烏龍茶包 20 入|桂花烏龍茶包 20個|88|29
TEA-10|Roasted Barley Bags x20|焙香大麦茶包 20 包|焙香大麥茶包 20 入|焙香大麥茶包 20個|68|20
TEA-11|Chrysanthemum Buds 30 g|杭菊花蕾 30 克|杭菊花蕾 30 公克|杭菊花蕾 30克|78|26
TEA-12|Ginger Tangerine Blend x15|姜橘调饮茶包 15 包|薑橘調飲茶包 15 入|薑橘調飲茶包 15個|82|27
TEA-13|Cold-brew Green Bags x15|冷泡绿茶包 15 包|冷泡綠茶包 15 入|冷泡綠茶包 15個|86|28
TEA-14|Rose Black Tea 50 g|玫瑰红茶 50 克|玫瑰紅茶 50 公克|玫瑰紅茶 50克|122|44
TEA-15|Taster Box of Nine|九味试饮盒|九味試飲盒|九味試飲盒|158|60
TEA-16|Night Herbal Bags x20|晚安草本茶包 20 包|晚安草本茶包 20 入|晚安草本茶包 20個|92|30
WARE-01|Glazed Gaiwan|釉彩盖碗|釉彩蓋碗|釉彩蓋碗|238|92
WARE-02|Travel Tea Set|旅行茶具套装|旅行茶具組|旅行茶具套裝|328|131
WARE-03|Glass Teapot 600 ml|玻璃茶壶 600 毫升|玻璃茶壺 600 毫升|玻璃茶壺 600毫升|198|76
WARE-04|Clay Teapot 180 ml|紫砂小壶 180 毫升|紫砂小壺 180 毫升|紫砂小壺 180毫升|488|205
WARE-05|Tasting Cups, Set of 4|品茗杯 4 只装|品茗杯 4 入|品茗杯 4隻裝|168|61
WARE-06|Double-wall Mug|双层玻璃杯|雙層玻璃杯|雙層玻璃杯|118|42
WARE-07|Bamboo Tea Tray|竹制茶盘|竹製茶盤|竹製茶盤|298|118
WARE-08|Tea Scoop and Pick|茶则茶针组|茶則茶針組|茶則茶針套裝|98|32
WARE-09|Cold-brew Bottle 750 ml|冷泡壶 750 毫升|冷泡壺 750 毫升|冷泡壺 750毫升|148|54
WARE-10|Temperature Kettle|控温电水壶|控溫快煮壺|控溫電熱水壺|528|248
WARE-11|Tea Caddy, Tin|马口铁茶罐|馬口鐵茶罐|馬口鐵茶罐|88|28
WARE-12|Linen Tea Towel|亚麻茶巾|亞麻茶巾|亞麻茶巾|58|17
HOME-01|Cedar Incense Sticks|雪松线香|雪松線香|雪松線香|108|36
HOME-02|Stoneware Incense Holder|粗陶香座|粗陶香座|粗陶香座|128|45
HOME-03|Rice-straw Coasters x6|稻草杯垫 6 片|稻草杯墊 6 入|稻草杯墊 6片|68|21
HOME-04|Linen Table Runner|亚麻桌旗|亞麻桌旗|亞麻檯旗|178|66
HOME-05|Soy Candle, Osmanthus|桂花大豆蜡烛|桂花大豆蠟燭|桂花大豆蠟燭|138|47
HOME-06|Hand-thrown Vase|手拉坯花器|手拉坯花器|手拉坯花瓶|358|146
HOME-07|Wool Lap Blanket|羊毛盖毯|羊毛蓋毯|羊毛蓋毯|428|178
HOME-08|Desk Water Fountain|桌面流水摆件|桌上流水擺飾|座枱流水擺設|388|169
HOME-09|Bamboo Storage Basket|竹编收纳篮|竹編收納籃|竹編收納籃|158|57
HOME-10|Paper Lamp|和纸台灯|和紙桌燈|和紙枱燈|298|121
HOME-11|Cotton Apron|棉布围裙|棉布圍裙|棉布圍裙|128|45
HOME-12|Tea-dyed Cushion|茶染靠垫|茶染靠枕|茶染靠墊|168|62
GIFT-01|Two-caddy Gift Box|双罐礼盒|雙罐禮盒|雙罐禮盒|288|112
GIFT-02|Mid-Autumn Tea Hamper|中秋茶礼篮|中秋茶禮籃|中秋茶禮籃|468|196
GIFT-03|New Year Red Box|新春红盒|新春紅盒|新春紅盒|388|158
GIFT-04|Housewarming Set|乔迁之喜套装|入厝賀禮組|新居入伙套裝|358|147
GIFT-05|Thank-you Mini Box|心意小礼盒|心意小禮盒|心意小禮盒|118|43
GIFT-06|Wedding Favour Tins x10|喜茶小罐 10 罐|喜茶小罐 10 入|回禮茶罐 10罐|398|160
GIFT-07|Teacher's Day Set|谢师礼盒|謝師禮盒|謝師禮盒|228|88
GIFT-08|Gift Card 300|300 港元礼品卡|300 港幣禮物卡|港幣300元禮券|300|292
"""
CATEGORIES = {"TEA": "tea", "WARE": "teaware", "HOME": "home", "GIFT": "gift"}


def products() -> pd.DataFrame:
    """Return the 48 products."""
    rows = [line.split("|") for line in PRODUCTS.strip().splitlines()]
    columns = ["sku", "name_en", "name_hans", "name_hant_tw", "name_hant_hk"]
    frame = pd.DataFrame([row[:5] for row in rows], columns=columns)
    frame["category"] = [CATEGORIES[row[0].split("-")[0]] for row in rows]
    frame["price_hkd"] = [int(row[5]) for row in rows]
    frame["unit_cost_hkd"] = [int(row[6]) for row in rows]
    return frame
