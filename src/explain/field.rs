//! A field: what rules make of a shipment of which some facts may still vary.
//!
//! Everything that is settled is worked into the rules once, so that only what varies is left in
//! them: tests as masks over the atoms of each axis.

use crate::explain::axis::{Axis, Lie, Mask, Room, Uncut};
use crate::explain::outcome::tables;
use crate::model::charge::Table;
use crate::model::condition::{Condition, FactId, Facts, Region};
use crate::model::ids::{FlowId, LaneId, TaxId, numbered};
use crate::model::value::{Value, ValueSet};
use crate::model::{Effect, RuleSet};
use crate::space::{domain, late_days};
use rust_decimal::Decimal;

/// A shipment of which some facts may still vary, and what the rules make of it.
#[derive(Debug)]
pub(super) struct Field<'r> {
    pub(super) rule_set: &'r RuleSet,
    /// All facts; those that vary as they are now.
    pub(super) base: Facts,
    pub(super) axes: Vec<Axis>,
    /// By axis: all facts for a value of each atom.
    samples: Vec<Vec<Facts>>,
    pub(super) rows: Vec<(Clause, Acts<'r>)>,
    pub(super) flows: Vec<(Clause, FlowId)>,
    pub(super) taxes: Vec<(Clause, TaxId)>,
    /// Each table that some tax uses, with what is left of its entries.
    pub(super) tables: Vec<(&'r Table, Vec<Priced>)>,
    pub(super) fee: Option<Clause>,
}

/// An amount of a table, and for a price the fact whose unit it is for.
pub(super) type Rate = (Decimal, Option<FactId>);

/// When a table has an amount; none where it is not known whether it has.
pub(super) type Priced = (Clause, Option<Rate>);

/// What a row does where it holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Acts<'r> {
    /// There is no such shipment.
    Impossible,
    /// As the rule says.
    Effect(&'r Effect),
}

/// What is left of a condition.
#[derive(Debug, Clone, Default)]
pub(super) struct Clause {
    within: Area,
    unless: Vec<Area>,
}

/// What is left of a box.
#[derive(Debug, Clone, Default)]
pub(super) struct Area {
    masks: Vec<Mask>,
    /// The lanes that it asks for.
    lanes: Option<ValueSet>,
}

/// Whether a condition holds in a room: everywhere, nowhere, or here and there, with a test that
/// tells which and how many there are that do.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds<'f> {
    Always,
    Never,
    Partly(&'f Mask, usize),
}

impl Area {
    fn holds(&self, room: &Room, lane: Option<LaneId>) -> Holds<'_> {
        let in_lane =
            |lanes: &ValueSet| lane.is_some_and(|lane| lanes.contains(Value(i64::from(lane.0))));
        if !self.lanes.as_ref().is_none_or(in_lane) {
            return Holds::Never;
        }
        let (mut across, mut count) = (None, 0);
        for mask in &self.masks {
            match mask.lie(room) {
                Lie::Outside => return Holds::Never,
                Lie::Across => {
                    count += 1;
                    across = across.or(Some(mask));
                }
                Lie::Inside => {}
            }
        }
        across.map_or(Holds::Always, |mask| Holds::Partly(mask, count))
    }
}

impl Clause {
    /// What holds where all of these do.
    pub(super) fn of_masks(masks: Vec<Mask>) -> Self {
        Self { within: Area { masks, lanes: None }, unless: Vec::new() }
    }

    /// Whether the condition holds in a room; what asks for a lane holds in none that is not known.
    pub(super) fn holds(&self, room: &Room, lane: Option<LaneId>) -> Holds<'_> {
        let (mut across, mut count) = match self.within.holds(room, lane) {
            Holds::Never => return Holds::Never,
            Holds::Partly(mask, count) => (Some(mask), count),
            Holds::Always => (None, 0),
        };
        for area in &self.unless {
            match area.holds(room, lane) {
                Holds::Always => return Holds::Never,
                Holds::Partly(mask, own) => {
                    count += own;
                    across = across.or(Some(mask));
                }
                Holds::Never => {}
            }
        }
        across.map_or(Holds::Always, |mask| Holds::Partly(mask, count))
    }
}

/// Which fact varies, and as what.
#[derive(Debug, Clone)]
pub(super) struct Varies {
    pub(super) fact: FactId,
    pub(super) values: ValueSet,
}

/// The facts among these that vary, each over all its values: not a code that nothing asks for.
pub(super) fn varying(rule_set: &RuleSet, base: &Facts, ids: &[FactId]) -> Vec<Varies> {
    let varies = ids.iter().map(|id| Varies { fact: *id, values: domain(rule_set, *id) });
    varies.filter(|one| one.values.contains(base.get(one.fact))).collect()
}

impl<'r> Field<'r> {
    /// The field of a shipment in which these facts vary; those of `followers` that get their
    /// defaults from one of them follow it. What meets one of `never` cannot be.
    pub(super) fn new(
        rule_set: &'r RuleSet,
        base: &Facts,
        varies: Vec<Varies>,
        followers: &[FactId],
        never: &[Condition],
    ) -> Self {
        let roots = Roots::new(rule_set, &varies, followers);
        let late = late_days(rule_set);
        let late = late.map(|(days, set)| Region::new(vec![(days, set)]));
        let axes = roots.axes(rule_set, base, varies, never, late.as_ref());
        let cutter = Cutter { base, roots: &roots, axes: &axes.0, samples: &axes.1 };
        let of_rows = rule_set.rows().iter().filter_map(|row| {
            Some((cutter.clause(&row.rule.condition)?, Acts::Effect(&row.effect)))
        });
        let never = never.iter().filter_map(|one| Some((cutter.clause(one)?, Acts::Impossible)));
        let flows = numbered(rule_set.flows());
        let flows = flows.filter_map(|(id, flow)| Some((cutter.clause(&flow.rule.condition)?, id)));
        let taxes = numbered(rule_set.taxes());
        let taxes = taxes.filter_map(|(id, tax)| Some((cutter.clause(&tax.rule.condition)?, id)));
        let fee = rule_set.daily_fee().zip(late.as_ref()).and_then(|(fee, late)| {
            let mut clause = cutter.clause(&fee.rule.condition)?;
            clause.within.masks.extend(cutter.area(late)?.masks);
            Some(clause)
        });
        let (rows, flows) = (never.chain(of_rows).collect(), flows.collect());
        let taxes: Vec<(Clause, TaxId)> = taxes.collect();
        let tables = cutter.tables(rule_set, &taxes);
        let (axes, samples) = axes;
        Self { rule_set, base: base.clone(), axes, samples, rows, flows, taxes, tables, fee }
    }

    /// Everything that may be.
    pub(super) fn whole(&self) -> Room {
        let words = self.axes.iter().map(Axis::words).sum();
        let mut room = Room(vec![0; words]);
        for axis in &self.axes {
            (0..axis.atoms.len()).for_each(|atom| axis.add(&mut room, atom));
        }
        room
    }

    /// The shipment as it is now.
    pub(super) fn here(&self) -> Room {
        let words = self.axes.iter().map(Axis::words).sum();
        let mut room = Room(vec![0; words]);
        for axis in &self.axes {
            if let Some(atom) = axis.atom_of(self.base.get(axis.fact)) {
                axis.add(&mut room, atom);
            }
        }
        room
    }

    /// The place of a fact among the axes.
    pub(super) fn axis_of(&self, fact: FactId) -> Option<usize> {
        self.axes.iter().position(|axis| axis.fact == fact)
    }

    /// The atoms of an axis of which this is true, all other facts being what they are.
    pub(super) fn atoms_with(&self, axis: usize, holds: impl Fn(&Facts) -> bool) -> Vec<&ValueSet> {
        let both = self.axes.get(axis).zip(self.samples.get(axis));
        let atoms = both.into_iter().flat_map(|(axis, samples)| axis.atoms.iter().zip(samples));
        atoms.filter(|(_, sample)| holds(sample)).map(|(atom, _)| atom).collect()
    }

    /// A closed shipment of a room: what varies as it is now where that is left, else its least
    /// value.
    pub(super) fn shipment(&self, room: &Room) -> Facts {
        let mut facts = self.base.clone();
        for (axis, samples) in self.axes.iter().zip(&self.samples) {
            let now = axis.atom_of(self.base.get(axis.fact)).filter(|at| axis.has(room, *at));
            if now.is_some() {
                continue;
            }
            let first = axis.left(room).next().and_then(|atom| samples.get(atom));
            let Some(sample) = first else { continue };
            facts.set(axis.fact, sample.get(axis.fact));
            for (id, _) in self.rule_set.facts() {
                if sample.get(id) != self.base.get(id) {
                    facts.set(id, sample.get(id));
                }
            }
        }
        facts
    }
}

/// By fact: the axis that its value hangs on, if it does.
struct Roots {
    of_fact: Vec<Option<usize>>,
    followers: Vec<FactId>,
}

impl Roots {
    fn new(rule_set: &RuleSet, varies: &[Varies], followers: &[FactId]) -> Self {
        use crate::model::fact::Default;
        let mut of_fact: Vec<Option<usize>> = rule_set.fact_ids().map(|_| None).collect();
        for (at, one) in varies.iter().enumerate() {
            if let Some(slot) = of_fact.get_mut(one.fact.index()) {
                *slot = Some(at);
            }
        }
        let mut follow = Vec::new();
        // What a fact follows stands before it in the file.
        for id in followers {
            let root = match &rule_set[*id].default {
                Default::ByDate(_) => Some(FactId::DATE),
                Default::ByName { fact, .. } => Some(*fact),
                Default::Value(_) | Default::None => None,
            };
            let root = root.and_then(|root| of_fact.get(root.index()).copied().flatten());
            if let (Some(root), Some(slot @ None)) = (root, of_fact.get_mut(id.index())) {
                *slot = Some(root);
                follow.push(*id);
            }
        }
        Self { of_fact, followers: follow }
    }

    fn of(&self, fact: FactId) -> Option<usize> {
        self.of_fact.get(fact.index()).copied().flatten()
    }

    /// The axes, cut, with all facts for a value of each atom.
    fn axes(
        &self,
        rule_set: &RuleSet,
        base: &Facts,
        varies: Vec<Varies>,
        never: &[Condition],
        late: Option<&Region>,
    ) -> (Vec<Axis>, Vec<Vec<Facts>>) {
        let mut uncut: Vec<Uncut<'_>> = Vec::new();
        for (at, one) in varies.into_iter().enumerate() {
            let followers = self.followers.iter().filter(|id| self.of(**id) == Some(at));
            uncut.push(Uncut::new(one.fact, one.values, followers.copied().collect()));
        }
        let open = |fact: FactId| fact == FactId::LANE || self.of(fact).is_some();
        let asked = rule_set.conditions().chain(never);
        let asked = asked.filter(|one| one.within.may_hold(base, open));
        let asked = asked.flat_map(Condition::regions);
        let tables = rule_set.table_regions().filter(|one| one.may_hold(base, open));
        for region in asked.chain(tables).chain(late) {
            for (fact, set) in region.tests() {
                if let Some(axis) = self.of(*fact).and_then(|at| uncut.get_mut(at)) {
                    axis.ask(*fact, set);
                }
            }
        }
        let mut at = 0;
        let cut = uncut.iter().map(|one| {
            let (atoms, samples) = one.cut(rule_set, base);
            let of_axis = samples.iter().map(|facts| facts.get(one.fact)).collect();
            let axis = Axis::new(&rule_set[one.fact].kind, one.fact, at, atoms, of_axis);
            at += axis.words();
            (axis, samples)
        });
        cut.unzip()
    }
}

/// Works what is settled into conditions.
struct Cutter<'c> {
    base: &'c Facts,
    roots: &'c Roots,
    axes: &'c [Axis],
    samples: &'c [Vec<Facts>],
}

impl Cutter<'_> {
    /// What is left of a condition; none if it cannot hold.
    fn clause(&self, condition: &Condition) -> Option<Clause> {
        let within = self.area(&condition.within)?;
        let unless: Vec<Area> = condition.unless.iter().filter_map(|one| self.area(one)).collect();
        let always = |area: &Area| area.masks.is_empty() && area.lanes.is_none();
        (!unless.iter().any(always)).then_some(Clause { within, unless })
    }

    fn area(&self, region: &Region) -> Option<Area> {
        let mut area = Area::default();
        for (fact, set) in region.tests() {
            if *fact == FactId::LANE {
                area.lanes = Some(set.clone());
            } else if let Some(at) = self.roots.of(*fact) {
                let (axis, samples) = self.axes.get(at).zip(self.samples.get(at))?;
                let (mask, count) = if *fact == axis.fact {
                    axis.mask_of(at, set)
                } else {
                    let holds = |atom: usize| {
                        samples.get(atom).is_some_and(|atom| set.contains(atom.get(*fact)))
                    };
                    let count = (0..samples.len()).filter(|atom| holds(*atom)).count();
                    (axis.mask(at, holds), count)
                };
                if count == samples.len() {
                    continue;
                }
                if count == 0 {
                    return None;
                }
                // A fact and those that follow it are on one axis: each alone may hold here and there.
                match area.masks.iter_mut().find(|known| known.axis == at) {
                    Some(known) => {
                        if !known.narrow(&mask) {
                            return None;
                        }
                    }
                    None => area.masks.push(mask),
                }
            } else if !set.contains(self.base.get(*fact)) {
                return None;
            }
        }
        Some(area)
    }

    /// What is left of the tables that taxes use.
    fn tables<'r>(
        &self,
        rule_set: &'r RuleSet,
        taxes: &[(Clause, TaxId)],
    ) -> Vec<(&'r Table, Vec<Priced>)> {
        let mut found: Vec<(&Table, Vec<Priced>)> = Vec::new();
        for table in taxes.iter().flat_map(|(_, tax)| tables(rule_set, &rule_set[*tax])) {
            if found.iter().any(|(known, _)| std::ptr::eq(*known, table)) {
                continue;
            }
            let entries = table.entries.iter().filter_map(|entry| {
                let clause = Clause { within: self.area(&entry.within)?, unless: Vec::new() };
                Some((clause, Some((entry.amount.normalize(), entry.per))))
            });
            let unknown = table.otherwise.iter().flat_map(|rest| &rest.unknown);
            let unknown = unknown.filter_map(|region| {
                Some((Clause { within: self.area(region)?, unless: Vec::new() }, None))
            });
            found.push((table, entries.chain(unknown).collect()));
        }
        found
    }
}
