//! `ics`: the dates of a shipment as a calendar, by RFC 5545.
//!
//! The same call gives the same bytes: an event is known by the shipment and the rule it comes from,
//! and its stamp is the day of the declaration.

use std::io::{self, Write};

use advisor::advise::Advice;
use advisor::model::time::{Moment, Rounding};
use advisor::model::value::Day;
use advisor::schedule::Schedule;

use crate::render::speech::Speech;

/// How many octets a line may have, its end aside.
const LINE: usize = 75;

/// One thing in the calendar.
struct Event {
    /// What tells it from the others of the shipment.
    key: String,
    summary: String,
    description: String,
    from: Moment,
    /// The last day of it, or the moment of its end.
    to: Moment,
}

/// The calendar of a schedule.
pub(crate) fn route(
    advice: &Advice<'_>,
    schedule: &Schedule<'_>,
    speech: Speech,
    out: &mut dyn Write,
) -> io::Result<()> {
    let calendar = Calendar { advice, schedule, speech };
    line(out, "BEGIN:VCALENDAR")?;
    line(out, "VERSION:2.0")?;
    line(out, "PRODID:-//advisor//route//EN")?;
    line(out, "CALSCALE:GREGORIAN")?;
    for event in calendar.events() {
        calendar.write(&event, out)?;
    }
    line(out, "END:VCALENDAR")
}

struct Calendar<'a, 'r> {
    advice: &'a Advice<'r>,
    schedule: &'a Schedule<'r>,
    speech: Speech,
}

impl Calendar<'_, '_> {
    fn events(&self) -> Vec<Event> {
        let (words, speech) = (self.speech.words, self.speech);
        let due = self.schedule.due.iter().filter_map(|due| {
            let (from, to) = (due.not_before, due.by);
            let title = speech.text_or(due.title, &due.step.id);
            let by = due.deadline.by.map(|by| words.offset(by));
            Some(Event {
                key: due.deadline.rule.id.clone(),
                summary: by.map_or_else(|| title.clone(), |by| words.aside(&title, &by)),
                description: speech.because(&due.deadline.rule),
                from: from.or(to)?,
                to: to.or(from)?,
            })
        });
        let fee = self.schedule.fee_from.map(|(day, fee)| Event {
            key: fee.rule.id.clone(),
            summary: words.fee_from(&speech.name(fee.title.as_ref(), &fee.rule.id)),
            description: speech.because(&fee.rule),
            from: Moment::of_day(day),
            to: Moment::of_day(day),
        });
        let release = &self.schedule.release;
        let takes = release.takes.map(|takes| words.takes(takes)).unwrap_or_default();
        let release = Event {
            key: "release".to_owned(),
            summary: words.release().to_owned(),
            description: takes,
            from: release.from,
            to: release.to.unwrap_or(release.from),
        };
        let mut events: Vec<Event> = due.chain(fee).chain([release]).collect();
        events.sort_by_key(|event| event.from);
        events
    }

    fn write(&self, event: &Event, out: &mut dyn Write) -> io::Result<()> {
        line(out, "BEGIN:VEVENT")?;
        line(out, &format!("UID:{}.{:016x}@advisor", event.key, self.fingerprint()))?;
        line(out, &format!("DTSTAMP:{}T000000Z", basic(self.advice.shipment.day())))?;
        match (event.from.minute, event.to.minute) {
            (Some(_), Some(_)) => {
                line(out, &format!("DTSTART:{}", self.utc(event.from)))?;
                // An end that is no later than the start is none.
                if event.to > event.from {
                    line(out, &format!("DTEND:{}", self.utc(event.to)))?;
                }
            }
            // The end of a whole day is the day after it.
            _ => {
                let after = event.to.day.0.saturating_add(1);
                line(out, &format!("DTSTART;VALUE=DATE:{}", basic(event.from.day)))?;
                line(out, &format!("DTEND;VALUE=DATE:{}", basic(Day(after))))?;
            }
        }
        let goods = self.advice.rule_set.goods();
        let goods = self.advice.rule_set[goods].name(self.advice.facts.get(goods));
        let goods = goods.map(|name| self.speech.name(name.title.as_ref(), &name.id));
        let goods = goods.unwrap_or_default();
        let summary = self.speech.words.pair(&event.summary, &goods);
        line(out, &format!("SUMMARY:{}", escaped(&summary)))?;
        if !event.description.is_empty() {
            line(out, &format!("DESCRIPTION:{}", escaped(&event.description)))?;
        }
        line(out, "TRANSP:TRANSPARENT")?;
        line(out, "END:VEVENT")
    }

    /// A moment by the clocks of the place, in UTC.
    fn utc(&self, moment: Moment) -> String {
        let ahead = i64::from(self.advice.rule_set.utc_offset_minutes());
        // A shift by whole days would take the time off.
        let minute = i64::from(moment.minute.unwrap_or_default()) - ahead;
        let midnight = Moment { minute: Some(0), ..moment };
        let utc = midnight.later(minute, Rounding::Earlier);
        let minute = utc.minute.unwrap_or_default();
        format!("{}T{:02}{:02}00Z", basic(utc.day), minute / 60, minute % 60)
    }

    /// The same for the same shipment and no other (FNV-1a over the rules and all facts).
    fn fingerprint(&self) -> u64 {
        let facts = self.advice.rule_set.facts();
        let facts =
            facts.map(|(id, fact)| format!("{}={}", fact.id, fact.show(self.advice.facts.get(id))));
        let arrival = self.schedule.arrival.to_string();
        let title = self.advice.rule_set.title().to_string();
        let all: Vec<String> = facts.chain([arrival, title]).collect();
        all.join("\n").bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }
}

/// A day as calendars write it.
fn basic(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// A text with everything escaped that would end or part it; hidden letters are shown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | ';' | ',') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// A line, folded so that none is too long, never within a letter.
fn line(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut length = 0;
    for letter in text.chars() {
        let octets = letter.len_utf8();
        if length + octets > LINE {
            out.write_all(b"\r\n ")?;
            length = 1;
        }
        write!(out, "{letter}")?;
        length += octets;
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::{escaped, line};

    #[test]
    fn lines_are_folded_between_letters() {
        let mut out = Vec::new();
        let text = format!("SUMMARY:a{}", "奶".repeat(60));
        line(&mut out, &text).unwrap();
        let folded = String::from_utf8(out).unwrap();
        assert!(folded.ends_with("\r\n"));
        assert!(folded.split("\r\n").all(|line| line.len() <= 75), "{folded}");
        assert_eq!(folded.replace("\r\n ", "").trim_end(), text);
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a, b; c\\d"), "a\\, b\\; c\\\\d");
    }
}
