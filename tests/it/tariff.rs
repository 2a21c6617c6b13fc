//! The tariff and the built-in rules: which codes their goods cover.

use advisor::Query;
use advisor::model::fact::Coverage;
use advisor::model::value::Day;

/// The chapters of the tariff in which daily trade lies.
const CHAPTERS: [u8; 38] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 30, 33,
    34, 42, 61, 62, 63, 64, 84, 85, 87, 90, 93, 95,
];

#[test]
fn no_code_of_daily_trade_is_unknown() {
    let rule_set = advisor::builtin::rule_set().unwrap();
    let goods = &rule_set[rule_set.goods()];
    assert!(goods.names().len() >= 60, "only {} goods", goods.names().len());
    let headings = CHAPTERS.iter().flat_map(|chapter| (0..100).map(move |at| (chapter, at)));
    for (chapter, heading) in headings {
        let mut query = Query::new(&rule_set, Day::parse("2024-06-01").unwrap());
        let code = format!("{chapter:02}{heading:02}.99.99.99");
        query.give("hs", &code);
        let shipment = query.shipment().unwrap();
        let name = goods.name(shipment.get(rule_set.goods())).unwrap();
        assert!(name.coverage != Coverage::Rest, "{code} is `{}`", name.id);
    }
}
