//! Where an answer may mislead.

use std::fmt;

use crate::charge::{Bill, Charge, Missing};
use crate::choose::Prefer;
use crate::model::charge::Table;
use crate::model::condition::{FactId, Facts};
use crate::model::fact::{Coverage, Name};
use crate::model::value::Day;
use crate::model::wording::{Tongue, Wording, called};
use crate::model::{Row, Rule, RuleSet};

/// Rules that were reviewed longer ago than this may have changed since.
const REVIEW_HOLDS_DAYS: i32 = 365;

/// Why an answer may mislead.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Warning<'r> {
    /// The goods stand for whatever the rules do not know.
    UnknownGoods(&'r str),
    /// No rule is about these goods.
    NoRuleOfTheirOwn(&'r str),
    /// A rate or price is not known, so that an amount is not computed.
    UnknownRate {
        /// The table that does not know it.
        table: &'r Table,
        /// The charge.
        rule: &'r Rule,
    },
    /// An amount is too large to compute.
    TooLarge(&'r Rule),
    /// The cheapest way was asked for, and what it costs is not known.
    CostNotKnown,
    /// The rules were last reviewed long before the date of the shipment.
    Stale {
        /// When they were.
        reviewed: Day,
    },
}

impl Warning<'_> {
    /// The warning in a language that the program speaks.
    #[must_use]
    pub fn in_tongue(&self, tongue: Tongue) -> String {
        let called = |title: Option<&Wording>, id: &str| called(title, id, tongue.language());
        match (tongue, self) {
            (Tongue::English, _) => self.to_string(),
            (Tongue::Chinese, Self::UnknownGoods(id)) => {
                format!("商品为 `{id}`：未查找任何具体商品的规则")
            }
            (Tongue::Chinese, Self::NoRuleOfTheirOwn(id)) => {
                format!("没有专门针对 `{id}` 的规则：只适用了一般规则")
            }
            (Tongue::Chinese, Self::UnknownRate { table, rule }) => {
                let table = called(table.title.as_ref(), &table.id);
                format!("规则在该日期没有该商品的{table}：未计算 `{}` 的金额", rule.id)
            }
            (Tongue::Chinese, Self::TooLarge(rule)) => {
                format!("`{}` 的金额过大，无法计算", rule.id)
            }
            (Tongue::Chinese, Self::CostNotKnown) => {
                "各种做法的费用无法比较：已按通道而非金额选择".to_owned()
            }
            (Tongue::Chinese, Self::Stale { reviewed }) => {
                format!("规则上次复核于 {reviewed}，距该日期已久：可能已有变化")
            }
        }
    }
}

impl fmt::Display for Warning<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownGoods(id) => {
                write!(f, "goods are `{id}`: no rule for particular goods was looked up")
            }
            Self::NoRuleOfTheirOwn(id) => {
                write!(f, "no rule is about `{id}` in particular: only general rules were applied")
            }
            Self::UnknownRate { table, rule } => write!(
                f,
                "the file knows no {} for these goods on this date: the amount of `{}` is not \
                 computed",
                table.words(),
                rule.id,
            ),
            Self::TooLarge(rule) => {
                write!(f, "the amount of `{}` is too large to compute", rule.id)
            }
            Self::CostNotKnown => f.write_str(
                "what the ways cost cannot be compared: they were chosen by lane, not by money",
            ),
            Self::Stale { reviewed } => write!(
                f,
                "the rules were last reviewed on {reviewed}, long before this date: they may have \
                 changed"
            ),
        }
    }
}

/// Everything that may mislead in an answer.
pub(crate) fn warnings<'r>(
    rule_set: &'r RuleSet,
    facts: &Facts,
    bill: &Bill<'r>,
    prefer: Prefer,
) -> Vec<Warning<'r>> {
    let of_goods = of_these_goods(rule_set, facts).into_iter();
    let blind = prefer == Prefer::Cheapest && bill.compare(bill).is_none();
    let rest = of_the_rest(rule_set, facts, bill).chain(blind.then_some(Warning::CostNotKnown));
    of_goods.chain(rest).collect()
}

/// What may mislead for the sake of one line.
pub(super) fn of_line<'r>(
    rule_set: &'r RuleSet,
    facts: &Facts,
    tax: Option<&Charge<'r>>,
) -> Vec<Warning<'r>> {
    let charges = tax.into_iter().flat_map(of_charge);
    of_these_goods(rule_set, facts).into_iter().chain(charges).collect()
}

/// What may mislead in what is said of the goods.
fn of_these_goods<'r>(rule_set: &'r RuleSet, facts: &Facts) -> Option<Warning<'r>> {
    let goods = rule_set.goods();
    let (day, value) = (facts.get(FactId::DATE), facts.get(goods));
    let about = |row: &Row| {
        let within = &row.rule.condition.within;
        within.allowed(goods).is_some_and(|set| set.contains(value))
            && within.allowed(FactId::DATE).is_none_or(|days| days.contains(day))
    };
    let name = rule_set[goods].name(value);
    let lacking =
        name.filter(|name| name.coverage != Coverage::Rules || !rule_set.rows().iter().any(about));
    lacking.and_then(of_goods)
}

/// What may mislead in a charge.
fn of_charge<'c, 'r: 'c>(
    charge: &'c Charge<'r>,
) -> impl Iterator<Item = Warning<'r>> + use<'c, 'r> {
    charge.missing.iter().filter_map(|missing| match missing {
        Missing::Entry(table) => Some(Warning::UnknownRate { table, rule: charge.rule }),
        Missing::Size => Some(Warning::TooLarge(charge.rule)),
        Missing::Fact(_) => None,
    })
}

/// What to know of goods of which no rule holds in particular.
pub(crate) fn of_goods(name: &Name) -> Option<Warning<'_>> {
    match name.coverage {
        Coverage::Rest => Some(Warning::UnknownGoods(&name.id)),
        Coverage::Rules => Some(Warning::NoRuleOfTheirOwn(&name.id)),
        Coverage::Ordinary => None,
    }
}

/// What to know beside the goods.
pub(crate) fn of_the_rest<'r>(
    rule_set: &'r RuleSet,
    facts: &Facts,
    bill: &Bill<'r>,
) -> impl Iterator<Item = Warning<'r>> {
    let charges = bill.charges().flat_map(of_charge);
    stale(rule_set, facts.day()).into_iter().chain(charges)
}

/// Whether the rules may have changed since they were reviewed.
pub(crate) fn stale<'r>(rule_set: &RuleSet, day: Day) -> Option<Warning<'r>> {
    let reviewed = rule_set.reviewed()?;
    let long_ago = day.0.saturating_sub(reviewed.0) > REVIEW_HOLDS_DAYS;
    long_ago.then_some(Warning::Stale { reviewed })
}
