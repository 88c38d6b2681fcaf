//! Processes that watch, what they say, and what a process costs.

use rustix::time::{ClockId, clock_gettime};
use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// Nanoseconds of the clock all processes share.
pub fn monotonic() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec.cast_unsigned() * 1_000_000_000 + now.tv_nsec.cast_unsigned()
}

/// Seconds all threads of a process were on a processor.
pub fn processor(id: u32) -> f64 {
    let tasks = std::fs::read_dir(format!("/proc/{id}/task")).expect("a process");
    let texts =
        tasks.flatten().filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok());
    texts.filter_map(|text| text.split_whitespace().next()?.parse::<f64>().ok()).sum::<f64>() / 1e9
}

/// This bench, started again to watch; it ends with this value.
pub struct Watcher {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Watcher {
    /// Starts it with these words and the store.
    pub fn start(words: &[&str], store: &Path) -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .arg("--bench")
            .args(words)
            .arg(store)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let said = BufReader::new(child.stdout.take().expect("its words")).lines();
        Self { child, said }
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the line that begins with this word; returns the rest.
    pub fn says(&mut self, word: &str) -> String {
        loop {
            let line = self.said.next().expect("it lives").expect("words");
            if let Some((first, rest)) = line.split_once(' ')
                && first == word
            {
                return rest.to_string();
            }
        }
    }

    /// Waits until it saw that number; returns when that was, in nanoseconds.
    pub fn saw(&mut self, number: u64) -> u64 {
        self.says(&number.to_string()).parse().expect("a time")
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}
