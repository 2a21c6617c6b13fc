//! The formulas of taxes: a chain, a duty, a flat rate.

use rust_decimal::Decimal;

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::RateId;
use crate::model::charge::{Formula, Take};
use crate::read::charges::{Charges, Need};
use crate::read::lists::choose;
use crate::read::rules::RuleReader;
use crate::read::table::Section;

const TAKES: [(&str, Take); 3] =
    [("both", Take::Both), ("higher", Take::Higher), ("lower", Take::Lower)];

impl RuleReader<'_, '_> {
    pub(crate) fn formula(
        &mut self,
        section: &mut Section<'_>,
        charges: &Charges,
    ) -> Option<Formula> {
        let chain = section.section(self.problems, "chain", "formula");
        let duty = section.section(self.problems, "duty", "formula");
        let flat = section.section(self.problems, "flat", "formula");
        match (chain, duty, flat) {
            (Some(chain), None, None) => self.chain(chain, charges),
            (None, Some(duty), None) => self.duty(duty, charges),
            (None, None, Some(flat)) => self.flat(flat, charges),
            _ => {
                self.problems.push(
                    Finding::new(
                        Code::MissingKey,
                        section.name.span,
                        format!("how is tax `{}` computed?", section.name.text),
                    )
                    .help("give it one of `chain`, `duty` and `flat`"),
                );
                None
            }
        }
    }

    fn chain(&mut self, mut section: Section<'_>, charges: &Charges) -> Option<Formula> {
        let base = self.money_fact(&mut section, "base");
        let duty = self.table(&mut section, "duty", &charges.rates);
        let consumption_tax = self.table(&mut section, "consumption-tax", &charges.rates);
        let vat = self.table(&mut section, "vat", &charges.rates);
        let share =
            self.decimal(&mut section, "share", Need::Optional).unwrap_or(Decimal::ONE_HUNDRED);
        if !["duty", "consumption-tax", "vat"].iter().any(|key| section.has(key)) {
            let message = "the chain has no rate at all";
            let problem = Finding::new(Code::MissingKey, section.name.span, message);
            self.problems.push(problem.help("give it `duty`, `consumption-tax` or `vat`"));
        }
        self.report_no_price(consumption_tax, charges);
        section.finish(self.problems);
        Some(Formula::Chain { base: base?, duty, consumption_tax, vat, share })
    }

    fn duty(&mut self, mut section: Section<'_>, charges: &Charges) -> Option<Formula> {
        let base = match section.has("base") {
            true => Some(self.money_fact(&mut section, "base")?),
            false => None,
        };
        let rate = self.table(&mut section, "rate", &charges.rates);
        let specific = self.table(&mut section, "specific", &charges.prices);
        let vat = self.table(&mut section, "vat", &charges.rates);
        let take = section.text(self.problems, "take");
        let take = take.and_then(|found| choose(self.problems, "take", found, &TAKES));
        let minimum = self.decimal(&mut section, "minimum", Need::Optional);
        if !section.has("rate") && !section.has("specific") {
            let problem = Finding::new(Code::MissingKey, section.name.span, "the duty has no rate");
            self.problems.push(problem.help("give it `rate`, `specific` or both"));
        }
        if base.is_none() && (section.has("rate") || section.has("vat")) {
            section.missing(self.problems, "base");
        }
        let has_two = section.has("rate") && section.has("specific");
        if section.has("take") && !has_two {
            let message = "`take` is said of one duty alone";
            let problem = Finding::new(Code::ImpossibleRange, section.key_span("take"), message);
            self.problems.push(problem.help("give it both `rate` and `specific`, or leave it out"));
        }
        section.item("base");
        section.finish(self.problems);
        let take = take.unwrap_or(Take::Both);
        Some(Formula::Duty { base, rate, specific, take, minimum, vat })
    }

    /// Reports shares of the price, of which nothing or less would be left for the goods.
    fn report_no_price(&mut self, consumption_tax: Option<RateId>, charges: &Charges) {
        let table = consumption_tax.and_then(|id| charges.rates.tables.get(id.index()));
        let entries = table.into_iter().flat_map(|table| &table.entries);
        let whole =
            entries.filter(|entry| entry.per.is_none() && entry.amount >= Decimal::ONE_HUNDRED);
        for entry in whole {
            let message = "a consumption tax is a share of the price, and less than all of it";
            let problem = Finding::new(Code::ImpossibleRange, entry.span, message);
            self.problems.push(problem.help("write less than 100 percent"));
        }
    }

    fn flat(&mut self, mut section: Section<'_>, charges: &Charges) -> Option<Formula> {
        section.require(self.problems, "rate");
        let rate = self.table(&mut section, "rate", &charges.rates);
        let prices = self.table(&mut section, "prices", &charges.prices);
        let base = match section.item("base") {
            Some(_) => self.money_fact(&mut section, "base"),
            None => None,
        };
        if !section.has("prices") && !section.has("base") {
            section.missing(self.problems, "base");
        }
        let waived_up_to = self.decimal(&mut section, "waived-up-to", Need::Optional);
        section.finish(self.problems);
        Some(Formula::Flat { rate: rate?, prices, base, waived_up_to })
    }
}
