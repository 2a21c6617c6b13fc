//! Charges: rates, prices, tax regimes and the daily fee.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::by_range::Lazy;
use crate::model::charge::{DailyFee, Entry, Otherwise, Table, Tax};
use crate::model::condition::{FactId, Region};
use crate::model::fact::{Fact, Kind, Lines};
use crate::model::ids::Id;
use crate::model::{Confidence, PriceId, RateId, SourceId, TaxId};
use crate::read::facts::NO_NUMBER;
use crate::read::item::{Item, Text};
use crate::read::lists::report_too_many;
use crate::read::names::{self, Letters, Near};
use crate::read::overlaps::first_meetings;
use crate::read::rules::{RuleReader, confidence};
use crate::read::table::{Section, as_section};
use crate::read::vocabulary::Lanes;

/// The tables of one kind, with the ids by which formulas speak of them.
#[derive(Debug)]
pub(crate) struct Tables<I> {
    pub(crate) tables: Vec<Table>,
    ids: IndexMap<String, I>,
    near: Near,
}

/// All that a file says of charges.
#[derive(Debug)]
pub(crate) struct Charges {
    pub(crate) rates: Tables<RateId>,
    pub(crate) prices: Tables<PriceId>,
    pub(crate) taxes: Vec<Tax>,
    pub(crate) daily_fee: Option<DailyFee>,
}

impl RuleReader<'_, '_> {
    pub(crate) fn read_charges(&mut self, root: &mut Section<'_>) -> Charges {
        let mut charges = Charges {
            rates: self.read_tables(root, "rates", "rate", "percent"),
            prices: self.read_tables(root, "prices", "price table", "price"),
            taxes: Vec::new(),
            daily_fee: None,
        };
        for mut section in root.sections(self.problems, "taxes", "tax") {
            let rule = self.rule(&mut section, Lanes::NotKnownYet);
            let title = section.named(self.problems, "name");
            let unit = self.unit(&mut section);
            let formula = self.formula(&mut section, &charges);
            section.finish(self.problems);
            charges.taxes.extend(formula.map(|formula| Tax { rule, title, formula, unit }));
        }
        report_too_many::<TaxId>(self.problems, root, "taxes", charges.taxes.len());
        if let Some(section) = root.section(self.problems, "late-fee", "fee") {
            charges.daily_fee = self.read_daily_fee(section);
        }
        charges
    }

    fn read_tables<I: Id>(
        &mut self,
        root: &mut Section<'_>,
        key: &'static str,
        kind: &'static str,
        amount: &'static str,
    ) -> Tables<I> {
        let mut tables = Tables { tables: Vec::new(), ids: IndexMap::new(), near: Near::default() };
        for mut section in root.sections(self.problems, key, kind) {
            names::check_grammar(self.problems, section.name, Letters::Small);
            let per =
                (kind == "price table").then(|| self.number_fact(&mut section, "per")).flatten();
            let title = section.named(self.problems, "name");
            let sources = self.lists.sources_of(self.problems, &mut section);
            let subject = format!("{kind}.{}", section.name.text);
            self.read_exceptions(&mut section, &subject);
            if !section.has("otherwise") {
                section.require(self.problems, "entries");
            }
            let listed = section.item("entries").map(|item| self.listed_tables(item));
            let mut entries: Vec<Entry> = Vec::new();
            for entry in listed.unwrap_or_default() {
                entries.extend(self.read_entry_of(entry, amount, per, &sources));
            }
            self.report_two_at_once(section.name.text, &entries);
            let otherwise = self.otherwise(&mut section, per, &sources, &entries);
            let id = I::at(tables.tables.len());
            tables.ids.extend(id.map(|id| (section.name.text.to_owned(), id)));
            let (id, span) = (section.name.text.to_owned(), section.name.span);
            let sorted = Lazy::default();
            tables.tables.push(Table { id, title, entries, otherwise, sources, span, sorted });
            section.finish(self.problems);
        }
        report_too_many::<I>(self.problems, root, key, tables.tables.len());
        tables
    }

    /// What holds where no entry does.
    fn otherwise(
        &mut self,
        section: &mut Section<'_>,
        per: Option<FactId>,
        sources: &[SourceId],
        entries: &[Entry],
    ) -> Option<Otherwise> {
        let span = section.key_span("otherwise");
        let amount = self.decimal(section, "otherwise", Need::Optional)?;
        let (within, confidence) = (Region::default(), Confidence::Stated);
        let sources = sources.to_vec();
        let entry = Entry { within, amount, per, sources, confidence, span };
        let may_be_absent = |id: FactId| self.vocabulary.fact(id).is_some_and(Fact::may_be_absent);
        let unknown = Otherwise::unknown(entries, may_be_absent);
        Some(Otherwise { entry, unknown })
    }

    /// The tables of a list such as `entries = [{ … }, { … }]`.
    fn listed_tables<'a>(&mut self, item: Item<'a>) -> Vec<Section<'a>> {
        let Some(array) = item.as_list() else {
            self.problems.wrong_type(item, "entries", "a list of tables");
            return Vec::new();
        };
        let mut sections = Vec::with_capacity(array.len());
        for one in array.iter() {
            let name = Text { text: "entries", span: one.span };
            sections.extend(as_section(self.problems, one, name, "entry of"));
        }
        sections
    }

    fn read_entry_of(
        &mut self,
        mut section: Section<'_>,
        amount: &'static str,
        per: Option<FactId>,
        sources: &[SourceId],
    ) -> Option<Entry> {
        if !self.fits_entry(&section, amount) {
            return None;
        }
        let own_per = section.has("per").then(|| self.number_fact(&mut section, "per")).flatten();
        let found = self.decimal(&mut section, amount, Need::Required);
        let own = self.lists.sources_of(self.problems, &mut section);
        let confidence = confidence(self.problems, &mut section);
        let rest = section.without(&[amount, "per", "sources", "confidence"]);
        let within = if rest.is_empty() {
            Region::default()
        } else {
            self.vocabulary.region_of(self.problems, rest, Lanes::NotKnownYet)
        };
        Some(Entry {
            within,
            amount: found?,
            per: own_per.or(per),
            sources: if own.is_empty() { sources.to_vec() } else { own },
            confidence,
            span: section.name.span,
        })
    }

    /// Whether an entry has the keys of its table, and not those of a rule or of another table.
    fn fits_entry(&mut self, section: &Section<'_>, amount: &'static str) -> bool {
        let other = if amount == "percent" { "price" } else { "percent" };
        let words = if amount == "percent" { "an entry of a rate" } else { "an entry of a price" };
        let stands = "its conditions stand in the entry itself, like `{ goods = \"…\", … }`";
        let helps = [
            ("when", stands.to_owned()),
            ("unless", format!("{stands}; nothing is taken out of them")),
            (other, format!("write `{amount}`")),
        ];
        let mut fits = true;
        for (key, help) in helps.into_iter().filter(|(key, _)| section.has(key)) {
            let message = format!("{words} knows no key `{key}`");
            let problem = Finding::new(Code::UnknownKey, section.key_span(key), message);
            self.problems.push(problem.help(help));
            fits = false;
        }
        fits
    }

    fn report_two_at_once(&mut self, table: &str, entries: &[Entry]) {
        let regions: Vec<&Region> = entries.iter().map(|entry| &entry.within).collect();
        for (later, earlier) in first_meetings(&regions) {
            let Some((later, earlier)) = entries.get(later).zip(entries.get(earlier)) else {
                continue;
            };
            let message = format!("two entries of `{table}` are in force at once");
            self.problems.push(
                Finding::new(Code::TwoInForce, later.span, message)
                    .other(earlier.span, "this one holds for some of the same shipments")
                    .help(
                        "let the first end (`until`) on the day on which the second begins, or \
                         keep their names apart",
                    ),
            );
        }
    }

    fn read_daily_fee(&mut self, mut section: Section<'_>) -> Option<DailyFee> {
        let rule = self.rule(&mut section, Lanes::NotKnownYet);
        let title = section.named(self.problems, "name");
        section.require(self.problems, "daily");
        let daily = section.section(self.problems, "daily", "formula");
        section.finish(self.problems);
        let mut daily = daily?;
        let percent = self.decimal(&mut daily, "percent", Need::Required);
        let base = self.money_fact(&mut daily, "base");
        let days = self.required_number_fact(&mut daily, "days");
        self.report_own_days(&daily, days);
        let free_days = self.decimal(&mut daily, "free-days", Need::Optional);
        let floor = self.decimal(&mut daily, "floor", Need::Optional);
        let unit = self.unit(&mut daily);
        daily.finish(self.problems);
        Some(DailyFee {
            rule,
            title,
            percent: percent?,
            base: base?,
            days: days?,
            free_days: free_days.unwrap_or_default(),
            unit,
            floor: floor.unwrap_or_default(),
        })
    }

    /// Reports days that each line has of its own: the fee is one for all lines.
    fn report_own_days(&mut self, daily: &Section<'_>, days: Option<FactId>) {
        let fact = days.and_then(|days| self.vocabulary.fact(days));
        if let Some(fact) = fact.filter(|fact| fact.lines != Lines::Same) {
            let message = format!("each line has `{}` of its own", fact.id);
            let help = "take days that all lines share: the fee is one for all of them";
            let span = daily.key_span("days");
            self.problems.push(Finding::new(Code::BadValue, span, message).help(help));
        }
    }

    /// What an amount is rounded to: a cent where nothing is said.
    fn unit(&mut self, section: &mut Section<'_>) -> Decimal {
        let unit = self.decimal(section, "unit", Need::Optional).unwrap_or(Decimal::new(1, 2));
        if unit.is_zero() {
            self.problems.push(
                Finding::new(Code::ImpossibleRange, section.key_span("unit"), "`unit` is nothing")
                    .help("write what amounts are rounded to, like 0.01"),
            );
            return Decimal::ONE;
        }
        unit
    }

    /// A number that is not negative.
    pub(crate) fn decimal(
        &mut self,
        section: &mut Section<'_>,
        key: &'static str,
        need: Need,
    ) -> Option<Decimal> {
        if need == Need::Required && !section.has(key) {
            section.missing(self.problems, key);
        }
        let item = section.item(key)?;
        let number = self.problems.decimal(item, key)?;
        let decimal = Decimal::try_from_i128_with_scale(number.digits, number.places).ok();
        // Beyond these bounds no rate, price or share makes sense, and none of them overflows.
        let most = match key {
            "share" => 100,
            "percent" => 10_000,
            _ => 1_000_000_000,
        };
        let fits = |one: &Decimal| !one.is_sign_negative() && *one <= Decimal::from(most);
        let decimal = decimal.filter(fits).filter(|one| one.scale() <= 6);
        if decimal.is_none() {
            self.problems.push(
                Finding::new(Code::ImpossibleRange, item.span, format!("`{key}` cannot be this"))
                    .help(format!(
                        "write a number from 0 to {most} with at most six decimal places"
                    )),
            );
        }
        decimal
    }

    /// A number that has to be named, and is never below nothing: of less no tax is due.
    pub(crate) fn money_fact(
        &mut self,
        section: &mut Section<'_>,
        key: &'static str,
    ) -> Option<FactId> {
        let id = self.required_number_fact(section, key)?;
        let fact = self.vocabulary.fact(id)?;
        if let Kind::Number(number) = &fact.kind
            && number.least < 0
            && number.greatest < NO_NUMBER
        {
            let message = format!("`{}` may be below 0, and so would be what is paid", fact.id);
            let problem = Finding::new(Code::ImpossibleRange, section.key_span(key), message);
            let help = format!("let its `least` be 0 under `[facts.{}]`", fact.id);
            self.problems.push(problem.other(fact.span, "declared here").help(help));
        }
        Some(id)
    }

    fn required_number_fact(
        &mut self,
        section: &mut Section<'_>,
        key: &'static str,
    ) -> Option<FactId> {
        section.require(self.problems, key);
        self.number_fact(section, key)
    }

    fn number_fact(&mut self, section: &mut Section<'_>, key: &'static str) -> Option<FactId> {
        let name = section.text(self.problems, key)?;
        let (id, fact) = self.vocabulary.find(self.problems, name, Lanes::NotKnownYet)?;
        if !matches!(fact.kind, Kind::Number(_)) {
            self.problems.push(
                Finding::new(
                    Code::WrongType,
                    name.span,
                    format!("fact `{}` is no number", fact.id),
                )
                .help("name a fact that has a `number`"),
            );
            return None;
        }
        Some(id)
    }

    pub(crate) fn table<I: Id>(
        &mut self,
        section: &mut Section<'_>,
        key: &'static str,
        tables: &Tables<I>,
    ) -> Option<I> {
        let name = section.text(self.problems, key)?;
        let found = tables.ids.get(name.text).copied();
        if found.is_none() {
            let known = || tables.ids.keys().map(String::as_str);
            let near = tables.near.did_you_mean(name.text, known);
            let section = if key == "prices" { "prices" } else { "rates" };
            let help = near.unwrap_or_else(|| format!("declare it under `[{section}]` first"));
            self.problems.push(
                Finding::new(Code::UnknownName, name.span, format!("no table `{name}`")).help(help),
            );
        }
        found
    }
}

/// Whether a key has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
}
