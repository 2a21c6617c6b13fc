//! Small random rule sets.
//!
//! Knows nothing of the library: every value is a text, and numbers are whole millionths.

use crate::rng::Rng;
use crate::world_charges::Charges;

/// Days on which something begins or ends; the first is the first date of every file.
pub(crate) const DAYS: [&str; 6] =
    ["2014-01-01", "2014-02-10", "2014-12-01", "2016-04-08", "2020-02-29", "2026-11-23"];
pub(crate) const TIMES: [&str; 3] = ["before-arrival", "at-arrival", "after-release"];
const KINDS: [&str; 3] = ["data", "review", "site"];
/// The facts beside the goods: names, then yes or no, then numbers.
const FACTS: [&str; 8] =
    ["port", "mode", "category", "origin", "records", "departed", "value", "weight"];

/// A step, its place among the times and the kinds of check that it holds.
type Step = (&'static str, usize, &'static [&'static str]);
pub(crate) const STEPS: [Step; 14] = [
    ("file", 0, &[]),
    ("data-ahead", 0, &["data"]),
    ("review-ahead", 0, &["review"]),
    ("site-ahead", 0, &["site"]),
    ("all-ahead", 0, &["site", "data", "review"]),
    ("unload", 1, &[]),
    ("data-at", 1, &["data"]),
    ("review-at", 1, &["review"]),
    ("desk-and-site", 1, &["review", "site"]),
    ("site-at", 1, &["site"]),
    ("pay", 2, &[]),
    ("review-after", 2, &["review"]),
    ("site-after", 2, &["site"]),
    ("archive", 2, &[]),
];

/// Least, greatest and step, in millionths. The last three have too many values to try them all.
const NUMBERS: [[i128; 3]; 8] = [
    [0, 20_000_000, 500_000],
    [0, 300_000, 10_000],
    [-3_000_000, 3_000_000, 1_000_000],
    [100_000_000, 2_000_000_000, 100_000_000],
    [-750_000, 750_000, 250_000],
    [0, 100_000_000_000_000, 10_000],
    [-1_000_000_000_000_000, 999_999_999_999_999, 1],
    [0, 1_000_000_000_000_000_000_000, 1_000_000],
];

impl Rng {
    fn dates(&mut self) -> Dates {
        let (one, two) = (self.below(DAYS.len()), self.below(DAYS.len()));
        let (from, until) = (DAYS[one.min(two)], DAYS[one.max(two)]);
        match self.below(15) {
            0 => Dates { from: Some(from), until: None },
            1 if until > DAYS[0] => Dates { from: None, until: Some(until) },
            2 if from < until => Dates { from: Some(from), until: Some(until) },
            _ => Dates::default(),
        }
    }

    /// Bounds that are met by one of the anchors at least, on a step or between two.
    fn range(&mut self, anchors: &[i128], step: i128) -> Test {
        let (one, two) = (self.pick(anchors), self.pick(anchors));
        let (half, far) = (step / 2, step - step / 2);
        let lower = [("at-least", 0), ("at-least", half), ("above", far), ("above", step)];
        let upper = [("at-most", 0), ("at-most", half), ("below", far), ("below", step)];
        let (lower, upper) = (self.pick(&lower), self.pick(&upper));
        let lower = (lower.0, one.min(two) - lower.1);
        let upper = (upper.0, one.max(two) + upper.1);
        Test::Range(match self.below(4) {
            0 => vec![("is", one)],
            1 => vec![lower],
            2 => vec![upper],
            _ => vec![lower, upper],
        })
    }
}

/// The first day on which something holds, and the first on which it no longer does.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dates {
    pub(crate) from: Option<&'static str>,
    pub(crate) until: Option<&'static str>,
}

/// What a condition asks of one fact: names (or groups of them), yes or no, or bounds of a number.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    In(Vec<String>),
    Not(Vec<String>),
    Range(Vec<(&'static str, i128)>),
}

/// What has to hold at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Area {
    pub(crate) tests: Vec<(String, Test)>,
    pub(crate) dates: Dates,
}

/// A refusal, an inspection or a flow, told by the section in which it stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rule {
    pub(crate) section: &'static str,
    pub(crate) id: String,
    pub(crate) when: Area,
    pub(crate) dates: Dates,
    pub(crate) unless: Vec<Area>,
    pub(crate) lane: Option<String>,
    pub(crate) checks: Vec<String>,
    pub(crate) documents: Vec<String>,
    pub(crate) steps: Vec<String>,
}

/// A name of a list, and what the file says of other facts under it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) not_offered: bool,
    /// For which shipments it is offered, where that depends on them.
    pub(crate) offered: Option<Rule>,
    pub(crate) dates: Dates,
    pub(crate) only: Vec<(String, Test)>,
    pub(crate) defaults: Vec<(String, String)>,
    pub(crate) lane: Option<String>,
    pub(crate) alias: Option<String>,
    pub(crate) zh: Option<String>,
    /// Prefixes of HS codes.
    pub(crate) hs: Vec<String>,
    /// Whether it stands for all codes that no prefix begins.
    pub(crate) rest: bool,
}

/// A fact: a list of names (yes and no among them), or a number with some values to meet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fact {
    pub(crate) id: String,
    pub(crate) entries: Vec<Entry>,
    pub(crate) number: Option<[i128; 3]>,
    pub(crate) anchors: Vec<i128>,
    pub(crate) default: Option<String>,
    /// How many digits it has, where its values are codes.
    pub(crate) digits: Option<usize>,
    /// Whether its codes belong to goods.
    pub(crate) of_goods: bool,
    pub(crate) groups: Vec<(String, Vec<String>)>,
    /// How it goes with several lines.
    pub(crate) lines: Option<&'static str>,
}

/// A time in which some categories are in force, with the one that is assumed.
#[derive(Debug, Clone)]
pub(crate) struct Regime {
    pub(crate) id: String,
    pub(crate) dates: Dates,
    pub(crate) categories: Vec<String>,
    pub(crate) default: String,
}

/// A small rule set.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) facts: Vec<Fact>,
    pub(crate) choices: Vec<String>,
    /// The choices of which the first value that is not refused is taken.
    pub(crate) by_preference: Vec<String>,
    /// Lanes with their checks, lightest first.
    pub(crate) lanes: Vec<(String, Vec<String>)>,
    /// Checks with their kinds.
    pub(crate) checks: Vec<(String, &'static str)>,
    /// Steps that are in the path without a check and a document, too.
    pub(crate) always: Vec<&'static str>,
    /// Documents with their steps.
    pub(crate) documents: Vec<(String, Vec<String>)>,
    pub(crate) regimes: Vec<Regime>,
    /// Inspections and refusals.
    pub(crate) rules: Vec<Rule>,
    pub(crate) flows: Vec<Rule>,
    /// Facts that never meet.
    pub(crate) impossible: Vec<Rule>,
    pub(crate) charges: Charges,
}

fn ids(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{prefix}-{at}")).collect()
}

fn firsts<T>(all: &[(String, T)]) -> Vec<String> {
    all.iter().map(|one| one.0.clone()).collect()
}

impl Fact {
    fn new(rng: &mut Rng, id: &str) -> Self {
        let mut fact = Self { id: id.to_owned(), ..Self::default() };
        if FACTS[6..].contains(&id) {
            let number = rng.pick(&NUMBERS);
            let [least, greatest, step] = number;
            let steps = usize::try_from((greatest - least) / step).unwrap();
            let places = [rng.below(steps + 1), rng.below(steps + 1), rng.below(steps + 1), steps];
            fact.anchors = places.map(|at| least + step * at as i128).to_vec();
            fact.number = Some(number);
        } else if FACTS[4..6].contains(&id) {
            let entry = |id: &str| Entry { id: id.to_owned(), ..Entry::default() };
            fact.entries = ["no", "yes"].map(entry).to_vec();
        } else {
            let count = if rng.chance(20) { 7 + rng.below(3) } else { 1 + rng.below(4) };
            let entry = |id| Entry { id, ..Entry::default() };
            fact.entries = ids(&id[..1], count).into_iter().map(entry).collect();
            for group in ids("group", rng.below(3)) {
                fact.groups.push((group, rng.some(&fact.ends(), 3)));
            }
        }
        if fact.number.is_none() || rng.chance(50) {
            fact.default = Some(fact.value(rng));
        }
        fact
    }

    pub(crate) fn is_list(&self) -> bool {
        self.number.is_none() && self.digits.is_none() && !FACTS[4..6].contains(&self.id.as_str())
    }

    /// All names, or the least and the greatest number.
    pub(crate) fn ends(&self) -> Vec<String> {
        if self.digits.is_some() {
            return self.some_codes();
        }
        let [least, greatest, _] = self.number.unwrap_or_default();
        let ends = self.number.into_iter().flat_map(|_| [least, greatest]).map(decimal);
        self.entries.iter().map(|entry| entry.id.clone()).chain(ends).collect()
    }

    /// All values, unless there are too many to try each.
    pub(crate) fn values(&self) -> Option<Vec<String>> {
        if let Some(digits) = self.digits {
            return (digits == 2).then(|| (0..100).map(|code| format!("{code:02}")).collect());
        }
        let Some([least, greatest, step]) = self.number else { return Some(self.ends()) };
        let count = (greatest - least) / step;
        (count <= 100).then(|| (0..=count).map(|at| decimal(least + at * step)).collect())
    }

    /// A value; of a number mostly one at which some rule changes its mind.
    pub(crate) fn value(&self, rng: &mut Rng) -> String {
        if self.digits.is_some() {
            return self.code(rng);
        }
        let Some([least, greatest, step]) = self.number else { return rng.pick(&self.ends()) };
        let near = rng.pick(&self.anchors) + step * rng.pick(&[-1, 0, 0, 1]);
        decimal(rng.pick(&[near, near, near, least, greatest]).clamp(least, greatest))
    }
}

impl World {
    /// A world with everything in it.
    pub(crate) fn generate(seed: u64) -> Self {
        Self::plain(seed, &[0, 2, 5, 10, 20, 40]).complete(seed)
    }

    /// The same with so many rules.
    pub(crate) fn with_rules(seed: u64, count: usize) -> Self {
        Self::plain(seed, &[count]).complete(seed)
    }

    fn complete(mut self, seed: u64) -> Self {
        let mut rng = Rng(seed ^ 0x5eed);
        // Days without any category, even for those who choose it.
        if self.choices.iter().any(|choice| choice == "category") {
            self.regimes.retain(|_| rng.chance(75));
        }
        self.fill_spellings(&mut rng);
        self.charges = self.draw_charges(&mut rng);
        self
    }

    /// A world without charges, with so many rules as one of these says.
    pub(crate) fn plain(seed: u64, counts: &[usize]) -> Self {
        let mut rng = Rng(seed);
        let mut world = Self::default();
        let checks = ids("check", 1 + rng.below(6));
        world.checks = checks.iter().map(|id| (id.clone(), rng.pick(&KINDS))).collect();
        let lanes = ids("lane", 1 + rng.below(4)).into_iter();
        world.lanes = lanes.map(|id| (id, rng.maybe(&checks, 2))).collect();
        world.always = STEPS.map(|step| step.0).into_iter().filter(|_| rng.chance(20)).collect();
        let mut others = FACTS;
        rng.shuffle(&mut others);
        let count = rng.below(6);
        let facts = others[..count].iter().chain(&["goods"]);
        world.facts = facts.map(|id| Fact::new(&mut rng, id)).collect();
        rng.shuffle(&mut world.facts);
        world.fill_codes(seed);
        world.fill_choices(&mut rng);
        world.fill_regimes(&mut rng);
        world.fill_entries(&mut rng);
        world.fill_defaults(&mut rng);
        world.fill_offers(&mut rng);
        world.fill_flows(&mut rng);
        let count = rng.pick(counts);
        world.fill_rules(&mut rng, count);
        world.fill_impossible(&mut Rng(seed ^ 0x1e55));
        world
    }

    pub(crate) fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    fn fill_choices(&mut self, rng: &mut Rng) {
        let facts = self
            .facts
            .iter()
            .filter(|fact| fact.id != "goods" && fact.number.is_none() && fact.digits.is_none());
        self.choices = facts.map(|fact| fact.id.clone()).collect();
        rng.shuffle(&mut self.choices);
        self.choices.truncate(rng.below(4));
        // A list of names that can be chosen needs no default.
        let chosen = |fact: &&mut Fact| self.choices.contains(&fact.id) && fact.is_list();
        for fact in self.facts.iter_mut().filter(chosen).filter(|_| rng.chance(50)) {
            fact.default = None;
        }
    }

    fn fill_regimes(&mut self, rng: &mut Rng) {
        let category = self.facts.iter_mut().find(|fact| fact.id == "category");
        let Some(category) = category.filter(|_| rng.chance(75)) else { return };
        category.default = None;
        let mut days = rng.some(&DAYS[1..], 3);
        days.sort_unstable();
        let can_be_chosen = self.choices.contains(&category.id);
        for (at, id) in ids("regime", days.len()).into_iter().enumerate() {
            let from = at.checked_sub(1).map(|at| days[at]);
            // After the last one, and between two, there may be days without any category.
            let last = at + 1 == days.len() && (can_be_chosen || rng.chance(80));
            let dates = Dates { from, until: (!last).then_some(days[at]) };
            let categories = rng.some(&category.ends(), 3);
            let default = rng.pick(&categories);
            if at == 0 || last || can_be_chosen || rng.chance(80) {
                self.regimes.push(Regime { id, dates, categories, default });
            }
        }
    }

    /// What names say of themselves and, with `only`, of other facts.
    fn fill_entries(&mut self, rng: &mut Rng) {
        let view = self.clone();
        for fact in self.facts.iter_mut().filter(|fact| fact.is_list()) {
            for entry in &mut fact.entries {
                entry.not_offered = rng.chance(20);
                if fact.id == "category" {
                    entry.lane = Some(rng.pick(&view.lanes).0);
                } else {
                    entry.dates = rng.dates();
                }
                let other = rng.pick(&view.facts);
                let test = view.test(rng, &other.id);
                // A test that every value passes asks for nothing: the reader says so.
                let narrow = other.ends().iter().any(|end| !view.passes(&other.id, &test, end));
                if narrow && other.id != fact.id && rng.chance(20) {
                    entry.only.push((other.id, test));
                }
            }
        }
    }

    /// Defaults that follow the name of an earlier fact.
    fn fill_defaults(&mut self, rng: &mut Rng) {
        for at in 1..self.facts.len() {
            let (earlier, later) = self.facts.split_at_mut(at);
            let (driver, target) = (&mut earlier[rng.below(at)], &later[0]);
            // The default of a category follows the date, if there is a regime.
            let by_date = target.id == "category" && !self.regimes.is_empty();
            if by_date || target.digits.is_some() || !driver.is_list() || rng.chance(50) {
                continue;
            }
            for entry in &mut driver.entries {
                if rng.chance(60) {
                    entry.defaults.push((target.id.clone(), target.value(rng)));
                }
            }
        }
    }

    /// Names that are offered for some shipments only, by facts that no choice can change.
    fn fill_offers(&mut self, rng: &mut Rng) {
        self.by_preference = self.choices.iter().filter(|_| rng.chance(40)).cloned().collect();
        let mut settled = self.clone();
        let entries = self.facts.iter().flat_map(|fact| &fact.entries);
        let follow: Vec<&String> =
            entries.flat_map(|entry| &entry.defaults).map(|(fact, _)| fact).collect();
        settled.facts.retain(|one| !self.choices.contains(&one.id) && !follow.contains(&&one.id));
        for fact in self.facts.iter_mut().filter(|fact| self.choices.contains(&fact.id)) {
            let lists = fact.is_list();
            for entry in fact.entries.iter_mut().filter(|one| lists && !one.not_offered) {
                if rng.chance(30) {
                    let mut rule = settled.rule(rng, "offered", String::new(), 1);
                    rule.unless.retain(|area| !area.tests.is_empty());
                    let asks = !rule.when.tests.is_empty() || !rule.unless.is_empty();
                    entry.offered = Some(rule).filter(|_| asks);
                }
            }
        }
    }

    /// Flows that have a place for every kind of check, and documents with a step in each flow.
    fn fill_flows(&mut self, rng: &mut Rng) {
        for id in ids("flow", 1 + rng.below(4)) {
            let mut steps: Vec<Step> = Vec::new();
            let mut kinds = KINDS;
            rng.shuffle(&mut kinds);
            for kind in kinds {
                let held = |kind: &&str| steps.iter().any(|step| step.2.contains(kind));
                let fits = |step: &Step| step.2.contains(&kind) && !step.2.iter().any(held);
                let holders: Vec<Step> = STEPS.into_iter().filter(fits).collect();
                if !held(&kind) {
                    steps.push(rng.pick(&holders));
                }
            }
            steps.extend(STEPS.into_iter().filter(|step| step.2.is_empty() && rng.chance(50)));
            rng.shuffle(&mut steps);
            steps.sort_by_key(|step| step.1);
            let tests = rng.below(3);
            let mut flow = self.rule(rng, "flows", id, tests);
            flow.steps = steps.into_iter().map(|step| step.0.to_owned()).collect();
            self.flows.push(flow);
        }
        if let Some(last) = self.flows.last_mut().filter(|_| rng.chance(60)) {
            (last.when, last.dates, last.unless) = <_>::default();
        }
        for id in ids("document", rng.below(5)) {
            let mut steps = rng.some(&STEPS.map(|step| step.0.to_owned()), 3);
            for flow in &self.flows {
                if !flow.steps.iter().any(|step| steps.contains(step)) {
                    steps.push(rng.pick(&flow.steps));
                }
            }
            self.documents.push((id, steps));
        }
    }

    fn fill_rules(&mut self, rng: &mut Rng, count: usize) {
        for id in ids("rule", count) {
            if rng.chance(20) {
                let tests = 1 + rng.below(3);
                self.rules.push(self.rule(rng, "refusals", id, tests));
                continue;
            }
            let tests = rng.below(3);
            let mut rule = self.rule(rng, "inspections", id, tests);
            rule.checks = rng.maybe(&firsts(&self.checks), 2);
            rule.documents = rng.maybe(&firsts(&self.documents), 2);
            if rng.chance(50) || rule.checks.is_empty() && rule.documents.is_empty() {
                rule.lane = Some(rng.pick(&self.lanes).0);
            }
            self.rules.push(rule);
        }
    }

    /// Facts that never meet, in some worlds.
    fn fill_impossible(&mut self, rng: &mut Rng) {
        let count = rng.pick(&[0, 0, 1, 2]);
        for id in ids("never", count) {
            let tests = rng.pick(&[1, 2, 2, 3]);
            self.impossible.push(self.rule(rng, "impossible", id, tests));
        }
    }

    /// Other ways to write names.
    fn fill_spellings(&mut self, rng: &mut Rng) {
        for fact in self.facts.iter_mut().filter(|fact| fact.is_list()) {
            for entry in &mut fact.entries {
                entry.alias = rng.chance(40).then(|| format!("also-{}", entry.id));
                entry.zh = rng.chance(40).then(|| format!("中文{}", entry.id));
            }
        }
    }

    pub(crate) fn rule(
        &self,
        rng: &mut Rng,
        section: &'static str,
        id: String,
        tests: usize,
    ) -> Rule {
        let lane = (section == "flows").then_some("lane");
        let asked = self.facts.iter().map(|fact| fact.id.as_str()).chain(lane);
        let asked: Vec<&str> = asked.collect();
        let mut area = |tests: usize| {
            let mut facts = asked.clone();
            rng.shuffle(&mut facts);
            let facts = facts.into_iter().take(tests);
            let tests = facts.map(|fact| (fact.to_owned(), self.test(rng, fact))).collect();
            Area { tests, dates: rng.dates() }
        };
        let (mut when, mut unless) = (area(tests), vec![area(1), area(2)]);
        unless.truncate(rng.pick(&[0, 0, 0, 1, 2]));
        // The dates of a rule stand beside its facts or among them.
        let beside = if rng.chance(80) { std::mem::take(&mut when.dates) } else { <_>::default() };
        Rule { section, id, when, dates: beside, unless, ..Rule::default() }
    }

    fn test(&self, rng: &mut Rng, fact: &str) -> Test {
        let known = self.fact(fact);
        if let Some((known, [_, _, step])) = known.and_then(|fact| fact.number.map(|n| (fact, n))) {
            return rng.range(&known.anchors, step);
        }
        let names = known.map_or_else(|| firsts(&self.lanes), Fact::ends);
        if known.is_some_and(|fact| !fact.is_list() && fact.digits.is_none()) {
            return Test::In(vec![rng.pick(&names)]);
        }
        let groups = known.map(|fact| firsts(&fact.groups)).unwrap_or_default();
        let coded = known.filter(|fact| fact.digits.is_some());
        let listed = coded.map_or_else(|| names.clone(), Fact::prefixes);
        let listed = rng.some(&[listed, groups].concat(), 3);
        let not = Test::Not(listed.clone());
        // A test that no name passes is an error: the reader says so.
        let some_pass = names.iter().any(|name| self.passes(fact, &not, name));
        if some_pass && rng.chance(30) { not } else { Test::In(listed) }
    }

    /// Whether a value passes a test of its fact: found by looking at every name of every group.
    pub(crate) fn passes(&self, fact: &str, test: &Test, value: &str) -> bool {
        let groups = || self.fact(fact).into_iter().flat_map(|fact| &fact.groups);
        let coded = self.fact(fact).is_some_and(|fact| fact.digits.is_some());
        let is = |name: &String| if coded { value.starts_with(name) } else { name == value };
        let belongs = |name: &String| {
            let mut group = groups().filter(|group| group.0 == *name);
            is(name) || group.any(|group| group.1.iter().any(is))
        };
        match test {
            Test::In(list) => list.iter().any(belongs),
            Test::Not(list) => !list.iter().any(belongs),
            Test::Range(bounds) => bounds.iter().all(|(word, bound)| match *word {
                "is" => millionths(value) == *bound,
                "at-least" => millionths(value) >= *bound,
                "above" => millionths(value) > *bound,
                "at-most" => millionths(value) <= *bound,
                _ => millionths(value) < *bound,
            }),
        }
    }
}

/// Writes millionths as people write the number.
pub(crate) fn decimal(millionths: i128) -> String {
    let (sign, size) = (if millionths < 0 { "-" } else { "" }, millionths.abs());
    let text = format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Reads a decimal number as millionths.
pub(crate) fn millionths(text: &str) -> i128 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{fraction:0<6}").parse().unwrap()
}
