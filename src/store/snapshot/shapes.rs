//! What of the state is kept, type by type. A field that is added to the state and not here does not build.
//!
//! Left out and made again: names and phones (they can be erased; they lie in the store alone).

use super::pack::{Bytes, Pack, Written, pack_open, unpack_open};
use crate::domain::id::{
    BuildingId, CallId, ClaimId, CustomerId, RequestId, SchemeId, StaffId, UnitId, VisitId,
};
use crate::domain::money::{Area, Fen};
use crate::domain::state::call::Call;
use crate::domain::state::claim::{
    Booked, Claim, EndKind, Ended, Given, Made, Mortgage, Notice, NoticeKind, Payer, Receipt, ReceiptKind,
    Step, Swap,
};
use crate::domain::state::customer::{Customer, Grade};
use crate::domain::state::day::{Ledger, Stage};
use crate::domain::state::deed::{Deed, What};
use crate::domain::state::issued::{Issued, Matter, Paper, PaperKind, PaperNo};
use crate::domain::state::leaf::Leaf;
use crate::domain::state::office::{Freeze, Office, Project};
use crate::domain::state::plan::{Part, Plan, PlanKind};
use crate::domain::state::policy::{POLICIES, Policy};
use crate::domain::state::request::{Back, Change, Ground, Request, RequestState};
use crate::domain::state::scheme::{Off, Offering, Scheme, Scope};
use crate::domain::state::shelf::Shelf;
use crate::domain::state::staff::{Duty, Presence, Role, Staff, Team};
use crate::domain::state::turn::{Credit, PassReason, Turn, TurnKind};
use crate::domain::state::unit::{Building, Granted, Licence, Offer, Status, Unit, UnitSpec, Waiter};
use crate::domain::state::visit::{Visit, VisitKind, VisitState};

/// Numbers with a name.
macro_rules! numbers {
    ($($name:ident),* $(,)?) => {$(
        impl Pack for $name {
            fn pack(&self, out: &mut Written) {
                self.0.pack(out);
            }
            fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
                Pack::unpack(from).map(Self)
            }
        }
    )*};
}

/// Words: by their place.
macro_rules! words {
    ($($name:ident),* $(,)?) => {$(
        impl Pack for $name {
            fn pack(&self, out: &mut Written) {
                (*self as usize).pack(out);
            }
            fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
                Self::ALL.get(usize::unpack(from)?).copied()
            }
        }
    )*};
}

/// Things: field by field.
macro_rules! things {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl Pack for $name {
            fn pack(&self, out: &mut Written) {
                let Self { $($field),* } = self;
                $($field.pack(out);)*
            }
            fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
                Some(Self { $($field: Pack::unpack(from)?),* })
            }
        }
    )*};
}

/// One of several: its number, then what it holds.
macro_rules! choices {
    ($($name:ident { $($number:literal: $one:ident $({ $($field:ident),* })? $(($inner:ident))?,)* })*) => {$(
        impl Pack for $name {
            fn pack(&self, out: &mut Written) {
                match self {
                    $(Self::$one $({ $($field),* })? $(($inner))? => {
                        out.bytes.push($number);
                        $($($field.pack(out);)*)?
                        $($inner.pack(out);)?
                    })*
                }
            }
            fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
                Some(match from.take(1)? {
                    $([$number] => {
                        $($(let $field = Pack::unpack(from)?;)*)?
                        $(let $inner = Pack::unpack(from)?;)?
                        Self::$one $({ $($field),* })? $(($inner))?
                    })*
                    _ => return None,
                })
            }
        }
    )*};
}

numbers! { BuildingId, CallId, ClaimId, CustomerId, RequestId, SchemeId, StaffId, UnitId, VisitId, Fen, Area }

words! {
    Back, EndKind, Grade, NoticeKind, PaperKind, PassReason, PlanKind, Presence, ReceiptKind, RequestState, Role, Stage,
    Status, Team, TurnKind, VisitKind, VisitState,
}

things! {
    Project { name, practice }
    Staff { id, name, roles, team, active, duty }
    Duty { presence, since, signed_in, until }
    Building { id, name, licence, units }
    Licence { number, granted }
    Unit { id, building, spec, offer, claim, requests, line, granted, interest, revision }
    UnitSpec {
        building, entrance, room, floor, sales_floor, layout, usage, area, inner_area, unit_price, total, floor_price,
        batch, attributes,
    }
    Granted { amount, to }
    Waiter { customer, consultant, since, minutes }
    Claim {
        id, unit, customer, consultant, from_line, began, price, step, discount, schemes, deposit, others, prepared,
        mortgage, plans, swapped, countered, notices, moved, receipts, topped_up, ended,
    }
    Given { scheme, off }
    Receipt { number, kind, amount, method, payer }
    Booked { receipt, day, made }
    Made { seq, at, by }
    Swap { from, made, carried, reason }
    Mortgage { bank, amount, applied }
    Notice { kind, at, note }
    Ended { kind, at, day, by }
    Plan { kind, bank, parts, apply_by, since, by, reason, receipts }
    Part { due, amount, loan }
    Visit {
        id, number, day, kind, customer, asked, again, size, source, arrived, state, team, phoneless, consultant,
        assigned, closed, turn, spends_turn, shown, objections, next, grade, outcome,
    }
    Credit { staff, seq }
    Turn { seq, at, staff, kind, reason, visit, credit, undone }
    Call { id, at, customer, consultant, appointment, kept, source, note }
    Scheme { id, offer, closed }
    Offering { name, off, scope, from, until, terms, alone }
    Scope { building, layout, usage, batch, floors }
    Request { id, unit, change, reason, by, at, until, ground, target, state, decided }
    Ground { claim, status, deal, balance, due, paid }
    Paper { no, matter, unit, at, by, seq, copies }
    PaperNo { kind, year, number }
    Ledger {
        subscribed, topped_up, signed, cancelled, forfeited, terminated, swapped, received, refunded,
    }
    Deed { seq, at, by, what }
    Freeze { since, wall, expected }
}

choices! {
    Offer {
        0: Unreleased,
        1: Locked { reason, by, since },
        2: Open,
    }
    Step {
        0: Held { until },
        1: Subscribed { since, balance, due },
        2: Signed { contract, since, recorded, handed_over, due },
    }
    Payer {
        0: Customer(customer),
        1: Bank(bank),
    }
    Off {
        0: Share(share),
        1: Amount(amount),
    }
    Matter {
        0: Receipt(number),
        1: Subscription(claim),
        2: Swap(claim),
    }
    Change {
        0: BelowMinimum { amount },
        1: Extend { due },
        2: Discount { off },
        3: Swap { to, back },
        4: Rename { add, remove, relation },
        5: Cancel { back, refund },
        6: Forfeit { back },
        7: Terminate { back, refund },
    }
    What {
        0: Held { claim },
        1: Released { claim, cooldown },
        2: Joined { unit, waiter },
        3: Left { unit, place, waiter },
        4: Offered { unit, before },
        5: Assigned { visit, line, moved, spent },
        6: Present { staff, before, line },
    }
}

/// Without the person: name and phones are attached from where they can be erased.
impl Pack for Customer {
    fn pack(&self, out: &mut Written) {
        let Self { id, person: _, owner, grade, since, party } = self;
        id.pack(out);
        owner.pack(out);
        grade.pack(out);
        since.pack(out);
        party.pack(out);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        Some(Self {
            id: Pack::unpack(from)?,
            person: None,
            owner: Pack::unpack(from)?,
            grade: Pack::unpack(from)?,
            since: Pack::unpack(from)?,
            party: Pack::unpack(from)?,
        })
    }
}

/// As texts, in the order of the rows: as they are set and shown.
impl Pack for Policy {
    fn pack(&self, out: &mut Written) {
        POLICIES.iter().for_each(|row| (row.get)(self).pack(out));
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        let mut policy = Self::default();
        for row in POLICIES {
            if !(row.set)(&mut policy, &String::unpack(from)?) {
                return None;
            }
        }
        Some(policy)
    }
}

/// The papers alone: the look-ups follow from them.
impl Pack for Issued {
    fn pack(&self, out: &mut Written) {
        self.papers().len().pack(out);
        self.papers().iter().for_each(|paper| paper.pack(out));
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        let mut issued = Self::default();
        Vec::<Paper>::unpack(from)?.into_iter().for_each(|paper| issued.add(paper));
        Some(issued)
    }
}

/// Every field of the office that is kept, in the order they are kept in; lists that lie open last.
macro_rules! office {
    ($($field:ident),* $(,)?; $($open:ident),*) => {
        impl Pack for Office {
            fn pack(&self, out: &mut Written) {
                let Self { $($field,)* $($open,)* names: _, phones: _ } = self;
                $($field.pack(out);)*
                $(pack_open($open, out);)*
            }
            fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
                $(let $field = Pack::unpack(from)?;)*
                $(let $open = unpack_open(from)?;)*
                Some(Self { $($field,)* $($open,)* names: Shelf::default(), phones: Leaf::default() })
            }
        }
    };
}

office! {
    head, at, project, policy, stage, staff, buildings, order, claims, ended, customers, visits, open_visits, line,
    credits, voids, turns, roster, calls, expected, has_kin, control, schemes, changes, open_changes, receipts, issued,
    contracts, cooldowns, deadlines, ledgers, deeds, freeze;
    units, followed
}
