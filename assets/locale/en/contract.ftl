# Money and contract: who the line serves, requests taken back, contract numbers.
event-next = ; held by { $name }, first in line
event-next-unit = ; { $unit } held by { $name }, first in line

## Money

refused-deposit_kept = ¥{ $paid } came in on { $unit }: a cancellation pays money back, keeping it all is a forfeit. Give the refund, or forfeit the deposit (overdue long enough, a call and a registered letter logged).
refused-swap_repriced = { $unit } cost ¥{ $was } when the swap was asked for and costs ¥{ $is } now. Refuse it and ask again at the new price.
refused-granted_to_other = The smaller deposit on { $unit } was allowed to a customer of { $by } only; the minimum for others is ¥{ $minimum }. Let { $by } hold it for the customer first, or ask anew.
refused-contract_differs = Contract number { $contract } was prepared for { $unit }. Sign with that number, or have the manager, clerk or supervisor put it right first.
refused-customer_unsaid = The next in line has { $unit } since { $since }. Say for whom the money is (--customer or --phone).
refused-not_own_request = Request #{ $request } was made by { $by }; only they can take it back.

## Requests

request-withdrawn = withdrawn
event-change-withdrawn = request #{ $request } on { $unit } was withdrawn
event-change-lapsed-overtaken = request #{ $request } on { $unit } fell: the unit had changed since

## Contract

event-paper-prepared = contract { $contract } for { $unit } is prepared and waits for its down payment

due-signing-prepared = signing (contract ready)
cli-prepared = Contract { $contract } prepared for { $unit }, signing due { $due }
cli-ledger-forfeited = , forfeited { $count }
cli-ledger-terminated = , terminated { $count }
help-withdraw = Take an own request back
help-sign--contract = The contract's number; not needed with the receipt where one is prepared
help-sign--amount = The down payment: the cashier's part
help-sign--receipt = The down payment's receipt
help-sign--method = How it was paid; POS if left out
panel-due-prepared = ready
card-prepared = Prepared
layer-fact-prepared = Contract ready
form-prepare = Prepare the contract
form-withdraw = Take the request back
help-withdraw--request = Its number, see due
layer-fact-granted = Deposit allowed
layer-fact-granted-to = { $amount }, to a customer of { $by }
help-approve--back = What becomes of the unit it frees; as asked if left out
event-change-approved-back = ; unit then { $back }
