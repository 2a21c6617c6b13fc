//! What users can rely on, shown through the program and the library as they would use them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on should stop"
)]

mod answers;
mod asked;
mod batch;
mod batch_ends;
mod batch_files;
mod batch_work;
mod both_ways;
mod bounds;
mod check;
mod choices;
mod compare;
mod dates;
mod diff;
mod diff_laws;
mod engine;
mod explained;
mod git;
mod harness;
mod hostile;
mod includes;
mod intake;
mod languages;
mod laws;
mod manual;
mod missing;
mod moved;
mod mutants;
mod order_answers;
mod order_laws;
mod papers;
mod proofs;
mod proofs_of_charges;
mod proofs_of_impossible;
mod proofs_of_laws;
mod replay;
mod rng;
mod said;
mod second_evaluator;
mod second_place;
mod sections;
mod shape;
mod tables;
mod tariff;
mod transcripts;
mod trial;
mod uses;
mod why_not;
mod words;
mod world;
mod world_changes;
mod world_charges;
mod world_codes;
mod world_file;
mod world_lines;
