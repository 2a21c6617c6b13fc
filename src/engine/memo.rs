//! What has been decided, under what the rules told apart: bounded, and only while it pays.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use indexmap::IndexSet;

use crate::engine::found::Found;

/// So many decisions are remembered at most.
const MOST: usize = 16_384;
/// Remembering pays if each decision is asked for again at least so often.
const PAYS: u64 = 2;
/// After a vain attempt this many decisions go by before the next.
const PAUSE: u64 = 1_000_000;

/// A place in the memo; it stands for the same decision for as long as the epoch is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MemoSlot {
    /// The place.
    pub(crate) index: usize,
    /// How often the memo has been emptied.
    pub(crate) epoch: u64,
}

/// Decisions by key.
#[derive(Debug, Default)]
pub(super) struct Memo {
    places: HashMap<u128, u32, BuildHasherDefault<KeyHasher>>,
    /// Every decision once, however many keys lead to it: few enough to stay in the cache.
    found: IndexSet<Found>,
    epoch: u64,
    hits: u64,
    pause: u64,
}

impl Memo {
    /// Whether to ask it for the next decision.
    pub(super) fn pays(&mut self) -> bool {
        let pays = self.pause == 0;
        self.pause = self.pause.saturating_sub(1);
        pays
    }

    /// The decision with this key, if it is remembered.
    pub(super) fn find(&mut self, key: u128) -> Option<MemoSlot> {
        let index = *self.places.get(&key)? as usize;
        self.hits += 1;
        Some(MemoSlot { index, epoch: self.epoch })
    }

    /// Remembers a decision, unless that does not pay.
    pub(super) fn keep(&mut self, key: u128, found: &Found) -> Option<MemoSlot> {
        if self.places.len() >= MOST {
            let pays = self.hits >= PAYS * self.places.len() as u64;
            self.places.clear();
            self.found.clear();
            self.epoch += 1;
            self.hits = 0;
            if !pays {
                self.pause = PAUSE;
                return None;
            }
        }
        let index = match self.found.get_index_of(found) {
            Some(index) => index,
            None => self.found.insert_full(found.clone()).0,
        };
        self.places.insert(key, u32::try_from(index).unwrap_or(u32::MAX));
        Some(MemoSlot { index, epoch: self.epoch })
    }

    /// The decision at a place.
    pub(super) fn get(&self, slot: MemoSlot) -> Option<&Found> {
        self.found.get_index(slot.index)
    }
}

/// Mixes a key of atoms; its bits are few and the rules' own, so that nothing stronger is needed.
#[derive(Debug, Default)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u128(u128::from(*byte));
        }
    }

    fn write_u128(&mut self, key: u128) {
        let bytes = key.to_le_bytes();
        let (low, high) = bytes.split_at(8);
        let word = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
        let mixed = (word(low) ^ self.0).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ word(high).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
        self.0 = (mixed ^ (mixed >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 29;
    }
}
