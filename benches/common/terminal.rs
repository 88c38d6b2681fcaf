//! Programs on pseudo-terminals of 80×24.

use super::watch::monotonic;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::Read;
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::Sender;

const ROWS: u16 = 24;
const COLUMNS: u16 = 80;

/// What a terminal wrote: which, when (nanoseconds), and the bytes.
pub type Piece = (usize, u64, Vec<u8>);

/// A program on a terminal; it ends with this value.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    /// What it shows, for whoever feeds it the pieces.
    pub screen: vt100::Parser,
}

impl Terminal {
    /// Starts it; what it writes is sent on as it comes, or dropped when nobody wants it.
    pub fn start(command: CommandBuilder, place: usize, pieces: Sender<Piece>) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let child = pair.slave.spawn_command(command).expect("it starts");
        std::thread::spawn(move || {
            let mut bytes = [0; 16_384];
            while let Ok(count) = reader.read(&mut bytes)
                && count > 0
            {
                let _ = pieces.send((place, monotonic(), bytes[..count].to_vec()));
            }
        });
        let some = |count| NonZeroU16::new(count).expect("some");
        Self { child, _master: pair.master, screen: vt100::Parser::new(some(ROWS), some(COLUMNS), 0) }
    }

    /// Its process.
    pub fn id(&self) -> Option<u32> {
        self.child.process_id()
    }

    /// How often the screen says so.
    pub fn says(&self, what: char) -> usize {
        self.screen.screen().contents().matches(what).count()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program itself on a store, in Chinese.
pub fn program(store: &Path, words: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_xiaokong"));
    command.args(["--lang", "zh", "--store"]);
    command.arg(store);
    command.args(words);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", store.parent().expect("a folder"));
    command
}
