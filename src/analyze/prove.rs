//! Puts every question about a rule set to its slices, and keeps what they came to.

use crate::analyze::ask::{Asker, Found};
use crate::analyze::search::Answer;
use crate::analyze::slice::{Cut, Group, RowPlace, Slice};
use crate::model::condition::FactId;
use crate::model::value::Value;
use crate::model::{Effect, RuleKind, RuleSet};

/// What questions may cost, in steps: a step looks at one condition in one box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// For one question about one slice.
    pub question: u64,
    /// For all questions together.
    pub total: u64,
}

impl Budget {
    /// Enough for the rule files that people write.
    pub const USUAL: Self = Self { question: 1_000_000, total: 300_000_000 };
}

/// A question that one slice can settle with yes, and only all of them with no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    yes: bool,
    spent: bool,
}

impl State {
    const OPEN: Self = Self { yes: false, spent: false };

    fn note(&mut self, found: &Found) {
        match found {
            Ok(Some(_)) => self.yes = true,
            Ok(None) => {}
            Err(_) => self.spent = true,
        }
    }

    pub(crate) fn answer(self) -> Answer {
        match (self.yes, self.spent) {
            (true, _) => Answer::Yes,
            (false, true) => Answer::Undecided,
            (false, false) => Answer::No,
        }
    }
}

/// What the questions about a rule set came to.
#[derive(Debug)]
pub(crate) struct Proofs {
    /// For each row: whether it ever holds (of a requirement: for a shipment that goes).
    pub(crate) holds: Vec<State>,
    /// For each row: whether some answer would be another without it.
    pub(crate) matters: Vec<State>,
    pub(crate) flow_wins: Vec<State>,
    pub(crate) tax_wins: Vec<State>,
    pub(crate) lane_reached: Vec<State>,
    pub(crate) no_path: State,
    /// For goods and each choice with names: whether a shipment with that name ever goes.
    pub(crate) goes: Vec<(FactId, Vec<State>)>,
    /// Pairs of flows, and of taxes, that both hold for some shipment.
    pub(crate) overlaps: Vec<(Ordered, usize, usize, State)>,
    /// For each tax and each table of rates it uses: whether a rate is missing on some day.
    pub(crate) rate_missing: Vec<(usize, usize, State)>,
}

/// One of the two ordered lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ordered {
    Flows,
    Taxes,
}

/// Which questions are to be asked beside those that always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extra {
    pub(crate) overlaps: bool,
}

/// Asks everything.
pub(crate) fn prove(
    cut: &Cut<'_>,
    extra: Extra,
    budget: Budget,
    progress: Option<fn(usize, usize)>,
) -> Proofs {
    let rule_set = cut.rule_set;
    let mut proofs = Proofs::open(rule_set, extra);
    for (at, group) in cut.groups.iter().enumerate() {
        if let Some(tell) = progress {
            tell(at, cut.groups.len());
        }
        let slice = cut.slice(at);
        let mut asker = Asker::new(cut, &slice, budget.question);
        proofs.ask_rows(rule_set, group, &mut asker);
        proofs.ask_lists(&slice, &mut asker);
        proofs.ask_names(cut, group, &mut asker);
    }
    proofs
}

/// The rows of the rule set that one row of a slice stands for.
pub(crate) fn rows_of(group: &Group, place: RowPlace) -> Vec<usize> {
    match place {
        RowPlace::Shared(row) => vec![row],
        RowPlace::Own(at) => {
            group.members.iter().filter_map(|(_, own)| own.get(at).copied()).collect()
        }
    }
}

impl Proofs {
    fn open(rule_set: &RuleSet, extra: Extra) -> Self {
        let states = |count: usize| vec![State::OPEN; count];
        let names = rule_set.facts().filter(|(id, fact)| {
            fact.names().len() > 0 && (*id == rule_set.goods() || rule_set.choices().contains(id))
        });
        let pairs = |list: Ordered, count: usize| {
            (0..count).flat_map(move |two| (0..two).map(move |one| (list, one, two, State::OPEN)))
        };
        let overlaps = pairs(Ordered::Flows, rule_set.flows().len())
            .chain(pairs(Ordered::Taxes, rule_set.taxes().len()))
            .filter(|_| extra.overlaps);
        let rate_missing = rule_set.taxes().iter().enumerate().flat_map(|(at, tax)| {
            tax.formula.rates().map(move |table| (at, usize::from(table.0), State::OPEN))
        });
        Self {
            holds: states(rule_set.rows().len()),
            matters: states(rule_set.rows().len()),
            flow_wins: states(rule_set.flows().len()),
            tax_wins: states(rule_set.taxes().len()),
            lane_reached: states(rule_set.lanes().len()),
            no_path: State::OPEN,
            goes: names.map(|(id, fact)| (id, states(fact.names().len()))).collect(),
            overlaps: overlaps.collect(),
            rate_missing: rate_missing.collect(),
        }
    }

    fn ask_rows(&mut self, rule_set: &RuleSet, group: &Group, asker: &mut Asker<'_>) {
        for at in 0..asker.slice.refusals.len() {
            let place = asker.slice.refusals.get(at).map(|row| row.place);
            let rows = place.map(|place| rows_of(group, place)).unwrap_or_default();
            settle(&mut self.holds, &rows, || asker.refusal_holds(at));
        }
        for at in 0..asker.slice.requirements.len() {
            let place = asker.slice.requirements.get(at).map(|one| one.row.place);
            let rows = place.map(|place| rows_of(group, place)).unwrap_or_default();
            settle(&mut self.holds, &rows, || asker.requirement_holds(at));
            let kind = rows.first().and_then(|at| rule_set.rows().get(*at)).map(|row| row.kind);
            // A file states a lane for each category, also where it is the lightest.
            if kind == Some(RuleKind::Inspection) {
                settle(&mut self.matters, &rows, || asker.requirement_matters(at));
            }
        }
    }

    fn ask_lists<'s>(&mut self, slice: &'s Slice, asker: &mut Asker<'s>) {
        for (at, state) in self.flow_wins.iter_mut().enumerate().filter(|(_, state)| !state.yes) {
            state.note(&asker.wins(&slice.flows, at));
        }
        for (at, state) in self.tax_wins.iter_mut().enumerate().filter(|(_, state)| !state.yes) {
            state.note(&asker.wins(&slice.taxes, at));
        }
        for (at, state) in self.lane_reached.iter_mut().enumerate().filter(|(_, s)| !s.yes) {
            state.note(&asker.lane_is_reached(at));
        }
        if !self.no_path.yes {
            self.no_path.note(&asker.no_flow_takes());
        }
        for (list, one, two, state) in self.overlaps.iter_mut().filter(|(.., state)| !state.yes) {
            let list = match list {
                Ordered::Flows => &slice.flows,
                Ordered::Taxes => &slice.taxes,
            };
            state.note(&asker.both_take(list, *one, *two));
        }
        for (tax, table, state) in self.rate_missing.iter_mut().filter(|(.., state)| !state.yes) {
            state.note(&asker.rate_is_missing(*tax, *table));
        }
    }

    fn ask_names(&mut self, cut: &Cut<'_>, group: &Group, asker: &mut Asker<'_>) {
        let any = asker.any_goes();
        for (fact, states) in &mut self.goes {
            if *fact == cut.anchor {
                for (value, _) in &group.members {
                    if let Some(state) = states.get_mut(value.index()) {
                        state.note(&any);
                    }
                }
                continue;
            }
            let axis = asker.slice.axes.of(*fact);
            for (at, state) in states.iter_mut().enumerate().filter(|(_, state)| !state.yes) {
                let Some(axis) = axis else {
                    state.note(&any);
                    continue;
                };
                asker.within = vec![asker.slice.axes.mask_of(axis, Value::of_index(at))];
                state.note(&asker.any_goes());
            }
            asker.within.clear();
        }
    }
}

/// Asks a question that stands for several rows, unless it is settled for all of them.
fn settle(states: &mut [State], rows: &[usize], ask: impl FnOnce() -> Found) {
    if rows.iter().all(|row| states.get(*row).is_none_or(|state| state.yes)) {
        return;
    }
    let found = ask();
    for row in rows {
        if let Some(state) = states.get_mut(*row) {
            state.note(&found);
        }
    }
}

/// Whether a row refuses.
pub(crate) fn refuses(effect: &Effect) -> bool {
    matches!(effect, Effect::Refuse { .. })
}
