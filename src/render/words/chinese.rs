//! Chinese.

use advisor::advise::{Comparison, ReasonKind};
use advisor::evaluate::Release;
use advisor::model::StepTime;
use advisor::model::time::{Anchor, Moment, Offset, Takes, Unit};
use advisor::shipment::Origin;

use crate::render::words::table::Words;

pub(super) struct Chinese;

impl Words for Chinese {
    fn listed(&self, items: &[String]) -> String {
        items.join("、")
    }
    fn either(&self, items: &[String]) -> String {
        items.join("或")
    }
    fn pair(&self, name: &str, value: &str) -> String {
        format!("{name}：{value}")
    }
    fn aside(&self, text: &str, remark: &str) -> String {
        format!("{text}（{remark}）")
    }
    fn also(&self, first: &str, second: &str) -> String {
        format!("{first}；{second}")
    }

    fn lane(&self, id: &str, title: Option<&str>) -> String {
        let title = title.map(|title| format!("（{title}）")).unwrap_or_default();
        format!("{id} 通道{title}")
    }
    fn refused(&self, because: &str) -> String {
        format!("不可以：{because}")
    }
    fn refused_for(&self, reasons: usize) -> String {
        format!("不可以，原因有 {reasons} 条")
    }
    fn no_path(&self, lane: &str) -> String {
        format!("没有流程：{lane}")
    }
    fn no_path_why(&self) -> &'static str {
        "没有规则拒绝这批货，但也没有流程适用：规则有漏洞，请告知规则的维护者。"
    }
    fn unknown_goods(&self, lane: &str, release: Option<Release>) -> String {
        let release = match release {
            Some(Release::OnArrival) => "，货到放行",
            Some(Release::AfterReview) => "，审单后放行",
            Some(Release::AfterInspection) => "，查验后放行",
            None => "",
        };
        format!("规则未涉及该商品；按一般规则：{lane}{release}")
    }
    fn clears(&self, lane: &str, release: Option<Release>) -> String {
        let how = match release {
            Some(Release::AfterInspection) => "但须查验",
            Some(Release::AfterReview) => "审单后放行",
            Some(Release::OnArrival) | None => "货到放行",
        };
        format!("可以，{how}：{lane}")
    }
    fn not_these(&self, ways: &[String], because: &str) -> String {
        format!("不走 {}：{because}", self.either(ways))
    }
    fn no_flow_takes_it(&self) -> &'static str {
        "没有流程适用"
    }
    fn not_offered(&self) -> &'static str {
        "不适用于这类货物"
    }
    fn warning(&self, text: &str) -> String {
        format!("注意：{text}")
    }

    fn why_lane(&self, lane: &str) -> String {
        format!("为何 {lane}")
    }
    fn indicative(&self) -> &'static str {
        "参考"
    }
    fn and_more(&self, first: &str, more: usize) -> String {
        format!("{first}，另有 {more} 条")
    }
    fn release(&self) -> &'static str {
        "放行"
    }
    fn released(&self, release: Release, takes: Option<&str>) -> String {
        let words = match release {
            Release::OnArrival => "货到放行",
            Release::AfterReview => "审单之后",
            Release::AfterInspection => "查验之后",
        };
        takes.map_or_else(|| words.to_owned(), |takes| format!("{words}：{takes}"))
    }
    fn release_short(&self, release: Release) -> &'static str {
        match release {
            Release::OnArrival => "货到放行",
            Release::AfterReview => "审单后放行",
            Release::AfterInspection => "查验后放行",
        }
    }
    fn tax(&self) -> &'static str {
        "税款"
    }
    fn late_fee(&self) -> &'static str {
        "滞报金"
    }
    fn papers(&self) -> &'static str {
        "单证"
    }
    fn none(&self) -> &'static str {
        "无"
    }
    fn papers_until_and_after(&self, until: usize, after: usize) -> String {
        match (until, after) {
            (0, 0) => self.none().to_owned(),
            (until, 0) => format!("{until} 份"),
            (until, after) => format!("{until} 份，放行后另需 {after} 份"),
        }
    }
    fn waived(&self, amount: &str, title: &str) -> String {
        format!("免缴：{amount}（{title}）")
    }
    fn add(&self, flags: &[String]) -> String {
        format!("请补充 {}", flags.join(" 和 "))
    }
    fn rates_not_known(&self, tables: &[String]) -> String {
        format!("未计算：规则没有该商品的{}", tables.join("、"))
    }
    fn share_due(&self, share: &str) -> String {
        format!("按 {share} 征收")
    }
    fn rate_of(&self, rate: &str, fact: &str) -> String {
        format!("{fact}的 {rate}")
    }
    fn amount_for_each(&self, amount: &str, unit: &str) -> String {
        format!("每 {unit} {amount}")
    }

    fn holds(&self) -> &'static str {
        "适用"
    }
    fn until(&self, last: Option<&str>) -> String {
        last.map_or_else(|| "以后任何日期".to_owned(), |last| format!("至 {last}"))
    }
    fn number(&self, name: &str, least: Option<&str>, greatest: Option<&str>) -> String {
        match (least, greatest) {
            (None, None) => format!("{name}不限"),
            (None, Some(greatest)) => format!("{name}至多 {greatest}"),
            (Some(least), None) => format!("{name}至少 {least}"),
            (Some(least), Some(greatest)) => format!("{name} {least} 至 {greatest}"),
        }
    }
    fn or(&self) -> &'static str {
        "或者"
    }

    fn sooner(&self) -> &'static str {
        "更快"
    }
    fn cheaper(&self) -> &'static str {
        "更省"
    }
    fn for_the_same(&self, title: &str) -> String {
        format!("{title}，单证和税款相同")
    }
    fn and_more_ways(&self, more: usize) -> String {
        format!("另有 {more} 种：--all")
    }
    fn count_papers(&self, papers: usize) -> String {
        match papers {
            0 => "无需单证".to_owned(),
            papers => format!("单证 {papers} 份"),
        }
    }
    fn to_pay(&self, amount: &str) -> String {
        format!("应缴 {amount}")
    }
    fn no_lane(&self) -> &'static str {
        "无通道"
    }
    fn without(&self, checks: &[String]) -> String {
        format!("免{}", checks.join("、"))
    }
    fn with(&self, checks: &[String]) -> String {
        format!("另加{}", checks.join("、"))
    }
    fn less_tax(&self, amount: Option<&str>) -> String {
        amount.map_or_else(|| "税较少".to_owned(), |amount| format!("少缴 {amount}"))
    }
    fn more_tax(&self, amount: Option<&str>) -> String {
        amount.map_or_else(|| "税较多".to_owned(), |amount| format!("多缴 {amount}"))
    }
    fn another_tax(&self) -> &'static str {
        "税种不同"
    }

    fn granted(&self) -> [&'static str; 2] {
        ["默认假定", "若不符"]
    }
    fn and_more_granted(&self, more: usize) -> String {
        format!("另有 {more} 项可能改变结果")
    }
    fn not(&self, text: &str) -> String {
        format!("非：{text}")
    }
    fn not_given(&self) -> &'static str {
        "未提供"
    }
    fn limits(&self, limits: &[String]) -> String {
        format!("界限 {}", limits.join("；"))
    }

    fn instead(&self) -> &'static str {
        "改为"
    }
    fn open(&self) -> &'static str {
        "可行"
    }
    fn only_if_asked(&self) -> &'static str {
        "另行选择"
    }
    fn assumed(&self) -> &'static str {
        "假定"
    }
    fn lifts(&self, assumed: &str, flag: &str) -> String {
        format!("{assumed}；若不符，用 {flag} 即可")
    }
    fn nothing_else_helps(&self, choices: &[String]) -> String {
        format!("仅改换{}无济于事。", self.either(choices))
    }

    fn time(&self, time: StepTime) -> &'static str {
        match time {
            StepTime::BeforeArrival => "到货之前",
            StepTime::AtArrival => "到货之时",
            StepTime::AfterRelease => "放行之后",
        }
    }
    fn by_customs(&self, check: &str) -> String {
        format!("海关：{check}")
    }
    fn takes_so_long(&self, takes: &str) -> String {
        format!("（需时{takes}）")
    }
    fn takes(&self, takes: Takes) -> String {
        match takes.in_units() {
            (0, greatest, unit) => format!("最多 {}", many(greatest, unit)),
            (least, greatest, unit) if least == greatest => many(greatest, unit),
            (least, greatest, unit) => format!("{least} 至 {}", many(greatest, unit)),
        }
    }
    fn offset(&self, offset: Offset) -> String {
        let anchor = match offset.anchor {
            Anchor::Departure => "启运",
            Anchor::Arrival => "到货",
            Anchor::Declaration => "申报",
            Anchor::Loading => "装货",
            Anchor::Release => "放行",
        };
        let many = many(offset.amount.unsigned_abs(), offset.unit);
        match offset.amount {
            0 => anchor.to_owned(),
            1.. => format!("{anchor}后 {many}"),
            _ => format!("{anchor}前 {many}"),
        }
    }
    fn dates_of(&self, arrival: Moment) -> String {
        format!("日期（{arrival} 到货，按日历日）")
    }
    fn between(&self, from: &str, to: &str) -> String {
        format!("{from} 至 {to}")
    }
    fn from(&self, from: &str) -> String {
        format!("{from} 起")
    }
    fn by(&self, by: &str) -> String {
        format!("不迟于 {by}")
    }
    fn if_released(&self, day: &str) -> String {
        format!("，如{day}放行")
    }
    fn length_not_said(&self, step: &str) -> String {
        format!("规则未说明时长：{step}")
    }
    fn in_working_days(&self, takes: &str) -> String {
        format!("{takes}之后，节假日不详")
    }
    fn fee_from(&self, title: &str) -> String {
        format!("{title}起征")
    }

    fn why(&self) -> &'static str {
        "依据"
    }
    fn sources(&self) -> &'static str {
        "来源"
    }
    fn reason(&self, kind: ReasonKind) -> &'static str {
        match kind {
            ReasonKind::Category => "企业等级",
            ReasonKind::Inspection => "规则",
            ReasonKind::Flow => "流程",
            ReasonKind::Tax => "税费",
            ReasonKind::Refusal => "不予通关",
        }
    }
    fn the_shipment(&self) -> &'static str {
        "货物情况"
    }
    fn made_of(&self) -> &'static str {
        "税款构成"
    }
    fn else_to_do(&self) -> &'static str {
        "其他做法"
    }
    fn change_and_what(&self) -> [&'static str; 3] {
        ["改动", "", "变化"]
    }
    fn flow(&self) -> &'static str {
        "流程"
    }
    fn origin(&self, origin: Origin) -> &'static str {
        match origin {
            Origin::Given => "已给出",
            Origin::Assumed => "假定",
            Origin::Chosen => "代选",
            Origin::NotGiven => "未给出",
            Origin::Counted => "推算",
        }
    }
    fn compared(&self, comparison: Comparison) -> &'static str {
        match comparison {
            Comparison::Better => "更好",
            Comparison::Same => "相同",
            Comparison::Different => "",
            Comparison::Worse => "较差",
        }
    }
    fn more(&self, rules: usize) -> String {
        format!("更多：--why（{rules} 条规则及来源）  --all  --format json")
    }
    fn advice(&self, title: &str, reviewed: Option<&str>, file: Option<&str>) -> String {
        let reviewed = reviewed.map(|day| format!("，复核于 {day}")).unwrap_or_default();
        let file = file.map(|file| format!("（{file}）")).unwrap_or_default();
        format!("仅供参考，不是法律意见。{title}{reviewed}{file}。")
    }
    fn no_calendar(&self) -> &'static str {
        "没有日历：这批货不能这样通关"
    }

    fn comparison(&self, tax: Option<&str>) -> [String; 6] {
        let tax = tax.map(|tax| format!("税款 {tax}")).unwrap_or_else(|| "税款".to_owned());
        ["".into(), "通道".into(), "放行".into(), "现场".into(), "单证".into(), tax]
    }
    fn no(&self) -> &'static str {
        "不可"
    }
    fn no_path_short(&self) -> &'static str {
        "无流程"
    }
    fn columns(&self) -> [&'static str; 4] {
        ["代码", "名称", "有效期", "说明"]
    }
    fn also_called(&self, names: &[String]) -> String {
        format!("又称 {}", names.join("、"))
    }
    fn days(&self, from: Option<&str>, last: Option<&str>) -> String {
        match (from, last) {
            (Some(from), Some(last)) => format!("{from} 至 {last}"),
            (Some(from), None) => format!("{from} 起"),
            (None, Some(last)) => format!("至 {last}"),
            (None, None) => String::new(),
        }
    }
    fn error(&self) -> &'static str {
        "错误"
    }
    fn help(&self) -> &'static str {
        "提示"
    }
}

fn many(number: u32, unit: Unit) -> String {
    let unit = match unit {
        Unit::Minutes => "分钟",
        Unit::Hours => "小时",
        Unit::Days => "天",
        Unit::WorkingDays => "个工作日",
        Unit::Weeks => "周",
        Unit::Months => "个月",
        Unit::Years => "年",
    };
    format!("{number} {unit}")
}
