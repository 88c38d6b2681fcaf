//! What the command line could not be read as: said in the user's language, like every other refusal.

use crate::cli::args::Args;
use crate::cli::help::in_words;
use crate::cli::json::{self, Ordered};
use crate::cli::output::{complain, put};
use crate::cli::session;
use crate::config::Config;
use crate::locale::{Arg, Lang, Locale};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, FromArgMatches};
use serde_json::Value;
use std::ffi::OsString;
use std::process::ExitCode;

/// Verbs or flags that may have been meant, at most.
const ALIKE_MAX: usize = 2;

/// Reads the command line.
pub fn parse() -> Result<Args, ExitCode> {
    let matches = command().try_get_matches();
    matches.and_then(|matches| Args::from_arg_matches(&matches)).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp => help(command()).unwrap_or_else(|| finish(&error)),
        _ => finish(&error),
    })
}

/// What may be typed. `-5` and the room `-1035` are values somebody typed, not flags: what reads them says what is wrong
/// with them. Only where one is typed, because saying so to some hundred arguments takes as long as making them.
fn command() -> Command {
    let is_negative = |arg: OsString| {
        let bytes = arg.as_encoded_bytes();
        bytes.first() == Some(&b'-')
            && bytes.get(1).is_some_and(|next| next.is_ascii_digit() || *next == b'.')
    };
    if std::env::args_os().any(is_negative) {
        with_negative_numbers(Args::command())
    } else {
        Args::command()
    }
}

/// Prints the help that was asked for, in the user's language.
fn help(command: Command) -> Option<ExitCode> {
    let typed: Vec<OsString> = std::env::args_os().skip(1).collect();
    let asked = in_words(command, &locale(&typed)).try_get_matches().err()?;
    let text = asked.render().to_string();
    Some(put(format!("{}\n", text.trim_end()).as_bytes(), 0))
}

fn with_negative_numbers(command: Command) -> Command {
    let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_string()).collect();
    let command = command.mut_args(|arg| {
        let takes = arg.get_action().takes_values();
        if takes { arg.allow_negative_numbers(true) } else { arg }
    });
    verbs.into_iter().fold(command, |command, verb| command.mut_subcommand(verb, with_negative_numbers))
}

/// Prints help and version, or says what is wrong.
fn finish(error: &clap::Error) -> ExitCode {
    let rendered = error.render().to_string();
    if !error.use_stderr() {
        return put(rendered.as_bytes(), 0);
    }
    let typed: Vec<OsString> = std::env::args_os().skip(1).collect();
    let locale = locale(&typed);
    let message = sentence(error, &locale).unwrap_or_else(|| first_paragraph(&rendered));
    if typed.iter().any(|arg| arg == "--json") {
        return put(json::error("usage", &message, &Ordered(facts(error))).as_bytes(), 2);
    }
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => plain(usage),
        _ => String::new(),
    };
    let mut text = format!("{message}\n");
    if let Some(usage) = usage.trim().strip_prefix("Usage: ") {
        text.push_str(&format!("{}\n", locale.say("cli-usage", &[("usage", usage.into())])));
    }
    text.push_str(&format!("{}\n", locale.text("cli-usage-help")));
    complain(&text);
    ExitCode::from(2)
}

/// The words to say it in: the arguments could not be read, so only `--lang`, the environment and the settings tell.
fn locale(typed: &[OsString]) -> Locale {
    let flag = typed.iter().enumerate().rev().find_map(|(at, arg)| {
        let arg = arg.to_str()?;
        match arg.strip_prefix("--lang=") {
            Some(lang) => Some(lang.to_string()),
            None if arg == "--lang" => typed.get(at + 1)?.to_str().map(str::to_string),
            None => None,
        }
    });
    let known = |lang: &String| Lang::parse(lang).is_some();
    let lang = flag.filter(known).or_else(|| std::env::var("XIAOKONG_LANG").ok());
    session::words(lang.as_deref(), &Config::load(None).unwrap_or_default())
}

fn plain(text: &StyledStr) -> String {
    text.to_string()
}

/// What clap says for the kinds that have no sentence here.
fn first_paragraph(rendered: &str) -> String {
    let lines = rendered.lines().take_while(|line| !line.trim().is_empty());
    lines.map(|line| line.trim().trim_start_matches("error: ")).collect::<Vec<_>>().join(" ")
}

fn strings(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![plain(text)],
        _ => Vec::new(),
    }
}

/// What was typed wrongly, by the kinds of context clap may give it under.
fn wrong(error: &clap::Error) -> Vec<String> {
    let of = |kind| strings(error, kind);
    [of(ContextKind::InvalidArg), of(ContextKind::InvalidSubcommand)].concat()
}

fn possible(error: &clap::Error) -> Vec<String> {
    let of = |kind| strings(error, kind);
    [of(ContextKind::ValidValue), of(ContextKind::ValidSubcommand)].concat()
}

fn sentence(error: &clap::Error, locale: &Locale) -> Option<String> {
    let value = strings(error, ContextKind::InvalidValue).concat();
    let prior = strings(error, ContextKind::PriorArg);
    let key = match error.kind() {
        ErrorKind::UnknownArgument => "cli-usage-unknown",
        ErrorKind::InvalidSubcommand => "cli-usage-verb",
        ErrorKind::InvalidValue if value.is_empty() => "cli-usage-value-missing",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "cli-usage-value",
        ErrorKind::MissingRequiredArgument => "cli-usage-missing",
        ErrorKind::MissingSubcommand => "cli-usage-verb-missing",
        ErrorKind::ArgumentConflict if prior == wrong(error) => "cli-usage-twice",
        ErrorKind::ArgumentConflict => "cli-usage-conflict",
        ErrorKind::InvalidUtf8 => "cli-usage-utf8",
        ErrorKind::TooManyValues => "cli-usage-too-many",
        _ => return None,
    };
    let separator = locale.text("cli-usage-separator");
    let joined = |texts: &[String]| texts.join(separator);
    let args: [(&str, Arg); 3] =
        [("arg", joined(&wrong(error)).into()), ("value", value.into()), ("other", joined(&prior).into())];
    let mut said = locale.say(key, &args);
    if error.kind() == ErrorKind::ValueValidation {
        let is_id = wrong(error).iter().any(|arg| arg.contains("UUID"));
        said.push_str(locale.text(if is_id { "cli-usage-uuid" } else { "cli-usage-number" }));
    }
    let possible = possible(error);
    let alike: Vec<String> =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            // The likeliest comes last.
            .flat_map(|kind| strings(error, kind).into_iter().rev().take(ALIKE_MAX))
            .collect();
    for (key, texts) in [("cli-usage-possible", possible), ("cli-usage-alike", alike)] {
        if !texts.is_empty() {
            said.push_str(&locale.say(key, &[("texts", joined(&texts).into())]));
        }
    }
    Some(said)
}

/// What a script may want to know.
fn facts(error: &clap::Error) -> Vec<(String, Value)> {
    let value = strings(error, ContextKind::InvalidValue).concat();
    let mut facts = Vec::new();
    if !wrong(error).is_empty() {
        facts.push(("arguments".to_string(), wrong(error).into()));
    }
    if !value.is_empty() {
        facts.push(("value".to_string(), value.into()));
    }
    if !possible(error).is_empty() {
        facts.push(("possible".to_string(), possible(error).into()));
    }
    facts
}
