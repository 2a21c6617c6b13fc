//! The names of files as reports have them: relative to where the reports are read.

use std::path::{Path, PathBuf};

use crate::report::report_path;

/// Paths of reports are relative to the first of these they lie under.
pub(crate) struct Roots(Vec<PathBuf>);

impl Roots {
    pub(crate) fn new() -> Self {
        let project = std::env::var_os("CI_PROJECT_DIR").filter(|path| !path.is_empty());
        Self(project.map(PathBuf::from).into_iter().chain(std::env::current_dir()).collect())
    }

    /// A file that the caller or another file names.
    pub(crate) fn path(&self, name: &str) -> String {
        let roots: Vec<&Path> = self.0.iter().map(PathBuf::as_path).collect();
        // A path of the caller's begins in the working directory, wherever the project does.
        let here = roots.last().filter(|_| Path::new(name).exists());
        let path = here.map_or_else(|| PathBuf::from(name), |here| here.join(name));
        report_path(&path, &roots)
    }
}
