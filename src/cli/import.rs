//! Price lists into the store (design §6).

use crate::cli::args::Import;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::{faults, setup};
use crate::domain::listing::{self, Outcome, preview};
use crate::exchange::price::{PriceList, read_file, rejected_csv};
use crate::locale::Locale;
use crate::store::{self, Journal};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::fs::OpenOptions;
use std::io::{ErrorKind, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Files of rejected rows beside one list at most.
const COPIES_MAX: usize = 100;

/// `import FILE`. The file is read first: a bad one makes no store.
pub fn import(setting: &Setting, asked: &Import) -> Result<Reply, Failure> {
    let bar = bar(&setting.locale);
    let mut list = read_file(&asked.file, &mut |progress| bar.set_position(progress.rows as u64));
    let is_taken = list.faults.is_empty() || (asked.partial && list.partial());
    if !is_taken {
        bar.finish_and_clear();
        return Err(Failure::File(Box::new(list)));
    }
    bar.set_message(setting.locale.text("cli-importing").to_string());
    let done = if asked.dry_run { dry_run(setting, asked, &list) } else { take(setting, asked, &mut list) };
    bar.finish_and_clear();
    let said = done?.said(setting, &list);
    Ok(if list.faults.is_empty() {
        said
    } else {
        said.noting(faults::lines(&list, &setting.locale).trim_end().to_string())
    })
}

/// Takes the good rows in. The bad ones are kept first, so that none is lost whatever happens then.
fn take(setting: &Setting, asked: &Import, list: &mut PriceList) -> Result<Done, Failure> {
    let kept = (!list.rejected.is_empty()).then(|| keep_rejected(&asked.file, list, &setting.locale));
    let kept = kept.transpose()?;
    let done = add(setting, asked, list);
    if let (Err(_), Some(file)) = (&done, &kept) {
        // Nothing came in, so nothing is missing from the store.
        let _ = std::fs::remove_file(file);
    }
    Ok(Done { rejects: kept, ..done? })
}

fn add(setting: &Setting, asked: &Import, list: &mut PriceList) -> Result<Done, Failure> {
    let made = !setup::is_founded(setting)?;
    let mut session = if made {
        setup::found(setting, &project(asked), asked.practice, Uuid::now_v7())?
    } else {
        existing(setting, store::open(&setting.opening()?)?, asked)?
    };
    let outcome = preview(&session.office, &list.rows);
    if outcome.added > 0 || outcome.revised > 0 {
        let (source, rows) = (list.source.clone(), std::mem::take(&mut list.rows));
        session.act(listing::Command::Import { source, rows })?;
    }
    let office = &session.office;
    Ok(Done {
        project: office.project.name.clone(),
        manager: made.then(|| office.name_of(office.staff.first().map(|staff| staff.id)).to_string()),
        practice: office.project.practice,
        dry_run: false,
        outcome,
        rejects: None,
    })
}

fn project(asked: &Import) -> String {
    let stem = || asked.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    asked.project.clone().or_else(stem).unwrap_or_default()
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

fn dry_run(setting: &Setting, asked: &Import, list: &PriceList) -> Result<Done, Failure> {
    let founded = setup::is_founded(setting)?;
    let office = founded.then(|| Session::read(setting)).transpose()?.map(|session| session.office);
    Ok(Done {
        project: office.as_ref().map_or_else(|| project(asked), |office| office.project.name.clone()),
        manager: None,
        practice: office.as_ref().map_or(asked.practice, |office| office.project.practice),
        dry_run: true,
        outcome: preview(&office.unwrap_or_default(), &list.rows),
        rejects: None,
    })
}

/// Writes the rejected rows beside the price list, into a file of their own that was not there before.
fn keep_rejected(file: &Path, list: &PriceList, locale: &Locale) -> Result<PathBuf, Failure> {
    let heading = locale.text("price-faults");
    let bytes = rejected_csv(list, heading, &|fault| faults::text(locale, fault));
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    for number in 1..=COPIES_MAX {
        let end = if number == 1 { String::new() } else { format!("-{number}") };
        let path = file.with_file_name(format!("{stem}.rejected{end}.csv"));
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let written = made.and_then(|mut made| made.write_all(&bytes).and_then(|()| made.sync_all()));
        match written {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(unwritten(&path, &error.to_string())),
        }
    }
    Err(unwritten(file, locale.text("cli-rejected-many")))
}

fn unwritten(path: &Path, cause: &str) -> Failure {
    let facts = vec![("path", path.display().to_string()), ("cause", cause.to_string())];
    Failure::Input { code: "rejected_unwritten", key: "cli-rejected-unwritten", facts }
}

/// A large file shows on a terminal how far it is.
fn bar(locale: &Locale) -> ProgressBar {
    let terminal = std::io::stderr().is_terminal();
    let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {pos}") {
        bar.set_style(style);
    }
    bar.set_message(locale.text("cli-reading").to_string());
    bar
}

/// What came of it.
struct Done {
    project: String,
    /// Of a store made just now.
    manager: Option<String>,
    practice: bool,
    dry_run: bool,
    outcome: Outcome,
    rejects: Option<PathBuf>,
}

#[derive(Serialize)]
struct Imported<'a> {
    project: &'a str,
    made: bool,
    dry_run: bool,
    added: usize,
    revised: usize,
    unchanged: usize,
    kept: &'a [String],
    rejected: usize,
    rejected_file: Option<String>,
    #[serde(flatten)]
    faults: faults::ListJson<'a>,
}

impl Done {
    fn said(&self, setting: &Setting, list: &PriceList) -> Reply {
        let outcome = &self.outcome;
        Reply::either(
            setting.globals.json,
            || Imported {
                project: &self.project,
                made: self.manager.is_some(),
                dry_run: self.dry_run,
                added: outcome.added,
                revised: outcome.revised,
                unchanged: outcome.unchanged,
                kept: &outcome.kept,
                rejected: list.rejected.len(),
                rejected_file: self.rejects.as_ref().map(|path| path.display().to_string()),
                faults: faults::ListJson::of(list, &setting.locale),
            },
            || self.text(setting, list),
        )
    }

    fn text(&self, setting: &Setting, list: &PriceList) -> String {
        let (locale, outcome) = (&setting.locale, &self.outcome);
        let mut lines = Vec::new();
        if let Some(manager) = &self.manager {
            lines.push(setup::made(setting, &self.project, manager, self.practice));
        }
        let args = [
            ("added", outcome.added.into()),
            ("revised", outcome.revised.into()),
            ("unchanged", outcome.unchanged.into()),
        ];
        lines.push(locale.say(if self.dry_run { "cli-would-import" } else { "cli-imported" }, &args));
        if !list.rejected.is_empty() {
            let file = self.rejects.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
            let args = [("count", list.rejected.len().into()), ("file", file.into())];
            let key = if self.dry_run { "cli-would-reject" } else { "cli-rejected" };
            lines.push(locale.say(key, &args));
        }
        if !outcome.kept.is_empty() {
            lines.push(locale.say("cli-kept", &[("count", outcome.kept.len().into())]));
            lines.extend(outcome.kept.iter().map(|address| format!("  {address}")));
        }
        lines.join("\n")
    }
}
