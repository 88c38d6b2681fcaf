//! What can be changed on a claim by the menu of changes.

/// One entry of the menu of changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// Less than the minimum deposit.
    BelowMinimum,
    /// A date moves.
    Extend,
    /// A special price.
    Discount,
    /// To another unit.
    Swap,
    /// Kin joins or leaves.
    Rename,
    /// The deposit goes back.
    Cancel,
    /// The deposit is kept.
    Forfeit,
    /// The contract ends.
    Terminate,
    /// Money goes back.
    Refund,
    /// A further payment.
    Pay,
    /// Recorded with the city.
    Record,
    /// No longer recorded.
    Unrecord,
    /// A mortgage is applied for.
    Mortgage,
    /// The keys.
    HandOver,
    /// A call or letter.
    Notice,
}

impl Entry {
    /// In the order of a claim's life, ways back last.
    pub const ALL: [Entry; 15] = [
        Self::BelowMinimum,
        Self::Discount,
        Self::Extend,
        Self::Swap,
        Self::Rename,
        Self::Pay,
        Self::Mortgage,
        Self::Record,
        Self::HandOver,
        Self::Notice,
        Self::Cancel,
        Self::Refund,
        Self::Forfeit,
        Self::Unrecord,
        Self::Terminate,
    ];

    /// Its words are `form-TITLE`.
    pub fn title(self) -> &'static str {
        match self {
            Self::BelowMinimum => "change-below-minimum",
            Self::Extend => "change-extend",
            Self::Discount => "change-discount",
            Self::Swap => "change-swap",
            Self::Rename => "change-rename",
            Self::Cancel => "change-cancel",
            Self::Forfeit => "change-forfeit",
            Self::Terminate => "change-terminate",
            Self::Refund => "change-refund",
            Self::Pay => "change-pay",
            Self::Record => "change-record",
            Self::Unrecord => "change-unrecord",
            Self::Mortgage => "change-mortgage",
            Self::HandOver => "change-hand-over-unit",
            Self::Notice => "change-notice",
        }
    }
}

/// A kind of payment plan, as a form asks for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// All at once.
    Once,
    /// Equal instalments.
    Equal,
    /// Instalments one by one.
    Parts,
    /// With a mortgage.
    Mortgage,
}

impl Shape {
    /// In the order of the menu.
    pub const ALL: [Shape; 4] = [Self::Once, Self::Equal, Self::Parts, Self::Mortgage];
}
