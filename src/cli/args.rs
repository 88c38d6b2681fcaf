//! What may be typed: verbs, arguments, flags (design §5).

use crate::cli::contract_verbs::{Contract, Money};
use crate::cli::paper_verbs::Paper;
use crate::cli::price_verbs::{Price, Scheme};
use crate::cli::verbs::{Call, Clock, Customer, Rehearse, Roster, Visit};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use uuid::Uuid;

const STATUSES: [&str; 6] = ["unreleased", "locked", "available", "held", "deposit", "signed"];
const DUE_KINDS: [&str; 18] = [
    "hold",
    "top_up",
    "signing",
    "recording",
    "mortgage",
    "once",
    "instalment",
    "down_payment",
    "loan",
    "made_good",
    "hold_request",
    "request",
    "refund",
    "reception",
    "waiting",
    "appointment",
    "follow_up",
    "protection",
];
const ROLES: [&str; 8] =
    ["manager", "planner", "clerk", "supervisor", "consultant", "cashier", "reception", "board"];

/// Sales control 销控 for the offices of new homes: a shared desk, a wall board, and every act as a command.
#[derive(Parser, Debug)]
#[command(name = "xiaokong", version, about, disable_help_subcommand = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 refused by a rule, 2 wrong usage or bad input, 3 the store failed, \
4 not allowed for this role.\n\nExamples:\n  xiaokong init --project 柏瑞 --practice\n  xiaokong import prices.csv\n  \
xiaokong hold 5/1/801 --customer 张三 --phone 13812345678\n  xiaokong units --status available --json"
)]
pub struct Args {
    /// Flags that may stand anywhere.
    #[command(flatten)]
    pub globals: Globals,
    /// The verb; none opens the desk.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// Flags that may stand anywhere.
#[derive(clap::Args, Clone, Debug)]
pub struct Globals {
    /// The shared store: a path or URL
    #[arg(long, global = true, env = "XIAOKONG_STORE", value_name = "URL")]
    pub store: Option<String>,
    /// Who acts
    #[arg(long = "as", global = true, env = "XIAOKONG_AS", value_name = "STAFF")]
    pub actor: Option<String>,
    /// Print one JSON value
    #[arg(long, global = true)]
    pub json: bool,
    /// Language of the output
    #[arg(long, global = true, env = "XIAOKONG_LANG", value_name = "zh|en", value_parser = languages())]
    pub lang: Option<String>,
    /// Settings file
    #[arg(long, global = true, env = "XIAOKONG_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Id of this act: sent twice, it acts once
    #[arg(long, global = true, value_name = "UUID")]
    pub command_id: Option<Uuid>,
    /// The time, for practice stores only: RFC 3339 or `2026-11-28 10:42` in the project's zone
    #[arg(long, global = true, env = "XIAOKONG_NOW", value_name = "INSTANT")]
    pub now: Option<String>,
}

/// The languages; an empty environment variable says nothing, as everywhere.
fn languages() -> PossibleValuesParser {
    let nothing = PossibleValue::new("").hide(true);
    PossibleValuesParser::new([PossibleValue::new("zh"), PossibleValue::new("en"), nothing])
}

/// Everything that may be asked.
#[derive(Subcommand, Debug)]
pub enum Verb {
    /// Open the desk
    #[command(hide = true)]
    Desk,
    /// Open the wall screen
    Board,
    /// Make a made-up project and open its desk
    Demo {
        /// Where to put it
        #[arg(long)]
        dir: Option<PathBuf>,
    },
    /// Play an opening day on a copy of the store, and tell how it went
    #[command(
        after_help = "Example: xiaokong rehearse --terminals 50 --visitors 500 --minutes 10 --speed 60"
    )]
    Rehearse(Rehearse),
    /// Make a store; its first member of staff is the manager
    #[command(after_help = "Example: xiaokong init --project 柏瑞 --as 王经理")]
    Init {
        /// The project's name
        #[arg(long)]
        project: String,
        /// A practice store 演练, whose clock may be set
        #[arg(long)]
        practice: bool,
    },
    /// Take a price list in (CSV, XLSX); makes the store if there is none
    #[command(after_help = "Example: xiaokong import prices.csv --dry-run")]
    Import(Import),
    /// List units
    #[command(after_help = "Example: xiaokong units --status available --building 5 --json")]
    Units(Filter),
    /// One unit with its history
    #[command(after_help = "Example: xiaokong unit 5/1/801")]
    Unit {
        /// Address, shortened as far as it is unambiguous
        unit: String,
    },
    /// The office as of a past minute
    #[command(after_help = "Example: xiaokong at '2026-11-28 10:42' units")]
    At {
        /// RFC 3339, or local to the project
        time: String,
        /// What to show
        #[command(subcommand)]
        what: Past,
    },
    /// Holds, lines, money
    #[command(flatten)]
    Claim(Claim),
    #[command(flatten)]
    Contract(Contract),
    /// The day's counters: sold, topped up, signed, cancelled, swapped, and the till
    Ledger {
        /// The day; today if left out
        #[arg(long)]
        date: Option<String>,
    },
    /// List prices
    Price {
        /// What of them
        #[command(subcommand)]
        verb: Price,
    },
    /// Public discounts
    Scheme {
        /// What of them
        #[command(subcommand)]
        verb: Scheme,
    },
    /// Print receipts, subscription forms and swap forms; list what was printed
    #[command(alias = "papers")]
    Paper {
        /// Which
        #[command(subcommand)]
        verb: Paper,
    },
    /// Locks, batches, licences
    #[command(flatten)]
    Control(Control),
    /// Visitors
    Visit {
        /// What of them
        #[command(subcommand)]
        verb: Visit,
    },
    /// List today's visits
    Visits,
    /// Attendance and presence
    #[command(after_help = "Example: xiaokong duty lunch 甲")]
    Duty {
        /// Where to
        #[arg(value_parser = [
            "in", "lunch", "business", "break", "out", "back", "leave", "off", "suspend", "absent", "list",
        ])]
        state: String,
        /// Who; yourself if left out
        staff: Option<String>,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
        /// After which time a suspension ends by itself
        #[arg(long = "for", value_name = "SPAN")]
        length: Option<String>,
    },
    /// The rotation, first to last, and who is next
    Rotation {
        /// Say why
        #[arg(long)]
        why: bool,
        /// As of a past minute
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// Whose line
        #[arg(long, default_value = "site", value_parser = ["site", "outreach"])]
        team: String,
    },
    /// The turns of a day: who received, made up, lost a turn, and why
    Turns {
        /// The day; today if left out
        #[arg(long)]
        date: Option<String>,
        /// Only this consultant's
        #[arg(long, alias = "of", value_name = "STAFF")]
        staff: Option<String>,
        /// Write them into a new CSV file
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Calls
    Call {
        /// What of them
        #[command(subcommand)]
        verb: Call,
    },
    /// List calls and appointments
    Calls,
    /// The roster: who works and who rests
    Roster {
        /// What of it
        #[command(subcommand)]
        verb: Roster,
    },
    /// Customers
    Customer {
        /// What of them
        #[command(subcommand)]
        verb: Customer,
    },
    /// Staff and their roles
    Staff {
        /// What of them
        #[command(subcommand)]
        verb: Staff,
    },
    /// The project's settings
    Policy {
        /// Show or set
        #[command(subcommand)]
        verb: Policy,
    },
    /// Begin a stage of sale
    Stage {
        /// Which
        #[arg(value_parser = ["presale", "open", "strong", "late"])]
        name: String,
    },
    /// Undo the last own act within its time
    Undo,
    /// Everything with a deadline, soonest first
    #[command(after_help = "Example: xiaokong due --kind instalment --late")]
    Due {
        /// Only of this kind
        #[arg(long, value_parser = DUE_KINDS)]
        kind: Option<String>,
        /// Only what is late
        #[arg(long)]
        late: bool,
    },
    /// The journal
    #[command(after_help = "Example: xiaokong log --unit 801 --since '2026-11-28 09:00'")]
    Log {
        /// Only of this unit
        #[arg(long)]
        unit: Option<String>,
        /// Only from then on
        #[arg(long, value_name = "TIME")]
        since: Option<String>,
        /// Go on printing what happens; with --json one value a line
        #[arg(long)]
        follow: bool,
    },
    /// Prove the journal, and the state rebuilt from it
    Verify {
        /// A printed head that must still be part of it
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
    /// Write a verified copy of the store
    Backup {
        /// Where to
        file: PathBuf,
    },
    /// Make a store from a backup; never over an existing one
    Restore {
        /// The backup
        file: PathBuf,
    },
    /// Look the store and its surroundings over
    Doctor,
    /// Show the host's clock; confirm it after it stepped
    Clock(Clock),
    /// Shell completion
    #[command(
        after_help = "Example: xiaokong completions bash > ~/.local/share/bash-completion/completions/xiaokong"
    )]
    Completions {
        /// For which shell
        shell: clap_complete::Shell,
    },
    /// The manual page
    #[command(after_help = "Example: xiaokong man > xiaokong.1")]
    Man,
}

/// What can be shown of the past.
#[derive(Subcommand, Debug)]
pub enum Past {
    /// List units
    Units(Filter),
}

/// Which units.
#[derive(clap::Args, Debug)]
pub struct Filter {
    /// Only of this status
    #[arg(long, value_parser = STATUSES)]
    pub status: Option<String>,
    /// Only of this building
    #[arg(long)]
    pub building: Option<String>,
}

/// A price list and what to do with it.
#[derive(clap::Args, Debug)]
pub struct Import {
    /// The price list
    pub file: PathBuf,
    /// Only say what would happen
    #[arg(long)]
    pub dry_run: bool,
    /// Take the good rows; write the bad ones into a file beside the list
    #[arg(long)]
    pub partial: bool,
    /// Name of the project, where the store is made
    #[arg(long)]
    pub project: Option<String>,
    /// Make a practice store 演练
    #[arg(long)]
    pub practice: bool,
}

/// A customer by name and phone.
#[derive(clap::Args, Debug)]
pub struct Who {
    /// The customer's name
    #[arg(long, value_name = "NAME")]
    pub customer: Option<String>,
    /// The customer's phone
    #[arg(long)]
    pub phone: Option<String>,
}

/// Holds, lines, money.
#[derive(Subcommand, Debug)]
pub enum Claim {
    /// Hold a unit
    #[command(after_help = "Example: xiaokong hold 5/1/801 --customer 张三 --phone 13812345678 --for 24h")]
    Hold {
        /// Address
        unit: String,
        #[command(flatten)]
        who: Who,
        /// How long; the policy's length if left out
        #[arg(long = "for", value_name = "DURATION")]
        length: Option<String>,
    },
    /// Make a hold longer, or move the date of a top-up, signing or recording
    Extend {
        /// Address
        unit: String,
        /// By how long
        #[arg(long = "for", value_name = "DURATION")]
        length: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// End a hold
    Release {
        /// Address
        unit: String,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Join the waiting line of a claimed unit
    Wait {
        /// Address
        unit: String,
        #[command(flatten)]
        who: Who,
    },
    /// Leave the waiting line, or take a request back
    Unwait {
        /// Address
        unit: String,
    },
    /// Confirm the first request to hold
    Confirm {
        /// Address
        unit: String,
    },
    /// Refuse a request by its number, or the first request to hold a unit
    Refuse {
        /// The request's number, or the unit's address
        unit: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Record a deposit
    #[command(
        after_help = "Example: xiaokong deposit 3/1/603 --amount 20000 --receipt 0004312 --customer 张三"
    )]
    Deposit {
        /// Address
        unit: String,
        #[command(flatten)]
        money: Money,
        #[command(flatten)]
        who: Who,
        /// Why less than the minimum is taken: the manager takes it, others ask
        #[arg(long)]
        reason: Option<String>,
    },
    /// Record money on the balance of a deposit
    Topup {
        /// Address
        unit: String,
        #[command(flatten)]
        money: Money,
    },
    /// Prepare a contract by its number, or sign it with the receipt of its down payment
    #[command(after_help = "Example: xiaokong sign 3/1/603 --contract HT-2026-018")]
    Sign {
        /// Address
        unit: String,
        /// The contract's number; not needed with the receipt where one is prepared
        #[arg(long, value_name = "NO", required_unless_present = "receipt")]
        contract: Option<String>,
        /// The down payment: the cashier's part
        #[arg(long, value_name = "YUAN", requires = "receipt")]
        amount: Option<String>,
        /// The down payment's receipt
        #[arg(long, value_name = "NO", requires = "amount")]
        receipt: Option<String>,
        /// How it was paid; POS if left out
        #[arg(long, default_value = "POS")]
        method: String,
        /// Who paid: a customer's number or phone; the unit's customer if left out
        #[arg(long, value_name = "CUSTOMER", requires = "receipt")]
        payer: Option<String>,
    },
}

/// Locks, batches, licences.
#[derive(Subcommand, Debug)]
pub enum Control {
    /// Hand the control 销控 over, or take it
    Control {
        /// To whom
        name: String,
    },
    /// Keep a unit back
    Lock {
        /// Address
        unit: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Offer a locked unit again
    Unlock {
        /// Address
        unit: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Batches of units
    Batch {
        /// What of them
        #[command(subcommand)]
        verb: Batch,
    },
    /// Buildings and their licences
    Building {
        /// What of them
        #[command(subcommand)]
        verb: Building,
    },
}

/// What can be done with batches.
#[derive(Subcommand, Debug)]
pub enum Batch {
    /// Release a batch for sale
    Release {
        /// The batch
        name: String,
        /// Units that join it; none: those the price list put into it
        units: Vec<String>,
    },
}

/// What can be done with buildings.
#[derive(Subcommand, Debug)]
pub enum Building {
    /// Record a building's pre-sale licence
    #[command(after_help = "Example: xiaokong building set 3 --licence 2026-088 --licensed-on 2026-10-08")]
    Set {
        /// The building
        building: String,
        /// The licence's number
        #[arg(long, value_name = "NO")]
        licence: String,
        /// The day it was granted
        #[arg(long, value_name = "DATE")]
        licensed_on: String,
    },
    /// List buildings
    List,
}

/// What can be done with staff.
#[derive(Subcommand, Debug)]
pub enum Staff {
    /// Add a person, or a role to a person
    #[command(after_help = "Example: xiaokong staff add 甲 --role consultant --team site")]
    Add {
        /// The name
        name: String,
        /// The role; may be repeated
        #[arg(long, required = true, value_parser = ROLES)]
        role: Vec<String>,
        /// The team
        #[arg(long, value_parser = ["site", "outreach"])]
        team: Option<String>,
    },
    /// List staff
    List,
    /// Put these roles in place of a person's; none lets the person go
    Role {
        /// The name
        name: String,
        /// The role; may be repeated
        #[arg(long, value_parser = ROLES, required_unless_present = "gone")]
        role: Vec<String>,
        /// The person left
        #[arg(long, conflicts_with = "role")]
        gone: bool,
    },
}

/// What can be done with settings.
#[derive(Subcommand, Debug)]
pub enum Policy {
    /// Show the settings in force
    Show {
        /// Only this one
        key: Option<String>,
    },
    /// Change a setting
    Set {
        /// Which
        key: String,
        /// To what
        value: String,
    },
}

#[cfg(test)]
mod tests {
    use super::Args;
    use clap::CommandFactory;

    #[test]
    fn no_flag_clashes_with_a_flag_that_may_stand_anywhere() {
        let root = Args::command();
        let globals: Vec<_> = root.get_arguments().map(|arg| arg.get_id().clone()).collect();
        let mut open: Vec<clap::Command> = root.get_subcommands().cloned().collect();
        while let Some(verb) = open.pop() {
            for arg in verb.get_arguments() {
                assert!(!globals.contains(arg.get_id()), "{}: {}", verb.get_name(), arg.get_id());
            }
            open.extend(verb.get_subcommands().cloned());
        }
        Args::command().debug_assert();
    }
}
