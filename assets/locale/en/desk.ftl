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
