//! Changes of small random rule sets, as their owners would make them.

use crate::rng::Rng;
use crate::world::{DAYS, Dates, World};

impl World {
    /// The same with some things changed. What is left may not be a valid file.
    pub(crate) fn changed(&self, rng: &mut Rng) -> Self {
        let mut world = self.clone();
        for _ in 0..1 + rng.below(3) {
            world.change(rng);
        }
        world
    }

    fn change(&mut self, rng: &mut Rng) {
        let at = rng.below(self.rules.len().max(1));
        match rng.below(16) {
            0 => {
                self.rules.drain(at..(at + 1).min(self.rules.len()));
            }
            1 | 2 => {
                let tests = rng.below(3);
                let section = rng.pick(&["refusals", "inspections"]);
                let mut rule = self.rule(rng, section, "rule-new".to_owned(), tests.max(1));
                rule.lane = (section == "inspections").then(|| rng.pick(&self.lanes).0);
                self.rules.retain(|one| one.id != rule.id);
                self.rules.push(rule);
            }
            3..=5 => {
                let Some(old) = self.rules.get(at).cloned() else { return };
                let tests = 1 + rng.below(2);
                let fresh = self.rule(rng, old.section, old.id.clone(), tests);
                let (when, dates, unless) = (fresh.when, fresh.dates, fresh.unless);
                self.rules[at] = crate::world::Rule { when, dates, unless, ..old };
            }
            6 => {
                let lane = rng.pick(&self.lanes).0;
                let check = rng.pick(&self.checks).0;
                let document = self.documents.first().map(|one| one.0.clone());
                let inspections = self.rules.iter_mut().filter(|one| one.section == "inspections");
                if let Some(rule) = inspections.last() {
                    rule.lane = Some(lane);
                    rule.checks = vec![check];
                    rule.documents = document.into_iter().collect();
                }
            }
            7 => {
                if let Some(rule) = self.rules.get_mut(at) {
                    rule.id = "rule-renamed".to_owned();
                }
                rng.shuffle(&mut self.rules);
            }
            8 => rng.shuffle(&mut self.flows),
            9 => {
                let at = rng.below(self.flows.len());
                let old = self.flows[at].clone();
                let tests = 1 + rng.below(2);
                let fresh = self.rule(rng, "flows", old.id.clone(), tests);
                let (when, dates, unless) = (fresh.when, fresh.dates, fresh.unless);
                self.flows[at] = crate::world::Rule { when, dates, unless, ..old };
            }
            10 => {
                let check = rng.pick(&self.checks).0;
                let at = rng.below(self.lanes.len());
                let own = &mut self.lanes[at].1;
                if own.contains(&check) { own.clear() } else { own.push(check) }
            }
            11 => {
                if rng.chance(50) {
                    rng.shuffle(&mut self.lanes);
                } else {
                    let at = rng.below(self.lanes.len() + 1);
                    self.lanes.insert(at, ("lane-new".to_owned(), Vec::new()));
                }
            }
            12 => self.change_names(rng),
            13 if rng.chance(50) => self.always = Vec::new(),
            13 => {
                let kind = rng.pick(&["data", "review", "site"]);
                let at = rng.below(self.checks.len());
                self.checks[at].1 = kind;
            }
            _ => self.charges.change(rng),
        }
    }

    fn change_names(&mut self, rng: &mut Rng) {
        let at = rng.below(self.facts.len());
        let fact = &mut self.facts[at];
        if let Some([least, greatest, step]) = &mut fact.number {
            *least += *step;
            *greatest -= *step;
            return;
        }
        match rng.below(3) {
            0 if fact.is_list() => {
                let id = format!("{}-new", fact.id);
                fact.entries.insert(
                    0,
                    crate::world::Entry {
                        id,
                        lane: fact.entries[0].lane.clone(),
                        ..<_>::default()
                    },
                );
            }
            1 if fact.is_list() && fact.id != "category" => {
                let until = Some(rng.pick(&DAYS[1..]));
                fact.entries[0].dates = Dates { from: None, until };
            }
            _ => fact.default = fact.entries.last().map(|entry| entry.id.clone()),
        }
    }
}
