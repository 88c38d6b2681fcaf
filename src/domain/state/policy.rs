//! The project's policy: every **[policy]** of the rules, with its default, as data in the store.
//!
//! One row per setting below makes the field, its default, its reading and its writing. What a setting means is said
//! in the locale files under `policy-KEY`.

use crate::domain::money::Fen;
use crate::domain::state::staff::words;
use crate::domain::time::MINUTES_MAX;
use chrono::NaiveTime;
use chrono_tz::Tz;

words! {
    /// Whether a consultant's hold counts at once (rules §3).
    HoldMode {
        /// It counts at once.
        Direct = "direct",
        /// The control holder confirms it.
        Request = "request",
    }
}

words! {
    /// In which order consultants stand (rules §5).
    OrderBasis {
        /// By the time of signing in.
        SignIn = "sign_in",
        /// By the list of staff for whoever is in when the rotation starts to count; later ones at the tail.
        Fixed = "fixed",
        /// Fewest new visitors today first.
        Fewest = "fewest",
    }
}

words! {
    /// What becomes of somebody passed over (rules §5).
    Passing {
        /// 补接: the place is kept.
        Kept = "kept",
        /// 轮空: to the tail.
        Lost = "lost",
    }
}

words! {
    /// What happens to a customer whose consultant is receiving somebody else (rules §5).
    OwnerBusy {
        /// A colleague helps 义务接待.
        Courtesy = "courtesy",
        /// They wait for their consultant.
        Wait = "wait",
    }
}

words! {
    /// What becomes of groups still waiting when the day ends (rules §5).
    Overnight {
        /// They count as gone at midnight, with that reason.
        Clear = "clear",
        /// They stay in the queue with their numbers.
        Keep = "keep",
    }
}

/// A span of whole minutes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Span(pub u32);

impl Span {
    /// Whole hours.
    pub const fn hours(hours: u32) -> Self {
        Self(hours * 60)
    }

    /// Reads `24h`, `90m`, `2h 30m`, `3days`.
    pub fn parse(text: &str) -> Option<Self> {
        let span = humantime::parse_duration(crate::domain::money::narrow(text).trim()).ok()?;
        let minutes = span.as_secs() / 60;
        (span.as_secs() % 60 == 0 && minutes <= u64::from(MINUTES_MAX)).then_some(Self(minutes as u32))
    }

    /// `24h`, `2h 30m`, `0m`.
    pub fn text(self) -> String {
        match (self.0 / 60, self.0 % 60) {
            (0, minutes) => format!("{minutes}m"),
            (hours, 0) => format!("{hours}h"),
            (hours, minutes) => format!("{hours}h {minutes}m"),
        }
    }
}

/// A kind of value a setting can have.
pub trait Setting: Sized {
    /// What is expected, as a locale key: `expected-KIND`.
    const EXPECTED: &'static str;
    /// Reads what a person typed.
    fn read(text: &str) -> Option<Self>;
    /// Writes it so that `read` gives it back.
    fn write(&self) -> String;
}

impl Setting for Span {
    const EXPECTED: &'static str = "span";
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
    fn write(&self) -> String {
        self.text()
    }
}

impl Setting for u32 {
    const EXPECTED: &'static str = "count";
    fn read(text: &str) -> Option<Self> {
        crate::domain::money::narrow(text).trim().parse().ok().filter(|count| *count <= 10_000)
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

impl Setting for Fen {
    const EXPECTED: &'static str = "money";
    fn read(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
    fn write(&self) -> String {
        self.plain()
    }
}

impl Setting for bool {
    const EXPECTED: &'static str = "switch";
    fn read(text: &str) -> Option<Self> {
        match text.trim() {
            "true" | "yes" | "on" | "是" => Some(true),
            "false" | "no" | "off" | "否" => Some(false),
            _ => None,
        }
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

impl Setting for NaiveTime {
    const EXPECTED: &'static str = "time";
    fn read(text: &str) -> Option<Self> {
        NaiveTime::parse_from_str(crate::domain::money::narrow(text).trim(), "%H:%M").ok()
    }
    fn write(&self) -> String {
        self.format("%H:%M").to_string()
    }
}

impl Setting for Tz {
    const EXPECTED: &'static str = "zone";
    fn read(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
    fn write(&self) -> String {
        self.name().to_string()
    }
}

macro_rules! word_settings {
    ($($kind:ident = $expected:literal),*) => {$(
        impl Setting for $kind {
            const EXPECTED: &'static str = $expected;
            fn read(text: &str) -> Option<Self> {
                Self::parse(text)
            }
            fn write(&self) -> String {
                self.code().to_string()
            }
        }
    )*};
}

word_settings!(
    HoldMode = "hold-mode",
    OrderBasis = "order-basis",
    Passing = "passing",
    OwnerBusy = "owner-busy",
    Overnight = "overnight"
);

/// One setting, as a row of the table.
pub struct PolicyRow {
    /// Its key, the same in commands, config and events.
    pub key: &'static str,
    /// What values it takes: the locale key is `expected-…`.
    pub expected: &'static str,
    /// Its value as text.
    pub get: fn(&Policy) -> String,
    /// Sets it from text; false when the text is no such value.
    pub set: fn(&mut Policy, &str) -> bool,
}

macro_rules! policy {
    ($($(#[$doc:meta])* $field:ident: $kind:ty = $default:expr;)*) => {
        /// The settings in force.
        #[derive(Clone, PartialEq, Debug)]
        pub struct Policy { $($(#[$doc])* pub $field: $kind,)* }

        impl Default for Policy {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        /// Every setting, in the order of the rules.
        pub const POLICIES: &[PolicyRow] = &[$(PolicyRow {
            key: stringify!($field),
            expected: <$kind as Setting>::EXPECTED,
            get: |policy| policy.$field.write(),
            set: |policy, text| match <$kind as Setting>::read(text) {
                Some(value) => { policy.$field = value; true }
                None => false,
            },
        },)*];
    };
}

policy! {
    /// The zone instants are shown in and days are counted in (rules §1).
    time_zone: Tz = Tz::Asia__Shanghai;
    /// When a deadline given in days falls on its last day (rules §1).
    deadline_time: NaiveTime = clock_time(18, 0);
    /// Length of a hold (rules §3).
    hold_length: Span = Span::hours(24);
    /// The longest a hold may last since it began, however often extended (rules §3).
    hold_maximum: Span = Span::hours(72);
    /// Live holds a consultant may have (rules §3).
    hold_limit: u32 = 3;
    /// How long the same consultant may not hold a unit again (rules §3).
    hold_cooldown: Span = Span::hours(2);
    /// How long before its end a hold warns (rules §3).
    hold_warning: Span = Span(30);
    /// Whether holds count at once or are confirmed (rules §3).
    hold_mode: HoldMode = HoldMode::Direct;
    /// Whether the first in the waiting line gets a freed unit as a hold (rules §3).
    line_serves: bool = true;
    /// Full deposit (rules §4).
    deposit_full: Fen = Fen::yuan(50_000);
    /// Smallest deposit without the manager's approval (rules §4).
    deposit_minimum: Fen = Fen::yuan(20_000);
    /// Days until a top-up is due (rules §4).
    topup_days: u32 = 3;
    /// Days from subscription to signing (rules §4).
    signing_days: u32 = 7;
    /// Days from signing to recording (rules §4).
    recording_days: u32 = 30;
    /// Days from signing to the mortgage application (rules §4).
    mortgage_days: u32 = 3;
    /// Days a date must be missed before the deposit can be forfeited (rules §4).
    forfeit_days: u32 = 7;
    /// Whether a swap goes only to a dearer unit unless the manager says why (rules §4).
    swap_dearer: bool = true;
    /// Whether a claim may be renamed after recording (rules §4).
    rename_recorded: bool = false;
    /// Special discount a supervisor may give, 0.01 % of the list price (rules §4).
    discount_supervisor: u32 = 100;
    /// Special discount the manager may give, 0.01 % of the list price (rules §4).
    discount_manager: u32 = 300;
    /// Days until a request nobody decided lapses (rules §4).
    request_days: u32 = 7;
    /// Whether one person with both roles may approve their own request (rules §7).
    self_approval: bool = false;
    /// When the office opens (rules §5).
    opens_at: NaiveTime = clock_time(9, 0);
    /// How long after opening the rotation counts (rules §5).
    rotation_after: Span = Span(30);
    /// In which order consultants stand (rules §5).
    order_basis: OrderBasis = OrderBasis::SignIn;
    /// Whether receiving an own customer keeps the place (rules §5).
    returning_keeps: bool = true;
    /// What happens to a customer whose consultant is busy (rules §5).
    owner_busy: OwnerBusy = OwnerBusy::Courtesy;
    /// Passed over while with an own customer (rules §5).
    passed_returning: Passing = Passing::Kept;
    /// Passed over while at lunch (rules §5).
    passed_lunch: Passing = Passing::Kept;
    /// Passed over while out on business (rules §5).
    passed_business: Passing = Passing::Kept;
    /// Passed over during a short break (rules §5).
    passed_break: Passing = Passing::Kept;
    /// Passed over while on a private errand (rules §5).
    passed_out: Passing = Passing::Lost;
    /// Passed over while on leave (rules §5).
    passed_leave: Passing = Passing::Lost;
    /// Passed over while not at the post (rules §5).
    passed_absent: Passing = Passing::Lost;
    /// Passed over while suspended (rules §5).
    passed_suspended: Passing = Passing::Lost;
    /// How long after its beginning a reception may be handed over for an own customer (rules §5).
    handover_within: Span = Span(10);
    /// When lunch cover begins (rules §5).
    lunch_from: NaiveTime = clock_time(12, 0);
    /// When lunch cover ends (rules §5).
    lunch_to: NaiveTime = clock_time(14, 0);
    /// Consultants needed on the floor over lunch (rules §5).
    lunch_cover: u32 = 2;
    /// How long before its time an appointment shows in the queue (rules §5).
    appointment_shows: Span = Span(30);
    /// Groups still waiting at midnight (rules §5).
    queue_overnight: Overnight = Overnight::Clear;
    /// Whether an arrival without a phone and a reception without a customer need a reason (rules §5).
    visit_reasons: bool = false;
    /// After this long a reception counts as left open (rules §5).
    reception_span: Span = Span::hours(2);
    /// Days a customer is protected after the last conversation (rules §6).
    protection_days: u32 = 15;
    /// How many days before its end protection is in the due list (rules §6).
    protection_warning: u32 = 2;
    /// Days until an A customer is to be called (rules §6).
    followup_a_days: u32 = 1;
    /// Days until a B customer is to be called (rules §6).
    followup_b_days: u32 = 3;
    /// Days until a C customer is to be called (rules §6).
    followup_c_days: u32 = 7;
    /// How long an own act can be undone (rules §5, design §7).
    undo_window: Span = Span(2);
    /// Waiting this long turns amber (rules §5).
    wait_amber: Span = Span(5);
    /// Waiting this long turns red (rules §5).
    wait_red: Span = Span(10);
}

/// The deposit may not exceed this share of the price, 0.01 % (rules §4; fixed, not policy).
pub const DEPOSIT_SHARE_MAX: i64 = 2_000;

const fn clock_time(hour: u32, minute: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, minute, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

impl Policy {
    /// The row of a key.
    pub fn row(key: &str) -> Option<&'static PolicyRow> {
        POLICIES.iter().find(|row| row.key == key.trim())
    }

    /// Sets a value; `Err` names what was expected, or `None` for an unknown key.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Option<&'static str>> {
        let row = Self::row(key).ok_or(None)?;
        if (row.set)(self, value) { Ok(()) } else { Err(Some(row.expected)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_reads_back() {
        for row in POLICIES {
            let mut policy = Policy::default();
            let text = (row.get)(&policy);
            assert!((row.set)(&mut policy, &text), "{} = {text}", row.key);
            assert_eq!(policy, Policy::default(), "{}", row.key);
        }
    }

    #[test]
    fn bad_values_change_nothing() {
        let mut policy = Policy::default();
        assert_eq!(policy.set("hold_length", "soon"), Err(Some("span")));
        assert_eq!(policy.set("no_such", "1"), Err(None));
        assert_eq!(policy.set("time_zone", "Mars/Base"), Err(Some("zone")));
        assert_eq!(policy, Policy::default());
        assert_eq!(policy.set("hold_length", "2h"), Ok(()));
        assert_eq!(policy.hold_length, Span(120));
    }
}
