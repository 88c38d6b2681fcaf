//! What a bench reached, as JSON lines in `target/figures/NAME.jsonl`: `cargo bench --bench summary` reads them.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// One figure of one run.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Figure {
    /// The bench.
    pub bench: String,
    /// What of it, as in the table of goals.
    pub what: String,
    /// µs, ms, ×, bytes …
    pub unit: String,
    /// The median over the rounds.
    pub median: f64,
    /// The lowest round.
    pub low: f64,
    /// The highest round.
    pub high: f64,
    /// The machine's load over the last minute.
    pub load: f64,
    /// When, UTC, to the minute.
    pub date: String,
}

/// Writes what a bench reached, in place of what it reached before: what, unit, and median, low and high.
pub fn write(bench: &str, reached: &[(&str, &str, [f64; 3])]) {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().and_then(|load| load.parse().ok()).unwrap_or_default();
    let date = chrono::Utc::now().format("%Y-%m-%d %H:%M").to_string();
    let line = |(what, unit, [median, low, high]): &(&str, &str, [f64; 3])| {
        let (bench, what, unit) = (bench.to_string(), (*what).to_string(), (*unit).to_string());
        let figure =
            Figure { bench, what, unit, median: *median, low: *low, high: *high, load, date: date.clone() };
        serde_json::to_string(&figure).expect("a figure is plain") + "\n"
    };
    let text: String = reached.iter().map(line).collect();
    let folder = folder();
    let written = std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(folder.join(format!("{bench}.jsonl")), text));
    if let Err(fault) = written {
        println!("  figures not kept in {}: {fault}", folder.display());
    }
}

/// What every bench reached last.
pub fn read() -> Vec<Figure> {
    let Ok(files) = std::fs::read_dir(folder()) else { return Vec::new() };
    let texts = files.flatten().filter_map(|file| std::fs::read_to_string(file.path()).ok());
    let texts: Vec<String> = texts.collect();
    texts.iter().flat_map(|text| text.lines()).filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Three folders above the bench itself: `target/release/deps/NAME`.
fn folder() -> PathBuf {
    let program = std::env::current_exe().expect("this program");
    program.ancestors().nth(3).expect("the target folder").join("figures")
}
