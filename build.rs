//! Marks the program with what its fold is made of: a kept office is believed only by the very program that folded it.
//!
//! Hashed are the rules and the state (`src/domain`), the form they are kept in (`src/store/snapshot`) and the versions of
//! everything underneath (`Cargo.lock`). So nobody has to remember to raise a number when a rule or a field changes.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let mut files = vec![PathBuf::from("Cargo.lock")];
    for folder in ["src/domain", "src/store/snapshot"] {
        collect(Path::new(folder), &mut files);
        println!("cargo:rerun-if-changed={folder}");
    }
    println!("cargo:rerun-if-changed=Cargo.lock");
    files.sort();
    let mut mark = Mark(0xcbf2_9ce4_8422_2325);
    for file in files {
        mark.add(file.to_string_lossy().as_bytes());
        // A package may come without its lock file.
        mark.add(&fs::read(&file).unwrap_or_default());
    }
    println!("cargo:rustc-env=XIAOKONG_FOLD={:016x}", mark.0);
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

/// FNV-1a: it only has to differ when something changes, and a build script needs no crate for it.
struct Mark(u64);

impl Mark {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&(bytes.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
