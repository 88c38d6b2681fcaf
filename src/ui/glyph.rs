//! Shapes one cell wide: for terminals that draw them so, and plain ASCII for those that do not.

use crate::app::model::Glyphs;
use crate::domain::id::UnitId;
use crate::domain::state::claim::{Claim, Step};
use crate::domain::state::office::Office;
use crate::domain::state::unit::Status;
use crate::ui::theme::Ink;

/// The shapes of a glyph set.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Shapes {
    /// Top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// A horizontal line.
    pub across: &'static str,
    /// A vertical line.
    pub down: &'static str,
    /// Between things of a list in one row.
    pub dot: &'static str,
    /// More above, below, left, right.
    pub more: [&'static str; 4],
    /// Before the chosen row, the next in line.
    pub here: &'static str,
    /// A link that lives.
    pub live: &'static str,
    /// Nothing there.
    pub none: &'static str,
    /// One to nine in a waiting line, then more.
    pub waiting: [&'static str; 10],
}

const UNICODE: Shapes = Shapes {
    corners: ["╭", "╮", "╰", "╯"],
    across: "─",
    down: "│",
    dot: "·",
    more: ["▲", "▼", "◀", "▶"],
    here: "▸",
    live: "●",
    none: "—",
    waiting: ["¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁺"],
};

const ASCII: Shapes = Shapes {
    corners: ["+", "+", "+", "+"],
    across: "-",
    down: "|",
    dot: "|",
    more: ["^", "v", "<", ">"],
    here: ">",
    live: "*",
    none: "-",
    waiting: ["+"; 10],
};

/// The shapes of a set.
pub fn shapes(glyphs: Glyphs) -> &'static Shapes {
    match glyphs {
        Glyphs::Unicode => &UNICODE,
        Glyphs::Ascii => &ASCII,
    }
}

/// A unit's mark beside its letter: what a reader sees of its status without colour.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mark {
    /// A headline status.
    Plain(Status),
    /// Money taken, a balance still due.
    Partial,
    /// Signed and recorded.
    Recorded,
}

impl Mark {
    /// The mark of a unit.
    pub fn of(office: &Office, unit: UnitId) -> Self {
        Self::seen(office.status(unit), office.live_claim(unit))
    }

    /// The mark of a status with the claim that made it.
    pub fn seen(status: Status, claim: Option<&Claim>) -> Self {
        match (status, claim.map(|claim| &claim.step)) {
            (Status::Signed, Some(Step::Signed { recorded: true, .. })) => Self::Recorded,
            (Status::Deposit, _) if claim.is_some_and(|claim| claim.balance().is_some()) => Self::Partial,
            (status, _) => Self::Plain(status),
        }
    }

    /// The role it is drawn in.
    pub fn ink(self) -> Ink {
        match self {
            Self::Plain(status) => Ink::of(status),
            Self::Partial => Ink::Deposit,
            Self::Recorded => Ink::Recorded,
        }
    }

    /// Its shape.
    pub fn shape(self, glyphs: Glyphs) -> &'static str {
        let [unicode, ascii] = match self {
            Self::Plain(Status::Unreleased) => ["·", "."],
            Self::Plain(Status::Locked) => ["×", "x"],
            Self::Plain(Status::Available) => ["○", "o"],
            Self::Plain(Status::Held) => ["◐", "%"],
            Self::Plain(Status::Deposit) => ["◆", "$"],
            Self::Partial => ["◇", "&"],
            Self::Plain(Status::Signed) => ["●", "@"],
            Self::Recorded => ["■", "#"],
        };
        match glyphs {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }

    /// The locale key of its letter.
    pub fn letter_key(self) -> &'static str {
        match self {
            Self::Plain(Status::Unreleased) => "status-short-unreleased",
            Self::Plain(Status::Locked) => "status-short-locked",
            Self::Plain(Status::Available) => "status-short-available",
            Self::Plain(Status::Held) => "status-short-held",
            Self::Plain(Status::Deposit) | Self::Partial => "status-short-deposit",
            Self::Plain(Status::Signed) => "status-short-signed",
            Self::Recorded => "status-short-recorded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::width;

    #[test]
    fn shapes_are_one_cell_and_all_different() {
        let marks = Status::ALL.iter().map(|status| Mark::Plain(*status));
        let marks: Vec<Mark> = marks.chain([Mark::Partial, Mark::Recorded]).collect();
        for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
            let mut seen: Vec<&str> = marks.iter().map(|mark| mark.shape(glyphs)).collect();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), marks.len());
            let set = shapes(glyphs);
            let lines = [set.across, set.down, set.dot, set.here, set.live, set.none];
            for shape in seen.iter().chain(&lines).chain(&set.corners).chain(&set.more).chain(&set.waiting) {
                assert_eq!(width(shape), 1, "{shape}");
                assert!(glyphs == Glyphs::Unicode || shape.is_ascii(), "{shape}");
            }
        }
    }
}
