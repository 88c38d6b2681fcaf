# Core words: statuses, roles, presences, refusals, events.
# No characters of uncertain width (curly quotes, ellipses, dashes, middle dots): they would shift tables.

## Status of a unit

status-unreleased = unreleased
status-locked = locked
status-available = available
status-held = held
status-deposit = deposit
status-signed = signed
status-recorded = recorded
status-partial = partial deposit

status-short-unreleased = U
status-short-locked = L
status-short-available = A
status-short-held = H
status-short-deposit = D
status-short-signed = S
status-short-recorded = R

listed-unreleased = unreleased
listed-locked = not for sale
listed-available = available
listed-deposit = booked
listed-signed = signed
listed-recorded = recorded online

## People and roles

role-manager = manager
role-planner = planner
role-clerk = clerk
role-supervisor = supervisor
role-consultant = consultant
role-cashier = cashier
role-reception = reception
role-board = board

team-site = site team
team-outreach = outreach team

presence-off = not here
presence-floor = on floor
presence-lunch = lunch
presence-business = business
presence-break = short break
presence-out = out
presence-leave = leave
presence-absent = not at post
presence-suspended = suspended

right-see_all = see all customers' names and money
right-hold = hold units or join waiting lines
right-hold_of_others = handle other people's holds and requests
right-receipt = record money taken
right-paper = handle subscriptions and contracts
right-approve = approve exceptions
right-ask = ask for what the manager approves
right-manage = manage releases, locks, prices, settings, licences and staff
right-visit = register visits
right-rotation = change the rotation or other people's presence
right-sign_in = sign others in
right-own_presence = sign in or change presence

## Visits and customers

visit-kind-first = first visit
visit-kind-returning = returning
visit-kind-named = asks for
visit-kind-referral = referral
visit-kind-appointment = appointment
visit-kind-channel = channel
visit-kind-competitor = competitor
visit-kind-other = not a customer
visit-kind-auto = decide by phone

visit-state-waiting = waiting
visit-state-receiving = being received
visit-state-finished = finished
visit-state-left = left
turn-new = new
turn-early = early
turn-own = own
turn-courtesy = courtesy
turn-made_up = made up
turn-exempt = exempt
turn-passed = passed, kept
turn-lost = lost
turn-voided = voided
turn-handed_over = handed over
pass-returning = with an own customer
pass-lunch = at lunch
pass-business = out on business
pass-break = on a short break
pass-out = out privately
pass-leave = on leave
pass-absent = not at the post
pass-suspended = suspended
pass-voided = turn voided

grade-A = A ready to buy
grade-B = B interested
grade-C = C far off
grade-D = D invalid
grade-none = no grade

customer-erased = (data erased)
customer-hidden = not shown
customer-nameless = no name given

## Stages, ends, receipts

stage-presale = pre-sale
stage-open = public sale
stage-strong = strong sale
stage-late = late sale

end-expired = expired
end-released = released
end-undone = undone
end-cancelled = cancelled
end-forfeited = forfeited
end-terminated = terminated
end-swapped = swapped

receipt-deposit = deposit
receipt-top_up = top-up
receipt-down_payment = down payment
receipt-instalment = instalment
receipt-loan = loan
receipt-refund = refund
receipt-counter = counter-receipt
back-available = available again
back-locked = locked
request-open = waiting
request-approved = approved, refund due
request-refused = refused
request-lapsed = lapsed
request-done = done
notice-call = call
notice-letter = registered letter
change-below_minimum = deposit below the minimum
change-extend = extension
change-discount = special price
change-swap = swap
change-rename = rename
change-cancel = cancellation
change-forfeit = forfeit
change-terminate = termination
change-refund = refund ¥{ $amount }
change-until = until { $due }
method-pos = card
method-transfer = transfer
method-cash = cash
method-cheque = cheque

hold-mode-direct = counts at once
hold-mode-request = needs confirming

## Settings of the project

policy-time_zone = The project's time zone: times are shown and days counted in it
policy-deadline_time = The time of day at which a deadline given in days falls on its last day
policy-hold_length = How long a hold lasts
policy-hold_maximum = The longest a hold may last, extensions included
policy-hold_limit = How many units a consultant may hold at once
policy-hold_cooldown = How long a consultant must wait to hold a unit again after an own hold on it ended
policy-hold_warning = How long before its end a hold warns
policy-hold_mode = Whether a consultant's hold counts at once (direct) or must be confirmed (request)
policy-line_serves = Whether a freed unit is held for the first in the waiting line automatically
policy-deposit_full = The full deposit
policy-deposit_minimum = The smallest deposit without the manager's approval
policy-topup_days = Days until a partial deposit must be topped up
policy-signing_days = Days from subscription to signing
policy-recording_days = Days from signing to recording
policy-mortgage_days = Days from signing to the mortgage application
policy-forfeit_days = Days a date must be missed before the deposit can be forfeited
policy-swap_dearer = Whether a swap goes only to a dearer unit, the manager excepted
policy-rename_recorded = Whether a claim may be renamed after recording
policy-discount_supervisor = Special discount a supervisor may give, in 0.01 %
policy-discount_manager = Special discount the manager may give, in 0.01 %
policy-request_days = Days until a request nobody decided lapses
policy-self_approval = Whether one person with both roles may approve their own request
policy-opens_at = When the office opens
policy-rotation_after = How long after opening the rotation starts to count
policy-order_basis = In which order consultants stand: by sign-in (sign_in), by the list of staff (fixed), fewest new visitors today first (fewest)
policy-returning_keeps = Whether receiving an own customer keeps the place
policy-owner_busy = When the customer’s consultant is busy: a colleague helps (courtesy) or they wait (wait)
policy-passed_returning = Passed over while with an own customer: place kept (kept) or lost (lost)
policy-passed_lunch = Passed over while at lunch: kept or lost
policy-passed_business = Passed over while out on business: kept or lost
policy-passed_break = Passed over during a short break: kept or lost
policy-passed_out = Passed over while on a private errand: kept or lost
policy-passed_leave = Passed over while on leave: kept or lost
policy-passed_absent = Passed over while not at the post: kept or lost
policy-passed_suspended = Passed over while suspended: kept or lost
policy-handover_within = How long after its beginning a reception may be handed over because an own customer has come
policy-lunch_from = When lunch cover begins
policy-lunch_to = When lunch cover ends
policy-lunch_cover = Consultants needed on the floor over lunch
policy-appointment_shows = How long before its time an appointment shows in the queue
policy-queue_overnight = Groups still waiting at midnight: cleared (clear) or kept (keep)
policy-visit_reasons = Whether an arrival without a phone and a reception without a customer need a reason
policy-reception_span = After this long a reception counts as left open
policy-protection_days = Days a customer is protected after the last conversation
policy-protection_warning = How many days before its end protection is in the due list
policy-followup_a_days = Days until an A customer is to be called
policy-followup_b_days = Days until a B customer is to be called
policy-followup_c_days = Days until a C customer is to be called
policy-undo_window = How long an own act can be undone
policy-wait_amber = Waiting this long turns amber
policy-wait_red = Waiting this long turns red

expected-span = a length of time such as 24h, 90m or 2h 30m, at most 366 days
expected-count = a whole number from 0 to 10000
expected-money = an amount in yuan such as 50000 or 20000.00
expected-switch = on or off
expected-time = a time of day such as 18:00
expected-zone = a time zone such as Asia/Shanghai
expected-hold-mode = direct (counts at once) or request (needs confirming)
expected-order-basis = sign_in, fixed or fewest
expected-passing = kept or lost
expected-owner-busy = courtesy or wait
expected-overnight = clear or keep

## Fields

field-amount = Amount
field-ask = Asks for
field-batch = Batch
field-building = Building
field-contract = Contract no
field-customer = Customer
field-entrance = Entrance
field-date = Date
field-grade = Grade
field-kind = Kind
field-length = Longer by
field-licence = Licence no
field-method = Paid by
field-minutes = Length
field-name = Name
field-number = Visit number
field-outcome = Outcome
field-phone = Phone
field-presence = Presence
field-relation = Relation
field-consultant = Consultant
field-shift = Shift
field-day = Day
field-phoneless = Why no phone
field-objections = Objections
field-next = Days to follow-up
field-shown = Units shown
field-shifts = Shifts
field-owner = Owner
field-appointment = Appointment
field-note = Note
field-project = Project
field-reason = Reason
field-receipt = Receipt no
field-room = Room
field-role = Role
field-size = People
field-source = Source
field-staff = Staff member
field-status = Status
field-team = Team
field-terminal = Terminal
field-time = Time
field-to = Consultant
field-unit = Unit
field-moment = Moment

number-empty = no number given
number-not-a-number = not a number
number-too-fine = at most two decimals
number-negative = must not be negative
number-too-large = too large

## Time and lists

list-comma = ,{ " " }
list-or = { " " }or{ " " }
span-minutes = { $minutes } min
span-hours = { $hours } h
span-hours-minutes = { $hours } h { $minutes } min
span-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
left-minutes = { $minutes }m
left-days = { $days }d
left-over = +{ $span }
age-now = just now
age-minutes = { $minutes } min ago
age-hours = { $hours } h ago
age-days = { $days ->
    [one] { $days } day ago
   *[other] { $days } days ago
}

## Refusals: what happened, what to do

refused-unit_taken = { $unit } has been taken by { $by } since { $since }. You can join its waiting line.
refused-unit_taken-nobody = { $unit } is taken (on record since { $since }, with no consultant named). Please check with the manager.
refused-unit_unknown = No unit matches "{ $input }". Give it as BUILDING/ENTRANCE/ROOM, for example 5/1/801.
refused-unit_unknown-stale = What was chosen no longer exists. Refresh and choose again.
refused-unit_ambiguous = "{ $input }" fits several units: { $candidates }. Give the building and the entrance too.
refused-wrong_status = { $unit } has the status { $status }; this needs { $needed }.
refused-hold_limit = { $count ->
    [one] { $count } unit is
   *[other] { $count } units are
} held already ({ $units }); the limit is { $limit }. Release one first, or take a deposit on it.
refused-hold_cooldown = The same consultant's hold on { $unit } ended a short while ago; it can be held again from { $until }. Until then a colleague may hold it.
refused-hold_maximum = That is too long: a hold may last { $span } from its beginning. Choose a shorter time, or take a deposit.
refused-length_invalid = The length must be at least one minute, for example 24h or 90m.
refused-not_own = { $unit } is in the hands of { $by }. Please ask { $by } or a supervisor.
refused-not_own-nobody = { $unit } is not yours. Please ask a supervisor.
refused-already_in_line = { $unit } is already held or queued for by this customer; there is nothing more to do.
refused-not_in_line = You neither stand in the waiting line of { $unit } nor have asked to hold it.
refused-line_full = The line for { $unit } is full with { $limit } entries. Please offer another unit.
refused-unit_requested = { $by } asked at { $since } to hold { $unit }, and it waits to be confirmed. Confirm or refuse that request first.
refused-no_request = No request to hold { $unit } is waiting.
refused-no_licence = { $building } has no pre-sale licence: no money may be taken, but holds are fine. Once it is granted, the manager records it.
refused-no_price = { $unit } has no list price, so no deposit can be taken. The manager must import its price first.
refused-below_minimum = A deposit of ¥{ $amount } is below the minimum of ¥{ $minimum }. Take at least the minimum, or ask the manager to approve.
refused-above_share = A deposit of ¥{ $amount } is more than 20% of the price; at most ¥{ $maximum } may be taken.
refused-above_balance = ¥{ $amount } is more than is due: the balance is ¥{ $balance }.
refused-amount_invalid = The amount must be more than zero.
refused-balance_due = ¥{ $balance } of the deposit on { $unit } is still due. Top it up before signing.
refused-receipt_used = Receipt number { $receipt } was used on { $unit } already; each can be used once. Please check the receipt.
refused-change_pending = { $unit } has request #{ $request } by { $by } already. Decide that one first.
refused-request_unknown = There is no request #{ $request }. `xiaokong due` lists those that wait.
refused-request_decided = Request #{ $request } is { $state } already and cannot be decided again.
refused-own_request = Request #{ $request } is your own: somebody else must decide it.
refused-request_stale = { $unit } has changed from { $was } to { $is } since the request. Refuse it and ask again.
refused-request_stale-same = Since the request something of { $unit } has changed: { $changed }. Refuse it and ask again.
ground-claim = the claim
ground-status = the status
ground-price = the price
ground-balance = the balance
ground-date = the date due
ground-paid = the money paid
refused-nothing_to_refund = Nothing is approved on { $unit } that money goes back for. The manager approves a cancellation or termination first.
refused-refund_differs = A refund of ¥{ $amount } is not the ¥{ $expected } expected.
refused-still_recorded = The contract of { $unit } is recorded. Cancel the recording first.
refused-not_recorded = The contract of { $unit } is not recorded yet, so it cannot be handed over.
refused-nothing_due = { $unit } has no date that could be moved or missed.
refused-discount_limit = A discount of { $share } is beyond the limit of { $most }.
refused-swap_cheaper = { $unit } (¥{ $price }) is not dearer: only the manager may swap to it, with a reason.
refused-forfeit_early = { $unit } is not overdue for long enough: it can be forfeited from { $from } on.
refused-notice_missing = No { $notice } since the date was missed is logged for { $unit }. Log it before forfeiting.
refused-receipt_unknown = No live claim has a receipt { $receipt }.
refused-contract_used = Contract number { $contract } was used on { $unit } already. Please check the contract.
refused-text_invalid = { $field } is needed: at most { $limit } characters, without line breaks or other control characters.
refused-text_invalid-phone = That is not a phone number: give 3 to { $limit } digits, and at most 5 numbers.
refused-customer_missing = Give the customer's name or phone number.
refused-customer_unknown = There is no such customer. Search again by name or phone number.
refused-customer_differs = { $unit } is held for another customer. Check who it is, or have the consultant release it first.
refused-customer_erased = This customer's personal data were erased and cannot be used again.
refused-not_permitted = Your role may not { $right }. This can be done by: { $roles }.
refused-not_permitted-nobody = Your role may not { $right }.
refused-staff_unknown = Nobody called "{ $name }" works here. Check the name, or ask the manager to add the person.
refused-staff_exists = { $name } has this role already.
refused-last_manager = The project needs at least one manager. Name another one first.
refused-building_unknown = It is not clear which building "{ $input }" is. There are: { $candidates }.
refused-building_unknown-none = There is no building "{ $input }". Import a price list first.
refused-batch_empty = Batch "{ $batch }" has no unreleased units. Check its name, or name the units.
refused-policy_unknown = There is no setting called "{ $key }".
refused-policy_invalid = Setting { $key } cannot be "{ $value }"; expected: { $expected }.
refused-visit_unknown = There is no visit number { $number } today.
refused-visit_state = Visit { $number } is { $state }; that cannot be done now.
refused-nobody_waiting = No visitors are waiting.
refused-nobody_eligible = No consultant on the floor is free. Please wait, or have a supervisor assign somebody.
refused-already_receiving = { $name } is receiving visit { $number }. Finish that reception first.
refused-hand_over_too_late = The reception has lasted more than { $minutes } minutes and cannot be handed over any more. Finish it first.
refused-no_own_customer_waits = No customer of { $name } is waiting, so there is nothing to hand over for. A reception is handed over only when an own customer has come.
refused-no_consultant = { $name } has no customers of their own. Choose a consultant.
refused-appointment_invalid = An appointment at { $at } is not possible: it must be later than now and within 90 days.
refused-day_over = { $day } is over and its roster stays as it was. Change today or a later day.
refused-not_on_duty = { $name } is not on the floor. Sign in or come back to the floor first.
refused-already_on_duty = { $name } signed in at { $since } already.
refused-count_invalid = { $field } must be from { $least } to { $most }.
refused-nothing_to_undo = You have nothing to undo. Money and contracts cannot be undone; they have their own ways back.
refused-undo_too_late = Only acts of the last { $span } can be undone; that time is over.
refused-undo_blocked = { $subject } has changed since, so this cannot be undone. Do what is needed as a new act.
refused-nothing_to_import = The price list says nothing new; there is nothing to import.
refused-already_so = { $subject } is so already; there is nothing to do.
refused-command_conflict = This command id was used for another command. Send it again under a new id.

## Events: log, unit card, time travel

event-house = System
event-because = ; reason: { $reason }

event-setup-founded = project "{ $name }" founded, manager { $manager }
event-setup-founded-practice = practice project "{ $name }" founded, manager { $manager }
event-setup-staff_added = { $name } joined as { $role }, { $team }
event-setup-roles_set = roles of { $name } are now { $roles }, { $team }
event-setup-roles_set-left = { $name } left the project
event-setup-policy_set = setting { $key } changed from { $before } to { $value }
event-setup-stage_set = stage begins: { $stage }
event-setup-licence_set = { $building } has pre-sale licence { $number } (granted { $granted })
event-listing-listed = imported { $source }: { $added } new, { $revised } updated
event-control-locked = locked { $unit }
event-control-unlocked = unlocked { $unit }
event-control-released = released batch "{ $batch }", { $count ->
    [one] { $count } unit
   *[other] { $count } units
}
event-hold-placed = held { $unit } for { $customer } until { $until }
event-hold-requested = asked to hold { $unit } for { $customer }, { $span }
event-hold-extended = hold on { $unit } extended from { $before } to { $until }
event-hold-released = released { $unit }
event-hold-expired = hold on { $unit } expired
event-hold-served = { $unit } went to the first in line: { $consultant } for { $customer }, until { $until }
event-waiting-joined = joined the line for { $unit } for { $customer }
event-waiting-left = left the line for { $unit }
event-waiting-withdrawn = took back the request to hold { $unit }
event-waiting-confirmed = confirmed the hold of { $consultant } on { $unit } for { $customer }, until { $until }
event-waiting-refused = refused the request of { $consultant } to hold { $unit }
event-waiting-handed_over = sales control went to { $name }
event-payment-deposited = deposit of ¥{ $amount } on { $unit }, receipt { $receipt }: full, signing due { $due }
event-payment-deposited-partial = deposit of ¥{ $amount } on { $unit }, receipt { $receipt }: ¥{ $balance } still due by { $due }
event-payment-deposited-public = deposit taken on { $unit }
event-payment-topped_up = top-up of ¥{ $amount } on { $unit }, receipt { $receipt }: full, signing due { $due }
event-payment-topped_up-partial = top-up of ¥{ $amount } on { $unit }, receipt { $receipt }: ¥{ $balance } still due
event-payment-topped_up-public = top-up taken on { $unit }
event-payment-late = { " " }(late)
event-payment-signed = { $unit } signed, contract { $contract }, down payment ¥{ $amount }, receipt { $receipt }, recording due { $due }
event-payment-signed-public = { $unit } signed
event-payment-paid = { $kind } of ¥{ $amount } on { $unit }, receipt { $receipt }: ¥{ $open } still to come
event-payment-paid-public = payment on { $unit }
event-payment-corrected = receipt { $wrong } on { $unit } taken back by counter-receipt { $receipt }, ¥{ $amount }
event-payment-corrected-by = ; receipt { $receipt } of ¥{ $amount } in its place
event-payment-corrected-public = receipt on { $unit } corrected
event-change-asked = request #{ $request } on { $unit }: { $change }
event-change-approved = request #{ $request } on { $unit } approved
event-change-refused = request #{ $request } on { $unit } refused
event-change-lapsed = request #{ $request } on { $unit } lapsed undecided
event-change-granted = { $unit }: { $change } allowed
event-change-extended = { $unit }: date moved from { $before } to { $due }
event-change-discounted = { $unit }: { $change }
event-change-renamed = { $unit } renamed
event-change-renamed-add = , { $customer } joins
event-change-renamed-remove = , { $customer } leaves
event-change-renamed-as =  ({ $relation })
event-change-swapped = { $unit } swapped for { $to }
event-change-ended = { $unit } { $end }, { $back }
event-change-ended-refund = , ¥{ $amount } refunded, receipt { $receipt }
event-paper-recorded = { $unit } recorded
event-paper-recorded-number = { $unit } recorded, number { $number }
event-paper-unrecorded = recording of { $unit } cancelled
event-paper-mortgage_applied = mortgage for { $unit } applied for: { $bank }, ¥{ $amount }
event-paper-mortgage_applied-public = mortgage for { $unit } applied for
event-paper-handed_over = { $unit } handed over
event-paper-noticed = { $unit }: customer given notice by { $kind }
event-reception-arrived = visit { $number }: { $kind }, { $size ->
    [one] { $size } person
   *[other] { $size } people
}
event-reception-arrived-customer = , { $customer }
event-reception-arrived-asked = , for { $name }
event-reception-arrived-source = , source { $source }
event-assignment-assigned = visit { $number } received by { $name }
event-reception-finished = reception of visit { $number } finished
event-reception-finished-grade = , grade { $grade }
event-reception-finished-outcome = , result: { $outcome }
event-reception-left = visit { $number } left without being received
event-duty-signed_in = { $name } signed in
event-duty-moved = { $name }: { $presence }
event-assignment-turn =  ({ $turn })
event-assignment-lost = ; { $name } { $reason }, turn lost
event-assignment-passed = ; { $name } { $reason }, place kept
event-assignment-handed_over = { $from } handed visit { $number } over to { $name }
event-assignment-established = visit { $number } was { $owner }’s customer: { $name }’s reception counts as a courtesy and their next turn is void
event-reception-shown = visit { $number } was shown { $unit }
event-reception-shown-not = visit { $number } was not shown { $unit } after all
event-reception-finished-shown = , shown: { $count }
event-reception-finished-objections = , objections: { $objections }
event-reception-finished-next = , next follow-up { $day }
event-reception-lapsed = visit { $number } was still waiting when the day ended
event-call-logged = call from { $customer }, { $name }’s
event-call-logged-appointment = , coming { $at }
event-call-logged-note = , { $note }
event-roster-set-works = roster: { $name } works on { $day }
event-roster-set-rests = roster: { $name } rests on { $day }
event-roster-set = roster: { $count } shifts, { $from } to { $to }
event-duty-until = , until { $time }
event-people-linked = { $customer } and { $kin } are one party
event-people-reassigned = { $customer } given from { $from } to { $name }
event-people-reassigned-pool = { $customer } given from the pool to { $name }
why-order = Order: { $names }
why-credits = { $name } has { $count } make-up credits, before the normal order
why-void = { $name }’s next turn is void
why-spending = { $name } is with new visitor { $number } and goes to the tail afterwards
why-receiving = with visit { $number }
why-since =  since { $time }
why-passed-kept = { $name } { $reason }{ $since }: passed over, place kept
why-passed-lost = { $name } { $reason }{ $since }: turn lost, to the tail
why-new = { $name } is next; to the tail afterwards
why-early = { $name } receives; turns count from { $starts }
why-own = { $name } receives an own customer; the place is kept
why-courtesy = { $owner }’s customer: { $name } helps out, keeps the place and earns one make-up credit
why-made_up = { $name } makes up a reception; the place is kept
why-exempt = { $name } receives; no turn is spent, the place is kept
why-waits-owner = The group waits for { $name }, who is with somebody else
why-nobody = Nobody on the floor is free: the group waits, and the first to become free takes it
turns-title = Turns of { $day }
turns-head = { $name }: { $new } new, { $credits } to make up
turns-line = { $time } { $turn }, visit { $number }
turns-line-passed = { $time } { $turn }, visit { $number } ({ $reason })
turns-undone = , taken back
turns-none = No turns today.
why-title = Why next
why-first = The next first visit
event-people-registered = registered customer { $customer }
event-people-erased = erased the personal data of customer { $number }
event-undo-undone = undid act { $deed }
event-undo-undone-unit = undid act { $deed } on { $unit }
