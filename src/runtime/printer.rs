//! Papers from the desk into files: made ready before the paper gets its number, written once it has it.

use crate::config::Config;
use crate::domain::act::{Event, Recorded};
use crate::domain::context::Context;
use crate::domain::id::Seq;
use crate::domain::issue;
use crate::domain::state::issued::PaperNo;
use crate::domain::state::office::Office;
use crate::locale::Locale;
use crate::press::facts::Mark;
use crate::press::file::{Draft, folder};
use crate::press::template::{Form, Press};
use crate::press::{print, trial};
use crate::store::StoreFault;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// The desk prints pages: a browser puts them on paper as they are.
const FORM: Form = Form::Html;

/// A paper made ready for printing.
pub struct Job {
    /// The desk's number for it.
    pub ticket: u64,
    press: Press,
    locale: Locale,
    folder: PathBuf,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Job({}, {})", self.ticket, self.folder.display())
    }
}

/// A folder as people say it: `~` for their own.
fn short(folder: &Path) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    match home.as_deref().and_then(|home| folder.strip_prefix(home).ok()) {
        Some(rest) => format!("~/{}", rest.display()),
        None => folder.display().to_string(),
    }
}

/// What became of a paper.
#[derive(Debug)]
pub struct Printed {
    /// The desk's number for it.
    pub ticket: u64,
    /// Where it lies, or why it lies nowhere: in words.
    pub said: Result<String, String>,
}

impl Job {
    /// Templates, folder and a trial of this very paper; what is wrong with them in words.
    pub fn ready(
        config: &Config,
        store: &str,
        locale: &Locale,
        office: &Office,
        asked: (u64, &issue::Command, &Context),
    ) -> Result<Self, String> {
        let (ticket, command, context) = asked;
        let place = |path: &Path| ("file", path.display().to_string());
        let templates = config.templates();
        if let Some((named, true)) = &templates
            && !named.is_dir()
        {
            return Err(locale.say("cli-paper-templates-missing", &[("file", place(named).1.into())]));
        }
        let templates = templates.as_ref().map(|(folder, _)| folder.as_path());
        let loaded = Press::load(locale.lang, templates);
        let press = loaded.map_err(|fault| locale.coded("template", fault.code, &fault.facts()))?;
        trial(&press, FORM, locale, office, command, context)
            .map_err(|fault| locale.coded("template", fault.code, &fault.facts()))?;
        let papers = config.papers(store);
        let papers = std::path::absolute(&papers).unwrap_or(papers);
        folder(&papers).map_err(|error| {
            let facts = [place(&papers), ("cause", error.to_string())];
            locale.coded("print", "folder", &facts)
        })?;
        Ok(Self { ticket, press, locale: locale.clone(), folder: papers })
    }

    /// Writes the paper of an event; `office` is the one after it.
    pub fn run(&self, office: &Office, recorded: &Recorded, seq: Seq, hash: &str) -> Printed {
        let Event::Issue(event) = &recorded.event else { return self.lost(&StoreFault::NotPractice) };
        let (no, _, _, copy) = event.print();
        let name = if copy > 1 { format!("{no}-{copy}") } else { no.to_string() };
        let mark = Mark { seq, hash };
        let said = match print(&self.press, FORM, &self.locale, office, recorded, mark) {
            Err(fault) => Err(self.locale.coded("template", fault.code, &fault.facts())),
            Ok(text) => match self.write(&name, hash, &text) {
                Ok(path) => Ok(self.written(no, &path)),
                Err((path, error)) => Err(self.unwritten(no, &path, &error.to_string())),
            },
        };
        Printed { ticket: self.ticket, said }
    }

    /// The store failed after the paper got its number.
    pub fn lost(&self, fault: &StoreFault) -> Printed {
        Printed { ticket: self.ticket, said: Err(self.locale.coded("store", fault.code(), &fault.facts())) }
    }

    /// A new file; where another project's paper has the name, the head tells them apart.
    fn write(&self, name: &str, hash: &str, text: &str) -> Result<PathBuf, (PathBuf, Error)> {
        let path = self.folder.join(format!("{name}.{}", FORM.ending()));
        let put = |path: &Path| Draft::begin(path).and_then(|draft| draft.finish(text.as_bytes()));
        match put(&path) {
            Ok(()) => Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let mark = hash.get(..8).unwrap_or_default();
                let path = self.folder.join(format!("{name}-{mark}.{}", FORM.ending()));
                put(&path).map(|()| path.clone()).map_err(|error| (path, error))
            }
            Err(error) => Err((path, error)),
        }
    }

    /// The file's name first: where a narrow screen cuts the sentence, only the folder is cut.
    fn written(&self, no: PaperNo, path: &Path) -> String {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let args = [
            ("kind", self.locale.paper_kind(no.kind).to_string().into()),
            ("file", name.into()),
            ("folder", short(&self.folder).into()),
        ];
        self.locale.say("done-printed", &args)
    }

    fn unwritten(&self, no: PaperNo, path: &Path, cause: &str) -> String {
        let facts =
            [("number", no.to_string()), ("file", path.display().to_string()), ("cause", cause.to_string())];
        self.locale.coded("print", "unwritten", &facts)
    }
}
