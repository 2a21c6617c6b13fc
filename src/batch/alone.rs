//! The added columns alone, as texts that can be compared: nothing of the row itself.

use crate::batch::plan::Format;
use crate::batch::writer::{RowWriter, write_spaced};
use crate::letters::shown;

/// Stands before each column; no text that is written has it, and none has a line feed.
pub(crate) const BEFORE: u8 = 0x1f;

/// Writes the columns that are added to a row, each behind a [`BEFORE`], and a line feed.
#[derive(Debug)]
pub(crate) struct AloneWriter;

impl RowWriter for AloneWriter {
    fn keeps(&self, _: Format) -> bool {
        true
    }

    fn keeps_bytes(&self) -> bool {
        true
    }

    fn row(&self, _: &[u8], _: usize, _: u8, _: &mut Vec<u8>) {}

    fn cells<'f>(
        &self,
        _: &[String],
        _: impl Iterator<Item = &'f [u8]> + Clone,
        _: &[u8],
        _: &mut Vec<u8>,
    ) {
    }

    fn more_cells<'f>(&self, _: impl Iterator<Item = &'f [u8]>, _: &mut Vec<u8>) {}

    fn object(&self, _: &str, _: &mut Vec<u8>) -> serde_json::Result<Option<String>> {
        Ok(None)
    }

    fn text_alone(&self, _: &str, _: &mut Vec<u8>) {}

    fn name(&self, _: &str, out: &mut Vec<u8>) {
        out.push(BEFORE);
    }

    fn text(&self, text: Option<&str>, out: &mut Vec<u8>) {
        out.extend_from_slice(shown(text.unwrap_or_default()).as_bytes());
    }

    fn id(&self, id: Option<&str>, out: &mut Vec<u8>) {
        out.extend_from_slice(id.unwrap_or_default().as_bytes());
    }

    fn list(&self, texts: &[String], out: &mut Vec<u8>) {
        self.text(Some(&texts.join("; ")), out);
    }

    fn ids<'i>(&self, ids: impl Iterator<Item = &'i str>, out: &mut Vec<u8>) {
        write_spaced(ids, out);
    }

    fn ids_edge(&self, _: &mut Vec<u8>) {}

    fn end(&self, _: &[u8], out: &mut Vec<u8>) {
        out.push(b'\n');
    }
}
