//! What may be typed behind `visit`, `call`, `roster`, `customer`.

use clap::Subcommand;
use std::path::PathBuf;

const KINDS: [&str; 8] =
    ["first", "returning", "named", "referral", "appointment", "channel", "competitor", "other"];

/// What can be done with visits.
#[derive(Subcommand, Debug)]
pub enum Visit {
    /// A group walks in
    Arrive {
        /// Phone: a known one shows the owner
        #[arg(long)]
        phone: Option<String>,
        /// Name
        #[arg(long)]
        name: Option<String>,
        /// Kind; the phone decides if left out
        #[arg(long, value_parser = KINDS)]
        kind: Option<String>,
        /// The consultant asked for
        #[arg(long, value_name = "STAFF")]
        ask: Option<String>,
        /// People
        #[arg(long, default_value_t = 1)]
        size: u32,
        /// How they heard of the project
        #[arg(long, default_value = "")]
        source: String,
        /// The team at whose stand they came in
        #[arg(long, default_value = "site", value_parser = ["site", "outreach"])]
        team: String,
        /// Why there is no phone
        #[arg(long = "no-phone", default_value = "", value_name = "REASON")]
        phoneless: String,
        /// The number under which the same group was received before today
        #[arg(long, value_name = "NUMBER")]
        again: Option<u32>,
    },
    /// Give a waiting group to the next consultant
    Assign {
        /// The waiting number; who waits longest if left out
        number: Option<u32>,
        /// Out of order: to whom
        #[arg(long, value_name = "STAFF")]
        to: Option<String>,
        /// Why out of order
        #[arg(long, default_value = "")]
        reason: String,
        /// Only say who would receive it, and why
        #[arg(long, conflicts_with_all = ["to", "reason"])]
        dry_run: bool,
    },
    /// Take an assignment back: the group waits again, everyone has their place again
    Undo {
        /// The waiting number
        number: u32,
    },
    /// Hand a reception just begun over to the next in line, because an own customer has come
    HandOver {
        /// The waiting number
        number: u32,
    },
    /// Establish that the group was a colleague's customer
    Establish {
        /// The waiting number
        number: u32,
        /// Whose customer it was
        #[arg(long, value_name = "STAFF")]
        owner: String,
        /// How it was established
        #[arg(long)]
        reason: String,
    },
    /// Note units as shown to the group; a unit noted before is taken out
    Show {
        /// The waiting number
        number: u32,
        /// The units
        #[arg(required = true)]
        units: Vec<String>,
    },
    /// Close a reception with its result
    Finish {
        /// The waiting number
        number: u32,
        /// Grade of the customer
        #[arg(long, value_parser = ["A", "B", "C", "D"], ignore_case = true)]
        grade: Option<String>,
        /// What came of it
        #[arg(long, default_value = "")]
        outcome: String,
        /// Phone, where not recorded at the arrival
        #[arg(long)]
        phone: Option<String>,
        /// Name, where not recorded at the arrival
        #[arg(long)]
        name: Option<String>,
        /// A unit shown; may be repeated
        #[arg(long, value_name = "UNIT")]
        shown: Vec<String>,
        /// What spoke against it
        #[arg(long, default_value = "")]
        objections: String,
        /// Days until the next follow-up; by grade if left out
        #[arg(long, value_name = "DAYS")]
        next: Option<u32>,
    },
    /// A waiting group leaves
    Leave {
        /// The waiting number
        number: u32,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

/// What can be done with calls.
#[derive(Subcommand, Debug)]
pub enum Call {
    /// Log a call
    #[command(after_help = "Example: xiaokong call add --phone 13800000000 --name 张三 --appointment 14:00")]
    Add {
        /// Phone: a known one shows the owner
        #[arg(long)]
        phone: Option<String>,
        /// Name
        #[arg(long)]
        name: Option<String>,
        /// Whose call it is; yourself if left out
        #[arg(long, value_name = "STAFF")]
        to: Option<String>,
        /// When they will come
        #[arg(long, value_name = "TIME")]
        appointment: Option<String>,
        /// How they heard of the project
        #[arg(long, default_value = "")]
        source: String,
        /// What was said
        #[arg(long, default_value = "")]
        note: String,
    },
}

/// What can be done with the roster.
#[derive(Subcommand, Debug)]
pub enum Roster {
    /// Show a week
    Show {
        /// A day of it; this week if left out
        #[arg(long, value_name = "DATE")]
        week: Option<String>,
    },
    /// Set one day of one person
    Set {
        /// Who
        staff: String,
        /// Which day
        date: String,
        /// Works or rests
        #[arg(value_parser = ["work", "rest"])]
        shift: String,
    },
    /// Read a roster from a CSV file
    Import {
        /// The file: name, date, shift a row, or a row a person with a column a day
        file: PathBuf,
        /// A day of the week that weekday columns mean
        #[arg(long, value_name = "DATE")]
        week: Option<String>,
        /// Say what would happen, set nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// What can be done with customers.
#[derive(Subcommand, Debug)]
pub enum Customer {
    /// Register a customer of your own
    Add {
        /// The name
        name: String,
        /// The phone; may be repeated
        #[arg(long)]
        phone: Vec<String>,
    },
    /// List customers, as you may see them
    List,
    /// One customer: whose, until when, kin, visits, calls, claims
    #[command(after_help = "Example: xiaokong customer show 13800000000")]
    Show {
        /// The customer's number, or phone
        customer: String,
    },
    /// Make two customers one party: spouse, parents, children
    Link {
        /// One: the number, or phone
        customer: String,
        /// The other: the number, or phone
        kin: String,
    },
    /// Give a customer of the pool, or of somebody who left, to a consultant
    Reassign {
        /// The customer's number, or phone
        customer: String,
        /// To whom
        #[arg(long, value_name = "STAFF")]
        to: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Erase name and phones; what they bought stays
    Erase {
        /// The customer's number, or phone
        customer: String,
    },
}

/// An opening day to be played.
#[derive(clap::Args, Debug)]
pub struct Rehearse {
    /// Terminals, each with a consultant
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub terminals: u32,
    /// Visitors
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub visitors: u32,
    /// Minutes of the day in which they come
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_440))]
    pub minutes: u32,
    /// How many times faster than life
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub speed: u32,
    /// Play it on the demo project
    #[arg(long)]
    pub demo: bool,
    /// Where the copy goes; a new temporary folder if left out
    #[arg(long, value_name = "FILE")]
    pub copy: Option<PathBuf>,
}

/// The host's clock.
#[derive(clap::Args, Debug)]
pub struct Clock {
    /// What to do about it; none shows it.
    #[command(subcommand)]
    pub verb: Option<ClockVerb>,
}

/// What may be done about the host's clock.
#[derive(Subcommand, Debug)]
pub enum ClockVerb {
    /// The host's clock is right: holds end again
    Confirm,
}
