//! Every way of ending otherwise than 0, as a sentence or as one JSON value, with its exit code (design §5).

use crate::cli::json;
use crate::cli::reply::put;
use crate::config::ConfigFault;
use crate::domain::rejection::{Fault, Rejection};
use crate::exchange::price::PriceList;
use crate::locale::{Arg, Locale};
use crate::store::StoreFault;
use serde_json::Value;
use std::process::ExitCode;

/// A way of ending otherwise than 0.
#[derive(Debug)]
pub enum Failure {
    /// The core said no.
    Refused(Rejection),
    /// The store failed.
    Store(StoreFault),
    /// Bad input the core never saw.
    Input {
        /// Stable code.
        code: &'static str,
        /// Locale key of its sentence.
        key: &'static str,
        /// Its arguments, also facts in JSON.
        facts: Vec<(&'static str, String)>,
    },
    /// Nobody, or nobody known, asks: exit 4.
    Nobody,
    /// A price list with faults.
    File(PriceList),
    /// The output could not be written.
    Output(String),
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        Self::Refused(rejection)
    }
}

impl From<StoreFault> for Failure {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

impl From<ConfigFault> for Failure {
    fn from(fault: ConfigFault) -> Self {
        let facts = fault.facts();
        let key = match fault {
            ConfigFault::Unreadable { .. } => "cli-config-unreadable",
            ConfigFault::Invalid { .. } => "cli-config-invalid",
        };
        Self::Input { code: "config_invalid", key, facts }
    }
}

impl Failure {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(rejection) => rejection.code(),
            Self::Store(fault) => fault.code(),
            Self::Input { code, .. } => code,
            Self::Nobody => "staff_missing",
            Self::File(_) => "file_invalid",
            Self::Output(_) => "output_failed",
        }
    }

    /// The exit code.
    pub fn exit(&self) -> u8 {
        match self {
            Self::Refused(rejection) => match rejection.fault() {
                Fault::Rule => 1,
                Fault::Input => 2,
                Fault::Permission => 4,
            },
            Self::Store(_) | Self::Output(_) => 3,
            Self::Input { .. } | Self::File(_) => 2,
            Self::Nobody => 4,
        }
    }

    /// In words.
    pub fn message(&self, locale: &Locale) -> String {
        match self {
            Self::Refused(rejection) => locale.rejection(rejection),
            Self::Store(fault) => locale.coded("store", fault.code(), &fault.facts()),
            Self::Input { key, facts, .. } => {
                let args: Vec<(&str, Arg)> =
                    facts.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
                locale.say(key, &args)
            }
            Self::Nobody => locale.text("cli-staff-missing").to_string(),
            Self::File(list) => {
                let count = list.faults.len() + list.more;
                locale.say("cli-file-invalid", &[("file", (&list.source).into()), ("count", count.into())])
            }
            Self::Output(cause) => locale.say("cli-output-failed", &[("cause", cause.into())]),
        }
    }

    /// What a script may want to know, in order.
    fn facts(&self, locale: &Locale) -> Vec<(String, Value)> {
        let plain = |facts: &[(&'static str, String)]| {
            facts.iter().map(|(name, value)| ((*name).to_string(), Value::from(value.as_str()))).collect()
        };
        match self {
            Self::Refused(rejection) => json::facts(rejection),
            Self::Store(fault) => plain(&fault.facts()),
            Self::Input { facts, .. } => plain(facts),
            Self::Nobody | Self::Output(_) => Vec::new(),
            Self::File(list) => {
                let faults = list.faults.iter().map(|fault| {
                    serde_json::json!({
                        "code": fault.code, "sheet": fault.sheet, "row": fault.row,
                        "column": fault.column, "value": fault.value, "message": fault_text(locale, fault),
                    })
                });
                vec![("faults".into(), faults.collect()), ("more".into(), list.more.into())]
            }
        }
    }
}

fn fault_text(locale: &Locale, fault: &crate::exchange::price::Fault) -> String {
    let mut facts = fault.facts();
    for (name, value) in &mut facts {
        if *name == "expected" && locale.has(value) {
            *value = locale.text(value).to_string();
        }
    }
    locale.coded("price", fault.code(), &facts)
}

/// Says what went wrong: in JSON on standard output, in words on standard error.
pub fn finish(failure: &Failure, as_json: bool, locale: &Locale) -> ExitCode {
    let message = failure.message(locale);
    if as_json {
        let text = json::error(failure.code(), &message, failure.facts(locale));
        return put(text.as_bytes(), failure.exit());
    }
    let mut lines = format!("{message}\n");
    if let Failure::File(list) = failure {
        for fault in &list.faults {
            lines.push_str(&format!("  {}\n", fault_text(locale, fault)));
        }
    }
    complain(&lines);
    ExitCode::from(failure.exit())
}

/// Writes to standard error; that nobody listens there changes nothing.
pub fn complain(text: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// What clap refused, or help and version.
pub fn usage(error: &clap::Error) -> ExitCode {
    let rendered = error.render().to_string();
    if !error.use_stderr() {
        return put(rendered.as_bytes(), 0);
    }
    if std::env::args_os().any(|arg| arg == "--json") {
        let message = rendered.lines().next().unwrap_or_default().trim_start_matches("error: ");
        return put(json::error("usage", message, Vec::new()).as_bytes(), 2);
    }
    complain(&rendered);
    ExitCode::from(2)
}
