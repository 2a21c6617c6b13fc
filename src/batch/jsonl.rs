//! JSON lines in, the same lines with the answer out.

use std::borrow::Cow;
use std::collections::HashMap;

use advisor::model::condition::FactId;
use advisor::model::fact::Kind;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::batch::blocks::{Block, LONGEST_ROW, looks_like};
use crate::batch::clerk::{Clerk, write_json};
use crate::batch::csv::write_cell;
use crate::batch::pipeline::Answered;
use crate::batch::plan::{Format, Plan, Target};
use crate::batch::rows::without_line_end;

/// So many different keys are remembered.
const MOST_KEYS: usize = 10_000;
/// Longer ones are not.
const LONGEST_KEY: usize = 100;

/// What a key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Says(Target),
    PassedOn,
    /// It has the name of a key that is added.
    Clash,
}

/// What keys say, remembered.
#[derive(Debug)]
struct Keys {
    plan: &'static Plan,
    /// By fact: whether it is a number.
    numbers: Vec<bool>,
    known: HashMap<Box<str>, Key>,
    /// The keys of the row before, in their order: rows are mostly alike.
    last: Vec<(Box<str>, Key)>,
}

impl Keys {
    fn is_number(&self, id: FactId) -> bool {
        self.numbers.get(id.index()) == Some(&true)
    }

    fn key(&mut self, place: usize, name: &str) -> Key {
        if let Some((_, key)) = self.last.get(place).filter(|(last, _)| **last == *name) {
            return *key;
        }
        let key = match self.known.get(name) {
            Some(key) => *key,
            None if self.plan.clashes(name) => Key::Clash,
            None => self.plan.target(name).map_or(Key::PassedOn, Key::Says),
        };
        if name.len() > LONGEST_KEY {
            return key;
        }
        if self.known.len() < MOST_KEYS {
            self.known.insert(name.into(), key);
        }
        if self.last.len() <= place {
            self.last.resize_with(place + 1, || ("".into(), Key::PassedOn));
        }
        if let Some(last) = self.last.get_mut(place) {
            *last = (name.into(), key);
        }
        key
    }
}

/// Answers blocks of JSON lines.
pub(crate) struct JsonRows {
    keys: Keys,
    /// For CSV: the keys of the first rows; none if none of these is an object.
    header: Vec<String>,
    /// Where each of them stands.
    places: HashMap<String, usize>,
}

/// What is seen in one row.
#[derive(Default)]
struct Seen<'l> {
    cells: Vec<(Target, Cow<'l, str>)>,
    keys: usize,
    clash: bool,
    /// The first key that says what another has said.
    twice: Option<Target>,
    nested: Option<Target>,
}

impl Seen<'_> {
    fn problem(&self, plan: &Plan) -> Option<String> {
        let twice = self.twice.map(|target| format!("`{}` is given twice", plan.words(target)));
        let nested = || {
            let words = plan.words(self.nested?);
            Some(format!("`{words}` is a list or an object: write one value"))
        };
        twice.or_else(nested)
    }
}

impl JsonRows {
    pub(crate) fn new(plan: &'static Plan, header: Vec<String>) -> Self {
        let facts = plan.rule_set().fact_ids().map(|id| &plan.rule_set()[id]);
        let numbers = facts.map(|fact| matches!(fact.kind, Kind::Number(_))).collect();
        let places = header.iter().cloned().zip(0..).collect();
        Self {
            keys: Keys { plan, numbers, known: HashMap::new(), last: Vec::new() },
            header,
            places,
        }
    }

    /// Answers the rows of a block.
    pub(crate) fn answer(&mut self, clerk: &mut Clerk, block: &Block, answered: &mut Answered) {
        if block.too_long {
            let error = format!("the row is longer than {LONGEST_ROW} bytes and was left out");
            let beginning = String::from_utf8_lossy(&block.bytes);
            return self.no_object(clerk, &beginning, &error, block.line, &mut answered.bytes);
        }
        let bytes = block.bytes.as_slice();
        let mut seen = Seen::default();
        let mut from = 0;
        let mut line = block.line;
        while from < bytes.len() {
            let rest = bytes.get(from..).unwrap_or_default();
            let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            let whole = rest.get(..length).unwrap_or_default();
            let row = without_line_end(whole);
            if !row.trim_ascii().is_empty() {
                self.row(clerk, row, &mut seen, line, &mut answered.bytes);
                let crlf = whole.ends_with(b"\r\n") && clerk.plan.output == Format::Json;
                answered.bytes.extend_from_slice(if crlf { b"\r\n" } else { b"\n" });
            }
            answered.end_row();
            from += length;
            line += 1;
        }
    }

    fn row<'l>(
        &mut self,
        clerk: &mut Clerk,
        row: &'l [u8],
        seen: &mut Seen<'l>,
        line: u64,
        out: &mut Vec<u8>,
    ) {
        let plan = clerk.plan;
        let Ok(row) = std::str::from_utf8(row) else {
            let text = String::from_utf8_lossy(row);
            return self.row_without_end(clerk, &text, looks_like(row), line, out);
        };
        if let Err(error) = read(row, &mut self.keys, seen) {
            return self.row_without_end(clerk, row, &not_json(&error), line, out);
        }
        if seen.clash {
            let error = "it has a key that is added: use `--prefix` for other names";
            return self.row_without_end(clerk, row, error, line, out);
        }
        if plan.output == Format::Csv {
            match self.write_cells(plan, row, out) {
                Ok(None) => {}
                Ok(Some(error)) => return clerk.refuse(&error, line, out),
                Err(error) => {
                    return self.row_without_end(clerk, row, &not_json(&error), line, out);
                }
            }
        } else {
            let open = row.trim_ascii_end();
            let open = open.get(..open.len().saturating_sub(1)).unwrap_or_default();
            out.extend_from_slice(open.as_bytes());
        }
        // Without a key of its own the row needs no comma before what is added.
        let comma = out.len();
        match seen.problem(plan) {
            Some(error) => clerk.refuse(&error, line, out),
            None => {
                let cells = seen.cells.iter();
                let cells = cells.map(|(target, text)| (*target, Ok(text.as_ref())));
                clerk.answer(cells, || line, out);
            }
        }
        if plan.output == Format::Json {
            if seen.keys == 0 && out.get(comma) == Some(&b',') {
                out.remove(comma);
            }
            out.push(b'}');
        }
    }

    /// A row that is no object, or cannot be extended, within an object that can.
    fn no_object(&self, clerk: &mut Clerk, row: &str, error: &str, line: u64, out: &mut Vec<u8>) {
        self.row_without_end(clerk, row, error, line, out);
        out.push(b'\n');
    }

    fn row_without_end(
        &self,
        clerk: &mut Clerk,
        row: &str,
        error: &str,
        line: u64,
        out: &mut Vec<u8>,
    ) {
        let plan = clerk.plan;
        if plan.output == Format::Csv {
            if self.header.is_empty() {
                write_cell(plan, row.as_bytes(), out);
            }
            let empty = self.header.len().saturating_sub(1);
            out.extend(std::iter::repeat_n(plan.delimiter, empty));
            return clerk.refuse(error, line, out);
        }
        out.extend_from_slice(b"{\"input\":");
        write_json(row, out);
        clerk.refuse(error, line, out);
        out.push(b'}');
    }

    /// Writes a row under the columns; says so if it has a key that is none of them.
    fn write_cells(
        &self,
        plan: &Plan,
        row: &str,
        out: &mut Vec<u8>,
    ) -> serde_json::Result<Option<String>> {
        let pairs: Pairs<'_> = serde_json::from_str(row)?;
        if self.header.is_empty() {
            write_cell(plan, row.as_bytes(), out);
        }
        let mut cells: Vec<&str> = vec!["null"; self.header.len()];
        let mut other = None;
        for (key, value) in &pairs.0 {
            match self.places.get(key).and_then(|at| cells.get_mut(*at)) {
                Some(cell) => *cell = value.get(),
                None => other = other.or(Some(key)),
            }
        }
        for (at, cell) in cells.iter().enumerate() {
            out.extend((at > 0).then_some(plan.delimiter));
            let text = match cell.as_bytes() {
                [b'"', ..] => serde_json::from_str(cell).map_or(Cow::Borrowed(*cell), Cow::Owned),
                b"null" => Cow::Borrowed(""),
                _ => Cow::Borrowed(*cell),
            };
            write_cell(plan, text.as_bytes(), out);
        }
        let message = "and CSV has the columns of those alone";
        Ok(other.map(|key| format!("none of the first rows has a key `{key}`, {message}")))
    }
}

/// The columns of CSV: the keys of the first rows, or one for rows that are no objects.
pub(crate) fn columns(keys: &[String]) -> Vec<&str> {
    if keys.is_empty() { vec!["input"] } else { keys.iter().map(String::as_str).collect() }
}

fn not_json(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    format!("not a JSON object: {what} at column {}", error.column())
}

/// Reads what a row says.
fn read<'l>(row: &'l str, keys: &mut Keys, seen: &mut Seen<'l>) -> serde_json::Result<()> {
    seen.cells.clear();
    (seen.keys, seen.clash, seen.twice, seen.nested) = (0, false, None, None);
    let mut reader = serde_json::Deserializer::from_str(row);
    reader.deserialize_map(RowVisitor { keys, seen })?;
    reader.end()
}

struct RowVisitor<'k, 's, 'l> {
    keys: &'k mut Keys,
    seen: &'s mut Seen<'l>,
}

impl<'l> Visitor<'l> for RowVisitor<'_, '_, 'l> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { keys, seen } = self;
        while let Some(key) = map.next_key_seed(KeySeed { keys, place: seen.keys })? {
            seen.keys += 1;
            let Key::Says(target) = key else {
                seen.clash |= key == Key::Clash;
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if seen.cells.iter().any(|(other, _)| *other == target) {
                seen.twice = seen.twice.or(Some(target));
            }
            // A number has to be seen as it was written; texts are read faster as what they are.
            let value = match target {
                Target::Fact(id) if !keys.is_number(id) => map.next_value_seed(Scalar::Null)?,
                Target::On => map.next_value_seed(Scalar::Null)?,
                Target::Fact(_) | Target::Hs => {
                    scalar(map.next_value::<&'l RawValue>()?).map_err(A::Error::custom)?
                }
            };
            match value {
                Scalar::Text(text) => seen.cells.push((target, text)),
                Scalar::Null => seen.cells.push((target, Cow::Borrowed(""))),
                Scalar::Nested => seen.nested = seen.nested.or(Some(target)),
            }
        }
        Ok(())
    }
}

struct KeySeed<'k> {
    keys: &'k mut Keys,
    place: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Key, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(self.keys.key(self.place, name))
    }
}

/// A JSON value as a cell; any one of them reads another.
enum Scalar<'l> {
    Text(Cow<'l, str>),
    Null,
    Nested,
}

impl<'l> DeserializeSeed<'l> for Scalar<'l> {
    type Value = Self;

    fn deserialize<D: Deserializer<'l>>(self, reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'l> Visitor<'l> for Scalar<'l> {
    type Value = Self;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'l str) -> Result<Self, E> {
        Ok(Self::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self, E> {
        Ok(Self::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self, E> {
        Ok(Self::Text(Cow::Borrowed(if value { "true" } else { "false" })))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self, E> {
        Ok(Self::Text(Cow::Owned(value.to_string())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self, E> {
        Ok(Self::Text(Cow::Owned(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self, E> {
        Ok(Self::Text(Cow::Owned(format!("{value:?}"))))
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(Self::Null)
    }

    fn visit_seq<A: SeqAccess<'l>>(self, mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::Nested)
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Self, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::Nested)
    }
}

fn scalar(value: &RawValue) -> serde_json::Result<Scalar<'_>> {
    let text = value.get();
    Ok(match text.as_bytes() {
        [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => {
            Scalar::Text(Cow::Borrowed(text.get(1..text.len() - 1).unwrap_or_default()))
        }
        [b'"', ..] => Scalar::Text(Cow::Owned(serde_json::from_str(text)?)),
        [b'{' | b'[', ..] => Scalar::Nested,
        b"null" => Scalar::Null,
        _ => Scalar::Text(Cow::Borrowed(text)),
    })
}

/// A row with its keys and values in their order.
struct Pairs<'l>(Vec<(String, &'l RawValue)>);

impl<'l> serde::Deserialize<'l> for Pairs<'l> {
    fn deserialize<D: Deserializer<'l>>(reader: D) -> Result<Self, D::Error> {
        struct All;
        impl<'l> Visitor<'l> for All {
            type Value = Pairs<'l>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Pairs<'l>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        reader.deserialize_map(All)
    }
}

/// The keys of a row, in their order; none if it is no object.
pub(crate) fn keys_of(row: &[u8]) -> Option<Vec<String>> {
    let pairs: Pairs<'_> = serde_json::from_slice(row).ok()?;
    Some(pairs.0.into_iter().map(|(key, _)| key).collect())
}
