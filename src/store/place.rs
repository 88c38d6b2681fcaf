//! Where a store is: URL forms, side files, and whether the file system can carry it.

use crate::store::StoreFault;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A parsed store URL.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// An SQLite file.
    File(PathBuf),
    /// In this process only.
    Memory,
}

impl Place {
    /// Reads a URL: a path, `sqlite:PATH`, `memory:`.
    pub fn parse(url: &str) -> Result<Self, StoreFault> {
        if url == "memory:" {
            return Ok(Self::Memory);
        }
        if url.is_empty() || (url.contains("://") && !url.starts_with("sqlite:")) {
            return Err(StoreFault::NoBackend { url: url.to_string() });
        }
        let path = url.strip_prefix("sqlite:").unwrap_or(url);
        // `sqlite:///a` names `/a`, as URLs do.
        let path = path.strip_prefix("//").unwrap_or(path);
        Ok(Self::File(PathBuf::from(path)))
    }
}

/// The path of a side file, e.g. `project.db.bell`.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A file beside a store that holds nothing, made where it is not there; none where it cannot be.
pub fn side_file(path: &Path) -> Option<File> {
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).ok()
}

/// The folder a path lies in.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Says what an I/O error means for a store.
pub fn io_fault(path: &Path, error: &std::io::Error) -> StoreFault {
    let shown = path.display().to_string();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreFault::DiskFull { path: shown },
        ErrorKind::ReadOnlyFilesystem => StoreFault::ReadOnly { path: shown },
        ErrorKind::AlreadyExists => StoreFault::Exists { path: shown },
        ErrorKind::NotFound => StoreFault::Missing { path: shown },
        _ => StoreFault::Unreachable { path: shown, cause: error.to_string() },
    }
}

/// Bytes without which not even a reader can open a store: SQLite's index beside it.
const ROOM: u64 = 64 << 10;

/// What the system has against using a store's file, where SQLite only says that it could not.
pub fn hindrance(path: &Path) -> Option<StoreFault> {
    use rustix::fs::{Access, access, statvfs};
    let shown = || path.display().to_string();
    if let Err(error) = access(path, Access::READ_OK) {
        return Some(io_fault(path, &error.into()));
    }
    if access(folder(path), Access::WRITE_OK).is_err() {
        return Some(StoreFault::ReadOnly { path: shown() });
    }
    let space = statvfs(folder(path)).ok()?;
    let is_full = space.f_bavail.saturating_mul(space.f_frsize) < ROOM;
    is_full.then(|| StoreFault::DiskFull { path: shown() })
}

/// Magic numbers of network file systems (`statfs(2)`), where SQLite's locks do not hold.
const NETWORK: &[(u64, &str)] = &[
    (0x6969, "nfs"),
    (0x517b, "smb"),
    (0xff53_4d42, "cifs"),
    (0xfe53_4d42, "smb2"),
    (0x5346_414f, "afs"),
    (0x00c3_6400, "ceph"),
    (0x7375_7245, "coda"),
    (0x564c, "ncp"),
    (0x0bd0_0bd0, "lustre"),
    (0x7461_636f, "ocfs2"),
    (0x0116_1970, "gfs2"),
    (0x786f_4256, "vboxsf"),
];
/// Plan 9: how virtual machines share folders, and how some sandboxes carry their whole disk.
const NINE_P: u64 = 0x0102_1997;
/// FUSE: local or network, its subtype tells.
const FUSE: u64 = 0x6573_5546;
const FUSE_NETWORK: &[&str] =
    &["sshfs", "rclone", "s3fs", "glusterfs", "davfs", "gcsfuse", "smb", "nfs", "curlftpfs"];

/// The network file system's name, or `None` where a store may lie. `root` is the type of `/`: a machine that lies
/// on 9p as a whole is a sandbox on one host, a single 9p folder is a share. `mount` is the mount table's type.
pub fn network_kind(kind: u64, root: u64, mount: &str) -> Option<String> {
    if kind == NINE_P {
        return (root != NINE_P).then(|| "9p".to_string());
    }
    if kind == FUSE {
        let is_network = FUSE_NETWORK.iter().any(|name| mount.contains(name));
        return is_network.then(|| mount.to_string());
    }
    NETWORK.iter().find(|(magic, _)| *magic == kind).map(|(_, name)| (*name).to_string())
}

/// Magic numbers of file systems a store may lie on. The three ext share theirs.
const LOCAL: &[(u64, &str)] = &[
    (0xef53, "ext2/3/4"),
    (0x5846_5342, "xfs"),
    (0x9123_683e, "btrfs"),
    (0x2fc1_2fc1, "zfs"),
    (0xca45_1a4e, "bcachefs"),
    (0xf2f5_2010, "f2fs"),
    (0x0102_1994, "tmpfs"),
    (0x8584_58f6, "ramfs"),
    (0x794c_7630, "overlayfs"),
    (0x3153_464a, "jfs"),
    (0x5265_4973, "reiserfs"),
    (0x3434, "nilfs2"),
    (0xf15f, "ecryptfs"),
    (0x2405_1905, "ubifs"),
    (0x4d44, "vfat"),
    (0x2011_bab0, "exfat"),
    (0x7366_746e, "ntfs3"),
];

/// The file system's name; one nobody here knows is its number. `mount` is the mount table's type, which alone tells one
/// FUSE from another.
fn type_name(kind: u64, mount: &str) -> String {
    match kind {
        FUSE if !mount.is_empty() => return mount.to_string(),
        FUSE => return "fuse".to_string(),
        NINE_P => return "9p".to_string(),
        _ => {}
    }
    let known = LOCAL.iter().chain(NETWORK).find(|(magic, _)| *magic == kind);
    known.map_or_else(|| format!("{kind:#x}"), |(_, name)| (*name).to_string())
}

/// The name of the file system a folder lies on; none where the system does not say.
pub fn file_system(folder: &Path) -> Option<String> {
    type_of(folder).map(|kind| type_name(kind, &fuse_type(kind, folder)))
}

/// The type number of the file system a path lies on.
fn type_of(path: &Path) -> Option<u64> {
    // The magic is a 32-bit number; the field's width and sign differ between platforms.
    rustix::fs::statfs(path).ok().map(|stat| u64::from(stat.f_type as u32))
}

/// Refuses a store on a network file system.
pub fn on_this_host(path: &Path) -> Result<(), StoreFault> {
    let Some(kind) = type_of(folder(path)) else { return Ok(()) };
    let root = type_of(Path::new("/")).unwrap_or_default();
    match network_kind(kind, root, &fuse_type(kind, folder(path))) {
        Some(kind) => Err(StoreFault::OnNetwork { path: path.display().to_string(), kind }),
        None => Ok(()),
    }
}

/// The mount table's type where the number says no more than FUSE.
fn fuse_type(kind: u64, folder: &Path) -> String {
    if kind == FUSE { mount_type(folder) } else { String::new() }
}

/// The type the mount table gives for a folder, e.g. `fuse.sshfs`.
fn mount_type(folder: &Path) -> String {
    let Ok(folder) = folder.canonicalize() else { return String::new() };
    let table = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let mounts = table.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        let point = words.next()?.replace("\\040", " ");
        let kind = words.next()?;
        folder.starts_with(&point).then(|| (point.len(), kind.to_string()))
    });
    mounts.max_by_key(|(length, _)| *length).map(|(_, kind)| kind).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_told_from_local_ones() {
        let (ext4, btrfs, tmpfs, overlay) = (0xef53, 0x9123_683e, 0x0102_1994, 0x794c_7630);
        for local in [ext4, btrfs, tmpfs, overlay] {
            assert_eq!(network_kind(local, ext4, ""), None);
        }
        assert_eq!(network_kind(0x6969, ext4, "").as_deref(), Some("nfs"));
        assert_eq!(network_kind(0xff53_4d42, ext4, "").as_deref(), Some("cifs"));
        assert_eq!(network_kind(NINE_P, ext4, "").as_deref(), Some("9p"));
        assert_eq!(network_kind(NINE_P, NINE_P, ""), None);
        assert_eq!(network_kind(FUSE, ext4, "fuse.sshfs").as_deref(), Some("fuse.sshfs"));
        assert_eq!(network_kind(FUSE, ext4, "fuseblk"), None);
    }

    #[test]
    fn a_file_system_is_called_by_its_name() {
        let named =
            [(0xef53, "ext2/3/4"), (0x5846_5342, "xfs"), (0x6969, "nfs"), (NINE_P, "9p"), (FUSE, "fuse")];
        for (kind, name) in named {
            assert_eq!(type_name(kind, ""), name);
        }
        assert_eq!(type_name(FUSE, "fuse.sshfs"), "fuse.sshfs");
        assert_eq!(type_name(0x1234_5678, ""), "0x12345678", "unknown");
        // The machine's own word for a folder every Linux has.
        assert_eq!(file_system(Path::new("/proc")), Some("0x9fa0".to_string()), "no place for a store");
        let all: Vec<u64> = LOCAL.iter().chain(NETWORK).map(|(magic, _)| *magic).collect();
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len(), "one number, two names");
    }

    #[test]
    fn urls() {
        assert_eq!(Place::parse("memory:"), Ok(Place::Memory));
        assert_eq!(Place::parse("sqlite:a/b.db"), Ok(Place::File("a/b.db".into())));
        assert_eq!(Place::parse("sqlite:///a/b.db"), Ok(Place::File("/a/b.db".into())));
        assert_eq!(Place::parse("/a/b.db"), Ok(Place::File("/a/b.db".into())));
        assert!(matches!(Place::parse("postgres://h/p"), Err(StoreFault::NoBackend { .. })));
    }
}
