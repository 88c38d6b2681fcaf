//! The day's ledger and the stages of sale (rules §4 last line, §8).

use crate::domain::money::Fen;
use crate::domain::state::staff::words;

/// The day's counters: units, not money (rules §4).
///
/// The four of the trade are 售 足 签 退, and 退 is what the rules call it, cancelled 退定. The other ways back count by
/// themselves: net signed is signed less *terminated* (rules §8), so a termination must not hide among cancelled
/// subscriptions, and of a forfeit nothing is given back. Each counts once a claim: what a correction undoes and a later
/// payment does again was counted on its day, and a day that is over is not edited (rules §8).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ledger {
    /// 售: new subscriptions.
    pub subscribed: u32,
    /// 足: subscriptions topped up.
    pub topped_up: u32,
    /// 签: signed.
    pub signed: u32,
    /// 退: subscriptions cancelled 退定.
    pub cancelled: u32,
    /// 挞: deposits forfeited 挞定.
    pub forfeited: u32,
    /// 退房: contracts terminated.
    pub terminated: u32,
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
