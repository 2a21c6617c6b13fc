//! Codes in a small random rule set: which goods have which, and what tells them apart.

use crate::rng::Rng;
use crate::second_evaluator::Known;
use crate::world::{Fact, Rule, Test, World};

/// Beginnings of codes, as files name them; others are met by no rule.
const PREFIXES: [&str; 9] = ["01", "02", "03", "0100", "0102", "0104", "0203", "0304", "0399"];

impl World {
    /// A fact of codes, in some worlds, and codes of goods.
    pub(crate) fn fill_codes(&mut self, seed: u64) {
        let mut rng = Rng(seed ^ 0xc0de);
        if !rng.chance(30) {
            return;
        }
        let digits = rng.pick(&[2, 4]);
        let mut fact = Fact { id: "hs".to_owned(), digits: Some(digits), ..Fact::default() };
        for group in 0..rng.below(3) {
            fact.groups.push((format!("codes-{group}"), rng.some(&fact.prefixes(), 3)));
        }
        let at = rng.below(self.facts.len() + 1);
        self.facts.insert(at, fact.clone());
        let goods = self.facts.iter_mut().find(|one| one.id == "goods").unwrap();
        for prefix in fact.prefixes() {
            let at = rng.below(goods.entries.len());
            goods.entries[at].hs.extend(rng.chance(60).then_some(prefix));
        }
        let at = rng.below(goods.entries.len());
        goods.entries[at].rest = rng.chance(50);
        let owned = goods.entries.iter().any(|one| one.rest || !one.hs.is_empty());
        self.facts.iter_mut().filter(|one| one.id == "hs").for_each(|one| one.of_goods = owned);
    }

    /// Whether codes belong to goods.
    pub(crate) fn owned(&self) -> bool {
        self.fact("hs").is_some_and(|fact| fact.of_goods)
    }

    /// The goods of a whole code: those with its longest prefix, else those for the rest.
    pub(crate) fn goods_of_code(&self, code: &str) -> Option<String> {
        let goods = self.fact("goods")?;
        let listed = || goods.entries.iter().flat_map(|one| one.hs.iter().map(|hs| (hs, &one.id)));
        let own = listed().filter(|(hs, _)| code.starts_with(*hs)).max_by_key(|(hs, _)| hs.len());
        let rest = goods.entries.iter().find(|one| one.rest).map(|one| &one.id);
        own.map(|(_, id)| id).or(rest).cloned()
    }

    /// Whether goods have such a code; any have, where the file says of none which they are.
    pub(crate) fn agrees(&self, known: &Known) -> bool {
        match (known.get("hs"), known.get("goods")) {
            (Some(code), Some(goods)) if self.owned() => {
                self.goods_of_code(code).as_ref() == Some(goods)
            }
            _ => true,
        }
    }

    /// The whole code that a shorter one stands for; none if something tells those apart that begin
    /// with it.
    pub(crate) fn whole_code(&self, code: &str) -> Option<String> {
        let digits = self.fact("hs")?.digits?;
        let code = &code[..code.len().min(digits)];
        let all = || self.codes().into_iter().filter(|whole| whole.starts_with(code));
        let first = all().next()?;
        let tests = self.tests_of_codes();
        let told = |whole: &String| -> (Option<String>, Vec<bool>) {
            let owner = self.goods_of_code(whole).filter(|_| self.owned());
            (owner, tests.iter().map(|test| self.passes("hs", test, whole)).collect())
        };
        let known = told(&first);
        let same = all().all(|whole| told(&whole) == known);
        (same && (known.0.is_some() || !self.owned())).then_some(first)
    }

    /// Every whole code.
    fn codes(&self) -> Vec<String> {
        let digits = self.fact("hs").and_then(|fact| fact.digits).unwrap_or(0);
        let count = 10_usize.pow(u32::try_from(digits).unwrap());
        (0..count).map(|code| format!("{code:0digits$}")).collect()
    }

    /// All that the file asks of codes.
    fn tests_of_codes(&self) -> Vec<Test> {
        let entries = self.facts.iter().flat_map(|fact| &fact.entries);
        let rules = self.rules.iter().chain(&self.flows).chain(self.charges.rules());
        let rules = rules
            .chain(&self.impossible)
            .chain(entries.clone().filter_map(|entry| entry.offered.as_ref()));
        let of_rule = |rule: &Rule| {
            let areas = std::iter::once(&rule.when).chain(&rule.unless);
            areas.flat_map(|area| area.tests.clone()).collect::<Vec<_>>()
        };
        let tests = rules.flat_map(of_rule);
        let only = entries.flat_map(|entry| entry.only.clone());
        let tables = self.charges.areas().flat_map(|area| area.tests.clone());
        let all = tests.chain(only).chain(tables).filter(|(fact, _)| fact == "hs");
        all.map(|(_, test)| test).collect()
    }
}

impl Fact {
    /// The beginnings of codes that are short enough.
    pub(crate) fn prefixes(&self) -> Vec<String> {
        let digits = self.digits.unwrap_or(0);
        let short = PREFIXES.into_iter().filter(|prefix| prefix.len() <= digits);
        short.map(str::to_owned).collect()
    }

    /// Some whole codes.
    pub(crate) fn some_codes(&self) -> Vec<String> {
        let all = ["0100", "0203", "0399", "9900"];
        all.map(|code| code[..self.digits.unwrap_or(0)].to_owned()).to_vec()
    }

    /// A whole code, mostly one that something asks for.
    pub(crate) fn code(&self, rng: &mut Rng) -> String {
        let begins = [&self.prefixes()[..], &["99".to_owned()]].concat();
        let ends = ["00", "02", "03", "99"];
        let code = rng.pick(&begins) + rng.pick(&ends);
        code[..self.digits.unwrap_or(0)].to_owned()
    }
}
