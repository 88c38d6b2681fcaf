# Words of the command line.
cli-staff-missing = It is not known who acts. Name yourself with --as NAME, or set “me” in the settings file.
cli-founder = manager
cli-file-invalid = { $file }: { $count } { $count ->
        [one] fault
       *[other] faults
    }, nothing was imported.
cli-output-failed = The result could not be written: { $cause }. If it was an act, the act itself is done.
cli-output-full = The disk is full: the result could not be written. If it was an act, the act itself is done.
cli-config-unreadable = The settings file { $path } cannot be read: { $cause }. Check path and permissions.
cli-config-invalid = Config file { $path }, line { $line }: “{ $key }” is not right; expected: { $expected }.
cli-unmade = no file can be made there
cli-config-missing = There is no settings file { $path }. Check the path after --config.
cli-usage-utf8 = There are letters that are not UTF-8. Check the encoding of the terminal.
cli-time-invalid = “{ $value }” is not a time; write 2026-11-28 10:42 or 2026-11-28T10:42:00+08:00.
cli-time-future = “{ $value }” is still to come; only the past can be looked at.
cli-date-invalid = “{ $value }” is not a date; write 2026-10-08.
cli-length-invalid = “{ $value }” is not a length of time; write 24h, 90m or 2h 30m.
cli-amount-invalid = “{ $value }” is not an amount. Write 50000, 50,000.00 or 5万.
cli-amount-empty = There is no amount. Write 50000, 50,000.00 or 5万.
cli-amount-fine = “{ $value }” has more than two decimals; an amount goes down to 0.01 yuan.
cli-amount-negative = “{ $value }” is below zero.
cli-amount-large = “{ $value }” is too much: at most 10 billion yuan. Check the digits.
cli-head-invalid = “{ $value }” is not a head; it has 64 hex digits. Copy it from a receipt or a daily report.
cli-head-gone = the printed head is not part of it
cli-not-practice = There is a real project here, which cannot serve for practice. Leave out --practice, or choose another place with --store.
cli-other-project = There is “{ $project }” here, not “{ $value }”. Leave out --project, or choose another place with --store.
cli-public-view = Nobody is named (--as): customers' names are masked.
cli-made = Made { $project }, manager { $manager }, at { $store }
cli-made-practice = Made practice store { $project }, manager { $manager }, at { $store }
cli-reading = Reading the price list, rows
cli-importing = Importing, rows
cli-partial-hint = Mend it and import again; or add --partial to take the rows without faults first.
cli-faults-more = … and { $count } more { $count ->
        [one] fault
       *[other] faults
    }
cli-rejected = { $count } { $count ->
        [one] row was
       *[other] rows were
    } not taken and written to { $file }: mend and import that file.
cli-would-reject = { $count } { $count ->
        [one] row has
       *[other] rows have
    } faults and would not be taken.
cli-rejected-unwritten = The rows with faults cannot be written to { $path }: { $cause }. Nothing was imported.
cli-rejected-many = too many files of that name; clear some away first
cli-backup-missing = There is no backup { $file }. Check the path.
cli-backup-invalid = { $file } is not a xiaokong backup; nothing was restored.
cli-usage-separator = ,{" "}
cli-usage-unknown = “{ $arg }” is not known.
cli-usage-verb = There is no command “{ $arg }”.
cli-usage-verb-missing = “{ $arg }” wants to be told what to do.
cli-usage-value = { $arg } cannot be “{ $value }”.
cli-usage-number = {" "}It is a whole number from 0.
cli-usage-uuid = {" "}It is a UUID such as 01a2083a-04e5-7558-b451-8cb2fb006cac.
cli-usage-value-missing = { $arg } needs a value.
cli-usage-missing = Missing: { $arg }.
cli-usage-twice = { $arg } may be given only once.
cli-usage-conflict = { $arg } and { $other } do not go together.
cli-usage-too-many = { $arg } takes no “{ $value }”.
cli-usage-possible = {" "}It can be: { $texts }.
cli-usage-alike = {" "}Did you mean “{ $texts }”?
cli-usage = Usage: { $usage }
cli-usage-help = Add --help for the details.
cli-imported = Imported: { $added } new, { $revised } changed, { $unchanged } unchanged
cli-would-import = Dry run: { $added } new, { $revised } to change, { $unchanged } unchanged
cli-kept = { $count } { $count ->
        [one] unit has
       *[other] units have
    } a live claim, so the status listed for them was passed over, and only prices changed:
cli-held = Held { $unit } until { $until }
cli-requested = Asked to hold { $unit }; the control holder has to confirm
cli-extended = Extended the hold on { $unit } until { $until }
cli-released = Released { $unit }
cli-released-served = Released { $unit }; { $by }, first in line, now holds it until { $until }
cli-joined = In line for { $unit }, place { $place }
cli-left = Left the line for { $unit }
cli-refused = Refused the request to hold { $unit }
cli-deposited = Deposit taken on { $unit }; signing due { $due }
cli-deposited-partial = Partial deposit taken on { $unit }; { $balance } yuan due by { $due }
cli-topped-up = Topped up { $unit } in full; signing due { $due }
cli-topped-up-partial = Topped up { $unit }; { $balance } yuan still due by { $due }
cli-signed = Signed { $unit }; recording due { $due }
cli-undone = Undone: { $what }
cli-control = { $name } now carries the control
cli-locked = Locked { $unit }
cli-unlocked = Unlocked { $unit }
cli-batch-released = Batch “{ $batch }” released: { $count } { $count ->
        [one] unit
       *[other] units
    }
cli-visit-waiting = No. { $number } ({ $kind }) is waiting
cli-visit-asked = Belongs to or asked for: { $consultant }
cli-visit-receiving = No. { $number } ({ $kind }) is received by { $consultant }
cli-visit-finished = No. { $number } ({ $kind }) is finished
cli-visit-left = No. { $number } ({ $kind }) left
cli-duty = { $name }: { $presence }
cli-receiving = receiving no. { $number }
cli-next = Next: { $name }
cli-next-nobody = Nobody can receive now
cli-passed = { $name } stands before, but: { $doing }
cli-leads = { $name } is on the floor and free: the turn is theirs
cli-customer-added = Registered customer #{ $customer } { $name }
cli-customer-erased = Erased the personal data of customer #{ $customer }
cli-erased = (erased)
cli-staff-set = { $name }: { $roles }
cli-staff-gone = { $name } has left
cli-yes = yes
cli-no = no
cli-stage = The stage is now: { $stage }
cli-stage-presale = presale
cli-stage-open = open sale
cli-stage-strong = strong sale
cli-stage-late = late sale
cli-late = late
cli-verified = The journal holds: { $events } events, { $units } units, { $claims } live claims, head { $head }
cli-backed-up = Backed up and verified: { $file }, { $events } events, head { $head }
cli-restored = Restored and verified: { $file }, { $events } events, head { $head }
cli-finding-good = good
cli-finding-bad = BAD
col-unit = Unit
col-layout = Layout
col-use = Use
col-area = Area
col-inner-area = Inner area
col-unit-price = Unit price
col-total = Total
col-batch = Batch
col-status = Status
col-customer = Customer
col-consultant = Consultant
col-deadline = Deadline
col-until = Until
col-due = Due
col-balance = Balance
col-waiting = Waiting
col-requests = Requests
col-reason = Reason
col-building = Building
col-licence = Licence
col-licensed-on = Licensed on
col-units = Units
col-available = Available
col-setting = Setting
col-value = Value
col-number = No.
col-kind = Kind
col-state = State
col-since = Since
col-size = Size
col-place = Place
col-phones = Phones
col-owner = Owner
col-grade = Grade
col-name = Name
col-roles = Roles
col-team = Team
col-active = Active
col-what = What

cli-demo-failed = The demo could not be made: { $cause }
