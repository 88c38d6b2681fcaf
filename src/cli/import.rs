//! Price lists into the store (design §6).

use crate::cli::args::Import;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::setup;
use crate::domain::listing::{self, Outcome, preview};
use crate::domain::state::office::Office;
use crate::exchange::price::{PriceList, read_file};
use crate::locale::Locale;
use crate::store::{self, Journal, StoreFault};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::IsTerminal;
use std::path::Path;
use uuid::Uuid;

/// `import FILE`. The file is read first: a bad one makes no store.
pub fn import(setting: &Setting, asked: &Import) -> Result<Reply, Failure> {
    let list = read(&asked.file, &setting.locale);
    if !list.faults.is_empty() {
        return Err(Failure::File(list));
    }
    if asked.dry_run {
        return dry_run(setting, &list);
    }
    let mut session = match store::open(&setting.opening()?) {
        Err(StoreFault::Missing { .. }) => {
            let project = asked.project.clone().unwrap_or_else(|| stem(&asked.file));
            setup::found(setting, &project, asked.practice, Uuid::now_v7())?
        }
        opened => existing(setting, opened?, asked)?,
    };
    let outcome = preview(&session.office, &list.rows);
    if outcome.added == 0 && outcome.revised == 0 {
        return Ok(reply(setting.globals.json, &outcome, false, &session.office, &session.locale));
    }
    session.act(listing::Command::Import { source: list.source, rows: list.rows })?;
    Ok(reply(setting.globals.json, &outcome, false, &session.office, &session.locale))
}

/// A store that is there already is taken as it is: what was asked of a new one must not be passed over in silence.
fn existing<'a>(
    setting: &'a Setting,
    opened: Box<dyn Journal>,
    asked: &Import,
) -> Result<Session<'a, Box<dyn Journal>>, Failure> {
    let session = Session::over(setting, opened)?;
    session.actor()?;
    let project = &session.office.project;
    if asked.practice && !project.practice {
        return Err(Failure::Input { code: "store_exists", key: "cli-not-practice", facts: Vec::new() });
    }
    if let Some(name) = asked.project.as_ref().filter(|name| name.trim() != project.name) {
        let facts = vec![("project", project.name.clone()), ("value", name.clone())];
        return Err(Failure::Input { code: "store_exists", key: "cli-other-project", facts });
    }
    Ok(session)
}

fn dry_run(setting: &Setting, list: &PriceList) -> Result<Reply, Failure> {
    let office = match store::open_reader(&setting.opening()?) {
        Err(StoreFault::Missing { .. }) => Office::default(),
        opened => Session::over(setting, opened?)?.office,
    };
    Ok(reply(setting.globals.json, &preview(&office, &list.rows), true, &office, &setting.locale))
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads the file; a large one shows on a terminal how far it is.
fn read(file: &Path, locale: &Locale) -> PriceList {
    let bar = ProgressBar::with_draw_target(None, target());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {pos}") {
        bar.set_style(style);
    }
    bar.set_message(locale.text("cli-reading").to_string());
    let list = read_file(file, &mut |progress| bar.set_position(progress.rows as u64));
    bar.finish_and_clear();
    list
}

fn target() -> ProgressDrawTarget {
    if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() }
}

#[derive(Serialize)]
struct Imported<'a> {
    project: &'a str,
    dry_run: bool,
    added: usize,
    revised: usize,
    unchanged: usize,
    kept: &'a [String],
}

fn reply(as_json: bool, outcome: &Outcome, dry_run: bool, office: &Office, locale: &Locale) -> Reply {
    Reply::either(
        as_json,
        || Imported {
            project: &office.project.name,
            dry_run,
            added: outcome.added,
            revised: outcome.revised,
            unchanged: outcome.unchanged,
            kept: &outcome.kept,
        },
        || {
            let args = [
                ("added", outcome.added.into()),
                ("revised", outcome.revised.into()),
                ("unchanged", outcome.unchanged.into()),
            ];
            let mut text = locale.say(if dry_run { "cli-would-import" } else { "cli-imported" }, &args);
            if !outcome.kept.is_empty() {
                text.push('\n');
                text.push_str(&locale.say("cli-kept", &[("count", outcome.kept.len().into())]));
            }
            for address in &outcome.kept {
                text.push_str(&format!("\n  {address}"));
            }
            text
        },
    )
}
