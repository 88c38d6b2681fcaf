//! What may be typed behind `paper`.

use clap::Subcommand;
use std::path::PathBuf;

/// What can be done with papers.
#[derive(Subcommand, Debug)]
pub enum Paper {
    /// Print a receipt
    #[command(after_help = "Example: xiaokong paper receipt 0004312 --out receipt.html")]
    Receipt {
        /// The receipt's number, or a unit: its last receipt
        what: String,
        /// Write a new file: .txt or .html
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print a subscription form
    #[command(after_help = "Example: xiaokong paper subscription 5/1/801 --out subscription.html")]
    Subscription {
        /// Address
        unit: String,
        /// Write a new file: .txt or .html
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print a swap form
    #[command(after_help = "Example: xiaokong paper swap 5/1/1201 --out swap.html")]
    Swap {
        /// Address
        unit: String,
        /// Write a new file: .txt or .html
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// List what was printed, by kind and year
    #[command(after_help = "Example: xiaokong paper list --kind receipt --year 2026")]
    List {
        /// Only this kind
        #[arg(long, value_parser = ["receipt", "subscription", "swap"])]
        kind: Option<String>,
        /// Only this year
        #[arg(long)]
        year: Option<i32>,
    },
    /// Write the built-in templates into a folder, to be changed
    #[command(after_help = "Example: xiaokong paper templates ~/.config/xiaokong/papers")]
    Templates {
        /// The folder
        folder: PathBuf,
    },
}
