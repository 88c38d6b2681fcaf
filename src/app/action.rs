//! The one table of actions: it feeds the keymap, the hint bar, the `?` help, the `:` palette and README.
//!
//! An action's words are in the locale: `action-NAME` (a short label) and `action-NAME-about` (a sentence).

use crate::app::key::Key;
use std::collections::{BTreeMap, HashMap};

/// Where an action can be called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Moves on grid and lists.
    Move,
    /// Acts on the selected unit.
    Unit,
    /// Visitors and presence.
    Reception,
    /// The desk itself.
    Desk,
}

macro_rules! actions {
    ($($variant:ident $name:literal $place:ident [$($key:literal),*];)*) => {
        /// Everything a key can do.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[allow(missing_docs, reason = "their sentences are in the locale: action-NAME-about")]
        pub enum Action { $($variant),* }

        /// The table.
        pub const ACTIONS: &[Row] =
            &[$(Row { action: Action::$variant, name: $name, place: Place::$place, keys: &[$($key),*] }),*];
    };
}

/// One row of the table.
pub struct Row {
    /// The action.
    pub action: Action,
    /// Its stable name, in config and locale keys.
    pub name: &'static str,
    /// Where it belongs.
    pub place: Place,
    /// Its default keys.
    pub keys: &'static [&'static str],
}

actions! {
    Up "up" Move ["up", "k"];
    Down "down" Move ["down", "j"];
    Left "left" Move ["left", "h"];
    Right "right" Move ["right", "l"];
    First "first" Move ["g"];
    Last "last" Move ["G"];
    PageUp "page-up" Move ["pgup"];
    PageDown "page-down" Move ["pgdn"];
    LineStart "line-start" Move ["home"];
    LineEnd "line-end" Move ["end"];
    PreviousBuilding "previous-building" Move ["["];
    NextBuilding "next-building" Move ["]"];
    NextPanel "next-panel" Move ["tab"];
    PreviousPanel "previous-panel" Move ["shift-tab"];
    Hold "hold" Unit ["space", "F2"];
    Card "card" Unit ["enter"];
    Deposit "deposit" Unit ["d"];
    Sign "sign" Unit ["s"];
    TopUp "top-up" Unit ["b"];
    Release "release" Unit ["r"];
    Extend "extend" Unit ["e"];
    Wait "wait" Unit ["w"];
    LeaveLine "leave-line" Unit ["W"];
    Confirm "confirm" Unit ["c"];
    Refuse "refuse" Unit ["C"];
    Changes "changes" Unit ["M"];
    Prices "prices" Unit ["P"];
    Lock "lock" Unit ["L"];
    Unlock "unlock" Unit ["U"];
    ReleaseBatch "release-batch" Unit ["B"];
    Arrive "arrive" Reception ["v", "F3"];
    Assign "assign" Reception ["n", "F4"];
    AssignTo "assign-to" Reception ["N"];
    Finish "finish" Reception ["f", "F5"];
    Show "show" Reception ["p"];
    Leave "leave" Reception ["x"];
    HandOver "hand-over" Reception ["H"];
    Establish "establish" Reception ["E"];
    Call "call" Reception ["V"];
    Presence "presence" Reception ["o", "F6"];
    Roster "roster" Reception ["R"];
    Why "why" Reception ["y"];
    Turns "turns" Reception ["T"];
    Heat "heat" Reception ["i"];
    Undo "undo" Desk ["u"];
    Filter "filter" Desk ["/", "F7"];
    StatusFilter "status-filter" Desk ["!"];
    Travel "travel" Desk ["t"];
    StepBack "step-back" Desk [","];
    StepOn "step-on" Desk ["."];
    Palette "palette" Desk [":", "F9"];
    Messages "messages" Desk ["m"];
    Inbox "inbox" Desk ["I"];
    Clock "clock" Desk ["Z"];
    Who "who" Desk ["a"];
    Help "help" Desk ["?", "F1"];
    Language "language" Desk ["F10"];
    Theme "theme" Desk ["F11"];
    Mouse "mouse" Desk ["F12"];
    Quit "quit" Desk ["q", "ctrl-c"];
}

impl Action {
    /// Its row.
    pub fn row(self) -> &'static Row {
        // The enum and the table are made from the same list, in the same order.
        &ACTIONS[self as usize]
    }

    /// By its stable name.
    pub fn parse(name: &str) -> Option<Self> {
        ACTIONS.iter().find(|row| row.name == name).map(|row| row.action)
    }
}

/// Which key does what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keymap {
    by_key: HashMap<Key, Action>,
    by_action: BTreeMap<Action, Vec<Key>>,
}

/// What is wrong with the `[keys]` of a config file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KeyFault {
    /// No such action.
    Action(String),
    /// No such key.
    Key(String),
    /// Bound twice.
    Twice(String),
}

impl Keymap {
    /// The defaults with the config's changes.
    pub fn new(changes: &BTreeMap<String, Vec<String>>) -> Result<Self, KeyFault> {
        let mut by_action: BTreeMap<Action, Vec<Key>> = BTreeMap::new();
        for row in ACTIONS {
            by_action.insert(row.action, row.keys.iter().filter_map(|key| Key::parse(key)).collect());
        }
        for (name, keys) in changes {
            let action = Action::parse(name).ok_or_else(|| KeyFault::Action(name.clone()))?;
            let read = |key: &String| Key::parse(key).ok_or_else(|| KeyFault::Key(key.clone()));
            by_action.insert(action, keys.iter().map(read).collect::<Result<_, _>>()?);
        }
        let mut by_key = HashMap::new();
        for (action, keys) in &by_action {
            for key in keys {
                if by_key.insert(*key, *action).is_some() {
                    return Err(KeyFault::Twice(key.to_string()));
                }
            }
        }
        Ok(Self { by_key, by_action })
    }

    /// What a key does.
    pub fn action(&self, key: Key) -> Option<Action> {
        self.by_key.get(&key).or_else(|| self.by_key.get(&key.narrowed())).copied()
    }

    /// The keys of an action, the first being the one to show.
    pub fn keys(&self, action: Action) -> &[Key] {
        self.by_action.get(&action).map(Vec::as_slice).unwrap_or_default()
    }

    /// The key to show for an action.
    pub fn label(&self, action: Action) -> String {
        self.keys(action).first().map(Key::to_string).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_reads_and_none_is_bound_twice() {
        let keymap = Keymap::new(&BTreeMap::new()).expect("the defaults are sound");
        for row in ACTIONS {
            assert_eq!(keymap.keys(row.action).len(), row.keys.len(), "{}", row.name);
            assert_eq!(row.action.row().name, row.name);
        }
    }

    #[test]
    fn faults_of_config_are_named() {
        let change = |name: &str, key: &str| Keymap::new(&BTreeMap::from([(name.into(), vec![key.into()])]));
        assert_eq!(change("fly", "z").err(), Some(KeyFault::Action("fly".into())));
        assert_eq!(change("hold", "hyper-z").err(), Some(KeyFault::Key("hyper-z".into())));
        assert_eq!(change("hold", "j").err(), Some(KeyFault::Twice("j".into())));
        assert!(change("hold", "ctrl-h").is_ok());
    }
}
