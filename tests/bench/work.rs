//! The work that rule engines are measured on: rules, shipments, and the answer by plain look-up.
//!
//! Both are drawn with the Mersenne twister, seeded as Python does it, so that they are the very
//! rules and shipments of the figures in the README.

use std::collections::HashMap;
use std::fmt::Write;

/// Where shipments clear.
pub(crate) const PORTS: [&str; 3] = ["airport", "seaport", "hk-transit"];
/// Who sends them.
pub(crate) const CATEGORIES: [&str; 5] = ["AA", "A", "B", "C", "D"];
/// Which way they go.
pub(crate) const DIRECTIONS: [&str; 2] = ["import", "export"];
const LEVELS: [&str; 3] = ["strict", "sample", "document"];
const SMALL: [&str; 12] = [
    "milk-powder",
    "infant-formula",
    "health-food",
    "cosmetics",
    "shoes",
    "handbag",
    "toy",
    "phone-case",
    "vitamin",
    "tea",
    "book",
    "headset",
];

/// A tax regime: direction, port, least value, name.
type Regime = (Option<&'static str>, Option<&'static str>, Option<i64>, &'static str);

const REGIMES: [Regime; 10] = [
    (Some("import"), None, Some(50_000), "licensed"),
    (Some("export"), None, Some(80_000), "licensed"),
    (Some("import"), Some("airport"), Some(5_000), "general"),
    (Some("import"), Some("seaport"), Some(5_000), "general"),
    (Some("import"), Some("hk-transit"), Some(3_000), "general"),
    (Some("export"), Some("airport"), Some(5_000), "general"),
    (Some("export"), Some("seaport"), Some(8_000), "general"),
    (Some("export"), Some("hk-transit"), Some(4_000), "general"),
    (Some("import"), None, None, "cbec"),
    (Some("export"), None, None, "cbec-export"),
];
const SMALL_REGIMES: [Regime; 2] =
    [(None, None, Some(5_000), "general"), (None, None, None, "cbec")];

/// How many rules there are: a few by name, or one for each of many goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// Three rules, twelve goods.
    Small,
    /// So many rules, and a tenth more goods.
    Rules(usize),
}

impl Size {
    fn goods(self) -> Vec<String> {
        match self {
            Self::Small => SMALL.iter().map(|name| (*name).to_owned()).collect(),
            Self::Rules(count) => (0..count * 11 / 10).map(|at| format!("g{at}")).collect(),
        }
    }

    /// The tax regimes; the first that holds is taken.
    pub(crate) fn regimes(self) -> &'static [Regime] {
        if self == Self::Small { &SMALL_REGIMES } else { &REGIMES }
    }

    /// For each rule its goods, ports and level.
    fn levels(self) -> Vec<(String, Vec<&'static str>, &'static str)> {
        let Self::Rules(count) = self else {
            let strict = SMALL.iter().take(3);
            return strict.map(|goods| ((*goods).to_owned(), vec!["airport"], "strict")).collect();
        };
        let mut twister = Twister::new(42);
        let rule = |at: usize| {
            let mask = 1 + twister.below(7);
            let ports = PORTS.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1);
            (format!("g{at}"), ports.map(|(_, port)| *port).collect(), LEVELS[twister.below(3)])
        };
        (0..count).map(rule).collect()
    }
}

/// The rules as a file of `advisor`.
pub(crate) fn rules(size: Size) -> String {
    let mut text = "format = 1\ntitle = \"Measured work\"\nfirst-date = 2026-01-01\n\n[lanes]\n\
        standard = {}\ndocument = {}\nsample = {}\nstrict = {}\n\n\
        [steps]\ndeclare = { title = \"Declare\", when = \"before-arrival\", always = true }\n\n\
        [ports]\nairport = {}\nseaport = {}\nhk-transit = {}\n\n[categories]\n"
        .to_owned();
    for category in CATEGORIES {
        writeln!(text, "{category} = {{ lane = \"standard\" }}").unwrap();
    }
    text += "\n[facts]\nport = { default = \"airport\" }\ncategory = { default = \"B\" }\n\
        [facts.direction]\ndefault = \"import\"\n[facts.direction.names]\nimport = {}\n\
        export = {}\n[facts.value]\nnumber = { least = 0, greatest = 1000000, step = 1 }\n\n";
    text += "[rates.none]\nentries = [{ percent = 0 }]\n[goods]\n";
    for goods in size.goods() {
        writeln!(text, "{goods} = {{ ordinary = true }}").unwrap();
    }
    for (at, (goods, ports, level)) in size.levels().iter().enumerate() {
        writeln!(text, "\n[inspections.r{at}]").unwrap();
        writeln!(text, "when = {{ goods = \"{goods}\", port = {ports:?} }}").unwrap();
        writeln!(text, "lane = \"{level}\"").unwrap();
    }
    let flows = [
        ("strict-inspection", "category = [\"AA\", \"A\"], lane = \"strict\""),
        ("advance-release", "category = [\"AA\", \"A\"]"),
        ("documentary", "category = \"B\""),
        ("physical", "category = [\"C\", \"D\"]"),
    ];
    for (flow, when) in flows {
        writeln!(text, "\n[flows.{flow}]\nwhen = {{ {when} }}\nsteps = [\"declare\"]").unwrap();
    }
    for (at, (direction, port, above, name)) in size.regimes().iter().enumerate() {
        let mut when = Vec::new();
        when.extend(direction.map(|direction| format!("direction = \"{direction}\"")));
        when.extend(port.map(|port| format!("port = \"{port}\"")));
        when.extend(above.map(|above| format!("value = {{ above = {above} }}")));
        writeln!(text, "\n[taxes.\"{name}.{at}\"]").unwrap();
        if !when.is_empty() {
            writeln!(text, "when = {{ {} }}", when.join(", ")).unwrap();
        }
        writeln!(text, "chain = {{ base = \"value\", vat = \"none\", share = 100 }}").unwrap();
    }
    text
}

/// A shipment of the measured work.
#[derive(Debug, Clone)]
pub(crate) struct Shipment {
    /// Its goods.
    pub(crate) goods: String,
    /// Its port.
    pub(crate) port: &'static str,
    /// Its category.
    pub(crate) category: &'static str,
    /// Its direction.
    pub(crate) direction: &'static str,
    /// Its value.
    pub(crate) value: i64,
}

/// Endless shipments.
pub(crate) fn shipments(size: Size) -> impl Iterator<Item = Shipment> {
    let mut twister = Twister::new(7);
    let goods = size.goods();
    std::iter::repeat_with(move || Shipment {
        goods: goods[twister.below(goods.len())].clone(),
        port: PORTS[twister.below(3)],
        category: CATEGORIES[twister.below(5)],
        direction: DIRECTIONS[twister.below(2)],
        // Truncated towards zero, as the figures' own generator does it.
        value: 10_f64.powf(1.0 + 4.0 * twister.random()) as i64,
    })
}

/// The rules as a table: what anyone would write by hand for these rules alone.
pub(crate) struct Table {
    levels: HashMap<String, [Option<(&'static str, u32)>; 3]>,
    regimes: &'static [Regime],
}

/// The answer by the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answer {
    /// How closely customs looks.
    pub(crate) level: &'static str,
    /// The rule that said so.
    pub(crate) rule: Option<u32>,
    /// The way through customs.
    pub(crate) flow: &'static str,
    /// The tax regime, and its place.
    pub(crate) regime: (&'static str, usize),
}

impl Table {
    /// The table of these rules.
    pub(crate) fn new(size: Size) -> Self {
        let mut levels: HashMap<String, [Option<(&'static str, u32)>; 3]> = HashMap::new();
        for ((goods, ports, level), rule) in size.levels().into_iter().zip(0..) {
            let by_port = levels.entry(goods).or_default();
            for (place, port) in by_port.iter_mut().zip(PORTS) {
                if ports.contains(&port) {
                    *place = Some((level, rule));
                }
            }
        }
        Self { levels, regimes: size.regimes() }
    }

    /// The answer for one shipment: one look-up, and a few comparisons.
    pub(crate) fn answer(
        &self,
        goods: &str,
        port: &str,
        category: &str,
        direction: &str,
        value: i64,
    ) -> Answer {
        let place = match port {
            "airport" => 0,
            "seaport" => 1,
            _ => 2,
        };
        let found = self.levels.get(goods).and_then(|by_port| by_port[place]);
        let level = found.map_or("standard", |(level, _)| level);
        let flow = match category {
            "AA" | "A" if level == "strict" => "strict-inspection",
            "AA" | "A" => "advance-release",
            "B" => "documentary",
            _ => "physical",
        };
        let fits = |regime: &Regime| {
            regime.0.is_none_or(|one| one == direction)
                && regime.1.is_none_or(|one| one == port)
                && regime.2.is_none_or(|above| value > above)
        };
        let at = self.regimes.iter().position(fits).unwrap();
        Answer { level, rule: found.map(|(_, rule)| rule), flow, regime: (self.regimes[at].3, at) }
    }
}

/// The Mersenne twister MT19937, seeded and read as Python's `random` does it.
pub(crate) struct Twister {
    state: [u32; 624],
    at: usize,
}

impl Twister {
    /// A twister with a small seed.
    pub(crate) fn new(seed: u32) -> Self {
        let mut state = [0_u32; 624];
        state[0] = 19_650_218;
        for i in 1..624 {
            let before = state[i - 1] ^ (state[i - 1] >> 30);
            state[i] = before.wrapping_mul(1_812_433_253).wrapping_add(i as u32);
        }
        let mut i = 1;
        for _ in 0..624 {
            let before = state[i - 1] ^ (state[i - 1] >> 30);
            state[i] = (state[i] ^ before.wrapping_mul(1_664_525)).wrapping_add(seed);
            i = Self::after(&mut state, i);
        }
        for _ in 0..623 {
            let before = state[i - 1] ^ (state[i - 1] >> 30);
            state[i] = (state[i] ^ before.wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i = Self::after(&mut state, i);
        }
        state[0] = 0x8000_0000;
        Self { state, at: 624 }
    }

    fn after(state: &mut [u32; 624], i: usize) -> usize {
        if i + 1 < 624 {
            return i + 1;
        }
        state[0] = state[623];
        1
    }

    fn next(&mut self) -> u32 {
        if self.at == 624 {
            for i in 0..624 {
                let y = (self.state[i] & 0x8000_0000) | (self.state[(i + 1) % 624] & 0x7fff_ffff);
                let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
                self.state[i] = self.state[(i + 397) % 624] ^ (y >> 1) ^ odd;
            }
            self.at = 0;
        }
        let mut y = self.state[self.at];
        self.at += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    /// A number from 0 up to 1.
    pub(crate) fn random(&mut self) -> f64 {
        let (high, low) = (f64::from(self.next() >> 5), f64::from(self.next() >> 6));
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// A whole number below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.random() * count as f64) as usize
    }
}
