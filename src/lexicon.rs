//! Which names may be meant by one that is not known.
//!
//! A file may be wrong in every row, and a list may have a hundred thousand names: looking at all
//! of them for each mistake would take hours. The names lie in the order of their letters, so that
//! all that begin alike are compared with a text at once, and given up at once.

/// At most so many names are suggested.
const MOST: usize = 3;
/// A longer text is no misspelling.
const LONGEST: usize = 64;
/// Words shorter than this say too little.
const SHORTEST_WORD: usize = 3;

/// A list of names, made for finding those near to a text.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// In the order of their letters.
    names: Vec<Name>,
    /// The words of names of several, with the place of the name: the shortest name first.
    words: Vec<(Box<str>, usize)>,
}

#[derive(Debug, Clone)]
struct Name {
    text: Box<str>,
    /// What to write for it.
    id: Box<str>,
    /// In small letters.
    letters: Box<[char]>,
    /// How many letters are those of the name before.
    shared: usize,
}

impl Lexicon {
    /// Takes in names.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self::of_spellings(names.into_iter().map(|name| (name, name)))
    }

    /// Takes in the ways in which names may be written, each with what is to be suggested for it.
    pub fn of_spellings<'n>(spellings: impl IntoIterator<Item = (&'n str, &'n str)>) -> Self {
        let names = spellings.into_iter();
        let named = |(text, id): (&str, &str)| {
            let letters = text.to_lowercase().chars().collect();
            Name { text: text.into(), id: id.into(), letters, shared: 0 }
        };
        let mut names: Vec<Name> = names.map(named).collect();
        names.retain(|name| name.letters.len() <= LONGEST);
        names.sort_by(|one, other| (&one.letters, &one.text).cmp(&(&other.letters, &other.text)));
        names.dedup_by(|one, other| one.text == other.text);
        let mut before: &[char] = &[];
        for name in &mut names {
            let pairs = name.letters.iter().zip(before);
            name.shared = pairs.take_while(|(one, other)| one == other).count();
            before = &name.letters;
        }
        let mut words = Vec::new();
        for (name, place) in names.iter().zip(0..) {
            let several = name.text.split(['-', '.']).filter(|word| word.len() < name.text.len());
            words.extend(several.map(|word| (word.to_lowercase().into_boxed_str(), place)));
        }
        words.sort_by_cached_key(|(word, place)| {
            (word.clone(), names.get(*place).map(|name| (name.letters.len(), name.text.clone())))
        });
        words.dedup();
        Self { names, words }
    }

    /// The names that `text` may have been meant as, nearest first: those of which at most one
    /// letter in three is wrong, and those that have it as a word.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Vec<&str> {
        let text = text.to_lowercase();
        let letters: Vec<char> = text.chars().take(LONGEST + 1).collect();
        if letters.len() > LONGEST {
            return Vec::new();
        }
        let mut near = self.misspelled(&letters);
        if letters.len() >= SHORTEST_WORD {
            near.extend(self.with_word(&text, letters.len()));
        }
        near.sort_unstable_by_key(|(distance, name)| (*distance, &name.text));
        let mut ids: Vec<&str> = Vec::with_capacity(MOST);
        for (_, name) in near {
            if ids.len() < MOST && !ids.contains(&&*name.id) {
                ids.push(&name.id);
            }
        }
        ids
    }

    /// The advice to write one of the names instead of `text`; none if none is near.
    #[must_use]
    pub fn did_you_mean(&self, text: &str) -> Option<String> {
        let near = self.nearest(text);
        (!near.is_empty()).then(|| format!("did you mean {}?", in_words(near, "or")))
    }

    /// The names at most a third of the letters away, with their distance.
    fn misspelled(&self, text: &[char]) -> Vec<(usize, &Name)> {
        let most = text.len() / 3;
        let mut near = Vec::new();
        let mut distances = Distances::new(text);
        // How many letters had been compared when it became clear that none like them is near.
        let mut given_up = None;
        for name in &self.names {
            if given_up.is_some_and(|length| name.shared >= length) {
                continue;
            }
            given_up = None;
            distances.keep(name.shared);
            for letter in name.letters.iter().skip(distances.length()) {
                distances.append(*letter);
                if distances.least() > most {
                    given_up = Some(distances.length());
                    break;
                }
            }
            if given_up.is_none() && distances.whole() <= most {
                near.push((distances.whole(), name));
            }
        }
        near
    }

    /// The first names that have a word; what is missing from it is their distance.
    fn with_word<'l>(
        &'l self,
        text: &str,
        length: usize,
    ) -> impl Iterator<Item = (usize, &'l Name)> {
        let first = self.words.partition_point(|(word, _)| **word < *text);
        let after = self.words.partition_point(|(word, _)| **word <= *text);
        let same = self.words.get(first..after).unwrap_or_default().iter().take(MOST);
        let names = same.filter_map(|(_, place)| self.names.get(*place));
        names.map(move |name| (name.letters.len() - length, name))
    }
}

/// How many letters have to be added, left out, replaced or swapped with the next (each once) to
/// make the beginning of a name from each beginning of a text.
///
/// This is the optimal string alignment distance, a row for each letter of the name.
struct Distances<'t> {
    text: &'t [char],
    name: Vec<char>,
    rows: Vec<Vec<usize>>,
}

impl<'t> Distances<'t> {
    fn new(text: &'t [char]) -> Self {
        Self { text, name: Vec::new(), rows: vec![(0..=text.len()).collect()] }
    }

    /// The number of letters of the name.
    fn length(&self) -> usize {
        self.name.len()
    }

    /// Goes back to the first letters of the name.
    fn keep(&mut self, length: usize) {
        self.name.truncate(length);
        self.rows.truncate(self.name.len() + 1);
    }

    fn append(&mut self, letter: char) {
        let before = self.name.last().copied();
        let mut rows = self.rows.iter().rev();
        let (Some(above), two_above) = (rows.next(), rows.next()) else { return };
        let mut row = Vec::with_capacity(above.len());
        let mut left = self.name.len() + 1;
        row.push(left);
        let mut letter_before = None;
        for (at, (own, pair)) in self.text.iter().zip(above.windows(2)).enumerate() {
            let [slant, above] = pair else { continue };
            let mut least = (slant + usize::from(*own != letter)).min(above + 1).min(left + 1);
            if before == Some(*own) && letter_before == Some(letter) {
                let swapped = two_above.and_then(|row| row.get(at.checked_sub(1)?));
                least = least.min(swapped.map_or(usize::MAX, |swapped| swapped + 1));
            }
            row.push(least);
            left = least;
            letter_before = Some(*own);
        }
        self.name.push(letter);
        self.rows.push(row);
    }

    /// No name that begins like this is nearer. (A swap reaches over a row, but a row is at most
    /// one less than the next, and a swap costs one.)
    fn least(&self) -> usize {
        self.rows.last().and_then(|row| row.iter().min()).copied().unwrap_or(usize::MAX)
    }

    /// The distance of the whole text and the name.
    fn whole(&self) -> usize {
        self.rows.last().and_then(|row| row.last()).copied().unwrap_or(usize::MAX)
    }
}

/// A text as it is compared where case, spaces and hyphens do not count.
#[must_use]
pub fn folded(text: &str) -> String {
    let counts = |letter: &char| !letter.is_whitespace() && !matches!(letter, '-' | '_');
    text.chars().filter(counts).flat_map(char::to_lowercase).collect()
}

/// The advice to write one of `names` instead of `text`; none if none is near.
///
/// Whoever asks often of many names keeps a [`Lexicon`] of them.
#[must_use]
pub fn did_you_mean<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    Lexicon::new(names).did_you_mean(text)
}

/// Names in backticks, as a list within a sentence.
#[must_use]
pub fn in_words<'n>(names: impl IntoIterator<Item = &'n str>, conjunction: &str) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {conjunction} {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, in_words};

    #[test]
    fn only_near_names_are_suggested() {
        let lexicon = Lexicon::new(["milk-powder", "meat", "wine", "medical-device"]);
        assert_eq!(lexicon.nearest("milk-powdr"), ["milk-powder"]);
        assert_eq!(lexicon.nearest("MILK"), ["milk-powder"]);
        assert_eq!(lexicon.nearest("meta"), ["meat"]);
        assert!(lexicon.nearest("zzz").is_empty());
        assert!(lexicon.nearest("").is_empty());
        assert!(lexicon.nearest(&"x".repeat(100_000)).is_empty());
    }

    /// The same by looking at each name.
    fn one_by_one<'n>(text: &str, names: &'n [String]) -> Vec<&'n str> {
        let length = text.chars().count();
        let mut near: Vec<(usize, &str)> = Vec::new();
        for name in names {
            let distance = strsim::osa_distance(&text.to_lowercase(), &name.to_lowercase());
            let word = |word: &str| word.to_lowercase() == text.to_lowercase();
            if distance <= length / 3 || length >= 3 && name.split(['-', '.']).any(word) {
                near.push((distance, name));
            }
        }
        near.sort_unstable();
        near.dedup();
        near.into_iter().take(3).map(|(_, name)| name).collect()
    }

    #[test]
    fn it_finds_what_looking_at_each_name_finds() {
        let mut state = 1_u64;
        let mut below = |bound: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % bound
        };
        let alphabet: Vec<char> = "abbAB奶粉.-".chars().collect();
        let mut found = 0;
        for _ in 0..3000 {
            let letters = 3 + below(7);
            let mut text = |most: u64| -> String {
                (0..below(most)).map(|_| alphabet[below(letters) as usize]).collect()
            };
            let names: Vec<String> = (0..40).map(|_| text(10)).collect();
            let lexicon = Lexicon::new(names.iter().map(String::as_str));
            for _ in 0..10 {
                let text = text(13);
                assert_eq!(lexicon.nearest(&text), one_by_one(&text, &names), "{text} {names:?}");
                found += usize::from(!lexicon.nearest(&text).is_empty());
            }
        }
        assert!((5000..25_000).contains(&found), "{found} of 30,000 say little");
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(in_words(["a"], "or"), "`a`");
        assert_eq!(in_words(["a", "b", "c"], "and"), "`a`, `b` and `c`");
    }
}
