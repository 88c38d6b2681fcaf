//! A new file, whole or not at all: written under another name, made durable, then named. Nothing is ever overwritten.

use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Result, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// A file being written, under another name until it is whole.
#[derive(Debug)]
pub struct Draft {
    file: File,
    draft: PathBuf,
    target: PathBuf,
}

impl Draft {
    /// Begins a file at a place where there is none, readable by its owner only.
    pub fn begin(target: &Path) -> Result<Self> {
        if target.symlink_metadata().is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let name = target.file_name().ok_or(ErrorKind::InvalidInput)?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.part", uuid::Uuid::now_v7().simple()));
        let draft = target.with_file_name(hidden);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        Ok(Self { file, draft, target: target.to_path_buf() })
    }

    /// Writes it and gives it its name.
    pub fn finish(mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes)?;
        self.file.sync_all()?;
        match renameat_with(CWD, &self.draft, CWD, &self.target, RenameFlags::NOREPLACE) {
            Ok(()) => Ok(()),
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
                // A file system that cannot rename without replacing can usually link.
                std::fs::hard_link(&self.draft, &self.target)
            }
            Err(error) => Err(Error::from(error)),
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Gone already where it got its name.
        let _ = std::fs::remove_file(&self.draft);
    }
}

/// Makes a folder for papers, for its owner only, where there is none.
pub fn folder(path: &Path) -> Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_is_whole_private_and_never_written_over() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.txt");
        let (first, second) = (Draft::begin(&path).expect("a draft"), dir.path().join("b.txt"));
        assert!(!path.exists(), "nothing half written has the name");
        std::fs::write(&path, "somebody was faster").expect("written");
        assert_eq!(first.finish(b"text").map_err(|error| error.kind()), Err(ErrorKind::AlreadyExists));
        assert_eq!(std::fs::read_to_string(&path).expect("a text"), "somebody was faster");
        assert_eq!(
            Draft::begin(&path).map(|_| ()).map_err(|error| error.kind()),
            Err(ErrorKind::AlreadyExists)
        );
        Draft::begin(&second).expect("a draft").finish(b"text").expect("written");
        assert_eq!(std::fs::read_to_string(&second).expect("a text"), "text");
        assert_eq!(std::fs::metadata(&second).expect("a file").permissions().mode() & 0o777, 0o600);
        drop(Draft::begin(&dir.path().join("c.txt")).expect("a draft"));
        assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 2, "no draft is left behind");
    }
}
