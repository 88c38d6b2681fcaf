# clock: a host whose clock stepped
right-clock = 确认主机时钟
refused-clock_steady = 无需确认：主机时钟没有跳变，或已有人确认。需要确认时各终端都会提示，详情请用 xiaokong clock 查看。
event-clock-stepped = 主机时钟跳变：显示 { $wall }，应为 { $expected }（{ $off }）。到期暂停，待确认
event-clock-confirmed = 确认主机时钟正确，到期恢复
clock-off-ahead = 快 { $span }
clock-off-behind = 慢 { $span }
clock-seconds = { $seconds } 秒
clock-steady = 主机时钟正常：{ $wall }。本店时间 { $now }。
clock-doubt = 主机时钟待确认
clock-doubt-wall = 主机时钟显示 { $wall }，比本店计时{ $off }。
clock-doubt-undone = 主机时钟显示 { $wall }，又与本店计时一致。
clock-doubt-store = 现在登记的按 { $now } 记录。
clock-doubt-since = 自 { $since } 起，保留、申请和等候都暂不到期。
clock-doubt-waits = 确认后立即到期 { $count } 项{ $units ->
    [none] 。
   *[other] ：{ $units }。要留的请先延期。
}
clock-doubt-waits-none = 确认后没有立即到期的。
clock-doubt-behind = 已有记录到 { $last }，晚于主机时钟：确认后，在时钟走到之前登记的都按 { $last } 记录。
clock-doubt-do = 请先核对本机的日期和时间，再由主管或经理确认。
clock-doubt-ask = 本机的日期和时间正确，按主机时钟继续？
clock-confirmed = 已确认。本店时间 { $now }。
desk-clock = 主机时钟跳变，到期一律暂停。请按 { $key } 查看，由主管或经理确认。
screen-clock = 时钟待确认 到期暂停
board-clock = 时钟待确认 到期暂停
action-clock = 主机时钟
action-clock-about = 主机时钟跳变后查看并确认；确认前一律不到期。
help-clock = 查看主机时钟；跳变后确认
help-clock-confirm = 确认主机时钟正确，到期恢复
