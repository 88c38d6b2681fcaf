//! Everything with a deadline, soonest first.

use crate::cli::failure::Failure;
use crate::cli::json::instant;
use crate::cli::ledgers;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::id::StaffId;
use crate::domain::money::Fen;
use crate::domain::state::claim::Claim;
use crate::domain::state::due::{About, DueItem, DueKind, due_list};
use crate::domain::state::office::Office;
use crate::domain::state::plan::Share;
use crate::domain::state::request::Request;
use crate::domain::state::staff::Right;
use crate::domain::time::Instant;
use crate::locale::Locale;
use serde::Serialize;

#[derive(Serialize)]
struct DueJson<'a> {
    /// Null where it is about people.
    unit: Option<String>,
    kind: &'static str,
    due: String,
    late: bool,
    customer: Option<String>,
    consultant: Option<&'a str>,
    balance_due: Option<String>,
    /// The request that waits, by its number for `approve` and `refuse`.
    request: Option<u32>,
    change: Option<String>,
    /// A contract that waits for its down payment.
    contract_prepared: Option<String>,
    /// The visit, by its waiting number.
    visit: Option<u32>,
    /// The customer of an appointment or of a protection, by its number for `customer show`.
    customer_number: Option<u32>,
    /// The part of the payment plan, from 1.
    part: Option<u32>,
    /// What is open of that part.
    amount: Option<String>,
}

/// The due list as one viewer may see it.
struct View<'a> {
    office: &'a Office,
    locale: &'a Locale,
    viewer: Option<StaffId>,
    now: Instant,
}

/// `due`.
pub fn due(setting: &Setting, kind: Option<&str>, late: bool) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let (office, locale, now) = (&session.office, &session.locale, session.now);
    let mut rows = due_list(office, now);
    rows.retain(|item| kind.is_none_or(|kind| item.kind.code() == kind) && (!late || item.at <= now));
    let view = View { office, locale, viewer: session.viewer, now };
    Ok(Reply::either(
        session.json(),
        || rows.iter().map(|item| view.json(item)).collect::<Vec<_>>(),
        || {
            // The list of the whole day ends with what the day has brought.
            let day = office.day(now);
            let whole = kind.is_none() && !late;
            let counters = whole.then(|| ledgers::said(locale, day, &office.ledger(now), view.sees_all()));
            format!("{}{}", view.text(&rows), counters.map(|said| format!("\n{said}")).unwrap_or_default())
        },
    ))
}

impl<'a> View<'a> {
    fn claim(&self, item: &DueItem) -> Option<&'a Claim> {
        item.unit().and_then(|unit| self.office.live_claim(unit))
    }

    fn request(&self, item: &DueItem) -> Option<&'a Request> {
        let waits = matches!(item.kind, DueKind::Request | DueKind::Refund);
        item.unit().filter(|_| waits).and_then(|unit| self.office.change_on(unit))
    }

    /// Whether the viewer may see the money of a row.
    fn sees(&self, item: &DueItem) -> bool {
        item.unit().is_some_and(|unit| self.office.sees_money(self.viewer, unit))
    }

    fn sees_all(&self) -> bool {
        self.viewer.is_some_and(|id| self.office.member(id).may(Right::SeeAll))
    }

    fn change(&self, item: &DueItem) -> Option<String> {
        let address = |to| self.office.unit(to).spec.address();
        self.request(item).map(|request| self.locale.change(&request.change, address, self.sees(item)))
    }

    /// The contract that waits for its down payment, where that is what is due.
    fn prepared(&self, item: &DueItem) -> Option<&'a str> {
        self.claim(item).filter(|_| item.kind == DueKind::Signing)?.prepared.as_deref()
    }

    fn share(&self, item: &DueItem) -> Option<Share> {
        item.share(self.office)
    }

    fn customer(&self, item: &DueItem) -> Option<String> {
        item.customer(self.office).and_then(|id| self.office.shown_name(self.viewer, id))
    }

    fn json(&self, item: &DueItem) -> DueJson<'a> {
        let office = self.office;
        let share = self.share(item);
        DueJson {
            unit: item.unit().map(|unit| office.unit(unit).spec.address()),
            kind: item.kind.code(),
            due: instant(item.at),
            late: item.at <= self.now,
            customer: self.customer(item),
            consultant: item.consultant(office).map(|id| office.name_of(Some(id))),
            balance_due: self
                .claim(item)
                .filter(|_| self.sees(item))
                .and_then(Claim::balance)
                .map(Fen::plain),
            request: self.request(item).map(|request| request.id.number()),
            change: self.change(item),
            contract_prepared: self.prepared(item).filter(|_| self.sees(item)).map(str::to_string),
            visit: match item.about {
                About::Visit(visit) => Some(office.visit(visit).number),
                _ => None,
            },
            customer_number: match item.about {
                About::Call(_) | About::Customer(_) => item.customer(office).map(|id| id.number()),
                _ => None,
            },
            part: share.map(|share| share.number),
            amount: share.filter(|_| self.sees(item)).map(|share| share.open().plain()),
        }
    }

    fn text(&self, rows: &[DueItem]) -> String {
        let locale = self.locale;
        let mut table = Table::new(&[
            (locale.text("col-due"), false),
            (locale.text("col-what"), false),
            (locale.text("col-about"), false),
            (locale.text("col-customer"), false),
            (locale.text("col-consultant"), false),
            (locale.text("col-balance"), true),
            ("", false),
        ]);
        for item in rows {
            table.row(vec![
                locale.instant(item.at),
                self.what(item),
                self.about(item),
                self.customer(item).unwrap_or_default(),
                self.office.name_of(item.consultant(self.office)).to_string(),
                self.balance(item).map(Fen::grouped).unwrap_or_default(),
                if item.at <= self.now { locale.text("cli-late").to_string() } else { String::new() },
            ]);
        }
        table.text()
    }

    fn what(&self, item: &DueItem) -> String {
        match (self.request(item), self.share(item)) {
            (Some(request), _) => {
                format!("#{} {}", request.id.number(), self.change(item).unwrap_or_default())
            }
            (None, Some(share)) => self.locale.share_name(&share),
            (None, None) if self.prepared(item).is_some() => {
                self.locale.text("due-signing-prepared").to_string()
            }
            (None, None) => self.locale.text(&format!("due-{}", item.kind.code())).to_string(),
        }
    }

    fn about(&self, item: &DueItem) -> String {
        match item.about {
            About::Unit(unit) => self.office.unit(unit).spec.address(),
            About::Visit(visit) => self.locale.due_visit(self.office, self.office.visit(visit), true),
            About::Call(_) | About::Customer(_) => String::new(),
        }
    }

    /// What is to come: the deposit's balance, or the open part of a plan.
    fn balance(&self, item: &DueItem) -> Option<Fen> {
        let open = self.share(item).filter(|_| self.sees(item)).map(|share| share.open());
        open.or_else(|| self.claim(item).filter(|_| self.sees(item)).and_then(Claim::balance))
    }
}
