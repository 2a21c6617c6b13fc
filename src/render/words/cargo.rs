//! Words for what is in a shipment: its lines, and its papers.

/// The words of one language for it.
pub(crate) trait CargoWords {
    /// The papers that are not at hand.
    fn missing_papers(&self) -> &'static str;
    /// How many lines there are.
    fn count_lines(&self, count: usize) -> String;
    /// Some lines, by their numbers.
    fn these_lines(&self, numbers: &[String]) -> String;
    /// That no flow takes all lines together.
    fn no_common_path(&self) -> &'static str;
    /// That an amount is not known.
    fn not_known(&self) -> &'static str;
    /// Which lines are refused even alone, and which others clear together.
    fn split(&self, refused: &[String], shipments: &[Vec<String>]) -> String;
    /// The number of a form.
    fn form(&self, number: &str) -> String;
}
