//! The one intake: what is said of a shipment is gathered, checked and settled here, for one
//! shipment and for a million.

use crate::model::RuleSet;
use crate::model::condition::{FactId, Facts};
use crate::model::fact::{Fact, Name, Offered};
use crate::model::unsaid::Unsaid;
use crate::model::value::{Day, Value};
use crate::shipment::code::owner;
use crate::shipment::input_error::{CodeName, InputError, InputErrors};
use crate::shipment::known::{Origin, Shipment};
use crate::shipment::values::{ids_in_force, in_force};

/// What the intake knows of a rule set, looked up once.
#[derive(Debug, Clone)]
pub(crate) struct Intake<'r> {
    pub(crate) rule_set: &'r RuleSet,
    /// The value of every fact that has one whatever is said.
    blank: Facts,
    /// The facts that need a thought when they are not given, in the order of the file.
    unsaid: Vec<(FactId, Unsaid)>,
    /// By fact: whether some names of it are not always in force.
    dated: Vec<bool>,
    /// The choices of which some names are not always offered.
    picky: Vec<FactId>,
    /// The fact whose codes belong to the names of a list, with that list.
    coded: Option<(FactId, FactId)>,
}

/// What is said of one shipment, and what follows; its buffers serve one shipment after another.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) facts: Facts,
    given: Vec<bool>,
    /// None if the date is wrong: then nothing is known to be in force or not.
    day: Option<Day>,
    /// Whether what has a code was named, and what it is by that.
    named: bool,
    of_name: Option<Value>,
    /// The choices that were left open, the one that changes most slowly first.
    pub(crate) open: Vec<FactId>,
    /// The facts that follow what is open.
    pub(crate) following: Vec<FactId>,
    /// By fact: whether its value is not known before the choices are made.
    unsettled: Vec<bool>,
    pub(super) mistakes: Vec<InputError>,
}

impl<'r> Intake<'r> {
    pub(crate) fn new(rule_set: &'r RuleSet) -> Self {
        let mut blank = Facts::unknown(rule_set.fact_count());
        let mut unsaid = Vec::new();
        for (id, _) in rule_set.facts() {
            match rule_set.unsaid(id) {
                Unsaid::Is(value) => blank.set(id, value),
                Unsaid::Absent => {}
                other => unsaid.push((id, other)),
            }
        }
        let dated = |id: FactId| rule_set[id].names().any(|name: &Name| name.in_force.is_some());
        let picky =
            |id: &&FactId| rule_set[**id].names().any(|name| name.offered != Offered::Always);
        Self {
            rule_set,
            blank,
            unsaid,
            dated: rule_set.fact_ids().map(dated).collect(),
            picky: rule_set.choices().iter().filter(picky).copied().collect(),
            coded: rule_set.coded_list(),
        }
    }

    fn is_dated(&self, id: FactId) -> bool {
        self.dated.get(id.index()) == Some(&true)
    }
}

impl Said {
    /// Nothing, of a shipment on no day.
    pub(crate) fn new(intake: &Intake<'_>) -> Self {
        let count = intake.rule_set.fact_count();
        Self {
            facts: intake.blank.clone(),
            given: vec![false; count],
            day: None,
            named: false,
            of_name: None,
            open: Vec::new(),
            following: Vec::new(),
            unsettled: vec![false; count],
            mistakes: Vec::new(),
        }
    }

    /// Begins with a shipment of which only the date is known.
    pub(crate) fn begin(&mut self, intake: &Intake<'_>, day: Result<Day, InputError>) {
        self.facts.copy_from(&intake.blank);
        self.given.fill(false);
        (self.named, self.of_name) = (false, None);
        self.mistakes.clear();
        let first = intake.rule_set.first_date();
        let day = day.and_then(|day| match day < first {
            true => Err(InputError::TooEarly { day, first }),
            false => Ok(day),
        });
        self.day = match day {
            Ok(day) => {
                self.facts.set(FactId::DATE, day.value());
                Some(day)
            }
            Err(mistake) => {
                self.mistakes.push(mistake);
                None
            }
        };
    }

    /// Says that a fact has this value.
    pub(crate) fn give(
        &mut self,
        intake: &Intake<'_>,
        id: FactId,
        value: Result<Value, InputError>,
    ) {
        let is_code = intake.coded.is_some_and(|(code, _)| code == id);
        let has_code = intake.coded.is_some_and(|(_, list)| list == id);
        let twice = if has_code { self.named } else { self.is_given(id) };
        self.named |= has_code;
        let value = match value {
            Ok(value) if !twice => value,
            Ok(_) => return self.said_twice(&intake.rule_set[id].id),
            Err(mistake) => {
                let told = self.of_the_day(&intake.rule_set[id], mistake);
                let told = match intake.coded {
                    Some((code, list)) if list == id => told.or_by_code(&intake.rule_set[code]),
                    _ => told,
                };
                // Nobody has to be asked for what a code that is wrong would have told.
                if let Some((_, list)) = intake.coded.filter(|_| is_code)
                    && !self.is_given(list)
                {
                    self.put(list, Value::NOT_GIVEN);
                }
                return self.wrong(id, told);
            }
        };
        if let Some(day) = self.day.filter(|_| intake.is_dated(id)) {
            let lawful = in_force(&intake.rule_set[id], value, day);
            self.mistakes.extend(lawful.err());
        }
        if has_code {
            self.of_name = Some(value);
        }
        self.put(id, value);
        if is_code || has_code {
            self.agree(intake);
        }
    }

    /// Tells of all names of a fact those in force on the day alone.
    fn of_the_day(&self, fact: &Fact, mut mistake: InputError) -> InputError {
        if let (InputError::UnknownName { few, .. }, Some(day)) = (&mut mistake, self.day) {
            let stands = |id: &String| {
                let name = fact.value_of_id(id).and_then(|value| fact.name(value));
                name.is_some_and(|name| name.is_in_force(day))
            };
            few.retain(stands);
        }
        mistake
    }

    /// What is named and its code have to agree; a code alone tells what it is.
    fn agree(&mut self, intake: &Intake<'_>) {
        let Some((id, list)) = intake.coded else { return };
        let (fact, list_fact) = (&intake.rule_set[id], &intake.rule_set[list]);
        let code = self.facts.get(id);
        match (self.of_name, owner(fact, code)) {
            (None, Some(of_code)) if !self.named => self.put(list, of_code),
            (Some(of_name), Some(of_code)) if of_name != of_code => {
                self.mistakes.push(InputError::Disagreement {
                    words: fact.words(),
                    list: list_fact.words().into(),
                    code: fact.show(code).into(),
                    of_code: list_fact.show(of_code),
                    given: list_fact.show(of_name),
                });
            }
            _ => {}
        }
    }

    /// Everything that was said and that was no mistake, if nothing was.
    pub(crate) fn known(mut self, rule_set: &RuleSet) -> Result<Facts, InputErrors> {
        if self.mistakes.is_empty() {
            for (id, _) in rule_set.facts() {
                if !self.is_given(id) {
                    self.facts.set(id, Value::NOT_GIVEN);
                }
            }
            return Ok(self.facts);
        }
        Err(InputErrors(std::mem::take(&mut self.mistakes)))
    }

    /// Notes that something else is wrong with what is said.
    pub(crate) fn mistake(&mut self, mistake: InputError) {
        self.mistakes.push(mistake);
    }

    fn said_twice(&mut self, fact: &str) {
        self.mistakes.push(InputError::GivenTwice { fact: fact.to_owned() });
    }

    /// Something was said of a fact, but it is wrong: nobody has to be asked for it.
    fn wrong(&mut self, id: FactId, mistake: InputError) {
        self.mistakes.push(mistake);
        self.put(id, Value::NOT_GIVEN);
    }

    fn put(&mut self, id: FactId, value: Value) {
        self.facts.set(id, value);
        if let Some(given) = self.given.get_mut(id.index()) {
            *given = true;
        }
    }

    /// The day, if it is right.
    pub(crate) fn day(&self) -> Option<Day> {
        self.day
    }

    /// Whether anything was said of a fact.
    pub(crate) fn is_given(&self, id: FactId) -> bool {
        self.given.get(id.index()) == Some(&true)
    }

    /// Whether the value of a fact is not known before the choices are made.
    pub(crate) fn is_unsettled(&self, id: FactId) -> bool {
        self.unsettled.get(id.index()) == Some(&true)
    }

    /// Gives defaults to what was not said, and notes what stays open.
    ///
    /// # Errors
    /// All that is wrong with what was said, and what has to be said and was not.
    pub(crate) fn settle(&mut self, intake: &Intake<'_>) -> Result<(), InputErrors> {
        let rule_set = intake.rule_set;
        self.open.clear();
        self.following.clear();
        self.unsettled.fill(false);
        for (id, unsaid) in &intake.unsaid {
            if self.is_given(*id) {
                continue;
            }
            let unsettled = match unsaid {
                Unsaid::Chosen => {
                    if intake.is_dated(*id) {
                        self.has_some_in_force(&rule_set[*id]);
                    }
                    true
                }
                Unsaid::Follows(other) => {
                    self.facts.set(*id, rule_set.default_of(&rule_set[*id], &self.facts));
                    let unsettled = self.is_unsettled(*other);
                    self.following.extend(unsettled.then_some(*id));
                    unsettled
                }
                _ => {
                    let value = rule_set.default_of(&rule_set[*id], &self.facts);
                    self.facts.set(*id, value);
                    if value == Value::NOT_GIVEN {
                        self.has_to_be_given(rule_set, *id);
                    }
                    false
                }
            };
            if let Some(slot) = self.unsettled.get_mut(id.index()) {
                *slot = unsettled;
            }
        }
        // The order of the choices is the file's own: the first is the slowest to change.
        let given = &self.given;
        let open = |id: &&FactId| given.get(id.index()) != Some(&true);
        self.open.extend(rule_set.choices().iter().filter(open));
        // Whether something is offered depends on all that was said, so that it has to be right.
        if self.mistakes.is_empty() {
            for id in intake.picky.iter().filter(|id| self.open.contains(id)) {
                self.mistakes.extend(nothing_offered(&rule_set[*id], &self.facts, self.day));
            }
        }
        if self.mistakes.is_empty() {
            return Ok(());
        }
        Err(InputErrors(std::mem::take(&mut self.mistakes)))
    }

    /// The shipment of which all has been said, once it is settled.
    pub(crate) fn shipment(&self, rule_set: &RuleSet) -> Shipment {
        let mut dependents = Vec::new();
        let origin = |id: FactId| match rule_set.unsaid(id) {
            _ if self.is_given(id) => Origin::Given,
            Unsaid::Chosen => Origin::Chosen,
            Unsaid::Absent => Origin::NotGiven,
            Unsaid::Follows(_) => {
                dependents.push(id);
                Origin::Assumed
            }
            Unsaid::Is(_) | Unsaid::ByDate | Unsaid::Required => Origin::Assumed,
        };
        let origins = rule_set.fact_ids().map(origin).collect();
        Shipment { facts: self.facts.clone(), origins, dependents, arrival: None, own: Vec::new() }
    }

    /// What says that there is no such shipment, once it is known that there is none.
    pub(crate) fn impossible(&self, rule_set: &RuleSet) -> InputErrors {
        InputErrors(self.shipment(rule_set).excluded(rule_set))
    }

    fn has_some_in_force(&mut self, fact: &Fact) {
        let Some(day) = self.day else { return };
        if !fact.names().any(|name| name.is_in_force(day)) {
            self.mistakes.push(not_given(fact, day));
        }
    }

    fn has_to_be_given(&mut self, rule_set: &RuleSet, id: FactId) {
        if id == rule_set.goods() {
            let code = rule_set.coded_list().filter(|(_, list)| *list == id);
            let code = code.map(|(code, _)| CodeName::of(&rule_set[code]));
            self.mistakes.push(InputError::WhichGoods { code });
        } else if let Some(day) = self.day {
            self.mistakes.push(not_given(&rule_set[id], day));
        }
    }
}

fn not_given(fact: &Fact, day: Day) -> InputError {
    let in_force = ids_in_force(fact, day);
    InputError::NotGiven { fact: fact.id.clone(), words: fact.words(), day, in_force }
}

/// The mistake of leaving a choice open of which nothing is offered.
fn nothing_offered(fact: &Fact, facts: &Facts, day: Option<Day>) -> Option<InputError> {
    let day = day?;
    let fits = |name: &Name| name.is_in_force(day) && name.offered.holds(facts);
    if fact.names().any(fits) {
        return None;
    }
    let in_force = ids_in_force(fact, day);
    Some(InputError::NothingOffered { fact: fact.id.clone(), words: fact.words(), in_force })
}
