//! One finding a line: `file:line:column: level[code] message`.

use std::io::{self, Write};

use crate::files::Position;
use crate::render::check;
use crate::render::text::shown;
use crate::report::CheckedFile;

/// All findings, a line each.
pub(crate) fn findings(files: &[CheckedFile], out: &mut dyn Write) -> io::Result<()> {
    for (file, finding) in check::findings(files) {
        let Position { name, line, column, .. } = file.files.position_of(finding);
        let (name, message) = (shown(name), shown(&finding.message));
        writeln!(
            out,
            "{name}:{line}:{column}: {}[{}] {message}",
            finding.level.id(),
            finding.code.id()
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::render::check::samples::{files, printed};

    #[test]
    fn every_finding_is_one_line() {
        let text = printed(|out| super::findings(&files(), out));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), files().iter().map(|file| file.findings.len()).sum::<usize>());
        assert_eq!(lines[0], "./rules/it's.toml:2:9: error[no-path] nothing takes it");
        assert!(lines[1].ends_with("<U+000A>::error::%injected, <U+001B>[31m<U+202E>"), "{text}");
    }
}
