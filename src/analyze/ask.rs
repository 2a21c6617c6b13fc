//! Questions about one slice, each put to the search.

use std::cell::Cell;

use crate::analyze::axes::{Cells, Mask, Masked};
use crate::analyze::search::{Fuel, Spent, find};
use crate::analyze::slice::{Cut, Requirement, Slice, SliceEntry};
use crate::model::condition::FactId;
use crate::model::id_set::CheckSet;

/// A question put to a slice: the box that answers it, none, or no answer within the budget.
pub(crate) type Found = Result<Option<Cells>, Spent>;

/// One slice, and what each question about it may cost.
pub(crate) struct Asker<'s> {
    pub(crate) slice: &'s Slice,
    /// The checks that each lane brings by itself.
    pub(crate) lane_checks: &'s [CheckSet],
    /// A restriction of all questions to a part of the slice.
    pub(crate) within: Vec<Mask>,
    pub(crate) steps_per_question: u64,
    pub(crate) steps_left: &'s Cell<u64>,
}

/// One way in which a lane comes about: a row that raises to it, and rows that must not hold.
struct LaneCase<'s> {
    raised_by: Option<&'s Masked>,
    not: Vec<&'s Masked>,
}

impl<'s> Asker<'s> {
    /// Asks of a whole slice; each question may take so many steps.
    pub(crate) fn new(cut: &'s Cut<'_>, slice: &'s Slice, steps_per_question: u64) -> Self {
        Self {
            slice,
            lane_checks: &cut.lane_checks,
            within: Vec::new(),
            steps_per_question,
            steps_left: &cut.steps_left,
        }
    }

    fn ask(&mut self, positive: &[&Masked], negative: &[&Masked]) -> Found {
        let mut cells = self.slice.axes.everything();
        if !self.slice.axes.keep_all(&mut cells, &self.within) {
            return Ok(None);
        }
        let steps = self.steps_per_question.min(self.steps_left.get());
        let mut fuel = Fuel { steps };
        let found = find(&self.slice.axes, cells, positive, negative, &mut fuel);
        self.steps_left.set(self.steps_left.get().saturating_sub(steps - fuel.steps));
        found
    }

    /// What no shipment can be.
    fn outside(&self) -> Vec<&'s Masked> {
        self.slice.outside.iter().collect()
    }

    /// What no shipment that goes can be: refused, or no shipment at all.
    fn refused(&self) -> Vec<&'s Masked> {
        let refusals = self.slice.refusals.iter().map(|row| &row.condition);
        self.slice.outside.iter().chain(refusals).collect()
    }

    /// A shipment that the refusal at `at` holds for.
    pub(crate) fn refusal_holds(&mut self, at: usize) -> Found {
        let Some(row) = self.slice.refusals.get(at) else { return Ok(None) };
        let outside = self.outside();
        self.ask(&[&row.condition], &outside)
    }

    /// A shipment that goes.
    pub(crate) fn any_goes(&mut self) -> Found {
        let refused = self.refused();
        self.ask(&[], &refused)
    }

    /// A shipment that goes and that the requirement at `at` holds for.
    pub(crate) fn requirement_holds(&mut self, at: usize) -> Found {
        let Some(one) = self.slice.requirements.get(at) else { return Ok(None) };
        let refused = self.refused();
        self.ask(&[&one.row.condition], &refused)
    }

    /// The same, with only some of the refusals.
    pub(crate) fn requirement_holds_despite(&mut self, at: usize, refusals: &[usize]) -> Found {
        let Some(one) = self.slice.requirements.get(at) else { return Ok(None) };
        let mut not = self.outside();
        not.extend(
            refusals.iter().filter_map(|at| self.slice.refusals.get(*at)).map(|r| &r.condition),
        );
        self.ask(&[&one.row.condition], &not)
    }

    /// A shipment that would come out otherwise without the requirement at `at`.
    pub(crate) fn requirement_matters(&mut self, at: usize) -> Found {
        let Some(one) = self.slice.requirements.get(at) else { return Ok(None) };
        let others: Vec<&'s Requirement> = self.others(Some(at));
        let refused = self.refused();
        let lacking = |provides: &dyn Fn(&Requirement) -> bool| {
            let mut not = refused.clone();
            not.extend(others.iter().filter(|one| provides(one)).map(|one| &one.row.condition));
            not
        };
        if one.lane.0 > 0 {
            let not = lacking(&|other| other.lane >= one.lane);
            if let Some(found) = self.ask(&[&one.row.condition], &not)? {
                return Ok(Some(found));
            }
        }
        for document in one.documents.iter() {
            let not = lacking(&|other| other.documents.contains(document));
            if let Some(found) = self.ask(&[&one.row.condition], &not)? {
                return Ok(Some(found));
            }
        }
        for check in one.checks.iter() {
            let not = lacking(&|other| other.checks.contains(check));
            for lane in 0..self.lane_checks.len() {
                // Where the lane that is left brings the check, nobody misses it.
                if self.lane_checks.get(lane).is_none_or(|own| own.contains(check)) {
                    continue;
                }
                for case in self.lane_cases(lane, Some(at)) {
                    let positive: Vec<&Masked> =
                        std::iter::once(&one.row.condition).chain(case.raised_by).collect();
                    let negative: Vec<&Masked> = not.iter().copied().chain(case.not).collect();
                    if let Some(found) = self.ask(&positive, &negative)? {
                        return Ok(Some(found));
                    }
                }
            }
        }
        Ok(None)
    }

    fn others(&self, but: Option<usize>) -> Vec<&'s Requirement> {
        let all = self.slice.requirements.iter().enumerate();
        all.filter(|(at, _)| Some(*at) != but).map(|(_, one)| one).collect()
    }

    /// All ways in which a lane is the strictest, without one requirement.
    fn lane_cases(&self, lane: usize, but: Option<usize>) -> Vec<LaneCase<'s>> {
        let others = self.others(but);
        let stricter: Vec<&'s Masked> = others
            .iter()
            .filter(|one| usize::from(one.lane.0) > lane)
            .map(|one| &one.row.condition)
            .collect();
        if lane == 0 {
            return vec![LaneCase { raised_by: None, not: stricter }];
        }
        let raising = others.iter().filter(|one| usize::from(one.lane.0) == lane);
        let cases = raising
            .map(|one| LaneCase { raised_by: Some(&one.row.condition), not: stricter.clone() });
        cases.collect()
    }

    /// A shipment that goes in a lane.
    pub(crate) fn lane_is_reached(&mut self, lane: usize) -> Found {
        for case in self.lane_cases(lane, None) {
            let positive: Vec<&Masked> = case.raised_by.into_iter().collect();
            let negative: Vec<&Masked> = self.refused().into_iter().chain(case.not).collect();
            if let Some(found) = self.ask(&positive, &negative)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// A shipment that goes, meets all of `wanted` and none of `unwanted`, entries of one list.
    fn entries(
        &mut self,
        refused: &[&'s Masked],
        wanted: &[&'s SliceEntry],
        unwanted: &[&'s SliceEntry],
    ) -> Found {
        let asks_lane = wanted.iter().chain(unwanted).any(|entry| entry.asks_lane);
        let lanes = if asks_lane { self.lane_checks.len() } else { 1 };
        for lane in 0..lanes {
            let wanted: Option<Vec<&Masked>> = wanted.iter().map(|one| one.in_lane(lane)).collect();
            let Some(wanted) = wanted else { continue };
            let unwanted: Vec<&Masked> =
                unwanted.iter().filter_map(|one| one.in_lane(lane)).collect();
            // Nothing gets around an entry that asks for nothing: no need to try each way to a lane.
            if unwanted.iter().any(|one| one.within.is_empty() && one.unless.is_empty()) {
                continue;
            }
            let negative: Vec<&Masked> = refused.iter().copied().chain(unwanted).collect();
            let cases = if asks_lane {
                self.lane_cases(lane, None)
            } else {
                vec![LaneCase { raised_by: None, not: Vec::new() }]
            };
            for case in cases {
                let positive: Vec<&Masked> = wanted.iter().copied().chain(case.raised_by).collect();
                let negative: Vec<&Masked> = negative.iter().copied().chain(case.not).collect();
                if let Some(found) = self.ask(&positive, &negative)? {
                    return Ok(Some(found));
                }
            }
        }
        Ok(None)
    }

    /// A shipment that goes and that no flow takes.
    pub(crate) fn no_flow_takes(&mut self) -> Found {
        let flows: Vec<&SliceEntry> = self.slice.flows.iter().collect();
        let refused = self.refused();
        self.entries(&refused, &[], &flows)
    }

    /// A shipment that goes and that the entry at `at` of a list is the first to take.
    pub(crate) fn wins(&mut self, list: &'s [SliceEntry], at: usize) -> Found {
        let refused = self.refused();
        let Some((earlier, entry)) = list.get(..at).zip(list.get(at)) else { return Ok(None) };
        self.entries(&refused, &[entry], &earlier.iter().collect::<Vec<_>>())
    }

    /// The same, with only some of the refusals and of the earlier entries.
    pub(crate) fn wins_despite(
        &mut self,
        list: &'s [SliceEntry],
        at: usize,
        refusals: &[usize],
        earlier: &[usize],
    ) -> Found {
        let Some(entry) = list.get(at) else { return Ok(None) };
        let mut refused = self.outside();
        refused.extend(
            refusals.iter().filter_map(|at| self.slice.refusals.get(*at)).map(|r| &r.condition),
        );
        let earlier: Vec<&SliceEntry> = earlier.iter().filter_map(|at| list.get(*at)).collect();
        self.entries(&refused, &[entry], &earlier)
    }

    /// A shipment that goes and that two entries of a list would take.
    pub(crate) fn both_take(&mut self, list: &'s [SliceEntry], one: usize, two: usize) -> Found {
        let refused = self.refused();
        let both: Option<Vec<&SliceEntry>> = [one, two].iter().map(|at| list.get(*at)).collect();
        both.map_or(Ok(None), |both| self.entries(&refused, &both, &[]))
    }

    /// A shipment that pays a tax whose table of rates has a rate for it, but on other days only.
    pub(crate) fn rate_is_missing(&mut self, tax: usize, table: usize) -> Found {
        let Some(entries) = self.slice.tables.get(table) else { return Ok(None) };
        let taxes = self.slice.taxes.get(..tax).zip(self.slice.taxes.get(tax));
        let Some((earlier, taken)) = taxes else { return Ok(None) };
        let Some(taken) = taken.in_lane(0) else { return Ok(None) };
        let mut not = self.refused();
        not.extend(entries);
        not.extend(earlier.iter().filter_map(|entry| entry.in_lane(0)));
        let date = self.slice.axes.of(FactId::DATE);
        for entry in entries {
            let mut on_any_day = entry.clone();
            on_any_day.within.retain(|mask| Some(mask.axis) != date);
            if let Some(found) = self.ask(&[taken, &on_any_day], &not)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}
