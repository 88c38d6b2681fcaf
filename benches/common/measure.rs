//! Rounds, medians, spread. Nothing here asserts a time: the figures are told, people judge them.

use std::fs::File;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// Whether this is `cargo bench`: a test run builds the benches and must not wait for them.
pub fn is_wanted() -> bool {
    std::env::args().any(|arg| arg == "--bench")
}

/// Runs something and returns what it made and the microseconds it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let made = black_box(work());
    (made, start.elapsed().as_secs_f64() * 1e6)
}

/// The value below which a share of the values lies; sorts them.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
}

/// One measured thing: its samples, round by round.
pub struct Series {
    /// What it is.
    pub name: String,
    rounds: Vec<Vec<f64>>,
}

impl Series {
    /// Nothing measured yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), rounds: Vec::new() }
    }

    /// Begins a round.
    pub fn round(&mut self) {
        self.rounds.push(Vec::new());
    }

    /// Takes a sample in, microseconds.
    pub fn add(&mut self, sample: f64) {
        match self.rounds.last_mut() {
            Some(round) => round.push(sample),
            None => self.rounds.push(vec![sample]),
        }
    }

    /// The median over the rounds of a percentile within each, with the lowest and the highest of them.
    pub fn over_rounds(&self, share: f64) -> [f64; 3] {
        let mut each: Vec<f64> =
            self.rounds.iter().map(|round| percentile(&mut round.clone(), share)).collect();
        [percentile(&mut each, 0.5), percentile(&mut each, 0.0), percentile(&mut each, 1.0)]
    }

    /// The median.
    pub fn median(&self) -> f64 {
        self.over_rounds(0.5)[0]
    }

    /// One line: median and 99th percentile, each with its spread over the rounds.
    pub fn tell(&self) {
        let [p50, low, high] = self.over_rounds(0.5);
        let [p99, low99, high99] = self.over_rounds(0.99);
        let samples: usize = self.rounds.iter().map(Vec::len).sum();
        println!(
            "  {:<42} p50 {p50:>9.1} µs ({low:.1}–{high:.1})   p99 {p99:>9.1} µs ({low99:.1}–{high99:.1})   n {samples}",
            self.name
        );
    }
}

/// Says what is measured, where, and how busy the machine is.
pub fn head(name: &str, what: &str) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split_whitespace().take(3).collect();
    println!("\n{name}: {what}\n  {cores} cores, load {}", load.join(" "));
}

/// The raw speed of one core: hashing 1 MiB, microseconds. Told first and last, it shows whether the machine held still.
pub fn core(when: &str) {
    let block = vec![7_u8; 1 << 20];
    let mut times: Vec<f64> = (0..50).map(|_| timed(|| blake3::hash(&block)).1).collect();
    let (p50, p99) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
    println!("  raw core, {when}: BLAKE3 of 1 MiB p50 {p50:.0} µs, p99 {p99:.0} µs");
}

/// R1, the raw speed of the disk: one thread appends 8 KiB and makes it durable, microseconds.
pub fn disk(when: &str, folder: &Path) {
    let path = folder.join("raw");
    let mut file = File::create(&path).expect("a file in the bench's own folder");
    let block = vec![7_u8; 8 << 10];
    let mut append = || {
        file.write_all(&block).and_then(|()| file.sync_data()).expect("a disk with room");
    };
    let mut times: Vec<f64> = (0..100).map(|_| timed(&mut append).1).collect();
    let (p50, p99) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
    println!("  raw disk, {when}: append 8 KiB + fdatasync p50 {p50:.0} µs, p99 {p99:.0} µs");
}
