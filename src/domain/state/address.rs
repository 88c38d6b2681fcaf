//! From what a person types to a unit (rules §1): any part may be shortened while it stays unambiguous.

use crate::domain::id::{BuildingId, UnitId};
use crate::domain::money::narrow;
use crate::domain::rejection::Rejection;
use crate::domain::state::office::Office;
use std::cmp::Ordering;

/// Candidates a refusal names at most.
const CANDIDATES_MAX: usize = 8;

/// How well a typed part fits a name: lower is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Start,
    Inside,
}

/// Finds the one unit meant by `input`, e.g. `5#住宅楼/1单元/801`, `5/1/801`, `801`.
pub fn resolve_unit(office: &Office, input: &str) -> Result<UnitId, Rejection> {
    let unknown = || Rejection::UnitUnknown { input: input.to_string() };
    let plain = narrow(input);
    let parts: Vec<&str> = plain.split('/').map(str::trim).collect();
    if parts.len() > 3 || parts.iter().any(|part| part.is_empty()) {
        return Err(unknown());
    }
    let mut best: Vec<UnitId> = Vec::new();
    let mut best_fit = None;
    for unit in &office.units {
        let Some(fit) = unit_fit(&unit.spec, &parts) else { continue };
        match best_fit.map_or(Ordering::Less, |so_far| fit.cmp(&so_far)) {
            Ordering::Less => {
                best_fit = Some(fit);
                best = vec![unit.id];
            }
            Ordering::Equal => best.push(unit.id),
            Ordering::Greater => {}
        }
    }
    match best.as_slice() {
        [] => Err(unknown()),
        [one] => Ok(*one),
        several => Err(Rejection::UnitAmbiguous {
            input: input.to_string(),
            candidates: several
                .iter()
                .take(CANDIDATES_MAX)
                .map(|id| office.unit(*id).spec.address())
                .collect(),
        }),
    }
}

/// Finds the one building meant by `input`, e.g. `5` for `5#住宅楼`.
pub fn resolve_building(office: &Office, input: &str) -> Result<BuildingId, Rejection> {
    let plain = narrow(input);
    let fits = || office.buildings.iter().filter_map(|b| fit(&b.name, plain.trim()).map(|fit| (fit, b.id)));
    let best = fits().map(|(fit, _)| fit).min();
    let found: Vec<BuildingId> = fits().filter(|(fit, _)| Some(*fit) == best).map(|(_, id)| id).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        several => {
            let names = |ids: &[BuildingId]| ids.iter().map(|id| office.building(*id).name.clone()).collect();
            let all: Vec<BuildingId> = office.buildings.iter().map(|b| b.id).collect();
            let candidates: Vec<BuildingId> = if several.is_empty() { all } else { several.to_vec() };
            let shown = &candidates[..candidates.len().min(CANDIDATES_MAX)];
            Err(Rejection::BuildingUnknown { input: input.to_string(), candidates: names(shown) })
        }
    }
}

/// How well the parts fit a unit, worst part first; `None` when one does not fit at all.
fn unit_fit(spec: &crate::domain::state::unit::UnitSpec, parts: &[&str]) -> Option<[Fit; 3]> {
    let entrance = spec.entrance.as_deref();
    let (building, stair, room) = match *parts {
        [room] => (None, None, room),
        [building, room] => (Some(building), None, room),
        [building, stair, room] => (Some(building), Some(stair), room),
        _ => return None,
    };
    let building = building.map_or(Some(Fit::Exact), |part| fit(&spec.building, part))?;
    let stair = match (stair, entrance) {
        (None, _) => Fit::Exact,
        (Some(part), Some(name)) => fit(name, part)?,
        (Some(_), None) => return None,
    };
    Some([building, stair, fit(&spec.room, room)?])
}

/// Whether `part` names `name`: whole, its start, or a piece of it, never cutting a run of digits.
fn fit(name: &str, part: &str) -> Option<Fit> {
    let name = narrow(name);
    if part.is_empty() {
        return None;
    }
    if name.eq_ignore_ascii_case(part) {
        return Some(Fit::Exact);
    }
    name.match_indices(part)
        .filter(|(at, _)| !cuts_digits(&name, *at) && !cuts_digits(&name, at + part.len()))
        .map(|(at, _)| if at == 0 { Fit::Start } else { Fit::Inside })
        .min()
}

/// Whether the byte position lies between two digits.
fn cuts_digits(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_digit());
    let after = text[at..].chars().next().is_some_and(|c| c.is_ascii_digit());
    before && after
}

/// The natural order of names: runs of digits by value, so `2单元` stands before `10单元`.
pub fn natural_cmp(left: &str, right: &str) -> Ordering {
    if left == right {
        return Ordering::Equal;
    }
    let (mut a, mut b) = (left, right);
    loop {
        match (a.chars().next(), b.chars().next()) {
            (None, None) => return left.cmp(right),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (run_a, rest_a) = digit_run(a);
                let (run_b, rest_b) = digit_run(b);
                match run_a.len().cmp(&run_b.len()).then_with(|| run_a.cmp(run_b)) {
                    Ordering::Equal => (a, b) = (rest_a, rest_b),
                    unequal => return unequal,
                }
            }
            (Some(x), Some(y)) if x == y => (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]),
            (Some(x), Some(y)) => return x.cmp(&y),
        }
    }
}

/// The leading digits without leading zeros, and what follows them.
fn digit_run(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fit_at_whole_numbers_only() {
        assert!(fit("5#住宅楼", "5") == Some(Fit::Start));
        assert!(fit("15#住宅楼", "5").is_none());
        assert!(fit("1516-1#住宅楼", "1516-1") == Some(Fit::Start));
        assert!(fit("1516-10#住宅楼", "1516-1").is_none());
        assert!(fit("1516-3#住宅楼", "3#") == Some(Fit::Inside));
        assert!(fit("1单元", "１").is_none(), "the caller narrows");
    }

    #[test]
    fn names_sort_as_people_count() {
        let mut names = vec!["10单元", "2单元", "1单元", "-101", "1010", "901"];
        names.sort_by(|a, b| natural_cmp(a, b));
        assert_eq!(names, ["-101", "1单元", "2单元", "10单元", "901", "1010"]);
    }
}
