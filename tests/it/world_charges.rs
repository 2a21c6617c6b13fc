//! The charges of a small random rule set: drawn, written as a rules file has them, and computed
//! once more by hand, in whole numbers and fractions.

use crate::rng::Rng;
use crate::second_evaluator::Known;
use crate::world::{Area, DAYS, Dates, Fact, Rule, Test, World, decimal, millionths};
use crate::world_file;

/// A hundred percent, in the hundredths in which rates are counted.
const WHOLE: i128 = 10_000;

/// Rates in percent, or prices for each unit of a number fact.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    id: String,
    per: Option<String>,
    /// Amounts in hundredths, with when they hold.
    entries: Vec<(Area, i128)>,
    /// What holds where none of them does.
    otherwise: Option<i128>,
}

#[derive(Debug, Clone)]
enum Formula {
    /// The places of duty, consumption tax and VAT among the rates, and the share in hundredths.
    Chain { base: String, rates: [Option<usize>; 3], share: i128 },
    /// The places of the rate, of the duty on each unit and of VAT, which of the two is taken, and
    /// the least duty in millionths.
    Duty {
        base: String,
        rate: Option<usize>,
        specific: Option<usize>,
        vat: Option<usize>,
        take: &'static str,
        minimum: Option<i128>,
    },
    /// The place of the rate, of the prices, and the greatest tax that is waived in millionths.
    Flat { rate: usize, prices: Option<usize>, base: Option<String>, waived: Option<i128> },
}

#[derive(Debug, Clone)]
struct Tax {
    rule: Rule,
    formula: Formula,
    unit: i128,
}

/// Amounts in millionths, but for the rate.
#[derive(Debug, Clone)]
struct Fee {
    rule: Rule,
    percent: i128,
    base: String,
    days: String,
    free_days: i128,
    unit: i128,
    floor: i128,
}

/// All charges of a rule set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Charges {
    rates: Vec<Table>,
    prices: Vec<Table>,
    taxes: Vec<Tax>,
    fee: Option<Fee>,
}

/// What must be paid by a rule, as far as that is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Due {
    pub(crate) rule: String,
    pub(crate) amount: Option<String>,
    pub(crate) waived: bool,
}

/// All charges of a shipment.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Bill {
    pub(crate) tax: Option<Due>,
    pub(crate) late_fee: Option<Due>,
    /// The rates and prices that were used, and what is not known.
    pub(crate) by: Vec<String>,
}

impl Charges {
    /// The fact by whose days there is a fee.
    pub(crate) fn days(&self) -> Option<&String> {
        self.fee.as_ref().map(|fee| &fee.days)
    }

    /// Changes one of them a little.
    pub(crate) fn change(&mut self, rng: &mut Rng) {
        let mut tables: Vec<&mut Table> = self.rates.iter_mut().chain(&mut self.prices).collect();
        let at = rng.below(tables.len().max(1));
        let table = tables.get_mut(at).filter(|table| !table.entries.is_empty());
        match (rng.below(7), table) {
            (0 | 1, Some(table)) => {
                let at = rng.below(table.entries.len());
                table.entries[at].1 = rng.pick(&[500, 1_300, 4_400]);
            }
            (2, Some(table)) if table.entries.len() > 1 => {
                let at = rng.below(table.entries.len());
                table.entries.remove(at);
            }
            (5 | 6, Some(table)) => {
                table.otherwise = match table.otherwise {
                    Some(_) if rng.chance(50) => None,
                    _ => Some(rng.pick(&[500, 2_700])),
                };
            }
            (3, _) if self.taxes.len() > 1 => {
                let at = rng.below(self.taxes.len());
                let tax = self.taxes.remove(at);
                if rng.chance(60) {
                    self.taxes.insert(0, tax);
                }
            }
            _ => {
                if let Some(fee) = &mut self.fee {
                    fee.free_days = 2_000_000;
                }
                for tax in &mut self.taxes {
                    if let Formula::Chain { share, .. } = &mut tax.formula {
                        *share = 5_500;
                    }
                }
            }
        }
    }
}

impl Bill {
    /// What must be paid in all, in millionths; none where that is not known.
    pub(crate) fn to_pay(&self) -> Option<i128> {
        let dues = [&self.tax, &self.late_fee].into_iter().flatten();
        let to_pay = |due: &Due| {
            let amount = millionths(due.amount.as_ref()?);
            Some(if due.waived { 0 } else { amount })
        };
        dues.map(to_pay).sum()
    }

    /// Whether both come to the same: the same amount or, where it is not known, the same rates.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self.to_pay(), other.to_pay()) {
            (None, None) => self == other,
            (one, other) => one == other,
        }
    }
}

impl Charges {
    /// The rules by which something is due.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &Rule> {
        let taxes = self.taxes.iter().map(|tax| &tax.rule);
        taxes.chain(self.fee.iter().map(|fee| &fee.rule))
    }

    /// When the entries of the tables hold.
    pub(crate) fn areas(&self) -> impl Iterator<Item = &Area> {
        self.rates.iter().chain(&self.prices).flat_map(|table| &table.entries).map(|one| &one.0)
    }
}

impl World {
    pub(crate) fn draw_charges(&self, rng: &mut Rng) -> Charges {
        let mut charges = Charges::default();
        let numbers: Vec<&String> =
            self.facts.iter().filter(|fact| fact.number.is_some()).map(|fact| &fact.id).collect();
        // Of what may be below nothing no tax is due: `read` refuses it.
        let at_least_none = |fact: &&Fact| fact.number.is_some_and(|[least, ..]| least >= 0);
        let bases: Vec<&String> =
            self.facts.iter().filter(at_least_none).map(|fact| &fact.id).collect();
        if bases.is_empty() || rng.chance(10) {
            return charges;
        }
        let number = |rng: &mut Rng| rng.pick(&numbers).clone();
        for at in 0..1 + rng.below(4) {
            let entries = self.draw_entries(rng, 6_000);
            let otherwise = rng.chance(20).then(|| rng.below(6_000) as i128);
            charges.rates.push(Table { id: format!("rate-{at}"), per: None, entries, otherwise });
        }
        for at in 0..rng.below(3) {
            let per = Some(number(rng));
            let entries = self.draw_entries(rng, 1_000_000);
            let otherwise = rng.chance(20).then(|| rng.below(1_000_000) as i128);
            charges.prices.push(Table { id: format!("price-{at}"), per, entries, otherwise });
        }
        for at in 0..1 + rng.below(3) {
            let rate = |rng: &mut Rng| rng.below(charges.rates.len());
            let formula = if rng.chance(30) {
                let count = charges.prices.len();
                let specific = (count > 0 && rng.chance(70)).then(|| rng.below(count));
                let own = (specific.is_none() || rng.chance(60)).then(|| rate(rng));
                Formula::Duty {
                    base: rng.pick(&bases).clone(),
                    rate: own,
                    specific,
                    vat: rng.chance(50).then(|| rate(rng)),
                    take: rng.pick(&["both", "higher", "lower"]),
                    minimum: rng.chance(30).then(|| rng.pick(&[1_000_000, 50_000_000])),
                }
            } else if rng.chance(60) {
                let mut rates = [60, 40, 80].map(|chance| rng.chance(chance).then(|| rate(rng)));
                if rates == [None; 3] {
                    rates[2] = Some(rate(rng));
                }
                let share = rng.pick(&[WHOLE, WHOLE, 7_000, 3_333, 0]);
                Formula::Chain { base: rng.pick(&bases).clone(), rates, share }
            } else {
                let count = charges.prices.len();
                let prices = (count > 0 && rng.chance(70)).then(|| rng.below(count));
                let base = (prices.is_none() || rng.chance(40)).then(|| rng.pick(&bases).clone());
                let waived = rng.chance(40).then(|| rng.pick(&[0, 500_000, 50_000_000]));
                Formula::Flat { rate: rate(rng), prices, base, waived }
            };
            let tests = rng.below(3);
            let rule = self.rule(rng, "taxes", format!("tax-{at}"), tests);
            charges.taxes.push(Tax { rule, formula, unit: rng.pick(&UNITS) });
        }
        charges.fee = self.draw_fee(rng);
        charges
    }

    fn draw_fee(&self, rng: &mut Rng) -> Option<Fee> {
        // Days beyond all lifetimes and goods of a negative value are nobody's question.
        let numbers = self.facts.iter().filter_map(|fact| Some((&fact.id, fact.number?)));
        let bases = numbers.clone().filter(|(_, [least, ..])| *least >= 0);
        let days = numbers.filter(|(_, [_, greatest, _])| *greatest <= 2_000_000_000);
        let (mut bases, days): (Vec<_>, Vec<_>) =
            (bases.map(|one| one.0).collect(), days.map(|one| one.0).collect());
        if bases.is_empty() || days.is_empty() || rng.chance(25) {
            return None;
        }
        let days = rng.pick(&days);
        if bases.len() > 1 {
            bases.retain(|base| *base != days);
        }
        let tests = rng.below(2);
        Some(Fee {
            rule: self.rule(rng, "late-fee", "late-fee".to_owned(), tests),
            percent: rng.pick(&[5, 100, 1_234]),
            base: rng.pick(&bases).clone(),
            days: days.clone(),
            free_days: rng.pick(&[0, 0, 1_000_000, 2_500_000]),
            unit: rng.pick(&UNITS),
            floor: rng.pick(&[0, 0, 50_000_000]),
        })
    }

    /// Amounts of which no two hold at once: by one fact, each perhaps by dates, too, and with gaps.
    fn draw_entries(&self, rng: &mut Rng, most: usize) -> Vec<(Area, i128)> {
        let fact = rng.pick(&self.facts);
        let mut tests = Vec::new();
        if let Some([_, greatest, _]) = fact.number {
            let edge = millionths(&fact.value(rng));
            tests.push(Some(Test::Range(vec![("at-most", edge)])));
            let above = (edge < greatest).then(|| Test::Range(vec![("above", edge)]));
            tests.extend(above.map(Some));
        } else {
            let mut names = fact.ends();
            rng.shuffle(&mut names);
            // Yes and no stand alone; the names of a list may share an amount.
            let most = if fact.is_list() { names.len() } else { 1 };
            let parts = names.chunks(1 + rng.below(most));
            tests.extend(parts.map(|names| Some(Test::In(names.to_vec()))));
        }
        if rng.chance(30) {
            tests = vec![None];
        }
        let mut entries = Vec::new();
        for test in tests {
            let tests: Vec<_> = test.map(|test| (fact.id.clone(), test)).into_iter().collect();
            let day = rng.pick(&DAYS[1..]);
            let before = Dates { from: None, until: Some(day) };
            let after = Dates { from: Some(day), until: None };
            let all = if rng.chance(30) { vec![before, after] } else { vec![Dates::default()] };
            for dates in all {
                if rng.chance(12) {
                    continue;
                }
                let amount = if rng.chance(15) { 0 } else { rng.below(most) as i128 };
                entries.push((Area { tests: tests.clone(), dates }, amount));
            }
        }
        entries
    }
}

/// What amounts are rounded to, in millionths.
const UNITS: [i128; 5] = [10_000, 10_000, 1_000_000, 50_000, 30_000_000];

/// Writes hundredths as people write the number.
fn hundredths(amount: i128) -> String {
    decimal(amount * 10_000)
}

impl Table {
    fn to_toml(&self, section: &str, amount_key: &str) -> String {
        let per = self.per.iter().map(|fact| format!("per = {fact:?}\n")).collect::<String>();
        let entries = self.entries.iter().map(|(within, amount)| {
            let mut keys = vec![format!("{amount_key} = {}", hundredths(*amount))];
            keys.extend(world_file::keys(&within.tests, within.dates));
            format!("{{ {} }}", keys.join(", "))
        });
        let entries: Vec<String> = entries.collect();
        let rest = self.otherwise.map(|amount| format!("otherwise = {}\n", hundredths(amount)));
        let rest = rest.unwrap_or_default();
        let listed = match self.otherwise.is_some() && entries.is_empty() {
            true => String::new(),
            false => format!("entries = [{}]\n", entries.join(", ")),
        };
        format!("[{section}.{}]\n{per}{rest}{listed}", self.id)
    }
}

impl Charges {
    /// The charges as a part of a rules file.
    pub(crate) fn to_toml(&self) -> String {
        let mut out = String::new();
        out.extend(self.rates.iter().map(|table| table.to_toml("rates", "percent")));
        out.extend(self.prices.iter().map(|table| table.to_toml("prices", "price")));
        let rate = |at: &usize| format!("{:?}", self.rates[*at].id);
        for tax in &self.taxes {
            out += &format!("{}unit = {}\n", tax.rule.to_toml(), decimal(tax.unit));
            let (name, mut keys) = match &tax.formula {
                Formula::Chain { base, rates, share } => {
                    let mut keys = vec![format!("base = {base:?}")];
                    let words = ["duty", "consumption-tax", "vat"];
                    let named = words.iter().zip(rates);
                    let named = named.filter_map(|(word, at)| Some((word, at.as_ref()?)));
                    keys.extend(named.map(|(word, at)| format!("{word} = {}", rate(at))));
                    keys.push(format!("share = {}", hundredths(*share)));
                    ("chain", keys)
                }
                Formula::Duty { base, rate: own, specific, vat, take, minimum } => {
                    let mut keys = vec![format!("base = {base:?}")];
                    keys.extend(own.iter().map(|at| format!("rate = {}", rate(at))));
                    let prices = specific.map(|at| format!("{:?}", self.prices[at].id));
                    keys.extend(prices.map(|id| format!("specific = {id}")));
                    keys.extend(vat.iter().map(|at| format!("vat = {}", rate(at))));
                    let two = own.is_some() && specific.is_some();
                    keys.extend(two.then(|| format!("take = {take:?}")));
                    keys.extend(minimum.map(|least| format!("minimum = {}", decimal(least))));
                    ("duty", keys)
                }
                Formula::Flat { rate: at, base, .. } => {
                    let base = base.iter().map(|base| format!("base = {base:?}"));
                    ("flat", std::iter::once(format!("rate = {}", rate(at))).chain(base).collect())
                }
            };
            if let Formula::Flat { prices, waived, .. } = &tax.formula {
                keys.extend(prices.map(|at| format!("prices = {:?}", self.prices[at].id)));
                keys.extend(waived.map(|most| format!("waived-up-to = {}", decimal(most))));
            }
            out += &format!("{name} = {{ {} }}\n", keys.join(", "));
        }
        if let Some(fee) = &self.fee {
            let [free, unit, floor] = [fee.free_days, fee.unit, fee.floor].map(decimal);
            out += &fee.rule.to_toml();
            out += &format!(
                "daily = {{ percent = {}, base = {:?}, days = {:?}, free-days = {free}, \
                 unit = {unit}, floor = {floor} }}\n",
                hundredths(fee.percent),
                fee.base,
                fee.days
            );
        }
        out
    }
}

/// The second evaluator's part: what must be paid, computed in fractions of whole numbers.
impl World {
    /// The tax regime of a shipment that is not refused.
    pub(crate) fn regime_of_tax(&self, day: &str, known: &Known) -> Option<String> {
        self.tax_that_holds(day, known).map(|tax| tax.rule.id.clone())
    }

    fn tax_that_holds(&self, day: &str, known: &Known) -> Option<&Tax> {
        self.charges.taxes.iter().find(|tax| self.holds(&tax.rule, day, known))
    }

    /// The amount of a table that holds; noted, or that there is none.
    fn amount(
        &self,
        table: &Table,
        day: &str,
        known: &Known,
        by: &mut Vec<String>,
    ) -> Option<i128> {
        let holds = |entry: &(Area, i128)| self.covers(&entry.0, day, known);
        // What was not given may be what an entry asks for.
        let lacking = table.entries.iter().find_map(|(area, _)| {
            let lacks = |fact: &String| !known.contains_key(fact);
            let asked = area.tests.iter().find(|(fact, _)| lacks(fact))?;
            let mut rest = area.clone();
            rest.tests.retain(|(fact, _)| !lacks(fact));
            self.covers(&rest, day, known).then(|| asked.0.clone())
        });
        let mut at = (0..table.entries.len()).filter(|at| holds(&table.entries[*at]));
        let found = at.next();
        assert!(at.next().is_none(), "two entries of {} hold", table.id);
        by.push(match found {
            Some(at) => format!("{} {at}", table.id),
            None => match (table.otherwise, &lacking) {
                (Some(_), None) => format!("{} otherwise", table.id),
                (Some(_), Some(fact)) => format!("no {fact}"),
                (None, _) => format!("no {}", table.id),
            },
        });
        let rest = table.otherwise.filter(|_| lacking.is_none());
        found.map(|at| table.entries[at].1).or(rest)
    }

    /// The charges of a shipment that is not refused.
    pub(crate) fn charges_of(&self, day: &str, known: &Known) -> Bill {
        let mut by = Vec::new();
        let tax = self.tax(day, known, &mut by);
        let late_fee = self.late_fee(day, known, &mut by);
        by.sort();
        Bill { tax, late_fee, by }
    }

    /// The tax of each line, and the fee of all of them together; none of a refused shipment.
    pub(crate) fn charges_of_lines(
        &self,
        day: &str,
        lines: &[Known],
    ) -> (Vec<Option<Due>>, Option<Due>) {
        if lines.iter().any(|line| !self.refusals(day, line).is_empty()) {
            return (vec![None; lines.len()], None);
        }
        let tax = |line: &Known| self.tax(day, line, &mut Vec::new());
        let mut taxes: Vec<Option<Due>> = lines.iter().map(tax).collect();
        for tax in &self.charges.taxes {
            let Formula::Flat { waived: Some(most), .. } = tax.formula else { continue };
            let of_regime = |due: &&mut Due| due.rule == tax.rule.id;
            let due: Vec<&mut Due> = taxes.iter_mut().flatten().filter(of_regime).collect();
            let amounts = due.iter().map(|due| due.amount.as_ref().map(|one| millionths(one)));
            let sum: Option<i128> = amounts.sum();
            let waived = sum.is_some_and(|sum| 0 < sum && sum <= most);
            due.into_iter().for_each(|due| due.waived = waived);
        }
        let fee = self.charges.fee.as_ref().and_then(|fee| {
            let held: Vec<&Known> =
                lines.iter().filter(|line| self.holds(&fee.rule, day, line)).collect();
            let mut of_all = (*held.first()?).clone();
            if self.is_own(&fee.base) {
                let own = held.iter().map(|line| number(line, &fee.base, &mut Vec::new()));
                let sum = own.sum::<Option<i128>>().map(decimal);
                of_all.insert(format!("own:{}", fee.base), sum.unwrap_or_default());
            }
            self.late_fee(day, &of_all, &mut Vec::new())
        });
        (taxes, fee)
    }

    fn tax(&self, day: &str, known: &Known, by: &mut Vec<String>) -> Option<Due> {
        let mut own = Vec::new();
        let due = self.tax_by(day, known, &mut own);
        // What was not given is said once, however often it is asked for.
        own.sort();
        let is_fact =
            |one: &String| self.facts.iter().any(|fact| *one == format!("no {}", fact.id));
        own.dedup_by(|one, other| one == other && is_fact(one));
        by.extend(own);
        due
    }

    fn tax_by(&self, day: &str, known: &Known, by: &mut Vec<String>) -> Option<Due> {
        let tax = self.tax_that_holds(day, known)?;
        // The tax in millionths, as a fraction.
        let fraction = match &tax.formula {
            Formula::Chain { base, rates, share } => {
                let [duty, consumption, vat] = rates.map(|at| {
                    at.map_or(Some(0), |at| self.amount(&self.charges.rates[at], day, known, by))
                });
                let value = number(known, base, by);
                let both = duty.zip(consumption).zip(vat.zip(value));
                both.map(|((duty, consumption), (vat, value))| {
                    let dutiable = WHOLE + duty;
                    let rest = WHOLE - consumption;
                    let sum = duty * rest + dutiable * consumption + dutiable * vat;
                    (value * share * sum, WHOLE * WHOLE * rest)
                })
            }
            Formula::Duty { base, rate, specific, vat, take, minimum } => {
                // Duties in millionths, times a million.
                const PARTS: i128 = WHOLE * 100;
                let mut of = |at: Option<usize>| {
                    let table = at.map(|at| &self.charges.rates[at]);
                    table.map_or(Some(None), |one| self.amount(one, day, known, by).map(Some))
                };
                let (rate, vat) = (of(*rate), of(*vat));
                let on_units = specific.map_or(Some(None), |at| {
                    let table = &self.charges.prices[at];
                    let price = self.amount(table, day, known, by)?;
                    let units = number(known, table.per.as_ref().unwrap(), by)?;
                    Some(Some(units * price * WHOLE))
                });
                let value = number(known, base, by);
                let all = rate.zip(vat).zip(on_units.zip(value));
                all.map(|((rate, vat), (on_units, value))| {
                    let in_percent = rate.map(|rate| value * rate * 100);
                    let due = match (in_percent, on_units, *take) {
                        (Some(one), Some(other), "higher") => one.max(other),
                        (Some(one), Some(other), "lower") => one.min(other),
                        (one, other, _) => one.unwrap_or(0) + other.unwrap_or(0),
                    };
                    let due = minimum.map_or(due, |least| due.max(least * PARTS));
                    let taxed = value * PARTS + due;
                    (due * WHOLE + taxed * vat.unwrap_or(0), PARTS * WHOLE)
                })
            }
            Formula::Flat { rate, prices, base, .. } => {
                let rate = self.amount(&self.charges.rates[*rate], day, known, by);
                let table = prices.map(|at| &self.charges.prices[at]);
                let mut of_price = Vec::new();
                let price = table.and_then(|one| self.amount(one, day, known, &mut of_price));
                let value = match (price, table, base) {
                    (Some(price), Some(table), _) => {
                        by.extend(of_price);
                        let units = number(known, table.per.as_ref().unwrap(), by);
                        units.map(|units| (units * price, 100))
                    }
                    // Whether the goods have a price is not known.
                    (None, Some(Table { otherwise: Some(_), .. }), _) => {
                        by.extend(of_price);
                        None
                    }
                    (_, _, Some(base)) => number(known, base, by).map(|value| (value, 1)),
                    _ => {
                        by.extend(of_price);
                        None
                    }
                };
                rate.zip(value).map(|(rate, (value, parts))| (value * rate, WHOLE * parts))
            }
        };
        let amount = fraction.map(|(top, bottom)| {
            // Half a unit more, and parts dropped: rounded half away from zero.
            let bottom = bottom * tax.unit;
            top.signum() * ((top.abs() * 2 + bottom) / (bottom * 2)) * tax.unit
        });
        let most = match tax.formula {
            Formula::Chain { .. } | Formula::Duty { .. } => None,
            Formula::Flat { waived, .. } => waived,
        };
        let waived = amount.zip(most).is_some_and(|(amount, most)| 0 < amount && amount <= most);
        Some(Due { rule: tax.rule.id.clone(), amount: amount.map(decimal), waived })
    }

    fn late_fee(&self, day: &str, known: &Known, by: &mut Vec<String>) -> Option<Due> {
        let fee = self.charges.fee.as_ref()?;
        let late = millionths(known.get(&fee.days)?) - fee.free_days;
        if late <= 0 || !self.holds(&fee.rule, day, known) {
            return None;
        }
        let amount = number(known, &fee.base, by).map(|base| {
            let units = base * fee.percent * late / (WHOLE * 1_000_000 * fee.unit);
            units * fee.unit
        });
        let waived = amount.is_some_and(|amount| 0 < amount && amount < fee.floor);
        Some(Due { rule: fee.rule.id.clone(), amount: amount.map(decimal), waived })
    }
}

/// A number in millionths; noted if it was not given.
fn number(known: &Known, fact: &String, by: &mut Vec<String>) -> Option<i128> {
    // One of several lines is charged by what it has of a total.
    let own = known.get(&format!("own:{fact}")).or_else(|| known.get(fact));
    let found = own.filter(|value| !value.is_empty()).map(|value| millionths(value));
    by.extend(found.is_none().then(|| format!("no {fact}")));
    found
}
