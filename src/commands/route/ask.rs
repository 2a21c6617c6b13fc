//! Questions to somebody who said no goods: one after the other, only what can matter.

use advisor::RuleSet;
use advisor::advise::{Advice, advise_with};
use advisor::choose::Prefer;
use advisor::explain::{Steps, questions, unsaid};
use advisor::model::condition::FactId;
use advisor::model::fact::Coverage;
use advisor::model::value::Value;
use advisor::shipment::{Origin, Shipment, value};
use advisor::witness::said_flag;

use crate::cli::FactArgs;
use crate::commands::facts::{Dates, shipment as settled};
use crate::commands::terminal::{Stop, Terminal};
use crate::render;
use crate::wrong_call::WrongCall;

/// So many questions are asked.
const MOST_QUESTIONS: usize = 5;

/// What a question may take to be found.
const STEPS: Steps = Steps(10_000_000);

const PROMPT: &str = "> ";

/// The shipment that the answers describe, with the flags that say them; none where nothing is
/// answered.
pub(super) fn shipment(
    rule_set: &RuleSet,
    dates: Dates<'_>,
    args: &FactArgs,
    prefer: Prefer,
    terminal: &mut Terminal,
) -> Result<Option<(Shipment, Vec<String>)>, Stop> {
    let mut talk = Talk { rule_set, dates, args, said: Vec::new() };
    terminal.message(terminal.speech().words.how_to_answer());
    let Some(mut shipment) = talk.goods(terminal)? else { return Ok(None) };
    let mut left_open: Vec<FactId> = Vec::new();
    for number in 2..=MOST_QUESTIONS {
        let advice = advise_with(rule_set, shipment.clone(), prefer);
        let Some(id) = next(&advice, &left_open) else { break };
        match talk.answer(&advice, id, number, terminal)? {
            Answer::Said(then) => shipment = *then,
            Answer::LeftOpen => left_open.push(id),
            Answer::NoMore => break,
        }
    }
    let flags = talk.said.iter().map(|(id, value)| said_flag(&rule_set[*id], *value));
    Ok(Some((shipment, flags.collect())))
}

/// The fact to ask for next: one that nobody said and that can matter; none where nothing can, or
/// where that is too much to find out.
fn next(advice: &Advice<'_>, left_open: &[FactId]) -> Option<FactId> {
    let (rule_set, shipment) = (advice.rule_set, &advice.shipment);
    let mut unknown = unsaid(rule_set, shipment);
    let open = |id: &&FactId| shipment.origin(**id) == Origin::Chosen;
    unknown.extend(rule_set.choices().iter().filter(open));
    unknown.retain(|id| !left_open.contains(id));
    unknown.sort_unstable();
    let found = questions(rule_set, shipment, &advice.facts, &unknown, &mut { STEPS });
    found.ok().and_then(|found| found.next)
}

/// What came of a question.
enum Answer {
    /// The shipment is this now.
    Said(Box<Shipment>),
    /// Nobody knows.
    LeftOpen,
    /// The input ended.
    NoMore,
}

/// A conversation.
struct Talk<'a> {
    rule_set: &'a RuleSet,
    dates: Dates<'a>,
    args: &'a FactArgs,
    /// What was answered.
    said: Vec<(FactId, Value)>,
}

impl Talk<'_> {
    /// Asks what the goods are until that is known; none where the input ends, or where nothing
    /// stands for goods that nobody knows.
    fn goods(&mut self, terminal: &mut Terminal) -> Result<Option<Shipment>, Stop> {
        let (rule_set, goods) = (self.rule_set, self.rule_set.goods());
        let code = rule_set.coded_list().filter(|(_, list)| *list == goods).map(|(code, _)| code);
        let mut names = rule_set[goods].names();
        let rest = names.find(|name| name.coverage == Coverage::Rest);
        let speech = terminal.speech();
        let told = rest.map(|rest| speech.value(rest));
        let code_fact = code.map(|code| &rule_set[code]);
        terminal.message(render::ask::which_goods(code_fact, told.as_deref(), speech).trim_end());
        loop {
            let Some(line) = terminal.line(PROMPT)? else { return Ok(None) };
            let text = match (line.as_str(), rest) {
                ("", Some(rest)) => rest.id.as_str(),
                ("", None) => return Ok(None),
                (text, _) => text,
            };
            let is_code = text.starts_with(|first: char| first.is_ascii_digit());
            let by_code = code.filter(|_| is_code).and_then(|code| {
                let as_name = value(rule_set, goods, text);
                as_name.is_err().then_some(code)
            });
            match self.say(by_code.unwrap_or(goods), text) {
                Ok(shipment) => return Ok(Some(shipment)),
                Err(stop) => tell(stop, terminal)?,
            }
        }
    }

    /// Asks for a fact until the answer is one, or none is known.
    fn answer(
        &mut self,
        advice: &Advice<'_>,
        id: FactId,
        number: usize,
        terminal: &mut Terminal,
    ) -> Result<Answer, Stop> {
        let fact = &self.rule_set[id];
        let offered = render::ask::offered(fact, advice.shipment.day());
        let asked = render::ask::question(advice, id, number, terminal.speech());
        terminal.message(asked.trim_end());
        loop {
            let Some(line) = terminal.line(PROMPT)? else { return Ok(Answer::NoMore) };
            if line.is_empty() {
                return Ok(Answer::LeftOpen);
            }
            // A name may look like a number: it is one only where it is none.
            let by_number = line.parse().ok().and_then(|number: usize| number.checked_sub(1));
            let by_number = by_number.and_then(|at| offered.get(at)).copied();
            let text = match (value(self.rule_set, id, &line), by_number) {
                (Err(_), Some(value)) => fact.show(value),
                _ => line,
            };
            match self.say(id, &text) {
                Ok(shipment) => return Ok(Answer::Said(Box::new(shipment))),
                Err(stop) => tell(stop, terminal)?,
            }
        }
    }

    /// Notes an answer, unless it cannot be.
    fn say(&mut self, id: FactId, text: &str) -> Result<Shipment, Stop> {
        let shown = |(id, value): &(FactId, Value)| (*id, self.rule_set[*id].show(*value));
        let said: Vec<(FactId, String)> =
            self.said.iter().map(shown).chain([(id, text.to_owned())]).collect();
        let besides: Vec<(&str, &str)> =
            said.iter().map(|(id, text)| (self.rule_set[*id].id.as_str(), text.as_str())).collect();
        let shipment = settled(self.rule_set, self.dates, self.args, &besides)?;
        let value = value(self.rule_set, id, text)
            .map_err(|mistake| Stop::from(WrongCall::from(mistake)))?;
        self.said.push((id, value));
        Ok(shipment)
    }
}

/// Says what is wrong with an answer, so that another can be given.
fn tell(stop: Stop, terminal: &mut Terminal) -> Result<(), Stop> {
    let Stop::Call(calls) = stop else { return Err(stop) };
    let speech = terminal.speech();
    calls.iter().for_each(|call| terminal.message(&render::wrong_call(call, speech)));
    Ok(())
}
