//! Every way of ending otherwise than 0, as a sentence or as one JSON value, with its exit code (design §5).

use crate::cli::faults;
use crate::cli::json::{self, Ordered};
use crate::cli::output::{complain, put};
use crate::config::ConfigFault;
use crate::domain::rejection::{Fault, Rejection};
use crate::exchange::price::PriceList;
use crate::locale::{Arg, Locale};
use crate::store::StoreFault;
use serde_json::Value;
use std::io::ErrorKind;
use std::path::Path;
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
    File(Box<PriceList>),
    /// There is no terminal for a full screen; why, in words.
    Screen(String),
    /// The output could not be written.
    Output(std::io::Error),
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
        let key = match &fault {
            ConfigFault::Unreadable { path, .. } if !Path::new(path).exists() => "cli-config-missing",
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
            Self::Screen(_) => "no_terminal",
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
            Self::Input { .. } | Self::File(_) | Self::Screen(_) => 2,
            Self::Nobody => 4,
        }
    }

    /// In words.
    pub fn message(&self, locale: &Locale) -> String {
        match self {
            Self::Refused(rejection) => locale.rejection(rejection),
            Self::Store(fault) => store(fault, locale),
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
            Self::Screen(text) => text.clone(),
            Self::Output(error) if error.kind() == ErrorKind::StorageFull => {
                locale.text("cli-output-full").to_string()
            }
            Self::Output(error) => locale.say("cli-output-failed", &[("cause", error.to_string().into())]),
        }
    }

    /// What a script may want to know, in order.
    fn facts(&self) -> Vec<(String, Value)> {
        let plain = |facts: &[(&'static str, String)]| {
            facts.iter().map(|(name, value)| ((*name).to_string(), Value::from(value.as_str()))).collect()
        };
        match self {
            Self::Refused(rejection) => json::facts(rejection),
            Self::Store(StoreFault::Busy { path, process }) => {
                vec![("path".into(), path.as_str().into()), ("process".into(), (*process).into())]
            }
            Self::Store(fault) => plain(&fault.facts()),
            Self::Input { facts, .. } => plain(facts),
            Self::Nobody | Self::Screen(_) | Self::File(_) | Self::Output(_) => Vec::new(),
        }
    }
}

/// A fault of the store in words.
pub fn store(fault: &StoreFault, locale: &Locale) -> String {
    let code = match fault {
        // To a script both are a store that cannot be reached; to a person they are not the same.
        StoreFault::NoBackend { url } if url.is_empty() => "nowhere",
        StoreFault::NoBackend { .. } => "no_backend",
        fault => fault.code(),
    };
    locale.coded("store", code, &fault.facts())
}

/// Says what went wrong: in JSON on standard output, in words on standard error.
pub fn finish(failure: &Failure, as_json: bool, locale: &Locale) -> ExitCode {
    let message = failure.message(locale);
    if as_json {
        let text = match failure {
            Failure::File(list) => json::error(failure.code(), &message, &faults::ListJson::of(list, locale)),
            _ => json::error(failure.code(), &message, &Ordered(failure.facts())),
        };
        return put(text.as_bytes(), failure.exit());
    }
    let mut lines = format!("{message}\n");
    if let Failure::File(list) = failure {
        lines.push_str(&faults::lines(list, locale));
        if list.partial() {
            lines.push_str(&format!("{}\n", locale.text("cli-partial-hint")));
        }
    }
    complain(&lines);
    ExitCode::from(failure.exit())
}
