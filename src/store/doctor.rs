//! Examining a store, point by point; the locale has the words (`doctor-CODE`).

use crate::store::bell::Bell;
use crate::store::clock::Clock;
use crate::store::ledger::Ledger;
use crate::store::place::{Place, file_system, folder, on_this_host};
use crate::store::sqlite::{Access, KNOWN, Sqlite};
use crate::store::{Reader, StoreFault};
use chrono::SecondsFormat;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// One point looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Which: the locale key is `doctor-CODE`.
    pub code: &'static str,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What was seen, by argument name.
    pub facts: Vec<(&'static str, String)>,
    /// What failed, where something did: in words it is the `value`.
    pub fault: Option<StoreFault>,
}

/// Every code a finding may have.
pub const CODES: &[&str] = &[
    "file",
    "permission",
    "filesystem",
    "space",
    "bell",
    "sqlite",
    "schema",
    "journal_mode",
    "integrity",
    "head",
    "chain",
    "practice",
    "clock",
    "fault",
];

fn finding(code: &'static str, ok: bool, facts: &[(&'static str, String)]) -> Finding {
    Finding { code, ok, facts: facts.to_vec(), fault: None }
}

fn faulty(code: &'static str, fault: &StoreFault) -> Finding {
    Finding { fault: Some(fault.clone()), ..finding(code, false, &[]) }
}

/// Looks at everything that can be looked at; stops where the rest makes no sense.
pub fn examine(url: &str) -> Vec<Finding> {
    let path = match Place::parse(url) {
        Ok(Place::File(path)) => path,
        Ok(Place::Memory) => return Vec::new(),
        Err(fault) => return vec![faulty("fault", &fault)],
    };
    let mut findings = outside(&path);
    match Sqlite::open(&path, Clock::Host, Access::Read) {
        Ok(store) => {
            let hears = !Bell::of(url).is_deaf();
            findings.push(finding("bell", true, &[("value", hears.to_string())]));
            inside(store, &mut findings).unwrap_or_else(|fault| findings.push(faulty("fault", &fault)))
        }
        Err(fault) => findings.push(faulty("fault", &fault)),
    }
    findings
}

fn outside(path: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    let meta = std::fs::metadata(path);
    let size = meta.as_ref().map_or(0, std::fs::Metadata::len);
    let facts = [("path", path.display().to_string()), ("value", size.to_string())];
    findings.push(finding("file", meta.as_ref().is_ok_and(std::fs::Metadata::is_file), &facts));
    if let Ok(meta) = meta {
        let mode = meta.permissions().mode() & 0o777;
        findings.push(finding("permission", mode & 0o077 == 0, &[("value", format!("{mode:04o}"))]));
    }
    findings.push(match on_this_host(path) {
        Ok(()) => finding("filesystem", true, &[("value", file_system(folder(path)).unwrap_or_default())]),
        Err(fault) => faulty("filesystem", &fault),
    });
    if let Ok(space) = rustix::fs::statvfs(folder(path)) {
        let free = space.f_bavail.saturating_mul(space.f_frsize) >> 20;
        findings.push(finding("space", free >= 100, &[("value", free.to_string())]));
    }
    findings
}

fn inside(mut store: Sqlite, findings: &mut Vec<Finding>) -> Result<(), StoreFault> {
    let [version, schema, mode, integrity] = store.facts()?;
    findings.push(finding("sqlite", true, &[("value", version)]));
    let known = schema.parse::<u32>().is_ok_and(|schema| schema <= KNOWN);
    findings.push(finding("schema", known, &[("value", schema), ("known", KNOWN.to_string())]));
    findings.push(finding("journal_mode", mode == "wal", &[("value", mode)]));
    findings.push(finding("integrity", integrity == "ok", &[("value", integrity)]));
    let head = store.head()?;
    findings.push(finding("head", true, &[("seq", head.seq.to_string()), ("value", head.hash)]));
    // Before the proof: an office may know more than the clock it is looked at with, not less.
    let time = store.dial()?.time();
    let proven = store.prove();
    findings.push(match &proven {
        Ok((proven, _)) => finding("chain", true, &[("value", proven.events.to_string())]),
        Err(fault) => faulty("chain", fault),
    });
    let office = match proven {
        Ok((_, office)) => office,
        // Not to be proven, but what it says of practice and clock is shown.
        Err(_) => Ledger::open(store)?.into_office(),
    };
    findings.push(finding("practice", true, &[("value", office.project.practice.to_string())]));
    let is_frozen = office.freeze.is_some() || time.step.is_some();
    let wall = time.wall().to_rfc3339_opts(SecondsFormat::Secs, true);
    findings.push(finding("clock", !is_frozen, &[("value", wall), ("frozen", is_frozen.to_string())]));
    Ok(())
}
