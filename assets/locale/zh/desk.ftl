# desk: sentences of the desk
desk-past-read-only = 正在回看过去，只读。Esc 回到现在。
desk-nobody = 请先选择操作人（按 a）。
desk-who = 谁在使用这台终端？
desk-no-past = 没有更早或更晚的记录。
desk-link-lost = 数据中断，正在重新连接。
desk-link-lost-act = 数据中断，暂时不能操作。
desk-link-back = 数据已恢复。
desk-hold-ends = { $unit } 的保留将于 { $until } 到期。
desk-quit-form = 表单尚未提交。确定退出吗？
desk-nobody-received = 没有正在接待的客户。
desk-nobody-waits = 没有等候的客户。
desk-sign-in = 签到
desk-phone-known = 已登记：{ $customer }，归属 { $owner }
desk-phone-pool = 已登记：{ $customer }，公共客户
desk-phone-expected = 请输入 3 到 20 位电话号码
desk-moment-expected = 请输入过去的时刻，如 10:42 或 11-28 10:42
done = 完成
done-unit = 完成：{ $unit }
done-hold = 已保留 { $unit }，{ $undo } 撤销
done-extend = 已延长 { $unit }
done-release = 已释放 { $unit }，{ $undo } 撤销
done-undo = 已撤销
done-assign = { $number } 号由 { $consultant } 接待

# desk

# desk: shell
shell-no-input = 标准输入不是终端。销控台要用键盘，请直接在终端里运行；脚本请用各个子命令。
shell-no-screen = 标准输出不是终端，无法全屏显示。请直接在终端里运行；脚本请用各个子命令。
shell-no-term = 没有设置 TERM，不知道这是哪种终端。请在终端里运行，或先设置 TERM，例如 xterm-256color。
shell-dumb = 终端类型为 { $term }，不能移动光标，无法全屏显示。请换一个终端；各个子命令在这里照常可用。
shell-broken = 终端读写出错：{ $cause }
shell-crash = 程序出错退出。已确认的操作都在库中，没有写到一半的记录。出错位置：
shell-open = 有 { $count } 个操作退出时还没有得到答复，是否成功未知。请重新打开销控台核对。
shell-setting = 配置 { $key } 的值“{ $value }”无效。
shell-key-action = 配置 [keys]：没有“{ $action }”这个操作。
shell-key-unknown = 配置 [keys]：没有“{ $key }”这个键。
shell-key-twice = 配置 [keys]：“{ $key }”被绑定了两次。
shell-nobody = 还没有选择使用人，不能操作。请按 a 选择。
shell-unsent = 没有提交，什么也没改变：{ $cause }
shell-undone = 没有成功，什么也没改变：{ $cause }
shell-lost = 数据中断，正在不断重连：{ $cause }
shell-no-past = 读不到过去的记录：{ $cause }
shell-stranger = 原来的位置上现在是另一个库。请退出后重新打开。
