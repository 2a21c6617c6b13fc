//! Many shipments by one rule set: compiled once, then decided without allocating.
//!
//! The answers are those of [`advise`](super::advise()), to the last fen; what people need besides
//! (the path, the alternatives) is left out. A [`Decider`] is for one thread; an [`Engine`] may be
//! shared by as many as there are.
//!
//! ```
//! use advisor::engine::Engine;
//! use advisor::model::value::Day;
//! use advisor::{SourceFile, read};
//!
//! let text = r#"
//! format = 1
//! title = "Rules of a small port"
//! first-date = 2026-01-01
//! [checks]
//! opening = { kind = "site" }
//! [lanes]
//! green = {}
//! red = { checks = ["opening"] }
//! [steps]
//! inspect = { title = "Present the goods", when = "at-arrival", holds = ["site"] }
//! [goods]
//! cheese = {}
//! shirts = { ordinary = true }
//! [inspections.cheese]
//! when = { goods = "cheese" }
//! lane = "red"
//! [flows.standard]
//! steps = ["inspect"]
//! "#;
//! let rule_set = read(&SourceFile::new("port.toml", text)).expect("the file has no problems");
//! let engine = Engine::new(&rule_set);
//! let goods = rule_set.goods();
//! let day = Day::parse("2026-11-23").expect("this is a day");
//!
//! let mut decider = engine.decider();
//! let mut lanes = Vec::new();
//! for order in ["cheese", "shirts", "cheese"] {
//!     decider.begin(day);
//!     decider.give(goods, order);
//!     let answer = decider.decide()?;
//!     lanes.push(answer.lane().map_or("", |lane| &lane.id));
//! }
//! assert_eq!(lanes, ["red", "green", "red"]);
//! # Ok::<(), advisor::shipment::InputErrors>(())
//! ```

mod amount;
mod answer;
mod atoms;
mod compiled;
mod decide;
mod decider;
mod found;
mod grid;
mod ids;
mod memo;
mod slices;
mod spelling;

pub use crate::engine::amount::Payable;
pub use crate::engine::answer::Answer;
pub use crate::engine::compiled::Engine;
pub use crate::engine::decider::Decider;
pub(crate) use crate::engine::memo::MemoSlot;
