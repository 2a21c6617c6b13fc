//! The formulas: rates and numbers to amounts, rounded once.

use rust_decimal::Decimal;

use crate::charge::duty::Duty;
use crate::charge::exact::Exact;
use crate::charge::parts::{Item, Part, Parts};
use crate::model::charge::{Entry, Formula, Table, Tax};
use crate::model::condition::{FactId, Facts};
use crate::model::fact::Kind;
use crate::model::value::Value;
use crate::model::wording::Wording;
use crate::model::{PriceId, RateId, Rule, RuleSet};

/// What must be paid, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Charge<'r> {
    /// The rule by which it is due.
    pub rule: &'r Rule,
    /// What people call it.
    pub title: Option<&'r Wording>,
    /// The amount before a waiver; none where something it needs is not known.
    pub payable: Option<Decimal>,
    /// Whether it need not be paid.
    pub waived: bool,
    /// What the amount is made of.
    pub items: Vec<Item<'r>>,
    /// The entries of rates and prices that were used.
    pub entries: Vec<&'r Entry>,
    /// What is not known.
    pub missing: Vec<Missing<'r>>,
    /// What it comes to for each unit, where only a number is missing for the amount.
    pub tariff: Option<Tariff<'r>>,
}

/// What a tax comes to for each unit of the number that it is computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tariff<'r> {
    /// The number.
    pub base: FactId,
    /// The tax on one, before rounding.
    pub on_one: Decimal,
    /// The rates it is made of, in percent, those of nothing left out.
    pub rates: Vec<(&'r Table, Decimal)>,
    /// The part of them that is due, in percent.
    pub share: Decimal,
}

impl Charge<'_> {
    /// What is left to pay: nothing once it is waived; none where that is not known.
    #[must_use]
    pub fn to_pay(&self) -> Option<Decimal> {
        if self.waived { self.payable.and(Some(Decimal::ZERO)) } else { self.payable }
    }
}

/// What an amount cannot be computed without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing<'r> {
    /// A number or a code that was not given.
    Fact(FactId),
    /// A rate or price that the file does not know for these facts on this date.
    Entry(&'r Table),
    /// The amount is too large to compute.
    Size,
}

impl<'r> Missing<'r> {
    /// The table that does not know what is needed.
    #[must_use]
    pub fn table(&self) -> Option<&'r Table> {
        match self {
            Self::Entry(table) => Some(table),
            Self::Fact(_) | Self::Size => None,
        }
    }
}

/// What a tax on one is rounded to where it is shown: far below any unit of money.
const ON_ONE: Decimal = Decimal::from_parts(1, 0, 0, false, 12);

/// A sum under way: what it is made of, and what it lacks.
pub(super) struct Sum<'r, 'f> {
    rule_set: &'r RuleSet,
    facts: &'f Facts,
    /// The same, with what a line itself has of each total: what amounts are computed from.
    own: &'f Facts,
    entries: Vec<&'r Entry>,
    pub(super) missing: Vec<Missing<'r>>,
    /// Whether every number stands for one, so that the sum is what its base is multiplied by.
    of_one: bool,
    /// The number that was asked for last.
    base: Option<FactId>,
}

impl<'r, 'f> Sum<'r, 'f> {
    pub(super) fn new(rule_set: &'r RuleSet, facts: &'f Facts, own: &'f Facts) -> Self {
        let (entries, missing) = (Vec::new(), Vec::new());
        Self { rule_set, facts, own, entries, missing, of_one: false, base: None }
    }

    /// The parts of a tax, as far as what they need is known.
    fn parts(&mut self, formula: &Formula) -> Option<Parts<'r>> {
        match formula {
            Formula::Chain { base, duty, consumption_tax, vat, share } => {
                self.chain(*base, [*duty, *consumption_tax, *vat], *share)
            }
            Formula::Duty { base, rate, specific, take, minimum, vat } => {
                let (rate, vat) = (self.rate(*rate), self.rate(*vat));
                let specific = specific.map(|id| self.specific(&self.rule_set[id]));
                let value = base.map(|base| self.number(base));
                let duty = Duty {
                    rate: rate?,
                    vat: vat?,
                    specific: specific.map_or(Some(None), |found| found.map(Some))?,
                    value: value.map_or(Some(None), |found| found.map(Some))?,
                    take: *take,
                    minimum: *minimum,
                };
                Some(duty.parts())
            }
            Formula::Flat { rate, prices, base, .. } => self.flat(*rate, *prices, *base),
        }
    }

    /// The price of each unit, and how many there are; one where the price is for all of them.
    fn specific(&mut self, table: &'r Table) -> Option<(&'r Table, &'r Entry, Decimal)> {
        let entry = self.entry(table)?;
        let units = match entry.per {
            Some(per) => self.number(per)?,
            None => Decimal::ONE,
        };
        Some((table, entry, units))
    }
}

/// A tax once its rates are known: every formula multiplies one number fact by something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Multiple {
    /// The payable amount is `base × total / divisor`, rounded.
    Of {
        /// The number fact.
        base: FactId,
        /// What it is multiplied by.
        total: Exact,
        /// What that is divided by.
        divisor: Exact,
    },
    /// A rate or a price is not known.
    Unknown,
    /// The amount has to be computed for each shipment anew.
    Other,
}

/// What the number of a tax is multiplied by, with the rates that hold for these facts.
pub(crate) fn multiple(rule_set: &RuleSet, tax: &Tax, facts: &Facts) -> Multiple {
    let mut sum = Sum::new(rule_set, facts, facts);
    sum.of_one = true;
    let parts = sum.parts(&tax.formula);
    let found = parts.filter(|_| tax.formula.is_multiple()).and_then(|parts| {
        let base = sum.base?;
        Some(Multiple::Of { base, total: parts.sum(), divisor: parts.divisor })
    });
    // Every number stands for one: a fact that is missing tells which rate holds.
    let unknown =
        sum.missing.iter().any(|missing| matches!(missing, Missing::Entry(_) | Missing::Fact(_)));
    found.unwrap_or(if unknown { Multiple::Unknown } else { Multiple::Other })
}

/// What a tax comes to for each unit, where its rates are known.
fn tariff<'r>(rule_set: &'r RuleSet, tax: &Tax, facts: &Facts) -> Option<Tariff<'r>> {
    if !tax.formula.is_multiple() {
        return None;
    }
    let mut sum = Sum::new(rule_set, facts, facts);
    sum.of_one = true;
    let parts = sum.parts(&tax.formula)?;
    let share = match &tax.formula {
        Formula::Chain { share, .. } => *share,
        Formula::Duty { .. } | Formula::Flat { .. } => Decimal::ONE_HUNDRED,
    };
    let rates = parts.parts.iter().filter(|part| !part.rate.is_zero());
    let rates = rates.map(|part| (part.table, part.rate)).collect();
    Some(Tariff { base: sum.base?, on_one: parts.rounded(ON_ONE)?, rates, share })
}

/// The greatest tax of this formula that need not be paid.
pub(crate) fn waived_up_to(tax: &Tax) -> Option<Decimal> {
    match &tax.formula {
        Formula::Chain { .. } | Formula::Duty { .. } => None,
        Formula::Flat { waived_up_to, .. } => *waived_up_to,
    }
}

/// The tax of a shipment that is not refused; none where no regime holds.
#[must_use]
pub fn tax<'r>(rule_set: &'r RuleSet, tax: &'r Tax, facts: &Facts) -> Charge<'r> {
    tax_of_line(rule_set, tax, facts, facts)
}

/// The tax of one of several lines, by its facts and by what it has of each total.
pub(super) fn tax_of_line<'r>(
    rule_set: &'r RuleSet,
    tax: &'r Tax,
    facts: &Facts,
    own: &Facts,
) -> Charge<'r> {
    let mut sum = Sum::new(rule_set, facts, own);
    let parts = sum.parts(&tax.formula);
    let waived_up_to = waived_up_to(tax);
    let payable = parts.as_ref().and_then(|parts| parts.rounded(tax.unit));
    if parts.is_some() && payable.is_none() {
        sum.missing.push(Missing::Size);
    }
    let waived = is_waived(payable, waived_up_to);
    let tariff = if payable.is_none() { tariff(rule_set, tax, facts) } else { None };
    let items = parts.zip(payable).and_then(|(parts, payable)| parts.items(payable, tax.unit));
    Charge {
        rule: &tax.rule,
        title: tax.title.as_ref(),
        payable,
        waived,
        items: items.unwrap_or_default(),
        entries: sum.entries,
        missing: sum.missing,
        tariff,
    }
}

/// Whether a tax need not be paid, by the greatest that is waived.
pub(crate) fn is_waived(payable: Option<Decimal>, waived_up_to: Option<Decimal>) -> bool {
    payable.zip(waived_up_to).is_some_and(|(amount, most)| is_due(amount) && amount <= most)
}

/// Nothing is no charge, so that there is nothing to waive.
pub(super) fn is_due(amount: Decimal) -> bool {
    amount > Decimal::ZERO
}

impl<'r> Sum<'r, '_> {
    /// The value of a number fact; noted as missing if it was not given.
    pub(super) fn number(&mut self, id: FactId) -> Option<Decimal> {
        self.base = Some(id);
        if self.of_one {
            return Some(Decimal::ONE);
        }
        let value = self.own.get(id);
        let found = match &self.rule_set[id].kind {
            Kind::Number(number) if value != Value::NOT_GIVEN => {
                let units = i128::from(value.0) * i128::from(number.step);
                Decimal::try_from_i128_with_scale(units, number.places).ok()
            }
            _ => None,
        };
        if found.is_none() && !self.missing.contains(&Missing::Fact(id)) {
            self.missing.push(Missing::Fact(id));
        }
        found
    }

    /// The entry of a table; noted as missing if none holds.
    fn entry(&mut self, table: &'r Table) -> Option<&'r Entry> {
        let found = table.entry(self.facts);
        match found {
            Some(entry) => self.entries.push(entry),
            None => {
                let missing = table.lacks(self.facts).map_or(Missing::Entry(table), Missing::Fact);
                let known = matches!(missing, Missing::Fact(_)) && self.missing.contains(&missing);
                self.missing.extend((!known).then_some(missing));
            }
        }
        found
    }

    /// The rate of a table in percent, with the table; nothing for no table.
    fn rate(&mut self, id: Option<RateId>) -> Option<Option<(&'r Table, Decimal)>> {
        let Some(id) = id else { return Some(None) };
        let table = &self.rule_set[id];
        self.entry(table).map(|entry| Some((table, entry.amount)))
    }

    /// Duty d on the value P, consumption tax c on `(P + duty) / (1 - c)`, VAT v on all of these.
    fn chain(
        &mut self,
        base: FactId,
        [duty, consumption_tax, vat]: [Option<RateId>; 3],
        share: Decimal,
    ) -> Option<Parts<'r>> {
        let (duty, consumption_tax, vat) =
            (self.rate(duty), self.rate(consumption_tax), self.rate(vat));
        let value = self.number(base);
        let (duty, consumption_tax, vat, value) = (duty?, consumption_tax?, vat?, value?);
        let percent =
            |rate: Option<(&'r Table, Decimal)>| rate.map_or(Decimal::ZERO, |(_, rate)| rate);
        let hundred = Decimal::ONE_HUNDRED;
        // Everything is kept as a multiple of 1/(100 × 100 × 100 × (100 - c)) until the one division.
        let rest = hundred.checked_sub(percent(consumption_tax))?;
        if rest <= Decimal::ZERO {
            self.missing.push(Missing::Size);
            return None;
        }
        let duty_paid = hundred.checked_add(percent(duty))?;
        let shared = Exact::from(value).times(share);
        let on_duty = shared.times(percent(duty)).times(rest).times(hundred);
        let dutiable = shared.times(duty_paid);
        let on_consumption = dutiable.times(percent(consumption_tax)).times(hundred);
        // The value with duty and consumption tax is (P + duty) × 100 / (100 - c).
        let on_vat = dutiable.times(hundred).times(percent(vat));
        let parts = [(duty, on_duty), (consumption_tax, on_consumption), (vat, on_vat)];
        let named = parts.into_iter().filter_map(|(rate, amount)| {
            rate.map(|(table, rate)| Part { table, rate, priced: None, amount })
        });
        let divisor = Exact::from(rest).times(Decimal::from(1_000_000));
        Some(Parts { parts: named.collect(), divisor })
    }

    fn flat(
        &mut self,
        rate: RateId,
        prices: Option<PriceId>,
        base: Option<FactId>,
    ) -> Option<Parts<'r>> {
        let rate = self.rate(Some(rate));
        let price = prices.map(|id| &self.rule_set[id]);
        let priced = price.and_then(|table| table.entry(self.facts));
        let priced = priced.and_then(|entry| Some((entry, entry.per?)));
        let mut units_and_price = None;
        let lacking = price.and_then(|table| table.lacks(self.facts));
        let value = match (priced, base, price) {
            (Some((entry, per)), ..) => {
                self.entries.push(entry);
                let units = self.number(per);
                units_and_price = units.map(|units| (units, entry.amount));
                units.map(|units| Exact::from(units).times(entry.amount))
            }
            _ if lacking.is_some() => {
                let missing = lacking.map(Missing::Fact);
                self.missing.extend(missing.filter(|one| !self.missing.contains(one)));
                None
            }
            (None, Some(base), _) => self.number(base).map(Exact::from),
            (None, None, Some(table)) => {
                self.missing.push(Missing::Entry(table));
                None
            }
            (None, None, None) => None,
        };
        let (table, rate) = rate??;
        let part = Part { table, rate, priced: units_and_price, amount: value?.times(rate) };
        Some(Parts { parts: vec![part], divisor: Decimal::ONE_HUNDRED.into() })
    }
}

/// An amount of money, with the cents it has at least.
#[must_use]
pub fn money(amount: Decimal) -> String {
    let mut amount = amount.normalize();
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    amount.to_string()
}
