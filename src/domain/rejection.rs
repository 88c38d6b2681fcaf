//! Every way the core says no, with what a person needs to know to go on (design §5).
//!
//! A rejection holds facts, not sentences: the locale turns it into words.

pub use crate::domain::fault::Fault;
use crate::domain::fault::rejections;
use crate::domain::money::Fen;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use crate::domain::time::Instant;

rejections! {
    /// Somebody has a live claim on it.
    UnitTaken {
        /// Canonical address.
        unit: String,
        /// The consultant's name; empty for an imported claim.
        by: String,
        /// Since when, UTC.
        since: Instant,
    } = "unit_taken", Rule;
    /// No unit matches what was typed.
    UnitUnknown {
        /// What was typed.
        input: String,
    } = "unit_unknown", Input;
    /// Several units match what was typed.
    UnitAmbiguous {
        /// What was typed.
        input: String,
        /// Some of them, canonical.
        candidates: Vec<String>,
    } = "unit_ambiguous", Input;
    /// The act does not fit the unit's status (rules §2).
    WrongStatus {
        /// Canonical address.
        unit: String,
        /// The status it has.
        status: Status,
        /// The statuses the act needs.
        needed: Vec<Status>,
    } = "wrong_status", Rule;
    /// The consultant has as many live holds as allowed (rules §3).
    HoldLimit {
        /// The limit.
        limit: u32,
        /// Canonical addresses of the live holds.
        units: Vec<String>,
    } = "hold_limit", Rule;
    /// The consultant's own hold on it ended a short while ago (rules §3).
    HoldCooldown {
        /// Canonical address.
        unit: String,
        /// When it may be held again, UTC.
        until: Instant,
    } = "hold_cooldown", Rule;
    /// Longer than a hold may last (rules §3).
    HoldMaximum {
        /// The longest allowed, minutes since the hold began.
        minutes: u32,
    } = "hold_maximum", Rule;
    /// A length of no minutes.
    LengthInvalid = "length_invalid", Input;
    /// It is somebody else's hold.
    NotOwn {
        /// Canonical address.
        unit: String,
        /// Whose.
        by: String,
    } = "not_own", Permission;
    /// Already in this unit's waiting line.
    AlreadyInLine {
        /// Canonical address.
        unit: String,
    } = "already_in_line", Rule;
    /// Not in this unit's waiting line.
    NotInLine {
        /// Canonical address.
        unit: String,
    } = "not_in_line", Rule;
    /// The line is as long as it may get.
    LineFull {
        /// Canonical address.
        unit: String,
        /// The limit.
        limit: u32,
    } = "line_full", Rule;
    /// Somebody's request to hold it waits for the control holder.
    UnitRequested {
        /// Canonical address.
        unit: String,
        /// Who asked first.
        by: String,
        /// Since when, UTC.
        since: Instant,
    } = "unit_requested", Rule;
    /// No request waits on it.
    NoRequest {
        /// Canonical address.
        unit: String,
    } = "no_request", Rule;
    /// The building has no pre-sale licence (rules §4).
    NoLicence {
        /// The building's name.
        building: String,
    } = "no_licence", Rule;
    /// The list has no price for it.
    NoPrice {
        /// Canonical address.
        unit: String,
    } = "no_price", Rule;
    /// Below the minimum deposit (rules §4).
    BelowMinimum {
        /// The amount offered, fen.
        amount: Fen,
        /// The minimum, fen.
        minimum: Fen,
    } = "below_minimum", Rule;
    /// Above the share of the price a deposit may be (rules §4).
    AboveShare {
        /// The amount offered, fen.
        amount: Fen,
        /// The most allowed, fen.
        maximum: Fen,
    } = "above_share", Rule;
    /// More than is still due.
    AboveBalance {
        /// The amount offered, fen.
        amount: Fen,
        /// The balance, fen.
        balance: Fen,
    } = "above_balance", Rule;
    /// An amount of nothing.
    AmountInvalid = "amount_invalid", Input;
    /// A balance is still due.
    BalanceDue {
        /// Canonical address.
        unit: String,
        /// The balance, fen.
        balance: Fen,
    } = "balance_due", Rule;
    /// A request or an approved change waits on the unit already.
    ChangePending {
        /// Canonical address.
        unit: String,
        /// The request's number.
        request: u32,
        /// Who asked.
        by: String,
    } = "change_pending", Rule;
    /// No such request.
    RequestUnknown {
        /// The number.
        request: u32,
    } = "request_unknown", Input;
    /// The request is decided already.
    RequestDecided {
        /// The number.
        request: u32,
        /// Its state, a `RequestState` code.
        state: String,
    } = "request_decided", Rule;
    /// One's own request (rules §7, policy `self_approval`).
    OwnRequest {
        /// The number.
        request: u32,
    } = "own_request", Permission;
    /// The unit has changed since the request was made.
    RequestStale {
        /// Canonical address.
        unit: String,
        /// What it was.
        was: Status,
        /// What it is.
        is: Status,
        /// What of it has changed: codes of `GroundPart`.
        changed: Vec<String>,
    } = "request_stale", Rule;
    /// Nothing is approved that money goes back for.
    NothingToRefund {
        /// Canonical address.
        unit: String,
    } = "nothing_to_refund", Rule;
    /// A refund of another amount than approved, or than came in.
    RefundDiffers {
        /// The amount offered, fen.
        amount: Fen,
        /// The amount expected, fen.
        expected: Fen,
    } = "refund_differs", Rule;
    /// A cancellation that pays nothing back of what came in: that is a forfeit (rules §4).
    DepositKept {
        /// Canonical address.
        unit: String,
        /// What came in, fen.
        paid: Fen,
    } = "deposit_kept", Rule;
    /// The price of a swap's target is not what it was when the swap was asked for.
    SwapRepriced {
        /// The target, canonical.
        unit: String,
        /// Its price then, fen.
        was: Fen,
        /// Its price now, fen.
        is: Fen,
    } = "swap_repriced", Rule;
    /// The smaller deposit was allowed to another consultant's customer.
    GrantedToOther {
        /// Canonical address.
        unit: String,
        /// Whose customer.
        by: String,
        /// The minimum for everybody else, fen.
        minimum: Fen,
    } = "granted_to_other", Rule;
    /// Another contract number was prepared for the unit.
    ContractDiffers {
        /// Canonical address.
        unit: String,
        /// The number prepared.
        contract: String,
    } = "contract_differs", Rule;
    /// The hold came out of the waiting line: for whom the money is must be said.
    CustomerUnsaid {
        /// Canonical address.
        unit: String,
        /// Since when the next in line has it, UTC.
        since: Instant,
    } = "customer_unsaid", Input;
    /// It is somebody else's request.
    NotOwnRequest {
        /// The number.
        request: u32,
        /// Whose.
        by: String,
    } = "not_own_request", Permission;
    /// The contract is recorded with the city: that is cancelled first (rules §4).
    StillRecorded {
        /// Canonical address.
        unit: String,
    } = "still_recorded", Rule;
    /// The contract is not recorded yet.
    NotRecorded {
        /// Canonical address.
        unit: String,
    } = "not_recorded", Rule;
    /// Nothing has a date that could be moved or missed.
    NothingDue {
        /// Canonical address.
        unit: String,
    } = "nothing_due", Rule;
    /// Below the floor price, which only the manager may go (rules §4). The floor price itself is not said.
    BelowFloor {
        /// Canonical address.
        unit: String,
    } = "below_floor", Rule;
    /// The price has not come in whole: no keys before (rules §2).
    PriceDue {
        /// Canonical address.
        unit: String,
        /// Still to come, fen.
        balance: Fen,
    } = "price_due", Rule;
    /// No public discount of that name or number.
    SchemeUnknown {
        /// What was typed.
        input: String,
    } = "scheme_unknown", Input;
    /// An open public discount has that name.
    SchemeExists {
        /// The name.
        scheme: String,
    } = "scheme_exists", Rule;
    /// As many public discounts are open as may be.
    SchemesFull {
        /// The limit.
        limit: u32,
    } = "schemes_full", Rule;
    /// It is not given today.
    SchemeClosed {
        /// Its name.
        scheme: String,
    } = "scheme_closed", Rule;
    /// It is not for this unit.
    SchemeElsewhere {
        /// Its name.
        scheme: String,
        /// Canonical address.
        unit: String,
    } = "scheme_elsewhere", Rule;
    /// One of the two is given only alone.
    SchemeAlone {
        /// Its name.
        scheme: String,
        /// The one that stands in its way.
        other: String,
    } = "scheme_alone", Rule;
    /// It was not given here.
    SchemeNotGiven {
        /// Its name.
        scheme: String,
        /// Canonical address.
        unit: String,
    } = "scheme_not_given", Rule;
    /// A share of nothing, or beyond what is sensible.
    ShareInvalid {
        /// Largest allowed, 0.01 %.
        most: u32,
    } = "share_invalid", Input;
    /// A period that ends before it begins.
    PeriodInvalid = "period_invalid", Input;
    /// No unit is meant, or none whose price would change.
    ScopeEmpty = "scope_empty", Rule;
    /// The list price would fall below the floor price (managers only).
    ListBelowFloor {
        /// Canonical address.
        unit: String,
        /// The new list price, fen.
        price: Fen,
        /// The floor price, fen.
        floor: Fen,
    } = "list_below_floor", Rule;
    /// Nothing would be left of a price.
    PriceGone {
        /// Canonical address.
        unit: String,
    } = "price_gone", Rule;
    /// Another number of units than was confirmed.
    CountDiffers {
        /// The number confirmed.
        count: usize,
        /// The number now.
        now: usize,
    } = "count_differs", Rule;
    /// Beyond the special discount anybody may give (rules §4).
    DiscountLimit {
        /// The share asked for, 0.01 %.
        share: u32,
        /// The most, 0.01 %.
        most: u32,
    } = "discount_limit", Rule;
    /// A swap goes only to a dearer unit (rules §4, policy `swap_dearer`).
    SwapCheaper {
        /// The other unit, canonical.
        unit: String,
        /// Its price, fen.
        price: Fen,
    } = "swap_cheaper", Rule;
    /// Not overdue for long enough (rules §4).
    ForfeitEarly {
        /// Canonical address.
        unit: String,
        /// From when on, UTC.
        from: Instant,
    } = "forfeit_early", Rule;
    /// A call or a registered letter must be logged first (rules §4).
    NoticeMissing {
        /// Canonical address.
        unit: String,
        /// Which, a `NoticeKind` code.
        notice: String,
    } = "notice_missing", Rule;
    /// All of the price has come: there is nothing to plan.
    NothingOpen {
        /// Canonical address.
        unit: String,
    } = "nothing_open", Rule;
    /// The parts of a payment plan are not what is open.
    PlanDiffers {
        /// What they sum to, fen.
        amount: Fen,
        /// What is open, fen.
        balance: Fen,
    } = "plan_differs", Input;
    /// A day of a payment plan that has passed, lies before the one before it, or too far ahead.
    PlanDate {
        /// The day.
        on: chrono::NaiveDate,
        /// The first day it could be.
        from: chrono::NaiveDate,
        /// The last.
        until: chrono::NaiveDate,
    } = "plan_date", Input;
    /// No live claim has that receipt.
    ReceiptUnknown {
        /// The number.
        receipt: String,
    } = "receipt_unknown", Input;
    /// Nobody ever booked that receipt.
    ReceiptAbsent {
        /// The number.
        receipt: String,
    } = "receipt_absent", Input;
    /// No money was taken on the unit: there is no receipt to print.
    NoReceipts {
        /// Canonical address.
        unit: String,
    } = "no_receipts", Rule;
    /// No subscription on the unit: there is no form to print.
    NotSubscribed {
        /// Canonical address.
        unit: String,
    } = "not_subscribed", Rule;
    /// No swap to or from the unit: there is no form to print.
    NotSwapped {
        /// Canonical address.
        unit: String,
    } = "not_swapped", Rule;
    /// The receipt number was used before (rules §4).
    ReceiptUsed {
        /// The number.
        receipt: String,
        /// On which unit, canonical.
        unit: String,
    } = "receipt_used", Rule;
    /// The contract number was used before.
    ContractUsed {
        /// The number.
        contract: String,
        /// On which unit, canonical.
        unit: String,
    } = "contract_used", Rule;
    /// A text that must be given is missing or too long.
    TextInvalid {
        /// The field, a locale key `field-…`.
        field: String,
        /// Characters allowed.
        limit: u32,
    } = "text_invalid", Input;
    /// A customer is needed.
    CustomerMissing = "customer_missing", Input;
    /// No such customer.
    CustomerUnknown = "customer_unknown", Input;
    /// The claim is for somebody else.
    CustomerDiffers {
        /// Canonical address.
        unit: String,
    } = "customer_differs", Rule;
    /// The customer's data were erased already.
    CustomerErased = "customer_erased", Rule;
    /// The role may not do this (rules §7).
    NotPermitted {
        /// The right that is missing.
        right: Right,
    } = "not_permitted", Permission;
    /// Nobody of that name works here.
    StaffUnknown {
        /// What was typed.
        name: String,
    } = "staff_unknown", Permission;
    /// The name is taken, with that role already.
    StaffExists {
        /// The name.
        name: String,
    } = "staff_exists", Rule;
    /// The project would be left without a manager.
    LastManager = "last_manager", Rule;
    /// No such building.
    BuildingUnknown {
        /// What was typed.
        input: String,
        /// The buildings there are.
        candidates: Vec<String>,
    } = "building_unknown", Input;
    /// No unreleased unit in that batch.
    BatchEmpty {
        /// The batch.
        batch: String,
    } = "batch_empty", Rule;
    /// No such setting.
    PolicyUnknown {
        /// What was typed.
        key: String,
    } = "policy_unknown", Input;
    /// The setting does not take that value.
    PolicyInvalid {
        /// The setting.
        key: String,
        /// What was typed.
        value: String,
        /// Locale key `expected-…`.
        expected: String,
    } = "policy_invalid", Input;
    /// No such visit today.
    VisitUnknown {
        /// The waiting number.
        number: u32,
    } = "visit_unknown", Input;
    /// The visit is past that step.
    VisitState {
        /// The waiting number.
        number: u32,
        /// Its state, a `VisitState` code.
        state: String,
    } = "visit_state", Rule;
    /// No visitors wait.
    NobodyWaiting = "nobody_waiting", Rule;
    /// Nobody on duty is free.
    NobodyEligible = "nobody_eligible", Rule;
    /// The consultant receives somebody already (rules §5).
    AlreadyReceiving {
        /// Who.
        name: String,
        /// The visit's waiting number.
        number: u32,
    } = "already_receiving", Rule;
    /// The time for handing a reception over has passed (rules §5).
    HandOverTooLate {
        /// How long there was, minutes.
        minutes: u32,
    } = "hand_over_too_late", Rule;
    /// A reception is handed over only for an own customer who waits (rules §5).
    NoOwnCustomerWaits {
        /// Whose.
        name: String,
    } = "no_own_customer_waits", Rule;
    /// That person has no customers of their own.
    NoConsultant {
        /// Who.
        name: String,
    } = "no_consultant", Rule;
    /// An appointment in the past or too far ahead.
    AppointmentInvalid {
        /// When it was to be, UTC.
        at: Instant,
    } = "appointment_invalid", Input;
    /// The day is over; its roster stays as it was.
    DayOver {
        /// The day.
        day: chrono::NaiveDate,
    } = "day_over", Rule;
    /// Not signed in today.
    NotOnDuty {
        /// Who.
        name: String,
    } = "not_on_duty", Rule;
    /// Signed in already.
    AlreadyOnDuty {
        /// Who.
        name: String,
        /// Since when, UTC.
        since: Instant,
    } = "already_on_duty", Rule;
    /// A number outside what is sensible.
    CountInvalid {
        /// The field, a locale key `field-…`.
        field: String,
        /// Smallest allowed.
        least: u32,
        /// Largest allowed.
        most: u32,
    } = "count_invalid", Input;
    /// Nothing of this person's can be undone.
    NothingToUndo = "nothing_to_undo", Rule;
    /// The time for undoing is over.
    UndoTooLate {
        /// How long there was, minutes.
        minutes: u32,
    } = "undo_too_late", Rule;
    /// Something came after that depends on it.
    UndoBlocked {
        /// Canonical address or name of what changed.
        subject: String,
    } = "undo_blocked", Rule;
    /// The price list says nothing new.
    NothingToImport = "nothing_to_import", Rule;
    /// The same thing is so already.
    AlreadySo {
        /// Canonical address or name.
        subject: String,
    } = "already_so", Rule;
    /// The clock has not stepped, or it was confirmed already.
    ClockSteady = "clock_steady", Rule;
    /// The command id was used for another command (rules §11.9).
    CommandConflict = "command_conflict", Input;
}
