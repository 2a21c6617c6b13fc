//! A large text of TOML, parsed piece by piece.
//!
//! The parser's own tree takes some forty times the room of the text. A text that falls into pieces
//! at its headers is parsed and lowered one piece after the other, so that no more than one of these
//! trees is there at a time. Whatever could make a difference between the pieces and the whole (an
//! error, a header in quotes, a list of tables, a table that is headed again) is left to the whole.

use std::collections::{HashMap, HashSet};

use toml::de::DeTable;

use crate::read::item::{Node, Shape, Table};
use crate::read::lowering::Lowering;
use crate::source::SourceFile;

/// A text this long is worth it, and each of its pieces is about so long.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) text: usize,
    pub(crate) piece: usize,
}

impl Sizes {
    pub(crate) const USUAL: Self = Self { text: 1 << 20, piece: 1 << 18 };
}

/// The whole table; none where the text is short, or is better parsed as a whole.
pub(crate) fn parse(source: &SourceFile, sizes: Sizes) -> Option<Table<'_>> {
    let text = source.text();
    if text.len() < sizes.text {
        return None;
    }
    let mut joined = Joined::default();
    let mut whole = Table::default();
    // Where the piece at hand begins, and what its headers name.
    let (mut start, mut named) = (0, HashSet::new());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begins = at;
        at += line.len();
        if !line.trim_start().starts_with('[') {
            continue;
        }
        let header = plain_header(line)?;
        if joined.named.contains(header) || named.contains(header) {
            return None;
        }
        if begins - start >= sizes.piece {
            joined.add(source, start..begins, &mut whole, std::mem::take(&mut named))?;
            start = begins;
        }
        named.extend(prefixes(header));
    }
    joined.add(source, start..text.len(), &mut whole, named)?;
    Some(whole)
}

/// What a header of bare keys names; none for any other line that begins as one.
fn plain_header(line: &str) -> Option<&str> {
    let (header, rest) = line.trim_start().strip_prefix('[')?.split_once(']')?;
    let is_plain = |part: &str| {
        let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !part.is_empty() && part.bytes().all(bare)
    };
    let rest = rest.trim();
    (header.split('.').all(is_plain) && (rest.is_empty() || rest.starts_with('#')))
        .then_some(header)
}

/// The tables that a header names: `a` and `a.b` of `a.b`.
fn prefixes(header: &str) -> impl Iterator<Item = &str> {
    let dots = header.match_indices('.').filter_map(|(at, _)| header.get(..at));
    dots.chain([header])
}

/// What the pieces so far came to.
#[derive(Default)]
struct Joined<'a> {
    /// The tables that headers name.
    named: HashSet<&'a str>,
    /// Where the entries of tables stand that several pieces add to.
    places: HashMap<String, HashMap<String, usize>>,
}

impl<'a> Joined<'a> {
    fn add(
        &mut self,
        source: &'a SourceFile,
        within: std::ops::Range<usize>,
        whole: &mut Table<'a>,
        named: HashSet<&'a str>,
    ) -> Option<()> {
        let start = within.start;
        let (table, errors) = DeTable::parse_recoverable(source.text().get(within)?);
        if !errors.is_empty() {
            return None;
        }
        let part = Lowering { source, start }.table(table.into_inner());
        self.join(whole, "", part, &named)?;
        self.named.extend(named);
        Some(())
    }

    /// Adds the entries of a table that headers of several pieces name.
    fn join(
        &mut self,
        whole: &mut Table<'a>,
        path: &str,
        part: Table<'a>,
        named: &HashSet<&str>,
    ) -> Option<()> {
        let mut places = self.places.remove(path).unwrap_or_else(|| {
            let entries = whole.iter().enumerate();
            entries.map(|(at, (key, _))| (key.text.to_owned(), at)).collect()
        });
        for (key, node) in part.into_entries() {
            let Some(at) = places.get(&*key.text) else {
                places.insert(key.text.to_string(), whole.entries_mut().len());
                whole.entries_mut().push((key, node));
                continue;
            };
            let inner =
                if path.is_empty() { key.text.into() } else { format!("{path}.{}", key.text) };
            if !named.contains(&*inner) || !self.named.contains(&*inner) {
                return None;
            }
            let (_, known) = whole.entries_mut().get_mut(*at)?;
            let (Shape::Table(known), Node { value: Shape::Table(part), .. }) =
                (&mut known.value, node)
            else {
                return None;
            };
            self.join(known, &inner, part, named)?;
        }
        self.places.insert(path.to_owned(), places);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::{DeTable, Lowering, Sizes, parse};
    use crate::source::SourceFile;

    /// Whether a text is parsed in pieces, however small, and as it is as a whole.
    fn in_pieces(text: &str) -> bool {
        // Not at the beginning, so that a place that is not moved shows.
        let source = SourceFile::new("x", text).behind(&SourceFile::new("y", "before"));
        let sizes = Sizes { text: 0, piece: 1 };
        let Some(table) = parse(&source, sizes) else { return false };
        let (whole, errors) = DeTable::parse_recoverable(text);
        assert!(errors.is_empty(), "{text}");
        let whole = Lowering { source: &source, start: 0 }.table(whole.into_inner());
        assert_eq!(format!("{table:?}"), format!("{whole:?}"), "{text}");
        true
    }

    #[test]
    fn pieces_come_to_the_whole_or_are_left_to_it() {
        let good = [
            "a = 1\n[b]\nc = { d = [1, 2] }\n[b.e]\nf = '1'\n[b.g]\n[h.i.j]\nk = 1\n[h.l]\n",
            "[a.b]\nc = 1\n[d]\ne.f = 1\n[a.g] # more\nh = 2024-01-01\n  [a.i]\n",
            "\n# only this\n[a]\n[b]\n[c]",
        ];
        good.iter().for_each(|text| assert!(in_pieces(text), "{text}"));
        let left = [
            // Twice, in one way or the other.
            "[a]\n[a]\n",
            "[a]\nb = {}\n[a.b]\n",
            "[a]\nb = 1\n[c]\n[a.b]\n",
            "[a.b]\n[c]\n[a]\nb = 1\n",
            "[a]\nb.c = 1\n[d]\n[a.b]\ne = 1\n",
            // The table moves to the place of its own header.
            "[a.b]\n[c]\n[a]\n",
            "[[a]]\nb = 1\n[[a]]\n",
            "['a']\n[b]\n",
            "[a]\nb = [\n[1],\n]\n[c]\n",
            "[a]\nb = '''\n[c]\n'''\n[d]\n",
            "[a]\nb = \n[c]\n",
            "[a\n[b]\n",
        ];
        left.iter().for_each(|text| assert!(!in_pieces(text), "{text}"));
    }
}
