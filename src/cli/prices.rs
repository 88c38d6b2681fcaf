//! List prices and public discounts.

use crate::cli::failure::Failure;
use crate::cli::json::instant;
use crate::cli::price_verbs::{Price, Scheme as Verb, Which};
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::cli::{input, units};
use crate::domain::act::Command;
use crate::domain::id::SchemeId;
use crate::domain::money::Fen;
use crate::domain::price_history::{self, Point, Source};
use crate::domain::pricing::{self, Move, Preview};
use crate::domain::rejection::Rejection;
use crate::domain::scheme;
use crate::domain::state::address::resolve_building;
use crate::domain::state::office::Office;
use crate::domain::state::scheme::{Offering, Scheme, Scope};
use crate::locale::Locale;
use crate::store::{Journal, Reader};
use serde::Serialize;

/// `price …`.
pub fn price(setting: &Setting, verb: Price) -> Result<Reply, Failure> {
    match verb {
        Price::History { unit } => history(setting, &unit),
        Price::Change { by, which, round, floor_prices, reason, dry_run } => {
            let mut session = Session::write(setting)?;
            let scope = scope(&session.office, which)?;
            let (share, round) = (input::percent(&by)?, input::amount(&round)?);
            let by = Move { scope, share, round, floor_prices };
            change(&mut session, by, reason, dry_run)
        }
    }
}

/// Which units are meant.
fn scope(office: &Office, which: Which) -> Result<Scope, Failure> {
    let building = which.building.map(|building| resolve_building(office, &building)).transpose()?;
    let floors = which.floors.as_deref().map(input::floors).transpose()?;
    Ok(Scope { building, layout: which.layout, usage: which.usage, batch: which.batch, floors })
}

#[derive(Serialize)]
struct ChangeJson {
    by: String,
    dry_run: bool,
    changed: usize,
    held: usize,
    sold: usize,
    unpriced: usize,
    before: String,
    after: String,
    units: Vec<RowJson>,
}

#[derive(Serialize)]
struct RowJson {
    unit: String,
    before: String,
    total: String,
    unit_price: Option<String>,
    floor_price: Option<String>,
}

fn change(
    session: &mut Session<'_, Box<dyn Journal>>,
    by: Move,
    reason: String,
    dry_run: bool,
) -> Result<Reply, Failure> {
    let preview = pricing::preview(&session.office, &by, &session.context()?)?;
    if !dry_run {
        session.act(pricing::Command::Change { by: by.clone(), count: preview.rows.len(), reason })?;
    }
    let (office, locale) = (&session.office, &session.locale);
    Ok(Reply::either(
        session.json(),
        || ChangeJson {
            by: locale.percent(by.share.into()),
            dry_run,
            changed: preview.rows.len(),
            held: preview.held,
            sold: preview.sold,
            unpriced: preview.unpriced,
            before: preview.before.plain(),
            after: preview.after.plain(),
            units: preview.rows.iter().map(|row| row_json(office, row)).collect(),
        },
        || change_text(office, locale, &by, &preview, dry_run),
    ))
}

fn row_json(office: &Office, row: &pricing::Row) -> RowJson {
    RowJson {
        unit: office.unit(row.unit).spec.address(),
        before: row.before.plain(),
        total: row.total.plain(),
        unit_price: row.unit_price.map(Fen::plain),
        floor_price: row.floor_price.map(Fen::plain),
    }
}

fn change_text(office: &Office, locale: &Locale, by: &Move, preview: &Preview, dry_run: bool) -> String {
    let mut table = Table::new(&[
        (locale.text("col-unit"), false),
        (locale.text("col-before"), true),
        (locale.text("col-total"), true),
        (locale.text("col-difference"), true),
        (locale.text("col-unit-price"), true),
    ]);
    for row in &preview.rows {
        table.row(vec![
            office.unit(row.unit).spec.address(),
            row.before.grouped(),
            row.total.grouped(),
            (row.total - row.before).grouped(),
            row.unit_price.map(Fen::grouped).unwrap_or_default(),
        ]);
    }
    let args = [
        ("count", preview.rows.len().into()),
        ("share", locale.percent(by.share.into()).into()),
        ("before", preview.before.grouped().into()),
        ("after", preview.after.grouped().into()),
    ];
    let said = locale.say(if dry_run { "cli-price-would" } else { "cli-price-changed" }, &args);
    let aside = [("held", preview.held.into()), ("sold", preview.sold.into())];
    let aside =
        locale.say("cli-price-aside", &[aside.as_slice(), &[("unpriced", preview.unpriced.into())]].concat());
    format!("{}{said}\n{aside}", table.text())
}

#[derive(Serialize)]
struct PointJson<'a> {
    since: String,
    total: Option<String>,
    unit_price: Option<String>,
    source: &'static str,
    list: Option<&'a str>,
    by: Option<String>,
    reason: Option<&'a str>,
    who: Option<&'a str>,
    seq: u64,
}

fn history(setting: &Setting, input: &str) -> Result<Reply, Failure> {
    let mut session = Session::read(setting)?;
    let unit = session.unit(input)?;
    let trail = session.ledger.store().trail(unit, units::HISTORY)?;
    let points = price_history::points(unit, &trail);
    let (office, locale) = (&session.office, &session.locale);
    Ok(Reply::either(
        session.json(),
        || points.iter().map(|point| point_json(office, locale, point)).collect::<Vec<_>>(),
        || {
            let mut table = Table::new(&[
                (locale.text("col-since"), false),
                (locale.text("col-total"), true),
                (locale.text("col-unit-price"), true),
                (locale.text("col-source"), false),
                (locale.text("col-who"), false),
            ]);
            for point in &points {
                table.row(vec![
                    locale.instant_long(point.at),
                    point.total.map(Fen::grouped).unwrap_or_default(),
                    point.unit_price.map(Fen::grouped).unwrap_or_default(),
                    locale.price_source(&point.source),
                    office.name_of(point.by).to_string(),
                ]);
            }
            table.text()
        },
    ))
}

fn point_json<'a>(office: &'a Office, locale: &Locale, point: &'a Point) -> PointJson<'a> {
    let (source, list, by, reason) = match &point.source {
        Source::List(list) => ("list", Some(list.as_str()), None, None),
        Source::Change(share, reason) => {
            ("change", None, Some(locale.percent((*share).into())), Some(reason.as_str()))
        }
    };
    PointJson {
        since: instant(point.at),
        total: point.total.map(Fen::plain),
        unit_price: point.unit_price.map(Fen::plain),
        source,
        list,
        by,
        reason,
        who: point.by.map(|id| office.name_of(Some(id))),
        seq: point.seq,
    }
}

/// `scheme …`.
pub fn scheme(setting: &Setting, verb: Verb) -> Result<Reply, Failure> {
    if let Verb::List = verb {
        return list(&Session::read(setting)?);
    }
    let mut session = Session::write(setting)?;
    let (unit, command): (_, Command) = match verb {
        Verb::Give { unit, scheme } => {
            let (unit, scheme) = (session.unit(&unit)?, find(&session.office, &scheme)?);
            (Some(unit), scheme::Command::Give { unit, scheme }.into())
        }
        Verb::Withdraw { unit, scheme } => {
            let (unit, scheme) = (session.unit(&unit)?, find(&session.office, &scheme)?);
            (Some(unit), scheme::Command::Withdraw { unit, scheme }.into())
        }
        Verb::Close { scheme, reason } => {
            let scheme = find(&session.office, &scheme)?;
            (None, scheme::Command::Close { scheme, reason }.into())
        }
        Verb::Add { name, off, which, from, until, terms, alone } => {
            let scope = scope(&session.office, which)?;
            let from = from.as_deref().map(input::date).transpose()?;
            let until = until.as_deref().map(input::date).transpose()?;
            let off = input::off(&off)?;
            (
                None,
                scheme::Command::Open { offer: Offering { name, off, scope, from, until, terms, alone } }
                    .into(),
            )
        }
        Verb::List => return list(&session),
    };
    let events = session.act(command)?;
    let (office, locale) = (&session.office, &session.locale);
    let said: Vec<String> = events.iter().map(|event| locale.event(office, session.viewer, event)).collect();
    match unit {
        Some(unit) => Ok(units::after(&session, unit, &said.join("\n"))),
        None => list(&session),
    }
}

/// A scheme by name, an open one first, or by number.
fn find(office: &Office, typed: &str) -> Result<SchemeId, Rejection> {
    let typed = typed.trim();
    let mut named = office.schemes.iter().rev().filter(|scheme| scheme.offer.name == typed);
    let open = named.clone().find(|scheme| !scheme.closed).or_else(|| named.next());
    let numbered = || {
        let id = SchemeId::numbered(typed.trim_start_matches('#').parse().ok()?)?;
        office.schemes.get(id.index())
    };
    let found = open.or_else(numbered).map(|scheme| scheme.id);
    found.ok_or_else(|| Rejection::SchemeUnknown { input: typed.to_string() })
}

#[derive(Serialize)]
struct SchemeJson<'a> {
    number: u32,
    name: &'a str,
    off: String,
    units: String,
    from: Option<String>,
    until: Option<String>,
    terms: Option<&'a str>,
    alone: bool,
    open: bool,
}

fn list<S: Reader>(session: &Session<'_, S>) -> Result<Reply, Failure> {
    let (office, locale) = (&session.office, &session.locale);
    let today = office.day(session.now);
    let row = |scheme: &'_ Scheme| {
        let building = |id| office.building(id).name.clone();
        let scope = locale.scope(&scheme.offer.scope, building);
        (locale.off(scheme.offer.off), scope)
    };
    Ok(Reply::either(
        session.json(),
        || {
            let json = office.schemes.iter().map(|scheme| SchemeJson {
                number: scheme.id.number(),
                name: &scheme.offer.name,
                off: row(scheme).0,
                units: row(scheme).1,
                from: scheme.offer.from.map(|day| day.to_string()),
                until: scheme.offer.until.map(|day| day.to_string()),
                terms: scheme.offer.terms.as_deref(),
                alone: scheme.offer.alone,
                open: scheme.is_open_on(today),
            });
            json.collect::<Vec<_>>()
        },
        || {
            let keys = ["col-number", "col-scheme", "col-off", "col-where", "col-from", "col-last-day"];
            let headings = keys.iter().chain(&["col-terms", "col-alone", "col-state"]);
            let headings: Vec<_> = headings.map(|key| (locale.text(key), *key == "col-off")).collect();
            let mut table = Table::new(&headings);
            for scheme in &office.schemes {
                let ((off, scope), offer) = (row(scheme), &scheme.offer);
                let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
                let open = if scheme.is_open_on(today) { "cli-scheme-open" } else { "cli-scheme-closed" };
                table.row(vec![
                    scheme.id.number().to_string(),
                    offer.name.clone(),
                    off,
                    scope,
                    day(offer.from),
                    day(offer.until),
                    offer.terms.clone().unwrap_or_default(),
                    if offer.alone { locale.text("cli-scheme-alone").to_string() } else { String::new() },
                    locale.text(open).to_string(),
                ]);
            }
            table.text()
        },
    ))
}
