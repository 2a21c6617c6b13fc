//! The words of a conversation: what to type, and what is asked of a caller who typed no goods.

mod chinese;
mod english;

/// The words of one language for a conversation.
pub(crate) trait Asking {
    /// What the program is for, as a question.
    fn start(&self) -> &'static str;
    /// Calls, each with what it is for; `example` are goods, and where they clear customs.
    fn calls(&self, example: &str) -> Vec<(String, &'static str)>;
    /// Which verbs are for who writes rules, and where all of them are told.
    fn rules_of_your_own(&self) -> &'static str;
    /// How a conversation goes.
    fn how_to_answer(&self) -> &'static str;
    /// What the goods are; `code` is what they may be said by instead.
    fn which_goods(&self, code: Option<&str>) -> String;
    /// What leaving a question open means: that the best is chosen …
    fn the_best(&self) -> &'static str;
    /// … or that this is taken.
    fn left_open(&self, taken: &str) -> String;
    /// So many names are not told; `list` prints them.
    fn more_names(&self, more: usize, list: &str) -> String;
    /// What comes before the call that says the same.
    fn without_questions(&self) -> &'static str;
}
