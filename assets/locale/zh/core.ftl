# 核心用语：状态、岗位、动态、拒绝原因、事件。
# 不用宽度不定的字符（引号、省略号、破折号、间隔号），以免表格错位。

## 房源状态

status-unreleased = 未推
status-locked = 控房
status-available = 可售
status-held = 保留
status-deposit = 定金
status-signed = 签约
status-recorded = 备案
status-partial = 临时认购

status-short-unreleased = 未
status-short-locked = 控
status-short-available = 售
status-short-held = 留
status-short-deposit = 定
status-short-signed = 签
status-short-recorded = 备

listed-unreleased = 未推
listed-locked = 不可售
listed-available = 可售
listed-deposit = 已预订
listed-signed = 已签约
listed-recorded = 网上联机备案

## 人与岗位

role-manager = 销售经理
role-planner = 策划助理
role-clerk = 内业助理
role-supervisor = 案场主管
role-consultant = 置业顾问
role-cashier = 财务
role-reception = 前台
role-board = 大屏

team-site = 现场接待组
team-outreach = 外展接待组

presence-off = 未到
presence-floor = 在岗
presence-lunch = 用餐
presence-business = 公出
presence-break = 小憩
presence-out = 外出
presence-leave = 请假
presence-absent = 脱岗
presence-suspended = 停接

right-see_all = 查看全部客户姓名和金额
right-hold = 保留房源或排候补
right-hold_of_others = 处理他人的保留和保留申请
right-receipt = 登记收款
right-paper = 办理认购和合同手续
right-approve = 审批例外事项
right-manage = 管理推盘、控房、价格、设置、预售证和人员
right-visit = 登记来访
right-rotation = 调整轮排或他人的动态
right-sign_in = 为他人签到
right-own_presence = 签到或更改动态

## 来访与客户

visit-kind-first = 首访
visit-kind-returning = 复访
visit-kind-named = 指名
visit-kind-referral = 老带新
visit-kind-appointment = 预约
visit-kind-channel = 渠道
visit-kind-competitor = 踩盘
visit-kind-other = 非客户
visit-kind-auto = 自动判断

visit-state-waiting = 等候
visit-state-receiving = 接待中
visit-state-finished = 已结束
visit-state-left = 已离开
turn-new = 新客
turn-early = 早到
turn-own = 自客
turn-courtesy = 义务接待
turn-made_up = 补接
turn-exempt = 免轮
turn-passed = 让过
turn-lost = 轮空
turn-voided = 罚轮
turn-handed_over = 移交
pass-returning = 接待自己的客户
pass-lunch = 用餐
pass-business = 公出
pass-break = 小憩
pass-out = 外出
pass-leave = 请假
pass-absent = 脱岗
pass-suspended = 停接
pass-voided = 罚轮

grade-A = A 即将成交
grade-B = B 有意向
grade-C = C 观望
grade-D = D 无效
grade-none = 不评级

customer-erased = （资料已清除）
customer-hidden = 不公开
customer-nameless = 未留姓名

## 阶段、结束方式、收款

stage-presale = 预销售期
stage-open = 公开销售期
stage-strong = 强销期
stage-late = 销售后期

end-expired = 到期释放
end-released = 已释放
end-undone = 已撤销

receipt-deposit = 定金
receipt-top_up = 补足
receipt-down_payment = 首付
method-pos = 刷卡
method-transfer = 转账
method-cash = 现金
method-cheque = 支票
due-hold = 保留到期
due-top_up = 补足
due-signing = 签约
due-recording = 备案

hold-mode-direct = 直接生效
hold-mode-request = 须销控员确认

## 项目设置

policy-time_zone = 项目时区：时刻显示和日期计算都以此为准
policy-deadline_time = 按天计算的期限，在最后一天的几点截止
policy-hold_length = 一次保留的时长
policy-hold_maximum = 一次保留连同延期最长多久
policy-hold_limit = 每位顾问最多同时保留几套
policy-hold_cooldown = 保留到期或释放后，同一顾问隔多久才能再保留同一套
policy-hold_warning = 保留到期前多久提醒
policy-hold_mode = 顾问的保留是直接生效（direct）还是须销控员确认（request）
policy-line_serves = 房源释放后，是否自动保留给候补第一位
policy-deposit_full = 足额定金
policy-deposit_minimum = 最低定金，低于此数须销售经理批准
policy-topup_days = 临时认购后几天内补足
policy-signing_days = 认购后几天内签约
policy-recording_days = 签约后几天内备案
policy-opens_at = 案场几点开门
policy-rotation_after = 开门多久后开始计轮
policy-order_basis = 轮排顺序：按签到先后（sign_in）、按员工名单（fixed）或今日新客最少者先（fewest）
policy-returning_keeps = 接待自己的客户时是否保留轮次
policy-owner_busy = 原顾问正在接待他人时：由同事义务接待（courtesy）或等候本人（wait）
policy-passed_returning = 轮到时正接待自己的客户：保留（kept）或轮空（lost）
policy-passed_lunch = 轮到时在用餐：保留（kept）或轮空（lost）
policy-passed_business = 轮到时公出：保留（kept）或轮空（lost）
policy-passed_break = 轮到时小憩：保留（kept）或轮空（lost）
policy-passed_out = 轮到时私事外出：保留（kept）或轮空（lost）
policy-passed_leave = 轮到时请假：保留（kept）或轮空（lost）
policy-passed_absent = 轮到时脱岗：保留（kept）或轮空（lost）
policy-passed_suspended = 轮到时停接：保留（kept）或轮空（lost）
policy-handover_within = 接待开始多久之内，可因自己的客户到访而移交
policy-lunch_from = 午间在岗保障从几点开始
policy-lunch_to = 午间在岗保障到几点结束
policy-lunch_cover = 午间至少几位顾问在岗
policy-appointment_shows = 预约提前多久出现在来访队列
policy-queue_overnight = 过夜仍在等候的客户：清空（clear）或保留（keep）
policy-visit_reasons = 来访未留电话、接待未登记客户时，是否必须写明原因
policy-protection_days = 客户保护期天数，自最近一次有效跟进起算
policy-followup_a_days = A 级客户几天内跟进
policy-followup_b_days = B 级客户几天内跟进
policy-followup_c_days = C 级客户几天内跟进
policy-undo_window = 本人操作多久之内可以撤销
policy-wait_amber = 客户等候多久显示黄色
policy-wait_red = 客户等候多久显示红色

expected-span = 时长，例如 24h、90m、2h 30m，最长 366 天
expected-count = 0 到 10000 的整数
expected-money = 金额（元），例如 50000、5万、20000.00
expected-switch = 是或否（on、off）
expected-time = 时刻，例如 18:00
expected-zone = 时区名，例如 Asia/Shanghai
expected-hold-mode = direct（直接生效）或 request（须确认）
expected-order-basis = sign_in（签到先后）、fixed（员工名单）或 fewest（新客最少）
expected-passing = kept（保留）或 lost（轮空）
expected-owner-busy = courtesy（义务接待）或 wait（等候本人）
expected-overnight = clear（清空）或 keep（保留）

## 栏目

field-amount = 金额
field-ask = 指名顾问
field-batch = 批次
field-building = 楼栋
field-contract = 合同号
field-customer = 客户
field-entrance = 单元
field-date = 日期
field-grade = 评级
field-kind = 类型
field-length = 延长
field-licence = 预售证号
field-method = 付款方式
field-minutes = 时长
field-name = 姓名
field-number = 来访号
field-outcome = 结果
field-phone = 电话
field-presence = 动态
field-phoneless = 未留电话的原因
field-objections = 异议
field-next = 几天后跟进
field-shown = 看过的房源
field-shifts = 班次
field-owner = 原顾问
field-appointment = 预约时间
field-note = 备注
field-project = 项目
field-reason = 原因
field-receipt = 收据号
field-room = 房号
field-role = 岗位
field-size = 人数
field-source = 来源
field-staff = 员工
field-status = 状态
field-team = 小组
field-terminal = 终端
field-time = 时间
field-to = 接待顾问
field-unit = 房源
field-moment = 时刻

number-empty = 没有填写数字
number-not-a-number = 不是数字
number-too-fine = 最多两位小数
number-negative = 不能是负数
number-too-large = 数字过大

## 时间与列举

list-comma = 、
list-or = 或
span-minutes = { $minutes } 分钟
span-hours = { $hours } 小时
span-hours-minutes = { $hours } 小时 { $minutes } 分钟
span-days = { $days } 天
left-minutes = { $minutes }分
left-days = { $days }天
left-over = 超{ $span }
age-now = 刚刚
age-minutes = { $minutes } 分钟前
age-hours = { $hours } 小时前
age-days = { $days } 天前

## 拒绝：发生了什么，该怎么办

refused-unit_taken = { $unit } 已于 { $since } 被 { $by } 占用。可以为客户排候补。
refused-unit_taken-nobody = { $unit } 已有订单（{ $since } 登记，没有顾问姓名）。请向销售经理核实。
refused-unit_unknown = 没有找到房源「{ $input }」。请按「楼栋/单元/房号」填写，例如 5/1/801。
refused-unit_unknown-stale = 所选对象已不存在。请刷新后重新选择。
refused-unit_ambiguous = 「{ $input }」对应多套房源：{ $candidates }。请写全楼栋和单元。
refused-wrong_status = { $unit } 目前是{ $status }，只有{ $needed }的房源才能这样办理。
refused-hold_limit = 已同时保留 { $count } 套（{ $units }），上限为 { $limit } 套。请先释放一套，或转为定金。
refused-hold_cooldown = { $unit } 刚从同一顾问名下释放，{ $until } 起才能再次保留；在此之前可由同事保留。
refused-hold_maximum = 时长超出上限：从保留开始算起最长 { $span }。请缩短时长，或请客户交定金。
refused-length_invalid = 时长无效，至少 1 分钟，例如 24h、90m。
refused-not_own = { $unit } 由 { $by } 负责，您不能代办。请联系 { $by } 或案场主管。
refused-not_own-nobody = { $unit } 不在您名下，您不能办理。请联系案场主管。
refused-already_in_line = { $unit } 已为该客户排上或保留，无须重复办理。
refused-not_in_line = 您没有排 { $unit } 的候补，也没有提出保留申请。
refused-line_full = { $unit } 的排队已满 { $limit } 位，请推荐其他房源。
refused-unit_requested = { $by } 已于 { $since } 申请保留 { $unit }，正等销控员确认。请先确认或拒绝该申请。
refused-no_request = { $unit } 没有待确认的保留申请。
refused-no_licence = { $building } 尚无预售证，不能收款，但可以保留。取得预售证后，请销售经理登记。
refused-no_price = { $unit } 没有总价，不能收定金。请销售经理先导入价格。
refused-below_minimum = 定金 { $amount } 元低于最低定金 { $minimum } 元。请补到最低定金，或请销售经理批准。
refused-above_share = 定金 { $amount } 元超过总价的 20%，最多可收 { $maximum } 元。
refused-above_balance = 收款 { $amount } 元超过欠款，目前只欠 { $balance } 元。
refused-amount_invalid = 金额必须大于零。
refused-balance_due = { $unit } 还欠定金 { $balance } 元，请先补足再签约。
refused-receipt_used = 收据号 { $receipt } 已用于 { $unit }，一个收据号只能用一次。请核对收据。
refused-contract_used = 合同编号 { $contract } 已用于 { $unit }。请核对合同。
refused-text_invalid = 请填写{ $field }：不超过 { $limit } 个字，不含换行等控制字符。
refused-text_invalid-phone = 电话无效：请填 3 至 { $limit } 位数字，最多 5 个号码。
refused-customer_missing = 请填写客户姓名或电话。
refused-customer_unknown = 没有这位客户。请按姓名或电话重新查找。
refused-customer_differs = { $unit } 是为另一位客户保留的。请核对客户，或先由顾问释放。
refused-customer_erased = 该客户的个人资料已经清除，无法再用。
refused-not_permitted = 您的岗位不能{ $right }。可由{ $roles }办理。
refused-not_permitted-nobody = 您的岗位不能{ $right }。
refused-staff_unknown = 员工中没有「{ $name }」。请核对姓名，或请销售经理添加。
refused-staff_exists = { $name } 已有这个岗位。
refused-last_manager = 项目至少要有一位销售经理。请先指定另一位。
refused-building_unknown = 无法确定楼栋「{ $input }」。可选：{ $candidates }。
refused-building_unknown-none = 没有楼栋「{ $input }」。请先导入价目表。
refused-batch_empty = 批次「{ $batch }」没有未推的房源。请核对批次名称，或指明房源。
refused-policy_unknown = 没有名为「{ $key }」的设置。
refused-policy_invalid = 设置 { $key } 不能是「{ $value }」，应为{ $expected }。
refused-visit_unknown = 今天没有 { $number } 号来访。
refused-visit_state = { $number } 号来访的状态是「{ $state }」，不能这样办理。
refused-nobody_waiting = 目前没有等候的客户。
refused-nobody_eligible = 目前没有空闲的在岗顾问。请等候，或请主管指派。
refused-already_receiving = { $name } 正在接待 { $number } 号来访，请先结束接待。
refused-hand_over_too_late = 接待已超过 { $minutes } 分钟，不能再移交。请先结束接待。
refused-no_own_customer_waits = { $name } 没有自己的客户在等候，不能移交。只有自己的客户到访时才可移交。
refused-no_consultant = { $name } 不是可以跟客户的人员。请选一位置业顾问。
refused-appointment_invalid = 预约时间 { $at } 不对：应在现在之后、90 天之内。
refused-day_over = { $day } 已过，排班不再更改。请改今天或以后的日子。
refused-not_on_duty = { $name } 目前不在岗。请先签到，或回到在岗。
refused-already_on_duty = { $name } 已于 { $since } 签到。
refused-count_invalid = { $field }应为 { $least } 到 { $most }。
refused-nothing_to_undo = 您没有可以撤销的操作。收款和签约不能撤销，须走退定等手续。
refused-undo_too_late = 只能撤销{ $span }以内的操作，现已超时。
refused-undo_blocked = { $subject } 之后又有变化，不能撤销。请直接办理相应手续。
refused-nothing_to_import = 价目表与现有房源完全一致，没有可导入的内容。
refused-already_so = { $subject } 已是如此，无须再办。
refused-command_conflict = 这个命令编号已用于另一条命令。请换一个编号再提交。

## 事件：记录、房源卡片和回看

event-house = 系统
event-because = ，原因：{ $reason }

event-setup-founded = 建立项目「{ $name }」，销售经理 { $manager }
event-setup-founded-practice = 建立演练项目「{ $name }」，销售经理 { $manager }
event-setup-staff_added = 添加员工 { $name }，{ $role }，{ $team }
event-setup-roles_set = { $name } 的岗位改为{ $roles }，{ $team }
event-setup-roles_set-left = { $name } 离开项目
event-setup-policy_set = 设置 { $key } 由 { $before } 改为 { $value }
event-setup-stage_set = 进入{ $stage }
event-setup-licence_set = { $building } 登记预售证 { $number }（{ $granted } 核发）
event-listing-listed = 导入 { $source }：新增 { $added } 套，更新 { $revised } 套
event-control-locked = 控房 { $unit }
event-control-unlocked = 解控 { $unit }
event-control-released = 推盘「{ $batch }」，共 { $count } 套
event-hold-placed = 保留 { $unit }，客户 { $customer }，到 { $until }
event-hold-requested = 申请保留 { $unit }，客户 { $customer }，时长 { $span }
event-hold-extended = { $unit } 的保留由 { $before } 延到 { $until }
event-hold-released = 释放 { $unit }
event-hold-expired = { $unit } 保留到期，自动释放
event-hold-served = { $unit } 轮到候补：{ $consultant } 的客户 { $customer }，保留到 { $until }
event-waiting-joined = 候补 { $unit }，客户 { $customer }
event-waiting-left = 退出 { $unit } 的候补
event-waiting-withdrawn = 撤回对 { $unit } 的保留申请
event-waiting-confirmed = 确认 { $consultant } 保留 { $unit }，客户 { $customer }，到 { $until }
event-waiting-refused = 拒绝 { $consultant } 保留 { $unit } 的申请
event-waiting-handed_over = 销控交给 { $name }
event-payment-deposited = { $unit } 收定金 { $amount } 元，收据 { $receipt }，认购足额，{ $due } 前签约
event-payment-deposited-partial = { $unit } 收定金 { $amount } 元，收据 { $receipt }，欠 { $balance } 元，{ $due } 前补足
event-payment-deposited-public = { $unit } 转为定金
event-payment-topped_up = { $unit } 补定金 { $amount } 元，收据 { $receipt }，已足额，{ $due } 前签约
event-payment-topped_up-partial = { $unit } 补定金 { $amount } 元，收据 { $receipt }，仍欠 { $balance } 元
event-payment-topped_up-public = { $unit } 补交定金
event-payment-late = （逾期补款）
event-payment-signed = { $unit } 签约，合同 { $contract }，首付 { $amount } 元，收据 { $receipt }，{ $due } 前备案
event-payment-signed-public = { $unit } 签约
event-reception-arrived = { $number } 号来访：{ $kind }，{ $size } 人
event-reception-arrived-customer = ，客户 { $customer }
event-reception-arrived-asked = ，找 { $name }
event-reception-arrived-source = ，来源 { $source }
event-assignment-assigned = { $number } 号来访由 { $name } 接待
event-reception-finished = { $number } 号接待结束
event-reception-finished-grade = ，客户等级 { $grade }
event-reception-finished-outcome = ，结果：{ $outcome }
event-reception-left = { $number } 号来访未接待离开
event-duty-signed_in = { $name } 签到
event-duty-moved = { $name } 转为{ $presence }
event-assignment-turn = （{ $turn }）
event-assignment-lost = ；{ $name } { $reason }，轮空
event-assignment-passed = ；{ $name } { $reason }，位置保留
event-assignment-handed_over = { $from } 把 { $number } 号来访移交给 { $name }
event-assignment-established = { $number } 号来访查明是 { $owner } 的客户，{ $name } 的接待改为义务接待，下一轮作废
event-reception-shown = { $number } 号来访看了 { $unit }
event-reception-shown-not = { $number } 号来访没有看 { $unit }
event-reception-finished-shown = ，看房 { $count } 套
event-reception-finished-objections = ，异议：{ $objections }
event-reception-finished-next = ，下次跟进 { $day }
event-reception-lapsed = { $number } 号来访等到当天结束未接待
event-call-logged = 来电：{ $customer }，归 { $name }
event-call-logged-appointment = ，预约 { $at } 到访
event-call-logged-note = ，{ $note }
event-roster-set-works = 排班：{ $name } { $day } 上班
event-roster-set-rests = 排班：{ $name } { $day } 休息
event-roster-set = 排班 { $count } 个班次（{ $from } 至 { $to }）
event-duty-until = ，到 { $time }
event-people-linked = { $customer } 与 { $kin } 记为同一客户
event-people-reassigned = { $customer } 由 { $from } 转给 { $name }
event-people-reassigned-pool = 公共客户 { $customer } 分给 { $name }
why-order = 轮排：{ $names }
why-credits = { $name } 有 { $count } 次补接，先于轮排
why-void = { $name } 的下一轮已作废
why-spending = { $name } 正在接待新客 { $number } 号，结束后排到队尾
why-receiving = 正在接待 { $number } 号
why-since = （{ $time } 起）
why-passed-kept = { $name } { $reason }{ $since }，让过，位置保留
why-passed-lost = { $name } { $reason }{ $since }，轮空，排到队尾
why-new = 轮到 { $name } 接待，结束后排到队尾
why-early = { $name } 接待；{ $starts } 前不计轮
why-own = { $name } 接待自己的客户，位置保留
why-courtesy = { $owner } 的客户，{ $name } 义务接待，位置保留，记补接一次
why-made_up = { $name } 补接，位置保留
why-exempt = { $name } 接待，不计轮，位置保留
why-waits-owner = 客户等候 { $name }，{ $name } 正在接待他人
why-nobody = 现在没有空闲的在岗顾问，客户等候，先空出来的先接
event-people-registered = 登记客户 { $customer }
event-people-erased = 清除 { $number } 号客户的个人资料
event-undo-undone = 撤销第 { $deed } 条操作
event-undo-undone-unit = 撤销 { $unit } 的第 { $deed } 条操作
