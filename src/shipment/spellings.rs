//! The names of a fact as people write them: what a text may spell, and what it may have meant.

use std::collections::HashMap;

use crate::lexicon::{Lexicon, folded};
use crate::model::fact::{Coverage, Fact, Name};
use crate::model::value::Value;
use crate::shipment::input_error::InputError;

/// So many names are few enough to tell them all.
const FEW: usize = 16;
/// So much of a text is enough to know it by.
const SHOWN: usize = 60;
/// In longer lists nobody looks into every name for a text that is none of them.
const MOST_SEARCHED: usize = 4096;
/// So many names that hold a text are told.
const HOLDING: usize = 5;

/// Every way in which the names of a fact may be written.
#[derive(Debug, Clone)]
pub(crate) struct Spellings {
    lexicon: Lexicon,
    /// Ids, aliases and what people call the names, case, spaces and hyphens aside; those that could
    /// be either of two are none.
    loose: HashMap<String, Option<Value>>,
}

impl Spellings {
    pub(crate) fn new(fact: &Fact) -> Self {
        let lexicon = Lexicon::of_spellings(fact.names().flat_map(|name| {
            let aliases = name.aliases.iter().map(|alias| (alias.as_str(), name.id.as_str()));
            std::iter::once((name.id.as_str(), name.id.as_str())).chain(aliases)
        }));
        let mut loose: HashMap<String, Option<Value>> = HashMap::new();
        for (at, name) in fact.names().enumerate() {
            let value = Value::of_index(at);
            for spelling in spellings(name) {
                let known = loose.entry(folded(spelling)).or_insert(Some(value));
                *known = known.filter(|known| *known == value);
            }
        }
        Self { lexicon, loose }
    }

    /// The value of the name that a text spells which is written like none.
    pub(crate) fn value(&self, fact: &Fact, text: &str) -> Result<Value, InputError> {
        let found = self.loose.get(&folded(text)).copied().flatten();
        found.ok_or_else(|| self.unknown(fact, text))
    }

    /// Refuses a name that is none of the fact's.
    fn unknown(&self, fact: &Fact, text: &str) -> InputError {
        let few = fact.names().len() <= FEW;
        let mut near: Vec<String> =
            self.lexicon.nearest(text).into_iter().map(str::to_owned).collect();
        let wanted = folded(text);
        if near.is_empty() && wanted.chars().count() > 1 && fact.names().len() <= MOST_SEARCHED {
            let holds = |name: &&Name| spellings(name).any(|one| folded(one).contains(&wanted));
            near = fact.names().filter(holds).take(HOLDING).map(|name| name.id.clone()).collect();
        }
        let rest = fact.names().find(|name| name.coverage == Coverage::Rest);
        InputError::UnknownName {
            fact: fact.id.clone(),
            text: text.chars().take(SHOWN).collect(),
            near,
            few: fact.names().filter(|_| few).map(|name| name.id.clone()).collect(),
            rest: rest.map(|name| name.id.as_str().into()),
            code: None,
        }
    }
}

/// What a name is called: its id, aliases, and its names in the languages of the file.
fn spellings(name: &Name) -> impl Iterator<Item = &str> {
    name.exact_spellings().chain(name.title.as_deref())
}
