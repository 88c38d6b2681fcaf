# desk: sentences of the desk
desk-past-read-only = Looking at the past, read-only. Esc comes back to now.
desk-nobody = Choose who you are first (key a).
desk-who = Who is at this terminal?
desk-no-past = Nothing is recorded before or after.
desk-link-lost = The store is lost; reconnecting.
desk-link-lost-act = The store is lost; nothing can be written now.
desk-link-back = The store is back.
desk-hold-ends = The hold on { $unit } ends at { $until }.
desk-quit-form = The form has not been sent. Quit all the same?
desk-nobody-received = Nobody is being received.
desk-nobody-waits = Nobody is waiting.
desk-sign-in = sign in
desk-phone-known = known: { $customer }, of { $owner }
done-show = Noted as shown: { $unit }
visit-head = Visit { $number }, { $kind }
visit-shown = Shown: { $units }
visit-shown-none = No unit noted as shown; { $key } on the grid notes one
visit-namesake = { $count } known by that name, { $owner }’s: check the phone
visit-namesake-pool = { $count } known by that name, in the pool: check the phone
visit-phoneless-asked = Without a phone, say why
visit-phoneless-expected = A phone, or why there is none
visit-outcome-expected = Record the customer, or say why not
visit-person-expected = Choose a consultant with left and right
visit-day-expected = A day, e.g. 11-28
visit-appointment-expected = A time, e.g. 14:00 or 11-29 14:00
visit-by-kin =  (as kin)
visit-last = , last here { $day }
visit-protected = , protected until { $day } ({ $days } days left)
visit-booked = , booked for { $time }
visit-proposed = { $kind }: { $result }
staff-nobody = nobody
shift-works = works
shift-rests = rests
form-assign-to = Assign out of order
form-establish = A colleague’s customer
form-call = Call
form-suspend = Suspend
form-absent = Not at the post
form-shift = Roster
rotation-new = { $count } new
rotation-credit = +{ $count }
rotation-late = late
rotation-missing = missing
rotation-rests = rests
rotation-lunch = Lunch: { $here } on the floor, { $needed } needed
visitor-booked = { $time } appointment
visitor-answer = { $number }: { $result }
desk-phone-pool = known: { $customer }, in the pool
desk-phone-expected = a phone of 3 to 20 digits
desk-moment-expected = a past moment, such as 10:42 or 11-28 10:42
done = done
done-unit = done: { $unit }
done-hold = held { $unit }, { $undo } undoes it
done-extend = extended { $unit }
done-release = released { $unit }, { $undo } undoes it
done-undo = undone
done-assign = visit { $number } goes to { $consultant }

# desk: screen
screen-practice = PRACTICE
screen-ledger = sold { $subscribed } topped-up { $topped } signed { $signed } cancelled { $cancelled }
screen-nobody = nobody signed on
screen-past = TIME TRAVEL { $at } · read-only
screen-live = live
screen-stale = { $seconds } s ago
screen-lost = no data since { $since }
screen-no-units = No units yet. Import a price list first.
screen-too-small = Window too small, please enlarge. q quits
screen-all = all { $count }
screen-found = filter { $words } { $count ->
    [one] { $count } unit
   *[other] { $count } units
}
span-left = { $span } left
span-late = { $span } late
}
panel-card = Unit
panel-card-empty = Choose a unit with the arrow keys.
panel-visitors = Visitors
panel-visitors-empty = No visitors right now.
panel-rotation = Rotation
panel-rotation-empty = Nobody has signed in today yet.
panel-due = Due
panel-due-empty = Nothing is due.
panel-due-hold = hold
panel-due-top-up = top-up
panel-due-signing = sign
panel-due-recording = record
panel-due-request = request
panel-due-refund = refund
visitor-size = { $count } people
visitor-minutes = { $minutes } min
visitor-asks = for { $name }
visitor-waiting = waiting
rotation-next = next
rotation-free = free
rotation-busy = with no. { $number }
card-layout = Layout
card-area = Gross area
card-inner = Inner area
card-unit-price = Unit price
card-total = Total
card-price = Deal price
card-floor-price = Floor price
card-customer = Customer
card-consultant = Consultant
card-began = Began
card-balance = Balance
card-until = Until
card-due-top-up = Top-up by
card-due-signing = Sign by
card-due-recording = Record by
card-contract = Contract
card-requests = Requests
card-waiting = Waiting
card-line = { $count }, first { $name }
card-locked = Locked for
card-batch = Batch
card-licence = Licence
card-no-licence = none yet, no money
card-erased = data erased
card-imported = from the price list
key-space = Space
key-enter = Enter
key-shift-tab = Shift-Tab
key-up = Up
key-down = Down
key-left = Left
key-right = Right
key-home = Home
key-end = End
key-pgup = PgUp
key-pgdn = PgDn
key-ctrl-c = Ctrl-C
key-tab = Tab
key-esc = Esc
key-y = y
key-up-down = Up/Down
key-left-right = Left/Right
hint-keys = keys
hint-present = to the present
hint-choose = choose
hint-do = do it
hint-back = back
hint-next-field = next field
hint-submit = send
hint-yes = yes
hint-no = cancel
hint-scroll = scroll
hint-keep = keep filter
hint-clear = clear

# desk

# desk: shell
shell-no-input = Standard input is not a terminal. The desk needs a keyboard: run it in a terminal; scripts use the subcommands.
shell-no-screen = Standard output is not a terminal, so there is no screen to fill. Run it in a terminal; scripts use the subcommands.
shell-no-term = TERM is not set, so the kind of terminal is unknown. Run it in a terminal, or set TERM first, e.g. to xterm-256color.
shell-dumb = A { $term } terminal cannot move its cursor, so there is no full screen. Use another terminal; the subcommands work here as well.
shell-broken = The terminal failed: { $cause }
shell-crash = The program failed and has ended. Everything confirmed is in the store, and nothing is half written. It failed at:
shell-open = { $count ->
    [one] One act had no answer when the desk closed; whether it was done is unknown. Open the desk again to check.
   *[other] { $count } acts had no answer when the desk closed; whether they were done is unknown. Open the desk again to check.
}
shell-setting = The setting { $key } cannot be “{ $value }”.
shell-key-action = Settings, [keys]: there is no action “{ $action }”.
shell-key-unknown = Settings, [keys]: there is no key “{ $key }”.
shell-key-twice = Settings, [keys]: “{ $key }” is bound twice.
shell-nobody = Nobody has been chosen to act yet. Press a to choose.
shell-unsent = Not sent, nothing has changed: { $cause }
shell-undone = Not done, nothing has changed: { $cause }
shell-lost = The store is lost; reconnecting: { $cause }
shell-no-past = The past cannot be read: { $cause }
shell-stranger = Another store is in its place now. Quit and open again.

# desk: layers

## actions
action-up = Up
action-up-about = Move the cursor up.
action-down = Down
action-down-about = Move the cursor down.
action-left = Left
action-left-about = Move the cursor left.
action-right = Right
action-right-about = Move the cursor right.
action-first = First
action-first-about = Go to the first unit or row.
action-last = Last
action-last-about = Go to the last unit or row.
action-page-up = Page up
action-page-up-about = Go up one page.
action-page-down = Page down
action-page-down-about = Go down one page.
action-line-start = Line start
action-line-start-about = Go to the first unit of the floor.
action-line-end = Line end
action-line-end-about = Go to the last unit of the floor.
action-previous-building = Prev bldg
action-previous-building-about = Show the building before.
action-next-building = Next bldg
action-next-building-about = Show the building after.
action-next-panel = Next panel
action-next-panel-about = Move to the next panel.
action-previous-panel = Prev panel
action-previous-panel-about = Move to the previous panel.
action-hold = Hold
action-hold-about = Hold the selected unit for a customer; it frees itself when time is up.
action-card = Unit card
action-card-about = Open the unit's card: facts, history and what can be done.
action-deposit = Deposit
action-deposit-about = Record a deposit receipt; the unit becomes subscribed.
action-sign = Sign
action-sign-about = Record the contract number and down payment; the unit becomes signed.
action-top-up = Top up
action-top-up-about = Record money paid towards the deposit's balance.
action-release = Release
action-release-about = Give up a hold; another person's hold needs a reason.
action-extend = Extend
action-extend-about = Extend a hold, with a reason.
action-wait = Wait
action-wait-about = Put a customer into the unit's waiting line.
action-leave-line = Leave line
action-leave-line-about = Take your customer out of the unit's waiting line.
action-confirm = Confirm
action-confirm-about = As control holder, confirm a request to hold.
action-refuse = Refuse
action-refuse-about = As control holder, refuse a request to hold, with a reason.
action-lock = Lock
action-lock-about = Keep the unit back from sale, with a reason.
action-unlock = Unlock
action-unlock-about = Offer a locked unit again, with a reason.
action-release-batch = Release lot
action-release-batch-about = Release a batch of unreleased units for sale.
action-arrive = Arrival
action-arrive-about = Register a group of visitors.
action-assign = Assign
action-assign-about = Assign a waiting group to the consultant whose turn it is.
action-finish = Finish
action-finish-about = Finish a reception, with grade and outcome.
action-leave = Leave
action-leave-about = A waiting group leaves, with a reason.
action-presence = Presence
action-presence-about = Sign in or change your presence.
action-assign-to = Assign to
action-assign-to-about = Give the group to somebody out of order, with a reason.
action-show = Shown
action-show-about = Mark the selected unit as shown to the group being received; again takes it back.
action-hand-over = Hand over
action-hand-over-about = An own customer has come: hand the reception just begun over to the next in line.
action-establish = Belongs to
action-establish-about = It was a colleague’s customer: the reception becomes a courtesy and the next turn is void.
action-call = Call
action-call-about = Log a call and its appointment, phone first.
action-roster = Roster
action-roster-about = Set whether the selected consultant works or rests on a day.
action-why = Why
action-why-about = Say who is next, and why.
action-turns = Turns
action-turns-about = The turn ledger of the day.
action-heat = Heat
action-heat-about = Colour the grid by how often units were shown; again shows status.
action-undo = Undo
action-undo-about = Undo what you just did.
action-filter = Filter
action-filter-about = Filter by room, customer, consultant, layout or price.
action-status-filter = By status
action-status-filter-about = Show the units of one status after another.
action-travel = Look back
action-travel-about = See the control table at a past moment, read-only.
action-step-back = Step back
action-step-back-about = While looking back: go one event back.
action-step-on = Step on
action-step-on-about = While looking back: go one event on.
action-palette = Commands
action-palette-about = Find a command by typing and run it.
action-messages = Messages
action-messages-about = Show everything said in this session.
action-who = Who
action-who-about = Choose who sits at this terminal.
action-help = Help
action-help-about = Show all keys and the legend.
action-language = Language
action-language-about = Switch between Chinese and English.
action-theme = Theme
action-theme-about = Switch the colours: night, day, contrast, mono.
action-mouse = Mouse
action-mouse-about = Switch the mouse on or off.
action-quit = Quit
action-quit-about = Leave the program; asks first while a form is open.

## places
place-move = Moving
place-unit = The selected unit
place-reception = Visitors and presence
place-desk = The desk

## forms
form-hold = Hold unit
form-wait = Join the waiting line
form-extend = Extend the hold
form-release = Release the hold
form-refuse = Refuse the request
form-deposit = Take a deposit
form-top-up = Take a top-up
form-sign = Sign the contract
form-lock = Lock unit
form-unlock = Unlock unit
form-release-batch = Release a batch
form-arrive = Register visitors
form-finish = Finish the reception
form-leave = The group leaves
form-travel = Look at a past moment

## fields

## themes
theme-night = Night
theme-day = Day
theme-contrast = Contrast
theme-mono = Mono

## layers
layer-ask = Please confirm
layer-ask-yes = yes, do it
layer-ask-no = any other key cancels
layer-menu-hint = Up/Down choose  Enter take  Esc back
layer-form-hint = Enter send  Tab next field  Esc cancel
layer-form-hint-choice = Left/Right choose  Enter send  Tab next  Esc cancel
layer-filter = Filter
layer-filter-hint = room customer consultant layout  300-400 >350 <400 (x10,000)
layer-filter-found =
    { $count ->
    [one] { $count } unit
   *[other] { $count } units
 }
layer-messages = Messages
layer-messages-none = Nothing has been said yet.
layer-palette = Commands
layer-palette-none = There is no such command.
layer-help = Keys and legend
layer-legend = Legend
layer-card-history = History
layer-card-loading = Reading ...
layer-card-no-history = Nothing has happened yet.
layer-card-house = system
layer-fact-status = Status
layer-fact-overdue = Overdue
layer-fact-overdue-is = past its date
layer-fact-locked = Locked
layer-fact-layout = Layout
layer-fact-use = Use
layer-fact-floor = Floor
layer-fact-area = Gross area
layer-fact-inner-area = Inner area
layer-fact-unit-price = Yuan per m²
layer-fact-total = Total, yuan
layer-fact-floor-price = Floor price, yuan
layer-fact-batch = Batch
layer-fact-licence = Licence
layer-fact-customer = Customer
layer-fact-origin = Origin
layer-fact-origin-list = from the price list
layer-fact-consultant = Consultant
layer-fact-began = Began
layer-fact-price = Fixed price, yuan
layer-fact-until = Held until
layer-fact-balance = Balance, yuan
layer-fact-top-up-due = Top-up due
layer-fact-sign-due = Signing due
layer-fact-contract = Contract
layer-fact-signed = Signed
layer-fact-record-due = Recording due
layer-fact-receipt = Receipt
layer-fact-request = Request
layer-fact-line = Waiting
layer-fact-ended = Before
layer-fact-ended-count =
    { $count ->
    [one] { $count } ended claim
   *[other] { $count } ended claims
 }
layer-fact-past = past
layer-fact-minutes = { $count } min left
layer-fact-hours = { $count } h left
layer-fact-days =
    { $count ->
    [one] { $count } day left
   *[other] { $count } days left
 }
