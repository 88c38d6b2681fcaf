# clock: a host whose clock stepped
right-clock = confirm the host's clock
refused-clock_steady = Nothing to confirm: the host's clock has not stepped, or somebody has confirmed it. Every terminal says when it must be confirmed; `xiaokong clock` shows it.
event-clock-stepped = The host's clock stepped: it says { $wall }, expected { $expected } ({ $off }); nothing ends until it is confirmed
event-clock-confirmed = Confirmed the host's clock; holds end again
clock-off-ahead = { $span } ahead
clock-off-behind = { $span } behind
clock-seconds = { $seconds } s
clock-steady = The host's clock is steady: { $wall }. Store time { $now }.
clock-doubt = The host's clock must be confirmed
clock-doubt-wall = The host's clock says { $wall }; by the office's own count it is { $off }.
clock-doubt-undone = The host's clock says { $wall } and agrees with the office's own count again.
clock-doubt-store = What is entered now is entered at { $now }.
clock-doubt-since = Since { $since } no hold, request or waiting group ends.
clock-doubt-waits = { $count ->
    [one] 1 ends as soon as it is confirmed
   *[other] { $count } end as soon as it is confirmed
}{ $units ->
    [none] .
   *[other] : { $units }. Extend first what is to stay.
}
clock-doubt-waits-none = Nothing ends as soon as it is confirmed.
clock-doubt-behind = The records reach { $last }, later than the clock: once confirmed, all is entered at { $last } until the clock gets there.
clock-doubt-do = Check this computer's date and time first; then a supervisor or manager confirms.
clock-doubt-ask = Are this computer's date and time right? Go on by its clock?
clock-confirmed = Confirmed. Store time { $now }.
desk-clock = The host's clock stepped: nothing ends until a supervisor or manager confirms it. Press { $key }.
screen-clock = Confirm the clock: nothing ends
board-clock = Clock unconfirmed
action-clock = Host clock
action-clock-about = Look at the host's clock after it stepped, and confirm it; until then nothing ends.
help-clock = Show the host's clock; confirm it after it stepped
help-clock-confirm = The host's clock is right: holds end again
