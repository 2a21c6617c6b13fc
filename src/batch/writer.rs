//! What a format has to know for rows to be written in it.

use rust_decimal::Decimal;

use crate::batch::plan::Format;
use crate::charge::money;

/// Writes rows in one format: what the row came with, then what is added to it.
///
/// Rows come as cells under names or as JSON objects, whatever they were read from.
pub(crate) trait RowWriter {
    /// Whether rows of this format are passed on as they are.
    fn keeps(&self, format: Format) -> bool;

    /// Whether cells may be any bytes, and not text alone.
    fn keeps_bytes(&self) -> bool;

    /// Writes a row of cells as it came, left open, with so many empty cells behind it.
    fn row(&self, row: &[u8], missing: usize, delimiter: u8, out: &mut Vec<u8>) {
        out.extend_from_slice(row);
        out.extend(std::iter::repeat_n(delimiter, missing));
    }

    /// Writes a row of cells, left open for what is added; a cell that is missing has a name alone.
    /// Where cells without a name have no place, the row is kept as it was.
    fn cells<'f>(
        &self,
        names: &[String],
        cells: impl Iterator<Item = &'f [u8]> + Clone,
        row: &[u8],
        out: &mut Vec<u8>,
    );

    /// Writes what such a row has more than names, once all is added to it.
    fn more_cells<'f>(&self, cells: impl Iterator<Item = &'f [u8]>, out: &mut Vec<u8>);

    /// Writes a JSON object, left open; says what of it has no place.
    ///
    /// # Errors
    /// It is no object; nothing has been written then.
    fn object(&self, row: &str, out: &mut Vec<u8>) -> serde_json::Result<Option<String>>;

    /// Writes a row of which only the text is there, left open.
    fn text_alone(&self, row: &str, out: &mut Vec<u8>);

    /// Writes what stands before the value of an added column.
    fn name(&self, name: &str, out: &mut Vec<u8>);

    /// Writes any text, or that there is none.
    fn text(&self, text: Option<&str>, out: &mut Vec<u8>);

    /// Writes what needs no quoting in any format, or that there is none.
    fn id(&self, id: Option<&str>, out: &mut Vec<u8>);

    /// Writes several texts.
    fn list(&self, texts: &[String], out: &mut Vec<u8>);

    /// Writes several ids.
    fn ids<'i>(&self, ids: impl Iterator<Item = &'i str>, out: &mut Vec<u8>);

    /// Writes what stands around a text that needs no quoting and is written piece by piece.
    fn ids_edge(&self, out: &mut Vec<u8>);

    /// Ends a row; the line end is that of the row that came.
    fn end(&self, line_end: &[u8], out: &mut Vec<u8>);
}

/// So much is written at once, and the row that it ends in: a signal waits for no more.
const PIECE: usize = 16 * 1024;

/// What is to be written for a block.
#[derive(Debug, Default)]
pub struct Answered {
    pub(crate) bytes: Vec<u8>,
    /// Where some of the rows end, so that it can be written in pieces of whole ones.
    ends: Vec<usize>,
}

impl Answered {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Notes that a row ends here.
    pub(crate) fn end_row(&mut self) {
        let length = self.bytes.len();
        if length - self.ends.last().copied().unwrap_or(0) >= PIECE {
            self.ends.push(length);
        }
    }

    /// Pieces of whole rows.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let ends = self.ends.iter().copied().chain([self.bytes.len()]);
        let mut from = 0;
        ends.filter_map(move |end| self.bytes.get(std::mem::replace(&mut from, end)..end))
    }
}

/// Writes an amount in whole cents, as nearly all are, without a string of its own.
pub(crate) fn write_money<W: RowWriter>(writer: &W, amount: Option<Decimal>, out: &mut Vec<u8>) {
    let Some(amount) = amount else { return writer.id(None, out) };
    writer.ids_edge(out);
    let cents = (amount.scale() <= 2).then(|| {
        u64::try_from(amount.mantissa()).ok()?.checked_mul(10_u64.pow(2 - amount.scale()))
    });
    match cents.flatten() {
        Some(cents) => write_cents(cents, out),
        None => out.extend_from_slice(money(amount).as_bytes()),
    }
    writer.ids_edge(out);
}

fn write_cents(cents: u64, out: &mut Vec<u8>) {
    let mut text = [b'0'; 24];
    let (mut rest, mut used) = (cents, 0);
    for (place, byte) in text.iter_mut().rev().enumerate() {
        if place == 2 {
            *byte = b'.';
        } else if rest > 0 || place < 4 {
            *byte = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        } else {
            break;
        }
        used = place + 1;
    }
    out.extend_from_slice(text.get(text.len() - used..).unwrap_or_default());
}

/// Writes names with a space between; a name needs no quotes in either format.
pub(crate) fn write_spaced<'i>(ids: impl Iterator<Item = &'i str>, out: &mut Vec<u8>) {
    for (at, id) in ids.enumerate() {
        out.extend((at > 0).then_some(b' '));
        out.extend_from_slice(id.as_bytes());
    }
}
