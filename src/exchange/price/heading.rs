//! What headings mean: the field of each column.

use crate::domain::money::narrow;
use std::sync::Arc;

/// A column.
pub(super) struct Column {
    pub(super) heading: Arc<str>,
    /// The field it means, or "".
    pub(super) field: &'static str,
    /// Whether its bare numbers are tens of thousands.
    pub(super) in_ten_thousands: bool,
    /// Its last text: the next row often has the same, and shares it.
    pub(super) last: Arc<str>,
}

impl Column {
    pub(super) fn new(heading: &str) -> Self {
        let (field, in_ten_thousands) = (field(heading), in_ten_thousands(heading));
        Self { heading: heading.into(), field, in_ten_thousands, last: "".into() }
    }

    /// A text of the column, shared with the row before where it is the same.
    pub(super) fn share(&mut self, text: &str) -> Arc<str> {
        if *self.last != *text {
            self.last = text.into();
        }
        Arc::clone(&self.last)
    }
}

/// The field a heading means, or "" for an attribute. Units in brackets do not count.
pub(super) fn field(heading: &str) -> &'static str {
    let plain = narrow(heading).to_lowercase();
    match plain.split(['(', '[']).next().unwrap_or_default().trim() {
        "楼栋" | "楼栋号" | "楼号" | "幢号" | "栋号" | "building" => "building",
        "单元" | "单元号" | "entrance" => "entrance",
        "房号" | "房间号" | "室号" | "room" => "room",
        "楼层" | "floor" => "floor",
        "销售楼层" | "sales_floor" => "sales_floor",
        "户型" | "layout" => "layout",
        "用途" | "use" => "use",
        "建筑面积" | "area" => "area",
        "套内面积" | "inner_area" => "inner_area",
        "单价" | "建面单价" | "unit_price" => "unit_price",
        "总价" | "total" => "total",
        "底价" | "floor_price" => "floor_price",
        "状态" | "销售状态" | "status" => "status",
        "批次" | "batch" => "batch",
        // What was wrong with a rejected row is no attribute of a unit.
        "导入问题" | "import fault" => "faults",
        _ => "",
    }
}

/// Whether the unit in a heading's brackets is ten thousand: `总价(万元)`.
fn in_ten_thousands(heading: &str) -> bool {
    narrow(heading).split_once(['(', '[']).is_some_and(|(_, unit)| unit.contains('万'))
}
