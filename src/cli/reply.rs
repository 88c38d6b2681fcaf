//! A result on its way to standard output.

use crate::cli::failure::Failure;
use crate::cli::output;
use serde::Serialize;
use std::process::ExitCode;

/// What a command answers with: exit 0 unless said otherwise.
#[derive(Debug)]
pub struct Reply {
    out: Vec<u8>,
    note: String,
    exit: u8,
}

impl Reply {
    /// Either the JSON value or the text; only the one asked for is made.
    pub fn either<T: Serialize>(
        as_json: bool,
        value: impl FnOnce() -> T,
        text: impl FnOnce() -> String,
    ) -> Self {
        let mut out = if as_json {
            serde_json::to_vec(&value()).unwrap_or_default()
        } else {
            text().trim_end().as_bytes().to_vec()
        };
        if !out.is_empty() {
            out.push(b'\n');
        }
        Self { out, note: String::new(), exit: 0 }
    }

    /// Bytes as they are.
    pub fn bytes(out: Vec<u8>) -> Self {
        Self { out, note: String::new(), exit: 0 }
    }

    /// Adds a line for people on standard error.
    pub fn noting(mut self, note: String) -> Self {
        self.note.push_str(&note);
        self.note.push('\n');
        self
    }

    /// Ends with another exit code.
    pub fn exiting(mut self, exit: u8) -> Self {
        self.exit = exit;
        self
    }

    /// Prints it; the exit code.
    pub fn print(self) -> Result<ExitCode, Failure> {
        output::complain(&self.note);
        // The act is done and durable; only its echo can be lost.
        output::write(&self.out).map_err(Failure::Output)?;
        Ok(ExitCode::from(self.exit))
    }
}
