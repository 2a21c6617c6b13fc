//! The page that a report is written on, in lines that fit.

use std::io::{self, Write};

use advisor::model::wording::Tongue;

use crate::render::diff::words::Words;
use crate::render::text::{shown, wrapped};
use crate::render::{style, table};

/// So many of what is only listed are listed.
pub(super) const MOST_LISTED: usize = 10;

/// Where a report goes, and how it is written.
pub(super) struct Page<'o> {
    pub(super) words: &'static dyn Words,
    pub(super) tongue: Tongue,
    pub(super) width: usize,
    pub(super) out: &'o mut dyn Write,
}

impl Page<'_> {
    pub(super) fn heading(&mut self, text: &str) -> io::Result<()> {
        let lines = self.lines(&shown(text), self.width).join("\n");
        writeln!(self.out, "{}", style::heading(&lines))
    }

    pub(super) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    pub(super) fn title(&mut self, text: &str) -> io::Result<()> {
        self.gap()?;
        self.heading(text)
    }

    pub(super) fn indented(&mut self, text: &str) -> io::Result<()> {
        for (at, line) in self.lines(&shown(text), self.width.saturating_sub(4)).iter().enumerate()
        {
            let hang = if at > 0 { "  " } else { "" };
            writeln!(self.out, "  {hang}{line}")?;
        }
        Ok(())
    }

    pub(super) fn quiet(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "  {}", style::quiet(&shown(text)))
    }

    pub(super) fn lines(&self, text: &str, width: usize) -> Vec<String> {
        match self.tongue {
            Tongue::English => wrapped(text, width).lines().map(str::to_owned).collect(),
            // Chinese has no spaces between words: it is broken at any letter.
            Tongue::Chinese => {
                let lines = table::lines(None, &[vec![text.to_owned()]], width + 2);
                lines.iter().map(|line| line.trim().to_owned()).collect()
            }
        }
    }

    /// The first of some things, and how many more there are.
    pub(super) fn listed(&self, all: Vec<String>) -> String {
        let more = all.len().saturating_sub(MOST_LISTED);
        let told = all.into_iter().take(MOST_LISTED).collect::<Vec<_>>().join(", ");
        if more > 0 { told + &self.words.and_more(more) } else { told }
    }
}
