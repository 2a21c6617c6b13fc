//! What a row of JSON lines says: each key and scalar as it is written, all else passed over.

use std::borrow::Cow;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::batch::jsonl::keys::{Key, Keys};
use crate::batch::plan::{Plan, Target};
use crate::lexicon::in_words;

/// What is seen in one row.
#[derive(Debug, Default)]
pub(super) struct Seen<'l> {
    pub(super) cells: Vec<(Target, Cow<'l, str>)>,
    pub(super) keys: usize,
    /// Whether a key is called as one that is added.
    pub(super) clash: bool,
    /// The first key that says what another has said.
    twice: Option<Target>,
    nested: Option<Target>,
    /// The first key that is nearly called as a fact, where that is an error.
    misspelled: Option<usize>,
}

impl Seen<'_> {
    /// Why the row cannot be answered, though it can be passed on.
    pub(super) fn problem(&self, plan: &Plan<'_>, keys: &Keys<'_>) -> Option<String> {
        let twice = self.twice.map(|target| format!("`{}` is given twice", plan.words(target)));
        let nested = || {
            let words = plan.words(self.nested?);
            Some(format!("`{words}` is a list or an object: write one value"))
        };
        twice.or_else(nested).or_else(|| {
            let key = keys.misspelled.get(self.misspelled?)?;
            let near = in_words(key.near.iter().map(String::as_str), "or");
            Some(format!("the key `{}` is no fact: did you mean {near}?", key.name))
        })
    }
}

/// Reads what a row says.
pub(super) fn read<'l>(
    row: &'l str,
    keys: &mut Keys<'_>,
    seen: &mut Seen<'l>,
) -> serde_json::Result<()> {
    seen.cells.clear();
    (seen.keys, seen.clash) = (0, false);
    (seen.twice, seen.nested, seen.misspelled) = (None, None, None);
    let mut reader = serde_json::Deserializer::from_str(row);
    reader.deserialize_map(RowVisitor { keys, seen })?;
    reader.end()
}

struct RowVisitor<'k, 'p, 's, 'l> {
    keys: &'k mut Keys<'p>,
    seen: &'s mut Seen<'l>,
}

impl<'l> Visitor<'l> for RowVisitor<'_, '_, '_, 'l> {
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
                if let Key::Misspelled(place) = key {
                    seen.misspelled = seen.misspelled.or(Some(place));
                }
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
                Target::Fact(_) => {
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

struct KeySeed<'k, 'p> {
    keys: &'k mut Keys<'p>,
    place: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_, '_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Key, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_, '_> {
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
pub(super) struct Pairs<'l>(pub(super) Vec<(String, &'l RawValue)>);

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
