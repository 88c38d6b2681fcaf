//! The day's ledger and the stages of sale (rules §4 last line, §8).

use crate::domain::money::Fen;
use crate::domain::state::staff::words;

/// The day's counters: units, not money (rules §4).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ledger {
    /// 售: new subscriptions.
    pub subscribed: u32,
    /// 足: subscriptions topped up.
    pub topped_up: u32,
    /// 签: signed.
    pub signed: u32,
    /// 退: cancelled.
    pub cancelled: u32,
    /// 换: swapped.
    pub swapped: u32,
    /// Money taken, fen.
    pub received: Fen,
    /// Money paid back, fen; counter-receipts too.
    pub refunded: Fen,
}

words! {
    /// A stage of sale (rules §8).
    Stage {
        /// 预销售期
        Presale = "presale",
        /// 公开销售期
        Open = "open",
        /// 强销期
        Strong = "strong",
        /// 销售后期
        Late = "late",
    }
}
