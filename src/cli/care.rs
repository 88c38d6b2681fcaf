//! Care of the store: proof, copies, examination.

use crate::cli::failure::{self, Failure};
use crate::cli::json::Ordered;
use crate::cli::reply::Reply;
use crate::cli::session::Setting;
use crate::cli::setup;
use crate::store::{self, Finding, Opening, Reader, StoreFault, Verified};
use serde::Serialize;
use serde_json::Value;
use std::path::Path;

#[derive(Serialize)]
struct Proven<'a> {
    ok: bool,
    events: u64,
    head: &'a str,
    units: usize,
    live_claims: usize,
}

fn proven(setting: &Setting, key: &'static str, file: &str, proof: &Verified) -> Reply {
    Reply::either(
        setting.globals.json,
        || Proven {
            ok: true,
            events: proof.events,
            head: &proof.head.hash,
            units: proof.units,
            live_claims: proof.live_claims,
        },
        || {
            let args = [
                ("file", file.into()),
                ("events", proof.events.into()),
                ("units", proof.units.into()),
                ("claims", proof.live_claims.into()),
                ("head", (&proof.head.hash).into()),
            ];
            setting.locale.say(key, &args)
        },
    )
}

/// `verify`.
pub fn verify(setting: &Setting, head: Option<&str>) -> Result<Reply, Failure> {
    let head = head.map(|head| head.trim().to_ascii_lowercase());
    if let Some(text) = head.as_ref().filter(|h| h.len() != 64 || !h.bytes().all(|b| b.is_ascii_hexdigit())) {
        let facts = vec![("value", text.clone())];
        return Err(Failure::Input { code: "head_invalid", key: "cli-head-invalid", facts });
    }
    let proof = store::verify(&setting.url)?;
    if let Some(head) = head {
        let mut reader = store::open_reader(&Opening { url: setting.url.clone(), ..Opening::default() })?;
        if reader.contains_head(&head)?.is_none() {
            let what = setting.locale.text("cli-head-gone").to_string();
            let path = setting.url.clone();
            return Err(StoreFault::ChainBroken { path, seq: proof.head.seq, what }.into());
        }
    }
    Ok(proven(setting, "cli-verified", &setting.url, &proof))
}

/// `backup FILE`.
pub fn backup(setting: &Setting, file: &Path) -> Result<Reply, Failure> {
    let proof = store::backup(&setting.url, file).map_err(|fault| match fault {
        StoreFault::Missing { path } if Path::new(&path) == file => {
            setup::unmade(setting, StoreFault::Missing { path })
        }
        fault => fault,
    })?;
    Ok(proven(setting, "cli-backed-up", &file.display().to_string(), &proof))
}

/// `restore FILE`.
pub fn restore(setting: &Setting, file: &Path) -> Result<Reply, Failure> {
    let proof = store::restore(file, &setting.url).map_err(|fault| of_backup(file, fault))?;
    Ok(proven(setting, "cli-restored", &setting.url, &proof))
}

/// What is wrong with the backup itself is a bad file, and the advice for a missing store does not fit it.
fn of_backup(file: &Path, fault: StoreFault) -> Failure {
    let named = file.display().to_string();
    let key = match &fault {
        StoreFault::Missing { path } if *path == named => "cli-backup-missing",
        StoreFault::NotAStore { path } if *path == named => "cli-backup-invalid",
        _ => return fault.into(),
    };
    Failure::Input { code: "file_invalid", key, facts: vec![("file", named)] }
}

#[derive(Serialize)]
struct FindingJson {
    code: &'static str,
    ok: bool,
    facts: Ordered,
    message: String,
}

fn facts(finding: &Finding) -> Vec<(String, Value)> {
    let facts = finding.facts.iter().map(|(key, value)| (*key, value.as_str()));
    let fault = finding.fault.iter().map(|fault| ("fault", fault.code()));
    facts.chain(fault).map(|(key, value)| (key.to_string(), value.into())).collect()
}

/// `doctor`: exit 3 where something is not as it should be.
pub fn doctor(setting: &Setting) -> Result<Reply, Failure> {
    let findings = store::examine(&setting.url);
    let words = |finding: &Finding| {
        let mut facts = finding.facts.clone();
        if let Some(fault) = &finding.fault {
            facts.push(("value", failure::store(fault, &setting.locale)));
        }
        setting.locale.coded("doctor", finding.code, &facts)
    };
    let reply = Reply::either(
        setting.globals.json,
        || {
            let row = |finding: &Finding| FindingJson {
                code: finding.code,
                ok: finding.ok,
                facts: Ordered(facts(finding)),
                message: words(finding),
            };
            findings.iter().map(row).collect::<Vec<_>>()
        },
        || {
            let mark = |finding: &Finding| {
                setting
                    .locale
                    .text(if finding.ok { "cli-finding-good" } else { "cli-finding-bad" })
                    .to_string()
            };
            findings.iter().map(|finding| format!("{}  {}\n", mark(finding), words(finding))).collect()
        },
    );
    let good = findings.iter().all(|finding| finding.ok);
    Ok(if good { reply } else { reply.exiting(3) })
}
