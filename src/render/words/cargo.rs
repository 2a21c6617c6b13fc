//! Words for what comes with a shipment: its papers.

/// The words of one language for it.
pub(crate) trait CargoWords {
    /// The papers that are not at hand.
    fn missing_papers(&self) -> &'static str;
    /// The number of a form.
    fn form(&self, number: &str) -> String;
}
