//! Texts that are not UTF-8: what they look like, and how they are read all the same.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_16LE};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As most texts are.
    Utf8,
    /// As Chinese spreadsheets save CSV.
    Gbk,
    /// As spreadsheets save "Unicode text"; its mark says in which order.
    Utf16,
}

/// So much is decoded at a time.
const PIECE: usize = 16 * 1024;

/// What stands for bytes that do not belong to the encoding: no text has it, so that a row is told
/// to be bad for it where it matters.
const NO_TEXT: u8 = 0xff;

/// Reads a text in another encoding as UTF-8.
pub struct Decoded<R> {
    source: R,
    /// None for what is UTF-8 already.
    decoder: Option<Decoder>,
    text: Vec<u8>,
    /// How much of the text has been given away.
    given: usize,
    ended: bool,
}

impl<R> std::fmt::Debug for Decoded<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let encoding = self.decoder.as_ref().map(|decoder| decoder.encoding().name());
        f.debug_struct("Decoded").field("encoding", &encoding).finish_non_exhaustive()
    }
}

impl<R: Read> Decoded<R> {
    /// Reads a source in this encoding.
    pub fn new(source: R, encoding: Encoding) -> Self {
        let decoder = match encoding {
            Encoding::Utf8 => None,
            // The larger encoding, which reads whatever the smaller one does.
            Encoding::Gbk => Some(GB18030.new_decoder_without_bom_handling()),
            Encoding::Utf16 => Some(UTF_16LE.new_decoder()),
        };
        Self { source, decoder, text: Vec::new(), given: 0, ended: false }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else { return self.source.read(into) };
        while self.given == self.text.len() && !self.ended {
            let mut piece = [0; PIECE];
            let read = self.source.read(&mut piece)?;
            self.ended = read == 0;
            self.text.clear();
            self.given = 0;
            let encoded = piece.get(..read).unwrap_or_default();
            decode(decoder, encoded, self.ended, &mut self.text);
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into.iter_mut().zip(rest).for_each(|(into, byte)| *into = *byte);
        self.given += count;
        Ok(count)
    }
}

fn decode(decoder: &mut Decoder, mut encoded: &[u8], last: bool, text: &mut Vec<u8>) {
    loop {
        let from = text.len();
        text.resize(from + 3 * encoded.len() + 16, 0);
        let into = text.get_mut(from..).unwrap_or_default();
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(encoded, into, last);
        text.truncate(from + written);
        encoded = encoded.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => text.push(NO_TEXT),
        }
    }
}

/// What makes an input unreadable as rows of text, by its first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// It is UTF-16.
    Utf16,
    /// It is no text at all.
    Binary,
}

impl Foreign {
    /// What a line is, if it is no line of text.
    pub(crate) fn of(line: &[u8]) -> Option<Self> {
        let marked = matches!(line, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        let sample = || line.iter().take(64);
        let zeros = |odd: usize| sample().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        let half = sample().count() / 2;
        // Letters of the West have a zero in one half, and not in the other.
        let unmarked = half >= 4 && (zeros(0) * 2 > half) != (zeros(1) * 2 > half);
        if marked || unmarked {
            return Some(Self::Utf16);
        }
        line.contains(&0).then_some(Self::Binary)
    }
}

/// Whether bytes that are not UTF-8 may be GBK.
pub(crate) fn looks_like_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (0..=0x7f, _) => after,
            (0x81..=0xfe, [0x40..=0x7e | 0x80..=0xfe, after @ ..]) => after,
            _ => return false,
        };
    }
    true
}

/// What is wrong with bytes that are not UTF-8.
pub(crate) fn not_utf8(bytes: &[u8]) -> &'static str {
    match looks_like_gbk(bytes) {
        true => "it is not UTF-8 but looks like GBK: read the file as GBK",
        false => "it is not UTF-8: save the file as UTF-8",
    }
}
