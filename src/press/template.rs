//! Templates 模板 of papers: built in, and replaced file by file from a folder of the office's.
//!
//! A folder holds `zh/receipt.html` and so on, as `assets/paper` does; `page.txt` and `page.html` are the frame all share.
//! Nothing undefined is printed as nothing: a misspelt name is a fault with its line.

use crate::domain::state::issued::PaperKind;
use crate::locale::Lang;
use crate::press::facts::Facts;
use crate::press::file::{self, Draft};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, HtmlEscape, State, UndefinedBehavior, escape_formatter,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Bytes a template may have.
const SIZE_MAX: u64 = 256 * 1024;
/// Steps a template may take: far more than any paper needs, and an end to a loop without one.
const FUEL: u64 = 1_000_000;
/// Cells a label takes in a row of text.
const LABEL: usize = 14;
/// Cells a line of text takes.
const LINE: usize = 64;

/// How a paper looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Plain text, aligned by cells.
    Text,
    /// One printable page.
    Html,
}

impl Form {
    /// Both.
    pub const ALL: [Form; 2] = [Form::Text, Form::Html];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Html => "html",
        }
    }

    /// By the ending of a file's name.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|form| form.ending() == ending)
    }
}

macro_rules! built_in {
    ($($name:literal),*) => {
        /// Every template of a language: file name and text.
        pub fn built_in(lang: Lang) -> &'static [(&'static str, &'static str)] {
            match lang {
                Lang::Zh => &[$(($name, include_str!(concat!("../../assets/paper/zh/", $name)))),*],
                Lang::En => &[$(($name, include_str!(concat!("../../assets/paper/en/", $name)))),*],
            }
        }
    };
}

built_in!(
    "page.txt",
    "page.html",
    "receipt.txt",
    "receipt.html",
    "subscription.txt",
    "subscription.html",
    "swap.txt",
    "swap.html"
);

/// What a template may use, for whoever changes one.
pub const GUIDE: &str = include_str!("../../assets/paper/README.md");

/// What is wrong with a template; its words are `template-CODE`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateFault {
    /// What: a stable word.
    pub code: &'static str,
    /// The file, or the name of the built-in template.
    pub file: String,
    /// The line, from 1; 0 where none can be named.
    pub line: usize,
    /// What stands there, or what the system said.
    pub text: String,
}

/// Every code a fault can have.
pub const CODES: &[&str] =
    &["unreadable", "too_long", "syntax", "undefined", "unknown", "missing", "endless", "value"];

impl TemplateFault {
    /// The facts its sentence needs, by argument name.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        vec![("file", self.file.clone()), ("line", self.line.to_string()), ("text", self.text.clone())]
    }
}

/// One template's text, and where it came from.
struct Source {
    file: String,
    text: String,
}

/// The templates of one language.
pub struct Press {
    environment: Environment<'static>,
    sources: Arc<BTreeMap<&'static str, Source>>,
}

impl Press {
    /// The templates of a language: those of the folder, built in where the folder has none.
    pub fn load(lang: Lang, folder: Option<&Path>) -> Result<Self, TemplateFault> {
        let mut sources = BTreeMap::new();
        for (name, text) in built_in(lang) {
            let own = folder.map(|folder| folder.join(lang.code()).join(name));
            let replaced = own.as_deref().map(read).transpose()?.flatten();
            let source = match (replaced, own) {
                (Some(text), Some(own)) => Source { file: own.display().to_string(), text },
                _ => Source { file: format!("{}/{name}", lang.code()), text: (*text).to_string() },
            };
            sources.insert(*name, source);
        }
        let sources = Arc::new(sources);
        Ok(Self { environment: environment(Arc::clone(&sources)), sources })
    }

    /// Fills a paper in: all of it, or the fault.
    pub fn render(&self, kind: PaperKind, form: Form, facts: Facts) -> Result<String, TemplateFault> {
        let name = format!("{}.{}", kind.code(), form.ending());
        let template = self.environment.get_template(&name).map_err(|error| self.fault(&name, &error))?;
        template.render(Value::from(Serde(facts))).map_err(|error| self.fault(&name, &error))
    }

    fn fault(&self, asked: &str, error: &Error) -> TemplateFault {
        // A fault inside a frame or a block is wrapped: the innermost place is where it stands.
        let mut at = error;
        while let Some(inner) = std::error::Error::source(at).and_then(|inner| inner.downcast_ref::<Error>())
        {
            at = inner;
        }
        let code = match at.kind() {
            ErrorKind::SyntaxError | ErrorKind::InvalidDelimiter | ErrorKind::BadEscape => "syntax",
            ErrorKind::UndefinedError => "undefined",
            ErrorKind::UnknownFilter
            | ErrorKind::UnknownTest
            | ErrorKind::UnknownFunction
            | ErrorKind::UnknownMethod
            | ErrorKind::UnknownBlock => "unknown",
            ErrorKind::TemplateNotFound => "missing",
            ErrorKind::OutOfFuel => "endless",
            _ => "value",
        };
        let placed = if at.line().is_some() { at } else { error };
        let (name, line) = (placed.name().unwrap_or(asked), placed.line().unwrap_or(0));
        let source = self.sources.get(name);
        let text = source.and_then(|source| source.text.lines().nth(line.checked_sub(1)?));
        let text = text.map_or_else(|| at.to_string(), |text| text.trim().to_string());
        let file = source.map_or_else(|| name.to_string(), |source| source.file.clone());
        TemplateFault { code, file, line, text }
    }
}

/// A template of the office's own; `None` where it has none.
fn read(path: &Path) -> Result<Option<String>, TemplateFault> {
    let fault = |code, text: String| TemplateFault { code, file: path.display().to_string(), line: 0, text };
    match std::fs::metadata(path) {
        Ok(about) if about.len() > SIZE_MAX => Err(fault("too_long", SIZE_MAX.to_string())),
        Ok(_) => {
            std::fs::read_to_string(path).map(Some).map_err(|error| fault("unreadable", error.to_string()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(fault("unreadable", error.to_string())),
    }
}

fn environment(sources: Arc<BTreeMap<&'static str, Source>>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_loader(move |name| Ok(sources.get(name).map(|source| source.text.clone())));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // The settings are sound as they stand; without them a paper only gets more blank lines.
    let blocks =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(blocks.unwrap_or_default());
    environment.set_fuel(Some(FUEL));
    // What is known to be absent prints as nothing; what is unknown is a fault.
    environment.set_formatter(
        |out, state, value| {
            if value.is_none() { Ok(()) } else { escape_formatter(out, state, value) }
        },
    );
    environment.add_filter("pad", |text: String, cells: usize| {
        let gap = cells.min(LINE).saturating_sub(text.width());
        format!("{text}{}", " ".repeat(gap))
    });
    environment.add_filter("right", |text: String, cells: usize| {
        let gap = cells.min(LINE).saturating_sub(text.width());
        format!("{}{text}", " ".repeat(gap))
    });
    environment.add_filter("center", |text: String| {
        format!("{}{text}", " ".repeat(LINE.saturating_sub(text.width()) / 2))
    });
    environment.add_function("row", row);
    environment.add_function("ends", |left: String, right: String| {
        let gap = LINE.saturating_sub(left.width() + right.width()).max(2);
        format!("{left}{}{right}", " ".repeat(gap))
    });
    environment
}

/// One row: a label, then the value; in text wrapped under itself, in HTML a row of a table. Nothing where there is no value.
fn row(state: &State<'_, '_>, label: String, value: Value) -> Result<Value, Error> {
    let text = valued(&label, value)?;
    Ok(match text {
        None => Value::from(""),
        Some(text) if *state.auto_escape() == AutoEscape::Html => {
            let (label, text) = (HtmlEscape(&label), HtmlEscape(&text));
            Value::from_safe_string(format!("<tr><th>{label}</th><td>{text}</td></tr>\n"))
        }
        Some(text) => Value::from(text_row(&label, &text)),
    })
}

/// What a row has to show, if anything.
fn valued(label: &str, value: Value) -> Result<Option<String>, Error> {
    if value.is_undefined() {
        return Err(Error::new(ErrorKind::UndefinedError, label.to_string()));
    }
    let text = if value.is_none() { String::new() } else { value.to_string() };
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

fn text_row(label: &str, text: &str) -> String {
    let lead = format!("{label}{}", " ".repeat(LABEL.saturating_sub(label.width()).max(1)));
    let joint = format!("\n{}", " ".repeat(LABEL));
    format!("{lead}{}\n", wrapped(text, LINE - LABEL).join(&joint))
}

/// A text in lines of so many cells: broken at a space where there is one, else anywhere, as Chinese is.
fn wrapped(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for letter in text.chars() {
        if line.width() + letter.width().unwrap_or(0) > cells {
            let word = line.rfind(' ').filter(|at| *at > 0 && letter.is_ascii() && letter != ' ');
            let rest = word.map(|at| line.split_off(at)).unwrap_or_default();
            lines.push(std::mem::replace(&mut line, rest.trim_start().to_string()));
        }
        if !(line.is_empty() && letter == ' ') {
            line.push(letter);
        }
    }
    lines.push(line);
    lines
}

/// Writes the built-in templates of every language and their guide into a folder, for the office to change; `Err` names the file that failed.
/// A template that is there already is never written over, and then none is written.
pub fn export(folder: &Path) -> Result<Vec<PathBuf>, (PathBuf, std::io::Error)> {
    let all = Lang::ALL.into_iter().flat_map(|lang| {
        built_in(lang).iter().map(move |(name, text)| (folder.join(lang.code()).join(name), *text))
    });
    let all: Vec<(PathBuf, &str)> = all.chain([(folder.join("README.md"), GUIDE)]).collect();
    for lang in Lang::ALL {
        let part = folder.join(lang.code());
        file::folder(&part).map_err(|error| (part, error))?;
    }
    let drafts: Result<Vec<Draft>, _> =
        all.iter().map(|(path, _)| Draft::begin(path).map_err(|error| (path.clone(), error))).collect();
    for (draft, (path, text)) in drafts?.into_iter().zip(&all) {
        draft.finish(text.as_bytes()).map_err(|error| (path.clone(), error))?;
    }
    Ok(all.into_iter().map(|(path, _)| path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_align_by_cells_and_wrap_under_themselves() {
        let row = text_row;
        assert_eq!(row("房源", "3#/1单元/603"), "房源          3#/1单元/603\n");
        assert_eq!(row("Unit", "3#"), "Unit          3#\n");
        assert_eq!(valued("房源", Value::from(" ")).ok(), Some(None));
        assert!(valued("房源", Value::UNDEFINED).is_err());
        let long = row("原因", &"很长的原因".repeat(12));
        assert_eq!(long.lines().count(), 3);
        assert!(long.lines().all(|line| line.width() <= LINE), "{long}");
        assert!(long.lines().skip(1).all(|line| line.starts_with(&" ".repeat(LABEL))), "{long}");
        let words = row("Reason", &"several plain words ".repeat(6));
        assert!(words.lines().all(|line| line.width() <= LINE && !line.ends_with("severa")), "{words}");
    }
}
