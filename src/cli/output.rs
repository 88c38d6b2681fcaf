//! Bytes on their way out of the process.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// Writes to standard output. A reader that went away is no fault: then it is false.
pub fn write(bytes: &[u8]) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error),
    }
}

/// Writes and ends with that code.
pub fn put(bytes: &[u8], exit: u8) -> ExitCode {
    ExitCode::from(if write(bytes).is_ok() { exit } else { 3 })
}

/// Writes to standard error; that nobody listens there changes nothing.
pub fn complain(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
