# store: faults and findings
store-store_missing = { $path } 没有数据文件。请先用 xiaokong init 或 xiaokong import 建立。
store-store_exists = { $path } 已存在，不会覆盖。请换一个位置。
store-store_invalid = { $path } 不是 xiaokong 的数据文件，未作任何改动。须是由 xiaokong init 或 import 建立的文件，请检查 --store。
store-store_too_new = { $path } 由更新的版本建立（结构 { $found }，本程序支持到 { $known }）。请升级程序；大屏仍可读取。
store-store_on_network = { $path } 位于网络文件系统（{ $kind }），无法保证一房一卖。请放在本机磁盘；多台主机请使用 PostgreSQL。
store-store_unreachable = 无法读写 { $path }：{ $cause }。请检查路径、权限与磁盘。
store-no_backend = 不支持 { $path } 这样的位置。目前请用本机磁盘上的文件，例如 --store /data/project.db。
store-nowhere = 不知道数据放在哪里：没有 HOME，也没有 XDG_DATA_HOME。请用 --store 指明文件。
store-store_damaged = { $path } 已损坏：{ $cause }。请停止使用并原样保留该文件，用 xiaokong restore 从最近的备份恢复到新位置。
store-outcome_unknown = 写入 { $path } 的最后一步失败：{ $cause }。操作可能已生效，也可能没有：请先用 xiaokong log 查看再决定是否重做，并检查磁盘。
store-disk_full = { $path } 所在磁盘已满，操作未生效。请清理出至少 100 MiB 空间后重试。
store-store_read_only = { $path } 只读，操作未生效。即使只是查看，文件与目录也须可写，请检查其权限与挂载。
store-store_busy = { $process ->
    [none] { $path } 正忙，操作未生效。请稍后重试。
   *[other] { $path } 正忙，操作未生效：进程 { $process } 一直占着写入。请稍后重试；若仍如此，该终端可能已被挂起，请让它继续运行或关闭它。
}
store-chain_broken = { $path } 第 { $seq } 条记录不符：{ $what }。请勿继续写入，从备份核对。
store-guard_refused = 房源 { $unit } 已有有效订单，被最后一道锁拒绝。这是程序缺陷，请报告。
store-not_practice = 只有演练项目可以指定时间。请去掉 --now 与 XIAOKONG_NOW。
doctor-file = 数据文件 { $path }，{ $value } 字节
doctor-permission = 文件权限 { $value }（应仅所有者可访问）
doctor-filesystem = 文件系统：{ $value }
doctor-space = 磁盘可用空间 { $value } MiB（至少需要 100 MiB）
doctor-sqlite = SQLite { $value }
doctor-schema = 数据结构 { $value }（本程序支持到 { $known }）
doctor-journal_mode = 日志模式：{ $value }（应为 wal）
doctor-integrity = SQLite 完整性检查：{ $value }
doctor-head = 末条记录第 { $seq } 条，指纹 { $value }
doctor-chain = 哈希链重新核算：{ $value }
doctor-practice = 演练项目：{ $value ->
    [true] 是
   *[other] 否
}
doctor-fault = 无法继续检查：{ $value }
doctor-clock = 主机时钟 { $value }{ $frozen ->
    [true] ，待确认，到期暂停：请用 xiaokong clock 查看，并由主管或经理确认
   *[other] ，正常
}
