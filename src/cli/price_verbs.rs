//! What may be typed behind `price` and `scheme`.

use clap::Subcommand;

/// Which units are meant; nothing said means all of them.
#[derive(clap::Args, Debug)]
pub struct Which {
    /// Only of this building
    #[arg(long)]
    pub building: Option<String>,
    /// Only of this layout
    #[arg(long)]
    pub layout: Option<String>,
    /// Only of this use
    #[arg(long = "use", value_name = "USE")]
    pub usage: Option<String>,
    /// Only of this batch
    #[arg(long)]
    pub batch: Option<String>,
    /// Only on these floors: 5, or 5..10
    #[arg(long, value_name = "FLOORS", allow_hyphen_values = true)]
    pub floors: Option<String>,
}

/// What can be done with list prices.
#[derive(Subcommand, Debug)]
pub enum Price {
    /// Move list prices by a percentage, as one act
    #[command(
        after_help = "Example: xiaokong price change --by -2% --building 3 --floors 5..10 --round 1000 --reason 清盘 --dry-run"
    )]
    Change {
        /// By how much, e.g. 3%, -1.5%
        #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
        by: String,
        #[command(flatten)]
        which: Which,
        /// New totals are rounded to a multiple of this
        #[arg(long, value_name = "YUAN", default_value = "1")]
        round: String,
        /// Floor prices move too
        #[arg(long)]
        floor_prices: bool,
        /// Why
        #[arg(long, default_value = "", required_unless_present = "dry_run")]
        reason: String,
        /// Only say what would happen
        #[arg(long)]
        dry_run: bool,
    },
    /// The list prices a unit has had
    #[command(after_help = "Example: xiaokong price history 3/1/603")]
    History {
        /// Address
        unit: String,
    },
}

/// What can be done with public discounts.
#[derive(Subcommand, Debug)]
pub enum Scheme {
    /// Open a public discount that anyone can have
    #[command(
        after_help = "Example: xiaokong scheme add 按时签约 --off 1% --until 2026-12-31 --terms 七日内签约"
    )]
    Add {
        /// Its name
        name: String,
        /// How much off: a percentage or an amount, e.g. 2%, 10000
        #[arg(long, value_name = "PERCENT|YUAN")]
        off: String,
        #[command(flatten)]
        which: Which,
        /// First day
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Last day
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
        /// What the customer must do for it
        #[arg(long)]
        terms: Option<String>,
        /// Never beside another one
        #[arg(long)]
        alone: bool,
    },
    /// List public discounts
    List,
    /// Give a public discount no longer; what was given stays
    Close {
        /// Its name or number
        scheme: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Give a public discount to a hold
    #[command(after_help = "Example: xiaokong scheme give 3/1/603 按时签约")]
    Give {
        /// Address
        unit: String,
        /// Its name or number
        scheme: String,
    },
    /// Take a public discount back from a hold
    Withdraw {
        /// Address
        unit: String,
        /// Its name or number
        scheme: String,
    },
}
