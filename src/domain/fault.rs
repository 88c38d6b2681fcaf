//! Whose fault a refusal is, and how the table of refusals becomes a type.

/// Which exit code a refusal has on the command line (design §5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Refused by a rule: exit 1.
    Rule,
    /// Bad input: exit 2.
    Input,
    /// Not allowed for this role: exit 4.
    Permission,
}

macro_rules! rejections {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$fdoc:meta])* $field:ident: $kind:ty),* $(,)? })? = $code:literal, $fault:ident;)*) => {
        /// A refusal.
        #[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
        pub enum Rejection {
            $($(#[$doc])* $name $({ $($(#[$fdoc])* $field: $kind),* })?,)*
        }

        impl Rejection {
            /// The stable snake_case code (design §5).
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code,)* }
            }

            /// Whose fault it is, hence the exit code.
            pub fn fault(&self) -> Fault {
                match self { $(Self::$name { .. } => Fault::$fault,)* }
            }

            /// Every code, for the test that each has its words in every language.
            pub const CODES: &'static [&'static str] = &[$($code),*];
        }
    };
}

pub(crate) use rejections;
