//! The help of `route` in Chinese, and what every verb is for.

use clap::Command;

/// What each verb is for.
const VERBS: [(&str, &str); 9] = [
    ("route", "为一批货物找出通关路径"),
    ("explain", "解释结果：为何如此、由什么决定、适用到何处"),
    ("compare", "并列比较一项事实的所有取值，如口岸或监管方式"),
    ("batch", "批量回答：输入 CSV 或 JSON 行，输出加上答案"),
    ("list", "列出词汇：商品、口岸、企业等级、规则等"),
    ("check", "检验规则文件：错误、发现，并给出例证"),
    ("test", "运行规则文件自带的测试"),
    ("rules", "打印内置规则，可作为自己规则的起点；或某一章节的范例"),
    ("help", "显示帮助"),
];

/// What each argument of `route` says.
const ROUTE: [(&str, &str); 26] = [
    ("first", "商品，同 `--goods`"),
    ("second", "通关口岸，同 `--port`"),
    ("on", "申报日期，适用当日规则，如 2026-11-23 [默认：今天；若到货更晚，则为到货日]"),
    ("arrival", "到货时间，如 2026-12-01 或 2026-12-01T08:30：给出各项期限的日期"),
    ("lines", "多项货物中的一项，如 \"goods=honey value=300\"；可重复"),
    ("lines_file", "从此文件读取各项货物：首行为事实名的 CSV，或 JSON 对象数组"),
    ("rules", "使用此文件的规则（`-`：标准输入）[默认：ADVISOR_RULES，否则内置规则]"),
    ("rules_limit", "规则文件的最大大小（MiB）"),
    ("format", "输出格式：human 供人阅读，json，plain，mermaid，ics（需 `--arrival`）"),
    ("prefer", "哪种做法更好：lightest 通道更宽松，cheapest 费用更低"),
    ("why", "加上所依据的规则及来源"),
    ("all", "全部输出：所有事实、规则和其他做法"),
    ("color", "何时使用颜色：auto、always、never"),
    ("lang", "所用语言：en、zh，或 both（名称用规则的所有语言）[默认：随系统语言，否则英文]"),
    ("goods", "是什么商品；`advisor list goods` 可查"),
    ("hs", "HS 编码：2、4、6、8 或 10 位，可带点"),
    ("port", "在哪里通关"),
    ("direction", "进口 import 或出口 export"),
    ("category", "海关对企业的信用等级"),
    ("mode", "监管方式，如 9610"),
    ("declared", "何时申报：in-advance 提前，on-arrival 到港"),
    ("value", "订单金额"),
    ("annual", "购买人本年订单总额，含本单"),
    ("lead_days", "出口：申报至货物运抵的天数"),
    ("facts", "规则中的其他事实，写作 名称=值；可重复"),
    ("help", "显示帮助"),
];

/// The command with what has been translated.
pub(crate) fn translated(command: Command) -> Command {
    let command = VERBS.into_iter().fold(command, |command, (verb, about)| {
        let known = command.find_subcommand(verb).is_some();
        if known { command.mut_subcommand(verb, |one| one.about(about)) } else { command }
    });
    command
        .about("说明一批货物如何通关，以及怎样更快")
        .after_help("答案依据规则文件，仅供参考，不是法律意见。")
        .mut_arg("color", |arg| arg.help(said("color")).long_help(said("color")))
        .mut_arg("lang", |arg| arg.help(said("lang")).long_help(said("lang")))
        .mut_subcommand("route", route)
}

/// What an argument says.
fn said(id: &str) -> &'static str {
    ROUTE.iter().find(|(known, _)| *known == id).map_or("", |(_, help)| help)
}

fn route(command: Command) -> Command {
    let command = ROUTE.into_iter().fold(command, |command, (id, help)| {
        let known = command.get_arguments().any(|arg| arg.get_id() == id);
        if known { command.mut_arg(id, |arg| arg.help(help).long_help(help)) } else { command }
    });
    command
        .mut_args(|arg| {
            let of_facts = arg.get_help_heading() == Some("Facts");
            if of_facts { arg.help_heading("事实") } else { arg }
        })
        .after_help(
            "未说明的，规则有默认值则取默认值；口岸、监管方式等会代为选择。
退出码：0 可以通关，1 不可以，2 命令有误，3 规则文件无效，4 无法读写。

示例：
  advisor route 奶粉 白云机场
  advisor route --hs 2204.21 --mode 9610 --value 1000 --on 2024-06-01 --format json",
        )
}
