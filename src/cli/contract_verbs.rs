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
        /// How much off in all
        #[arg(long, value_name = "YUAN")]
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
    /// Approve a request
    Approve {
        /// Its number, see due
        request: String,
    },
}
