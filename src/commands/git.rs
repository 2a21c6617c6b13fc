//! Files as they were at a revision of git, read through the `git` program, and only where a call
//! names one as `REV:PATH`.

use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use advisor::builtin;

/// A path of a repository at a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Revision {
    rev: String,
    /// From the root of the repository, with `/` between its parts.
    path: String,
    /// Whether the revision is a file itself, as diff drivers name one: what it names stands in the
    /// folder of the repository.
    is_blob: bool,
}

impl Revision {
    /// What `REV:PATH` names, where there is no file of that name.
    pub(crate) fn named(path: &Path) -> Option<Self> {
        let (rev, within) = path.to_str()?.split_once(':')?;
        let is_own = path == Path::new(builtin::NAME);
        if is_own || rev.is_empty() || rev.starts_with('-') || within.is_empty() || path.exists() {
            return None;
        }
        let is_id = rev.len() >= 7 && rev.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_blob = is_id && said(Path::new(""), &["cat-file", "-t", rev]).ok()? == "blob";
        let path = if within.starts_with("./") || within.starts_with("../") {
            let prefix = said(Path::new(""), &["rev-parse", "--show-prefix"]).ok()?;
            short(&format!("{prefix}{within}"))
        } else {
            short(within)
        };
        Some(Self { rev: rev.to_owned(), path, is_blob })
    }

    /// A file of the working tree at a revision, as `REV:PATH`.
    ///
    /// # Errors
    /// It lies in no repository, or not in that of the working directory.
    pub(crate) fn of_file(rev: &str, file: &Path) -> io::Result<PathBuf> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let name = file.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| io::Error::other("its name is no text"))?;
        let top = |folder: &Path| said(folder, &["rev-parse", "--show-toplevel"]);
        if top(folder)? != top(Path::new(""))? {
            return Err(io::Error::other("call from within the repository of the file"));
        }
        let prefix = said(folder, &["rev-parse", "--show-prefix"])?;
        Ok(PathBuf::from(format!("{rev}:{prefix}{name}")))
    }

    /// Whether the revision has the path.
    ///
    /// # Errors
    /// There is no such revision.
    pub(crate) fn is_there(&self) -> io::Result<bool> {
        let Self { rev, path, .. } = self;
        said(Path::new(""), &["rev-parse", "--verify", "--quiet", &format!("{rev}^{{tree}}")])
            .map_err(|_| io::Error::other(format!("git knows no revision `{rev}`")))?;
        Ok(said(Path::new(""), &["cat-file", "-e", &format!("{rev}:{path}")]).is_ok())
    }

    /// A file beside it, by its path from the file that names it; none where that is no file of the
    /// revision.
    pub(crate) fn beside(&self, by: &Path, named: &str) -> Option<PathBuf> {
        if self.is_blob {
            let root = said(Path::new(""), &["rev-parse", "--show-cdup"]).ok()?;
            let by = by.to_str().map(|by| by.split_once(':').map_or(by, |(_, path)| path));
            let folder = Path::new(&root).join(Path::new(by?).parent()?);
            return Some(folder.join(named));
        }
        let (_, path) = by.to_str()?.split_once(':')?;
        // Only the call itself names a path from the working directory on.
        let is_from_here = path.starts_with("./") || path.starts_with("../");
        let path = if is_from_here { &self.path } else { path };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = if folder.is_empty() { named.to_owned() } else { format!("{folder}/{named}") };
        Some(PathBuf::from(format!("{}:{}", self.rev, short(&path))))
    }

    /// The bytes of it, no more than so many.
    ///
    /// # Errors
    /// `git` does not run, or knows no such file.
    pub(crate) fn bytes(&self, most: u64) -> io::Result<Vec<u8>> {
        let Self { rev, path, is_blob } = self;
        let object = if *is_blob { rev.clone() } else { format!("{rev}:{path}") };
        let mut child =
            git(Path::new(""), &["cat-file", "blob", &object]).spawn().map_err(no_git)?;
        let mut bytes = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            stdout.take(most).read_to_end(&mut bytes)?;
        }
        let ended = child.wait_with_output()?;
        if ended.status.success() || bytes.len() as u64 == most {
            Ok(bytes)
        } else {
            Err(failed(&ended.stderr))
        }
    }
}

fn git(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    if !folder.as_os_str().is_empty() {
        command.arg("-C").arg(folder);
    }
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The line that `git` answers with.
fn said(folder: &Path, args: &[&str]) -> io::Result<String> {
    let output = git(folder, args).output().map_err(no_git)?;
    if !output.status.success() {
        return Err(failed(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\r', '\n']).to_owned())
}

fn no_git(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("could not run `git`: {error}"))
}

fn failed(stderr: &[u8]) -> io::Error {
    let text = String::from_utf8_lossy(stderr);
    let line = text.lines().next().unwrap_or("it failed");
    io::Error::other(format!("git: {}", line.trim_start_matches("fatal: ")))
}

/// The path without the folders that lead back out of where it leads in.
fn short(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            Component::ParentDir => parts.push(".."),
            Component::Normal(name) => parts.extend(name.to_str()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    parts.join("/")
}
