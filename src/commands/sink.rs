//! Where rows go: standard output, a device or pipe, or a file that appears whole or not at all.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempPath;

use crate::commands::same_file;

/// What the rows are written to.
pub(crate) enum Sink {
    Stdout(io::Stdout),
    /// A device or a pipe: it has no place for a file beside it, and must not be replaced by one.
    /// It is opened by the first write, for a pipe may keep whoever opens it waiting.
    Device(PathBuf),
    File(File),
    /// No rows are asked for.
    Nothing,
}

/// A file under way; dropping it takes it away again.
pub(crate) struct Pending {
    temporary: TempPath,
    path: PathBuf,
    /// The path as the call names it.
    name: PathBuf,
}

impl Sink {
    /// Opens standard output, or a file that is not to be seen before it is whole.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<(Self, Option<Pending>)> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok((Self::Stdout(io::stdout()), None));
        };
        if path.is_dir() {
            let error = io::Error::from(io::ErrorKind::IsADirectory);
            return Err(error).with_context(|| failed(path));
        }
        if is_device(path) {
            return Ok((Self::Device(path.to_owned()), None));
        }
        let (file, pending) = Pending::new(path)?;
        Ok((Self::File(file), Some(pending)))
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout(stdout) => {
                let mut stdout = stdout.lock();
                stdout.write_all(bytes)?;
                stdout.flush()
            }
            Self::Device(path) => {
                let mut device = File::options().write(true).open(path)?;
                let written = device.write_all(bytes);
                *self = Self::File(device);
                written
            }
            Self::File(file) => file.write_all(bytes),
            Self::Nothing => Ok(()),
        }
    }

    /// Makes sure that what was written is kept.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Stdout(mut stdout) => stdout.flush(),
            Self::Device(_) => Ok(()),
            // A device has nothing to keep.
            Self::File(file) if file.metadata()?.is_file() => file.sync_all(),
            Self::File(_) | Self::Nothing => Ok(()),
        }
    }
}

/// Whether a path leads to something that is there and neither file nor folder.
pub(crate) fn is_device(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|known| !known.is_file() && !known.is_dir())
}

impl Pending {
    fn new(name: &Path) -> anyhow::Result<(File, Self)> {
        // What a link points at is replaced, not the link.
        let path = same_file::target(name);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        // Else the message would tell of a temporary file that nobody has asked for.
        std::fs::metadata(folder).with_context(|| failed(name))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".advisor-");
        let file = match std::fs::metadata(&path) {
            Ok(known) => builder.permissions(known.permissions()),
            Err(_) => readable(&mut builder),
        }
        .tempfile_in(folder)
        .with_context(|| failed(name))?;
        let (file, temporary) = file.into_parts();
        Ok((file, Self { temporary, path, name: name.to_owned() }))
    }

    /// Lets the file be seen under its name.
    pub(crate) fn appear(self) -> anyhow::Result<()> {
        let written = self.temporary.persist(&self.path);
        written.with_context(|| failed(&self.name))
    }
}

/// Permissions as any new file gets them; temporary files are for their owner alone.
#[cfg(unix)]
fn readable<'b, 'p, 's>(
    builder: &'b mut tempfile::Builder<'p, 's>,
) -> &'b mut tempfile::Builder<'p, 's> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn readable<'b, 'p, 's>(
    builder: &'b mut tempfile::Builder<'p, 's>,
) -> &'b mut tempfile::Builder<'p, 's> {
    builder
}

/// Writes all of a file at once.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let (mut sink, pending) = Sink::open(Some(path))?;
    sink.write(bytes).and_then(|()| sink.finish()).with_context(|| failed(path))?;
    pending.map_or(Ok(()), Pending::appear)
}

fn failed(path: &Path) -> String {
    format!("could not write `{}`", path.display())
}
