//! The second evaluator: slow, as near to the words of the rules format as can be, and without a
//! line of the library.

use std::collections::{BTreeMap, BTreeSet};

use crate::world::{Area, Dates, Entry, Fact, Regime, Rule, STEPS, TIMES, World};
use crate::world_charges::{Bill, Due};

pub(crate) const VERDICTS: [&str; 3] = ["clearable", "no-path", "refused"];
pub(crate) const RELEASES: [&str; 3] = ["on-arrival", "after-review", "after-inspection"];

/// Facts with their values as texts; a fact that is not there was not given.
pub(crate) type Known = BTreeMap<String, String>;

/// What is decided of a closed shipment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ruling {
    pub(crate) verdict: &'static str,
    pub(crate) lane: Option<String>,
    pub(crate) flow: Option<String>,
    pub(crate) release: Option<&'static str>,
    pub(crate) checks: Vec<String>,
    pub(crate) documents: Vec<String>,
    /// The tax regime.
    pub(crate) tax: Option<String>,
    pub(crate) refusals: usize,
}

/// What is answered for one shipment and for one of many.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Brief {
    pub(crate) facts: Known,
    pub(crate) ruling: Ruling,
    /// The rules that led there.
    pub(crate) reasons: BTreeSet<String>,
    pub(crate) tax: Option<Due>,
    pub(crate) late_fee: Option<Due>,
}

/// What is answered for one shipment.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) brief: Brief,
    /// The rates and prices that were used, and what is not known.
    pub(crate) by: Vec<String>,
    /// What refuses, with the remedies whose words the file gives.
    pub(crate) refusals: BTreeMap<String, Option<String>>,
    pub(crate) path: Vec<(String, Vec<String>, Vec<String>)>,
    /// The preferred values that were not taken, and what closes each.
    pub(crate) passed_over: Vec<(String, String, &'static str)>,
    pub(crate) alternatives: Vec<Other>,
}

/// Another way to go.
#[derive(Debug, PartialEq)]
pub(crate) struct Other {
    pub(crate) change: Vec<(String, String)>,
    pub(crate) offered: bool,
    pub(crate) ruling: Ruling,
    pub(crate) bill: Bill,
    pub(crate) compared: &'static str,
}

fn in_force(dates: Dates, day: &str) -> bool {
    dates.from.is_none_or(|from| from <= day) && dates.until.is_none_or(|until| day < until)
}

/// The second evaluator: slow, and as near to the words of the rules format as can be.
impl World {
    pub(crate) fn covers(&self, area: &Area, day: &str, known: &Known) -> bool {
        in_force(area.dates, day)
            && area.tests.iter().all(|(fact, test)| {
                known.get(fact).is_some_and(|value| self.passes(fact, test, value))
            })
    }

    pub(crate) fn holds(&self, rule: &Rule, day: &str, known: &Known) -> bool {
        in_force(rule.dates, day)
            && self.covers(&rule.when, day, known)
            && !rule.unless.iter().any(|area| self.covers(area, day, known))
    }

    /// All rules that refuse, with their remedies; none where the words are the program's own.
    pub(crate) fn refusals(&self, day: &str, known: &Known) -> BTreeMap<String, Option<String>> {
        let mut found = BTreeMap::new();
        for fact in &self.facts {
            for entry in &fact.entries {
                if known.get(&fact.id) != Some(&entry.id) {
                    continue;
                }
                if !in_force(entry.dates, day) {
                    found.insert(format!("{}.{}.dates", fact.id, entry.id), None);
                }
                for (other, test) in &entry.only {
                    if known.get(other).is_some_and(|value| !self.passes(other, test, value)) {
                        let id = format!("{}.{}.{other}", fact.id, entry.id);
                        found.insert(id, Some(format!("instead of {}", entry.id)));
                    }
                }
            }
        }
        for rule in self.rules.iter().filter(|rule| rule.section == "refusals") {
            if self.holds(rule, day, known) {
                found.insert(rule.id.clone(), Some(format!("instead of {}", rule.id)));
            }
        }
        found
    }

    /// The inspections that hold, the category's own lane among them.
    pub(crate) fn inspections(&self, day: &str, known: &Known) -> Vec<Rule> {
        let inspections = self.rules.iter().filter(|rule| rule.section == "inspections");
        let mut found: Vec<Rule> =
            inspections.filter(|rule| self.holds(rule, day, known)).cloned().collect();
        let Some(category) = known.get("category") else { return found };
        let lane = |fact: &Fact| {
            fact.entries.iter().find(|entry| entry.id == *category).and_then(|one| one.lane.clone())
        };
        let lane = self.fact("category").and_then(lane);
        let id = self.regime(day).map_or("category", |regime| regime.id.as_str());
        found.push(Rule { id: format!("{id}.{category}"), lane, ..Rule::default() });
        found
    }

    pub(crate) fn ruling(&self, day: &str, known: &Known) -> Ruling {
        let tax = self.regime_of_tax(day, known);
        let ruling = self.ruling_of_lines(day, std::slice::from_ref(known));
        Ruling { tax: tax.filter(|_| ruling.verdict != "refused"), ..ruling }
    }

    /// The same of several lines together; each of them has a tax of its own.
    pub(crate) fn ruling_of_lines(&self, day: &str, lines: &[Known]) -> Ruling {
        let refusals = lines.iter().map(|line| self.refusals(day, line).len()).sum();
        if refusals > 0 {
            let (verdict, lane, flow, release, tax) = ("refused", None, None, None, None);
            let (checks, documents) = (Vec::new(), Vec::new());
            return Ruling { verdict, lane, flow, release, checks, documents, tax, refusals };
        }
        let inspections: Vec<Rule> =
            lines.iter().flat_map(|line| self.inspections(day, line)).collect();
        let raises = |id: &String| inspections.iter().any(|rule| rule.lane.as_ref() == Some(id));
        let lane = self.lanes.iter().rfind(|lane| raises(&lane.0)).unwrap_or(&self.lanes[0]);
        let checked = |id: &String| {
            lane.1.contains(id) || inspections.iter().any(|rule| rule.checks.contains(id))
        };
        let asked = |id: &String| inspections.iter().any(|rule| rule.documents.contains(id));
        let mut with_lane = lines.to_vec();
        for line in &mut with_lane {
            line.insert("lane".to_owned(), lane.0.clone());
        }
        let takes = |flow: &&Rule| with_lane.iter().all(|line| self.holds(flow, day, line));
        let flow = self.flows.iter().find(takes);
        let checks: Vec<&(String, &str)> =
            self.checks.iter().filter(|check| checked(&check.0)).collect();
        let left = |flow: &Rule, kind: &str| {
            let at_arrival = STEPS.iter().any(|(id, time, holds)| {
                flow.steps.iter().any(|step| step == id)
                    && TIMES[*time] == "at-arrival"
                    && holds.contains(&kind)
            });
            at_arrival && checks.iter().any(|check| check.1 == kind)
        };
        let release = flow.map(|flow| match (left(flow, "site"), left(flow, "review")) {
            (true, _) => "after-inspection",
            (_, true) => "after-review",
            _ => "on-arrival",
        });
        Ruling {
            verdict: if flow.is_some() { "clearable" } else { "no-path" },
            lane: Some(lane.0.clone()),
            flow: flow.map(|flow| flow.id.clone()),
            release,
            checks: checks.iter().map(|check| check.0.clone()).collect(),
            documents: self.documents.iter().map(|one| one.0.clone()).filter(asked).collect(),
            tax: None,
            refusals,
        }
    }

    /// Whether facts like these ever meet.
    pub(crate) fn is_possible(&self, day: &str, known: &Known) -> bool {
        !self.impossible.iter().any(|rule| self.holds(rule, day, known))
    }

    /// The regime of a day, for a world that has regimes.
    fn regime(&self, day: &str) -> Option<&Regime> {
        self.regimes.iter().find(|regime| in_force(regime.dates, day))
    }

    /// Whether a fact can have a value on a day at all: categories have their time.
    fn lawful(&self, fact: &str, value: &String, day: &str) -> bool {
        fact != "category"
            || self.regimes.is_empty()
            || self.regime(day).is_some_and(|regime| regime.categories.contains(value))
    }

    /// The values that a fact can have on a day; none for a number with too many.
    pub(crate) fn values(&self, fact: &str, day: &str) -> Option<Vec<String>> {
        let values = self.fact(fact)?.values()?.into_iter();
        Some(values.filter(|value| self.lawful(fact, value, day)).collect())
    }

    /// What is known of a shipment of which this is said; choices that are not said stay open.
    /// None if that cannot be said on that day.
    pub(crate) fn closed(&self, day: &str, said: &Known) -> Option<Known> {
        let mut known = said.clone();
        if !self.agrees(&known) {
            return None;
        }
        for fact in &self.facts {
            if known.get(&fact.id).is_some_and(|value| !self.lawful(&fact.id, value, day)) {
                return None;
            }
            if known.contains_key(&fact.id) || self.choices.contains(&fact.id) {
                continue;
            }
            let mut default = fact.default.clone();
            if fact.id == "category" && !self.regimes.is_empty() {
                default = Some(self.regime(day)?.default.clone());
            }
            for other in &self.facts {
                let taken = |entry: &&Entry| known.get(&other.id) == Some(&entry.id);
                let defaults = other.entries.iter().filter(taken).flat_map(|one| &one.defaults);
                let mut own = defaults.filter(|own| own.0 == fact.id);
                default = own.next().map(|own| own.1.clone()).or(default);
            }
            known.extend(default.map(|default| (fact.id.clone(), default)));
        }
        Some(known)
    }

    /// How good an outcome is: the least is the best.
    pub(crate) fn rank(&self, ruling: &Ruling, known: &Known) -> Vec<Option<usize>> {
        let place = |choice: &String| {
            let entries = &self.fact(choice)?.entries;
            entries.iter().position(|entry| known.get(choice) == Some(&entry.id))
        };
        let flow = ruling.flow.as_ref();
        let mut rank = vec![
            VERDICTS.iter().position(|verdict| *verdict == ruling.verdict),
            Some(ruling.refusals),
        ];
        let preferred = self.choices.iter().filter(|one| self.by_preference.contains(one));
        rank.extend(preferred.map(place));
        rank.extend(self.goodness(ruling));
        rank.push(self.flows.iter().position(|one| Some(&one.id) == flow));
        rank
    }

    /// What makes a way better than another: the least is the best.
    fn goodness(&self, ruling: &Ruling) -> [Option<usize>; 2] {
        let lane = ruling.lane.as_ref();
        [
            self.lanes.iter().position(|one| Some(&one.0) == lane),
            RELEASES.iter().position(|release| Some(*release) == ruling.release),
        ]
    }

    /// Whether the advisor may choose a value by itself.
    pub(crate) fn is_offered(&self, fact: &str, value: &String, day: &str, known: &Known) -> bool {
        let entries = self.fact(fact).map(|fact| fact.entries.as_slice()).unwrap_or_default();
        let Some(entry) = entries.iter().find(|entry| entry.id == *value) else { return true };
        let fits = |rule: &Rule| self.holds(rule, day, known);
        !entry.not_offered && entry.offered.as_ref().is_none_or(fits)
    }

    /// The values among which an open choice is made; none if this cannot be said on that day.
    fn offered(&self, choice: &str, day: &str, said: &Known) -> Option<Vec<String>> {
        let known = self.closed(day, said)?;
        let values = self.values(choice, day)?.into_iter();
        Some(values.filter(|value| self.is_offered(choice, value, day, &known)).collect())
    }

    /// The best way with this said: the first of the best, the first choice changing most slowly.
    pub(crate) fn best(&self, day: &str, said: &Known) -> Option<(Known, Ruling)> {
        let Some(open) = self.choices.iter().find(|choice| !said.contains_key(*choice)) else {
            let known = self.closed(day, said).filter(|known| self.is_possible(day, known))?;
            let ruling = self.ruling(day, &known);
            return Some((known, ruling));
        };
        let mut best: Option<(Known, Ruling)> = None;
        for value in self.offered(open, day, said)? {
            let mut said = said.clone();
            said.insert(open.clone(), value);
            // What the file calls impossible is no candidate.
            let Some(next) = self.best(day, &said) else { continue };
            let rank = |one: &(Known, Ruling)| self.rank(&one.1, &one.0);
            if best.as_ref().is_none_or(|best| rank(&next) < rank(best)) {
                best = Some(next);
            }
        }
        best
    }

    /// The charges of a closed shipment; none of a refused one.
    pub(crate) fn bill(&self, day: &str, known: &Known) -> Bill {
        let goes = self.refusals(day, known).is_empty();
        if goes { self.charges_of(day, known) } else { Bill::default() }
    }

    /// The answer for one of many; none if this cannot be said on that day.
    pub(crate) fn brief(&self, day: &str, said: &Known) -> Option<Brief> {
        let (facts, ruling) = self.best(day, said)?;
        let mut reasons: BTreeSet<String> = self.refusals(day, &facts).into_keys().collect();
        let Bill { tax, late_fee, .. } = self.bill(day, &facts);
        if reasons.is_empty() {
            reasons.extend(self.inspections(day, &facts).into_iter().map(|rule| rule.id));
            reasons.extend(ruling.flow.clone());
            reasons.extend([&tax, &late_fee].into_iter().flatten().map(|due| due.rule.clone()));
        }
        Some(Brief { facts, ruling, reasons, tax, late_fee })
    }

    /// The answer; none if this cannot be said on that day.
    pub(crate) fn answer(&self, day: &str, said: &Known) -> Option<Answer> {
        let brief = self.brief(day, said)?;
        let (facts, ruling) = (&brief.facts, &brief.ruling);
        let (mut passed_over, mut others) = (Vec::new(), Vec::new());
        for choice in &self.choices {
            let before = |value: &String| {
                let values = self.fact(choice).into_iter().flat_map(|fact| &fact.entries);
                values
                    .map(|one| &one.id)
                    .take_while(|id| **id != facts[choice])
                    .any(|id| id == value)
            };
            let open = !said.contains_key(choice) && self.by_preference.contains(choice);
            for value in self.values(choice, day)? {
                if facts[choice] == value {
                    continue;
                }
                let mut said = said.clone();
                said.insert(choice.clone(), value.clone());
                let Some((known, other)) = self.best(day, &said) else { continue };
                let offered = self.is_offered(choice, &value, day, &known);
                let never =
                    self.fact(choice)?.entries.iter().any(|one| one.not_offered && one.id == value);
                let closed = if offered { other.verdict } else { "not-offered" };
                if open && before(&value) && !never && closed != "clearable" {
                    passed_over.push((choice.clone(), value.clone(), closed));
                }
                if other.verdict == "refused" {
                    continue;
                }
                let mut change = vec![(choice.clone(), value)];
                let anew = self.choices.iter().filter(|one| !said.contains_key(*one));
                let anew = anew.filter(|one| known[*one] != facts[*one]);
                change.extend(anew.map(|one| (one.clone(), known[one].clone())));
                others.push((change, offered, other, self.bill(day, &known)));
            }
        }
        let verdict = |ruling: &Ruling| VERDICTS.iter().position(|one| *one == ruling.verdict);
        others.sort_by_key(|one| {
            let to_pay = one.3.to_pay();
            (verdict(&one.2), self.goodness(&one.2), to_pay.is_none(), to_pay)
        });
        let bill = self.bill(day, facts);
        let compared = |other: &Ruling, others: &Bill| {
            let goodness = |one: &Ruling| (verdict(one), self.goodness(one));
            match goodness(other).cmp(&goodness(ruling)) {
                std::cmp::Ordering::Less => "better",
                std::cmp::Ordering::Greater => "worse",
                std::cmp::Ordering::Equal => {
                    let same =
                        (&other.checks, &other.documents) == (&ruling.checks, &ruling.documents);
                    if same && others.is_same(&bill) { "same" } else { "different" }
                }
            }
        };
        let alternatives = others.into_iter().map(|(change, offered, other, bill)| {
            let compared = compared(&other, &bill);
            Other { change, offered, ruling: other, bill, compared }
        });
        let (alternatives, by) = (alternatives.collect(), bill.by.clone());
        let (path, refusals) = (self.path(ruling), self.refusals(day, facts));
        Some(Answer { path, refusals, passed_over, alternatives, by, brief })
    }

    fn path(&self, ruling: &Ruling) -> Vec<(String, Vec<String>, Vec<String>)> {
        let flow = self.flows.iter().find(|flow| Some(&flow.id) == ruling.flow.as_ref());
        let mut path = Vec::new();
        for id in flow.into_iter().flat_map(|flow| &flow.steps) {
            let (_, _, holds) = STEPS.iter().find(|step| step.0 == id).unwrap();
            let held = |check: &&(String, &str)| {
                holds.contains(&check.1) && ruling.checks.contains(&check.0)
            };
            let taken = |document: &&(String, Vec<String>)| {
                let first = document.1.iter().find(|step| flow.unwrap().steps.contains(step));
                first == Some(id) && ruling.documents.contains(&document.0)
            };
            let checks: Vec<String> =
                self.checks.iter().filter(held).map(|one| one.0.clone()).collect();
            let documents: Vec<String> =
                self.documents.iter().filter(taken).map(|one| one.0.clone()).collect();
            let stays = holds.is_empty() || self.always.contains(&id.as_str());
            if stays || !checks.is_empty() || !documents.is_empty() {
                path.push((id.clone(), checks, documents));
            }
        }
        path
    }
}
