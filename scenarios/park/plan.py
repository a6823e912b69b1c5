"""What the sample park consists of: goods, enterprises, odd rows and the side tables, as `make.py` draws them.

Cells are separated by a bar. Everything is invented.
"""

# country, code
COUNTRIES = """
德国|DEU
美国|USA
日本|JPN
法国|FRA
意大利|ITA
韩国|KOR
瑞士|CHE
智利|CHL
澳大利亚|AUS
新西兰|NZL
荷兰|NLD
挪威|NOR
哥伦比亚|COL
马来西亚|MYS
中国香港|HKG
中国台湾|TWN
"""
# sector, countries, goods with their codes
SECTORS = """
medical|德国 美国 日本 中国香港|9018909919 医用注射泵,便携式|9018129900 彩色超声波诊断仪|9021909090 植入用支架
beauty|法国 日本 韩国|3304990039 护肤精华液|3303000010 香水|3401300000 洁面乳,零售包装
chips|日本 荷兰 中国台湾 马来西亚|8542319000 处理器及控制器|8486204900 等离子刻蚀机|8542329000 存储器
aviation|美国 法国 德国|8807300000 飞机零件|8411910000 涡轮风扇发动机用零件|4011300000 航空用轮胎
optics|德国 日本 中国香港|9002119000 物镜|9031809090 光学测量仪|9001909090 滤光片,已装配
food|挪威 智利 哥伦比亚 澳大利亚|0303130000 冻大西洋鲑鱼|0901110000 未焙炒咖啡|0202300090 冻去骨牛肉
wine|法国 意大利 智利|2204210000 葡萄酒,2升及以下容器装|2208200000 白兰地
auto|德国 日本 美国|8708299000 车身零件|8708409199 自动变速箱零件|8512201000 机动车用照明装置
pharma|瑞士 德国 美国|3004909099 已配定剂量药品,零售包装|3002150050 单克隆抗体制剂|3822190020 诊断试剂
machines|德国 日本 意大利|8457101000 立式加工中心|8479509090 工业机器人|8466940090 机床零件
polymer|韩国 美国 新西兰|3901200090 高密度聚乙烯|3907400000 聚碳酸酯
luxury|意大利 法国 瑞士|4202210090 皮革手提包|9102110000 电力驱动手表|9701210000 油画原件
dairy|新西兰 荷兰 法国|1901101010 婴幼儿配方奶粉|0406900000 乳酪|0405100000 黄油
"""
# key, name, sector, imports of the three years, rows a month, and the register: zone, settling day, foreign trade, qualified
FIRMS = """
cap|上海栎舫医疗器械贸易有限公司|medical|61200000.00|80000000.00|200000000.00|4|青浦综合保税区|2019-06-18|是|是
below|上海霁檀化妆品有限公司|beauty|40000000.00|52500000.35|172499999.95|4|青浦综合保税区|2020-11-02|是|
above|上海砚汀半导体设备有限公司|chips|310250118.20|420377905.66|688120340.10|5|青浦综合保税区|2017-03-29||是
tip|上海葭屿航空器材供应链有限公司|aviation|95000000.01|215000000.00|335000000.40|4|青浦综合保税区|2018-08-08|是|是
half|上海杪林光学仪器有限公司|optics|18000000.00|58000000.20|58000000.40|3|青浦|2021-05-17||
hair|上海岫帆咖啡贸易有限公司|food|7310000.00|7310600.00|7310600.19|2|青浦综合保税区|2022-03-03|是|
same|上海椴桥酒业进出口有限公司|wine|9876543.21|12345678.90|12345678.90|2|青浦综合保税区|2020-02-20|是|是
decline|上海泠舸汽车零部件有限公司|auto|90210450.77|74033918.05|51200776.30|4|青浦综合保税区|2014-12-01||是
fresh|上海翎洲跨境电子商务有限公司|beauty|||26480315.62|4|青浦综合保税区|2025-03-10|是|是
spring|上海桁远生物医药有限公司|pharma||8812040.15|30150990.48|3|青浦综合保税区|2024-04-22|是|是
bonded|上海璟蘅光电供应链有限公司|optics|||14066201.90|3|青浦综合保税区|2024-08-01|是|是
minus|上海槿舷数控机床有限公司|machines|5204118.66|-45000.00|9120377.04|2|青浦综合保税区|2016-01-12|是|
song1|上海湉泊精密机械有限公司|machines|33470120.05|41866003.90|60125447.31|3|松江综合保税区|2015-09-01|是|是
song2|上海鹭榭食品进出口有限公司|food|21008764.40|26650310.12|28711905.56|3|松江综合保税区|2018-04-16|是|
nozone|上海芷棹文化艺术品有限公司|luxury|4400250.00|6120900.75|9980440.20|2||2022-07-07||是
stranger|上海昀砾高分子材料有限公司|polymer|17204560.38|19873002.64|24601177.03|3||||
digit|上海棠埠钟表贸易有限公司|luxury|12600300.45|15480120.09|22040660.87|3|青浦综合保税区|2021-09-30|是|是
denied|上海沅榉皮具有限公司|luxury|8040771.13|9955206.48|13370844.92|2|青浦综合保税区|2023-02-14|是|否
notrade|上海澍桅物流科技有限公司|chips||3120884.71|5480012.36|2|青浦综合保税区|2024-07-01|否|
muddle|上海筠埭国际货运代理有限公司|auto|25118640.22|28740955.41|33902187.78|3|青浦综合保税区|2019-10-10||
twice|上海溟荞水产贸易有限公司|food|14450870.60|16902233.35|21870549.14|3|青浦综合保税区|2020-06-24|是|是
lost|上海柘浔电子科技有限公司|chips|47760312.09|52118096.77|66940281.50|3|青浦综合保税区|2018-01-22|是|
early|上海萤汛医药有限公司|pharma|11034509.26|13780441.83|19020665.03|3|青浦综合保税区|2021-12-13|是|是
granted|上海穗矶乳品进出口有限公司|dairy|22000000.00|30000000.00|38000000.00|3|青浦综合保税区|2024-02-06|是|是
paid|上海莳垣印刷设备有限公司|machines|13300000.00|16000000.00|20000000.00|2|青浦综合保税区|2024-02-05|是|是
may|上海皎桉保税仓储有限公司|auto||6233019.44|11908377.69|3|青浦综合保税区|2024-05-20|是|是
leap|上海㳇棠航空技术有限公司|aviation||9075521.02|9940318.77|3|青浦综合保税区|2024-02-29|是|
idle|上海荻簖冷链服务有限公司|food||||0|青浦综合保税区|2024-10-15||
"""
# file, firm (* is any), fate, then one entry a row: how often, and what is written in which field; of a rejected row the
# first field named is the one that a reader must complain about. keep: the line is cut after so many cells; loose: thousands
# separators without quotes; file: the row stands in another file; again: a third copy; @: a way of writing the same
ODD = """
2023|*|export|12*dir=E|dir=E;mode=8888
2024|*|export|11*dir=出口
2025|*|export|13*dir=出口|dir=出口;date=2025-11-31
2023|*|withdrawn|3*state=已撤销|state=退单
2024|*|withdrawn|3*state=已撤销|state=已删除|state=已撤销;dir=出口
2025|*|withdrawn|3*state=已撤销|state=已撤销;rmb=-;usd=-
2023|*|not_in_statistics|4*mode=5000|3*mode=5100|2*mode=1200
2024|*|not_in_statistics|5*mode=5000|2*mode=5300|2*mode=4561|mode=5000;dir=
2024|bonded|not_in_statistics|8*mode=5000|3*mode=1200
2025|*|not_in_statistics|5*mode=5000|2*mode=2600|2*mode=1300|mode=5100;from=中国
2023|*|domestic_leg|2*via=7|2*from=CHN|from=142
2024|*|domestic_leg|2*via=保税区|via=非保税区|3*from=中国
2025|*|domestic_leg|via=保税港区|via=Y|3*from=中国|from=中国;mode=8888|via=物流园区;date=
2025|*|after_as_of|2*date=2026/3/5
2023|early|lost_digits|decl=2.23302E+17|rmb=1.06E+06
2024|lost|lost_digits|rmb=1.23E+08|decl=2.22520E+17
2025|lost|lost_digits|rmb=1.23E+08|decl=2.24820E+17|uscc=9.13101E+17
2023|*|no_enterprise|uscc=;name=
2024|*|no_enterprise|2*uscc=;name=
2025|*|no_enterprise|uscc=;name=|uscc=;name=;rmb=-;usd=-
2023|muddle|uscc|uscc=91310118MA1KX0137
2024|muddle|uscc|uscc=91310118MA1KX013744|uscc=9131O118MA1KX01374
2025|muddle|uscc|uscc=9131011MA1KX01374|uscc=3102980137;date=2025-06-31
2023|muddle|date|date=2023-02-29
2024|muddle|date|date=03/04/2024|date=
2025|muddle|date|date=2025-02-30|date=20251301
2023|early|direction|dir=
2024|muddle|direction|dir=|dir=转
2025|muddle|direction|dir=
2023|early|mode|mode=8888
2024|twice|mode|mode=8888
2025|muddle|mode|mode=8888|mode=8888;via=Q
2023|early|transport|via=Q
2024|lost|transport|via=88
2025|lost|transport|via=Q
2023|early|amount|rmb=-;usd=-
2024|lost|amount|rmb=-;usd=-|rmb=;usd=
2025|lost|amount|rmb=-;usd=-|rmb=待定;usd=
2023|early|precision|rmb=128450.125
2024|twice|precision|rmb=86310.004|rmb=51277.905
2025|twice|precision|rmb=40118.666|rmb=-310.005
2023|early|columns|keep=11
2024|*|columns|keep=12|loose=rmb
2025|*|columns|keep=9|keep=13
2023|early|conflict|rmb=@more
2024|twice|conflict|rmb=@more|rmb=@more;file=2025
2025|twice|conflict|rmb=@more;again=1|via=铁路运输|date=@next
2023|*|counted|3*mode=110|mode=|via=|from=|state=
2024|*|counted|5*rmb=@sep|2*rmb=@full|rmb=@sign|3*decl=@tab|mode=@named
2025|*|counted|3*date=@time|2*date=@cn|2*decl=@formula|decl=@text|2*rmb=@sep
2024|may|counted|uscc=
2025|decline|counted|uscc=
2024|*|counted|2*file=2025
2023|*|correction|3*rmb=@plain
2024|*|correction|3*rmb=@plain|rmb=@paren
2025|*|correction|2*rmb=@plain|rmb=@trail
2023|*|duplicate|3*|file=2024
2024|*|duplicate|3*|rmb=@sep
2025|*|duplicate|4*|goods=同上
"""
# firm, business, kind, recognised on, achieved on
FIRSTS = """
may|保税货物“先展后购”一站式核放|首创|2024-09-12|2024-08-30
song2|保税货物“先展后购”一站式核放|首创|2024-09-12|2024-09-01
cap|保税货物“先展后购”一站式核放|首创|2025-01-20|
half|高端镜头A类保税再制造|首创|2024-06-03|2024-05-10
lost|高端镜头Ａ类保税再制造|首创|2024-11-20|2024-10-31
song1|进口机床保税融资租赁|首创|2024-04-10|2024-03-01
minus|进口机床保税融资租赁|首创|2024-08-01|2024-07-15
spring|生物样本跨区共管|模式突破|2025-03-18|2025-01-06
early|生物样本跨区共管|模式突破|2025-06-30|2025-02-28
leap|航材共享保税库存|首创||2025-02-11
tip|航材分拨“一票多车”|首创|2024-01-15|2023-12-20
below|化妆品保税分装定制|首创|2025-04-18|2025-02-01
granted|乳品保税检测先放后验|模式突破|2024-10-08|2024-09-25
"""
# firm, first day, months a bill covers, bills, first bill (each later one a little more)
BILLS = """
may|2024-04-01|3|7|61370.00
spring|2024-04-22|12|2|186400.50
bonded|2024-08-01|1|9|8125.33
fresh|2025-03-10|6|2|97000.01
leap|2024-02-29|4|6|40260.77
notrade|2024-07-01|6|3|22800.00
granted|2024-01-01|6|5|75050.05
idle|2024-10-15|2|8|12999.99
paid|2024-02-05|12|2|54000.00
"""
# firm, provision, period, sum, granted on
PRIOR = """
granted|qingpu-2024-1/import-growth|2024|200000.00|2025-06-30
granted|qingpu-2024-1/import-growth|2025|50000.00|2026-02-14
paid|qingpu-2024-1/import-growth|2025|100000.00|2026-02-20
cap|qingpu-2024-1/import-growth|2025|3000000.00|2026-03-20
granted|qingpu-2024-1/first|乳品保税检测先放后验|300000.00|2025-01-15
may|qingpu-2024-1/warehousing|year 1|40000.00|2025-12-18
"""
