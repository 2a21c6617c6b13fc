//! Small random rule sets whose shipments may have several lines.

use crate::rng::Rng;
use crate::said::said;
use crate::second_evaluator::Known;
use crate::world::World;

/// What is said of a shipment of several lines: of all of them, and of each.
#[derive(Debug, Clone)]
pub(crate) struct SaidOfLines {
    pub(crate) day: &'static str,
    pub(crate) common: Known,
    pub(crate) lines: Vec<Known>,
}

impl World {
    /// A world with everything in it, in which lines may have much of their own.
    pub(crate) fn with_lines(seed: u64) -> Self {
        let mut world = Self::generate(seed);
        let mut rng = Rng(seed ^ 0x11e5);
        let days = world.charges.days().cloned();
        let goods = if rng.chance(90) { Some("each") } else { None };
        for at in 0..world.facts.len() {
            let fact = &world.facts[at];
            if world.choices.contains(&fact.id) {
                continue;
            }
            let entries = world.facts.iter().flat_map(|one| {
                one.entries.iter().flat_map(move |entry| {
                    entry.defaults.iter().map(move |default| (one, &default.0))
                })
            });
            let driver = entries.into_iter().find(|(_, id)| **id == fact.id).map(|(one, _)| one);
            let follows = driver.is_some_and(|driver| driver.lines == Some("each"));
            let mark = match () {
                () if fact.id == "goods" || fact.of_goods => goods,
                () if Some(&fact.id) == days.as_ref() => None,
                () if driver.is_some() => rng.pick(&[Some("each"), None]),
                () if fact.number.is_some() => {
                    rng.pick(&[Some("each"), Some("total"), Some("total"), None])
                }
                () if fact.is_list() || fact.digits.is_some() => rng.pick(&[Some("each"), None]),
                () => rng.pick(&[Some("each"), Some("one"), None]),
            };
            let marked = if follows { Some("each") } else { mark };
            // What has to be shared and follows what is not: the world is drawn without that.
            if follows && Some(&fact.id) == days.as_ref() {
                world.charges = Default::default();
            }
            world.facts[at].lines = marked;
        }
        // Goods whose default follows what lines have of their own take their codes with them.
        let of_goods = world.fact("goods").and_then(|goods| goods.lines);
        for fact in world.facts.iter_mut().filter(|fact| fact.of_goods) {
            fact.lines = of_goods;
        }
        world
    }

    /// Whether each line has a fact of its own.
    pub(crate) fn is_own(&self, id: &str) -> bool {
        self.fact(id).is_some_and(|fact| matches!(fact.lines, Some("each" | "total")))
    }
}

/// What is said of one to four lines.
pub(crate) fn said_of_lines(world: &World, rng: &mut Rng) -> SaidOfLines {
    let (day, mut common) = said(world, rng, 40);
    let mut lines = Vec::new();
    for _ in 0..rng.pick(&[1, 2, 2, 3, 4]) {
        let (_, mut line) = said(world, rng, 60);
        line.retain(|id, _| world.is_own(id));
        lines.push(line);
    }
    common.retain(|id, _| !world.is_own(id));
    SaidOfLines { day, common, lines }
}

impl World {
    /// What is known of each line with the facts of the whole; under `own:` what it has of a total.
    /// None if that cannot be said on that day.
    fn closed_lines(&self, day: &str, lines: &[Known]) -> Option<Vec<Known>> {
        let several = lines.len() > 1;
        let mut said = lines.to_vec();
        for fact in self.facts.iter().filter(|_| several) {
            match fact.lines {
                Some("total") => {
                    let own: Option<Vec<Known>> =
                        lines.iter().map(|line| self.closed(day, line)).collect();
                    let own: Vec<Option<String>> =
                        own?.iter().map(|line| line.get(&fact.id).cloned()).collect();
                    let all: Option<Vec<i128>> = own
                        .iter()
                        .map(|one| Some(crate::world::millionths(one.as_ref()?)))
                        .collect();
                    for line in &mut said {
                        match all.as_ref().map(|all| all.iter().sum::<i128>()) {
                            Some(sum) => {
                                let [least, greatest, _] = fact.number?;
                                if sum < least || greatest < sum {
                                    return None;
                                }
                                line.insert(fact.id.clone(), crate::world::decimal(sum));
                            }
                            None => drop(line.remove(&fact.id)),
                        }
                    }
                    for (line, own) in said.iter_mut().zip(own) {
                        line.insert(format!("own:{}", fact.id), own.unwrap_or_default());
                    }
                }
                Some("one") => {
                    for line in &mut said {
                        if line.get(&fact.id).is_some_and(|value| value == "yes") {
                            return None;
                        }
                        line.insert(fact.id.clone(), "no".to_owned());
                    }
                }
                _ => {}
            }
        }
        said.iter().map(|line| self.closed(day, line)).collect()
    }

    /// The best way of several lines, all choices made for all of them; what is known of each then.
    pub(crate) fn best_of_lines(
        &self,
        day: &str,
        lines: &[Known],
    ) -> Option<(Vec<Known>, crate::second_evaluator::Ruling)> {
        if lines.len() > 1 && self.facts.iter().all(|fact| fact.lines.is_none()) {
            return None;
        }
        let known = self.closed_lines(day, lines)?;
        let open = self.choices.iter().find(|choice| !lines[0].contains_key(*choice));
        let Some(open) = open else {
            let possible = known.iter().all(|line| self.is_possible(day, line));
            let ruling = self.ruling_of_lines(day, &known);
            return possible.then_some((known, ruling));
        };
        let mut best: Option<(Vec<Known>, crate::second_evaluator::Ruling)> = None;
        for value in self.values(open, day)? {
            if !known.iter().all(|line| self.is_offered(open, &value, day, line)) {
                continue;
            }
            let mut lines = lines.to_vec();
            lines.iter_mut().for_each(|line| drop(line.insert(open.clone(), value.clone())));
            let Some(next) = self.best_of_lines(day, &lines) else { continue };
            let rank =
                |one: &(Vec<Known>, crate::second_evaluator::Ruling)| self.rank(&one.1, &one.0[0]);
            if best.as_ref().is_none_or(|best| rank(&next) < rank(best)) {
                best = Some(next);
            }
        }
        best
    }
}
