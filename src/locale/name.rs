//! Names of statuses, roles, presences and the like. One key, one literal, so that a reader and a test can find it.

use crate::domain::money::NumberFault;
use crate::domain::state::claim::{EndKind, NoticeKind, ReceiptKind};
use crate::domain::state::customer::Grade;
use crate::domain::state::day::Stage;
use crate::domain::state::issued::PaperKind;
use crate::domain::state::plan::{PlanKind, ShareKind};
use crate::domain::state::policy::HoldMode;
use crate::domain::state::request::{Back, RequestState};
use crate::domain::state::staff::{Presence, Right, Role, Team};
use crate::domain::state::turn::{PassReason, TurnKind};
use crate::domain::state::unit::{ListedStatus, Status};
use crate::domain::state::visit::{VisitKind, VisitState};
use crate::locale::Locale;

macro_rules! names {
    ($($(#[$doc:meta])* $method:ident($kind:ident) { $($variant:ident => $key:literal),* $(,)? })*) => {
        impl Locale {
            $(
                $(#[$doc])*
                pub fn $method(&self, of: $kind) -> &str {
                    match of { $($kind::$variant => self.text($key)),* }
                }
            )*
        }
    };
}

names! {
    /// A status' name.
    status(Status) {
        Unreleased => "status-unreleased",
        Locked => "status-locked",
        Available => "status-available",
        Held => "status-held",
        Deposit => "status-deposit",
        Signed => "status-signed",
    }
    /// A status in one letter or character.
    status_letter(Status) {
        Unreleased => "status-short-unreleased",
        Locked => "status-short-locked",
        Available => "status-short-available",
        Held => "status-short-held",
        Deposit => "status-short-deposit",
        Signed => "status-short-signed",
    }
    /// A status as the public registry and price lists say it.
    listed(ListedStatus) {
        Unreleased => "listed-unreleased",
        Locked => "listed-locked",
        Available => "listed-available",
        Deposit => "listed-deposit",
        Signed => "listed-signed",
        Recorded => "listed-recorded",
    }
    /// A role's name.
    role(Role) {
        Manager => "role-manager",
        Planner => "role-planner",
        Clerk => "role-clerk",
        Supervisor => "role-supervisor",
        Consultant => "role-consultant",
        Cashier => "role-cashier",
        Reception => "role-reception",
        Board => "role-board",
    }
    /// A team's name.
    team(Team) {
        Site => "team-site",
        Outreach => "team-outreach",
    }
    /// A presence.
    presence(Presence) {
        Off => "presence-off",
        Floor => "presence-floor",
        Lunch => "presence-lunch",
        Business => "presence-business",
        Break => "presence-break",
        Out => "presence-out",
        Leave => "presence-leave",
        Absent => "presence-absent",
        Suspended => "presence-suspended",
    }
    /// A right, as what somebody may or may not do.
    right(Right) {
        SeeAll => "right-see_all",
        Hold => "right-hold",
        HoldOfOthers => "right-hold_of_others",
        Receipt => "right-receipt",
        Paper => "right-paper",
        Form => "right-form",
        Approve => "right-approve",
        Ask => "right-ask",
        Manage => "right-manage",
        Visit => "right-visit",
        Rotation => "right-rotation",
        SignIn => "right-sign_in",
        Clock => "right-clock",
        OwnPresence => "right-own_presence",
    }
    /// A kind of visit.
    visit_kind(VisitKind) {
        First => "visit-kind-first",
        Returning => "visit-kind-returning",
        Named => "visit-kind-named",
        Referral => "visit-kind-referral",
        Appointment => "visit-kind-appointment",
        Channel => "visit-kind-channel",
        Competitor => "visit-kind-competitor",
        Other => "visit-kind-other",
    }
    /// How far a visit got.
    visit_state(VisitState) {
        Waiting => "visit-state-waiting",
        Receiving => "visit-state-receiving",
        Finished => "visit-state-finished",
        Left => "visit-state-left",
    }
    /// A kind of turn, as the ledger has it.
    turn_kind(TurnKind) {
        New => "turn-new",
        Early => "turn-early",
        Own => "turn-own",
        Courtesy => "turn-courtesy",
        MadeUp => "turn-made_up",
        Exempt => "turn-exempt",
        Passed => "turn-passed",
        Lost => "turn-lost",
        Voided => "turn-voided",
        HandedOver => "turn-handed_over",
    }
    /// Why somebody was passed over.
    pass_reason(PassReason) {
        Returning => "pass-returning",
        Lunch => "pass-lunch",
        Business => "pass-business",
        Break => "pass-break",
        Out => "pass-out",
        Leave => "pass-leave",
        Absent => "pass-absent",
        Suspended => "pass-suspended",
        Voided => "pass-voided",
    }
    /// A grade with its meaning.
    grade(Grade) {
        A => "grade-A",
        B => "grade-B",
        C => "grade-C",
        D => "grade-D",
    }
    /// A stage of sale.
    stage(Stage) {
        Presale => "stage-presale",
        Open => "stage-open",
        Strong => "stage-strong",
        Late => "stage-late",
    }
    /// How a claim ended.
    end_kind(EndKind) {
        Expired => "end-expired",
        Released => "end-released",
        Undone => "end-undone",
        Cancelled => "end-cancelled",
        Forfeited => "end-forfeited",
        Terminated => "end-terminated",
        Swapped => "end-swapped",
    }
    /// What a receipt is for.
    receipt_kind(ReceiptKind) {
        Deposit => "receipt-deposit",
        TopUp => "receipt-top_up",
        DownPayment => "receipt-down_payment",
        Instalment => "receipt-instalment",
        Loan => "receipt-loan",
        Refund => "receipt-refund",
        Counter => "receipt-counter",
    }
    /// A kind of paper.
    paper_kind(PaperKind) {
        Receipt => "paper-receipt",
        Subscription => "paper-subscription",
        Swap => "paper-swap",
    }
    /// What becomes of a freed unit.
    back(Back) {
        Available => "back-available",
        Locked => "back-locked",
    }
    /// How far a request got.
    request_state(RequestState) {
        Open => "request-open",
        Approved => "request-approved",
        Refused => "request-refused",
        Withdrawn => "request-withdrawn",
        Lapsed => "request-lapsed",
        Done => "request-done",
    }
    /// How the customer was given notice.
    notice_kind(NoticeKind) {
        Call => "notice-call",
        Letter => "notice-letter",
    }
    /// How a price is paid.
    plan_kind(PlanKind) {
        Once => "plan-kind-once",
        Parts => "plan-kind-parts",
        Mortgage => "plan-kind-mortgage",
    }
    /// What a part of a payment plan is.
    share_kind(ShareKind) {
        Once => "share-once",
        Instalment => "share-instalment",
        DownPayment => "share-down_payment",
        Loan => "share-loan",
        MadeGood => "share-made_good",
    }
    /// Whether holds count at once.
    hold_mode(HoldMode) {
        Direct => "hold-mode-direct",
        Request => "hold-mode-request",
    }
    /// Why a text is no amount.
    number_fault(NumberFault) {
        Empty => "number-empty",
        NotANumber => "number-not-a-number",
        TooFine => "number-too-fine",
        Negative => "number-negative",
        TooLarge => "number-too-large",
    }
}

impl Locale {
    /// The line that explains a setting, by its key.
    pub fn policy(&self, key: &str) -> String {
        self.say(&format!("policy-{key}"), &[])
    }

    /// What values a setting takes, by its kind.
    pub fn expected(&self, kind: &str) -> String {
        self.say(&format!("expected-{kind}"), &[])
    }

    /// A field's label.
    pub fn field(&self, name: &str) -> String {
        self.say(&format!("field-{name}"), &[])
    }

    /// Several names as a list.
    pub fn list<T: AsRef<str>>(&self, names: impl IntoIterator<Item = T>) -> String {
        joined(names, self.text("list-comma"))
    }

    /// Several names of which one is meant.
    pub fn either<T: AsRef<str>>(&self, names: impl IntoIterator<Item = T>) -> String {
        joined(names, self.text("list-or"))
    }

    /// Several roles as a list.
    pub fn roles(&self, roles: &[Role]) -> String {
        self.list(roles.iter().map(|role| self.role(*role)))
    }
}

fn joined<T: AsRef<str>>(names: impl IntoIterator<Item = T>, joint: &str) -> String {
    let mut text = String::new();
    for name in names {
        if !text.is_empty() {
            text.push_str(joint);
        }
        text.push_str(name.as_ref());
    }
    text
}
