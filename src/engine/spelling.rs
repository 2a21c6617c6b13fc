//! Reading values fast: names, numbers, yes and no, exactly as the command line would.
//!
//! What is not read here is left to the slow and explaining way of [`crate::shipment`].

use std::collections::HashMap;

use crate::model::fact::{Fact, Kind, Number};
use crate::model::value::Value;

/// Names up to this length lie in the table itself.
const INLINE: usize = 23;

/// How the values of one fact are written.
#[derive(Debug, Clone)]
pub(super) enum Spelling {
    Names(Names),
    YesNo,
    Number(Number),
    /// Written in too many ways to be read twice: a code, or a date.
    Other,
}

impl Spelling {
    pub(super) fn new(fact: &Fact) -> Self {
        match &fact.kind {
            Kind::Names(_) => Self::Names(Names::new(fact)),
            Kind::YesNo => Self::YesNo,
            Kind::Number(number) => Self::Number(number.clone()),
            Kind::Code(_) | Kind::Date => Self::Other,
        }
    }

    /// The value that `text` spells; none where it takes a second look.
    pub(super) fn read(&self, text: &str) -> Option<Value> {
        match self {
            Self::Names(names) => names.value(text),
            Self::YesNo => Value::of_yes_no(text),
            Self::Number(number) => plain_number(number, text.as_bytes()),
            Self::Other => None,
        }
    }
}

/// Reads a number of at most 17 digits that lies in range and on a step.
fn plain_number(number: &Number, text: &[u8]) -> Option<Value> {
    if text.len() > 18 {
        return None;
    }
    let mut digits: i64 = 0;
    // How many digits stand behind the point, once there is one.
    let mut behind: Option<u32> = None;
    let mut any = 0_u32;
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + i64::from(byte - b'0');
                behind = behind.map(|behind| behind + 1);
                any += 1;
            }
            b'.' if behind.is_none() && any > 0 => behind = Some(0),
            _ => return None,
        }
    }
    let behind = match behind {
        Some(0) => return None,
        Some(behind) => behind,
        None => 0,
    };
    if any == 0 || behind > number.places {
        return None;
    }
    let units = digits.checked_mul(10_i64.checked_pow(number.places - behind)?)?;
    let step = number.step.max(1);
    let steps = if step == 1 { units } else { units / step };
    let fits =
        (step == 1 || units % step == 0) && number.least <= steps && steps <= number.greatest;
    fits.then_some(Value(steps))
}

/// A short name as three words, its length in the last byte.
type Key = [u64; 3];

/// The names of a list by all their spellings.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// Open addressing; a power of two, at most half full. An empty key has no length.
    slots: Vec<(Key, u32)>,
    /// How far a hash is shifted to be a place in the slots.
    shift: u32,
    /// Spellings that are too long for a slot.
    long: HashMap<String, u32>,
    /// All spellings in small letters, for those that differ in case.
    folded: HashMap<String, u32>,
}

impl Names {
    fn new(fact: &Fact) -> Self {
        let mut folded: HashMap<String, u32> = HashMap::new();
        let spellings = |name: &crate::model::fact::Name| {
            name.exact_spellings().skip(1).map(str::to_owned).collect::<Vec<String>>()
        };
        for (name, index) in fact.names().zip(0..) {
            folded.entry(name.id.to_lowercase()).or_insert(index);
            for other in spellings(name) {
                folded.entry(other.to_lowercase()).or_insert(index);
            }
        }
        let count: usize = fact.names().map(|name| 1 + spellings(name).len()).sum();
        let places = (count * 2).next_power_of_two().max(8);
        let shift = 64 - places.trailing_zeros();
        let mut names =
            Self { slots: vec![([0; 3], 0); places], shift, long: HashMap::new(), folded };
        // An id is its own name first, whatever other names call themselves.
        for (name, index) in fact.names().zip(0..) {
            names.insert(&name.id, index);
        }
        for other in fact.names().flat_map(spellings) {
            let meant = folded_value(&names.folded, &other);
            if let Some(index) = meant.filter(|_| names.exact(&other).is_none()) {
                names.insert(&other, index);
            }
        }
        names
    }

    fn insert(&mut self, text: &str, index: u32) {
        let Some(key) = key(text) else {
            self.long.insert(text.to_owned(), index);
            return;
        };
        let mask = self.slots.len() - 1;
        let mut at = hash(key, self.shift);
        // At most half of the slots are taken, so that an empty one is found.
        while let Some(slot) = self.slots.get_mut(at & mask) {
            if slot.0 == [0; 3] {
                *slot = (key, index);
                return;
            }
            at += 1;
        }
    }

    fn exact(&self, text: &str) -> Option<u32> {
        let Some(key) = key(text) else { return self.long.get(text).copied() };
        let mask = self.slots.len() - 1;
        let mut at = hash(key, self.shift);
        loop {
            match self.slots.get(at & mask) {
                Some(([a, b, c], index)) if *c == key[2] && *a == key[0] && *b == key[1] => {
                    return Some(*index);
                }
                // Only an empty slot has no length.
                Some(([_, _, c], _)) if *c != 0 => at += 1,
                _ => return None,
            }
        }
    }

    fn value(&self, text: &str) -> Option<Value> {
        let found = self.exact(text).or_else(|| folded_value(&self.folded, text));
        found.map(|index| Value(i64::from(index)))
    }
}

/// The first name that a text spells in any case.
fn folded_value(folded: &HashMap<String, u32>, text: &str) -> Option<u32> {
    // Nearly every text is short and plain: it needs no memory of its own.
    let mut small = [0_u8; 64];
    if let Some(small) = small.get_mut(..text.len()).filter(|_| text.is_ascii()) {
        small.copy_from_slice(text.as_bytes());
        small.make_ascii_lowercase();
        return std::str::from_utf8(small).ok().and_then(|text| folded.get(text)).copied();
    }
    folded.get(&text.to_lowercase()).copied()
}

/// The text as a key, if it is short enough.
///
/// Reads that overlap tell texts of one length apart as well as bytes do, and are faster.
fn key(text: &str) -> Option<Key> {
    let bytes = text.as_bytes();
    // INVARIANT: no key is all zero, not even that of the empty text.
    let length = (bytes.len() as u64 + 1) << 56;
    let long = |chunk: Option<&[u8; 8]>| chunk.map_or(0, |chunk| u64::from_le_bytes(*chunk));
    let short =
        |chunk: Option<&[u8; 4]>| chunk.map_or(0, |chunk| u64::from(u32::from_le_bytes(*chunk)));
    Some(match bytes.len() {
        0..4 => {
            let letters = bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
            [letters, 0, length]
        }
        4..8 => [short(bytes.first_chunk()) | short(bytes.last_chunk()) << 32, 0, length],
        8..17 => [long(bytes.first_chunk()), long(bytes.last_chunk()), length],
        17..=INLINE => {
            let second = bytes.get(8..).and_then(|rest| rest.first_chunk());
            // The first byte of the last chunk is in the second one, too.
            [long(bytes.first_chunk()), long(second), long(bytes.last_chunk()) >> 8 | length]
        }
        _ => return None,
    })
}

fn hash([first, second, third]: Key, shift: u32) -> usize {
    const ODD: [u64; 3] = [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9];
    let [a, b, c] = ODD;
    let mixed =
        (first ^ (first >> 29)).wrapping_mul(a) ^ second.wrapping_mul(b) ^ third.wrapping_mul(c);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(a);
    usize::try_from(mixed >> shift).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{INLINE, key, plain_number};
    use crate::model::fact::Number;

    #[test]
    fn keys_tell_texts_apart() {
        let mut seen = std::collections::HashSet::new();
        for length in 0..=INLINE {
            for at in 0..length.max(1) {
                for letter in ['b', 'c'] {
                    let text = (0..length).map(|i| if i == at { letter } else { 'a' });
                    let text: String = text.collect();
                    assert!(seen.insert(key(&text)) || length == 0, "{text}");
                }
            }
        }
        assert_eq!(key(&"a".repeat(INLINE + 1)), None);
    }

    #[test]
    fn numbers_are_read_as_the_slow_way_reads_them() {
        let kinds = [(0, 1_000_000, 1, 2), (-500, 500, 5, 1), (0, 60, 1, 0), (1, 9, 3, 3)];
        let texts = ["0", "1", "007.5", "60", "61", "0.5", "0.3", "12.34", "12.345", "10000.00"];
        let odd = ["", ".", "1.", ".5", "-3", "+1", "1e3", "1.2.3", "99999999999999999999", " 1"];
        for (least, greatest, step, places) in kinds {
            let number = Number { least, greatest, step, places, unit: None };
            for text in texts.iter().chain(&odd) {
                let slow = number.parse(text).ok();
                if let Some(fast) = plain_number(&number, text.as_bytes()) {
                    assert_eq!(Some(fast), slow, "{text}");
                }
            }
        }
    }
}
