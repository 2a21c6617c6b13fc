//! Random numbers that are the same for the same seed: all that the tests draw is drawn here.

/// The generator splitmix64.
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    /// A whole number below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % count as u64) as usize
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }

    /// At least one of all, if there is one, and at most `most`, in any order.
    pub(crate) fn some<T: Clone>(&mut self, all: &[T], most: usize) -> Vec<T> {
        let mut all = all.to_vec();
        self.shuffle(&mut all);
        all.truncate(1 + self.below(most));
        all
    }

    /// The same, or none.
    pub(crate) fn maybe<T: Clone>(&mut self, all: &[T], most: usize) -> Vec<T> {
        if self.chance(50) { self.some(all, most) } else { Vec::new() }
    }
}
