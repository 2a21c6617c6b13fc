//! Whether two names stand for one file: by what the file is, not by how the name is spelled.

use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};

/// What a file is, under whatever name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileId {
    /// It is there: its device, and its number on it.
    #[cfg(unix)]
    Node(u64, u64),
    /// It is not there yet, or has no number: where it is going to be.
    Path(PathBuf),
}

impl FileId {
    /// The file that a name leads to; none for a device, which can be named twice without harm.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        match std::fs::metadata(path) {
            Ok(known) => Self::of_known(&known, path),
            Err(_) => Some(Self::Path(target(path))),
        }
    }

    /// The file behind standard input or output.
    #[cfg(unix)]
    pub(crate) fn of_stream(stream: &impl std::os::fd::AsFd) -> Option<Self> {
        let file = File::from(stream.as_fd().try_clone_to_owned().ok()?);
        Self::of_known(&file.metadata().ok()?, Path::new("-"))
    }

    #[cfg(not(unix))]
    pub(crate) fn of_stream<S>(_: &S) -> Option<Self> {
        None
    }

    #[cfg(unix)]
    fn of_known(known: &Metadata, _: &Path) -> Option<Self> {
        use std::os::unix::fs::{FileTypeExt, MetadataExt};
        let is_device = known.file_type().is_char_device();
        (!is_device).then(|| Self::Node(known.dev(), known.ino()))
    }

    #[cfg(not(unix))]
    fn of_known(known: &Metadata, path: &Path) -> Option<Self> {
        known.is_file().then(|| Self::Path(target(path)))
    }
}

/// Where a file is, or is going to be: links are followed, even one that leads nowhere yet.
pub(crate) fn target(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // No chain of links that a system follows is longer.
    for _ in 0..40 {
        if let Ok(whole) = std::fs::canonicalize(&path) {
            return whole;
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        match std::fs::read_link(&path) {
            Ok(next) => path = folder.join(next),
            Err(_) => {
                let folder = std::fs::canonicalize(folder).ok();
                let whole = folder.and_then(|folder| Some(folder.join(path.file_name()?)));
                return whole.unwrap_or(path);
            }
        }
    }
    path
}
