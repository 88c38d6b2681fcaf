//! Papers for customers: printed, printed again, listed.

use crate::cli::failure::Failure;
use crate::cli::json::instant;
use crate::cli::paper_verbs::Paper as Verb;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::act::{Event, Recorded};
use crate::domain::context::Context;
use crate::domain::id::StaffId;
use crate::domain::issue::{self, Command};
use crate::domain::state::issued::{Matter, Paper, PaperKind};
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::press::facts::Mark;
use crate::press::file::Draft;
use crate::press::template::{Form, Press, TemplateFault, export};
use crate::press::{print, trial};
use crate::store::{Journal, Reader, StoreFault};
use serde::Serialize;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

impl From<TemplateFault> for Failure {
    fn from(fault: TemplateFault) -> Self {
        let key = match fault.code {
            "unreadable" => "template-unreadable",
            "too_long" => "template-too_long",
            "syntax" => "template-syntax",
            "undefined" => "template-undefined",
            "unknown" => "template-unknown",
            "missing" => "template-missing",
            "endless" => "template-endless",
            _ => "template-value",
        };
        Self::Input { code: "template_invalid", key, facts: fault.facts() }
    }
}

/// `paper …`.
pub fn run(setting: &Setting, verb: Verb) -> Result<Reply, Failure> {
    match verb {
        Verb::Receipt { what, out } => issued(setting, out.as_deref(), |session| {
            // A receipt by its number; only what is none can be a unit.
            let number = what.trim().to_string();
            if session.office.receipts.contains_key(&number) {
                return Ok(Command::Receipt { number });
            }
            match session.unit(&what) {
                Ok(unit) => Ok(Command::LastReceipt { unit }),
                Err(_) if !what.contains('/') => Ok(Command::Receipt { number }),
                Err(failure) => Err(failure),
            }
        }),
        Verb::Subscription { unit, out } => issued(setting, out.as_deref(), |session| {
            Ok(Command::Subscription { unit: session.unit(&unit)? })
        }),
        Verb::Swap { unit, out } => {
            issued(setting, out.as_deref(), |session| Ok(Command::Swap { unit: session.unit(&unit)? }))
        }
        Verb::List { kind, year } => list(setting, kind.as_deref().and_then(PaperKind::parse), year),
        Verb::Templates { folder } => templates(setting, &folder),
    }
}

type Acting<'a> = Session<'a, Box<dyn Journal>>;

/// Everything that could fail is tried before the paper gets its number.
fn issued(
    setting: &Setting,
    out: Option<&Path>,
    command: impl FnOnce(&Acting<'_>) -> Result<Command, Failure>,
) -> Result<Reply, Failure> {
    let mut session = Session::write(setting)?;
    let command = command(&session)?;
    let form = match out {
        None => Form::Text,
        Some(path) => Form::of(path).ok_or_else(|| bad_file("file_invalid", "cli-paper-ending", path))?,
    };
    let press = press(setting)?;
    let by = session.actor()?;
    let context = Context { by, terminal: setting.terminal(), now: session.now };
    trial(&press, form, &session.locale, &session.office, &command, &context)?;
    let draft = out.map(begin).transpose()?;
    let events = session.act(command)?;
    let last = events.iter().rev().find(|recorded| matches!(recorded.event, Event::Issue(_)));
    let last = last.ok_or_else(|| StoreFault::Missing { path: setting.url.clone() })?;
    let (office, hash) = session.as_of(last.seq)?;
    let mark = Mark { seq: last.seq, hash: &hash };
    let text = print(&press, form, &session.locale, &office, last, mark)?;
    if let (Some(draft), Some(path)) = (draft, out) {
        draft.finish(text.as_bytes()).map_err(|error| unwritten(last, path, &error))?;
    }
    Ok(said(&session, last, &hash, out, text))
}

/// The templates of this terminal's language.
fn press(setting: &Setting) -> Result<Press, Failure> {
    let folder = setting.config.templates();
    if let Some((folder, true)) = &folder
        && !folder.is_dir()
    {
        return Err(bad_file("templates_missing", "cli-paper-templates-missing", folder));
    }
    Ok(Press::load(setting.locale.lang, folder.as_ref().map(|(folder, _)| folder.as_path()))?)
}

fn bad_file(code: &'static str, key: &'static str, path: &Path) -> Failure {
    Failure::Input { code, key, facts: vec![("file", path.display().to_string())] }
}

fn begin(path: &Path) -> Result<Draft, Failure> {
    Draft::begin(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => bad_file("file_exists", "cli-file-exists", path),
        _ => {
            let facts = vec![("file", path.display().to_string()), ("cause", error.to_string())];
            Failure::Input { code: "file_unwritable", key: "cli-file-unwritable", facts }
        }
    })
}

fn unwritten(recorded: &Recorded, path: &Path, error: &std::io::Error) -> Failure {
    let number = match &recorded.event {
        Event::Issue(event) => event.print().0.to_string(),
        _ => String::new(),
    };
    let facts = vec![("number", number), ("file", path.display().to_string()), ("cause", error.to_string())];
    Failure::Input { code: "file_unwritable", key: "cli-paper-unwritten", facts }
}

#[derive(Serialize)]
struct PrintedJson {
    paper: String,
    kind: &'static str,
    year: i32,
    number: u32,
    copy: u32,
    unit: String,
    receipt: Option<String>,
    position: u64,
    head: String,
    file: Option<String>,
    /// The paper itself, where it went into no file.
    text: Option<String>,
}

fn said<S: Reader>(
    session: &Session<'_, S>,
    recorded: &Recorded,
    hash: &str,
    out: Option<&Path>,
    text: String,
) -> Reply {
    let Event::Issue(event) = &recorded.event else { return Reply::bytes(Vec::new()) };
    let (no, matter, unit, copy) = event.print();
    let address = session.office.unit(unit).spec.address();
    let file = out.map(|path| path.display().to_string());
    let key = match event {
        issue::Event::Issued { .. } => "cli-paper-written",
        issue::Event::Copied { .. } => "cli-paper-copied",
    };
    let words = || {
        let Some(file) = &file else { return text.clone() };
        let args = [
            ("kind", session.locale.paper_kind(no.kind).to_string().into()),
            ("number", no.to_string().into()),
            ("unit", address.clone().into()),
            ("copy", copy.into()),
            ("file", file.into()),
        ];
        session.locale.say(key, &args)
    };
    let json = || PrintedJson {
        paper: no.to_string(),
        kind: no.kind.code(),
        year: no.year,
        number: no.number,
        copy,
        unit: address.clone(),
        receipt: receipt_of(matter),
        position: recorded.seq,
        head: hash.to_string(),
        file: file.clone(),
        text: file.is_none().then(|| text.clone()),
    };
    Reply::either(session.json(), json, words)
}

fn receipt_of(matter: &Matter) -> Option<String> {
    match matter {
        Matter::Receipt(number) => Some(number.clone()),
        _ => None,
    }
}

#[derive(Serialize)]
struct PaperJson<'a> {
    paper: String,
    kind: &'static str,
    year: i32,
    number: u32,
    unit: String,
    receipt: Option<String>,
    at: String,
    by: Option<&'a str>,
    copies: u32,
    position: u64,
}

/// `paper list`: by kind, year and number, as far as the viewer may see money.
fn list(setting: &Setting, kind: Option<PaperKind>, year: Option<i32>) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let (office, locale) = (&session.office, &session.locale);
    let wanted = |paper: &&Paper| {
        kind.is_none_or(|kind| kind == paper.no.kind) && year.is_none_or(|year| year == paper.no.year)
    };
    let mut papers: Vec<&Paper> = office.issued.papers().iter().filter(wanted).collect();
    papers.retain(|paper| sees(office, session.viewer, paper));
    papers.sort_by_key(|paper| paper.no);
    let json = |paper: &&Paper| PaperJson {
        paper: paper.no.to_string(),
        kind: paper.no.kind.code(),
        year: paper.no.year,
        number: paper.no.number,
        unit: office.unit(paper.unit).spec.address(),
        receipt: receipt_of(&paper.matter),
        at: instant(paper.at),
        by: paper.by.map(|id| office.name_of(Some(id))),
        copies: paper.copies,
        position: paper.seq,
    };
    Ok(Reply::either(
        session.json(),
        || papers.iter().map(json).collect::<Vec<_>>(),
        || {
            if papers.is_empty() {
                return locale.text("cli-paper-none").to_string();
            }
            let mut table = Table::new(&[
                (locale.text("col-paper"), false),
                (locale.text("col-kind"), false),
                (locale.text("col-unit"), false),
                (locale.text("col-receipt"), false),
                (locale.text("col-printed"), false),
                (locale.text("col-printed-by"), false),
                (locale.text("col-copies"), true),
            ]);
            for paper in &papers {
                table.row(vec![
                    paper.no.to_string(),
                    locale.paper_kind(paper.no.kind).to_string(),
                    office.unit(paper.unit).spec.address(),
                    receipt_of(&paper.matter).unwrap_or_default(),
                    locale.instant(paper.at),
                    office.name_of(paper.by).to_string(),
                    paper.copies.to_string(),
                ]);
            }
            table.text()
        },
    ))
}

/// Who sees all money sees every paper; others those of their own claims.
fn sees(office: &Office, viewer: Option<StaffId>, paper: &Paper) -> bool {
    let Some(staff) = viewer.and_then(|id| office.staff.get(id.index())) else { return false };
    let own = || issue::claim_of(office, &paper.matter).and_then(|claim| claim.consultant) == Some(staff.id);
    staff.may(Right::SeeAll) || own()
}

/// `paper templates FOLDER`.
fn templates(setting: &Setting, folder: &Path) -> Result<Reply, Failure> {
    let made = export(folder).map_err(|(path, error): (PathBuf, std::io::Error)| match error.kind() {
        ErrorKind::AlreadyExists => bad_file("file_exists", "cli-file-exists", &path),
        _ => {
            let facts = vec![("file", path.display().to_string()), ("cause", error.to_string())];
            Failure::Input { code: "file_unwritable", key: "cli-file-unwritable", facts }
        }
    })?;
    let files = || made.iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
    Ok(Reply::either(setting.globals.json, files, || {
        let args = [("count", made.len().into()), ("file", folder.display().to_string().into())];
        setting.locale.say("cli-paper-templates", &args)
    }))
}
