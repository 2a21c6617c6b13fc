//! Boxes that differ in one fact only become one: fewer, and together the same.

use std::collections::HashMap;

use crate::diff::vocabulary::Vocabulary;
use crate::model::condition::{FactId, Region};
use crate::model::value::ValueSet;

/// The same shipments in fewer boxes, greedily; boxes that do not overlap still do not.
pub(crate) fn merged(vocabulary: &Vocabulary, mut boxes: Vec<Region>) -> Vec<Region> {
    let facts: Vec<FactId> = vocabulary.fact_ids().collect();
    loop {
        let before = boxes.len();
        // The dates come last: what differs in nothing else is then told in one line.
        for fact in facts.iter().skip(1).chain(facts.first()) {
            boxes = along(vocabulary, boxes, *fact);
        }
        if boxes.len() == before {
            return boxes;
        }
    }
}

/// Unites the boxes that are the same but for one fact.
fn along(vocabulary: &Vocabulary, boxes: Vec<Region>, fact: FactId) -> Vec<Region> {
    let domain = vocabulary.domain(fact);
    let mut places: HashMap<Vec<(FactId, ValueSet)>, usize> = HashMap::new();
    let mut kept: Vec<(Vec<(FactId, ValueSet)>, ValueSet)> = Vec::new();
    for one in boxes {
        let own = one.allowed(fact).unwrap_or(domain).clone();
        let others = one.tests().iter().filter(|(id, _)| *id != fact);
        let others: Vec<_> = others.cloned().collect();
        match places.get(&others).and_then(|at| kept.get_mut(*at)) {
            Some((_, set)) => *set = set.union(&own),
            None => {
                places.insert(others.clone(), kept.len());
                kept.push((others, own));
            }
        }
    }
    let boxes = kept.into_iter().map(|(mut tests, set)| {
        if !set.covers(domain) {
            tests.push((fact, set));
        }
        Region::new(tests)
    });
    boxes.collect()
}
