//! Flows: the ordered ways through customs, and that each has room for every check and document.

use crate::codes::Code;
use crate::finding::Finding;
use crate::model::id_set::CheckSet;
use crate::model::ids::numbered;
use crate::model::{AtArrival, CheckKind, Flow, FlowId, Step, StepCase, StepId, StepTime};
use crate::read::item::Text;
use crate::read::lists::{Lists, report_too_many};
use crate::read::rules::RuleReader;
use crate::read::table::{Problems, Section, as_section};
use crate::read::vocabulary::{Lanes, Vocabulary};
use crate::source::Span;

impl RuleReader<'_, '_> {
    pub(crate) fn read_flows(&mut self, root: &mut Section<'_>) -> Vec<Flow> {
        let mut flows = Vec::new();
        for mut section in root.sections(self.problems, "flows", "flow") {
            let rule = self.rule(&mut section, Lanes::Known);
            let title = section.named(self.problems, "name");
            section.require(self.problems, "steps");
            let listed = section.texts(self.problems, "steps");
            let steps = self.lists.step_ids.find_all(self.problems, &listed);
            section.finish(self.problems);
            if steps.len() == listed.len() && !listed.is_empty() {
                check_steps(self.problems, self.lists, rule.id.as_str(), &listed);
            }
            let at_arrival = at_arrival(self.lists, &steps);
            flows.push(Flow { rule, title, steps, at_arrival });
        }
        if flows.is_empty() {
            root.missing(self.problems, "flows");
        }
        report_too_many::<FlowId>(self.problems, root, "flows", flows.len());
        flows
    }
}

/// Checks the order of the steps, and that every check and document has one place among them.
fn check_steps(problems: &mut Problems, lists: &Lists<'_>, flow: &str, listed: &[Text<'_>]) {
    let steps: Vec<(&Step, Text<'_>)> = listed
        .iter()
        .filter_map(|name| Some((lists.steps.get(lists.step_ids.place(*name)?)?, *name)))
        .collect();
    let whole = listed.iter().fold(None, |whole: Option<Span>, name| {
        let start = whole.map_or(name.span.start, |whole| whole.start);
        Some(Span { start, end: name.span.end })
    });
    let whole = whole.unwrap_or_default();
    check_order(problems, &steps);
    check_holders(problems, lists, (flow, whole), &steps);
    check_documents(problems, lists, (flow, whole), &steps);
}

/// Reports steps that stand in another order than they take place.
fn check_order(problems: &mut Problems, steps: &[(&Step, Text<'_>)]) {
    for pair in steps.windows(2) {
        let [(before, _), (after, name)] = pair else { continue };
        if after.time < before.time {
            problems.push(
                Finding::new(
                    Code::StepOrder,
                    name.span,
                    format!("step `{}` takes place before step `{}`", after.id, before.id),
                )
                .other(before.span, "this step takes place later")
                .help("put the steps of a flow in the order of their `when`"),
            );
        }
    }
}

/// Reports kinds of check that no step of a flow holds, or two of them.
fn check_holders(
    problems: &mut Problems,
    lists: &Lists<'_>,
    (flow, whole): (&str, Span),
    steps: &[(&Step, Text<'_>)],
) {
    for (kind, word) in
        [(CheckKind::Data, "data"), (CheckKind::Review, "review"), (CheckKind::Site, "site")]
    {
        let holders: Vec<&(&Step, Text<'_>)> =
            steps.iter().filter(|(step, _)| step.holds.contains(&kind)).collect();
        if let [(first, _), (second, name), ..] = holders.as_slice() {
            problems.push(
                Finding::new(
                    Code::CheckTwice,
                    name.span,
                    format!("steps `{}` and `{}` both hold `{word}` checks", first.id, second.id),
                )
                .other(first.span, "the first of them")
                .help("a check takes place once: let one step of a flow hold each kind"),
            );
        }
        let check = lists.checks.iter().find(|check| check.kind == kind);
        if let (Some(check), true) = (check, holders.is_empty()) {
            problems.push(
                Finding::new(
                    Code::UnheldCheck,
                    whole,
                    format!(
                        "no step of flow `{flow}` holds `{word}` checks such as `{}`",
                        check.id
                    ),
                )
                .other(check.span, "this check has no step there")
                .help(format!("add a step with `holds = [\"{word}\"]`")),
            );
        }
    }
}

/// Reports documents that no step of a flow takes.
fn check_documents(
    problems: &mut Problems,
    lists: &Lists<'_>,
    (flow, whole): (&str, Span),
    steps: &[(&Step, Text<'_>)],
) {
    for document in &lists.documents {
        let has_step = document.steps.iter().any(|id| {
            let step = lists.steps.get(id.index());
            step.is_some_and(|step| steps.iter().any(|(other, _)| other.id == step.id))
        });
        if !has_step && !document.steps.is_empty() {
            problems.push(
                Finding::new(
                    Code::UnheldDocument,
                    whole,
                    format!("no step of flow `{flow}` takes document `{}`", document.id),
                )
                .other(document.span, "this document names other steps")
                .help("add one of the flow's steps to the `step` of the document"),
            );
        }
    }
}

/// Which checks the flow leaves for the arrival of the goods.
fn at_arrival(lists: &Lists<'_>, steps: &[StepId]) -> AtArrival {
    let held = |kind: CheckKind| {
        let mut steps = steps.iter().filter_map(|id| lists.steps.get(id.index()));
        steps.any(|step| step.time == StepTime::AtArrival && step.holds.contains(&kind))
    };
    let all = |kind: CheckKind| -> CheckSet {
        let of_kind = numbered(&lists.checks).filter(|(_, check)| check.kind == kind);
        of_kind.map(|(id, _)| id).collect()
    };
    let left = |kind: CheckKind| if held(kind) { all(kind) } else { CheckSet::EMPTY };
    AtArrival { reviews: left(CheckKind::Review), inspections: left(CheckKind::Site) }
}

/// Reads what steps say of some shipments, in place of what they say of all others.
pub(crate) fn read_step_cases(
    problems: &mut Problems,
    lists: &mut Lists<'_>,
    vocabulary: &Vocabulary,
) {
    for (step, item) in std::mem::take(&mut lists.step_cases) {
        let Some(step) = lists.steps.get_mut(step) else { continue };
        let Some(cases) = item.as_list() else {
            problems.wrong_type(item, "cases", "a list of tables");
            continue;
        };
        for item in cases {
            let name = Text { text: "cases", span: item.span };
            let Some(mut section) = as_section(problems, item, name, "case of") else { continue };
            section.require(problems, "when");
            let case = StepCase {
                condition: vocabulary.condition(problems, &mut section, Lanes::NotKnownYet),
                title: section.required_named(problems, "title"),
                takes: section.takes(problems),
            };
            section.finish(problems);
            step.cases.push(case);
        }
    }
}
