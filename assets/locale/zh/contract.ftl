# 钱款与合同：候补接手、撤回申请、合同编号。
event-next = ，由候补第一位 { $name } 保留
event-next-unit = ；{ $unit } 由候补第一位 { $name } 保留

## 钱款

refused-deposit_kept = { $unit } 已收 { $paid } 元，退定须退款：不退款即为挞定。请填写退款金额，或按挞定办理（逾期满期限，并有电话和挂号信记录）。
refused-swap_repriced = 换入房源 { $unit } 申请时为 { $was } 元，现为 { $is } 元。请驳回后按现价重新申请。
refused-granted_to_other = { $unit } 的低定金只批给 { $by } 的客户，其他客户最低 { $minimum } 元。请由 { $by } 先为其客户保留，或另行申请。
refused-contract_differs = { $unit } 已备合同编号 { $contract }。请按该编号签约，或先由经理、内业或主管更正编号。
refused-customer_unsaid = { $unit } 于 { $since } 已由候补接手，收款前请写明客户（--customer 或 --phone）。
refused-not_own_request = 申请 #{ $request } 是 { $by } 提出的，只有本人可以撤回。

## 申请

request-withdrawn = 已撤回
event-change-withdrawn = { $unit } 申请 #{ $request } 已由本人撤回
event-change-lapsed-overtaken = { $unit } 申请 #{ $request } 因房源已有变化而失效

## 合同

event-paper-prepared = { $unit } 合同 { $contract } 已备，待付首付签约

due-signing-prepared = 签约（合同已备）
cli-prepared = 已备 { $unit } 合同 { $contract }，签约期限 { $due }
cli-ledger-forfeited = { " " }挞 { $count }
cli-ledger-terminated = { " " }退房 { $count }
help-withdraw = 撤回自己的申请
help-sign--contract = 合同编号；已备编号的，收首付时可不填
help-sign--amount = 首付金额：财务填写
help-sign--receipt = 首付收据号
help-sign--method = 付款方式，不填为 POS
panel-due-prepared = 已备
card-prepared = 已备合同
layer-fact-prepared = 已备合同
form-prepare = 备合同
form-withdraw = 撤回申请
help-withdraw--request = 申请编号，见 due
layer-fact-granted = 准许定金
layer-fact-granted-to = { $amount }，限 { $by } 的客户
help-approve--back = 它腾出的房源此后；不填则按申请
event-change-approved-back = ，房源{ $back }
