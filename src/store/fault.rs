//! What can go wrong with a store, as facts; the locale has the words (`store-CODE`).

use std::path::Path;

/// A fault of the store. On the command line all are exit 3.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StoreFault {
    /// No store there.
    #[error("no store at {path}")]
    Missing {
        /// Where.
        path: String,
    },
    /// There is one already.
    #[error("a store exists at {path}")]
    Exists {
        /// Where.
        path: String,
    },
    /// The file is not a store of ours.
    #[error("{path} is not a xiaokong store")]
    NotAStore {
        /// Where.
        path: String,
    },
    /// Made by a newer program.
    #[error("{path} has schema {found}, this program knows {known}")]
    TooNew {
        /// Where.
        path: String,
        /// The store's schema.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// On a network file system (design §4).
    #[error("{path} lies on a network file system ({kind})")]
    OnNetwork {
        /// Where.
        path: String,
        /// Which, e.g. `nfs`.
        kind: String,
    },
    /// Cannot be opened, read or written.
    #[error("{path}: {cause}")]
    Unreachable {
        /// Where.
        path: String,
        /// What the system said.
        cause: String,
    },
    /// The file is ours, and broken.
    #[error("{path} is damaged: {cause}")]
    Damaged {
        /// Where.
        path: String,
        /// What SQLite said.
        cause: String,
    },
    /// The last step of writing failed: it may be on the disk all the same.
    #[error("{path}: commit outcome unknown: {cause}")]
    Unsure {
        /// Where.
        path: String,
        /// What the system said.
        cause: String,
    },
    /// The disk is full.
    #[error("{path}: disk full")]
    DiskFull {
        /// Where.
        path: String,
    },
    /// May be read, not written.
    #[error("{path} is read-only")]
    ReadOnly {
        /// Where.
        path: String,
    },
    /// Another process kept the writer's lock too long.
    #[error("{path} is busy")]
    Busy {
        /// Where.
        path: String,
        /// Which process, where the host says so.
        process: Option<u32>,
    },
    /// The hash chain or the state does not hold.
    #[error("{path}: event {seq}: {what}")]
    ChainBroken {
        /// Where.
        path: String,
        /// First event that differs.
        seq: u64,
        /// What differs.
        what: String,
    },
    /// The guard table refused a second live claim: a fault of the program.
    #[error("the guard refused a second claim on unit {unit}")]
    Guarded {
        /// The unit's number.
        unit: u32,
    },
    /// A clock was given for a store that is not for practice.
    #[error("only a practice store takes its time from outside")]
    NotPractice,
    /// The URL names a backend this build has not.
    #[error("no backend for {url}")]
    NoBackend {
        /// The URL.
        url: String,
    },
}

impl StoreFault {
    /// The stable code of design §5.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "store_missing",
            Self::Exists { .. } => "store_exists",
            Self::NotAStore { .. } => "store_invalid",
            Self::TooNew { .. } => "store_too_new",
            Self::OnNetwork { .. } => "store_on_network",
            Self::Unreachable { .. } => "store_unreachable",
            Self::Damaged { .. } => "store_damaged",
            Self::Unsure { .. } => "outcome_unknown",
            Self::DiskFull { .. } => "disk_full",
            Self::ReadOnly { .. } => "store_read_only",
            Self::Busy { .. } => "store_busy",
            Self::ChainBroken { .. } => "chain_broken",
            Self::Guarded { .. } => "guard_refused",
            Self::NotPractice => "not_practice",
            Self::NoBackend { .. } => "store_unreachable",
        }
    }

    /// The facts its sentence needs, by argument name.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Missing { path }
            | Self::Exists { path }
            | Self::NotAStore { path }
            | Self::DiskFull { path }
            | Self::ReadOnly { path } => vec![("path", path.clone())],
            Self::Busy { path, process } => {
                let process = process.map_or("none".to_string(), |process| process.to_string());
                vec![("path", path.clone()), ("process", process)]
            }
            Self::TooNew { path, found, known } => {
                vec![("path", path.clone()), ("found", found.to_string()), ("known", known.to_string())]
            }
            Self::OnNetwork { path, kind } => vec![("path", path.clone()), ("kind", kind.clone())],
            Self::Unreachable { path, cause }
            | Self::Damaged { path, cause }
            | Self::Unsure { path, cause } => {
                vec![("path", path.clone()), ("cause", cause.clone())]
            }
            Self::ChainBroken { path, seq, what } => {
                vec![("path", path.clone()), ("seq", seq.to_string()), ("what", what.clone())]
            }
            Self::Guarded { unit } => vec![("unit", unit.to_string())],
            Self::NotPractice => Vec::new(),
            Self::NoBackend { url } => vec![("path", url.clone()), ("cause", String::new())],
        }
    }

    /// The same fault under another name: a draft means nothing to anybody.
    pub(super) fn at(mut self, place: &Path) -> Self {
        match &mut self {
            Self::Missing { path }
            | Self::Exists { path }
            | Self::NotAStore { path }
            | Self::TooNew { path, .. }
            | Self::OnNetwork { path, .. }
            | Self::Unreachable { path, .. }
            | Self::Damaged { path, .. }
            | Self::Unsure { path, .. }
            | Self::DiskFull { path }
            | Self::ReadOnly { path }
            | Self::Busy { path, .. }
            | Self::ChainBroken { path, .. } => *path = place.display().to_string(),
            Self::Guarded { .. } | Self::NotPractice | Self::NoBackend { .. } => {}
        }
        self
    }
}
