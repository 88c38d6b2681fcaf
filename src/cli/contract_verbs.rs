//! What may be typed about money and contracts beyond deposit, top-up and signing.

use clap::Subcommand;

/// What the cashier took.
#[derive(clap::Args, Debug)]
pub struct Money {
    /// How much, e.g. 50000, 5万
    #[arg(long, value_name = "YUAN")]
    pub amount: String,
    /// The receipt's number
    #[arg(long, value_name = "NO")]
    pub receipt: String,
    /// How it was paid; POS if left out
    #[arg(long, default_value = "POS")]
    pub method: String,
    /// Who paid: a customer's number or phone; the unit's customer if left out
    #[arg(long, value_name = "CUSTOMER")]
    pub payer: Option<String>,
}

/// What becomes of the unit, and the refund where money goes back.
#[derive(clap::Args, Debug)]
pub struct Back {
    /// What becomes of the unit
    #[arg(long, default_value = "available", value_parser = ["available", "locked"])]
    pub back: String,
    /// The refund's receipt: the cashier's part
    #[arg(long, value_name = "NO")]
    pub receipt: Option<String>,
    /// How much is refunded; all that was paid if left out
    #[arg(long, value_name = "YUAN")]
    pub amount: Option<String>,
    /// How it is paid back
    #[arg(long, default_value = "transfer")]
    pub method: String,
    /// Who is paid back: a customer's number or phone; the unit's customer if left out
    #[arg(long, value_name = "CUSTOMER", requires = "receipt")]
    pub payer: Option<String>,
}

/// A payment plan; without any of it, the plan is shown.
#[derive(clap::Args, Debug)]
pub struct Plan {
    /// Address
    pub unit: String,
    /// All at once: the day it is paid by
    #[arg(long, value_name = "DATE", conflicts_with_all = ["part", "parts", "mortgage"])]
    pub once: Option<String>,
    /// One part: DATE=AMOUNT; may be repeated; with --mortgage, what is left of the down payment
    #[arg(long, value_name = "DATE=AMOUNT", conflicts_with = "parts")]
    pub part: Vec<String>,
    /// How many equal parts; the last takes the rest
    #[arg(long, value_name = "N", requires = "from", conflicts_with = "mortgage")]
    pub parts: Option<u32>,
    /// Months from one part to the next
    #[arg(long, value_name = "MONTHS", default_value_t = 1, requires = "parts")]
    pub every: u32,
    /// The day of the first part
    #[arg(long, value_name = "DATE", requires = "parts")]
    pub from: Option<String>,
    /// With a mortgage: the bank
    #[arg(long, value_name = "BANK", requires = "amount")]
    pub mortgage: Option<String>,
    /// How much the loan is
    #[arg(long, value_name = "YUAN", requires = "mortgage")]
    pub amount: Option<String>,
    /// The day the bank is to pay
    #[arg(long, value_name = "DATE", requires = "mortgage")]
    pub paid_out_by: Option<String>,
    /// Why an agreed plan is changed: the manager's part
    #[arg(long, default_value = "")]
    pub reason: String,
}

/// Ways back, changes, papers.
#[derive(Subcommand, Debug)]
pub enum Contract {
    /// Cancel a subscription and refund its deposit
    #[command(after_help = "Example: xiaokong cancel 3/1/603 --reason 贷款未批 --back available")]
    Cancel {
        /// Address
        unit: String,
        /// Why; not needed for the refund of what is approved
        #[arg(long, default_value = "")]
        reason: String,
        #[command(flatten)]
        back: Back,
    },
    /// Keep the deposit of a subscription long overdue
    Forfeit {
        /// Address
        unit: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// What becomes of the unit
        #[arg(long, default_value = "available", value_parser = ["available", "locked"])]
        back: String,
    },
    /// Terminate a signed contract
    Terminate {
        /// Address
        unit: String,
        /// Why; not needed for the refund of what is approved
        #[arg(long, default_value = "")]
        reason: String,
        #[command(flatten)]
        back: Back,
    },
    /// Swap a subscription to another unit
    Swap {
        /// From: address
        unit: String,
        /// To: address
        to: String,
        /// Why
        #[arg(long, default_value = "换房")]
        reason: String,
        /// What becomes of the first unit
        #[arg(long, default_value = "available", value_parser = ["available", "locked"])]
        back: String,
    },
    /// Add or remove direct kin on a claim
    Rename {
        /// Address
        unit: String,
        /// Who joins: a customer's number or phone
        #[arg(long, value_name = "CUSTOMER")]
        add: Option<String>,
        /// Who leaves: a customer's number or phone
        #[arg(long, value_name = "CUSTOMER")]
        remove: Option<String>,
        /// How they are related
        #[arg(long)]
        relation: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Give a special discount on a held unit
    Discount {
        /// Address
        unit: String,
        /// How much off in all: an amount or a percentage, e.g. 10000, 1%
        #[arg(long, value_name = "YUAN|PERCENT")]
        amount: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Allow a deposit below the minimum
    Allow {
        /// Address
        unit: String,
        /// The least accepted
        #[arg(long, value_name = "YUAN")]
        amount: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// The contract was recorded with the city
    Record {
        /// Address
        unit: String,
        /// The city's number
        #[arg(long, default_value = "")]
        number: String,
    },
    /// The recording was cancelled with the city
    Unrecord {
        /// Address
        unit: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// A further payment on a signed contract
    Pay {
        /// Address
        unit: String,
        #[command(flatten)]
        money: Money,
        /// It is the bank's loan
        #[arg(long)]
        loan: bool,
    },
    /// Take a wrong receipt back by a counter-receipt
    Correct {
        /// The wrong receipt
        wrong: String,
        /// The counter-receipt's number
        #[arg(long, value_name = "NO")]
        counter: String,
        /// The right receipt's number
        #[arg(long, value_name = "NO", requires = "amount")]
        receipt: Option<String>,
        /// The right amount
        #[arg(long, value_name = "YUAN", requires = "receipt")]
        amount: Option<String>,
        /// How it was paid
        #[arg(long, default_value = "pos")]
        method: String,
        /// Who really paid: a customer's number or phone; as before if left out
        #[arg(long, value_name = "CUSTOMER", requires = "receipt")]
        payer: Option<String>,
        /// What was wrong
        #[arg(long)]
        reason: String,
    },
    /// The mortgage was applied for
    Mortgage {
        /// Address
        unit: String,
        /// The bank
        #[arg(long)]
        bank: String,
        /// How much
        #[arg(long, value_name = "YUAN")]
        amount: String,
    },
    /// The payment plan of a contract: show it, agree it, change it
    #[command(after_help = "Example: xiaokong plan 3/1/603 --parts 3 --every 1 --from 2026-12-28")]
    Plan(Plan),
    /// The unit was handed over to its customer
    Handover {
        /// Address
        unit: String,
    },
    /// Log a call or a registered letter to a customer who is late
    Notice {
        /// Address
        unit: String,
        /// How
        #[arg(value_parser = ["call", "letter"])]
        kind: String,
        /// What came of it, or the letter's number
        #[arg(long)]
        note: String,
    },
    /// Take an own request back
    Withdraw {
        /// Its number, see due
        request: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Approve a request
    #[command(after_help = "Example: xiaokong approve 1 --back locked")]
    Approve {
        /// Its number, see due
        request: String,
        /// What becomes of the unit it frees; as asked if left out
        #[arg(long, value_parser = ["available", "locked"])]
        back: Option<String>,
    },
}
